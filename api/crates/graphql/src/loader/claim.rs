//! The batches of claims, and of records whole.

use std::collections::HashMap;

use edge::ClaimEdge;
use model::id::{RecordId, by_kind};
use store::read;
use store::{WholeRecord, whole};

use super::shape::{Keeping, Shape};
use super::{Reader, Shared, api_error};
use crate::error::ApiError;

/// A record as the interchange format has it, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Whole(pub(crate) RecordId);

/// The claims about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClaimsAbout(pub(crate) RecordId);

/// The claims of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClaimsOf(pub(crate) i64);

impl Shape for Whole {
    type Value = Option<Shared<WholeRecord>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let mut values: HashMap<Whole, Self::Value> = keys.iter().map(|key| (*key, None)).collect();
        for (kind, ids) in by_kind(keys.iter().map(|key| key.0)) {
            let found = whole(&reader.session, kind, &ids)
                .await
                .map_err(api_error)?;
            let value = |(id, record)| (Whole(RecordId { kind, id }), Some(Shared::new(record)));
            values.extend(found.into_iter().map(value));
        }
        Ok(values)
    }
}

impl Shape for ClaimsAbout {
    type Value = Shared<Vec<ClaimEdge>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let mut values = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind(keys.iter().map(|key| key.0)) {
            let bound = reader.batch_bound();
            let found = read::claims_about(&reader.session, kind, &ids, bound).await;
            let found = found.map_err(api_error)?;
            let lists = reader.lists(&ids, found, |owned| owned).await?;
            let value = |(id, list)| (ClaimsAbout(RecordId { kind, id }), Shared::new(list));
            values.extend(lists.into_iter().map(value));
        }
        Ok(values)
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(self.0.kind, self.0.id))
    }

    fn bytes(value: &Self::Value) -> usize {
        value
            .iter()
            .map(|edge| size_of_val(edge) + edge.key.len())
            .sum()
    }
}

impl Shape for ClaimsOf {
    type Value = Shared<Vec<ClaimEdge>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = read::claims_of_sources(&reader.session, &ids, reader.batch_bound()).await;
        let found = found.map_err(api_error)?;
        let lists = reader.lists(&ids, found, |owned| owned).await?;
        let value = |(id, list)| (ClaimsOf(id), Shared::new(list));
        Ok(lists.into_iter().map(value).collect())
    }
}

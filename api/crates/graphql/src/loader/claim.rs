//! The batches of claims, and of records whole.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use edge::ClaimEdge;
use model::id::{RecordId, by_kind};
use store::read;
use store::{WholeRecord, whole};

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

impl Loader<Whole> for Reader {
    type Value = Option<Shared<WholeRecord>>;
    type Error = ApiError;

    async fn load(&self, keys: &[Whole]) -> Result<HashMap<Whole, Self::Value>, ApiError> {
        let mut values: HashMap<Whole, Self::Value> = keys.iter().map(|key| (*key, None)).collect();
        for (kind, ids) in by_kind(keys.iter().map(|key| key.0)) {
            let found = whole(&self.session, kind, &ids).await.map_err(api_error)?;
            let value = |(id, record)| (Whole(RecordId { kind, id }), Some(Shared::new(record)));
            values.extend(found.into_iter().map(value));
        }
        Ok(values)
    }
}

impl Loader<ClaimsAbout> for Reader {
    type Value = Shared<Vec<ClaimEdge>>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[ClaimsAbout],
    ) -> Result<HashMap<ClaimsAbout, Self::Value>, ApiError> {
        let mut values = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind(keys.iter().map(|key| key.0)) {
            let bound = self.batch_bound();
            let found = read::claims_about(&self.session, kind, &ids, bound).await;
            let found = found.map_err(api_error)?;
            let lists = self.lists(&ids, found, |owned| owned).await?;
            let value = |(id, list)| (ClaimsAbout(RecordId { kind, id }), Shared::new(list));
            values.extend(lists.into_iter().map(value));
        }
        Ok(values)
    }
}

impl Loader<ClaimsOf> for Reader {
    type Value = Shared<Vec<ClaimEdge>>;
    type Error = ApiError;

    async fn load(&self, keys: &[ClaimsOf]) -> Result<HashMap<ClaimsOf, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = read::claims_of_sources(&self.session, &ids, self.batch_bound()).await;
        let found = found.map_err(api_error)?;
        let lists = self.lists(&ids, found, |owned| owned).await?;
        let value = |(id, list)| (ClaimsOf(id), Shared::new(list));
        Ok(lists.into_iter().map(value).collect())
    }
}

//! The batches of lists that the database cuts.

use std::collections::HashMap;

use super::shape::Shape;
use super::{Reader, api_error};
use crate::error::ApiError;
use store::read::{Cut, CutOut, OfOwner, counts_of_owners, cut_out};

/// A part of a list of what an owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartOf(pub(crate) OfOwner, pub(crate) Cut);

/// How many records there are in a list of what an owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CountOf(pub(crate) OfOwner);

impl Shape for PartOf {
    type Value = CutOut;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let asked: Vec<(OfOwner, Cut)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let parts = cut_out(&reader.session, &asked).await.map_err(api_error)?;
        Ok(keys.iter().copied().zip(parts).collect())
    }
}

impl Shape for CountOf {
    type Value = usize;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let mut owners = HashMap::<_, Vec<i64>>::new();
        for CountOf(list) in keys {
            let column = (list.kind, list.column);
            owners.entry(column).or_default().push(list.owner);
        }
        let mut counts: HashMap<CountOf, usize> = keys.iter().map(|key| (*key, 0)).collect();
        for ((kind, column), owners) in owners {
            let found = counts_of_owners(&reader.session, (kind, column), &owners).await;
            let key = |owner| {
                CountOf(OfOwner {
                    kind,
                    column,
                    owner,
                })
            };
            let found = found.map_err(api_error)?.into_iter();
            counts.extend(found.map(|(owner, count)| (key(owner), count)));
        }
        Ok(counts)
    }
}

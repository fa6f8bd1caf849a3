//! The batches of lists that the database cuts.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;

use super::{Reader, api_error};
use crate::error::ApiError;
use store::read::{Cut, CutOut, OfOwner, counts_of_owners, cut_out};

/// A part of a list of what an owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PartOf(pub(crate) OfOwner, pub(crate) Cut);

/// How many records there are in a list of what an owner has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CountOf(pub(crate) OfOwner);

impl Loader<PartOf> for Reader {
    type Value = CutOut;
    type Error = ApiError;

    async fn load(&self, keys: &[PartOf]) -> Result<HashMap<PartOf, CutOut>, ApiError> {
        let asked: Vec<(OfOwner, Cut)> = keys.iter().map(|key| (key.0, key.1)).collect();
        let parts = cut_out(&self.session, &asked).await.map_err(api_error)?;
        Ok(keys.iter().copied().zip(parts).collect())
    }
}

impl Loader<CountOf> for Reader {
    type Value = usize;
    type Error = ApiError;

    async fn load(&self, keys: &[CountOf]) -> Result<HashMap<CountOf, usize>, ApiError> {
        let mut owners = HashMap::<_, Vec<i64>>::new();
        for CountOf(list) in keys {
            let column = (list.kind, list.column);
            owners.entry(column).or_default().push(list.owner);
        }
        let mut counts: HashMap<CountOf, usize> = keys.iter().map(|key| (*key, 0)).collect();
        for ((kind, column), owners) in owners {
            let found = counts_of_owners(&self.session, (kind, column), &owners).await;
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

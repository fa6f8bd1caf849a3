//! The batches: from many keys of a shape to their values, in one statement.
//!
//! Every key gets a value, also where there is nothing: what is not there is not asked for twice.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use budget::READ;
use edge::Edge;
use model::id::{RecordId, by_kind};
use store::Listed;
use store::read::{self, CompanyCredit, EdgeLists, Finder, Keyed, Limit, Owned, Rows, SubjectRows};

use super::key::{
    About, EdgesOfPerson, EdgesOfWork, GenreNamed, JobsNamed, OwnedBy, Record, WorksOfCompany,
};
use super::{OWNERS_AT_THE_BOUND, Reader, Shared, api_error};
use crate::error::ApiError;

/// Rows that are made into values between two looks at the portion.
const ROWS: usize = 256;

/// The edge list of an owner, if it is not too long.
type EdgesRead = Result<Shared<Vec<Edge>>, ApiError>;

impl<E: Keyed> Loader<Record<E>> for Reader {
    type Value = Option<Shared<E::Model>>;
    type Error = ApiError;

    async fn load(&self, keys: &[Record<E>]) -> Result<HashMap<Record<E>, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.id).collect();
        let rows = read::records::<E>(&self.session, &ids).await;
        let mut values: HashMap<_, _> = keys.iter().map(|key| (*key, None)).collect();
        let put = |row: E::Model| {
            values.insert(Record::of(E::id(&row)), Some(Shared::new(row)));
        };
        self.each(rows.map_err(api_error)?, put).await?;
        Ok(values)
    }
}

impl<E: Owned> Loader<OwnedBy<E>> for Reader {
    type Value = Shared<Vec<E::Model>>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[OwnedBy<E>],
    ) -> Result<HashMap<OwnedBy<E>, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.id).collect();
        let rows = read::rows_of_owners::<E>(&self.session, &ids).await;
        let owned = |row: E::Model| (E::owner(&row), row);
        let lists = self.lists(&ids, rows.map_err(api_error)?, owned).await?;
        let value = |(id, rows)| (OwnedBy::of(id), Shared::new(rows));
        Ok(lists.into_iter().map(value).collect())
    }
}

impl<E: SubjectRows> Loader<About<E>> for Reader {
    type Value = Shared<Vec<E::Model>>;
    type Error = ApiError;

    async fn load(&self, keys: &[About<E>]) -> Result<HashMap<About<E>, Self::Value>, ApiError> {
        let records = keys.iter().map(|About { kind, id, .. }| RecordId {
            kind: *kind,
            id: *id,
        });
        let mut values = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind(records) {
            let rows = read::by_subjects::<E>(&self.session, kind, &ids)
                .await
                .map_err(api_error)?;
            values.extend(
                rows.into_iter()
                    .map(|(id, rows)| (About::of(kind, id), Shared::new(rows))),
            );
        }
        Ok(values)
    }
}

impl Reader {
    /// Takes rows in, in portions.
    pub(super) async fn each<T>(
        &self,
        mut rows: Rows<T>,
        mut take: impl FnMut(T),
    ) -> Result<(), ApiError> {
        let mut turn = self.work.turn_for_rows().await;
        loop {
            let part = rows.part(ROWS);
            if part.is_empty() {
                return Ok(());
            }
            let looks = READ.saturating_mul(part.len() as u64);
            part.into_iter().for_each(&mut take);
            turn.spend(looks).await?;
        }
    }

    /// Sorts rows by their owners; every owner is in the answer.
    pub(super) async fn lists<R, T>(
        &self,
        owners: &[i64],
        rows: Rows<R>,
        owned: impl Fn(R) -> (i64, T),
    ) -> Result<HashMap<i64, Vec<T>>, ApiError> {
        let mut lists: HashMap<i64, Vec<T>> = owners.iter().map(|id| (*id, Vec::new())).collect();
        let put = |row| {
            let (owner, item) = owned(row);
            lists.entry(owner).or_default().push(item);
        };
        self.each(rows, put).await?;
        Ok(lists)
    }

    /// Past this many edges in one statement nothing is served; past `max_edges` of one owner
    /// neither.
    pub(super) fn batch_bound(&self) -> u64 {
        self.max_edges.saturating_mul(OWNERS_AT_THE_BOUND)
    }

    /// Edge lists as values; every owner is in the answer.
    async fn unpacked(
        &self,
        owners: &[i64],
        mut lists: EdgeLists,
    ) -> Result<impl Iterator<Item = (i64, EdgesRead)>, ApiError> {
        let mut turn = self.work.turn_for_rows().await;
        let looks = lists.values().map(|list| READ + list.len() as u64);
        turn.spend(looks.sum()).await?;
        let value = |id: &i64| (*id, self.bounded(lists.remove(id).unwrap_or_default()));
        Ok(owners.iter().map(value).collect::<Vec<_>>().into_iter())
    }

    fn bounded(&self, edges: Vec<Edge>) -> EdgesRead {
        let limit = Limit::Of(Listed::Roles, self.max_edges);
        limit.hold(edges.len()).map_err(api_error)?;
        Ok(Shared::new(edges))
    }
}

impl Loader<EdgesOfWork> for Reader {
    type Value = EdgesRead;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[EdgesOfWork],
    ) -> Result<HashMap<EdgesOfWork, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let lists = read::edges_of_works(&self.session, &ids, self.batch_bound());
        let lists = self.unpacked(&ids, lists.await.map_err(api_error)?).await?;
        Ok(lists.map(|(id, edges)| (EdgesOfWork(id), edges)).collect())
    }
}

impl Loader<EdgesOfPerson> for Reader {
    type Value = EdgesRead;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[EdgesOfPerson],
    ) -> Result<HashMap<EdgesOfPerson, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let lists = read::edges_of_people(&self.session, &ids, self.batch_bound());
        let lists = self.unpacked(&ids, lists.await.map_err(api_error)?).await?;
        Ok(lists
            .map(|(id, edges)| (EdgesOfPerson(id), edges))
            .collect())
    }
}

impl Loader<WorksOfCompany> for Reader {
    type Value = Shared<Vec<CompanyCredit>>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[WorksOfCompany],
    ) -> Result<HashMap<WorksOfCompany, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let works = read::works_of_companies(&self.session, &ids, self.batch_bound());
        let works = works.await.map_err(api_error)?;
        let works = self.lists(&ids, works, |owned| owned).await?;
        let value = |(id, works)| (WorksOfCompany(id), Shared::new(works));
        Ok(works.into_iter().map(value).collect())
    }
}

impl Loader<JobsNamed> for Reader {
    type Value = Vec<i64>;
    type Error = ApiError;

    async fn load(&self, keys: &[JobsNamed]) -> Result<HashMap<JobsNamed, Vec<i64>>, ApiError> {
        let folded: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let mut jobs = Finder::new(&self.session)
            .jobs(&folded)
            .await
            .map_err(api_error)?;
        let value = |key: &JobsNamed| (key.clone(), jobs.remove(&key.0).unwrap_or_default());
        Ok(keys.iter().map(value).collect())
    }
}

impl Loader<GenreNamed> for Reader {
    type Value = Option<i64>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[GenreNamed],
    ) -> Result<HashMap<GenreNamed, Option<i64>>, ApiError> {
        let folded: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let genres = Finder::new(&self.session)
            .genres(&folded)
            .await
            .map_err(api_error)?;
        let value = |key: &GenreNamed| (key.clone(), genres.get(&key.0).copied());
        Ok(keys.iter().map(value).collect())
    }
}

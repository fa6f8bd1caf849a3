//! The batches: from many keys of a shape to their values, in one statement.
//!
//! Every key gets a value, also where there is nothing: what is not there is not asked for twice.

use std::collections::HashMap;

use budget::READ;
use cache::Name;
use edge::{Edge, EdgeList};
use entity::vocabulary::RecordKind;
use model::id::{RecordId, by_kind};
use store::Listed;
use store::read::{
    self, CompanyCredit, EdgeLists, Finder, Keyed, Limit, Owned, Rows, SubjectRows, bytes_of,
};

use super::kept::Subject;
use super::key::{
    About, EdgesOfWork, GenreNamed, Identified, JobsNamed, OwnedBy, Record, WorksOfCompany,
};
use super::shape::{Keeping, Shape};
use super::{OWNERS_AT_THE_BOUND, Reader, Shared, api_error};
use crate::error::ApiError;

/// Rows that are made into values between two looks at the portion.
const ROWS: usize = 256;

/// The edge list of an owner, if it is not too long.
pub(super) type EdgesRead = Result<Shared<EdgeList>, ApiError>;

impl<E: Keyed> Shape for Record<E> {
    type Value = Option<Shared<E::Model>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.id).collect();
        let rows = read::records::<E>(&reader.session, &ids).await;
        let mut values: HashMap<_, _> = keys.iter().map(|key| (*key, None)).collect();
        let put = |row: E::Model| {
            values.insert(Record::of(E::id(&row)), Some(Shared::new(row)));
        };
        reader.each(rows.map_err(api_error)?, put).await?;
        Ok(values)
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(E::LOGGED_AS?, self.id))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.as_ref().map_or(0, |row| bytes_of::<E>(row))
    }
}

impl<E: Owned> Shape for OwnedBy<E> {
    type Value = Shared<Vec<E::Model>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.id).collect();
        let rows = read::rows_of_owners::<E>(&reader.session, &ids).await;
        let owned = |row: E::Model| (E::owner(&row), row);
        let lists = reader.lists(&ids, rows.map_err(api_error)?, owned).await?;
        let value = |(id, rows)| (OwnedBy::of(id), Shared::new(rows));
        Ok(lists.into_iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(E::OWNER_KIND, self.id))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.iter().map(bytes_of::<E>).sum()
    }
}

impl<E: SubjectRows> Shape for About<E> {
    type Value = Shared<Vec<E::Model>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let records = keys.iter().map(|About { kind, id, .. }| RecordId {
            kind: *kind,
            id: *id,
        });
        let mut values = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind(records) {
            let rows = read::by_subjects::<E>(&reader.session, kind, &ids)
                .await
                .map_err(api_error)?;
            values.extend(
                rows.into_iter()
                    .map(|(id, rows)| (About::of(kind, id), Shared::new(rows))),
            );
        }
        Ok(values)
    }

    fn keeping(&self) -> Option<Keeping> {
        E::IS_LOGGED.then(|| Keeping::of_record(self.kind, self.id))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.iter().map(bytes_of::<E>).sum()
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
    pub(super) async fn unpacked(
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

    pub(super) fn bounded(&self, edges: Vec<Edge>) -> EdgesRead {
        let limit = Limit::Of(Listed::Roles, self.max_edges);
        limit.hold(edges.len()).map_err(api_error)?;
        Ok(Shared::new(edges.into()))
    }
}

impl Shape for EdgesOfWork {
    type Value = EdgesRead;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let lists = read::edges_of_works(&reader.session, &ids, reader.batch_bound());
        let lists = reader
            .unpacked(&ids, lists.await.map_err(api_error)?)
            .await?;
        Ok(lists.map(|(id, edges)| (EdgesOfWork(id), edges)).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Work, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.as_ref().map_or(0, |edges| edges.bytes())
    }
}

impl Shape for WorksOfCompany {
    type Value = Shared<Vec<CompanyCredit>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let works = read::works_of_companies(&reader.session, &ids, reader.batch_bound());
        let works = works.await.map_err(api_error)?;
        let works = reader.lists(&ids, works, |owned| owned).await?;
        let value = |(id, works)| (WorksOfCompany(id), Shared::new(works));
        Ok(works.into_iter().map(value).collect())
    }
}

impl Shape for JobsNamed {
    type Value = Vec<i64>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let folded: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let mut jobs = Finder::new(&reader.session)
            .jobs(&folded)
            .await
            .map_err(api_error)?;
        let value = |key: &JobsNamed| (key.clone(), jobs.remove(&key.0).unwrap_or_default());
        Ok(keys.iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        let name = Name::Words(self.0.as_str().into());
        Some(Keeping::of_kind(RecordKind::Job, name))
    }

    fn bytes(value: &Self::Value) -> usize {
        size_of_val(value.as_slice())
    }
}

impl Shape for GenreNamed {
    type Value = Option<i64>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let folded: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let genres = Finder::new(&reader.session)
            .genres(&folded)
            .await
            .map_err(api_error)?;
        let value = |key: &GenreNamed| (key.clone(), genres.get(&key.0).copied());
        Ok(keys.iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        let name = Name::Words(self.0.as_str().into());
        Some(Keeping::of_kind(RecordKind::Genre, name))
    }
}

impl Shape for Identified {
    type Value = Vec<i64>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let finder = Finder::new(&reader.session);
        let mut values = HashMap::with_capacity(keys.len());
        for key in keys {
            let found = finder.by_external(key.kind, &key.by).await;
            values.insert(key.clone(), found.map_err(api_error)?);
        }
        Ok(values)
    }

    fn keeping(&self) -> Option<Keeping> {
        let Self { kind, by } = self;
        let spaces = by.spaces.iter().map(|space| *space as i16);
        let spaces: Vec<i16> = spaces.collect();
        let name = format!(
            "{} {} {spaces:?} {}",
            *kind as i16, by.authority as i16, by.value
        );
        Some(Keeping {
            name: Name::Words(name.into()),
            subject: Subject::identifier(by.authority, &by.value),
        })
    }

    fn bytes(value: &Self::Value) -> usize {
        size_of_val(value.as_slice())
    }
}

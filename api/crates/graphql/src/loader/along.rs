//! The batches of further ways to rows.

use std::collections::HashMap;

use cache::Name;
use entity::vocabulary::RecordKind;
use model::id::{RecordId, by_kind};
use store::read::{self, EpisodePlace, Mention, Row, Way, bytes_of};

use super::key::RowsAlong;
use super::shape::{Keeping, Shape};
use super::{Reader, Shared, api_error};
use crate::error::ApiError;

/// The quotes or commentaries about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct MentionsOf {
    /// Quotes or commentaries.
    pub(crate) words: RecordKind,
    /// The record.
    pub(crate) subject: RecordId,
}

/// What a quote or a commentary is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SubjectsOf(pub(crate) RecordId);

/// The episodes of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EpisodesOf(pub(crate) i64);

impl<W: Way> Shape for RowsAlong<W> {
    type Value = Shared<Vec<Row<W>>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.id).collect();
        let rows = read::along::<W>(&reader.session, &ids).await;
        // The condition keeps rows without an owner away.
        let owned = |row: Row<W>| (W::owner(&row).unwrap_or_default(), row);
        let lists = reader.lists(&ids, rows.map_err(api_error)?, owned).await?;
        let value = |(id, rows)| (RowsAlong::of(id), Shared::new(rows));
        Ok(lists.into_iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_kind(W::OF, Name::Number(self.id)))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.iter().map(bytes_of::<W::Table>).sum()
    }
}

impl Shape for MentionsOf {
    type Value = Shared<Vec<Mention>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let mut by_kind: HashMap<(RecordKind, RecordKind), Vec<i64>> = HashMap::new();
        for key in keys {
            let kinds = (key.words, key.subject.kind);
            by_kind.entry(kinds).or_default().push(key.subject.id);
        }
        let mut values = HashMap::with_capacity(keys.len());
        for ((words, kind), ids) in by_kind {
            let found = read::mentions_of(&reader.session, words, kind, &ids).await;
            for (id, records) in found.map_err(api_error)? {
                let subject = RecordId { kind, id };
                values.insert(MentionsOf { words, subject }, Shared::new(records));
            }
        }
        Ok(values)
    }
}

impl Shape for SubjectsOf {
    type Value = Shared<Vec<RecordId>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let mut values = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind(keys.iter().map(|key| key.0)) {
            let found = read::subjects_of(&reader.session, kind, &ids).await;
            for (id, rows) in found.map_err(api_error)? {
                let subjects = rows.iter().map(read::subject_of).collect();
                values.insert(SubjectsOf(RecordId { kind, id }), Shared::new(subjects));
            }
        }
        Ok(values)
    }
}

impl Shape for EpisodesOf {
    type Value = Shared<Vec<EpisodePlace>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let found = read::episodes_of(&reader.session, &ids, reader.batch_bound())
            .await
            .map_err(api_error)?;
        let lists = reader.lists(&ids, found, |owned| owned).await?;
        let value = |(id, places)| (EpisodesOf(id), Shared::new(places));
        Ok(lists.into_iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Work, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        size_of_val(value.as_slice())
    }
}

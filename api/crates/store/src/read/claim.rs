//! Claims: as lists look at them, and as the rule of resolution takes them.

use std::cmp::Reverse;
use std::collections::HashMap;

use ::claim::{Candidate, Entry, Voice, known_from};
use edge::ClaimEdge;
use entity::vocabulary::{Certainty, Property, RecordKind, SourceKind};
use entity::{claim, source};
use model::edtf::Edtf;
use model::id::{RecordId, decode};
use model::instant::Instant;
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};
use serde_json::{Map, Value};

use super::{Limit, Rows};
use crate::{Listed, Session, StoreError, dialect};

/// The columns in the order in which [`edge`] reads them, after the owner.
const COLUMNS: &str =
    "id, source_id, property, certainty, known_from, known_until, is_own, is_current, property_key";

/// A claim, as far as the rule looks at it; `priority` is that of its source.
fn voice(entry: Option<&Entry>, row: &claim::Model, priority: i32) -> Voice {
    let compared = entry.zip(row.value.as_deref());
    Voice {
        id: row.id,
        source: row.source_id,
        priority,
        stance: row.stance,
        certainty: row.certainty,
        says: Candidate {
            value: row.value.clone(),
            missing: row.missing,
        },
        compared: compared.and_then(|(entry, text)| entry.compared(text)),
        stated: row.known_from,
        recorded: row.recorded_at,
        is_own: row.is_own,
    }
}

/// The claims on a property as the rule takes them, with the priorities of their sources. A key that
/// the registry does not know has no entry.
pub fn voices<'a>(
    entry: Option<&Entry>,
    claims: impl IntoIterator<Item = &'a claim::Model>,
    priorities: &HashMap<i64, i32>,
) -> Vec<Voice> {
    let priority = |row: &claim::Model| {
        let of = row.source_id.and_then(|id| priorities.get(&id));
        of.copied().unwrap_or(i32::MIN)
    };
    let claims = claims.into_iter();
    claims.map(|row| voice(entry, row, priority(row))).collect()
}

/// Who speaks for a record, and since when the record is as it is.
#[derive(Clone, Copy, Debug)]
pub struct Speaking<'a> {
    /// The record.
    pub subject: RecordId,
    /// The source, if the record names one.
    pub source: Option<&'a source::Model>,
    /// When it came in.
    pub recorded: Instant,
}

impl Speaking<'_> {
    /// What the record says itself of a property, as a claim without an id.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the date of the source is none.
    pub fn claim(
        &self,
        entry: &Entry,
        certainty: Certainty,
        says: Candidate,
    ) -> Result<claim::Model, StoreError> {
        let stated = self.source.and_then(|row| row.published_edtf.clone());
        let subject = (self.subject.kind, self.subject.id);
        let property = (entry.property, entry.key.to_owned());
        Ok(claim::Model {
            value: says.value,
            missing: says.missing,
            source_id: self.source.map(|row| row.id),
            known_from: self.known_from()?,
            stated_edtf: stated,
            recorded_at: self.recorded.0,
            updated_at: self.recorded.0,
            ..claim::Model::of_record(subject, property, certainty)
        })
    }

    /// The first day on which what it says counts.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] if the date of the source is none.
    pub fn known_from(&self) -> Result<i32, StoreError> {
        let published = self.source.and_then(|row| row.published_edtf.as_deref());
        let published = published.map(Edtf::parse).transpose();
        let published = published.map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let retrieved = self.source.and_then(|row| row.retrieved_at).map(Instant);
        Ok(known_from(
            published.as_ref(),
            retrieved.unwrap_or(self.recorded),
        ))
    }
}

/// The source that speaks for a record: of its sources a data set before others, then the strongest,
/// then the one with the least id.
pub fn leading<'a>(sources: impl Iterator<Item = &'a source::Model>) -> Option<&'a source::Model> {
    sources.max_by_key(|row| {
        let is_data = row.kind == SourceKind::DataSet;
        (is_data, row.priority, Reverse(row.id))
    })
}

/// The sources that a record names, by id.
#[must_use]
pub fn sources_named(record: &Map<String, Value>) -> Vec<i64> {
    let list = record.get("sources").and_then(Value::as_array);
    let texts = list.into_iter().flatten().chain(record.get("source"));
    let id = |text: &Value| Some(decode(text.as_str()?).ok()?.id);
    texts.filter_map(id).collect()
}

/// The claims about each of these records of one kind, each with the id of the record, by id.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn claims_about(
    db: &Session,
    kind: RecordKind,
    ids: &[i64],
    limit: u64,
) -> Result<Rows<(i64, ClaimEdge)>, StoreError> {
    let condition = format!("subject_kind = {} AND ", kind.to_value());
    claims_by(db, "subject_id", &condition, ids, limit).await
}

/// The claims of each of these sources, each with the id of the source, by id. Values that records
/// hold themselves are not among them.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn claims_of_sources(
    db: &Session,
    sources: &[i64],
    limit: u64,
) -> Result<Rows<(i64, ClaimEdge)>, StoreError> {
    claims_by(db, "source_id", "NOT is_own AND ", sources, limit).await
}

async fn claims_by(
    db: &Session,
    column: &str,
    condition: &str,
    owners: &[i64],
    limit: u64,
) -> Result<Rows<(i64, ClaimEdge)>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
    let last = dialect::bind(backend, 2);
    let sql = format!(
        "SELECT {column}, {COLUMNS} FROM claim WHERE {condition}{among} ORDER BY {column}, id LIMIT {last}"
    );
    let limit = Limit::Of(Listed::Claims, limit);
    let binds = [dialect::id_list(backend, owners), limit.rows().into()];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    db.rows(statement, limit, |row| {
        Ok((row.try_get_by_index(0)?, edge(row)?))
    })
    .await
}

fn edge(row: &QueryResult) -> Result<ClaimEdge, StoreError> {
    let code = |index: usize| row.try_get_by_index::<i16>(index);
    Ok(ClaimEdge {
        id: row.try_get_by_index(1)?,
        source: row.try_get_by_index(2)?,
        property: Property::try_from_value(&code(3)?)?,
        key: row.try_get_by_index(9)?,
        certainty: Certainty::try_from_value(&code(4)?)?,
        known_from: row.try_get_by_index(5)?,
        known_until: row.try_get_by_index(6)?,
        is_own: row.try_get_by_index(7)?,
        is_current: row.try_get_by_index(8)?,
    })
}

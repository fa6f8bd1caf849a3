//! What a tombstone keeps, so that a deletion can be undone: the record as it says itself, and what
//! its claims of its own are.

use std::collections::HashMap;

use entity::vocabulary::{Certainty, MissingReason, Property, RecordKind};
use entity::{claim, edit};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::put::Stored;
use super::subject::insert_all;
use crate::{StoreError, dialect};

/// What is kept of a record.
#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "R: DeserializeOwned"))]
pub(super) struct Remains<R> {
    pub(super) record: R,
    /// What it held of properties that claims govern: claims of its own, which files do not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    own: Vec<Own>,
    /// What its own source says of fields that an editor wrote over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    over: Vec<Over>,
}

/// A field that an editor wrote over.
#[derive(Serialize, Deserialize)]
struct Over {
    field: String,
    /// What the record's own source says.
    own: String,
    /// The source that the editor named.
    source: i64,
}

/// A claim of a record's own.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    id: i64,
    property: Property,
    key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    portrayed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<MissingReason>,
    certainty: Certainty,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated: Option<String>,
    recorded_at: i64,
    known_from: i32,
}

impl<R: Stored> Remains<R> {
    /// The text of a column.
    pub(super) fn text(
        record: &R,
        own: Vec<claim::Model>,
        over: Vec<edit::Model>,
    ) -> Result<String, StoreError> {
        let own = own.into_iter().map(Own::of).collect();
        let over = over.into_iter().map(|row| Over {
            field: row.field,
            own: row.own,
            source: row.source_id,
        });
        let over = over.collect();
        let remains = Remains { record, own, over };
        serde_json::to_string(&remains).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Reads it back.
    pub(super) fn read(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// Takes the claims of its own out, as rows.
    pub(super) fn take_own(&mut self, at: i64) -> Vec<claim::Model> {
        let subject = (R::KIND, self.record.id());
        let own = std::mem::take(&mut self.own);
        own.into_iter().map(|own| own.row(subject, at)).collect()
    }

    /// Takes the fields that were written over out, as rows.
    pub(super) fn take_over(&mut self) -> Vec<edit::Model> {
        let (kind, id) = (R::KIND, self.record.id());
        let row = |over: Over| edit::Model {
            subject_kind: kind,
            subject_id: id,
            field: over.field,
            own: over.own,
            source_id: over.source,
        };
        std::mem::take(&mut self.over)
            .into_iter()
            .map(row)
            .collect()
    }
}

impl Own {
    fn of(row: claim::Model) -> Self {
        Self {
            id: row.id,
            property: row.property,
            key: row.property_key,
            value: row.value,
            portrayed: row.portrayed,
            missing: row.missing,
            certainty: row.certainty,
            source: row.source_id,
            stated: row.stated_edtf,
            recorded_at: row.recorded_at,
            known_from: row.known_from,
        }
    }

    fn row(self, subject: (RecordKind, i64), at: i64) -> claim::Model {
        claim::Model {
            id: self.id,
            value: self.value,
            portrayed: self.portrayed,
            missing: self.missing,
            source_id: self.source,
            stated_edtf: self.stated,
            recorded_at: self.recorded_at,
            known_from: self.known_from,
            // Settled with the claims of others, which come after.
            is_current: false,
            is_sole: false,
            updated_at: at,
            ..claim::Model::of_record(subject, (self.property, self.key), self.certainty)
        }
    }
}

/// The claims of their own that records of a kind have, by record.
pub(super) async fn own_claims(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<claim::Model>>, StoreError> {
    let among = dialect::among(tx.get_database_backend(), "subject_id", ids);
    let rows = claim::Entity::find()
        .filter(claim::COLUMN.subject_kind.eq(kind))
        .filter(among)
        .filter(claim::COLUMN.is_own.eq(true))
        .order_by_asc(claim::Column::Id)
        .all(tx)
        .await?;
    let mut own: HashMap<i64, Vec<claim::Model>> = HashMap::new();
    for row in rows {
        own.entry(row.subject_id).or_default().push(row);
    }
    Ok(own)
}

/// Puts claims of records' own back.
pub(super) async fn put_own(
    tx: &impl ConnectionTrait,
    rows: Vec<claim::Model>,
) -> Result<(), StoreError> {
    insert_all::<claim::Entity, _>(tx, rows).await
}

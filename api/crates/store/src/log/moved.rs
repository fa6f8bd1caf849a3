//! What changes moved: all that those need who follow the log to forget what they know.

use std::collections::BTreeSet;

use entity::change;
use entity::vocabulary::{ChangeAction, RecordKind};
use model::id::RecordId;
use record::LookUpKey;
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{read_held, unpack_keys, unpack_touches};
use crate::{Store, StoreError};

/// What one change moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its place in the log.
    pub seq: i64,
    /// What it did.
    pub action: ChangeAction,
    /// The record that changed.
    pub subject: RecordId,
    /// Records that it touches besides.
    pub touches: BTreeSet<RecordId>,
    /// Keys that the record is found by, or is no longer.
    pub keys: BTreeSet<LookUpKey>,
}

/// A row as far as it is read.
type Row = (
    i64,
    ChangeAction,
    RecordKind,
    i64,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
);

impl Store {
    /// What the changes after a place in the log moved, oldest first, `limit` at most.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn moved_after(&self, after: i64, limit: u64) -> Result<Vec<Moved>, StoreError> {
        let rows: Vec<Row> = change::Entity::find()
            .select_only()
            .columns([
                change::Column::Seq,
                change::Column::Action,
                change::Column::SubjectKind,
                change::Column::SubjectId,
                change::Column::Touches,
                change::Column::Keys,
            ])
            .filter(change::COLUMN.seq.gt(after))
            .order_by_asc(change::COLUMN.seq)
            .limit(limit)
            .into_tuple()
            .all(&self.inner.aside)
            .await?;
        rows.into_iter().map(moved).collect()
    }
}

fn moved((seq, action, kind, id, touches, keys): Row) -> Result<Moved, StoreError> {
    let corrupt = || StoreError::Corrupt(format!("change {seq} cannot be read"));
    let keys = read_held(keys.as_deref(), unpack_keys).ok_or_else(corrupt)?;
    Ok(Moved {
        seq,
        action,
        subject: RecordId { kind, id },
        touches: read_held(touches.as_deref(), unpack_touches).ok_or_else(corrupt)?,
        keys: keys.gained.into_iter().chain(keys.lost).collect(),
    })
}

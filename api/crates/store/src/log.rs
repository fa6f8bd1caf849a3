//! The log: every write ends here, in the same transaction.
//!
//! What a transaction changed is a set: who made it and when stand once for all of it. A row of a
//! set names one record that changed. Of a record that is new it says no more than that: the record
//! itself says the rest, and what it is no longer, the rows after it say ([`Store::fill_created`]).

mod history;
mod moved;
mod pack;

use std::collections::BTreeSet;

use entity::vocabulary::{ChangeAction, RecordKind};
use entity::{change, change_set};
use record::LookUpKey;
use sea_orm::{
    ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
    Statement,
};
use serde_json::{Map, Value};
use tokio::sync::watch;

pub use self::moved::Moved;
use self::pack::{pack_keys, pack_touches, unpack_keys, unpack_touches};
use super::transaction::Transaction;
use super::write::Stored;
use super::{Store, StoreError, dialect};
use model::id::RecordId;

/// Rows of the log that one statement inserts: eight binds each, under SQLite's 32,766.
pub(super) const ROWS_PER_INSERT: usize = 500;

/// The keys by which a change makes a record found otherwise than before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyChanges {
    /// Those that it has now and had not. One that it kept counts too where look-ups by it are
    /// narrowed by something else that changed: the kind of a work, a date.
    pub gained: BTreeSet<LookUpKey>,
    /// Those that it had and has no longer.
    pub lost: BTreeSet<LookUpKey>,
}

impl KeyChanges {
    /// From a record before to the same after; nothing where there is none.
    pub(super) fn between<R: Stored>(before: Option<&R>, after: Option<&R>) -> Self {
        let had = before.map(R::look_up_keys).unwrap_or_default();
        let has = after.map(R::look_up_keys).unwrap_or_default();
        let lost = had.difference(&has).cloned().collect();
        let both = before.zip(after);
        let gained = if both.is_some_and(|(before, after)| after.is_found_otherwise(before)) {
            has
        } else {
            has.difference(&had).cloned().collect()
        };
        Self { gained, lost }
    }

    /// Takes on those of the next change of the same record.
    fn go_on(&mut self, next: Self) {
        let is_back = |key: &LookUpKey| next.gained.contains(key);
        let lost = next.lost.iter().filter(|key| !self.gained.contains(*key));
        let lost: Vec<LookUpKey> = lost.cloned().collect();
        self.lost.retain(|key| !is_back(key));
        self.lost.extend(lost);
        self.gained.retain(|key| !next.lost.contains(key));
        self.gained.extend(next.gained);
    }
}

/// A field that differs, in the interchange format's form; null where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Its name there.
    pub field: String,
    /// What it held.
    pub before: Value,
    /// What it holds since.
    pub after: Value,
}

/// A change that a transaction is about to make.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeDraft {
    /// What it did.
    pub action: ChangeAction,
    /// The kind of the record.
    pub subject_kind: RecordKind,
    /// The record.
    pub subject_id: i64,
    /// The record's version after it.
    pub version: i32,
    /// Records that it touches: those in whose lists the record stands, and owners whose edge lists
    /// moved.
    pub touches: BTreeSet<RecordId>,
    /// What it is found by otherwise.
    pub keys: KeyChanges,
    /// What changed; nothing of a record that is new.
    pub fields: Vec<FieldChange>,
}

impl ChangeDraft {
    /// Takes on what changes next of the same record.
    pub(super) fn go_on(&mut self, next: Self) {
        self.version = next.version;
        self.touches.extend(next.touches);
        self.keys.go_on(next.keys);
        if self.action == ChangeAction::Created {
            return;
        }
        for change in next.fields {
            let known = self
                .fields
                .iter()
                .position(|known| known.field == change.field);
            match known {
                Some(at) if self.fields[at].before == change.after => {
                    self.fields.remove(at);
                }
                Some(at) => self.fields[at].after = change.after,
                None => self.fields.push(change),
            }
        }
    }

    /// Whether a field changed.
    pub(super) fn changes(&self, field: &str) -> bool {
        self.fields.iter().any(|change| change.field == field)
    }
}

/// One change, as the log tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Place in the log, from 1.
    pub seq: i64,
    /// Microseconds since 1970 (UTC).
    pub at: i64,
    /// Who made it.
    pub actor: String,
    /// The import that made it.
    pub import_run: Option<i64>,
    /// What it did.
    pub action: ChangeAction,
    /// The kind of the record.
    pub subject_kind: RecordKind,
    /// The record.
    pub subject_id: i64,
    /// The record's version after it.
    pub version: i32,
    /// Records that it touches: those in whose lists the record stands, and owners whose edge lists
    /// moved.
    pub touches: BTreeSet<RecordId>,
    /// What the record is found by otherwise.
    pub keys: KeyChanges,
    /// What changed: of a record that is gone all that it held. Of one that is new nothing, until
    /// [`Store::fill_created`] tells.
    pub fields: Vec<FieldChange>,
}

impl Change {
    /// What changed of a field, if it did.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FieldChange> {
        self.fields.iter().find(|change| change.field == name)
    }

    /// What the fields that changed held before, without those that held nothing: of a record that
    /// is gone, the record but for its id.
    #[must_use]
    pub fn before(&self) -> Map<String, Value> {
        let held = self.fields.iter().filter(|change| !change.before.is_null());
        held.map(|change| (change.field.clone(), change.before.clone()))
            .collect()
    }
}

/// Keeps other writers out until the transaction ends; gives the log's head.
pub(super) async fn lock(tx: &Transaction) -> Result<i64, StoreError> {
    let backend = tx.get_database_backend();
    let lock = dialect::for_update(backend);
    let sql = format!("SELECT seq FROM change_head WHERE id = 1{lock}");
    let head = tx
        .query_one_raw(Statement::from_string(backend, sql))
        .await?
        .ok_or_else(|| StoreError::Corrupt("change_head has no row".to_owned()))?;
    Ok(head.try_get_by_index(0)?)
}

/// Begins the set of changes that come after `head`.
pub(super) async fn begin_set(
    tx: &Transaction,
    head: i64,
    actor: &str,
    at: i64,
) -> Result<(), StoreError> {
    let set = change_set::Model {
        first: head + 1,
        at,
        actor: actor.to_owned(),
        import_run: None,
    };
    change_set::Entity::insert(set.into_active_model())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Appends to the log after `place`, and returns the place of the last change.
///
/// The head's row is locked, so places are given out in commit order and without gaps on either
/// database.
pub(super) async fn append(
    tx: &Transaction,
    drafts: Vec<ChangeDraft>,
    place: i64,
) -> Result<i64, StoreError> {
    let mut seq = place;
    let mut drafts = drafts.into_iter().peekable();
    while drafts.peek().is_some() {
        let chunk = drafts.by_ref().take(ROWS_PER_INSERT).map(|draft| {
            seq += 1;
            row(draft, seq)
        });
        change::Entity::insert_many(chunk)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(seq)
}

/// Moves the head, as the last act before commit.
pub(super) async fn set_head(tx: &Transaction, seq: i64) -> Result<(), StoreError> {
    let backend = tx.get_database_backend();
    let sql = format!(
        "UPDATE change_head SET seq = {} WHERE id = 1",
        dialect::bind(backend, 1)
    );
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [seq.into()]))
        .await?;
    Ok(())
}

fn row(draft: ChangeDraft, seq: i64) -> change::ActiveModel {
    change::ActiveModel {
        seq: Set(seq),
        subject_id: Set(draft.subject_id),
        version: Set(draft.version),
        subject_kind: Set(draft.subject_kind),
        action: Set(draft.action),
        touches: Set(pack_touches(&draft.touches)),
        keys: Set(pack_keys(&draft.keys)),
        fields: Set(fields_text(draft.action, draft.fields)),
    }
}

/// The fields as a row holds them: of a record that is gone what each held, else both.
fn fields_text(action: ChangeAction, fields: Vec<FieldChange>) -> Option<String> {
    if fields.is_empty() {
        return None;
    }
    let held = |change: FieldChange| match action {
        ChangeAction::Deleted => (change.field, change.before),
        _ => (change.field, Value::from(vec![change.before, change.after])),
    };
    let fields: Map<String, Value> = fields.into_iter().map(held).collect();
    Some(Value::from(fields).to_string())
}

fn read_fields(action: ChangeAction, text: &str) -> Option<Vec<FieldChange>> {
    let fields: Map<String, Value> = serde_json::from_str(text).ok()?;
    let read = |(field, held): (String, Value)| {
        let (before, after) = match (action, held) {
            (ChangeAction::Deleted, before) => (before, Value::Null),
            (_, Value::Array(both)) => <[Value; 2]>::try_from(both).ok()?.into(),
            _ => return None,
        };
        Some(FieldChange {
            field,
            before,
            after,
        })
    };
    fields.into_iter().map(read).collect()
}

/// A row as the change it tells of; `set` is the one that it belongs to.
fn read_change(row: &change::Model, set: &change_set::Model) -> Result<Change, StoreError> {
    let corrupt = || StoreError::Corrupt(format!("change {} cannot be read", row.seq));
    let fields = |text: &str| read_fields(row.action, text);
    Ok(Change {
        seq: row.seq,
        at: set.at,
        actor: set.actor.clone(),
        import_run: set.import_run,
        action: row.action,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        version: row.version,
        touches: read_held(row.touches.as_deref(), unpack_touches).ok_or_else(corrupt)?,
        keys: read_held(row.keys.as_deref(), unpack_keys).ok_or_else(corrupt)?,
        fields: read_held(row.fields.as_deref(), fields).ok_or_else(corrupt)?,
    })
}

/// What a column holds; nothing where it is null.
fn read_held<S: ?Sized, T: Default>(held: Option<&S>, read: impl Fn(&S) -> Option<T>) -> Option<T> {
    held.map_or_else(|| Some(T::default()), read)
}

/// Rows, in order of their places, as the changes that they tell of.
async fn read_changes(
    db: &impl ConnectionTrait,
    rows: Vec<change::Model>,
) -> Result<Vec<Change>, StoreError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Vec::new());
    };
    let sets = sets_between(db, first.seq, last.seq).await?;
    let read = |row: change::Model| {
        let after = sets.partition_point(|set| set.first <= row.seq);
        let set = after.checked_sub(1).and_then(|at| sets.get(at));
        let set = set.ok_or_else(|| StoreError::Corrupt("a change is in no set".to_owned()))?;
        read_change(&row, set)
    };
    rows.into_iter().map(read).collect()
}

/// The sets that hold the changes of these places, in order.
async fn sets_between(
    db: &impl ConnectionTrait,
    first: i64,
    last: i64,
) -> Result<Vec<change_set::Model>, StoreError> {
    let of_first = change_set::Entity::find()
        .filter(change_set::COLUMN.first.lte(first))
        .order_by_desc(change_set::COLUMN.first)
        .limit(1)
        .one(db)
        .await?;
    let from = of_first.map_or(first, |set| set.first);
    Ok(change_set::Entity::find()
        .filter(change_set::COLUMN.first.gte(from))
        .filter(change_set::COLUMN.first.lte(last))
        .order_by_asc(change_set::COLUMN.first)
        .all(db)
        .await?)
}

/// The newest place in the log; 0 while nothing has been written.
///
/// # Errors
/// Whatever the database says.
pub async fn log_head(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let head = entity::change_head::Entity::find_by_id(1).one(db).await?;
    head.map(|row| row.seq)
        .ok_or_else(|| StoreError::Corrupt("change_head has no row".to_owned()))
}

impl Store {
    /// The newest place in the log; 0 while nothing has been written.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn head(&self) -> Result<i64, StoreError> {
        log_head(&self.inner.aside).await
    }

    /// The changes after a place in the log, oldest first, `limit` at most.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn changes_after(&self, after: i64, limit: u64) -> Result<Vec<Change>, StoreError> {
        let db = &self.inner.aside;
        let rows = change::Entity::find()
            .filter(change::COLUMN.seq.gt(after))
            .order_by_asc(change::COLUMN.seq)
            .limit(limit)
            .all(db)
            .await?;
        read_changes(db, rows).await
    }

    /// Wakes when this process has written; polling is the truth.
    #[must_use]
    pub fn written(&self) -> watch::Receiver<i64> {
        self.inner.written.subscribe()
    }
}

#[cfg(test)]
#[path = "log/tests.rs"]
mod tests;

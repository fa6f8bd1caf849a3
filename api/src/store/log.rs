//! The log: every write ends here, in the same transaction.

use entity::change;
use entity::vocabulary::{ChangeAction, SubjectKind};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, Statement};
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::transaction::Transaction;
use super::{Store, StoreError, dialect};

/// One row of the log.
pub type Change = change::Model;

/// Rows of the log that one statement inserts: ten binds each, under SQLite's 32,766.
pub(super) const ROWS_PER_INSERT: usize = 500;

/// An owner whose edge list moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Touch {
    /// `Work` or `Person`.
    pub kind: SubjectKind,
    /// Its id.
    pub id: i64,
}

/// A change that a transaction is about to make.
#[derive(Clone, Debug)]
pub struct ChangeDraft {
    /// What it did.
    pub action: ChangeAction,
    /// The kind of the record.
    pub subject_kind: SubjectKind,
    /// The record.
    pub subject_id: i64,
    /// The record's version after it.
    pub version: i32,
    /// Owners whose edge lists moved.
    pub touches: Vec<Touch>,
    /// From field to `[before, after]`.
    pub fields: Map<String, Value>,
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

/// Appends to the log after `head`, and returns the place of the last change.
///
/// The head's row is locked, so places are given out in commit order and without gaps on either
/// database.
pub(super) async fn append(
    tx: &Transaction,
    drafts: Vec<ChangeDraft>,
    head: i64,
    actor: &str,
    at: i64,
) -> Result<i64, StoreError> {
    let mut seq = head;
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        seq += 1;
        rows.push(row(draft, seq, actor, at));
    }
    for chunk in rows.chunks(ROWS_PER_INSERT) {
        change::Entity::insert_many(chunk.to_vec())
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

fn row(draft: ChangeDraft, seq: i64, actor: &str, at: i64) -> change::ActiveModel {
    let touches: Vec<Value> = draft
        .touches
        .iter()
        .map(|t| Value::from(vec![code(t.kind), t.id]))
        .collect();
    change::ActiveModel {
        seq: Set(seq),
        at: Set(at),
        actor: Set(actor.to_owned()),
        action: Set(draft.action),
        subject_kind: Set(draft.subject_kind),
        subject_id: Set(draft.subject_id),
        version: Set(draft.version),
        touches: Set((!touches.is_empty()).then(|| Value::from(touches).to_string())),
        fields: Set((!draft.fields.is_empty()).then(|| Value::from(draft.fields).to_string())),
        import_run: Set(None),
    }
}

fn code(kind: SubjectKind) -> i64 {
    use sea_orm::ActiveEnum;
    i64::from(kind.to_value())
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
        let rows = change::Entity::find()
            .filter(change::COLUMN.seq.gt(after))
            .order_by_asc(change::COLUMN.seq)
            .limit(limit)
            .all(&self.inner.aside)
            .await?;
        Ok(rows)
    }

    /// Wakes when this process has written; polling is the truth.
    pub(crate) fn written(&self) -> watch::Receiver<i64> {
        self.inner.written.subscribe()
    }
}

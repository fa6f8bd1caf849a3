//! Writing: one path for everybody.
//!
//! [`Store::write`] runs a closure in one transaction; what it puts is compared with what is
//! there, and only differences are written and logged. Putting the same record twice changes
//! nothing, the log included.

mod batch;
mod bury;
mod called;
mod careers;
mod choose_source;
mod claim;
mod collision;
mod delete;
mod each;
mod edge_lists;
mod edit;
mod edited;
mod examine;
mod figures;
mod first_release;
mod found;
mod gathering;
mod governed;
mod identity;
mod job;
mod kinds;
mod label;
mod lists;
mod memory;
mod named;
mod once;
mod once_raised;
mod one;
mod parts;
mod person;
mod plain;
mod put;
mod reference;
mod refers;
mod remains;
mod role;
mod sequence;
mod settle;
mod subject;
mod tombstone;
mod undo;
mod work;
mod work_parts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use entity::vocabulary::RecordKind;
use model::id::RecordId;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value};

use super::log::{self, ChangeDraft};
use super::transaction::{Progress, Transaction};
use super::{Store, StoreError, dialect};

pub use self::claim::{CLAIMS_PER_RECORD, SOURCES_PER_RECORD};
pub use bury::{ByKind, MOST_DELETED, Reason};
pub use called::{Alike, Called};
pub use choose_source::{NewSource, NoSource, SourceChoice};
pub use each::Refused;
pub use edit::{Attestation, Edited, New, Outranked, Patch, PlacedFault, Plan, faults_of_new};
pub use examine::{Examined, ListsOf};
pub use found::{Identified, Identifier, KeySort, Lead, RecordKey, Words};
pub(super) use governed::{as_themselves, kept_as_shown};
pub use memory::{Memory, Remembered};
pub(super) use put::object;
pub use put::{Changed, Counts, Current, Stored};
pub use reference::Want;
pub use tombstone::epitaph;
pub(super) use tombstone::read as read_tombstone;
pub use undo::PutBack;

/// A write transaction: what it changed is logged when it commits.
pub struct WriteTransaction {
    pub(super) tx: Transaction,
    /// The log's head, which no one else can move.
    head: i64,
    /// The place of the last change that is in the log's table already; `head` if there is none.
    place: i64,
    drafts: Vec<ChangeDraft>,
    /// The place among those of a record that changed: what else changes of it goes there.
    drafted: HashMap<(RecordKind, i64), usize>,
    actor: String,
    at: i64,
    /// Something is to be kept that is not in the log.
    keeps: bool,
    /// Whether anything was ever deleted here, once that was asked.
    has_tombstones: Option<bool>,
    /// Whether there are fields that an editor wrote over; none before it was asked.
    has_edits: Option<bool>,
    /// What an editor writes of records beside what is claimed of them: it goes in where they are
    /// settled, so that a record changes once.
    beside: BTreeMap<(RecordKind, i64), Map<String, Value>>,
    /// Records that are being made: what is claimed of them is still part of that.
    made: BTreeSet<(RecordKind, i64)>,
    /// What moved in edge lists: they are written before the commit.
    edges: edge_lists::EdgesMoved,
    /// Records of which nothing else tells in the log that they changed.
    touched: BTreeSet<RecordId>,
    /// Whether a deletion is taken back: what is put back fits together once all of it is there.
    puts_back: bool,
    /// Whether there are claims on what tells records of a kind apart, once that was asked.
    claimed_apart: BTreeMap<RecordKind, bool>,
    /// While lines of a file are put: the records among them whose ids were found, and not brought.
    found: Option<BTreeSet<RecordId>>,
}

/// What a committed transaction gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed<T> {
    /// What the closure returned.
    pub value: T,
    /// The log's head after it; unchanged if nothing changed.
    pub head: i64,
}

impl Store {
    /// Runs `work` in one transaction that ends in the log. `actor` is who does it, `at` when, in
    /// microseconds since 1970.
    ///
    /// # Errors
    /// Those of `work` and of the database; then nothing was written, but for
    /// [`StoreError::OutcomeUnknown`].
    pub async fn write<T, E, F>(&self, actor: &str, at: i64, work: F) -> Result<Committed<T>, E>
    where
        E: From<StoreError>,
        F: AsyncFnOnce(&mut WriteTransaction) -> Result<T, E>,
    {
        self.write_noting(actor, at, &Arc::default(), work).await
    }

    /// The same, noting how far it has come for whoever stops waiting for it.
    ///
    /// # Errors
    /// Those of `work` and of the database; then nothing was written, but for
    /// [`StoreError::OutcomeUnknown`].
    pub async fn write_noting<T, E, F>(
        &self,
        actor: &str,
        at: i64,
        progress: &Arc<Progress>,
        work: F,
    ) -> Result<Committed<T>, E>
    where
        E: From<StoreError>,
        F: AsyncFnOnce(&mut WriteTransaction) -> Result<T, E>,
    {
        let mut transaction = self.begin(actor, at).await?;
        let value = work(&mut transaction).await?;
        let head = self.finish(transaction, progress).await?;
        Ok(Committed { value, head })
    }

    /// Runs `work` as [`Store::write`] does and takes all of it back: what it would give, and that
    /// it would succeed.
    ///
    /// # Errors
    /// Those of `work` and of the database.
    pub async fn rehearse<T, E, F>(&self, actor: &str, at: i64, work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: AsyncFnOnce(&mut WriteTransaction) -> Result<T, E>,
    {
        let mut transaction = self.begin(actor, at).await?;
        let value = work(&mut transaction).await?;
        transaction.write_edge_lists().await?;
        transaction.flush_log().await?;
        transaction.tx.rollback().await?;
        Ok(value)
    }

    pub(super) async fn begin(&self, actor: &str, at: i64) -> Result<WriteTransaction, StoreError> {
        let tx = Transaction::begin(&self.inner.writer, self.inner.around.clone()).await?;
        // One writer at a time, as on SQLite: what a transaction reads, to compare with what it
        // puts, stays as it is until the commit.
        let head = log::lock(&tx).await?;
        Ok(WriteTransaction {
            tx,
            head,
            place: head,
            drafts: Vec::new(),
            drafted: HashMap::new(),
            actor: actor.to_owned(),
            at,
            keeps: false,
            edges: edge_lists::EdgesMoved::default(),
            touched: BTreeSet::new(),
            puts_back: false,
            has_tombstones: None,
            has_edits: None,
            beside: BTreeMap::new(),
            made: BTreeSet::new(),
            claimed_apart: BTreeMap::new(),
            found: None,
        })
    }

    async fn finish(
        &self,
        mut transaction: WriteTransaction,
        progress: &Arc<Progress>,
    ) -> Result<i64, StoreError> {
        transaction.write_edge_lists().await?;
        transaction.flush_log().await?;
        let WriteTransaction {
            tx,
            head,
            place,
            keeps,
            ..
        } = transaction;
        if place == head {
            if keeps {
                tx.commit(progress).await?;
            } else {
                tx.rollback().await?;
            }
            return Ok(head);
        }
        let head = place;
        log::set_head(&tx, head).await?;
        tx.commit(progress).await?;
        self.inner
            .written
            .send_modify(|written| *written = head.max(*written));
        Ok(head)
    }

    /// Finishes a load: what was written survives a power cut from here on; then
    /// it makes the careers that are to be made, refreshes the statistics that plans rest on, and does
    /// what else makes reading fast again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn finish_load(&self) -> Result<(), StoreError> {
        let writer = &self.inner.writer;
        let backend = writer.get_database_backend();
        self.make_all_careers().await?;
        if let Some(flush) = dialect::waits_for_disk(backend) {
            writer.execute_unprepared(flush).await?;
            // This commit takes those before it to the disk.
            self.try_writing().await?;
        }
        let Some(select) = dialect::after_load(backend) else {
            return self.refresh_statistics().await;
        };
        let selected = writer
            .query_one_raw(Statement::from_string(backend, select))
            .await?;
        let statement: Option<String> = match selected {
            Some(row) => row.try_get_by_index(0)?,
            None => None,
        };
        if let Some(statement) = statement {
            writer.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    /// Refreshes the statistics that plans rest on.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn refresh_statistics(&self) -> Result<(), StoreError> {
        let backend = self.inner.writer.get_database_backend();
        let statement = dialect::refresh_statistics(backend);
        self.inner.writer.execute_unprepared(statement).await?;
        Ok(())
    }
}

/// What is made of a kind that is no record: parts are never on their own.
pub(super) fn no_record<T>() -> Result<T, StoreError> {
    Err(StoreError::Corrupt("a part is no record".to_owned()))
}

impl WriteTransaction {
    /// SQL statements so far: a number of what is asked for, never of the data.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.tx.statements()
    }

    /// Writes the changes so far to the log's table, so that a long transaction does not hold them
    /// all in memory. The head moves at the end alone: nobody sees them before.
    pub(super) async fn flush_log(&mut self) -> Result<(), StoreError> {
        let mut drafts = std::mem::take(&mut self.drafts);
        if let Some(first) = drafts.first_mut() {
            first.touches.append(&mut self.touched);
        }
        self.drafted.clear();
        if !drafts.is_empty() && self.place == self.head {
            log::begin_set(&self.tx, self.head, &self.actor, self.at).await?;
        }
        self.place = log::append(&self.tx, drafts, self.place).await?;
        Ok(())
    }
}

//! Taking a deletion back: the records are put back as they were.

use std::collections::{BTreeMap, BTreeSet};

use entity::tombstone;
use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::{Fault, Reference};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::bury::{ByKind, MOST_DELETED, named};
use super::gathering::REFERRERS;
use super::identity::told_apart;
use super::put::Stored;
use super::reference::dangling;
use super::remains::{Remains, put_own};
use super::{WriteTransaction, no_record};
use crate::StoreError;

/// Records of a kind that are written at a time.
const PAGE: usize = 500;

/// What taking a deletion back did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutBack {
    /// The records that are there again.
    pub records: ByKind,
    /// Tombstones of records that were deleted elsewhere: what these held is not known here. They
    /// are lifted, so that a file can bring the records again.
    pub unknown: u64,
}

impl WriteTransaction {
    /// Takes back the deletion of a record: puts back all that went with it, and lifts the
    /// tombstones. Versions go on from where they were.
    ///
    /// # Errors
    /// Those of the database, and those of [`WriteTransaction::put`] where others have taken the
    /// place of a record; then nothing of the transaction may be committed, and not after the inner
    /// error either: that names what is gone of what the records refer to.
    pub async fn put_back(
        &mut self,
        root: RecordId,
    ) -> Result<Result<PutBack, Vec<Fault>>, StoreError> {
        let rows = self.with(root).await?;
        self.lift(root).await?;
        self.puts_back = true;
        let mut by_kind: BTreeMap<RecordKind, Vec<tombstone::Model>> = BTreeMap::new();
        let mut done = PutBack::default();
        for row in rows {
            if row.record.is_some() {
                by_kind.entry(row.subject_kind).or_default().push(row);
            } else {
                done.unknown += 1;
            }
        }
        let mut faults = Vec::new();
        for kind in RecordKind::RECORDS {
            let rows = by_kind.remove(kind).unwrap_or_default();
            for rows in rows.chunks(PAGE) {
                faults.extend(record::by_kind!(
                    *kind,
                    no_record(),
                    restore(self, rows).await
                )?);
                *done.records.entry(*kind).or_default() += rows.len() as u64;
            }
            // What comes after refers to these.
            if !faults.is_empty() {
                break;
            }
        }
        self.puts_back = false;
        if faults.is_empty() {
            return Ok(Ok(done));
        }
        faults.truncate(REFERRERS);
        Ok(Err(faults))
    }

    /// The tombstones of a deletion.
    async fn with(&self, root: RecordId) -> Result<Vec<tombstone::Model>, StoreError> {
        let rows = tombstone::Entity::find()
            .filter(tombstone::COLUMN.root_kind.eq(root.kind))
            .filter(tombstone::COLUMN.root_id.eq(root.id))
            .order_by_asc(tombstone::COLUMN.subject_kind)
            .order_by_asc(tombstone::COLUMN.subject_id)
            .limit(MOST_DELETED as u64 + 1)
            .all(&self.tx)
            .await?;
        if rows.len() > MOST_DELETED {
            let id = model::id::encode(root.kind, root.id);
            let reason = format!("more than {MOST_DELETED} records went with it");
            return Err(StoreError::invalid(id, "id", reason));
        }
        Ok(rows)
    }

    async fn lift(&mut self, root: RecordId) -> Result<(), StoreError> {
        tombstone::Entity::delete_many()
            .filter(tombstone::COLUMN.root_kind.eq(root.kind))
            .filter(tombstone::COLUMN.root_id.eq(root.id))
            .exec(&self.tx)
            .await?;
        self.keeps = true;
        Ok(())
    }
}

/// Puts records of a kind back as they were; gives what they refer to that is gone.
async fn restore<R: Stored>(
    transaction: &mut WriteTransaction,
    rows: &[tombstone::Model],
) -> Result<Vec<Fault>, StoreError> {
    transaction.flush_when_long().await?;
    let mut records = Vec::with_capacity(rows.len());
    let (mut own, mut over) = (Vec::new(), Vec::new());
    for row in rows {
        let text = row.record.as_deref().unwrap_or_default();
        let mut remains = Remains::<R>::read(text)?;
        own.extend(remains.take_own(transaction.at));
        over.extend(remains.take_over());
        records.push((remains.record, row.version + 1));
    }
    // Those that may refer to others of their kind come after them.
    records.sort_by_key(|(record, _)| record.comes_late());
    let here: BTreeSet<i64> = records.iter().map(|(record, _)| record.id()).collect();
    let of = |(at, (record, _)): (usize, &(R, i32))| {
        let references = record.references().by_id;
        references.into_iter().map(move |to| (at, to))
    };
    let mut references: Vec<_> = records.iter().enumerate().flat_map(of).collect();
    for row in &over {
        let edited = records.iter().position(|(of, _)| of.id() == row.subject_id);
        let (kind, id) = (RecordKind::Source, row.source_id);
        let to = RecordId { kind, id };
        let field = row.field.clone().into();
        references.extend(edited.map(|at| (at, Reference { field, to })));
    }
    let nowhere = dangling(&transaction.tx, (R::KIND, &here), &references).await?;
    if !nowhere.is_empty() {
        let told = |(at, fault): (usize, Fault)| {
            let row = rows.iter().find(|row| row.subject_id == records[at].0.id());
            refused(row, fault)
        };
        return Ok(nowhere.into_iter().take(REFERRERS).map(told).collect());
    }
    let changed: Vec<_> = records
        .iter()
        .map(|(record, version)| (None, record, *version))
        .collect();
    let moved = transaction.write_changed(&changed).await?;
    put_own(&transaction.tx, own).await?;
    transaction.put_edits(over).await?;
    for (before, record, version) in changed {
        let draft = transaction.draft(before, record, version, &moved).await?;
        transaction.note_change(draft);
    }
    let apart = told_apart(records.iter().map(|(record, _)| record));
    transaction.refuse_alike::<R>(&apart).await?;
    Ok(Vec::new())
}

/// Why a record cannot be put back.
fn refused(row: Option<&tombstone::Model>, fault: Fault) -> Fault {
    let who = row.map(|row| {
        let subject = RecordId {
            kind: row.subject_kind,
            id: row.subject_id,
        };
        named(subject, &row.label)
    });
    let Fault {
        kind,
        field,
        reason,
    } = fault;
    Fault {
        kind,
        field: "id".to_owned(),
        reason: format!("the {}: `{field}`: {reason}", who.unwrap_or_default()),
    }
}

//! Tombstones: they hold against putting what was deleted here, and are records of files themselves.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::tombstone;
use entity::vocabulary::RecordKind;
use model::day::CalendarDay;
use model::id::{RecordId, by_kind, encode};
use model::instant::Instant;
use record::{Check, Columns, Described, Fault, FaultKind, Reference, SourceId, TombstoneRecord};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use super::WriteTransaction;
use super::bury::{Deletion, MOST_DELETED, Reason, named};
use super::each::Refused;
use super::put::Counts;
use super::reference::{Want, dangling, existing};
use super::subject::insert_all;
use crate::StoreError;
use crate::read::by_subjects;

/// Messages quote so many characters of a reason.
const QUOTED_CHARS: usize = 200;

/// The tombstones of records of a kind, by id.
pub(super) async fn tombstones(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, tombstone::Model>, StoreError> {
    let rows = by_subjects::<tombstone::Entity>(tx, kind, ids).await?;
    let rows = rows.into_values().flatten();
    Ok(rows.map(|row| (row.subject_id, row)).collect())
}

/// That a record was deleted, when and why, in a sentence.
#[must_use]
pub fn epitaph(row: &tombstone::Model) -> String {
    let subject = RecordId {
        kind: row.subject_kind,
        id: row.subject_id,
    };
    let day = CalendarDay::from_day(Instant(row.at).day());
    let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
    let root = (row.root_kind, row.root_id) != (row.subject_kind, row.subject_id);
    let with = root.then(|| {
        let root = encode(row.root_kind, row.root_id);
        format!(" with {root}")
    });
    let why = row.excerpt.as_deref().map(quoted).unwrap_or_default();
    let subject = named(subject, &row.label);
    format!(
        "{subject} was deleted{day}{}{why}",
        with.unwrap_or_default()
    )
}

fn quoted(excerpt: &str) -> String {
    let mut chars = excerpt.chars();
    let start: String = chars.by_ref().take(QUOTED_CHARS).collect();
    let rest = if chars.next().is_some() { "…" } else { "" };
    format!(": \"{start}{rest}\"")
}

impl WriteTransaction {
    /// Whether anything was ever deleted here; asked once a transaction.
    async fn has_tombstones(&mut self) -> Result<bool, StoreError> {
        if let Some(known) = self.has_tombstones {
            return Ok(known);
        }
        self.ask_of_exceptions().await?;
        Ok(self.has_tombstones.unwrap_or_default())
    }

    /// Those of these records that were deleted here.
    pub(super) async fn deleted_among(
        &mut self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<BTreeSet<i64>, StoreError> {
        if ids.is_empty() || !self.has_tombstones().await? {
            return Ok(BTreeSet::new());
        }
        let rows = tombstones(&self.tx, kind, ids).await?;
        Ok(rows.into_keys().collect())
    }

    /// The tombstone of a record.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn tombstone(
        &self,
        record: RecordId,
    ) -> Result<Option<tombstone::Model>, StoreError> {
        let mut rows = tombstones(&self.tx, record.kind, &[record.id]).await?;
        Ok(rows.remove(&record.id))
    }

    /// Puts tombstones. A record that is here is deleted as an editor would delete it; one that
    /// something else refers to stays, and its tombstone is refused, as are those of its parts.
    pub(super) async fn put_tombstones(
        &mut self,
        records: Vec<(usize, TombstoneRecord)>,
        refused: &mut Vec<Refused>,
    ) -> Result<Counts, StoreError> {
        let records = self.sound_tombstones(records, refused).await?;
        let mut counts = Counts::default();
        let mut there = HashMap::new();
        for (kind, ids) in by_kind(records.iter().map(|(_, record)| record.id)) {
            let rows = tombstones(&self.tx, kind, &ids).await?;
            there.extend(
                rows.into_iter()
                    .map(|(id, row)| (RecordId { kind, id }, row)),
            );
        }
        let mut present = self.present(&records).await?;
        let mut absent = Vec::new();
        for (place, record) in records {
            let is_part = record.root != record.id;
            if is_part && present.contains(&record.root) {
                let fault = left_by_its_root(record.root);
                refused.push(Refused::of(place, fault));
            } else if present.contains(&record.id) {
                match self.bury_by(&record).await? {
                    Ok(()) => {
                        present.remove(&record.id);
                        counts.created += 1;
                    }
                    Err(fault) => refused.push(Refused::of(place, fault)),
                }
            } else if let Some(row) = there.get(&record.id) {
                counts = counts.and(self.retell(row, &record).await?);
            } else {
                absent.push(record);
            }
        }
        counts.created += absent.len() as u64;
        self.insert_tombstones(&absent).await?;
        Ok(counts)
    }

    /// What is here of the records that tombstones stand for, and of those with which they went.
    async fn present(
        &self,
        records: &[(usize, TombstoneRecord)],
    ) -> Result<BTreeSet<RecordId>, StoreError> {
        let named = records.iter().flat_map(|(_, of)| [of.id, of.root]);
        let mut present = BTreeSet::new();
        for (kind, ids) in by_kind(named) {
            let known = existing(&self.tx, kind, &ids).await?;
            present.extend(known.into_iter().map(|id| RecordId { kind, id }));
        }
        Ok(present)
    }

    /// Those of these tombstones that nothing is wrong with by themselves.
    async fn sound_tombstones(
        &self,
        records: Vec<(usize, TombstoneRecord)>,
        refused: &mut Vec<Refused>,
    ) -> Result<Vec<(usize, TombstoneRecord)>, StoreError> {
        let source = |(at, (_, record)): (usize, &(usize, TombstoneRecord))| {
            let source = record.source.0;
            let to = RecordId {
                kind: RecordKind::Source,
                id: source,
            };
            let field = "source".into();
            (at, Reference { field, to })
        };
        let sources: Vec<(usize, Reference)> = records.iter().enumerate().map(source).collect();
        let nowhere = dangling(&self.tx, (RecordKind::Source, &BTreeSet::new()), &sources).await?;
        let mut nowhere: BTreeMap<usize, Fault> = nowhere.into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut sound = Vec::with_capacity(records.len());
        for (at, (place, record)) in records.into_iter().enumerate() {
            let mut check = Check::default();
            record.check_fields(&mut check);
            let fault = check.into_faults().into_iter().next();
            let twice = || Fault {
                kind: FaultKind::Duplicate,
                field: "id".to_owned(),
                reason: "stands twice in one batch".to_owned(),
            };
            let want = match fault {
                Some(_) => None,
                None => nowhere.remove(&at),
            };
            if let Some(fault) = want {
                let source = RecordId {
                    kind: RecordKind::Source,
                    id: record.source.0,
                };
                let want = Some(Want::Record(source));
                refused.push(Refused { place, fault, want });
                continue;
            }
            let fault = fault.or_else(|| (!seen.insert(record.id)).then(twice));
            match fault {
                Some(fault) => refused.push(Refused::of(place, fault)),
                None => sound.push((place, record)),
            }
        }
        Ok(sound)
    }

    /// Deletes the record that a tombstone of a file stands for.
    async fn bury_by(&mut self, record: &TombstoneRecord) -> Result<Result<(), Fault>, StoreError> {
        let subject = record.id;
        // It may have gone with one of an earlier line.
        if self.tombstone(subject).await?.is_none() {
            let reason = Reason {
                source: record.source,
                excerpt: record.excerpt.clone(),
                stated_on: record.stated_on.clone(),
            };
            let deletion = Deletion {
                root: record.root,
                reason: &reason,
                at: record.at.0,
            };
            let buried = self.bury_as(subject, &deletion, MOST_DELETED).await?;
            if let Err(faults) = buried {
                let fault = faults.into_iter().next();
                let fault = fault.ok_or_else(|| StoreError::Corrupt("kept by nothing".into()))?;
                return Ok(Err(fault));
            }
        }
        if let Some(row) = self.tombstone(subject).await? {
            self.retell(&row, record).await?;
        }
        Ok(Ok(()))
    }

    /// Lets a tombstone say what a file says of it. What the record held stays.
    async fn retell(
        &mut self,
        row: &tombstone::Model,
        record: &TombstoneRecord,
    ) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        if read(row)? == *record {
            counts.unchanged = 1;
            return Ok(counts);
        }
        let told = tombstone::Model {
            actor: self.actor.clone(),
            version: row.version,
            record: row.record.clone(),
            ..self.row_of(record)
        };
        let all = told.into_active_model().reset_all();
        tombstone::Entity::update(all).exec(&self.tx).await?;
        self.keeps = true;
        counts.updated = 1;
        Ok(counts)
    }

    async fn insert_tombstones(&mut self, records: &[TombstoneRecord]) -> Result<(), StoreError> {
        if records.is_empty() {
            return Ok(());
        }
        let rows: Vec<tombstone::Model> =
            records.iter().map(|record| self.row_of(record)).collect();
        insert_all::<tombstone::Entity, _>(&self.tx, rows).await?;
        self.has_tombstones = Some(true);
        self.keeps = true;
        Ok(())
    }

    /// The row of a tombstone that comes from a file: what the record held is not known.
    fn row_of(&self, record: &TombstoneRecord) -> tombstone::Model {
        tombstone::Model {
            subject_kind: record.id.kind,
            subject_id: record.id.id,
            root_kind: record.root.kind,
            root_id: record.root.id,
            label: record.label.clone(),
            source_id: record.source.0,
            excerpt: record.excerpt.clone(),
            stated_edtf: record.stated_on.as_ref().map(ToString::to_string),
            actor: self.actor.clone(),
            at: record.at.0,
            version: 0,
            record: None,
        }
    }
}

/// Why a part stays: what it is part of does.
fn left_by_its_root(root: RecordId) -> Fault {
    let id = encode(root.kind, root.id);
    Fault {
        kind: FaultKind::Value,
        field: "root".to_owned(),
        reason: format!("{id}, with which it went, is here: it goes with that record alone"),
    }
}

/// A tombstone as files have it.
pub(crate) fn read(row: &tombstone::Model) -> Result<TombstoneRecord, StoreError> {
    let id = |kind: RecordKind, id: i64| RecordId { kind, id };
    Ok(TombstoneRecord {
        id: id(row.subject_kind, row.subject_id),
        root: id(row.root_kind, row.root_id),
        label: row.label.clone(),
        at: Instant(row.at),
        source: SourceId(row.source_id),
        excerpt: row.excerpt.clone(),
        stated_on: Columns::from_columns(row.stated_edtf.clone())?,
    })
}

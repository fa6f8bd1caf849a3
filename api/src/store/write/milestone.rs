//! Writing milestones.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use entity::{milestone, work};
use sea_orm::DatabaseTransaction;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::subject::{edtf, replace_sources, sources, upsert};
use crate::store::StoreError;
use crate::store::read::{by_ids, by_owners};
use crate::store::record::{Check, Fault, MilestoneId, MilestoneRecord, WorkId};

/// Milestones of one work: answers give them without pages.
const MILESTONES_PER_WORK: i32 = 200;

impl Stored for MilestoneRecord {
    const SUBJECT: SubjectKind = SubjectKind::Milestone;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn public_id(&self) -> String {
        self.id.public()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.check(&mut check);
        check.into_faults()
    }

    async fn current(tx: &DatabaseTransaction, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<milestone::Entity>(tx, ids).await?;
        let mut sources = sources(tx, Self::SUBJECT, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let version = row.version;
            let mut record = record(row)?;
            record.sources = sources.remove(&id).unwrap_or_default();
            current.insert(id, (record, version));
        }
        Ok(current)
    }

    async fn store(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let records: Vec<&Self> = changed.iter().map(|(_, record, _)| *record).collect();
        let mut positions = Positions::of(tx, &records).await?;
        let mut rows = Vec::with_capacity(changed.len());
        for (before, after, version) in changed {
            rows.push((
                before.is_some(),
                after.row(positions.of_record(after)?, *version, at),
            ));
        }
        upsert::<milestone::Entity>(tx, rows.into_iter()).await?;
        let sources: Vec<_> = records
            .iter()
            .map(|record| (record.public_id(), record.id.0, &record.sources))
            .collect();
        replace_sources(tx, Self::SUBJECT, &sources).await
    }
}

/// Where milestones stand among those of their work: the old stay, the new come last.
struct Positions {
    works: BTreeSet<i64>,
    old: HashMap<i64, i32>,
    last: HashMap<i64, i32>,
}

impl Positions {
    async fn of(
        tx: &DatabaseTransaction,
        records: &[&MilestoneRecord],
    ) -> Result<Self, StoreError> {
        let works: BTreeSet<i64> = records.iter().map(|record| record.work.0).collect();
        let works: Vec<i64> = works.into_iter().collect();
        let known = by_ids::<work::Entity>(tx, &works).await?;
        let rows = by_owners::<milestone::Entity>(tx, &works).await?;
        let old = rows.values().flatten().map(|row| (row.id, row.position));
        let last = |rows: &Vec<milestone::Model>| rows.last().map_or(0, |row| row.position);
        Ok(Self {
            works: known.into_keys().collect(),
            old: old.collect(),
            last: rows
                .iter()
                .map(|(work, rows)| (*work, last(rows)))
                .collect(),
        })
    }

    fn of_record(&mut self, record: &MilestoneRecord) -> Result<i32, StoreError> {
        let work = record.work;
        if !self.works.contains(&work.0) {
            let reason = format!("there is no work {}", work.public());
            return Err(StoreError::invalid(record.id.public(), "work", reason));
        }
        if let Some(position) = self.old.get(&record.id.0) {
            return Ok(*position);
        }
        let last = self.last.entry(work.0).or_default();
        *last += 1;
        if *last > MILESTONES_PER_WORK {
            let reason = format!("a work has at most {MILESTONES_PER_WORK} milestones");
            return Err(StoreError::invalid(record.id.public(), "work", reason));
        }
        Ok(*last)
    }
}

impl MilestoneRecord {
    fn row(&self, position: i32, version: i32, at: i64) -> milestone::Model {
        milestone::Model {
            id: self.id.0,
            work_id: self.work.0,
            position,
            kind: self.kind,
            date_edtf: self.date.as_ref().map(ToString::to_string),
            span: self.span,
            certainty: self.certainty,
            note: self.note.clone(),
            version,
            updated_at: at,
        }
    }
}

fn record(row: milestone::Model) -> Result<MilestoneRecord, StoreError> {
    Ok(MilestoneRecord {
        id: MilestoneId(row.id),
        work: WorkId(row.work_id),
        kind: row.kind,
        date: edtf(row.date_edtf.as_deref())?,
        span: row.span,
        certainty: row.certainty,
        note: row.note,
        sources: BTreeSet::new(),
    })
}

//! Putting what can be put: a record that cannot be written does not take the others with it.

use std::collections::BTreeSet;

use record::{Declared, Fault, FaultKind};
use sea_orm::ConnectionTrait;

use super::put::{Counts, Stored};
use super::reference::{Dangling, Want, dangling, unnamed, want_of};
use super::{WriteTransaction, log};
use crate::StoreError;

/// A record that was not put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its place in the list that was to be put, from 0.
    pub place: usize,
    /// What is wrong with it.
    pub fault: Fault,
    /// What it needs that is not there, where that is what is wrong.
    pub want: Option<Want>,
}

impl Refused {
    /// A record with something wrong of its own.
    pub(super) const fn of(place: usize, fault: Fault) -> Self {
        Self {
            place,
            fault,
            want: None,
        }
    }
}

/// Records with their places in the list that they come from.
struct Batch<R> {
    places: Vec<usize>,
    records: Vec<R>,
}

impl<R> Batch<R> {
    /// Takes out the records at these places of the batch.
    fn without(self, bad: &BTreeSet<usize>) -> Self {
        let is_good = |(at, _): &(usize, (usize, R))| !bad.contains(at);
        let pairs = self.places.into_iter().zip(self.records);
        let (places, records) = pairs
            .enumerate()
            .filter(is_good)
            .map(|(_, pair)| pair)
            .unzip();
        Self { places, records }
    }
}

impl WriteTransaction {
    /// Puts the records that can be put, and says what is wrong with the others.
    pub(super) async fn put_each_of<R: Stored>(
        &mut self,
        records: Vec<R>,
        refused: &mut Vec<Refused>,
    ) -> Result<Counts, StoreError> {
        self.flush_when_long().await?;
        let batch = sound(records, refused);
        let (batch, counts) = self.without_held(batch).await?;
        if batch.records.is_empty() {
            return Ok(counts);
        }
        if let Ok(put) = self.attempt(&batch.records).await? {
            return Ok(counts.and(put));
        }
        let batch = self.without_dangling(batch, refused).await?;
        Ok(counts.and(self.put_by_halves(&batch, refused).await?))
    }

    /// Takes out the records that were deleted here, and counts them.
    async fn without_held<R: Stored>(
        &mut self,
        batch: Batch<R>,
    ) -> Result<(Batch<R>, Counts), StoreError> {
        let ids: Vec<i64> = batch.records.iter().map(Declared::id).collect();
        let held = self.deleted_among(R::KIND, &ids).await?;
        let counts = Counts {
            held: held.len() as u64,
            ..Counts::default()
        };
        if held.is_empty() {
            return Ok((batch, counts));
        }
        let places = ids.iter().enumerate();
        let held = places.filter(|(_, id)| held.contains(id));
        let held = held.map(|(at, _)| at).collect();
        Ok((batch.without(&held), counts))
    }

    /// Puts records, or nothing of them if one of them is wrong.
    async fn attempt<R: Stored>(
        &mut self,
        records: &[R],
    ) -> Result<Result<Counts, Fault>, StoreError> {
        self.tx.execute_unprepared("SAVEPOINT attempt").await?;
        let mark = self.drafts.len();
        // What was changed before stays as it is noted, whatever becomes of this.
        self.drafted.clear();
        let put = self.put(records).await;
        let fault = match put {
            Ok(counts) => {
                self.tx
                    .execute_unprepared("RELEASE SAVEPOINT attempt")
                    .await?;
                return Ok(Ok(counts));
            }
            Err(error) => error.fault_of(R::KIND).ok_or(error)?,
        };
        self.drafts.truncate(mark);
        self.drafted.clear();
        let undo = ["ROLLBACK TO SAVEPOINT attempt", "RELEASE SAVEPOINT attempt"];
        for sql in undo {
            self.tx.execute_unprepared(sql).await?;
        }
        Ok(Err(fault))
    }

    /// Refuses the records that refer to nothing, and those that refer to these.
    async fn without_dangling<R: Stored>(
        &self,
        mut batch: Batch<R>,
        refused: &mut Vec<Refused>,
    ) -> Result<Batch<R>, StoreError> {
        loop {
            let mut bad = BTreeSet::new();
            for (at, fault) in self.dangling_of(&batch.records).await? {
                if bad.insert(at) {
                    let place = batch.places[at];
                    let want = want_of(&batch.records[at].references(), &fault);
                    refused.push(Refused { place, fault, want });
                }
            }
            if bad.is_empty() {
                return Ok(batch);
            }
            batch = batch.without(&bad);
        }
    }

    /// The references of these records that lead nowhere, each with its record's place.
    pub(super) async fn dangling_of<R: Stored>(
        &self,
        records: &[R],
    ) -> Result<Vec<Dangling>, StoreError> {
        let here: BTreeSet<i64> = records.iter().map(Declared::id).collect();
        let mut references = Vec::new();
        let mut names = Vec::new();
        for (at, record) in records.iter().enumerate() {
            let to = record.references();
            references.extend(to.by_id.into_iter().map(|to| (at, to)));
            names.extend(to.by_name.into_iter().map(|name| (at, name)));
        }
        let mut found = dangling(&self.tx, (R::KIND, &here), &references).await?;
        found.extend(unnamed(&self.tx, &names).await?);
        Ok(found)
    }

    /// Puts what can be put, halving what cannot until the wrong records stand alone.
    async fn put_by_halves<R: Stored>(
        &mut self,
        batch: &Batch<R>,
        refused: &mut Vec<Refused>,
    ) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        let whole = 0..batch.records.len();
        let mut parts: Vec<std::ops::Range<usize>> = std::iter::once(whole).collect();
        while let Some(part) = parts.pop() {
            if part.is_empty() {
                continue;
            }
            match self.attempt(&batch.records[part.clone()]).await? {
                Ok(put) => counts = counts.and(put),
                Err(fault) if part.len() == 1 => {
                    refused.push(Refused::of(batch.places[part.start], fault));
                }
                Err(_) => {
                    let middle = part.start + part.len() / 2;
                    parts.push(middle..part.end);
                    parts.push(part.start..middle);
                }
            }
        }
        Ok(counts)
    }

    /// Writes the changes so far, and the edge lists that moved, once there are many.
    pub(super) async fn flush_when_long(&mut self) -> Result<(), StoreError> {
        if self.edges.are_many() {
            self.write_edge_lists().await?;
        }
        if self.drafts.len() < log::ROWS_PER_INSERT {
            return Ok(());
        }
        self.flush_log().await
    }
}

/// The records that nothing is wrong with by themselves, those that come late at the end.
fn sound<R: Stored>(records: Vec<R>, refused: &mut Vec<Refused>) -> Batch<R> {
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::with_capacity(records.len());
    for (place, record) in records.into_iter().enumerate() {
        let fault = record.faults_as_brought().into_iter().next();
        let twice = || Fault {
            kind: FaultKind::Duplicate,
            field: "id".to_owned(),
            reason: "stands twice in one batch".to_owned(),
        };
        let fault = fault.or_else(|| (!seen.insert(record.id())).then(twice));
        match fault {
            Some(fault) => refused.push(Refused::of(place, fault)),
            None => pairs.push((place, record)),
        }
    }
    pairs.sort_by_key(|(_, record)| record.comes_late());
    let (places, records) = pairs.into_iter().unzip();
    Batch { places, records }
}

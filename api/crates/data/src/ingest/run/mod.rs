//! One reading of a file: batches of lines of one kind, which are resolved and put.

mod entry;
mod tell;

use std::collections::{BTreeSet, HashMap};
use std::io::BufRead;

use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::Record;
use store::write::{Lead, Refused, WriteTransaction};

use entry::{Batch, Entry, Outcome, Rejected};

use crate::ingest::format::jsonl::{Content, Numbered, Records};
use crate::ingest::left_out::{LeftOut, brought_by_text, wanted};
use crate::ingest::rejected::Held;
use crate::ingest::report::{ImportError, Options, Summary, Tell};
use crate::ingest::resolve::{Earlier, How, Open, Refusal, Resolved, resolve};
use crate::ingest::seen::Seen;

/// Records that are held and written at a time.
const BATCH: usize = 500;
/// Bytes of lines that are held at a time.
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Lines of one kind that wait for another of their kind.
const MOST_WAITING: usize = 500;
/// Batches of a transaction: other writers wait that long.
const BATCHES_PER_TRANSACTION: usize = 10;
/// Lines without ids of which it is known where they stand, so that a later one of the same record
/// can name them.
const MOST_PLACES: usize = 200_000;

pub(in crate::ingest) struct Run<'a> {
    is_strict: bool,
    /// Whether all of the file is one transaction.
    is_whole: bool,
    /// When, in microseconds since 1970.
    at: i64,
    report: &'a mut (dyn FnMut(Tell<'_>) + Send),
    seen: Seen,
    /// The lines without ids of records.
    places: HashMap<(u8, i64), u64>,
    /// The first line of the next batch.
    pending: Option<Numbered>,
    /// Lines that name one of their own kind that is not there yet, and why they were refused.
    waiting: Vec<(u64, Open, Refusal)>,
    earlier: Earlier,
    held: Held,
    left_out: LeftOut,
    pub(in crate::ingest) summary: Summary,
}

impl<'a> Run<'a> {
    pub(in crate::ingest) fn new(
        options: Options<'_>,
        is_whole: bool,
        report: &'a mut (dyn FnMut(Tell<'_>) + Send),
    ) -> Self {
        Self {
            is_strict: options.is_strict,
            is_whole,
            at: options.at,
            report,
            seen: Seen::default(),
            places: HashMap::new(),
            pending: None,
            waiting: Vec::new(),
            earlier: Earlier::default(),
            held: Held::default(),
            left_out: LeftOut::default(),
            summary: Summary::default(),
        }
    }

    /// Of so many lines that were read, how many are done with, from the first.
    pub(in crate::ingest) fn lines_before(&self, read: u64) -> u64 {
        let pending = self.pending.iter().map(|next| next.line);
        let open = pending.chain(self.waiting.iter().map(|(line, ..)| *line));
        open.min().map_or(read, |line| line.saturating_sub(1))
    }

    /// Puts the records of one transaction; true at the end of the file.
    pub(in crate::ingest) async fn transaction(
        &mut self,
        tx: &mut WriteTransaction,
        records: &mut Records<impl BufRead>,
    ) -> Result<bool, ImportError> {
        let mut batches = 0;
        while self.is_whole || batches < BATCHES_PER_TRANSACTION {
            let batch = self.next_batch(records)?;
            let kind = batch.first().and_then(|first| first.content.kind());
            let is_other = |(_, open, _): &(u64, Open, Refusal)| Some(open.kind) != kind;
            if self.waiting.first().is_some_and(is_other) {
                self.try_again(tx).await?;
            }
            if batch.is_empty() {
                return Ok(true);
            }
            self.put(tx, batch).await?;
            batches += 1;
        }
        Ok(false)
    }

    /// The next lines of one kind; none at the end of the file. What a line may refer to has been
    /// put, and no record stands in a batch twice.
    fn next_batch(
        &mut self,
        records: &mut Records<impl BufRead>,
    ) -> Result<Vec<Numbered>, ImportError> {
        let mut batch: Vec<Numbered> = Vec::new();
        let mut ids: BTreeSet<RecordId> = BTreeSet::new();
        let mut bytes = 0;
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Some(read) = self.pending.take().map(Ok).or_else(|| records.next()) else {
                break;
            };
            let next = match read {
                Ok(next) => next,
                Err(error) => {
                    self.refuse(error, brought_by_text(records.wrong()))?;
                    continue;
                }
            };
            let id = match &next.content {
                Content::Record(record) | Content::Buried(record, _) => Some(record.record_id()),
                Content::Open(_) => None,
            };
            let is_other = |last: &Numbered| is_apart(&last.content, &next.content);
            if batch.last().is_some_and(is_other) || id.is_some_and(|id| ids.contains(&id)) {
                self.pending = Some(next);
                break;
            }
            if let Some(id) = id {
                if !self.seen.insert(id.kind as u8, id.id) {
                    let bad = self.twice(next.line, id);
                    self.reject(bad)?;
                    continue;
                }
                ids.insert(id);
            }
            bytes += next.bytes;
            batch.push(next);
        }
        Ok(batch)
    }

    async fn put(
        &mut self,
        tx: &mut WriteTransaction,
        batch: Vec<Numbered>,
    ) -> Result<(), ImportError> {
        let (mut entries, mut open) = (Vec::new(), Vec::new());
        for Numbered { line, content, .. } in batch {
            match content {
                Content::Record(record) => entries.push(Entry::of(line, record, Vec::new())),
                Content::Buried(record, keys) => entries.push(Entry::of(line, record, keys)),
                Content::Open(of) => {
                    self.held.comes(of.marks(), line);
                    open.push((line, of));
                }
            }
        }
        self.put_all(tx, entries, open).await
    }

    /// Puts records, and lines as they are resolved.
    async fn put_all(
        &mut self,
        tx: &mut WriteTransaction,
        mut entries: Vec<Entry>,
        mut open: Vec<(u64, Open)>,
    ) -> Result<(), ImportError> {
        let mut outcomes = Vec::new();
        loop {
            let batch = self.entries(tx, open, &mut outcomes).await?;
            entries.extend(batch.entries);
            entries.sort_by_key(|entry| entry.line);
            let put = std::mem::take(&mut entries);
            self.put_entries(tx, put, &mut outcomes).await?;
            tx.keep_keys(batch.named, Lead::AsBefore).await?;
            if batch.later.is_empty() {
                return self.settle(outcomes);
            }
            open = batch.later;
        }
    }

    /// Looks again at lines that name one of their own kind, as long as that brings one in.
    async fn try_again(&mut self, tx: &mut WriteTransaction) -> Result<(), ImportError> {
        while !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            let count = waiting.len();
            let open = waiting.into_iter().map(|(line, open, _)| (line, open));
            self.put_all(tx, Vec::new(), open.collect()).await?;
            if self.waiting.len() == count {
                break;
            }
        }
        let left = std::mem::take(&mut self.waiting).into_iter();
        let left = left.map(|(line, open, why)| (line, Rejected::unresolved(&open, why)));
        self.settle(left.collect())
    }

    async fn put_entries(
        &mut self,
        tx: &mut WriteTransaction,
        entries: Vec<Entry>,
        outcomes: &mut Vec<(u64, Outcome)>,
    ) -> Result<(), ImportError> {
        if entries.is_empty() {
            return Ok(());
        }
        let ids: Vec<RecordId> = entries.iter().map(|of| of.record.record_id()).collect();
        let are_deleted = entries
            .iter()
            .all(|entry| matches!(entry.record, Record::Tombstone(_)));
        let (mut told, mut records) = (Vec::new(), Vec::new());
        let mut found = BTreeSet::new();
        for entry in entries {
            if entry.how != How::Id {
                found.insert(entry.record.record_id());
            }
            let (of, record) = entry.put();
            told.push(of);
            records.push(record);
        }
        let (counts, refused) = tx.put_each(records, found).await?;
        self.summary.counts = self.summary.counts.and(counts);
        let bad: BTreeSet<usize> = refused.iter().map(|refused| refused.place).collect();
        let (mut kept, mut lost) = (Vec::new(), HashMap::new());
        for (place, (mut of, id)) in told.into_iter().zip(ids).enumerate() {
            if bad.contains(&place) {
                // A later line may have it right.
                self.seen.remove(id.kind as u8, id.id);
                self.places.remove(&(id.kind as u8, id.id));
                lost.insert(place, (of, id.kind));
            } else {
                kept.append(&mut of.keys);
                outcomes.push((of.line, Outcome::In(Box::new(of), id)));
            }
        }
        // What leads to a record that is here does not lead to a deleted one from now on.
        let lead = if are_deleted {
            Lead::AsBefore
        } else {
            Lead::Here
        };
        tx.keep_keys(kept, lead).await?;
        for Refused { place, fault, want } in refused {
            let Some((of, kind)) = lost.remove(&place) else {
                continue;
            };
            let refusal = Refusal::from((fault.field, fault.reason));
            let own = Rejected {
                marks: (kind, of.marks),
                source: of.source,
                brought: of.brought,
            };
            let rejected = Outcome::Rejected(Box::new(own), Box::new(refusal), wanted(want));
            outcomes.push((of.line, rejected));
        }
        Ok(())
    }

    /// The records of lines that came without ids.
    async fn entries(
        &mut self,
        tx: &mut WriteTransaction,
        open: Vec<(u64, Open)>,
        outcomes: &mut Vec<(u64, Outcome)>,
    ) -> Result<Batch, ImportError> {
        let mut batch = Batch::default();
        let Some(kind) = open.first().map(|(_, first)| first.kind) else {
            return Ok(batch);
        };
        let resolved = resolve(tx, kind, open.clone(), self.at, &self.earlier).await?;
        let (mut marks, mut named) = (BTreeSet::new(), BTreeSet::new());
        let mut ids = BTreeSet::new();
        for ((line, open), resolved) in open.into_iter().zip(resolved) {
            match resolved {
                Ok(resolved) => {
                    let id = resolved.record.record_id();
                    let is_among = |shown: &BTreeSet<String>| {
                        resolved.marks.iter().any(|of| shown.contains(of))
                    };
                    let is_seen = self.seen.contains(id.kind as u8, id.id);
                    if is_among(&marks) || ids.contains(&id) || !is_seen && is_among(&named) {
                        // Those that may be of the same record go on waiting behind it.
                        marks.extend(resolved.shown);
                        batch.later.push((line, open));
                    } else if is_seen {
                        outcomes.push((line, Outcome::Twice(self.twice(line, id))));
                        // It says nothing new, but what it names is known by it.
                        named.extend(resolved.shown.iter().cloned());
                        batch.named.extend(resolved.into_notes());
                    } else {
                        self.seen.insert(id.kind as u8, id.id);
                        ids.insert(id);
                        batch
                            .entries
                            .push(self.entry(line, &open, resolved, &mut marks));
                    }
                }
                Err(refusal) if self.may_wait(kind, &refusal) => {
                    self.waiting.push((line, open, refusal));
                }
                Err(refusal) => outcomes.push((line, Rejected::unresolved(&open, refusal))),
            }
        }
        Ok(batch)
    }

    /// Whether what a line names may come yet: it is of its own kind.
    fn may_wait(&self, kind: RecordKind, refusal: &Refusal) -> bool {
        let wants_its_kind = refusal.want.as_ref().is_some_and(|want| want.kind == kind);
        wants_its_kind && self.waiting.len() < MOST_WAITING
    }

    fn entry(
        &mut self,
        line: u64,
        open: &Open,
        resolved: Resolved,
        marks: &mut BTreeSet<String>,
    ) -> Entry {
        let id = resolved.record.record_id();
        marks.extend(resolved.shown);
        if self.places.len() < MOST_PLACES {
            self.places.insert((id.kind as u8, id.id), line);
        }
        Entry {
            line,
            record: resolved.record,
            how: resolved.how,
            keys: resolved.keys,
            warnings: resolved.warnings,
            marks: open.marks().1,
            source: resolved.source,
        }
    }
}

/// Whether lines cannot be put together: they are of different kinds, what one names has to be there
/// first, or one may be found to be of the record that the other brings.
fn is_apart(last: &Content, next: &Content) -> bool {
    let is_open = |of: &Content| matches!(of, Content::Open(_));
    let waits = |of: &Content| matches!(of, Content::Open(open) if open.refers_to_its_kind());
    last.kind() != next.kind() || is_open(last) != is_open(next) || waits(last) != waits(next)
}

//! Importing a file of any length: in batches, in transactions of some thousand records, each line
//! that is wrong told and the rest put.

use std::collections::BTreeSet;
use std::io::BufRead;

use model::id::{RecordId, encode};
use record::Record;
use store::Store;
use store::write::{Lead, RecordKey, Refused, WriteTransaction};

use super::format::jsonl::{BadLine, Content, FormatError, Numbered, Records};
use super::left_out::{
    LeftOut, Thing, brought_by, brought_by_line, brought_by_text, named, wanted,
};
use super::report::{ImportError, Interrupted, Options, Placed, Summary, Tell};
use super::resolve::{How, Open, Unresolved, resolve};
use super::seen::Seen;

/// Records that are held and written at a time.
const BATCH: usize = 500;
/// Bytes of lines that are held at a time.
const BATCH_BYTES: usize = 16 * 1024 * 1024;
/// Batches of a transaction: other writers wait that long.
const BATCHES_PER_TRANSACTION: usize = 10;

/// Imports a file. `report` is told of each line, of those that are wrong when that is found.
///
/// # Errors
/// Those of the file's reader and of the database, and in a strict import the first line that is
/// wrong. What was committed before stays.
pub async fn import(
    store: &Store,
    reader: impl BufRead,
    options: Options<'_>,
    report: &mut (dyn FnMut(Tell<'_>) + Send),
) -> Result<Summary, Interrupted> {
    let mut run = Run::new(options, options.is_strict, report);
    let mut records = match Records::open(reader) {
        Ok(records) => records,
        Err(error) => {
            run.summary.lines = 1;
            run.refuse(error, Vec::new())?;
            return Ok(run.summary);
        }
    };
    let mut written = Summary::default();
    let mut is_done = false;
    while !is_done {
        let work = async |tx: &mut WriteTransaction| run.transaction(tx, &mut records).await;
        match store.write(options.actor, options.at, work).await {
            Ok(committed) => is_done = committed.value,
            Err(error) => return Err(Interrupted { error, written }),
        }
        // The first record of the next batch has been read, and is not in.
        let before = |next: &Numbered| next.line.saturating_sub(1);
        written = Summary {
            lines: run.pending.as_ref().map_or(records.lines(), before),
            ..run.summary
        };
    }
    run.tell_left_out();
    Ok(written)
}

/// Reads files as [`import`] would, one after the other, and takes all of it back: what would be. The
/// first argument of `report` is the place of the file.
///
/// # Errors
/// Those of the files' readers and of the database, and in a strict run the first line that is wrong.
pub async fn try_out(
    store: &Store,
    readers: Vec<impl BufRead>,
    options: Options<'_>,
    report: &mut (dyn FnMut(usize, Tell<'_>) + Send),
) -> Result<Summary, ImportError> {
    let work = async |tx: &mut WriteTransaction| {
        let mut sum = Summary::default();
        for (place, reader) in readers.into_iter().enumerate() {
            let mut tell = |told: Tell<'_>| report(place, told);
            let mut run = Run::new(options, true, &mut tell);
            match Records::open(reader) {
                Ok(mut records) => {
                    run.transaction(tx, &mut records).await?;
                    run.summary.lines = records.lines();
                }
                Err(error) => {
                    run.summary.lines = 1;
                    run.refuse(error, Vec::new())?;
                }
            }
            run.tell_left_out();
            sum = sum.and(run.summary);
        }
        Ok(sum)
    };
    store.rehearse(options.actor, options.at, work).await
}

struct Run<'a> {
    is_strict: bool,
    /// Whether all of the file is one transaction.
    is_whole: bool,
    /// When, in microseconds since 1970.
    at: i64,
    report: &'a mut (dyn FnMut(Tell<'_>) + Send),
    seen: Seen,
    left_out: LeftOut,
    /// The first line of the next batch.
    pending: Option<Numbered>,
    summary: Summary,
}

/// A record that is to be put, and where it comes from.
struct Entry {
    line: u64,
    record: Record,
    how: How,
    keys: Vec<RecordKey>,
}

impl<'a> Run<'a> {
    fn new(
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
            left_out: LeftOut::default(),
            pending: None,
            summary: Summary::default(),
        }
    }

    /// Puts the records of one transaction; true at the end of the file.
    async fn transaction(
        &mut self,
        tx: &mut WriteTransaction,
        records: &mut Records<impl BufRead>,
    ) -> Result<bool, ImportError> {
        let mut batches = 0;
        while self.is_whole || batches < BATCHES_PER_TRANSACTION {
            let batch = self.next_batch(records)?;
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
                    self.reject_twice(next.line)?;
                    continue;
                }
                ids.insert(id);
            }
            bytes += next.bytes;
            batch.push(next);
        }
        Ok(batch)
    }

    fn reject_twice(&mut self, line: u64) -> Result<(), ImportError> {
        let bad = BadLine {
            line,
            field: "id".to_owned(),
            reason: "stands on an earlier line of the file already".to_owned(),
        };
        // What it was to bring is there, from the earlier line, or wrong because of that.
        self.reject(bad, &[], Vec::new())
    }

    async fn put(
        &mut self,
        tx: &mut WriteTransaction,
        batch: Vec<Numbered>,
    ) -> Result<(), ImportError> {
        let entries = self.entries(tx, batch).await?;
        let ids: Vec<RecordId> = entries.iter().map(|of| of.record.record_id()).collect();
        let (mut told, mut records) = (Vec::new(), Vec::new());
        let mut found = BTreeSet::new();
        let are_deleted = entries
            .iter()
            .all(|entry| matches!(entry.record, Record::Tombstone(_)));
        for entry in entries {
            if entry.how != How::Id {
                found.insert(entry.record.record_id());
            }
            let is_open = entry.how != How::Id || !entry.keys.is_empty();
            let brought = brought_by(&entry.record, &entry.keys, is_open);
            told.push((entry.line, entry.how, entry.keys, brought));
            records.push(entry.record);
        }
        let (counts, mut refused) = tx.put_each(records, found).await?;
        self.summary.counts = self.summary.counts.and(counts);
        let bad: BTreeSet<usize> = refused.iter().map(|refused| refused.place).collect();
        let mut kept = Vec::new();
        for (place, ((line, how, keys, brought), id)) in told.iter_mut().zip(&ids).enumerate() {
            if bad.contains(&place) {
                // A later line may have it right.
                self.seen.remove(id.kind as u8, id.id);
                continue;
            }
            self.left_out.forget(std::mem::take(brought));
            kept.append(keys);
            self.summary.ways.note(*how);
            (self.report)(Tell::Placed(&Placed {
                line: *line,
                id: encode(id.kind, id.id),
                how: *how,
            }));
        }
        // What leads to a record that is here does not lead to a deleted one from now on.
        let lead = if are_deleted {
            Lead::AsBefore
        } else {
            Lead::Here
        };
        tx.keep_keys(kept, lead).await?;
        // Those that are wrong by themselves first: others of the batch may need them.
        refused.sort_by_key(|refused| refused.want.is_some());
        for Refused { place, fault, want } in refused {
            let (line, brought) = match told.get_mut(place) {
                Some((line, _, _, brought)) => (*line, std::mem::take(brought)),
                None => (0, Vec::new()),
            };
            let bad = BadLine {
                line,
                field: fault.field,
                reason: fault.reason,
            };
            self.reject(bad, &wanted(want), brought)?;
        }
        Ok(())
    }

    /// The records of a batch, those resolved that came without ids.
    async fn entries(
        &mut self,
        tx: &mut WriteTransaction,
        batch: Vec<Numbered>,
    ) -> Result<Vec<Entry>, ImportError> {
        let kind = batch.first().and_then(|first| first.content.kind());
        let (mut entries, mut lines, mut open) = (Vec::new(), Vec::new(), Vec::<Open>::new());
        for Numbered { line, content, .. } in batch {
            match content {
                Content::Record(record) => entries.push(Entry {
                    line,
                    record,
                    how: How::Id,
                    keys: Vec::new(),
                }),
                Content::Buried(record, keys) => entries.push(Entry {
                    line,
                    record,
                    how: How::Id,
                    keys,
                }),
                Content::Open(of) => {
                    lines.push((line, brought_by_line(of.kind, &of.fields)));
                    open.push(of);
                }
            }
        }
        let Some(kind) = kind.filter(|_| !open.is_empty()) else {
            return Ok(entries);
        };
        let resolved = resolve(tx, kind, open, self.at).await?;
        for ((line, brought), resolved) in lines.into_iter().zip(resolved) {
            match resolved {
                Ok(resolved) => {
                    let id = resolved.record.record_id();
                    if self.seen.insert(id.kind as u8, id.id) {
                        entries.push(Entry {
                            line,
                            record: resolved.record,
                            how: resolved.how,
                            keys: resolved.keys,
                        });
                    } else {
                        self.reject_twice(line)?;
                    }
                }
                Err(Unresolved { wrong, want }) => {
                    let (field, reason) = wrong;
                    let bad = BadLine {
                        line,
                        field,
                        reason,
                    };
                    self.reject(bad, &named(want), brought)?;
                }
            }
        }
        entries.sort_by_key(|entry| entry.line);
        Ok(entries)
    }

    fn refuse(&mut self, error: FormatError, brought: Vec<Thing>) -> Result<(), ImportError> {
        match error {
            FormatError::Line(bad) => self.reject(bad, &[], brought),
            error @ FormatError::Read { .. } => Err(ImportError::Read(error)),
        }
    }

    /// Tells what is wrong with a line, unless it only needs what another was to bring: of these the
    /// number is told at the end.
    fn reject(
        &mut self,
        bad: BadLine,
        wants: &[Thing],
        brought: Vec<Thing>,
    ) -> Result<(), ImportError> {
        if self.is_strict {
            return Err(ImportError::Rejected(bad));
        }
        self.summary.rejected += 1;
        if self.left_out.count(wants, &brought) {
            self.summary.left_out += 1;
            return Ok(());
        }
        self.left_out.note(bad.line, wants, brought);
        (self.report)(Tell::Wrong(&bad));
        Ok(())
    }

    /// Tells, at the end of the file, how many lines were left out because of which.
    fn tell_left_out(&mut self) {
        for (line, reason) in std::mem::take(&mut self.left_out).told() {
            let field = String::new();
            (self.report)(Tell::LeftOut(&BadLine {
                line,
                field,
                reason,
            }));
        }
    }
}

/// Whether lines cannot be put together: they are of different kinds, or what one names has to be
/// there first.
fn is_apart(last: &Content, next: &Content) -> bool {
    let waits = |of: &Content| matches!(of, Content::Open(open) if open.refers_to_its_kind());
    last.kind() != next.kind() || waits(last) != waits(next)
}

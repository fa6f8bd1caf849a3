//! By what a line is what it is: its record is found by that, where it has nothing else to be found
//! by.

use std::collections::{BTreeMap, HashMap};

use entity::vocabulary::RecordKind;
use model::fold::fold;
use model::id::{Authority, database_id, encode};
use model::instant::Instant;
use record::{Declared, Identity, by_kind};
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{KeySort, Stored, Words, WriteTransaction};

use super::Line;
use super::key::row;
use super::look_up::digest;
use super::own::{How, Own};
use super::reference::called;
use super::walk::{fields_of, parts_with_ids};
use crate::ingest::format::record_of;

/// What makes a line what it is, in digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digests {
    /// As it is written.
    pub(super) exact: String,
    /// Whatever the case of its job.
    pub(super) folded: String,
    /// Whatever its job, of a role.
    of_any_job: Option<String>,
    job: Option<String>,
}

impl Digests {
    /// What a line shares with none before it in its batch, and what those after it may share with it. Lines
    /// that are named otherwise too may be alike, but none is like one that is found by what it is alone;
    /// and a role without a job may be that of any.
    pub(super) fn marks(&self, is_named: bool) -> (Vec<String>, Vec<String>) {
        let whole = format!("identity {}", self.folded);
        let any_job = self.of_any_job.as_ref().map(|of| format!("job {of}"));
        let shown = [whole].into_iter().chain(any_job);
        let shown: Vec<String> = shown.collect();
        let alone = shown.iter().map(|of| format!("alone {of}"));
        let alone: Vec<String> = alone.collect();
        let count = 1 + usize::from(self.lacks_job());
        let tested = if is_named { &alone } else { &shown };
        let tested = tested.iter().take(count).cloned().collect();
        match is_named {
            true => (tested, shown),
            false => (tested, [shown, alone].concat()),
        }
    }

    /// Whether it is a role without a job.
    pub(super) const fn lacks_job(&self) -> bool {
        self.of_any_job.is_some() && self.job.is_none()
    }
}

pub(super) fn identity_of(kind: RecordKind) -> Option<Identity> {
    fn of<R: Declared>() -> Option<Identity> {
        R::IDENTITY
    }
    by_kind!(kind, None, of())
}

/// Ids that stand in until it is known which they are, so that lines can be read as records.
pub(super) fn stand_in(kind: RecordKind, lines: &mut [Line], own: &mut [Own], at: i64) {
    for (place, (line, own)) in lines.iter_mut().zip(own).enumerate() {
        if line.wrong.is_some() {
            continue;
        }
        if kind == RecordKind::Claim && !own.has_time {
            let now = Instant(at);
            line.fields.insert(
                "recordedAt".to_owned(),
                serde_json::to_value(now).unwrap_or_default(),
            );
        }
        let mut stood_in = line.fields.clone();
        if !stood_in.contains_key("id") {
            stood_in.insert("id".to_owned(), Value::from(stand_in_id(kind, place)));
        }
        parts_with_ids(fields_of(kind), &mut stood_in, |_, part, list| {
            for (place, member) in list.iter_mut().enumerate() {
                if let Value::Object(member) = member
                    && !member.contains_key("id")
                {
                    let id = Value::from(stand_in_id(part, place));
                    member.insert("id".to_owned(), id);
                }
            }
        });
        match record_of(&called(kind), stood_in) {
            Ok(record) => {
                let line = serde_json::to_value(&record).unwrap_or_default();
                own.identity = line.as_object().and_then(|line| digests_of(kind, line));
            }
            Err((field, reason)) => line.refuse(&field, reason),
        }
    }
}

/// Beyond the numbers that are given out: see `docs/format.md`.
fn stand_in_id(kind: RecordKind, place: usize) -> String {
    let number = (1_i64 << 58) + i64::try_from(place).unwrap_or_default();
    encode(
        kind,
        database_id(Authority::Local, number).unwrap_or_default(),
    )
}

/// What makes a line what it is.
fn digests_of(kind: RecordKind, line: &Map<String, Value>) -> Option<Digests> {
    let identity = identity_of(kind)?;
    let of = |is_meant: &dyn Fn(&str) -> bool, is_folded: bool| {
        let fields = identity.fields.iter().filter(|field| is_meant(field));
        let values: Vec<String> = fields
            .map(|field| match line.get(*field).unwrap_or(&Value::Null) {
                Value::String(job) if is_folded && *field == "job" => fold(job),
                value => value.to_string(),
            })
            .collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        digest(&values)
    };
    let all = |_: &str| true;
    let is_role = kind == RecordKind::Role;
    let job = line.get("job").and_then(Value::as_str);
    Some(Digests {
        exact: of(&all, false),
        folded: of(&all, true),
        of_any_job: is_role.then(|| of(&|field| field != "job", false)),
        job: job.map(str::to_owned),
    })
}

/// Records that may be those of lines, by what makes them what they are.
#[derive(Default)]
struct Candidates {
    exact: HashMap<String, i64>,
    folded: HashMap<String, Vec<i64>>,
    of_any_job: HashMap<String, Vec<(i64, String)>>,
}

impl Candidates {
    fn of(kind: RecordKind, lines: &BTreeMap<i64, Map<String, Value>>) -> Self {
        let mut all = Self::default();
        for (id, line) in lines {
            let Some(of) = digests_of(kind, line) else {
                continue;
            };
            all.exact.entry(of.exact).or_insert(*id);
            all.folded.entry(of.folded).or_default().push(*id);
            if let Some(role) = of.of_any_job {
                let job = of.job.unwrap_or_default();
                all.of_any_job.entry(role).or_default().push((*id, job));
            }
        }
        all
    }

    /// The record of a line; why it may be several.
    fn find(&self, kind: RecordKind, of: &Digests) -> Result<Option<i64>, String> {
        if let Some(id) = self.exact.get(&of.exact) {
            return Ok(Some(*id));
        }
        let told = |ways: Vec<(i64, &str)>| {
            let ways = ways.into_iter();
            let ways: Vec<String> = ways
                .map(|(id, job)| format!("{} with \"{job}\"", encode(kind, id)))
                .collect();
            let ways = ways.join(", ");
            format!("fits several records: {ways}; say which by its job, spelt so, or by its id")
        };
        if of.lacks_job() {
            let role = of.of_any_job.as_ref();
            let fitting = role.and_then(|role| self.of_any_job.get(role));
            return match fitting.map_or(&[][..], Vec::as_slice) {
                [] => Ok(None),
                [(id, _)] => Ok(Some(*id)),
                several => {
                    let ways = several.iter().map(|(id, job)| (*id, job.as_str()));
                    Err(told(ways.collect()))
                }
            };
        }
        match self.folded.get(&of.folded).map_or(&[][..], Vec::as_slice) {
            [] => Ok(None),
            [id] => Ok(Some(*id)),
            several => {
                let jobs = |id: &i64| {
                    let all = self.of_any_job.values().flatten();
                    let job = all.filter(|(of, _)| of == id).map(|(_, job)| job.as_str());
                    (*id, job.last().unwrap_or_default())
                };
                Err(told(several.iter().map(jobs).collect()))
            }
        }
    }
}

/// Finds records by what makes them what they are: as a line said it when it was read before, else
/// as they are.
pub(super) async fn by_identity(
    tx: &mut WriteTransaction,
    (kind, identity): (RecordKind, &Identity),
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    async fn alike<R: Stored>(
        tx: &WriteTransaction,
        identity: &Identity,
        lines: &[&Map<String, Value>],
    ) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
        tx.alike::<R>(identity, lines).await
    }
    let words = own.iter().filter_map(|own| own.identity.as_ref());
    let words: Vec<Words> = words.map(|of| (0, of.exact.clone())).collect();
    let remembered = tx.by_keys(kind, KeySort::Identity, &words).await?;
    let open = lines.iter().zip(&*own);
    let open = open.filter(|(line, own)| own.id.is_none() && line.wrong.is_none());
    let open: Vec<&Map<String, Value>> = open.map(|(line, _)| &line.fields).collect();
    let candidates = if open.is_empty() {
        BTreeMap::new()
    } else {
        by_kind!(kind, Ok(BTreeMap::new()), alike(tx, identity, &open).await)?
    };
    let candidates = Candidates::of(kind, &candidates);
    for (line, own) in lines.iter_mut().zip(own) {
        let Some(digests) = own.identity.clone().filter(|_| own.id.is_none()) else {
            continue;
        };
        let before = remembered.get(&(0, digests.exact.clone())).copied();
        match before.map_or_else(|| candidates.find(kind, &digests), |id| Ok(Some(id))) {
            Ok(id) => own.id = id.map(|id| (id, How::Identity)),
            Err(reason) => line.refuse("job", reason),
        }
        let words = (0, digests.exact);
        line.keys.push(row(kind, KeySort::Identity, words, 0));
    }
    Ok(())
}

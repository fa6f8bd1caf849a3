//! Which records references mean.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind};
use model::edtf::Edtf;
use record::space_of;
use sha2::{Digest, Sha256};
use store::StoreError;
use store::read::Named;
use store::write::{Called, Identified, Identifier, KeySort, RecordKey, Words, WriteTransaction};

use super::by_key::Keyed;
use super::key::row;
use super::reference::{By, Reference, called, word};
use super::{Earlier, Refusal, doubts};

/// Records that are named where several fit.
const NAMED: usize = 5;

/// A reference with the sources within which its key or name holds, the leading one first.
pub(super) type Asked = (Reference, Vec<i64>);

/// The record that each reference means, and what is kept so that it leads there again; or why it means
/// none.
pub(super) type Meant = HashMap<Asked, Result<(i64, Vec<RecordKey>), Refusal>>;

/// Why a reference, or what a line brings, leads to no one record.
#[derive(Clone, Debug)]
pub(super) enum Unmet {
    /// There is none.
    Nothing,
    /// Several fit.
    Several(Vec<i64>),
    /// Identifiers lead to several.
    Apart(Vec<(Identifier, i64)>),
    /// It cannot be looked up.
    Wrong(String),
}

/// What was found.
pub(super) type Found = Result<i64, Unmet>;

/// Looks up references of any kinds.
pub(super) async fn look_up(
    tx: &mut WriteTransaction,
    asked: BTreeSet<Asked>,
    earlier: &Earlier,
) -> Result<Meant, StoreError> {
    let mut by_kind: BTreeMap<RecordKind, Vec<Asked>> = BTreeMap::new();
    for asked in asked {
        by_kind.entry(asked.0.kind).or_default().push(asked);
    }
    let mut meant = Meant::new();
    for (kind, asked) in by_kind {
        let identified = by_identifiers(tx, kind, &asked).await?;
        let keyed = Keyed::look_up(tx, kind, &asked).await?;
        let remembered = by_memory(tx, kind, &asked).await?;
        let mut found: Vec<Answer> = Vec::with_capacity(asked.len());
        for (reference, sources) in asked {
            let mut is_within = true;
            let of = match &reference.by {
                By::Identifiers(identifiers) => {
                    let series = reference.is_to_series.then_some(ExternalSpace::Series);
                    let space = |authority| series.map(|series| space_of(authority, series));
                    of_identifiers(identifiers, &identified, space)
                }
                By::Key(key) => {
                    is_within = keyed.is_within(key, &sources);
                    keyed.find(kind, key, &sources)
                }
                By::Name { folded, year, .. } => {
                    let words = words_of_name(&reference, leading(&sources));
                    let before = remembered.get(&words).copied();
                    of_name(tx, kind, (folded, *year), before).await?
                }
            };
            let kept = |id: i64| match &reference.by {
                By::Identifiers(_) => Vec::new(),
                By::Key(key) => keyed.kept(kind, key, &sources, id),
                By::Name { .. } => vec![key_of_name(&reference, leading(&sources), id)],
            };
            let of = of.map(|id| (id, kept(id)));
            found.push(Answer {
                asked: (reference, sources),
                of,
                is_within,
            });
        }
        tell(tx, kind, found, earlier, &mut meant).await?;
    }
    Ok(meant)
}

fn leading(sources: &[i64]) -> i64 {
    sources.first().copied().unwrap_or_default()
}

/// What a reference leads to.
struct Answer {
    asked: Asked,
    of: Result<(i64, Vec<RecordKey>), Unmet>,
    /// Whether a key leads there within the sources of its line, and not within another.
    is_within: bool,
}

impl Answer {
    /// The rejected line of the file that would have brought what this names. A key that leads
    /// nowhere within the sources of its line may be one of any source.
    fn rejected(&self, earlier: &Earlier) -> Option<u64> {
        let (reference, sources) = &self.asked;
        let marks = reference.marks();
        let own = spaces(sources);
        if let Some(line) = earlier.mistaken(&marks, self.is_within.then_some(&own)) {
            return Some(line);
        }
        match (&self.of, self.is_within) {
            (Err(Unmet::Nothing), _) => earlier
                .rejected_in(&marks, &own)
                .or_else(|| earlier.rejected(&marks)),
            (_, false) => earlier.rejected_in(&marks, &own),
            (_, true) => None,
        }
    }
}

/// Says of each reference what it means, or why it means nothing.
async fn tell(
    tx: &WriteTransaction,
    kind: RecordKind,
    found: Vec<Answer>,
    earlier: &Earlier,
    meant: &mut Meant,
) -> Result<(), StoreError> {
    let failed = found.iter().filter_map(|answer| answer.of.as_ref().err());
    let called = called_of(tx, kind, failed).await?;
    let lost = found
        .iter()
        .filter(|answer| matches!(answer.of, Err(Unmet::Nothing)));
    let names = lost.filter_map(|answer| match &answer.asked.0.by {
        By::Name { folded, .. } => Some(folded.as_str()),
        _ => None,
    });
    let near = doubts::nearly(tx, kind, names.collect()).await?;
    for answer in found {
        let rejected = answer.rejected(earlier);
        let reference = &answer.asked.0;
        let of = match (answer.of, rejected) {
            (_, Some(line)) => {
                let reason = format!("its line {line} was rejected");
                Err(refused(reason, Some(reference)))
            }
            (Ok(found), None) => Ok(found),
            (Err(Unmet::Nothing), None) => {
                let near = match &reference.by {
                    By::Name { folded, .. } => near.get(folded.as_str()),
                    _ => None,
                };
                let near = near.map_or("", String::as_str);
                let (what, by) = (kind.words(), reference.told());
                let reason = format!("there is no {what} with {by}{near}");
                Err(refused(reason, Some(reference)))
            }
            (Err(unmet), None) => Err(refused(told_of(reference, &unmet, &called), None)),
        };
        meant.insert(answer.asked, of);
    }
    Ok(())
}

fn refused(reason: String, want: Option<&Reference>) -> Refusal {
    Refusal {
        want: want.cloned().map(Box::new),
        ..Refusal::from((String::new(), reason))
    }
}

/// What the records are called that stand in the way.
pub(super) async fn called_of(
    tx: &WriteTransaction,
    kind: RecordKind,
    unmet: impl Iterator<Item = &Unmet>,
) -> Result<HashMap<i64, Called>, StoreError> {
    let ids = unmet.flat_map(|unmet| match unmet {
        Unmet::Several(ids) => ids.iter().take(NAMED).copied().collect(),
        Unmet::Apart(ways) => ways.iter().map(|(_, id)| *id).collect(),
        Unmet::Nothing | Unmet::Wrong(_) => Vec::new(),
    });
    let ids: BTreeSet<i64> = ids.collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    tx.called(kind, &ids).await
}

/// Why something leads to no one record, for people.
pub(super) fn told(unmet: &Unmet, called: &HashMap<i64, Called>) -> String {
    let name = |id: &i64| called.get(id).map_or_else(String::new, Called::told);
    match unmet {
        Unmet::Nothing => String::new(),
        Unmet::Wrong(reason) => reason.clone(),
        Unmet::Apart(ways) => {
            let way = |((authority, value), id): &(Identifier, i64)| {
                format!("{} {value} is that of {}", word(*authority), name(id))
            };
            let ways: Vec<String> = ways.iter().map(way).collect();
            let both = ways.join(", ");
            format!("means several records: {both}; say which by its id, or take the wrong one out")
        }
        Unmet::Several(ids) => {
            let named = named(ids, called);
            format!("fits several records: {named}; say which by an id, an identifier or a year")
        }
    }
}

/// What several records are called, the first of them.
fn named(ids: &[i64], called: &HashMap<i64, Called>) -> String {
    let name = |id: &i64| called.get(id).map_or_else(String::new, Called::told);
    let named: Vec<String> = ids.iter().take(NAMED).map(name).collect();
    let more = if ids.len() > NAMED { " and others" } else { "" };
    format!("{}{more}", named.join("; "))
}

/// Why a reference leads to no one record, for people.
fn told_of(reference: &Reference, unmet: &Unmet, called: &HashMap<i64, Called>) -> String {
    let (By::Key(key), Unmet::Several(ids)) = (&reference.by, unmet) else {
        return told(unmet, called);
    };
    let named = named(ids, called);
    let what = reference.kind.words();
    format!(
        "the key \"{key}\" fits several records, each within another source: {named}; write the id of the {what} that is meant in place of the key"
    )
}

async fn by_identifiers(
    tx: &WriteTransaction,
    kind: RecordKind,
    asked: &[Asked],
) -> Result<Identified, StoreError> {
    let identifiers = asked.iter().flat_map(|(reference, _)| match &reference.by {
        By::Identifiers(identifiers) => identifiers.as_slice(),
        _ => &[],
    });
    let identifiers: BTreeSet<&Identifier> = identifiers.collect();
    let identifiers: Vec<Identifier> = identifiers.into_iter().cloned().collect();
    tx.by_identifiers(kind, &identifiers).await
}

/// What identifiers lead to, if it is one record; `space` says where each is counted, if that is
/// known.
pub(super) fn of_identifiers(
    identifiers: &[Identifier],
    found: &Identified,
    space: impl Fn(ExternalAuthority) -> Option<ExternalSpace>,
) -> Found {
    let ways = identifiers.iter().flat_map(|identifier| {
        let ids = found.of(identifier, space(identifier.0));
        ids.map(move |id| (identifier.clone(), id))
    });
    let ways: Vec<(Identifier, i64)> = ways.collect();
    let ids: BTreeSet<i64> = ways.iter().map(|(_, id)| *id).collect();
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (None, _) => Err(Unmet::Nothing),
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(Unmet::Apart(ways)),
    }
}

/// Where keys hold: within the sources of a line; those of sources everywhere.
pub(super) fn spaces(sources: &[i64]) -> Vec<i64> {
    match sources {
        [] => vec![0],
        sources => sources.to_vec(),
    }
}

/// Names that were resolved before, within the same source.
async fn by_memory(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    asked: &[Asked],
) -> Result<HashMap<Words, i64>, StoreError> {
    let names = asked
        .iter()
        .filter(|(of, _)| matches!(of.by, By::Name { .. }));
    let names: Vec<Words> = names
        .map(|(of, sources)| words_of_name(of, leading(sources)))
        .collect();
    tx.by_keys(kind, KeySort::Reference, &names).await
}

/// What a name leads to: what it led to before, while that fits; else what alone fits.
async fn of_name(
    tx: &WriteTransaction,
    kind: RecordKind,
    (folded, year): (&str, Option<i32>),
    before: Option<i64>,
) -> Result<Found, StoreError> {
    let days = match year.map(Edtf::of_year) {
        None => None,
        Some(Ok(date)) => Some((
            date.earliest().unwrap_or(i32::MIN),
            date.latest().unwrap_or(i32::MAX),
        )),
        Some(Err(error)) => return Ok(Err(Unmet::Wrong(error.to_string()))),
    };
    let named = Named {
        folded: folded.to_owned(),
        kinds: Vec::new(),
        days,
    };
    let fitting = tx.named(kind, &named).await?;
    if let Some(before) = before.filter(|before| fitting.contains(before)) {
        return Ok(Ok(before));
    }
    Ok(one_of(&fitting))
}

/// The only one of these.
pub(super) fn one_of(ids: &[i64]) -> Found {
    match ids {
        [] => Err(Unmet::Nothing),
        [id] => Ok(*id),
        several => Err(Unmet::Several(several.to_vec())),
    }
}

/// The words by which a name is known again.
fn words_of_name(reference: &Reference, source: i64) -> Words {
    let By::Name { folded, year, .. } = &reference.by else {
        return (source, String::new());
    };
    let year = year.map_or_else(String::new, |year| year.to_string());
    (source, digest(&[&called(reference.kind), folded, &year]))
}

/// What is kept of a name that led to a record.
fn key_of_name(reference: &Reference, source: i64, id: i64) -> RecordKey {
    let words = words_of_name(reference, source);
    row(reference.kind, KeySort::Reference, words, id)
}

/// Words of any length in 32 characters.
pub(super) fn digest(words: &[&str]) -> String {
    let mut hash = Sha256::new();
    for words in words {
        hash.update(words.as_bytes());
        hash.update([0]);
    }
    let bytes = hash.finalize();
    let hexadecimal = bytes.iter().take(16).map(|byte| format!("{byte:02x}"));
    hexadecimal.collect()
}

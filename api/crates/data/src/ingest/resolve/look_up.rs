//! Which records references mean.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use model::edtf::Edtf;
use model::id::encode;
use sha2::{Digest, Sha256};
use store::StoreError;
use store::read::Named;
use store::write::{Identifier, KeySort, RecordKey, Words, WriteTransaction};

use super::reference::{By, Reference, called, word};

/// Records that are named where several fit.
const NAMED: usize = 5;

/// A reference with the source within which its key or name holds.
type Asked = (Reference, i64);

/// The record that each reference means, or why it means none.
pub(super) type Meant = HashMap<Asked, Result<i64, MeansNone>>;

/// Why a reference means no record.
#[derive(Clone, Debug)]
pub(super) struct MeansNone {
    pub(super) reason: String,
    /// Whether nothing fits; otherwise several records do.
    pub(super) is_nothing: bool,
}

/// Looks up references of any kinds.
pub(super) async fn look_up(
    tx: &mut WriteTransaction,
    asked: BTreeSet<Asked>,
) -> Result<Meant, StoreError> {
    let mut by_kind: BTreeMap<RecordKind, Vec<Asked>> = BTreeMap::new();
    for asked in asked {
        by_kind.entry(asked.0.kind).or_default().push(asked);
    }
    let mut meant = Meant::new();
    for (kind, asked) in by_kind {
        let identified = by_identifiers(tx, kind, &asked).await?;
        let (keyed, anywhere) = by_keys(tx, kind, &asked).await?;
        let remembered = by_memory(tx, kind, &asked).await?;
        for (reference, source) in asked {
            let found = match &reference.by {
                By::Identifiers(identifiers) => of_identifiers(kind, identifiers, &identified),
                By::Key(key) => of_key(kind, key, source, &keyed, &anywhere),
                By::Name(name, year) => {
                    let before = remembered.get(&words_of_name(&reference, source)).copied();
                    of_name(tx, kind, (name, *year), before).await?
                }
            };
            let found = found.map_err(|reason| MeansNone {
                is_nothing: reason.is_none(),
                reason: reason.unwrap_or_else(|| {
                    format!("there is no {} with {}", kind.words(), reference.told())
                }),
            });
            meant.insert((reference, source), found);
        }
    }
    Ok(meant)
}

/// What was found; why several fit, or that nothing does.
type Found = Result<i64, Option<String>>;

async fn by_identifiers(
    tx: &WriteTransaction,
    kind: RecordKind,
    asked: &[Asked],
) -> Result<HashMap<Identifier, BTreeSet<i64>>, StoreError> {
    let identifiers = asked.iter().flat_map(|(reference, _)| match &reference.by {
        By::Identifiers(identifiers) => identifiers.as_slice(),
        _ => &[],
    });
    let identifiers: BTreeSet<&Identifier> = identifiers.collect();
    let identifiers: Vec<Identifier> = identifiers.into_iter().cloned().collect();
    tx.by_identifiers(kind, &identifiers).await
}

/// What identifiers lead to, if it is one record.
pub(super) fn of_identifiers(
    kind: RecordKind,
    identifiers: &[Identifier],
    found: &HashMap<Identifier, BTreeSet<i64>>,
) -> Found {
    let ways = identifiers.iter().flat_map(|identifier| {
        let ids = found.get(identifier).into_iter().flatten();
        ids.map(move |id| (identifier, *id))
    });
    let ways: Vec<(&Identifier, i64)> = ways.collect();
    let ids: BTreeSet<i64> = ways.iter().map(|(_, id)| *id).collect();
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (None, _) => Err(None),
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => {
            let way = |((authority, value), id): &(&Identifier, i64)| {
                format!(
                    "{} {value} is that of {}",
                    word(*authority),
                    encode(kind, *id)
                )
            };
            let ways: Vec<String> = ways.iter().map(way).collect();
            let both = ways.join(", ");
            Err(Some(format!(
                "means several records: {both}; say which by its id"
            )))
        }
    }
}

type Keyed = (HashMap<Words, i64>, HashMap<String, BTreeSet<i64>>);

async fn by_keys(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    asked: &[Asked],
) -> Result<Keyed, StoreError> {
    let keys = asked
        .iter()
        .filter_map(|(reference, source)| match &reference.by {
            By::Key(key) => Some((*source, key.clone())),
            _ => None,
        });
    let keys: Vec<Words> = keys.collect();
    let keyed = tx.by_keys(kind, KeySort::Key, &keys).await?;
    let left = keys.into_iter().filter(|words| !keyed.contains_key(words));
    let left: BTreeSet<String> = left.map(|(_, key)| key).collect();
    let left: Vec<String> = left.into_iter().collect();
    let anywhere = tx.by_keys_anywhere(kind, &left).await?;
    Ok((keyed, anywhere))
}

/// What a key leads to: within the line's own source, else within any, if it is one record.
fn of_key(
    kind: RecordKind,
    key: &str,
    source: i64,
    keyed: &HashMap<Words, i64>,
    anywhere: &HashMap<String, BTreeSet<i64>>,
) -> Found {
    if let Some(id) = keyed.get(&(source, key.to_owned())) {
        return Ok(*id);
    }
    let ids: Vec<i64> = anywhere.get(key).into_iter().flatten().copied().collect();
    one_of(kind, &ids)
}

/// Names that were resolved before, within the same source.
async fn by_memory(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    asked: &[Asked],
) -> Result<HashMap<Words, i64>, StoreError> {
    let names = asked.iter().filter(|(of, _)| matches!(of.by, By::Name(..)));
    let names: Vec<Words> = names
        .map(|(of, source)| words_of_name(of, *source))
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
        Some(Err(error)) => return Ok(Err(Some(error.to_string()))),
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
    Ok(one_of(kind, &fitting))
}

fn one_of(kind: RecordKind, ids: &[i64]) -> Found {
    match ids {
        [] => Err(None),
        [id] => Ok(*id),
        several => {
            let ids = several.iter().take(NAMED).map(|id| encode(kind, *id));
            let ids: Vec<String> = ids.collect();
            let more = if several.len() > NAMED {
                " and others"
            } else {
                ""
            };
            Err(Some(format!(
                "fits several records: {}{more}; say which by an id, an identifier or a year",
                ids.join(", ")
            )))
        }
    }
}

/// The words by which a name is known again.
fn words_of_name(reference: &Reference, source: i64) -> Words {
    let By::Name(name, year) = &reference.by else {
        return (source, String::new());
    };
    let year = year.map_or_else(String::new, |year| year.to_string());
    (source, digest(&[&called(reference.kind), name, &year]))
}

/// What is kept of a name that led to a record.
pub(super) fn key_of_name(reference: &Reference, source: i64, id: i64) -> RecordKey {
    let (source_id, words) = words_of_name(reference, source);
    RecordKey {
        record_kind: reference.kind,
        sort: KeySort::Reference,
        words,
        source_id,
        record_id: id,
    }
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

//! Lines with keys of their own: which records these lead to, and within which source a new one holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use model::id::{decode, encode};
use model::text::is_blank;
use serde_json::Value;
use store::StoreError;
use store::write::{Called, KeySort, RecordKey, Words, WriteTransaction};

use super::Line;
use super::key::{form_of_key, is_key, key_row, row_of_use, words_of_use};
use super::look_up::spaces;
use super::own::{How, Own};
use super::reference::composed;

/// The keys of a line.
#[derive(Default)]
pub(super) struct Keys {
    /// That which is looked for within each of its sources.
    pub(super) key: Option<String>,
    /// Those that it gives within the sources that it says.
    given: Vec<Words>,
    /// Where they lead.
    found: BTreeMap<Words, i64>,
    /// The source within which its key is to hold from now on.
    holds: Option<i64>,
}

impl Keys {
    /// Takes the keys out of a line.
    pub(super) fn take(kind: RecordKind, line: &mut Line) -> Self {
        let mut taken = Self::default();
        if let Some(key) = line.fields.shift_remove("key") {
            match key {
                Value::String(key) if is_key(&key) => taken.key = Some(composed(&key)),
                Value::String(key) if is_blank(&key) => {}
                Value::Null => {}
                _ => line.refuse("key", form_of_key()),
            }
        }
        if taken.key.is_some() && line.sources.is_empty() && kind != RecordKind::Source {
            let reason = "holds within a source: name one in `source` or `sources`";
            line.refuse("key", reason.to_owned());
        }
        let keys = match line.fields.shift_remove("keys") {
            None => return taken,
            Some(Value::Object(keys)) => keys,
            Some(_) => {
                let reason = "has to be an object from ids of sources to keys";
                line.refuse("keys", reason.to_owned());
                return taken;
            }
        };
        for (source, key) in keys {
            let field = format!("keys.{source}");
            let of = decode(&source)
                .ok()
                .filter(|id| id.kind == RecordKind::Source);
            match (of, key) {
                (Some(of), Value::String(key)) if is_key(&key) => {
                    taken.given.push((of.id, composed(&key)));
                }
                (Some(_), _) => line.refuse(&field, form_of_key()),
                (None, _) => line.refuse(&field, "is no id of a source".to_owned()),
            }
        }
        taken
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.key.is_none() && self.given.is_empty()
    }

    /// Its key within each of these sources.
    fn within(&self, sources: &[i64]) -> Vec<Words> {
        let key = self.key.iter();
        let each = key.flat_map(|key| spaces(sources).into_iter().map(|of| (of, key.clone())));
        each.collect()
    }

    /// All words by which it is looked for.
    fn words(&self, sources: &[i64]) -> Vec<Words> {
        let within = self.within(sources).into_iter();
        within.chain(self.given.iter().cloned()).collect()
    }

    /// What tells the line from the others of its batch: a key may be that of any of its sources.
    pub(super) fn marks(&self, sources: &[i64]) -> Vec<String> {
        let words = self.words(sources).into_iter();
        let marks = words.map(|(source, key)| format!("key {source} {key}"));
        marks.collect()
    }

    /// What is kept of them where the line goes in as this record: where they hold, and that its other
    /// sources mean this record by its key.
    pub(super) fn rows(self, kind: RecordKind, sources: &[i64], id: i64) -> Vec<RecordKey> {
        let held = self.words(sources).into_iter();
        let rows = held.map(|words| {
            let is_given = self.given.contains(&words);
            let is_here = self.found.contains_key(&words) || self.holds == Some(words.0);
            match is_given || is_here {
                true => key_row(kind, words, id),
                false => row_of_use(kind, words.0, &words.1, id),
            }
        });
        rows.collect()
    }
}

/// A line whose key leads elsewhere than the rest of it: its place, the records that it leads to, and
/// that of the line, where it is known.
type Astray = (usize, Vec<i64>, Option<i64>);

/// Finds the records of lines by their keys.
pub(super) async fn by_keys(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let pairs = lines.iter().zip(&*own);
    let asked = pairs.flat_map(|(line, own)| own.keys.words(&line.sources));
    let asked: BTreeSet<Words> = asked.collect();
    let asked: Vec<Words> = asked.into_iter().collect();
    let found = tx.by_keys(kind, KeySort::Key, &asked).await?;
    let mut astray: Vec<Astray> = Vec::new();
    for (place, (line, own)) in lines.iter_mut().zip(own).enumerate() {
        for words in own.keys.words(&line.sources) {
            if let Some(id) = found.get(&words) {
                own.keys.found.insert(words, *id);
            }
        }
        let ids: BTreeSet<i64> = own.keys.found.values().copied().collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        match (ids.as_slice(), own.id) {
            // An id that cannot be read is told where the record is read.
            ([], _) | (_, Some((0, _))) => {}
            ([id], None) => own.id = Some((*id, How::Key)),
            ([id], Some((other, _))) if *id == other => {}
            (several, None) => astray.push((place, several.to_vec(), None)),
            (several, Some((other, _))) => {
                let others = several.iter().filter(|id| **id != other);
                astray.push((place, others.copied().collect(), Some(other)));
            }
        }
    }
    refuse_astray(tx, kind, lines, astray).await
}

/// Says of each key that leads elsewhere whose it is.
async fn refuse_astray(
    tx: &WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    astray: Vec<Astray>,
) -> Result<(), StoreError> {
    let ids = astray.iter().flat_map(|(_, ids, of)| ids.iter().chain(of));
    let ids: BTreeSet<i64> = ids.copied().collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let called = tx.called(kind, &ids).await?;
    let name = |id: &i64| told(&called, kind, *id);
    for (place, ids, of) in astray {
        let Some(line) = lines.get_mut(place) else {
            continue;
        };
        let names: Vec<String> = ids.iter().map(name).collect();
        let names = names.join("; ");
        match of {
            Some(of) => {
                let of = name(&of);
                let reason = format!(
                    "is that of {names}, and the line is of {of}: take another key, or mend its id or identifiers"
                );
                line.refuse_key("key", reason);
            }
            None => {
                let reason = format!(
                    "is that of several records, each within one of the line's sources: {names}; \
                     write the id of the line's own in place of the key, or take another key"
                );
                line.refuse_key("key", reason);
            }
        }
    }
    Ok(())
}

fn told(called: &HashMap<i64, Called>, kind: RecordKind, id: i64) -> String {
    let called = called.get(&id);
    called.map_or_else(|| encode(kind, id), Called::told)
}

/// A key that lines of a source use for another record: the place of the line, its field, the words, and
/// the record.
type Taken = (usize, String, Words, i64);

/// Says where new keys hold: within the first source of their line whose lines mean no other record by
/// them. Where there is none, the line is refused: what was read before would mean another record from
/// now on.
pub(super) async fn place_new(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let pairs = lines.iter().zip(&*own);
    let pairs = pairs.filter(|(line, _)| line.wrong.is_none());
    let asked = pairs.flat_map(|(line, own)| {
        let mut words = own.keys.words(&line.sources);
        words.retain(|words| !own.keys.found.contains_key(words));
        words
    });
    let used = used(tx, kind, asked.collect()).await?;
    let mut taken: Vec<Taken> = Vec::new();
    for (place, (line, own)) in lines.iter().zip(own).enumerate() {
        let id = own.id.map(|(id, _)| id);
        let other = |words: &Words| {
            let mut others = used.get(words)?.iter().filter(|of| Some(**of) != id);
            others.next().copied()
        };
        let keys = &own.keys;
        let within = keys.within(&line.sources);
        let is_new = |words: &&Words| !keys.found.contains_key(*words);
        let mut new = within.iter().filter(is_new);
        let is_found = within.len() > new.clone().count();
        let holds = new.clone().find(|words| other(words).is_none());
        let lacking = new.next().filter(|_| holds.is_none() && !is_found);
        let mut refused: Vec<(String, &Words)> = Vec::new();
        refused.extend(lacking.map(|words| ("key".to_owned(), words)));
        let given = keys.given.iter().filter(is_new);
        refused.extend(given.map(|words| {
            let source = encode(RecordKind::Source, words.0);
            (format!("keys.{source}"), words)
        }));
        let of_others = refused.into_iter().filter_map(|(field, words)| {
            let other = other(words)?;
            Some((place, field, words.clone(), other))
        });
        taken.extend(of_others);
        // A key that was found within another source holds within the leading one, too, if it can.
        let holds = holds.filter(|words| !is_found || within.first() == Some(*words));
        own.keys.holds = holds.map(|(source, _)| *source);
    }
    refuse_taken(tx, kind, lines, taken).await
}

async fn refuse_taken(
    tx: &WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    taken: Vec<Taken>,
) -> Result<(), StoreError> {
    let distinct = |ids: BTreeSet<i64>| ids.into_iter().collect::<Vec<i64>>();
    let records = distinct(taken.iter().map(|(.., id)| *id).collect());
    let records = tx.called(kind, &records).await?;
    let sources = distinct(taken.iter().map(|(_, _, (of, _), _)| *of).collect());
    let sources = tx.called(RecordKind::Source, &sources).await?;
    for (place, field, (source, key), id) in taken {
        let (record, source) = (
            told(&records, kind, id),
            told(&sources, RecordKind::Source, source),
        );
        let reason = format!(
            "lines of the source {source} mean {record} by \"{key}\", which is its key within another source: \
             take another key, or give that id if the line is of the same record"
        );
        if let Some(line) = lines.get_mut(place) {
            line.refuse_key(&field, reason);
        }
    }
    Ok(())
}

/// The records that lines of sources mean by keys which hold within other sources.
async fn used(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    asked: BTreeSet<Words>,
) -> Result<HashMap<Words, BTreeSet<i64>>, StoreError> {
    let keys: BTreeSet<&String> = asked.iter().map(|(_, key)| key).collect();
    let keys: Vec<String> = keys.into_iter().cloned().collect();
    let anywhere = tx.by_keys_anywhere(kind, &keys).await?;
    let mut uses: BTreeMap<Words, Words> = BTreeMap::new();
    for words in asked {
        for id in anywhere.get(&words.1).into_iter().flatten() {
            uses.insert(words_of_use(kind, words.0, &words.1, *id), words.clone());
        }
    }
    let asked: Vec<Words> = uses.keys().cloned().collect();
    let mut used: HashMap<Words, BTreeSet<i64>> = HashMap::new();
    for (words, id) in tx.by_keys(kind, KeySort::Reference, &asked).await? {
        if let Some(words) = uses.get(&words) {
            used.entry(words.clone()).or_default().insert(id);
        }
    }
    Ok(used)
}

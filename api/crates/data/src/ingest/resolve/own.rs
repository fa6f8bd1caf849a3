//! Which record a line is of: by an id, an identifier, a key, or what makes it what it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::external::{ImdbId, normalize};
use model::fold::fold;
use model::id::{Authority, database_id, decode, encode};
use model::instant::Instant;
use model::text::is_blank;
use record::{Declared, Identity, by_kind};
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Identifier, KeySort, RecordKey, Stored, Words, WriteTransaction};

use super::look_up::{digest, of_identifiers};
use super::reference::{authority, called};
use super::walk::{fields_of, parts_with_ids};
use super::{Line, Resolved, Unresolved, sources_of};
use crate::ingest::format::record_of;

/// The longest key, in characters.
pub(in crate::ingest) const KEY_CHARS: usize = 200;

/// How a line got its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It brought it.
    Id,
    /// By an identifier of another authority.
    Identifier,
    /// By its key.
    Key,
    /// By what makes it what it is.
    Identity,
    /// It is new.
    New,
}

impl How {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Identifier => "IDENTIFIER",
            Self::Key => "KEY",
            Self::Identity => "IDENTITY",
            Self::New => "NEW",
        }
    }
}

/// What tells a line from others of its batch, and finds its record.
struct Own {
    id: Option<(i64, How)>,
    key: Option<String>,
    identifiers: Vec<Identifier>,
    /// What makes it what it is, in a digest.
    identity: Option<String>,
    has_time: bool,
}

/// Gives each line the id of its record, and makes it a record.
pub(super) async fn identify(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    mut lines: Vec<Line>,
    at: i64,
) -> Result<Vec<Result<Resolved, Unresolved>>, StoreError> {
    let mut own: Vec<Own> = lines.iter_mut().map(|line| Own::take(kind, line)).collect();
    by_identifiers(tx, kind, &mut lines, &mut own).await?;
    by_keys(tx, kind, &mut lines, &mut own).await?;
    if let Some(identity) = identity_of(kind) {
        stand_in(kind, &mut lines, &mut own, at);
        by_identity(tx, (kind, &identity), &mut lines, &mut own).await?;
    }
    refuse_twice(&mut lines, &own);
    refuse_nameless(kind, &mut lines, &own);
    give_new(tx, kind, &lines, &mut own).await?;
    fill(tx, kind, &mut lines, &own).await?;
    let pairs = lines.into_iter().zip(own);
    Ok(pairs.map(|(line, own)| finish(kind, line, own)).collect())
}

fn identity_of(kind: RecordKind) -> Option<Identity> {
    fn of<R: Declared>() -> Option<Identity> {
        R::IDENTITY
    }
    by_kind!(kind, None, of())
}

impl Own {
    /// Takes what is no member of the record out of the line.
    fn take(kind: RecordKind, line: &mut Line) -> Self {
        let mut own = Self {
            id: None,
            key: None,
            identifiers: Vec::new(),
            identity: None,
            has_time: line.fields.contains_key("recordedAt"),
        };
        if let Some(id) = line.fields.get("id") {
            match id.as_str().map(decode) {
                Some(Ok(id)) if id.kind == kind => own.id = Some((id.id, How::Id)),
                // What is wrong with it is told where the record is read.
                _ => own.id = Some((0, How::Id)),
            }
        }
        own.take_key(kind, line);
        let external = line.fields.get("externalIds").and_then(Value::as_object);
        let identifiers = external.into_iter().flatten();
        let identifiers = identifiers.filter_map(|(name, value)| {
            let authority = authority(name)?;
            Some((authority, normalize(authority, value.as_str()?).ok()?))
        });
        own.identifiers = identifiers.collect();
        own
    }

    fn take_key(&mut self, kind: RecordKind, line: &mut Line) {
        if let Some(key) = line.fields.shift_remove("key") {
            match key {
                Value::String(key) if is_key(&key) => self.key = Some(key),
                Value::String(key) if is_blank(&key) => {}
                Value::Null => {}
                _ => line.refuse("key", form_of_key()),
            }
        }
        if self.key.is_some() && line.source == 0 && kind != RecordKind::Source {
            let reason = "holds within a source: name one in `source` or `sources`";
            line.refuse("key", reason.to_owned());
        }
        let Some(keys) = line.fields.shift_remove("keys") else {
            return;
        };
        let Value::Object(keys) = keys else {
            line.refuse(
                "keys",
                "has to be an object from ids of sources to keys".to_owned(),
            );
            return;
        };
        for (source, key) in keys {
            let field = format!("keys.{source}");
            let of = decode(&source)
                .ok()
                .filter(|id| id.kind == RecordKind::Source);
            match (of, key) {
                (Some(of), Value::String(key)) if is_key(&key) => {
                    if of.id == line.source && self.key.is_none() {
                        self.key = Some(key.clone());
                    }
                    line.keys.push(key_row(kind, of.id, key));
                }
                (Some(_), _) => line.refuse(&field, form_of_key()),
                (None, _) => line.refuse(&field, "is no id of a source".to_owned()),
            }
        }
    }

    /// What tells it from the other lines of its batch.
    fn marks(&self, source: i64) -> Vec<String> {
        let identifiers = self.identifiers.iter();
        let mut marks: Vec<String> = identifiers
            .map(|(authority, value)| format!("{authority:?} {value}"))
            .collect();
        marks.extend(self.key.iter().map(|key| format!("key {source} {key}")));
        if self.id.is_none() && self.key.is_none() && self.identifiers.is_empty() {
            marks.extend(self.identity.iter().map(|of| format!("identity {of}")));
        }
        marks
    }
}

pub(super) fn is_key(key: &str) -> bool {
    let length = key.chars().count();
    let is_plain = key.trim() == key && !key.contains(char::is_control);
    length <= KEY_CHARS && is_plain && !is_blank(key)
}

pub(super) fn form_of_key() -> String {
    format!("has to be a text of 1 to {KEY_CHARS} characters, without blanks at its ends")
}

fn key_row(kind: RecordKind, source: i64, words: String) -> RecordKey {
    RecordKey {
        record_kind: kind,
        sort: KeySort::Key,
        words,
        source_id: source,
        record_id: 0,
    }
}

async fn by_identifiers(
    tx: &WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let asked = own.iter().filter(|own| own.id.is_none());
    let asked: BTreeSet<&Identifier> = asked.flat_map(|own| &own.identifiers).collect();
    let asked: Vec<Identifier> = asked.into_iter().cloned().collect();
    let found = tx.by_identifiers(kind, &asked).await?;
    for (line, own) in lines.iter_mut().zip(own) {
        if own.id.is_some() {
            continue;
        }
        match of_identifiers(kind, &own.identifiers, &found) {
            Ok(id) => own.id = Some((id, How::Identifier)),
            Err(Some(reason)) => line.refuse("externalIds", reason),
            Err(None) => {}
        }
    }
    Ok(())
}

async fn by_keys(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let words = |line: &Line, own: &Own| Some((line.source, own.key.clone()?));
    let asked = lines.iter().zip(&*own);
    let asked: Vec<Words> = asked.filter_map(|(line, own)| words(line, own)).collect();
    let found = tx.by_keys(kind, KeySort::Key, &asked).await?;
    for (line, own) in lines.iter_mut().zip(own) {
        let Some(words) = words(line, own) else {
            continue;
        };
        match (found.get(&words), own.id) {
            (Some(id), None) => own.id = Some((*id, How::Key)),
            (Some(id), Some((other, how))) if *id != other && how != How::Id => {
                let (by_key, by_other) = (encode(kind, *id), encode(kind, other));
                let reason =
                    format!("is that of {by_key}, and its identifiers are those of {by_other}");
                line.refuse("key", reason);
            }
            _ => {}
        }
        line.keys.push(key_row(kind, words.0, words.1));
    }
    Ok(())
}

/// Ids that stand in until it is known which they are, so that lines can be read as records.
fn stand_in(kind: RecordKind, lines: &mut [Line], own: &mut [Own], at: i64) {
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
                own.identity = line.as_object().and_then(|line| digest_of(kind, line));
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

/// What makes a line what it is, in a digest.
fn digest_of(kind: RecordKind, line: &Map<String, Value>) -> Option<String> {
    let identity = identity_of(kind)?;
    let value = |field: &&str| match line.get(*field) {
        // Case, accents and blanks make no other job.
        Some(Value::String(job)) if *field == "job" => Value::from(fold(job)).to_string(),
        value => value.unwrap_or(&Value::Null).to_string(),
    };
    let values: Vec<String> = identity.fields.iter().map(value).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    Some(digest(&values))
}

/// Finds records by what makes them what they are: as a line said it when it was read before, else
/// as they are.
async fn by_identity(
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
    let words: Vec<Words> = own
        .iter()
        .filter_map(|own| Some((0, own.identity.clone()?)))
        .collect();
    let remembered = tx.by_keys(kind, KeySort::Identity, &words).await?;
    let open = lines.iter().zip(&*own);
    let open = open.filter(|(line, own)| own.id.is_none() && line.wrong.is_none());
    let open: Vec<&Map<String, Value>> = open.map(|(line, _)| &line.fields).collect();
    let candidates = if open.is_empty() {
        BTreeMap::new()
    } else {
        by_kind!(kind, Ok(BTreeMap::new()), alike(tx, identity, &open).await)?
    };
    let mut found: HashMap<String, i64> = HashMap::new();
    for (id, line) in &candidates {
        if let Some(digest) = digest_of(kind, line) {
            found.entry(digest).or_insert(*id);
        }
    }
    for (line, own) in lines.iter_mut().zip(own) {
        let Some(digest) = own.identity.clone() else {
            continue;
        };
        if own.id.is_none() {
            let before = remembered.get(&(0, digest.clone()));
            let id = before.or_else(|| found.get(&digest));
            own.id = id.map(|id| (*id, How::Identity));
            line.keys.push(RecordKey {
                record_kind: kind,
                sort: KeySort::Identity,
                words: digest,
                source_id: 0,
                record_id: 0,
            });
        }
    }
    Ok(())
}

/// Of lines that are read together, no two are of one record.
fn refuse_twice(lines: &mut [Line], own: &[Own]) {
    let mut seen = BTreeSet::new();
    for (line, own) in lines.iter_mut().zip(own) {
        if line.wrong.is_some() {
            continue;
        }
        let is_new = own
            .marks(line.source)
            .into_iter()
            .map(|mark| seen.insert(mark));
        if is_new.filter(|is_new| !is_new).count() > 0 {
            let reason = "an earlier line of the file is of the same record".to_owned();
            line.refuse("", reason);
        }
    }
}

fn refuse_nameless(kind: RecordKind, lines: &mut [Line], own: &[Own]) {
    for (line, own) in lines.iter_mut().zip(own) {
        let is_told = own.id.is_some() || own.key.is_some() || own.identity.is_some();
        if !is_told && own.identifiers.is_empty() {
            let one = kind.what();
            let reason = format!(
                "is needed, for {one} has nothing else to be found by: give an id, a `key`, or an identifier in `externalIds`"
            );
            line.refuse("id", reason);
        }
    }
}

/// Numbers records that are new: by IMDb's number, where they have one, so that they have the same
/// id everywhere; else by the database's own.
async fn give_new(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &[Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let is_new = |(line, own): &(&Line, &mut Own)| own.id.is_none() && line.wrong.is_none();
    let new = lines.iter().zip(own.iter_mut()).filter(is_new);
    let mut new: Vec<&mut Own> = new.map(|(_, own)| own).collect();
    let ids: Vec<i64> = new.iter().filter_map(|own| derived(own)).collect();
    let taken = tx.there(kind, &ids).await?;
    let mut left = Vec::new();
    for own in &mut new {
        match derived(own).filter(|id| !taken.contains(id)) {
            Some(id) => own.id = Some((id, How::New)),
            None => left.push(own),
        }
    }
    let count = i64::try_from(left.len()).unwrap_or_default();
    if count > 0 {
        let ids = tx.allocate(kind, count).await?;
        for (own, id) in left.into_iter().zip(ids) {
            own.id = Some((id, How::New));
        }
    }
    Ok(())
}

/// The id that follows from IMDb's.
fn derived(own: &Own) -> Option<i64> {
    let (_, value) = own
        .identifiers
        .iter()
        .find(|(authority, _)| *authority == ExternalAuthority::Imdb)?;
    database_id(Authority::Imdb, ImdbId::parse(value).ok()?.number())
}

/// Puts the ids into the lines and their parts. A part keeps the id of one that is alike.
async fn fill(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &[Own],
) -> Result<(), StoreError> {
    async fn there<R: Stored>(
        tx: &WriteTransaction,
        ids: &[i64],
    ) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
        tx.as_lines::<R>(ids).await
    }
    let is_found = |own: &&Own| own.id.is_some_and(|(_, how)| how != How::New);
    let known = own.iter().filter(is_found);
    let known: Vec<i64> = known.filter_map(|own| own.id.map(|(id, _)| id)).collect();
    let known = match known.as_slice() {
        [] => BTreeMap::new(),
        ids => by_kind!(kind, Ok(BTreeMap::new()), there(tx, ids).await)?,
    };
    let nothing = Map::new();
    let mut lacking: BTreeMap<RecordKind, i64> = BTreeMap::new();
    for (line, own) in lines.iter_mut().zip(own) {
        let Some((id, how)) = own.id else { continue };
        if how != How::Id {
            line.fields
                .insert("id".to_owned(), Value::from(encode(kind, id)));
        }
        let before = known.get(&id).unwrap_or(&nothing);
        if how != How::Id {
            join(before, &mut line.fields);
        }
        if kind == RecordKind::Claim
            && !own.has_time
            && let Some(time) = before.get("recordedAt")
        {
            line.fields.insert("recordedAt".to_owned(), time.clone());
        }
        parts_with_ids(fields_of(kind), &mut line.fields, |field, part, list| {
            let held = before.get(field).and_then(Value::as_array);
            keep_ids(list, held.map_or(&[], Vec::as_slice));
            let left = list.iter().filter(|part| super::lacks_id(part)).count();
            *lacking.entry(part).or_default() += i64::try_from(left).unwrap_or_default();
        });
    }
    let mut new: BTreeMap<RecordKind, std::vec::IntoIter<i64>> = BTreeMap::new();
    for (part, count) in lacking.into_iter().filter(|(_, count)| *count > 0) {
        new.insert(part, tx.allocate(part, count).await?.into_iter());
    }
    for line in lines {
        parts_with_ids(fields_of(kind), &mut line.fields, |_, part, list| {
            for member in list.iter_mut().filter(|part| super::lacks_id(part)) {
                let id = new.get_mut(&part).and_then(Iterator::next);
                if let (Value::Object(member), Some(id)) = (member, id) {
                    member.insert("id".to_owned(), Value::from(encode(part, id)));
                }
            }
        });
    }
    Ok(())
}

/// A record that rests on other sources than the line's stays as it is: the line adds what the record
/// lacks, and its sources.
fn join(before: &Map<String, Value>, line: &mut Map<String, Value>) {
    let given = sources_of(line);
    if sources_of(before)
        .iter()
        .all(|source| given.contains(source))
    {
        return;
    }
    let is_named = line
        .get("characters")
        .is_some_and(|list| list != &Value::Array(Vec::new()));
    for (name, value) in before {
        match (name.as_str(), line.get_mut(name), value) {
            ("sources", Some(Value::Array(given)), Value::Array(held)) => {
                let new = held.iter().filter(|source| !given.contains(source));
                let new: Vec<Value> = new.cloned().collect();
                given.extend(new);
            }
            ("externalIds", Some(Value::Object(given)), Value::Object(held)) => {
                given.extend(held.clone());
            }
            // Why there are none is answered where there are some.
            ("charactersMissing", ..) if is_named => {}
            _ => {
                line.insert(name.clone(), value.clone());
            }
        }
    }
}

/// Members that tell one part from another, beside whatever else it has.
const OF_PARTS: [&str; 6] = ["text", "name", "work", "note", "language", "country"];

/// Whether a part that was given is the one that is held.
type IsAlike = fn(&Map<String, Value>, &Map<String, Value>) -> bool;

/// Gives parts without ids those of parts that are there and alike: in everything, else in what
/// tells parts apart.
fn keep_ids(list: &mut [Value], held: &[Value]) {
    let id_of = |part: &Value| part.get("id").cloned();
    let mut used: Vec<Value> = list.iter().filter_map(id_of).collect();
    let whole = |given: &Map<String, Value>, part: &Map<String, Value>| {
        let rest = part.iter().filter(|(name, _)| *name != "id");
        rest.clone().count() == given.len()
            && rest.clone().all(|(name, of)| given.get(name) == Some(of))
    };
    let apart = |given: &Map<String, Value>, part: &Map<String, Value>| {
        OF_PARTS
            .iter()
            .all(|name| given.get(*name) == part.get(*name))
    };
    let ways: [IsAlike; 2] = [whole, apart];
    for is_alike in ways {
        for given in list.iter_mut().filter(|part| super::lacks_id(part)) {
            let Value::Object(given) = given else {
                continue;
            };
            let fits = held.iter().find(|part| {
                let is_free = part.get("id").is_some_and(|id| !used.contains(id));
                is_free && part.as_object().is_some_and(|part| is_alike(given, part))
            });
            if let Some(id) = fits.and_then(id_of) {
                used.push(id.clone());
                given.insert("id".to_owned(), id);
            }
        }
    }
}

fn finish(kind: RecordKind, line: Line, own: Own) -> Result<Resolved, Unresolved> {
    if let Some(wrong) = line.wrong {
        return Err(wrong);
    }
    let (id, how) = own.id.unwrap_or((0, How::Id));
    let record = record_of(&called(kind), line.fields);
    let record = record.map_err(|wrong| Unresolved { wrong, want: None })?;
    let keys = line.keys.into_iter().map(|mut key| {
        if key.sort != KeySort::Reference {
            key.record_id = id;
        }
        key
    });
    Ok(Resolved {
        record,
        how,
        keys: keys.collect(),
    })
}

//! Which record a line is of: by an id, an identifier, a key, or what makes it what it is.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind, WorkKind};
use model::external::{ImdbId, normalize};
use model::fold::fold;
use model::id::{Authority, database_id, decode, encode};
use model::text::is_blank;
use record::{space_of, work_space};
use serde::Deserialize as _;
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Called, Identifier, KeySort, Words, WriteTransaction};

use super::alike::{Digests, by_identity, identity_of, stand_in};
use super::doubts::doubles;
use super::join::fill;
use super::key::{form_of_key, is_key, key_row};
use super::look_up::{Unmet, called_of, of_identifiers, spaces, told, within};
use super::reference::{authority, called, composed};
use super::{Line, Refusal, Resolved};
use crate::ingest::format::record_of;

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
pub(super) struct Own {
    pub(super) id: Option<(i64, How)>,
    key: Option<String>,
    identifiers: Vec<Identifier>,
    /// Where an authority that counts kinds apart counts it.
    space: ExternalSpace,
    /// What makes it what it is.
    pub(super) identity: Option<Digests>,
    /// Whether it says when it came in.
    pub(super) has_time: bool,
}

/// Gives each line the id of its record, and makes it a record.
pub(super) async fn identify(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    mut lines: Vec<Line>,
    at: i64,
) -> Result<Vec<Result<Resolved, Refusal>>, StoreError> {
    let mut own: Vec<Own> = lines.iter_mut().map(|line| Own::take(kind, line)).collect();
    by_identifiers(tx, kind, &mut lines, &mut own).await?;
    by_keys(tx, kind, &mut lines, &mut own).await?;
    if let Some(identity) = identity_of(kind) {
        stand_in(kind, &mut lines, &mut own, at);
        by_identity(tx, (kind, &identity), &mut lines, &mut own).await?;
    }
    if kind == RecordKind::Source {
        refuse_strange_sources(tx, &mut lines, &own).await?;
    }
    refuse_nameless(kind, &mut lines, &own);
    give_new(tx, kind, &lines, &mut own).await?;
    doubles(tx, kind, &mut lines, &own).await?;
    fill(tx, kind, &mut lines, &own).await?;
    let pairs = lines.into_iter().zip(own);
    Ok(pairs.map(|(line, own)| finish(kind, line, own)).collect())
}

impl Own {
    /// Takes what is no member of the record out of the line.
    fn take(kind: RecordKind, line: &mut Line) -> Self {
        let mut own = Self {
            id: None,
            key: None,
            identifiers: Vec::new(),
            space: space_in(kind, &line.fields),
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
                Value::String(key) if is_key(&key) => self.key = Some(composed(&key)),
                Value::String(key) if is_blank(&key) => {}
                Value::Null => {}
                _ => line.refuse("key", form_of_key()),
            }
        }
        if self.key.is_some() && line.sources.is_empty() && kind != RecordKind::Source {
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
                    let key = composed(&key);
                    if of.id == line.source() && self.key.is_none() {
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
            .map(|(authority, value)| {
                let space = space_of(*authority, self.space);
                format!("{authority:?} {space:?} {value}")
            })
            .collect();
        marks.extend(self.key.iter().map(|key| format!("key {source} {key}")));
        if !matches!(self.id, Some((_, How::Id))) && self.key.is_none() && marks.is_empty() {
            marks.extend(self.identity.iter().flat_map(Digests::marks));
        }
        marks
    }
}

/// Where an authority that counts kinds apart counts the record of a line.
fn space_in(kind: RecordKind, fields: &Map<String, Value>) -> ExternalSpace {
    let work = || WorkKind::deserialize(fields.get("kind")?.clone()).ok();
    match kind {
        RecordKind::Work => work().map_or(ExternalSpace::Whole, work_space),
        RecordKind::Person => ExternalSpace::Person,
        RecordKind::Company => ExternalSpace::Company,
        RecordKind::Character => ExternalSpace::Character,
        _ => ExternalSpace::Whole,
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
    let mut unmet: Vec<(usize, Unmet)> = Vec::new();
    for (place, own) in own.iter_mut().enumerate() {
        if own.id.is_some() {
            continue;
        }
        let space = own.space;
        let space = |authority| Some(space_of(authority, space));
        match of_identifiers(&own.identifiers, &found, space) {
            Ok(id) => own.id = Some((id, How::Identifier)),
            Err(Unmet::Nothing) => {}
            Err(several) => unmet.push((place, several)),
        }
    }
    let called = called_of(tx, kind, unmet.iter().map(|(_, unmet)| unmet)).await?;
    for (place, unmet) in unmet {
        if let Some(line) = lines.get_mut(place) {
            line.refuse("externalIds", told(&unmet, &called));
        }
    }
    Ok(())
}

/// A line whose key leads elsewhere than the rest of it: its place, and the records.
type Astray = (usize, Vec<i64>);

async fn by_keys(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    own: &mut [Own],
) -> Result<(), StoreError> {
    let given = |line: &Line| -> Vec<Words> {
        let keys = line.keys.iter().filter(|key| key.sort == KeySort::Key);
        keys.map(|key| (key.source_id, key.words.clone())).collect()
    };
    let asked = lines.iter().zip(&*own).map(|(line, own)| {
        let spaces = own.key.iter().flat_map(|key| {
            let spaces = spaces(&line.sources).into_iter();
            spaces.map(|space| (space, key.clone()))
        });
        spaces.chain(given(line)).collect::<Vec<Words>>()
    });
    let asked: BTreeSet<Words> = asked.flatten().collect();
    let asked: Vec<Words> = asked.into_iter().collect();
    let found = tx.by_keys(kind, KeySort::Key, &asked).await?;
    let mut astray: Vec<Astray> = Vec::new();
    for (place, (line, own)) in lines.iter_mut().zip(own).enumerate() {
        if let Some((other, _)) = own.id {
            let held = given(line);
            let held = held.iter().filter_map(|words| found.get(words));
            let strange = held.copied().find(|id| *id != other && other != 0);
            astray.extend(strange.map(|id| (place, vec![id, other])));
        }
        let Some(key) = own.key.clone() else {
            continue;
        };
        match (within(&key, &line.sources, &found), own.id) {
            (Ok(id), None) => own.id = Some((id, How::Key)),
            // An id that cannot be read is told where the record is read.
            (Ok(id), Some((other, _))) if id != other && other != 0 => {
                astray.push((place, vec![id, other]));
            }
            (Err(Unmet::Several(ids)), _) => astray.push((place, ids)),
            _ => {}
        }
        line.keys.push(key_row(kind, line.source(), key));
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
    let ids: BTreeSet<i64> = astray.iter().flat_map(|(_, ids)| ids).copied().collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let called = tx.called(kind, &ids).await?;
    for (place, ids) in astray {
        let name = |id: &i64| {
            called
                .get(id)
                .map_or_else(|| encode(kind, *id), Called::told)
        };
        let names: Vec<String> = ids.iter().map(name).collect();
        let reason = match names.as_slice() {
            [by_key, other] => format!(
                "is that of {by_key}, and the line is of {other}: take another key, or mend its id or identifiers"
            ),
            several => format!(
                "is that of several records, in each of the line's sources: {}; say which by its id",
                several.join("; ")
            ),
        };
        if let Some(line) = lines.get_mut(place) {
            line.refuse_key("key", reason);
        }
    }
    Ok(())
}

/// A source is called otherwise than the one that has its key, or has another key: it is somebody
/// else's.
async fn refuse_strange_sources(
    tx: &mut WriteTransaction,
    lines: &mut [Line],
    own: &[Own],
) -> Result<(), StoreError> {
    let found = own.iter().filter(|own| own.key.is_some());
    let found = found.filter_map(|own| Some(own.id?.0));
    let ids: BTreeSet<i64> = found.collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let called = tx.called(RecordKind::Source, &ids).await?;
    for (line, own) in lines.iter_mut().zip(own) {
        let (Some(key), Some((id, how))) = (&own.key, own.id) else {
            continue;
        };
        let Some(holder) = called.get(&id).filter(|holder| !holder.is_deleted) else {
            continue;
        };
        let title = line.fields.get("title").and_then(Value::as_str);
        let is_same = title.is_some_and(|title| fold(title) == fold(&holder.name));
        let holder = holder.told();
        if how == How::Key && !is_same {
            let reason = format!(
                "\"{key}\" is the key of the source {holder}: take another key, or give its id to change its title"
            );
            line.refuse_key("key", reason);
        } else if how == How::Identity {
            let reason = format!(
                "the source {holder} is there, of this title, kind and publisher, and \"{key}\" is not its key: \
                 take its key or another title, or give its id to give it this key"
            );
            line.refuse_key("key", reason);
        }
    }
    Ok(())
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

fn finish(kind: RecordKind, line: Line, own: Own) -> Result<Resolved, Refusal> {
    let sources = line.sources.clone();
    let of_line = |refusal: Refusal| Refusal { sources, ..refusal };
    if let Some(wrong) = line.wrong {
        return Err(of_line(wrong));
    }
    let source = line.source();
    let marks = own.marks(source);
    let shown = own.identity.as_ref().and_then(Digests::mark_of_any_job);
    let (id, how) = own.id.unwrap_or((0, How::Id));
    let record = record_of(&called(kind), line.fields).map_err(|wrong| of_line(wrong.into()))?;
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
        source,
        marks,
        shown,
        warnings: line.warnings,
    })
}

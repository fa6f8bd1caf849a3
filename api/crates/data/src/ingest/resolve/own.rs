//! Which record a line is of: by an id, an identifier, a key, or what makes it what it is.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind, WorkKind};
use model::external::{ImdbId, normalize};
use model::fold::fold;
use model::id::{Authority, database_id, decode};
use record::{space_of, work_space};
use serde::Deserialize as _;
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Identifier, KeySort, WriteTransaction};

use super::alike::{Digests, by_identity, identity_of, stand_in};
use super::doubts::doubles;
use super::join::fill;
use super::keyed::{Keys, by_keys, place_new};
use super::look_up::{Unmet, called_of, of_identifiers, told};
use super::reference::{authority, called};
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
    pub(super) keys: Keys,
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
    place_new(tx, kind, &mut lines, &mut own).await?;
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
            keys: Keys::take(kind, line),
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
        let external = line.fields.get("externalIds").and_then(Value::as_object);
        let identifiers = external.into_iter().flatten();
        let identifiers = identifiers.filter_map(|(name, value)| {
            let authority = authority(name)?;
            Some((authority, normalize(authority, value.as_str()?).ok()?))
        });
        own.identifiers = identifiers.collect();
        own
    }

    /// What tells it from the other lines of its batch: what it shares with none before it, and what those
    /// after it may share with it.
    fn marks(&self, sources: &[i64]) -> (Vec<String>, Vec<String>) {
        let identifiers = self.identifiers.iter();
        let mut marks: Vec<String> = identifiers
            .map(|(authority, value)| {
                let space = space_of(*authority, self.space);
                format!("{authority:?} {space:?} {value}")
            })
            .collect();
        marks.extend(self.keys.marks(sources));
        let is_named = matches!(self.id, Some((_, How::Id))) || !marks.is_empty();
        let mut shown = marks.clone();
        if let Some(identity) = &self.identity {
            let (shared, own) = identity.marks(is_named);
            marks.extend(shared);
            shown.extend(own);
        }
        (marks, shown)
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

/// A source is called otherwise than the one that has its key, or has another key: it is somebody
/// else's.
async fn refuse_strange_sources(
    tx: &mut WriteTransaction,
    lines: &mut [Line],
    own: &[Own],
) -> Result<(), StoreError> {
    let found = own.iter().filter(|own| own.keys.key.is_some());
    let found = found.filter_map(|own| Some(own.id?.0));
    let ids: BTreeSet<i64> = found.collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let called = tx.called(RecordKind::Source, &ids).await?;
    for (line, own) in lines.iter_mut().zip(own) {
        let (Some(key), Some((id, how))) = (&own.keys.key, own.id) else {
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
        let is_told = own.id.is_some() || !own.keys.is_empty() || own.identity.is_some();
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
    let (source, sources) = (line.source(), line.sources.clone());
    let of_line = |refusal: Refusal| Refusal {
        sources: sources.clone(),
        ..refusal
    };
    if let Some(wrong) = line.wrong {
        return Err(of_line(wrong));
    }
    let (marks, shown) = own.marks(&sources);
    let (id, how) = own.id.unwrap_or((0, How::Id));
    let record = record_of(&called(kind), line.fields).map_err(|wrong| of_line(wrong.into()))?;
    let keys = line.keys.into_iter().map(|mut key| {
        if key.sort != KeySort::Reference {
            key.record_id = id;
        }
        key
    });
    let keys = keys.chain(own.keys.rows(kind, &sources, id));
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

//! Lines that were found: what they say beside what their records hold, and the ids of their parts.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::RecordKind;
use model::id::encode;
use record::by_kind;
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Called, Stored, WriteTransaction};

use super::own::{How, Own};
use super::reference::called;
use super::walk::{fields_of, parts_with_ids};
use super::{Line, doubts, lacks_id, sources_of};
use crate::ingest::format::record_of;

/// The longest value that a message quotes, in characters.
const QUOTED: usize = 60;

/// A value of a line that its record does not take.
struct Kept {
    /// The place of the line.
    place: usize,
    field: String,
    what: String,
    /// The sources of the record that the line does not name.
    others: Vec<i64>,
}

/// Puts the ids into the lines and their parts. A part keeps the id of one that is alike.
pub(super) async fn fill(
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
    let mut kept: Vec<Kept> = Vec::new();
    let nothing = Map::new();
    let mut lacking: BTreeMap<RecordKind, i64> = BTreeMap::new();
    for (place, (line, own)) in lines.iter_mut().zip(own).enumerate() {
        let Some((id, how)) = own.id else { continue };
        if how != How::Id {
            line.fields
                .insert("id".to_owned(), Value::from(encode(kind, id)));
        }
        let before = known.get(&id).unwrap_or(&nothing);
        if how != How::Id && !before.is_empty() {
            meet(kind, how, (place, before), line, &mut kept);
        }
        if kind == RecordKind::Claim
            && !own.has_time
            && let Some(time) = before.get("recordedAt")
        {
            line.fields.insert("recordedAt".to_owned(), time.clone());
        }
        // What is held is in the form in which records have it: so is what is compared with it.
        let read = match before.is_empty() {
            true => Map::new(),
            false => as_read(kind, &line.fields),
        };
        parts_with_ids(fields_of(kind), &mut line.fields, |field, part, list| {
            let members =
                |of: &'_ Map<String, Value>| of.get(field).and_then(Value::as_array).cloned();
            let held = members(before).unwrap_or_default();
            let read = members(&read).filter(|read| read.len() == list.len());
            let read = read.unwrap_or_else(|| list.to_vec());
            keep_ids(list, &read, &held);
            let left = list.iter().filter(|part| lacks_id(part)).count();
            *lacking.entry(part).or_default() += i64::try_from(left).unwrap_or_default();
        });
    }
    tell_kept(tx, lines, kept).await?;
    let mut new: BTreeMap<RecordKind, std::vec::IntoIter<i64>> = BTreeMap::new();
    for (part, count) in lacking.into_iter().filter(|(_, count)| *count > 0) {
        new.insert(part, tx.allocate(part, count).await?.into_iter());
    }
    for line in lines {
        parts_with_ids(fields_of(kind), &mut line.fields, |_, part, list| {
            for member in list.iter_mut().filter(|part| lacks_id(part)) {
                let id = new.get_mut(&part).and_then(Iterator::next);
                if let (Value::Object(member), Some(id)) = (member, id) {
                    member.insert("id".to_owned(), Value::from(encode(part, id)));
                }
            }
        });
    }
    Ok(())
}

/// Brings a line together with the record that it was found to be of.
fn meet(
    kind: RecordKind,
    how: How,
    (place, before): (usize, &Map<String, Value>),
    line: &mut Line,
    kept: &mut Vec<Kept>,
) {
    let (given, held) = (sources_of(&line.fields), sources_of(before));
    let others: Vec<i64> = held
        .iter()
        .filter(|source| !given.contains(source))
        .copied()
        .collect();
    // What has no sources is its key's: what it is found by otherwise says nothing of whose it is.
    let is_ours = match held.is_empty() {
        true => how != How::Identity,
        false => others.is_empty(),
    };
    if how == How::Identifier {
        if let Some((field, reason)) = doubts::of_another_sort(before, &line.fields)
            && !is_ours
        {
            line.refuse(&field, reason);
        }
        if let Some((field, reason)) = doubts::stranger(before, &line.fields) {
            line.warn(&field, reason);
        }
    }
    if is_ours {
        return;
    }
    let said = as_read(kind, &line.fields);
    join(before, &mut line.fields);
    for (name, value) in &said {
        let now = line.fields.get(name).unwrap_or(&Value::Null);
        if let Some(what) = lost(name, value, now) {
            kept.push(Kept {
                place,
                field: name.clone(),
                what,
                others: others.clone(),
            });
        }
    }
}

/// What a line says, in the form in which records have it.
fn as_read(kind: RecordKind, fields: &Map<String, Value>) -> Map<String, Value> {
    let mut read = fields.clone();
    parts_with_ids(fields_of(kind), &mut read, |_, part, list| {
        for member in list.iter_mut().filter(|member| lacks_id(member)) {
            if let Value::Object(member) = member {
                member.insert("id".to_owned(), Value::from(encode(part, 16)));
            }
        }
    });
    let record = record_of(&called(kind), read).ok();
    let record = record.and_then(|record| serde_json::to_value(record).ok());
    match record {
        Some(Value::Object(read)) => {
            let is_said = |(name, _): &(String, Value)| fields.contains_key(name);
            read.into_iter().filter(is_said).collect()
        }
        _ => Map::new(),
    }
}

/// What of a value did not go in, and what stays in its place.
fn lost(name: &str, said: &Value, now: &Value) -> Option<String> {
    match (said, now) {
        (_, _) if name == "id" || name == "sources" => None,
        (Value::Array(said), Value::Array(now)) => {
            let now: Vec<Value> = now.iter().map(without_id).collect();
            let is_in = |member: &Value| now.contains(&without_id(member));
            (!said.iter().all(is_in)).then(|| "kept the list that is there".to_owned())
        }
        (Value::Object(said), Value::Object(now)) if name == "externalIds" => {
            let differs = |(of, value): &(&String, &Value)| now.get(*of) != Some(*value);
            let (of, value) = said.iter().find(differs)?;
            let held = now.get(of).unwrap_or(&Value::Null);
            Some(format!("kept {of} {}, not {}", quoted(held), quoted(value)))
        }
        // The job of a role is found in whatever case.
        (Value::String(said), Value::String(now))
            if name == "job" && model::fold::fold(said) == model::fold::fold(now) =>
        {
            None
        }
        (said, now) if said == now => None,
        (said, now) => Some(format!("kept {}, not {}", quoted(now), quoted(said))),
    }
}

fn without_id(part: &Value) -> Value {
    let mut part = part.clone();
    if let Value::Object(part) = &mut part {
        part.shift_remove("id");
    }
    part
}

fn quoted(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= QUOTED {
        return text;
    }
    let start: String = text.chars().take(QUOTED - 1).collect();
    format!("{start}…")
}

/// Says of each line what its record kept, and from whom.
async fn tell_kept(
    tx: &WriteTransaction,
    lines: &mut [Line],
    kept: Vec<Kept>,
) -> Result<(), StoreError> {
    let sources: BTreeSet<i64> = kept.iter().flat_map(|of| &of.others).copied().collect();
    let sources: Vec<i64> = sources.into_iter().collect();
    let sources = tx.called(RecordKind::Source, &sources).await?;
    for Kept {
        place,
        field,
        what,
        others,
    } in kept
    {
        let names = others.iter().filter_map(|id| sources.get(id));
        let names: Vec<String> = names.take(3).map(Called::told).collect();
        let reason = match names.as_slice() {
            [] => format!(
                "{what}: the record was found by what it is, and is only added to; give its id to change it"
            ),
            names => format!(
                "{what}: the record rests on other sources too ({}); record a claim",
                names.join("; ")
            ),
        };
        if let Some(line) = lines.get_mut(place) {
            line.warn(&field, reason);
        }
    }
    Ok(())
}

/// A record that is not the line's own stays as it is: the line adds what the record lacks, and its
/// sources.
fn join(before: &Map<String, Value>, line: &mut Map<String, Value>) {
    let is_named = line
        .get("characters")
        .is_some_and(|list| list != &Value::Array(Vec::new()));
    let has_sources = before.contains_key("sources") || before.contains_key("source");
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
            // Nobody's lists grow.
            (_, Some(Value::Array(given)), Value::Array(held)) if !has_sources => {
                let new = given.iter().filter(|member| !held.contains(member));
                let new: Vec<Value> = new.cloned().collect();
                *given = held.iter().cloned().chain(new).collect();
            }
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

/// Gives parts without ids those of parts that are there and alike, in the form in which they are
/// read: in everything, else in what tells parts apart.
fn keep_ids(list: &mut [Value], read: &[Value], held: &[Value]) {
    let id_of = |part: &Value| part.get("id").cloned();
    let mut used: Vec<Value> = list.iter().filter_map(id_of).collect();
    let whole = |given: &Map<String, Value>, part: &Map<String, Value>| {
        let rest = |of: &Map<String, Value>| {
            let rest = of.iter().filter(|(name, _)| *name != "id");
            rest.map(|(name, of)| (name.clone(), of.clone()))
                .collect::<Map<String, Value>>()
        };
        rest(given) == rest(part)
    };
    let apart = |given: &Map<String, Value>, part: &Map<String, Value>| {
        OF_PARTS
            .iter()
            .all(|name| given.get(*name) == part.get(*name))
    };
    let ways: [IsAlike; 2] = [whole, apart];
    for is_alike in ways {
        let lacking = list.iter_mut().zip(read);
        for (given, read) in lacking.filter(|(part, _)| lacks_id(part)) {
            let (Value::Object(given), Value::Object(read)) = (given, read) else {
                continue;
            };
            let fits = held.iter().find(|part| {
                let is_free = part.get("id").is_some_and(|id| !used.contains(id));
                is_free && part.as_object().is_some_and(|part| is_alike(read, part))
            });
            if let Some(id) = fits.and_then(id_of) {
                used.push(id.clone());
                given.insert("id".to_owned(), id);
            }
        }
    }
}

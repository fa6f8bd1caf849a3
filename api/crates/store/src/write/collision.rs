//! Ids that this database gave out, on lines of files: another database may have given the same
//! number to another record, which must not take the place of the one that is here.

use entity::vocabulary::RecordKind;
use model::fold::fold;
use model::id::{Authority, authority_and_number};
use record::{Declared, Fault, FaultKind};
use serde::Serialize;
use serde_json::{Map, Value};

use super::WriteTransaction;
use super::label::label;
use crate::StoreError;

/// Sources that a message names.
const NAMED: usize = 5;

impl WriteTransaction {
    /// Refuses a record that a line brings with the id of another. It is the same where the line names
    /// a source that the record here rests on, or neither names any; of kinds that name none, where
    /// both are called alike.
    pub(super) fn refuse_collision<R: Declared + Serialize>(
        &self,
        held: &R,
        brought: &R,
    ) -> Result<(), StoreError> {
        let Some(found) = &self.found else {
            return Ok(());
        };
        let is_ours = matches!(authority_and_number(held.id()), Some((Authority::Local, _)));
        if !is_ours || found.contains(&held.record_id()) {
            return Ok(());
        }
        let (held_line, brought_line) = (line(held), line(brought));
        let Some(why) = difference::<R>(&held_line, &brought_line) else {
            return Ok(());
        };
        let (kind, name) = (R::KIND.words(), label(&held_line));
        let reason = format!(
            "is that of the {kind} \"{name}\", which this database made, and {why}; leave the id out for a record of its own"
        );
        let fault = Fault {
            kind: FaultKind::Duplicate,
            field: "id".to_owned(),
            reason,
        };
        Err(StoreError::of_fault(held.public_id(), fault))
    }
}

fn line<R: Serialize>(record: &R) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(line)) => line,
        _ => Map::new(),
    }
}

/// Why the record that is here is not the one that is brought.
fn difference<R: Declared>(
    held: &Map<String, Value>,
    brought: &Map<String, Value>,
) -> Option<String> {
    let names = |name: &str| R::FIELDS.iter().any(|field| field.name == name);
    if names("sources") || names("source") {
        return of_sources(&sources(held), &sources(brought));
    }
    let what = called_by(R::KIND)?;
    let alike = |name: &&str| match (held.get(*name), brought.get(*name)) {
        (Some(Value::String(held)), Some(Value::String(brought))) => fold(held) == fold(brought),
        (held, brought) => held.is_some() && held == brought,
    };
    let [first, ..] = what else { return None };
    (!what.iter().any(alike)).then(|| format!("the line has another `{first}`"))
}

/// What records of a kind that names no sources are known by: it is enough that one is alike.
const fn called_by(kind: RecordKind) -> Option<&'static [&'static str]> {
    match kind {
        RecordKind::Source => Some(&["title", "url"]),
        RecordKind::Genre
        | RecordKind::Keyword
        | RecordKind::Profession
        | RecordKind::Collection => Some(&["name"]),
        RecordKind::Season => Some(&["series"]),
        _ => None,
    }
}

fn sources(line: &Map<String, Value>) -> Vec<&str> {
    let several = line.get("sources").and_then(Value::as_array);
    let several = several.into_iter().flatten();
    let all = line.get("source").into_iter().chain(several);
    all.filter_map(Value::as_str).collect()
}

fn of_sources(held: &[&str], brought: &[&str]) -> Option<String> {
    let is_shared = held.iter().any(|source| brought.contains(source));
    if is_shared || held.is_empty() {
        return None;
    }
    let more = if held.len() > NAMED {
        " and others"
    } else {
        ""
    };
    let named: Vec<&str> = held.iter().take(NAMED).copied().collect();
    Some(format!(
        "rests on {}{more}, which the line does not name",
        named.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use record::{GenreRecord, SourceRecord, WorkRecord};
    use serde_json::json;

    use super::*;

    fn of<R: Declared>(held: Value, brought: Value) -> Option<String> {
        let line = |value: Value| value.as_object().cloned().unwrap_or_default();
        difference::<R>(&line(held), &line(brought))
    }

    #[test]
    fn a_record_is_another_where_no_source_is_shared() {
        let work = |sources: &[&str]| json!({"title": "X", "sources": sources});
        assert_eq!(of::<WorkRecord>(work(&["s1", "s2"]), work(&["s2"])), None);
        assert_eq!(of::<WorkRecord>(work(&[]), work(&[])), None);
        assert_eq!(of::<WorkRecord>(work(&[]), work(&["s1"])), None);
        let told = of::<WorkRecord>(work(&["s1"]), work(&["s2"])).unwrap_or_default();
        assert_eq!(told, "rests on s1, which the line does not name");
        assert!(of::<WorkRecord>(work(&["s1"]), work(&[])).is_some());
    }

    #[test]
    fn what_names_no_source_is_known_by_what_it_is_called() {
        let genre = |name: &str| json!({"name": name});
        assert_eq!(of::<GenreRecord>(genre("Drama"), genre("drama")), None);
        assert!(of::<GenreRecord>(genre("Drama"), genre("Horror")).is_some());
        let source = |title: &str, url: &str| json!({"title": title, "url": url});
        let (one, two) = ("https://example.org/1", "https://example.org/2");
        assert_eq!(of::<SourceRecord>(source("A", one), source("B", one)), None);
        assert_eq!(of::<SourceRecord>(source("A", one), source("a", two)), None);
        assert!(of::<SourceRecord>(source("A", one), source("B", two)).is_some());
        let no = |title: &str| json!({"title": title});
        assert!(of::<SourceRecord>(no("A"), no("B")).is_some());
    }
}

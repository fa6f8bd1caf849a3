//! What the schema of the format does not say about a record, and the write path asks for.

use model::edtf::Edtf;
use serde_json::{Map, Value};

use super::every_kind::Maker;

type Fields = Map<String, Value>;

fn text<'a>(record: &'a Fields, field: &str) -> &'a str {
    record
        .get(field)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn items<'a>(record: &'a mut Fields, field: &str) -> impl Iterator<Item = &'a mut Fields> {
    let list = record.get_mut(field).and_then(Value::as_array_mut);
    list.into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Brings a record in line with the rules; false where that cannot be.
pub(super) fn made_valid(maker: &mut Maker<'_>, kind: &str, record: &mut Fields) -> bool {
    match kind {
        "work" => work(maker, record),
        "season" => return in_series(maker, record),
        "role" => role(record),
        "person" => born_before_death(record),
        "milestone" if !record.contains_key("date") => {
            record.remove("span");
        }
        "rating" => {
            let of = |field: &str| record.get(field).and_then(Value::as_f64);
            let least = of("average").zip(of("outOf")).map(|(a, b)| a.min(b));
            record.insert("average".to_owned(), least.into());
        }
        "relation" => {
            let mut others = maker.ids_of(&["work"]);
            others.retain(|id| id != text(record, "from"));
            let to = maker.one_of(&others);
            record.insert("to".to_owned(), to.into());
        }
        "coverage" => {
            let subjects = maker.ids_of(&["person", "work"]);
            let subject = maker.one_of(&subjects);
            record.insert("subject".to_owned(), subject.into());
        }
        "claim" => return claim(maker, record),
        "tombstone" => return tombstone(maker, record),
        "list" => {
            for entry in items(record, "entries") {
                if !entry.contains_key("work") {
                    entry.entry("note").or_insert("n".into());
                }
            }
        }
        _ => {}
    }
    true
}

fn born_before_death(record: &mut Fields) {
    let days = |field: &str| {
        let date = record.get(field)?.as_str()?;
        Some(Edtf::parse(date).ok()?.certain_span())
    };
    let is_wrong = days("birthDate")
        .zip(days("deathDate"))
        .is_some_and(|(born, died)| died.1 < born.0);
    if is_wrong {
        let [born, died] = ["birthDate", "deathDate"].map(|field| record.remove(field));
        record.insert("birthDate".to_owned(), died.into());
        record.insert("deathDate".to_owned(), born.into());
    }
}

fn in_series(maker: &mut Maker<'_>, record: &mut Fields) -> bool {
    let series = maker.series();
    let series = maker.one_of(&series);
    let found = series.is_some();
    record.insert("series".to_owned(), series.into());
    found
}

fn work(maker: &mut Maker<'_>, record: &mut Fields) {
    let is_episode = text(record, "kind") == "EPISODE";
    if !(is_episode && record.contains_key("series") && in_series(maker, record)) {
        for field in ["series", "seasonNumber", "episodeNumber"] {
            record.remove(field);
        }
    }
    // Half of the works in question, so that there is a series for most.
    if maker.series().is_empty() && !is_episode && maker.below(2) == 0 {
        record.insert("kind".to_owned(), "SERIES".into());
    }
    // One synopsis in each language.
    distinct(record, "synopses", |text| text.get("language").cloned());
    for takings in items(record, "boxOffice") {
        let currency = takings["gross"]["currencyCode"].clone();
        if let Some(opening) = takings
            .get_mut("opening")
            .filter(|opening| opening.is_object())
        {
            opening["currencyCode"] = currency;
        }
    }
}

/// Keeps the first of those members of a list that are alike in something.
fn distinct(record: &mut Fields, field: &str, of: impl Fn(&Fields) -> Option<Value>) {
    let mut seen = std::collections::HashSet::new();
    if let Some(list) = record.get_mut(field).and_then(Value::as_array_mut) {
        let mut is_new = |item: &Value| {
            let alike = item.as_object().map(&of);
            seen.insert(format!("{alike:?}"))
        };
        list.retain(|item| is_new(item));
    }
}

/// A claim about a record that was made: that it is, or something of a key of its own.
fn claim(maker: &mut Maker<'_>, record: &mut Fields) -> bool {
    const KINDS: [&str; 8] = [
        "work",
        "person",
        "role",
        "company",
        "release",
        "milestone",
        "deal",
        "quote",
    ];
    let subjects = maker.ids_of(&KINDS);
    let Some(subject) = maker.one_of(&subjects) else {
        return false;
    };
    record.insert("subject".to_owned(), subject.into());
    for field in ["value", "missing", "propertyKey"] {
        record.remove(field);
    }
    let is_existence = maker.below(2) == 0;
    let property = if is_existence { "RECORD" } else { "OTHER" };
    record.insert("property".to_owned(), property.into());
    if !is_existence {
        record.insert("propertyKey".to_owned(), "remark".into());
        let value = serde_json::json!({"text": "Léon", "language": "fr"});
        record.insert("value".to_owned(), value);
    }
    // Nothing is stated or comes in in the future, or is taken back before it came in.
    record.remove("statedOn");
    record.insert("recordedAt".to_owned(), "2026-01-31T12:00:00Z".into());
    if record.contains_key("retractedAt") {
        record.insert(
            "retractedAt".to_owned(),
            "2026-01-31T12:00:00.123456Z".into(),
        );
    } else {
        record.remove("retractionReason");
    }
    true
}

/// A work that is not in the file: what is deleted is not there.
fn tombstone(maker: &mut Maker<'_>, record: &mut Fields) -> bool {
    let id = maker.id("id", "w");
    record.insert("id".to_owned(), id.clone().into());
    record.insert("root".to_owned(), id.into());
    record.contains_key("source")
}

fn role(record: &mut Fields) {
    let mut is_named = false;
    for character in items(record, "characters") {
        if !character.contains_key("name") {
            character.entry("description").or_insert("d".into());
        }
        is_named |= character.contains_key("name");
    }
    if is_named {
        record.remove("charactersMissing");
    }
    // Those with a name are told by it.
    distinct(record, "characters", |character| {
        let name = character.get("name").cloned();
        Some(name.unwrap_or_else(|| character.clone().into()))
    });
}

/// What there may be one record of; none where the id is all.
pub(super) fn identity(kind: &str, record: &Fields) -> Option<String> {
    let fields: &[&str] = match kind {
        "role" => &["work", "person", "department", "job"],
        "companyRole" => &["work", "company", "kind"],
        "season" => &["series", "number"],
        "rating" => &["work", "source"],
        "relation" => &["from", "to", "kind"],
        "work" => &["series", "seasonNumber", "episodeNumber"],
        _ => return None,
    };
    if kind == "work" && !fields.iter().all(|field| record.contains_key(*field)) {
        return None;
    }
    let values = fields
        .iter()
        .map(|field| record.get(*field).map(Value::to_string));
    Some(format!("{kind} {:?}", values.collect::<Vec<_>>()))
}

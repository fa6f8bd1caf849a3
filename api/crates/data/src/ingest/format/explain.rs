//! A line as a record, or why it is none: which field of it is wrong.

use record::Record;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::jsonl::{Content, HEAD_TYPE, OPEN_VERSION};
use super::reading::Reading;
use super::tree::object;
use super::wrong::Wrong;
use crate::ingest::resolve::{Open, WaysToDeleted, kind_called};

/// What a file calls what is left of deleted records.
const TOMBSTONE: &str = "tombstone";

/// What is wrong with a text that should be JSON, in our words.
pub(super) fn told(error: &serde_json::Error) -> String {
    let column = error.column();
    let is_number = error.to_string().starts_with("number out of range");
    match error.classify() {
        Category::Eof => format!("ends after {column} bytes, within its JSON object"),
        _ if is_number => format!("holds a number at byte {column} that is too large"),
        _ => format!(
            "is not JSON at byte {column}: a line is one JSON object, names and texts in double quotes"
        ),
    }
}

/// What a line of a file of a version holds.
///
/// # Errors
/// The field that is wrong, and why.
pub(super) fn content(text: &str, version: u32) -> Result<Content, (String, String)> {
    read(text, version).map_err(Wrong::told)
}

/// The record of a kind that has these fields.
///
/// # Errors
/// The field that is wrong, and why.
pub(in crate::ingest) fn record_of(
    kind: &str,
    fields: Map<String, Value>,
) -> Result<Record, (String, String)> {
    of_kind(kind, fields).map_err(Wrong::told)
}

fn read(text: &str, version: u32) -> Result<Content, Wrong> {
    let mut fields = object(text)?;
    let of_type = |reason: String| Wrong::new(reason).below("type");
    let kind = match fields.shift_remove("type") {
        Some(Value::String(kind)) => kind,
        Some(_) => return Err(of_type(format!("is no text; {}", kinds()))),
        None => return Err(of_type(format!("is needed; {}", kinds()))),
    };
    if kind == HEAD_TYPE {
        let reason = "is the head of a second file, and two stand in one here: cut it before this line, and read each by itself";
        return Err(Wrong::new(reason));
    }
    if kind == TOMBSTONE && version >= OPEN_VERSION {
        let ways = WaysToDeleted::take(&mut fields);
        let ways = ways.map_err(|(field, reason)| Wrong::new(reason).below(&field))?;
        let record = of_kind(&kind, fields)?;
        let keys = ways.rows(record.record_id());
        return Ok(Content::Buried(record, keys));
    }
    let open = kind_called(&kind).and_then(|kind| Open::of(kind, &fields));
    match open {
        Some(open) if version >= OPEN_VERSION => Ok(Content::Open(open)),
        Some(_) => of_kind(&kind, fields).map(Content::Record).map_err(|wrong| {
            wrong.with(&format!(
                "; a file may leave ids out, and name records otherwise, with \"formatVersion\":{OPEN_VERSION} in its head"
            ))
        }),
        None => of_kind(&kind, fields).map(Content::Record),
    }
}

macro_rules! read_by_kind {
    (
        { $of:ident $fields:ident }
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        $(if is_called(stringify!($kind), $of) {
            return fields_of::<record::$record>($fields).map(Record::from);
        })+
    };
}

macro_rules! names_of_kinds {
    (
        {}
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        [$(stringify!($kind),)+ "Tombstone"]
    };
}

fn of_kind(kind: &str, fields: Map<String, Value>) -> Result<Record, Wrong> {
    if kind == TOMBSTONE {
        return fields_of::<record::TombstoneRecord>(fields).map(Record::from);
    }
    record::entity::with_kinds!(read_by_kind { kind fields });
    let reason = format!("there is no kind of record \"{kind}\"; {}", kinds());
    Err(Wrong::new(reason).below("type"))
}

/// The kinds as files call them.
fn kinds() -> String {
    let names = record::entity::with_kinds!(names_of_kinds {});
    let called = names.map(|name| format!("`{}`", in_file(name)));
    format!("there are {}", called.join(", "))
}

/// What a kind is called in a file: as in the code, beginning with a small letter.
fn in_file(kind: &str) -> String {
    let (first, rest) = kind.split_at(1);
    format!("{}{rest}", first.to_ascii_lowercase())
}

fn is_called(kind: &str, name: &str) -> bool {
    let (first, rest) = kind.split_at(1);
    name.strip_prefix(&first.to_ascii_lowercase()) == Some(rest)
}

/// Fields as a record, or a part of one.
pub(super) fn fields_of<R: DeserializeOwned>(fields: Map<String, Value>) -> Result<R, Wrong> {
    R::deserialize(Reading(Value::Object(fields)))
}

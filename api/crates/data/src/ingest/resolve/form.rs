//! What is wrong with a line before anything is looked up, told by what whoever typed it may have meant.

use entity::vocabulary::RecordKind;
use record::IS_DENIED;
use serde_json::Value;

use super::Line;
use super::reference::no_id;
use super::walk::{fields_of, references};
use crate::ingest::format::unknown;

/// Refuses fields that the kind has not, texts where a record is to be named, and one source where
/// there may be several.
pub(super) fn check(kind: RecordKind, line: &mut Line) {
    let fields = fields_of(kind);
    let names = fields.iter().map(|field| field.name);
    let known: Vec<&str> = names.chain(["key", "keys"]).collect();
    let strange = line.fields.keys();
    let mut strange = strange.filter(|name| !known.contains(&name.as_str()) && *name != IS_DENIED);
    let strange: Option<String> = strange.next().cloned();
    if let Some(name) = strange {
        line.refuse(&name, unknown(&name, &known));
    }
    if line.fields.get("sources").is_some_and(|of| !of.is_array()) {
        let reason = "has to be a list: [{\"key\": \"…\"}]";
        line.refuse("sources", reason.to_owned());
    }
    let mut wrong = None;
    references(fields, &mut line.fields, &mut |target, path, value| {
        if let Value::String(text) = value
            && let Some(reason) = no_id(text, target)
        {
            wrong.get_or_insert((path.to_owned(), reason));
        }
    });
    if let Some((path, reason)) = wrong {
        line.refuse(&path, reason);
    }
}

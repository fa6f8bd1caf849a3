//! By what deleted records are found again: their tombstones bring it, so that a line that would make
//! such a record anew leads to its tombstone.

use std::collections::BTreeMap;

use entity::vocabulary::RecordKind;
use model::id::{RecordId, decode, encode};
use serde_json::{Map, Value};
use store::write::{KeySort, RecordKey};

use super::Wrong;
use super::key::{form_of_key, is_key, row};
use super::reference::composed;

/// Most identities of a record: each is what somebody's line said of it.
pub(in crate::ingest) const MOST_IDENTITIES: usize = 1_000;
/// How long an identity is: that of a digest.
pub(in crate::ingest) const IDENTITY_CHARS: usize = 32;

/// What leads to a deleted record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::ingest) struct Ways {
    /// Keys by their sources; 0 for one that holds everywhere.
    keys: BTreeMap<i64, String>,
    identities: Vec<String>,
}

impl Ways {
    /// Takes what is no member of the record out of the line of a tombstone.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    pub(in crate::ingest) fn take(fields: &mut Map<String, Value>) -> Result<Self, Wrong> {
        let mut ways = Self::default();
        match fields.shift_remove("key") {
            None | Some(Value::Null) => {}
            Some(key) => ways.add_key("key", 0, &key)?,
        }
        match fields.shift_remove("keys") {
            None => {}
            Some(Value::Object(keys)) => {
                for (source, key) in &keys {
                    let field = format!("keys.{source}");
                    let id = decode(source)
                        .ok()
                        .filter(|id| id.kind == RecordKind::Source);
                    let Some(id) = id else {
                        return Err((field, "is no id of a source".to_owned()));
                    };
                    ways.add_key(&field, id.id, key)?;
                }
            }
            Some(_) => {
                let reason = "has to be an object from ids of sources to keys";
                return Err(("keys".to_owned(), reason.to_owned()));
            }
        }
        if let Some(identities) = fields.shift_remove("identities") {
            ways.identities = read_identities(&identities)?;
        }
        Ok(ways)
    }

    fn add_key(&mut self, field: &str, source: i64, key: &Value) -> Result<(), Wrong> {
        match key.as_str().filter(|key| is_key(key)) {
            Some(key) => {
                self.keys.insert(source, composed(key));
                Ok(())
            }
            None => Err((field.to_owned(), form_of_key())),
        }
    }

    /// What is kept of them.
    pub(in crate::ingest) fn rows(self, of: RecordId) -> Vec<RecordKey> {
        let row =
            |sort: KeySort, source: i64, words: String| row(of.kind, sort, (source, words), of.id);
        let keys = self.keys.into_iter();
        let keys = keys.map(|(source, key)| row(KeySort::Key, source, key));
        let identities = self.identities.into_iter();
        keys.chain(identities.map(|words| row(KeySort::Identity, 0, words)))
            .collect()
    }
}

fn read_identities(value: &Value) -> Result<Vec<String>, Wrong> {
    let wrong = || {
        let reason = format!(
            "has to be a list of at most {MOST_IDENTITIES} digests, of {IDENTITY_CHARS} hexadecimal digits each"
        );
        ("identities".to_owned(), reason)
    };
    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    let digest = |value: &Value| {
        let text = value.as_str()?;
        (text.len() == IDENTITY_CHARS && text.chars().all(is_digit)).then(|| text.to_owned())
    };
    let list = value
        .as_array()
        .filter(|list| list.len() <= MOST_IDENTITIES);
    let read = list.and_then(|list| list.iter().map(digest).collect());
    read.ok_or_else(wrong)
}

/// Puts what leads to a deleted record into the line of its tombstone.
pub(in crate::ingest) fn write(
    line: &mut Map<String, Value>,
    keys: &BTreeMap<i64, String>,
    identities: &[String],
) {
    if let Some(key) = keys.get(&0) {
        line.insert("key".to_owned(), Value::from(key.as_str()));
    }
    let of_sources = keys.iter().filter(|(source, _)| **source != 0);
    let of_sources = of_sources.map(|(source, key)| {
        let source = encode(RecordKind::Source, *source);
        (source, Value::from(key.as_str()))
    });
    let of_sources: Map<String, Value> = of_sources.collect();
    if !of_sources.is_empty() {
        line.insert("keys".to_owned(), of_sources.into());
    }
    if !identities.is_empty() {
        line.insert("identities".to_owned(), identities.into());
    }
}

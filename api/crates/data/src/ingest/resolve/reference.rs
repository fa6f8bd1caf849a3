//! References that are no ids: `{"IMDB": "tt0110413"}`, `{"key": "…"}`, `{"name": "Meg Ryan"}`.

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::external::{normalize, of_another_kind};
use model::fold::fold;
use model::id::decode;
use model::text::is_blank;
use serde::Deserialize;
use serde_json::{Map, Value};
use store::write::Identifier;
use unicode_normalization::UnicodeNormalization as _;

use super::earlier::{Marks, of_identifier, of_key};
use super::key::{form_of_key, is_key};
use super::walk::Target;
use crate::ingest::format::whole;

/// What a record is named by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::ingest) enum By {
    /// Identifiers of other authorities.
    Identifiers(Vec<Identifier>),
    /// The key that whoever wrote the file gave it.
    Key(String),
    /// A name or title, and a year.
    Name {
        /// As files fold it.
        folded: String,
        /// As it was typed.
        typed: String,
        year: Option<i32>,
    },
}

/// A reference to a record of a kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::ingest) struct Reference {
    pub(in crate::ingest) kind: RecordKind,
    /// Whether only a series fits there: what numbers are counted by the kind of work mean is one.
    pub(in crate::ingest) is_to_series: bool,
    pub(in crate::ingest) by: By,
}

/// How a kind of record can be named: the member with its name, and that with a year.
pub(in crate::ingest) const fn naming(
    kind: RecordKind,
) -> Option<(&'static str, Option<&'static str>)> {
    match kind {
        RecordKind::Person => Some(("name", Some("birthYear"))),
        RecordKind::Work => Some(("title", Some("year"))),
        RecordKind::Company | RecordKind::Character => Some(("name", None)),
        RecordKind::Source => Some(("title", None)),
        _ => None,
    }
}

/// The kind that a file calls so.
pub(crate) fn kind_called(name: &str) -> Option<RecordKind> {
    let mut kinds = RecordKind::RECORDS.iter().copied();
    kinds.find(|kind| called(*kind) == name)
}

/// What a file calls a kind: `companyRole`.
pub(crate) fn called(kind: RecordKind) -> String {
    let name = format!("{kind:?}");
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_ascii_lowercase())
}

/// A key in the one form in which its accents stand.
pub(in crate::ingest) fn composed(key: &str) -> String {
    key.nfc().collect()
}

/// An authority by its word.
pub(in crate::ingest) fn authority(word: &str) -> Option<ExternalAuthority> {
    ExternalAuthority::deserialize(Value::from(word)).ok()
}

impl Reference {
    /// The reference that an object is.
    ///
    /// # Errors
    /// Why it is none, and what would be one.
    pub(super) fn read(
        object: &Map<String, Value>,
        target: Target,
        is_to_series: bool,
    ) -> Result<Self, String> {
        let mut object = object.clone();
        let said = match object.remove("type") {
            None => None,
            Some(Value::String(name)) => {
                Some(kind_called(&name).ok_or_else(|| format!("there are no records \"{name}\""))?)
            }
            Some(_) => return Err("`type` has to be a text".to_owned()),
        };
        let kind = match (target, said) {
            (Some(kind), Some(said)) if kind != said => {
                let (wanted, given) = (called(kind), called(said));
                return Err(format!("has to be of type {wanted}, and {given} is given"));
            }
            (Some(kind), _) | (None, Some(kind)) => kind,
            (None, None) => kind_of_identifier(&object).ok_or(
                "may be of any type: say which, as in {\"type\": \"person\", \"key\": \"…\"}",
            )?,
        };
        let by = By::read(kind, &object)?;
        Ok(Self {
            kind,
            is_to_series,
            by,
        })
    }

    /// What it says, for people.
    pub(in crate::ingest) fn told(&self) -> String {
        match &self.by {
            By::Identifiers(identifiers) => {
                let each = identifiers
                    .iter()
                    .map(|(authority, value)| format!("{} {value}", word(*authority)));
                each.collect::<Vec<_>>().join(", ")
            }
            By::Key(key) => format!("the key \"{key}\""),
            By::Name { typed, year, .. } => {
                let member = naming(self.kind).map_or("name", |(name, _)| name);
                let year = year.map_or_else(String::new, |year| format!(" and the year {year}"));
                format!("the {member} \"{typed}\"{year}")
            }
        }
    }

    /// The marks of a line that it would name.
    pub(in crate::ingest) fn marks(&self) -> Marks {
        let marks = match &self.by {
            By::Identifiers(identifiers) => identifiers
                .iter()
                .map(|(authority, value)| of_identifier(*authority, value))
                .collect(),
            By::Key(key) => vec![of_key(key)],
            By::Name { .. } => Vec::new(),
        };
        (self.kind, marks)
    }
}

/// An authority's word.
pub(in crate::ingest) fn word(authority: ExternalAuthority) -> String {
    let word = serde_json::to_value(authority).ok();
    let word = word.as_ref().and_then(Value::as_str);
    word.unwrap_or_default().to_owned()
}

/// IMDb's identifiers say what they name.
fn kind_of_identifier(object: &Map<String, Value>) -> Option<RecordKind> {
    match object.get("IMDB")?.as_str()?.get(..2)? {
        "tt" => Some(RecordKind::Work),
        "nm" => Some(RecordKind::Person),
        "co" => Some(RecordKind::Company),
        _ => None,
    }
}

impl By {
    fn read(kind: RecordKind, object: &Map<String, Value>) -> Result<Self, String> {
        if let Some(key) = object.get("key") {
            return match key {
                Value::String(key) if object.len() == 1 && is_key(key) => {
                    Ok(Self::Key(composed(key)))
                }
                Value::String(_) if object.len() == 1 => Err(format!("the key {}", form_of_key())),
                _ => Err("a key stands alone, and is a text".to_owned()),
            };
        }
        let (name, year) = match naming(kind) {
            Some((name, year)) => (Some(name), year),
            None => (None, None),
        };
        if let Some(text) = name.and_then(|name| object.get(name)) {
            return Self::of_name(text, year, object);
        }
        let identifiers = object.iter();
        let identifiers = identifiers.map(|(word, value)| identifier(kind, word, value));
        let identifiers = identifiers.collect::<Result<Vec<_>, _>>();
        match identifiers {
            Ok(identifiers) if !identifiers.is_empty() => Ok(Self::Identifiers(identifiers)),
            Ok(_) => Err(forms(kind)),
            Err(Some(reason)) => Err(reason),
            Err(None) => Err(forms(kind)),
        }
    }

    fn of_name(
        text: &Value,
        year: Option<&str>,
        object: &Map<String, Value>,
    ) -> Result<Self, String> {
        let shown = text.as_str().filter(|text| !is_blank(text));
        let typed = shown.unwrap_or_default().trim().to_owned();
        let folded = fold(&typed);
        if folded.is_empty() {
            return Err("the name has to be a text that is not blank".to_owned());
        }
        let given = year.and_then(|year| object.get(year));
        let number = given.map(|given| {
            let Value::Number(number) = given else {
                return None;
            };
            whole(number).and_then(|year| i32::try_from(year).ok())
        });
        match number {
            Some(None) => Err("the year has to be a whole number".to_owned()),
            number if object.len() == 1 + usize::from(number.is_some()) => {
                let year = number.flatten();
                Ok(Self::Name {
                    folded,
                    typed,
                    year,
                })
            }
            _ => {
                let year = year.map_or_else(String::new, |year| format!(" but `{year}`"));
                Err(format!("beside a name nothing else can stand{year}"))
            }
        }
    }
}

/// The identifier in a member; why it is none, where the member is called as an authority.
fn identifier(kind: RecordKind, name: &str, value: &Value) -> Result<Identifier, Option<String>> {
    let authority = authority(name).ok_or(None)?;
    let text = value
        .as_str()
        .ok_or_else(|| Some(format!("{name} has to be a text")))?;
    match normalize(authority, text) {
        Ok(value) => match of_another_kind(authority, kind, &value) {
            None => Ok((authority, value)),
            wrong => Err(wrong),
        },
        Err(error) => Err(Some(format!("\"{text}\": {error}"))),
    }
}

/// Why a text is no id, and what would name a record: none where it is an id, or nearly one.
pub(super) fn no_id(text: &str, target: Target) -> Option<String> {
    if decode(text).is_ok() {
        return None;
    }
    let quoted: String = text.chars().take(60).collect();
    let quoted = Value::from(quoted);
    let lead = text.get(..2).unwrap_or_default();
    let is_imdb = ["tt", "nm", "co"].contains(&lead)
        && text.len() > 5
        && text.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    let looks_like_id = text.len() <= 16
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    let named = target.and_then(naming);
    match (is_imdb, named, target) {
        (true, ..) => Some(format!("{quoted} is no id; write {{\"IMDB\": {quoted}}}")),
        _ if looks_like_id => None,
        (_, _, Some(RecordKind::Source)) => {
            Some(format!("{quoted} is no id; write {{\"key\": {quoted}}}"))
        }
        (_, Some((name, _)), _) => Some(format!(
            "{quoted} is no id; write {{\"{name}\": {quoted}}} or {{\"key\": \"…\"}}"
        )),
        (_, None, _) => None,
    }
}

/// How a record of a kind can be named.
fn forms(kind: RecordKind) -> String {
    let named = match naming(kind) {
        None => String::new(),
        Some((name, None)) => format!(", {{\"{name}\": \"…\"}}"),
        Some((name, Some(year))) => format!(", {{\"{name}\": \"…\", \"{year}\": 1990}}"),
    };
    format!(
        "names no record: that takes an id, {{\"key\": \"…\"}}, an identifier as {{\"IMDB\": \"…\"}}{named}"
    )
}

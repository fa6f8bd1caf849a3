//! The values of claims.

use model::count::too_many;
use model::edtf::Edtf;
use model::id::{RecordId, decode, encode};
use model::language::{LANGUAGE_TAG_FORM, canonical_tag, is_language_tag};
use model::money::{DECIMAL_FORM, canonical_decimal, is_currency_code, is_decimal};
use model::text::{is_blank, shown};
use serde::{Deserialize, Deserializer, Serialize};

/// What a claim says a property is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub enum ClaimValue {
    /// Words, perhaps in a language, or about a character.
    Text {
        /// The words.
        text: String,
        /// BCP 47.
        language: Option<String>,
        /// The name of the character that they are about.
        character: Option<String>,
    },
    /// A number with its unit.
    Number {
        /// A decimal.
        number: String,
        /// What is counted.
        unit: Option<String>,
    },
    /// A date.
    Date(Edtf),
    /// A sum of money.
    Money(Money),
    /// A record.
    Record(RecordId),
    /// A word of a vocabulary.
    Name(String),
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Money {
    /// In major units, as a decimal.
    #[serde(deserialize_with = "amount")]
    pub amount: String,
    /// ISO 4217.
    pub currency_code: String,
    /// Whether it is only about right.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_approximate: bool,
}

/// Equal amounts are written alike.
fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from).map(canonical_decimal)
}

/// The value of a claim: `text` (with `language` or `character`, or without), `number` (with `unit` or
/// without), `date`, `money`, `record` or `name`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    /// Words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The language of the words, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// The name of the character that the words are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    character: Option<String>,
    /// A decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    /// What is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    /// A date in EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// A sum of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    money: Option<Money>,
    /// The id of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// A word of a vocabulary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl schemars::JsonSchema for ClaimValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ClaimValue".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Fields::json_schema(generator)
    }
}

/// What is wrong with a text that the databases cannot hold.
const NUL: &str = "holds a NUL character, which cannot be stored";

/// Why something is no value of a claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueFault {
    /// No field, or more than one kind of them.
    #[error("a value is exactly one of `text`, `number`, `date`, `money`, `record` and `name`")]
    NotOne,
    /// A language without words.
    #[error("`language` goes with `text` alone")]
    Language,
    /// A character without words.
    #[error("`character` goes with `text` alone")]
    Character,
    /// A unit without a number.
    #[error("`unit` goes with `number` alone")]
    Unit,
    /// A date that cannot be read.
    #[error("`date`: \"{0}\" is not a date in EDTF: {1}")]
    Date(String, String),
    /// An id that cannot be read.
    #[error("`record`: \"{0}\": {1}")]
    Record(String, String),
    /// A member that has to say something, and does not.
    #[error("must not be empty")]
    Empty(&'static str),
    /// A member that is too long.
    #[error("{1}")]
    TooLong(&'static str, String),
    /// Something of the wrong form within it.
    #[error("{1}")]
    Form(&'static str, String),
}

impl ValueFault {
    /// The member of the value that is to blame; empty for the whole.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        match self {
            Self::NotOne => "",
            Self::Language => "language",
            Self::Character => "character",
            Self::Unit => "unit",
            Self::Date(..) => "date",
            Self::Record(..) => "record",
            Self::Empty(member) | Self::TooLong(member, _) | Self::Form(member, _) => member,
        }
    }
}

impl TryFrom<Fields> for ClaimValue {
    type Error = ValueFault;

    fn try_from(fields: Fields) -> Result<Self, ValueFault> {
        if fields.language.is_some() && fields.text.is_none() {
            return Err(ValueFault::Language);
        }
        if fields.character.is_some() && fields.text.is_none() {
            return Err(ValueFault::Character);
        }
        if fields.unit.is_some() && fields.number.is_none() {
            return Err(ValueFault::Unit);
        }
        let Fields {
            text,
            language,
            character,
            number,
            unit,
            date,
            money,
            record,
            name,
        } = fields;
        let language = shown(language).map(|tag| canonical_tag(&tag));
        let (unit, character) = (shown(unit), shown(character));
        let number = number.map(canonical_decimal);
        let mut values = Vec::new();
        values.extend(text.map(|text| Self::Text {
            text,
            language,
            character,
        }));
        values.extend(number.map(|number| Self::Number { number, unit }));
        values.extend(date.map(|text| Self::date(&text)).transpose()?);
        values.extend(money.map(Self::Money));
        values.extend(record.map(|text| Self::record(&text)).transpose()?);
        values.extend(name.map(Self::Name));
        match (values.pop(), values.is_empty()) {
            (Some(value), true) => Ok(value),
            _ => Err(ValueFault::NotOne),
        }
    }
}

impl From<ClaimValue> for Fields {
    fn from(value: ClaimValue) -> Self {
        let none = Self::default();
        match value {
            ClaimValue::Text {
                text,
                language,
                character,
            } => Self {
                text: Some(text),
                language,
                character,
                ..none
            },
            ClaimValue::Number { number, unit } => Self {
                number: Some(number),
                unit,
                ..none
            },
            ClaimValue::Date(date) => Self {
                date: Some(date.to_string()),
                ..none
            },
            ClaimValue::Money(money) => Self {
                money: Some(money),
                ..none
            },
            ClaimValue::Record(id) => Self {
                record: Some(encode(id.kind, id.id)),
                ..none
            },
            ClaimValue::Name(name) => Self {
                name: Some(name),
                ..none
            },
        }
    }
}

impl ClaimValue {
    /// Words in no language in particular.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            language: None,
            character: None,
        }
    }

    /// The date of a text in EDTF.
    ///
    /// # Errors
    /// [`ValueFault::Date`].
    pub fn date(text: &str) -> Result<Self, ValueFault> {
        let read = Edtf::parse(text);
        read.map(Self::Date)
            .map_err(|error| ValueFault::Date(text.to_owned(), error.to_string()))
    }

    /// The record of a public id.
    ///
    /// # Errors
    /// [`ValueFault::Record`].
    pub fn record(text: &str) -> Result<Self, ValueFault> {
        let read = decode(text);
        read.map(Self::Record)
            .map_err(|error| ValueFault::Record(text.to_owned(), error.to_string()))
    }

    /// Words about a character; about one without a name where there is none.
    #[must_use]
    pub fn words_about(character: Option<&str>, text: impl Into<String>) -> Self {
        Self::Text {
            text: text.into(),
            language: None,
            character: character.map(str::to_owned),
        }
    }

    /// The one text of the value: equal values have equal texts.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Strings and booleans alone: this cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads it back.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn from_canonical(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The member in which it stands.
    #[must_use]
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Number { .. } => "number",
            Self::Date(_) => "date",
            Self::Money(_) => "money",
            Self::Record(_) => "record",
            Self::Name(_) => "name",
        }
    }

    /// What is wrong with the form of the value, whatever property it is of.
    #[must_use]
    pub fn fault(&self, most_chars: usize) -> Option<ValueFault> {
        let too_long = |member, text: &str| {
            let length = text.chars().count();
            let reason = || too_many(length, "character", most_chars);
            (length > most_chars).then(|| ValueFault::TooLong(member, reason()))
        };
        let is_no = |text: &str, form: &str| format!("\"{text}\" is not {form}");
        let (member, reason) = match self {
            Self::Text {
                language: Some(tag),
                ..
            } if !is_language_tag(tag) => ("language", is_no(tag, LANGUAGE_TAG_FORM)),
            Self::Text { text, .. } if is_blank(text) => return Some(ValueFault::Empty("text")),
            Self::Text {
                text, character, ..
            } => {
                let members = [("text", Some(text)), ("character", character.as_ref())];
                let members = members
                    .into_iter()
                    .filter_map(|(member, text)| Some((member, text?)));
                let nul = |text: &String| text.contains('\0');
                let fault = |(member, text): (&'static str, &String)| match nul(text) {
                    true => Some(ValueFault::Form(member, NUL.to_owned())),
                    false => too_long(member, text),
                };
                return members.filter_map(fault).next();
            }
            Self::Number { number, .. }
                if !is_decimal(number.strip_prefix('-').unwrap_or(number)) =>
            {
                ("number", is_no(number, DECIMAL_FORM))
            }
            Self::Number { unit, .. } => return too_long("unit", unit.as_deref()?),
            Self::Money(Money { amount, .. }) if !is_decimal(amount) => {
                ("money.amount", is_no(amount, DECIMAL_FORM))
            }
            Self::Money(money) if !is_currency_code(&money.currency_code) => {
                let form = "a currency code such as USD";
                ("money.currencyCode", is_no(&money.currency_code, form))
            }
            Self::Name(name) => return too_long("name", name),
            Self::Date(_) | Self::Record(_) | Self::Money(_) => return None,
        };
        Some(ValueFault::Form(member, reason))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(json: &str) -> Result<ClaimValue, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn every_value_reads_back_from_its_canonical_text() {
        for json in [
            r#"{"text":"Ally"}"#,
            r#"{"text":"Ally","language":"en"}"#,
            r#"{"text":"a nurse","character":"Ally"}"#,
            r#"{"number":"110","unit":"minutes"}"#,
            r#"{"date":"2025-22"}"#,
            r#"{"money":{"amount":"55000000","currencyCode":"USD","isApproximate":true}}"#,
            r#"{"record":"wvu"}"#,
            r#"{"name":"FILM"}"#,
        ] {
            let value = read(json).unwrap();
            assert_eq!(value.canonical(), json);
            assert_eq!(ClaimValue::from_canonical(json).unwrap(), value);
            assert_eq!(value.fault(100), None);
        }
    }

    #[test]
    fn what_is_the_same_is_written_alike() {
        for (json, canonical) in [
            (
                r#"{"text":"a","language":"PT-br"}"#,
                r#"{"text":"a","language":"pt-BR"}"#,
            ),
            (r#"{"number":"007.50"}"#, r#"{"number":"7.5"}"#),
            (
                r#"{"money":{"amount":"05.50","currencyCode":"USD"}}"#,
                r#"{"money":{"amount":"5.5","currencyCode":"USD"}}"#,
            ),
        ] {
            assert_eq!(read(json).unwrap().canonical(), canonical);
        }
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for (json, reason) in [
            ("{}", "exactly one of"),
            (r#"{"text":"a","name":"B"}"#, "exactly one of"),
            (r#"{"name":"B","language":"en"}"#, "goes with `text`"),
            (r#"{"name":"B","character":"A"}"#, "goes with `text`"),
            (r#"{"text":"B","unit":"m"}"#, "goes with `number`"),
            (r#"{"date":"soon"}"#, "not a date"),
            (r#"{"record":"wvv"}"#, "mistyped"),
            (r#"{"words":"a"}"#, "unknown field"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(reason), "{json}: {error}");
        }
    }

    #[test]
    fn the_form_of_a_value_is_checked() {
        for json in [
            r#"{"text":" "}"#,
            r#"{"text":"abcdef"}"#,
            r#"{"text":"a","language":"x_y"}"#,
            r#"{"number":"1e5"}"#,
            r#"{"money":{"amount":"about 5","currencyCode":"USD"}}"#,
            r#"{"money":{"amount":"5","currencyCode":"usd"}}"#,
        ] {
            assert!(read(json).unwrap().fault(5).is_some(), "{json}");
        }
    }
}

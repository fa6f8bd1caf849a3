//! What can be claimed of a kind of record: a property, of what type its values are, whether there
//! is one or many, and where the record keeps them.
//!
//! A claim on [`Property::Record`] is about the record as such: that there is such a role,
//! milestone, deal. Its certainty is that of the record.

use entity::vocabulary::{Property, RecordKind};

use crate::{ClaimValue, Holds, ValueFault};
use model::country::check_country_code;
use model::fold::fold;
use model::id::encode;

/// The longest key of a property that the registry does not know.
pub const MAX_KEY_CHARS: usize = 50;
/// The longest words about a property that no kind of record has, in characters.
const WORDS: usize = 2_000;

/// The type of a property's values.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// None: the claim is about the record as such.
    Existence,
    /// Words of at most so many characters.
    Text(usize),
    /// Words of at most so many characters that are the same whatever their case, accents and blanks.
    Folded(usize),
    /// A word of a vocabulary, as that writes it, of at most so many characters.
    Vocabulary(RecordKind, usize),
    /// Words in a language, of at most so many characters.
    TextIn(usize),
    /// Words about one of the characters of a role, by its name, of at most so many characters.
    Portrayal(usize),
    /// The code of a country.
    Country,
    /// A whole number of so many of a unit.
    Whole(Option<&'static str>),
    /// A date.
    Date,
    /// A sum of money.
    Money,
    /// A record of a kind.
    Record(RecordKind),
    /// A word of a vocabulary.
    Name(fn(&str) -> bool),
}

/// A claimable property of a kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The kind of record.
    pub subject: RecordKind,
    /// The property.
    pub property: Property,
    /// Its key: what a client sees as `propertyKey`.
    pub key: &'static str,
    /// The field of the record that holds the best value; empty for the record as such.
    pub field: &'static str,
    /// The type of its values.
    pub of: ValueType,
    /// Whether it holds many values.
    pub many: bool,
    /// Whether a record needs it: then nobody can claim that it has none, and one value stays where
    /// all are denied.
    pub is_needed: bool,
    /// The field of the record that holds how sure the best value is, if there is one.
    pub certainty: Option<&'static str>,
}

impl Entry {
    /// How many values it holds.
    #[must_use]
    pub const fn holds(&self) -> Holds {
        match (self.many, self.of, self.is_needed) {
            (false, _, false) => Holds::One,
            (false, _, true) => Holds::Needed,
            (true, TextIn(_), _) => Holds::ByLanguage,
            (true, Portrayal(_), _) => Holds::ByCharacter,
            (true, ..) => Holds::Many,
        }
    }

    /// The one unit in which it is counted.
    #[must_use]
    pub const fn unit(&self) -> Option<&'static str> {
        match self.of {
            Whole(unit) => unit,
            _ => None,
        }
    }

    /// The value in the one form that it is kept in: a number has its unit, said or not.
    #[must_use]
    pub fn form(&self, value: ClaimValue) -> ClaimValue {
        match value {
            ClaimValue::Number { number, unit: None } => ClaimValue::Number {
                number,
                unit: self.unit().map(str::to_owned),
            },
            value => value,
        }
    }

    /// The text by which a value is compared; none where that is its canonical text, which this is.
    #[must_use]
    pub fn compared(&self, text: &str) -> Option<String> {
        if !matches!(self.of, Whole(Some(_)) | Folded(_) | Vocabulary(..)) {
            return None;
        }
        let value = ClaimValue::from_canonical(text).ok()?;
        let compared = match (self.of, self.form(value)) {
            (
                Folded(_) | Vocabulary(..),
                ClaimValue::Text {
                    text,
                    language,
                    character,
                },
            ) => ClaimValue::Text {
                text: fold(&text),
                language,
                character,
            },
            (_, value) => value,
        };
        let compared = compared.canonical();
        (compared != text).then_some(compared)
    }
}

/// What a claim is about: a property of the registry, or one of its own.
#[derive(Clone, Copy, Debug)]
pub enum Topic<'a> {
    /// The registry knows it.
    Known(&'static Entry),
    /// Any other fact, by its key: words, kept as claims alone.
    Free(&'a str),
}

/// Why nothing can be claimed of a property.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownTopic {
    /// Records of this kind have no such property.
    #[error("records of this kind have no such property; they have {0}")]
    Property(String),
    /// `OTHER` says nothing by itself.
    #[error("`propertyKey` is needed with OTHER")]
    NoKey,
    /// Not a key.
    #[error("`propertyKey` is made of 1 to 50 letters and digits and begins with a small letter")]
    BadKey,
    /// The key of a property that has a name.
    #[error("`{0}` is a property of its own: write {1} in the place of OTHER")]
    Named(&'static str, String),
    /// The key of another property.
    #[error("`propertyKey` is \"{0}\" for this property, and may be left out")]
    OtherKey(&'static str),
    /// Claims are not about records of this kind.
    #[error("nothing can be claimed of records of this kind")]
    Subject,
}

use ValueType::{Country, Date, Folded, Name, Portrayal, Record, Text, TextIn, Vocabulary, Whole};

impl<'a> Topic<'a> {
    /// The property's key.
    #[must_use]
    pub fn key(&self) -> &'a str {
        match self {
            Topic::Known(entry) => entry.key,
            Topic::Free(key) => key,
        }
    }

    /// Whether it holds many values.
    #[must_use]
    pub fn is_many(&self) -> bool {
        matches!(self, Topic::Known(entry) if entry.many)
    }

    /// The value in the one form that it is kept in.
    #[must_use]
    pub fn form(&self, value: ClaimValue) -> ClaimValue {
        match self {
            Topic::Known(entry) => entry.form(value),
            Topic::Free(_) => value,
        }
    }

    /// What keeps a value from being one of this property; `None` where it is one.
    #[must_use]
    pub fn fault(&self, value: &ClaimValue) -> Option<ValueFault> {
        let most = match self {
            Topic::Known(Entry {
                of: Text(most) | Folded(most) | Vocabulary(_, most) | TextIn(most) | Portrayal(most),
                ..
            }) => *most,
            _ => WORDS,
        };
        let mismatch = || {
            let (member, reason) = self.mismatch(value)?;
            Some(ValueFault::Form(member, reason))
        };
        value.fault(most).or_else(mismatch)
    }

    /// What words have beside them, and the property's do not.
    fn stray(&self, value: &ClaimValue) -> Option<(&'static str, String)> {
        let ClaimValue::Text {
            language,
            character,
            ..
        } = value
        else {
            return None;
        };
        let (takes_language, takes_character) = match self {
            Topic::Known(entry) => (
                matches!(entry.of, TextIn(_)),
                matches!(entry.of, Portrayal(_)),
            ),
            Topic::Free(_) => (true, false),
        };
        let member = if language.is_some() && !takes_language {
            "language"
        } else if character.is_some() && !takes_character {
            "character"
        } else {
            return None;
        };
        Some((member, format!("takes a `text` without `{member}`")))
    }

    /// The member that does not fit, empty where the whole is of another type, and why.
    fn mismatch(&self, value: &ClaimValue) -> Option<(&'static str, String)> {
        let stray = self.stray(value);
        let Topic::Known(entry) = self else {
            let words = matches!(value, ClaimValue::Text { .. });
            return match words {
                true => stray,
                false => Some(("", takes("text", value))),
            };
        };
        match (entry.of, value) {
            (ValueType::Existence, _) => {
                let reason = "a claim about the record as such has no value";
                Some(("", reason.to_owned()))
            }
            (
                Text(_) | Folded(_) | Vocabulary(..) | TextIn(_) | Portrayal(_),
                ClaimValue::Text { .. },
            ) => stray,
            (Country, ClaimValue::Text { text, .. }) => stray.or_else(|| {
                let reason = check_country_code(text).err()?;
                Some(("text", reason))
            }),
            (Date, ClaimValue::Date(_)) | (ValueType::Money, ClaimValue::Money(_)) => None,
            (
                Whole(unit),
                ClaimValue::Number {
                    number,
                    unit: given,
                },
            ) => {
                let whole = number.parse::<i32>().is_ok_and(|number| number > 0);
                let fits = given.as_deref().is_none_or(|given| Some(given) == unit);
                let most = i32::MAX;
                if !whole {
                    let of = unit.map(|unit| format!(", of `unit` \"{unit}\""));
                    let of = of.unwrap_or_default();
                    let reason = format!("takes a whole `number` from 1 to {most}{of}");
                    return Some(("number", reason));
                }
                let reason = || match unit {
                    Some(unit) => format!("takes a `number` of `unit` \"{unit}\""),
                    None => "takes a `number` without `unit`".to_owned(),
                };
                (!fits).then(|| ("unit", reason()))
            }
            (Record(kind), ClaimValue::Record(id)) => {
                let given = encode(id.kind, id.id);
                let reason = || format!("\"{given}\" is the id of another kind; {}", wanted(kind));
                (id.kind != kind).then(|| ("record", reason()))
            }
            (Name(accepts), ClaimValue::Name(name)) => {
                let reason = || format!("there is no {name} in its vocabulary");
                (!accepts(name)).then(|| ("name", reason()))
            }
            (of, _) => Some(("", takes(member_of(of), value))),
        }
    }
}

fn wanted(kind: RecordKind) -> String {
    format!("the id of a record of kind {kind:?} is wanted").to_lowercase()
}

/// The member in which values of a type stand.
fn member_of(of: ValueType) -> &'static str {
    match of {
        ValueType::Existence => "",
        Text(_) | Folded(_) | Vocabulary(..) | TextIn(_) | Portrayal(_) | Country => "text",
        Whole(_) => "number",
        Date => "date",
        ValueType::Money => "money",
        Record(_) => "record",
        Name(_) => "name",
    }
}

fn takes(wanted: &str, given: &ClaimValue) -> String {
    format!("takes a `{wanted}`, and a `{}` is given", given.member())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn entry(of: ValueType) -> Entry {
        Entry {
            subject: RecordKind::Work,
            property: Property::Runtime,
            key: "runtime",
            field: "runtimeMinutes",
            of,
            many: false,
            is_needed: false,
            certainty: None,
        }
    }

    #[test]
    fn what_is_the_same_is_compared_alike() {
        let compared = |of, json: &str| {
            let text = ClaimValue::from_canonical(json).unwrap().canonical();
            entry(of).compared(&text).unwrap_or(text)
        };
        let minutes = compared(
            Whole(Some("minutes")),
            r#"{"number":"100","unit":"minutes"}"#,
        );
        for json in [
            r#"{"number":"100"}"#,
            r#"{"number":"0100.0"}"#,
            r#"{"number":"100","unit":" "}"#,
        ] {
            assert_eq!(compared(Whole(Some("minutes")), json), minutes, "{json}");
        }
        let drama = compared(Folded(9), r#"{"text":"Drama"}"#);
        assert_eq!(compared(Folded(9), r#"{"text":" DRÁMA"}"#), drama);
        assert_ne!(compared(Folded(9), r#"{"text":"Dramas"}"#), drama);
        // Titles and names are as they are written.
        let title = compared(Text(9), r#"{"text":"Drama"}"#);
        assert_ne!(compared(Text(9), r#"{"text":"drama"}"#), title);
    }

    #[test]
    fn what_is_counted_in_one_unit_has_it() {
        let number = |unit: Option<&str>| ClaimValue::Number {
            number: "100".to_owned(),
            unit: unit.map(str::to_owned),
        };
        let form = |of, unit| entry(of).form(number(unit));
        assert_eq!(form(Whole(Some("minutes")), None), number(Some("minutes")));
        assert_eq!(form(Whole(Some("minutes")), Some("h")), number(Some("h")));
        assert_eq!(form(Whole(None), None), number(None));
    }
}

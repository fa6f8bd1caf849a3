//! What can be claimed of a kind of record: a property, of what type its values are, whether there
//! is one or many, and where the record keeps them.
//!
//! A claim on [`Property::Record`] is about the record as such: that there is such a role,
//! milestone, deal. Its certainty is that of the record.

use entity::vocabulary::{Property, RecordKind};

use crate::{ClaimValue, Holds, ValueFault};
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
    /// Words in a language, of at most so many characters.
    TextIn(usize),
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
    /// Whether a record needs it: then the last value stays where none is left.
    pub is_needed: bool,
    /// The field of the record that holds how sure the best value is, if there is one.
    pub certainty: Option<&'static str>,
}

impl Entry {
    /// How many values it holds.
    #[must_use]
    pub const fn holds(&self) -> Holds {
        match (self.many, self.of) {
            (false, _) => Holds::One,
            (true, TextIn(_)) => Holds::ByLanguage,
            (true, _) => Holds::Many,
        }
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
    /// The key of another property.
    #[error("`propertyKey` is \"{0}\" for this property, and may be left out")]
    OtherKey(&'static str),
    /// Claims are not about records of this kind.
    #[error("nothing can be claimed of records of this kind")]
    Subject,
}

use ValueType::{Date, Name, Record, Text, TextIn, Whole};

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

    /// What keeps a value from being one of this property; `None` where it is one.
    #[must_use]
    pub fn fault(&self, value: &ClaimValue) -> Option<ValueFault> {
        let most = match self {
            Topic::Known(Entry {
                of: Text(most) | TextIn(most),
                ..
            }) => *most,
            _ => WORDS,
        };
        value
            .fault(most)
            .or_else(|| self.mismatch(value).map(ValueFault::Form))
    }

    fn mismatch(&self, value: &ClaimValue) -> Option<String> {
        let Topic::Known(entry) = self else {
            let words = matches!(value, ClaimValue::Text { .. });
            return (!words).then(|| "takes a `text`".to_owned());
        };
        match (entry.of, value) {
            (ValueType::Existence, _) => {
                Some("a claim about the record as such has no value".to_owned())
            }
            (Text(_), ClaimValue::Text { language: None, .. })
            | (TextIn(_), ClaimValue::Text { .. })
            | (Date, ClaimValue::Date(_))
            | (ValueType::Money, ClaimValue::Money(_)) => None,
            (Text(_), ClaimValue::Text { .. }) => {
                Some("takes a `text` without `language`".to_owned())
            }
            (
                Whole(unit),
                ClaimValue::Number {
                    number,
                    unit: given,
                },
            ) => {
                let whole = number.parse::<i32>().is_ok_and(|number| number > 0);
                let fits = given.as_deref().is_none_or(|given| Some(given) == unit);
                let of = unit.map_or_else(String::new, |unit| format!(", of `unit` \"{unit}\""));
                (!whole || !fits).then(|| format!("takes a whole `number` of 1 or more{of}"))
            }
            (Record(kind), ClaimValue::Record(id)) => {
                let given = encode(id.kind, id.id);
                (id.kind != kind)
                    .then(|| format!("\"{given}\" is the id of another kind; {}", wanted(kind)))
            }
            (Name(accepts), ClaimValue::Name(name)) => {
                (!accepts(name)).then(|| format!("there is no {name} in its vocabulary"))
            }
            (of, _) => Some(takes(of)),
        }
    }
}

fn wanted(kind: RecordKind) -> String {
    format!("the id of a record of kind {kind:?} is wanted").to_lowercase()
}

fn takes(of: ValueType) -> String {
    let name = match of {
        ValueType::Existence => return "takes no value".to_owned(),
        Text(_) | TextIn(_) => "text",
        Whole(_) => "number",
        Date => "date",
        ValueType::Money => "money",
        Record(_) => "record",
        Name(_) => "name",
    };
    format!("takes a `{name}`")
}

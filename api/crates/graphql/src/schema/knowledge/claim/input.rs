//! Values of claims as inputs give them.

use async_graphql::{ID, InputObject, OneofObject};
use claim::{ClaimValue as Stated, Money};
use model::money::is_decimal;
use model::text::shown;

use crate::schema::kit::scalar::{CurrencyCode, Decimal, EdtfText, LanguageTag};
use crate::schema::mutation::{Faults, Supplied, UserErrorCode};

/// Words.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct TextValueInput {
    /// The words.
    text: String,
    /// Their language, where the property takes one.
    language: Option<Supplied<LanguageTag>>,
    /// With `characterDescription`: the name of the character that they describe. Left out, they describe the role's only character, or one without a name.
    character: Option<String>,
}

/// A number.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct NumberValueInput {
    /// The number.
    number: Supplied<Decimal>,
    /// What is counted: `minutes`.
    unit: Option<String>,
}

/// A sum of money.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct MoneyInput {
    /// How much, in major units: dollars, not cents.
    amount: Supplied<Decimal>,
    /// In which currency.
    currency_code: Supplied<CurrencyCode>,
    /// Whether it is only about right.
    #[graphql(default = false)]
    is_approximate: bool,
}

impl MoneyInput {
    /// The sum, or none and notes of what is wrong with it. `path` is where it stands.
    pub(crate) fn read(self, path: &[&str], faults: &mut Faults) -> Option<Money> {
        let amount = faults.take(&[path, &["amount"]].concat(), self.amount);
        let code = faults.take(&[path, &["currencyCode"]].concat(), self.currency_code);
        let (amount, code) = amount.zip(code)?;
        if !is_decimal(&amount.0) {
            let reason = match amount.0.starts_with('-') {
                true => "must not be negative",
                false => "has at most 18 digits before the point and 6 behind it",
            };
            let path = [path, &["amount"]].concat();
            faults.note(&path, UserErrorCode::InvalidValue, reason);
            return None;
        }
        Some(Money {
            amount: amount.0,
            currency_code: code.0,
            is_approximate: self.is_approximate,
        })
    }
}

/// What a property is said to be: exactly one kind of value, that which the property takes.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum ClaimValueInput {
    /// Words.
    Text(TextValueInput),
    /// A number.
    Number(NumberValueInput),
    /// A date, as precise as it is known.
    Date(Supplied<EdtfText>),
    /// A sum of money.
    Money(MoneyInput),
    /// The id of a record.
    Record(ID),
    /// A word of the property's vocabulary: `FILM`.
    Name(String),
}

impl ClaimValueInput {
    /// The same, with the unit of its property where none is said.
    pub(super) fn in_unit(self, unit: Option<&str>) -> Self {
        match self {
            Self::Number(value) => Self::Number(NumberValueInput {
                unit: shown(value.unit).or_else(|| unit.map(str::to_owned)),
                ..value
            }),
            other => other,
        }
    }

    pub(super) fn read(self, faults: &mut Faults) -> Option<Stated> {
        Some(match self {
            Self::Text(TextValueInput {
                text,
                language,
                character,
            }) => Stated::Text {
                text,
                character: shown(character),
                language: match language.filter(|tag| !tag.is_blank()) {
                    None => None,
                    Some(tag) => Some(faults.take(&["value", "text", "language"], tag)?.0),
                },
            },
            Self::Number(NumberValueInput { number, unit }) => Stated::Number {
                number: faults.take(&["value", "number", "number"], number)?.0,
                unit: shown(unit),
            },
            Self::Date(date) => Stated::Date(faults.take(&["value", "date"], date)?.0),
            Self::Money(money) => Stated::Money(money.read(&["value", "money"], faults)?),
            Self::Record(id) => match Stated::record(&id) {
                Ok(value) => value,
                Err(error) => {
                    let path = ["value", "record"];
                    faults.note(&path, UserErrorCode::InvalidValue, error.to_string());
                    return None;
                }
            },
            Self::Name(name) => Stated::Name(name),
        })
    }
}

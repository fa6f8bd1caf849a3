//! `ClaimValue`: what a property is said to be.

use async_graphql::{Context, Object, SimpleObject, Union};
use claim::ClaimValue as Stated;
use futures_util::FutureExt;
use model::id::{RecordId, encode};
use record::is_claimable;

use super::{Claimable, subject};
use crate::schema::kit::error::Result;
use crate::schema::kit::money::Money;
use crate::schema::kit::paging::scope;
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::scalar::{Decimal, LanguageTag};
use crate::schema::node::Node;

/// Words.
#[derive(SimpleObject)]
pub(crate) struct TextValue {
    /// The words.
    text: String,
    /// Their language, where it is known.
    language: Option<LanguageTag>,
    /// Of `characterDescription`: the name of the character that they describe; null where that has none.
    character: Option<String>,
}

/// A number.
#[derive(SimpleObject)]
pub(crate) struct NumberValue {
    /// The number.
    number: Decimal,
    /// What is counted: `minutes`.
    unit: Option<String>,
}

/// A date.
#[derive(SimpleObject)]
pub(crate) struct DateValue {
    /// The date, as precise as it is known.
    date: PartialDate,
}

/// A sum of money.
#[derive(SimpleObject)]
pub(crate) struct MoneyValue {
    /// The sum.
    money: Money,
}

/// A word of a vocabulary.
#[derive(SimpleObject)]
pub(crate) struct EnumValue {
    /// The word, as the vocabulary of the property has it: `FILM`.
    name: String,
}

/// A record.
pub(crate) struct RecordValue(RecordId);

/// A record that is the value of a property: the person who has a role, the company that bought.
#[Object]
impl RecordValue {
    /// The record; null where it is no longer there.
    async fn record(&self, ctx: &Context<'_>) -> Option<Result<Node>> {
        let find = async { Node::find(scope(ctx)?, self.0).await };
        find.await.transpose()
    }

    /// The record in a line; its id where it is no longer there.
    async fn text(&self, ctx: &Context<'_>) -> Result<String> {
        async move { label(ctx, self.0).await }.boxed().await
    }
}

/// What a property is said to be: one of several kinds of value.
#[derive(Union)]
pub(crate) enum ClaimValue {
    /// Words.
    Text(TextValue),
    /// A number.
    Number(NumberValue),
    /// A date.
    Date(DateValue),
    /// A sum of money.
    Money(MoneyValue),
    /// A record.
    Record(RecordValue),
    /// A word of a vocabulary.
    Enum(EnumValue),
}

impl ClaimValue {
    pub(crate) fn of(value: Stated) -> Self {
        match value {
            Stated::Text {
                text,
                language,
                character,
            } => Self::Text(TextValue {
                text,
                language: language.map(LanguageTag),
                character,
            }),
            Stated::Number { number, unit } => Self::Number(NumberValue {
                number: Decimal(number),
                unit,
            }),
            Stated::Date(date) => Self::Date(DateValue {
                date: PartialDate(date),
            }),
            Stated::Money(money) => Self::Money(MoneyValue {
                money: Money::of(&money.amount, &money.currency_code, money.is_approximate),
            }),
            Stated::Record(id) => Self::Record(RecordValue(id)),
            Stated::Name(name) => Self::Enum(EnumValue { name }),
        }
    }
}

async fn label(ctx: &Context<'_>, id: RecordId) -> Result<String> {
    let found = if is_claimable(id.kind) {
        Claimable::find(scope(ctx)?, subject(id.kind, id.id)).await?
    } else {
        None
    };
    match found {
        Some(record) => record.label(ctx).await,
        None => Ok(encode(id.kind, id.id)),
    }
}

/// A value in words; for a claim about a record as such, that record's label.
pub(super) async fn text_of(
    ctx: &Context<'_>,
    value: Option<&Stated>,
    record: Option<RecordId>,
) -> Result<Option<String>> {
    if let Some(RecordId { kind, id }) = record {
        return label(ctx, RecordId { kind, id }).await.map(Some);
    }
    Ok(match value {
        None => None,
        Some(Stated::Text { text, .. }) => Some(text.clone()),
        Some(Stated::Number { number, unit: None }) => Some(number.clone()),
        Some(Stated::Number {
            number,
            unit: Some(unit),
        }) => Some(format!("{number} {unit}")),
        Some(Stated::Date(date)) => Some(date.to_string()),
        Some(Stated::Money(money)) => {
            let about = if money.is_approximate { "about " } else { "" };
            Some(format!("{about}{} {}", money.amount, money.currency_code))
        }
        Some(Stated::Record(id)) => Some(label(ctx, *id).await?),
        Some(Stated::Name(name)) => Some(name.clone()),
    })
}

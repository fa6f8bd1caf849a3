//! `Money`.

use async_graphql::SimpleObject;

use super::scalar::{CurrencyCode, Decimal};

/// A sum of money.
#[derive(SimpleObject)]
pub(crate) struct Money {
    /// How much, in major units: dollars, not cents.
    amount: Decimal,
    /// In which currency.
    currency_code: CurrencyCode,
    /// Whether it is only about right.
    is_approximate: bool,
}

impl Money {
    pub(crate) fn of(amount: &str, currency: &str, is_approximate: bool) -> Self {
        Self {
            amount: Decimal(amount.to_owned()),
            currency_code: CurrencyCode(currency.to_owned()),
            is_approximate,
        }
    }

    /// A stored sum; null unless amount and currency are both there.
    pub(crate) fn stored(
        amount: Option<&str>,
        currency: Option<&str>,
        is_approximate: bool,
    ) -> Option<Self> {
        Some(Self::of(amount?, currency?, is_approximate))
    }
}

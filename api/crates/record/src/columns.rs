//! Between values and the columns that hold them.

use std::collections::BTreeSet;

use claim::{ClaimValue, Money};
use entity::vocabulary::RecordKind;
use model::edtf::{Edtf, UNDATED};
use model::fold::fold;
use model::id::RecordId;
use model::instant::Instant;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{CertificationRecord, SourceId};

/// Why a row is no record: it holds what was never written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// A value in columns of these types.
pub trait Columns<C>: Sized {
    /// As they hold it.
    fn to_columns(&self) -> C;

    /// Reads it back.
    ///
    /// # Errors
    /// [`Unreadable`].
    fn from_columns(columns: C) -> Result<Self, Unreadable>;
}

/// What a column holds as it is.
pub trait Plain: Clone {}

impl<T: Plain> Columns<T> for T {
    fn to_columns(&self) -> T {
        self.clone()
    }

    fn from_columns(columns: T) -> Result<Self, Unreadable> {
        Ok(columns)
    }
}

impl<T: Plain> Columns<Option<T>> for Option<T> {
    fn to_columns(&self) -> Self {
        self.clone()
    }

    fn from_columns(columns: Self) -> Result<Self, Unreadable> {
        Ok(columns)
    }
}

impl Plain for i32 {}
impl Plain for f64 {}
impl Plain for bool {}
impl Plain for String {}

macro_rules! plain {
    ($($module:ident { $($vocabulary:ident),+ $(,)? })+) => {$($(
        impl Plain for entity::$module::$vocabulary {}
    )+)+};
}
entity::with_vocabularies!(plain);

/// A text with its folded form.
impl Columns<(String, String)> for String {
    fn to_columns(&self) -> (String, String) {
        (self.clone(), fold(self))
    }

    fn from_columns((text, _): (String, String)) -> Result<Self, Unreadable> {
        Ok(text)
    }
}

impl Columns<(Option<String>, Option<String>)> for Option<String> {
    fn to_columns(&self) -> (Option<String>, Option<String>) {
        (self.clone(), self.as_deref().map(fold))
    }

    fn from_columns((text, _): (Option<String>, Option<String>)) -> Result<Self, Unreadable> {
        Ok(text)
    }
}

impl Columns<Option<String>> for Option<Edtf> {
    fn to_columns(&self) -> Option<String> {
        self.as_ref().map(ToString::to_string)
    }

    fn from_columns(text: Option<String>) -> Result<Self, Unreadable> {
        let read = text.as_deref().map(Edtf::parse).transpose();
        read.map_err(|error| Unreadable(error.to_string()))
    }
}

/// A date with the first day that it states.
impl Columns<(Option<String>, Option<i32>)> for Option<Edtf> {
    fn to_columns(&self) -> (Option<String>, Option<i32>) {
        let on = self.as_ref().map(|date| span(Some(date)).on);
        (self.to_columns(), on)
    }

    fn from_columns((text, _): (Option<String>, Option<i32>)) -> Result<Self, Unreadable> {
        Self::from_columns(text)
    }
}

/// A date with the days that it stands for.
impl Columns<(Option<String>, i32, i32, i32)> for Option<Edtf> {
    fn to_columns(&self) -> (Option<String>, i32, i32, i32) {
        let days = span(self.as_ref());
        (self.to_columns(), days.from, days.on, days.to)
    }

    fn from_columns((text, ..): (Option<String>, i32, i32, i32)) -> Result<Self, Unreadable> {
        Self::from_columns(text)
    }
}

/// The days that a date stands for in columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day on which it may have been, widened where the date is approximate.
    pub from: i32,
    /// First day as stated: what orders. A date that is open at its start goes by its end.
    pub on: i32,
    /// Last day on which it may have been, widened likewise.
    pub to: i32,
}

/// The days of a date; the unknown date is the newest.
#[must_use]
pub fn span(date: Option<&Edtf>) -> Span {
    let (from, to) = date.map_or((UNDATED, UNDATED), Edtf::certain_span);
    let on = date.and_then(|date| date.earliest().or(date.latest()));
    Span {
        from,
        on: on.unwrap_or(UNDATED),
        to,
    }
}

/// The value of a claim, in its canonical form.
impl Columns<Option<String>> for Option<ClaimValue> {
    fn to_columns(&self) -> Option<String> {
        self.as_ref().map(ClaimValue::canonical)
    }

    fn from_columns(text: Option<String>) -> Result<Self, Unreadable> {
        let read = text.as_deref().map(ClaimValue::from_canonical).transpose();
        read.map_err(|error| Unreadable(error.to_string()))
    }
}

/// The source of a claim, which claims of records themselves may lack.
impl Columns<Option<i64>> for SourceId {
    fn to_columns(&self) -> Option<i64> {
        Some(self.0)
    }

    fn from_columns(id: Option<i64>) -> Result<Self, Unreadable> {
        let id = id.ok_or_else(|| Unreadable("a claim has no source".to_owned()))?;
        Ok(Self(id))
    }
}

impl Columns<i64> for Instant {
    fn to_columns(&self) -> i64 {
        self.0
    }

    fn from_columns(micros: i64) -> Result<Self, Unreadable> {
        Ok(Self(micros))
    }
}

impl Columns<Option<i64>> for Option<Instant> {
    fn to_columns(&self) -> Option<i64> {
        self.map(|at| at.0)
    }

    fn from_columns(micros: Option<i64>) -> Result<Self, Unreadable> {
        Ok(micros.map(Instant))
    }
}

impl Columns<(RecordKind, i64)> for RecordId {
    fn to_columns(&self) -> (RecordKind, i64) {
        (self.kind, self.id)
    }

    fn from_columns((kind, id): (RecordKind, i64)) -> Result<Self, Unreadable> {
        Ok(Self { kind, id })
    }
}

impl Columns<(Option<String>, Option<String>, bool)> for Option<Money> {
    fn to_columns(&self) -> (Option<String>, Option<String>, bool) {
        match self {
            None => (None, None, false),
            Some(money) => (
                Some(money.amount.clone()),
                Some(money.currency_code.clone()),
                money.is_approximate,
            ),
        }
    }

    fn from_columns(
        (amount, currency, is_approximate): (Option<String>, Option<String>, bool),
    ) -> Result<Self, Unreadable> {
        let pair = amount.zip(currency);
        Ok(pair.map(|(amount, currency_code)| Money {
            amount,
            currency_code,
            is_approximate,
        }))
    }
}

macro_rules! lists {
    ($($list:ident of $($bound:ident)+);+ $(;)?) => {$(
        /// A list as JSON; an empty one is no value.
        impl<T: $($bound +)+> Columns<Option<String>> for $list<T> {
            fn to_columns(&self) -> Option<String> {
                let text = (!self.is_empty()).then(|| serde_json::to_string(self));
                text.and_then(Result::ok)
            }

            fn from_columns(text: Option<String>) -> Result<Self, Unreadable> {
                Ok(from_json(text.as_deref())?.unwrap_or_default())
            }
        }
    )+};
}
lists! {
    Vec of Serialize DeserializeOwned;
    BTreeSet of Serialize DeserializeOwned Ord;
}

impl Columns<Option<String>> for Option<CertificationRecord> {
    fn to_columns(&self) -> Option<String> {
        self.as_ref()
            .and_then(|value| serde_json::to_string(value).ok())
    }

    fn from_columns(text: Option<String>) -> Result<Self, Unreadable> {
        from_json(text.as_deref())
    }
}

fn from_json<T: DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, Unreadable> {
    let read = text.map(serde_json::from_str).transpose();
    read.map_err(|error| Unreadable(error.to_string()))
}

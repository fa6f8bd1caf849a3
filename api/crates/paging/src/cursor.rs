//! Cursors: a place in one ordered list, opaque to clients.
//!
//! A cursor names its list and its order, and remembers where its item stood. So it goes on
//! working when items come and go between two pages, and is refused by any other list.

use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{Direction, Rank};

/// The longest cursor that is looked at, in bytes; ours are shorter.
const MAX_CURSOR_BYTES: usize = 1_000;

/// Where an item stands in its list.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its value in the list's order.
    pub rank: Rank,
    /// What decides between equals.
    pub id: i64,
}

impl Place {
    /// Rank, then id: the total order of a list.
    #[must_use]
    pub fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let by_rank = self.rank.as_ref().compare(other.rank.as_ref(), direction);
        by_rank.then(self.id.cmp(&other.id))
    }
}

/// Why a cursor is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CursorError {
    /// Not one that this server made.
    #[error("is not a cursor of this API; pass one back exactly as it was given")]
    Malformed,
    /// Made for another owner, field or order.
    #[error("is a cursor of another connection or of another order; start again without it")]
    OtherList,
}

impl Place {
    /// The cursor of this place in the list called `list` (owner, field and order, as text), as
    /// clients see it.
    #[must_use]
    pub fn to_cursor(&self, list: &str) -> String {
        let rank = match &self.rank {
            Rank::Number(number) => Value::from(*number),
            // The bits, for a decimal text may not come back as the same fraction.
            Rank::Fraction(fraction) => Value::from(vec![fraction.to_bits()]),
            Rank::Text(text) => Value::from(text.as_str()),
            Rank::Nothing => Value::Null,
        };
        let parts = Value::from(vec![Value::from(list), rank, Value::from(self.id)]);
        URL_SAFE_NO_PAD.encode(parts.to_string())
    }

    /// Reads a cursor of the list called `list`.
    ///
    /// # Errors
    /// See [`CursorError`].
    pub fn from_cursor(text: &str, list: &str) -> Result<Self, CursorError> {
        if text.len() > MAX_CURSOR_BYTES {
            return Err(CursorError::Malformed);
        }
        let bytes = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| CursorError::Malformed)?;
        let value: Value = serde_json::from_slice(&bytes).map_err(|_| CursorError::Malformed)?;
        let (named, place) = Self::from_json(&value).ok_or(CursorError::Malformed)?;
        if named == list {
            Ok(place)
        } else {
            Err(CursorError::OtherList)
        }
    }

    /// The name of a list with a place in it.
    fn from_json(value: &Value) -> Option<(&str, Self)> {
        let [list, rank, id] = value.as_array()?.as_slice() else {
            return None;
        };
        let rank = match rank {
            Value::Null => Rank::Nothing,
            Value::Number(number) => Rank::Number(number.as_i64()?),
            Value::String(text) => Rank::Text(text.clone()),
            Value::Array(bits) => Rank::Fraction(f64::from_bits(bits.first()?.as_u64()?)),
            _ => return None,
        };
        let id = id.as_i64()?;
        Some((list.as_str()?, Self { rank, id }))
    }
}

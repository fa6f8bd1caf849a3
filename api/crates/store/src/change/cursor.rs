//! Cursors of the log: a place in it, opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// What the log is called among the lists that have cursors. No other is called so.
const LIST: &str = "changes";
/// The longest cursor that is looked at, in bytes; ours are shorter.
const MAX_BYTES: usize = 100;

/// A text that is no cursor of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a cursor of the log of changes; pass one back exactly as it was given")]
pub struct CursorError;

/// The cursor of a place in the log, made as those of connections are, so that each refuses the
/// other's.
#[must_use]
pub fn cursor(seq: i64) -> String {
    URL_SAFE_NO_PAD.encode(json!([LIST, null, seq]).to_string())
}

/// The place that a cursor names.
///
/// # Errors
/// If it is no cursor of the log.
pub fn read_cursor(text: &str) -> Result<i64, CursorError> {
    if text.len() > MAX_BYTES {
        return Err(CursorError);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError)?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|_| CursorError)?;
    match value.as_array().map(Vec::as_slice) {
        Some([Value::String(list), Value::Null, seq]) if list == LIST => {
            seq.as_i64().filter(|seq| *seq >= 0).ok_or(CursorError)
        }
        _ => Err(CursorError),
    }
}

#[cfg(test)]
mod tests {
    use paging::{CursorError as EdgeCursorError, Place};

    use super::*;

    #[test]
    fn a_place_comes_back() {
        for seq in [0, 1, i64::MAX] {
            assert_eq!(read_cursor(&cursor(seq)), Ok(seq));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
        for text in [
            String::new(),
            "7".to_owned(),
            encoded("[]"),
            encoded("[\"changes\",null,-1]"),
            encoded("[\"changes\",null,1.5]"),
            encoded("[\"wvu.cast\",null,1]"),
            cursor(1) + "x",
            "A".repeat(1_000),
        ] {
            assert_eq!(read_cursor(&text), Err(CursorError), "{text}");
        }
    }

    #[test]
    fn a_connection_says_that_it_is_of_another_list() {
        let refused = Place::from_cursor(&cursor(7), "wvu.cast");
        assert_eq!(refused, Err(EdgeCursorError::OtherList));
    }
}

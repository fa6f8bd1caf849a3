//! Keys: what is one, and how it is kept.

use entity::vocabulary::RecordKind;
use model::fold::fold;
use model::text::is_blank;
use store::write::{KeySort, RecordKey};
use unicode_normalization::char::is_combining_mark;

/// The longest key, in characters.
pub(in crate::ingest) const KEY_CHARS: usize = 200;

/// Whether a text is a key: two that look alike are to be one.
pub(super) fn is_key(key: &str) -> bool {
    // What comparing names leaves out of a character that stands alone is all of it.
    let is_hidden = |c: char| {
        c.is_control() || !is_combining_mark(c) && fold(c.encode_utf8(&mut [0; 4])).is_empty()
    };
    let length = key.chars().count();
    length <= KEY_CHARS
        && !is_blank(key)
        && key.trim() == key
        && !key.chars().any(|c| c != ' ' && is_hidden(c))
}

pub(super) fn form_of_key() -> String {
    format!(
        "has to be a text of 1 to {KEY_CHARS} characters, without blanks at its ends and without \
         invisible characters"
    )
}

pub(super) fn key_row(kind: RecordKind, source: i64, words: String) -> RecordKey {
    RecordKey {
        record_kind: kind,
        sort: KeySort::Key,
        words,
        source_id: source,
        record_id: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_nothing_that_cannot_be_seen() {
        for key in [
            "heat",
            "white heat",
            "Amélie",
            "アメリ",
            "a\u{301}",
            "q/7-2.b",
        ] {
            assert!(is_key(key), "{key:?}");
        }
        for key in ["", " a", "a ", "a\u{200b}b", "a\u{a0}b", "a\nb", "a\u{ad}"] {
            assert!(!is_key(key), "{key:?}");
        }
    }
}

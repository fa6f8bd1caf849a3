//! Keys: what is one, and how it is kept.

use entity::vocabulary::RecordKind;
use model::fold::fold;
use model::id::encode;
use model::text::is_blank;
use store::write::{KeySort, RecordKey, Words};
use unicode_normalization::char::is_combining_mark;

use super::look_up::digest;
use super::reference::called;

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

/// What is kept of a key where it holds.
pub(super) fn key_row(kind: RecordKind, words: Words, id: i64) -> RecordKey {
    row(kind, KeySort::Key, words, id)
}

/// What is kept so that words lead to a record.
pub(super) fn row(
    record_kind: RecordKind,
    sort: KeySort,
    (source_id, words): Words,
    record_id: i64,
) -> RecordKey {
    RecordKey {
        record_kind,
        sort,
        words,
        source_id,
        record_id,
    }
}

/// What is kept of a key that a line of a source uses for a record, and which holds within another: so
/// that it comes to stand for no other record within this one.
pub(super) fn row_of_use(kind: RecordKind, source: i64, key: &str, id: i64) -> RecordKey {
    let words = words_of_use(kind, source, key, id);
    row(kind, KeySort::Reference, words, id)
}

/// By what it is known whether lines of a source mean this record by a key.
pub(super) fn words_of_use(kind: RecordKind, source: i64, key: &str, id: i64) -> Words {
    let id = encode(kind, id);
    (source, digest(&["use of a key", &called(kind), key, &id]))
}

/// By what a reference by a key is known again which holds within none of the sources of its line.
pub(super) fn words_of_reference(kind: RecordKind, key: &str, sources: &[i64]) -> Words {
    let source = sources.first().copied().unwrap_or_default();
    let kind = called(kind);
    let mut sorted = sources.to_vec();
    sorted.sort_unstable();
    let within: Vec<String> = sorted.iter().map(i64::to_string).collect();
    let words = ["reference by a key", &kind, key].into_iter();
    let words: Vec<&str> = words.chain(within.iter().map(String::as_str)).collect();
    (source, digest(&words))
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

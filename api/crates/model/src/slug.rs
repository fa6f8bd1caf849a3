//! Readable addresses of records: `natalie-portman-p7k2m9x`.
//!
//! A slug is derived and never stored. Only what follows its last hyphen is read, so a link outlives
//! every change of a name.

use super::fold::fold;
use super::id::{IdError, RecordId, decode};

/// The most bytes of a slug's text, without the id.
pub const MAX_TEXT: usize = 80;

/// The most characters of a text that are looked at: enough to fill a slug.
const MAX_READ: usize = 400;

/// The slug of a record called `text`.
///
/// The text is folded and brought to the small letters a–z, digits and single hyphens, which need no
/// escaping in any address; letters of other scripts have no place there and are left out. It is cut
/// after the last word that fits [`MAX_TEXT`]. Where no text is left, the slug is the id.
pub fn slug(text: &str, public_id: &str) -> String {
    let read: String = text.chars().take(MAX_READ).collect();
    let mut words = String::new();
    for character in fold(&read).chars() {
        match character {
            'a'..='z' | '0'..='9' => words.push(character),
            // "schindlers-list", not "schindler-s-list".
            '\'' => {}
            _ if words.is_empty() || words.ends_with('-') => {}
            _ => words.push('-'),
        }
    }
    let words = cut(words.trim_end_matches('-'));
    if words.is_empty() {
        return public_id.to_owned();
    }
    format!("{words}-{public_id}")
}

/// The id at the end of a slug; an id alone is a slug, too.
pub fn id_of_slug(slug: &str) -> Result<RecordId, IdError> {
    decode(slug.rsplit('-').next().unwrap_or_default())
}

/// `words` is ASCII, so every byte is a character.
fn cut(words: &str) -> &str {
    let Some(head) = words.get(..=MAX_TEXT) else {
        return words;
    };
    // The byte after the limit is read as well: if it is a hyphen, the last word fits whole.
    match head.rfind('-') {
        Some(end) => &head[..end],
        None => &head[..MAX_TEXT],
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use entity::vocabulary::RecordKind;

    use super::super::id::encode;
    use super::*;

    const ID: &str = "w124cxy";

    #[test]
    fn texts_are_brought_to_words() {
        let cases = [
            ("Natalie Portman", "natalie-portman-w124cxy"),
            ("AMÉLIE", "amelie-w124cxy"),
            ("Schindler’s List", "schindlers-list-w124cxy"),
            (
                "  Star Wars: Episode IV – A New Hope ",
                "star-wars-episode-iv-a-new-hope-w124cxy",
            ),
            ("8½", "8-1-2-w124cxy"),
            ("…And Justice for All!", "and-justice-for-all-w124cxy"),
            (
                "Mads Mikkelsen & Søren Malling",
                "mads-mikkelsen-soren-malling-w124cxy",
            ),
            ("七人の侍", ID),
            ("---", ID),
            ("", ID),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text, ID), expected);
        }
    }

    #[test]
    fn long_texts_end_with_a_word() {
        let whole = "abcd ".repeat(16);
        assert_eq!(slug(&whole, ID).len(), 79 + 1 + ID.len());
        let exact = format!("{}e fgh", "abcd ".repeat(15) + "abcd");
        assert_eq!(
            slug(&exact, ID),
            format!("{}abcde-{ID}", "abcd-".repeat(15))
        );
        let cut = format!("{}ef", "abcd ".repeat(15) + "abcd");
        assert_eq!(slug(&cut, ID), format!("{}abcd-{ID}", "abcd-".repeat(14)));
        assert_eq!(
            slug(&"a".repeat(1000), ID),
            format!("{}-{ID}", "a".repeat(80))
        );
    }

    #[test]
    fn only_the_end_is_read() {
        let id = decode(ID);
        assert!(id.is_ok());
        for slug in [ID, "-w124cxy", "the-old-name-w124cxy", "Ä ö-w124cxy"] {
            assert_eq!(id_of_slug(slug), id);
        }
        assert_eq!(id_of_slug(""), Err(IdError::TooShort));
        assert_eq!(id_of_slug("w124cxy-"), Err(IdError::TooShort));
        assert_eq!(id_of_slug("w124cxy-w124cxs"), Err(IdError::WrongCheck));
        assert_eq!(id_of_slug("w124cxy_"), Err(IdError::BadCharacter('_')));
    }

    proptest! {
        #[test]
        fn every_slug_leads_back(text in ".*", number in 1..=i64::MAX) {
            let public_id = encode(RecordKind::Person, number);
            let slug = slug(&text, &public_id);
            prop_assert!(slug.len() <= MAX_TEXT + 1 + public_id.len());
            prop_assert!(!slug.contains("--") && !slug.starts_with('-'));
            prop_assert!(slug.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')));
            prop_assert_eq!(id_of_slug(&slug).unwrap().id, number);
        }
    }
}

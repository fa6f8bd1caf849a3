//! What a text shows.

use unicode_normalization::char::is_combining_mark;

/// Whether a text shows nothing: it is empty, or made of white space, of characters that Unicode
/// leaves without a look of their own, and of marks that have no letter to stand on.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(shows_nothing)
}

/// The text, if it shows something.
#[must_use]
pub fn shown(text: Option<String>) -> Option<String> {
    text.filter(|text| !is_blank(text))
}

fn shows_nothing(character: char) -> bool {
    character.is_whitespace()
        // What cannot be stored is told as such.
        || character.is_control() && character != '\0'
        || is_combining_mark(character)
        || is_ignorable(character)
        || is_drawn_empty(character)
}

/// Unicode's `Default_Ignorable_Code_Point`, but for the marks among them, and the signs that set
/// annotations apart.
fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Letters and signs whose picture is empty: the blank of Braille, the blanks of hieroglyphs, the
/// note without a head.
fn is_drawn_empty(character: char) -> bool {
    matches!(
        character,
        '\u{2800}' | '\u{13441}'..='\u{13442}' | '\u{1d159}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in [
            "",
            " ",
            "\t\n",
            "\u{a0}",
            "\u{3000}",
            "\u{200b}",
            "\u{ad}",
            "\u{feff}",
            "\u{2800}",
            "\u{3164}",
            "\u{301}",
            "\u{34f}",
            "\u{fe0f}",
            "\u{e0020}",
            "\u{20dd}",
            " \u{200d}\u{301} \u{2060}",
        ] {
            assert!(is_blank(text), "{text:?}");
            assert_eq!(shown(Some(text.to_owned())), None, "{text:?}");
        }
    }

    #[test]
    fn what_shows_something_is_not() {
        for text in [
            "a",
            "0",
            ".",
            "-",
            "É",
            "e\u{301}",
            "七",
            "دل",
            "दि",
            "ปี",
            "🙂",
            "\u{200b}x",
            "\u{fffd}",
            "a\u{0}",
            "\u{0}",
            "…",
            "ー",
        ] {
            assert!(!is_blank(text), "{text:?}");
            assert_eq!(shown(Some(text.to_owned())).as_deref(), Some(text));
        }
        assert_eq!(shown(None), None);
    }
}

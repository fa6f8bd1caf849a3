//! What a text shows.

use unicode_normalization::char::is_combining_mark;

/// Whether nothing of a text can be seen: it is empty, or holds white space, characters that are not
/// shown, and marks without a letter to stand on alone.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || is_invisible(c) || is_combining_mark(c))
}

/// Whether a character that is no white space shows nothing: controls, what Unicode calls ignorable by
/// default, marks of annotations, and the braille pattern without dots.
#[must_use]
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in [
            "",
            " \t\n",
            "\u{a0}",
            "\u{3000}",
            "\u{200b}",
            "\u{ad}",
            "\u{feff}",
            "\u{2800}",
            "\u{3164}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{301}",
            " \u{301}\u{327}",
            "\u{e0041}",
            "\u{0}\u{7}",
            "\u{94d}",
            "\u{200d}\u{fe0f}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in [
            "a",
            " .",
            "e\u{301}",
            "\u{200b}1",
            "क\u{94d}",
            "👩\u{200d}🚀",
            "ー",
            "\u{2801}",
            "´",
        ] {
            assert!(!is_blank(text), "{text:?}");
        }
    }
}

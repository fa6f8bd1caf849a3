//! Names and titles brought to one form, so that AMÉLIE, amélie and Amelie are the same.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// How many bytes of folded text one byte of text can become at most: ligatures such as ﷺ spell out
/// whole phrases.
pub const MAX_GROWTH: usize = 11;

/// The form in which names and titles are compared.
///
/// - Compatible forms are one (NFKD), and so are cases (full Unicode case folding: ß is ss).
/// - Accents go, as do the points of Hebrew and Arabic and invisible characters. Marks that make
///   another letter of their script stay: vowel signs of Indic scripts and Thai, and the marks that
///   tell バ from ハ.
/// - Letters that Unicode keeps apart from their look-alikes are joined to them: ø o, æ ae, œ oe,
///   ł l, đ and ð d, þ th, ħ h, ŧ t, ı i.
/// - Curly apostrophes and long dashes are their typewriter forms; ½ is 1/2, and 8½ is 8 1/2.
/// - White space is one space between words, none at the ends.
///
/// What remains is composed again (NFC), so that syllables of Hangul stay one character. Folding
/// twice changes nothing, and the result has at most [`MAX_GROWTH`] times the bytes of the text.
pub fn fold(text: &str) -> String {
    let folded = text
        .chars()
        .flat_map(set_apart_fraction)
        .nfkd()
        .default_case_fold()
        .nfkd()
        .default_case_fold()
        .nfkd()
        .filter(|character| !is_dropped(*character))
        .collect::<String>();
    let mut result = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !result.is_empty() {
            result.push(' ');
        }
        for character in word.nfc() {
            push(&mut result, character);
        }
    }
    result
}

/// "8½" would otherwise become "81/2".
fn set_apart_fraction(character: char) -> impl Iterator<Item = char> {
    let is_fraction = matches!(character, '¼'..='¾' | '⅐'..='⅟' | '↉');
    is_fraction.then_some(' ').into_iter().chain([character])
}

/// Whether a character of decomposed text says nothing that comparing needs.
fn is_dropped(character: char) -> bool {
    let invisible = matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
    // By combining class: overlays; Hebrew, Arabic and Syriac points; everything set around a
    // letter. In between lie the signs of Indic and South-East Asian scripts and of kana.
    let accent = matches!(canonical_combining_class(character), 1 | 10..=36 | 200..);
    let enclosing = matches!(character, '\u{488}' | '\u{489}' | '\u{20dd}'..='\u{20e4}');
    let control = character.is_control() && !character.is_whitespace();
    invisible || control || is_combining_mark(character) && (accent || enclosing)
}

fn push(text: &mut String, character: char) {
    match character {
        'ø' => text.push('o'),
        'æ' => text.push_str("ae"),
        'œ' => text.push_str("oe"),
        'ł' => text.push('l'),
        'đ' | 'ð' => text.push('d'),
        'þ' => text.push_str("th"),
        'ħ' => text.push('h'),
        'ŧ' => text.push('t'),
        'ı' => text.push('i'),
        '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | '′' | '`' => text.push('\''),
        '“' | '”' | '„' | '″' => text.push('"'),
        '‐'..='―' | '−' => text.push('-'),
        '⁄' => text.push('/'),
        other => text.push(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn writings_of_one_name_are_one() {
        let groups: &[&[&str]] = &[
            &[
                "amelie",
                "AMÉLIE",
                "amélie",
                "Amelie",
                "Ame\u{301}lie",
                "ＡＭＥＬＩＥ",
            ],
            &["soren", "Søren", "SØREN", "Sǿren"],
            &["aeon flux", "Æon Flux", "ÆON  FLUX", "Ǣon\u{a0}Flux"],
            &["coeur", "Cœur", "CŒUR"],
            &["strasse", "Straße", "STRASSE", "STRAẞE"],
            &["lodz", "Łódź", "ŁÓDŹ"],
            &["dokovic", "Đoković"],
            &["thor", "Þor", "ÞÓR"],
            &["isil", "Işıl", "IŞIL", "İŞİL"],
            &[
                "schindler's list",
                "Schindler’s List",
                " Schindler`s\tList\n",
            ],
            &[
                "spider-man",
                "Spider‐Man",
                "Spider–Man",
                "Spider\u{2011}Man",
            ],
            &["8 1/2", "8½", "8 ½", "8 1⁄2"],
            &["alien3", "Alien³"],
            &["οδοσ", "Οδός", "ΟΔΟΣ"],
            &["шутов", "Шуто\u{301}в", "ШУТОВ"],
            &["שלום", "שָׁלוֹם"],
            &["七人の侍", "七人の侍"],
            &["기생충", "기생충", "\u{1100}\u{1175}생충"],
            &["バラ", "ハ\u{3099}ラ", "ﾊﾞﾗ"],
            &["दिल", "दिल"],
            &["", " ", "\u{200b}", "\u{301}"],
        ];
        for group in groups {
            for writing in *group {
                assert_eq!(fold(writing), group[0], "{writing:?}");
            }
        }
    }

    #[test]
    fn letters_of_other_scripts_stay_apart() {
        assert_ne!(fold("バラ"), fold("ハラ"));
        assert_ne!(fold("दिल"), fold("दल"));
        assert_ne!(fold("ปู"), fold("ปี"));
    }

    #[test]
    fn every_character_folds_once_and_within_the_bound() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            let folded = fold(&text);
            assert_eq!(fold(&folded), folded, "{character:?}");
            assert!(folded.len() <= MAX_GROWTH * text.len(), "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded.as_str());
            prop_assert!(folded.len() <= MAX_GROWTH * text.len());
        }

        #[test]
        fn case_and_form_make_no_difference(text in "[A-Za-zÀ-ÖØ-öø-ſ '½–]*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), folded.as_str());
            prop_assert_eq!(fold(&text.nfc().collect::<String>()), folded.as_str());
            prop_assert_eq!(fold(&format!(" {text}\t")), folded.as_str());
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
        }
    }
}

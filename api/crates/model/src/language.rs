//! Language tags: their form, and which text serves a reader of a language best.

use super::country;

/// The longest tag that is read, in bytes (RFC 5646, 4.4.1, asks for 35).
const LONGEST: usize = 35;

/// What a language tag looks like, for messages.
pub const LANGUAGE_TAG_FORM: &str = "a BCP 47 language tag, such as pt-BR";

/// Whether a text has the form of a BCP 47 tag: subtags of 1 to 8 letters and digits, the first of
/// letters only and at least two of them, unless it is the `x` of a private tag.
#[must_use]
pub fn is_language_tag(text: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let mut subtags = text.split('-');
    let first = subtags.next().unwrap_or_default();
    let starts_well = first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && ((2..=8).contains(&first.len()) || first.eq_ignore_ascii_case("x"));
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    starts_well && subtags.all(is_subtag) && !text.eq_ignore_ascii_case("x")
}

/// Why a text is not taken for a tag; none where it is. A word such as `German` has the form of one, and
/// is the name of a language.
#[must_use]
pub fn fault_of_tag(text: &str) -> Option<String> {
    /// Shorter words are codes.
    const SHORTEST_NAME: usize = 4;
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let name: String = first
        .chain(letters.as_str().to_lowercase().chars())
        .collect();
    let named = [text, name.as_str()]
        .into_iter()
        .find_map(isolang::Language::from_name)
        .filter(|_| text.len() >= SHORTEST_NAME);
    match named {
        Some(language) => {
            let code = language.to_639_1().unwrap_or_else(|| language.to_639_3());
            Some(format!(
                "\"{text}\" is the name of a language, and its tag is needed: did you mean \"{code}\"?"
            ))
        }
        None => (!is_language_tag(text)).then(|| format!("\"{text}\" is not {LANGUAGE_TAG_FORM}")),
    }
}

/// The one form of a tag, for case says nothing in it (RFC 5646, 2.1.1): `pt-BR`, `zh-Hant-TW`. A text
/// of another form stays as it is.
#[must_use]
pub fn canonical_tag(text: &str) -> String {
    if !is_language_tag(text) {
        return text.to_owned();
    }
    // What follows a singleton is written small: extensions and private tags.
    let mut is_plain = true;
    let form = |(place, subtag): (usize, &str)| {
        is_plain &= subtag.len() > 1;
        let mut small = subtag.to_ascii_lowercase();
        if place > 0 && is_plain && small.len() == 2 {
            small.make_ascii_uppercase();
        } else if place > 0 && is_plain && small.len() == 4 {
            small[..1].make_ascii_uppercase();
        }
        small
    };
    let subtags: Vec<String> = text.split('-').enumerate().map(form).collect();
    subtags.join("-")
}

/// The item whose language serves `wanted` best: the tag itself, then ever shorter beginnings of it
/// (the look-up of RFC 4647, 3.4). Of equals, the first.
pub fn best_for<'a, T>(
    wanted: &str,
    items: &'a [T],
    language: impl Fn(&T) -> Option<&str>,
) -> Option<&'a T> {
    let mut range = wanted;
    loop {
        let serves = |item: &&T| language(item).is_some_and(|tag| tag.eq_ignore_ascii_case(range));
        if let Some(item) = items.iter().find(serves) {
            return Some(item);
        }
        range = range.rsplit_once('-')?.0;
    }
}

/// What a language is called in English, where it is known: its script and region in parentheses,
/// `Portuguese (Brazil)`.
#[must_use]
pub fn english_name(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let language = isolang::Language::from_639_1(&primary);
    let language = language.or_else(|| isolang::Language::from_639_3(&primary))?;
    // The standard tells namesakes apart in parentheses: "Modern Greek (1453-)".
    let name = language.to_name();
    let name = name.split(" (").next().unwrap_or(name);
    let called = |subtag| country::english_name(subtag).unwrap_or(subtag);
    let rest: Vec<&str> = subtags.map(called).collect();
    Some(if rest.is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({})", rest.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_other_text() {
        for tag in [
            "en",
            "pt-BR",
            "zh-Hant-TW",
            "de-CH-1901",
            "x-klingon",
            "es-419",
        ] {
            assert!(is_language_tag(tag), "{tag}");
        }
        let others = [
            "",
            "e",
            "x",
            "en_US",
            "en-",
            "-en",
            "en, de",
            "*",
            "en;q=1",
            "123",
            "日本語",
        ];
        for text in others {
            assert!(!is_language_tag(text), "{text}");
        }
        assert!(!is_language_tag(&"en-abcdefgh".repeat(9)));
    }

    #[test]
    fn a_name_of_a_language_is_no_tag() {
        for (text, code) in [("German", "de"), ("french", "fr"), ("ENGLISH", "en")] {
            let told = fault_of_tag(text).unwrap_or_default();
            assert!(
                told.ends_with(&format!("did you mean \"{code}\"?")),
                "{told}"
            );
        }
        assert!(fault_of_tag("en_US").is_some());
        for tag in ["de", "de-CH", "fon", "zh-Hant", "x-klingon"] {
            assert_eq!(fault_of_tag(tag), None);
        }
    }

    #[test]
    fn a_tag_has_one_form() {
        for (text, form) in [
            ("EN", "en"),
            ("pt-br", "pt-BR"),
            ("ZH-hANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("sl-ROZAJ-biske-1994", "sl-rozaj-biske-1994"),
            ("de-CH-x-PHONEBK-AB", "de-CH-x-phonebk-ab"),
            ("X-Klingon", "x-klingon"),
            ("en_US", "en_US"),
        ] {
            assert_eq!(canonical_tag(text), form);
            assert_eq!(canonical_tag(form), form);
        }
    }

    #[test]
    fn languages_have_names() {
        let name = |tag| english_name(tag).unwrap_or_default();
        assert_eq!(name("fr"), "French");
        assert_eq!(name("pt-BR"), "Portuguese (Brazil)");
        assert_eq!(name("zh-Hant-TW"), "Chinese (Hant, Taiwan)");
        assert_eq!(name("cmn"), "Mandarin Chinese");
        assert_eq!(english_name("x-klingon"), None);
        assert_eq!(english_name("qqq"), None);
    }

    #[test]
    fn the_nearest_language_wins() {
        let titles = [("pt", 1), ("pt-BR", 2), ("fr", 3)];
        let best = |wanted| best_for(wanted, &titles, |t| Some(t.0)).map(|t| t.1);
        assert_eq!(best("pt-BR"), Some(2));
        assert_eq!(best("pt-PT"), Some(1));
        assert_eq!(best("FR-ca"), Some(3));
        assert_eq!(best("de"), None);
    }
}

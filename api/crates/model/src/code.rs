//! Codes as ids: countries and languages have no rows, so the number in their public id is their code.
//!
//! A country's number is its code in small letters, read in base 36: `FR` is `xcfr` and a check
//! character. A language's is its tag likewise, with 0 for the hyphen and 00 for a zero: `pt-BR` is
//! `xlpt0br` and a check character. A number holds twelve digits; of a longer tag the last subtags
//! are dropped until it fits, which leaves the wider language.

use super::country::is_country_code;
use super::language::is_language_tag;

/// The most digits in base 36 that every number of so many digits fits an id with.
const MAX_DIGITS: usize = 12;
/// The language of a text in no language that is known.
pub const UNDETERMINED: &str = "und";

/// The number of a country.
#[must_use]
pub fn number_of_country(code: &str) -> i64 {
    number(&code.to_ascii_lowercase()).unwrap_or_default()
}

/// The country of a number, if it is the number of one.
#[must_use]
pub fn country_of_number(number: i64) -> Option<String> {
    let code = digits(number)?.to_ascii_uppercase();
    is_country_code(&code).then_some(code)
}

/// The number of a language.
#[must_use]
pub fn number_of_language(tag: &str) -> i64 {
    folded_tag(tag)
        .and_then(|folded| number(&folded))
        .unwrap_or_default()
}

/// The language of a number, if it is the number of one.
#[must_use]
pub fn language_of_number(number: i64) -> Option<String> {
    let digits = digits(number)?;
    let tag = unfolded(&digits);
    let is_tag = is_language_tag(&tag) && folded_tag(&tag)? == digits;
    is_tag.then(|| canonical(&tag))
}

/// The tag by which a language is known here: at most as long as an id can hold, and cased as
/// RFC 5646 recommends.
#[must_use]
pub fn known_tag(tag: &str) -> String {
    language_of_number(number_of_language(tag)).unwrap_or_else(|| UNDETERMINED.to_owned())
}

/// The tag as digits of base 36, shortened until they fit and lead back to it.
fn folded_tag(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut tag = lower.as_str();
    loop {
        let folded = tag.replace('0', "00").replace('-', "0");
        if is_language_tag(tag) && folded.len() <= MAX_DIGITS && unfolded(&folded) == tag {
            return Some(folded);
        }
        match tag.rsplit_once('-') {
            Some((wider, _)) => tag = wider,
            None => return (tag != UNDETERMINED).then(|| UNDETERMINED.to_owned()),
        }
    }
}

fn unfolded(digits: &str) -> String {
    digits
        .replace("00", "\0")
        .replace('0', "-")
        .replace('\0', "0")
}

/// `zh-hant-tw` as `zh-Hant-TW`.
fn canonical(tag: &str) -> String {
    let cased = |(place, subtag): (usize, &str)| match (place, subtag.len()) {
        (0, _) => subtag.to_owned(),
        (_, 2) => subtag.to_ascii_uppercase(),
        (_, 4) => subtag[..1].to_ascii_uppercase() + &subtag[1..],
        _ => subtag.to_owned(),
    };
    let subtags: Vec<String> = tag.split('-').enumerate().map(cased).collect();
    subtags.join("-")
}

fn number(digits: &str) -> Option<i64> {
    i64::from_str_radix(digits, 36).ok()
}

fn digits(number: i64) -> Option<String> {
    let mut rest = u64::try_from(number).ok().filter(|number| *number > 0)?;
    let mut digits = Vec::new();
    while rest > 0 {
        let digit = u32::try_from(rest % 36).ok()?;
        digits.push(char::from_digit(digit, 36)?);
        rest /= 36;
    }
    Some(digits.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn codes_come_back() {
        assert_eq!(
            country_of_number(number_of_country("SUHH")).as_deref(),
            Some("SUHH")
        );
        for tag in ["en", "pt-BR", "zh-Hant-TW", "es-419", "x-klingon", "und"] {
            assert_eq!(known_tag(tag), tag);
        }
        assert_eq!(known_tag("PT-br"), "pt-BR");
        assert_eq!(known_tag("sl-rozaj-biske-1994"), "sl-rozaj");
        assert_eq!(known_tag("x-abcdefgh-12"), "x-abcdefgh");
        assert_eq!(known_tag("not a tag"), UNDETERMINED);
        assert_eq!(country_of_number(14_416), None);
        assert_eq!(language_of_number(14_416), None);
        assert_eq!(country_of_number(0), None);
        assert_eq!(language_of_number(-1), None);
    }

    proptest! {
        #[test]
        fn a_language_has_one_number(number in any::<i64>()) {
            if let Some(tag) = language_of_number(number) {
                prop_assert_eq!(number_of_language(&tag), number);
            }
        }

        #[test]
        fn every_tag_has_a_number(tag in "[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8}){0,3}") {
            let number = number_of_language(&tag);
            prop_assert!(number > 0);
            prop_assert_eq!(number_of_language(&known_tag(&tag)), number);
        }
    }
}

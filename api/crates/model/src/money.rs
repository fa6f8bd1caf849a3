//! Sums of money: the forms of their parts.

/// What a decimal looks like, for messages.
pub const DECIMAL_FORM: &str =
    "a decimal such as 12.5, of at most 18 digits before the point and 6 behind it";

/// Whether a text is a decimal of at most 18 digits before the point and 6 behind it.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, 18) && digits(fraction, 6)
}

/// A decimal of any size in its one form, 5.5 for 05.50; none if it is none.
#[must_use]
pub fn read_decimal(text: &str) -> Option<String> {
    let (sign, plain) = match text.strip_prefix('-') {
        Some(plain) => ("-", plain),
        None => ("", text),
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Some(match (whole, fraction.trim_end_matches('0')) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    })
}

/// The same, where what is no decimal stays as it is.
#[must_use]
pub fn canonical_decimal(text: String) -> String {
    read_decimal(&text).unwrap_or(text)
}

/// Whether a text has the form of an ISO 4217 code.
#[must_use]
pub fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_form() {
        for (text, form) in [
            ("5.5", "5.5"),
            ("5.50", "5.5"),
            ("05.50", "5.5"),
            ("000", "0"),
            ("-0.00", "0"),
            ("-07", "-7"),
            ("0.10", "0.1"),
            ("1000", "1000"),
        ] {
            assert_eq!(read_decimal(text).as_deref(), Some(form));
            assert_eq!(read_decimal(form).as_deref(), Some(form));
        }
        for text in [
            "1e5", "1e+308", ".5", "5.", "", "-", "+1", "1.-5", "0x1", "٣",
        ] {
            assert_eq!(read_decimal(text), None, "{text}");
            assert_eq!(canonical_decimal(text.to_owned()), text);
        }
    }
}

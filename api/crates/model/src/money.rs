//! Sums of money: the forms of their parts.

/// Whether a text is a decimal of at most 18 digits before the point and 6 behind it.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, 18) && digits(fraction, 6)
}

/// Whether a text has the form of an ISO 4217 code.
#[must_use]
pub fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

//! Country codes: their form.

/// Whether a text has the form of a country code: ISO 3166-1 alpha-2, or one of the longer codes that
/// data sets have for former countries (`SUHH`) and regions (`XWW`).
#[must_use]
pub fn is_country_code(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

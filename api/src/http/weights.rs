//! How much a client wants what: the weights in lists such as `Accept`.

/// In thousandths; 0 is "not at all".
pub(super) type Weight = u16;

/// What has no weight of its own is wanted as much as can be.
pub(super) const FULL: Weight = 1000;

/// Reads a weight. Programs write it in many ways (`.9`, `1.0000`), and a slip in it says nothing
/// against what it stands beside: one that cannot be read counts as none.
pub(super) fn weight(text: &str) -> Weight {
    let text = text.trim().trim_matches('"');
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut digits = whole.bytes().chain(decimals.bytes());
    if whole.len() + decimals.len() == 0 || !digits.all(|byte| byte.is_ascii_digit()) {
        return FULL;
    }
    if whole.bytes().any(|byte| byte != b'0') {
        return FULL;
    }
    let digit = |at: usize| decimals.as_bytes().get(at).map_or(0, |byte| byte - b'0');
    let read = (0..3).fold(0, |sum, at| sum * 10 + Weight::from(digit(at)));
    let is_nothing = decimals.bytes().all(|byte| byte == b'0');
    // However little is more than not at all.
    if is_nothing { 0 } else { read.max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_however_they_are_written() {
        for (text, expected) in [
            ("0", 0),
            ("0.", 0),
            ("0.000", 0),
            ("00", 0),
            ("1", FULL),
            ("1.0000", FULL),
            ("1.001", FULL),
            ("2", FULL),
            ("0.5", 500),
            (".2", 200),
            (" \"0.25\" ", 250),
            ("0.001", 1),
            ("0.12345", 123),
            ("0.0001", 1),
        ] {
            assert_eq!(weight(text), expected, "{text}");
        }
    }

    #[test]
    fn one_that_cannot_be_read_counts_as_none() {
        for text in ["", ".", "-1", "0,5", "0.+1", "x", "1e-3", "\u{661}"] {
            assert_eq!(weight(text), FULL, "{text}");
        }
    }
}

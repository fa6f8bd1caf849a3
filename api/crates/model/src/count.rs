//! Numbers of things, in words.

use std::fmt::Display;

/// How many of something: `1 record`, `2 records`.
#[must_use]
pub fn counted(count: impl Display, what: &str) -> String {
    let count = count.to_string();
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// How many members of a list, or characters of a text, there are, and how many fit.
#[must_use]
pub fn too_many(count: usize, what: &str, most: usize) -> String {
    format!("has {}; at most {most} fit", counted(count, what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        assert_eq!(counted(0, "record"), "0 records");
        assert_eq!(counted(1, "record"), "1 record");
        assert_eq!(counted(2, "record"), "2 records");
        assert_eq!(too_many(1, "member", 0), "has 1 member; at most 0 fit");
    }
}

//! A scanner over the document's own text, for what a syntax tree no longer tells.
//!
//! It runs on text that the parser has accepted, so it sorts characters into tokens and judges
//! nothing: whatever fits no kind is passed over.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Name,
    /// An integer or float.
    Number,
    /// A string, quotes included.
    Text,
    /// A block string, quotes included.
    Block,
    /// A comment without its line's end.
    Comment,
    /// Punctuation of one character (three for a spread).
    Mark,
    /// White space, commas and byte order marks.
    Space,
}

/// A token and where its bytes lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
}

/// All tokens of a text; together they are the text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let first = rest.chars().next()?;
        let (kind, length) = measure(rest, first);
        let token = Token {
            kind,
            text: rest.get(..length)?,
            start,
        };
        start += length;
        Some(token)
    })
}

fn measure(rest: &str, first: char) -> (Kind, usize) {
    match first {
        '"' if rest.starts_with("\"\"\"") => (Kind::Block, block(rest)),
        '"' => (Kind::Text, string(rest)),
        '#' => (Kind::Comment, run(rest, |c| c != '\n' && c != '\r')),
        '_' | 'a'..='z' | 'A'..='Z' => (
            Kind::Name,
            run(rest, |c| c == '_' || c.is_ascii_alphanumeric()),
        ),
        '-' | '0'..='9' => (
            Kind::Number,
            run(rest, |c| c.is_ascii_digit() || "+-.eE".contains(c)),
        ),
        ' ' | '\t' | '\n' | '\r' | ',' | '\u{FEFF}' => (Kind::Space, run(rest, is_space)),
        '.' if rest.starts_with("...") => (Kind::Mark, 3),
        _ => (Kind::Mark, first.len_utf8()),
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | ',' | '\u{FEFF}')
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

fn block(rest: &str) -> usize {
    let mut at = 3;
    while let Some(inside) = rest.get(at..) {
        let Some(quotes) = inside.find("\"\"\"") else {
            break;
        };
        // Only a backslash right before three quotes escapes in a block string.
        if !inside[..quotes].ends_with('\\') {
            return at + quotes + 3;
        }
        at += quotes + 3;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        tokens(text)
            .filter(|t| t.kind != Kind::Space)
            .map(|t| (t.kind, t.text))
            .collect()
    }

    #[test]
    fn sorts_every_kind() {
        assert_eq!(
            kinds("a(b: -1.5e+3)# c\n...\"x\\\"y\" \"\"\"q\\\"\"\"r\"\"\""),
            [
                (Kind::Name, "a"),
                (Kind::Mark, "("),
                (Kind::Name, "b"),
                (Kind::Mark, ":"),
                (Kind::Number, "-1.5e+3"),
                (Kind::Mark, ")"),
                (Kind::Comment, "# c"),
                (Kind::Mark, "..."),
                (Kind::Text, "\"x\\\"y\""),
                (Kind::Block, "\"\"\"q\\\"\"\"r\"\"\""),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_the_whole_text(text in ".{0,80}") {
            let joined: String = tokens(&text).map(|t| t.text).collect();
            proptest::prop_assert_eq!(joined, text);
        }
    }
}

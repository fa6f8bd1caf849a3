//! The document's text as the executor gets it.
//!
//! The executor has a parser of its own, which is narrower than the language in places and reads
//! comments by rules of its own. So it gets a text without comments and without the forms that it
//! does not know. Every other token stays on its line and column: the executor's errors point
//! into the text that the author wrote.

use super::lex::{Kind, Token, tokens};

/// Rewrites a text that the parser has accepted.
pub(super) fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where the last token that is not space ends: a `!` belongs there.
    let mut end = 0;
    for token in tokens(text) {
        match token.kind {
            Kind::Space => blank(token.text, &mut out),
            Kind::Comment => blank(token.text, &mut out),
            Kind::Text if token.text.contains("\\u") => {
                respell(&token, &mut out);
                end = out.len();
            }
            Kind::Mark if token.text == "!" && end < out.len() => {
                out.insert(end, '!');
                // The `!` takes the place of a space that stood before it, where that was one.
                end += 1;
                if out[end..].starts_with(' ') {
                    out.remove(end);
                    out.push(' ');
                }
            }
            _ => {
                out.push_str(token.text);
                end = out.len();
            }
        }
    }
    out
}

/// Keeps line ends and columns, and nothing else.
fn blank(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| match c {
        '\n' | '\r' => c,
        _ => ' ',
    }));
}

/// Writes a string with its characters spelled out where `\u` escapes stood.
fn respell(token: &Token<'_>, out: &mut String) {
    let mut rest = token.text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match code_point(rest) {
            Some((c, length)) => {
                spell(c, out);
                length
            }
            None => {
                let length = rest.chars().take(2).map(char::len_utf8).sum();
                out.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
}

fn spell(c: char, out: &mut String) {
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        c => out.push(c),
    }
}

/// The character of the `\u` escape at the start of a text, and the escape's length.
fn code_point(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("\\u")?;
    if let Some(braced) = digits.strip_prefix('{') {
        let close = braced.find('}')?;
        let code = u32::from_str_radix(&braced[..close], 16).ok()?;
        return Some((char::from_u32(code)?, close + 4));
    }
    let first = u16::from_str_radix(digits.get(..4)?, 16).ok()?;
    if let Some(c) = char::from_u32(u32::from(first)) {
        return Some((c, 6));
    }
    let trail = digits.get(4..)?.strip_prefix("\\u")?.get(..4)?;
    let second = u16::from_str_radix(trail, 16).ok()?;
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, 12))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn comments_go_and_columns_stay() {
        assert_eq!(
            normalise("query($a: Int !) { # why\n\u{FEFF}b, c }"),
            "query($a: Int! ) {      \n b  c }"
        );
        // The bracket stays where it was: second line, second column.
        assert_eq!(
            normalise("query($a: Int#c\n!) { a }"),
            "query($a: Int! \n ) { a }"
        );
    }

    #[test]
    fn escapes_are_spelled_out() {
        assert_eq!(
            normalise(r#"{ a(b: "\u{1F600}\n") }"#),
            "{ a(b: \"\u{1F600}\\n\") }"
        );
        assert_eq!(
            normalise(r#"{ a(b: "\uD83D\uDE00") }"#),
            "{ a(b: \"\u{1F600}\") }"
        );
        assert_eq!(
            normalise(r#"{ a(b: "\u0022\\u0041") }"#),
            r#"{ a(b: "\"\\u0041") }"#
        );
        assert_eq!(
            normalise(r#"{ a(b: "\u{7}é\u00e9") }"#),
            "{ a(b: \"\\u0007éé\") }"
        );
    }
}

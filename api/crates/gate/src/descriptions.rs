//! Descriptions of operations, fragments and variables.
//!
//! The language has them since September 2025, and the parser does not know them yet. They say
//! nothing to a server, so they are blanked before the parser reads the text: every other token
//! stays on its line and column. A string where no description may stand is left for the parser to
//! refuse.

use std::borrow::Cow;

use apollo_compiler::parser::Parser;

use super::lex::{Kind, Token, tokens};

/// The text with its descriptions blanked.
pub(super) fn without_descriptions(text: &str) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let found = descriptions(text);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for token in found {
        out.extend(text.get(end..token.start));
        blank(token.text, &mut out);
        end = token.start + token.text.len();
    }
    out.extend(text.get(end..));
    Cow::Owned(out)
}

/// Keeps line ends and columns, and nothing else.
fn blank(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| match c {
        '\n' | '\r' => c,
        _ => ' ',
    }));
}

fn descriptions(text: &str) -> Vec<Token<'_>> {
    let mut words = tokens(text)
        .filter(|token| !matches!(token.kind, Kind::Space | Kind::Comment))
        .peekable();
    let mut place = Scan::default();
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        let is_text = matches!(word.kind, Kind::Text | Kind::Block);
        let next = words.peek().map(|next| next.text);
        if is_text && place.takes_a_description(next) && is_whole(&word) {
            found.push(word);
        } else {
            place.pass(word);
        }
    }
    found
}

/// Whether a string is one by the rules of the language, its escapes included.
fn is_whole(word: &Token<'_>) -> bool {
    // The parser misses a line's end that is a string's first character.
    let is_broken = word.kind == Kind::Text && word.text.contains(['\n', '\r']);
    let within = format!("{{a(b:{})}}", word.text);
    !is_broken && Parser::new().parse_ast(within, "description").is_ok()
}

/// Where in a document a scan has come to, as far as descriptions need to know it. The text need
/// not be a document.
#[derive(Default)]
struct Scan<'t> {
    /// Brackets that are open.
    depth: usize,
    /// Whether the definition in question began as an operation, and has nothing but a name yet.
    starts_operation: bool,
    /// Whether the outermost open bracket is that of an operation's variables.
    in_variables: bool,
    last: Option<Token<'t>>,
    before: Option<Token<'t>>,
}

impl<'t> Scan<'t> {
    fn takes_a_description(&self, next: Option<&str>) -> bool {
        match next {
            Some("query" | "mutation" | "subscription" | "fragment") => self.begins_definition(),
            Some("$") => self.begins_variable(),
            _ => false,
        }
    }

    fn begins_definition(&self) -> bool {
        self.depth == 0 && self.last.is_none_or(|last| last.text == "}")
    }

    /// Whether the list of variables has just opened, or the definition of one has ended.
    fn begins_variable(&self) -> bool {
        let Some(last) = self.last else {
            return false;
        };
        let before = self.before.map(|before| before.text);
        let may = match last.kind {
            // A variable's own name is not its end.
            Kind::Name => before != Some("$"),
            Kind::Number | Kind::Text | Kind::Block => true,
            _ => matches!(last.text, "(" | ")" | "]" | "}" | "!"),
        };
        self.in_variables && self.depth == 1 && may
    }

    fn pass(&mut self, word: Token<'t>) {
        let is_operation = matches!(word.text, "query" | "mutation" | "subscription");
        match word.text {
            "(" if self.depth == 0 => self.in_variables = self.starts_operation,
            _ if self.depth > 0 => {}
            _ if is_operation && self.begins_definition() => self.starts_operation = true,
            _ => self.starts_operation &= word.kind == Kind::Name,
        }
        match word.text {
            "(" | "[" | "{" => self.depth += 1,
            ")" | "]" | "}" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.before = self.last.replace(word);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use serde_json::json;

    use super::super::GateCode::{ParseFailed, ValidationFailed};
    use super::super::testing::{accepted, accepted_with, refused};
    use super::*;

    #[test]
    fn descriptions_go_and_all_else_stays_in_its_place() {
        assert_eq!(
            without_descriptions(
                "\"é\" query Q(\"x\" $a: Int = 1 \"\"\"y\nz\"\"\" $b: B) { c(d: \"e\") }"
            ),
            "    query Q(    $a: Int = 1     \n     $b: B) { c(d: \"e\") }"
        );
        assert_eq!(
            without_descriptions("{ a } \"b\"\r\nfragment F on T { c }"),
            "{ a }    \r\nfragment F on T { c }"
        );
    }

    #[test]
    fn what_is_no_description_is_left() {
        for text in [
            "{ a }",
            "\"x\" { a }",
            "\"x\" \"y\" z",
            "\"x\" type T { a: Int }",
            "query(\"x\") { a }",
            "query($a: String = \"x\" $b: Int) { c }",
            "query($a: [String] = [\"x\" $b]) { c }",
            "query($a \"x\" $b: Int) { c }",
            "query($a: \"x\" $b: Int) { c }",
            "query Q @d(a: \"x\" $b) { c }",
            "{ a(b: [\"x\" $b]) }",
            "{ a(\"x\" $b) }",
            "query Q \"x\" query R { c }",
            "\"a\nb\" query Q { c }",
            "\"\\q\" query Q { c }",
            "# \"x\" query Q\n{ c }",
        ] {
            assert_eq!(without_descriptions(text), text);
        }
    }

    #[test]
    fn described_documents_are_admitted() {
        for text in [
            "\"What it is for\" query Q { film { id } }",
            "\"\"\"\nWhat it\nis for\n\"\"\"\nquery { film { id } }",
            "\"\" mutation M { rename(id: 1, to: \"query\") { id } }",
            "\"a\" subscription { changed { id } }",
            "{ film { ...F } } \"\u{1F600} \\u{1F600} \\\"\" fragment F on Film { id }",
            "query(\"one\" $a: ID = \"x\" \"two\" $b: ID \"three\" $c: [ID!]! = [\"y\"] \"four\" $d: ID!) \
             { a: film(id: $a) { id } b: film(id: $b) { id } c: nodes(ids: [$d]) { id } \
               d: nodes(ids: $c) { id } }",
            "\"of\" # a comment\n query query(# another\n \"\"\"of a\"\"\" $a: ID) { film(id: $a) { id } }",
        ] {
            accepted_with(text, json!({"d": "z"}));
        }
        let several = "\"a\" query A { film { id } } \"b\" query B { film { id } } \"c\" fragment C on Film { id }";
        refused(several, ValidationFailed);
        accepted("{ film { ...C } } \"c\" fragment C on Film { id }");
    }

    #[test]
    fn a_string_where_no_description_may_stand_is_refused_where_it_stands() {
        for (text, line, column) in [
            ("\"words\" { film { id } }", 1, 1),
            ("query Q { film { id } }\n \"at the end\"", 2, 2),
            ("query \"x\" Q { film { id } }", 1, 7),
            ("query Q \"x\" { film { id } }", 1, 9),
            ("query Q($a: ID) \"x\" { film(id: $a) { id } }", 1, 17),
            ("query Q($a \"x\": ID) { film(id: $a) { id } }", 1, 12),
            ("query Q($a: \"x\" ID) { film(id: $a) { id } }", 1, 13),
            ("query Q($a: ID \"x\") { film(id: $a) { id } }", 1, 16),
            ("{ \"x\" film { id } }", 1, 3),
            ("{ film { \"x\" id } }", 1, 10),
            ("{ film { \"x\" ... F } } fragment F on Film { id }", 1, 10),
            ("{ film(\"x\" id: 1) { id } }", 1, 8),
            ("{ film { ...F } } fragment \"x\" F on Film { id }", 1, 28),
            ("\"\\q\" query Q { film { id } }", 1, 1),
            ("\"a\nb\" query Q { film { id } }", 1, 1),
            ("\"a\" \"b\" query Q { film { id } }", 1, 1),
            ("\"d\" query Q {\n film(\"x\" id: 1) { id } }", 2, 7),
        ] {
            let error = refused(text, ParseFailed);
            let at = error.locations[0];
            assert_eq!((at.line, at.column), (line, column), "{text}: {error:?}");
        }
    }

    #[test]
    fn errors_after_a_description_point_into_the_text_as_written() {
        let text = "\"é\u{1F600}\nis broken here\" { film { id } }";
        refused(text, ParseFailed);
        let text = "\"\"\"é\u{1F600}\nb\"\"\" query Q(\"é\" $a: ID) { film(id: $a) { nothing } }";
        let error = refused(text, ValidationFailed);
        let at = error.locations[0];
        assert_eq!((at.line, at.column), (2, 43), "{error:?}");
    }
}

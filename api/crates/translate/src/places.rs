//! Lines and columns of a text, asked for in the order of the text.

use apollo_compiler::{
    ast::{Definition, Document},
    parser::SourceSpan,
};
use async_graphql::Pos;

/// A cursor over a document's text. It goes forward, so a whole tree is placed in one pass over its
/// text, however long its lines are.
pub(super) struct Places<'t> {
    text: &'t str,
    offset: usize,
    line: usize,
    column: usize,
}

impl<'t> Places<'t> {
    /// The places in the text that this tree was made from.
    pub(super) fn of(tree: &'t Document) -> Self {
        let span = tree.definitions.first().and_then(Definition::location);
        let file = span.and_then(|span| tree.sources.get(&span.file_id()));
        Self::new(file.map_or("", |file| file.source_text()))
    }

    fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Where a span begins, counted from 1, columns in characters.
    pub(super) fn at(&mut self, span: Option<SourceSpan>) -> Pos {
        span.map_or_else(Pos::default, |span| self.step(span.offset()))
    }

    fn step(&mut self, offset: usize) -> Pos {
        if offset < self.offset {
            *self = Self::new(self.text);
        }
        let passed = self.text.get(self.offset..offset).unwrap_or_default();
        for (at, c) in passed.char_indices() {
            // A line ends with \n, \r or both in this order.
            let next = passed.as_bytes().get(at + 1);
            match c {
                '\r' if next == Some(&b'\n') => {}
                '\n' | '\r' => {
                    self.line += 1;
                    self.column = 1;
                }
                _ => self.column += 1,
            }
        }
        self.offset = offset;
        Pos {
            line: self.line,
            column: self.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: usize) -> (usize, usize) {
        let Pos { line, column } = Places::new(text).step(offset);
        (line, column)
    }

    #[test]
    fn columns_are_characters_and_lines_end_in_three_ways() {
        let text = "é\u{1F600}x\r\ny\rz\n\nw";
        assert_eq!(place(text, 6), (1, 3));
        assert_eq!(place(text, 9), (2, 1));
        assert_eq!(place(text, 11), (3, 1));
        assert_eq!(place(text, 14), (5, 1));
        // What the language does not take for a line's end is none.
        assert_eq!(place("a\u{2028}b", 4), (1, 3));
    }

    #[test]
    fn a_place_further_back_is_found_as_well() {
        let mut places = Places::new("ab\ncd");
        assert_eq!(places.step(4), Pos { line: 2, column: 2 });
        assert_eq!(places.step(1), Pos { line: 1, column: 2 });
        assert_eq!(places.step(5), Pos { line: 2, column: 3 });
    }
}

//! From text to a date, or to what is wrong with the text and where.

use super::{Bound, CalendarDay, Form, Part, Qualifier, Unit};

/// The longest text that is read at all.
pub const MAX_BYTES: usize = 64;

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (at character {position}); write for example {}", problem.example())]
pub struct EdtfError {
    /// What is wrong.
    pub problem: EdtfProblem,
    /// The character it is wrong at, the first being 1.
    pub position: usize,
}

/// What can be wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdtfProblem {
    /// There is no text.
    #[error("a date is empty")]
    Empty,
    /// The text is longer than [`MAX_BYTES`].
    #[error("a date has at most {MAX_BYTES} bytes")]
    TooLong,
    /// A year without four digits.
    #[error("a year has four digits")]
    Year,
    /// `-0000`.
    #[error("the year 0 has no sign")]
    SignedZero,
    /// An `X` where none can stand.
    #[error("X stands only for the last one or two digits of a year from 0 on")]
    Unspecified,
    /// Something other than two digits after a hyphen.
    #[error("two digits must follow a hyphen, and what is not known is left out")]
    TwoDigits,
    /// Two digits that are no part of a year.
    #[error("after the year come a month 01–12, a season 21–24 or a quarter 33–36")]
    Month,
    /// A day that the month does not have.
    #[error("the month has no such day")]
    Day,
    /// A time of day.
    #[error("a date has no time of day")]
    TimeOfDay,
    /// Text after the end of a date.
    #[error("a date ends here, but for one of ~ ? % and the / of an interval")]
    Trailing,
    /// A second slash.
    #[error("an interval has one slash")]
    SecondSlash,
    /// An interval of nothing.
    #[error("an interval has a date on at least one side")]
    NoSides,
    /// An interval that ends before it begins.
    #[error("an interval ends no earlier than it begins")]
    Reversed,
}

impl EdtfProblem {
    /// A date that is right where this one is wrong.
    pub fn example(self) -> &'static str {
        match self {
            EdtfProblem::Empty | EdtfProblem::TooLong | EdtfProblem::TimeOfDay => "1994-09-14",
            EdtfProblem::Year => "1994",
            EdtfProblem::SignedZero => "0000 or -0043",
            EdtfProblem::Unspecified => "197X or 19XX",
            EdtfProblem::TwoDigits => "1994-09 or 1994",
            EdtfProblem::Month => "1994-09 or 2025-22",
            EdtfProblem::Day => "1996-02-29",
            EdtfProblem::Trailing => "1994-09~",
            EdtfProblem::SecondSlash | EdtfProblem::Reversed => "2025-10/2025-12",
            EdtfProblem::NoSides => "1994/.. or ../1994",
        }
    }

    fn at(self, position: usize) -> EdtfError {
        EdtfError {
            problem: self,
            position,
        }
    }
}

pub(super) fn form(text: &str) -> Result<Form, EdtfError> {
    if text.is_empty() {
        return Err(EdtfProblem::Empty.at(1));
    }
    if text.len() > MAX_BYTES {
        let fits = |(start, character): &(usize, char)| start + character.len_utf8() <= MAX_BYTES;
        let kept = text.char_indices().take_while(fits).count();
        return Err(EdtfProblem::TooLong.at(kept + 1));
    }
    match text.split_once('/') {
        None => part(text, 0).map(Form::Single),
        Some((start, end)) => interval(start, end),
    }
}

fn interval(start: &str, end: &str) -> Result<Form, EdtfError> {
    let after_slash = start.len() + 1;
    let start = bound(start, 0)?;
    if let Some(slash) = end.find('/') {
        return Err(EdtfProblem::SecondSlash.at(position(end, after_slash, slash)));
    }
    let end = bound(end, after_slash)?;
    match (start, end) {
        (Bound::At(from), Bound::At(to)) if from.span().0 > to.span().1 => {
            Err(EdtfProblem::Reversed.at(after_slash + 1))
        }
        (Bound::At(_), _) | (_, Bound::At(_)) => Ok(Form::Interval(start, end)),
        _ => Err(EdtfProblem::NoSides.at(1)),
    }
}

fn bound(text: &str, offset: usize) -> Result<Bound, EdtfError> {
    match text {
        "" => Ok(Bound::Unknown),
        ".." => Ok(Bound::Open),
        _ => part(text, offset).map(Bound::At),
    }
}

fn part(text: &str, offset: usize) -> Result<Part, EdtfError> {
    let mut cursor = Cursor {
        text,
        offset,
        at: 0,
    };
    let unit = match cursor.year()? {
        Unit::Year(year) if cursor.eat(b'-') => cursor.within_year(year)?,
        unit => unit,
    };
    let qualifier = cursor.qualifier();
    match cursor.peek() {
        None => Ok(Part { unit, qualifier }),
        Some(b'T') if matches!(unit, Unit::Day(_)) => Err(cursor.error(EdtfProblem::TimeOfDay)),
        Some(b'X') if matches!(unit, Unit::Decade(_) | Unit::Century(_)) => {
            Err(cursor.error(EdtfProblem::Unspecified))
        }
        Some(_) => Err(cursor.error(EdtfProblem::Trailing)),
    }
}

/// The number of a character in the whole text: `offset` bytes precede `text`, all of them ASCII,
/// since what is before was read without an error.
fn position(text: &str, offset: usize, at: usize) -> usize {
    let before = text.char_indices().take_while(|(start, _)| *start < at);
    offset + before.count() + 1
}

struct Cursor<'a> {
    text: &'a str,
    offset: usize,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn error(&self, problem: EdtfProblem) -> EdtfError {
        problem.at(position(self.text, self.offset, self.at))
    }

    fn error_at(&self, problem: EdtfProblem, at: usize) -> EdtfError {
        problem.at(position(self.text, self.offset, at))
    }

    fn digit(&mut self) -> Option<u8> {
        let digit = self.peek().filter(u8::is_ascii_digit)? - b'0';
        self.at += 1;
        Some(digit)
    }

    /// A year, or a decade or century by its `X`.
    fn year(&mut self) -> Result<Unit, EdtfError> {
        let negative = self.eat(b'-');
        let start = self.at;
        let mut year = 0;
        while self.at < start + 4 {
            match self.digit() {
                Some(digit) => year = year * 10 + i32::from(digit),
                None if self.peek() == Some(b'X') => {
                    return self.unspecified(year, self.at - start, negative);
                }
                None => return Err(self.error(EdtfProblem::Year)),
            }
        }
        if negative && year == 0 {
            return Err(self.error_at(EdtfProblem::SignedZero, start - 1));
        }
        Ok(Unit::Year(if negative { -year } else { year }))
    }

    /// The `X`s after the digits of `year`.
    fn unspecified(&mut self, year: i32, digits: usize, neg: bool) -> Result<Unit, EdtfError> {
        if neg || digits < 2 {
            return Err(self.error(EdtfProblem::Unspecified));
        }
        self.at += 1;
        if digits == 3 {
            return Ok(Unit::Decade(year * 10));
        }
        if self.eat(b'X') {
            return Ok(Unit::Century(year * 100));
        }
        Err(self.error(EdtfProblem::Unspecified))
    }

    /// What follows the first hyphen.
    fn within_year(&mut self, year: i32) -> Result<Unit, EdtfError> {
        let start = self.at;
        match self.two_digits()? {
            month @ 1..=12 if self.eat(b'-') => self.day(year, month),
            month @ 1..=12 => Ok(Unit::Month { year, month }),
            code @ 21..=24 => Ok(Unit::Season {
                year,
                season: code - 21,
            }),
            code @ 33..=36 => Ok(Unit::Quarter {
                year,
                quarter: code - 33,
            }),
            _ => Err(self.error_at(EdtfProblem::Month, start)),
        }
    }

    fn day(&mut self, year: i32, month: u8) -> Result<Unit, EdtfError> {
        let start = self.at;
        let day = self.two_digits()?;
        CalendarDay::new(year, month, day)
            .map(Unit::Day)
            .ok_or_else(|| self.error_at(EdtfProblem::Day, start))
    }

    fn two_digits(&mut self) -> Result<u8, EdtfError> {
        let tens = self.digit();
        match (tens, tens.and_then(|_| self.digit())) {
            (Some(tens), Some(units)) => Ok(tens * 10 + units),
            _ => Err(self.error(EdtfProblem::TwoDigits)),
        }
    }

    fn qualifier(&mut self) -> Option<Qualifier> {
        let qualifier = match self.peek()? {
            b'?' => Qualifier::Uncertain,
            b'~' => Qualifier::Approximate,
            b'%' => Qualifier::Both,
            _ => return None,
        };
        self.at += 1;
        Some(qualifier)
    }
}

//! Dates for people to read, in English.

use super::{Bound, Form, Part, Qualifier, Unit};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SEASONS: [&str; 3] = ["spring", "summer", "autumn"];
const QUARTERS: [&str; 4] = ["first", "second", "third", "fourth"];

pub(super) fn english(form: &Form) -> String {
    match form {
        Form::Single(date) => part(date),
        Form::Interval(start, end) => interval(start, end),
    }
}

fn interval(start: &Bound, end: &Bound) -> String {
    match (start, end) {
        (Bound::At(from), Bound::At(to)) => format!("between {} and {}", part(from), part(to)),
        (Bound::At(from), Bound::Open) => format!("from {} on", part(from)),
        (Bound::At(from), Bound::Unknown) => format!("from {}, end unknown", part(from)),
        (Bound::Open, Bound::At(to)) => format!("until {}", part(to)),
        (Bound::Unknown, Bound::At(to)) => format!("until {}, start unknown", part(to)),
        // Parsing admits no interval without a date.
        (Bound::Open | Bound::Unknown, Bound::Open | Bound::Unknown) => String::new(),
    }
}

fn part(part: &Part) -> String {
    let date = unit(part.unit);
    match part.qualifier {
        None => date,
        Some(Qualifier::Approximate) => format!("about {date}"),
        Some(Qualifier::Uncertain) => format!("possibly {date}"),
        Some(Qualifier::Both) => format!("possibly about {date}"),
    }
}

fn unit(unit: Unit) -> String {
    match unit {
        Unit::Day(day) => {
            let month = name(&MONTHS, day.month().saturating_sub(1));
            format!("{} {month} {}", day.day(), year_text(day.year()))
        }
        Unit::Month { year, month } => {
            let month = name(&MONTHS, month.saturating_sub(1));
            format!("{month} {}", year_text(year))
        }
        // A winter is named by both of its years, since "winter 2025" is read either way.
        Unit::Season { year, season: 3 } => {
            format!("winter {}–{}", year_text(year), year_text(year + 1))
        }
        Unit::Season { year, season } => {
            format!("{} {}", name(&SEASONS, season), year_text(year))
        }
        Unit::Quarter { year, quarter } => {
            format!("{} quarter {}", name(&QUARTERS, quarter), year_text(year))
        }
        Unit::Year(year) => year_text(year),
        // "The 1900s" alone could be ten years or a hundred.
        Unit::Decade(year) if year % 100 == 0 => format!("the {year}s (decade)"),
        Unit::Decade(year) => format!("the {year}s"),
        Unit::Century(year) => format!("{year}s (century)"),
    }
}

/// The year in a line about something: `1994`, `44 BC`, `1990s`.
pub(super) fn year_of(unit: Unit) -> String {
    match unit {
        Unit::Day(day) => year_text(day.year()),
        Unit::Month { year, .. } | Unit::Season { year, .. } | Unit::Quarter { year, .. } => {
            year_text(year)
        }
        Unit::Year(year) => year_text(year),
        Unit::Decade(year) if year % 100 != 0 => format!("{year}s"),
        Unit::Decade(year) => format!("{year}s, decade"),
        Unit::Century(year) => format!("{year}s, century"),
    }
}

/// Astronomical years before 1 are years BC, of which the first is the year 0.
fn year_text(year: i32) -> String {
    if year > 0 {
        year.to_string()
    } else {
        format!("{} BC", 1 - year)
    }
}

fn name(names: &[&'static str], index: u8) -> &'static str {
    names.get(usize::from(index)).copied().unwrap_or_default()
}

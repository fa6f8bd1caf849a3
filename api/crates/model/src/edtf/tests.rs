#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// Text, first and last day as stated, first and last day for certain, precision, English.
type Case = (
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
    Precision,
    &'static str,
);

/// A form without `~ ? %`: what is stated is certain.
const fn plain(
    text: &'static str,
    first: &'static str,
    last: &'static str,
    precision: Precision,
    english: &'static str,
) -> Case {
    let (first, last) = (Some(first), Some(last));
    (text, first, last, first, last, precision, english)
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    plain("1994-09-14", "1994-09-14", "1994-09-14", Precision::Day, "14 September 1994"),
    plain("1996-02-29", "1996-02-29", "1996-02-29", Precision::Day, "29 February 1996"),
    plain("1994-09", "1994-09-01", "1994-09-30", Precision::Month, "September 1994"),
    plain("1996-02", "1996-02-01", "1996-02-29", Precision::Month, "February 1996"),
    plain("1900-02", "1900-02-01", "1900-02-28", Precision::Month, "February 1900"),
    plain("1994", "1994-01-01", "1994-12-31", Precision::Year, "1994"),
    plain("0000", "0000-01-01", "0000-12-31", Precision::Year, "1 BC"),
    plain("9999", "9999-01-01", "9999-12-31", Precision::Year, "9999"),
    plain("-0043", "-0043-01-01", "-0043-12-31", Precision::Year, "44 BC"),
    plain("-0043-03-15", "-0043-03-15", "-0043-03-15", Precision::Day, "15 March 44 BC"),
    plain("2025-21", "2025-03-01", "2025-05-31", Precision::Season, "spring 2025"),
    plain("2025-22", "2025-06-01", "2025-08-31", Precision::Season, "summer 2025"),
    plain("2025-23", "2025-09-01", "2025-11-30", Precision::Season, "autumn 2025"),
    plain("2025-24", "2025-12-01", "2026-02-28", Precision::Season, "winter 2025–2026"),
    plain("2023-24", "2023-12-01", "2024-02-29", Precision::Season, "winter 2023–2024"),
    plain("9999-24", "9999-12-01", "9999-12-31", Precision::Season, "winter 9999–10000"),
    plain("2026-33", "2026-01-01", "2026-03-31", Precision::Quarter, "first quarter 2026"),
    plain("2026-34", "2026-04-01", "2026-06-30", Precision::Quarter, "second quarter 2026"),
    plain("2026-35", "2026-07-01", "2026-09-30", Precision::Quarter, "third quarter 2026"),
    plain("2026-36", "2026-10-01", "2026-12-31", Precision::Quarter, "fourth quarter 2026"),
    plain("197X", "1970-01-01", "1979-12-31", Precision::Decade, "the 1970s"),
    plain("190X", "1900-01-01", "1909-12-31", Precision::Decade, "the 1900s (decade)"),
    plain("19XX", "1900-01-01", "1999-12-31", Precision::Century, "1900s (century)"),
    ("1994-09-14~", Some("1994-09-14"), Some("1994-09-14"), Some("1994-09-13"), Some("1994-09-15"),
        Precision::Day, "about 14 September 1994"),
    ("1994-09?", Some("1994-09-01"), Some("1994-09-30"), Some("1994-08-01"), Some("1994-10-31"),
        Precision::Month, "possibly September 1994"),
    ("2025-22%", Some("2025-06-01"), Some("2025-08-31"), Some("2025-03-01"), Some("2025-11-30"),
        Precision::Season, "possibly about summer 2025"),
    ("2026-33~", Some("2026-01-01"), Some("2026-03-31"), Some("2025-10-01"), Some("2026-06-30"),
        Precision::Quarter, "about first quarter 2026"),
    ("1994~", Some("1994-01-01"), Some("1994-12-31"), Some("1993-01-01"), Some("1995-12-31"),
        Precision::Year, "about 1994"),
    ("197X?", Some("1970-01-01"), Some("1979-12-31"), Some("1960-01-01"), Some("1989-12-31"),
        Precision::Decade, "possibly the 1970s"),
    ("19XX~", Some("1900-01-01"), Some("1999-12-31"), Some("1800-01-01"), Some("2099-12-31"),
        Precision::Century, "about 1900s (century)"),
    ("9999~", Some("9999-01-01"), Some("9999-12-31"), Some("9998-01-01"), Some("9999-12-31"),
        Precision::Year, "about 9999"),
    plain("2025-10/2025-12", "2025-10-01", "2025-12-31", Precision::Interval,
        "between October 2025 and December 2025"),
    plain("2025-03/2025", "2025-03-01", "2025-12-31", Precision::Interval,
        "between March 2025 and 2025"),
    ("1994~/1996-05-01?", Some("1994-01-01"), Some("1996-05-01"), Some("1993-01-01"),
        Some("1996-05-02"), Precision::Interval, "between about 1994 and possibly 1 May 1996"),
    ("1994/..", Some("1994-01-01"), None, Some("1994-01-01"), None, Precision::Interval,
        "from 1994 on"),
    ("../1994", None, Some("1994-12-31"), None, Some("1994-12-31"), Precision::Interval,
        "until 1994"),
    ("1994?/", Some("1994-01-01"), None, Some("1993-01-01"), None, Precision::Interval,
        "from possibly 1994, end unknown"),
    ("/1994", None, Some("1994-12-31"), None, Some("1994-12-31"), Precision::Interval,
        "until 1994, start unknown"),
];

fn iso(day: Option<Day>) -> Option<String> {
    day.and_then(CalendarDay::from_day)
        .map(|day| day.to_string())
}

#[test]
fn every_form_is_read() {
    for (text, first, last, certain_first, certain_last, precision, english) in CASES {
        let date = Edtf::parse(text).unwrap();
        let (from, to) = date.certain_span();
        assert_eq!(iso(date.earliest()).as_deref(), *first, "{text}");
        assert_eq!(iso(date.latest()).as_deref(), *last, "{text}");
        assert_eq!(iso(Some(from)).as_deref(), *certain_first, "{text}");
        assert_eq!(iso(Some(to)).as_deref(), *certain_last, "{text}");
        assert_eq!(from == Day::MIN, certain_first.is_none(), "{text}");
        assert_eq!(to == UNDATED, certain_last.is_none(), "{text}");
        assert_eq!(date.precision(), *precision, "{text}");
        assert_eq!(date.text(Some("fr")), *english, "{text}");
        assert_eq!(date.is_approximate(), text.contains(['~', '?', '%']));
    }
}

#[test]
fn parts_are_those_that_are_stated() {
    let cases = [
        ("1994-09-14", Some(1994), Some(9), Some(14)),
        ("1994-09~", Some(1994), Some(9), None),
        ("1994", Some(1994), None, None),
        ("2025-24", Some(2025), None, None),
        ("2026-33", Some(2026), None, None),
        ("197X", Some(1970), None, None),
        ("19XX", Some(1900), None, None),
        ("-0043", Some(-43), None, None),
        ("1994-09/1995-01", Some(1994), None, None),
        ("../1995-01", None, None, None),
    ];
    for (text, year, month, day) in cases {
        let date = Edtf::parse(text).unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (year, month, day));
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    use EdtfProblem as P;
    let cases = [
        ("", P::Empty, 1),
        (" 1994", P::Year, 1),
        ("94", P::Year, 3),
        ("soon", P::Year, 1),
        ("199", P::Year, 4),
        ("19é4", P::Year, 3),
        ("199x", P::Year, 4),
        ("19945", P::Trailing, 5),
        ("1994 ", P::Trailing, 5),
        ("-0000", P::SignedZero, 1),
        ("1XXX", P::Unspecified, 2),
        ("XXXX", P::Unspecified, 1),
        ("19X4", P::Unspecified, 4),
        ("19X", P::Unspecified, 4),
        ("-197X", P::Unspecified, 5),
        ("197X-05", P::Trailing, 5),
        ("1994-", P::TwoDigits, 6),
        ("1994-9", P::TwoDigits, 7),
        ("1994-XX", P::TwoDigits, 6),
        ("1994-00", P::Month, 6),
        ("1994-13", P::Month, 6),
        ("1994-25", P::Month, 6),
        ("1994-37", P::Month, 6),
        ("1995-02-29", P::Day, 9),
        ("1994-09-31", P::Day, 9),
        ("1994-09-1", P::TwoDigits, 10),
        ("1994-09-14T20:00", P::TimeOfDay, 11),
        ("2025-21-03", P::Trailing, 8),
        ("1994~?", P::Trailing, 6),
        ("1994?-09", P::Trailing, 6),
        ("1994/1995/1996", P::SecondSlash, 10),
        ("/", P::NoSides, 1),
        ("../..", P::NoSides, 1),
        ("1995/1994", P::Reversed, 6),
        ("1994/1995-é", P::TwoDigits, 11),
        ("1994/..~", P::Year, 6),
        ("..", P::Year, 1),
    ];
    for (text, problem, position) in cases {
        let error = Edtf::parse(text).unwrap_err();
        assert_eq!(
            (error.problem, error.position),
            (problem, position),
            "{text}"
        );
        // Whoever follows the advice is understood.
        for example in problem.example().split(" or ") {
            assert!(Edtf::parse(example).is_ok(), "{example}");
        }
    }
    let long = Edtf::parse(&"é".repeat(40)).unwrap_err();
    assert_eq!((long.problem, long.position), (P::TooLong, 33));
    assert_eq!(
        Edtf::parse("1995-02-29").unwrap_err().to_string(),
        "the month has no such day (at character 9); write for example 1996-02-29"
    );
}

#[test]
fn can_be_made_from_years_and_days() {
    assert_eq!(Edtf::of_year(1994).unwrap().as_str(), "1994");
    assert_eq!(Edtf::of_year(-43).unwrap().as_str(), "-0043");
    assert!(Edtf::of_year(10_000).is_err());
    assert!(Edtf::of_year(i32::MIN).is_err());
    let day = CalendarDay::new(1994, 9, 14).unwrap();
    assert_eq!(Edtf::of_day(day), Edtf::parse("1994-09-14").unwrap());
}

fn part_text() -> impl Strategy<Value = String> {
    let unit = prop_oneof![
        (-9999..=9999_i32).prop_filter_map("year", |year| Some(Edtf::of_year(year).ok()?.text)),
        (0..=9999, 1..=12).prop_map(|(year, month)| format!("{year:04}-{month:02}")),
        (FIRST..=LAST).prop_map(|day| CalendarDay::from_day(day).unwrap().to_string()),
        (0..=9999, 21..=24).prop_map(|(year, season)| format!("{year:04}-{season}")),
        (0..=9999, 33..=36).prop_map(|(year, quarter)| format!("{year:04}-{quarter}")),
        (0..=999).prop_map(|decade| format!("{decade:03}X")),
        (0..=99).prop_map(|century| format!("{century:02}XX")),
    ];
    (unit, prop_oneof!["", "[~?%]"]).prop_map(|(unit, qualifier)| unit + &qualifier)
}

fn date_text() -> impl Strategy<Value = String> {
    prop_oneof![
        part_text(),
        (part_text(), part_text()).prop_map(|(a, b)| {
            let first = |text: &str| Edtf::parse(text).unwrap().earliest();
            if first(&a) <= first(&b) {
                format!("{a}/{b}")
            } else {
                format!("{b}/{a}")
            }
        }),
        (part_text(), prop_oneof!["/", r"/\.\."]).prop_map(|(a, end)| a + &end),
        (prop_oneof!["/", r"\.\./"], part_text()).prop_map(|(start, b)| start + &b),
    ]
}

proptest! {
    #[test]
    fn prints_what_it_read(text in date_text()) {
        let date: Edtf = text.parse().unwrap();
        prop_assert_eq!(date.to_string(), text.as_str());
        prop_assert_eq!(date.to_string().parse::<Edtf>().unwrap(), date);
    }

    #[test]
    fn spans_are_in_order_and_nested(text in date_text()) {
        let date = Edtf::parse(&text).unwrap();
        let (from, to) = date.certain_span();
        let (earliest, latest) = (date.earliest(), date.latest());
        prop_assert!(earliest.unwrap_or(Day::MIN) <= latest.unwrap_or(UNDATED));
        prop_assert!(from <= earliest.unwrap_or(Day::MIN));
        prop_assert!(latest.unwrap_or(UNDATED) <= to);
        if !date.is_approximate() {
            prop_assert_eq!((earliest.unwrap_or(Day::MIN), latest.unwrap_or(UNDATED)), (from, to));
        }
        prop_assert!(!date.text(None).is_empty());
        if let Some(earliest) = earliest {
            let day = CalendarDay::from_day(earliest).unwrap();
            prop_assert_eq!(date.year(), Some(day.year()));
        }
    }

    #[test]
    fn a_month_and_a_year_hold_exactly_their_days(day in FIRST..=LAST) {
        let text = CalendarDay::from_day(day).unwrap().to_string();
        for length in [text.len(), text.len() - 3, text.len() - 6] {
            let date = Edtf::parse(&text[..length]).unwrap();
            let (first, last) = (date.earliest().unwrap(), date.latest().unwrap());
            prop_assert!((first..=last).contains(&day));
            for (other, inside) in [(first, true), (last, true), (first - 1, false), (last + 1, false)] {
                let Some(other) = CalendarDay::from_day(other) else { continue };
                prop_assert_eq!(other.to_string().starts_with(&text[..length]), inside);
            }
        }
    }

    #[test]
    fn any_text_is_safe(text in prop_oneof![".*", "[-0-9X~?%/.]{0,30}"]) {
        match Edtf::parse(&text) {
            Ok(date) => prop_assert_eq!(date.as_str(), text.as_str()),
            Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.position)),
        }
    }
}

#[test]
fn a_line_has_the_year_as_the_text_does() {
    let year = |date: &str| Edtf::parse(date).unwrap().year_text();
    for (date, text) in [
        ("1994-09-14", "1994"),
        ("-0043", "44 BC"),
        ("199X", "1990s"),
        ("190X", "1900s, decade"),
        ("19XX", "1900s, century"),
        ("1994/..", "1994"),
    ] {
        assert_eq!(year(date).as_deref(), Some(text), "{date}");
    }
    assert_eq!(year("../1994"), None);
}

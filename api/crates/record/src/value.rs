//! What values of fields have in common.

use std::collections::BTreeSet;

use claim::{ClaimValue, Money};
use model::count::too_many;
use model::country::check_country_code;
use model::edtf::Edtf;
use model::instant::Instant;
use model::language::fault_of_tag;
use model::money::{DECIMAL_FORM, is_currency_code, is_decimal};
use model::text::is_blank;
use serde::de::DeserializeOwned;

use crate::{Check, FaultKind, Field, Form, Keys, RecordId, References, Shape, bound};

/// The type of a field, or of the values that it holds.
pub trait Value {
    /// What it is, unless its field says more.
    const SHAPE: Shape;

    /// Notes what is wrong with it.
    fn check(&self, _field: &Field, _check: &mut Check) {}

    /// Notes what it refers to.
    fn refer(&self, _field: &'static str, _to: &mut References) {}

    /// Notes what its record is looked up by.
    fn look_up(&self, _to: &mut Keys) {}
}

/// Notes what is wrong with a field.
pub(crate) fn check<V: Value>(value: &V, field: &Field, check: &mut Check) {
    value.check(field, check);
}

/// The same of a list in which nothing stands twice.
pub(crate) fn check_distinct<V: Value + Ord>(list: &[V], field: &Field, check: &mut Check) {
    check_length(list.len(), field, check);
    let mut seen = BTreeSet::new();
    let twice: Vec<bool> = list.iter().map(|value| !seen.insert(value)).collect();
    check.each(list.iter().zip(twice), |(value, is_twice), check| {
        let before = check.count();
        value.check(field, check);
        // What is wrong by itself is told as that.
        if is_twice && check.count() == before {
            check.fault_of(FaultKind::Duplicate, field.name, "stands twice");
        }
    });
}

fn check_length(length: usize, field: &Field, check: &mut Check) {
    let Some(list) = field.list.filter(|list| length > list.most) else {
        return;
    };
    let reason = too_many(length, "member", list.most);
    check.fault_of(FaultKind::TooLong, field.name, reason);
}

impl<V: Value> Value for Option<V> {
    const SHAPE: Shape = V::SHAPE;

    fn check(&self, field: &Field, check: &mut Check) {
        if let Some(value) = self {
            value.check(field, check);
        }
    }

    fn refer(&self, field: &'static str, to: &mut References) {
        if let Some(value) = self {
            value.refer(field, to);
        }
    }

    fn look_up(&self, to: &mut Keys) {
        if let Some(value) = self {
            value.look_up(to);
        }
    }
}

impl<V: Value> Value for Vec<V> {
    const SHAPE: Shape = V::SHAPE;

    fn check(&self, field: &Field, check: &mut Check) {
        check_length(self.len(), field, check);
        check.each(self, |value, check| value.check(field, check));
    }

    fn refer(&self, field: &'static str, to: &mut References) {
        to.each(self, |value, to| value.refer(field, to));
    }

    fn look_up(&self, to: &mut Keys) {
        for value in self {
            value.look_up(to);
        }
    }
}

/// A set has no places: its order is not that in which it was given.
impl<V: Value> Value for BTreeSet<V> {
    const SHAPE: Shape = V::SHAPE;

    fn check(&self, field: &Field, check: &mut Check) {
        check_length(self.len(), field, check);
        for value in self {
            value.check(field, check);
        }
    }

    fn refer(&self, field: &'static str, to: &mut References) {
        for value in self {
            value.refer(field, to);
        }
    }

    fn look_up(&self, to: &mut Keys) {
        for value in self {
            value.look_up(to);
        }
    }
}

impl Value for String {
    const SHAPE: Shape = Shape::Text {
        form: Form::Any,
        most: bound::NAME,
    };

    fn check(&self, field: &Field, check: &mut Check) {
        match field.shape {
            Shape::Text { form, most } => check_text(self, field.name, (form, most), check),
            _ => check_text(self, field.name, (Form::Words, bound::NAME), check),
        }
    }
}

fn check_text(text: &str, field: &'static str, (form, most): (Form, usize), check: &mut Check) {
    let wrong = match form {
        Form::Any | Form::Words => return check_words(text, field, most, check),
        Form::Url => fault_of_address(text, most),
        Form::Country => check_country_code(text).err(),
        Form::Language => fault_of_tag(text),
        Form::Currency => (!is_currency_code(text))
            .then(|| format!("\"{text}\" is not a currency code such as USD")),
        Form::Decimal => (!is_decimal(text)).then(|| format!("\"{text}\" is not {DECIMAL_FORM}")),
    };
    if let Some(reason) = wrong {
        check.fault(field, reason);
    }
}

fn check_words(text: &str, field: &'static str, most: usize, check: &mut Check) {
    if is_blank(text) {
        check.fault_of(FaultKind::Missing, field, BLANK);
    }
    let length = text.chars().count();
    if length > most {
        let reason = too_many(length, "character", most);
        check.fault_of(FaultKind::TooLong, field, reason);
    }
    if text.contains('\0') {
        check.fault(field, "holds a NUL character, which cannot be stored");
    }
}

/// What is wrong with a text that has to be there, and shows nothing.
pub const BLANK: &str = "must not be empty";

/// A word of a vocabulary, as files and the schema write it.
#[must_use]
pub fn word(of: &impl serde::Serialize) -> String {
    let word = serde_json::to_value(of).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// Whether a text is an address on the web of at most so many bytes.
#[must_use]
fn is_address(text: &str, most: usize) -> bool {
    let web = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let has_host = web.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#']));
    let is_broken = text.chars().any(|c| c.is_whitespace() || c.is_control());
    has_host && text.len() <= most && !is_broken
}

/// Why a text is no address of the web, and what would be one; none where it is.
#[must_use]
pub fn fault_of_address(text: &str, most: usize) -> Option<String> {
    if is_address(text, most) {
        return None;
    }
    let form = format!("is not an http or https address of at most {most} bytes");
    let shown: String = text.chars().take(200).collect();
    let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
    let has_scheme = matches!(scheme, "http" | "https");
    let with_scheme = format!("https://{}", rest.trim_start_matches('/'));
    let is_broken = text
        .trim()
        .contains(|c: char| c.is_whitespace() || c.is_control());
    let right = if text.len() > most {
        String::new()
    } else if is_broken {
        ": a blank in it is written %20".to_owned()
    } else if is_address(text.trim(), most) {
        format!(": write \"{}\", without blanks around it", text.trim())
    } else if scheme.is_empty() && rest.contains('.') && is_address(&with_scheme, most) {
        format!(": write \"{with_scheme}\"")
    } else if has_scheme {
        ": it names no host, as in \"https://example.org/\"".to_owned()
    } else {
        ", such as \"https://example.org/page\"".to_owned()
    };
    Some(format!("\"{shown}\" {form}{right}"))
}

impl Value for i32 {
    const SHAPE: Shape = Shape::Whole {
        least: Self::MIN,
        most: Self::MAX,
    };

    fn check(&self, field: &Field, check: &mut Check) {
        let Shape::Whole { least, most } = field.shape else {
            return;
        };
        let wrong = match *self {
            value if value < least => format!("is {value}; must be at least {least}"),
            value if value > most => format!("is {value}; must be at most {most}"),
            _ => return,
        };
        check.fault(field.name, wrong);
    }
}

impl Value for f64 {
    const SHAPE: Shape = Shape::Number {
        least: Self::MIN,
        most: Self::MAX,
    };

    fn check(&self, field: &Field, check: &mut Check) {
        let Shape::Number { least, most } = field.shape else {
            return;
        };
        if !self.is_finite() {
            check.fault(field.name, "must be a finite number");
        } else if *self == 0.0 && self.is_sign_negative() {
            // One of the databases keeps the sign, the other does not.
            check.fault(field.name, "-0 is written 0");
        } else if !(least..=most).contains(self) {
            check.fault(field.name, format!("must lie between {least} and {most}"));
        }
    }
}

impl Value for bool {
    const SHAPE: Shape = Shape::Flag;
}

impl Value for Edtf {
    const SHAPE: Shape = Shape::Date;
}

impl Value for Instant {
    const SHAPE: Shape = Shape::Instant;
}

impl Value for Money {
    const SHAPE: Shape = Shape::Money;

    fn check(&self, field: &Field, check: &mut Check) {
        check.within(field.name, |check| {
            check_text(&self.amount, "amount", (Form::Decimal, 0), check);
            check_text(
                &self.currency_code,
                "currencyCode",
                (Form::Currency, 0),
                check,
            );
        });
    }
}

impl Value for RecordId {
    const SHAPE: Shape = Shape::AnyId;

    fn refer(&self, field: &'static str, to: &mut References) {
        to.id(field, *self);
    }
}

impl Value for ClaimValue {
    const SHAPE: Shape = Shape::ClaimValue;

    fn refer(&self, field: &'static str, to: &mut References) {
        if let Self::Record(id) = self {
            to.id(field, *id);
        }
    }
}

fn is<T: DeserializeOwned>(word: &str) -> bool {
    serde_json::from_value::<T>(word.into()).is_ok()
}

macro_rules! words {
    ($($module:ident { $($vocabulary:ident),+ $(,)? })+) => {$($(
        impl Value for entity::$module::$vocabulary {
            const SHAPE: Shape = Shape::Word {
                vocabulary: stringify!($vocabulary),
                has: is::<Self>,
            };
        }
    )+)+};
}
entity::with_vocabularies!(words);

#[cfg(test)]
mod tests {
    use super::fault_of_address;

    #[test]
    fn what_is_no_address_is_told_with_what_would_be() {
        for (text, told) in [
            ("example.org/a", "write \"https://example.org/a\""),
            ("//example.org/a", "write \"https://example.org/a\""),
            (" https://example.org ", "write \"https://example.org\""),
            ("https://example.org/a b", "a blank in it is written %20"),
            ("https:///a", "it names no host"),
            ("ftp://example.org", "such as \"https://example.org/page\""),
            ("nonsense", "such as \"https://example.org/page\""),
        ] {
            let reason = fault_of_address(text, 100).unwrap_or_default();
            assert!(reason.contains(told), "{text}: {reason}");
        }
        assert!(fault_of_address("https://example.org/aaaaa", 20).is_some());
        assert_eq!(fault_of_address("https://example.org", 100), None);
    }
}

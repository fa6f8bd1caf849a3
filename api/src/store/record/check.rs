//! What a record must be before it is written: every list and every text has a bound here, so that
//! what is read back never needs a page.

use crate::model::country::is_country_code;
use crate::model::language::{LANGUAGE_TAG_FORM, is_language_tag};
use crate::model::money::is_currency_code;

/// The longest title or name, in characters.
pub(super) const NAME_CHARS: usize = 1_000;
/// The longest note or description, in characters.
pub(super) const NOTE_CHARS: usize = 2_000;
/// The longest address, in bytes (RFC 9110 asks servers to take 8,000).
pub(super) const URL_BYTES: usize = 8_000;
/// Titles of one work, names of one person: IMDb's longest lists have a few hundred.
pub(super) const MANY: usize = 2_000;
/// Members of a list that answers give without pages: genres, characters, authors, sources.
pub(super) const FEW: usize = 100;

/// What kind of fault it is, for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaultKind {
    /// A value that is not acceptable.
    #[default]
    Value,
    /// Something that has to be there and is not.
    Missing,
    /// A text or list that is too long.
    TooLong,
    /// A reference to what is not there.
    Unknown,
    /// What another record has already.
    Duplicate,
}

/// Something that keeps a record from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The field, as the interchange format names it.
    pub field: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Gathers the faults of a record.
#[derive(Default)]
pub struct Check {
    faults: Vec<Fault>,
}

impl Check {
    /// Notes a fault.
    pub fn fault(&mut self, field: &str, reason: impl Into<String>) {
        self.fault_of(FaultKind::Value, field, reason);
    }

    pub(super) fn fault_of(&mut self, kind: FaultKind, field: &str, reason: impl Into<String>) {
        self.faults.push(Fault {
            kind,
            field: field.to_owned(),
            reason: reason.into(),
        });
    }

    /// A name or title that must be there.
    pub(super) fn name(&mut self, field: &str, text: &str) {
        self.words(field, text, NAME_CHARS);
    }

    /// A text that must be there.
    pub(super) fn words(&mut self, field: &str, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.fault_of(FaultKind::Missing, field, "must not be empty");
        }
        self.text(field, Some(text), most);
    }

    pub(super) fn text(&mut self, field: &str, text: Option<&str>, most: usize) {
        let Some(text) = text else { return };
        let length = text.chars().count();
        if length > most {
            let reason = format!("has {length} characters; at most {most} fit");
            self.fault_of(FaultKind::TooLong, field, reason);
        }
        if text.contains('\0') {
            self.fault(
                field,
                "holds a NUL character, which PostgreSQL cannot store",
            );
        }
    }

    pub(super) fn list<T>(&mut self, field: &str, list: &[T], most: usize) {
        self.count(field, list.len(), most);
    }

    pub(super) fn count(&mut self, field: &str, length: usize, most: usize) {
        if length > most {
            let reason = format!("has {length} members; at most {most} fit");
            self.fault_of(FaultKind::TooLong, field, reason);
        }
    }

    pub(super) fn at_least(&mut self, field: &str, value: Option<i32>, least: i32) {
        if let Some(value) = value.filter(|value| *value < least) {
            self.fault(field, format!("is {value}; must be at least {least}"));
        }
    }

    /// A list in which nothing stands twice.
    pub(super) fn distinct<T: Ord>(&mut self, field: &str, list: &[T]) {
        self.list(field, list, FEW);
        let distinct: std::collections::BTreeSet<&T> = list.iter().collect();
        if distinct.len() < list.len() {
            self.fault(field, "a member stands twice");
        }
    }

    pub(super) fn url(&mut self, field: &str, url: Option<&str>) {
        let Some(url) = url else { return };
        let web = url.starts_with("https://") || url.starts_with("http://");
        let broken = url.chars().any(|c| c.is_whitespace() || c.is_control());
        if !web || url.len() > URL_BYTES || broken {
            self.fault(
                field,
                "must be an http or https address of at most 8000 bytes",
            );
        }
    }

    pub(super) fn language(&mut self, field: &str, tag: Option<&str>) {
        if let Some(tag) = tag.filter(|tag| !is_language_tag(tag)) {
            self.fault(field, format!("\"{tag}\" is not {LANGUAGE_TAG_FORM}"));
        }
    }

    /// Two letters, or up to four for the codes of former countries and of regions.
    pub(super) fn country(&mut self, field: &str, code: Option<&str>) {
        if let Some(code) = code.filter(|code| !is_country_code(code)) {
            self.fault(
                field,
                format!("\"{code}\" is not a country code such as FR"),
            );
        }
    }

    pub(super) fn countries(&mut self, field: &str, codes: &[String]) {
        self.distinct(field, codes);
        for code in codes {
            self.country(field, Some(code));
        }
    }

    pub(super) fn currency(&mut self, field: &str, code: &str) {
        if !is_currency_code(code) {
            self.fault(
                field,
                format!("\"{code}\" is not a currency code such as USD"),
            );
        }
    }

    /// The faults that were found.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

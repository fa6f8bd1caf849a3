//! Values that records hold: money, texts, links, certifications.

use entity::vocabulary::LinkKind;
use serde::{Deserialize, Serialize};

use super::SourceId;
use super::check::{Check, NAME_CHARS, NOTE_CHARS};
pub use crate::claim::Money as MoneyRecord;
use crate::model::money::is_decimal;

/// The longest text about a work or a person, in characters.
const TEXT_CHARS: usize = 20_000;

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextRecord {
    /// The words.
    pub text: String,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A link to elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkRecord {
    /// What it leads to.
    pub kind: LinkKind,
    /// Where it leads.
    pub url: String,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A rating that a work was given for its audience.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificationRecord {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The rating, as the body writes it.
    pub rating: String,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The youngest it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_age: Option<i32>,
    /// A short note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a work took in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BoxOfficeRecord {
    /// ISO 3166-1 alpha-2; none means worldwide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// All of it.
    pub gross: MoneyRecord,
    /// The first days, in the same currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<MoneyRecord>,
    /// Where it comes from.
    pub source: SourceId,
}

impl Check {
    pub(super) fn money(&mut self, field: &str, money: &MoneyRecord) {
        if !is_decimal(&money.amount) {
            let reason = format!("\"{}\" is not a decimal such as 12.5", money.amount);
            self.fault(field, reason);
        }
        self.currency(field, &money.currency_code);
    }
}

impl TextRecord {
    pub(super) fn check_all(list: &[Self], field: &str, check: &mut Check) {
        check.list(field, list, super::check::FEW);
        for text in list {
            check.words(field, &text.text, TEXT_CHARS);
            check.language(field, text.language.as_deref());
        }
    }
}

impl LinkRecord {
    pub(super) fn check_all(list: &[Self], check: &mut Check) {
        check.list("links", list, super::check::FEW);
        for link in list {
            check.url("links.url", Some(&link.url));
            check.language("links.language", link.language.as_deref());
        }
    }
}

impl CertificationRecord {
    pub(super) fn check(&self, field: &str, check: &mut Check) {
        check.country(field, Some(&self.country));
        check.name(field, &self.rating);
        check.text(field, self.body.as_deref(), NAME_CHARS);
        check.text(field, self.note.as_deref(), NOTE_CHARS);
        check.at_least(field, self.minimum_age, 0);
    }
}

impl BoxOfficeRecord {
    pub(super) fn check(&self, check: &mut Check) {
        check.country("boxOffice.country", self.country.as_deref());
        check.money("boxOffice.gross", &self.gross);
        let Some(opening) = &self.opening else { return };
        check.money("boxOffice.opening", opening);
        if opening.currency_code != self.gross.currency_code {
            check.fault("boxOffice.opening", "must be in the currency of `gross`");
        }
    }
}

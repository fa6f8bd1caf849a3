//! Values that records hold: texts, links, certifications, takings.

use entity::vocabulary::LinkKind;
use record_macro::record;

use crate::bound::{NAME, NOTE, TEXT};
use crate::{Check, MoneyRecord, SourceId};

/// A text in a language.
#[record(part)]
pub struct TextRecord {
    /// The words.
    #[field(words(TEXT))]
    pub text: String,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
}

/// A link to elsewhere.
#[record(part)]
pub struct LinkRecord {
    /// What it leads to.
    pub kind: LinkKind,
    /// Where it leads.
    #[field(url)]
    pub url: String,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
}

/// A rating that a work was given for its audience.
#[record(part)]
pub struct CertificationRecord {
    /// ISO 3166-1 alpha-2.
    #[field(country)]
    pub country: String,
    /// The rating, as the body writes it.
    #[field(name)]
    pub rating: String,
    /// Who gave it.
    #[field(text(NAME))]
    pub body: Option<String>,
    /// The youngest it is meant for.
    #[field(least = 0)]
    pub minimum_age: Option<i32>,
    /// A short note.
    #[field(text(NOTE))]
    pub note: Option<String>,
}

/// What a work took in.
#[record(part, rules)]
pub struct BoxOfficeRecord {
    /// ISO 3166-1 alpha-2; none means worldwide.
    #[field(country)]
    pub country: Option<String>,
    /// All of it.
    pub gross: MoneyRecord,
    /// The first days, in the same currency.
    pub opening: Option<MoneyRecord>,
    /// Where it comes from.
    pub source: SourceId,
}

impl BoxOfficeRecord {
    fn rules(&self, check: &mut Check) {
        let opening = self.opening.as_ref();
        if opening.is_some_and(|opening| opening.currency_code != self.gross.currency_code) {
            check.fault("opening", "must be in the currency of `gross`");
        }
    }
}

//! Quotes and commentary as records.

use entity::vocabulary::{CommentaryKind, RecordKind};
use model::edtf::Edtf;
use model::id::RecordId;
use record_macro::record;

use crate::bound::{NAME, SPEECH};
use crate::{Check, CommentaryId, Declared, PersonId, QuoteId, SourceId};

/// What somebody said.
#[record(Quote, table = quote, claimable, rules, identity(source, text, speaker))]
pub struct QuoteRecord {
    /// Its id.
    pub id: QuoteId,
    /// The words.
    #[field(words(SPEECH))]
    pub text: String,
    /// Who said it.
    pub speaker: Option<PersonId>,
    /// To whom.
    pub interviewer: Option<PersonId>,
    /// Where it was published.
    pub source: SourceId,
    /// The records that it is about, in order.
    #[field(distinct, elsewhere)]
    pub about: Vec<RecordId>,
    /// On what occasion.
    #[field(text(NAME))]
    pub occasion: Option<String>,
    /// When.
    #[field(column = date_edtf, claim(Date))]
    pub date: Option<Edtf>,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
}

/// What is said about works and people.
#[record(Commentary, table = commentary, claimable, rules, identity(source, kind, text))]
pub struct CommentaryRecord {
    /// Its id.
    pub id: CommentaryId,
    /// What kind.
    pub kind: CommentaryKind,
    /// The words.
    #[field(words(SPEECH))]
    pub text: String,
    /// Where it was published.
    pub source: SourceId,
    /// The records that it is about, in order.
    #[field(distinct, elsewhere)]
    pub about: Vec<RecordId>,
}

/// What a record of a kind is about stands before it in a file.
fn check_about(kind: RecordKind, about: &[RecordId], check: &mut Check) {
    let before = RecordKind::RECORDS.iter().take_while(|of| **of != kind);
    let before: Vec<&RecordKind> = before.collect();
    let codes = [RecordKind::Country, RecordKind::Language];
    let fits = |to: &RecordId| before.contains(&&to.kind) || codes.contains(&to.kind);
    check.each(about, |to, check| {
        if !fits(to) {
            let reason = format!("{} cannot be what this is about", to.kind.words());
            check.fault("about", reason);
        }
    });
}

impl QuoteRecord {
    fn rules(&self, check: &mut Check) {
        check_about(Self::KIND, &self.about, check);
    }
}

impl CommentaryRecord {
    fn rules(&self, check: &mut Check) {
        check_about(Self::KIND, &self.about, check);
    }
}

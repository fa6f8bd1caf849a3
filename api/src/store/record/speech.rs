//! Quotes and commentary as records.

use entity::vocabulary::CommentaryKind;
use serde::{Deserialize, Serialize};

use super::check::{Check, NAME_CHARS, NOTE_CHARS};
use super::{AnyId, CommentaryId, PersonId, QuoteId, SourceId};
use crate::model::edtf::Edtf;

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuoteRecord {
    /// Its id.
    pub id: QuoteId,
    /// The words.
    pub text: String,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<PersonId>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interviewer: Option<PersonId>,
    /// Where it was published.
    pub source: SourceId,
    /// The records that it is about, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<AnyId>,
    /// On what occasion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occasion: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// What is said about works and people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommentaryRecord {
    /// Its id.
    pub id: CommentaryId,
    /// What kind.
    pub kind: CommentaryKind,
    /// The words.
    pub text: String,
    /// Where it was published.
    pub source: SourceId,
    /// The records that it is about, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<AnyId>,
}

/// The longest quote or commentary, in characters.
const WORDS_CHARS: usize = 5_000;

/// What a quote or a commentary is about has an id of its own, and stands before it in a file.
fn check_about(about: &[AnyId], with_quotes: bool, check: &mut Check) {
    use crate::model::id::RecordKind;
    check.distinct("about", about);
    let comes_before = |kind: RecordKind| match kind {
        RecordKind::Title
        | RecordKind::PersonName
        | RecordKind::Job
        | RecordKind::ListEntry
        | RecordKind::Commentary
        | RecordKind::List
        | RecordKind::Collection
        | RecordKind::Image
        | RecordKind::Video => false,
        RecordKind::Quote => with_quotes,
        _ => true,
    };
    if !about.iter().all(|to| comes_before(to.kind)) {
        check.fault("about", "cannot be of that kind");
    }
}

impl QuoteRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.words("text", &self.text, WORDS_CHARS);
        check.text(
            "occasion",
            self.occasion.as_deref(),
            NAME_CHARS.min(NOTE_CHARS),
        );
        check.language("language", self.language.as_deref());
        check_about(&self.about, false, check);
    }
}

impl CommentaryRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.words("text", &self.text, WORDS_CHARS);
        check_about(&self.about, true, check);
    }
}

//! Sources as records, and how much they have of careers and casts.

use std::collections::BTreeSet;

use entity::coverage::CoverageExtent;
use entity::vocabulary::{Department, SourceKind, WorkKind};
use model::edtf::Edtf;
use model::instant::Instant;
use record_macro::record;

use crate::bound::{NAME, NOTE};
use crate::{Check, CoverageId, RecordId, SourceId};

/// Where facts come from.
#[record(Source, table = source, identity(title, kind, publisher))]
pub struct SourceRecord {
    /// Its id.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    #[field(name, columns(title, title_folded))]
    pub title: String,
    /// Who published it.
    #[field(text(NAME))]
    pub publisher: Option<String>,
    /// Authors, in order.
    #[field(name)]
    pub authors: Vec<String>,
    /// Where it can be read.
    #[field(url)]
    pub url: Option<String>,
    /// When it was published.
    #[field(column = published_edtf)]
    pub published_on: Option<Edtf>,
    /// When it was taken in.
    pub retrieved_at: Option<Instant>,
    /// Licence, as an SPDX identifier where there is one.
    #[field(text(NAME))]
    pub license: Option<String>,
    /// The words that its licence asks to be shown.
    #[field(text(NOTE))]
    pub attribution: Option<String>,
    /// Which source wins between equals: greater is stronger.
    #[field(default = 0, always)]
    pub priority: i32,
}

/// How much a source has of the career of a person, or of the cast and crew of a work.
#[record(Coverage, table = coverage, rules, identity(subject, source, departments, kinds))]
pub struct CoverageRecord {
    /// Its id.
    pub id: CoverageId,
    /// The person or work.
    #[field(owner)]
    pub subject: RecordId,
    /// In which departments; none means in all.
    pub departments: BTreeSet<Department>,
    /// For works of which kinds; none means for all.
    pub kinds: BTreeSet<WorkKind>,
    /// Up to when.
    #[field(column = until_edtf)]
    pub until: Option<Edtf>,
    /// All of it, or a part.
    pub extent: CoverageExtent,
    /// The source that has it.
    pub source: SourceId,
}

impl CoverageRecord {
    fn rules(&self, check: &mut Check) {
        check.work_or_person("subject", self.subject);
    }
}

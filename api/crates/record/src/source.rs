//! Sources as records.

use entity::vocabulary::SourceKind;
use model::edtf::Edtf;
use model::instant::Instant;
use record_macro::record;

use crate::SourceId;
use crate::bound::{NAME, NOTE};

/// Where facts come from.
#[record(Source, table = source)]
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

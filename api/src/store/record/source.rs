//! Sources as records.

use entity::vocabulary::SourceKind;
use serde::{Deserialize, Serialize};

use super::SourceId;
use super::check::{Check, FEW, NAME_CHARS, NOTE_CHARS};
use crate::model::edtf::Edtf;
use crate::model::instant::Instant;

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceRecord {
    /// Its id.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Authors, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Edtf>,
    /// When it was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved_at: Option<Instant>,
    /// Licence, as an SPDX identifier where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// The words that its licence asks to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Which source wins between equals: greater is stronger.
    #[serde(default)]
    pub priority: i32,
}

impl SourceRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("title", &self.title);
        check.text("publisher", self.publisher.as_deref(), NAME_CHARS);
        check.list("authors", &self.authors, FEW);
        for author in &self.authors {
            check.name("authors", author);
        }
        check.text("license", self.license.as_deref(), NAME_CHARS);
        check.text("attribution", self.attribution.as_deref(), NOTE_CHARS);
        check.url("url", self.url.as_deref());
    }
}

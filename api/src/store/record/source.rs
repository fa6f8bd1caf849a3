//! Sources and genres as records.

use entity::vocabulary::SourceKind;
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, NAME_CHARS, NOTE_CHARS, URL_BYTES};
use super::{GenreId, SourceId};
use crate::model::edtf::Edtf;
use crate::model::instant::Instant;

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        let Some(url) = &self.url else { return };
        let web = url.starts_with("https://") || url.starts_with("http://");
        if !web || url.len() > URL_BYTES || url.chars().any(|c| c.is_whitespace() || c.is_control())
        {
            check.fault(
                "url",
                "must be an http or https address of at most 8000 bytes",
            );
        }
    }
}

/// A genre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenreRecord {
    /// Its id.
    pub id: GenreId,
    /// Canonical English name.
    pub name: String,
}

impl GenreRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
    }
}

//! Images and videos as records: by address, nothing is stored.

use entity::vocabulary::{ImageKind, VideoKind};
use serde::{Deserialize, Serialize};

use super::check::{Check, NAME_CHARS, NOTE_CHARS};
use super::{AnyId, ImageId, SourceId, VideoId, WorkId};
use crate::model::edtf::Edtf;

/// An image of a work or a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImageRecord {
    /// Its id.
    pub id: ImageId,
    /// The work or person.
    pub subject: AnyId,
    /// What it shows.
    pub kind: ImageKind,
    /// Where it is.
    pub url: String,
    /// Pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i32>,
    /// Pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i32>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it shows, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    /// Where it comes from.
    pub source: SourceId,
    /// The words that its licence asks to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Licence, as an SPDX identifier where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
}

/// A video about a work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VideoRecord {
    /// Its id.
    pub id: VideoId,
    /// The work.
    pub work: WorkId,
    /// What it is.
    pub kind: VideoKind,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Where it can be embedded from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embed_url: Option<String>,
    /// The image that stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<ImageId>,
    /// How long it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<i32>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Edtf>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it comes from.
    pub source: SourceId,
}

impl ImageRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        use crate::model::id::RecordKind;
        if !matches!(self.subject.kind, RecordKind::Work | RecordKind::Person) {
            check.fault("subject", "must be a work or a person");
        }
        check.url("url", Some(&self.url));
        check.at_least("width", self.width, 1);
        check.at_least("height", self.height, 1);
        check.language("language", self.language.as_deref());
        check.text("altText", self.alt_text.as_deref(), NOTE_CHARS);
        check.text("attribution", self.attribution.as_deref(), NOTE_CHARS);
        check.text("license", self.license.as_deref(), NAME_CHARS);
    }
}

impl VideoRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("title", &self.title);
        check.url("url", Some(&self.url));
        check.url("embedUrl", self.embed_url.as_deref());
        check.at_least("durationSeconds", self.duration_seconds, 1);
        check.language("language", self.language.as_deref());
    }
}

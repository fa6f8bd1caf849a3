//! Images and videos as records: by address, nothing is stored.

use entity::vocabulary::{ImageKind, VideoKind};
use model::edtf::Edtf;
use record_macro::record;

use crate::bound::{NAME, NOTE};
use crate::{Check, ImageId, RecordId, SourceId, VideoId, WorkId};

/// An image of a work or a person.
#[record(Image, table = image, rules, identity(subject, url))]
pub struct ImageRecord {
    /// Its id.
    pub id: ImageId,
    /// The work or person.
    #[field(owner)]
    pub subject: RecordId,
    /// What it shows.
    pub kind: ImageKind,
    /// Where it is.
    #[field(url)]
    pub url: String,
    /// Pixels.
    #[field(least = 1)]
    pub width: Option<i32>,
    /// Pixels.
    #[field(least = 1)]
    pub height: Option<i32>,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
    /// What it shows, in words.
    #[field(text(NOTE))]
    pub alt_text: Option<String>,
    /// Where it comes from.
    pub source: SourceId,
    /// The words that its licence asks to be shown.
    #[field(text(NOTE))]
    pub attribution: Option<String>,
    /// Licence, as an SPDX identifier where there is one.
    #[field(text(NAME))]
    pub license: Option<String>,
}

/// A video about a work.
#[record(Video, table = video, identity(work, url))]
pub struct VideoRecord {
    /// Its id.
    pub id: VideoId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// What it is.
    pub kind: VideoKind,
    /// Its title.
    #[field(name)]
    pub title: String,
    /// Where it is.
    #[field(url)]
    pub url: String,
    /// Where it can be embedded from.
    #[field(url)]
    pub embed_url: Option<String>,
    /// The image that stands for it.
    pub thumbnail: Option<ImageId>,
    /// How long it is.
    #[field(least = 1)]
    pub duration_seconds: Option<i32>,
    /// When it was published.
    #[field(column = published_edtf)]
    pub published_on: Option<Edtf>,
    /// BCP 47.
    #[field(language)]
    pub language: Option<String>,
    /// Where it comes from.
    pub source: SourceId,
}

impl ImageRecord {
    fn rules(&self, check: &mut Check) {
        check.work_or_person("subject", self.subject);
    }
}

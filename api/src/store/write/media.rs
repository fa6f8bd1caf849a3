//! Writing images and videos.

use entity::vocabulary::SubjectKind;
use entity::{image, video};

use super::plain::Plain;
use super::reference::Reference;
use super::subject::edtf;
use crate::store::StoreError;
use crate::store::record::{
    AnyId, Check, ImageId, ImageRecord, SourceId, VideoId, VideoRecord, WorkId,
};

impl Plain for ImageRecord {
    type Table = image::Entity;
    const KIND: SubjectKind = SubjectKind::Image;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![
            Reference::new("subject", self.subject.kind, self.subject.id),
            Reference::new("source", SubjectKind::Source, self.source.0),
        ]
    }

    fn row(&self, version: i32, at: i64) -> image::Model {
        image::Model {
            id: self.id.0,
            subject_kind: self.subject.kind,
            subject_id: self.subject.id,
            kind: self.kind,
            url: self.url.clone(),
            width: self.width,
            height: self.height,
            language: self.language.clone(),
            alt_text: self.alt_text.clone(),
            source_id: self.source.0,
            attribution: self.attribution.clone(),
            license: self.license.clone(),
            version,
            updated_at: at,
        }
    }

    fn version(row: &image::Model) -> i32 {
        row.version
    }

    fn record(row: image::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ImageId(row.id),
            subject: AnyId {
                kind: row.subject_kind,
                id: row.subject_id,
            },
            kind: row.kind,
            url: row.url,
            width: row.width,
            height: row.height,
            language: row.language,
            alt_text: row.alt_text,
            source: SourceId(row.source_id),
            attribution: row.attribution,
            license: row.license,
        })
    }
}

impl Plain for VideoRecord {
    type Table = video::Entity;
    const KIND: SubjectKind = SubjectKind::Video;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let mut references = vec![
            Reference::new("work", SubjectKind::Work, self.work.0),
            Reference::new("source", SubjectKind::Source, self.source.0),
        ];
        references.extend(
            self.thumbnail
                .map(|id| Reference::new("thumbnail", SubjectKind::Image, id.0)),
        );
        references
    }

    fn row(&self, version: i32, at: i64) -> video::Model {
        video::Model {
            id: self.id.0,
            work_id: self.work.0,
            kind: self.kind,
            title: self.title.clone(),
            url: self.url.clone(),
            embed_url: self.embed_url.clone(),
            thumbnail_id: self.thumbnail.map(|id| id.0),
            duration_seconds: self.duration_seconds,
            published_edtf: self.published_on.as_ref().map(ToString::to_string),
            language: self.language.clone(),
            source_id: self.source.0,
            version,
            updated_at: at,
        }
    }

    fn version(row: &video::Model) -> i32 {
        row.version
    }

    fn record(row: video::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: VideoId(row.id),
            work: WorkId(row.work_id),
            kind: row.kind,
            title: row.title,
            url: row.url,
            embed_url: row.embed_url,
            thumbnail: row.thumbnail_id.map(ImageId),
            duration_seconds: row.duration_seconds,
            published_on: edtf(row.published_edtf.as_deref())?,
            language: row.language,
            source: SourceId(row.source_id),
        })
    }
}

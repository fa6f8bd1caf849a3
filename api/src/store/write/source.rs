//! Writing sources.

use entity::source;
use entity::vocabulary::SubjectKind;

use super::plain::Plain;
use super::reference::Reference;
use super::subject::{edtf, from_json_list, json_list};
use crate::model::fold::fold;
use crate::model::instant::Instant;
use crate::store::StoreError;
use crate::store::record::{Check, SourceId, SourceRecord};

impl Plain for SourceRecord {
    type Table = source::Entity;
    const KIND: SubjectKind = SubjectKind::Source;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    fn row(&self, version: i32, at: i64) -> source::Model {
        source::Model {
            id: self.id.0,
            kind: self.kind,
            title: self.title.clone(),
            title_folded: fold(&self.title),
            publisher: self.publisher.clone(),
            authors: json_list(&self.authors),
            url: self.url.clone(),
            published_edtf: self.published_on.as_ref().map(ToString::to_string),
            retrieved_at: self.retrieved_at.map(|at| at.0),
            license: self.license.clone(),
            attribution: self.attribution.clone(),
            priority: self.priority,
            version,
            updated_at: at,
        }
    }

    fn version(row: &source::Model) -> i32 {
        row.version
    }

    fn record(row: source::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: SourceId(row.id),
            kind: row.kind,
            title: row.title,
            publisher: row.publisher,
            authors: from_json_list(row.authors.as_deref())?,
            url: row.url,
            published_on: edtf(row.published_edtf.as_deref())?,
            retrieved_at: row.retrieved_at.map(Instant),
            license: row.license,
            attribution: row.attribution,
            priority: row.priority,
        })
    }
}

//! Writing quotes and commentary, and what they are about.

use std::collections::HashMap;

use entity::vocabulary::SubjectKind;
use entity::{about, commentary, quote};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::plain::Plain;
use super::put::Current;
use super::reference::Reference;
use super::subject::{edtf, insert_all};
use crate::store::read::subjects_of as read_subjects;
use crate::store::record::{
    AnyId, Check, CommentaryId, CommentaryRecord, PersonId, QuoteId, QuoteRecord, SourceId,
};
use crate::store::{StoreError, dialect};

impl Plain for QuoteRecord {
    type Table = quote::Entity;
    const KIND: SubjectKind = SubjectKind::Quote;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let about = self.about.iter();
        let about = about.map(|to| Reference::new("about", to.kind, to.id));
        let people = [("speaker", self.speaker), ("interviewer", self.interviewer)];
        let person = |(field, id): (&'static str, Option<PersonId>)| {
            id.map(|id| Reference::new(field, SubjectKind::Person, id.0))
        };
        let source = Reference::new("source", SubjectKind::Source, self.source.0);
        about
            .chain(people.into_iter().filter_map(person))
            .chain([source])
            .collect()
    }

    fn row(&self, version: i32, at: i64) -> quote::Model {
        quote::Model {
            id: self.id.0,
            text: self.text.clone(),
            speaker_id: self.speaker.map(|id| id.0),
            interviewer_id: self.interviewer.map(|id| id.0),
            source_id: self.source.0,
            occasion: self.occasion.clone(),
            date_edtf: self.date.as_ref().map(ToString::to_string),
            language: self.language.clone(),
            version,
            updated_at: at,
        }
    }

    fn version(row: &quote::Model) -> i32 {
        row.version
    }

    fn record(row: quote::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: QuoteId(row.id),
            text: row.text,
            speaker: row.speaker_id.map(PersonId),
            interviewer: row.interviewer_id.map(PersonId),
            source: SourceId(row.source_id),
            about: Vec::new(),
            occasion: row.occasion,
            date: edtf(row.date_edtf.as_deref())?,
            language: row.language,
        })
    }

    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut found = subjects_of(tx, Self::KIND, &ids).await?;
        for (id, (record, _)) in records {
            record.about = found.remove(id).unwrap_or_default();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let about: Vec<_> = records
            .iter()
            .map(|record| (record.id.0, record.about.as_slice()))
            .collect();
        replace_subjects(tx, Self::KIND, &about).await
    }
}

impl Plain for CommentaryRecord {
    type Table = commentary::Entity;
    const KIND: SubjectKind = SubjectKind::Commentary;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let about = self.about.iter();
        let about = about.map(|to| Reference::new("about", to.kind, to.id));
        let source = Reference::new("source", SubjectKind::Source, self.source.0);
        about.chain([source]).collect()
    }

    fn row(&self, version: i32, at: i64) -> commentary::Model {
        commentary::Model {
            id: self.id.0,
            kind: self.kind,
            text: self.text.clone(),
            source_id: self.source.0,
            version,
            updated_at: at,
        }
    }

    fn version(row: &commentary::Model) -> i32 {
        row.version
    }

    fn record(row: commentary::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: CommentaryId(row.id),
            kind: row.kind,
            text: row.text,
            source: SourceId(row.source_id),
            about: Vec::new(),
        })
    }

    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut found = subjects_of(tx, Self::KIND, &ids).await?;
        for (id, (record, _)) in records {
            record.about = found.remove(id).unwrap_or_default();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let about: Vec<_> = records
            .iter()
            .map(|record| (record.id.0, record.about.as_slice()))
            .collect();
        replace_subjects(tx, Self::KIND, &about).await
    }
}

async fn subjects_of(
    tx: &impl ConnectionTrait,
    kind: SubjectKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<AnyId>>, StoreError> {
    let rows = read_subjects(tx, kind, ids).await?;
    let subject = |row: &about::Model| AnyId {
        kind: row.subject_kind,
        id: row.subject_id,
    };
    let read = |(id, rows): (i64, Vec<about::Model>)| (id, rows.iter().map(subject).collect());
    Ok(rows.into_iter().map(read).collect())
}

async fn replace_subjects(
    tx: &impl ConnectionTrait,
    kind: SubjectKind,
    records: &[(i64, &[AnyId])],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = records.iter().map(|(id, _)| *id).collect();
    let among = dialect::among(tx.get_database_backend(), "record_id", &ids);
    about::Entity::delete_many()
        .filter(about::COLUMN.record_kind.eq(kind))
        .filter(among)
        .exec(tx)
        .await?;
    let rows = records.iter().flat_map(|(record, subjects)| {
        let row = move |(position, subject): (i32, &AnyId)| about::Model {
            record_kind: kind,
            record_id: *record,
            subject_kind: subject.kind,
            subject_id: subject.id,
            position,
        };
        (1..).zip(*subjects).map(row)
    });
    insert_all::<about::Entity, _>(tx, rows.collect()).await
}

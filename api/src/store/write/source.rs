//! Writing sources.

use entity::source;
use entity::vocabulary::SubjectKind;
use sea_orm::DatabaseTransaction;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::subject::upsert;
use crate::model::fold::fold;
use crate::model::instant::Instant;
use crate::store::StoreError;
use crate::store::read::by_ids;
use crate::store::record::{Check, Fault, SourceId, SourceRecord};
use crate::store::write::subject::{edtf, json_list};

impl Stored for SourceRecord {
    const SUBJECT: SubjectKind = SubjectKind::Source;

    fn id(&self) -> i64 {
        self.id.0
    }

    fn public_id(&self) -> String {
        self.id.public()
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.check(&mut check);
        check.into_faults()
    }

    async fn current(tx: &DatabaseTransaction, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<source::Entity>(tx, ids).await?;
        let read = |(id, row): (i64, source::Model)| Ok((id, (record(&row)?, row.version)));
        rows.into_iter().map(read).collect()
    }

    async fn store(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let at = transaction.at;
        let row = |(before, after, version): &(Option<&Self>, &Self, i32)| {
            (before.is_some(), after.row(*version, at))
        };
        upsert::<source::Entity>(&transaction.tx, changed.iter().map(row)).await
    }
}

impl SourceRecord {
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
}

fn record(row: &source::Model) -> Result<SourceRecord, StoreError> {
    Ok(SourceRecord {
        id: SourceId(row.id),
        kind: row.kind,
        title: row.title.clone(),
        publisher: row.publisher.clone(),
        authors: super::subject::from_json_list(row.authors.as_deref())?,
        url: row.url.clone(),
        published_on: edtf(row.published_edtf.as_deref())?,
        retrieved_at: row.retrieved_at.map(Instant),
        license: row.license.clone(),
        attribution: row.attribution.clone(),
        priority: row.priority,
    })
}

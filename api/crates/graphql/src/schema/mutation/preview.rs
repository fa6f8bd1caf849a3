//! What a dry run shows: the record as it would be, read within the transaction before that is
//! taken back. The record's own fields, its facts and its claims; lists of other records that it
//! stands in stay as they are.

use std::collections::BTreeSet;
use std::sync::Arc;

use edge::ClaimEdge;
use entity::vocabulary::RecordKind;
use entity::{
    award_nomination, biography, box_office, certification, character, claim, commentary, company,
    company_role, curated_list, deal, external_id, job, link, milestone, person, person_name,
    person_profession, quote, record_source, release, role, source, title, work, work_country,
    work_genre, work_keyword, work_language, work_location, work_relation, work_text,
};
use model::id::RecordId;
use store::StoreError;
use store::read::{Keyed, Owned, SubjectRows, sources_named};
use store::write::WriteTransaction;

use crate::loader::{About, ClaimsAbout, EdgesOfWork, OwnedBy, Preview, Record, Whole};

/// Reads what is shown.
struct Seeing<'t> {
    tx: &'t WriteTransaction,
    preview: Preview,
}

/// A record of any kind as the transaction sees it, with the works among those that its changes name,
/// for it may date them; with roles, a new work and all that was made together with it.
pub(super) async fn preview(
    tx: &WriteTransaction,
    subject: RecordId,
    named: &[RecordId],
    roles: Option<&[i64]>,
) -> Result<Preview, StoreError> {
    let preview = Preview::default();
    let mut seeing = Seeing { tx, preview };
    let works = named.iter().filter(|of| of.kind == RecordKind::Work);
    let works: Vec<i64> = works.map(|of| of.id).collect();
    seeing.records::<work::Entity>(&works).await?;
    seeing.subject(subject).await?;
    if let Some(roles) = roles {
        seeing.made_with(subject.id, roles).await?;
    }
    Ok(seeing.preview)
}

impl Seeing<'_> {
    /// A record with its facts and claims.
    async fn subject(&mut self, subject: RecordId) -> Result<(), StoreError> {
        let whole = self.tx.whole(subject).await?;
        let mut sources: BTreeSet<i64> = BTreeSet::new();
        if let Some(whole) = &whole {
            sources.extend(sources_named(&whole.fields));
        }
        self.preview.add(Whole(subject), whole.map(Arc::new));
        sources.extend(self.claims(subject).await?);
        self.about::<record_source::Entity>(subject).await?;
        let sources: Vec<i64> = sources.into_iter().collect();
        self.records::<source::Entity>(&sources).await?;
        self.fields(subject).await
    }

    /// The claims about a record; gives their sources.
    async fn claims(&mut self, subject: RecordId) -> Result<Vec<i64>, StoreError> {
        let rows = self.tx.rows_about::<claim::Entity>(subject).await?;
        let edges = rows.iter().map(edge).collect();
        self.preview.add(ClaimsAbout(subject), Arc::new(edges));
        for row in &rows {
            let key = Record::<claim::Entity>::of(row.id);
            self.preview.add(key, Some(Arc::new(row.clone())));
        }
        let sources = rows.iter().filter_map(|row| row.source_id).collect();
        let key = About::<claim::Entity>::of(subject.kind, subject.id);
        self.preview.add(key, Arc::new(rows));
        Ok(sources)
    }

    async fn fields(&mut self, subject: RecordId) -> Result<(), StoreError> {
        let id = subject.id;
        match subject.kind {
            RecordKind::Work => self.work(subject).await,
            RecordKind::Person => self.person(subject).await,
            RecordKind::Role => self.roles(&[id]).await,
            RecordKind::Release => self.records::<release::Entity>(&[id]).await,
            RecordKind::Milestone => self.records::<milestone::Entity>(&[id]).await,
            RecordKind::Deal => self.records::<deal::Entity>(&[id]).await,
            RecordKind::Company => self.records::<company::Entity>(&[id]).await,
            RecordKind::CompanyRole => self.records::<company_role::Entity>(&[id]).await,
            RecordKind::Location => self.records::<work_location::Entity>(&[id]).await,
            RecordKind::Award => self.records::<award_nomination::Entity>(&[id]).await,
            RecordKind::Relation => self.records::<work_relation::Entity>(&[id]).await,
            RecordKind::Quote => self.records::<quote::Entity>(&[id]).await,
            RecordKind::Commentary => self.records::<commentary::Entity>(&[id]).await,
            RecordKind::List => self.records::<curated_list::Entity>(&[id]).await,
            RecordKind::Character => self.records::<character::Entity>(&[id]).await,
            _ => Ok(()),
        }
    }

    async fn work(&mut self, subject: RecordId) -> Result<(), StoreError> {
        let id = subject.id;
        self.records::<work::Entity>(&[id]).await?;
        self.rows::<title::Entity>(id).await?;
        self.rows::<work_country::Entity>(id).await?;
        self.rows::<work_language::Entity>(id).await?;
        self.rows::<work_text::Entity>(id).await?;
        self.rows::<work_keyword::Entity>(id).await?;
        self.rows::<certification::Entity>(id).await?;
        self.rows::<box_office::Entity>(id).await?;
        let genres = self.tx.rows_of::<work_genre::Entity>(id).await?;
        let genres: Vec<i64> = genres.iter().map(|row| row.genre_id).collect();
        self.preview.add_genres(id, genres.into());
        self.about::<external_id::Entity>(subject).await?;
        self.about::<link::Entity>(subject).await
    }

    async fn person(&mut self, subject: RecordId) -> Result<(), StoreError> {
        let id = subject.id;
        self.records::<person::Entity>(&[id]).await?;
        self.rows::<person_name::Entity>(id).await?;
        self.rows::<biography::Entity>(id).await?;
        self.rows::<person_profession::Entity>(id).await?;
        self.about::<external_id::Entity>(subject).await?;
        self.about::<link::Entity>(subject).await
    }

    /// Roles with the people and jobs in them.
    async fn roles(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        let rows = self.tx.rows::<role::Entity>(ids).await?;
        let people: BTreeSet<i64> = rows.values().map(|row| row.person_id).collect();
        let jobs: BTreeSet<i64> = rows.values().map(|row| row.job_id).collect();
        let people: Vec<i64> = people.into_iter().collect();
        self.records::<person::Entity>(&people).await?;
        let jobs: Vec<i64> = jobs.into_iter().collect();
        self.records::<job::Entity>(&jobs).await?;
        for (id, row) in rows {
            let key = Record::<role::Entity>::of(id);
            self.preview.add(key, Some(Arc::new(row)));
        }
        Ok(())
    }

    /// Everything that was made together with a new work: all that it has.
    async fn made_with(&mut self, work: i64, roles: &[i64]) -> Result<(), StoreError> {
        self.roles(roles).await?;
        let edges = self.tx.edges_of_roles(roles).await?;
        self.preview
            .add(EdgesOfWork(work), Ok(Arc::new(edges.into())));
        self.rows::<milestone::Entity>(work).await
    }

    async fn records<E: Keyed>(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        let mut rows = self.tx.rows::<E>(ids).await?;
        for id in ids {
            let row = rows.remove(id).map(Arc::new);
            self.preview.add(Record::<E>::of(*id), row);
        }
        Ok(())
    }

    async fn rows<E: Owned>(&mut self, owner: i64) -> Result<(), StoreError> {
        let rows = self.tx.rows_of::<E>(owner).await?;
        self.preview.add(OwnedBy::<E>::of(owner), Arc::new(rows));
        Ok(())
    }

    async fn about<E: SubjectRows>(&mut self, subject: RecordId) -> Result<(), StoreError> {
        let rows = self.tx.rows_about::<E>(subject).await?;
        let key = About::<E>::of(subject.kind, subject.id);
        self.preview.add(key, Arc::new(rows));
        Ok(())
    }
}

/// A claim as lists look at it.
fn edge(row: &claim::Model) -> ClaimEdge {
    ClaimEdge {
        id: row.id,
        source: row.source_id,
        property: row.property,
        key: row.property_key.clone(),
        certainty: row.certainty,
        known_from: row.known_from,
        known_until: row.known_until,
        is_own: row.is_own,
        is_current: row.is_current,
    }
}

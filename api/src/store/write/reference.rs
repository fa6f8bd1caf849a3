//! References between records: what they name must be there.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::SubjectKind;
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use crate::model::id::encode;
use crate::store::{StoreError, dialect};

/// A reference of a record: the field that holds it, and what it names.
pub(super) struct Reference {
    pub(super) field: &'static str,
    pub(super) kind: SubjectKind,
    pub(super) id: i64,
}

impl Reference {
    pub(super) fn new(field: &'static str, kind: SubjectKind, id: i64) -> Self {
        Self { field, kind, id }
    }
}

/// The table of a kind.
fn table(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Work => "work",
        SubjectKind::Person => "person",
        SubjectKind::Role => "role",
        SubjectKind::Title => "title",
        SubjectKind::PersonName => "person_name",
        SubjectKind::Genre => "genre",
        SubjectKind::Source => "source",
        SubjectKind::Milestone => "milestone",
        SubjectKind::Job => "job",
        SubjectKind::Keyword => "keyword",
        SubjectKind::Profession => "profession",
        SubjectKind::Company => "company",
        SubjectKind::Character => "character",
        SubjectKind::Season => "season",
        SubjectKind::CompanyRole => "company_role",
        SubjectKind::Release => "release",
        SubjectKind::Deal => "deal",
        SubjectKind::Location => "work_location",
        SubjectKind::Award => "award_nomination",
        SubjectKind::Rating => "rating",
        SubjectKind::Relation => "work_relation",
        SubjectKind::Quote => "quote",
        SubjectKind::Commentary => "commentary",
        SubjectKind::List => "curated_list",
        SubjectKind::ListEntry => "list_entry",
        SubjectKind::Collection => "collection",
        SubjectKind::Image => "image",
        SubjectKind::Video => "video",
        SubjectKind::Country => "country",
        SubjectKind::Language => "language",
    }
}

/// Refuses the first record that names something that is not there. One statement a kind.
pub(super) async fn check_references(
    tx: &DatabaseTransaction,
    references: Vec<(String, Reference)>,
) -> Result<(), StoreError> {
    let mut wanted: BTreeMap<SubjectKind, BTreeSet<i64>> = BTreeMap::new();
    for (_, reference) in &references {
        wanted
            .entry(reference.kind)
            .or_default()
            .insert(reference.id);
    }
    for (kind, ids) in wanted {
        let known = known(tx, kind, &ids.into_iter().collect::<Vec<_>>()).await?;
        let missing = |(_, to): &&(String, Reference)| to.kind == kind && !known.contains(&to.id);
        if let Some((record, to)) = references.iter().find(missing) {
            let (kind, id) = (table(kind).replace('_', " "), encode(to.kind, to.id));
            let reason = format!("there is no {kind} {id}");
            return Err(StoreError::invalid(record.clone(), to.field, reason));
        }
    }
    Ok(())
}

async fn known(
    tx: &DatabaseTransaction,
    kind: SubjectKind,
    ids: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    if matches!(kind, SubjectKind::Country | SubjectKind::Language) {
        // Codes, not rows: nothing is said about them.
        return Ok(BTreeSet::new());
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!("SELECT id FROM {} WHERE {among}", table(kind));
    let binds = [dialect::id_list(backend, ids)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let ids: Result<BTreeSet<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(ids?)
}

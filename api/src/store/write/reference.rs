//! References between records: what they name must be there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use sea_orm::{ConnectionTrait, Statement};

use super::named::ids_by_name;
use crate::model::id::encode;
use crate::store::record::{Fault, FaultKind, SourceId};
use crate::store::{StoreError, dialect};

/// A reference of a record: the field that holds it, and what it names.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub(super) field: &'static str,
    pub(super) kind: SubjectKind,
    pub(super) id: i64,
}

/// A reference by name to a vocabulary: its table, the field that holds it, and the name.
#[derive(Clone, Debug)]
pub struct Name {
    pub(super) table: &'static str,
    pub(super) field: &'static str,
    pub(super) text: String,
}

impl Name {
    /// The names in a field.
    pub(super) fn each(table: &'static str, field: &'static str, names: &[String]) -> Vec<Self> {
        let name = |text: &String| Self {
            table,
            field,
            text: text.clone(),
        };
        names.iter().map(name).collect()
    }
}

impl Reference {
    pub(super) fn new(field: &'static str, kind: SubjectKind, id: i64) -> Self {
        Self { field, kind, id }
    }

    pub(super) fn to_sources(sources: &BTreeSet<SourceId>) -> Vec<Self> {
        let to = |id: &SourceId| Self::new("sources", SubjectKind::Source, id.0);
        sources.iter().map(to).collect()
    }
}

/// The table of a kind.
pub(in crate::store) fn table(kind: SubjectKind) -> &'static str {
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
        SubjectKind::Claim => "claim",
    }
}

/// A record whose reference leads nowhere: its place among those asked about, and what is wrong.
pub(super) type Dangling = (usize, Fault);

/// The references that lead nowhere, each with the place of its record. One statement a kind.
///
/// `here` are the ids of the records themselves: they may refer to one another.
pub(super) async fn dangling(
    tx: &impl ConnectionTrait,
    here: (SubjectKind, &BTreeSet<i64>),
    references: &[(usize, Reference)],
) -> Result<Vec<Dangling>, StoreError> {
    let mut wanted: BTreeMap<SubjectKind, BTreeSet<i64>> = BTreeMap::new();
    for (_, to) in references {
        if to.kind != here.0 || !here.1.contains(&to.id) {
            wanted.entry(to.kind).or_default().insert(to.id);
        }
    }
    let mut missing: BTreeSet<(SubjectKind, i64)> = BTreeSet::new();
    for (kind, ids) in wanted {
        let ids: Vec<i64> = ids.into_iter().collect();
        let known = known(tx, kind, &ids).await?;
        let is_missing = |id: &i64| !known.contains(id);
        missing.extend(ids.into_iter().filter(is_missing).map(|id| (kind, id)));
    }
    let fault = |(place, to): &(usize, Reference)| {
        let fault = Fault {
            kind: FaultKind::Unknown,
            field: to.field.to_owned(),
            reason: absent(to.kind, to.id),
        };
        missing
            .contains(&(to.kind, to.id))
            .then_some((*place, fault))
    };
    Ok(references.iter().filter_map(fault).collect())
}

/// The names that their vocabulary does not have, each with the place of its record.
pub(super) async fn unnamed(
    tx: &impl ConnectionTrait,
    names: &[(usize, Name)],
) -> Result<Vec<Dangling>, StoreError> {
    let mut wanted: BTreeMap<&'static str, BTreeSet<&str>> = BTreeMap::new();
    for (_, name) in names {
        wanted.entry(name.table).or_default().insert(&name.text);
    }
    let mut known: BTreeMap<&'static str, HashMap<String, i64>> = BTreeMap::new();
    for (table, texts) in wanted {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        known.insert(table, ids_by_name(tx, table, &texts).await?);
    }
    let fault = |(place, name): &(usize, Name)| {
        let is_known = known.get(name.table)?.contains_key(&name.text);
        let fault = Fault {
            kind: FaultKind::Unknown,
            field: name.field.to_owned(),
            reason: format!("there is no {} written \"{}\"", name.table, name.text),
        };
        (!is_known).then_some((*place, fault))
    };
    Ok(names.iter().filter_map(fault).collect())
}

fn absent(kind: SubjectKind, id: i64) -> String {
    let (kind, id) = (table(kind).replace('_', " "), encode(kind, id));
    format!("there is no {kind} {id} in the database or before this record")
}

async fn known(
    tx: &impl ConnectionTrait,
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

//! References between records: what they name must be there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use model::fold::fold;
use model::id::{RecordId, encode};
use record::{Fault, FaultKind, NameReference, Reference, References};
use sea_orm::{ConnectionTrait, Statement};

use super::named::{ids_by_name, names_by_folded};
use super::tombstone::{epitaph, tombstones};
use crate::{StoreError, dialect};

/// A record whose reference leads nowhere: its place among those asked about, and what is wrong.
pub(super) type Dangling = (usize, Fault);

/// The references that lead nowhere, each with the place of its record. One statement a kind, and
/// another where some lead nowhere.
///
/// `here` are the ids of the records themselves: they may refer to one another.
pub(super) async fn dangling(
    tx: &impl ConnectionTrait,
    here: (RecordKind, &BTreeSet<i64>),
    references: &[(usize, Reference)],
) -> Result<Vec<Dangling>, StoreError> {
    let mut wanted: BTreeMap<RecordKind, BTreeSet<i64>> = BTreeMap::new();
    for (_, to) in references {
        let RecordId { kind, id } = to.to;
        if kind != here.0 || !here.1.contains(&id) {
            wanted.entry(kind).or_default().insert(id);
        }
    }
    let mut missing: BTreeSet<RecordId> = BTreeSet::new();
    let mut gone: BTreeMap<RecordId, String> = BTreeMap::new();
    for (kind, ids) in wanted {
        let ids: Vec<i64> = ids.into_iter().collect();
        let known = existing(tx, kind, &ids).await?;
        let ids: Vec<i64> = ids.into_iter().filter(|id| !known.contains(id)).collect();
        if ids.is_empty() {
            continue;
        }
        for (id, row) in tombstones(tx, kind, &ids).await? {
            gone.insert(RecordId { kind, id }, format!("the {}", epitaph(&row)));
        }
        missing.extend(ids.into_iter().map(|id| RecordId { kind, id }));
    }
    let fault = |(place, to): &(usize, Reference)| {
        let epitaph = gone.get(&to.to).cloned();
        let fault = Fault {
            kind: epitaph
                .as_ref()
                .map_or(FaultKind::Unknown, |_| FaultKind::Gone),
            field: to.field.to_string(),
            reason: epitaph.unwrap_or_else(|| absent(to.to)),
        };
        missing.contains(&to.to).then_some((*place, fault))
    };
    Ok(references.iter().filter_map(fault).collect())
}

/// The names that their vocabulary does not have, each with the place of its record.
pub(super) async fn unnamed(
    tx: &impl ConnectionTrait,
    names: &[(usize, NameReference)],
) -> Result<Vec<Dangling>, StoreError> {
    let mut wanted: BTreeMap<RecordKind, BTreeSet<&str>> = BTreeMap::new();
    for (_, name) in names {
        wanted.entry(name.kind).or_default().insert(&name.name);
    }
    let mut known: BTreeMap<RecordKind, HashMap<String, i64>> = BTreeMap::new();
    let mut near: BTreeMap<RecordKind, HashMap<String, String>> = BTreeMap::new();
    for (kind, texts) in wanted {
        let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        let ids = ids_by_name(tx, kind.table(), &texts).await?;
        let lost: Vec<String> = texts
            .iter()
            .filter(|name| !ids.contains_key(*name))
            .map(|name| fold(name))
            .collect();
        near.insert(kind, names_by_folded(tx, kind.table(), &lost).await?);
        known.insert(kind, ids);
    }
    let fault = |(place, name): &(usize, NameReference)| {
        let is_known = known.get(&name.kind)?.contains_key(&name.name);
        let near = near
            .get(&name.kind)
            .and_then(|near| near.get(&fold(&name.name)));
        let near = near.map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"));
        let fault = Fault {
            kind: FaultKind::Unknown,
            field: name.field.to_string(),
            reason: format!("{}{near}", unwritten(name)),
        };
        (!is_known).then_some((*place, fault))
    };
    Ok(names.iter().filter_map(fault).collect())
}

/// What a record needs that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// The record with this id.
    Record(RecordId),
    /// The record of a vocabulary that is written so.
    Name(RecordKind, String),
}

/// What a record needs, of which a fault says that it is not there.
pub(super) fn want_of(to: &References, fault: &Fault) -> Option<Want> {
    if fault.kind != FaultKind::Unknown {
        return None;
    }
    // Members of a set stand at the same place: the reason tells which of them it is.
    let record = to
        .by_id
        .iter()
        .find(|to| to.field == fault.field && absent(to.to) == fault.reason);
    let name = to
        .by_name
        .iter()
        .find(|name| name.field == fault.field && fault.reason.starts_with(&unwritten(name)));
    record
        .map(|to| Want::Record(to.to))
        .or_else(|| name.map(|of| Want::Name(of.kind, of.name.clone())))
}

fn unwritten(name: &NameReference) -> String {
    let (kind, name) = (name.kind.table(), &name.name);
    format!("there is no {kind} written \"{name}\"")
}

fn absent(RecordId { kind, id }: RecordId) -> String {
    let (kind, id) = (kind.words(), encode(kind, id));
    format!("there is no {kind} {id} in the database or before this record")
}

/// Those of these records that are there.
pub(super) async fn existing(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    if matches!(kind, RecordKind::Country | RecordKind::Language) {
        // Codes, not rows: nothing is said about them.
        return Ok(BTreeSet::new());
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!("SELECT id FROM {} WHERE {among}", kind.table());
    let binds = [dialect::id_list(backend, ids)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let ids: Result<BTreeSet<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(ids?)
}

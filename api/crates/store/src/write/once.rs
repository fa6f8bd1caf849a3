//! What may be there once only. It is looked up before it is written, so that who brings it again is
//! told which record has it. There is one writer, so what is found stays as it is until the commit;
//! a constraint of the database that fails all the same is a fault of ours.

use std::collections::HashMap;

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::id::encode;
use record::{Fault, FaultKind};
use sea_orm::{
    ActiveEnum, ConnectionTrait, EntityTrait, Iden, Iterable, ModelTrait, QueryResult, Statement,
};

use crate::StoreError;
use crate::dialect::{Key, KeyTable, bind_keys, key_of};

/// Columns of a table that no two rows hold alike.
pub(super) struct Once {
    pub(super) table: &'static str,
    pub(super) columns: &'static [&'static str],
    /// The record's fields that they stand for.
    fields: &'static str,
    owner: Owner,
}

/// Whose a row is.
enum Owner {
    /// The record that it is.
    Itself(RecordKind),
    /// A record of a kind, in this column.
    Of(RecordKind, &'static str),
    /// A record of any kind, in `subject_kind` and `subject_id`.
    Any,
}

const fn once(
    table: &'static str,
    columns: &'static [&'static str],
    fields: &'static str,
    owner: Owner,
) -> Once {
    Once {
        table,
        columns,
        fields,
        owner,
    }
}

/// All that may be there once only, but for the ids of records and the places in lists: those are
/// given by what is written, and cannot meet. Rows without a value in one of the columns meet none.
pub(super) const ONCE: [Once; 13] = [
    once(
        "title",
        &["id"],
        "titles.id",
        Owner::Of(RecordKind::Work, "work_id"),
    ),
    once(
        "person_name",
        &["id"],
        "names.id",
        Owner::Of(RecordKind::Person, "person_id"),
    ),
    once(
        "list_entry",
        &["id"],
        "entries.id",
        Owner::Of(RecordKind::List, "list_id"),
    ),
    once(
        "external_id",
        &["authority", "space", "value"],
        "externalIds",
        Owner::Any,
    ),
    once("genre", &["name"], "name", Owner::Itself(RecordKind::Genre)),
    once(
        "genre",
        &["name_folded"],
        "name",
        Owner::Itself(RecordKind::Genre),
    ),
    once(
        "keyword",
        &["name"],
        "name",
        Owner::Itself(RecordKind::Keyword),
    ),
    once(
        "profession",
        &["name"],
        "name",
        Owner::Itself(RecordKind::Profession),
    ),
    once(
        "role",
        &["work_id", "person_id", "job_id", "department"],
        "work, person, department, job",
        Owner::Itself(RecordKind::Role),
    ),
    once(
        "company_role",
        &["work_id", "company_id", "kind"],
        "work, company, kind",
        Owner::Itself(RecordKind::CompanyRole),
    ),
    once(
        "season",
        &["series_id", "number"],
        "series, number",
        Owner::Itself(RecordKind::Season),
    ),
    once(
        "rating",
        &["work_id", "source_id"],
        "work, source",
        Owner::Itself(RecordKind::Rating),
    ),
    once(
        "work_relation",
        &["from_id", "to_id", "kind"],
        "from, to, kind",
        Owner::Itself(RecordKind::Relation),
    ),
];

/// Whether a field is among what tells records of a kind from one another.
pub(super) fn tells_apart(kind: RecordKind, field: &str) -> bool {
    let is_whole = |once: &&Once| matches!(once.owner, Owner::Itself(of) if of == kind);
    let mut once = ONCE.iter().filter(is_whole);
    once.any(|once| once.fields.split(", ").any(|name| name == field))
}

/// A record that a row is of.
type Whose = (RecordKind, i64);

/// Refuses rows that hold what another record has, or an earlier one of them.
///
/// A record that comes before in the same rows and gives up what it has does not stand in the way:
/// rows are written in their order.
pub(super) async fn refuse_taken<E, M>(
    tx: &impl ConnectionTrait,
    rows: &[M],
) -> Result<(), StoreError>
where
    E: EntityTrait,
    M: ModelTrait<Entity = E>,
{
    if rows.is_empty() {
        return Ok(());
    }
    let name = E::default().table_name().to_owned();
    for once in ONCE.iter().filter(|once| once.table == name) {
        let key = |row: &M| -> Option<Vec<Key>> {
            once.columns.iter().map(|name| value(row, name)).collect()
        };
        let keyed = rows.iter().filter_map(|row| Some((row, key(row)?)));
        let (rows, keys): (Vec<&M>, Vec<Vec<Key>>) = keyed.unzip();
        if rows.is_empty() {
            continue;
        }
        refuse_twice(once, &rows, &keys)?;
        refuse_held(tx, once, &rows, &keys).await?;
    }
    Ok(())
}

/// Of rows that are written together, no two hold the same.
fn refuse_twice<M: ModelTrait>(
    once: &Once,
    rows: &[&M],
    keys: &[Vec<Key>],
) -> Result<(), StoreError> {
    let mut seen: HashMap<&[Key], &M> = HashMap::with_capacity(rows.len());
    for (key, row) in keys.iter().zip(rows.iter().copied()) {
        if let Some(first) = seen.insert(key.as_slice(), row) {
            return Err(taken(once, key, whose(once, row), whose(once, first)));
        }
    }
    Ok(())
}

async fn refuse_held<M: ModelTrait>(
    tx: &impl ConnectionTrait,
    once: &Once,
    rows: &[&M],
    keys: &[Vec<Key>],
) -> Result<(), StoreError> {
    let mut places = HashMap::new();
    if matches!(once.owner, Owner::Itself(_)) {
        let placed = rows.iter().enumerate();
        places.extend(placed.map(|(at, row)| (whose(once, *row), at)));
    }
    for found in tx.query_all_raw(holders(tx, once, keys)).await? {
        let at: i64 = found.try_get_by_index(0)?;
        let holder = holder(once, &found)?;
        let Some((place, (row, key))) = usize::try_from(at)
            .ok()
            .and_then(|at| Some((at, rows.get(at).zip(keys.get(at))?)))
        else {
            continue;
        };
        let gives_it_up = places.get(&holder).is_some_and(|of| *of <= place);
        if !gives_it_up {
            return Err(taken(once, key, whose(once, *row), holder));
        }
    }
    Ok(())
}

/// Selects, for each key that is there, its place in the list and whose it is.
fn holders(tx: &impl ConnectionTrait, once: &Once, keys: &[Vec<Key>]) -> Statement {
    let backend = tx.get_database_backend();
    let KeyTable {
        source,
        columns,
        place,
        binds,
    } = bind_keys(backend, keys);
    let same: Vec<String> = once
        .columns
        .iter()
        .zip(&columns)
        .map(|(name, key)| format!("held.{name} = {key}"))
        .collect();
    let owner = match once.owner {
        Owner::Itself(_) => "held.id".to_owned(),
        Owner::Of(_, column) => format!("held.{column}"),
        Owner::Any => "held.subject_id, held.subject_kind".to_owned(),
    };
    let sql = format!(
        "SELECT {place}, {owner} FROM {source} CROSS JOIN {} AS held WHERE {} ORDER BY 1",
        once.table,
        same.join(" AND ")
    );
    Statement::from_sql_and_values(backend, sql, binds)
}

fn holder(once: &Once, found: &QueryResult) -> Result<Whose, StoreError> {
    let id = found.try_get_by_index(1)?;
    let kind = match once.owner {
        Owner::Itself(kind) | Owner::Of(kind, _) => kind,
        Owner::Any => RecordKind::try_from_value(&found.try_get_by_index(2)?)?,
    };
    Ok((kind, id))
}

/// What a row holds in a column, if anything.
fn value<M: ModelTrait>(row: &M, name: &str) -> Option<Key> {
    let column =
        <M::Entity as EntityTrait>::Column::iter().find(|column| column.to_string() == name);
    let value = row.get(column?);
    (value != value.as_null()).then(|| key_of(value))
}

fn number<M: ModelTrait>(row: &M, name: &str) -> i64 {
    match value(row, name) {
        Some(Key::Number(number)) => number,
        Some(Key::Text(_)) | None => 0,
    }
}

fn whose<M: ModelTrait>(once: &Once, row: &M) -> Whose {
    match once.owner {
        Owner::Itself(kind) => (kind, number(row, "id")),
        Owner::Of(kind, column) => (kind, number(row, column)),
        Owner::Any => {
            let code = i16::try_from(number(row, "subject_kind")).unwrap_or_default();
            let kind = RecordKind::try_from_value(&code).unwrap_or(RecordKind::Work);
            (kind, number(row, "subject_id"))
        }
    }
}

fn taken(once: &Once, key: &[Key], of: Whose, holder: Whose) -> StoreError {
    let public = |(kind, id): Whose| encode(kind, id);
    let holding = format!("{} {}", holder.0.words(), public(holder));
    let reason = match (key.last(), once.columns) {
        (_, ["id"]) => format!("stands in the {holding} already"),
        (Some(Key::Text(text)), _) => format!("the {holding} has \"{text}\" already"),
        _ => format!("the {holding} has the same {} already", once.fields),
    };
    let fault = Fault {
        kind: FaultKind::Duplicate,
        field: field(once, key),
        reason,
    };
    StoreError::of_fault(public(of), fault)
}

/// The field that holds it: of identifiers, that of their authority.
fn field(once: &Once, key: &[Key]) -> String {
    let authority = match (once.columns, key.first()) {
        (["authority", ..], Some(Key::Number(code))) => i16::try_from(*code).ok(),
        _ => None,
    };
    let authority = authority.and_then(|code| ExternalAuthority::try_from_value(&code).ok());
    let word = authority.and_then(|of| serde_json::to_value(of).ok());
    match word.as_ref().and_then(serde_json::Value::as_str) {
        Some(word) => format!("{}.{word}", once.fields),
        None => once.fields.to_owned(),
    }
}

#[cfg(test)]
#[path = "once_tests.rs"]
mod tests;

//! What may be there once only. It is looked up before it is written, so that who brings it again is
//! told which record has it. There is one writer, so what is found stays as it is until the commit;
//! a constraint of the database that fails all the same is a fault of ours.

use std::collections::HashMap;

use entity::vocabulary::{ExternalAuthority, RecordKind};
use model::id::encode;
use record::{Fault, FaultKind, Unique, unique};
use sea_orm::{
    ActiveEnum, ConnectionTrait, EntityTrait, Iden, Iterable, ModelTrait, QueryResult, Statement,
};

use crate::StoreError;
use crate::dialect::{Key, KeyTable, bind_keys, key_of};

/// Identifiers by other authorities, of records of any kind.
const EXTERNAL: Unique = Unique {
    kind: None,
    table: "external_id",
    columns: &["authority", "space", "value"],
    key: "subject_id",
    fields: &["externalIds"],
};

/// All that may be there once only.
fn all() -> impl Iterator<Item = &'static Unique> {
    unique().chain([&EXTERNAL])
}

/// Whether a field is among what tells records of a kind from one another.
pub(super) fn tells_apart(kind: RecordKind, field: &str) -> bool {
    let mut whole = unique().filter(|once| once.kind == Some(kind) && is_itself(once));
    whole.any(|once| once.fields.contains(&field))
}

/// Whether each of the rows is a record.
fn is_itself(once: &Unique) -> bool {
    once.key == "id"
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
    for once in all().filter(|once| once.table == name) {
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
    once: &Unique,
    rows: &[&M],
    keys: &[Vec<Key>],
) -> Result<(), StoreError> {
    let mut seen: HashMap<&[Key], &M> = HashMap::with_capacity(rows.len());
    for (key, row) in keys.iter().zip(rows.iter().copied()) {
        if let Some(first) = seen.insert(key.as_slice(), row) {
            return Err(taken(once, key, row, whose(once, first)));
        }
    }
    Ok(())
}

async fn refuse_held<M: ModelTrait>(
    tx: &impl ConnectionTrait,
    once: &Unique,
    rows: &[&M],
    keys: &[Vec<Key>],
) -> Result<(), StoreError> {
    let mut places = HashMap::new();
    if is_itself(once) {
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
            return Err(taken(once, key, *row, holder));
        }
    }
    Ok(())
}

/// Selects, for each key that is there, its place in the list and whose it is.
fn holders(tx: &impl ConnectionTrait, once: &Unique, keys: &[Vec<Key>]) -> Statement {
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
    let kind = if once.kind.is_none() {
        ", held.subject_kind"
    } else {
        ""
    };
    let sql = format!(
        "SELECT {place}, held.{}{kind} FROM {source} CROSS JOIN {} AS held WHERE {} ORDER BY 1",
        once.key,
        once.table,
        same.join(" AND ")
    );
    Statement::from_sql_and_values(backend, sql, binds)
}

fn holder(once: &Unique, found: &QueryResult) -> Result<Whose, StoreError> {
    let id = found.try_get_by_index(1)?;
    let kind = match once.kind {
        Some(kind) => kind,
        None => RecordKind::try_from_value(&found.try_get_by_index(2)?)?,
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

fn whose<M: ModelTrait>(once: &Unique, row: &M) -> Whose {
    let kind = once.kind.unwrap_or_else(|| {
        let code = i16::try_from(number(row, "subject_kind")).unwrap_or_default();
        RecordKind::try_from_value(&code).unwrap_or(RecordKind::Work)
    });
    (kind, number(row, once.key))
}

fn taken<M: ModelTrait>(once: &Unique, key: &[Key], row: &M, holder: Whose) -> StoreError {
    let of = whose(once, row);
    let public = |(kind, id): Whose| encode(kind, id);
    let holding = format!("{} {}", holder.0.words(), public(holder));
    let reason = match (key.last(), once.columns) {
        (_, ["id"]) => format!("stands in the {holding} already"),
        (Some(Key::Text(text)), _) => format!("the {holding} has \"{text}\" already"),
        _ => format!(
            "the {holding} has the same {} already",
            once.fields.join(", ")
        ),
    };
    let fault = Fault {
        kind: FaultKind::Duplicate,
        field: field(once, key, row),
        reason,
    };
    StoreError::of_fault(public(of), fault)
}

/// The field that holds it: of identifiers, that of their authority, and of a part its place in its
/// list.
fn field<M: ModelTrait>(once: &Unique, key: &[Key], row: &M) -> String {
    if let ([part], false) = (once.fields, is_itself(once))
        && let Some((list, field)) = part.split_once('.')
    {
        // Rows are numbered from 1, places from 0.
        let place = number(row, "position").saturating_sub(1);
        return format!("{list}.{place}.{field}");
    }
    let authority = match (once.columns, key.first()) {
        (["authority", ..], Some(Key::Number(code))) => i16::try_from(*code).ok(),
        _ => None,
    };
    let authority = authority.and_then(|code| ExternalAuthority::try_from_value(&code).ok());
    let word = authority.and_then(|of| serde_json::to_value(of).ok());
    match word.as_ref().and_then(serde_json::Value::as_str) {
        Some(word) => format!("{}.{word}", once.fields.join(", ")),
        None => once.fields.join(", "),
    }
}

#[cfg(test)]
#[path = "once_tests.rs"]
mod tests;

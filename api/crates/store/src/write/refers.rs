//! What refers to records: read when they are to be deleted.

use std::collections::BTreeSet;

use claim::ClaimValue;
use entity::vocabulary::RecordKind;
use model::id::{RecordId, encode};
use record::Referring;
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use super::kinds::every_column;
use crate::transaction::Transaction;
use crate::{StoreError, dialect};

/// A record that refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Referrer {
    /// The record.
    pub(super) by: RecordId,
    /// Its field that does; empty where it is what the record itself says, beside a claim.
    pub(super) field: &'static str,
    /// What it refers to.
    pub(super) to: RecordId,
}

/// A column of a statement's row: a kind, and ids.
fn subject(row: &sea_orm::QueryResult, at: usize) -> Result<RecordId, StoreError> {
    let kind: i16 = row.try_get_by_index(at)?;
    Ok(RecordId {
        kind: RecordKind::try_from_value(&kind)?,
        id: row.try_get_by_index(at + 1)?,
    })
}

/// Whatever refers to some of these records of a kind by a column, `most` of each column at most.
pub(super) async fn referrers(
    tx: &Transaction,
    kind: RecordKind,
    ids: &[i64],
    most: usize,
) -> Result<Vec<Referrer>, StoreError> {
    let backend = tx.get_database_backend();
    let mut found = Vec::new();
    for column in every_column(kind) {
        let Referring {
            table,
            column: name,
            key,
            ..
        } = column;
        let by = column.by.map_or_else(
            || "subject_kind".to_owned(),
            |kind| format!("CAST({} AS SMALLINT)", kind.to_value()),
        );
        let among = dialect::among_sql(backend, name, &dialect::bind(backend, 1));
        let sql = format!(
            "SELECT DISTINCT {by} AS kind, {key} AS id, {name} AS named FROM {table} \
             WHERE {among} ORDER BY kind, id, named LIMIT {most}"
        );
        let binds = [dialect::id_list(backend, ids)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        for row in tx.query_all_raw(statement).await? {
            let id = row.try_get_by_index(2)?;
            found.push(Referrer {
                by: subject(&row, 0)?,
                field: column.field,
                to: RecordId { kind, id },
            });
        }
    }
    Ok(found)
}

/// Quotes and commentaries about some of these records, `most` at most.
pub(super) async fn words_about(
    tx: &Transaction,
    kind: RecordKind,
    ids: &[i64],
    most: usize,
) -> Result<Vec<Referrer>, StoreError> {
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "subject_id", &dialect::bind(backend, 1));
    let code = kind.to_value();
    let sql = format!(
        "SELECT record_kind, record_id, subject_id FROM about WHERE subject_kind = {code} \
         AND {among} ORDER BY record_kind, record_id, subject_id LIMIT {most}"
    );
    let binds = [dialect::id_list(backend, ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = tx.query_all_raw(statement).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Referrer {
            by: subject(row, 0)?,
            field: "about",
            to: RecordId {
                kind,
                id: row.try_get_by_index(2)?,
            },
        })
    };
    rows.iter().map(read).collect()
}

/// Claims whose value is one of some records, as far as they are not taken back, `most` at most;
/// and the ids of those that are.
pub(super) async fn claims_naming(
    tx: &Transaction,
    kind: RecordKind,
    ids: &[i64],
    most: usize,
) -> Result<(Vec<Referrer>, BTreeSet<i64>), StoreError> {
    let backend = tx.get_database_backend();
    let value = |id: &i64| ClaimValue::Record(RecordId { kind, id: *id }).canonical();
    let values: Vec<String> = ids.iter().map(value).collect();
    let among = dialect::among_sql(backend, "value", &dialect::bind(backend, 1));
    // The condition of the index, word for word.
    let sql = format!(
        "SELECT subject_kind, subject_id, id, is_own, retracted_at IS NOT NULL, value FROM claim \
         WHERE substr(value, 1, 10) = '{{\"record\":' AND {among} ORDER BY id LIMIT {most}"
    );
    let binds = [dialect::text_list(backend, &values)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let (mut live, mut taken_back) = (Vec::new(), BTreeSet::new());
    for row in tx.query_all_raw(statement).await? {
        let id: i64 = row.try_get_by_index(2)?;
        let is_own: bool = row.try_get_by_index(3)?;
        if row.try_get_by_index::<bool>(4)? {
            taken_back.insert(id);
            continue;
        }
        let value: String = row.try_get_by_index(5)?;
        let Ok(ClaimValue::Record(to)) = ClaimValue::from_canonical(&value) else {
            continue;
        };
        let claim = RecordId {
            kind: RecordKind::Claim,
            id,
        };
        live.push(Referrer {
            by: if is_own { subject(&row, 0)? } else { claim },
            field: if is_own { "" } else { "value" },
            to: RecordId {
                kind: to.kind,
                id: to.id,
            },
        });
    }
    Ok((live, taken_back))
}

/// Roles that link some of these characters themselves beside claims that deny their names, `most` at
/// most: they would link them again.
pub(super) async fn portraying(
    tx: &Transaction,
    kind: RecordKind,
    ids: &[i64],
    most: usize,
) -> Result<Vec<Referrer>, StoreError> {
    if kind != RecordKind::Character {
        return Ok(Vec::new());
    }
    let backend = tx.get_database_backend();
    // The condition of the index, word for word.
    let sql = format!(
        "SELECT DISTINCT subject_kind, subject_id FROM claim \
         WHERE portrayed IS NOT NULL AND is_own AND {}(portrayed, {}) > 0 \
         ORDER BY subject_kind, subject_id LIMIT {most}",
        dialect::position(backend),
        dialect::bind(backend, 1)
    );
    let mut found = Vec::new();
    for id in ids {
        let binds = [format!("\"{}\"", encode(kind, *id)).into()];
        let statement = Statement::from_sql_and_values(backend, &sql, binds);
        for row in tx.query_all_raw(statement).await? {
            found.push(Referrer {
                by: subject(&row, 0)?,
                field: "",
                to: RecordId { kind, id: *id },
            });
        }
    }
    Ok(found)
}

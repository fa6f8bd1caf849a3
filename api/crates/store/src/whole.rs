//! Records whole, whatever their kind: as the JSON objects that the interchange format has.

use std::collections::HashMap;

use entity::vocabulary::RecordKind;
use model::instant::Instant;
use record::by_kind;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value};

use super::write::{Stored, no_record, object};
use super::{StoreError, dialect};

/// A record whole.
#[derive(Clone, Debug)]
pub struct WholeRecord {
    /// Its fields, as the interchange format has them, with what claims have made of them.
    pub fields: Map<String, Value>,
    /// When it last changed.
    pub updated_at: Instant,
}

/// The records of a kind with these ids; an id without a record is not in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn whole(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, WholeRecord>, StoreError> {
    by_kind!(kind, no_record(), read(db, ids).await)
}

async fn read<R: Stored>(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, WholeRecord>, StoreError> {
    let current = R::current(db, ids).await?;
    let updated = updated(db, R::KIND, ids).await?;
    let whole = |(id, (record, _)): (i64, (R, i32))| {
        let whole = WholeRecord {
            fields: object(&record)?,
            updated_at: Instant(updated.get(&id).copied().unwrap_or_default()),
        };
        Ok((id, whole))
    };
    current.into_iter().map(whole).collect()
}

async fn updated(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, i64>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
    let sql = format!("SELECT id, updated_at FROM {} WHERE {among}", kind.table());
    let binds = [dialect::id_list(backend, ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = db.query_all_raw(statement).await?;
    let read = rows
        .iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    read.collect()
}

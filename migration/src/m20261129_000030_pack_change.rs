//! The log in a third of its room: who and when stand once a transaction, a new record is not said
//! a second time, and owners are packed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde_json::{Map, Value};

use crate::shape::define;

/// Rows that are converted at a time: eight binds each, under SQLite's 32,766.
const ROWS: usize = 1_000;
/// Codes of `action`, as the old rows have them.
const CREATED: i16 = 1;
const DELETED: i16 = 3;
/// Bits of a group's head that hold the kind of its owners.
const KIND_BITS: u32 = 6;

/// The log in a third of its room: who and when stand once a transaction, a new record is not said
/// a second time, and owners are packed.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for definition in [
            "CREATE TABLE change_set (
             first {id},
             at BIGINT NOT NULL,
             import_run BIGINT,
             actor TEXT NOT NULL
         )",
            "CREATE TABLE change_packed (
             seq {id},
             subject_id BIGINT NOT NULL,
             version INTEGER NOT NULL,
             subject_kind SMALLINT NOT NULL,
             action SMALLINT NOT NULL,
             touches {bytes},
             keys {bytes},
             fields TEXT
         )",
        ] {
            define(manager, definition).await?;
        }
        convert(manager).await?;
        for definition in [
            "DROP TABLE change",
            "ALTER TABLE change_packed RENAME TO change",
            // A record's number alone: few kinds have the same, and the rest is in the row.
            "CREATE INDEX change_by_subject ON change (subject_id)",
        ] {
            define(manager, definition).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Who made a change and when.
type Maker = (i64, String, Option<i64>);

async fn convert(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = manager.get_database_backend();
    let mut after = 0_i64;
    let mut maker: Option<Maker> = None;
    loop {
        let sql = format!(
            "SELECT seq, at, actor, import_run, action, subject_kind, subject_id, version, touches, \
             fields FROM change WHERE seq > {after} ORDER BY seq LIMIT {ROWS}"
        );
        let rows = connection
            .query_all_raw(Statement::from_string(backend, sql))
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let (mut sets, mut changes) = (set_insert(), change_insert());
        let mut is_set = false;
        for row in &rows {
            after = row.try_get_by_index(0)?;
            let of_row: Maker = (
                row.try_get_by_index(1)?,
                row.try_get_by_index(2)?,
                row.try_get_by_index(3)?,
            );
            if maker.as_ref() != Some(&of_row) {
                let (at, actor, import_run) = of_row.clone();
                let set = [after.into(), at.into(), import_run.into(), actor.into()];
                sets.values_panic(set);
                (maker, is_set) = (Some(of_row), true);
            }
            changes.values_panic(packed(row)?);
        }
        if is_set {
            manager.execute(sets).await?;
        }
        manager.execute(changes).await?;
    }
}

fn set_insert() -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table("change_set");
    insert.columns(["first", "at", "import_run", "actor"]);
    insert
}

fn change_insert() -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table("change_packed");
    insert.columns([
        "seq",
        "subject_id",
        "version",
        "subject_kind",
        "action",
        "touches",
        "keys",
        "fields",
    ]);
    insert
}

fn packed(row: &QueryResult) -> Result<[Expr; 8], DbErr> {
    let seq: i64 = row.try_get_by_index(0)?;
    let action: i16 = row.try_get_by_index(4)?;
    let kind: i16 = row.try_get_by_index(5)?;
    let subject: i64 = row.try_get_by_index(6)?;
    let version: i32 = row.try_get_by_index(7)?;
    let touches: Option<String> = row.try_get_by_index(8)?;
    let fields: Option<String> = row.try_get_by_index(9)?;
    let touches = touches.as_deref().map(pack_touches).transpose()?;
    let fields = match action {
        CREATED => None,
        DELETED => fields.as_deref().map(befores).transpose()?,
        _ => fields,
    };
    // By which keys records were found was not noted.
    let keys: Option<Vec<u8>> = None;
    Ok([
        seq.into(),
        subject.into(),
        version.into(),
        kind.into(),
        action.into(),
        touches.into(),
        keys.into(),
        fields.into(),
    ])
}

fn damaged(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a row of the log cannot be read: {error}"))
}

/// What each field held: of `[before, null]` the first.
fn befores(text: &str) -> Result<String, DbErr> {
    let fields: Map<String, Value> = serde_json::from_str(text).map_err(damaged)?;
    let held = |(field, mut both): (String, Value)| (field, both[0].take());
    let fields: Map<String, Value> = fields.into_iter().map(held).collect();
    Ok(Value::from(fields).to_string())
}

/// A JSON list of `[kind, id]`, packed: by kind, each id as its distance from the one before it.
fn pack_touches(text: &str) -> Result<Vec<u8>, DbErr> {
    let mut touches: Vec<(i16, i64)> = serde_json::from_str(text).map_err(damaged)?;
    touches.sort_unstable();
    let mut bytes = Vec::new();
    for group in touches.chunk_by(|a, b| a.0 == b.0) {
        let kind = group.first().map_or(0, |touch| touch.0.unsigned_abs());
        put(
            &mut bytes,
            (group.len() as u64) << KIND_BITS | u64::from(kind),
        );
        let mut before = 0_i64;
        for (_, id) in group {
            put(&mut bytes, id.wrapping_sub(before).cast_unsigned());
            before = *id;
        }
    }
    Ok(bytes)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

//! What differs between the two databases in a table's definition; everything else is one text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs one definition in which these words stand for what the database calls them:
///
/// * `{id}`: the 64-bit primary key. SQLite knows it as the rowid only by this exact type.
/// * `{folded}`: text compared byte by byte, as SQLite does by default, so that equality and
///   prefixes use an index whatever the locale of a PostgreSQL cluster.
pub(crate) async fn define(manager: &SchemaManager<'_>, definition: &str) -> Result<(), DbErr> {
    let (id, folded) = match manager.get_database_backend() {
        DbBackend::Postgres => ("BIGINT PRIMARY KEY", "TEXT COLLATE \"C\""),
        _ => ("INTEGER PRIMARY KEY", "TEXT"),
    };
    let sql = definition.replace("{id}", id).replace("{folded}", folded);
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

/// An index that answers a read by itself: `keys` find the rows, `carried` come along.
/// SQLite has no INCLUDE, so there the carried columns are keys too.
pub(crate) async fn covering_index(
    manager: &SchemaManager<'_>,
    name: &str,
    table: &str,
    keys: &str,
    carried: &str,
) -> Result<(), DbErr> {
    let columns = match manager.get_database_backend() {
        DbBackend::Postgres => format!("({keys}) INCLUDE ({carried})"),
        _ => format!("({keys}, {carried})"),
    };
    define(
        manager,
        &format!("CREATE INDEX {name} ON {table} {columns}"),
    )
    .await
}

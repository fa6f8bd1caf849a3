//! What differs between the two databases in a table's definition; everything else is one text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs one definition in which these words stand for what the database calls them:
///
/// * `{id}`: the 64-bit primary key. SQLite knows it as the rowid only by this exact type.
/// * `{keyed}`: the end of a table of little more than its primary key of several columns. SQLite
///   then keeps the rows in the order of that key, and not a second time beside it.
/// * `{bytes}`: a string of bytes.
/// * `{folded}`: text compared byte by byte, as SQLite does by default, so that equality and
///   prefixes use an index whatever the locale of a PostgreSQL cluster.
pub(crate) async fn define(manager: &SchemaManager<'_>, definition: &str) -> Result<(), DbErr> {
    let (id, folded, keyed, bytes) = match manager.get_database_backend() {
        DbBackend::Postgres => ("BIGINT PRIMARY KEY", "TEXT COLLATE \"C\"", "", "BYTEA"),
        _ => ("INTEGER PRIMARY KEY", "TEXT", "WITHOUT ROWID", "BLOB"),
    };
    let sql = definition.replace("{id}", id).replace("{folded}", folded);
    let sql = sql.replace("{keyed}", keyed).replace("{bytes}", bytes);
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

/// Keeps PostgreSQL from packing what a column holds a second time.
pub(crate) async fn stored_as_it_is(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!("ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL");
    define(manager, &sql).await
}

//! Whose a database is: ours, nobody's yet, or another program's, which is left as it is.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::{Purpose, StoreError};

/// What marks an SQLite file as ours, in its header: "film" in ASCII.
const APPLICATION_ID: i32 = 0x6669_6c6d;
/// Tables that a message names.
const NAMED: usize = 3;

/// The tables of an SQLite file.
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_schema \
     WHERE type IN ('table', 'view') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";

/// The tables of PostgreSQL's current schema, but for those that extensions have put there.
const POSTGRES_TABLES: &str = "SELECT c.relname::text FROM pg_class c \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
     AND NOT EXISTS (SELECT 1 FROM pg_depend d \
         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') \
     ORDER BY c.relname";

/// Whose a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// There is nothing in it.
    Empty,
    /// It has our tables.
    Ours,
    /// It has other tables, or the mark of another program.
    Foreign(Vec<String>),
}

impl Origin {
    /// Lets a database be used for a purpose, if it is one for it.
    ///
    /// # Errors
    /// [`StoreError::Foreign`], or [`StoreError::Missing`] where nothing is to be made.
    pub(super) fn admit(
        self,
        purpose: Purpose,
        database: impl Fn() -> String,
    ) -> Result<(), StoreError> {
        match self {
            Self::Ours => Ok(()),
            Self::Empty if purpose == Purpose::Make => Ok(()),
            Self::Empty => Err(StoreError::Missing {
                database: database(),
            }),
            Self::Foreign(tables) => Err(StoreError::Foreign {
                database: database(),
                found: found(&tables),
            }),
        }
    }
}

/// Looks whose a database is. Changes nothing.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn of(db: &DatabaseConnection) -> Result<Origin, DbErr> {
    let is_sqlite = db.get_database_backend() == DbBackend::Sqlite;
    // First, for another server may be making them: with them comes the first migration's name.
    let mut names = tables(db).await?;
    let applied = migration::applied(db).await?;
    // Our first migration tells also what was made before there was a mark.
    if migration::known()
        .first()
        .is_some_and(|first| applied.contains(first))
    {
        return Ok(Origin::Ours);
    }
    // What a first start leaves that was ended before its first migration.
    if applied.is_empty() {
        names.retain(|name| *name != migration::table());
    }
    let is_anothers = is_sqlite && {
        let mark = number(db, "PRAGMA application_id").await?;
        let version = number(db, "PRAGMA user_version").await?;
        version != 0 || ![0, APPLICATION_ID].contains(&mark)
    };
    Ok(match names.is_empty() && !is_anothers {
        true => Origin::Empty,
        false => Origin::Foreign(names),
    })
}

async fn tables(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Sqlite => SQLITE_TABLES,
        _ => POSTGRES_TABLES,
    };
    let rows = db
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Marks a file as ours, unless it is marked.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn mark(db: &DatabaseConnection) -> Result<(), DbErr> {
    if db.get_database_backend() != DbBackend::Sqlite
        || number(db, "PRAGMA application_id").await? != 0
    {
        return Ok(());
    }
    let sql = format!("PRAGMA application_id = {APPLICATION_ID}");
    db.execute_unprepared(&sql).await.map(|_| ())
}

async fn number(db: &DatabaseConnection, sql: &str) -> Result<i32, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?;
    row.map_or(Ok(0), |row| row.try_get_by_index(0))
}

fn found(tables: &[String]) -> String {
    let named: Vec<String> = tables
        .iter()
        .take(NAMED)
        .map(|name| format!("\"{name}\""))
        .collect();
    match tables.len() {
        0 => "it has the mark of another program".to_owned(),
        1 => format!("it has the table {}", named.join("")),
        count if count > NAMED => format!("it has the tables {} and others", named.join(", ")),
        _ => format!("it has the tables {}", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn some_tables_are_named() {
        let tables = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        for (names, told) in [
            (&[][..], "it has the mark of another program"),
            (&["a"], "it has the table \"a\""),
            (&["a", "b"], "it has the tables \"a\", \"b\""),
            (
                &["a", "b", "c", "d"],
                "it has the tables \"a\", \"b\", \"c\" and others",
            ),
        ] {
            assert_eq!(found(&tables(names)), told);
        }
    }
}

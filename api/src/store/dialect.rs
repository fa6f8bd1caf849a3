//! What the two databases write differently.

use sea_orm::sea_query::{ArrayType, SimpleExpr};
use sea_orm::{DbBackend, Iden, Value, sea_query::Expr};

/// `column` is one of `ids`: one bind, whatever their number, so that the text of the statement
/// (and with it its prepared plan) is the same for every batch.
pub(super) fn among(backend: DbBackend, column: &str, ids: &[i64]) -> SimpleExpr {
    let text = among_sql(backend, column, &bind(backend, 1));
    Expr::cust_with_values(text, [id_list(backend, ids)])
}

/// The same for text values.
pub(super) fn among_texts(backend: DbBackend, column: &str, texts: &[String]) -> SimpleExpr {
    let text = among_sql(backend, column, &bind(backend, 1));
    Expr::cust_with_values(text, [text_list(backend, texts)])
}

/// The condition's text, for statements written by hand.
pub(super) fn among_sql(backend: DbBackend, column: &str, bind: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("{column} = ANY({bind})"),
        _ => format!("{column} IN (SELECT value FROM json_each({bind}))"),
    }
}

/// The list as the one value to bind.
pub(super) fn id_list(backend: DbBackend, ids: &[i64]) -> Value {
    match backend {
        DbBackend::Postgres => {
            let values = ids.iter().map(|id| Value::from(*id)).collect();
            Value::Array(ArrayType::BigInt, Some(Box::new(values)))
        }
        _ => Value::from(serde_json::Value::from(ids).to_string()),
    }
}

/// Texts as the one value to bind.
pub(super) fn text_list(backend: DbBackend, texts: &[String]) -> Value {
    match backend {
        DbBackend::Postgres => {
            let values = texts.iter().map(|t| Value::from(t.clone())).collect();
            Value::Array(ArrayType::String, Some(Box::new(values)))
        }
        _ => Value::from(serde_json::Value::from(texts).to_string()),
    }
}

/// The first bind of a statement written by hand.
pub(super) fn bind(backend: DbBackend, number: usize) -> String {
    match backend {
        DbBackend::Postgres => format!("${number}"),
        _ => "?".to_owned(),
    }
}

/// Refreshes the statistics of the tables of this program. PostgreSQL would take the system's as
/// well, and warn of each if the role does not own them. Always in the same order, for the locks
/// are held to the end.
pub(super) const fn refresh_statistics(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "DO $$ DECLARE own regclass; BEGIN \
             FOR own IN SELECT oid FROM pg_class \
             WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
             AND pg_has_role(relowner, 'USAGE') ORDER BY oid \
             LOOP EXECUTE format('ANALYZE %s', own); END LOOP; END $$"
        }
        _ => "ANALYZE",
    }
}

/// What makes a read hold its row until commit. SQLite's writer holds the whole database.
pub(super) fn for_update(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => " FOR UPDATE",
        _ => "",
    }
}

/// Selects the statement that PostgreSQL needs after a load, for the tables of this program alone:
/// with it, it notes which pages everybody may see, and no longer visits the table for every row of
/// an index. SQLite needs none.
pub(super) const fn settling(backend: DbBackend) -> Option<&'static str> {
    match backend {
        DbBackend::Postgres => Some(
            "SELECT 'VACUUM (ANALYZE) ' || string_agg(oid::regclass::text, ', ' ORDER BY oid) \
             FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
             AND pg_has_role(relowner, 'USAGE')",
        ),
        _ => None,
    }
}

/// Selects what the database knows the transaction by, as text; SQLite has nothing of the kind.
pub(super) const fn transaction_mark(backend: DbBackend) -> Option<&'static str> {
    match backend {
        DbBackend::Postgres => Some("SELECT pg_current_xact_id()::text"),
        _ => None,
    }
}

/// Lets every commit of SQLite's writing connection wait for the disk from here on.
pub(super) const fn waits_for_disk(backend: DbBackend) -> Option<&'static str> {
    match backend {
        DbBackend::Sqlite => Some("PRAGMA synchronous = FULL"),
        _ => None,
    }
}

/// Shows that the database is there and that its tables can be read.
pub(super) const LOOK: &str = "SELECT seq FROM change_head WHERE id = 1";

/// A column's name as the database has it.
pub(super) fn name(column: &impl Iden) -> String {
    column.to_string()
}

/// The function that says where in a text another one begins, byte for byte: LIKE has wildcards, and
/// folds case on one of the two.
pub(super) const fn position(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "strpos",
        _ => "instr",
    }
}

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

/// The ids of a list as a table, and its column.
pub(super) fn ids_table(backend: DbBackend, bind: &str) -> (String, &'static str) {
    match backend {
        DbBackend::Postgres => (
            format!("unnest({bind}::bigint[]) AS asked (id)"),
            "asked.id",
        ),
        _ => (format!("json_each({bind})"), "json_each.value"),
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

/// A value of a key of several columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A number, whatever its width.
    Number(i64),
    /// A text.
    Text(String),
}

/// What a column of a key holds. None of them is ever null.
pub(super) fn key_of(value: Value) -> Key {
    match value {
        Value::SmallInt(number) => Key::Number(number.unwrap_or_default().into()),
        Value::Int(number) => Key::Number(number.unwrap_or_default().into()),
        Value::BigInt(number) => Key::Number(number.unwrap_or_default()),
        Value::String(text) => Key::Text(text.unwrap_or_default()),
        other => Key::Text(format!("{other:?}")),
    }
}

/// Keys of several columns as the table `asked` of a statement.
pub(super) struct KeyTable {
    /// The table, for FROM.
    pub(super) source: String,
    /// Its columns.
    pub(super) columns: Vec<String>,
    /// The place of a key in the list, from 0.
    pub(super) place: &'static str,
    /// What is to be bound, from the first bind on.
    pub(super) binds: Vec<Value>,
}

/// Binds keys of the same columns: one bind, or one a column, whatever their number.
pub(super) fn bind_keys(backend: DbBackend, keys: &[Vec<Key>]) -> KeyTable {
    let width = keys.first().map_or(0, Vec::len);
    match backend {
        DbBackend::Postgres => bind_columns(keys, width),
        _ => bind_json(keys, width),
    }
}

fn bind_json(keys: &[Vec<Key>], width: usize) -> KeyTable {
    use serde_json::Value as Json;
    let value = |key: &Key| match key {
        Key::Number(number) => Json::from(*number),
        Key::Text(text) => Json::from(text.as_str()),
    };
    let row = |key: &Vec<Key>| match key.as_slice() {
        [only] => value(only),
        several => several.iter().map(value).collect(),
    };
    let json: Json = keys.iter().map(row).collect();
    let column = |at| match width {
        1 => "asked.value".to_owned(),
        _ => format!("json_extract(asked.value, '$[{at}]')"),
    };
    KeyTable {
        source: "json_each(?) AS asked".to_owned(),
        columns: (0..width).map(column).collect(),
        place: "asked.key",
        binds: vec![json.to_string().into()],
    }
}

fn bind_columns(keys: &[Vec<Key>], width: usize) -> KeyTable {
    let mut arrays = Vec::with_capacity(width);
    let mut binds = Vec::with_capacity(width);
    for at in 0..width {
        let column = keys.iter().filter_map(|key| key.get(at));
        let is_text = matches!(keys.first().and_then(|key| key.get(at)), Some(Key::Text(_)));
        let values = column.map(|key| match key {
            Key::Number(number) => Value::from(*number),
            Key::Text(text) => Value::from(text.clone()),
        });
        let (array, name) = if is_text {
            (ArrayType::String, "text")
        } else {
            (ArrayType::BigInt, "bigint")
        };
        binds.push(Value::Array(array, Some(Box::new(values.collect()))));
        arrays.push(format!("${}::{name}[]", at + 1));
    }
    let names: Vec<String> = (0..width).map(|at| format!("c{at}")).collect();
    KeyTable {
        source: format!(
            "unnest({}) WITH ORDINALITY AS asked ({}, place)",
            arrays.join(", "),
            names.join(", ")
        ),
        columns: names.iter().map(|name| format!("asked.{name}")).collect(),
        place: "asked.place - 1",
        binds,
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

/// The join of a table to those named before it. SQLite has no numbers to tell it how many keys a list
/// has: told so, it goes through them first.
pub(super) const fn join_in_order(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "JOIN",
        _ => "CROSS JOIN",
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
pub(super) const fn after_load(backend: DbBackend) -> Option<&'static str> {
    match backend {
        DbBackend::Postgres => Some(
            "SELECT 'VACUUM (ANALYZE) ' || string_agg(oid::regclass::text, ', ' ORDER BY oid) \
             FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
             AND pg_has_role(relowner, 'USAGE')",
        ),
        _ => None,
    }
}

/// A life of the database's server, as SQL that gives a text. A crash may give a transaction's number
/// out again, and ends a life: the server starts anew, or starts its processes anew and forgets what
/// it had counted.
macro_rules! life {
    () => {
        "(SELECT extract(epoch FROM pg_postmaster_start_time())::text || ' ' \
         || coalesce(extract(epoch FROM stats_reset)::text, '') FROM pg_stat_bgwriter)"
    };
}

/// Selects what the database knows the transaction by, and the life of the server in which it does,
/// both as text; SQLite has nothing of the kind.
pub(super) const fn transaction_mark(backend: DbBackend) -> Option<&'static str> {
    match backend {
        DbBackend::Postgres => Some(concat!("SELECT pg_current_xact_id()::text, ", life!())),
        _ => None,
    }
}

/// Selects what became of the transaction `$1`; nothing where the server no longer lives the life
/// `$2` or has forgotten it.
pub(super) const TRANSACTION_STATUS: &str = concat!(
    "SELECT CASE WHEN ",
    life!(),
    " = $2 THEN pg_xact_status($1::xid8) END"
);

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

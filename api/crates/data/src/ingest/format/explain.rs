//! Why a line is no record: which field of it is wrong.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::{Map, Value};

/// What is wrong with a text that should be a JSON object, in our words.
pub(super) fn told(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        Category::Eof => format!("ends after {column} bytes, within its JSON object"),
        Category::Syntax | Category::Io => {
            format!(
                "is not JSON at byte {column}: a line is one JSON object, names and texts in double quotes"
            )
        }
        Category::Data => {
            let text = error.to_string();
            let place = format!(" at line {} column {column}", error.line());
            text.strip_suffix(&place).unwrap_or(&text).to_owned()
        }
    }
}

/// The field and the reason. The line is read once more, by the type of its kind alone: the first
/// reading no longer knows where it was.
pub(super) fn explain(text: &str, error: &serde_json::Error) -> (String, String) {
    let whole = || (String::new(), told(error));
    let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(text) else {
        return whole();
    };
    let kind = match fields.remove("type") {
        Some(Value::String(kind)) => kind,
        _ => return ("type".to_owned(), told(error)),
    };
    match fault_of(&kind, fields) {
        Some(Some(fault)) => fault,
        // Each field is right by itself: one stands twice.
        Some(None) => whole(),
        None => ("type".to_owned(), told(error)),
    }
}

type Fault = Option<(String, String)>;

macro_rules! read_by_kind {
    (
        { $of:ident $fields:ident }
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        $(if is_called(stringify!($kind), $of) {
            return Some(read::<record::$record>($fields));
        })+
    };
}

/// What is wrong with the fields of a record of this kind; none if there is no such kind.
fn fault_of(kind: &str, fields: Map<String, Value>) -> Option<Fault> {
    if kind == "tombstone" {
        return Some(read::<record::TombstoneRecord>(fields));
    }
    record::entity::with_kinds!(read_by_kind { kind fields });
    None
}

/// Whether a kind is called so in a file: as in the code, beginning with a small letter.
fn is_called(kind: &str, name: &str) -> bool {
    let (first, rest) = kind.split_at(1);
    name.strip_prefix(&first.to_ascii_lowercase()) == Some(rest)
}

fn read<R: DeserializeOwned>(fields: Map<String, Value>) -> Fault {
    let error = serde_path_to_error::deserialize::<_, R>(Value::Object(fields)).err()?;
    let path = error.path().to_string();
    let reason = error.inner().to_string();
    // A field that is missing has no place in the line.
    let missing = reason.strip_prefix("missing field `");
    let missing = missing.and_then(|rest| rest.split('`').next());
    let field = match (path.as_str(), missing) {
        (".", Some(field)) => field.to_owned(),
        (".", None) => String::new(),
        (path, Some(field)) => format!("{path}.{field}"),
        (path, None) => path.to_owned(),
    };
    Some((field, reason))
}

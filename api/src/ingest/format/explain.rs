//! Why a line is no record: which field of it is wrong.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::store::record::{
    AwardRecord, CollectionRecord, CommentaryRecord, CompanyRecord, CompanyRoleRecord, DealRecord,
    GenreRecord, ImageRecord, KeywordRecord, ListRecord, LocationRecord, MilestoneRecord,
    PersonRecord, ProfessionRecord, QuoteRecord, RatingRecord, RelationRecord, ReleaseRecord,
    RoleRecord, SeasonRecord, SharedCharacterRecord, SourceRecord, VideoRecord, WorkRecord,
};

/// The field and the reason. The line is read once more, by the type of its kind alone: the first
/// reading no longer knows where it was.
pub(super) fn explain(text: &str, error: &serde_json::Error) -> (String, String) {
    let whole = || (String::new(), error.to_string());
    let Ok(mut fields) = serde_json::from_str::<Map<String, Value>>(text) else {
        return whole();
    };
    let kind = match fields.remove("type") {
        Some(Value::String(kind)) => kind,
        _ => return ("type".to_owned(), error.to_string()),
    };
    match fault_of(&kind, fields) {
        Some(Some(fault)) => fault,
        // Each field is right by itself: one stands twice.
        Some(None) => whole(),
        None => ("type".to_owned(), error.to_string()),
    }
}

type Fault = Option<(String, String)>;

/// What is wrong with the fields of a record of this kind; none if there is no such kind.
fn fault_of(kind: &str, fields: Map<String, Value>) -> Option<Fault> {
    Some(match kind {
        "source" => read::<SourceRecord>(fields),
        "genre" => read::<GenreRecord>(fields),
        "keyword" => read::<KeywordRecord>(fields),
        "profession" => read::<ProfessionRecord>(fields),
        "company" => read::<CompanyRecord>(fields),
        "character" => read::<SharedCharacterRecord>(fields),
        "person" => read::<PersonRecord>(fields),
        "work" => read::<WorkRecord>(fields),
        "season" => read::<SeasonRecord>(fields),
        "role" => read::<RoleRecord>(fields),
        "companyRole" => read::<CompanyRoleRecord>(fields),
        "release" => read::<ReleaseRecord>(fields),
        "milestone" => read::<MilestoneRecord>(fields),
        "deal" => read::<DealRecord>(fields),
        "location" => read::<LocationRecord>(fields),
        "award" => read::<AwardRecord>(fields),
        "rating" => read::<RatingRecord>(fields),
        "relation" => read::<RelationRecord>(fields),
        "quote" => read::<QuoteRecord>(fields),
        "commentary" => read::<CommentaryRecord>(fields),
        "list" => read::<ListRecord>(fields),
        "collection" => read::<CollectionRecord>(fields),
        "image" => read::<ImageRecord>(fields),
        "video" => read::<VideoRecord>(fields),
        _ => return None,
    })
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

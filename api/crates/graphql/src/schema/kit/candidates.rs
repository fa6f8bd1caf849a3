//! What a reference fits: one record, or several that an error names.

use model::edtf::Edtf;

use super::error::Result;
use crate::error::{ApiError, ErrorCode};

/// Records that an AMBIGUOUS error names.
const CANDIDATES: usize = 10;
/// Records that are looked for: one more shows that there are more.
pub(super) const LOOKED_FOR: u64 = CANDIDATES as u64 + 1;

/// A record that a reference fits.
pub(super) struct Candidate {
    /// Its public id.
    pub(super) id: String,
    /// What it is called.
    pub(super) label: String,
}

/// A name with a year.
pub(super) fn label(name: &str, date: Option<&str>) -> String {
    let year = date.and_then(|date| Edtf::parse(date).ok()?.year_text());
    year.map_or_else(|| name.to_owned(), |year| format!("{name} ({year})"))
}

/// The one that was found, or an error that names the several.
pub(super) fn one_of<T>(
    mut found: Vec<T>,
    candidate: impl Fn(&T) -> Candidate,
) -> Result<Option<T>> {
    if found.len() < 2 {
        return Ok(found.pop());
    }
    let more = if found.len() > CANDIDATES {
        " or more"
    } else {
        ""
    };
    found.truncate(CANDIDATES);
    let candidates: Vec<Candidate> = found.iter().map(candidate).collect();
    let names: Vec<String> = candidates
        .iter()
        .map(|c| format!("{} {}", c.id, c.label))
        .collect();
    let message = format!(
        "the reference fits {}{more} records; name one by its id: {}",
        candidates.len(),
        names.join(", ")
    );
    let json = |c: &Candidate| serde_json::json!({"id": c.id, "label": c.label});
    let list: Vec<serde_json::Value> = candidates.iter().map(json).collect();
    Err(ApiError::new(ErrorCode::Ambiguous, message)
        .with("argument", "by")
        .with("candidates", list))
}

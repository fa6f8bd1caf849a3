//! What a reference to a deleted record answers.

use entity::{source, tombstone};
use model::id::{RecordId, encode};
use model::instant::Instant;
use record::SourceId;
use store::write::epitaph;

use super::error::Result;
use crate::error::{ApiError, ErrorCode};
use crate::loader::About;
use crate::scope::Scope;

/// What was found under the id of a record. Where that is nothing, one look-up tells whether the
/// record was deleted.
///
/// # Errors
/// GONE, with when and why, if it was.
pub(crate) async fn or_gone<T>(
    scope: &Scope,
    record: RecordId,
    found: Option<T>,
) -> Result<Option<T>> {
    if found.is_some() {
        return Ok(found);
    }
    let rows = scope
        .load(About::<tombstone::Entity>::of(record.kind, record.id))
        .await?;
    match rows.first() {
        Some(row) => Err(gone(scope, row).await?),
        None => Ok(None),
    }
}

async fn gone(scope: &Scope, row: &tombstone::Model) -> Result<ApiError> {
    let source = scope.find::<source::Entity>(row.source_id).await?;
    let id = SourceId(row.source_id).public();
    let title = source.map(|source| source.title.clone());
    let title = title.unwrap_or_default();
    let message = format!("the {} (source {id} \"{title}\")", epitaph(row));
    Ok(ApiError::new(ErrorCode::Gone, message)
        .with("deletedAt", Instant(row.at).to_string())
        .with("source", id)
        .with("root", encode(row.root_kind, row.root_id)))
}

//! The bundled data: the founding film, its people, and what they had done before.
//!
//! Data, not code: `founding.jsonl` is in our own interchange format.

use crate::clock::Clock;
use crate::ingest::{LoadError, load};
use crate::store::Store;
use crate::store::write::Counts;

const FOUNDING: &[u8] = include_bytes!("founding.jsonl");

/// Who the log says brought it in.
const ACTOR: &str = "sample";

/// Loads the bundled data if nothing has ever been written to the database.
///
/// # Errors
/// Whatever the database says; then nothing was loaded.
pub async fn load_if_new(store: &Store, clock: Clock) -> Result<Option<Counts>, LoadError> {
    if !store.is_new().await? {
        return Ok(None);
    }
    let counts = load(store, FOUNDING, ACTOR, clock.micros()).await?;
    store.refresh_statistics().await?;
    Ok(Some(counts))
}

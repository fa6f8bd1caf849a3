//! The bundled data: the founding film, its people, and what they had done before.
//!
//! Data, not code: `founding.jsonl` is in our own interchange format.

use std::collections::BTreeSet;

use entity::vocabulary::RecordKind;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use model::clock::Clock;
use model::id::by_kind;
use record::{Record, SourceId};
use store::Store;
use store::write::{Counts, WriteTransaction};

use crate::ingest::{LoadError, load, read_all};

const FOUNDING: &[u8] = include_bytes!("founding.jsonl");

/// Who the log says brought it in.
const ACTOR: &str = "sample";

/// Loads the bundled data if nothing has ever been written to the database.
///
/// # Errors
/// Whatever the database says; then nothing was loaded.
pub fn load_if_new(
    store: &Store,
    clock: Clock,
) -> BoxFuture<'_, Result<Option<Counts>, LoadError>> {
    let load = async move {
        if !store.is_new().await? {
            return Ok(None);
        }
        import(store, clock).await.map(Some)
    };
    load.boxed()
}

/// Loads the bundled data, whatever is there: what is there as it is stays.
///
/// # Errors
/// Whatever the database says; then nothing was loaded.
pub fn import(store: &Store, clock: Clock) -> BoxFuture<'_, Result<Counts, LoadError>> {
    let import = async move {
        let counts = load(store, FOUNDING, ACTOR, clock.micros()).await?;
        store.refresh_statistics().await?;
        Ok(counts)
    };
    import.boxed()
}

/// What removing the bundled data did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Records of the bundled data that are gone.
    pub deleted: u64,
    /// Records of it that are still wanted: they rest on other sources too, or something refers
    /// to them. Those that were not there are counted here too.
    pub left: u64,
}

/// Deletes those records of the bundled data that rest on its own sources alone and that nothing
/// else refers to, in one transaction.
///
/// # Errors
/// Whatever the database says; then nothing was deleted.
pub fn remove(store: &Store, clock: Clock) -> BoxFuture<'_, Result<Removed, LoadError>> {
    let remove = async move {
        let records = read_all(FOUNDING)?;
        let work = async |tx: &mut WriteTransaction| remove_all(tx, &records).await;
        let removed = store.write(ACTOR, clock.micros(), work).await?;
        Ok(removed.value)
    };
    remove.boxed()
}

async fn remove_all(tx: &mut WriteTransaction, records: &[Record]) -> Result<Removed, LoadError> {
    let mut sources: BTreeSet<SourceId> = BTreeSet::new();
    for record in records {
        if let Record::Source(source) = record {
            sources.insert(source.id);
        }
    }
    let mut ids = by_kind(records.iter().map(Record::record_id));
    let mut removed = Removed::default();
    // What refers to others goes before them.
    for kind in RecordKind::RECORDS.iter().rev() {
        let Some(of_kind) = ids.remove(kind) else {
            continue;
        };
        let deleted = tx.delete_resting_on(*kind, &of_kind, &sources).await?;
        removed.deleted += deleted;
        removed.left += (of_kind.len() as u64).saturating_sub(deleted);
    }
    Ok(removed)
}

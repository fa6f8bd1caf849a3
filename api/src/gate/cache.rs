//! Documents that have been admitted before.
//!
//! Parsing and validating belong to a document, not to a request. The text itself is the key, so
//! no accident of hashing serves one document for another.

use std::sync::Arc;

use moka::sync::Cache;

use super::walk::Document;

/// Bytes of memory for each byte of text: a name of six letters is a node of some 160 bytes in our
/// tree, and about as many in the executor's.
const GROWTH: u64 = 48;

/// Bytes for an entry's own book-keeping.
const ENTRY: u64 = 1024;

/// A document that has passed every check that does not depend on a request.
pub(super) struct Known<D> {
    pub(super) document: Document,
    pub(super) compiled: Arc<D>,
}

/// The known documents, by text.
pub(super) struct Documents<D> {
    cache: Cache<Arc<str>, Arc<Known<D>>>,
}

impl<D: Send + Sync + 'static> Documents<D> {
    pub(super) fn new(bytes: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(|text: &Arc<str>, _| weight(text))
            .build();
        Self { cache }
    }

    pub(super) fn get(&self, text: &str) -> Option<Arc<Known<D>>> {
        self.cache.get(text)
    }

    pub(super) fn keep(&self, text: &str, known: &Arc<Known<D>>) {
        self.cache.insert(Arc::from(text), Arc::clone(known));
    }

    /// The bytes in use, by the same reckoning as the bound.
    pub(super) fn bytes(&self) -> u64 {
        self.cache.run_pending_tasks();
        self.cache.weighted_size()
    }
}

fn weight(text: &str) -> u32 {
    let bytes = (text.len() as u64)
        .saturating_mul(GROWTH)
        .saturating_add(ENTRY);
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

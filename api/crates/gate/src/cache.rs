//! Documents that have been admitted before.
//!
//! Parsing and validating belong to a document, not to a request. The text itself is the key, so
//! no accident of hashing serves one document for another.

use std::sync::Arc;

use moka::sync::Cache;

use super::lex::{Kind, tokens};
use super::uses::AllUses;
use super::walk::Document;

/// Bytes of memory for a name, number or string of a document, in our tree and in the executor's:
/// up to 400 were measured, for a field without anything else.
const WORD: u64 = 400;

/// Bytes for what an entry needs beside.
const ENTRY: u64 = 2048;

/// A document that has passed every check that does not depend on a request.
pub(super) struct CheckedDocument<D> {
    pub(super) document: Document,
    pub(super) uses: AllUses,
    pub(super) compiled: Arc<D>,
    bytes: u32,
}

impl<D> CheckedDocument<D> {
    pub(super) fn new(text: &str, document: Document, uses: AllUses, compiled: D) -> Self {
        Self {
            document,
            uses,
            compiled: Arc::new(compiled),
            bytes: weight(text),
        }
    }
}

/// The known documents, by text.
pub(super) struct Documents<D> {
    cache: Cache<Arc<str>, Arc<CheckedDocument<D>>>,
}

impl<D: Send + Sync + 'static> Documents<D> {
    pub(super) fn new(bytes: u64) -> Self {
        let cache = Cache::builder()
            .max_capacity(bytes)
            .weigher(|_, known: &Arc<CheckedDocument<D>>| known.bytes)
            .build();
        Self { cache }
    }

    pub(super) fn get(&self, text: &str) -> Option<Arc<CheckedDocument<D>>> {
        self.cache.get(text)
    }

    pub(super) fn keep(&self, text: &str, known: &Arc<CheckedDocument<D>>) {
        self.cache.insert(Arc::from(text), Arc::clone(known));
    }

    /// The bytes in use, by the same reckoning as the bound.
    pub(super) fn bytes(&self) -> u64 {
        self.cache.run_pending_tasks();
        self.cache.weighted_size()
    }
}

/// The text is kept twice: as the key, and in the tree for its lines and columns.
fn weight(text: &str) -> u32 {
    let words = tokens(text)
        .filter(|token| !matches!(token.kind, Kind::Space | Kind::Comment | Kind::Mark))
        .count() as u64;
    let bytes = ENTRY
        .saturating_add(words.saturating_mul(WORD))
        .saturating_add((text.len() as u64).saturating_mul(2));
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

//! STUB, to be replaced at the merge.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use crate::{clock::Clock, store::Store};

/// What one request may see.
#[derive(Debug, Clone)]
#[allow(dead_code)]
pub struct Scope {
    store: Store,
    clock: Clock,
    language: Option<String>,
    statements: Arc<AtomicU32>,
}

impl Scope {
    /// The stub.
    pub fn new(store: Store, clock: Clock, language: Option<String>) -> Self {
        Self {
            store,
            clock,
            language,
            statements: Arc::default(),
        }
    }

    /// SQL statements run so far.
    pub fn statements(&self) -> u32 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The language asked for.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }
}

//! The database: the only place of queries.
//!
//! Reads go through a [`Session`], which counts its statements; writes go through
//! [`Store::write`], one transaction that ends in the log.

pub mod change;
mod connect;
mod dialect;
#[cfg(test)]
mod docs_tests;
mod edges;
mod error;
mod export;
mod failure;
mod health;
mod held;
mod key;
mod log;
mod origin;
pub mod read;
mod reader;
mod session;
mod start;
mod transaction;
mod whole;
pub mod write;

use std::sync::Arc;

use sea_orm::DatabaseConnection;
use tokio::sync::watch;
use tokio::time::Instant;

use connect::Opened;
pub use connect::{DatabaseKind, Durability, Purpose, StoreOptions};
pub use error::{Listed, StoreError};
pub use export::{KnownBy, Snapshot};
pub use failure::Failure;
pub use health::Condition;
pub use key::{KeyDraft, KeyRow};
pub use log::{Change, ChangeDraft, FieldChange, KeyChanges, Moved};
use reader::Readers;
pub use reader::Share;
pub use session::Session;
pub use start::StartLock;
pub use transaction::Progress;
use transaction::Surroundings;
pub use whole::{WholeRecord, whole};

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Readers,
    /// For what is read beside requests: the log, exports.
    aside: DatabaseConnection,
    /// On SQLite a pool of one connection, so that writers queue here and not in the database.
    writer: DatabaseConnection,
    /// Looks how the database does, and serves nothing else: it is never waited for.
    watcher: DatabaseConnection,
    kind: DatabaseKind,
    around: Surroundings,
    /// The newest place in the log that this process wrote: a wake-up for followers.
    written: watch::Sender<i64>,
}

impl Store {
    /// Connects, and makes the embedded database where there is none and one is to be made.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Directory`], [`StoreError::Missing`] or
    /// [`StoreError::Foreign`], each naming what and why; then nothing is changed.
    pub async fn open(options: &StoreOptions) -> Result<Self, StoreError> {
        let Opened {
            readers,
            aside,
            writer,
            watcher,
            kind,
            doubt,
            health,
        } = connect::open(options).await?;
        let around = Surroundings {
            doubt,
            health,
            aside: aside.clone(),
            patience: options.acquire_timeout,
        };
        let inner = Inner {
            readers,
            aside,
            writer,
            watcher,
            kind,
            around,
            written: watch::Sender::new(0),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Brings the tables to this program's version; returns how many migrations were applied.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] if a newer program has been here, [`StoreError::GivenUp`] if an earlier one
    /// made it whose tables are no longer read; then nothing is changed.
    pub async fn migrate(&self) -> Result<usize, StoreError> {
        let pending = self.pending_migrations().await?;
        origin::mark(&self.inner.writer).await?;
        if pending > 0 {
            migration::up(&self.inner.writer).await?;
            self.refresh_statistics().await?;
        }
        Ok(pending)
    }

    /// Holds the tables to this program's version, and changes nothing.
    ///
    /// # Errors
    /// [`StoreError::TooOld`], [`StoreError::TooNew`] or [`StoreError::GivenUp`].
    pub async fn expect_current(&self) -> Result<(), StoreError> {
        match self.pending_migrations().await? {
            0 => Ok(()),
            lacking => Err(StoreError::TooOld { lacking }),
        }
    }

    /// How many migrations this program has that the database has not.
    ///
    /// # Errors
    /// [`StoreError::TooNew`] if the database has one that this program does not know,
    /// [`StoreError::GivenUp`] if it has one that was given up.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        let applied = migration::applied(&self.inner.aside).await?;
        let known = migration::known();
        let is_unknown = |version: &String| !known.contains(version);
        let unknown: Vec<String> = applied.iter().filter(|v| is_unknown(v)).cloned().collect();
        if applied
            .iter()
            .any(|version| migration::is_given_up(version))
        {
            Err(StoreError::GivenUp)
        } else if unknown.is_empty() {
            Ok(known.len() - applied.len())
        } else {
            Err(StoreError::TooNew { unknown })
        }
    }

    /// Whether nothing has ever been written.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn is_new(&self) -> Result<bool, StoreError> {
        Ok(self.head().await? == 0)
    }

    /// A reader with a statement counter of its own.
    #[must_use]
    pub fn session(&self) -> Session {
        self.session_until(Share::All, None)
    }

    /// The same with a share of the connections; what it works on at the deadline is ended.
    #[must_use]
    pub fn session_until(&self, share: Share, deadline: Option<Instant>) -> Session {
        let inner = &self.inner;
        let (readers, health) = (inner.readers.clone(), inner.around.health.clone());
        let backend = inner.aside.get_database_backend();
        Session::new(readers, backend, health, share, deadline)
    }

    /// Which database this is.
    #[must_use]
    pub fn kind(&self) -> DatabaseKind {
        self.inner.kind
    }

    /// Closes the pools: waits for statements under way.
    pub async fn close(&self) {
        let inner = &self.inner;
        let mut closed = inner.readers.close().await;
        for pool in [&inner.aside, &inner.watcher, &inner.writer] {
            closed = closed.and(pool.close_by_ref().await);
        }
        if let Err(error) = closed {
            tracing::warn!(target: "filmgraph::store", %error, "closing the database failed");
        }
    }
}

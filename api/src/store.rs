//! STUB, to be replaced at the merge.

use std::path::Path;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::config::DatabaseConfig;

/// Why the store cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection.
    #[error("{0}")]
    Unreachable(String),
    /// The database has migrations that this program does not know.
    #[error("{0}")]
    Newer(String),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

/// The database.
#[derive(Debug, Clone)]
pub struct Store(DatabaseConnection);

impl Store {
    /// The stub.
    pub async fn open(config: &DatabaseConfig, data_dir: &Path) -> Result<Self, StoreError> {
        let url = if config.is_embedded() {
            format!(
                "sqlite:{}?mode=rwc",
                data_dir.join("filmgraph.db").display()
            )
        } else {
            config.url.expose().to_owned()
        };
        let mut options = ConnectOptions::new(url);
        options
            .connect_timeout(config.acquire_timeout())
            .acquire_timeout(config.acquire_timeout());
        let connection = Database::connect(options).await;
        connection
            .map(Self)
            .map_err(|error| StoreError::Unreachable(error.to_string()))
    }

    /// The stub.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The stub.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.0
            .ping()
            .await
            .map_err(|error| StoreError::Failed(error.to_string()))
    }

    /// The stub.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0
            .clone()
            .close()
            .await
            .map_err(|error| StoreError::Failed(error.to_string()))
    }
}

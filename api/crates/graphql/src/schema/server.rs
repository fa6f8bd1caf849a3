//! `ServerInfo`: which program this is, and what it has loaded.

use std::sync::Arc;

use async_graphql::{Context, Object};
use store::change::cursor;
use store::read;

use crate::loader::api_error;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::knowledge::source::Source;

/// The server that answers.
pub(crate) struct ServerInfo;

/// The server that answers: which program it is, and what data it has.
#[Object]
impl ServerInfo {
    /// The version of Filmgraph that runs.
    async fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// What was loaded as a whole: the sources of the kind DATA_SET, and the source of the data
    /// that come with Filmgraph if they are loaded. By id; the first 100. Articles, interviews and
    /// other sources of single facts are not among them.
    async fn data_sets(&self, ctx: &Context<'_>) -> Result<List<Source>> {
        let sources = read::data_sets(scope(ctx)?.session()).await;
        let sources = sources.map_err(api_error)?.into_iter();
        Ok(sources.map(|row| Source(Arc::new(row))).collect())
    }

    /// The place of the newest change in the log of this database, as text that says nothing to
    /// clients. Whoever keeps a copy of data asks for it before reading them, so that no change
    /// made in between is missed.
    async fn head_cursor(&self, ctx: &Context<'_>) -> Result<String> {
        let head = read::log_head(scope(ctx)?.session()).await;
        head.map(cursor).map_err(api_error)
    }
}

/// The query for the server.
#[derive(Default)]
pub(crate) struct ServerQuery;

#[Object]
impl ServerQuery {
    /// The server that answers: its version, and what data it has.
    async fn server(&self) -> ServerInfo {
        ServerInfo
    }
}

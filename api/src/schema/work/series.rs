//! `Series`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::WorkCore;

/// A series or mini-series.
#[derive(Clone)]
pub(crate) struct Series(pub(crate) WorkCore);

impl Deref for Series {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// A series or mini-series.
#[Object]
impl Series {
    #[graphql(flatten)]
    async fn core(&self) -> &WorkCore {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// The year in which it ended; null while it runs, or where that is not known.
    async fn end_year(&self) -> Option<i32> {
        self.0.0.end_year
    }
}

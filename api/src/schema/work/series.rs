//! `Series`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::shared::{CoreOf, WorkType};

/// A series or mini-series.
#[derive(Clone)]
pub(crate) struct Series(pub(crate) CoreOf<Series>);

impl WorkType for Series {
    const CORE: &'static str = "SeriesCore";
}

impl Deref for Series {
    type Target = CoreOf<Series>;

    fn deref(&self) -> &CoreOf<Series> {
        &self.0
    }
}

/// A series or mini-series.
#[Object]
impl Series {
    #[graphql(flatten)]
    async fn core(&self) -> &CoreOf<Series> {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// The year in which it ended; null while it runs, or where that is not known.
    async fn end_year(&self) -> Option<i32> {
        self.0.row().end_year
    }
}

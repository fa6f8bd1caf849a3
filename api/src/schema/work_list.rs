//! `WorkConnection`: a page of works.

use entity::work;

use super::error::Result;
use super::paging::{connection, plain_edge};
use super::work::Work;
use crate::edge::{Listed, UNBILLED};
use crate::scope::Scope;

/// A work in a list: what its order looks at. The record is read only for the page.
#[derive(Clone, Copy)]
pub(crate) struct WorkItem {
    pub(super) work: i64,
    pub(super) released_on: i32,
}

impl Listed for WorkItem {
    fn id(&self) -> i64 {
        self.work
    }

    fn work(&self) -> i64 {
        self.work
    }

    fn released_on(&self) -> i32 {
        self.released_on
    }

    fn billing(&self) -> i32 {
        UNBILLED
    }
}

async fn work_node(scope: &Scope, item: &WorkItem) -> Result<Work> {
    Ok(Work::of(scope.get::<work::Entity>(item.work).await?))
}

connection!(
    WorkConnection, WorkEdge, WorkItem => Work = work_node,
    "A page of works.", "A work."
);
plain_edge!(WorkEdge, WorkItem => Work = work_node, "A work in a list.");

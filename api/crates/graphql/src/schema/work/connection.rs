//! `WorkConnection`: a page of works.

use entity::work;
use paging::Placed;

use super::Work;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, plain_edge};
use crate::scope::Scope;

/// A work in a list, to be read when it stands on the page.
type PlacedWork = Placed<()>;

async fn work_node(scope: &Scope, work: &PlacedWork) -> Result<Work> {
    Ok(Work::of(scope.get::<work::Entity>(work.id).await?))
}

connection!(
    WorkConnection, WorkEdge, PlacedWork => Work = work_node,
    "A page of works.", "A work."
);
plain_edge!(WorkEdge, PlacedWork => Work = work_node, "A work in a list.");

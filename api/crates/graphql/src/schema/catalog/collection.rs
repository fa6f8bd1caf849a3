//! `Collection`: works that belong together.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use entity::{collection, collection_work};
use futures_util::FutureExt;
use model::id::encode;
use paging::Placed;

use crate::loader::OwnedBy;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::sure::Sure;
use crate::schema::work::{WorkConnection, denied_works};

/// Works that belong together.
#[derive(Clone)]
pub(crate) struct Collection(pub(crate) Arc<collection::Model>);

impl Collection {
    fn public_id(&self) -> String {
        encode(RecordKind::Collection, self.0.id)
    }
}

/// Works that belong together: the films of a saga.
#[Object]
impl Collection {
    /// The id of this collection.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its works, in its own order.
    async fn works(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<WorkConnection> {
        async move {
            let scope = scope(ctx)?;
            let rows = scope
                .load(OwnedBy::<collection_work::Entity>::of(self.0.id))
                .await?;
            let works = rows.iter().map(|row| row.work_id).collect();
            let denied = denied_works(scope, works, Sure::of(None, include_denied)).await?;
            let place = |row: &collection_work::Model| {
                (!denied.contains(&row.work_id)).then_some(Placed {
                    place: i64::from(row.position),
                    id: row.work_id,
                    item: (),
                })
            };
            let page = requested(first, after, last, before);
            let name = (&*self.public_id(), "works");
            let page = placed_page(scope, &rows, place, name, &page).await?;
            Ok(WorkConnection { page })
        }
        .boxed()
        .await
    }
}

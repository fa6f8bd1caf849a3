//! `Claimable`: records that claims are about.

use async_graphql::Context;
use model::id::RecordId;

use crate::error::{ApiError, ErrorCode};
use crate::schema::kit::error::Result;
use crate::schema::kit::interface;
use crate::schema::node::Node;
use crate::schema::types::with_types;
use crate::schema::work::{Episode, Film, Game, Recording, Series};
use crate::scope::Scope;

macro_rules! claimable {
    (
        claimable { $($kind:ident $table:ident: $type:ident in $($at:ident)::+ = $made:expr;)+ }
        others $others:tt
    ) => {
        $(use crate::schema::$($at)::+::$type;)+

        claimable! { @ Film, Series, Episode, Recording, Game, $($type,)+ }
    };
    (@ $($type:ident,)+) => {
        interface! {
            /// A record that claims are about: it says what is known of it, who says so, how surely, and since when.
            #[derive(Clone)]
            Claimable { $($type,)+ }
            with label: "The record in a line."
        }

        impl Claimable {
            /// The record in a line.
            pub(super) async fn label(&self, ctx: &Context<'_>) -> Result<String> {
                Ok(match self {
                    $(Self::$type(record) => record.label(ctx, None).await?.to_string(),)+
                })
            }

            fn of(node: Node) -> Option<Self> {
                match node {
                    $(Node::$type(record) => Some(record.into()),)+
                    _ => None,
                }
            }
        }
    };
}
with_types!(claimable);

impl Claimable {
    /// The record, if there is one, and claims can be about it.
    pub(crate) async fn find(scope: &Scope, subject: RecordId) -> Result<Option<Self>> {
        let RecordId { kind, id } = subject;
        let node = Node::find(scope, RecordId { kind, id }).await?;
        Ok(node.and_then(Self::of))
    }

    /// The record that a claim names.
    pub(crate) async fn get(scope: &Scope, subject: RecordId) -> Result<Self> {
        Self::find(scope, subject).await?.ok_or_else(|| {
            // Read between two statements that were not one: a deletion came between.
            ApiError::new(
                ErrorCode::Gone,
                "a record was deleted while it was being read; ask again",
            )
        })
    }
}

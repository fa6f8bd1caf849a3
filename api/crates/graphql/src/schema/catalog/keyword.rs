//! `Keyword`.

use std::sync::Arc;

use async_graphql::{ID, Object};
use entity::keyword;
use entity::vocabulary::RecordKind;
use model::id::encode;
use model::slug::slug;

/// A keyword.
#[derive(Clone)]
pub(crate) struct Keyword(pub(crate) Arc<keyword::Model>);

impl Keyword {
    fn public_id(&self) -> String {
        encode(RecordKind::Keyword, self.0.id)
    }
}

/// A keyword: what a work is about, in a word or a few.
#[Object]
impl Keyword {
    /// The id of this keyword.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// The keyword for addresses.
    async fn slug(&self) -> String {
        slug(&self.0.name, &self.public_id())
    }

    /// The keyword.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

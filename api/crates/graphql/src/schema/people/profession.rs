//! `Profession`.

use std::sync::Arc;

use async_graphql::{ID, Object};
use entity::profession;
use entity::vocabulary::RecordKind;
use model::id::encode;
use model::slug::slug;

/// A profession.
#[derive(Clone)]
pub(crate) struct Profession(pub(crate) Arc<profession::Model>);

impl Profession {
    fn public_id(&self) -> String {
        encode(RecordKind::Profession, self.0.id)
    }
}

/// A profession: actor, director, composer.
#[Object]
impl Profession {
    /// The id of this profession.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }

    /// The profession for addresses.
    async fn slug(&self) -> String {
        slug(&self.0.name, &self.public_id())
    }

    /// The profession, in English.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

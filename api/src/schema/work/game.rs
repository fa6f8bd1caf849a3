//! `Game`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::WorkCore;

/// A video game.
#[derive(Clone)]
pub(crate) struct Game(pub(crate) WorkCore);

impl Deref for Game {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// A video game.
#[Object]
impl Game {
    #[graphql(flatten)]
    async fn core(&self) -> &WorkCore {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }
}

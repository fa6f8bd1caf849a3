//! `Game`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::shared::{CoreOf, WorkType};

/// A video game.
#[derive(Clone)]
pub(crate) struct Game(pub(crate) CoreOf<Game>);

impl WorkType for Game {
    const CORE: &'static str = "GameCore";
}

impl Deref for Game {
    type Target = CoreOf<Game>;

    fn deref(&self) -> &CoreOf<Game> {
        &self.0
    }
}

/// A video game.
#[Object]
impl Game {
    #[graphql(flatten)]
    async fn core(&self) -> &CoreOf<Game> {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }
}

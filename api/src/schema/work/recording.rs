//! `Recording`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::WorkCore;

/// A musical work as released: a song or an album.
#[derive(Clone)]
pub(crate) struct Recording(pub(crate) WorkCore);

impl Deref for Recording {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

/// A musical work as released: a song or an album.
#[Object]
impl Recording {
    #[graphql(flatten)]
    async fn core(&self) -> &WorkCore {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }
}

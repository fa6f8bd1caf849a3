//! `Recording`.

use std::ops::Deref;

use async_graphql::{ID, Object};

use super::shared::{CoreOf, WorkType};

/// A musical work as released: a song or an album.
#[derive(Clone)]
pub(crate) struct Recording(pub(crate) CoreOf<Recording>);

impl WorkType for Recording {
    const CORE: &'static str = "RecordingCore";
}

impl Deref for Recording {
    type Target = CoreOf<Recording>;

    fn deref(&self) -> &CoreOf<Recording> {
        &self.0
    }
}

/// A musical work as released: a song or an album.
#[Object]
impl Recording {
    #[graphql(flatten)]
    async fn core(&self) -> &CoreOf<Recording> {
        &self.0
    }

    /// The id of this work.
    pub(crate) async fn id(&self) -> ID {
        ID(self.public_id())
    }
}

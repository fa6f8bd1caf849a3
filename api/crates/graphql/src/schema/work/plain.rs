//! `Recording` and `Game`: works without a field of their own.

use std::ops::Deref;

use super::WorkCore;
use crate::schema::kit::object_of;

object_of!(
    WorkCore,
    /// A musical work as released: a song or an album.
    Recording,
    /// A video game.
    Game,
);

impl Deref for Recording {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

impl Deref for Game {
    type Target = WorkCore;

    fn deref(&self) -> &WorkCore {
        &self.0
    }
}

//! Projections: what is made from the database, follows its log, and can be made anew at any time.
//!
//! Each has a *place*: up to where it has taken in the log. [`follow`] runs one. It is woken where
//! this process writes, and looks every so often for what others have written; the log is the truth,
//! waking only makes it quick. Changes come in order, none is left out, and none comes twice, but
//! where so many are waiting that beginning anew is cheaper.

mod careers;
mod follow;
#[cfg(test)]
mod tests;

pub use careers::keep_making_careers;
pub use follow::{Following, Pace, Standing, follow};
use store::Moved;

/// What follows the log.
pub trait Projection: Send + Sync + 'static {
    /// Its name, as operators read it.
    const NAME: &'static str;

    /// Up to where it has taken in the log.
    fn place(&self) -> i64;

    /// Takes in changes that come right after its place. Its place is that of the last one then.
    fn take_in(&self, moved: &[Moved]);

    /// Forgets all that it made, for it may be of any time before this place, which is its own now.
    fn begin_anew(&self, place: i64);
}

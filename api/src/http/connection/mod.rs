//! Connections: how they are accepted, and how long they may take with what.
//!
//! After an answer a connection may be silent for a while. From the first byte on, the next request
//! has to begin within the time of a head. An answer that the client does not take, and a body that
//! goes on after its answer, have their times, and so has the whole.

mod clock;
mod places;
mod serve;
mod stream;
mod turn;

pub(crate) use serve::listen;
pub(super) use turn::{Turn, body_is_read};

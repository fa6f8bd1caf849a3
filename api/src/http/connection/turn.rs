//! What requests tell the clock of their connection.

use std::{
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    HttpRequest,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest},
    web::Bytes,
};
use tokio::time::Instant;

use super::clock::Clock;

/// A request under way: from its head to the end of its answer.
#[derive(Debug)]
pub(crate) struct Turn(Option<Rc<Clock>>);

impl Turn {
    /// Tells that this request begins.
    pub(crate) fn begin(request: &ServiceRequest) -> Self {
        let (request, payload) = request.parts();
        let clock = request.conn_data::<Rc<Clock>>().cloned();
        if let Some(clock) = &clock {
            clock.began(!matches!(payload, Payload::None));
        }
        Self(clock)
    }

    /// Whether the connection is to be closed after this answer.
    pub(crate) fn is_last(&self) -> bool {
        let is_over = |clock: &Rc<Clock>| clock.is_over(Instant::now());
        self.0.as_ref().is_some_and(is_over)
    }

    /// Lasts until this body is read.
    pub(crate) fn until_read(self, body: impl MessageBody + 'static) -> Answer {
        Answer {
            body: body.boxed(),
            _turn: self,
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(clock) = &self.0 {
            clock.answered(Instant::now());
        }
    }
}

/// Tells that the body of this request was read to its end.
pub(crate) fn body_is_read(request: &HttpRequest) {
    if let Some(clock) = request.conn_data::<Rc<Clock>>() {
        clock.read_body();
    }
}

/// The body of an answer, which ends a turn when the library drops it.
pub(crate) struct Answer {
    body: BoxBody,
    _turn: Turn,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

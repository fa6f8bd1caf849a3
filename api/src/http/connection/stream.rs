//! The stream of a connection: TCP with a clock, which ends what takes too long.
//!
//! The HTTP library flushes the stream at the end of each of its turns, after it has read, begun
//! requests and written what it could. So that is where the time is looked at: what has just come
//! is never late.

use std::{
    io,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
    time::SystemTime,
};

use actix_web::http::header::HttpDate;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};

use super::{
    clock::{Bounds, Clock, Late},
    places::Slot,
};

/// A connection.
#[derive(Debug)]
pub(super) struct Stream {
    io: TcpStream,
    clock: Rc<Clock>,
    /// Goes off at the deadline or before. A deadline that moves away leaves it alone, so that a
    /// busy connection sets it anew once in a while and not with each request.
    timer: Pin<Box<Sleep>>,
    /// What this connection takes of those that its address may have.
    _slot: Option<Slot>,
}

impl Stream {
    pub(super) fn new(io: TcpStream, bounds: Bounds, slot: Option<Slot>) -> Self {
        let clock = Clock::new(bounds, Instant::now());
        let (deadline, _) = clock.deadline();
        Self {
            io,
            clock: Rc::new(clock),
            timer: Box::pin(sleep_until(deadline)),
            _slot: slot,
        }
    }

    pub(super) fn clock(&self) -> Rc<Clock> {
        self.clock.clone()
    }

    /// An error if the time is up; else the task is woken when it may be.
    fn keep_time(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let (deadline, late) = self.clock.deadline();
        if self.timer.deadline() > deadline {
            self.timer.as_mut().reset(deadline);
        }
        while self.timer.as_mut().poll(cx).is_ready() {
            if Instant::now() >= deadline {
                return Err(self.cut(late, cx));
            }
            self.timer.as_mut().reset(deadline);
        }
        Ok(())
    }

    /// The error makes the library drop the connection.
    fn cut(&mut self, late: Late, cx: &mut Context<'_>) -> io::Error {
        let bound = late.key();
        let peer = self.io.peer_addr().ok().map(tracing::field::display);
        tracing::debug!(peer, bound, "a connection took too long and is closed");
        match late {
            // Between two answers, so it cannot end up within one. Who does not read is not told.
            Late::Head => {
                let _ = Pin::new(&mut self.io).poll_write(cx, request_timeout().as_bytes());
            }
            // Nobody reads what is left: the system need not keep it.
            Late::Write | Late::Life => {
                let _ = self.io.set_zero_linger();
            }
            Late::Body | Late::Idle => {}
        }
        io::Error::new(io::ErrorKind::TimedOut, bound)
    }
}

/// The answer to a request that does not come, as the library words its own.
fn request_timeout() -> String {
    let date = HttpDate::from(SystemTime::now());
    format!(
        "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\ndate: {date}\r\n\r\n"
    )
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(cx, buffer))?;
        if buffer.filled().len() > before {
            self.clock.received(Instant::now);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Poll::Ready(written) = Pin::new(&mut self.io).poll_write(cx, bytes) else {
            self.clock.blocked(Instant::now);
            // The library does not flush what it could not write.
            self.keep_time(cx)?;
            return Poll::Pending;
        };
        self.clock.wrote(Instant::now);
        Poll::Ready(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.keep_time(cx)?;
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

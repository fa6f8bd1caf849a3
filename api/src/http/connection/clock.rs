//! What a connection is doing, since when, and for how long it may. Pure: the time is handed in.

use std::{cell::Cell, time::Duration};

use tokio::time::Instant;

use crate::config::ServerConfig;

/// For how long a connection may do what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) head: Duration,
    pub(super) body: Duration,
    pub(super) idle: Duration,
    pub(super) write: Duration,
    /// From then on each answer is the last.
    pub(super) life: Duration,
    /// From then on there is none.
    pub(super) end: Duration,
}

impl Bounds {
    pub(super) fn new(config: &ServerConfig) -> Self {
        let (head, body) = (config.head_timeout(), config.body_timeout());
        let (write, life) = (config.write_timeout(), config.connection_life());
        let idle = match config.keep_alive_s {
            // The library closes the connection after the answer.
            0 => head,
            seconds => Duration::from_secs(seconds),
        };
        // A last request that keeps to all other bounds is answered whole.
        let last = [idle, head, body, config.request_timeout(), write];
        let end = life + last.iter().sum::<Duration>();
        Self {
            head,
            body,
            idle,
            write,
            life,
            end,
        }
    }
}

/// A bound that was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    Head,
    Body,
    Idle,
    Write,
    Life,
}

impl Late {
    /// The key that sets it.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Head => "server.head_timeout_ms",
            Self::Body => "server.body_timeout_ms",
            Self::Idle => "server.keep_alive_s",
            Self::Write => "server.write_timeout_ms",
            Self::Life => "server.connection_life_s",
        }
    }
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The first byte of a request; there was one before.
    Idle,
    /// The rest of a request's head.
    Head,
    /// Our own answer, which has bounds of its own, the body of its request included.
    Answer,
    /// The rest of a body whose request is answered already: the library reads it to its end, for
    /// the next request stands behind it.
    Leftover,
}

/// The clock of one connection: its stream and its requests tell it what happens.
#[derive(Debug)]
pub(crate) struct Clock {
    bounds: Bounds,
    born: Instant,
    phase: Cell<Phase>,
    since: Cell<Instant>,
    /// Since when the client takes nothing of what is to be written.
    stalled: Cell<Option<Instant>>,
    /// Whether the request under way has a body that was not read to its end.
    has_unread_body: Cell<bool>,
}

impl Clock {
    /// The clock of a connection that was accepted now.
    pub(super) const fn new(bounds: Bounds, now: Instant) -> Self {
        Self {
            bounds,
            born: now,
            phase: Cell::new(Phase::Head),
            since: Cell::new(now),
            stalled: Cell::new(None),
            has_unread_body: Cell::new(false),
        }
    }

    /// Bytes came.
    pub(super) fn received(&self, now: impl FnOnce() -> Instant) {
        if self.phase.get() == Phase::Idle {
            self.enter(Phase::Head, now());
        }
    }

    /// A request is whole but for its body, and is being answered.
    pub(super) fn began(&self, has_body: bool) {
        self.phase.set(Phase::Answer);
        self.has_unread_body.set(has_body);
    }

    /// The body of the request under way was read to its end.
    pub(super) fn read_body(&self) {
        self.has_unread_body.set(false);
    }

    /// The answer was handed over whole, be it written or not.
    pub(super) fn answered(&self, now: Instant) {
        let phase = match self.has_unread_body.get() {
            true => Phase::Leftover,
            false => Phase::Idle,
        };
        self.enter(phase, now);
    }

    /// Nothing more can be written for now.
    pub(super) fn blocked(&self, now: impl FnOnce() -> Instant) {
        if self.stalled.get().is_none() {
            self.stalled.set(Some(now()));
        }
    }

    /// Something was written.
    pub(super) fn wrote(&self, now: impl FnOnce() -> Instant) {
        if self.stalled.take().is_some() {
            // Who had not got the answer could not go on.
            self.since.set(now());
        }
    }

    /// Whether the answer now under way is to be the last.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        now >= self.born + self.bounds.life
    }

    /// When what goes on now is late, and by which bound.
    pub(super) fn deadline(&self) -> (Instant, Late) {
        let end = (self.born + self.bounds.end, Late::Life);
        let next = match (self.stalled.get(), self.phase.get()) {
            (Some(since), _) => (since + self.bounds.write, Late::Write),
            (None, Phase::Idle) => (self.since.get() + self.bounds.idle, Late::Idle),
            (None, Phase::Head) => (self.since.get() + self.bounds.head, Late::Head),
            (None, Phase::Leftover) => (self.since.get() + self.bounds.body, Late::Body),
            (None, Phase::Answer) => return end,
        };
        if next.0 < end.0 { next } else { end }
    }

    fn enter(&self, phase: Phase, now: Instant) {
        self.phase.set(phase);
        self.since.set(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    const BOUNDS: Bounds = Bounds {
        head: Duration::from_secs(1),
        body: Duration::from_secs(2),
        idle: Duration::from_secs(5),
        write: Duration::from_secs(3),
        life: Duration::from_secs(100),
        end: Duration::from_secs(120),
    };

    fn clock() -> (Clock, Instant) {
        let now = Instant::now();
        (Clock::new(BOUNDS, now), now)
    }

    #[track_caller]
    fn assert_late(clock: &Clock, born: Instant, seconds: u32, late: Late) {
        assert_eq!(clock.deadline(), (born + seconds * SECOND, late));
    }

    #[test]
    fn the_first_head_counts_from_the_connection() {
        let (clock, born) = clock();
        assert_late(&clock, born, 1, Late::Head);
        clock.received(|| born + SECOND / 2);
        assert_late(&clock, born, 1, Late::Head);
    }

    #[test]
    fn a_later_head_counts_from_its_first_byte() {
        let (clock, born) = clock();
        clock.began(false);
        assert_late(&clock, born, 120, Late::Life);
        clock.answered(born + 10 * SECOND);
        assert_late(&clock, born, 15, Late::Idle);
        clock.received(|| born + 14 * SECOND);
        assert_late(&clock, born, 15, Late::Head);
        clock.received(|| born + 15 * SECOND);
        assert_late(&clock, born, 15, Late::Head);
    }

    #[test]
    fn a_body_that_is_left_over_counts_from_the_answer() {
        let (clock, born) = clock();
        clock.began(true);
        clock.answered(born + 10 * SECOND);
        clock.received(|| born + 11 * SECOND);
        assert_late(&clock, born, 12, Late::Body);
        clock.began(true);
        clock.read_body();
        clock.answered(born + 12 * SECOND);
        assert_late(&clock, born, 17, Late::Idle);
    }

    #[test]
    fn an_answer_counts_from_the_last_byte_that_was_taken() {
        let (clock, born) = clock();
        clock.began(false);
        clock.blocked(|| born + 10 * SECOND);
        clock.blocked(|| born + 11 * SECOND);
        clock.answered(born + 11 * SECOND);
        assert_late(&clock, born, 13, Late::Write);
        clock.wrote(|| born + 12 * SECOND);
        assert_late(&clock, born, 17, Late::Idle);
        clock.blocked(|| born + 12 * SECOND);
        assert_late(&clock, born, 15, Late::Write);
    }

    #[test]
    fn a_life_ends_whatever_goes_on() {
        let (clock, born) = clock();
        clock.began(false);
        assert!(!clock.is_over(born + 99 * SECOND));
        assert!(clock.is_over(born + 100 * SECOND));
        clock.blocked(|| born + 119 * SECOND);
        assert_late(&clock, born, 120, Late::Life);
    }

    #[test]
    fn a_last_request_has_the_time_that_all_bounds_give_it() {
        let config = ServerConfig::default();
        let bounds = Bounds::new(&config);
        let given = config.head_timeout() + config.body_timeout() + config.request_timeout();
        let kept = Duration::from_secs(config.keep_alive_s) + config.write_timeout();
        assert_eq!(bounds.end, config.connection_life() + given + kept);
    }
}

//! What is wrong in real files, put in where it is asked for: identifiers of nobody, values that
//! cannot be, nothing where there has to be something, and ends of lines of other systems.

use super::draw::{Draw, Purpose, Share};
use super::imdb::BASICS;

/// How often each trap is set, in ten-thousandths.
const RARE: Share = 5;
const SELDOM: Share = 20;

/// How far past every number one is that nobody has.
const NOBODY: u64 = 50_000_000;

/// The traps of one run; none if they were not asked for.
pub(super) struct Traps(Option<Draw>);

impl Traps {
    pub(super) fn new(is_wanted: bool, seed: u64) -> Self {
        Self(is_wanted.then(|| Draw::new(seed, Purpose::Traps, 0)))
    }

    fn falls(&mut self, share: Share) -> bool {
        self.0.as_mut().is_some_and(|draw| draw.chance(share))
    }

    /// What stands before the head of a file: a byte-order mark.
    pub(super) fn before(&self, file: usize) -> &'static str {
        if self.0.is_some() && file == BASICS {
            "\u{feff}"
        } else {
            ""
        }
    }

    /// What a line of the episodes ends with, before the newline.
    pub(super) fn end_of_episode(&self) -> &'static str {
        if self.0.is_some() { "\r" } else { "" }
    }

    /// No name.
    pub(super) fn name<'a>(&mut self, name: &'a str) -> Option<&'a str> {
        (!self.falls(RARE)).then_some(name)
    }

    /// How often a row stands there.
    pub(super) fn copies(&mut self) -> u32 {
        1 + u32::from(self.falls(RARE))
    }

    /// Born before anybody.
    pub(super) fn birth_year(&mut self, year: Option<u32>) -> Option<u32> {
        if self.falls(RARE) { Some(4) } else { year }
    }

    /// Shown before anything, or a century from now.
    pub(super) fn start_year(&mut self, year: Option<u32>) -> Option<u32> {
        if self.falls(RARE) {
            return Some(1_874);
        }
        if self.falls(RARE) { Some(2_115) } else { year }
    }

    /// Seven years long.
    pub(super) fn runtime(&mut self, minutes: Option<u32>) -> Option<u32> {
        if self.falls(RARE) {
            Some(3_692_080)
        } else {
            minutes
        }
    }

    pub(super) fn episode_number(&mut self, number: Option<u32>) -> Option<u32> {
        if self.falls(RARE) {
            Some(91_334)
        } else {
            number
        }
    }

    /// A word for nothing.
    pub(super) fn job(&mut self, job: Option<&'static str>) -> Option<&'static str> {
        if self.falls(SELDOM) {
            Some("none")
        } else {
            job
        }
    }

    /// A series that is not in the files.
    pub(super) fn parent(&mut self, number: u64) -> u64 {
        if self.falls(SELDOM) {
            number + NOBODY
        } else {
            number
        }
    }

    /// A person who is not in the files.
    pub(super) fn person(&mut self, number: u64) -> u64 {
        if self.falls(RARE) {
            number + NOBODY
        } else {
            number
        }
    }

    /// A title that is not in the files.
    pub(super) fn title(&mut self, number: u64) -> u64 {
        if self.falls(RARE) {
            number + NOBODY
        } else {
            number
        }
    }

    /// Rows in another order.
    pub(super) fn disorder(&mut self, lines: &mut [String]) {
        if self.falls(100) {
            lines.reverse();
        }
    }
}

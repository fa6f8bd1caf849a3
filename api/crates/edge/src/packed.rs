//! Edge lists as bytes: what the database keeps of the roles of a work and of a person.
//!
//! The form is described in `docs/edge-lists.md`. Reading checks everything: bytes that are not of
//! this form give an error, whatever they are.

mod bytes;
mod career;
mod parts;
mod setting;
#[cfg(test)]
mod tests;

use entity::role::{PERSON_DENIED, WORK_DENIED};
use entity::vocabulary::{Certainty, Department};

use self::bytes::{Reader, Writer};
use self::setting::Setting;
use super::{Edge, UNBILLED};

pub use self::parts::{FIRST, MOST_BYTES, Part, is_long};

/// The version of the form, as the first byte says it.
const VERSION: u8 = 1;

/// In a role's first byte: its certainty, and what follows of it.
const CERTAINTY: u8 = 0b0000_0111;
const HAS_JOB: u8 = 1 << 3;
const IS_BILLED: u8 = 1 << 4;
const HAS_ATTRIBUTES: u8 = 1 << 5;
const IS_OF_WORK_BEFORE: u8 = 1 << 6;

/// Bytes that are no edge list, and why. One byte, so that what is read goes in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Another version of the form.
    #[error("these bytes are no edge list: their version is unknown")]
    Version,
    /// Something is missing.
    #[error("these bytes are no edge list: they end early")]
    EndsEarly,
    /// Something is too much.
    #[error("these bytes are no edge list: something stands behind the last edge")]
    GoesOn,
    /// A number does not fit where it belongs.
    #[error("these bytes are no edge list: a number is out of its range")]
    OutOfRange,
    /// A code of no department.
    #[error("these bytes are no edge list: a department is unknown")]
    Department,
    /// A code of no certainty.
    #[error("these bytes are no edge list: a certainty is unknown")]
    Certainty,
    /// A code of no kind.
    #[error("these bytes are no edge list: a kind of work is unknown")]
    Kind,
    /// The first role is of the work before.
    #[error("these bytes are no edge list: the first role has no work")]
    NoWork,
}

/// Whose roles a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// Those of a work.
    Work(i64),
    /// Those of a person.
    Person(i64),
}

impl Owner {
    /// What stands at the other end of an edge of theirs: lists are in its order.
    #[must_use]
    pub fn other(self, edge: &Edge) -> i64 {
        match self {
            Self::Work(_) => edge.person,
            Self::Person(_) => edge.work,
        }
    }

    /// Brings edges into the order in which they are packed.
    pub fn sort(self, edges: &mut [Edge]) {
        edges.sort_unstable_by_key(|edge| (self.other(edge), edge.role));
    }

    /// Packs edges of theirs, in that order. That a person or a series is denied is not kept.
    #[must_use]
    pub fn pack(self, edges: &[Edge]) -> Vec<u8> {
        let mut out = Writer::default();
        out.byte(VERSION);
        out.length(edges.len());
        let mut before: Option<&Edge> = None;
        for edge in edges {
            self.put(&mut out, edge, before);
            before = Some(edge);
        }
        out.into_bytes()
    }

    fn put(self, out: &mut Writer, edge: &Edge, before: Option<&Edge>) {
        let is_of_work_before = before.is_some_and(|before| before.work == edge.work);
        let attributes = edge.attributes & !(WORK_DENIED | PERSON_DENIED);
        let what = [
            (edge.job != 0, HAS_JOB),
            (edge.billing != UNBILLED, IS_BILLED),
            (attributes != 0, HAS_ATTRIBUTES),
            (is_of_work_before, IS_OF_WORK_BEFORE),
        ];
        let what = what.into_iter().filter(|(is, _)| *is);
        let certainty = bytes::low(edge.certainty.code());
        out.byte(what.fold(certainty & CERTAINTY, |byte, (_, bit)| byte | bit));
        let other = before.map_or(0, |before| self.other(before));
        out.step(self.other(edge).wrapping_sub(other));
        let role = before.map_or(0, |before| before.role);
        out.step(edge.role.wrapping_sub(role));
        out.byte(bytes::low(edge.department.code()));
        if edge.job != 0 {
            out.step(edge.job);
        }
        if edge.billing != UNBILLED {
            out.step(edge.billing.into());
        }
        if attributes != 0 {
            out.step(attributes.into());
        }
        if !is_of_work_before {
            Setting::of(edge).put(out, edge.work, before);
        }
    }

    /// The edges of a list of theirs.
    ///
    /// # Errors
    /// [`Broken`] if these bytes are of another form.
    pub fn unpack(self, bytes: &[u8]) -> Result<Vec<Edge>, Broken> {
        let mut edges = Vec::new();
        self.unpack_into(&mut edges, bytes)?;
        Ok(edges)
    }

    /// The same behind others.
    ///
    /// # Errors
    /// [`Broken`] if these bytes are of another form; then some of the edges may be there.
    pub fn unpack_into(self, edges: &mut Vec<Edge>, bytes: &[u8]) -> Result<(), Broken> {
        let (count, mut input) = opened(bytes)?;
        // An edge takes several bytes: so many fit, whatever the count says.
        edges.reserve(count.min(bytes.len() / LEAST_BYTES + 1));
        for number in 0..count {
            let before = edges.last().filter(|_| number > 0);
            let edge = self.take(&mut input, before)?;
            edges.push(edge);
        }
        if input.is_at_end() {
            Ok(())
        } else {
            Err(Broken::GoesOn)
        }
    }

    #[inline]
    fn take(self, input: &mut Reader<'_>, before: Option<&Edge>) -> Result<Edge, Broken> {
        let what = input.byte()?;
        let other = before.map_or(0, |before| self.other(before));
        let other = other.wrapping_add(input.step()?);
        let role = before.map_or(0, |before| before.role);
        let role = role.wrapping_add(input.step()?);
        let (work, person) = match self {
            Self::Work(work) => (work, other),
            Self::Person(person) => (other, person),
        };
        let department = Department::of_code(input.byte()?.into());
        let department = department.ok_or(Broken::Department)?;
        let certainty = Certainty::of_code((what & CERTAINTY).into());
        let certainty = certainty.ok_or(Broken::Certainty)?;
        let has = |bit: u8| what & bit != 0;
        let job = if has(HAS_JOB) { input.step()? } else { 0 };
        let billing = if has(IS_BILLED) {
            input.number()?
        } else {
            UNBILLED
        };
        let attributes: i16 = if has(HAS_ATTRIBUTES) {
            input.number()?
        } else {
            0
        };
        let setting = match before {
            Some(before) if has(IS_OF_WORK_BEFORE) => Setting::of(before),
            _ if has(IS_OF_WORK_BEFORE) => return Err(Broken::NoWork),
            _ => Setting::take(input, work, before)?,
        };
        Ok(Edge {
            role,
            work,
            person,
            series: setting.series,
            job,
            department,
            kind: setting.kind,
            certainty,
            attributes: attributes | if setting.is_denied { WORK_DENIED } else { 0 },
            billing,
            released_from: setting.released_from,
            released_on: setting.released_on,
            released_to: setting.released_to,
        })
    }
}

/// An edge takes no fewer bytes than this.
const LEAST_BYTES: usize = 4;

/// How many edges a list has, by its own word.
///
/// # Errors
/// [`Broken`] if these bytes are of another form.
pub fn count(bytes: &[u8]) -> Result<usize, Broken> {
    opened(bytes).map(|(count, _)| count)
}

fn opened(bytes: &[u8]) -> Result<(usize, Reader<'_>), Broken> {
    let mut input = Reader::of(bytes);
    if input.byte()? != VERSION {
        return Err(Broken::Version);
    }
    Ok((input.length()?, input))
}

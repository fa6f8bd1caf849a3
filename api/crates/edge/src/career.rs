//! A career made ready: what is asked of a person's list most, so that asking for it is a search and
//! no walk through the list.

use std::sync::OnceLock;

use budget::{STEP, Stopped, Turn};
use paging::{Direction, Ordered, Place, Rank};

use super::credit::{CreditEntry, Gathered, gathered};
use super::packed::Owner;
use super::whole::{Extent, admitted, in_order};
use super::{Edge, EdgeFilter, EdgeOrder, NoHeaders, OrderField};

/// A career, from the newest.
pub const NEWEST_FIRST: EdgeOrder = EdgeOrder {
    field: OrderField::ReleaseDate,
    direction: Direction::Descending,
};

/// So many of the newest roles are at hand.
pub const NEWEST_ROLES: usize = 128;

/// The credits of a person under the usual filter ([`EdgeFilter::usual`], of a career), newest first, and
/// the newest of the roles that pass it.
#[derive(Clone, Debug, Default)]
pub struct Career {
    /// The works that the credits are listed under, newest first; the next two go with them.
    pub(super) works: Vec<i64>,
    /// First days of their earliest works, as stated.
    pub(super) released_on: Vec<i32>,
    /// Last days on which those may have been released.
    pub(super) last_days: Vec<i32>,
    /// The newest roles, newest first.
    pub(super) roles: NewestFew,
    /// How many roles pass.
    pub(super) roles_in_all: usize,
    /// Of the credits with a role that ended before the first one may have: the last day of the role that
    /// ended first, and that of the first role. A day between the two leaves of such a credit roles with
    /// another first date.
    pub(super) tangled: Vec<(i32, i32)>,
    /// Whether any credit is a series in the place of its episodes.
    pub(super) rolls_up: bool,
}

impl Career {
    /// Makes the career of a list of roles.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn of(turn: &mut Turn<'_>, edges: &[Edge]) -> Result<Self, Stopped> {
        let gathered = usually_gathered(turn, edges).await?;
        Self::of_gathered(turn, edges, &gathered).await
    }

    /// The same of a list whose roles are gathered already.
    pub(super) async fn of_gathered(
        turn: &mut Turn<'_>,
        edges: &[Edge],
        gathered: &Gathered,
    ) -> Result<Self, Stopped> {
        let credits = &gathered.credits;
        let mut career = Self::default();
        for part in credits.chunks(STEP) {
            for credit in part {
                let last_day = last_day(gathered, edges, credit);
                let ends = gathered.roles(edges, credit).map(|role| role.released_to);
                let earliest = ends.min().unwrap_or(last_day);
                if earliest < last_day {
                    career.tangled.push((earliest, last_day));
                }
            }
            turn.look(part.len()).await?;
        }
        let all = (0..).zip(credits).map(|(number, _)| number).collect();
        let newest = in_order(turn, credits, all, NEWEST_FIRST, Extent::All, &NoHeaders).await?;
        for part in newest.chunks(STEP) {
            for number in part {
                let credit = &credits[*number as usize];
                career.works.push(credit.work);
                career.released_on.push(credit.released_on);
                career.last_days.push(last_day(gathered, edges, credit));
            }
            turn.look(part.len()).await?;
        }
        let roles = gathered.numbers().to_vec();
        career.roles_in_all = roles.len();
        career.rolls_up = roles
            .iter()
            .any(|role| edges[*role as usize].series.is_some());
        let extent = Extent::First(NEWEST_ROLES);
        let roles = in_order(turn, edges, roles, NEWEST_FIRST, extent, &NoHeaders).await?;
        let first = roles.iter().take(NEWEST_ROLES);
        career.roles = NewestFew::Told(first.map(|role| edges[*role as usize]).collect());
        Ok(career)
    }

    /// The newest credits, at most so many; with a role, of those that were certainly released before
    /// its work. None where that takes a walk through the list after all.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn newest<'c>(
        &'c self,
        turn: &mut Turn<'_>,
        before: Option<&Edge>,
        most: usize,
    ) -> Result<Option<Newest<'c>>, Stopped> {
        let Some(base) = before else {
            turn.look(most).await?;
            return Ok(Some(Newest {
                career: self,
                first: (0..).take(most.min(self.works.len())).collect(),
                total: self.works.len(),
                before: None,
            }));
        };
        let (day, own) = (base.released_from, base.listed_work());
        let cuts = |(earliest, last): &(i32, i32)| *earliest < day && day <= *last;
        if self.tangled.iter().any(cuts) {
            return Ok(None);
        }
        // What began on that day or later did not end before it.
        let start = self.released_on.partition_point(|on| *on >= day);
        let mut first = Vec::with_capacity(most.min(self.works.len() - start));
        for (number, last_day) in self.last_days.iter().enumerate().skip(start) {
            if first.len() >= most {
                break;
            }
            if *last_day < day && self.works[number] != own {
                first.push(number);
            }
        }
        // Numbers in a row are looked at many at a time.
        turn.look(self.works.len() / NUMBERS_A_LOOK).await?;
        let behind = &self.last_days[start..];
        let total = behind.iter().filter(|last_day| **last_day < day).count();
        let at = self.works[start..].iter().position(|work| *work == own);
        let has_own = at.is_some_and(|at| behind[at] < day);
        Ok(Some(Newest {
            career: self,
            first,
            total: total - usize::from(has_own),
            before: Some(day),
        }))
    }

    /// The newest roles, where no more than are at hand are asked for.
    #[must_use]
    pub fn newest_roles(&self, most: usize) -> Option<NewestRoles<'_>> {
        let roles = self.roles.told()?;
        let is_there = most.min(self.roles_in_all) <= roles.len();
        let in_all = self.roles_in_all;
        is_there.then_some(NewestRoles { roles, in_all })
    }

    /// Whether any credit is a series in the place of its episodes: then it matters whether claims
    /// deny a series.
    #[must_use]
    pub fn rolls_up(&self) -> bool {
        self.rolls_up
    }

    /// How many credits it has.
    #[must_use]
    pub fn credits(&self) -> usize {
        self.works.len()
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tangled = size_of_val(self.tangled.as_slice());
        self.works.len() * A_CREDIT + tangled + NEWEST_ROLES * size_of::<Edge>()
    }

    /// The most bytes that the career of so many roles takes, with what gathers them.
    #[must_use]
    pub const fn most_bytes(roles: usize) -> usize {
        let newest = if roles < NEWEST_ROLES {
            roles
        } else {
            NEWEST_ROLES
        };
        roles * (size_of::<u32>() + size_of::<CreditEntry>() + A_CREDIT)
            + newest * size_of::<Edge>()
    }
}

/// The newest roles of a career. Those of a stored one are unpacked when they are asked for: most who ask
/// for a career want its works.
#[derive(Clone, Debug)]
pub(super) enum NewestFew {
    Told(Vec<Edge>),
    Packed {
        person: i64,
        bytes: Box<[u8]>,
        told: OnceLock<Vec<Edge>>,
    },
}

impl NewestFew {
    /// The roles; none if they are of another form.
    pub(super) fn told(&self) -> Option<&[Edge]> {
        match self {
            Self::Told(roles) => Some(roles),
            Self::Packed {
                person,
                bytes,
                told,
            } => {
                if told.get().is_none() {
                    let _ = told.set(Owner::Person(*person).unpack(bytes).ok()?);
                }
                told.get().map(Vec::as_slice)
            }
        }
    }
}

impl Default for NewestFew {
    fn default() -> Self {
        Self::Told(Vec::new())
    }
}

/// The bytes of a credit: its work and two days.
const A_CREDIT: usize = size_of::<i64>() + 2 * size_of::<i32>();

/// So many numbers in a row take as long as one look at an edge.
const NUMBERS_A_LOOK: usize = 8;

/// The roles of a list that pass the usual filter, gathered by work, episodes by their series.
pub(super) async fn usually_gathered(
    turn: &mut Turn<'_>,
    edges: &[Edge],
) -> Result<Gathered, Stopped> {
    let filter = EdgeFilter::usual().of_career();
    let numbers = admitted(turn, edges, |edge| filter.admits(edge)).await?;
    gathered(turn, edges, numbers, true).await
}

/// The last day on which the first work of a credit may have been released.
fn last_day(gathered: &Gathered, edges: &[Edge], credit: &CreditEntry) -> i32 {
    let first = gathered.roles(edges, credit).next();
    first.map_or(credit.released_on, |role| role.released_to)
}

/// A credit by name alone: its roles are in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The work it is listed under.
    pub work: i64,
    /// The day before which its roles ended, if that was asked for.
    pub before: Option<i32>,
}

/// The newest credits of a career, as many as were asked for, with the number of all.
#[derive(Clone, Debug)]
pub struct Newest<'c> {
    career: &'c Career,
    /// The numbers of the credits; those behind are counted and not there.
    first: Vec<usize>,
    total: usize,
    before: Option<i32>,
}

impl Ordered for Newest<'_> {
    type Item = Named;

    fn count(&self) -> usize {
        self.total
    }

    fn place(&self, number: usize) -> Place {
        let at = self.first[number];
        by_day(self.career.released_on[at], self.career.works[at])
    }

    fn item(&self, number: usize) -> Named {
        Named {
            work: self.career.works[self.first[number]],
            before: self.before,
        }
    }
}

/// The newest roles of a career with the number of all; those behind are counted and not there.
#[derive(Clone, Copy, Debug)]
pub struct NewestRoles<'c> {
    roles: &'c [Edge],
    in_all: usize,
}

impl Ordered for NewestRoles<'_> {
    type Item = Edge;

    fn count(&self) -> usize {
        self.in_all
    }

    fn place(&self, number: usize) -> Place {
        let edge = &self.roles[number];
        by_day(edge.released_on, edge.role)
    }

    fn item(&self, number: usize) -> Edge {
        self.roles[number]
    }
}

fn by_day(released_on: i32, id: i64) -> Place {
    Place {
        rank: Rank::Number(released_on.into()),
        id,
    }
}

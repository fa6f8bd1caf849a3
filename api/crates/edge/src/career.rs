//! A career made ready: what is asked of a person's list most, so that asking for it again is a search
//! and no walk through the list.

use budget::{STEP, Stopped, Turn, sorted_by};
use paging::{Direction, Ordered, Place};

use super::credit::{Credit, CreditEntry, Gathered, gathered};
use super::order::rank_of;
use super::whole::{Extent, admitted, in_order};
use super::{Edge, EdgeFilter, EdgeOrder, NoHeaders, OrderField};

/// A career, from the newest.
pub const NEWEST_FIRST: EdgeOrder = EdgeOrder {
    field: OrderField::ReleaseDate,
    direction: Direction::Descending,
};

/// The credits of a person under the usual filter ([`EdgeFilter::usual`], of a career), newest first.
#[derive(Clone, Debug)]
pub struct Career {
    gathered: Gathered,
    /// The numbers of the credits, newest first.
    newest: Vec<u32>,
    /// The last possible days of the credits, least first.
    last_days: Vec<i32>,
    /// Whether no role of a credit may have ended earlier than its first: then a day cuts a credit's
    /// roles without making its date another.
    is_plain: bool,
}

impl Career {
    /// Makes the career of a list of roles.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn of(turn: &mut Turn<'_>, edges: &[Edge]) -> Result<Self, Stopped> {
        let filter = EdgeFilter::usual().of_career();
        let numbers = admitted(turn, edges, |edge| filter.admits(edge)).await?;
        let gathered = gathered(turn, edges, numbers, true).await?;
        let credits = &gathered.credits;
        let (mut last_days, mut is_plain) = (Vec::with_capacity(credits.len()), true);
        for part in credits.chunks(STEP) {
            for credit in part {
                let last_day = last_day(&gathered, edges, credit);
                let mut roles = gathered.roles(edges, credit);
                is_plain = is_plain && roles.all(|role| role.released_to >= last_day);
                last_days.push(last_day);
            }
            turn.look(part.len()).await?;
        }
        let all = (0..).zip(credits).map(|(number, _)| number).collect();
        let order = NEWEST_FIRST;
        let newest = in_order(turn, credits, all, order, Extent::All, &NoHeaders).await?;
        Ok(Self {
            newest,
            last_days: sorted_by(turn, last_days, Ord::cmp).await?,
            gathered,
            is_plain,
        })
    }

    /// The newest credits, at most so many; with a role, of those that were certainly released before
    /// its work. None where that takes a walk through the list after all.
    ///
    /// # Errors
    /// See [`Stopped`].
    pub async fn newest<'c>(
        &'c self,
        turn: &mut Turn<'_>,
        edges: &'c [Edge],
        before: Option<&Edge>,
        most: usize,
    ) -> Result<Option<Newest<'c>>, Stopped> {
        let Some(base) = before else {
            turn.look(most).await?;
            return Ok(Some(Newest {
                career: self,
                edges,
                first: self.newest.iter().copied().take(most).collect(),
                total: self.newest.len(),
                before: None,
            }));
        };
        if !self.is_plain {
            return Ok(None);
        }
        let day = base.released_from;
        let mut first = Vec::with_capacity(most.min(self.newest.len()));
        let credit = |number: &u32| &self.gathered.credits[*number as usize];
        // What began on that day or later did not end before it.
        let later = |number: &u32| credit(number).released_on >= day;
        let start = self.newest.partition_point(later);
        for part in self.newest[start..].chunks(STEP) {
            let left = most - first.len();
            let passing = part.iter().filter(|number| {
                let credit = credit(number);
                credit.work != base.listed_work() && last_day(&self.gathered, edges, credit) < day
            });
            first.extend(passing.take(left));
            turn.look(part.len().min(left)).await?;
            if first.len() >= most {
                break;
            }
        }
        let total = self.last_days.partition_point(|last| *last < day);
        Ok(Some(Newest {
            career: self,
            edges,
            first,
            total: total - usize::from(self.has_before(edges, base.listed_work(), day)),
            before: Some(day),
        }))
    }

    /// Whether a credit is of this work and ended before a day.
    fn has_before(&self, edges: &[Edge], work: i64, day: i32) -> bool {
        let credits = &self.gathered.credits;
        let found = credits.binary_search_by_key(&work, |credit| credit.work);
        let found = found.ok().and_then(|number| credits.get(number));
        found.is_some_and(|credit| last_day(&self.gathered, edges, credit) < day)
    }

    /// The most bytes that the career of so many roles takes.
    #[must_use]
    pub const fn most_bytes(roles: usize) -> usize {
        const A_ROLE: usize = size_of::<u32>();
        const A_CREDIT: usize = size_of::<CreditEntry>() + size_of::<u32>() + size_of::<i32>();
        roles * (A_ROLE + A_CREDIT)
    }
}

/// The last day on which the first work of a credit may have been released.
fn last_day(gathered: &Gathered, edges: &[Edge], credit: &CreditEntry) -> i32 {
    let first = gathered.roles(edges, credit).next();
    first.map_or(credit.released_on, |role| role.released_to)
}

/// The newest credits of a career, as many as were asked for, with the number of all.
#[derive(Clone, Debug)]
pub struct Newest<'c> {
    career: &'c Career,
    edges: &'c [Edge],
    /// The numbers of the credits; those behind are counted and not there.
    first: Vec<u32>,
    total: usize,
    /// The day before which their roles ended.
    before: Option<i32>,
}

impl Newest<'_> {
    fn entry(&self, number: usize) -> &CreditEntry {
        &self.career.gathered.credits[self.first[number] as usize]
    }
}

impl Ordered for Newest<'_> {
    type Item = Credit;

    fn count(&self) -> usize {
        self.total
    }

    fn place(&self, number: usize) -> Place {
        let entry = self.entry(number);
        Place {
            rank: rank_of(entry, NEWEST_FIRST.field, &NoHeaders),
            id: entry.work,
        }
    }

    fn item(&self, number: usize) -> Credit {
        let passes = |edge: &Edge| self.before.is_none_or(|day| edge.released_to < day);
        let gathered = &self.career.gathered;
        gathered.credit_of(self.edges, self.entry(number), passes)
    }
}

//! Careers: roles gathered by the work that they are listed under.

use budget::{STEP, Stopped, Turn, sorted_by};
use entity::vocabulary::WorkKind;
use model::edtf::UNDATED;

use super::Edge;
use super::order::Listed;

/// A person's roles on one work, or on the episodes of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The work it is listed under.
    pub work: i64,
    /// The roles, earliest work first, then by billing.
    pub edges: Vec<Edge>,
    /// How many episodes were rolled up; 0 where none were.
    pub episodes: usize,
}

impl Credit {
    /// The work that was released first, of those that the credit stands for.
    #[must_use]
    pub fn first_work(&self) -> i64 {
        self.edges.first().map_or(self.work, |edge| edge.work)
    }

    /// The work that was released last, undated ones aside.
    #[must_use]
    pub fn last_work(&self) -> i64 {
        let dated = |edge: &&Edge| edge.released_on != UNDATED;
        let last = self.edges.iter().rev().find(dated);
        last.map_or_else(|| self.first_work(), |edge| edge.work)
    }
}

/// A credit as the list of them looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditEntry {
    /// The work it is listed under.
    pub work: i64,
    /// First day of its earliest work, as stated.
    pub released_on: i32,
    /// The best place in the billing.
    pub billing: i32,
    /// Where its roles begin and end among those that were gathered.
    roles: (u32, u32),
}

impl Listed for CreditEntry {
    fn id(&self) -> i64 {
        self.work
    }

    fn work(&self) -> i64 {
        self.work
    }

    fn released_on(&self) -> i32 {
        self.released_on
    }

    fn billing(&self) -> i32 {
        self.billing
    }
}

/// Roles gathered by work.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// The numbers of the edges, work by work.
    edges: Vec<u32>,
    /// One a work, in the order of their ids.
    pub credits: Vec<CreditEntry>,
}

/// Gathers some edges of a list by work, episodes by their series where `roll_up` says so.
///
/// # Errors
/// See [`Stopped`].
pub async fn gathered(
    turn: &mut Turn<'_>,
    list: &[Edge],
    numbers: Vec<u32>,
    roll_up: bool,
) -> Result<Gathered, Stopped> {
    let edges = work_by_work(turn, list, numbers, roll_up).await?;
    let mut credits: Vec<CreditEntry> = Vec::with_capacity(edges.len().min(STEP));
    let mut place = 0;
    for part in edges.chunks(STEP) {
        for number in part {
            let edge = &list[*number as usize];
            let work = listed(edge, roll_up);
            match credits.last_mut().filter(|credit| credit.work == work) {
                Some(credit) => {
                    credit.billing = credit.billing.min(edge.billing);
                    credit.roles.1 = place + 1;
                }
                None => credits.push(CreditEntry {
                    work,
                    released_on: edge.released_on,
                    billing: edge.billing,
                    roles: (place, place + 1),
                }),
            }
            place += 1;
        }
        turn.look(part.len()).await?;
    }
    Ok(Gathered { edges, credits })
}

/// Some edges of a list in the order in which they are gathered. A list that is kept by work is so
/// already, but for episodes.
async fn work_by_work(
    turn: &mut Turn<'_>,
    list: &[Edge],
    numbers: Vec<u32>,
    roll_up: bool,
) -> Result<Vec<u32>, Stopped> {
    let key = |number: &u32| {
        let edge = &list[*number as usize];
        (listed(edge, roll_up), edge.released_on, *number)
    };
    let among_equals = |number: u32| {
        let edge = &list[number as usize];
        (edge.work, edge.billing, edge.role)
    };
    let compare = |a: &(i64, i32, u32), b: &(i64, i32, u32)| {
        let first = (a.0, a.1).cmp(&(b.0, b.1));
        first.then_with(|| among_equals(a.2).cmp(&among_equals(b.2)))
    };
    let mut last: Option<(i64, i32, u32)> = None;
    let mut is_sorted = true;
    for part in numbers.chunks(STEP) {
        for number in part {
            let key = key(number);
            is_sorted = is_sorted && last.is_none_or(|last| compare(&last, &key).is_le());
            last = Some(key);
        }
        turn.look(part.len()).await?;
        if !is_sorted {
            break;
        }
    }
    if is_sorted {
        return Ok(numbers);
    }
    let keys = sorted_by(turn, numbers.iter().map(key).collect(), compare).await?;
    Ok(keys.into_iter().map(|(.., number)| number).collect())
}

fn listed(edge: &Edge, roll_up: bool) -> i64 {
    if roll_up {
        edge.listed_work()
    } else {
        edge.work
    }
}

impl Gathered {
    /// A credit with its roles, which are of `list`.
    #[must_use]
    pub fn credit(&self, list: &[Edge], entry: &CreditEntry) -> Credit {
        self.credit_of(list, entry, |_| true)
    }

    /// The same with those of its roles that pass.
    pub(super) fn credit_of(
        &self,
        list: &[Edge],
        entry: &CreditEntry,
        passes: impl Fn(&Edge) -> bool,
    ) -> Credit {
        let edges = self.roles(list, entry).filter(|edge| passes(edge));
        let edges: Vec<Edge> = edges.copied().collect();
        let parts = edges.iter();
        let mut parts: Vec<i64> = parts
            .filter(|edge| edge.kind == WorkKind::Episode && edge.work != entry.work)
            .map(|edge| edge.work)
            .collect();
        parts.sort_unstable();
        parts.dedup();
        Credit {
            work: entry.work,
            edges,
            episodes: parts.len(),
        }
    }

    /// The numbers of all roles that were gathered, work by work.
    pub(super) fn numbers(&self) -> &[u32] {
        &self.edges
    }

    /// The roles of a credit, which are of `list`.
    pub fn roles<'l>(
        &'l self,
        list: &'l [Edge],
        entry: &CreditEntry,
    ) -> impl Iterator<Item = &'l Edge> {
        let (start, end) = entry.roles;
        let numbers = self.edges.get(start as usize..end as usize);
        let numbers = numbers.unwrap_or_default().iter();
        numbers.map(|number| &list[*number as usize])
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.edges.as_slice()) + size_of_val(self.credits.as_slice())
    }
}

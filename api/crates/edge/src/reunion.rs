//! Reunions: the earlier works that people of one work have in common.

use budget::{Stopped, Turn, sorted_by};
use paging::{Ordered, Place, Placed, Rank, place_of};

use super::{DateMatch, Edge, EdgeFilter, Moment, admitted, is_prior};

/// The work whose people meet again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// What a career lists it under: an episode's series, else the work itself.
    pub listed_work: i64,
    /// When it was released.
    pub moment: Moment,
}

/// An earlier work with the people who were in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reunion {
    /// The earlier work; for episodes, their series.
    pub work: i64,
    /// Who was in both, in the order in which their careers were given.
    pub people: Vec<i64>,
    /// What they did on the earlier work: everybody's first role, then everybody's second.
    pub edges: Vec<Edge>,
}

/// What a career has in common with others: a role, by the work that it is listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    work: i64,
    /// The number of the career, and of the role in it.
    person: u32,
    edge: u32,
}

/// A reunion as the list of them looks at it; the order of the fields is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    place: i64,
    work: i64,
    /// Where its seats begin and end.
    seats: (u32, u32),
}

/// The reunions of a work, in order.
#[derive(Clone, Debug, Default)]
pub struct Reunions {
    seats: Vec<Seat>,
    entries: Vec<Entry>,
}

/// The works that are certainly prior to the base and have at least `least` of these people, each
/// given by their career: most people first, then newest, then by id.
///
/// # Errors
/// See [`Stopped`].
pub async fn reunions(
    turn: &mut Turn<'_>,
    base: Base,
    careers: &[&[Edge]],
    filter: &EdgeFilter,
    least: usize,
) -> Result<Reunions, Stopped> {
    let counts = |edge: &Edge| {
        edge.listed_work() != base.listed_work
            && is_prior(edge.moment(), base.moment, DateMatch::Certain)
            && filter.admits(edge)
    };
    let mut seats = Vec::new();
    for (person, career) in (0..).zip(careers) {
        let seat = |edge: u32| Seat {
            work: career[edge as usize].listed_work(),
            person,
            edge,
        };
        let numbers = admitted(turn, career, counts).await?;
        seats.extend(numbers.into_iter().map(seat));
    }
    let seats = sorted_by(turn, seats, Ord::cmp).await?;
    let mut found = Reunions::default();
    let mut left = seats.as_slice();
    while let Some(first) = left.first() {
        let end = left.partition_point(|seat| seat.work == first.work);
        let (own, rest) = left.split_at(end);
        found.meet(own, careers, least.max(1));
        turn.look(end).await?;
        left = rest;
    }
    found.entries = sorted_by(turn, found.entries, Ord::cmp).await?;
    Ok(found)
}

impl Reunions {
    /// Notes a work if enough people were there.
    fn meet(&mut self, seats: &[Seat], careers: &[&[Edge]], least: usize) {
        let people = seats.chunk_by(|a, b| a.person == b.person).count();
        let Some(first) = seats.first().filter(|_| people >= least) else {
            return;
        };
        let released = seats.iter().map(|seat| seat.edge(careers).released_on);
        let count = i32::try_from(people).unwrap_or(i32::MAX);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = number(self.seats.len());
        self.seats.extend_from_slice(seats);
        self.entries.push(Entry {
            place: -place_of(count, released.min().unwrap_or(i32::MIN)),
            work: first.work,
            seats: (start, number(self.seats.len())),
        });
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.seats.as_slice()) + size_of_val(self.entries.as_slice())
    }
}

impl Seat {
    fn edge(self, careers: &[&[Edge]]) -> Edge {
        careers[self.person as usize][self.edge as usize]
    }
}

/// The list of reunions, with the careers that it is made of.
pub struct Met<'l> {
    /// The list.
    pub reunions: &'l Reunions,
    /// The careers, as the list was made of.
    pub careers: &'l [&'l [Edge]],
}

impl Ordered for Met<'_> {
    type Item = Placed<Reunion>;

    fn count(&self) -> usize {
        self.reunions.entries.len()
    }

    fn place(&self, number: usize) -> Place {
        let entry = self.reunions.entries[number];
        Place {
            rank: Rank::Number(entry.place),
            id: entry.work,
        }
    }

    fn item(&self, number: usize) -> Placed<Reunion> {
        let entry = self.reunions.entries[number];
        let (start, end) = entry.seats;
        let seats = self.reunions.seats.get(start as usize..end as usize);
        let people = seats.unwrap_or_default();
        let people = people.chunk_by(|a, b| a.person == b.person);
        let roles = people.map(|own| own.iter().map(|seat| seat.edge(self.careers)).collect());
        Placed {
            place: entry.place,
            id: entry.work,
            item: reunion(entry.work, roles.collect()),
        }
    }
}

/// One reunion from the roles of each of its people.
fn reunion(work: i64, mut roles: Vec<Vec<Edge>>) -> Reunion {
    for own in &mut roles {
        own.sort_unstable_by_key(|edge| (edge.released_on, edge.work, edge.billing, edge.role));
    }
    let people: Vec<i64> = roles
        .iter()
        .filter_map(|own| own.first())
        .map(|edge| edge.person)
        .collect();
    let mut edges: Vec<(usize, usize, Edge)> = Vec::new();
    for (person, own) in roles.iter().enumerate() {
        let in_turn = own.iter().enumerate();
        edges.extend(in_turn.map(|(turn, edge)| (turn, person, *edge)));
    }
    edges.sort_unstable_by_key(|(turn, person, _)| (*turn, *person));
    Reunion {
        work,
        people,
        edges: edges.into_iter().map(|(_, _, edge)| edge).collect(),
    }
}

#[cfg(test)]
#[path = "reunion_tests.rs"]
mod tests;

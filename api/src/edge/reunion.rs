//! Reunions: the earlier works that people of one work have in common.

use std::collections::HashMap;

use super::{DateMatch, Edge, EdgeFilter, Moment, Placed, is_prior, place_of};

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

/// The works that are certainly prior to the base and have at least `least` of these people, each
/// given by their career: most people first, then newest, then by id.
#[must_use]
pub fn reunions(
    base: Base,
    careers: &[&[Edge]],
    filter: &EdgeFilter,
    least: usize,
) -> Vec<Placed<Reunion>> {
    let counts = |edge: &&Edge| {
        edge.listed_work() != base.listed_work
            && is_prior(edge.moment(), base.moment, DateMatch::Certain)
            && filter.admits(edge)
    };
    // Counted first: of most works only one person was, and those are never gathered.
    let mut people: HashMap<i64, usize> = HashMap::new();
    for career in careers {
        let mut works: Vec<i64> = career
            .iter()
            .filter(counts)
            .map(Edge::listed_work)
            .collect();
        works.sort_unstable();
        works.dedup();
        for work in works {
            *people.entry(work).or_default() += 1;
        }
    }
    people.retain(|_, count| *count >= least.max(1));
    let mut met: HashMap<i64, Vec<Vec<Edge>>> = HashMap::with_capacity(people.len());
    for career in careers {
        let mut own: HashMap<i64, Vec<Edge>> = HashMap::new();
        for edge in career.iter().filter(counts) {
            if people.contains_key(&edge.listed_work()) {
                own.entry(edge.listed_work()).or_default().push(*edge);
            }
        }
        for (work, edges) in own {
            met.entry(work).or_default().push(edges);
        }
    }
    let reunion = |(work, roles)| reunion(work, roles);
    met.into_iter().map(reunion).collect()
}

/// One reunion from the roles of each of its people.
fn reunion(work: i64, mut roles: Vec<Vec<Edge>>) -> Placed<Reunion> {
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
    let released = edges.iter().map(|(_, _, edge)| edge.released_on).min();
    let count = i32::try_from(people.len()).unwrap_or(i32::MAX);
    Placed {
        place: -place_of(count, released.unwrap_or(i32::MIN)),
        id: work,
        item: Reunion {
            work,
            people,
            edges: edges.into_iter().map(|(_, _, edge)| edge).collect(),
        },
    }
}

#[cfg(test)]
#[path = "reunion_tests.rs"]
mod tests;

//! Which edges a filter lets through.

use std::collections::HashSet;

use entity::role::{ANY_DENIED, PERSON_DENIED, WORK_DENIED};
use entity::vocabulary::{Certainty, Department, RoleAttribute, WorkKind};

use super::{Edge, Headers};

/// A window of days; a work lies in it only if its whole span does, so an undated one never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayWindow {
    /// First day, inclusive.
    pub first: i32,
    /// Last day, inclusive.
    pub last: i32,
}

/// Which attributes an edge must and must not have, as bit sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// At least one of these.
    pub any: Option<i16>,
    /// None of these.
    pub none: i16,
}

impl Attributes {
    /// Leaves out appearances as oneself and in archive footage, as careers do, unless one of them
    /// was asked for.
    #[must_use]
    pub fn performances(self) -> Self {
        let apart = RoleAttribute::set(&[RoleAttribute::Self_, RoleAttribute::ArchiveFootage]);
        if self.any.is_some_and(|any| any & apart != 0) {
            return self;
        }
        Self {
            none: self.none | apart,
            ..self
        }
    }

    fn admit(self, attributes: i16) -> bool {
        self.any.is_none_or(|any| attributes & any != 0) && attributes & self.none == 0
    }
}

/// What an edge must be, as far as the edge itself tells. An absent part lets everything through;
/// an empty list in a present part lets nothing through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EdgeFilter {
    /// One of these departments.
    pub departments: Option<Vec<Department>>,
    /// Not this department: what `crew` leaves out.
    pub except_department: Option<Department>,
    /// One of these jobs.
    pub jobs: Option<HashSet<i64>>,
    /// One of these kinds of work.
    pub kinds: Option<Vec<WorkKind>>,
    /// Whether episodes stand for their series in `kinds` and `works`.
    pub rolls_up: bool,
    /// One of these people.
    pub people: Option<HashSet<i64>>,
    /// One of these works.
    pub works: Option<HashSet<i64>>,
    /// Certainly released within this window.
    pub released: Option<DayWindow>,
    /// What is special about the role.
    pub attributes: Attributes,
    /// At least this certain.
    pub min_certainty: Option<Certainty>,
    /// The bits of what is denied that keep a role out.
    pub denied: i16,
}

impl EdgeFilter {
    /// What passes where a query does not say: what is at least reported, and not denied.
    #[must_use]
    pub fn usual() -> Self {
        Self {
            min_certainty: Some(Certainty::Reported),
            denied: ANY_DENIED,
            ..Self::default()
        }
    }

    /// The same in a list of a work, denied or not: who asks for it has it at hand.
    #[must_use]
    pub fn of_work(mut self) -> Self {
        self.denied &= !WORK_DENIED;
        self
    }

    /// The same in a list of a person.
    #[must_use]
    pub fn of_person(mut self) -> Self {
        self.denied &= !PERSON_DENIED;
        self
    }

    /// What careers do with a filter: performances only, and episodes rolled up unless it names them.
    #[must_use]
    pub fn of_career(mut self) -> Self {
        self.attributes = self.attributes.performances();
        self.rolls_up = !self.names_episodes();
        self.of_person()
    }

    /// Whether the filter names episodes: then they are not rolled up into their series.
    #[must_use]
    pub fn names_episodes(&self) -> bool {
        listed_in(self.kinds.as_deref(), &WorkKind::Episode) && self.kinds.is_some()
    }

    /// The departments of roles that can pass.
    #[must_use]
    pub fn admitted_departments(&self) -> Vec<Department> {
        let all = Department::ALL.iter().copied();
        all.filter(|department| {
            listed_in(self.departments.as_deref(), department)
                && self.except_department != Some(*department)
        })
        .collect()
    }

    /// The kinds of works on which roles can pass.
    #[must_use]
    pub fn admitted_kinds(&self) -> Vec<WorkKind> {
        let all = WorkKind::ALL.iter().copied();
        all.filter(|kind| listed_in(self.kinds.as_deref(), kind))
            .collect()
    }

    /// Whether an edge passes, as far as it tells itself: see [`Self::admits_series`].
    #[must_use]
    pub fn admits(&self, edge: &Edge) -> bool {
        self.admits_role(edge) && self.admits_work(edge)
    }

    fn admits_role(&self, edge: &Edge) -> bool {
        listed_in(self.departments.as_deref(), &edge.department)
            && self.except_department != Some(edge.department)
            && within(self.jobs.as_ref(), edge.job)
            && within(self.people.as_ref(), edge.person)
            && self.attributes.admit(edge.attributes)
            && edge.attributes & self.denied == 0
            && self
                .min_certainty
                .is_none_or(|least| edge.certainty >= least)
    }

    /// Of an episode in a career the kind of its series counts: which of the two it is, the edge does
    /// not tell.
    fn admits_kind(&self, edge: &Edge) -> bool {
        let admits = |kind| listed_in(self.kinds.as_deref(), kind);
        match edge.series {
            Some(_) if self.rolls_up => admits(&WorkKind::Series) || admits(&WorkKind::MiniSeries),
            _ => admits(&edge.kind),
        }
    }

    /// Whether it matters which kind of series an episode is of: then their headers are to be read.
    #[must_use]
    pub fn tells_series_apart(&self) -> bool {
        let admits = |kind| listed_in(self.kinds.as_deref(), kind);
        self.rolls_up && admits(&WorkKind::Series) != admits(&WorkKind::MiniSeries)
    }

    /// Whether the series of an edge that passes does so, too; one without a header does not.
    #[must_use]
    pub fn admits_series(&self, edge: &Edge, headers: &dyn Headers) -> bool {
        let Some(series) = edge.series.filter(|_| self.tells_series_apart()) else {
            return true;
        };
        let kind = headers.header(series).and_then(|header| header.kind);
        kind.is_some_and(|kind| listed_in(self.kinds.as_deref(), &kind))
    }

    fn admits_work(&self, edge: &Edge) -> bool {
        let stands_for = within(self.works.as_ref(), edge.work)
            || self.rolls_up && within(self.works.as_ref(), edge.listed_work());
        self.admits_kind(edge)
            && stands_for
            && self.released.is_none_or(|window| {
                edge.released_from >= window.first && edge.released_to <= window.last
            })
    }
}

fn listed_in<T: PartialEq>(list: Option<&[T]>, value: &T) -> bool {
    list.is_none_or(|list| list.contains(value))
}

fn within(set: Option<&HashSet<i64>>, id: i64) -> bool {
    set.is_none_or(|set| set.contains(&id))
}

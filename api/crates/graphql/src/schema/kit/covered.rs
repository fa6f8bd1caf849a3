//! How much of what a list can hold is known to be there: what sources say that they have.

use async_graphql::Enum;
use edge::{Coverage as Found, DateMatch, EdgeFilter, Held, Reach};
use entity::coverage::{CoverageExtent, Entity, Model};
use entity::vocabulary::{Department, RecordKind, WorkKind};
use entity::work;
use model::day::{CalendarDay, Day};
use model::edtf::Edtf;
use model::id::RecordId;

use super::error::Result;
use super::list::stored_list;
use super::listing::{Relative, Side};
use crate::error::ApiError;
use crate::loader::About;
use crate::scope::Scope;

/// How much of what a list can hold is known to be in the database. Only of what sources have said
/// that they have: what nobody vouches for is never COMPLETE.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ListCoverage {
    /// A source has all of it: of all departments and kinds that the filter lets through, up to the
    /// last day on which what the list holds can be.
    Complete,
    /// A source has a part of it, or all of some departments, kinds or years alone.
    Partial,
    /// No source says how much it has of it.
    Unknown,
}

impl From<Found> for ListCoverage {
    fn from(found: Found) -> Self {
        match found {
            Found::Complete => Self::Complete,
            Found::Partial => Self::Partial,
            Found::Unknown => Self::Unknown,
        }
    }
}

/// What a list can hold: what its filter lets through, on one side of a work if it is beside one.
#[derive(Clone)]
pub(crate) struct Holding {
    pub(crate) filter: EdgeFilter,
    pub(crate) relative: Option<Relative>,
}

/// Whose list it is, and what it can hold. Of what is gathered from many owners nobody says anything.
#[derive(Clone)]
pub(crate) struct Covers(Option<Owned>);

#[derive(Clone)]
struct Owned {
    owner: RecordId,
    holding: Holding,
    /// Of a work: its kind, and its last day.
    work: Option<(WorkKind, Day)>,
}

impl Covers {
    /// The career of a person.
    pub(crate) const fn career(person: i64, holding: Holding) -> Self {
        Self(Some(Owned {
            owner: RecordId {
                kind: RecordKind::Person,
                id: person,
            },
            holding,
            work: None,
        }))
    }

    /// The cast and crew of a work: what it holds is of the time of the work.
    pub(crate) fn credits(work: &work::Model, holding: Holding) -> Self {
        Self(Some(Owned {
            owner: RecordId {
                kind: RecordKind::Work,
                id: work.id,
            },
            holding,
            work: Some((work.kind, last_day(work))),
        }))
    }

    /// A list of several owners.
    pub(crate) const fn nothing() -> Self {
        Self(None)
    }

    /// How much is known to be there. The records of all owners of a level are read together.
    pub(crate) async fn look_up(&self, scope: &Scope) -> Result<ListCoverage> {
        let Some(owned) = &self.0 else {
            return Ok(ListCoverage::Unknown);
        };
        let RecordId { kind, id } = owned.owner;
        let rows = scope.load(About::<Entity>::of(kind, id)).await?;
        let held = rows.iter().map(held).collect::<Result<Vec<Held>>>()?;
        Ok(owned.reach().covered_by(&held).into())
    }
}

impl Owned {
    fn reach(&self) -> Reach {
        let Holding { filter, relative } = &self.holding;
        let mut reach = Reach::of(filter);
        if let Some((kind, last)) = self.work {
            reach.kinds.retain(|of| *of == kind);
            reach.last = reach.last.min(last);
        }
        match relative {
            Some(relative) => beside(reach, relative),
            None => reach,
        }
    }
}

/// The last day on which somebody can have worked on it as far as lists tell: of a series, while it
/// runs.
fn last_day(work: &work::Model) -> i32 {
    let is_series = matches!(work.kind, WorkKind::Series | WorkKind::MiniSeries);
    let last_of = |year| CalendarDay::new(year, 12, 31).map_or(i32::MAX, CalendarDay::to_day);
    match (is_series, work.end_year) {
        (true, Some(year)) => last_of(year),
        (true, None) => i32::MAX,
        (false, _) => work.released_to,
    }
}

fn held(row: &Model) -> Result<Held> {
    let until = row.until_edtf.as_deref().map(Edtf::parse).transpose();
    let whole = |department: Department| department;
    let kind = |kind: WorkKind| kind;
    Ok(Held {
        departments: stored_list(row.departments.as_deref(), whole)?,
        kinds: stored_list(row.kinds.as_deref(), kind)?,
        until: until.map_err(ApiError::internal)?,
        is_complete: row.extent == CoverageExtent::Complete,
    })
}

/// What a list can hold on one side of a work in time.
fn beside(mut reach: Reach, relative: &Relative) -> Reach {
    let base = relative.base.moment();
    match (relative.side, relative.dates) {
        (Side::Prior, DateMatch::Certain) => reach.last = reach.last.min(before(base.from)),
        (Side::Prior, DateMatch::Possible) => reach.last = reach.last.min(before(base.to)),
        (Side::Later, DateMatch::Certain) => {
            reach.first = reach.first.max(base.to.saturating_add(1));
        }
        (Side::Later, DateMatch::Possible) => {
            reach.first = reach.first.max(base.from.saturating_add(1));
        }
    }
    reach
}

/// The day before; of what is undated, all days are.
const fn before(day: i32) -> i32 {
    if day == model::edtf::UNDATED {
        day
    } else {
        day.saturating_sub(1)
    }
}

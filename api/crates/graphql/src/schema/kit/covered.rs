//! How much of what a list can hold is known to be there: what sources say that they have.

use async_graphql::Enum;
use edge::{Coverage as Found, DateMatch, Held, Reach};
use entity::coverage::{CoverageExtent, Entity, Model};
use entity::vocabulary::{Department, RecordKind, WorkKind};
use entity::work;
use model::day::CalendarDay;
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

/// Whose list it is, and what it can hold. Of what is gathered from many owners nobody says anything.
#[derive(Clone, Debug)]
pub(crate) struct Covers {
    subject: Option<RecordId>,
    reach: Option<Reach>,
}

impl Covers {
    /// The career of a person.
    pub(crate) fn career(person: i64, reach: Reach) -> Self {
        Self {
            subject: Some(RecordId {
                kind: RecordKind::Person,
                id: person,
            }),
            reach: Some(reach),
        }
    }

    /// The cast and crew of a work: what it holds is of the time of the work.
    pub(crate) fn credits(work: &work::Model, mut reach: Reach) -> Self {
        reach.kinds.retain(|kind| *kind == work.kind);
        reach.last = reach.last.min(last_day(work));
        Self {
            subject: Some(RecordId {
                kind: RecordKind::Work,
                id: work.id,
            }),
            reach: Some(reach),
        }
    }

    /// A list of several owners.
    pub(crate) const fn nothing() -> Self {
        Self {
            subject: None,
            reach: None,
        }
    }

    /// How much is known to be there. The records of all owners of a level are read together.
    pub(crate) async fn look_up(&self, scope: &Scope) -> Result<ListCoverage> {
        let (Some(RecordId { kind, id }), Some(reach)) = (self.subject, &self.reach) else {
            return Ok(ListCoverage::Unknown);
        };
        let rows = scope.load(About::<Entity>::of(kind, id)).await?;
        let held = rows.iter().map(held).collect::<Result<Vec<Held>>>()?;
        Ok(reach.covered_by(&held).into())
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
pub(crate) fn beside(mut reach: Reach, relative: &Relative) -> Reach {
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

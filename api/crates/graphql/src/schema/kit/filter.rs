//! Filters and orders over roles, as clients write them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use async_graphql::{ID, InputObject, MaybeUndefined};
use edge::{Attributes, DayWindow, EdgeFilter, EdgeOrder, HeaderFilter, Terms};
use entity::vocabulary::{RecordKind, RoleAttribute as Attribute};
use model::edtf::{Edtf, UNDATED};

use super::error::Result;
use super::reading::Reading;
use super::scalar::EdtfText;
use crate::loader::{GenreNamed, JobsNamed};
use crate::schema::kit::{Cost, HEADERS};
use crate::schema::vocabulary::{
    Certainty, Department, OrderDirection, RoleAttribute, RoleOrderField, WorkKind,
};
use crate::scope::Scope;

/// Dates to lie within. Every bound that is given holds; a work passes only if its whole span does
/// (`1999` is before `2000`; `1999~` may not be). Undated works pass no range.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct DateRange {
    /// On its first day or later: `{from: "2010"}` is from 1 January 2010.
    from: MaybeUndefined<EdtfText>,
    /// On its last day or earlier: `{to: "2019"}` is up to 31 December 2019.
    to: MaybeUndefined<EdtfText>,
    /// Earlier than its first day: `{before: "2000"}` is up to 31 December 1999.
    before: MaybeUndefined<EdtfText>,
    /// Later than its last day: `{after: "1999"}` is from 1 January 2000.
    after: MaybeUndefined<EdtfText>,
}

/// Whole numbers to lie within, both ends inclusive. What has no number passes no range.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct IntRange {
    /// The least.
    min: MaybeUndefined<i32>,
    /// The greatest.
    max: MaybeUndefined<i32>,
}

/// Numbers to lie within, both ends inclusive. What has no number passes no range.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct FloatRange {
    /// The least.
    min: MaybeUndefined<f64>,
    /// The greatest.
    max: MaybeUndefined<f64>,
}

/// Terms to have, by name; case and accents make no difference. A term that nothing has is no
/// error: then nothing passes `any` and `all`.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct TermFilter {
    /// At least one of these.
    any: MaybeUndefined<Vec<String>>,
    /// Every one of these.
    all: MaybeUndefined<Vec<String>>,
    /// Not one of these.
    none: MaybeUndefined<Vec<String>>,
}

/// What has to be special about a role, and what must not.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RoleAttributeFilter {
    /// At least one of these.
    any: MaybeUndefined<Vec<RoleAttribute>>,
    /// Not one of these.
    none: MaybeUndefined<Vec<RoleAttribute>>,
}

/// Which roles. Every condition that is given holds.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RoleFilter {
    /// In one of these departments.
    departments: MaybeUndefined<Vec<Department>>,
    /// With one of these jobs, such as "director of photography"; case makes no difference.
    jobs: MaybeUndefined<Vec<String>>,
    /// On works of one of these kinds. In careers, where episodes are rolled up, an episode counts
    /// as its series; name EPISODE to have episodes one by one.
    work_kinds: MaybeUndefined<Vec<WorkKind>>,
    /// Of one of these people, by id.
    people: MaybeUndefined<Vec<ID>>,
    /// On one of these works, by id.
    works: MaybeUndefined<Vec<ID>>,
    /// On works released, certainly, within these dates.
    release_date: MaybeUndefined<DateRange>,
    /// On works of these genres, by canonical English name, such as "Drama". For an episode in a
    /// career the genres are those of its series.
    #[graphql(directive = Cost::apply(HEADERS))]
    genres: MaybeUndefined<TermFilter>,
    /// On works that so many people have rated.
    #[graphql(directive = Cost::apply(HEADERS))]
    votes: MaybeUndefined<IntRange>,
    /// On works rated so, 0 to 10.
    #[graphql(directive = Cost::apply(HEADERS))]
    rating: MaybeUndefined<FloatRange>,
    /// With and without these attributes. Careers (a person's roles, filmography, prior and later
    /// work) leave out SELF and ARCHIVE_FOOTAGE unless `any` names one of them.
    attributes: MaybeUndefined<RoleAttributeFilter>,
    /// At least this certain: REPORTED, where it is left out.
    min_certainty: MaybeUndefined<Certainty>,
    /// Whether what claims deny is among them, too: roles, and roles on works and of people that are
    /// denied. Not, where it is left out.
    include_denied: MaybeUndefined<bool>,
}

/// What to order roles and credits by.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct RoleOrder {
    /// By what.
    field: RoleOrderField,
    /// Up or down.
    #[graphql(default_with = "OrderDirection::Descending")]
    direction: OrderDirection,
}

impl RoleOrder {
    pub(crate) fn or(order: Option<Self>, default: EdgeOrder) -> EdgeOrder {
        order.map_or(default, |order| EdgeOrder {
            field: order.field.into(),
            direction: order.direction.into(),
        })
    }
}

/// A filter as the edge lists take it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Conditions {
    pub(crate) header: HeaderFilter,
    pub(crate) edges: EdgeFilter,
}

impl Conditions {
    /// The same in a list of a work, denied or not: who asks for it has it at hand.
    pub(crate) fn of_work(mut self) -> Self {
        self.edges = self.edges.of_work();
        self
    }

    /// The same in a career, see [`EdgeFilter::of_career`].
    pub(crate) fn of_career(mut self) -> Self {
        self.edges = self.edges.of_career();
        self
    }

    /// The same of the roles of a person one by one, as careers leave them out.
    pub(crate) fn of_roles(mut self) -> Self {
        self.edges.attributes = self.edges.attributes.performances();
        self.edges = self.edges.of_person();
        self
    }

    /// Whether they are those of roles of which nothing special is asked.
    pub(crate) fn are_usual_of_roles(&self) -> bool {
        static USUAL: LazyLock<Conditions> = LazyLock::new(|| Conditions::default().of_roles());
        *self == *USUAL
    }

    /// Whether they are those of a career of which nothing special is asked.
    pub(crate) fn are_usual_of_career(&self) -> bool {
        static USUAL: LazyLock<Conditions> = LazyLock::new(|| Conditions::default().of_career());
        *self == *USUAL
    }
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            header: HeaderFilter::default(),
            edges: EdgeFilter::usual(),
        }
    }
}

impl RoleFilter {
    /// Looks up what the filter names. `filter` being absent means no condition but the default
    /// certainty.
    pub(crate) async fn conditions(filter: Option<Box<Self>>, scope: &Scope) -> Result<Conditions> {
        let Some(filter) = filter else {
            return Ok(Conditions::default());
        };
        let mut read = Reading::default();
        let attributes = read.given("attributes", filter.attributes);
        let least = read.given("minCertainty", filter.min_certainty);
        let released = read.given("releaseDate", filter.release_date);
        let with_denied = read.given("includeDenied", filter.include_denied);
        let usual = EdgeFilter::usual();
        let edges = EdgeFilter {
            departments: read.list("departments", filter.departments),
            kinds: read.list("workKinds", filter.work_kinds),
            people: read.ids("people", filter.people, RecordKind::Person),
            works: read.ids("works", filter.works, RecordKind::Work),
            released: released.map(|range| range.window("releaseDate", &mut read)),
            attributes: attributes
                .map(|attributes| attributes.bits("attributes", &mut read))
                .unwrap_or_default(),
            min_certainty: least.map(Into::into).or(usual.min_certainty),
            denied: match with_denied {
                Some(true) => 0,
                _ => usual.denied,
            },
            ..usual
        };
        let header = HeaderFilter {
            votes: read
                .given("votes", filter.votes)
                .map(|votes| votes.bounds("votes", &mut read)),
            rating: read
                .given("rating", filter.rating)
                .map(|rating| rating.bounds("rating", &mut read)),
            ..HeaderFilter::default()
        };
        let jobs = read.all_words("jobs", filter.jobs);
        let genres = read
            .given("genres", filter.genres)
            .map(|genres| genres.names("genres", &mut read));
        read.done()?;
        Ok(Conditions {
            edges: EdgeFilter {
                jobs: job_ids(jobs, scope).await?,
                ..edges
            },
            header: HeaderFilter {
                genres: genre_terms(genres, scope).await?,
                ..header
            },
        })
    }
}

async fn job_ids(names: Option<Vec<String>>, scope: &Scope) -> Result<Option<HashSet<i64>>> {
    let Some(names) = names else {
        return Ok(None);
    };
    let jobs = scope.load_all(names.into_iter().map(JobsNamed)).await?;
    Ok(Some(jobs.into_iter().flatten().collect()))
}

/// No record has it: what stands for a name that nothing is called by.
const NOTHING: i64 = 0;

/// The same, by folded names.
struct Named {
    any: Option<Vec<String>>,
    all: Vec<String>,
    none: Vec<String>,
}

impl TermFilter {
    /// The names of it; `place` is the field it was given in.
    fn names(self, place: &str, read: &mut Reading) -> Named {
        let mut of = |key: &str, names| read.all_words(&format!("{place}.{key}"), names);
        Named {
            any: of("any", self.any),
            all: of("all", self.all).unwrap_or_default(),
            none: of("none", self.none).unwrap_or_default(),
        }
    }
}

async fn genre_terms(names: Option<Named>, scope: &Scope) -> Result<Option<Terms>> {
    let Some(Named { any, all, none }) = names else {
        return Ok(None);
    };
    let names = any.iter().flatten().chain(&all).chain(&none);
    let names: HashSet<String> = names.cloned().collect();
    let genres = scope
        .load_all(names.iter().cloned().map(GenreNamed))
        .await?;
    let known: HashMap<String, Option<i64>> = names.into_iter().zip(genres).collect();
    let id = |name: &String| known.get(name).copied().flatten().unwrap_or(NOTHING);
    Ok(Some(Terms {
        any: any.map(|names| names.iter().map(id).collect()),
        all: all.iter().map(id).collect(),
        none: none.iter().map(id).collect(),
    }))
}

impl RoleAttributeFilter {
    fn bits(self, place: &str, read: &mut Reading) -> Attributes {
        let set = |list: Vec<Attribute>| Attribute::set(&list);
        Attributes {
            any: read.list(&format!("{place}.any"), self.any).map(set),
            none: read
                .list(&format!("{place}.none"), self.none)
                .map_or(0, set),
        }
    }
}

impl DateRange {
    /// The days of it; `place` is the field it was given in.
    pub(crate) fn window(self, place: &str, read: &mut Reading) -> DayWindow {
        let mut of = |key: &str, date| read.given(&format!("{place}.{key}"), date);
        let from = of("from", self.from);
        let to = of("to", self.to);
        let before = of("before", self.before);
        let after = of("after", self.after);
        let earliest = |date: &EdtfText| Edtf::earliest(&date.0).unwrap_or(i32::MIN);
        let latest = |date: &EdtfText| Edtf::latest(&date.0).unwrap_or(UNDATED - 1);
        let firsts = [
            from.as_ref().map(earliest),
            after.as_ref().map(|date| latest(date).saturating_add(1)),
        ];
        let lasts = [
            to.as_ref().map(latest),
            before.as_ref().map(|date| earliest(date).saturating_sub(1)),
        ];
        DayWindow {
            first: firsts.into_iter().flatten().max().unwrap_or(i32::MIN),
            last: lasts.into_iter().flatten().min().unwrap_or(UNDATED - 1),
        }
    }
}

impl IntRange {
    /// The least and the greatest number; `place` is the field it was given in.
    pub(crate) fn bounds(self, place: &str, read: &mut Reading) -> (i32, i32) {
        let least = read.given(&format!("{place}.min"), self.min);
        let most = read.given(&format!("{place}.max"), self.max);
        (least.unwrap_or(i32::MIN), most.unwrap_or(i32::MAX))
    }
}

impl FloatRange {
    fn bounds(self, place: &str, read: &mut Reading) -> (f64, f64) {
        let least = read.given(&format!("{place}.min"), self.min);
        let most = read.given(&format!("{place}.max"), self.max);
        (least.unwrap_or(f64::MIN), most.unwrap_or(f64::MAX))
    }
}

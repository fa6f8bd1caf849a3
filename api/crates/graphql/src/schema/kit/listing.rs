//! From an edge list to a page: the one path of every list of roles and credits.
//!
//! What a list is made of is looked at in portions, with the request's turn (see [`budget`]).
//! Where headers are needed, the works that want one are noted first, the headers read without the
//! turn, and the list made after that, so that no two lists of a request are half made at a time.

use std::sync::Arc;

use budget::STEP;
use edge::{
    CreditEntry, DateMatch, Edge, EdgeOrder, Entries, Extent, Gathered, Headers, NEWEST_FIRST,
    NEWEST_ROLES, NoHeaders, OrderField, admitted, gathered, in_order, is_later, is_prior, passing,
};
use paging::{Direction, Ordered, Page, PageRequest};

use super::covered::{Covers, Holding, ListCoverage};
use super::credited::Credited;
use super::error::Result;
use super::filter::{Conditions, RoleFilter, RoleOrder};
use super::paging::paged;
use crate::loader::OfPerson;
use crate::scope::{Name, Scope, Weighed};

/// The billing of a work, from the top.
pub(crate) const BILLING: EdgeOrder = EdgeOrder {
    field: OrderField::Billing,
    direction: Direction::Ascending,
};

/// What a field with filter, order and page arguments was asked.
pub(crate) struct Listing {
    /// The owner's public id and the field: what the list is called in its cursors.
    pub(crate) name: Name,
    /// Which roles.
    pub(crate) filter: Option<Box<RoleFilter>>,
    /// In which order.
    pub(crate) order: Option<RoleOrder>,
    /// In which order if the query does not say.
    pub(crate) default_order: EdgeOrder,
    /// Which page.
    pub(crate) page: PageRequest,
}

/// Before or after a role's work.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Prior,
    Later,
}

/// The other works of a role's person, on one side of it in time.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Relative {
    pub(crate) base: Edge,
    pub(crate) side: Side,
    pub(crate) dates: DateMatch,
}

impl Relative {
    /// A work is never before or after itself, and neither is its series.
    fn admits(&self, edge: &Edge, roll_up: bool) -> bool {
        let own_work = edge.work == self.base.work || Some(edge.work) == self.base.series;
        let own_series = roll_up && edge.listed_work() == self.base.listed_work();
        if own_work || own_series {
            return false;
        }
        let compare = match self.side {
            Side::Prior => is_prior,
            Side::Later => is_later,
        };
        compare(edge.moment(), self.base.moment(), self.dates)
    }
}

/// What a list is, its page aside.
#[derive(Clone, PartialEq)]
pub(crate) struct Whole {
    order: EdgeOrder,
    extent: Extent,
    relative: Option<Relative>,
    conditions: Conditions,
}

impl Whole {
    /// What it can hold.
    fn held(self) -> Holding {
        Holding {
            filter: self.conditions.edges,
            relative: self.relative,
        }
    }

    fn admits(&self, edge: &Edge) -> bool {
        let roll_up = self.conditions.edges.rolls_up;
        self.relative
            .is_none_or(|relative| relative.admits(edge, roll_up))
            && self.conditions.edges.admits(edge)
    }

    /// The same, with what the headers of series tell.
    fn passes(&self, edge: &Edge, headers: &dyn Headers) -> bool {
        self.admits(edge) && self.conditions.edges.admits_series(edge, headers)
    }

    /// Reads the headers that the conditions and the order look at, of the works of all edges that
    /// pass as far as the edges tell.
    async fn read_headers(
        &self,
        scope: &Scope,
        edges: &[Edge],
        work: impl Fn(&Edge) -> i64,
    ) -> Result<()> {
        let filter = &self.conditions.header;
        let of_works = !filter.is_empty() || self.order.field.reads_headers();
        let of_series = self.conditions.edges.tells_series_apart();
        if !of_works && !of_series {
            return Ok(());
        }
        let mut headers = scope.wanted_headers();
        let mut genres = filter.genres.as_ref().map(|_| scope.wanted_genres());
        let mut turn = scope.work().turn().await;
        for part in edges.chunks(STEP) {
            let wanted = || part.iter().filter(|edge| self.admits(edge));
            if of_series {
                headers.add(&turn, wanted().filter_map(|edge| edge.series));
            }
            let works: Vec<i64> = match of_works {
                true => wanted().map(&work).collect(),
                false => Vec::new(),
            };
            headers.add(&turn, works.iter().copied());
            if let Some(genres) = &mut genres {
                genres.add(&turn, works);
            }
            turn.look(part.len()).await?;
        }
        drop(turn);
        headers.read().await?;
        match genres {
            Some(genres) => genres.read().await,
            None => Ok(()),
        }
    }

    /// The roles that pass, in order.
    async fn roles(&self, scope: &Scope, edges: &[Edge]) -> Result<Roles> {
        self.read_headers(scope, edges, |edge| edge.work).await?;
        let books = scope.books();
        let mut turn = scope.work().turn().await;
        let entries = admitted(&mut turn, edges, |edge| self.passes(edge, &*books)).await?;
        let filter = &self.conditions.header;
        let entries = passing(&mut turn, edges, entries, filter, &*books).await?;
        let entries = in_order(&mut turn, edges, entries, self.order, self.extent, &*books).await?;
        Ok(Roles { entries })
    }

    /// Before which role the list of credits ends, if it is one that is made ready.
    fn of_career(&self) -> Option<Option<&Edge>> {
        let before = match &self.relative {
            None => None,
            Some(Relative {
                base,
                side: Side::Prior,
                dates: DateMatch::Certain,
            }) => Some(base),
            Some(_) => return None,
        };
        let is_usual = self.order == NEWEST_FIRST && self.conditions.are_usual_of_career();
        is_usual.then_some(before)
    }

    /// The credits that pass, in order.
    async fn credits(&self, scope: &Scope, edges: &[Edge]) -> Result<Credits> {
        let roll_up = self.conditions.edges.rolls_up;
        let work = |edge: &Edge| {
            if roll_up {
                edge.listed_work()
            } else {
                edge.work
            }
        };
        self.read_headers(scope, edges, work).await?;
        let books = scope.books();
        let mut turn = scope.work().turn().await;
        let numbers = admitted(&mut turn, edges, |edge| self.passes(edge, &*books)).await?;
        let gathered = gathered(&mut turn, edges, numbers, roll_up).await?;
        let all = (0..).zip(&gathered.credits).map(|(number, _)| number);
        let (all, credits) = (all.collect(), &gathered.credits);
        let entries = passing(&mut turn, credits, all, &self.conditions.header, &*books).await?;
        let entries = in_order(
            &mut turn,
            credits,
            entries,
            self.order,
            self.extent,
            &*books,
        )
        .await?;
        Ok(Credits { gathered, entries })
    }
}

/// Roles in order, as numbers of the edge list.
struct Roles {
    entries: Vec<u32>,
}

impl Weighed for Roles {
    fn bytes(&self) -> usize {
        size_of_val(self.entries.as_slice())
    }
}

/// Credits in order.
pub(crate) struct Credits {
    gathered: Gathered,
    entries: Vec<u32>,
}

impl Weighed for Credits {
    fn bytes(&self) -> usize {
        self.gathered.bytes() + size_of_val(self.entries.as_slice())
    }
}

impl Listing {
    /// The roles of a work.
    pub(crate) async fn roles_of_work(
        mut self,
        scope: &Scope,
        edges: &[Edge],
        narrow: impl FnOnce(&mut Conditions),
    ) -> Result<(Page<Edge>, Holding)> {
        let mut conditions = RoleFilter::conditions(self.filter.take(), scope).await?;
        narrow(&mut conditions);
        let whole = self.whole(scope, conditions, None);
        let page = self.roles(scope, &whole, edges).await?;
        Ok((page, whole.held()))
    }

    /// The roles of a person.
    pub(crate) async fn roles_of_person(
        mut self,
        scope: &Scope,
        person: i64,
    ) -> Result<(Page<Edge>, Holding)> {
        let conditions = RoleFilter::conditions(self.filter.take(), scope).await?;
        let whole = self.whole(scope, conditions.of_roles(), None);
        if let Some(most) = start(scope, &self.page)
            && let Some(page) = self.ready_roles(scope, &whole, person, most).await?
        {
            return Ok((page, whole.held()));
        }
        let edges = scope.edges_of_person(person).await?;
        let page = self.roles(scope, &whole, &edges).await?;
        Ok((page, whole.held()))
    }

    /// The start of the roles of a person, where it is one that is made ready.
    async fn ready_roles(
        &self,
        scope: &Scope,
        whole: &Whole,
        person: i64,
        most: usize,
    ) -> Result<Option<Page<Edge>>> {
        if whole.order != NEWEST_FIRST || !whole.conditions.are_usual_of_roles() {
            return Ok(None);
        }
        let of_person = scope.career_of_person(person).await?;
        let mut turn = scope.work().turn().await;
        let career = match &of_person {
            OfPerson::Career(career) => Some(&**career),
            OfPerson::List(edges) if edges.len() > SHORT => edges.career(&mut turn).await?,
            OfPerson::List(_) => None,
        };
        let newest = career.and_then(|career| career.newest_roles(most));
        let page = newest.map(|newest| self.page(scope, &newest, whole.order));
        page.transpose()
    }

    async fn roles(&self, scope: &Scope, whole: &Whole, edges: &[Edge]) -> Result<Page<Edge>> {
        let made = match edges.len() {
            0..=SHORT => Arc::new(whole.roles(scope, edges).await?),
            _ => {
                let make = whole.roles(scope, edges);
                scope.once(self.name.clone(), whole.clone(), make).await?
            }
        };
        let list = Entries {
            items: edges,
            entries: &made.entries,
            order: whole.order,
            headers: &*scope.books(),
            give: |edge: &Edge| *edge,
        };
        self.page(scope, &list, whole.order)
    }

    /// The credits of a person: the whole career, or one side of a role.
    pub(crate) async fn credits(
        mut self,
        scope: &Scope,
        person: i64,
        relative: Option<Relative>,
    ) -> Result<(Page<Credited>, Holding)> {
        let conditions = RoleFilter::conditions(self.filter.take(), scope).await?;
        let whole = self.whole(scope, conditions.of_career(), relative);
        if let Some(most) = start(scope, &self.page)
            && let Some(page) = self.ready_credits(scope, &whole, person, most).await?
        {
            return Ok((page, whole.held()));
        }
        let edges = scope.edges_of_person(person).await?;
        let make = whole.credits(scope, &edges);
        let made = scope.once(self.name.clone(), whole.clone(), make).await?;
        let list = Entries {
            items: &made.gathered.credits,
            entries: &made.entries,
            order: whole.order,
            headers: &*scope.books(),
            give: |entry: &CreditEntry| Credited::Told(made.gathered.credit(&edges, entry)),
        };
        let page = self.page(scope, &list, whole.order)?;
        Ok((page, whole.held()))
    }

    /// The start of the list, where it is one that is made ready.
    async fn ready_credits(
        &self,
        scope: &Scope,
        whole: &Whole,
        person: i64,
        most: usize,
    ) -> Result<Option<Page<Credited>>> {
        let Some(before) = whole.of_career() else {
            return Ok(None);
        };
        let of_person = scope.career_of_person(person).await?;
        let mut turn = scope.work().turn().await;
        let career = match &of_person {
            OfPerson::Career(career) => Some(&**career),
            OfPerson::List(edges) => edges.career(&mut turn).await?,
        };
        let Some(career) = career else {
            return Ok(None);
        };
        let Some(newest) = career.newest(&mut turn, before, most).await? else {
            return Ok(None);
        };
        let page = self.page(scope, &newest, whole.order)?;
        let credited = |named| Credited::Named { person, named };
        Ok(Some(page.map(credited)))
    }

    fn whole(&self, scope: &Scope, conditions: Conditions, relative: Option<Relative>) -> Whole {
        Whole {
            order: RoleOrder::or(self.order, self.default_order),
            extent: extent(scope, &self.page),
            relative,
            conditions,
        }
    }

    fn page<L: Ordered>(&self, scope: &Scope, list: &L, order: EdgeOrder) -> Result<Page<L::Item>> {
        paged(scope, list, (&*self.name.0, self.name.1), order, &self.page)
    }
}

/// A list of no more edges is made anew for each page of it: remembering it takes longer.
const SHORT: usize = 256;

/// A page from the start of a list with so many entries at most is made without the order of those
/// behind. Pages that differ in their length share a list.
const START: usize = NEWEST_ROLES;

/// How long a page from the start of a list is, if it is one and not longer than such may be.
fn start(scope: &Scope, page: &PageRequest) -> Option<usize> {
    let default = scope.bounds().default_page;
    let first = page
        .first
        .map_or(Some(default), |first| u32::try_from(first).ok());
    let is_start = page.after.is_none() && page.before.is_none() && page.last.is_none();
    first
        .map(|first| first as usize)
        .filter(|first| is_start && *first <= START)
}

fn extent(scope: &Scope, page: &PageRequest) -> Extent {
    start(scope, page).map_or(Extent::All, |_| Extent::First(START))
}

/// Whether nothing that the filter admits may have come before a role; none where nothing is known
/// to, but no source has all of what did.
pub(crate) async fn is_debut(
    scope: &Scope,
    edges: &[Edge],
    filter: Option<Box<RoleFilter>>,
    base: Edge,
) -> Result<Option<bool>> {
    let whole = Whole {
        order: NEWEST_FIRST,
        extent: Extent::First(1),
        relative: Some(Relative {
            base,
            side: Side::Prior,
            dates: DateMatch::Possible,
        }),
        conditions: RoleFilter::conditions(filter, scope).await?.of_career(),
    };
    if !whole.credits(scope, edges).await?.entries.is_empty() {
        return Ok(Some(false));
    }
    let covers = Covers::career(base.person, whole.held());
    let coverage = covers.look_up(scope).await?;
    Ok((coverage == ListCoverage::Complete).then_some(true))
}

/// The roles of a work that pass, by billing.
pub(crate) async fn by_billing(
    scope: &Scope,
    edges: &[Edge],
    admits: impl Fn(&Edge) -> bool,
) -> Result<Vec<Edge>> {
    let mut turn = scope.work().turn().await;
    let entries = admitted(&mut turn, edges, admits).await?;
    let entries = in_order(&mut turn, edges, entries, BILLING, Extent::All, &NoHeaders).await?;
    let edge = |entry: &u32| edges.get(*entry as usize).copied();
    Ok(entries.iter().filter_map(edge).collect())
}

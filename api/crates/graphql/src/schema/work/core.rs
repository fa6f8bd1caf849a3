//! What every work can do, whatever its type.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::Context;
use claim::{ClaimValue, HEARD};
use edge::{Edge, EdgeFilter};
use entity::vocabulary::{Certainty, Department, Property, RecordKind};
use entity::{job, milestone, person, release, title, work};
use model::day::Day;
use model::edtf::Edtf;
use model::id::{RecordId, encode};
use model::language::best_for;
use model::status::{Decider, ProductionStatus, Stage, status_on};
use paging::PageRequest;

use crate::error::ApiError;
use crate::loader::{EdgesOfWork, OwnedBy};
use crate::schema::catalog::external_id::ExternalIds;
use crate::schema::kit::covered::Covers;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::{Conditions, RoleFilter, RoleOrder};
use crate::schema::kit::list::List;
use crate::schema::kit::listing::{BILLING, Listing, by_billing};
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::knowledge::claim::{dated_fact, facts_of, subject};
use crate::schema::people::filmography::limited;
use crate::schema::people::person::Person;
use crate::schema::people::role::RoleConnection;
use crate::schema::production::milestone::{Milestone, stages_of};
use crate::scope::Scope;

/// Jobs in department DIRECTING that make somebody a director of the work.
pub(super) const DIRECTING_JOBS: [&str; 2] = ["director", "co-director"];
/// Where creators are: data about television have them in production.
pub(super) const CREATING_DEPARTMENTS: [Department; 2] =
    [Department::Writing, Department::Production];
/// Jobs in those departments that make somebody the creator of a series.
pub(super) const CREATING_JOBS: [&str; 2] = ["creator", "created by"];
/// The most people that a plain list gives.
const MAX_PEOPLE: i32 = 100;

/// The status of a production.
pub(crate) struct Decided {
    /// How far it has come.
    pub(in crate::schema) status: ProductionStatus,
    /// What decided: a milestone, or the work itself by its date.
    pub(in crate::schema) by: Option<RecordId>,
}

/// What every work has.
#[derive(Clone)]
pub(crate) struct WorkCore(pub(crate) Arc<work::Model>);

impl WorkCore {
    pub(in crate::schema) fn row(&self) -> &work::Model {
        &self.0
    }

    pub(super) fn public_id(&self) -> String {
        encode(RecordKind::Work, self.0.id)
    }

    pub(super) fn release(&self) -> Result<Option<Edtf>> {
        let date = self.0.release_date().map(Edtf::parse).transpose();
        date.map_err(ApiError::internal)
    }

    /// Its release and how sure that is; with a day, as it had been said by then.
    pub(super) async fn release_known_at(
        &self,
        scope: &Scope,
        known_at: Option<Day>,
    ) -> Result<Option<(Edtf, Certainty)>> {
        let Some(day) = known_at else {
            let release = self.release()?;
            return Ok(release.zip(self.0.release().map(|(_, certainty)| certainty)));
        };
        let work = subject(RecordKind::Work, self.0.id);
        let facts = facts_of(scope, work, Some(&[Property::ReleaseDate]), Some(day)).await?;
        let own = facts.into_iter().next();
        match own.and_then(|fact| Some((fact.value?, fact.certainty?))) {
            Some((ClaimValue::Date(date), certainty)) if certainty >= HEARD => {
                Ok(Some((date, certainty)))
            }
            _ => {
                let first = self.first_release(scope, Some(day)).await?;
                Ok(first.map(|(_, date, certainty)| (date, certainty)))
            }
        }
    }

    /// Its earliest dated release that is more than hearsay, when that was and how sure it is; with a
    /// day, as it had been told by then.
    pub(in crate::schema) async fn first_release(
        &self,
        scope: &Scope,
        known_at: Option<Day>,
    ) -> Result<Option<(RecordId, Edtf, Certainty)>> {
        let rows = scope
            .load(OwnedBy::<release::Entity>::of(self.0.id))
            .await?;
        let tell = async |row: &release::Model| {
            let record = subject(RecordKind::Release, row.id);
            let (date, certainty) = match known_at {
                None => {
                    let date = row.date_edtf.as_deref().map(Edtf::parse).transpose();
                    let date = date.map_err(ApiError::internal)?;
                    (date.filter(|_| !row.is_denied), row.certainty)
                }
                Some(day) => match dated_fact(scope, record, day).await? {
                    Some(told) => (told.date, told.certainty),
                    None => return Result::Ok(None),
                },
            };
            let date = date.filter(|_| certainty >= HEARD);
            Ok(date.map(|date| (record, date, certainty)))
        };
        let releases = futures_util::future::try_join_all(rows.iter().map(tell)).await?;
        let dated = releases.into_iter().flatten();
        Ok(dated.min_by_key(|(_, date, _)| date.earliest().or(date.latest())))
    }

    /// How far it has come on a day, and what decided that; with another day, by what had been said
    /// by then.
    pub(in crate::schema) async fn status_on(
        &self,
        scope: &Scope,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Decided> {
        let rows = scope
            .load(OwnedBy::<milestone::Entity>::of(self.0.id))
            .await?;
        let stands = |row: &&milestone::Model| known_at.is_some() || !row.is_denied;
        let rows: Vec<milestone::Model> = rows.iter().filter(stands).cloned().collect();
        let told = stages_of(scope, &rows, known_at).await?;
        let (stages, milestones): (Vec<Stage>, Vec<Milestone>) = told.into_iter().unzip();
        let release = self.release_known_at(scope, known_at).await?;
        let release = release.as_ref().map(|(date, certainty)| (date, *certainty));
        let (status, by) = status_on(day, &stages, release);
        let by = by.and_then(|by| match by {
            Decider::Stage(at) => Some(subject(RecordKind::Milestone, milestones.get(at)?.0.id)),
            Decider::Release => Some(subject(RecordKind::Work, self.0.id)),
        });
        Ok(Decided { status, by })
    }

    /// The earliest dated release in a country that is more than hearsay.
    pub(super) async fn release_in(
        &self,
        scope: &Scope,
        country: &CountryCode,
    ) -> Result<Option<Edtf>> {
        let rows = scope
            .load(OwnedBy::<release::Entity>::of(self.0.id))
            .await?;
        let in_country = |row: &&release::Model| {
            let is_sure = !row.is_denied && row.certainty >= HEARD;
            is_sure && row.country.as_ref() == Some(&country.0)
        };
        let mut dated = rows
            .iter()
            .filter(in_country)
            .filter_map(|row| Some((row.id, row.date_edtf.as_deref()?)));
        let Some((release, date)) = dated.next() else {
            return Ok(None);
        };
        scope.rests_on(RecordKind::Release, release, &["date"]);
        Edtf::parse(date).map(Some).map_err(ApiError::internal)
    }

    /// The title for a reader of a language.
    pub(crate) async fn title_in(
        &self,
        scope: &Scope,
        language: Option<&LanguageTag>,
    ) -> Result<String> {
        scope.rests_on(RecordKind::Work, self.0.id, &["title"]);
        let own = || self.0.title.clone();
        let Some(wanted) = scope.language(language.map(|tag| tag.0.as_str())) else {
            return Ok(own());
        };
        let titles = scope.load(OwnedBy::<title::Entity>::of(self.0.id)).await?;
        let best = best_for(wanted, &titles, |title| title.language.as_deref());
        Ok(best.map_or_else(own, |title| title.text.clone()))
    }

    pub(super) async fn external(&self, ctx: &Context<'_>) -> Result<ExternalIds> {
        ExternalIds::of(scope(ctx)?, RecordKind::Work, self.0.id).await
    }

    pub(super) fn listing(
        &self,
        field: &'static str,
        filter: Option<Box<RoleFilter>>,
        order: Option<RoleOrder>,
        page: PageRequest,
    ) -> Listing {
        Listing {
            name: (self.public_id(), field),
            filter,
            order,
            default_order: BILLING,
            page,
        }
    }

    pub(super) async fn role_page(
        &self,
        ctx: &Context<'_>,
        listing: Listing,
        narrow: impl FnOnce(&mut EdgeFilter),
    ) -> Result<RoleConnection> {
        let scope = scope(ctx)?;
        let edges = scope.load(EdgesOfWork(self.0.id)).await??;
        let narrow = |conditions: &mut Conditions| {
            let edges = &mut conditions.edges;
            narrow(edges);
            *edges = std::mem::take(edges).of_work();
        };
        let (page, holding) = listing.roles_of_work(scope, &edges, narrow).await?;
        let covers = Covers::credits(self.row(), holding);
        Ok(RoleConnection { page, covers })
    }

    /// The people of these departments whose job fits, by billing, each once.
    pub(super) async fn people(
        &self,
        ctx: &Context<'_>,
        limit: Option<i32>,
        departments: &[Department],
        fits: impl Fn(&str) -> bool,
    ) -> Result<List<Person>> {
        let limit = limited("limit", limit, 5, MAX_PEOPLE)?;
        let scope = scope(ctx)?;
        let conditions = RoleFilter::conditions(None, scope).await?.of_work();
        let edges = scope.load(EdgesOfWork(self.0.id)).await??;
        let of = |edge: &Edge| departments.contains(&edge.department);
        let admits = |edge: &Edge| of(edge) && conditions.edges.admits(edge);
        let edges = by_billing(scope, &edges, admits).await?;
        let jobs: BTreeSet<i64> = edges.iter().map(|edge| edge.job).collect();
        let jobs: Vec<i64> = jobs.into_iter().collect();
        let jobs = scope.find_all::<job::Entity>(&jobs).await?;
        let fitting: BTreeSet<i64> = jobs
            .iter()
            .filter(|job| fits(&job.name_folded))
            .map(|job| job.id)
            .collect();
        let mut people: Vec<i64> = Vec::new();
        for edge in edges.iter().filter(|edge| fitting.contains(&edge.job)) {
            if people.len() < limit && !people.contains(&edge.person) {
                people.push(edge.person);
                scope.rests_on(RecordKind::Role, edge.role, &[]);
            }
        }
        let people = scope.find_all::<person::Entity>(&people).await?;
        Ok(people.into_iter().map(Person).collect())
    }
}

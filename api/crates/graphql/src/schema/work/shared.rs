//! The fields that every work has: written once, flattened into each type.

use std::sync::Arc;

use async_graphql::{Context, Object};
use edge::{EdgeFilter, NoHeaders, sorted};
use entity::vocabulary::{Department, ExternalAuthority as Authority, WorkKind as StoredKind};
use entity::{genre, milestone, title};
use futures_util::FutureExt;
use model::external::ExternalSubject;
use model::slug::slug;
use model::status::Stage;

use super::core::{CREATING_DEPARTMENTS, CREATING_JOBS, DIRECTING_JOBS, Decided, WorkCore};
use super::knowledge::WorkKnowledge;
use super::production::WorkProduction;
use crate::loader::OwnedBy;
use crate::schema::catalog::external_id::{ExternalId, ExternalIds};
use crate::schema::catalog::genre::Genre;
use crate::schema::kit::Shared;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::{RoleFilter, RoleOrder};
use crate::schema::kit::list::List;
use crate::schema::kit::listing::BILLING;
use crate::schema::kit::paging::{paged, requested, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::{CountryCode, Date, LanguageTag};
use crate::schema::kit::sure::Sure;
use crate::schema::people::person::Person;
use crate::schema::people::role::RoleConnection;
use crate::schema::production::milestone::{Milestone, stages_of};
use crate::schema::vocabulary::{Certainty, ProductionStatus, WorkKind};
use crate::schema::work::title::{Title, TitleConnection};

#[Object]
impl WorkCore {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The work in a line: `Black Swan (2010)`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let title = self.title_in(scope(ctx)?, language.as_ref()).await?;
        let year = self.release()?.and_then(|date| date.year_text());
        Ok(year.map_or_else(|| title.clone(), |year| format!("{title} ({year})")))
    }

    /// The work for addresses: `black-swan-w2b3e`. Only its last part is read, so it outlives a change of title.
    async fn slug(&self) -> String {
        slug(&self.0.title, &self.public_id())
    }

    /// What it is.
    async fn kind(&self) -> WorkKind {
        self.0.kind.into()
    }

    /// Its title: in the language asked for where there is one, else the one it is known by.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        self.title_in(scope(ctx)?, language.as_ref()).await
    }

    /// Its title in the language of origin, where that differs.
    async fn original_title(&self) -> Option<String> {
        self.0.original_title.clone()
    }

    /// Its other titles, in the order of its data.
    async fn titles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only titles used in this country.")] country: Option<CountryCode>,
        #[graphql(desc = "Only titles in this language, by its exact tag.")] language: Option<
            LanguageTag,
        >,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<TitleConnection> {
        let scope = scope(ctx)?;
        let rows = scope.load(OwnedBy::<title::Entity>::of(self.0.id)).await?;
        let of_country = |row: &&title::Model| {
            country
                .as_ref()
                .is_none_or(|c| row.country.as_ref() == Some(&c.0))
        };
        let of_language = |row: &&title::Model| {
            language
                .as_ref()
                .is_none_or(|l| row.language.as_ref() == Some(&l.0))
        };
        let titles = rows.iter().filter(of_country).filter(of_language);
        let ranked = sorted(titles.cloned().map(Title).collect(), BILLING, &NoHeaders);
        let owner = self.public_id();
        let page = requested(first, after, last, before);
        let page = paged(scope, &ranked, (&owner, "titles"), BILLING, &page)?;
        Ok(TitleConnection { page })
    }

    /// The year of its release: that of the earliest day of `releaseDate`.
    async fn year(&self) -> Option<Result<i32>> {
        self.release()
            .map(|date| date.and_then(|date| date.year()))
            .transpose()
    }

    /// When it was or will be released, as precise as it is known: what its claims and sources say, else the date of its earliest release of any kind; in one country, its earliest dated release there.
    async fn release_date(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only releases in this country.")] country: Option<CountryCode>,
    ) -> Option<Result<PartialDate>> {
        let read = async {
            match country {
                Some(country) => self.release_in(scope(ctx)?, &country).await,
                None => self.release(),
            }
        };
        read.await.map(|date| date.map(PartialDate)).transpose()
    }

    /// How far it has come on a day, by what is known now: the latest milestone of certainty REPORTED or above that had certainly begun. A release date of certainty STATED or above that has passed counts as RELEASED. With `knownAt`, by what had been said by that day.
    async fn status(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today (UTC) if left out.")] as_of: Option<Date>,
        #[graphql(desc = "Only by what had been said by this day, and not yet taken back.")]
        known_at: Option<Date>,
    ) -> Result<ProductionStatus> {
        async move {
            let scope = scope(ctx)?;
            let day = as_of.map_or_else(|| scope.today(), |date| date.0);
            let known_at = known_at.map(|date| date.0);
            let Decided { status, by } = self.status_on(scope, day, known_at).await?;
            if let Some(record) = by {
                // Whichever of the two it has.
                scope.rests_on(record.kind, record.id, &["date", "releaseDate"]);
            }
            Ok(status.into())
        }
        .boxed()
        .await
    }

    /// The stages of its production, in the order of its data.
    async fn milestones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what had certainly begun by this day.")] as_of: Option<Date>,
        #[graphql(desc = "Only what had been said by this day, and not yet taken back.")]
        known_at: Option<Date>,
        #[graphql(
            desc = "At least this certain; every certainty if left out. With `knownAt`, as was said by that day."
        )]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them. With `knownAt`, only what had not been denied by that day is.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
    ) -> Result<List<Milestone>> {
        let scope = scope(ctx)?;
        let rows = scope
            .load(OwnedBy::<milestone::Entity>::of(self.0.id))
            .await?;
        let sure = Sure::of(min_certainty, include_denied);
        let stands = |row: &&milestone::Model| {
            known_at.is_some() || sure.admits(row.certainty, row.is_denied)
        };
        let rows: Vec<milestone::Model> = rows.iter().filter(stands).cloned().collect();
        if as_of.is_none() && known_at.is_none() {
            let milestone = |row: milestone::Model| Milestone(Arc::new(row));
            return Ok(rows.into_iter().map(milestone).collect());
        }
        let stages = stages_of(scope, &rows, known_at.map(|date| date.0)).await?;
        let had_begun = |stage: &Stage| {
            let began = stage.began_by();
            let is_sure = known_at.is_none() || sure.admits(stage.certainty, false);
            is_sure && as_of.is_none_or(|day| began.is_some_and(|began| began <= day.0))
        };
        let begun = stages.into_iter().filter(|(stage, _)| had_begun(stage));
        Ok(begun.map(|(_, milestone)| milestone).collect())
    }

    /// Running time in minutes.
    async fn runtime_minutes(&self) -> Option<i32> {
        self.0.runtime_minutes
    }

    /// Its genres, in the order of its data.
    async fn genres(&self, ctx: &Context<'_>) -> Result<List<Genre>> {
        let scope = scope(ctx)?;
        let ids = scope.genres_of(self.0.id).await?;
        let genres = scope.find_all::<genre::Entity>(&ids).await?;
        Ok(genres.into_iter().map(Genre).collect())
    }

    /// How much it is looked at; greater is more. Null where nothing is known.
    async fn popularity(&self) -> Option<f64> {
        self.0.popularity
    }

    #[graphql(flatten)]
    async fn production(&self) -> Shared<WorkProduction> {
        Shared::new(WorkProduction(self.clone()))
    }

    /// Who directed it, by billing.
    async fn directors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(5)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Person>> {
        async move {
            self.people(ctx, limit, &[Department::Directing], |job| {
                job.is_empty() || DIRECTING_JOBS.contains(&job)
            })
            .await
        }
        .boxed()
        .await
    }

    /// Who wrote it, by billing; creators of a series are under `creators`.
    async fn writers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(5)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Person>> {
        async move {
            self.people(ctx, limit, &[Department::Writing], |job| {
                !CREATING_JOBS.contains(&job)
            })
            .await
        }
        .boxed()
        .await
    }

    /// Who created it, by billing: for series.
    async fn creators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, 1 to 100.", default_with = "Some(5)")] limit: Option<
            i32,
        >,
    ) -> Result<List<Person>> {
        async move {
            self.people(ctx, limit, &CREATING_DEPARTMENTS, |job| {
                CREATING_JOBS.contains(&job)
            })
            .await
        }
        .boxed()
        .await
    }

    /// The cast: its roles in department ACTING, by billing, the unbilled last.
    async fn cast(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles.")] filter: Option<Box<RoleFilter>>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<RoleConnection> {
        async move {
            let listing = self.listing("cast", filter, None, requested(first, after, last, before));
            let only = |edges: &mut EdgeFilter| {
                let asked = edges.departments.take();
                let acting = asked.is_none_or(|asked| asked.contains(&Department::Acting));
                edges.departments = Some(if acting {
                    vec![Department::Acting]
                } else {
                    vec![]
                });
            };
            self.role_page(ctx, listing, only).await
        }
        .boxed()
        .await
    }

    /// The crew: its roles in every department but ACTING, by billing, the unbilled last.
    async fn crew(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles.")] filter: Option<Box<RoleFilter>>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<RoleConnection> {
        async move {
            let listing = self.listing("crew", filter, None, requested(first, after, last, before));
            let except =
                |edges: &mut EdgeFilter| edges.except_department = Some(Department::Acting);
            self.role_page(ctx, listing, except).await
        }
        .boxed()
        .await
    }

    /// Everybody who worked on it, cast and crew, by billing, the unbilled last.
    async fn roles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which roles.")] filter: Option<Box<RoleFilter>>,
        #[graphql(desc = "In which order: by billing if left out.")] order_by: Option<RoleOrder>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<RoleConnection> {
        async move {
            let listing = self.listing(
                "roles",
                filter,
                order_by,
                requested(first, after, last, before),
            );
            self.role_page(ctx, listing, |_| {}).await
        }
        .boxed()
        .await
    }

    #[graphql(flatten)]
    async fn knowledge(&self) -> Shared<WorkKnowledge> {
        Shared::new(WorkKnowledge(self.clone()))
    }

    /// Its IMDb id: `tt0947798`.
    async fn imdb_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let ids = async { self.external(ctx).await };
        ids.await.map(|ids| ids.value(Authority::Imdb)).transpose()
    }

    /// Its TMDB number, among films or among series.
    async fn tmdb_id(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let ids = async { self.external(ctx).await };
        let number = |ids: ExternalIds| ids.value(Authority::Tmdb).and_then(|id| id.parse().ok());
        ids.await.map(number).transpose()
    }

    /// Its Wikidata id: `Q180837`.
    async fn wikidata_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let ids = async { self.external(ctx).await };
        ids.await
            .map(|ids| ids.value(Authority::Wikidata))
            .transpose()
    }

    /// What other authorities call it.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<List<ExternalId>> {
        let subject = match self.0.kind {
            StoredKind::Series | StoredKind::MiniSeries => ExternalSubject::Series,
            StoredKind::Episode => ExternalSubject::Episode,
            _ => ExternalSubject::Film,
        };
        Ok(self.external(ctx).await?.list(subject))
    }
}

//! The interface `Work`, and the type that a work has by its kind.

// The lint takes the fields and arguments of the interface for attributes given twice.
#![allow(clippy::duplicated_attributes)]

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{
    ContextSelectionSet, ID, Interface, OutputType, Positioned, ServerResult, Value,
};
use entity::vocabulary::WorkKind as StoredKind;
use entity::work;

use super::shared::CoreOf;
use super::{Episode, Film, Game, Recording, Series, WorkCore};
use crate::schema::award::{AwardFilter, AwardNominationConnection};
use crate::schema::certification::Certification;
use crate::schema::claim::{ClaimConnection, ClaimFilter, Claims, Fact};
use crate::schema::commentary::CommentaryConnection;
use crate::schema::company_role::CompanyRole;
use crate::schema::country::Country;
use crate::schema::curated_list::CuratedListConnection;
use crate::schema::deal::Deal;
use crate::schema::error::Result;
use crate::schema::external_id::ExternalId;
use crate::schema::external_link::ExternalLink;
use crate::schema::filter::{RoleFilter, RoleOrder};
use crate::schema::genre::Genre;
use crate::schema::image::{Image, ImageConnection};
use crate::schema::keyword::Keyword;
use crate::schema::language::Language;
use crate::schema::list::List;
use crate::schema::milestone::Milestone;
use crate::schema::partial_date::PartialDate;
use crate::schema::person::Person;
use crate::schema::quote::QuoteConnection;
use crate::schema::rating::Rating;
use crate::schema::release::{ReleaseConnection, ReleaseFilter};
use crate::schema::reunion::ReunionConnection;
use crate::schema::role::RoleConnection;
use crate::schema::scalar::{CountryCode, Date, DateTime, LanguageTag};
use crate::schema::source::Source;
use crate::schema::title::TitleConnection;
use crate::schema::video::{Video, VideoConnection};
use crate::schema::vocabulary::{
    CommentaryKind, CompanyRoleKind, Department, ImageKind, LocationKind, ProductionStatus,
    Property, VideoKind, WorkKind, WorkRelationKind,
};
use crate::schema::work_location::WorkLocation;
use crate::schema::work_relation::WorkRelationConnection;
use crate::scope::Scope;

/// A film, series, episode, recording or game: anything that people have roles in.
#[derive(Clone, Interface)]
#[graphql(
    name = "Work",
    field(name = "id", ty = "ID", desc = "The id of this work.",),
    field(
        name = "label",
        ty = "String",
        desc = "The work in a line: `Black Swan (2010)`.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "version",
        ty = "i32",
        desc = "Counts the changes of this work, from 1.",
    ),
    field(
        name = "updated_at",
        ty = "DateTime",
        desc = "When this work last changed.",
    ),
    field(
        name = "sources",
        ty = "List<Source>",
        desc = "The sources that this work rests on, and those of the claims about it that count.",
    ),
    field(
        name = "facts",
        ty = "List<Fact>",
        desc = "What is known of it, property by property: of those asked for each, else of all on which something is known or was claimed. With `knownAt`, as it had been said by that day.",
        arg(
            name = "properties",
            ty = "Option<Vec<Property>>",
            desc = "Only these properties; of each there is a fact, even where nothing is known."
        ),
        arg(
            name = "known_at",
            ty = "Option<Date>",
            desc = "Only what had been said by this day, and not yet taken back."
        )
    ),
    field(
        name = "claims",
        ty = "ClaimConnection",
        desc = "Who says what about it: what was claimed of it, in the order in which it came in, then what its own sources say without more words.",
        arg(name = "filter", ty = "Option<ClaimFilter>", desc = "Which claims."),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        )
    ),
    field(
        name = "slug",
        ty = "String",
        desc = "The work for addresses: `black-swan-w2b3e`. Only its last part is read, so it outlives a change of title.",
    ),
    field(name = "kind", ty = "WorkKind", desc = "What it is.",),
    field(
        name = "title",
        ty = "String",
        desc = "Its title: in the language asked for where there is one, else the one it is known by.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "original_title",
        ty = "Option<String>",
        desc = "Its title in the language of origin, where that differs.",
    ),
    field(
        name = "titles",
        ty = "TitleConnection",
        desc = "Its other titles, in the order of its data.",
        arg(
            name = "country",
            ty = "Option<CountryCode>",
            desc = "Only titles used in this country."
        ),
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "Only titles in this language, by its exact tag."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "year",
        ty = "Option<Result<i32>>",
        desc = "The year of its release: that of the earliest day of `releaseDate`.",
    ),
    field(
        name = "release_date",
        ty = "Option<Result<PartialDate>>",
        desc = "When it was or will be released, as precise as it is known: what its claims and sources say, else the date of its earliest release of any kind; in one country, its earliest dated release there.",
        arg(
            name = "country",
            ty = "Option<CountryCode>",
            desc = "Only releases in this country."
        ),
    ),
    field(
        name = "status",
        ty = "ProductionStatus",
        desc = "How far it has come on a day, by what is known now: the latest milestone of certainty REPORTED or above that had certainly begun. A release date of certainty STATED or above that has passed counts as RELEASED. With `knownAt`, by what had been said by that day.",
        arg(
            name = "as_of",
            ty = "Option<Date>",
            desc = "The day; today (UTC) if left out."
        ),
        arg(
            name = "known_at",
            ty = "Option<Date>",
            desc = "Only by what had been said by this day, and not yet taken back."
        ),
    ),
    field(
        name = "milestones",
        ty = "List<Milestone>",
        desc = "The stages of its production, in the order of its data.",
        arg(
            name = "as_of",
            ty = "Option<Date>",
            desc = "Only what had certainly begun by this day."
        ),
        arg(
            name = "known_at",
            ty = "Option<Date>",
            desc = "Only what had been said by this day, and not yet taken back."
        ),
    ),
    field(
        name = "runtime_minutes",
        ty = "Option<i32>",
        desc = "Running time in minutes.",
    ),
    field(
        name = "genres",
        ty = "List<Genre>",
        desc = "Its genres, in the order of its data.",
    ),
    field(
        name = "popularity",
        ty = "Option<f64>",
        desc = "How much it is looked at; greater is more. Null where nothing is known.",
    ),
    field(
        name = "companies",
        ty = "List<CompanyRole>",
        desc = "The companies that did something for it, in the order of their ids.",
        arg(
            name = "kinds",
            ty = "Option<Vec<CompanyRoleKind>>",
            desc = "Only those that did one of these."
        ),
    ),
    field(
        name = "releases",
        ty = "ReleaseConnection",
        desc = "Its releases, by date, the undated last.",
        arg(
            name = "filter",
            ty = "Option<ReleaseFilter>",
            desc = "Which releases."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "deals",
        ty = "List<Deal>",
        desc = "The deals about it, in the order of their ids.",
    ),
    field(
        name = "locations",
        ty = "List<WorkLocation>",
        desc = "Its places, in the order of their ids.",
        arg(
            name = "kinds",
            ty = "Option<Vec<LocationKind>>",
            desc = "Only places that are one of these to it."
        ),
    ),
    field(
        name = "rating",
        ty = "Option<Result<Rating>>",
        desc = "What people think of it: the rating of the source with the highest priority; of equals, the one with most votes.",
    ),
    field(
        name = "ratings",
        ty = "List<Rating>",
        desc = "What people think of it, one rating a source, in the order of their ids.",
    ),
    field(
        name = "certifications",
        ty = "List<Certification>",
        desc = "For which audiences it was rated, in the order of its data.",
        arg(
            name = "country",
            ty = "Option<CountryCode>",
            desc = "Only ratings that hold in this country."
        ),
    ),
    field(
        name = "poster",
        ty = "Option<Result<Image>>",
        desc = "Its poster: one in the language asked for where there is one, else the first. Null where there is none.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "backdrop",
        ty = "Option<Result<Image>>",
        desc = "A wide picture for backgrounds: the first. Null where there is none.",
    ),
    field(
        name = "trailer",
        ty = "Option<Result<Video>>",
        desc = "Its trailer: one in the language asked for where there is one, else the first. Null where there is none.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "images",
        ty = "ImageConnection",
        desc = "Its images, in the order of their ids.",
        arg(
            name = "kinds",
            ty = "Option<Vec<ImageKind>>",
            desc = "Only images of one of these kinds."
        ),
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "Only images with words in this language, by its exact tag."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "videos",
        ty = "VideoConnection",
        desc = "Videos about it, in the order of their ids.",
        arg(
            name = "kinds",
            ty = "Option<Vec<VideoKind>>",
            desc = "Only videos of one of these kinds."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "synopsis",
        ty = "Option<Result<String>>",
        desc = "What it is about: in the language asked for where there is such a text, else the first. Null where there is none.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "tagline",
        ty = "Option<Result<String>>",
        desc = "The line it was advertised with: in the language asked for where there is one, else the first. Null where there is none.",
        arg(
            name = "language",
            ty = "Option<LanguageTag>",
            desc = "The language asked for; the request's own if left out."
        ),
    ),
    field(
        name = "countries",
        ty = "List<Country>",
        desc = "The countries that it comes from, in the order of its data.",
    ),
    field(
        name = "languages",
        ty = "List<Language>",
        desc = "The languages that are spoken in it, in the order of its data.",
    ),
    field(
        name = "original_language",
        ty = "Option<Language>",
        desc = "The language of origin; null where it is not known.",
    ),
    field(
        name = "links",
        ty = "List<ExternalLink>",
        desc = "Links to elsewhere, in the order of its data.",
    ),
    field(
        name = "directors",
        ty = "List<Person>",
        desc = "Who directed it, by billing.",
        arg(
            name = "limit",
            ty = "Option<i32>",
            desc = "How many at most, 1 to 100.",
            default_with = "Some(5)"
        ),
    ),
    field(
        name = "writers",
        ty = "List<Person>",
        desc = "Who wrote it, by billing; creators of a series are under `creators`.",
        arg(
            name = "limit",
            ty = "Option<i32>",
            desc = "How many at most, 1 to 100.",
            default_with = "Some(5)"
        ),
    ),
    field(
        name = "creators",
        ty = "List<Person>",
        desc = "Who created it, by billing: for series.",
        arg(
            name = "limit",
            ty = "Option<i32>",
            desc = "How many at most, 1 to 100.",
            default_with = "Some(5)"
        ),
    ),
    field(
        name = "cast",
        ty = "RoleConnection",
        desc = "The cast: its roles in department ACTING, by billing, the unbilled last.",
        arg(name = "filter", ty = "Option<RoleFilter>", desc = "Which roles."),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "crew",
        ty = "RoleConnection",
        desc = "The crew: its roles in every department but ACTING, by billing, the unbilled last.",
        arg(name = "filter", ty = "Option<RoleFilter>", desc = "Which roles."),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "roles",
        ty = "RoleConnection",
        desc = "Everybody who worked on it, cast and crew, by billing, the unbilled last.",
        arg(name = "filter", ty = "Option<RoleFilter>", desc = "Which roles."),
        arg(
            name = "order_by",
            ty = "Option<RoleOrder>",
            desc = "In which order: by billing if left out."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "reunions",
        ty = "Option<Result<ReunionConnection>>",
        desc = "Which of its people had worked together before, on what: each other work that is certainly prior to this one and in which at least `minPeople` of its people have a role of certainty REPORTED or above, most people first, then newest. Episodes are rolled up into their series; appearances as oneself and in archive footage are left out, and so is its own series.",
        arg(
            name = "min_people",
            ty = "Option<i32>",
            desc = "How many of its people at least, 1 to 1000.",
            default_with = "Some(2)"
        ),
        arg(
            name = "departments",
            ty = "Option<Vec<Department>>",
            desc = "Only roles in these departments, in both works; in any if left out."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "awards",
        ty = "AwardNominationConnection",
        desc = "The awards it was nominated for, newest first.",
        arg(
            name = "filter",
            ty = "Option<AwardFilter>",
            desc = "Which nominations."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "relations",
        ty = "WorkRelationConnection",
        desc = "How it relates to other works: what is said of it first, then what is said of others, such as their being sequels of it.",
        arg(
            name = "kinds",
            ty = "Option<Vec<WorkRelationKind>>",
            desc = "Only these kinds."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "quotes",
        ty = "QuoteConnection",
        desc = "What was said about it, word for word.",
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "commentary",
        ty = "CommentaryConnection",
        desc = "What was written about it: reviews, readings, expectations.",
        arg(
            name = "kinds",
            ty = "Option<Vec<CommentaryKind>>",
            desc = "Only these kinds."
        ),
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "lists",
        ty = "CuratedListConnection",
        desc = "The curated lists about it, then those that it stands on.",
        arg(
            name = "first",
            ty = "Option<i32>",
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        ),
        arg(
            name = "after",
            ty = "Option<String>",
            desc = "Only what stands behind this cursor."
        ),
        arg(
            name = "last",
            ty = "Option<i32>",
            desc = "How many from the end, at most 100. Not together with first."
        ),
        arg(
            name = "before",
            ty = "Option<String>",
            desc = "Only what stands before this cursor."
        ),
    ),
    field(
        name = "keywords",
        ty = "List<Keyword>",
        desc = "Its keywords, in the order of its data.",
        arg(
            name = "limit",
            ty = "Option<i32>",
            desc = "How many at most, 1 to 100.",
            default_with = "Some(20)"
        ),
    ),
    field(
        name = "imdb_id",
        ty = "Option<Result<String>>",
        desc = "Its IMDb id: `tt0947798`.",
    ),
    field(
        name = "tmdb_id",
        ty = "Option<Result<i32>>",
        desc = "Its TMDB number, among films or among series.",
    ),
    field(
        name = "wikidata_id",
        ty = "Option<Result<String>>",
        desc = "Its Wikidata id: `Q180837`.",
    ),
    field(
        name = "external_ids",
        ty = "List<ExternalId>",
        desc = "What other authorities call it.",
    )
)]
pub(crate) enum AnyWork {
    /// A film.
    Film(Film),
    /// A series.
    Series(Series),
    /// An episode.
    Episode(Episode),
    /// A recording.
    Recording(Recording),
    /// A game.
    Game(Game),
}

/// A work, answered as what it is and not as the interface: the fields of an interface give errors
/// without a path.
#[derive(Clone)]
pub(crate) struct Work(pub(crate) AnyWork);

impl OutputType for Work {
    fn type_name() -> Cow<'static, str> {
        AnyWork::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        AnyWork::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        match &self.0 {
            AnyWork::Film(work) => work.resolve(ctx, field).await,
            AnyWork::Series(work) => work.resolve(ctx, field).await,
            AnyWork::Episode(work) => work.resolve(ctx, field).await,
            AnyWork::Recording(work) => work.resolve(ctx, field).await,
            AnyWork::Game(work) => work.resolve(ctx, field).await,
        }
    }
}

impl Work {
    /// The work of a row, in the type that its kind says.
    pub(crate) fn of(row: Arc<work::Model>) -> Self {
        Self(match row.kind {
            StoredKind::Series | StoredKind::MiniSeries => {
                AnyWork::Series(Series(CoreOf::new(row)))
            }
            StoredKind::Episode => AnyWork::Episode(Episode(CoreOf::new(row))),
            StoredKind::Recording => AnyWork::Recording(Recording(CoreOf::new(row))),
            StoredKind::Game => AnyWork::Game(Game(CoreOf::new(row))),
            StoredKind::Film
            | StoredKind::ShortFilm
            | StoredKind::TvFilm
            | StoredKind::Video
            | StoredKind::Special
            | StoredKind::MusicVideo
            | StoredKind::Other => AnyWork::Film(Film(CoreOf::new(row))),
        })
    }

    /// The work that another record names.
    pub(crate) async fn by_id(scope: &Scope, id: i64) -> Result<Self> {
        Ok(Self::of(scope.get::<work::Entity>(id).await?))
    }

    /// What every work has.
    pub(crate) fn core(&self) -> &WorkCore {
        match &self.0 {
            AnyWork::Film(work) => work,
            AnyWork::Series(work) => work,
            AnyWork::Episode(work) => work,
            AnyWork::Recording(work) => work,
            AnyWork::Game(work) => work,
        }
    }
}

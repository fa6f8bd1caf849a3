//! The vocabularies of the schema: what columns hold as numbers, in words.
//!
//! The variants are those of `entity::vocabulary`, so that the compiler sees when one is missing;
//! the descriptions are for readers of the API.

mod claim;
mod knowledge;
mod production;

use async_graphql::Enum;
use entity::vocabulary;

use crate::schema::kit::{HEADERS, ValueCost};

pub(crate) use self::claim::{ClaimStance, Property};
pub(crate) use knowledge::{
    AwardResult, CommentaryKind, ListRelation, RelationDirection, WorkRelationKind,
};
pub(crate) use production::{
    CompanyRoleKind, DealKind, ImageKind, LinkKind, LocationKind, ReleaseKind, VideoKind,
};

/// What a work is. The type of a work follows from it: SERIES and MINI_SERIES are `Series`, EPISODE is `Episode`, RECORDING is `Recording`, GAME is `Game`, everything else is `Film`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::WorkKind")]
pub(crate) enum WorkKind {
    /// A feature film shown in cinemas, at festivals or on a platform.
    Film,
    /// A film of less than about 40 minutes.
    ShortFilm,
    /// A film made for television.
    TvFilm,
    /// A film released straight to video or online.
    Video,
    /// A one-off television or streaming programme.
    Special,
    /// A series with an open number of episodes.
    Series,
    /// A series with a set, small number of episodes.
    MiniSeries,
    /// One episode of a series or mini-series.
    Episode,
    /// A musical work as released: a song or an album.
    Recording,
    /// A film made for a piece of music.
    MusicVideo,
    /// A video game.
    Game,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// The department of a production in which somebody worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::Department")]
pub(crate) enum Department {
    /// On the screen, or heard as a voice.
    Acting,
    /// Direction.
    Directing,
    /// Screenplay, story, creation of a series.
    Writing,
    /// Producing in all its grades.
    Production,
    /// Cinematography and camera crew.
    Camera,
    /// Editing of the picture.
    Editing,
    /// Sound recording, design and mixing.
    Sound,
    /// Composition, songs, performance of music.
    Music,
    /// Production design, sets, properties.
    Art,
    /// Costume, make-up and hair.
    CostumeAndMakeup,
    /// Lighting and grip.
    Lighting,
    /// Visual and special effects, animation.
    VisualEffects,
    /// Casting.
    Casting,
    /// Crew of no department of its own: stunts, production staff, thanks.
    Crew,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// How sure a fact is, weakest first. Filters by `minCertainty` let through the given one and every stronger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::Certainty")]
pub(crate) enum Certainty {
    /// Hearsay without a named source.
    Rumored,
    /// Foreseen, not announced.
    Expected,
    /// Told with a hedge: reportedly, slated for, described as.
    Reported,
    /// Said plainly by a data set or an article.
    Stated,
    /// Confirmed by those concerned.
    Confirmed,
}

/// Why a value is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::MissingReason")]
pub(crate) enum MissingReason {
    /// It exists or will exist, and has not been made public.
    NotAnnounced,
    /// There can be none.
    NotApplicable,
    /// Nobody has told us.
    Unknown,
    /// Every value that was told has been denied.
    Disputed,
}

/// What a title is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::TitleKind")]
pub(crate) enum TitleKind {
    /// The title in its country and language of origin.
    Original,
    /// Another title in use.
    Alternative,
    /// The title during production.
    Working,
    /// The title at festivals.
    Festival,
    /// The title on television.
    Tv,
    /// The title on video.
    Video,
    /// The title on DVD.
    Dvd,
    /// The title that a data set shows for a country.
    Display,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// What a name of a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::PersonNameKind")]
pub(crate) enum PersonNameKind {
    /// The name given at birth.
    Birth,
    /// The name under which they perform.
    Stage,
    /// Another name in use.
    Alias,
    /// A name as it stood in credits.
    Credited,
    /// The name in another script.
    Transliterated,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::SourceKind")]
pub(crate) enum SourceKind {
    /// A data set taken in as a whole.
    DataSet,
    /// An article in print or on the web.
    Article,
    /// A conversation that was published.
    Interview,
    /// An announcement by those concerned.
    PressRelease,
    /// A trailer or teaser.
    Trailer,
    /// The credits of the work itself.
    Credits,
    /// A post on a social network.
    SocialPost,
    /// An editor of this database.
    Editor,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// A stage in the life of a production, in the order in which they usually come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::MilestoneKind")]
pub(crate) enum MilestoneKind {
    /// The project was made public.
    Announced,
    /// Somebody bought the rights or the finished work.
    Acquired,
    /// Somebody was cast.
    Cast,
    /// Preparation began.
    PreProduction,
    /// Principal photography began, or went on during the period.
    FilmingStarted,
    /// Principal photography ended.
    FilmingWrapped,
    /// Editing, effects, music.
    PostProduction,
    /// The work was finished.
    Completed,
    /// A teaser or trailer was shown; it does not change the status.
    TeaserReleased,
    /// The work was released.
    Released,
    /// The project was given up.
    Canceled,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// Whether a milestone is a point in time or lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::MilestoneSpan")]
pub(crate) enum MilestoneSpan {
    /// It happened on some day within its date.
    Point,
    /// It held on every day of its date.
    During,
}

/// Who gave out an external identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::ExternalAuthority")]
pub(crate) enum ExternalAuthority {
    /// IMDb: `tt…` for titles, `nm…` for people, `co…` for companies.
    Imdb,
    /// The Movie Database: numbers, counted apart for films, series and people.
    Tmdb,
    /// Wikidata: `Q…`.
    Wikidata,
    /// TheTVDB.
    Tvdb,
    /// Letterboxd.
    Letterboxd,
    /// MusicBrainz.
    Musicbrainz,
    /// ISAN, ISO 15706.
    Isan,
    /// EIDR.
    Eidr,
    /// Another Filmgraph.
    Filmgraph,
    /// Something that the vocabulary has no word for; the raw text is kept beside it.
    Other,
}

/// What is special about a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::RoleAttribute")]
pub(crate) enum RoleAttribute {
    /// Not named in the credits.
    Uncredited,
    /// Heard, not seen.
    Voice,
    /// Seen or heard only in footage made for something else.
    ArchiveFootage,
    /// As themselves.
    #[graphql(name = "SELF")]
    Self_,
    /// A very short appearance.
    Cameo,
    /// Something that the vocabulary has no word for.
    Other,
}

/// How far a production has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::status::ProductionStatus")]
pub(crate) enum ProductionStatus {
    /// Nothing is known of it but hearsay.
    Rumored,
    /// It was made public, its rights were bought, or somebody was cast.
    Announced,
    /// It is being prepared.
    PreProduction,
    /// It is being shot.
    Filming,
    /// It has been shot and is being finished.
    PostProduction,
    /// It is finished and not yet released.
    Completed,
    /// It has been released.
    Released,
    /// It was given up.
    Canceled,
    /// Nothing is known.
    Unknown,
}

/// How precise a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "model::edtf::Precision")]
pub(crate) enum DatePrecision {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A season of a year.
    Season,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// From one date to another.
    Interval,
}

/// How sure the order of two works has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "edge::DateMatch")]
pub(crate) enum DateMatch {
    /// Certainly before or after, whatever the exact days: two films of which only one and the same
    /// year is known are neither.
    Certain,
    /// Before or after on at least one reading of the dates.
    Possible,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "paging::Direction")]
pub(crate) enum OrderDirection {
    /// Least, oldest, first of the alphabet first.
    #[graphql(name = "ASC")]
    Ascending,
    /// Greatest, newest, last of the alphabet first.
    #[graphql(name = "DESC")]
    Descending,
}

/// What roles and credits are ordered by. What has no value comes last in either direction, but for
/// RELEASE_DATE, where the undated count as the newest; equals are ordered by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "edge::OrderField")]
pub(crate) enum RoleOrderField {
    /// Place in the billing.
    Billing,
    /// Release of the work; for a series in a career, of the first episode that counts.
    ReleaseDate,
    /// Title of the work, folded: case and accents make no difference.
    #[graphql(directive = ValueCost::apply(HEADERS))]
    Title,
    /// Average rating of the work.
    #[graphql(directive = ValueCost::apply(HEADERS))]
    Rating,
    /// Popularity of the work.
    #[graphql(directive = ValueCost::apply(HEADERS))]
    Popularity,
}

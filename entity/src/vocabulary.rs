//! The vocabularies that columns hold as small integers.
//!
//! A code never changes its meaning and is never given out again: bulk data holds hundreds of
//! millions of them. Code 0 is kept free, so that a forgotten value cannot pass for a real one;
//! `Other` is the same code in every vocabulary, and raw text beside it says what was meant.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

mod claim;

pub use crate::kinds::SubjectKind;
pub use claim::{ClaimStance, Property};

/// The code of `Other` in every vocabulary that has one.
pub const OTHER: i16 = 99;

/// What a work is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WorkKind {
    /// A feature film shown in cinemas, at festivals or on a platform.
    #[sea_orm(num_value = 1)]
    Film,
    /// A film of less than about 40 minutes.
    #[sea_orm(num_value = 2)]
    ShortFilm,
    /// A film made for television.
    #[sea_orm(num_value = 3)]
    TvFilm,
    /// A film released straight to video or online.
    #[sea_orm(num_value = 4)]
    Video,
    /// A one-off television or streaming programme.
    #[sea_orm(num_value = 5)]
    Special,
    /// A series with an open number of episodes.
    #[sea_orm(num_value = 6)]
    Series,
    /// A series with a set, small number of episodes.
    #[sea_orm(num_value = 7)]
    MiniSeries,
    /// One episode of a series or mini-series.
    #[sea_orm(num_value = 8)]
    Episode,
    /// A musical work as released: a song or an album.
    #[sea_orm(num_value = 9)]
    Recording,
    /// A film made for a piece of music.
    #[sea_orm(num_value = 10)]
    MusicVideo,
    /// A video game.
    #[sea_orm(num_value = 11)]
    Game,
    /// Something that the vocabulary has no word for; the source's own word is in `kindRaw`.
    #[sea_orm(num_value = 99)]
    Other,
}
/// The department of a production in which somebody worked.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Department {
    /// On the screen, or heard as a voice.
    #[sea_orm(num_value = 1)]
    Acting,
    /// Direction.
    #[sea_orm(num_value = 2)]
    Directing,
    /// Screenplay, story, creation of a series.
    #[sea_orm(num_value = 3)]
    Writing,
    /// Producing in all its grades.
    #[sea_orm(num_value = 4)]
    Production,
    /// Cinematography and camera crew.
    #[sea_orm(num_value = 5)]
    Camera,
    /// Editing of the picture.
    #[sea_orm(num_value = 6)]
    Editing,
    /// Sound recording, design and mixing.
    #[sea_orm(num_value = 7)]
    Sound,
    /// Composition, songs, performance of music.
    #[sea_orm(num_value = 8)]
    Music,
    /// Production design, sets, properties.
    #[sea_orm(num_value = 9)]
    Art,
    /// Costume, make-up and hair.
    #[sea_orm(num_value = 10)]
    CostumeAndMakeup,
    /// Lighting and grip.
    #[sea_orm(num_value = 11)]
    Lighting,
    /// Visual and special effects, animation.
    #[sea_orm(num_value = 12)]
    VisualEffects,
    /// Casting.
    #[sea_orm(num_value = 13)]
    Casting,
    /// Crew of no department of its own: stunts, production staff, thanks.
    #[sea_orm(num_value = 14)]
    Crew,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// How sure a fact is, weakest first. `minCertainty` lets through the given one and every stronger one.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Certainty {
    /// Hearsay without a named source.
    #[sea_orm(num_value = 1)]
    Rumored,
    /// Foreseen, not announced.
    #[sea_orm(num_value = 2)]
    Expected,
    /// Told with a hedge: reportedly, slated for, described as.
    #[sea_orm(num_value = 3)]
    Reported,
    /// Said plainly by a data set or an article.
    #[sea_orm(num_value = 4)]
    Stated,
    /// Confirmed by those concerned.
    #[sea_orm(num_value = 5)]
    Confirmed,
}
/// Why a value is not there.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissingReason {
    /// It exists or will exist, and has not been made public.
    #[sea_orm(num_value = 1)]
    NotAnnounced,
    /// There can be none.
    #[sea_orm(num_value = 2)]
    NotApplicable,
    /// Nobody has told us.
    #[sea_orm(num_value = 3)]
    Unknown,
    /// Every value that was told has been denied.
    #[sea_orm(num_value = 4)]
    Disputed,
}
/// What a title is used for.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TitleKind {
    /// The title in its country and language of origin.
    #[sea_orm(num_value = 1)]
    Original,
    /// Another title in use.
    #[sea_orm(num_value = 2)]
    Alternative,
    /// The title during production.
    #[sea_orm(num_value = 3)]
    Working,
    /// The title at festivals.
    #[sea_orm(num_value = 4)]
    Festival,
    /// The title on television.
    #[sea_orm(num_value = 5)]
    Tv,
    /// The title on video.
    #[sea_orm(num_value = 6)]
    Video,
    /// The title on DVD.
    #[sea_orm(num_value = 7)]
    Dvd,
    /// The title that a data set shows for a country.
    #[sea_orm(num_value = 8)]
    Display,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// What a name of a person is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PersonNameKind {
    /// The name given at birth.
    #[sea_orm(num_value = 1)]
    Birth,
    /// The name under which they perform.
    #[sea_orm(num_value = 2)]
    Stage,
    /// Another name in use.
    #[sea_orm(num_value = 3)]
    Alias,
    /// A name as it stood in credits.
    #[sea_orm(num_value = 4)]
    Credited,
    /// The name in another script.
    #[sea_orm(num_value = 5)]
    Transliterated,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// What a source is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SourceKind {
    /// A data set taken in as a whole.
    #[sea_orm(num_value = 1)]
    DataSet,
    /// An article in print or on the web.
    #[sea_orm(num_value = 2)]
    Article,
    /// A conversation that was published.
    #[sea_orm(num_value = 3)]
    Interview,
    /// An announcement by those concerned.
    #[sea_orm(num_value = 4)]
    PressRelease,
    /// A trailer or teaser.
    #[sea_orm(num_value = 5)]
    Trailer,
    /// The credits of the work itself.
    #[sea_orm(num_value = 6)]
    Credits,
    /// A post on a social network.
    #[sea_orm(num_value = 7)]
    SocialPost,
    /// An editor of this database.
    #[sea_orm(num_value = 8)]
    Editor,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// A stage in the life of a production, in the order in which they usually come.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MilestoneKind {
    /// The project was made public.
    #[sea_orm(num_value = 1)]
    Announced,
    /// Somebody bought the rights or the finished work.
    #[sea_orm(num_value = 2)]
    Acquired,
    /// Somebody was cast.
    #[sea_orm(num_value = 3)]
    Cast,
    /// Preparation began.
    #[sea_orm(num_value = 4)]
    PreProduction,
    /// Principal photography began, or went on during the period.
    #[sea_orm(num_value = 5)]
    FilmingStarted,
    /// Principal photography ended.
    #[sea_orm(num_value = 6)]
    FilmingWrapped,
    /// Editing, effects, music.
    #[sea_orm(num_value = 7)]
    PostProduction,
    /// The work was finished.
    #[sea_orm(num_value = 8)]
    Completed,
    /// A teaser or trailer was shown; it does not change the status.
    #[sea_orm(num_value = 9)]
    TeaserReleased,
    /// The work was released.
    #[sea_orm(num_value = 10)]
    Released,
    /// The project was given up.
    #[sea_orm(num_value = 11)]
    Canceled,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// Whether a milestone is a point in time or lasts.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MilestoneSpan {
    /// It happened on some day within its date.
    #[sea_orm(num_value = 1)]
    Point,
    /// It held on every day of its date.
    #[sea_orm(num_value = 2)]
    During,
}
/// Who gave out an external identifier.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExternalAuthority {
    /// IMDb: `tt…` for titles, `nm…` for people, `co…` for companies.
    #[sea_orm(num_value = 1)]
    Imdb,
    /// The Movie Database: numbers, counted apart for films, series and people.
    #[sea_orm(num_value = 2)]
    Tmdb,
    /// Wikidata: `Q…`.
    #[sea_orm(num_value = 3)]
    Wikidata,
    /// TheTVDB.
    #[sea_orm(num_value = 4)]
    Tvdb,
    /// Letterboxd.
    #[sea_orm(num_value = 5)]
    Letterboxd,
    /// MusicBrainz.
    #[sea_orm(num_value = 6)]
    Musicbrainz,
    /// ISAN, ISO 15706.
    #[sea_orm(num_value = 7)]
    Isan,
    /// EIDR.
    #[sea_orm(num_value = 8)]
    Eidr,
    /// Another Filmgraph.
    #[sea_orm(num_value = 9)]
    Filmgraph,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// The number space within an authority that counts several kinds of record apart.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ExternalSpace {
    /// One space for everything.
    #[sea_orm(num_value = 0)]
    Whole,
    /// Films (TMDB: movie).
    #[sea_orm(num_value = 1)]
    Film,
    /// Series (TMDB: tv).
    #[sea_orm(num_value = 2)]
    Series,
    /// People (TMDB: person).
    #[sea_orm(num_value = 3)]
    Person,
}
/// What a company did for a work.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompanyRoleKind {
    /// Made it.
    #[sea_orm(num_value = 1)]
    Production,
    /// Brought it to cinemas or shops.
    #[sea_orm(num_value = 2)]
    Distribution,
    /// Streams it.
    #[sea_orm(num_value = 3)]
    Platform,
    /// Broadcast it.
    #[sea_orm(num_value = 4)]
    Broadcast,
    /// Sold its rights.
    #[sea_orm(num_value = 5)]
    Sales,
    /// Made its effects.
    #[sea_orm(num_value = 6)]
    Effects,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// How a work was released.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReleaseKind {
    /// Shown at a festival.
    #[sea_orm(num_value = 1)]
    Festival,
    /// A first showing to invited guests.
    #[sea_orm(num_value = 2)]
    Premiere,
    /// In a few cinemas.
    #[sea_orm(num_value = 3)]
    Limited,
    /// In cinemas.
    #[sea_orm(num_value = 4)]
    Theatrical,
    /// To buy or rent online.
    #[sea_orm(num_value = 5)]
    Digital,
    /// On a streaming platform.
    #[sea_orm(num_value = 6)]
    Streaming,
    /// On disc or tape.
    #[sea_orm(num_value = 7)]
    Physical,
    /// On television.
    #[sea_orm(num_value = 8)]
    Tv,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What kind of deal.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DealKind {
    /// The rights were bought.
    #[sea_orm(num_value = 1)]
    Acquisition,
    /// The distribution was agreed.
    #[sea_orm(num_value = 2)]
    Distribution,
    /// A licence for some time or place.
    #[sea_orm(num_value = 3)]
    License,
    /// The right to buy later.
    #[sea_orm(num_value = 4)]
    Option,
    /// The right to be offered it first.
    #[sea_orm(num_value = 5)]
    FirstLook,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What a place is to a work.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LocationKind {
    /// It was shot there.
    #[sea_orm(num_value = 1)]
    Filming,
    /// It plays there.
    #[sea_orm(num_value = 2)]
    Narrative,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What came of a nomination.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AwardResult {
    /// It won.
    #[sea_orm(num_value = 1)]
    Won,
    /// It was nominated.
    #[sea_orm(num_value = 2)]
    Nominated,
    /// It was on the shortlist.
    #[sea_orm(num_value = 3)]
    Shortlisted,
    /// An honorary award.
    #[sea_orm(num_value = 4)]
    Honorary,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// How one work relates to another.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum WorkRelationKind {
    /// It continues the other.
    #[sea_orm(num_value = 1)]
    SequelOf,
    /// It makes the other anew.
    #[sea_orm(num_value = 2)]
    RemakeOf,
    /// It is based on the other.
    #[sea_orm(num_value = 3)]
    BasedOn,
    /// It grew out of the other.
    #[sea_orm(num_value = 4)]
    SpinOffOf,
    /// It is compared with the other.
    #[sea_orm(num_value = 5)]
    ComparedWith,
    /// It is seen in one trend with the other.
    #[sea_orm(num_value = 6)]
    SameTrendAs,
    /// It refers to the other.
    #[sea_orm(num_value = 7)]
    References,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What kind of commentary.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CommentaryKind {
    /// A judgement of the work.
    #[sea_orm(num_value = 1)]
    Review,
    /// A reading of it.
    #[sea_orm(num_value = 2)]
    Analysis,
    /// How it was received.
    #[sea_orm(num_value = 3)]
    Reception,
    /// What is expected of it.
    #[sea_orm(num_value = 4)]
    Expectation,
    /// A fact by the way.
    #[sea_orm(num_value = 5)]
    Trivia,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What an image shows.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ImageKind {
    /// A poster.
    #[sea_orm(num_value = 1)]
    Poster,
    /// A wide picture for backgrounds.
    #[sea_orm(num_value = 2)]
    Backdrop,
    /// A picture from the work.
    #[sea_orm(num_value = 3)]
    Still,
    /// Its title as drawn.
    #[sea_orm(num_value = 4)]
    Logo,
    /// A person.
    #[sea_orm(num_value = 5)]
    Portrait,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What a video is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VideoKind {
    /// A teaser.
    #[sea_orm(num_value = 1)]
    Teaser,
    /// A trailer.
    #[sea_orm(num_value = 2)]
    Trailer,
    /// A part of the work.
    #[sea_orm(num_value = 3)]
    Clip,
    /// A short film about it.
    #[sea_orm(num_value = 4)]
    Featurette,
    /// From its making.
    #[sea_orm(num_value = 5)]
    BehindTheScenes,
    /// A conversation.
    #[sea_orm(num_value = 6)]
    Interview,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}

/// What a link leads to.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LinkKind {
    /// The official site.
    #[sea_orm(num_value = 1)]
    Official,
    /// An account on a social network.
    #[sea_orm(num_value = 2)]
    Social,
    /// A review.
    #[sea_orm(num_value = 3)]
    Review,
    /// Where it can be watched or heard.
    #[sea_orm(num_value = 4)]
    Stream,
    /// Something that the vocabulary has no word for.
    #[sea_orm(num_value = 99)]
    Other,
}
/// What a change did.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChangeAction {
    /// The record is new.
    #[sea_orm(num_value = 1)]
    Created,
    /// Fields of the record changed.
    #[sea_orm(num_value = 2)]
    Updated,
    /// The record is gone.
    #[sea_orm(num_value = 3)]
    Deleted,
    /// The record was merged into another.
    #[sea_orm(num_value = 4)]
    Merged,
    /// A merge was taken back.
    #[sea_orm(num_value = 5)]
    Unmerged,
    /// A bulk import moved many records at once.
    #[sea_orm(num_value = 6)]
    Imported,
}

/// What is special about a role. A role has a set of them; the code is a bit.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoleAttribute {
    /// Not named in the credits.
    Uncredited,
    /// Heard, not seen.
    Voice,
    /// Seen or heard only in footage made for something else.
    ArchiveFootage,
    /// As themselves.
    #[serde(rename = "SELF")]
    Self_,
    /// A very short appearance.
    Cameo,
    /// Something that the vocabulary has no word for.
    Other,
}

impl RoleAttribute {
    /// Every attribute, in the order of their bits.
    pub const ALL: [Self; 6] = [
        Self::Uncredited,
        Self::Voice,
        Self::ArchiveFootage,
        Self::Self_,
        Self::Cameo,
        Self::Other,
    ];

    /// The attribute's bit in `role.attributes`; a bit never changes its meaning.
    #[must_use]
    pub const fn bit(self) -> i16 {
        match self {
            Self::Uncredited => 1,
            Self::Voice => 1 << 1,
            Self::ArchiveFootage => 1 << 2,
            Self::Self_ => 1 << 3,
            Self::Cameo => 1 << 4,
            Self::Other => 1 << 14,
        }
    }

    /// The set that holds these attributes.
    #[must_use]
    pub fn set<'a>(attributes: impl IntoIterator<Item = &'a Self>) -> i16 {
        attributes.into_iter().fold(0, |set, a| set | a.bit())
    }

    /// The attributes in a set, in the order of their bits.
    #[must_use]
    pub fn list(set: i16) -> Vec<Self> {
        let holds = |a: &Self| set & a.bit() != 0;
        Self::ALL.into_iter().filter(holds).collect()
    }
}

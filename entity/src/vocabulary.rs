//! The vocabularies that columns hold as small integers.
//!
//! A code never changes its meaning and is never given out again: bulk data holds hundreds of
//! millions of them. Code 0 is kept free, so that a forgotten value cannot pass for a real one;
//! `Other` is the same code in every vocabulary, and raw text beside it says what was meant.

use serde::{Deserialize, Serialize};

mod claim;

pub use crate::kinds::RecordKind;
pub use claim::{ClaimStance, Property};

/// Declares a vocabulary: its words, each with its code.
macro_rules! vocabulary {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$meaning:meta])* $word:ident = $code:literal,)+ }
    ) => {
        $(#[$doc])*
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            sea_orm::EnumIter,
            sea_orm::DeriveActiveEnum,
            serde::Serialize,
            serde::Deserialize,
            schemars::JsonSchema,
        )]
        #[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name {
            $(
                $(#[$meaning])*
                #[sea_orm(num_value = $code)]
                $word,
            )+
        }

        impl $name {
            /// Every word, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// The code that the database keeps.
            #[must_use]
            pub const fn code(self) -> i16 {
                match self {
                    $(Self::$word => $code,)+
                }
            }

            /// The word of a code, if it has one.
            #[must_use]
            #[inline]
            pub const fn of_code(code: i16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$word),)+
                    _ => None,
                }
            }
        }

        $crate::code::read_by_code!($name);
    };
}
pub(crate) use vocabulary;

/// The code of `Other` in every vocabulary that has one.
pub const OTHER: i16 = 99;

vocabulary! {
    /// What a work is.
    WorkKind {
        /// A feature film shown in cinemas, at festivals or on a platform.
        Film = 1,
        /// A film of less than about 40 minutes.
        ShortFilm = 2,
        /// A film made for television.
        TvFilm = 3,
        /// A film released straight to video or online.
        Video = 4,
        /// A one-off television or streaming programme.
        Special = 5,
        /// A series with an open number of episodes.
        Series = 6,
        /// A series with a set, small number of episodes.
        MiniSeries = 7,
        /// One episode of a series or mini-series.
        Episode = 8,
        /// A musical work as released: a song or an album.
        Recording = 9,
        /// A film made for a piece of music.
        MusicVideo = 10,
        /// A video game.
        Game = 11,
        /// Something that the vocabulary has no word for; the source's own word is in `kindRaw`.
        Other = 99,
    }
}

vocabulary! {
    /// The department of a production in which somebody worked.
    Department {
        /// On the screen, or heard as a voice.
        Acting = 1,
        /// Direction.
        Directing = 2,
        /// Screenplay, story, creation of a series.
        Writing = 3,
        /// Producing in all its grades.
        Production = 4,
        /// Cinematography and camera crew.
        Camera = 5,
        /// Editing of the picture.
        Editing = 6,
        /// Sound recording, design and mixing.
        Sound = 7,
        /// Composition, songs, performance of music.
        Music = 8,
        /// Production design, sets, properties.
        Art = 9,
        /// Costume, make-up and hair.
        CostumeAndMakeup = 10,
        /// Lighting and grip.
        Lighting = 11,
        /// Visual and special effects, animation.
        VisualEffects = 12,
        /// Casting.
        Casting = 13,
        /// Crew of no department of its own: stunts, production staff, thanks.
        Crew = 14,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// How sure a fact is, weakest first. `minCertainty` lets through the given one and every stronger one.
    Certainty {
        /// Hearsay without a named source.
        Rumored = 1,
        /// Foreseen, not announced.
        Expected = 2,
        /// Told with a hedge: reportedly, slated for, described as.
        Reported = 3,
        /// Said plainly by a data set or an article.
        Stated = 4,
        /// Confirmed by those concerned.
        Confirmed = 5,
    }
}

vocabulary! {
    /// Why a value is not there.
    MissingReason {
        /// It exists or will exist, and has not been made public.
        NotAnnounced = 1,
        /// There can be none.
        NotApplicable = 2,
        /// Nobody has told us.
        Unknown = 3,
        /// Every value that was told has been denied.
        Disputed = 4,
    }
}

vocabulary! {
    /// What a title is used for.
    TitleKind {
        /// The title in its country and language of origin.
        Original = 1,
        /// Another title in use.
        Alternative = 2,
        /// The title during production.
        Working = 3,
        /// The title at festivals.
        Festival = 4,
        /// The title on television.
        Tv = 5,
        /// The title on video.
        Video = 6,
        /// The title on DVD.
        Dvd = 7,
        /// The title that a data set shows for a country.
        Display = 8,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a name of a person is.
    PersonNameKind {
        /// The name given at birth.
        Birth = 1,
        /// The name under which they perform.
        Stage = 2,
        /// Another name in use.
        Alias = 3,
        /// A name as it stood in credits.
        Credited = 4,
        /// The name in another script.
        Transliterated = 5,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a source is.
    SourceKind {
        /// A data set taken in as a whole.
        DataSet = 1,
        /// An article in print or on the web.
        Article = 2,
        /// A conversation that was published.
        Interview = 3,
        /// An announcement by those concerned.
        PressRelease = 4,
        /// A trailer or teaser.
        Trailer = 5,
        /// The credits of the work itself.
        Credits = 6,
        /// A post on a social network.
        SocialPost = 7,
        /// An editor of this database.
        Editor = 8,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// A stage in the life of a production, in the order in which they usually come.
    MilestoneKind {
        /// The project was made public.
        Announced = 1,
        /// Somebody bought the rights or the finished work.
        Acquired = 2,
        /// Somebody was cast.
        Cast = 3,
        /// Preparation began.
        PreProduction = 4,
        /// Principal photography began, or went on during the period.
        FilmingStarted = 5,
        /// Principal photography ended.
        FilmingWrapped = 6,
        /// Editing, effects, music.
        PostProduction = 7,
        /// The work was finished.
        Completed = 8,
        /// A teaser or trailer was shown; it does not change the status.
        TeaserReleased = 9,
        /// The work was released.
        Released = 10,
        /// The project was given up.
        Canceled = 11,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// Whether a milestone is a point in time or lasts.
    MilestoneSpan {
        /// It happened on some day within its date.
        Point = 1,
        /// It held on every day of its date.
        During = 2,
    }
}

vocabulary! {
    /// Who gave out an external identifier.
    ExternalAuthority {
        /// IMDb: `tt…` for titles, `nm…` for people, `co…` for companies.
        Imdb = 1,
        /// The Movie Database: numbers, counted apart for films, series, episodes, people and companies.
        Tmdb = 2,
        /// Wikidata: `Q…`.
        Wikidata = 3,
        /// TheTVDB: numbers, counted apart likewise.
        Tvdb = 4,
        /// Letterboxd.
        Letterboxd = 5,
        /// MusicBrainz.
        Musicbrainz = 6,
        /// ISAN, ISO 15706.
        Isan = 7,
        /// EIDR.
        Eidr = 8,
        /// Another Filmgraph.
        Filmgraph = 9,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// The number space within an authority that counts several kinds of record apart.
    ExternalSpace {
        /// One space for everything.
        Whole = 0,
        /// Films and everything else that is none of the others (TMDB: movie).
        Film = 1,
        /// Series (TMDB: tv).
        Series = 2,
        /// People (TMDB: person).
        Person = 3,
        /// Episodes.
        Episode = 4,
        /// Games.
        Game = 5,
        /// Companies.
        Company = 6,
        /// Characters.
        Character = 7,
    }
}

vocabulary! {
    /// What a company did for a work.
    CompanyRoleKind {
        /// Made it.
        Production = 1,
        /// Brought it to cinemas or shops.
        Distribution = 2,
        /// Streams it.
        Platform = 3,
        /// Broadcast it.
        Broadcast = 4,
        /// Sold its rights.
        Sales = 5,
        /// Made its effects.
        Effects = 6,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// How a work was released.
    ReleaseKind {
        /// Shown at a festival.
        Festival = 1,
        /// A first showing to invited guests.
        Premiere = 2,
        /// In a few cinemas.
        Limited = 3,
        /// In cinemas.
        Theatrical = 4,
        /// To buy or rent online.
        Digital = 5,
        /// On a streaming platform.
        Streaming = 6,
        /// On disc or tape.
        Physical = 7,
        /// On television.
        Tv = 8,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What kind of deal.
    DealKind {
        /// The rights were bought.
        Acquisition = 1,
        /// The distribution was agreed.
        Distribution = 2,
        /// A licence for some time or place.
        License = 3,
        /// The right to buy later.
        Option = 4,
        /// The right to be offered it first.
        FirstLook = 5,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a place is to a work.
    LocationKind {
        /// It was shot there.
        Filming = 1,
        /// It plays there.
        Narrative = 2,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What came of a nomination.
    AwardResult {
        /// It won.
        Won = 1,
        /// It was nominated.
        Nominated = 2,
        /// It was on the shortlist.
        Shortlisted = 3,
        /// An honorary award.
        Honorary = 4,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// How one work relates to another.
    WorkRelationKind {
        /// It continues the other.
        SequelOf = 1,
        /// It makes the other anew.
        RemakeOf = 2,
        /// It is based on the other.
        BasedOn = 3,
        /// It grew out of the other.
        SpinOffOf = 4,
        /// It is compared with the other.
        ComparedWith = 5,
        /// It is seen in one trend with the other.
        SameTrendAs = 6,
        /// It refers to the other.
        References = 7,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What kind of commentary.
    CommentaryKind {
        /// A judgement of the work.
        Review = 1,
        /// A reading of it.
        Analysis = 2,
        /// How it was received.
        Reception = 3,
        /// What is expected of it.
        Expectation = 4,
        /// A fact by the way.
        Trivia = 5,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What an image shows.
    ImageKind {
        /// A poster.
        Poster = 1,
        /// A wide picture for backgrounds.
        Backdrop = 2,
        /// A picture from the work.
        Still = 3,
        /// Its title as drawn.
        Logo = 4,
        /// A person.
        Portrait = 5,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a video is.
    VideoKind {
        /// A teaser.
        Teaser = 1,
        /// A trailer.
        Trailer = 2,
        /// A part of the work.
        Clip = 3,
        /// A short film about it.
        Featurette = 4,
        /// From its making.
        BehindTheScenes = 5,
        /// A conversation.
        Interview = 6,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a link leads to.
    LinkKind {
        /// The official site.
        Official = 1,
        /// An account on a social network.
        Social = 2,
        /// A review.
        Review = 3,
        /// Where it can be watched or heard.
        Stream = 4,
        /// Something that the vocabulary has no word for.
        Other = 99,
    }
}

vocabulary! {
    /// What a change did.
    ChangeAction {
        /// The record is new.
        Created = 1,
        /// Fields of the record changed.
        Updated = 2,
        /// The record is gone.
        Deleted = 3,
        /// The record was merged into another.
        Merged = 4,
        /// A merge was taken back.
        Unmerged = 5,
        /// A bulk import moved many records at once.
        Imported = 6,
    }
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

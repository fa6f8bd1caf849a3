//! The words of IMDb's data sets that are generated, with how often each occurs.

use super::draw::Draw;

/// A `titleType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Movie,
    Short,
    TvEpisode,
    TvMiniSeries,
    TvMovie,
    TvPilot,
    TvSeries,
    TvShort,
    TvSpecial,
    Video,
    VideoGame,
}

/// Thousands of titles of each kind but episodes.
const KINDS: [(u32, Kind); 10] = [
    (1_130, Kind::Short),
    (745, Kind::Movie),
    (325, Kind::Video),
    (299, Kind::TvSeries),
    (155, Kind::TvMovie),
    (70, Kind::TvMiniSeries),
    (58, Kind::TvSpecial),
    (49, Kind::VideoGame),
    (11, Kind::TvShort),
    (1, Kind::TvPilot),
];

impl Kind {
    /// Any kind but an episode.
    pub(super) fn draw(draw: &mut Draw) -> Self {
        draw.weighted(&KINDS, Self::Movie)
    }

    /// As IMDb writes it.
    pub(super) const fn imdb(self) -> &'static str {
        match self {
            Self::Movie => "movie",
            Self::Short => "short",
            Self::TvEpisode => "tvEpisode",
            Self::TvMiniSeries => "tvMiniSeries",
            Self::TvMovie => "tvMovie",
            Self::TvPilot => "tvPilot",
            Self::TvSeries => "tvSeries",
            Self::TvShort => "tvShort",
            Self::TvSpecial => "tvSpecial",
            Self::Video => "video",
            Self::VideoGame => "videoGame",
        }
    }

    /// The `WorkKind` of the interchange format.
    pub(super) const fn work_kind(self) -> &'static str {
        match self {
            Self::Movie => "FILM",
            Self::Short | Self::TvShort => "SHORT_FILM",
            Self::TvEpisode => "EPISODE",
            Self::TvMiniSeries => "MINI_SERIES",
            Self::TvMovie | Self::TvPilot => "TV_FILM",
            Self::TvSeries => "SERIES",
            Self::TvSpecial => "SPECIAL",
            Self::Video => "VIDEO",
            Self::VideoGame => "GAME",
        }
    }

    /// The usual running time in minutes; 0 where none is told.
    pub(super) const fn minutes(self) -> u32 {
        match self {
            Self::Movie => 96,
            Self::Short | Self::TvShort => 14,
            Self::TvEpisode => 38,
            Self::TvSeries | Self::TvMiniSeries => 45,
            Self::TvMovie | Self::TvPilot => 84,
            Self::TvSpecial | Self::Video => 70,
            Self::VideoGame => 0,
        }
    }

    pub(super) const fn is_series(self) -> bool {
        matches!(self, Self::TvSeries | Self::TvMiniSeries)
    }
}

/// A `category` of `title.principals`, in the order in which a title's rows stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    Actor,
    Actress,
    OneSelf,
    Director,
    Writer,
    Producer,
    Composer,
    Cinematographer,
    Editor,
    CastingDirector,
    ProductionDesigner,
    ArchiveFootage,
    ArchiveSound,
}

/// Hundred thousands of rows of each category.
pub(super) const CATEGORIES: [(u32, Category); 13] = [
    (235, Category::Actor),
    (177, Category::Actress),
    (150, Category::OneSelf),
    (119, Category::Writer),
    (85, Category::Director),
    (74, Category::Producer),
    (52, Category::Editor),
    (40, Category::Cinematographer),
    (32, Category::Composer),
    (12, Category::ProductionDesigner),
    (11, Category::CastingDirector),
    (4, Category::ArchiveFootage),
    (1, Category::ArchiveSound),
];

/// What somebody may do on a title where they are named already.
pub(super) const CREW: [Category; 8] = [
    Category::Writer,
    Category::Producer,
    Category::Director,
    Category::Editor,
    Category::Composer,
    Category::Cinematographer,
    Category::ProductionDesigner,
    Category::CastingDirector,
];

impl Category {
    /// As IMDb writes it.
    pub(super) const fn imdb(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Actress => "actress",
            Self::OneSelf => "self",
            Self::Director => "director",
            Self::Writer => "writer",
            Self::Producer => "producer",
            Self::Composer => "composer",
            Self::Cinematographer => "cinematographer",
            Self::Editor => "editor",
            Self::CastingDirector => "casting_director",
            Self::ProductionDesigner => "production_designer",
            Self::ArchiveFootage => "archive_footage",
            Self::ArchiveSound => "archive_sound",
        }
    }

    /// The profession of somebody who does mostly this, if it has a name.
    pub(super) const fn profession(self) -> Option<&'static str> {
        match self {
            Self::OneSelf | Self::ArchiveFootage | Self::ArchiveSound => None,
            other => Some(other.imdb()),
        }
    }

    /// The `Department` of the interchange format.
    pub(super) const fn department(self) -> &'static str {
        match self {
            Self::Director => "DIRECTING",
            Self::Writer => "WRITING",
            Self::Producer => "PRODUCTION",
            Self::Composer => "MUSIC",
            Self::Cinematographer => "CAMERA",
            Self::Editor => "EDITING",
            Self::CastingDirector => "CASTING",
            Self::ProductionDesigner => "ART",
            _ => "ACTING",
        }
    }

    /// The `RoleAttribute` of the interchange format.
    pub(super) const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::OneSelf => Some("SELF"),
            Self::ArchiveFootage | Self::ArchiveSound => Some("ARCHIVE_FOOTAGE"),
            _ => None,
        }
    }

    /// The job where the row names none; none in front of the camera.
    pub(super) fn job(self) -> Option<&'static str> {
        match self {
            Self::ProductionDesigner => Some("production designer"),
            Self::CastingDirector => Some("casting director"),
            other if other.department() == "ACTING" => None,
            other => Some(other.imdb()),
        }
    }
}

/// A genre, numbered from 1 as the bundled data number theirs.
pub(super) const GENRES: [&str; 28] = [
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Film-Noir",
    "Game-Show",
    "History",
    "Horror",
    "Music",
    "Musical",
    "Mystery",
    "News",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Short",
    "Sport",
    "Talk-Show",
    "Thriller",
    "War",
    "Western",
    "Adult",
];

/// How often a genre occurs, by its place in [`GENRES`].
pub(super) const GENRE_WEIGHTS: [(u32, usize); 28] = [
    (70, 0),
    (50, 1),
    (55, 2),
    (25, 3),
    (220, 4),
    (60, 5),
    (110, 6),
    (300, 7),
    (55, 8),
    (35, 9),
    (2, 10),
    (25, 11),
    (25, 12),
    (40, 13),
    (55, 14),
    (12, 15),
    (35, 16),
    (70, 17),
    (60, 18),
    (80, 19),
    (28, 20),
    (40, 21),
    (35, 22),
    (90, 23),
    (45, 24),
    (12, 25),
    (10, 26),
    (30, 27),
];

/// Where `Adult` stands in [`GENRES`].
pub(super) const ADULT: usize = 27;

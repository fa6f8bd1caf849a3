//! IMDb's words.

use entity::vocabulary::{Department, RoleAttribute, TitleKind, WorkKind};

use super::{Credit, look_up};

/// `titleType` of `title.basics`.
pub const TITLE_TYPES: [(&str, WorkKind); 11] = [
    ("movie", WorkKind::Film),
    ("short", WorkKind::ShortFilm),
    ("tvEpisode", WorkKind::Episode),
    ("tvMiniSeries", WorkKind::MiniSeries),
    ("tvMovie", WorkKind::TvFilm),
    ("tvPilot", WorkKind::Special),
    ("tvSeries", WorkKind::Series),
    ("tvShort", WorkKind::ShortFilm),
    ("tvSpecial", WorkKind::Special),
    ("video", WorkKind::Video),
    ("videoGame", WorkKind::Game),
];

/// `category` of `title.principals`.
pub const CATEGORIES: [(&str, Credit); 13] = [
    ("actor", Credit::acting(&[])),
    ("actress", Credit::acting(&[])),
    ("self", Credit::acting(&[RoleAttribute::Self_])),
    ("writer", Credit::job(Department::Writing, "writer")),
    ("director", Credit::job(Department::Directing, "director")),
    ("producer", Credit::job(Department::Production, "producer")),
    ("editor", Credit::job(Department::Editing, "editor")),
    (
        "cinematographer",
        Credit::job(Department::Camera, "director of photography"),
    ),
    ("composer", Credit::job(Department::Music, "composer")),
    (
        "production_designer",
        Credit::job(Department::Art, "production designer"),
    ),
    (
        "casting_director",
        Credit::job(Department::Casting, "casting director"),
    ),
    (
        "archive_footage",
        Credit::acting(&[RoleAttribute::ArchiveFootage]),
    ),
    (
        "archive_sound",
        Credit::acting(&[RoleAttribute::Voice, RoleAttribute::ArchiveFootage]),
    ),
];

/// `types` of `title.akas`.
pub const AKA_TYPES: [(&str, TitleKind); 8] = [
    ("alternative", TitleKind::Alternative),
    ("dvd", TitleKind::Dvd),
    ("festival", TitleKind::Festival),
    ("tv", TitleKind::Tv),
    ("video", TitleKind::Video),
    ("working", TitleKind::Working),
    ("original", TitleKind::Original),
    ("imdbDisplay", TitleKind::Display),
];

/// What a title type is; none for one that is not known.
#[must_use]
pub fn work_kind(title_type: &str) -> Option<WorkKind> {
    look_up(&TITLE_TYPES, title_type)
}

/// What a category is; none for one that is not known.
#[must_use]
pub fn credit(category: &str) -> Option<Credit> {
    look_up(&CATEGORIES, category)
}

/// What a type of a further title is; none for one that is not known.
#[must_use]
pub fn title_kind(aka_type: &str) -> Option<TitleKind> {
    look_up(&AKA_TYPES, aka_type)
}

//! Wikidata's properties, and the classes of works.

use entity::vocabulary::{
    CompanyRoleKind, Department, LocationKind, RoleAttribute, WorkKind, WorkRelationKind,
};

use super::{Credit, look_up};

/// Properties whose value worked on the work.
pub const CREDITS: [(&str, Credit); 9] = [
    ("P57", Credit::job(Department::Directing, "director")),
    ("P58", Credit::job(Department::Writing, "writer")),
    ("P86", Credit::job(Department::Music, "composer")),
    ("P161", Credit::acting(&[])),
    ("P162", Credit::job(Department::Production, "producer")),
    (
        "P344",
        Credit::job(Department::Camera, "director of photography"),
    ),
    ("P725", Credit::acting(&[RoleAttribute::Voice])),
    ("P1040", Credit::job(Department::Editing, "editor")),
    (
        "P1431",
        Credit::job(Department::Production, "executive producer"),
    ),
];

/// Classes that an item is an instance of (P31).
pub const CLASSES: [(&str, WorkKind); 6] = [
    ("Q11424", WorkKind::Film),
    ("Q24862", WorkKind::ShortFilm),
    ("Q506240", WorkKind::TvFilm),
    ("Q1259759", WorkKind::MiniSeries),
    ("Q5398426", WorkKind::Series),
    ("Q21191270", WorkKind::Episode),
];

/// Properties whose value is a company.
pub const COMPANIES: [(&str, CompanyRoleKind); 3] = [
    ("P272", CompanyRoleKind::Production),
    ("P449", CompanyRoleKind::Broadcast),
    ("P750", CompanyRoleKind::Distribution),
];

/// Properties whose value is a place.
pub const PLACES: [(&str, LocationKind); 2] = [
    ("P840", LocationKind::Narrative),
    ("P915", LocationKind::Filming),
];

/// Properties whose value is another work. `P156`, followed by, is `P155` read from the other side.
pub const RELATIONS: [(&str, WorkRelationKind); 2] = [
    ("P144", WorkRelationKind::BasedOn),
    ("P155", WorkRelationKind::SequelOf),
];

/// What a property with a person is; none for one that is not read.
#[must_use]
pub fn credit(property: &str) -> Option<Credit> {
    look_up(&CREDITS, property)
}

/// What an instance of a class is; none for a class that is not known.
#[must_use]
pub fn work_kind(class: &str) -> Option<WorkKind> {
    look_up(&CLASSES, class)
}

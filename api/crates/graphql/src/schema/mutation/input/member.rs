//! What an input has: the fields of its record, those that inputs have besides, and how each is
//! written.

use entity::vocabulary::RecordKind;
use record::{Field, Shape, entries};

use super::{Kind, Use};

/// The most roles that are made together with a work.
pub(super) const ROLES: usize = 500;
/// The most milestones that are made together with a work: as many as a work has at most.
pub(super) const MILESTONES: usize = 200;

/// A member of an input.
#[derive(Clone, Copy)]
pub(super) enum Member {
    /// A field of the record, perhaps by another name.
    Field {
        name: &'static str,
        field: &'static Field,
    },
    /// A shorter way to write a list of parts of which only one thing is said.
    Short(&'static Shorthand, &'static Field),
    /// The work that a record belongs to, or the series of an episode.
    Work(&'static Field),
    /// The person of a role.
    Person(&'static Field),
    /// Roles of a new work.
    Roles,
    /// Milestones of a new work.
    Milestones,
    /// What every input of its use has.
    Common(Common),
}

/// What inputs have besides the fields of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Common {
    Id,
    ExpectedVersion,
    Clear,
    ClearReason,
    Provenance,
    IdempotencyKey,
    DryRun,
}

/// A shorter way to write a list of parts of which only one thing is said.
pub(super) struct Shorthand {
    of: RecordKind,
    /// Its name.
    pub(super) name: &'static str,
    /// The field of the record.
    pub(super) field: &'static str,
    /// What the longer way is called.
    long: &'static str,
    /// What is said of it, where it has another name than the field.
    long_doc: Option<&'static str>,
    /// What is said of each part.
    pub(super) member: &'static str,
    /// Whether it is for several.
    pub(super) is_many: bool,
    /// Whether it is there when a record is changed, too.
    in_updates: bool,
    pub(super) doc: &'static str,
}

const SHORTHANDS: [Shorthand; 2] = [
    Shorthand {
        of: RecordKind::Role,
        name: "characters",
        field: "characters",
        long: "describedCharacters",
        long_doc: Some(
            "The characters, in order, where more is to be said of one than a name: of each a name, a description (`a taxi driver`), or both. Give this or `characters`, not both.",
        ),
        member: "name",
        is_many: true,
        in_updates: true,
        doc: "The names of the characters, in order, where nothing but names is said; otherwise give `describedCharacters`.",
    },
    Shorthand {
        of: RecordKind::Work,
        name: "synopsis",
        field: "synopses",
        long: "synopses",
        long_doc: None,
        member: "text",
        is_many: false,
        in_updates: false,
        doc: "What it is about, where that is said in one language that needs no naming.",
    },
];

static SHORT: [Shorthand; 2] = SHORTHANDS;

/// What is said of a longer way that has a name of its own.
pub(super) fn long_doc(name: &str) -> Option<&'static str> {
    SHORT.iter().find(|short| short.long == name)?.long_doc
}

/// The members of an input about a record of a kind, in order.
pub(super) fn members<R: Kind>(purpose: Use) -> Vec<Member> {
    let mut members = Vec::new();
    if purpose == Use::Update {
        members.extend([Common::Id, Common::ExpectedVersion].map(Member::Common));
    }
    for field in R::FIELDS.iter().filter(|field| is_given::<R>(field)) {
        members.extend(of_field::<R>(field, purpose));
    }
    if R::KIND == RecordKind::Work && purpose == Use::Create {
        members.extend([Member::Roles, Member::Milestones]);
    }
    let common: &[Common] = match purpose {
        Use::Part => &[Common::Provenance],
        Use::Create => &[Common::Provenance, Common::IdempotencyKey, Common::DryRun],
        Use::Update => &[
            Common::Clear,
            Common::ClearReason,
            Common::Provenance,
            Common::IdempotencyKey,
            Common::DryRun,
        ],
    };
    members.extend(common.iter().copied().map(Member::Common));
    members
}

/// Whether an editor gives it: how sure it is and by which source is said by the provenance.
fn is_given<R: Kind>(field: &Field) -> bool {
    let is_certainty = entries(R::KIND).any(|entry| entry.certainty == Some(field.name));
    !is_certainty && !matches!(field.name, "id" | "sources")
}

fn of_field<R: Kind>(field: &'static Field, purpose: Use) -> Vec<Member> {
    match field.shape {
        // What belongs to a work stays with it.
        Shape::Id(RecordKind::Work) if field.is_needed && purpose != Use::Create => Vec::new(),
        Shape::Id(RecordKind::Work) => vec![Member::Work(field)],
        Shape::Id(RecordKind::Person) => vec![Member::Person(field)],
        _ => {
            let short = SHORT.iter().find(|short| {
                let is_here = short.in_updates || purpose != Use::Update;
                short.of == R::KIND && short.field == field.name && is_here
            });
            let name = short.map_or(field.name, |short| short.long);
            let short = short.map(|short| Member::Short(short, field));
            let long = Member::Field { name, field };
            short.into_iter().chain([long]).collect()
        }
    }
}

/// The fields that an update can empty.
pub(super) fn clearable<R: Kind>() -> Vec<&'static str> {
    let given = R::FIELDS.iter().filter(|field| is_given::<R>(field));
    let can = given.filter(|field| !field.is_needed);
    can.map(|field| field.name).collect()
}

/// The fields that it cannot empty.
pub(super) fn required<R: Kind>() -> Vec<&'static str> {
    let given = R::FIELDS.iter().filter(|field| is_given::<R>(field));
    let cannot = given.filter(|field| field.is_needed);
    cannot.map(|field| field.name).collect()
}

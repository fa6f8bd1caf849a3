//! What writing is told of kinds beside their declarations: which are more than a row, and what
//! belongs or refers to records of every kind.

use entity::vocabulary::RecordKind;
use record::{Referring, referring};

use super::plain::Plain;

/// A kind is nothing but a row, perhaps with sources, except for those with a file of their own and
/// those in `lists.rs`.
macro_rules! only_a_row {
    (
        {}
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        $(only_a_row! { @ $kind $record })+
    };
    (@ Work $record:ident) => {};
    (@ Person $record:ident) => {};
    (@ Role $record:ident) => {};
    (@ Claim $record:ident) => {};
    (@ Company $record:ident) => {};
    (@ Character $record:ident) => {};
    (@ Season $record:ident) => {};
    (@ Award $record:ident) => {};
    (@ Quote $record:ident) => {};
    (@ Commentary $record:ident) => {};
    (@ List $record:ident) => {};
    (@ Collection $record:ident) => {};
    (@ $kind:ident $record:ident) => {
        impl Plain for record::$record {}
    };
}
entity::with_kinds!(only_a_row {});

/// A column of sources in a table of rows that are about records of any kind.
const fn sources_in(table: &'static str, field: &'static str) -> Referring {
    Referring {
        to: RecordKind::Source,
        by: None,
        table,
        column: "source_id",
        key: "subject_id",
        field,
        is_part: false,
    }
}

/// Where sources are named: by records that rest on them, by tombstones, and by edits.
const NAMING_SOURCES: [Referring; 3] = [
    sources_in("record_source", "sources"),
    sources_in("tombstone", "source"),
    sources_in("edit", "source"),
];

/// Every column that refers to records of a kind.
pub(super) fn every_column(kind: RecordKind) -> impl Iterator<Item = &'static Referring> {
    let everywhere: &[Referring] = match kind {
        RecordKind::Source => &NAMING_SOURCES,
        _ => &[],
    };
    referring(kind).chain(everywhere)
}

/// The kinds of records that are parts of records of a kind, and go with them: their table, and the
/// column of their owner's id. A part has no parts of its own but those of every kind.
pub(super) fn parts(kind: RecordKind) -> impl Iterator<Item = (RecordKind, &'static Referring)> {
    let parts = every_column(kind).filter(|column| column.is_part);
    parts.filter_map(|column| Some((column.by?, column)))
}

/// Tables of rows that belong to records of any kind: the table, the column of the kind, and that
/// of the id.
pub(super) const BELONGING_TO_ANY: [(&str, &str, &str); 6] = [
    ("claim", "subject_kind", "subject_id"),
    ("edit", "subject_kind", "subject_id"),
    ("record_source", "subject_kind", "subject_id"),
    ("external_id", "subject_kind", "subject_id"),
    ("link", "subject_kind", "subject_id"),
    ("about", "record_kind", "record_id"),
];

//! What writing is told of each kind beside its declaration: whether it is nothing but a row, which
//! columns refer to records, which rows belong to them, and which records are their parts.

use entity::vocabulary::RecordKind;
use record::{
    CompanyRoleRecord, CoverageRecord, DealRecord, GenreRecord, ImageRecord, KeywordRecord,
    LocationRecord, MilestoneRecord, ProfessionRecord, RatingRecord, RelationRecord, ReleaseRecord,
    SeasonRecord, SourceRecord, VideoRecord,
};

use super::plain::Plain;

/// The kinds that are nothing but a row, perhaps with sources.
macro_rules! only_a_row {
    ($($record:ident),+ $(,)?) => {$(
        impl Plain for $record {}
    )+};
}
only_a_row!(
    CompanyRoleRecord,
    CoverageRecord,
    DealRecord,
    GenreRecord,
    ImageRecord,
    KeywordRecord,
    LocationRecord,
    MilestoneRecord,
    ProfessionRecord,
    RatingRecord,
    RelationRecord,
    ReleaseRecord,
    SeasonRecord,
    SourceRecord,
    VideoRecord,
);

/// A column that holds ids of records, and the record whose field it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) table: &'static str,
    pub(super) name: &'static str,
    /// The kind of the record that refers; none where the row names it, in `subject_kind`.
    pub(super) by: Option<RecordKind>,
    /// The column of that record's id.
    pub(super) key: &'static str,
    /// The field of the record, as the interchange format names it.
    pub(super) field: &'static str,
    tie: Tie,
}

/// What a column says of the two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    /// The one refers to the other, and keeps it from being deleted.
    Reference,
    /// The one is a part of the other, and goes with it.
    Part,
}

macro_rules! columns {
    ($($table:literal.$name:literal $tie:ident $kind:ident.$key:literal in $field:literal),* $(,)?) => {
        &[$(Column {
            table: $table,
            name: $name,
            by: Some(RecordKind::$kind),
            key: $key,
            field: $field,
            tie: Tie::$tie,
        }),*]
    };
}

/// The columns that refer to records of a kind: what is named in them cannot be deleted alone.
fn referring(kind: RecordKind) -> &'static [Column] {
    match kind {
        RecordKind::Source => columns![
            "rating"."source_id" Reference Rating."id" in "source",
            "quote"."source_id" Reference Quote."id" in "source",
            "commentary"."source_id" Reference Commentary."id" in "source",
            "image"."source_id" Reference Image."id" in "source",
            "video"."source_id" Reference Video."id" in "source",
            "box_office"."source_id" Reference Work."work_id" in "boxOffice",
            "claim"."source_id" Reference Claim."id" in "source",
            "coverage"."source_id" Reference Coverage."id" in "source",
        ],
        RecordKind::Genre => {
            columns!["work_genre"."genre_id" Reference Work."work_id" in "genres"]
        }
        RecordKind::Keyword => {
            columns!["work_keyword"."keyword_id" Reference Work."work_id" in "keywords"]
        }
        RecordKind::Profession => {
            columns!["person_profession"."profession_id" Reference Person."person_id" in "professions"]
        }
        RecordKind::Company => columns![
            "company_role"."company_id" Reference CompanyRole."id" in "company",
            "release"."platform_id" Reference Release."id" in "platform",
            "deal"."buyer_id" Reference Deal."id" in "buyer",
            "deal"."seller_id" Reference Deal."id" in "seller",
        ],
        RecordKind::Character => {
            columns!["character_role"."character_id" Reference Role."role_id" in "characters"]
        }
        RecordKind::Person => columns![
            "role"."person_id" Reference Role."id" in "person",
            "award_person"."person_id" Reference Award."nomination_id" in "people",
            "quote"."speaker_id" Reference Quote."id" in "speaker",
            "quote"."interviewer_id" Reference Quote."id" in "interviewer",
        ],
        RecordKind::Work => columns![
            "work"."series_id" Reference Work."id" in "series",
            "role"."work_id" Part Role."id" in "work",
            "season"."series_id" Part Season."id" in "series",
            "company_role"."work_id" Part CompanyRole."id" in "work",
            "release"."work_id" Part Release."id" in "work",
            "milestone"."work_id" Part Milestone."id" in "work",
            "deal"."work_id" Part Deal."id" in "work",
            "work_location"."work_id" Part Location."id" in "work",
            "award_nomination"."work_id" Part Award."id" in "work",
            "rating"."work_id" Part Rating."id" in "work",
            "work_relation"."from_id" Reference Relation."id" in "from",
            "work_relation"."to_id" Reference Relation."id" in "to",
            "curated_list"."about_work_id" Reference List."id" in "about",
            "list_entry"."work_id" Reference List."list_id" in "entries",
            "collection_work"."work_id" Reference Collection."collection_id" in "works",
            "video"."work_id" Part Video."id" in "work",
        ],
        RecordKind::Image => columns!["video"."thumbnail_id" Reference Video."id" in "thumbnail"],
        _ => &[],
    }
}

/// The column of the sources that records of every kind rest on.
const RESTING: Column = Column {
    table: "record_source",
    name: "source_id",
    by: None,
    key: "subject_id",
    field: "sources",
    tie: Tie::Reference,
};

/// The columns of tombstones that refer to records of a kind.
const TOMBSTONES: Column = Column {
    table: "tombstone",
    name: "source_id",
    by: None,
    key: "subject_id",
    field: "source",
    tie: Tie::Reference,
};

/// The column of the sources that edits of records name.
const EDITS: Column = Column {
    table: "edit",
    name: "source_id",
    by: None,
    key: "subject_id",
    field: "source",
    tie: Tie::Reference,
};

/// Every column that refers to records of a kind.
pub(super) fn every_column(kind: RecordKind) -> impl Iterator<Item = &'static Column> {
    let everywhere: &[Column] = match kind {
        RecordKind::Source => &[RESTING, TOMBSTONES, EDITS],
        _ => &[],
    };
    referring(kind).iter().chain(everywhere)
}

/// The kinds of records that are parts of records of a kind, and go with them: their table, and the
/// column of their owner's id. A part has no parts of its own but those of every kind.
pub(super) fn parts(kind: RecordKind) -> impl Iterator<Item = (RecordKind, &'static Column)> {
    let parts = every_column(kind).filter(|column| column.tie == Tie::Part);
    parts.filter_map(|column| Some((column.by?, column)))
}

/// The kinds of records that are parts of records of every kind: they name them as their subject.
/// Each with what else has to hold. Claims come last, for they can be about the others.
pub(super) const PARTS_OF_ANY: [(RecordKind, &str); 3] = [
    (RecordKind::Image, ""),
    (RecordKind::Coverage, ""),
    (RecordKind::Claim, " AND NOT is_own"),
];

/// The columns of tables whose rows belong to records of a kind, and go with them.
pub(super) fn belonging(kind: RecordKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        RecordKind::Work => &[
            ("title", "work_id"),
            ("work_genre", "work_id"),
            ("work_keyword", "work_id"),
            ("work_country", "work_id"),
            ("work_language", "work_id"),
            ("work_text", "work_id"),
            ("certification", "work_id"),
            ("box_office", "work_id"),
        ],
        RecordKind::Person => &[
            ("person_name", "person_id"),
            ("biography", "person_id"),
            ("person_profession", "person_id"),
        ],
        RecordKind::Role => &[("character_role", "role_id")],
        RecordKind::Award => &[("award_person", "nomination_id")],
        RecordKind::List => &[("list_entry", "list_id")],
        RecordKind::Collection => &[("collection_work", "collection_id")],
        _ => &[],
    }
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

//! Which columns refer to records, which rows belong to them, and which records are their parts.

use std::collections::BTreeSet;

use claim::ClaimValue;
use entity::vocabulary::SubjectKind;
use model::id::RecordId;
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use crate::read::Subject;
use crate::transaction::Transaction;
use crate::{StoreError, dialect};

/// A column that holds ids of records, and the record whose field it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) table: &'static str,
    pub(super) name: &'static str,
    /// The kind of the record that refers; none where the row names it, in `subject_kind`.
    by: Option<SubjectKind>,
    /// The column of that record's id.
    key: &'static str,
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
            by: Some(SubjectKind::$kind),
            key: $key,
            field: $field,
            tie: Tie::$tie,
        }),*]
    };
}

/// The columns that refer to records of a kind: what is named in them cannot be deleted alone.
fn referring(kind: SubjectKind) -> &'static [Column] {
    match kind {
        SubjectKind::Source => columns![
            "rating"."source_id" Reference Rating."id" in "source",
            "quote"."source_id" Reference Quote."id" in "source",
            "commentary"."source_id" Reference Commentary."id" in "source",
            "image"."source_id" Reference Image."id" in "source",
            "video"."source_id" Reference Video."id" in "source",
            "box_office"."source_id" Reference Work."work_id" in "boxOffice",
            "claim"."source_id" Reference Claim."id" in "source",
        ],
        SubjectKind::Genre => {
            columns!["work_genre"."genre_id" Reference Work."work_id" in "genres"]
        }
        SubjectKind::Keyword => {
            columns!["work_keyword"."keyword_id" Reference Work."work_id" in "keywords"]
        }
        SubjectKind::Profession => {
            columns!["person_profession"."profession_id" Reference Person."person_id" in "professions"]
        }
        SubjectKind::Company => columns![
            "company_role"."company_id" Reference CompanyRole."id" in "company",
            "release"."platform_id" Reference Release."id" in "platform",
            "deal"."buyer_id" Reference Deal."id" in "buyer",
            "deal"."seller_id" Reference Deal."id" in "seller",
        ],
        SubjectKind::Character => {
            columns!["character_role"."character_id" Reference Role."role_id" in "characters"]
        }
        SubjectKind::Person => columns![
            "role"."person_id" Reference Role."id" in "person",
            "award_person"."person_id" Reference Award."nomination_id" in "people",
            "quote"."speaker_id" Reference Quote."id" in "speaker",
            "quote"."interviewer_id" Reference Quote."id" in "interviewer",
        ],
        SubjectKind::Work => columns![
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
        SubjectKind::Image => columns!["video"."thumbnail_id" Reference Video."id" in "thumbnail"],
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
pub(super) fn every_column(kind: SubjectKind) -> impl Iterator<Item = &'static Column> {
    let everywhere: &[Column] = match kind {
        SubjectKind::Source => &[RESTING, TOMBSTONES, EDITS],
        _ => &[],
    };
    referring(kind).iter().chain(everywhere)
}

/// The kinds of records that are parts of records of a kind, and go with them: their table, and the
/// column of their owner's id. A part has no parts of its own but those of every kind.
pub(super) fn parts(kind: SubjectKind) -> impl Iterator<Item = (SubjectKind, &'static Column)> {
    let parts = every_column(kind).filter(|column| column.tie == Tie::Part);
    parts.filter_map(|column| Some((column.by?, column)))
}

/// The kinds of records that are parts of records of every kind: they name them as their subject.
/// Images before claims, for claims can be about images.
pub(super) const PARTS_OF_ANY: [(SubjectKind, &str); 2] = [
    (SubjectKind::Image, ""),
    (SubjectKind::Claim, " AND NOT is_own"),
];

/// The columns of tables whose rows belong to records of a kind, and go with them.
pub(super) fn belonging(kind: SubjectKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        SubjectKind::Work => &[
            ("title", "work_id"),
            ("work_genre", "work_id"),
            ("work_keyword", "work_id"),
            ("work_country", "work_id"),
            ("work_language", "work_id"),
            ("work_text", "work_id"),
            ("certification", "work_id"),
            ("box_office", "work_id"),
        ],
        SubjectKind::Person => &[
            ("person_name", "person_id"),
            ("biography", "person_id"),
            ("person_profession", "person_id"),
        ],
        SubjectKind::Role => &[("character_role", "role_id")],
        SubjectKind::Award => &[("award_person", "nomination_id")],
        SubjectKind::List => &[("list_entry", "list_id")],
        SubjectKind::Collection => &[("collection_work", "collection_id")],
        _ => &[],
    }
}

/// Tables of rows that refer to records of any kind: the table, the column of the kind with what
/// else has to hold, and that of the id.
pub(super) const REFERRING_TO_ANY: [(&str, &str, &str); 3] = [
    ("claim", "NOT is_own AND subject_kind", "subject_id"),
    ("about", "subject_kind", "subject_id"),
    ("image", "subject_kind", "subject_id"),
];

/// The same of rows that belong to records of any kind.
pub(super) const BELONGING_TO_ANY: [(&str, &str, &str); 6] = [
    ("claim", "subject_kind", "subject_id"),
    ("edit", "subject_kind", "subject_id"),
    ("record_source", "subject_kind", "subject_id"),
    ("external_id", "subject_kind", "subject_id"),
    ("link", "subject_kind", "subject_id"),
    ("about", "record_kind", "record_id"),
];

/// A record that refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Referrer {
    /// The record.
    pub(super) by: Subject,
    /// Its field that does; empty where it is what the record itself says, beside a claim.
    pub(super) field: &'static str,
    /// What it refers to.
    pub(super) to: Subject,
}

/// A column of a statement's row: a kind, and ids.
fn subject(row: &sea_orm::QueryResult, at: usize) -> Result<Subject, StoreError> {
    let kind: i16 = row.try_get_by_index(at)?;
    Ok(Subject {
        kind: SubjectKind::try_from_value(&kind)?,
        id: row.try_get_by_index(at + 1)?,
    })
}

/// Whatever refers to some of these records of a kind by a column, `most` of each column at most.
pub(super) async fn referrers(
    tx: &Transaction,
    kind: SubjectKind,
    ids: &[i64],
    most: usize,
) -> Result<Vec<Referrer>, StoreError> {
    let backend = tx.get_database_backend();
    let mut found = Vec::new();
    for column in every_column(kind) {
        let Column {
            table, name, key, ..
        } = column;
        let by = column.by.map_or_else(
            || "subject_kind".to_owned(),
            |kind| format!("CAST({} AS SMALLINT)", kind.to_value()),
        );
        let among = dialect::among_sql(backend, name, &dialect::bind(backend, 1));
        let sql = format!(
            "SELECT DISTINCT {by} AS kind, {key} AS id, {name} AS named FROM {table} \
             WHERE {among} ORDER BY kind, id, named LIMIT {most}"
        );
        let binds = [dialect::id_list(backend, ids)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        for row in tx.query_all_raw(statement).await? {
            let id = row.try_get_by_index(2)?;
            found.push(Referrer {
                by: subject(&row, 0)?,
                field: column.field,
                to: Subject { kind, id },
            });
        }
    }
    Ok(found)
}

/// Quotes and commentaries about some of these records, `most` at most.
pub(super) async fn words_about(
    tx: &Transaction,
    kind: SubjectKind,
    ids: &[i64],
    most: usize,
) -> Result<Vec<Referrer>, StoreError> {
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "subject_id", &dialect::bind(backend, 1));
    let code = kind.to_value();
    let sql = format!(
        "SELECT record_kind, record_id, subject_id FROM about WHERE subject_kind = {code} \
         AND {among} ORDER BY record_kind, record_id, subject_id LIMIT {most}"
    );
    let binds = [dialect::id_list(backend, ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = tx.query_all_raw(statement).await?;
    let read = |row: &sea_orm::QueryResult| {
        Ok(Referrer {
            by: subject(row, 0)?,
            field: "about",
            to: Subject {
                kind,
                id: row.try_get_by_index(2)?,
            },
        })
    };
    rows.iter().map(read).collect()
}

/// Claims whose value is one of some records, as far as they are not taken back, `most` at most;
/// and the ids of those that are.
pub(super) async fn claims_naming(
    tx: &Transaction,
    kind: SubjectKind,
    ids: &[i64],
    most: usize,
) -> Result<(Vec<Referrer>, BTreeSet<i64>), StoreError> {
    let backend = tx.get_database_backend();
    let value = |id: &i64| ClaimValue::Record(RecordId { kind, id: *id }).canonical();
    let values: Vec<String> = ids.iter().map(value).collect();
    let among = dialect::among_sql(backend, "value", &dialect::bind(backend, 1));
    // The condition of the index, word for word.
    let sql = format!(
        "SELECT subject_kind, subject_id, id, is_own, retracted_at IS NOT NULL, value FROM claim \
         WHERE substr(value, 1, 10) = '{{\"record\":' AND {among} ORDER BY id LIMIT {most}"
    );
    let binds = [dialect::text_list(backend, &values)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let (mut live, mut taken_back) = (Vec::new(), BTreeSet::new());
    for row in tx.query_all_raw(statement).await? {
        let id: i64 = row.try_get_by_index(2)?;
        let is_own: bool = row.try_get_by_index(3)?;
        if row.try_get_by_index::<bool>(4)? {
            taken_back.insert(id);
            continue;
        }
        let value: String = row.try_get_by_index(5)?;
        let Ok(ClaimValue::Record(to)) = ClaimValue::from_canonical(&value) else {
            continue;
        };
        let claim = Subject {
            kind: SubjectKind::Claim,
            id,
        };
        live.push(Referrer {
            by: if is_own { subject(&row, 0)? } else { claim },
            field: if is_own { "" } else { "value" },
            to: Subject {
                kind: to.kind,
                id: to.id,
            },
        });
    }
    Ok((live, taken_back))
}

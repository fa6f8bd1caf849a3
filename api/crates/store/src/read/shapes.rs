//! The generic shapes of reading, and which tables have them.

use std::collections::HashMap;

use entity::vocabulary::RecordKind;
use entity::{
    about, award_person, biography, box_office, certification, claim, collection_work,
    company_role, coverage, deal, edit, external_id, image, link, list_entry, milestone,
    person_name, person_profession, rating, record_source, release, season, title, tombstone,
    video, work_country, work_genre, work_keyword, work_language, work_location, work_text,
};
use sea_orm::{ConnectionTrait, EntityTrait, Iterable, ModelTrait, QueryFilter, QueryOrder, Value};

use super::rows::{Row, Rows, rows_of};
use crate::{StoreError, dialect};

/// A table whose rows are found by a 64-bit id.
pub trait Keyed: EntityTrait<Model: Row + Send + Sync + 'static> {
    /// The id column.
    const ID: Self::Column;
    /// The kind under which the log tells of every change of a row; none where it does not.
    const LOGGED_AS: Option<RecordKind>;
    /// A row's id.
    fn id(row: &Self::Model) -> i64;
}

/// A table whose rows belong to one owner and have an order there. The log tells of a change of its
/// rows as one that touches the owner.
pub trait Owned: EntityTrait<Model: Row + Send + Sync + 'static> {
    /// The kind of the owner.
    const OWNER_KIND: RecordKind;
    /// The owner's column.
    const OWNER: Self::Column;
    /// The order of an owner's rows.
    const ORDER: &'static [Self::Column];
    /// A row's owner.
    fn owner(row: &Self::Model) -> i64;
}

/// A table whose rows are about a record of any kind.
pub trait SubjectRows: EntityTrait<Model: Row + Send + Sync + 'static> {
    /// The column of the record's kind.
    const KIND: Self::Column;
    /// The column of the record's id.
    const ID: Self::Column;
    /// The order of a record's rows.
    const ORDER: &'static [Self::Column];
    /// Whether the log tells of every change of these rows, as one that touches the record.
    const IS_LOGGED: bool;
    /// The record's id.
    fn id(row: &Self::Model) -> i64;
}

macro_rules! keyed {
    (
        {}
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        parts { $($part:ident = $part_code:literal, $part_prefix:literal $part_table:ident $part_id:ident, $part_what:literal;)+ }
        others { $($other:tt)+ }
    ) => {
        $(keyed!($table, logged_as(RecordKind::$kind));)+
        // A part changes with its owner, which it does not say.
        $(keyed!($part_table, None);)+
        keyed!(job, Some(RecordKind::Job));
    };
    ($table:ident, $logged_as:expr) => {
        impl Keyed for entity::$table::Entity {
            const ID: Self::Column = entity::$table::Column::Id;
            const LOGGED_AS: Option<RecordKind> = $logged_as;
            fn id(row: &Self::Model) -> i64 { row.id }
        }
    };
}
entity::with_kinds!(keyed {});

/// What a claim counts for follows from others, of whose changes its record tells.
const fn logged_as(kind: RecordKind) -> Option<RecordKind> {
    match kind {
        RecordKind::Claim => None,
        kind => Some(kind),
    }
}

macro_rules! owned {
    ($($table:ident by $kind:ident $owner:ident($column:ident) in [$($order:ident),+]);+ $(;)?) => {$(
        impl Owned for $table::Entity {
            const OWNER_KIND: RecordKind = RecordKind::$kind;
            const OWNER: Self::Column = $table::Column::$column;
            const ORDER: &'static [Self::Column] = &[$($table::Column::$order),+];
            fn owner(row: &Self::Model) -> i64 { row.$owner }
        }
    )+};
}
owned! {
    award_person by Award nomination_id(NominationId) in [Position];
    biography by Person person_id(PersonId) in [Position];
    box_office by Work work_id(WorkId) in [Position];
    certification by Work work_id(WorkId) in [Position];
    collection_work by Collection collection_id(CollectionId) in [Position];
    company_role by Work work_id(WorkId) in [Id];
    deal by Work work_id(WorkId) in [Id];
    list_entry by List list_id(ListId) in [Position];
    milestone by Work work_id(WorkId) in [Id];
    person_name by Person person_id(PersonId) in [Position];
    person_profession by Person person_id(PersonId) in [Position];
    rating by Work work_id(WorkId) in [Id];
    release by Work work_id(WorkId) in [ReleasedOn, Id];
    season by Work series_id(SeriesId) in [Number];
    title by Work work_id(WorkId) in [Position];
    video by Work work_id(WorkId) in [Id];
    work_country by Work work_id(WorkId) in [Position];
    work_genre by Work work_id(WorkId) in [Position, GenreId];
    work_keyword by Work work_id(WorkId) in [Position, KeywordId];
    work_language by Work work_id(WorkId) in [Position];
    work_location by Work work_id(WorkId) in [Id];
    work_text by Work work_id(WorkId) in [Kind, Position];
}

macro_rules! subject_rows {
    ($($table:ident in [$($order:ident),+], logged: $logged:literal);+ $(;)?) => {$(
        impl SubjectRows for $table::Entity {
            const IS_LOGGED: bool = $logged;
            const KIND: Self::Column = $table::Column::SubjectKind;
            const ID: Self::Column = $table::Column::SubjectId;
            const ORDER: &'static [Self::Column] = &[$($table::Column::$order),+];
            fn id(row: &Self::Model) -> i64 { row.subject_id }
        }
    )+};
}
subject_rows! {
    claim in [Id], logged: true;
    coverage in [Id], logged: true;
    edit in [Field], logged: false;
    external_id in [Authority, Space, Value], logged: true;
    image in [Id], logged: true;
    link in [Position], logged: true;
    record_source in [SourceId], logged: true;
    tombstone in [SubjectId], logged: false;
}

/// About how many bytes a row takes in memory.
#[must_use]
pub fn bytes_of<E: EntityTrait>(row: &E::Model) -> usize {
    let texts = E::Column::iter().map(|column| match row.get(column) {
        Value::String(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        // Its values, names and tables take about four times its text.
        Value::Json(Some(json)) => 4 * json.to_string().len(),
        _ => 0,
    });
    size_of::<E::Model>() + texts.sum::<usize>()
}

/// The records with these ids; an id without a record has none.
///
/// # Errors
/// Whatever the database says.
pub async fn records<E: Keyed>(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<Rows<E::Model>, StoreError> {
    let among = dialect::among(db.get_database_backend(), &dialect::name(&E::ID), ids);
    rows_of(db, E::find().filter(among)).await
}

/// The records with these ids, by id; an id without a record is not in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn by_ids<E: Keyed>(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, E::Model>, StoreError> {
    let rows = records::<E>(db, ids).await?.part(usize::MAX);
    Ok(rows.into_iter().map(|row| (E::id(&row), row)).collect())
}

/// The rows of each of these owners in their order.
///
/// # Errors
/// Whatever the database says.
pub async fn rows_of_owners<E: Owned>(
    db: &impl ConnectionTrait,
    owners: &[i64],
) -> Result<Rows<E::Model>, StoreError> {
    let among = dialect::among(db.get_database_backend(), &dialect::name(&E::OWNER), owners);
    let mut select = E::find().filter(among);
    for column in E::ORDER {
        select = select.order_by_asc(*column);
    }
    rows_of(db, select).await
}

/// The same by owner; every owner is in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn by_owners<E: Owned>(
    db: &impl ConnectionTrait,
    owners: &[i64],
) -> Result<HashMap<i64, Vec<E::Model>>, StoreError> {
    let rows = rows_of_owners::<E>(db, owners).await?.part(usize::MAX);
    Ok(group(owners, rows, E::owner))
}

/// The rows about each of these records of one kind, in their order; every record is in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn by_subjects<E: SubjectRows>(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<E::Model>>, StoreError> {
    use sea_orm::ColumnTrait;
    let among = dialect::among(db.get_database_backend(), &dialect::name(&E::ID), ids);
    let mut select = E::find().filter(E::KIND.eq(kind)).filter(among);
    for column in E::ORDER {
        select = select.order_by_asc(*column);
    }
    let rows = rows_of(db, select).await?.part(usize::MAX);
    Ok(group(ids, rows, E::id))
}

pub(super) fn group<R>(
    owners: &[i64],
    rows: Vec<R>,
    owner: impl Fn(&R) -> i64,
) -> HashMap<i64, Vec<R>> {
    let mut grouped: HashMap<i64, Vec<R>> = owners.iter().map(|id| (*id, Vec::new())).collect();
    for row in rows {
        grouped.entry(owner(&row)).or_default().push(row);
    }
    grouped
}

/// What each of these quotes or commentaries is about, in order; every record is in the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn subjects_of(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<about::Model>>, StoreError> {
    use sea_orm::ColumnTrait;
    let among = dialect::among(db.get_database_backend(), "record_id", ids);
    let rows = about::Entity::find()
        .filter(about::COLUMN.record_kind.eq(kind))
        .filter(among)
        .order_by_asc(about::Column::Position)
        .all(db)
        .await?;
    Ok(group(ids, rows, |row| row.record_id))
}

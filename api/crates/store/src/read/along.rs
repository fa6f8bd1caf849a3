//! Further ways to rows: tables that belong to more than one owner, and what words are about.

use std::collections::HashMap;

use entity::vocabulary::RecordKind;
use entity::{
    about, award_nomination, award_person, character_role, collection_work, curated_list,
    list_entry, quote, work_relation,
};
use model::id::RecordId;
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};

use super::rows::{self, Limit, Rows, rows_of};
use crate::{Listed, Session, StoreError, dialect};

/// A way from an owner to the rows of a table.
pub trait Way: Send + Sync + 'static {
    /// The table.
    type Table: EntityTrait<Model: rows::Row + Send + Sync + 'static>;
    /// The owner's column.
    const OWNER: <Self::Table as EntityTrait>::Column;
    /// The order of an owner's rows.
    const ORDER: &'static [<Self::Table as EntityTrait>::Column];
    /// The kind of record that the rows are of: only a change of one makes them others.
    const OF: RecordKind;
    /// A row's owner.
    fn owner(row: &Row<Self>) -> Option<i64>;
}

/// A row at the end of a way.
pub type Row<W> = <<W as Way>::Table as EntityTrait>::Model;

macro_rules! ways {
    ($($(#[$doc:meta])+ $way:ident: $kind:ident $table:ident by $owner:ident($column:ident) in [$($order:ident),+]);+ $(;)?) => {$(
        $(#[$doc])+
        #[derive(Debug)]
        pub enum $way {}

        impl Way for $way {
            type Table = $table::Entity;
            const OF: RecordKind = RecordKind::$kind;
            const OWNER: $table::Column = $table::Column::$column;
            const ORDER: &'static [$table::Column] = &[$($table::Column::$order),+];
            fn owner(row: &$table::Model) -> Option<i64> {
                row.$owner.into()
            }
        }
    )+};
}
ways! {
    /// The nominations for a work.
    AwardsOfWork: Award award_nomination by work_id(WorkId) in [Id];
    /// The nominations of a person, as links.
    NominationsOfPerson: Award award_person by person_id(PersonId) in [NominationId];
    /// The roles of a character, as links.
    RolesOfCharacter: Role character_role by character_id(CharacterId) in [RoleId];
    /// The collections of a work, as links.
    CollectionsOfWork: Collection collection_work by work_id(WorkId) in [CollectionId];
    /// The lists about a work.
    ListsAboutWork: List curated_list by about_work_id(AboutWorkId) in [Id];
    /// The entries of lists that are a work.
    EntriesOfWork: List list_entry by work_id(WorkId) in [ListId, Position];
    /// What somebody said.
    QuotesOfSpeaker: Quote quote by speaker_id(SpeakerId) in [Id];
    /// The relations that are said of a work.
    RelationsFrom: Relation work_relation by from_id(FromId) in [Id];
    /// The relations of other works to a work.
    RelationsTo: Relation work_relation by to_id(ToId) in [Id];
}

/// The rows of each of these owners in their order.
///
/// # Errors
/// Whatever the database says.
pub async fn along<W: Way>(
    db: &impl ConnectionTrait,
    owners: &[i64],
) -> Result<Rows<Row<W>>, StoreError> {
    let among = dialect::among(db.get_database_backend(), &dialect::name(&W::OWNER), owners);
    let mut select = W::Table::find().filter(among);
    for column in W::ORDER {
        select = select.order_by_asc(*column);
    }
    rows_of(db, select).await
}

/// A quote or a commentary in the list of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The quote or commentary.
    pub id: i64,
    /// Whether claims deny it.
    pub is_denied: bool,
}

/// The quotes or commentaries about each of these records of one kind, by id; every record is in
/// the answer.
///
/// # Errors
/// Whatever the database says.
pub async fn mentions_of(
    db: &impl ConnectionTrait,
    words: RecordKind,
    subject: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<Mention>>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "a.subject_id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT a.subject_id, a.record_id, w.is_denied FROM about a \
         JOIN {} w ON w.id = a.record_id WHERE a.subject_kind = {} AND a.record_kind = {} \
         AND {among} ORDER BY a.record_id",
        words.table(),
        subject.to_value(),
        words.to_value()
    );
    let binds = [dialect::id_list(backend, ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let mut mentions: HashMap<i64, Vec<Mention>> = ids.iter().map(|id| (*id, Vec::new())).collect();
    for row in db.query_all_raw(statement).await? {
        let mention = Mention {
            id: row.try_get_by_index(1)?,
            is_denied: row.try_get_by_index(2)?,
        };
        let of = mentions.entry(row.try_get_by_index(0)?).or_default();
        of.push(mention);
    }
    Ok(mentions)
}

/// What a row of `about` names.
#[must_use]
pub fn subject_of(row: &about::Model) -> RecordId {
    RecordId {
        kind: row.subject_kind,
        id: row.subject_id,
    }
}

/// An episode's place in its series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpisodePlace {
    /// The episode.
    pub id: i64,
    /// The season it belongs to.
    pub season: Option<i32>,
    /// Its number within the season.
    pub number: Option<i32>,
    /// Whether claims deny it.
    pub is_denied: bool,
}

/// The episodes of each of these series, each with the id of the series, in no order.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn episodes_of(
    db: &Session,
    series: &[i64],
    limit: u64,
) -> Result<Rows<(i64, EpisodePlace)>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "series_id", &dialect::bind(backend, 1));
    let last = dialect::bind(backend, 2);
    let columns = "id, series_id, season_number, episode_number, is_denied";
    let sql = format!("SELECT {columns} FROM work WHERE {among} LIMIT {last}");
    let limit = Limit::Of(Listed::Episodes, limit);
    let binds = [dialect::id_list(backend, series), limit.rows().into()];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    db.rows(statement, limit, |row| {
        let place = EpisodePlace {
            id: row.try_get_by_index(0)?,
            season: row.try_get_by_index(2)?,
            number: row.try_get_by_index(3)?,
            is_denied: row.try_get_by_index(4)?,
        };
        Ok((row.try_get_by_index(1)?, place))
    })
    .await
}

//! What every kind of record has beside its row: external identifiers and sources.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use entity::{external_id, link, record_source};
use record::{ExternalIds, LinkRecord, SourceId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ConnectionTrait, EntityTrait, Iden, IntoActiveModel, Iterable, ModelTrait, QueryFilter,
};

use super::once::refuse_taken;
use crate::read::{Keyed, by_subjects};
use crate::{StoreError, dialect};

/// Rows that one statement inserts: with at most 25 columns, under SQLite's 32,766 binds.
pub(super) const ROWS_PER_INSERT: usize = 1_000;

/// Inserts rows, some hundreds at a time; refuses them if they hold what may be there once only and
/// is there.
pub(super) async fn insert_all<E, M>(
    tx: &impl ConnectionTrait,
    rows: Vec<M>,
) -> Result<(), StoreError>
where
    E: EntityTrait,
    M: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel>,
{
    refuse_taken(tx, &rows).await?;
    let mut rows = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .peekable();
    while rows.peek().is_some() {
        let chunk: Vec<E::ActiveModel> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        E::insert_many(chunk).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Deletes the rows of some owners.
pub(super) async fn delete_of<E: EntityTrait>(
    tx: &impl ConnectionTrait,
    owner: &E::Column,
    owners: &[i64],
) -> Result<(), StoreError> {
    if owners.is_empty() {
        return Ok(());
    }
    let among = dialect::among(tx.get_database_backend(), &dialect::name(owner), owners);
    E::delete_many().filter(among).exec(tx).await?;
    Ok(())
}

/// The external identifiers of records of a kind.
pub(super) async fn external_ids(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, ExternalIds>, StoreError> {
    let rows = by_subjects::<external_id::Entity>(tx, kind, ids).await?;
    let read = |(id, rows): (i64, Vec<external_id::Model>)| (id, ExternalIds::from_rows(&rows));
    Ok(rows.into_iter().map(read).collect())
}

/// The sources of records of a kind.
pub(super) async fn sources(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, BTreeSet<SourceId>>, StoreError> {
    let rows = by_subjects::<record_source::Entity>(tx, kind, ids).await?;
    let read = |(id, rows): (i64, Vec<record_source::Model>)| {
        (id, rows.iter().map(|row| SourceId(row.source_id)).collect())
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Inserts the rows that are new and updates those that are not (`true`), by their id: some hundreds
/// in one statement, in their order. Refuses them as [`insert_all`] does.
pub(super) async fn upsert<E>(
    tx: &impl ConnectionTrait,
    rows: impl Iterator<Item = (bool, E::Model)>,
) -> Result<(), StoreError>
where
    E: Keyed<ActiveModel: Send, Model: IntoActiveModel<E::ActiveModel>>,
{
    let (exist, rows): (Vec<bool>, Vec<E::Model>) = rows.unzip();
    if !exist.contains(&true) {
        return insert_all::<E, _>(tx, rows).await;
    }
    refuse_taken(tx, &rows).await?;
    let is_id = |column: &E::Column| column.to_string() == E::ID.to_string();
    let others: Vec<E::Column> = E::Column::iter().filter(|column| !is_id(column)).collect();
    let mut rows = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .peekable();
    while rows.peek().is_some() {
        let chunk: Vec<E::ActiveModel> = rows.by_ref().take(ROWS_PER_INSERT).collect();
        let mut update = OnConflict::column(E::ID);
        update.update_columns(others.iter().copied());
        E::insert_many(chunk)
            .on_conflict(update)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// The links of records of a kind.
pub(super) async fn links_of(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<LinkRecord>>, StoreError> {
    let rows = by_subjects::<link::Entity>(tx, kind, ids).await?;
    let record = |row: &link::Model| LinkRecord {
        kind: row.kind,
        url: row.url.clone(),
        language: row.language.clone(),
    };
    let read = |(id, rows): (i64, Vec<link::Model>)| (id, rows.iter().map(record).collect());
    Ok(rows.into_iter().map(read).collect())
}

/// The rows of a record's links.
pub(super) fn link_rows(kind: RecordKind, id: i64, links: &[LinkRecord]) -> Vec<link::Model> {
    let row = |(position, link): (i32, &LinkRecord)| link::Model {
        subject_kind: kind,
        subject_id: id,
        position,
        kind: link.kind,
        url: link.url.clone(),
        language: link.language.clone(),
    };
    (1..).zip(links).map(row).collect()
}

//! Records that are a row, perhaps with sources and parts: written all in the same way.

use std::collections::{BTreeSet, HashMap};

use record::{AtMost, Declared, Owner, Row, SourceId};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::WriteTransaction;
use super::parts::store_sources;
use super::put::{Changed, Current, Stored};
use super::subject::{sources, upsert};
use crate::read::{Keyed, by_ids};
use crate::{StoreError, dialect};

/// A record that is a row, perhaps with sources, and parts in tables of their own.
pub(super) trait Plain:
    Row + Serialize + DeserializeOwned + PartialEq + Clone + Send + Sync + Sized
{
    /// Reads the parts of records that are there.
    fn load_parts(
        _tx: &impl ConnectionTrait,
        _records: &mut Current<Self>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
    /// Holds records to what others have to be.
    fn check_among(
        _tx: &impl ConnectionTrait,
        _records: &[&Self],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
    /// Writes the parts of records in which they differ.
    fn store_parts(
        _tx: &impl ConnectionTrait,
        _changed: &[Changed<'_, Self>],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
}

impl<P> Stored for P
where
    P: Plain,
    P::Entity: Keyed<Model = P::Model, ActiveModel: Send>,
    P::Model: FromQueryResult + IntoActiveModel<<P::Entity as EntityTrait>::ActiveModel>,
{
    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<P::Entity>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let read = |(id, row): (i64, P::Model)| Ok((id, P::from_row(row)?));
        let mut current = rows
            .into_iter()
            .map(read)
            .collect::<Result<Current<Self>, StoreError>>()?;
        fill_sources(tx, &mut current).await?;
        P::load_parts(tx, &mut current).await?;
        Ok(current)
    }

    async fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[Changed<'_, Self>],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let records: Vec<&Self> = changed.iter().map(|(_, record, _)| *record).collect();
        let row = |(before, after, version): &Changed<'_, Self>| {
            (before.is_some(), after.to_row(*version, at))
        };
        upsert::<P::Entity>(tx, changed.iter().map(row)).await?;
        store_sources(tx, P::KIND, changed, |record| {
            Some((record.id(), record.sources()?))
        })
        .await?;
        P::store_parts(tx, changed).await?;
        if !transaction.puts_back {
            P::check_among(tx, &records).await?;
        }
        check_number(tx, &records).await
    }
}

/// The ids of records that are there.
pub(super) fn ids<R>(records: &Current<R>) -> Vec<i64> {
    records.keys().copied().collect()
}

/// Hands each record what was found of it.
pub(super) fn fill<R, T>(
    records: &mut Current<R>,
    mut found: HashMap<i64, T>,
    set: impl Fn(&mut R, T),
) {
    for (id, (record, _)) in records {
        if let Some(found) = found.remove(id) {
            set(record, found);
        }
    }
}

async fn fill_sources<P: Declared>(
    tx: &impl ConnectionTrait,
    current: &mut Current<P>,
) -> Result<(), StoreError> {
    let with_sources = current
        .values()
        .any(|(record, _)| record.sources().is_some());
    if !with_sources {
        return Ok(());
    }
    let found: HashMap<i64, BTreeSet<SourceId>> = sources(tx, P::KIND, &ids(current)).await?;
    fill(current, found, |record, found| {
        if let Some(slot) = record.sources_mut() {
            *slot = found;
        }
    });
    Ok(())
}

/// Holds records to the bound on their number.
async fn check_number<P: Declared>(
    tx: &impl ConnectionTrait,
    records: &[&P],
) -> Result<(), StoreError> {
    match P::AT_MOST {
        None => Ok(()),
        Some(AtMost { most, of: None }) => check_all(tx, records, most).await,
        Some(AtMost { most, of: Some(of) }) => check_owners(tx, records, most, of).await,
    }
}

async fn check_all<P: Declared>(
    tx: &impl ConnectionTrait,
    records: &[&P],
    most: i64,
) -> Result<(), StoreError> {
    let sql = format!("SELECT COUNT(*) FROM {}", P::KIND.table());
    let count = Statement::from_string(tx.get_database_backend(), sql);
    let count = tx.query_one_raw(count).await?;
    let count: i64 = count.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    if count <= most {
        return Ok(());
    }
    let name = records.last().map(|record| record.public_id());
    let reason = format!("would be more than {most} in all");
    Err(StoreError::invalid(
        name.unwrap_or_default(),
        "name",
        reason,
    ))
}

async fn check_owners<P: Declared>(
    tx: &impl ConnectionTrait,
    records: &[&P],
    most: i64,
    Owner { field, column }: Owner,
) -> Result<(), StoreError> {
    let owners: BTreeSet<i64> = records.iter().filter_map(|record| record.owner()).collect();
    let owners: Vec<i64> = owners.into_iter().collect();
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT {column} FROM {} WHERE {among} GROUP BY {column} HAVING COUNT(*) > {most} LIMIT 1",
        P::KIND.table()
    );
    let binds = [dialect::id_list(backend, &owners)];
    let full = tx
        .query_one_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let Some(full) = full else { return Ok(()) };
    let full: i64 = full.try_get_by_index(0)?;
    let of_full = records.iter().find(|record| record.owner() == Some(full));
    let name = of_full.map(|record| record.public_id()).unwrap_or_default();
    let reason = format!("has more than {most} of these");
    Err(StoreError::invalid(name, field, reason))
}

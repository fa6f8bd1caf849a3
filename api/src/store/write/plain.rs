//! Records that are a row, perhaps with sources and parts: written all in the same way.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::SubjectKind;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, Statement};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::WriteTransaction;
use super::put::{Current, Stored};
use super::reference::Reference;
use super::subject::{replace_sources, sources, upsert};
use crate::model::id::encode;
use crate::store::read::{Keyed, by_ids};
use crate::store::record::{Check, Fault, SourceId};
use crate::store::{StoreError, dialect};

/// How many rows of a table one owner may have, so that answers can give them without pages.
pub(super) struct PerOwner {
    /// The table.
    pub(super) table: &'static str,
    /// The owner's column.
    pub(super) column: &'static str,
    /// The field of the record that names the owner.
    pub(super) field: &'static str,
    /// The most rows.
    pub(super) most: i64,
}

/// The bound, and whose a record is.
pub(super) type Bounded<R> = (PerOwner, fn(&R) -> i64);

/// A record that is a row, perhaps with sources and parts.
pub(super) trait Plain:
    Serialize + DeserializeOwned + PartialEq + Clone + Send + Sync + Sized
{
    /// Its table.
    type Table: Keyed<ActiveModel: Send, Model: IntoActiveModel<<Self::Table as EntityTrait>::ActiveModel>>;
    /// Its kind.
    const KIND: SubjectKind;
    /// How many there may be in all, of a kind that answers give whole.
    const MOST: Option<u64> = None;
    /// Its id.
    fn key(&self) -> i64;
    /// Notes what keeps it from being written.
    fn inspect(&self, check: &mut Check);
    /// What it refers to.
    fn references(&self) -> Vec<Reference>;
    /// Its row.
    fn row(&self, version: i32, at: i64) -> <Self::Table as EntityTrait>::Model;
    /// The version in a row.
    fn version(row: &<Self::Table as EntityTrait>::Model) -> i32;
    /// The record of a row, without sources and parts.
    fn record(row: <Self::Table as EntityTrait>::Model) -> Result<Self, StoreError>;
    /// Its sources, if its kind has any.
    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        None
    }
    /// The same to be filled.
    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        None
    }
    /// The work whose date may follow from it.
    fn dated_work(&self) -> Option<i64> {
        None
    }
    /// A bound on how many an owner has.
    fn per_owner() -> Option<Bounded<Self>> {
        None
    }
    /// Reads the parts of records that are there.
    fn load_parts(
        _tx: &impl ConnectionTrait,
        _records: &mut Current<Self>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
    /// Replaces the parts of records.
    fn store_parts(
        _tx: &impl ConnectionTrait,
        _records: &[&Self],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
    /// The ids of parts that are records of their own, by kind.
    fn parts(&self) -> Option<(SubjectKind, Vec<i64>)> {
        None
    }
}

impl<P: Plain> Stored for P {
    const SUBJECT: SubjectKind = P::KIND;

    fn id(&self) -> i64 {
        self.key()
    }

    fn public_id(&self) -> String {
        encode(P::KIND, self.key())
    }

    fn faults(&self) -> Vec<Fault> {
        let mut check = Check::default();
        self.inspect(&mut check);
        check.into_faults()
    }

    fn refers_to(&self) -> Vec<Reference> {
        let mut references = self.references();
        references.extend(
            self.sources()
                .map(Reference::to_sources)
                .unwrap_or_default(),
        );
        references
    }

    fn part_ids(&self) -> Vec<(SubjectKind, i64)> {
        let parts = self.parts().into_iter();
        parts
            .flat_map(|(kind, ids)| ids.into_iter().map(move |id| (kind, id)))
            .collect()
    }

    fn dates(&self) -> Option<i64> {
        self.dated_work()
    }

    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<P::Table>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let read = |(id, row): (i64, <P::Table as EntityTrait>::Model)| {
            let version = P::version(&row);
            Ok((id, (P::record(row)?, version)))
        };
        let mut current = rows
            .into_iter()
            .map(read)
            .collect::<Result<Current<Self>, StoreError>>()?;
        fill_sources(tx, &mut current).await?;
        P::load_parts(tx, &mut current).await?;
        Ok(current)
    }

    async fn store(
        transaction: &mut WriteTransaction,
        changed: &[(Option<&Self>, &Self, i32)],
    ) -> Result<(), StoreError> {
        let (tx, at) = (&transaction.tx, transaction.at);
        let records: Vec<&Self> = changed.iter().map(|(_, record, _)| *record).collect();
        let row = |(before, after, version): &(Option<&Self>, &Self, i32)| {
            (before.is_some(), after.row(*version, at))
        };
        upsert::<P::Table>(tx, changed.iter().map(row)).await?;
        let mut with_sources = Vec::new();
        for record in &records {
            if let Some(sources) = record.sources() {
                with_sources.push((record.key(), sources));
            }
        }
        replace_sources(tx, P::KIND, &with_sources).await?;
        P::store_parts(tx, &records).await?;
        check_owners(tx, &records).await?;
        check_all(tx, &records).await
    }
}

async fn check_all<P: Plain>(tx: &impl ConnectionTrait, records: &[&P]) -> Result<(), StoreError> {
    let Some(most) = P::MOST else { return Ok(()) };
    if P::Table::find().count(tx).await? <= most {
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

async fn fill_sources<P: Plain>(
    tx: &impl ConnectionTrait,
    current: &mut Current<P>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = current
        .iter()
        .filter(|(_, (record, _))| record.sources().is_some())
        .map(|(id, _)| *id)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut found: HashMap<i64, BTreeSet<SourceId>> = sources(tx, P::KIND, &ids).await?;
    for (id, (record, _)) in current {
        if let (Some(slot), Some(sources)) = (record.sources_mut(), found.remove(id)) {
            *slot = sources;
        }
    }
    Ok(())
}

async fn check_owners<P: Plain>(
    tx: &impl ConnectionTrait,
    records: &[&P],
) -> Result<(), StoreError> {
    let Some((bound, owner)) = P::per_owner() else {
        return Ok(());
    };
    let owners: BTreeSet<i64> = records.iter().map(|record| owner(record)).collect();
    let owners: Vec<i64> = owners.into_iter().collect();
    let backend = tx.get_database_backend();
    let PerOwner {
        table,
        column,
        field,
        most,
    } = bound;
    let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT {column} FROM {table} WHERE {among} GROUP BY {column} HAVING COUNT(*) > {most} LIMIT 1"
    );
    let binds = [dialect::id_list(backend, &owners)];
    let full = tx
        .query_one_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let Some(full) = full else { return Ok(()) };
    let full: i64 = full.try_get_by_index(0)?;
    let of_full = records.iter().find(|record| owner(record) == full);
    let name = of_full.map(|record| record.public_id()).unwrap_or_default();
    Err(StoreError::invalid(
        name,
        field,
        format!("has more than {most} of these"),
    ))
}

//! Numbers for records that are made here: never given out twice, the same on both databases.

use entity::id_sequence;
use entity::vocabulary::RecordKind;
use model::id::{Authority, database_id};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Set};

use super::WriteTransaction;
use crate::StoreError;

impl WriteTransaction {
    /// The ids of `count` new records of a kind. None of them is that of a record that is here: one
    /// that a file brought may have a number of ours, from another Filmgraph or made up.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn allocate(&mut self, kind: RecordKind, count: i64) -> Result<Vec<i64>, StoreError> {
        self.hold_sequence(kind, first_number(kind)?).await?;
        for _ in 0..ATTEMPTS {
            let row = id_sequence::Entity::update_many()
                .col_expr(
                    id_sequence::Column::Last,
                    Expr::col(id_sequence::Column::Last).add(count),
                )
                .filter(id_sequence::COLUMN.kind.eq(kind))
                .exec_with_returning(&self.tx)
                .await?
                .into_iter()
                .next()
                .ok_or_else(|| StoreError::Corrupt("id_sequence lost a row".to_owned()))?;
            let ids = (row.last - count + 1..=row.last)
                .map(|number| database_id(Authority::Local, number))
                .collect::<Option<Vec<i64>>>()
                .ok_or_else(|| StoreError::Corrupt("id_sequence has run out".to_owned()))?;
            if self.are_free(kind, &ids).await? {
                return Ok(ids);
            }
            self.begin_at(kind, first_number(kind)?).await?;
        }
        Err(StoreError::Corrupt("no free numbers were found".to_owned()))
    }

    /// Whether no record has one of these ids, and none that was deleted had.
    async fn are_free(&mut self, kind: RecordKind, ids: &[i64]) -> Result<bool, StoreError> {
        let taken = self.there(kind, ids).await?;
        Ok(taken.is_empty() && self.deleted_among(kind, ids).await?.is_empty())
    }

    async fn begin_at(&mut self, kind: RecordKind, number: i64) -> Result<(), StoreError> {
        id_sequence::Entity::update_many()
            .col_expr(id_sequence::Column::Last, Expr::value(number))
            .filter(id_sequence::COLUMN.kind.eq(kind))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Makes the sequence of a kind, if there is none, and locks it until commit.
    pub(super) async fn hold_sequence(
        &mut self,
        kind: RecordKind,
        first: i64,
    ) -> Result<(), StoreError> {
        let row = id_sequence::ActiveModel {
            kind: Set(kind),
            last: Set(first),
        };
        // The update is made in any case: it is what locks the row.
        let last = Expr::col((id_sequence::Entity, id_sequence::Column::Last));
        id_sequence::Entity::insert(row)
            .on_conflict(
                OnConflict::column(id_sequence::Column::Kind)
                    .value(id_sequence::Column::Last, last)
                    .to_owned(),
            )
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }
}

/// How often it is tried to find numbers that nothing has.
const ATTEMPTS: u32 = 8;
/// The random places at which numbers begin, in bits: so far apart that the numbers of two databases
/// hardly ever meet, and short enough for an id of a dozen characters.
const PLACE_BITS: u32 = 42;
/// A place is followed by so many numbers before the next, in bits.
const APART_BITS: u32 = 16;

/// Before the first number of a kind: a random place of this database's own, so that the files of two
/// databases can be read side by side. Jobs are in no file, and count from 1.
fn first_number(kind: RecordKind) -> Result<i64, StoreError> {
    if kind == RecordKind::Job {
        return Ok(0);
    }
    let random = getrandom::u64();
    let random =
        random.map_err(|error| StoreError::Corrupt(format!("no random numbers: {error}")))?;
    let place = random >> (u64::BITS - (PLACE_BITS - APART_BITS));
    Ok(i64::try_from(place << APART_BITS).unwrap_or_default())
}

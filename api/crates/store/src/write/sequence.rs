//! Numbers for records that are made here: never given out twice, the same on both databases.

use std::collections::BTreeMap;

use entity::id_sequence;
use entity::vocabulary::RecordKind;
use model::id::{Authority, RecordId, authority_and_number, database_id};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Set};

use super::WriteTransaction;
use crate::StoreError;

impl WriteTransaction {
    /// The ids of `count` new records of a kind.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn allocate(&mut self, kind: RecordKind, count: i64) -> Result<Vec<i64>, StoreError> {
        self.advance(kind, 0).await?;
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
        (row.last - count + 1..=row.last)
            .map(|number| database_id(Authority::Local, number))
            .collect::<Option<Vec<i64>>>()
            .ok_or_else(|| StoreError::Corrupt("id_sequence has run out".to_owned()))
    }

    /// Records that bring an id of ours along (from another Filmgraph) must never meet it again.
    pub(super) async fn keep_sequences_ahead(
        &mut self,
        ids: Vec<RecordId>,
    ) -> Result<(), StoreError> {
        let mut greatest: BTreeMap<RecordKind, i64> = BTreeMap::new();
        for RecordId { kind, id } in ids {
            if let Some((Authority::Local, number)) = authority_and_number(id) {
                let last = greatest.entry(kind).or_default();
                *last = Ord::max(number, *last);
            }
        }
        for (kind, number) in greatest {
            self.advance(kind, number).await?;
        }
        Ok(())
    }

    /// Makes the sequence of a kind stand at `least` or above.
    pub(super) async fn advance(&mut self, kind: RecordKind, least: i64) -> Result<(), StoreError> {
        let row = id_sequence::ActiveModel {
            kind: Set(kind),
            last: Set(least),
        };
        // The update is made in any case: it is what locks the row until commit.
        let last = Expr::col((id_sequence::Entity, id_sequence::Column::Last));
        let greater = Expr::case(last.clone().lt(least), least).finally(last);
        id_sequence::Entity::insert(row)
            .on_conflict(
                OnConflict::column(id_sequence::Column::Kind)
                    .value(id_sequence::Column::Last, greater)
                    .to_owned(),
            )
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }
}

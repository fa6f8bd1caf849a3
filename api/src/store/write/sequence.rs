//! Numbers for records that are made here: never given out twice, the same on both databases.

use entity::id_sequence;
use entity::vocabulary::SubjectKind;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, Set};

use super::WriteTransaction;
use crate::model::id::{Authority, authority_and_number, database_id};
use crate::store::StoreError;

impl WriteTransaction {
    /// The ids of `count` new records of a kind.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn allocate(
        &mut self,
        kind: SubjectKind,
        count: i64,
    ) -> Result<Vec<i64>, StoreError> {
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
    pub(super) async fn keep_sequence_ahead(
        &mut self,
        kind: SubjectKind,
        ids: &[i64],
    ) -> Result<(), StoreError> {
        let local = |id: &i64| match authority_and_number(*id) {
            Some((Authority::Local, number)) => Some(number),
            _ => None,
        };
        match ids.iter().filter_map(local).max() {
            Some(greatest) => self.advance(kind, greatest).await,
            None => Ok(()),
        }
    }

    /// Makes the sequence of a kind stand at `least` or above.
    async fn advance(&mut self, kind: SubjectKind, least: i64) -> Result<(), StoreError> {
        let row = id_sequence::ActiveModel {
            kind: Set(kind),
            last: Set(least),
        };
        id_sequence::Entity::insert(row)
            .on_conflict(
                OnConflict::column(id_sequence::Column::Kind)
                    .update_column(id_sequence::Column::Last)
                    .action_and_where(
                        Expr::col((id_sequence::Entity, id_sequence::Column::Last)).lt(least),
                    )
                    .to_owned(),
            )
            .exec_without_returning(&self.tx)
            .await?;
        Ok(())
    }
}

//! Fields that an editor wrote over: what the record's own source says of them is kept beside, so
//! that reading its file again changes nothing.

use std::collections::HashMap;

use entity::edit;
use entity::vocabulary::RecordKind;
use record::SourceId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Statement};
use serde_json::{Map, Value};

use super::WriteTransaction;
use super::subject::insert_all;
use crate::StoreError;
use crate::read::by_subjects;

/// What records' own sources say of the fields that were written over, by record and field.
pub(super) type Own = HashMap<i64, Map<String, Value>>;

impl WriteTransaction {
    /// What the own sources of these records say of fields that were written over; records without
    /// such fields are not in the answer. Where nothing was ever written over, that is asked once a
    /// transaction.
    pub(super) async fn written_over(
        &mut self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<Own, StoreError> {
        if ids.is_empty() || !self.has_edits().await? {
            return Ok(Own::new());
        }
        let rows = by_subjects::<edit::Entity>(&self.tx, kind, ids).await?;
        let mut own = Own::new();
        for row in rows.into_values().flatten() {
            let says = serde_json::from_str(&row.own);
            let says = says.map_err(|error| StoreError::Corrupt(error.to_string()))?;
            own.entry(row.subject_id)
                .or_default()
                .insert(row.field, says);
        }
        Ok(own)
    }

    async fn has_edits(&mut self) -> Result<bool, StoreError> {
        if let Some(has) = self.has_edits {
            return Ok(has);
        }
        self.ask_of_exceptions().await?;
        Ok(self.has_edits.unwrap_or_default())
    }

    /// Asks, in one statement, whether anything was ever deleted or written over: in most databases
    /// neither was, and nothing more is asked.
    pub(super) async fn ask_of_exceptions(&mut self) -> Result<(), StoreError> {
        let backend = self.tx.get_database_backend();
        let sql = "SELECT EXISTS (SELECT 1 FROM tombstone), EXISTS (SELECT 1 FROM edit)";
        let row = self
            .tx
            .query_one_raw(Statement::from_string(backend, sql))
            .await?
            .ok_or_else(|| StoreError::Corrupt("a statement gave no row".to_owned()))?;
        let (deleted, edited) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        self.has_tombstones.get_or_insert(deleted);
        self.has_edits.get_or_insert(edited);
        Ok(())
    }

    /// Keeps what a record's own source says of a field that is written over.
    pub(super) async fn write_over(
        &mut self,
        (kind, id): (RecordKind, i64),
        field: &str,
        own: &Value,
        source: SourceId,
    ) -> Result<(), StoreError> {
        let row = edit::Model {
            subject_kind: kind,
            subject_id: id,
            field: field.to_owned(),
            own: own.to_string(),
            source_id: source.0,
        };
        let key = [
            edit::Column::SubjectKind,
            edit::Column::SubjectId,
            edit::Column::Field,
        ];
        let newest = OnConflict::columns(key)
            .update_columns([edit::Column::Own, edit::Column::SourceId])
            .to_owned();
        edit::Entity::insert(row.into_active_model())
            .on_conflict(newest)
            .exec_without_returning(&self.tx)
            .await?;
        self.has_edits = Some(true);
        Ok(())
    }

    /// Keeps it again, of records that are put back.
    pub(super) async fn put_edits(&mut self, rows: Vec<edit::Model>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        insert_all::<edit::Entity, _>(&self.tx, rows).await?;
        self.has_edits = Some(true);
        Ok(())
    }

    /// The record's own source says this of the field now.
    pub(super) async fn own_source_says(
        &self,
        (kind, id): (RecordKind, i64),
        field: &str,
        own: &Value,
    ) -> Result<(), StoreError> {
        edit::Entity::update_many()
            .set(edit::ActiveModel {
                own: sea_orm::Set(own.to_string()),
                ..Default::default()
            })
            .filter(edit::COLUMN.subject_kind.eq(kind))
            .filter(edit::COLUMN.subject_id.eq(id))
            .filter(edit::COLUMN.field.eq(field))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// The field holds again what the record's own source says.
    pub(super) async fn no_longer_over(
        &self,
        (kind, id): (RecordKind, i64),
        field: &str,
    ) -> Result<(), StoreError> {
        edit::Entity::delete_many()
            .filter(edit::COLUMN.subject_kind.eq(kind))
            .filter(edit::COLUMN.subject_id.eq(id))
            .filter(edit::COLUMN.field.eq(field))
            .exec(&self.tx)
            .await?;
        Ok(())
    }
}

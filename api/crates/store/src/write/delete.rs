//! Deleting records: what is referred to stays, what goes is logged.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{ChangeAction, RecordKind};
use model::id::encode;
use record::{SourceId, belonging, by_kind, parts_of_any};
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use super::claim::{claimants, settle_all, topics_of};
use super::kinds::{BELONGING_TO_ANY, every_column};
use super::put::{Stored, all_gone, belonging_to};
use super::subject::sources;
use super::{WriteTransaction, log, no_record};
use crate::log::{ChangeDraft, KeyChanges};
use crate::{StoreError, dialect};

impl WriteTransaction {
    /// Deletes records of a kind, some hundreds at most; those that are not there are passed over.
    /// Gives how many were deleted.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for the first that something refers to; then nothing of the
    /// transaction may be committed.
    pub async fn delete(&mut self, kind: RecordKind, ids: &[i64]) -> Result<u64, StoreError> {
        let referred = self.referred(kind, ids).await?;
        if let Some((id, by)) = ids.iter().find_map(|id| Some((*id, referred.get(id)?))) {
            let reason = format!("is still referred to by a {}", by.replace('_', " "));
            return Err(StoreError::invalid(encode(kind, id), "id", reason));
        }
        by_kind!(kind, no_record(), erase(self, ids).await)
    }

    /// Deletes those of these records that rest on these sources alone, and that nothing refers
    /// to. Sources and vocabularies rest on nothing: of them, what nothing refers to.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn delete_resting_on(
        &mut self,
        kind: RecordKind,
        ids: &[i64],
        only: &BTreeSet<SourceId>,
    ) -> Result<u64, StoreError> {
        let of = sources(&self.tx, kind, ids).await?;
        let rests_on_nothing = matches!(
            kind,
            RecordKind::Source | RecordKind::Genre | RecordKind::Keyword | RecordKind::Profession
        );
        let of = match kind {
            RecordKind::Claim => claimants(&self.tx, ids).await?,
            _ => of,
        };
        let is_theirs = |id: &i64| match of.get(id) {
            Some(sources) => sources.is_subset(only),
            None => rests_on_nothing,
        };
        let mut left: Vec<i64> = ids.iter().copied().filter(is_theirs).collect();
        let mut deleted = 0;
        // What goes may have been what referred to others of the kind.
        loop {
            let referred = self.referred(kind, &left).await?;
            let (stay, go): (Vec<i64>, Vec<i64>) =
                left.iter().partition(|id| referred.contains_key(id));
            let gone = by_kind!(kind, no_record(), erase(self, &go).await)?;
            deleted += gone;
            left = stay;
            if gone == 0 || left.is_empty() {
                return Ok(deleted);
            }
        }
    }

    /// Those of these records that something refers to, with the table of what does.
    async fn referred(
        &self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<HashMap<i64, &'static str>, StoreError> {
        let mut found = HashMap::new();
        let code = kind.to_value();
        let parts = parts_of_any().map(|(part, condition)| (part.table(), condition));
        let any = [("about", "")].into_iter().chain(parts);
        let any = any.map(|(table, condition)| {
            let condition = format!("{condition} AND subject_kind = {code}");
            (table, "subject_id", condition)
        });
        let own = every_column(kind);
        let own = own.map(|column| (column.table, column.column, String::new()));
        for (table, column, condition) in own.chain(any) {
            let among = self.among(column);
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {among}{condition}");
            for row in self.tx.query_all_raw(self.statement(sql, ids)).await? {
                found.insert(row.try_get_by_index(0)?, table);
            }
        }
        Ok(found)
    }

    /// Deletes the rows of records and those that belong to them; nothing is logged.
    pub(super) async fn delete_rows(
        &mut self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<(), StoreError> {
        if kind == RecordKind::Role {
            self.roles_go(ids).await?;
        }
        let code = kind.to_value();
        let any = BELONGING_TO_ANY
            .map(|(table, of, column)| (table, column, format!(" AND {of} = {code}")));
        let own = belonging(kind).iter().map(|rows| (rows.table, rows.key));
        let own = own.chain([(kind.table(), "id")]);
        let own = own.map(|(table, column)| (table, column, String::new()));
        for (table, column, condition) in any.into_iter().chain(own) {
            let among = self.among(column);
            let sql = format!("DELETE FROM {table} WHERE {among}{condition}");
            self.tx.execute_raw(self.statement(sql, ids)).await?;
        }
        Ok(())
    }

    fn among(&self, column: &str) -> String {
        let backend = self.tx.get_database_backend();
        dialect::among_sql(backend, column, &dialect::bind(backend, 1))
    }

    fn statement(&self, sql: String, ids: &[i64]) -> Statement {
        let backend = self.tx.get_database_backend();
        Statement::from_sql_and_values(backend, sql, [dialect::id_list(backend, ids)])
    }
}

/// Deletes records with what belongs to them, and logs it.
async fn erase<R: Stored>(
    transaction: &mut WriteTransaction,
    ids: &[i64],
) -> Result<u64, StoreError> {
    let current = R::current(&transaction.tx, ids).await?;
    let gone: Vec<(&R, i32)> = ids
        .iter()
        .filter_map(|id| current.get(id))
        .map(|(record, version)| (record, *version))
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let mut drafts = Vec::with_capacity(gone.len());
    for (record, version) in &gone {
        drafts.push(deletion(transaction, *record, version + 1).await?);
    }
    let topics = match R::KIND {
        RecordKind::Claim => topics_of(&transaction.tx, ids).await?,
        _ => BTreeMap::new(),
    };
    transaction.delete_rows(R::KIND, ids).await?;
    let rated = gone.iter().filter_map(|(record, _)| record.rated_work());
    let rated = rated.collect();
    transaction.follow_ratings(rated).await?;
    let dated = gone.iter().filter_map(|(record, _)| record.dated_work());
    let moved = transaction.follow_releases(dated.collect()).await?;
    for (draft, (record, _)) in drafts.iter_mut().zip(&gone) {
        draft.touches.extend(moved.with(*record));
    }
    transaction.drafts.extend(drafts);
    settle_all(transaction, topics, &BTreeSet::new()).await?;
    if transaction.drafts.len() >= log::ROWS_PER_INSERT {
        transaction.flush_log().await?;
    }
    Ok(gone.len() as u64)
}

/// The row of the log for a record that goes.
pub(super) async fn deletion<R: Stored>(
    transaction: &WriteTransaction,
    record: &R,
    version: i32,
) -> Result<ChangeDraft, StoreError> {
    let mut touches = R::touches(transaction, None, record).await?;
    touches.extend(belonging_to(record));
    Ok(ChangeDraft {
        action: ChangeAction::Deleted,
        subject_kind: R::KIND,
        subject_id: record.id(),
        version,
        touches,
        keys: KeyChanges::between(Some(record), None),
        fields: all_gone(record)?,
    })
}

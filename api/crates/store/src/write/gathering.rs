//! What goes with a record that is deleted, and what keeps it from going.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::RecordKind;
use model::id::RecordId;
use record::{Fault, FaultKind, parts_of_any};
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use super::WriteTransaction;
use super::kinds::parts;
use super::refers::{Referrer, claims_naming, portraying, referrers, words_about};
use crate::{StoreError, dialect};

/// Records that go together.
#[derive(Debug, Default)]
pub(super) struct Going {
    by_kind: BTreeMap<RecordKind, BTreeSet<i64>>,
    count: usize,
}

impl Going {
    /// The records of a kind.
    pub(super) fn of(&self, kind: RecordKind) -> Vec<i64> {
        let ids = self.by_kind.get(&kind);
        ids.map(|ids| ids.iter().copied().collect())
            .unwrap_or_default()
    }

    /// Whether a record goes.
    pub(super) fn has(&self, subject: RecordId) -> bool {
        let ids = self.by_kind.get(&subject.kind);
        ids.is_some_and(|ids| ids.contains(&subject.id))
    }

    fn add(&mut self, kind: RecordKind, ids: impl IntoIterator<Item = i64>) {
        let of_kind = self.by_kind.entry(kind).or_default();
        for id in ids {
            self.count += usize::from(of_kind.insert(id));
        }
    }

    fn each(&self) -> Vec<(RecordKind, Vec<i64>)> {
        let kinds = self.by_kind.keys();
        kinds.map(|kind| (*kind, self.of(*kind))).collect()
    }

    fn check(&self, most: usize) -> Result<(), Fault> {
        if self.count <= most {
            return Ok(());
        }
        Err(Fault {
            kind: FaultKind::TooMany,
            field: "id".to_owned(),
            reason: format!(
                "more than {most} records would go with it; at most {most} are deleted at a time: \
                 delete parts of it before"
            ),
        })
    }
}

/// What is to go, and what keeps it.
pub(super) struct Gathered {
    pub(super) going: Going,
    /// Of what keeps it, the first.
    pub(super) kept_by: Vec<Referrer>,
    /// Whether there is more that keeps it.
    pub(super) is_more: bool,
}

/// Referrers that are named.
pub(super) const REFERRERS: usize = 10;

impl WriteTransaction {
    /// The record with its parts and the claims on all of them, `most` records at most, and what
    /// else refers to one of them. Claims that name one of them and were taken back go along: they
    /// say nothing any more.
    pub(super) async fn gather(
        &self,
        root: RecordId,
        most: usize,
    ) -> Result<Result<Gathered, Fault>, StoreError> {
        let mut going = Going::default();
        going.add(root.kind, [root.id]);
        for (kind, column) in parts(root.kind) {
            let condition = String::new();
            let ids = self
                .owned(kind, (column.column, &condition), &[root.id], most)
                .await?;
            going.add(kind, ids);
        }
        for (part, condition) in parts_of_any() {
            for (kind, ids) in going.each() {
                let condition = format!("{condition} AND subject_kind = {}", kind.to_value());
                let ids = self
                    .owned(part, ("subject_id", &condition), &ids, most)
                    .await?;
                going.add(part, ids);
            }
        }
        if let Err(fault) = going.check(most) {
            return Ok(Err(fault));
        }
        let mut kept_by = Vec::new();
        let mut silent = BTreeSet::new();
        // So many may go themselves; one more is beyond them.
        let enough = most + REFERRERS + 1;
        for (kind, ids) in going.each() {
            kept_by.extend(referrers(&self.tx, kind, &ids, enough).await?);
            kept_by.extend(words_about(&self.tx, kind, &ids, enough).await?);
            kept_by.extend(portraying(&self.tx, kind, &ids, enough).await?);
            let (live, taken_back) = claims_naming(&self.tx, kind, &ids, enough).await?;
            kept_by.extend(live);
            silent.extend(taken_back);
        }
        going.add(RecordKind::Claim, silent);
        if let Err(fault) = going.check(most) {
            return Ok(Err(fault));
        }
        kept_by.retain(|referrer| !going.has(referrer.by));
        let is_more = kept_by.len() > REFERRERS;
        kept_by.truncate(REFERRERS);
        Ok(Ok(Gathered {
            going,
            kept_by,
            is_more,
        }))
    }

    /// The records of a kind that name one of these owners in a column: one more than `most` at
    /// most.
    async fn owned(
        &self,
        kind: RecordKind,
        (column, condition): (&str, &str),
        owners: &[i64],
        most: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let backend = self.tx.get_database_backend();
        let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
        let (table, limit) = (kind.table(), most.saturating_add(1));
        let sql = format!("SELECT id FROM {table} WHERE {among}{condition} LIMIT {limit}");
        let binds = [dialect::id_list(backend, owners)];
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let rows = self.tx.query_all_raw(statement).await?;
        let ids: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        Ok(ids?)
    }
}

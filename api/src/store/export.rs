//! Reading everything, in the order of the interchange format, as it is at one moment.

use entity::vocabulary::SubjectKind;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, Statement,
    TransactionOptions, TransactionTrait,
};

use super::record::Record;
use super::write::{Stored, as_themselves, by_kind, table};
use super::{DatabaseKind, Store, StoreError, dialect};

/// Records of a page.
const PAGE: usize = 500;

/// The kinds in the order in which each may refer to those before it; works that belong to none
/// before those that belong to a series.
pub(crate) const ORDER: [(SubjectKind, &str); 26] = [
    (SubjectKind::Source, ""),
    (SubjectKind::Genre, ""),
    (SubjectKind::Keyword, ""),
    (SubjectKind::Profession, ""),
    (SubjectKind::Company, ""),
    (SubjectKind::Character, ""),
    (SubjectKind::Person, ""),
    (SubjectKind::Work, " AND series_id IS NULL"),
    (SubjectKind::Work, " AND series_id IS NOT NULL"),
    (SubjectKind::Season, ""),
    (SubjectKind::Role, ""),
    (SubjectKind::CompanyRole, ""),
    (SubjectKind::Release, ""),
    (SubjectKind::Milestone, ""),
    (SubjectKind::Deal, ""),
    (SubjectKind::Location, ""),
    (SubjectKind::Award, ""),
    (SubjectKind::Rating, ""),
    (SubjectKind::Relation, ""),
    (SubjectKind::Quote, ""),
    (SubjectKind::Commentary, ""),
    (SubjectKind::List, ""),
    (SubjectKind::Collection, ""),
    (SubjectKind::Image, ""),
    (SubjectKind::Video, ""),
    (SubjectKind::Claim, " AND NOT is_own"),
];

/// Everything, as it is when the first page is read.
pub struct Snapshot {
    tx: DatabaseTransaction,
    /// The place in [`ORDER`].
    part: usize,
    /// The id of the last record of this part that was read.
    after: i64,
}

impl Store {
    /// Begins to read everything.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let options = match self.kind() {
            DatabaseKind::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A transaction that reads sees the moment of its first read.
            DatabaseKind::Sqlite => TransactionOptions::default(),
        };
        let tx = self.inner.aside.begin_with_options(options).await?;
        Ok(Snapshot {
            tx,
            part: 0,
            after: i64::MIN,
        })
    }
}

impl Snapshot {
    /// The next records, all of one kind; none at the end.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Record>>, StoreError> {
        while let Some((kind, condition)) = ORDER.get(self.part).copied() {
            let ids = self.ids(kind, condition).await?;
            let Some(last) = ids.last() else {
                self.part += 1;
                self.after = i64::MIN;
                continue;
            };
            self.after = *last;
            return by_kind!(kind, read(&self.tx, &ids)).map(Some);
        }
        Ok(None)
    }

    async fn ids(&self, kind: SubjectKind, condition: &str) -> Result<Vec<i64>, StoreError> {
        let backend: DbBackend = self.tx.get_database_backend();
        let (table, bind) = (table(kind), dialect::bind(backend, 1));
        let sql =
            format!("SELECT id FROM {table} WHERE id > {bind}{condition} ORDER BY id LIMIT {PAGE}");
        let statement = Statement::from_sql_and_values(backend, sql, [self.after.into()]);
        let rows = self.tx.query_all_raw(statement).await?;
        let ids: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        Ok(ids?)
    }
}

async fn read<R: Stored + Into<Record>>(
    tx: &DatabaseTransaction,
    ids: &[i64],
) -> Result<Vec<Record>, StoreError> {
    let current = R::current(tx, ids).await?;
    let mut current = as_themselves(tx, current).await?;
    let record = |id: &i64| current.remove(id).map(|(record, _)| record.into());
    Ok(ids.iter().filter_map(record).collect())
}

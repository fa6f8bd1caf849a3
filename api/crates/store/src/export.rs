//! Reading everything, in the order of the interchange format, as it is at one moment.

use std::collections::BTreeMap;

use entity::record_key::{self, KeySort};
use entity::tombstone;
use entity::vocabulary::RecordKind;
use model::id::{RecordId, by_kind as by_id_kind};
use record::{IS_DENIED, Record, by_kind};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend,
    EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};

use super::write::{Stored, as_themselves, kept_as_shown, no_record, object, read_tombstone};
use super::{Store, StoreError, dialect};

/// Records of a page.
const PAGE: usize = 500;

/// The records of a kind that are read together, by a condition on their rows: works that belong to
/// none before those that belong to a series, and of claims those that somebody made.
fn conditions(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Work => &[" AND series_id IS NULL", " AND series_id IS NOT NULL"],
        RecordKind::Claim => &[" AND NOT is_own"],
        _ => &[""],
    }
}

/// What is read, in the order of the interchange format.
fn order() -> Vec<(RecordKind, &'static str)> {
    let kinds = RecordKind::RECORDS.iter();
    kinds
        .flat_map(|kind| {
            conditions(*kind)
                .iter()
                .map(|condition| (*kind, *condition))
        })
        .collect()
}

/// Everything, as it is when the first page is read.
pub struct Snapshot {
    tx: DatabaseTransaction,
    order: Vec<(RecordKind, &'static str)>,
    /// The place in the order.
    part: usize,
    /// The id of the last record of this part that was read.
    after: i64,
    /// The last tombstone that was read; they come after all parts.
    buried: Option<RecordId>,
}

/// By what a record is found again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownBy {
    /// The keys that sources gave it, by the source; 0 is a key that holds everywhere.
    pub keys: BTreeMap<i64, String>,
    /// What lines said that it is, in digests; of deleted records alone, for others are found by what
    /// they are.
    pub identities: Vec<String>,
}

impl KnownBy {
    fn add(&mut self, row: record_key::Model) {
        match row.sort {
            // Of several that one source gave, the first holds.
            KeySort::Key => {
                self.keys.entry(row.source_id).or_insert(row.words);
            }
            KeySort::Identity => self.identities.push(row.words),
            KeySort::Reference => {}
        }
    }
}

impl Store {
    /// Begins to read everything.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let tx = self.begin_reading().await?;
        Ok(Snapshot {
            tx,
            order: order(),
            part: 0,
            after: i64::MIN,
            buried: None,
        })
    }
}

impl Snapshot {
    /// Whether records have keys of their own, or deleted ones are found again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn has_keys(&self) -> Result<bool, StoreError> {
        let (key, identity) = (KeySort::Key.to_value(), KeySort::Identity.to_value());
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM record_key WHERE sort = {key}) OR EXISTS (\
             SELECT 1 FROM tombstone t JOIN record_key k \
             ON k.record_kind = t.subject_kind AND k.record_id = t.subject_id WHERE k.sort = {identity})"
        );
        let statement = Statement::from_string(self.tx.get_database_backend(), sql);
        let row = self.tx.query_one_raw(statement).await?;
        Ok(row.map_or(Ok(false), |row| row.try_get_by_index(0))?)
    }

    /// How many records there are.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn count(&self) -> Result<u64, StoreError> {
        let backend = self.tx.get_database_backend();
        let tables = order().into_iter();
        let tables = tables.map(|(kind, condition)| (kind.table(), condition));
        let mut sum = 0;
        for (table, condition) in tables.chain([("tombstone", "")]) {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE TRUE{condition}");
            let row = self.tx.query_one_raw(Statement::from_string(backend, sql));
            let count: i64 = row.await?.map_or(Ok(0), |row| row.try_get_by_index(0))?;
            sum += count.unsigned_abs();
        }
        Ok(sum)
    }

    /// By what the records of a page are found again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn known_by(
        &self,
        records: &[Record],
    ) -> Result<BTreeMap<RecordId, KnownBy>, StoreError> {
        let mut known = BTreeMap::<RecordId, KnownBy>::new();
        let are_deleted = matches!(records.first(), Some(Record::Tombstone(_)));
        for (kind, ids) in by_id_kind(records.iter().map(Record::record_id)) {
            let among = dialect::among(self.tx.get_database_backend(), "record_id", &ids);
            let sorts = match are_deleted {
                true => vec![KeySort::Key, KeySort::Identity],
                false => vec![KeySort::Key],
            };
            let rows = record_key::Entity::find()
                .filter(record_key::COLUMN.record_kind.eq(kind))
                .filter(record_key::COLUMN.sort.is_in(sorts))
                .filter(among)
                .order_by_asc(record_key::COLUMN.words)
                .all(&self.tx)
                .await?;
            for row in rows {
                let id = row.record_id;
                known.entry(RecordId { kind, id }).or_default().add(row);
            }
        }
        Ok(known)
    }

    /// The next records, all of one kind; none at the end.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn next_page(&mut self) -> Result<Option<Vec<Record>>, StoreError> {
        while let Some((kind, condition)) = self.order.get(self.part).copied() {
            let ids = self.ids(kind, condition).await?;
            let Some(last) = ids.last() else {
                self.part += 1;
                self.after = i64::MIN;
                continue;
            };
            self.after = *last;
            return by_kind!(kind, no_record(), read(&self.tx, &ids).await).map(Some);
        }
        self.next_tombstones().await
    }

    /// The next tombstones, by the kind and the id of the records that they stand for.
    async fn next_tombstones(&mut self) -> Result<Option<Vec<Record>>, StoreError> {
        let mut select = tombstone::Entity::find()
            .order_by_asc(tombstone::COLUMN.subject_kind)
            .order_by_asc(tombstone::COLUMN.subject_id)
            .limit(PAGE as u64);
        if let Some(RecordId { kind, id }) = self.buried {
            let later = Condition::all()
                .add(tombstone::COLUMN.subject_kind.eq(kind))
                .add(tombstone::COLUMN.subject_id.gt(id));
            let after = Condition::any()
                .add(tombstone::COLUMN.subject_kind.gt(kind))
                .add(later);
            select = select.filter(after);
        }
        let rows = select.all(&self.tx).await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.buried = Some(RecordId {
            kind: last.subject_kind,
            id: last.subject_id,
        });
        let read = |row: &tombstone::Model| Ok(Record::from(read_tombstone(row)?));
        rows.iter().map(read).collect::<Result<_, _>>().map(Some)
    }

    async fn ids(&self, kind: RecordKind, condition: &str) -> Result<Vec<i64>, StoreError> {
        let backend: DbBackend = self.tx.get_database_backend();
        let (table, bind) = (kind.table(), dialect::bind(backend, 1));
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
    let mut shown = R::current(tx, ids).await?;
    let mut own = as_themselves(tx, shown.clone()).await?;
    // Where an editor wrote a field that fits only what was claimed, or other records hold on to
    // that, the record by itself would be refused when it is read: the file has it as it is shown.
    let as_shown = kept_as_shown(tx, &shown, &own).await?;
    let record = |id: &i64| {
        let (shown, (own, _)) = (shown.remove(id), own.remove(id)?);
        let sound = match as_shown.contains(id) {
            true => shown.and_then(|(shown, _)| undenied(shown)),
            false => Some(own),
        };
        sound.map(Into::into)
    };
    Ok(ids.iter().filter_map(record).collect())
}

/// A record without what only claims say of it.
fn undenied<R: Stored>(record: R) -> Option<R> {
    if !record.is_denied() {
        return Some(record);
    }
    let mut fields = object(&record).ok()?;
    fields.remove(IS_DENIED);
    serde_json::from_value(fields.into()).ok()
}

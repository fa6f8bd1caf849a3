//! What the log tells beyond its rows: what a record was like when it came in, and what it was
//! before it went.
//!
//! The row of a record that is new does not repeat it. What it was then follows from what it is now
//! and from the rows since, newest first: each says what the fields that it changed held before, and
//! that of a deletion all that there was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::change;
use entity::vocabulary::{ChangeAction, RecordKind};
use record::by_kind;
use sea_orm::sea_query::Expr;
use sea_orm::{
    AccessMode, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IsolationLevel,
    QueryFilter, QueryOrder, QuerySelect, TransactionOptions, TransactionTrait,
};
use serde_json::{Map, Value};

use super::{Change, FieldChange, read_changes, read_fields, read_held};
use crate::write::{Stored, WriteTransaction, no_record, object};
use crate::{DatabaseKind, Store, StoreError, dialect};

/// Rows of the log that are held at a time while a record is taken back to what it was.
const ROWS: u64 = 1_000;

/// What a record holds, by field; nothing while there is no such record.
type State = Option<Map<String, Value>>;

impl Store {
    /// Tells of changes that made a record what it was made with: the row itself says only that
    /// there is one. As many statements as there are kinds, and one for each thousand changes of
    /// these records since.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn fill_created(&self, changes: &mut [Change]) -> Result<(), StoreError> {
        let mut places: BTreeMap<RecordKind, Vec<usize>> = BTreeMap::new();
        for (place, change) in changes.iter().enumerate() {
            if change.action == ChangeAction::Created {
                places.entry(change.subject_kind).or_default().push(place);
            }
        }
        if places.is_empty() {
            return Ok(());
        }
        let db = self.begin_reading().await?;
        for (kind, places) in places {
            let created = places.iter().map(|place| &changes[*place]);
            let mut states = states_at(&db, kind, created).await?;
            for place in places {
                let state = states.remove(&changes[place].seq).unwrap_or_default();
                let after = state.unwrap_or_default().into_iter();
                changes[place].fields = after.map(came_in).collect();
            }
        }
        Ok(())
    }

    /// Begins to read the database as it is at one moment.
    pub(crate) async fn begin_reading(&self) -> Result<DatabaseTransaction, StoreError> {
        let options = match self.kind() {
            DatabaseKind::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A transaction that reads sees the moment of its first read.
            DatabaseKind::Sqlite => TransactionOptions::default(),
        };
        Ok(self.inner.aside.begin_with_options(options).await?)
    }
}

impl WriteTransaction {
    /// The newest deletion of each of these records, as the log tells it; a record that was never
    /// deleted is not in the answer. What the transaction itself deletes is not in the log yet.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn deletions_of(
        &self,
        kind: RecordKind,
        ids: &[i64],
    ) -> Result<HashMap<i64, Change>, StoreError> {
        let among = dialect::among(self.tx.get_database_backend(), "subject_id", ids);
        let rows = change::Entity::find()
            .filter(change::COLUMN.subject_kind.eq(kind))
            .filter(among)
            .filter(change::COLUMN.action.eq(ChangeAction::Deleted))
            .order_by_asc(change::COLUMN.seq)
            .all(&self.tx)
            .await?;
        let changes = read_changes(&self.tx, rows).await?;
        let by_record = |change: Change| (change.subject_id, change);
        Ok(changes.into_iter().map(by_record).collect())
    }
}

fn came_in((field, after): (String, Value)) -> FieldChange {
    FieldChange {
        field,
        before: Value::Null,
        after,
    }
}

/// What records of a kind held right after these changes, by the place of the change.
async fn states_at(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    created: impl Iterator<Item = &Change>,
) -> Result<HashMap<i64, State>, StoreError> {
    let mut wanted: BTreeSet<i64> = BTreeSet::new();
    let mut ids: BTreeSet<i64> = BTreeSet::new();
    for change in created {
        wanted.insert(change.seq);
        ids.insert(change.subject_id);
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut states: HashMap<i64, State> = by_kind!(kind, no_record(), held_now(db, &ids).await)?;
    let mut found = HashMap::new();
    let first = wanted.first().copied().unwrap_or_default();
    let mut below = i64::MAX;
    loop {
        let rows = rows_between(db, kind, &ids, first, below).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        below = last.seq;
        for row in rows {
            let state = states.entry(row.subject_id).or_default();
            if wanted.contains(&row.seq) {
                found.insert(row.seq, state.clone());
            }
            take_back(state, &row)?;
        }
    }
}

/// What records hold, but for their ids.
async fn held_now<R: Stored>(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, State>, StoreError> {
    let current = R::current(db, ids).await?;
    let held = |(id, (record, _)): (i64, (R, i32))| {
        let mut fields = object(&record)?;
        fields.shift_remove("id");
        Ok((id, Some(fields)))
    };
    current.into_iter().map(held).collect()
}

/// Changes of these records from `first` on and before `below`, newest first.
async fn rows_between(
    db: &impl ConnectionTrait,
    kind: RecordKind,
    ids: &[i64],
    first: i64,
    below: i64,
) -> Result<Vec<change::Model>, StoreError> {
    // A sum has no index: by its place, the whole log since would be gone through.
    let among = dialect::among(db.get_database_backend(), "subject_id", ids);
    Ok(change::Entity::find()
        .filter(change::COLUMN.subject_kind.eq(kind))
        .filter(among)
        .filter(Expr::cust(format!(
            "seq + 0 >= {first} AND seq + 0 < {below}"
        )))
        .order_by_desc(Expr::cust("seq + 0"))
        .limit(ROWS)
        .all(db)
        .await?)
}

/// From what a record held after a change to what it held before it.
fn take_back(state: &mut State, row: &change::Model) -> Result<(), StoreError> {
    let read = |text: &str| read_fields(row.action, text);
    let fields = read_held(row.fields.as_deref(), read)
        .ok_or_else(|| StoreError::Corrupt(format!("change {} cannot be read", row.seq)))?;
    if row.action == ChangeAction::Created {
        *state = None;
        return Ok(());
    }
    let held = state.get_or_insert_default();
    for change in fields {
        if change.before.is_null() {
            held.shift_remove(&change.field);
        } else {
            held.insert(change.field, change.before);
        }
    }
    Ok(())
}

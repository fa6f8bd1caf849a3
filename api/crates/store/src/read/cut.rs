//! Lists in the order of their ids that the database cuts: of tables that grow without a bound, they
//! are never read whole.

use std::collections::HashMap;

use entity::vocabulary::RecordKind;
use paging::{PageSpan, Window};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::text::Text;
use crate::{StoreError, dialect};

/// How many parts of lists one statement reads: SQLite joins at most 500 selects, and each takes
/// three.
const PER_STATEMENT: usize = 100;

/// Which records of a table.
pub trait Listing {
    /// The table.
    fn table(&self) -> &'static str;

    /// What holds of them, each condition behind its ` AND `.
    fn conditions(&self, sql: &mut Text);
}

/// The records of a kind that name an owner in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OfOwner {
    /// The kind.
    pub kind: RecordKind,
    /// The column that names the owner; an index has it with the id.
    pub column: &'static str,
    /// The owner.
    pub owner: i64,
}

impl Listing for OfOwner {
    fn table(&self) -> &'static str {
        self.kind.table()
    }

    fn conditions(&self, sql: &mut Text) {
        sql.push(&format!(" AND {} = ", self.column));
        sql.bind(self.owner);
    }
}

impl<L: Listing> Listing for &L {
    fn table(&self) -> &'static str {
        L::table(self)
    }

    fn conditions(&self, sql: &mut Text) {
        L::conditions(self, sql);
    }
}

/// Which part of a list that is in the order of its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cut {
    /// From which end.
    is_from_start: bool,
    /// How many.
    count: usize,
    /// Behind this id.
    after: Option<i64>,
    /// Before this id; never at `after` or before it.
    before: Option<i64>,
}

impl Cut {
    /// What is wanted of such a list.
    #[must_use]
    pub fn of(wanted: &PageSpan) -> Self {
        let after = wanted.after.as_ref().map(|place| place.id);
        let before = wanted.before.as_ref().map(|place| place.id);
        // A page ends where it begins if `before` stands at `after` or before it.
        let least = after.map_or(i64::MIN, |after| after.saturating_add(1));
        let (is_from_start, count) = match wanted.window {
            Window::First(count) => (true, count),
            Window::Last(count) => (false, count),
        };
        Self {
            is_from_start,
            count,
            after,
            before: before.map(|before| before.max(least)),
        }
    }
}

/// A part of such a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CutOut {
    /// The ids, in order.
    pub ids: Vec<i64>,
    /// Whether there are more behind.
    pub has_next: bool,
    /// Whether there are more before.
    pub has_previous: bool,
}

impl CutOut {
    /// Brings what was read into order, and takes out the one that only says that there are more.
    fn complete(&mut self, cut: &Cut) {
        // The union may have mixed them.
        self.ids.sort_unstable();
        let extra = self.ids.len().saturating_sub(cut.count);
        if extra > 0 && cut.is_from_start {
            self.ids.truncate(cut.count);
            self.has_next = true;
        } else if extra > 0 {
            self.ids.drain(..extra);
            self.has_previous = true;
        }
    }
}

/// Which of a list's selects a row is of.
const BEFORE: i32 = 0;
const PAGE: i32 = 1;
const BEHIND: i32 = 2;

/// Parts of lists, in the order in which they are asked for. One statement for a hundred of them,
/// that reads their pages and at most one record on either side of each.
///
/// # Errors
/// Whatever the database says.
pub async fn cut_out<L: Listing>(
    db: &impl ConnectionTrait,
    asked: &[(L, Cut)],
) -> Result<Vec<CutOut>, StoreError> {
    let mut parts = Vec::with_capacity(asked.len());
    for asked in asked.chunks(PER_STATEMENT) {
        let mut sql = Text::new(db.get_database_backend());
        for (place, (listing, cut)) in asked.iter().enumerate() {
            if place > 0 {
                sql.push(" UNION ALL ");
            }
            select(&mut sql, place, listing, cut);
        }
        let mut read = vec![CutOut::default(); asked.len()];
        for row in &sql.rows(db).await? {
            sort_in(&mut read, row)?;
        }
        for (part, (_, cut)) in read.iter_mut().zip(asked) {
            part.complete(cut);
        }
        parts.append(&mut read);
    }
    Ok(parts)
}

fn sort_in(read: &mut [CutOut], row: &QueryResult) -> Result<(), StoreError> {
    let place: i32 = row.try_get_by_index(0)?;
    let part = usize::try_from(place).ok().and_then(|at| read.get_mut(at));
    let Some(part) = part else { return Ok(()) };
    match row.try_get_by_index::<i32>(1)? {
        PAGE => part.ids.push(row.try_get_by_index(2)?),
        BEFORE => part.has_previous = true,
        _ => part.has_next = true,
    }
    Ok(())
}

/// The selects of a part of a list.
fn select(sql: &mut Text, place: usize, listing: &impl Listing, cut: &Cut) {
    let direction = if cut.is_from_start { "ASC" } else { "DESC" };
    let bounds = [(">", cut.after), ("<", cut.before)];
    let most = cut.count.saturating_add(1);
    select_ids(sql, listing, (place, PAGE), &bounds, (direction, most));
    if cut.after.is_some() {
        sql.push(" UNION ALL ");
        let bounds = [("<=", cut.after)];
        select_ids(sql, listing, (place, BEFORE), &bounds, ("DESC", 1));
    }
    if cut.before.is_some() {
        sql.push(" UNION ALL ");
        let bounds = [(">=", cut.before)];
        select_ids(sql, listing, (place, BEHIND), &bounds, ("ASC", 1));
    }
}

/// The ids within some bounds, each with the place of its list and the number of the select.
fn select_ids(
    sql: &mut Text,
    listing: &impl Listing,
    (place, part): (usize, i32),
    bounds: &[(&str, Option<i64>)],
    (direction, most): (&str, usize),
) {
    let table = listing.table();
    sql.push(&format!(
        "SELECT {place}, {part}, id FROM (SELECT id FROM {table} WHERE 1 = 1"
    ));
    listing.conditions(sql);
    for (compare, bound) in bounds {
        if let Some(bound) = bound {
            sql.push(&format!(" AND id {compare} "));
            sql.bind(*bound);
        }
    }
    sql.push(&format!(" ORDER BY id {direction} LIMIT "));
    sql.bind(i64::try_from(most).unwrap_or(i64::MAX));
    sql.push(&format!(") AS part_{place}_{part}"));
}

/// How many records there are in a list.
///
/// # Errors
/// Whatever the database says.
pub async fn count_listed(
    db: &impl ConnectionTrait,
    listing: &impl Listing,
) -> Result<usize, StoreError> {
    let mut sql = Text::new(db.get_database_backend());
    let table = listing.table();
    sql.push(&format!("SELECT COUNT(*) FROM {table} WHERE 1 = 1"));
    listing.conditions(&mut sql);
    let count = sql.ids(db).await?.into_iter().next().unwrap_or_default();
    Ok(usize::try_from(count).unwrap_or_default())
}

/// How many records each of these owners has; one that has none may be left out.
///
/// # Errors
/// Whatever the database says.
pub async fn counts_of_owners(
    db: &impl ConnectionTrait,
    (kind, column): (RecordKind, &'static str),
    owners: &[i64],
) -> Result<HashMap<i64, usize>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
    let table = kind.table();
    let sql = format!("SELECT {column}, COUNT(*) FROM {table} WHERE {among} GROUP BY {column}");
    let binds = [dialect::id_list(backend, owners)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    let rows = db.query_all_raw(statement).await?;
    let count = |row: &QueryResult| {
        let count: i64 = row.try_get_by_index(1)?;
        let count = usize::try_from(count).unwrap_or_default();
        Ok((row.try_get_by_index(0)?, count))
    };
    rows.iter().map(count).collect()
}

//! The list of sources, page by page: the table grows without a bound, so it is never read whole.

use entity::vocabulary::SourceKind;
use paging::{Wanted, Window};
use sea_orm::{ActiveEnum, ConnectionTrait};

use super::text::Text;
use crate::{StoreError, dialect};

/// Which sources.
#[derive(Clone, Debug, Default)]
pub struct SourcesAsked {
    /// Only those whose folded title contains this text.
    pub title_contains: Option<String>,
    /// Only those of these kinds.
    pub kinds: Option<Vec<SourceKind>>,
}

/// Which part of a list that is in the order of its ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// From which end, and how many.
    window: Window,
    /// Behind this id.
    after: Option<i64>,
    /// Before this id; never at `after` or before it.
    before: Option<i64>,
}

impl Cut {
    /// What is wanted of such a list.
    #[must_use]
    pub fn of(wanted: &Wanted) -> Self {
        let after = wanted.after.as_ref().map(|place| place.id);
        let before = wanted.before.as_ref().map(|place| place.id);
        // A page ends where it begins if `before` stands at `after` or before it.
        let least = after.map_or(i64::MIN, |after| after.saturating_add(1));
        Self {
            window: wanted.window,
            after,
            before: before.map(|before| before.max(least)),
        }
    }
}

/// A part of such a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutOut {
    /// The ids, in order.
    pub ids: Vec<i64>,
    /// Whether there are more behind.
    pub has_next: bool,
    /// Whether there are more before.
    pub has_previous: bool,
}

/// Which of the statement's parts a row is of.
const BEFORE: i32 = 0;
const PAGE: i32 = 1;
const BEHIND: i32 = 2;

/// A part of the list of sources. One statement, that reads the page and at most one source on
/// either side of it.
///
/// # Errors
/// Whatever the database says.
pub async fn sources_page(
    db: &impl ConnectionTrait,
    asked: &SourcesAsked,
    cut: &Cut,
) -> Result<CutOut, StoreError> {
    let (count, direction) = match cut.window {
        Window::First(count) => (count, "ASC"),
        Window::Last(count) => (count, "DESC"),
    };
    let mut sql = Text::new(db.get_database_backend());
    let bounds = [(">", cut.after), ("<", cut.before)];
    asked.part(
        &mut sql,
        PAGE,
        &bounds,
        (direction, count.saturating_add(1)),
    );
    if cut.after.is_some() {
        sql.push(" UNION ALL ");
        asked.part(&mut sql, BEFORE, &[("<=", cut.after)], ("DESC", 1));
    }
    if cut.before.is_some() {
        sql.push(" UNION ALL ");
        asked.part(&mut sql, BEHIND, &[(">=", cut.before)], ("ASC", 1));
    }
    let (mut ids, mut has_next, mut has_previous) = (Vec::new(), false, false);
    for row in &sql.rows(db).await? {
        match row.try_get_by_index::<i32>(0)? {
            PAGE => ids.push(row.try_get_by_index(1)?),
            BEFORE => has_previous = true,
            _ => has_next = true,
        }
    }
    // The union may have mixed them.
    ids.sort_unstable();
    match cut.window {
        Window::First(_) if ids.len() > count => {
            ids.truncate(count);
            has_next = true;
        }
        Window::Last(_) if ids.len() > count => {
            ids.drain(..ids.len() - count);
            has_previous = true;
        }
        _ => {}
    }
    Ok(CutOut {
        ids,
        has_next,
        has_previous,
    })
}

/// How many sources there are of those.
///
/// # Errors
/// Whatever the database says.
pub async fn count_sources(
    db: &impl ConnectionTrait,
    asked: &SourcesAsked,
) -> Result<usize, StoreError> {
    let mut sql = Text::new(db.get_database_backend());
    sql.push("SELECT COUNT(*) FROM source WHERE 1 = 1");
    asked.conditions(&mut sql);
    let count = sql.ids(db).await?.into_iter().next().unwrap_or_default();
    Ok(usize::try_from(count).unwrap_or_default())
}

impl SourcesAsked {
    /// The ids within some bounds, each with the number of the part.
    fn part(
        &self,
        sql: &mut Text,
        part: i32,
        bounds: &[(&str, Option<i64>)],
        (direction, most): (&str, usize),
    ) {
        sql.push(&format!(
            "SELECT {part}, id FROM (SELECT id FROM source WHERE 1 = 1"
        ));
        for (compare, bound) in bounds {
            if let Some(bound) = bound {
                sql.push(&format!(" AND id {compare} "));
                sql.bind(*bound);
            }
        }
        self.conditions(sql);
        sql.push(&format!(" ORDER BY id {direction} LIMIT "));
        sql.bind(i64::try_from(most).unwrap_or(i64::MAX));
        sql.push(&format!(") AS part_{part}"));
    }

    fn conditions(&self, sql: &mut Text) {
        if let Some(text) = &self.title_contains {
            sql.push(&format!(
                " AND {}(title_folded, ",
                dialect::position(sql.backend())
            ));
            sql.bind(text.as_str());
            sql.push(") > 0");
        }
        if let Some(kinds) = &self.kinds {
            let codes = kinds.iter().map(|kind| kind.to_value().to_string());
            let codes: Vec<String> = codes.collect();
            // An empty list is no SQL on PostgreSQL.
            let list = match codes.is_empty() {
                true => "NULL".to_owned(),
                false => codes.join(", "),
            };
            sql.push(&format!(" AND kind IN ({list})"));
        }
    }
}

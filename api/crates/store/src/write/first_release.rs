//! The date of works that name none themselves: that of their earliest release of any kind.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::claim::HEARD;
use entity::vocabulary::{Certainty, RecordKind};
use entity::work;
use model::id::RecordId;
use record::{Span, span};
use sea_orm::{ActiveEnum, ConnectionTrait, EntityTrait, QueryFilter, Set, Statement};

use super::WriteTransaction;
use super::put::Stored;
use super::role::people_of;
use crate::read::by_ids;
use crate::{StoreError, dialect};

/// A work's earliest release.
pub(super) struct FirstRelease {
    /// When, in EDTF.
    pub(super) date: String,
    /// The same in days.
    pub(super) days: Span,
    /// How sure it is.
    pub(super) certainty: Certainty,
}

/// The earliest dated release of each of these works that has one: neither denied nor hearsay.
pub(super) async fn first_releases(
    tx: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, FirstRelease>, StoreError> {
    if works.is_empty() {
        return Ok(HashMap::new());
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "work_id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT work_id, date_edtf, certainty, released_from, released_on, released_to
         FROM (SELECT work_id, date_edtf, certainty, released_from, released_on, released_to,
                      ROW_NUMBER() OVER (PARTITION BY work_id ORDER BY released_on, id) AS place
               FROM release WHERE {among} AND date_edtf IS NOT NULL
                 AND NOT is_denied AND certainty >= {}) AS dated
         WHERE place = 1",
        HEARD.to_value()
    );
    let binds = [dialect::id_list(backend, works)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let mut first = HashMap::with_capacity(rows.len());
    for row in rows {
        let release = FirstRelease {
            date: row.try_get_by_index(1)?,
            certainty: Certainty::try_from_value(&row.try_get_by_index(2)?)?,
            days: Span {
                from: row.try_get_by_index(3)?,
                on: row.try_get_by_index(4)?,
                to: row.try_get_by_index(5)?,
            },
        };
        first.insert(row.try_get_by_index(0)?, release);
    }
    Ok(first)
}

/// The owners whose edge lists moved with the dates of works, by work.
#[derive(Default)]
pub(super) struct Moved(BTreeMap<i64, BTreeSet<RecordId>>);

impl Moved {
    /// Those that moved with the date of a work.
    pub(super) fn of(&self, work: i64) -> BTreeSet<RecordId> {
        self.0.get(&work).cloned().unwrap_or_default()
    }

    /// Those that moved with the date of the work that a record dates.
    pub(super) fn with<R: Stored>(&self, record: &R) -> BTreeSet<RecordId> {
        record
            .dated_work()
            .map(|work| self.of(work))
            .unwrap_or_default()
    }
}

impl WriteTransaction {
    /// Brings the dates of these works up to date, where they follow from their releases, and what
    /// roles hold of them. Gives whose edge lists moved.
    pub(super) async fn follow_releases(
        &mut self,
        works: BTreeSet<i64>,
    ) -> Result<Moved, StoreError> {
        let mut moved = Moved::default();
        if works.is_empty() {
            return Ok(moved);
        }
        let works: Vec<i64> = works.into_iter().collect();
        let rows = by_ids::<work::Entity>(&self.tx, &works).await?;
        let undated: Vec<work::Model> =
            rows.into_values().filter(|row| !row.names_date()).collect();
        let ids: Vec<i64> = undated.iter().map(|row| row.id).collect();
        let first = first_releases(&self.tx, &ids).await?;
        for row in undated {
            let mut dated = row.clone();
            dated.follow(first.get(&row.id));
            if dated == row {
                continue;
            }
            self.edges.of_work(row.id);
            let mut touches = people_of(&self.tx, row.id, false).await?;
            touches.insert(RecordId {
                kind: RecordKind::Work,
                id: row.id,
            });
            moved.0.insert(row.id, touches);
            store_date(&self.tx, dated).await?;
        }
        Ok(moved)
    }
}

/// The record of the work stays as it is, and so does its version.
async fn store_date(tx: &impl ConnectionTrait, dated: work::Model) -> Result<(), StoreError> {
    work::Entity::update_many()
        .set(work::ActiveModel {
            first_release_edtf: Set(dated.first_release_edtf),
            first_release_certainty: Set(dated.first_release_certainty),
            released_from: Set(dated.released_from),
            released_on: Set(dated.released_on),
            released_to: Set(dated.released_to),
            ..Default::default()
        })
        .filter(work::COLUMN.id.eq(dated.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// A row of a work that names no date.
pub(super) trait Follow {
    /// Takes the date of its earliest release, if there is one.
    fn follow(&mut self, first: Option<&FirstRelease>);
}

impl Follow for work::Model {
    fn follow(&mut self, first: Option<&FirstRelease>) {
        self.first_release_edtf = first.map(|first| first.date.clone());
        self.first_release_certainty = first.map(|first| first.certainty);
        let days = first.map_or_else(|| span(None), |first| first.days);
        self.released_from = days.from;
        self.released_on = days.on;
        self.released_to = days.to;
    }
}

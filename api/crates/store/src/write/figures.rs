//! The figures of works: those of their leading rating, else what the works say themselves.

use std::collections::{BTreeSet, HashMap};

use entity::{rating, work};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, Statement};

use super::WriteTransaction;
use crate::read::by_ids;
use crate::{StoreError, dialect};

/// The best that the rating of a work can be: other scales are brought to it.
const BEST: f64 = 10.0;

/// How many rated a work, and what they think of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figures {
    votes: Option<i32>,
    rating: Option<f64>,
}

impl Figures {
    /// Lets a row of a work show these; without any, those that it says itself.
    pub(super) fn show(of: Option<&Self>, row: &mut work::Model) {
        let own = Self {
            votes: row.own_votes,
            rating: row.own_rating,
        };
        let shown = of.unwrap_or(&own);
        row.votes = shown.votes;
        row.rating = shown.rating;
    }
}

/// The figures of the leading rating of each of these works that has one: of the source with the
/// highest priority; of equals, the one with most votes.
pub(super) async fn leading_figures(
    tx: &impl ConnectionTrait,
    works: &[i64],
) -> Result<HashMap<i64, Figures>, StoreError> {
    if works.is_empty() {
        return Ok(HashMap::new());
    }
    let backend = tx.get_database_backend();
    let among = dialect::among_sql(backend, "r.work_id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT work_id, votes, average, out_of
         FROM (SELECT r.work_id, r.votes, r.average, r.out_of,
                      ROW_NUMBER() OVER (PARTITION BY r.work_id
                        ORDER BY s.priority DESC, r.votes DESC NULLS LAST, r.id) AS place
               FROM rating r JOIN source s ON s.id = r.source_id WHERE {among}) AS ranked
         WHERE place = 1"
    );
    let binds = [dialect::id_list(backend, works)];
    let rows = tx
        .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
        .await?;
    let mut figures = HashMap::with_capacity(rows.len());
    for row in rows {
        let (average, out_of): (f64, f64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let of = Figures {
            votes: row.try_get_by_index(1)?,
            rating: Some(on_scale(average, out_of)),
        };
        figures.insert(row.try_get_by_index(0)?, of);
    }
    Ok(figures)
}

/// An average as it would be on the scale of works.
fn on_scale(average: f64, out_of: f64) -> f64 {
    if out_of == BEST {
        average
    } else {
        (average * BEST / out_of).clamp(0.0, BEST)
    }
}

impl WriteTransaction {
    /// Brings the figures of these works up to date. Their records stay as they are, and so do their
    /// versions.
    pub(super) async fn follow_ratings(&mut self, works: BTreeSet<i64>) -> Result<(), StoreError> {
        let works: Vec<i64> = works.into_iter().collect();
        let figures = leading_figures(&self.tx, &works).await?;
        let rows = match works.is_empty() {
            true => HashMap::new(),
            false => by_ids::<work::Entity>(&self.tx, &works).await?,
        };
        for (id, row) in rows {
            let mut shown = row.clone();
            Figures::show(figures.get(&id), &mut shown);
            if shown == row {
                continue;
            }
            work::Entity::update_many()
                .set(work::ActiveModel {
                    votes: Set(shown.votes),
                    rating: Set(shown.rating),
                    ..Default::default()
                })
                .filter(work::COLUMN.id.eq(id))
                .exec(&self.tx)
                .await?;
        }
        Ok(())
    }

    /// Brings the figures of the works that these sources rate up to date, some thousand at a time:
    /// their strength has changed.
    pub(super) async fn follow_ratings_of(&mut self, sources: &[i64]) -> Result<(), StoreError> {
        const RATINGS: u64 = 1_000;
        for source in sources {
            let mut after = i64::MIN;
            loop {
                let rated: Vec<(i64, i64)> = rating::Entity::find()
                    .select_only()
                    .columns([rating::Column::Id, rating::Column::WorkId])
                    .filter(rating::COLUMN.source_id.eq(*source))
                    .filter(rating::COLUMN.id.gt(after))
                    .order_by_asc(rating::COLUMN.id)
                    .limit(RATINGS)
                    .into_tuple()
                    .all(&self.tx)
                    .await?;
                let Some((last, _)) = rated.last() else {
                    break;
                };
                after = *last;
                let works = rated.into_iter().map(|(_, work)| work).collect();
                self.follow_ratings(works).await?;
            }
        }
        Ok(())
    }
}

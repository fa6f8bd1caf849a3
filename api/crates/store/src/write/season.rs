//! Seasons: nothing but a row, of a work that has to be a series.

use std::collections::BTreeSet;

use entity::work;
use record::{Declared, SeasonRecord};
use sea_orm::ConnectionTrait;

use super::plain::Plain;
use super::work::is_series;
use crate::StoreError;
use crate::read::by_ids;

impl Plain for SeasonRecord {
    async fn check_among(tx: &impl ConnectionTrait, seasons: &[&Self]) -> Result<(), StoreError> {
        let series: BTreeSet<i64> = seasons.iter().map(|season| season.series.0).collect();
        let series: Vec<i64> = series.into_iter().collect();
        let works = by_ids::<work::Entity>(tx, &series).await?;
        let is_wrong = |season: &&&Self| {
            let work = works.get(&season.series.0);
            work.is_some_and(|work| !is_series(work.kind))
        };
        let Some(wrong) = seasons.iter().find(is_wrong) else {
            return Ok(());
        };
        let reason = format!("{} is no series", wrong.series.public());
        Err(StoreError::invalid(wrong.public_id(), "series", reason))
    }
}

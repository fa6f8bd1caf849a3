//! Jobs are interned: a role holds a number, and a few thousand words stand in one place.

use std::collections::{BTreeSet, HashMap};

use entity::job;
use entity::vocabulary::RecordKind;
use model::fold::fold;
use sea_orm::{EntityTrait, Set};

use super::WriteTransaction;
use crate::StoreError;
use crate::read::Finder;

/// The id that stands for no named job.
pub(super) const NO_JOB: i64 = 0;

impl WriteTransaction {
    /// The ids of these jobs; those that are new are added.
    pub(super) async fn intern_jobs(
        &mut self,
        names: BTreeSet<String>,
    ) -> Result<HashMap<String, i64>, StoreError> {
        let names: Vec<String> = names.into_iter().collect();
        if names.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = Finder::new(&self.tx).jobs_as_written(&names).await?;
        if ids.len() == names.len() {
            return Ok(ids);
        }
        // Another writer may be adding the same words: after this lock it has committed.
        self.hold_sequence(RecordKind::Job, 0).await?;
        let mut ids = Finder::new(&self.tx).jobs_as_written(&names).await?;
        let is_new = |name: &String| !ids.contains_key(name);
        let new: Vec<String> = names.into_iter().filter(is_new).collect();
        if new.is_empty() {
            return Ok(ids);
        }
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let numbers = self.allocate(RecordKind::Job, count).await?;
        let pairs: Vec<(String, i64)> = new.into_iter().zip(numbers).collect();
        let row = |(name, id): &(String, i64)| job::ActiveModel {
            id: Set(*id),
            name: Set(name.clone()),
            name_folded: Set(fold(name)),
        };
        job::Entity::insert_many(pairs.iter().map(row))
            .exec_without_returning(&self.tx)
            .await?;
        ids.extend(pairs);
        Ok(ids)
    }
}

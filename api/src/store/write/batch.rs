//! Putting records whose kind is known only at run time.

use super::put::Counts;
use super::{Stored, WriteTransaction};
use crate::store::StoreError;
use crate::store::record::Record;

impl WriteTransaction {
    /// Puts records of any kinds, each kind as one batch. A batch may refer to what came before
    /// it: kinds are put in the order of their references.
    ///
    /// # Errors
    /// As [`WriteTransaction::put`].
    pub async fn put_batch(&mut self, records: Vec<Record>) -> Result<Counts, StoreError> {
        let (mut sources, mut genres, mut people) = (Vec::new(), Vec::new(), Vec::new());
        let (mut works, mut roles, mut milestones) = (Vec::new(), Vec::new(), Vec::new());
        for record in records {
            match record {
                Record::Source(record) => sources.push(record),
                Record::Genre(record) => genres.push(record),
                Record::Person(record) => people.push(record),
                Record::Work(record) => works.push(record),
                Record::Role(record) => roles.push(record),
                Record::Milestone(record) => milestones.push(record),
            }
        }
        let mut counts = self.put_some(&sources).await?;
        counts = counts.and(self.put_some(&genres).await?);
        counts = counts.and(self.put_some(&people).await?);
        counts = counts.and(self.put_some(&works).await?);
        counts = counts.and(self.put_some(&roles).await?);
        Ok(counts.and(self.put_some(&milestones).await?))
    }

    async fn put_some<R: Stored>(&mut self, records: &[R]) -> Result<Counts, StoreError> {
        if records.is_empty() {
            return Ok(Counts::default());
        }
        self.put(records).await
    }
}

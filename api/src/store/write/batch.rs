//! Putting records whose kind is known only at run time.

use super::put::Counts;
use super::{Stored, WriteTransaction};
use crate::store::StoreError;
use crate::store::record::Record;

/// Sorts records by kind and puts each kind as one batch, in the order of the list: a kind may refer
/// to those before it.
macro_rules! put_by_kind {
    ($tx:expr, $records:expr, [$($kind:ident),+ $(,)?]) => {{
        let mut counts = Counts::default();
        let mut records = $records;
        $(
            let mut of_kind = Vec::new();
            let mut others = Vec::new();
            for record in records {
                match record {
                    Record::$kind(record) => of_kind.push(record),
                    other => others.push(other),
                }
            }
            records = others;
            counts = counts.and($tx.put_some(&of_kind).await?);
        )+
        debug_assert!(records.is_empty(), "a kind is missing in the list");
        Ok(counts)
    }};
}

impl WriteTransaction {
    /// Puts records of any kinds, each kind as one batch. A batch may refer to what came before
    /// it; of its own kinds, to those that stand before in the interchange format's order.
    ///
    /// # Errors
    /// As [`WriteTransaction::put`].
    pub async fn put_batch(&mut self, records: Vec<Record>) -> Result<Counts, StoreError> {
        put_by_kind!(
            self,
            records,
            [
                Source,
                Genre,
                Keyword,
                Profession,
                Company,
                Character,
                Person,
                Work,
                Season,
                Role,
                CompanyRole,
                Release,
                Milestone,
                Deal,
                Location,
                Award,
                Rating,
                Relation,
                Quote,
                Commentary,
                List,
                Collection,
                Image,
                Video,
            ]
        )
    }

    async fn put_some<R: Stored>(&mut self, records: &[R]) -> Result<Counts, StoreError> {
        if records.is_empty() {
            return Ok(Counts::default());
        }
        self.put(records).await
    }
}

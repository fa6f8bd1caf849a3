//! Putting records whose kind is known only at run time.

use super::put::Counts;
use super::{Refused, Stored, WriteTransaction};
use crate::store::StoreError;
use crate::store::record::Record;

/// Hands every kind of record, in the order of the interchange format, to a macro.
macro_rules! each_kind {
    ($macro:ident, $($argument:expr),+) => {
        $macro!($($argument),+, [
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
            Claim,
        ])
    };
}
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

/// The same, for records that may be wrong.
macro_rules! put_each_kind {
    ($tx:expr, $records:expr, $refused:expr, [$($kind:ident),+ $(,)?]) => {{
        let mut counts = Counts::default();
        let mut left = $records;
        $(
            let (mut places, mut of_kind, mut others) = (Vec::new(), Vec::new(), Vec::new());
            for (place, record) in left {
                match record {
                    Record::$kind(record) => {
                        places.push(place);
                        of_kind.push(record);
                    }
                    other => others.push((place, other)),
                }
            }
            left = others;
            if !of_kind.is_empty() {
                let mut bad = Vec::new();
                counts = counts.and($tx.put_each_of(of_kind, &mut bad).await?);
                $refused.extend(bad.into_iter().map(|Refused { place, fault }| Refused {
                    place: places[place],
                    fault,
                }));
            }
        )+
        debug_assert!(left.is_empty(), "a kind is missing in the list");
        counts
    }};
}

impl WriteTransaction {
    /// Puts records of any kinds, each kind as one batch. A batch may refer to what came before
    /// it; of its own kinds, to those that stand before in the interchange format's order.
    ///
    /// # Errors
    /// As [`WriteTransaction::put`].
    pub async fn put_batch(&mut self, records: Vec<Record>) -> Result<Counts, StoreError> {
        each_kind!(put_by_kind, self, records)
    }

    /// Puts the records of a list that can be put, kind by kind, and says what is wrong with the
    /// others: their places in the list, in order.
    ///
    /// # Errors
    /// Those of the database; what is wrong with a record is none.
    pub async fn put_each(
        &mut self,
        records: Vec<Record>,
    ) -> Result<(Counts, Vec<Refused>), StoreError> {
        let mut refused = Vec::new();
        let records: Vec<(usize, Record)> = records.into_iter().enumerate().collect();
        let counts = each_kind!(put_each_kind, self, records, refused);
        refused.sort_by_key(|refused| refused.place);
        Ok((counts, refused))
    }

    async fn put_some<R: Stored>(&mut self, records: &[R]) -> Result<Counts, StoreError> {
        if records.is_empty() {
            return Ok(Counts::default());
        }
        self.put(records).await
    }
}

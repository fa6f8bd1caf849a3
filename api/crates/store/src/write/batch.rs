//! Putting records whose kind is known only at run time.

use std::collections::{BTreeMap, BTreeSet};

use model::id::{RecordId, encode};
use record::{Record, TombstoneRecord};

use super::put::Counts;
use super::{Refused, Stored, WriteTransaction};
use crate::StoreError;

/// Puts each kind as one batch, in the order of the interchange format: a kind may refer to those
/// before it.
macro_rules! put_by_kind {
    (
        { $tx:expr, $left:ident, $refused:ident }
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {{
        let mut counts = Counts::default();
        $(
            #[allow(clippy::result_large_err, reason = "another kind is handed back as it is")]
            let of_kind = take(&mut $left, |record| match record {
                Record::$kind(record) => Ok(record),
                other => Err(other),
            });
            counts = counts.and($tx.put_taken(of_kind, &mut $refused).await?);
        )+
        counts
    }};
}

/// Takes the records of a kind out of a list, with their places in it.
#[allow(
    clippy::result_large_err,
    reason = "another kind is handed back as it is"
)]
fn take<R>(
    left: &mut Vec<(usize, Record)>,
    is_of_kind: impl Fn(Record) -> Result<R, Record>,
) -> Vec<(usize, R)> {
    let mut taken = Vec::new();
    for (place, record) in std::mem::take(left) {
        match is_of_kind(record) {
            Ok(record) => taken.push((place, record)),
            Err(record) => left.push((place, record)),
        }
    }
    taken
}

/// Records that have places in a list.
type Placed<R> = Vec<(usize, R)>;

/// Takes the tombstones out: they come last, for they stand for records of every kind.
fn apart(records: Placed<Record>) -> (Placed<Record>, Placed<TombstoneRecord>) {
    let (mut others, mut tombstones) = (Vec::with_capacity(records.len()), Vec::new());
    for (place, record) in records {
        match record {
            Record::Tombstone(record) => tombstones.push((place, record)),
            other => others.push((place, other)),
        }
    }
    (others, tombstones)
}

impl WriteTransaction {
    /// Puts records of any kinds, each kind as one batch. A batch may refer to what came before
    /// it; of its own kinds, to those that stand before in the interchange format's order.
    ///
    /// # Errors
    /// As [`WriteTransaction::put`].
    pub async fn put_batch(&mut self, records: Vec<Record>) -> Result<Counts, StoreError> {
        let (mut left, tombstones) = apart(records.into_iter().enumerate().collect());
        let mut refused = None;
        let counts = record::entity::with_kinds!(put_by_kind {
            self, left, refused
        });
        let mut refused = Vec::new();
        let id = |(place, of): &(usize, TombstoneRecord)| (*place, encode(of.id.kind, of.id.id));
        let ids: BTreeMap<usize, String> = tombstones.iter().map(id).collect();
        let buried = self.put_tombstones(tombstones, &mut refused).await?;
        match refused.into_iter().min_by_key(|refused| refused.place) {
            Some(Refused { place, fault, .. }) => {
                let id = ids.get(&place).cloned().unwrap_or_default();
                Err(StoreError::of_fault(id, fault))
            }
            None => Ok(counts.and(buried)),
        }
    }

    /// Puts the records of a list that can be put, kind by kind, and says what is wrong with the
    /// others: their places in the list, in order. `found` are those that did not bring their ids: of
    /// the others, one with the id of another record is refused.
    ///
    /// # Errors
    /// Those of the database; what is wrong with a record is none.
    pub async fn put_each(
        &mut self,
        records: Vec<Record>,
        found: BTreeSet<RecordId>,
    ) -> Result<(Counts, Vec<Refused>), StoreError> {
        self.found = Some(found);
        let put = self.put_each_by_kind(records).await;
        self.found = None;
        put
    }

    async fn put_each_by_kind(
        &mut self,
        records: Vec<Record>,
    ) -> Result<(Counts, Vec<Refused>), StoreError> {
        let (mut left, tombstones) = apart(records.into_iter().enumerate().collect());
        let mut refused = Some(Vec::new());
        let counts = record::entity::with_kinds!(put_by_kind {
            self, left, refused
        });
        let mut refused = refused.unwrap_or_default();
        let buried = self.put_tombstones(tombstones, &mut refused).await?;
        let counts = counts.and(buried);
        refused.sort_by_key(|refused| refused.place);
        Ok((counts, refused))
    }

    /// Puts records of a kind: those that can be put, if there is a place for the others.
    async fn put_taken<R: Stored>(
        &mut self,
        taken: Vec<(usize, R)>,
        refused: &mut Option<Vec<Refused>>,
    ) -> Result<Counts, StoreError> {
        if taken.is_empty() {
            return Ok(Counts::default());
        }
        let (places, records): (Vec<usize>, Vec<R>) = taken.into_iter().unzip();
        let Some(refused) = refused else {
            return self.put(&records).await;
        };
        let mut bad = Vec::new();
        let counts = self.put_each_of(records, &mut bad).await?;
        refused.extend(bad.into_iter().map(|refused| Refused {
            place: places[refused.place],
            ..refused
        }));
        Ok(counts)
    }
}

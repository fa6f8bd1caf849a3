//! What editors do to records: a property that can be claimed is claimed, what cannot be is
//! written. Generic over kinds: a record is its JSON object here, and the registry says what of it
//! can be claimed.

mod create;
mod outranked;
mod parts;
mod saying;
mod update;

use entity::vocabulary::{Certainty, MissingReason, RecordKind};
use model::edtf::Edtf;
use model::id::RecordId;
use model::instant::Instant;
use record::{ClaimId, ClaimRecord, Fault, SourceId};
use serde_json::{Map, Value};

use super::WriteTransaction;
use crate::StoreError;

pub use create::{New, faults_of_new};
pub use outranked::Outranked;
use saying::Saying;
pub use update::Plan;

/// Who says something, how surely, in which words, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Attestation {
    /// Who.
    pub source: SourceId,
    /// How surely.
    pub certainty: Certainty,
    /// The words, in short.
    pub excerpt: Option<String>,
    /// When it was stated.
    pub stated_on: Option<Edtf>,
}

/// What becomes of the fields of a record.
#[derive(Clone, Debug)]
pub struct Patch {
    /// From a field's name to its value, as the interchange format writes it; null empties it.
    pub fields: Map<String, Value>,
    /// Why what is emptied has no value.
    pub missing: MissingReason,
}

/// What an edit came to.
#[derive(Clone, Debug, Default)]
pub struct Edited {
    /// What was claimed and did not win.
    pub outranked: Vec<Outranked>,
}

/// Something at fault in a list of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFault {
    /// The place of the record.
    pub place: usize,
    /// What is wrong with it.
    pub fault: Fault,
    /// The place of an earlier record that is the same.
    pub earlier: Option<usize>,
}

impl PlacedFault {
    fn of((place, fault): (usize, Fault)) -> Self {
        Self {
            place,
            fault,
            earlier: None,
        }
    }
}

impl WriteTransaction {
    /// The fields of a record of any kind, as the transaction sees them; none if it is not there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn fields_of(
        &self,
        subject: RecordId,
    ) -> Result<Option<Map<String, Value>>, StoreError> {
        Ok(self.whole(subject).await?.map(|record| record.fields))
    }

    /// The claims that say this of a record, with ids.
    async fn claims(
        &mut self,
        subject: RecordId,
        sayings: &[Saying],
        by: &Attestation,
    ) -> Result<Vec<ClaimRecord>, StoreError> {
        let count = i64::try_from(sayings.len()).unwrap_or(i64::MAX);
        let ids = self.allocate(RecordKind::Claim, count).await?;
        let at = Instant(self.at);
        let claim = |(id, saying): (i64, &Saying)| ClaimRecord {
            id: ClaimId(id),
            recorded_at: at,
            ..saying.claim(subject, by)
        };
        Ok(ids.into_iter().zip(sayings).map(claim).collect())
    }
}

//! Making records: they are put with what they need and what cannot be claimed, and the rest is
//! claimed, so that each value can be taken back by itself.

use std::collections::HashMap;

use claim::Entry;
use entity::vocabulary::{MissingReason, Property};
use model::id::encode;
use record::{
    ClaimRecord, Fault, FaultKind, Field, PropertyValue, RecordId, Shape, entries, property_value,
    set_property,
};
use serde_json::{Map, Value};

use super::super::WriteTransaction;
use super::super::governed::read;
use super::super::once::tells_apart;
use super::super::put::{Stored, object};
use super::parts::number_for_checks;
use super::saying::{Saying, stands_in};
use super::{Attestation, PlacedFault};
use crate::StoreError;

/// Claims that are put at a time.
const CLAIMS: usize = 500;

/// A record to be made.
#[derive(Clone, Debug)]
pub struct New {
    /// Its id.
    pub id: i64,
    /// Its fields, as the interchange format has them, without its id, sources and certainty.
    pub fields: Map<String, Value>,
    /// Who says so.
    pub by: Attestation,
}

/// What is wrong with the fields of a new record by themselves. What it refers to is not looked at.
#[must_use]
pub fn faults_of_new<R: Stored>(fields: &Map<String, Value>) -> Vec<Fault> {
    let mut fields = fields.clone();
    number_for_checks::<R>(&mut fields);
    for field in R::FIELDS {
        let missing = field.is_needed && !fields.contains_key(field.name);
        if let (
            true,
            Field {
                shape: Shape::Id(kind),
                ..
            },
        ) = (missing, field)
        {
            fields.insert(field.name.to_owned(), encode(*kind, NO_NUMBER).into());
        }
    }
    match read::<R>(fields) {
        Ok(record) => record.faults_as_brought(),
        Err(_) => Vec::new(),
    }
}

/// A number for records that are only looked at: none that is given out.
const NO_NUMBER: i64 = i64::MAX;

impl WriteTransaction {
    /// Makes records of one kind, or says what is wrong with them, each fault with its place in the
    /// list.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for what cannot be written; those of the database.
    pub async fn create<R: Stored>(
        &mut self,
        new: &[New],
    ) -> Result<Result<(), Vec<PlacedFault>>, StoreError> {
        if new.is_empty() {
            return Ok(Ok(()));
        }
        let mut wanted = Vec::with_capacity(new.len());
        for one in new {
            wanted.push(self.wanted::<R>(one).await?);
        }
        let mut faults = Vec::new();
        for (place, record) in wanted.iter().enumerate() {
            let of_record = record.faults_as_brought().into_iter();
            faults.extend(of_record.map(|fault| (place, fault)));
        }
        faults.extend(self.dangling_of(&wanted).await?);
        if !faults.is_empty() {
            return Ok(Err(faults.into_iter().map(PlacedFault::of).collect()));
        }
        let alike = alike(&wanted);
        if !alike.is_empty() {
            return Ok(Err(alike));
        }
        let mut bare = Vec::with_capacity(new.len());
        let mut claims = Vec::with_capacity(new.len());
        for (one, record) in new.iter().zip(&wanted) {
            let fields = object(record)?;
            bare.push(without_claimed::<R>(&fields)?);
            let sayings = sayings::<R>(&fields);
            let subject = RecordId {
                kind: R::KIND,
                id: one.id,
            };
            claims.push(self.claims(subject, &sayings, &one.by).await?);
        }
        let made = || new.iter().map(|one| (R::KIND, one.id));
        if let Err(error) = Box::pin(self.put(&bare)).await {
            return placed::<R>(new, error).map(Err);
        }
        self.made.extend(made());
        let claimed = Box::pin(self.put_claims(claims)).await;
        made().for_each(|one| {
            self.made.remove(&one);
        });
        match claimed {
            Ok(()) => Ok(Ok(())),
            Err(error) => placed::<R>(new, error).map(Err),
        }
    }

    /// The record that is wanted, with its id, source and certainty.
    async fn wanted<R: Stored>(&mut self, new: &New) -> Result<R, StoreError> {
        let mut fields = new.fields.clone();
        fields.insert("id".to_owned(), encode(R::KIND, new.id).into());
        let has = |name: &str| R::FIELDS.iter().any(|field| field.name == name);
        if has("sources") {
            let sources = vec![Value::from(new.by.source.public())];
            fields.insert("sources".to_owned(), sources.into());
        }
        let certainty = entries(R::KIND).filter(|entry| entry.property == Property::Record);
        for field in certainty.filter_map(|entry| entry.certainty) {
            let certainty = serde_json::to_value(new.by.certainty).unwrap_or_default();
            fields.insert(field.to_owned(), certainty);
        }
        self.number_parts::<R>(&mut fields, &Map::new()).await?;
        read(fields)
    }

    /// Puts the claims of records, those of one record together.
    async fn put_claims(&mut self, of_records: Vec<Vec<ClaimRecord>>) -> Result<(), StoreError> {
        let mut batch: Vec<ClaimRecord> = Vec::new();
        for claims in of_records {
            if !batch.is_empty() && batch.len() + claims.len() > CLAIMS {
                self.put(&batch).await?;
                batch.clear();
            }
            batch.extend(claims);
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.put(&batch).await?;
        Ok(())
    }
}

/// Those of new records that are what an earlier one of them is.
fn alike<R: Stored>(wanted: &[R]) -> Vec<PlacedFault> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut alike = Vec::new();
    for (place, record) in wanted.iter().enumerate() {
        let Some((fields, text)) = record.told_apart_by() else {
            continue;
        };
        let first = *seen.entry(text).or_insert(place);
        if first != place {
            let fault = Fault {
                kind: FaultKind::Duplicate,
                field: fields.to_owned(),
                reason: format!("has the same {fields} as an earlier one"),
            };
            alike.push(PlacedFault {
                place,
                fault,
                earlier: Some(first),
            });
        }
    }
    alike
}

/// What is wrong with one of new records, with its place; nothing of the transaction may be committed
/// then.
fn placed<R: Stored>(new: &[New], error: StoreError) -> Result<Vec<PlacedFault>, StoreError> {
    let of = match &error {
        StoreError::Invalid { record, .. } => record.as_str(),
        _ => return Err(error),
    };
    let place = new.iter().position(|one| encode(R::KIND, one.id) == of);
    match place.zip(error.fault()) {
        Some(placed) => Ok(vec![PlacedFault::of(placed)]),
        None => Err(error),
    }
}

/// What is claimed of a new record: that there is one, and each property that it has.
fn sayings<R: Stored>(fields: &Map<String, Value>) -> Vec<Saying> {
    let of_property = |entry| {
        let will = property_value(entry, fields);
        Saying::between(entry, &PropertyValue::NONE, &will, MissingReason::Unknown)
    };
    let existence = Saying::existence(R::KIND);
    let properties = entries(R::KIND).flat_map(of_property);
    existence.into_iter().chain(properties).collect()
}

/// The record without what is claimed of it, but for what it cannot be without, what tells it from
/// others, and what claims cannot say wholly.
fn without_claimed<R: Stored>(wanted: &Map<String, Value>) -> Result<R, StoreError> {
    let mut bare = wanted.clone();
    let is_claimed = |entry: &&Entry| {
        let stays = entry.is_needed || tells_apart(R::KIND, entry.field);
        !stays && entry.property != Property::Record
    };
    let claimed = || entries(R::KIND).filter(is_claimed);
    for entry in claimed() {
        set_property(entry, &mut bare, &PropertyValue::NONE);
    }
    let mut again = bare.clone();
    for entry in claimed() {
        set_property(entry, &mut again, &property_value(entry, wanted));
    }
    let lost = wanted
        .iter()
        .filter(|(field, value)| again.get(*field) != Some(*value));
    let may_be_lost = |field: &str| claimed().any(|entry| stands_in(entry, field));
    for (field, value) in lost.filter(|(field, _)| may_be_lost(field)) {
        bare.insert(field.clone(), value.clone());
    }
    let record: R = read(bare.clone())?;
    let faults = record.faults();
    if faults.is_empty() {
        return Ok(record);
    }
    for fault in &faults {
        if let Some(value) = wanted.get(&fault.field) {
            bare.insert(fault.field.clone(), value.clone());
        }
    }
    let record: R = read(bare)?;
    if record.faults().is_empty() {
        Ok(record)
    } else {
        read(wanted.clone())
    }
}

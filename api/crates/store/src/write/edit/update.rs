//! Changing a record that is there.

use std::collections::BTreeSet;

use model::id::RecordId;
use record::{Fault, PropertyValue, entries, property_value, set_property};
use serde_json::{Map, Value};

use super::super::WriteTransaction;
use super::super::governed::{as_themselves, put_field, read};
use super::super::put::{Current, Stored, object};
use super::super::settle::{Topics, settle};
use super::outranked::Wanted;
use super::saying::{Saying, stands_in};
use super::{Attestation, Edited, Patch};
use crate::StoreError;

/// What an edit of a record will do.
pub struct Plan<R> {
    before: R,
    version: i32,
    /// What the record is to hold.
    wanted: Map<String, Value>,
    sayings: Vec<Saying>,
    /// The fields that cannot be claimed, or not wholly, and what is written in them.
    beside: Map<String, Value>,
}

impl<R> Plan<R> {
    /// Whether the record holds all of it already.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sayings.is_empty() && self.beside.is_empty()
    }
}

impl WriteTransaction {
    /// Finds out what an edit of a record will do, or what is wrong with it, by field.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn plan<R: Stored>(
        &mut self,
        before: R,
        version: i32,
        patch: &Patch,
    ) -> Result<Result<Plan<R>, Vec<Fault>>, StoreError> {
        let shown = object(&before)?;
        let mut fields = shown.clone();
        for (field, value) in &patch.fields {
            put_field(&mut fields, field, value);
        }
        self.number_parts::<R>(&mut fields, &shown).await?;
        let record: R = read(fields)?;
        let mut faults = record.faults();
        let wanted = object(&record)?;
        let dangling = self.dangling_of(&[record]).await?;
        // What was there before the edit is not its fault.
        let is_new = |fault: &Fault| patch.fields.contains_key(root(&fault.field));
        let dangling = dangling.into_iter().map(|(_, fault)| fault);
        faults.extend(dangling.filter(is_new));
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let mut plan = Plan {
            before,
            version,
            wanted,
            sayings: Vec::new(),
            beside: Map::new(),
        };
        plan.split(shown, patch);
        Ok(Ok(plan))
    }

    /// Does what is planned, and says what it came to.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for what cannot be written; those of the database.
    pub async fn carry_out<R: Stored>(
        &mut self,
        plan: Plan<R>,
        by: &Attestation,
    ) -> Result<Edited, StoreError> {
        if plan.is_empty() {
            return Ok(Edited::default());
        }
        let id = plan.before.id();
        let subject = RecordId { kind: R::KIND, id };
        let claims = self.claims(subject, &plan.sayings, by).await?;
        self.keep_own(&plan, by).await?;
        if !plan.beside.is_empty() {
            self.beside.insert((R::KIND, id), plan.beside.clone());
        }
        if claims.is_empty() {
            let topics = Topics::from([(id, BTreeSet::new())]);
            Box::pin(settle::<R>(self, &topics, &BTreeSet::new())).await?;
        } else {
            Box::pin(self.put(&claims)).await?;
        }
        let subject = RecordId { kind: R::KIND, id };
        let after = self.fields_of(subject).await?.unwrap_or_default();
        let wanted = Wanted {
            sayings: &plan.sayings,
            claims: &claims,
            fields: &plan.wanted,
        };
        let outranked = self.outranked(subject, &wanted, &after).await?;
        Ok(Edited { outranked })
    }

    /// Keeps what the record's own source says of the fields that are written over.
    async fn keep_own<R: Stored>(
        &mut self,
        plan: &Plan<R>,
        by: &Attestation,
    ) -> Result<(), StoreError> {
        if plan.beside.is_empty() {
            return Ok(());
        }
        let id = plan.before.id();
        let subject = (R::KIND, id);
        let mut over = self.written_over(R::KIND, &[id]).await?;
        let over = over.remove(&id).unwrap_or_default();
        let current = Current::from([(id, (plan.before.clone(), plan.version))]);
        let own = as_themselves(&self.tx, current).await?;
        let own = match own.get(&id) {
            Some((record, _)) => object(record)?,
            None => Map::new(),
        };
        for (field, value) in &plan.beside {
            let says = over.get(field).or(own.get(field)).unwrap_or(&Value::Null);
            if says != value {
                self.write_over(subject, field, says, by.source).await?;
            } else if over.contains_key(field) {
                self.no_longer_over(subject, field).await?;
            }
        }
        Ok(())
    }
}

impl<R: Stored> Plan<R> {
    /// Splits what is wanted into what can be claimed and what is written beside.
    fn split(&mut self, shown: Map<String, Value>, patch: &Patch) {
        let mut claimed = shown.clone();
        for entry in entries(R::KIND) {
            if !patch.fields.keys().any(|field| stands_in(entry, field)) {
                continue;
            }
            let (was, will) = (
                property_value(entry, &shown),
                property_value(entry, &self.wanted),
            );
            self.sayings
                .extend(Saying::between(entry, &was, &will, patch.missing));
            // How sure it is follows from the claims.
            let certainty = was.certainty;
            set_property(entry, &mut claimed, &PropertyValue { certainty, ..will });
        }
        for field in patch.fields.keys() {
            let value = self.wanted.get(field);
            if claimed.get(field) != value {
                let value = value.cloned().unwrap_or_default();
                self.beside.insert(field.clone(), value);
            }
        }
    }
}

fn root(field: &str) -> &str {
    field.split('.').next().unwrap_or(field)
}

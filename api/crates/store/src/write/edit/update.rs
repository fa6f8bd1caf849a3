//! Changing a record that is there.

use std::collections::BTreeSet;

use claim::Entry;
use model::id::RecordId;
use record::{
    Fault, PropertyValue, entries, hold_unsaid, property_value, set_property, settle_reason,
};
use serde_json::{Map, Value};

use super::super::WriteTransaction;
use super::super::governed::{as_themselves, put_field, read};
use super::super::put::{Current, Stored, object};
use super::super::settle::{Topics, settle};
use super::saying::{Saying, said_twice, stands_in};
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
        let is_given = |field: &str| patch.fields.contains_key(field);
        for entry in entries(R::KIND) {
            settle_reason(entry, &mut fields, is_given);
        }
        self.number_parts::<R>(&mut fields, &shown).await?;
        let record: R = read(fields)?;
        let mut faults = record.faults();
        let held = R::faults_among(&self.tx, &[(Some(&before), &record)]).await?;
        faults.extend(held.into_iter().map(|(_, fault)| fault));
        let wanted = object(&record)?;
        let dangling = self.dangling_of(&[record]).await?;
        // What was there before the edit is not its fault.
        let is_new = |fault: &Fault| is_given(root(&fault.field));
        let dangling = dangling.into_iter().map(|(_, fault)| fault);
        faults.extend(dangling.filter(is_new));
        if !faults.is_empty() {
            let blamed = faults.into_iter().map(|fault| blame(fault, &shown, patch));
            return Ok(Err(blamed.collect()));
        }
        let mut plan = Plan {
            before,
            version,
            wanted,
            sayings: Vec::new(),
            beside: Map::new(),
        };
        plan.split(shown, patch);
        self.add_reasons(&mut plan, patch).await?;
        let twice = said_twice(&plan.sayings, &plan.wanted);
        Ok(if twice.is_empty() {
            Ok(plan)
        } else {
            Err(twice)
        })
    }

    /// Lets what is to be emptied and is empty already be said to have no value, for the reason that
    /// is given, unless that is known.
    async fn add_reasons<R: Stored>(
        &self,
        plan: &mut Plan<R>,
        patch: &Patch,
    ) -> Result<(), StoreError> {
        let fields = object(&plan.before)?;
        let is_emptied = |field: &str| patch.fields.get(field).is_some_and(Value::is_null);
        let is_empty = |entry: &&'static Entry| {
            is_emptied(entry.field) && property_value(entry, &fields).values.is_empty()
        };
        // Of several properties in a field, that which the field is named after.
        let is_first = |entry: &&'static Entry| {
            let first = entries(R::KIND).find(|other| other.field == entry.field);
            first.is_some_and(|first| first.key == entry.key)
        };
        let is_said = |entry: &&'static Entry| {
            let mut sayings = plan.sayings.iter();
            sayings.any(|saying| saying.entry.key == entry.key)
        };
        let emptied = entries(R::KIND).filter(is_empty).filter(is_first);
        let emptied: Vec<&'static Entry> = emptied.filter(|entry| !is_said(entry)).collect();
        let (kind, id) = (R::KIND, plan.before.id());
        let known = self.reasons(RecordId { kind, id }, &emptied).await?;
        for (entry, known) in emptied.into_iter().zip(known) {
            let known = property_value(entry, &fields).missing.or(known);
            if known != Some(patch.missing) {
                plan.sayings.push(Saying::none(entry, patch.missing));
            }
        }
        Ok(())
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
        self.let_it_hold(&plan).await?;
        let outranked = self.outranked(subject, &claims).await?;
        Ok(Edited { outranked })
    }

    /// Lets a record itself hold what was written in a field that claims govern as well, for claims do
    /// not say it: the order of characters, and which of them several works share.
    async fn let_it_hold<R: Stored>(&mut self, plan: &Plan<R>) -> Result<(), StoreError> {
        let is_claimed = |field: &&String| entries(R::KIND).any(|entry| stands_in(entry, field));
        let fields: Vec<&String> = plan.beside.keys().filter(is_claimed).collect();
        if fields.is_empty() {
            return Ok(());
        }
        let id = plan.before.id();
        let current = R::current(&self.tx, &[id]).await?;
        let governed = self.not_their_own(&current).await?;
        let (Some(governed), Some((shown, _))) = (governed.get(&id), current.get(&id)) else {
            return Ok(());
        };
        let (mut own, shown) = (object(&governed.own)?, object(shown)?);
        for field in fields {
            hold_unsaid(field, &mut own, &shown);
        }
        governed.rebase(self, &read(own)?).await
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

/// Blames what is sent for a fault of what the record holds already: the one field, or where there
/// are several, all of them together.
fn blame(fault: Fault, shown: &Map<String, Value>, patch: &Patch) -> Fault {
    let root = root(&fault.field);
    if patch.fields.contains_key(root) || !shown.contains_key(root) {
        return fault;
    }
    let mut sent = patch.fields.keys();
    let field = match (sent.next(), sent.next()) {
        (Some(only), None) => only.clone(),
        _ => String::new(),
    };
    Fault {
        kind: fault.kind,
        field,
        reason: format!("does not go with `{root}` as it is: {}", fault.reason),
    }
}

fn root(field: &str) -> &str {
    field.split('.').next().unwrap_or(field)
}

//! What tells records apart where that can be claimed: the person and the job of a role, and the kind
//! of a work, on which it hangs what a TMDB number means.
//!
//! A claim makes a record another than it says itself, and a file has what the record says itself. So
//! no two records may be alike in either: a file that was written here could not be read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::vocabulary::{Property, RecordKind};
use model::id::encode;
use record::{Declared, Fault, FaultKind};
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use super::WriteTransaction;
use super::governed::as_themselves;
use super::put::{Current, Stored};
use super::settle::Topics;
use crate::StoreError;

/// What of that which tells records of a kind apart can be claimed.
const fn claimable(kind: RecordKind) -> &'static [Property] {
    match kind {
        RecordKind::Role => &[Property::Cast, Property::Job],
        RecordKind::Work => &[Property::Kind],
        _ => &[],
    }
}

/// By what records are told apart: which record it is, and whether it is so or only says so itself.
type Holders = HashMap<String, (i64, bool)>;

/// Those of these records that are told apart by something that can be claimed.
pub(super) fn told_apart<'a, R: Stored + 'a>(records: impl Iterator<Item = &'a R>) -> Vec<i64> {
    let apart = records.filter(|record| record.told_apart_by().is_some());
    apart.map(Declared::id).collect()
}

impl WriteTransaction {
    /// Notes that these claims come in.
    pub(super) fn note_claimed(&mut self, topics: &BTreeMap<RecordKind, Topics>) {
        for (kind, topics) in topics {
            let mut named = topics.values().flatten().map(|(property, _)| property);
            if named.any(|property| claimable(*kind).contains(property)) {
                self.claimed_apart.insert(*kind, true);
            }
        }
    }

    /// Whether there are such claims on records of a kind; asked once a transaction.
    async fn is_claimed_apart(&mut self, kind: RecordKind) -> Result<bool, StoreError> {
        if let Some(known) = self.claimed_apart.get(&kind) {
            return Ok(*known);
        }
        let codes = claimable(kind).iter().map(|of| of.to_value().to_string());
        let codes: Vec<String> = codes.collect();
        let sql = format!(
            "SELECT EXISTS (SELECT 1 FROM claim WHERE subject_kind = {} AND property IN ({}))",
            kind.to_value(),
            codes.join(", ")
        );
        let statement = Statement::from_string(self.tx.get_database_backend(), sql);
        let row = self.tx.query_one_raw(statement).await?;
        let found = row.map_or(Ok(false), |row| row.try_get_by_index(0))?;
        self.claimed_apart.insert(kind, found);
        Ok(found)
    }

    /// Refuses records that were written and are now what another is, or says itself; or say
    /// themselves what another is.
    pub(super) async fn refuse_alike<R: Stored>(&mut self, ids: &[i64]) -> Result<(), StoreError> {
        let is_claimed = !ids.is_empty() && !claimable(R::KIND).is_empty();
        if !is_claimed || !self.is_claimed_apart(R::KIND).await? {
            return Ok(());
        }
        let (shown, own) = self.both::<R>(ids).await?;
        let records = shown.values().chain(own.values()).map(|(record, _)| record);
        let records: Vec<&R> = records.collect();
        let mut others = R::perhaps_alike(&self.tx, &records).await?;
        others.retain(|id| !shown.contains_key(id));
        let others: Vec<i64> = others.into_iter().collect();
        let mut holders = Holders::new();
        if !others.is_empty() {
            let (shown, own) = self.both::<R>(&others).await?;
            for (current, is_shown) in [(&shown, true), (&own, false)] {
                for (id, (record, _)) in current {
                    if let Some((_, text)) = record.told_apart_by() {
                        holders.entry(text).or_insert((*id, is_shown));
                    }
                }
            }
        }
        let in_order: BTreeSet<i64> = shown.keys().copied().collect();
        for id in in_order {
            for (current, is_shown) in [(&shown, true), (&own, false)] {
                let told = current.get(&id).and_then(|(of, _)| of.told_apart_by());
                let Some((fields, text)) = told else { continue };
                let holder = *holders.entry(text).or_insert((id, is_shown));
                if holder.0 != id {
                    let fault = alike(R::KIND, fields, is_shown, holder);
                    return Err(StoreError::of_fault(encode(R::KIND, id), fault));
                }
            }
        }
        Ok(())
    }

    /// Records as they are, and as they say themselves.
    async fn both<R: Stored>(&self, ids: &[i64]) -> Result<(Current<R>, Current<R>), StoreError> {
        let shown = R::current(&self.tx, ids).await?;
        let own = as_themselves(&self.tx, shown.clone()).await?;
        Ok((shown, own))
    }
}

fn alike(kind: RecordKind, fields: &str, is_shown: bool, (holder, holds): (i64, bool)) -> Fault {
    let ours = match is_shown {
        true => "",
        false => ", as this one says itself",
    };
    let holder = format!("the {} {}", kind.words(), encode(kind, holder));
    let reason = match holds {
        true => format!("{holder} has the same {fields} already{ours}"),
        false => format!(
            "{holder} says itself that it has the same {fields}{ours}, and is another by claims \
             alone: change that back, or delete it"
        ),
    };
    Fault {
        kind: FaultKind::Duplicate,
        field: fields.to_owned(),
        reason,
    }
}

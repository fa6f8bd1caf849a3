//! Deleting a record with its parts as somebody's decision: each leaves a tombstone.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::RecordKind;
use entity::{edit, tombstone};
use model::edtf::Edtf;
use model::id::{RecordId, by_kind, encode};
use record::{Fault, FaultKind, SourceId};

use super::claim::{settle_all, topics_of};
use super::delete::deletion;
use super::gathering::{Gathered, Going, REFERRERS};
use super::governed::as_themselves;
use super::label::label;
use super::put::{Stored, object};
use super::refers::Referrer;
use super::remains::{Remains, own_claims};
use super::subject::insert_all;
use super::{WriteTransaction, no_record};
use crate::read::by_subjects;
use crate::{StoreError, whole};

/// The most records that one deletion takes: what is deleted is read before, and held until it is
/// written. The longest casts have a few thousand roles.
pub const MOST_DELETED: usize = 20_000;

/// Records of a kind that are read and written at a time.
const PAGE: usize = 500;

/// Why a record is deleted.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The source that gives the reason.
    pub source: SourceId,
    /// The reason, in its words.
    pub excerpt: Option<String>,
    /// When it said so.
    pub stated_on: Option<Edtf>,
}

/// How many records of each kind were deleted, or put back.
pub type ByKind = BTreeMap<RecordKind, u64>;

/// One deletion: what its tombstones say alike.
pub(super) struct Deletion<'a> {
    /// The record with which the others go.
    pub(super) root: RecordId,
    pub(super) reason: &'a Reason,
    /// When.
    pub(super) at: i64,
}

impl WriteTransaction {
    /// Deletes a record with its parts and the claims on all of them, and leaves a tombstone for
    /// each. `most` bounds how many that may be: [`MOST_DELETED`].
    ///
    /// # Errors
    /// Those of the database. The inner error is what keeps the record: then nothing was changed.
    pub async fn bury(
        &mut self,
        record: RecordId,
        reason: &Reason,
        most: usize,
    ) -> Result<Result<ByKind, Vec<Fault>>, StoreError> {
        let deletion = Deletion {
            root: record,
            reason,
            at: self.at,
        };
        self.bury_as(record, &deletion, most).await
    }

    /// The same, with tombstones that say where and when it was decided.
    pub(super) async fn bury_as(
        &mut self,
        record: RecordId,
        deletion: &Deletion<'_>,
        most: usize,
    ) -> Result<Result<ByKind, Vec<Fault>>, StoreError> {
        let gathered = match self.gather(record, most).await? {
            Ok(gathered) => gathered,
            Err(fault) => return Ok(Err(vec![fault])),
        };
        if !gathered.kept_by.is_empty() {
            return self.kept(record, &gathered).await.map(Err);
        }
        self.bury_all(&gathered.going, deletion).await.map(Ok)
    }

    async fn bury_all(
        &mut self,
        going: &Going,
        deletion: &Deletion<'_>,
    ) -> Result<ByKind, StoreError> {
        // Claims on what stays, of those that go: what they leave is settled anew.
        let mut topics = topics_of(&self.tx, &going.of(RecordKind::Claim)).await?;
        for (kind, of_kind) in &mut topics {
            of_kind.retain(|id, _| {
                !going.has(RecordId {
                    kind: *kind,
                    id: *id,
                })
            });
        }
        topics.retain(|_, of_kind| !of_kind.is_empty());
        let (mut counts, mut dated) = (ByKind::new(), BTreeMap::new());
        // All is read before anything goes: what records say themselves rests on their claims.
        for kind in last_to_first() {
            for ids in going.of(kind).chunks(PAGE) {
                let noted =
                    record::by_kind!(kind, no_record(), note_of(self, ids, deletion).await)?;
                *counts.entry(kind).or_default() += noted.count;
                dated.extend(noted.dated);
            }
        }
        for kind in last_to_first() {
            for ids in going.of(kind).chunks(PAGE) {
                self.delete_rows(kind, ids).await?;
            }
        }
        self.undate(dated, going).await?;
        settle_all(self, topics, &BTreeSet::new()).await?;
        self.has_tombstones = Some(true);
        Ok(counts)
    }

    /// Lets the dates of works that stay follow, now that these releases are gone: of each, the work.
    async fn undate(
        &mut self,
        mut dated: BTreeMap<i64, i64>,
        going: &Going,
    ) -> Result<(), StoreError> {
        let goes = |id: i64| {
            let kind = RecordKind::Work;
            going.has(RecordId { kind, id })
        };
        dated.retain(|_, work| !goes(*work));
        let moved = self
            .follow_releases(dated.values().copied().collect())
            .await?;
        let releases = self
            .drafts
            .iter_mut()
            .filter(|draft| draft.subject_kind == RecordKind::Release);
        for draft in releases {
            let work = dated.get(&draft.subject_id);
            let lists = work.map(|work| moved.of(*work)).unwrap_or_default();
            draft.touches.extend(lists);
        }
        Ok(())
    }

    /// Why a record stays: what refers to it, or to what would go with it.
    async fn kept(&self, record: RecordId, gathered: &Gathered) -> Result<Vec<Fault>, StoreError> {
        let labels = self.labels(&gathered.kept_by).await?;
        let mut faults: Vec<Fault> = gathered
            .kept_by
            .iter()
            .map(|referrer| fault(kept_reason(record, referrer, &labels)))
            .collect();
        if gathered.is_more {
            let reason = format!("more records than these {REFERRERS} refer to it");
            faults.push(fault(reason));
        }
        Ok(faults)
    }

    /// What these records are called.
    async fn labels(
        &self,
        referrers: &[Referrer],
    ) -> Result<BTreeMap<(RecordKind, i64), String>, StoreError> {
        let mut labels = BTreeMap::new();
        for (kind, ids) in by_kind(referrers.iter().map(|referrer| referrer.by)) {
            for (id, record) in whole(&self.tx, kind, &ids).await? {
                labels.insert((kind, id), label(&record.fields));
            }
        }
        Ok(labels)
    }
}

fn fault(reason: String) -> Fault {
    Fault {
        kind: FaultKind::Value,
        field: "id".to_owned(),
        reason,
    }
}

fn kept_reason(
    record: RecordId,
    referrer: &Referrer,
    labels: &BTreeMap<(RecordKind, i64), String>,
) -> String {
    let Referrer { by, field, to } = referrer;
    let called = labels.get(&(by.kind, by.id)).map(String::as_str);
    let what = named(*by, called.unwrap_or_default());
    let how = match *field {
        "" => " by what it says itself, beside a claim".to_owned(),
        field => format!(" in `{field}`"),
    };
    if *to == record {
        return format!("the {what} refers to it{how}");
    }
    let (kind, id) = (to.kind.words(), encode(to.kind, to.id));
    format!("the {what} refers to the {kind} {id}, which would go with it{how}")
}

/// A record in words: what it is, its id and what it is called.
pub(super) fn named(record: RecordId, label: &str) -> String {
    let RecordId { kind, id } = record;
    format!("{} {} \"{label}\"", kind.words(), encode(kind, id))
}

/// The kinds of records, those that refer to others before them.
fn last_to_first() -> impl Iterator<Item = RecordKind> {
    RecordKind::RECORDS.iter().rev().copied()
}

/// What was noted of some records.
struct Noted {
    /// How many.
    count: u64,
    /// The works that they date, by record.
    dated: Vec<(i64, i64)>,
}

/// Notes in the log that some records go, and makes their tombstones.
async fn note_of<R: Stored>(
    transaction: &mut WriteTransaction,
    ids: &[i64],
    of: &Deletion<'_>,
) -> Result<Noted, StoreError> {
    transaction.flush_when_long().await?;
    let current = R::current(&transaction.tx, ids).await?;
    let themselves = as_themselves(&transaction.tx, current.clone()).await?;
    let mut own_claims = own_claims(&transaction.tx, R::KIND, ids).await?;
    let mut over = by_subjects::<edit::Entity>(&transaction.tx, R::KIND, ids).await?;
    let mut rows = Vec::with_capacity(current.len());
    for id in ids {
        let Some(((shown, version), (own, _))) = current.get(id).zip(themselves.get(id)) else {
            continue;
        };
        let draft = deletion(transaction, shown, version + 1).await?;
        rows.push(tombstone::Model {
            subject_kind: R::KIND,
            subject_id: *id,
            root_kind: of.root.kind,
            root_id: of.root.id,
            label: label(&object(shown)?),
            source_id: of.reason.source.0,
            excerpt: of.reason.excerpt.clone(),
            stated_edtf: of.reason.stated_on.as_ref().map(ToString::to_string),
            actor: transaction.actor.clone(),
            at: of.at,
            version: draft.version,
            record: Some(Remains::text(
                own,
                own_claims.remove(id).unwrap_or_default(),
                over.remove(id).unwrap_or_default(),
            )?),
        });
        transaction.drafts.push(draft);
    }
    let dated = current.iter();
    let dated = dated.filter_map(|(id, (record, _))| Some((*id, record.dated_work()?)));
    let noted = Noted {
        count: rows.len() as u64,
        dated: dated.collect(),
    };
    insert_all::<tombstone::Entity, _>(&transaction.tx, rows).await?;
    Ok(noted)
}

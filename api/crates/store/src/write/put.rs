//! Putting records: read what is there, compare, write and log the difference.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::{ChangeAction, RecordKind};
use model::id::RecordId;
use record::{Declared, Fault, FaultKind, IS_DENIED};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::WriteTransaction;
use super::first_release::Moved;
use super::governed::{Governed, kept_as_shown};
use super::identity::told_apart;
use super::reference::{dangling, unnamed};
use crate::StoreError;
use crate::log::{ChangeDraft, FieldChange, KeyChanges};

/// Records of one kind as the database holds them, by id, each with its version.
pub type Current<R> = HashMap<i64, (R, i32)>;

/// A record that differs from what is there: as it was, as it is to be, and its new version.
pub type Changed<'a, R> = (Option<&'a R>, &'a R, i32);

/// A kind of record that can be put.
///
/// Implementations read and write many records at a time; comparing, versions and the log are
/// [`WriteTransaction::put`]'s.
pub trait Stored:
    Declared + Serialize + DeserializeOwned + PartialEq + Clone + Sync + Sized
{
    /// The records that are there, of those with these ids.
    fn current(
        tx: &impl ConnectionTrait,
        ids: &[i64],
    ) -> impl Future<Output = Result<Current<Self>, StoreError>> + Send;
    /// Writes new records and new versions of old ones. Every record in `changed` differs from what
    /// is there; the numbers are the versions to store.
    fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[Changed<'_, Self>],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
    /// Whether it may refer to another of its kind, and so comes after those that do not.
    fn comes_late(&self) -> bool {
        false
    }
    /// Whether look-ups that are narrowed by more than a key find it otherwise now.
    fn is_found_otherwise(&self, _before: &Self) -> bool {
        false
    }
    /// What is wrong with it as the word of its own sources alone.
    fn faults_of_own(&self) -> Vec<Fault> {
        Vec::new()
    }
    /// All that is wrong with it as somebody brings it.
    fn faults_as_brought(&self) -> Vec<Fault> {
        [self.faults(), self.faults_of_own(), denial(self)].concat()
    }
    /// What keeps records from becoming this because of others that hold on to what they were, each
    /// with its place.
    fn faults_among(
        _tx: &impl ConnectionTrait,
        _changed: &[(Option<&Self>, &Self)],
    ) -> impl Future<Output = Result<Vec<(usize, Fault)>, StoreError>> + Send {
        async { Ok(Vec::new()) }
    }
    /// Those of these records that a file cannot have as they say themselves, because others hold on
    /// to what claims have made of them.
    fn held_as_shown(
        _tx: &impl ConnectionTrait,
        _shown: &Current<Self>,
        _own: &Current<Self>,
    ) -> impl Future<Output = Result<BTreeSet<i64>, StoreError>> + Send {
        async { Ok(BTreeSet::new()) }
    }
    /// Whether what is brought says no more than what is there.
    fn is_no_news(held: &Self, brought: &Self) -> bool {
        held == brought
    }
    /// What tells it from others of its kind and can be claimed to be otherwise, and the fields that
    /// it stands in.
    fn told_apart_by(&self) -> Option<(&'static str, String)> {
        None
    }
    /// Records of its kind that perhaps are told apart by the same as one of these, in what they are
    /// or in what they say themselves.
    fn perhaps_alike(
        _tx: &impl ConnectionTrait,
        _records: &[&Self],
    ) -> impl Future<Output = Result<BTreeSet<i64>, StoreError>> + Send {
        async { Ok(BTreeSet::new()) }
    }
    /// The owners whose edge lists move with it, those that it refers to aside.
    fn touches(
        _transaction: &WriteTransaction,
        _before: Option<&Self>,
        _after: &Self,
    ) -> impl Future<Output = Result<BTreeSet<RecordId>, StoreError>> + Send {
        async { Ok(BTreeSet::new()) }
    }
}

/// The works that these records, as they were and as they are, say something of.
fn works_behind<R>(changed: &[Changed<'_, R>], work: impl Fn(&R) -> Option<i64>) -> BTreeSet<i64> {
    let mut works = BTreeSet::new();
    for (before, after, _) in changed {
        works.extend(before.and_then(&work));
        works.extend(work(after));
    }
    works
}

/// Nobody brings a record as denied.
fn denial<R: Declared>(record: &R) -> Vec<Fault> {
    let fault = || Fault {
        kind: FaultKind::Value,
        field: IS_DENIED.to_owned(),
        reason: "follows from claims: record one that denies RECORD".to_owned(),
    };
    record.is_denied().then(fault).into_iter().collect()
}

/// What putting records did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that were not there.
    pub created: u64,
    /// Records that were there and differed.
    pub updated: u64,
    /// Records that were there as they are.
    pub unchanged: u64,
    /// Records that were deleted here, and so were not put.
    pub held: u64,
}

impl Counts {
    /// The sum of two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            created: self.created + other.created,
            updated: self.updated + other.updated,
            unchanged: self.unchanged + other.unchanged,
            held: self.held + other.held,
        }
    }
}

impl WriteTransaction {
    /// Puts records of one kind, a batch at a time: a batch is held in memory and read in one step,
    /// so callers keep it to some hundreds. Those that were deleted here are held back.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for the first record that cannot be written as it is; nothing of
    /// the transaction may be committed then.
    pub async fn put<R: Stored>(&mut self, records: &[R]) -> Result<Counts, StoreError> {
        for record in records {
            if let Some(fault) = record.faults_as_brought().into_iter().next() {
                return Err(StoreError::of_fault(record.public_id(), fault));
            }
        }
        let ids: Vec<i64> = records.iter().map(Declared::id).collect();
        let held = self.deleted_among(R::KIND, &ids).await?;
        if held.is_empty() {
            return self.put_new(records, &ids).await;
        }
        // What was deleted here stays so until that is undone.
        let is_free = |record: &&R| !held.contains(&record.id());
        let free: Vec<R> = records.iter().filter(is_free).cloned().collect();
        let ids: Vec<i64> = free.iter().map(Declared::id).collect();
        let counts = self.put_new(&free, &ids).await?;
        Ok(Counts {
            held: (records.len() - free.len()) as u64,
            ..counts
        })
    }

    /// Puts records of which none was deleted here.
    async fn put_new<R: Stored>(
        &mut self,
        records: &[R],
        ids: &[i64],
    ) -> Result<Counts, StoreError> {
        let current = R::current(&self.tx, ids).await?;
        let mut governed = self.not_their_own(&current).await?;
        let said_again = self.said_again(&governed, &current, records).await?;
        for record in records {
            if let Some(of) = governed.get_mut(&record.id()) {
                of.meet(record)?;
            }
        }
        let kept = kept(&governed, &current, records)?;
        let mut counts = Counts::default();
        let mut changed = Vec::new();
        let mut seen = BTreeSet::new();
        for record in records {
            if !seen.insert(record.id()) {
                return Err(StoreError::invalid(
                    record.public_id(),
                    "id",
                    "stands twice in one batch",
                ));
            }
            match current.get(&record.id()) {
                None => {
                    counts.created += 1;
                    changed.push((None, record, 1));
                }
                Some((before, version)) => {
                    let own = governed.get(&record.id()).map_or(before, |of| &of.own);
                    if R::is_no_news(own, record) || said_again.contains(&record.id()) {
                        counts.unchanged += 1;
                        continue;
                    }
                    self.refuse_collision(own, record)?;
                    counts.updated += 1;
                    let record = kept.get(&record.id()).unwrap_or(record);
                    let version = self.raised(record.record_id(), *version);
                    changed.push((Some(before), record, version));
                }
            }
        }
        if changed.is_empty() {
            return Ok(counts);
        }
        self.check_references(&seen, &changed).await?;
        let moved = self.write_changed(&changed).await?;
        let apart = told_apart(changed.iter().map(|(_, after, _)| *after));
        self.log_changed(changed, &moved).await?;
        for record in records
            .iter()
            .filter(|record| kept.contains_key(&record.id()))
        {
            if let Some(governed) = governed.get(&record.id()) {
                governed.rebase(self, record).await?;
            }
        }
        self.refuse_alike::<R>(&apart).await?;
        Ok(counts)
    }

    /// Those of the records that come in as a file has them because they could not be read by
    /// themselves: that they are so is no news.
    async fn said_again<R: Stored>(
        &self,
        governed: &HashMap<i64, Governed<R>>,
        current: &Current<R>,
        records: &[R],
    ) -> Result<BTreeSet<i64>, StoreError> {
        let (mut shown, mut own) = (Current::new(), Current::new());
        for record in records {
            let id = record.id();
            let Some((of, (is, version))) = governed.get(&id).zip(current.get(&id)) else {
                continue;
            };
            if is == record && of.own != *record {
                shown.insert(id, (is.clone(), *version));
                own.insert(id, (of.own.clone(), *version));
            }
        }
        if shown.is_empty() {
            return Ok(BTreeSet::new());
        }
        kept_as_shown(&self.tx, &shown, &own).await
    }

    /// Notes records that were written in the log, and lets what follows from sources follow.
    async fn log_changed<R: Stored>(
        &mut self,
        changed: Vec<Changed<'_, R>>,
        moved: &Moved,
    ) -> Result<(), StoreError> {
        let mut stronger = Vec::new();
        for (before, after, version) in changed {
            let draft = self.draft(before, after, version, moved).await?;
            if before.is_some() && draft.changes("priority") {
                stronger.push(after.id());
            }
            self.note_change(draft);
        }
        if R::KIND == RecordKind::Source {
            self.settle_claims_of(&stronger).await?;
            self.follow_ratings_of(&stronger).await?;
        }
        Ok(())
    }

    /// Writes records that differ from what is there, each with its new version, and lets the
    /// dates of works follow. Gives the owners whose edge lists moved with those dates.
    pub(super) async fn write_changed<R: Stored>(
        &mut self,
        changed: &[Changed<'_, R>],
    ) -> Result<Moved, StoreError> {
        R::write_rows(self, changed).await?;
        self.follow_ratings(works_behind(changed, R::rated_work))
            .await?;
        self.follow_releases(works_behind(changed, R::dated_work))
            .await
    }

    async fn check_references<R: Stored>(
        &self,
        here: &BTreeSet<i64>,
        changed: &[Changed<'_, R>],
    ) -> Result<(), StoreError> {
        let (mut references, mut names) = (Vec::new(), Vec::new());
        for (place, (_, record, _)) in changed.iter().enumerate() {
            let to = record.references();
            references.extend(to.by_id.into_iter().map(|to| (place, to)));
            names.extend(to.by_name.into_iter().map(|name| (place, name)));
        }
        let mut nowhere = dangling(&self.tx, (R::KIND, here), &references).await?;
        nowhere.extend(unnamed(&self.tx, &names).await?);
        let Some((place, fault)) = nowhere.into_iter().next() else {
            return Ok(());
        };
        let record = changed.get(place).map(|(_, record, _)| record.public_id());
        Err(StoreError::of_fault(record.unwrap_or_default(), fault))
    }

    /// The row of the log for a record that was written.
    pub(super) async fn draft<R: Stored>(
        &self,
        before: Option<&R>,
        after: &R,
        version: i32,
        moved: &Moved,
    ) -> Result<ChangeDraft, StoreError> {
        let action = match before {
            None => ChangeAction::Created,
            Some(_) => ChangeAction::Updated,
        };
        let mut touches = R::touches(self, before, after).await?;
        for record in before.into_iter().chain([after]) {
            touches.extend(moved.with(record));
            touches.extend(belonging_to(record));
        }
        let fields = match before {
            // Of what is new the record itself says what it is.
            None => Vec::new(),
            Some(before) => difference(object(before)?, object(after)?),
        };
        Ok(ChangeDraft {
            action,
            subject_kind: R::KIND,
            subject_id: after.id(),
            version,
            touches,
            keys: KeyChanges::between(before, Some(after)),
            fields,
        })
    }
}

/// The records in whose lists a record stands. Sources are none: few ask for what rests on one, and
/// millions do.
pub(super) fn belonging_to<R: Declared>(record: &R) -> impl Iterator<Item = RecordId> {
    let to = record.references().by_id.into_iter().map(|to| to.to);
    to.filter(|to| to.kind != RecordKind::Source && !is_list(R::KIND))
}

/// Whether records of a kind name thousands of others.
const fn is_list(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::List | RecordKind::Collection)
}

/// For each record that claims govern and that changes: itself, with what claims have made of it.
fn kept<R: Stored>(
    governed: &HashMap<i64, Governed<R>>,
    current: &Current<R>,
    records: &[R],
) -> Result<HashMap<i64, R>, StoreError> {
    let mut kept = HashMap::new();
    for record in records {
        let id = record.id();
        let Some((of, (shown, _))) = governed.get(&id).zip(current.get(&id)) else {
            continue;
        };
        if of.own != *record {
            let whole = of.kept(record, shown)?;
            if let Some(fault) = whole.faults().into_iter().next() {
                return Err(StoreError::of_fault(record.public_id(), fault));
            }
            kept.insert(id, whole);
        }
    }
    Ok(kept)
}

/// The fields that differ, null where there is none.
fn difference(mut before: Map<String, Value>, after: Map<String, Value>) -> Vec<FieldChange> {
    let mut fields = Vec::new();
    for (field, after) in after {
        let before = before.shift_remove(&field).unwrap_or_default();
        if before != after && field != "id" {
            fields.push(FieldChange {
                field,
                before,
                after,
            });
        }
    }
    fields.extend(before.into_iter().map(gone));
    fields
}

/// What a record that is gone held.
pub(super) fn all_gone<R: Serialize>(record: &R) -> Result<Vec<FieldChange>, StoreError> {
    let mut fields = object(record)?;
    fields.shift_remove("id");
    Ok(fields.into_iter().map(gone).collect())
}

fn gone((field, before): (String, Value)) -> FieldChange {
    FieldChange {
        field,
        before,
        after: Value::Null,
    }
}

pub(crate) fn object<R: Serialize>(record: &R) -> Result<Map<String, Value>, StoreError> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(StoreError::Corrupt("a record is not an object".to_owned())),
        Err(error) => Err(StoreError::Corrupt(error.to_string())),
    }
}

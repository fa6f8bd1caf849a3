//! Jobs are interned: a role holds a number, and a few thousand words stand in one place. Words that
//! differ in case, accents or blanks alone are kept as they are written, and are the same job.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use entity::{job, role};
use model::fold::fold;
use model::id::{RecordId, encode};
use record::{Fault, FaultKind, RoleRecord};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::WriteTransaction;
use crate::read::Finder;
use crate::{StoreError, dialect};

/// The id that stands for no named job.
pub(super) const NO_JOB: i64 = 0;

impl WriteTransaction {
    /// The ids of these jobs; those that are new are added.
    pub(super) async fn intern_jobs(
        &mut self,
        names: BTreeSet<String>,
    ) -> Result<HashMap<String, i64>, StoreError> {
        let names: Vec<String> = names.into_iter().collect();
        if names.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = Finder::new(&self.tx).jobs_as_written(&names).await?;
        if ids.len() == names.len() {
            return Ok(ids);
        }
        // Another writer may be adding the same words: after this lock it has committed.
        self.hold_sequence(RecordKind::Job, 0).await?;
        let mut ids = Finder::new(&self.tx).jobs_as_written(&names).await?;
        let is_new = |name: &String| !ids.contains_key(name);
        let new: Vec<String> = names.into_iter().filter(is_new).collect();
        if new.is_empty() {
            return Ok(ids);
        }
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let numbers = self.allocate(RecordKind::Job, count).await?;
        let pairs: Vec<(String, i64)> = new.into_iter().zip(numbers).collect();
        let row = |(name, id): &(String, i64)| job::ActiveModel {
            id: Set(*id),
            name: Set(name.clone()),
            name_folded: Set(fold(name)),
        };
        job::Entity::insert_many(pairs.iter().map(row))
            .exec_without_returning(&self.tx)
            .await?;
        let touched = pairs.iter().map(|(_, id)| RecordId {
            kind: RecordKind::Job,
            id: *id,
        });
        self.touched.extend(touched);
        ids.extend(pairs);
        Ok(ids)
    }
}

/// Work, person and department of a role, and its job without case, accents and blanks.
type Work = (i64, i64, entity::vocabulary::Department, String);

impl WriteTransaction {
    /// Refuses roles whose job is written otherwise, and is the same, as that of another role of the
    /// same work, person and department; what is written alike is found by its number.
    pub(super) async fn refuse_same_jobs(&self, roles: &[&RoleRecord]) -> Result<(), StoreError> {
        let work = |role: &RoleRecord| -> Option<Work> {
            let job = fold(role.job.as_deref()?);
            Some((role.work.0, role.person.0, role.department, job))
        };
        let mut seen: HashMap<Work, i64> = HashMap::new();
        for role in roles {
            let Some(work) = work(role) else { continue };
            if let Some(first) = seen.insert(work, role.id.0) {
                return Err(same_job(role, first));
            }
        }
        let folded: BTreeSet<&String> = seen.keys().map(|(.., job)| job).collect();
        let folded: Vec<String> = folded.into_iter().cloned().collect();
        if folded.is_empty() {
            return Ok(());
        }
        let mut jobs = Finder::new(&self.tx).jobs(&folded).await?;
        jobs.retain(|_, written| written.len() > 1);
        let mut of_job: HashMap<i64, &String> = HashMap::new();
        for (folded, ids) in &jobs {
            of_job.extend(ids.iter().map(|id| (*id, folded)));
        }
        if of_job.is_empty() {
            return Ok(());
        }
        let perhaps = |role: &&&RoleRecord| work(role).is_some_and(|of| jobs.contains_key(&of.3));
        let perhaps: Vec<&RoleRecord> = roles.iter().filter(perhaps).copied().collect();
        let backend = self.tx.get_database_backend();
        let works: Vec<i64> = perhaps.iter().map(|role| role.work.0).collect();
        let people: Vec<i64> = perhaps.iter().map(|role| role.person.0).collect();
        let ids: Vec<i64> = of_job.keys().copied().collect();
        let held = role::Entity::find()
            .filter(dialect::among(backend, "work_id", &works))
            .filter(dialect::among(backend, "person_id", &people))
            .filter(role::Column::JobId.is_in(ids))
            .all(&self.tx)
            .await?;
        let here: BTreeSet<i64> = roles.iter().map(|role| role.id.0).collect();
        let mut holders: HashMap<Work, i64> = HashMap::new();
        for row in held.into_iter().filter(|row| !here.contains(&row.id)) {
            if let Some(job) = of_job.get(&row.job_id) {
                let work = (row.work_id, row.person_id, row.department, (*job).clone());
                holders.insert(work, row.id);
            }
        }
        for role in perhaps {
            if let Some(holder) = work(role).and_then(|of| holders.get(&of)) {
                return Err(same_job(role, *holder));
            }
        }
        Ok(())
    }
}

fn same_job(role: &RoleRecord, holder: i64) -> StoreError {
    let holder = encode(RecordKind::Role, holder);
    let fault = Fault {
        kind: FaultKind::Duplicate,
        field: "work, person, department, job".to_owned(),
        reason: format!(
            "the role {holder} has the same work, person, department, job already: case, accents and blanks make no other job"
        ),
    };
    StoreError::of_fault(encode(RecordKind::Role, role.id.0), fault)
}

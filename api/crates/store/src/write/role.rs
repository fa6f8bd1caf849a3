//! Writing roles.

use std::collections::BTreeSet;

use ::claim::ClaimValue;
use entity::role::DENIED;
use entity::vocabulary::{Property, RecordKind, RoleAttribute};
use entity::{character_role, claim, job, role, work};
use model::fold::fold;
use model::id::RecordId;
use record::{CharacterId, Columns, Declared, PersonId, RoleId, RoleRecord, WorkId};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::WriteTransaction;
use super::job::NO_JOB;
use super::parts::{rows_that_differ, store_rows, store_sources};
use super::put::{Changed, Current, Stored};
use super::subject::{sources, upsert};
use crate::read::by_ids;
use crate::{StoreError, dialect};

impl Stored for RoleRecord {
    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<role::Entity>(tx, ids).await?;
        if rows.is_empty() {
            return Ok(Current::new());
        }
        let jobs: BTreeSet<i64> = rows.values().map(|row| row.job_id).collect();
        let jobs = by_ids::<job::Entity>(tx, &jobs.into_iter().collect::<Vec<_>>()).await?;
        let mut sources = sources(tx, Self::KIND, ids).await?;
        let mut current = Current::new();
        for (id, row) in rows {
            let version = row.version;
            let job = jobs.get(&row.job_id).map(|job| job.name.clone());
            let mut record = record(row, job)?;
            record.sources = sources.remove(&id).unwrap_or_default();
            current.insert(id, (record, version));
        }
        Ok(current)
    }

    async fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[Changed<'_, Self>],
    ) -> Result<(), StoreError> {
        let roles: Vec<&Self> = changed.iter().map(|(_, role, _)| *role).collect();
        let jobs = roles.iter().filter_map(|role| role.job.clone()).collect();
        let jobs = transaction.intern_jobs(jobs).await?;
        transaction.refuse_same_jobs(&roles).await?;
        let (tx, at) = (&transaction.tx, transaction.at);
        check_works(tx, &roles).await?;
        let mut rows = Vec::with_capacity(changed.len());
        for (before, after, version) in changed {
            let job = after.job.as_ref().and_then(|job| jobs.get(job));
            let mut row = row(after, *version, at);
            row.job_id = job.copied().unwrap_or(NO_JOB);
            rows.push((before.is_some(), row));
        }
        upsert::<role::Entity>(tx, rows.into_iter()).await?;
        let links = rows_that_differ(changed, |role| &role.characters, character_rows);
        store_rows::<character_role::Entity>(tx, links).await?;
        store_sources(tx, Self::KIND, changed, |role| {
            Some((role.id.0, &role.sources))
        })
        .await?;
        for (before, after, _) in changed {
            for role in before.iter().chain([after]) {
                transaction.edges.between(role.work.0, role.person.0);
            }
        }
        Ok(())
    }

    fn told_apart_by(&self) -> Option<(&'static str, String)> {
        let job = fold(self.job.as_deref().unwrap_or_default());
        let (work, person) = (self.work.0, self.person.0);
        let text = format!("{work} {person} {:?} {job}", self.department);
        Some(("work, person, department, job", text))
    }

    async fn perhaps_alike(
        tx: &impl ConnectionTrait,
        records: &[&Self],
    ) -> Result<BTreeSet<i64>, StoreError> {
        let works: BTreeSet<i64> = records.iter().map(|role| role.work.0).collect();
        let people: BTreeSet<PersonId> = records.iter().map(|role| role.person).collect();
        let mut alike = of_these(tx, &works, &people).await?;
        alike.extend(by_themselves(tx, &works, &people).await?);
        Ok(alike)
    }
}

/// The roles of these people on these works.
async fn of_these(
    tx: &impl ConnectionTrait,
    works: &BTreeSet<i64>,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeSet<i64>, StoreError> {
    let backend = tx.get_database_backend();
    let works: Vec<i64> = works.iter().copied().collect();
    let people: Vec<i64> = people.iter().map(|person| person.0).collect();
    let ids: Vec<i64> = role::Entity::find()
        .select_only()
        .column(role::Column::Id)
        .filter(dialect::among(backend, "work_id", &works))
        .filter(dialect::among(backend, "person_id", &people))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The roles on these works that say themselves that they are of these people, and are not by
/// claims.
async fn by_themselves(
    tx: &impl ConnectionTrait,
    works: &BTreeSet<i64>,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeSet<i64>, StoreError> {
    let backend = tx.get_database_backend();
    let value = |person: &PersonId| ClaimValue::Record(person.any()).canonical();
    let people: Vec<String> = people.iter().map(value).collect();
    // The condition of the index, word for word.
    let said: Vec<i64> = claim::Entity::find()
        .select_only()
        .column(claim::Column::SubjectId)
        .filter(Expr::cust("substr(value, 1, 10) = '{\"record\":'"))
        .filter(dialect::among_texts(backend, "value", &people))
        .filter(claim::COLUMN.subject_kind.eq(RecordKind::Role))
        .filter(claim::COLUMN.property.eq(Property::Cast))
        .filter(claim::COLUMN.is_own.eq(true))
        .into_tuple()
        .all(tx)
        .await?;
    let roles = by_ids::<role::Entity>(tx, &said).await?;
    let here = roles
        .into_values()
        .filter(|row| works.contains(&row.work_id));
    Ok(here.map(|row| row.id).collect())
}

/// The work of a role has to be there.
async fn check_works(tx: &impl ConnectionTrait, roles: &[&RoleRecord]) -> Result<(), StoreError> {
    let works: BTreeSet<i64> = roles.iter().map(|role| role.work.0).collect();
    let works: Vec<i64> = works.into_iter().collect();
    let there: Vec<i64> = work::Entity::find()
        .select_only()
        .column(work::Column::Id)
        .filter(dialect::among(tx.get_database_backend(), "id", &works))
        .into_tuple()
        .all(tx)
        .await?;
    let there: BTreeSet<i64> = there.into_iter().collect();
    match roles.iter().find(|role| !there.contains(&role.work.0)) {
        None => Ok(()),
        Some(role) => {
            let reason = format!("there is no work {}", role.work.public());
            Err(StoreError::invalid(role.id.public(), "work", reason))
        }
    }
}

/// The links between a role and the shared characters that it plays.
fn character_rows(role: &RoleRecord) -> Vec<character_role::Model> {
    let shared = role.characters.iter().filter_map(|of| of.character);
    let shared: BTreeSet<CharacterId> = shared.collect();
    let row = |character: CharacterId| character_role::Model {
        character_id: character.0,
        role_id: role.id.0,
    };
    shared.into_iter().map(row).collect()
}

/// The people whose careers move with a work and, where they are said so, with its episodes.
pub(super) async fn people_of(
    tx: &impl ConnectionTrait,
    work: i64,
    with_episodes: bool,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let of_works = match with_episodes {
        true => role::Column::WorkId.in_subquery(and_episodes(work)),
        false => role::COLUMN.work_id.eq(work),
    };
    let people: Vec<i64> = role::Entity::find()
        .select_only()
        .column(role::Column::PersonId)
        .filter(of_works)
        .distinct()
        .into_tuple()
        .all(tx)
        .await?;
    let touch = |id| RecordId {
        kind: RecordKind::Person,
        id,
    };
    Ok(people.into_iter().map(touch).collect())
}

/// The work and, of a series, its episodes: roles are found by their works, and have no index by the
/// series.
fn and_episodes(work: i64) -> SelectStatement {
    let mut works = Query::select();
    works.column(work::Column::Id).from(work::Entity);
    works.and_where(work::COLUMN.id.eq(work).or(work::COLUMN.series_id.eq(work)));
    works
}

/// The works whose casts move with a person.
pub(super) async fn works_of(
    tx: &impl ConnectionTrait,
    person: i64,
) -> Result<BTreeSet<RecordId>, StoreError> {
    let works: Vec<i64> = role::Entity::find()
        .select_only()
        .column(role::Column::WorkId)
        .filter(role::COLUMN.person_id.eq(person))
        .distinct()
        .into_tuple()
        .all(tx)
        .await?;
    let touch = |id| RecordId {
        kind: RecordKind::Work,
        id,
    };
    Ok(works.into_iter().map(touch).collect())
}

fn row(role: &RoleRecord, version: i32, at: i64) -> role::Model {
    let denied = if role.is_denied { DENIED } else { 0 };
    role::Model {
        id: role.id.0,
        work_id: role.work.0,
        person_id: role.person.0,
        department: role.department,
        job_id: NO_JOB,
        billing: role.billing,
        characters: role.characters.to_columns(),
        characters_missing: role.characters_missing,
        credited_as: role.credited_as.clone(),
        attributes: RoleAttribute::set(&role.attributes) | denied,
        episode_count: role.episode_count,
        certainty: role.certainty,
        version,
        updated_at: at,
    }
}

fn record(row: role::Model, job: Option<String>) -> Result<RoleRecord, StoreError> {
    Ok(RoleRecord {
        is_denied: row.is_denied(),
        id: RoleId(row.id),
        work: WorkId(row.work_id),
        person: PersonId(row.person_id),
        department: row.department,
        job: job.filter(|job| !job.is_empty()),
        billing: row.billing,
        characters: Columns::from_columns(row.characters)?,
        characters_missing: row.characters_missing,
        credited_as: row.credited_as,
        attributes: RoleAttribute::list(row.attributes).into_iter().collect(),
        episode_count: row.episode_count,
        certainty: row.certainty,
        sources: BTreeSet::new(),
    })
}

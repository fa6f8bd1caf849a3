//! Writing awards, ratings and relations.

use std::collections::BTreeSet;

use entity::vocabulary::SubjectKind;
use entity::{award_nomination, award_person, rating, work_relation};
use sea_orm::ConnectionTrait;

use super::plain::{Bounded, PerOwner, Plain};
use super::put::Current;
use super::reference::Reference;
use super::subject::{FEW_PER_WORK, delete_of, insert_all};
use crate::model::fold::fold;
use crate::model::instant::Instant;
use crate::store::StoreError;
use crate::store::read::by_owners;
use crate::store::record::{
    AwardId, AwardRecord, Check, PersonId, RatingId, RatingRecord, RelationId, RelationRecord,
    SourceId, WorkId,
};

impl Plain for AwardRecord {
    type Table = award_nomination::Entity;
    const KIND: SubjectKind = SubjectKind::Award;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let people = self.people.iter();
        let people = people.map(|id| Reference::new("people", SubjectKind::Person, id.0));
        let work = self
            .work
            .map(|id| Reference::new("work", SubjectKind::Work, id.0));
        people.chain(work).collect()
    }

    fn row(&self, version: i32, at: i64) -> award_nomination::Model {
        award_nomination::Model {
            id: self.id.0,
            award: self.award.clone(),
            award_folded: fold(&self.award),
            category: self.category.clone(),
            year: self.year,
            result: self.result,
            work_id: self.work.map(|id| id.0),
            version,
            updated_at: at,
        }
    }

    fn version(row: &award_nomination::Model) -> i32 {
        row.version
    }

    fn record(row: award_nomination::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: AwardId(row.id),
            award: row.award,
            category: row.category,
            year: row.year,
            result: row.result,
            work: row.work_id.map(WorkId),
            people: Vec::new(),
            sources: BTreeSet::new(),
        })
    }

    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        Some(&self.sources)
    }

    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        Some(&mut self.sources)
    }

    async fn load_parts(
        tx: &impl ConnectionTrait,
        records: &mut Current<Self>,
    ) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.keys().copied().collect();
        let mut people = by_owners::<award_person::Entity>(tx, &ids).await?;
        for (id, (record, _)) in records {
            let rows = people.remove(id).unwrap_or_default();
            record.people = rows.iter().map(|row| PersonId(row.person_id)).collect();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let ids: Vec<i64> = records.iter().map(|record| record.id.0).collect();
        delete_of::<award_person::Entity>(tx, &award_person::Column::NominationId, &ids).await?;
        let rows = records.iter().flat_map(|record| {
            let row = |(position, person): (i32, &PersonId)| award_person::Model {
                nomination_id: record.id.0,
                person_id: person.0,
                position,
            };
            (1..).zip(&record.people).map(row)
        });
        insert_all::<award_person::Entity, _>(tx, rows.collect()).await
    }
}

impl Plain for RatingRecord {
    type Table = rating::Entity;
    const KIND: SubjectKind = SubjectKind::Rating;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![
            Reference::new("work", SubjectKind::Work, self.work.0),
            Reference::new("source", SubjectKind::Source, self.source.0),
        ]
    }

    fn row(&self, version: i32, at: i64) -> rating::Model {
        rating::Model {
            id: self.id.0,
            work_id: self.work.0,
            source_id: self.source.0,
            average: self.average,
            out_of: self.out_of,
            votes: self.votes,
            retrieved_at: self.retrieved_at.map(|at| at.0),
            version,
            updated_at: at,
        }
    }

    fn version(row: &rating::Model) -> i32 {
        row.version
    }

    fn record(row: rating::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: RatingId(row.id),
            work: WorkId(row.work_id),
            average: row.average,
            out_of: row.out_of,
            votes: row.votes,
            source: SourceId(row.source_id),
            retrieved_at: row.retrieved_at.map(Instant),
        })
    }

    fn per_owner() -> Option<Bounded<Self>> {
        let bound = PerOwner {
            table: "rating",
            column: "work_id",
            field: "work",
            most: FEW_PER_WORK,
        };
        Some((bound, |record| record.work.0))
    }
}

impl Plain for RelationRecord {
    type Table = work_relation::Entity;
    const KIND: SubjectKind = SubjectKind::Relation;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![
            Reference::new("from", SubjectKind::Work, self.from.0),
            Reference::new("to", SubjectKind::Work, self.to.0),
        ]
    }

    fn row(&self, version: i32, at: i64) -> work_relation::Model {
        work_relation::Model {
            id: self.id.0,
            from_id: self.from.0,
            to_id: self.to.0,
            kind: self.kind,
            aspect: self.aspect.clone(),
            certainty: self.certainty,
            version,
            updated_at: at,
        }
    }

    fn version(row: &work_relation::Model) -> i32 {
        row.version
    }

    fn record(row: work_relation::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: RelationId(row.id),
            from: WorkId(row.from_id),
            to: WorkId(row.to_id),
            kind: row.kind,
            aspect: row.aspect,
            certainty: row.certainty,
            sources: BTreeSet::new(),
        })
    }

    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        Some(&self.sources)
    }

    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        Some(&mut self.sources)
    }
}

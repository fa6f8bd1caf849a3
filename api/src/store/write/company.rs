//! Writing companies, what they did for works, and characters that works share.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalSpace, SubjectKind};
use entity::{character, company, company_role};
use sea_orm::ConnectionTrait;

use super::plain::{Bounded, PerOwner, Plain};
use super::put::Current;
use super::reference::Reference;
use super::subject::{FEW_PER_WORK, external_ids, from_json_list, json_list, replace_external_ids};
use crate::model::fold::fold;
use crate::store::StoreError;
use crate::store::record::{
    CharacterId, Check, CompanyId, CompanyRecord, CompanyRoleId, CompanyRoleRecord, ExternalIds,
    SharedCharacterRecord, SourceId, WorkId,
};

impl Plain for CompanyRecord {
    type Table = company::Entity;
    const KIND: SubjectKind = SubjectKind::Company;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    fn row(&self, version: i32, at: i64) -> company::Model {
        company::Model {
            id: self.id.0,
            name: self.name.clone(),
            name_folded: fold(&self.name),
            country: self.country.clone(),
            version,
            updated_at: at,
        }
    }

    fn version(row: &company::Model) -> i32 {
        row.version
    }

    fn record(row: company::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: CompanyId(row.id),
            name: row.name,
            country: row.country,
            external_ids: ExternalIds::default(),
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
        let mut found = external_ids(tx, Self::KIND, &ids).await?;
        for (id, (record, _)) in records {
            record.external_ids = found.remove(id).unwrap_or_default();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let external: Vec<_> = records
            .iter()
            .map(|record| (record.id.0, ExternalSpace::Whole, &record.external_ids))
            .collect();
        replace_external_ids(tx, Self::KIND, &external).await
    }
}

impl Plain for SharedCharacterRecord {
    type Table = character::Entity;
    const KIND: SubjectKind = SubjectKind::Character;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    fn row(&self, version: i32, at: i64) -> character::Model {
        character::Model {
            id: self.id.0,
            name: self.name.clone(),
            name_folded: fold(&self.name),
            version,
            updated_at: at,
        }
    }

    fn version(row: &character::Model) -> i32 {
        row.version
    }

    fn record(row: character::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: CharacterId(row.id),
            name: row.name,
            external_ids: ExternalIds::default(),
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
        let mut found = external_ids(tx, Self::KIND, &ids).await?;
        for (id, (record, _)) in records {
            record.external_ids = found.remove(id).unwrap_or_default();
        }
        Ok(())
    }

    async fn store_parts(tx: &impl ConnectionTrait, records: &[&Self]) -> Result<(), StoreError> {
        let external: Vec<_> = records
            .iter()
            .map(|record| (record.id.0, ExternalSpace::Whole, &record.external_ids))
            .collect();
        replace_external_ids(tx, Self::KIND, &external).await
    }
}

impl Plain for CompanyRoleRecord {
    type Table = company_role::Entity;
    const KIND: SubjectKind = SubjectKind::CompanyRole;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![
            Reference::new("work", SubjectKind::Work, self.work.0),
            Reference::new("company", SubjectKind::Company, self.company.0),
        ]
    }

    fn row(&self, version: i32, at: i64) -> company_role::Model {
        company_role::Model {
            id: self.id.0,
            work_id: self.work.0,
            company_id: self.company.0,
            kind: self.kind,
            territories: json_list(&self.territories),
            certainty: self.certainty,
            version,
            updated_at: at,
        }
    }

    fn version(row: &company_role::Model) -> i32 {
        row.version
    }

    fn record(row: company_role::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: CompanyRoleId(row.id),
            work: WorkId(row.work_id),
            company: CompanyId(row.company_id),
            kind: row.kind,
            territories: from_json_list(row.territories.as_deref())?,
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

    fn per_owner() -> Option<Bounded<Self>> {
        let bound = PerOwner {
            table: "company_role",
            column: "work_id",
            field: "work",
            most: FEW_PER_WORK,
        };
        Some((bound, |record| record.work.0))
    }
}

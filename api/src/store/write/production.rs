//! Writing releases, deals and places.

use std::collections::BTreeSet;

use entity::vocabulary::SubjectKind;
use entity::{deal, release, work_location};

use super::plain::{Bounded, PerOwner, Plain};
use super::reference::Reference;
use super::subject::{FEW_PER_WORK, edtf, from_json, from_json_list, json, json_list, money, span};
use crate::store::StoreError;
use crate::store::record::{
    Check, CompanyId, DealId, DealRecord, LocationId, LocationRecord, ReleaseId, ReleaseRecord,
    SourceId, WorkId,
};

impl Plain for ReleaseRecord {
    type Table = release::Entity;
    const KIND: SubjectKind = SubjectKind::Release;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let mut references = vec![Reference::new("work", SubjectKind::Work, self.work.0)];
        references.extend(
            self.platform
                .map(|id| Reference::new("platform", SubjectKind::Company, id.0)),
        );
        references
    }

    fn row(&self, version: i32, at: i64) -> release::Model {
        release::Model {
            id: self.id.0,
            work_id: self.work.0,
            country: self.country.clone(),
            kind: self.kind,
            date_edtf: self.date.as_ref().map(ToString::to_string),
            released_from: span(self.date.as_ref()).from,
            released_on: span(self.date.as_ref()).on,
            released_to: span(self.date.as_ref()).to,
            certification: self.certification.as_ref().and_then(json),
            platform_id: self.platform.map(|id| id.0),
            note: self.note.clone(),
            certainty: self.certainty,
            version,
            updated_at: at,
        }
    }

    fn version(row: &release::Model) -> i32 {
        row.version
    }

    fn record(row: release::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: ReleaseId(row.id),
            work: WorkId(row.work_id),
            country: row.country,
            kind: row.kind,
            date: edtf(row.date_edtf.as_deref())?,
            certification: from_json(row.certification.as_deref())?,
            platform: row.platform_id.map(CompanyId),
            note: row.note,
            certainty: row.certainty,
            sources: BTreeSet::new(),
        })
    }

    fn dated_work(&self) -> Option<i64> {
        Some(self.work.0)
    }

    fn sources(&self) -> Option<&BTreeSet<SourceId>> {
        Some(&self.sources)
    }

    fn sources_mut(&mut self) -> Option<&mut BTreeSet<SourceId>> {
        Some(&mut self.sources)
    }
}

impl Plain for DealRecord {
    type Table = deal::Entity;
    const KIND: SubjectKind = SubjectKind::Deal;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        let mut references = vec![Reference::new("work", SubjectKind::Work, self.work.0)];
        references.extend(
            self.buyer
                .map(|id| Reference::new("buyer", SubjectKind::Company, id.0)),
        );
        references.extend(
            self.seller
                .map(|id| Reference::new("seller", SubjectKind::Company, id.0)),
        );
        references
    }

    fn row(&self, version: i32, at: i64) -> deal::Model {
        deal::Model {
            id: self.id.0,
            work_id: self.work.0,
            kind: self.kind,
            buyer_id: self.buyer.map(|id| id.0),
            seller_id: self.seller.map(|id| id.0),
            price_amount: self.price.as_ref().map(|price| price.amount.clone()),
            price_currency: self.price.as_ref().map(|price| price.currency_code.clone()),
            price_approximate: self
                .price
                .as_ref()
                .is_some_and(|price| price.is_approximate),
            territories: json_list(&self.territories),
            announced_edtf: self.announced_on.as_ref().map(ToString::to_string),
            note: self.note.clone(),
            certainty: self.certainty,
            version,
            updated_at: at,
        }
    }

    fn version(row: &deal::Model) -> i32 {
        row.version
    }

    fn record(row: deal::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: DealId(row.id),
            work: WorkId(row.work_id),
            kind: row.kind,
            buyer: row.buyer_id.map(CompanyId),
            seller: row.seller_id.map(CompanyId),
            price: money(row.price_amount, row.price_currency, row.price_approximate),
            territories: from_json_list(row.territories.as_deref())?,
            announced_on: edtf(row.announced_edtf.as_deref())?,
            certainty: row.certainty,
            note: row.note,
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
            table: "deal",
            column: "work_id",
            field: "work",
            most: FEW_PER_WORK,
        };
        Some((bound, |record| record.work.0))
    }
}

impl Plain for LocationRecord {
    type Table = work_location::Entity;
    const KIND: SubjectKind = SubjectKind::Location;

    fn key(&self) -> i64 {
        self.id.0
    }

    fn inspect(&self, check: &mut Check) {
        self.check(check);
    }

    fn references(&self) -> Vec<Reference> {
        vec![Reference::new("work", SubjectKind::Work, self.work.0)]
    }

    fn row(&self, version: i32, at: i64) -> work_location::Model {
        work_location::Model {
            id: self.id.0,
            work_id: self.work.0,
            kind: self.kind,
            name: self.name.clone(),
            country: self.country.clone(),
            certainty: self.certainty,
            version,
            updated_at: at,
        }
    }

    fn version(row: &work_location::Model) -> i32 {
        row.version
    }

    fn record(row: work_location::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: LocationId(row.id),
            work: WorkId(row.work_id),
            kind: row.kind,
            name: row.name,
            country: row.country,
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
            table: "work_location",
            column: "work_id",
            field: "work",
            most: FEW_PER_WORK,
        };
        Some((bound, |record| record.work.0))
    }
}

//! Releases, deals and places as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, DealKind, LocationKind, ReleaseKind};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, NOTE_CHARS};
use super::work::{is_stated, stated};
use super::{
    CertificationRecord, CompanyId, DealId, LocationId, MoneyRecord, ReleaseId, SourceId, WorkId,
};
use crate::model::edtf::Edtf;

/// A release of a work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReleaseRecord {
    /// Its id.
    pub id: ReleaseId,
    /// The work.
    pub work: WorkId,
    /// ISO 3166-1 alpha-2; none means everywhere or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How.
    pub kind: ReleaseKind,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// The rating it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certification: Option<CertificationRecord>,
    /// The company on whose platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<CompanyId>,
    /// A short note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A deal about a work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DealRecord {
    /// Its id.
    pub id: DealId,
    /// The work.
    pub work: WorkId,
    /// What kind.
    pub kind: DealKind,
    /// The company that bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<CompanyId>,
    /// The company that sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seller: Option<CompanyId>,
    /// The price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<MoneyRecord>,
    /// For where, as country codes; none means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub territories: Vec<String>,
    /// When it was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_on: Option<Edtf>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// A short note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A place of a work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LocationRecord {
    /// Its id.
    pub id: LocationId,
    /// The work.
    pub work: WorkId,
    /// What the place is to it.
    pub kind: LocationKind,
    /// The place.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

impl ReleaseRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.country("country", self.country.as_deref());
        check.text("note", self.note.as_deref(), NOTE_CHARS);
        check.count("sources", self.sources.len(), FEW);
        if let Some(certification) = &self.certification {
            certification.check("certification", check);
        }
    }
}

impl DealRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.countries("territories", &self.territories);
        check.text("note", self.note.as_deref(), NOTE_CHARS);
        check.count("sources", self.sources.len(), FEW);
        if let Some(price) = &self.price {
            check.money("price", price);
        }
    }
}

impl LocationRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
        check.country("country", self.country.as_deref());
        check.count("sources", self.sources.len(), FEW);
    }
}

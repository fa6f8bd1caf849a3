//! Companies, and what they did for works, as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, CompanyRoleKind};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW};
use super::work::{is_stated, stated};
use super::{CompanyId, CompanyRoleId, ExternalIds, SourceId, WorkId};

/// A company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompanyRecord {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What other authorities call it.
    #[serde(default, skip_serializing_if = "ExternalIds::is_empty")]
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// What a company did for a work. Unique by work, company and kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CompanyRoleRecord {
    /// Its id.
    pub id: CompanyRoleId,
    /// The work.
    pub work: WorkId,
    /// The company.
    pub company: CompanyId,
    /// What it did.
    pub kind: CompanyRoleKind,
    /// For where, as country codes; none means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub territories: Vec<String>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

impl CompanyRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
        check.country("country", self.country.as_deref());
        check.count("sources", self.sources.len(), FEW);
        self.external_ids.check(check);
    }
}

impl CompanyRoleRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.countries("territories", &self.territories);
        check.count("sources", self.sources.len(), FEW);
    }
}

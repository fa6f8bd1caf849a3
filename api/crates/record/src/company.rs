//! Companies, and what they did for works, as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, CompanyRoleKind, ExternalSpace};
use record_macro::record;

use crate::bound::PER_WORK;
use crate::{CompanyId, CompanyRoleId, ExternalIds, SourceId, WorkId};

/// A company.
#[record(Company, table = company, claimable, space = ExternalSpace::Company)]
pub struct CompanyRecord {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    #[field(name, key, columns(name, name_folded), claim(Name))]
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[field(country, claim(Other))]
    pub country: Option<String>,
    /// What other authorities call it.
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// What a company did for a work. Unique by work, company and kind.
#[record(
    CompanyRole,
    table = company_role,
    claimable,
    at_most(PER_WORK, work),
    unique(work, company, kind)
)]
pub struct CompanyRoleRecord {
    /// Its id.
    pub id: CompanyRoleId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// The company.
    pub company: CompanyId,
    /// What it did.
    pub kind: CompanyRoleKind,
    /// For where, as country codes; none means everywhere.
    #[field(country, distinct)]
    pub territories: Vec<String>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

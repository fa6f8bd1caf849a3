//! Releases, deals and places as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, DealKind, LocationKind, ReleaseKind};
use model::edtf::Edtf;
use record_macro::record;

use crate::bound::{NOTE, PER_WORK};
use crate::{
    CertificationRecord, CompanyId, DealId, LocationId, MoneyRecord, ReleaseId, SourceId, WorkId,
};

/// A release of a work.
#[record(Release, table = release, claimable, dates = work, identity(work, kind, country, platform))]
pub struct ReleaseRecord {
    /// Its id.
    pub id: ReleaseId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// ISO 3166-1 alpha-2; none means everywhere or unknown.
    #[field(country)]
    pub country: Option<String>,
    /// How.
    #[field(claim(Kind))]
    pub kind: ReleaseKind,
    /// When.
    #[field(
        columns(date_edtf, released_from, released_on, released_to),
        claim(Date)
    )]
    pub date: Option<Edtf>,
    /// The rating it was given.
    pub certification: Option<CertificationRecord>,
    /// The company on whose platform.
    #[field(claim(Company))]
    pub platform: Option<CompanyId>,
    /// A short note.
    #[field(text(NOTE), claim(Other))]
    pub note: Option<String>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// A deal about a work.
#[record(Deal, table = deal, claimable, at_most(PER_WORK, work), identity(work, kind, buyer, seller))]
pub struct DealRecord {
    /// Its id.
    pub id: DealId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// What kind.
    #[field(claim(Kind))]
    pub kind: DealKind,
    /// The company that bought.
    #[field(claim(Buyer))]
    pub buyer: Option<CompanyId>,
    /// The company that sold.
    #[field(claim(Other))]
    pub seller: Option<CompanyId>,
    /// The price.
    #[field(columns(price_amount, price_currency, price_approximate), claim(Price))]
    pub price: Option<MoneyRecord>,
    /// For where, as country codes; none means everywhere.
    #[field(country, distinct)]
    pub territories: Vec<String>,
    /// When it was announced.
    #[field(column = announced_edtf, claim(Date))]
    pub announced_on: Option<Edtf>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// A short note.
    #[field(text(NOTE), claim(Other))]
    pub note: Option<String>,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// A place of a work.
#[record(Location, table = work_location, claimable, at_most(PER_WORK, work), identity(work, kind, name, country))]
pub struct LocationRecord {
    /// Its id.
    pub id: LocationId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// What the place is to it.
    pub kind: LocationKind,
    /// The place.
    #[field(name, claim(Name))]
    pub name: String,
    /// ISO 3166-1 alpha-2.
    #[field(country)]
    pub country: Option<String>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

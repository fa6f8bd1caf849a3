//! `Release`: where, when and how a work was released.

use std::sync::Arc;

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use edge::{DayWindow, Listed, UNBILLED};
use entity::{release, vocabulary};
use model::edtf::{Edtf, Precision};
use record::CertificationRecord;

use super::company::Company;
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::DateRange;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::reading::Reading;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::kit::sure::Sure;
use crate::schema::vocabulary::{Certainty, DatePrecision, ReleaseKind, WorkKind};
use crate::schema::work::Work;
use crate::schema::work::certification::Certification;
use crate::scope::Scope;

/// A release of a work: where, when and how.
#[derive(Clone)]
pub(crate) struct Release(pub(crate) Arc<release::Model>);

/// A release of a work: where, when and how.
#[Object]
impl Release {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The release in a line: `THEATRICAL in FR of Good Sex`.
    pub(crate) async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the titles in it; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        let scope = scope(ctx)?;
        let work = Work::by_id(scope, self.0.work_id).await?;
        let title = work.core().title_in(scope, language.as_ref()).await?;
        let kind = async_graphql::resolver_utils::enum_value(ReleaseKind::from(self.0.kind));
        let country = self.0.country.as_deref();
        let place = country.map_or_else(String::new, |country| format!(" in {country}"));
        Ok(format!("{kind}{place} of {title}"))
    }

    /// The work.
    async fn work(&self, ctx: &Context<'_>) -> Result<Work> {
        Work::by_id(scope(ctx)?, self.0.work_id).await
    }

    /// In which country; null for everywhere, or where it is not known.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// How.
    async fn kind(&self) -> ReleaseKind {
        self.0.kind.into()
    }

    /// When, as precise as it is known; null where no date is known.
    async fn date(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.date_edtf.as_deref()).transpose()
    }

    /// For which audience it was rated for this release.
    async fn certification(&self) -> Option<Result<Certification>> {
        let text = self.0.certification.as_deref()?;
        let record = serde_json::from_str::<CertificationRecord>(text);
        Some(record.map(Into::into).map_err(ApiError::internal))
    }

    /// The company on whose platform; null where there is none.
    async fn platform(&self, ctx: &Context<'_>) -> Option<Result<Company>> {
        Company::named_by(ctx, self.0.platform_id).await
    }

    /// A short note.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// How sure it is.
    async fn certainty(&self) -> Certainty {
        self.0.certainty.into()
    }
}

/// Which releases. Every condition that is given holds.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ReleaseFilter {
    /// Dated, certainly, within these dates.
    date: MaybeUndefined<DateRange>,
    /// In one of these countries.
    countries: MaybeUndefined<Vec<CountryCode>>,
    /// Of one of these kinds.
    kinds: MaybeUndefined<Vec<ReleaseKind>>,
    /// With a date of one of these precisions.
    precisions: MaybeUndefined<Vec<DatePrecision>>,
    /// Of works of one of these kinds.
    work_kinds: MaybeUndefined<Vec<WorkKind>>,
    /// With a date, or without one.
    has_date: MaybeUndefined<bool>,
    /// At least this certain; every certainty, where it is left out.
    min_certainty: MaybeUndefined<Certainty>,
    /// Whether what claims deny is among them. Not, where it is left out.
    include_denied: MaybeUndefined<bool>,
}

/// The same, as it is applied.
pub(crate) struct ReleaseConditions {
    dates: Option<DayWindow>,
    countries: Option<Vec<CountryCode>>,
    kinds: Option<Vec<vocabulary::ReleaseKind>>,
    precisions: Option<Vec<Precision>>,
    work_kinds: Option<Vec<vocabulary::WorkKind>>,
    has_date: Option<bool>,
    sure: Sure,
}

impl ReleaseFilter {
    pub(crate) fn conditions(filter: Option<Self>) -> Result<ReleaseConditions> {
        let filter = filter.unwrap_or_default();
        let mut read = Reading::default();
        let dates = read.given("date", filter.date);
        let conditions = ReleaseConditions {
            dates: dates.map(|range| range.window("date", &mut read)),
            countries: read.list("countries", filter.countries),
            kinds: read.list("kinds", filter.kinds),
            precisions: read.list("precisions", filter.precisions),
            work_kinds: read.list("workKinds", filter.work_kinds),
            has_date: read.given("hasDate", filter.has_date),
            sure: Sure::of(
                read.given("minCertainty", filter.min_certainty),
                read.given("includeDenied", filter.include_denied),
            ),
        };
        read.done().map(|()| conditions)
    }
}

impl ReleaseConditions {
    /// Whether they admit a release of a work of this kind.
    pub(crate) fn admits(&self, row: &release::Model, work: vocabulary::WorkKind) -> Result<bool> {
        let date = row.date_edtf.as_deref().map(Edtf::parse).transpose();
        let precision = date
            .map_err(ApiError::internal)?
            .map(|date| date.precision());
        let country = |codes: &Vec<CountryCode>| {
            codes
                .iter()
                .any(|code| row.country.as_ref() == Some(&code.0))
        };
        let within =
            |window: DayWindow| row.released_from >= window.first && row.released_to <= window.last;
        let precise =
            |list: &Vec<Precision>| precision.is_some_and(|precision| list.contains(&precision));
        Ok(self.sure.admits(row.certainty, row.is_denied)
            && self.dates.is_none_or(within)
            && self.countries.as_ref().is_none_or(country)
            && self
                .kinds
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&row.kind))
            && self.precisions.as_ref().is_none_or(precise)
            && self
                .work_kinds
                .as_ref()
                .is_none_or(|kinds| kinds.contains(&work))
            && self
                .has_date
                .is_none_or(|wanted| wanted == precision.is_some()))
    }
}

impl Listed for Release {
    fn id(&self) -> i64 {
        self.0.id
    }

    fn work(&self) -> i64 {
        self.0.work_id
    }

    fn released_on(&self) -> i32 {
        self.0.released_on
    }

    fn billing(&self) -> i32 {
        UNBILLED
    }
}

async fn release_node(_: &Scope, release: &Release) -> Result<Release> {
    Ok(release.clone())
}

connection!(
    ReleaseConnection, ReleaseEdge, Release => Release = release_node,
    "A page of releases, by date, the undated last.", "A release."
);
plain_edge!(ReleaseEdge, Release => Release = release_node, "A release in a list.");

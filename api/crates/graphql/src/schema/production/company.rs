//! `Company`, and the query for companies.

use std::sync::Arc;

use async_graphql::{Context, Object};
use budget::{STEP, sorted_by};
use entity::company;
use entity::vocabulary::{
    CompanyRoleKind as StoredKind, ExternalAuthority as Authority, RecordKind,
};
use futures_util::FutureExt;
use model::external::ExternalSubject;
use model::id::encode;
use model::slug::slug;
use paging::Placed;
use store::read::CompanyCredit;

use crate::loader::WorksOfCompany;
use crate::schema::catalog::external_id::{ExternalId, ExternalIds};
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::reference::CompanyRef;
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::kit::sure::Sure;
use crate::schema::vocabulary::{Certainty, CompanyRoleKind};
use crate::schema::work::WorkConnection;
use crate::scope::Scope;

/// A company.
#[derive(Clone)]
pub(crate) struct Company(pub(crate) Arc<company::Model>);

impl Company {
    fn public_id(&self) -> String {
        encode(RecordKind::Company, self.0.id)
    }

    /// The company that another record names.
    pub(crate) async fn named_by(ctx: &Context<'_>, id: Option<i64>) -> Option<Result<Self>> {
        let id = id?;
        let read = async { scope(ctx)?.get::<company::Entity>(id).await };
        Some(read.await.map(Self))
    }
}

/// A company: one that makes, distributes, sells or shows works.
#[Object]
impl Company {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The company in a line: its name.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language asked for; companies are called the same in every one.")]
        language: Option<LanguageTag>,
    ) -> Result<&str> {
        drop(language);
        Ok(&self.0.name)
    }

    /// The company for addresses: its name and its id. Only its last part is read, so it outlives a
    /// change of name.
    async fn slug(&self) -> String {
        slug(&self.0.name, &self.public_id())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The country it is based in.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// The works that it did something for, each once, newest release first; the undated count as the
    /// newest.
    async fn works(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only works that it did one of these for.")] kinds: Option<
            Vec<CompanyRoleKind>,
        >,
        #[graphql(desc = "At least this certain; every certainty if left out.")]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them: works, and that it did something for them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<WorkConnection> {
        async move {
            let scope = scope(ctx)?;
            let credits = scope.load(WorksOfCompany(self.0.id)).await?;
            let kinds: Option<Vec<StoredKind>> =
                kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
            let sure = Sure::of(min_certainty, include_denied);
            let admits = |credit: &CompanyCredit| {
                let kinds = kinds.as_ref();
                kinds.is_none_or(|kinds| kinds.contains(&credit.kind))
                    && sure.admits(credit.certainty, credit.is_denied)
            };
            let works = newest_first(scope, &credits, admits).await?;
            let place = |(place, id, _): &(i64, i64, i64)| {
                Some(Placed {
                    place: *place,
                    id: *id,
                    item: (),
                })
            };
            let (owner, page) = (self.public_id(), requested(first, after, last, before));
            let page = placed_page(scope, &works, place, (&owner, "works"), &page).await?;
            for (_, item) in &page.items {
                let found =
                    works.binary_search_by_key(&(item.place, item.id), |work| (work.0, work.1));
                if let Some((.., role)) = found.ok().and_then(|number| works.get(number)) {
                    scope.rests_on(RecordKind::CompanyRole, *role, &[]);
                }
            }
            Ok(WorkConnection { page })
        }
        .boxed()
        .await
    }

    /// Its Wikidata id: `Q126399`.
    async fn wikidata_id(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        let read = async { ExternalIds::of(scope(ctx)?, RecordKind::Company, self.0.id).await };
        read.await
            .map(|ids| ids.value(Authority::Wikidata))
            .transpose()
    }

    /// What other authorities call it.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<List<ExternalId>> {
        let ids = ExternalIds::of(scope(ctx)?, RecordKind::Company, self.0.id).await?;
        Ok(ids.list(ExternalSubject::Company))
    }
}

/// The works of a company by their places, each once, with the first record of what it did there.
async fn newest_first(
    scope: &Scope,
    credits: &[CompanyCredit],
    admits: impl Fn(&CompanyCredit) -> bool,
) -> Result<Vec<(i64, i64, i64)>> {
    // The newest comes first: the later its day, the lower its place.
    let place = |credit: &CompanyCredit| {
        let place = -i64::from(credit.released_on);
        (place, credit.work, credit.role)
    };
    let mut turn = scope.work().turn().await;
    let mut works = Vec::new();
    for part in credits.chunks(STEP) {
        let admitted = part.iter().filter(|credit| admits(credit));
        works.extend(admitted.map(place));
        turn.look(part.len()).await?;
    }
    let mut works = sorted_by(&mut turn, works, Ord::cmp).await?;
    works.dedup_by_key(|(_, work, _)| *work);
    Ok(works)
}

/// The query for companies.
#[derive(Default)]
pub(crate) struct CompanyQuery;

#[Object]
impl CompanyQuery {
    /// A company.
    async fn company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, named in exactly one way.")] by: CompanyRef,
    ) -> Option<Result<Company>> {
        let found = async { by.find(scope(ctx)?).await };
        found.await.map(|row| row.map(Company)).transpose()
    }
}

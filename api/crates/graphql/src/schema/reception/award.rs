//! `AwardNomination`: a nomination for an award, or the award.

use std::sync::Arc;

use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::vocabulary::AwardResult as StoredResult;
use entity::{award_nomination, award_person, person, work};
use paging::{PageRequest, Placed};

use crate::loader::OwnedBy;
use crate::schema::kit::error::Result;
use crate::schema::kit::filter::IntRange;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::placed::placed_page;
use crate::schema::kit::reading::Reading;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::kit::sure::Sure;
use crate::schema::people::person::Person;
use crate::schema::vocabulary::AwardResult;
use crate::schema::work::Work;
use crate::scope::Scope;

/// Which nominations. Every condition that is given holds.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct AwardFilter {
    /// For this award, by its whole name: "Academy Award". Case and accents make no difference.
    award: MaybeUndefined<String>,
    /// With one of these results.
    results: MaybeUndefined<Vec<AwardResult>>,
    /// For films of these years.
    years: MaybeUndefined<IntRange>,
    /// Whether what claims deny is among them. Not, where it is left out.
    include_denied: MaybeUndefined<bool>,
}

/// A nomination for an award, or the award.
#[derive(Clone)]
pub(crate) struct AwardNomination(pub(crate) Arc<award_nomination::Model>);

/// A nomination for an award, or the award.
#[Object]
impl AwardNomination {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The nomination in a line: `Academy Award, Actress in a Leading Role (2010): WON`.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language of the label; every one has the same for now.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        drop(language);
        let result = async_graphql::resolver_utils::enum_value(AwardResult::from(self.0.result));
        let row = &self.0;
        Ok(format!(
            "{}, {} ({}): {result}",
            row.award, row.category, row.year
        ))
    }

    /// The award: `Academy Award`.
    async fn award(&self) -> &str {
        &self.0.award
    }

    /// The category.
    async fn category(&self) -> &str {
        &self.0.category
    }

    /// The year of the film, which is that before most ceremonies.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// What came of it.
    async fn result(&self) -> AwardResult {
        self.0.result.into()
    }

    /// For which work; null where it was for none.
    async fn work(&self, ctx: &Context<'_>) -> Option<Result<Work>> {
        let id = self.0.work_id?;
        let found = async { scope(ctx)?.find::<work::Entity>(id).await };
        found.await.map(|row| row.map(Work::of)).transpose()
    }

    /// Who was nominated, in order.
    async fn people(&self, ctx: &Context<'_>) -> Result<List<Person>> {
        let scope = scope(ctx)?;
        let links = scope
            .load(OwnedBy::<award_person::Entity>::of(self.0.id))
            .await?;
        let ids: Vec<i64> = links.iter().map(|link| link.person_id).collect();
        let people = scope.find_all::<person::Entity>(&ids).await?;
        Ok(people.into_iter().map(Person).collect())
    }
}

/// A nomination in a list.
pub(crate) type PlacedAward = Placed<Arc<award_nomination::Model>>;

/// The nominations that a filter admits, newest first.
pub(crate) async fn award_page(
    scope: &Scope,
    rows: &[Arc<award_nomination::Model>],
    filter: Option<AwardFilter>,
    owner: &str,
    page: &PageRequest,
) -> Result<AwardNominationConnection> {
    let filter = filter.unwrap_or_default();
    let mut read = Reading::default();
    let award = read.words("award", filter.award);
    let results: Option<Vec<StoredResult>> = read.list("results", filter.results);
    let years = read.given("years", filter.years);
    let years = years.map(|years| years.bounds("years", &mut read));
    let sure = Sure::of(None, read.given("includeDenied", filter.include_denied));
    read.done()?;
    let admits = |row: &Arc<award_nomination::Model>| {
        sure.has(row.is_denied)
            && award
                .as_ref()
                .is_none_or(|award| row.award_folded == *award)
            && results
                .as_ref()
                .is_none_or(|list| list.contains(&row.result))
            && years.is_none_or(|(least, most)| (least..=most).contains(&row.year))
    };
    let place = |row: &Arc<award_nomination::Model>| {
        admits(row).then(|| Placed {
            place: -i64::from(row.year),
            id: row.id,
            item: row.clone(),
        })
    };
    let page = placed_page(scope, rows, place, (owner, "awards"), page).await?;
    Ok(AwardNominationConnection { page })
}

async fn award_node(_: &Scope, award: &PlacedAward) -> Result<AwardNomination> {
    Ok(AwardNomination(award.item.clone()))
}

connection!(
    AwardNominationConnection, AwardNominationEdge, PlacedAward => AwardNomination = award_node,
    "A page of nominations, newest first.", "A nomination."
);
plain_edge!(
    AwardNominationEdge, PlacedAward => AwardNomination = award_node,
    "A nomination in a list."
);

//! How a work was made, sold, released, shown and received: fields that every work has.

use std::sync::Arc;

use async_graphql::{Context, Object};
use edge::{EdgeOrder, NoHeaders, OrderField, sorted};
use entity::vocabulary::{ImageKind as StoredImage, RecordKind};
use entity::work_text::{SYNOPSIS, TAGLINE};
use entity::{
    certification, company_role, deal, release, video, work_country, work_language, work_location,
    work_text,
};
use futures_util::FutureExt;
use model::language::best_for;
use paging::Direction;

use super::core::WorkCore;
use crate::loader::OwnedBy;
use crate::schema::catalog::country::Country;
use crate::schema::catalog::external_link::{ExternalLink, links_of};
use crate::schema::catalog::language::Language;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::listing::BILLING;
use crate::schema::kit::paging::{paged, requested, scope};
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::kit::sure::Sure;
use crate::schema::media::image::{Image, ImageConnection, ImagesAsked, image_of};
use crate::schema::media::video::{Video, VideoConnection, trailer_of};
use crate::schema::production::company_role::CompanyRole;
use crate::schema::production::deal::Deal;
use crate::schema::production::release::{Release, ReleaseConnection, ReleaseFilter};
use crate::schema::production::work_location::WorkLocation;
use crate::schema::reception::rating::{Rating, best_rating, ratings_of};
use crate::schema::vocabulary::{Certainty, CompanyRoleKind, ImageKind, LocationKind, VideoKind};
use crate::schema::work::certification::Certification;

/// By date, from the first.
const OLDEST_FIRST: EdgeOrder = EdgeOrder {
    field: OrderField::ReleaseDate,
    direction: Direction::Ascending,
};

/// What every work has of its production.
pub(crate) struct WorkProduction(pub(super) WorkCore);

impl WorkProduction {
    async fn image(
        &self,
        ctx: &Context<'_>,
        kind: ImageKind,
        language: Option<&LanguageTag>,
    ) -> Result<Option<Image>> {
        let subject = (RecordKind::Work, self.0.row().id);
        image_of(scope(ctx)?, subject, StoredImage::from(kind), language).await
    }

    /// The text of a kind for a reader of a language; the first where there is none for them.
    async fn text(
        &self,
        ctx: &Context<'_>,
        kind: i16,
        language: Option<&LanguageTag>,
    ) -> Result<Option<work_text::Model>> {
        let scope = scope(ctx)?;
        let rows = scope
            .load(OwnedBy::<work_text::Entity>::of(self.0.row().id))
            .await?;
        let texts: Vec<&work_text::Model> = rows.iter().filter(|row| row.kind == kind).collect();
        let wanted = scope.language(language.map(|tag| tag.0.as_str()));
        let best = wanted.and_then(|tag| best_for(tag, &texts, |text| text.language.as_deref()));
        Ok(best.or(texts.first()).map(|text| (*text).clone()))
    }

    /// The language that the text itself says it is in.
    async fn language_of_text(
        &self,
        ctx: &Context<'_>,
        kind: i16,
        language: Option<&LanguageTag>,
    ) -> Result<Option<LanguageTag>> {
        let text = self.text(ctx, kind, language).await?;
        Ok(text.and_then(|text| text.language).map(LanguageTag))
    }
}

#[Object]
impl WorkProduction {
    /// The companies that did something for it, in the order of their ids.
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that did one of these.")] kinds: Option<Vec<CompanyRoleKind>>,
        #[graphql(desc = "At least this certain; every certainty if left out.")]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
    ) -> Result<List<CompanyRole>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<company_role::Entity>::of(self.0.row().id))
            .await?;
        let sure = Sure::of(min_certainty, include_denied);
        let fits = |row: &&company_role::Model| {
            let among = |kinds: &Vec<CompanyRoleKind>| kinds.contains(&row.kind.into());
            kinds.as_ref().is_none_or(among) && sure.admits(row.certainty, row.is_denied)
        };
        let rows = rows.iter().filter(fits).cloned();
        Ok(rows.map(|row| CompanyRole(Arc::new(row))).collect())
    }

    /// Its releases, by date, the undated last.
    async fn releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which releases.")] filter: Option<ReleaseFilter>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<ReleaseConnection> {
        async move {
            let scope = scope(ctx)?;
            let conditions = ReleaseFilter::conditions(filter)?;
            let mut releases = Vec::new();
            for row in scope
                .load(OwnedBy::<release::Entity>::of(self.0.row().id))
                .await?
                .iter()
            {
                if conditions.admits(row, self.0.row().kind)? {
                    releases.push(Release(Arc::new(row.clone())));
                }
            }
            let ranked = sorted(releases, OLDEST_FIRST, &NoHeaders);
            let owner = self.0.public_id();
            let page = requested(first, after, last, before);
            let page = paged(scope, &ranked, (&owner, "releases"), OLDEST_FIRST, &page)?;
            Ok(ReleaseConnection { page })
        }
        .boxed()
        .await
    }

    /// The deals about it, in the order of their ids.
    async fn deals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At least this certain; every certainty if left out.")]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
    ) -> Result<List<Deal>> {
        let sure = Sure::of(min_certainty, include_denied);
        let rows = scope(ctx)?
            .load(OwnedBy::<deal::Entity>::of(self.0.row().id))
            .await?;
        let rows = rows.iter();
        Ok(rows
            .filter(|row| sure.admits(row.certainty, row.is_denied))
            .cloned()
            .map(|row| Deal(Arc::new(row)))
            .collect())
    }

    /// Its places, in the order of their ids.
    async fn locations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only places that are one of these to it.")] kinds: Option<
            Vec<LocationKind>,
        >,
        #[graphql(desc = "At least this certain; every certainty if left out.")]
        min_certainty: Option<Certainty>,
        #[graphql(
            desc = "Whether what claims deny is among them.",
            default_with = "Some(false)"
        )]
        include_denied: Option<bool>,
    ) -> Result<List<WorkLocation>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<work_location::Entity>::of(self.0.row().id))
            .await?;
        let sure = Sure::of(min_certainty, include_denied);
        let fits = |row: &&work_location::Model| {
            let among = |kinds: &Vec<LocationKind>| kinds.contains(&row.kind.into());
            kinds.as_ref().is_none_or(among) && sure.admits(row.certainty, row.is_denied)
        };
        let rows = rows.iter().filter(fits).cloned();
        Ok(rows.map(|row| WorkLocation(Arc::new(row))).collect())
    }

    /// What people think of it: the rating of the source with the highest priority; of equals, the one with most votes. What filters, orders and `knownFor` look at.
    async fn rating(&self, ctx: &Context<'_>) -> Option<Result<Rating>> {
        async move {
            let read = async { best_rating(scope(ctx)?, self.0.row()).await };
            read.await.transpose()
        }
        .boxed()
        .await
    }

    /// What people think of it, one rating a source, in the order of their ids.
    async fn ratings(&self, ctx: &Context<'_>) -> Result<List<Rating>> {
        async move { ratings_of(scope(ctx)?, self.0.row()).await }
            .boxed()
            .await
    }

    /// For which audiences it was rated, in the order of its data.
    async fn certifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only ratings that hold in this country.")] country: Option<CountryCode>,
    ) -> Result<List<Certification>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<certification::Entity>::of(self.0.row().id))
            .await?;
        let holds = |row: &&certification::Model| {
            country
                .as_ref()
                .is_none_or(|country| row.country == country.0)
        };
        Ok(rows.iter().filter(holds).map(Certification::from).collect())
    }

    /// Its poster: one in the language asked for where there is one, else the first. Null where there is none.
    async fn poster(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<Image>> {
        async move {
            let read = async { self.image(ctx, ImageKind::Poster, language.as_ref()).await };
            read.await.transpose()
        }
        .boxed()
        .await
    }

    /// A wide picture for backgrounds: the first. Null where there is none.
    async fn backdrop(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        let read = async { self.image(ctx, ImageKind::Backdrop, None).await };
        read.await.transpose()
    }

    /// Its trailer: one in the language asked for where there is one, else the first. Null where there is none.
    async fn trailer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<Video>> {
        let read = async { trailer_of(scope(ctx)?, self.0.row().id, language.as_ref()).await };
        read.await.transpose()
    }

    /// Its images, in the order of their ids.
    async fn images(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only images of one of these kinds.")] kinds: Option<Vec<ImageKind>>,
        #[graphql(desc = "Only images with words in this language, by its exact tag.")]
        language: Option<LanguageTag>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<ImageConnection> {
        async move {
            let asked = ImagesAsked {
                subject: (RecordKind::Work, self.0.row().id),
                kinds,
                language,
                page: requested(first, after, last, before),
            };
            asked.page(scope(ctx)?).await
        }
        .boxed()
        .await
    }

    /// Videos about it, in the order of their ids.
    async fn videos(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only videos of one of these kinds.")] kinds: Option<Vec<VideoKind>>,
        #[graphql(
            desc = "How many from the start, at most 100; 20 if neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what stands behind this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 100. Not together with first.")]
        last: Option<i32>,
        #[graphql(desc = "Only what stands before this cursor.")] before: Option<String>,
    ) -> Result<VideoConnection> {
        let scope = scope(ctx)?;
        let rows = scope
            .load(OwnedBy::<video::Entity>::of(self.0.row().id))
            .await?;
        let fits = |row: &&video::Model| {
            let among = |kinds: &Vec<VideoKind>| kinds.contains(&row.kind.into());
            kinds.as_ref().is_none_or(among)
        };
        let videos = rows.iter().filter(fits).cloned();
        let videos = videos.map(|row| Video(Arc::new(row))).collect();
        let ranked = sorted(videos, BILLING, &NoHeaders);
        let owner = self.0.public_id();
        let page = requested(first, after, last, before);
        let page = paged(scope, &ranked, (&owner, "videos"), BILLING, &page)?;
        Ok(VideoConnection { page })
    }

    /// What it is about: in the language asked for where there is such a text, else the first. Null where there is none.
    async fn synopsis(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<String>> {
        let read = async { self.text(ctx, SYNOPSIS, language.as_ref()).await };
        let text = read.await.transpose()?;
        Some(text.map(|text| text.text))
    }

    /// The language of the text that `synopsis` gives for the same argument. Null where there is none, or none is said.
    async fn synopsis_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<LanguageTag>> {
        let read = self.language_of_text(ctx, SYNOPSIS, language.as_ref());
        read.await.transpose()
    }

    /// The line it was advertised with: in the language asked for where there is one, else the first. Null where there is none.
    async fn tagline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<String>> {
        let read = async { self.text(ctx, TAGLINE, language.as_ref()).await };
        let text = read.await.transpose()?;
        Some(text.map(|text| text.text))
    }

    /// The language of the text that `tagline` gives for the same argument. Null where there is none, or none is said.
    async fn tagline_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<LanguageTag>> {
        let read = self.language_of_text(ctx, TAGLINE, language.as_ref());
        read.await.transpose()
    }

    /// The countries that it comes from, in the order of its data.
    async fn countries(&self, ctx: &Context<'_>) -> Result<List<Country>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<work_country::Entity>::of(self.0.row().id))
            .await?;
        Ok(rows.iter().map(|row| Country(row.code.clone())).collect())
    }

    /// The languages that are spoken in it, in the order of its data.
    async fn languages(&self, ctx: &Context<'_>) -> Result<List<Language>> {
        let rows = scope(ctx)?
            .load(OwnedBy::<work_language::Entity>::of(self.0.row().id))
            .await?;
        Ok(rows.iter().map(|row| Language::of(&row.tag)).collect())
    }

    /// The language of origin; null where it is not known.
    async fn original_language(&self) -> Option<Language> {
        self.0.row().original_language.as_deref().map(Language::of)
    }

    /// Links to elsewhere, in the order of its data.
    async fn links(&self, ctx: &Context<'_>) -> Result<List<ExternalLink>> {
        links_of(scope(ctx)?, RecordKind::Work, self.0.row().id).await
    }
}

//! How a person is shown and told of: fields of `Person`.

use async_graphql::{Context, Object};
use entity::biography;
use entity::vocabulary::{ImageKind as StoredKind, RecordKind};
use futures_util::FutureExt;
use model::language::best_for;

use crate::loader::OwnedBy;
use crate::schema::catalog::external_link::{ExternalLink, links_of};
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{requested, scope};
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::media::image::{Image, ImageConnection, ImagesAsked, image_of};
use crate::schema::vocabulary::ImageKind;

/// A person, by id, as the fields that show and tell of them. Flattened into `Person`.
pub(crate) struct Portrayal(pub(crate) i64);

impl Portrayal {
    /// The text about them for a reader of a language; the first where there is none for them.
    async fn text(
        &self,
        ctx: &Context<'_>,
        language: Option<&LanguageTag>,
    ) -> Result<Option<biography::Model>> {
        let scope = scope(ctx)?;
        let rows = scope.load(OwnedBy::<biography::Entity>::of(self.0)).await?;
        let wanted = scope.language(language.map(|tag| tag.0.as_str()));
        let best = wanted.and_then(|tag| best_for(tag, &rows, |row| row.language.as_deref()));
        Ok(best.or(rows.first()).cloned())
    }
}

#[Object]
impl Portrayal {
    /// A picture of them: the first portrait. Null where there is none.
    async fn portrait(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        let subject = (RecordKind::Person, self.0);
        let read = async { image_of(scope(ctx)?, subject, StoredKind::Portrait, None).await };
        read.await.transpose()
    }

    /// Their images, in the order of their ids.
    async fn images(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only images of one of these kinds.")] kinds: Option<Vec<ImageKind>>,
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
                subject: (RecordKind::Person, self.0),
                kinds,
                language: None,
                page: requested(first, after, last, before),
            };
            asked.page(scope(ctx)?).await
        }
        .boxed()
        .await
    }

    /// Who they are, their work and nothing private: in the language asked for where there is such a
    /// text, else the first. Null where there is none.
    async fn biography(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<String>> {
        let read = self.text(ctx, language.as_ref()).await.transpose()?;
        Some(read.map(|text| text.text))
    }

    /// The language of the text that `biography` gives for the same argument. Null where there is none,
    /// or none is said.
    async fn biography_language(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language asked for; the request's own if left out.")]
        language: Option<LanguageTag>,
    ) -> Option<Result<LanguageTag>> {
        match self.text(ctx, language.as_ref()).await {
            Ok(text) => text
                .and_then(|text| text.language)
                .map(|tag| Ok(LanguageTag(tag))),
            Err(error) => Some(Err(error)),
        }
    }

    /// Links to elsewhere, in the order of their data.
    async fn links(&self, ctx: &Context<'_>) -> Result<List<ExternalLink>> {
        links_of(scope(ctx)?, RecordKind::Person, self.0).await
    }
}

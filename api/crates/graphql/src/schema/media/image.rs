//! `Image`: a picture by its address.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use edge::{Listed, NoHeaders, UNBILLED, sorted};
use entity::vocabulary::{ImageKind as StoredKind, RecordKind};
use entity::{image, source};
use model::edtf::UNDATED;
use model::id::encode;
use model::language::best_for;
use paging::PageRequest;

use crate::loader::About;
use crate::schema::kit::error::Result;
use crate::schema::kit::listing::BILLING;
use crate::schema::kit::paging::{connection, paged, plain_edge, scope};
use crate::schema::kit::scalar::{LanguageTag, Url};
use crate::schema::knowledge::source::Source;
use crate::schema::vocabulary::ImageKind;
use crate::scope::Scope;

/// A picture by its address.
#[derive(Clone)]
pub(crate) struct Image(pub(crate) Arc<image::Model>);

/// A picture of a work or a person, by its address: a poster, a still, a portrait. Nothing is stored or
/// passed on here.
#[Object]
impl Image {
    /// The id of this image.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Image, self.0.id))
    }

    /// What it shows.
    async fn kind(&self) -> ImageKind {
        self.0.kind.into()
    }

    /// Where it is, in the size that `width` and `height` say.
    async fn url(&self) -> Url {
        Url(self.0.url.clone())
    }

    /// Its width in pixels, where it is known.
    async fn width(&self) -> Option<i32> {
        self.0.width
    }

    /// Its height in pixels, where it is known.
    async fn height(&self) -> Option<i32> {
        self.0.height
    }

    /// The language of the words on it; null where there are none, or it is not known.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.clone().map(LanguageTag)
    }

    /// What it shows, in words.
    async fn alt_text(&self) -> Option<&str> {
        self.0.alt_text.as_deref()
    }

    /// Where it comes from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id);
        Ok(Source(source.await?))
    }

    /// The words that its licence asks to be shown.
    async fn attribution(&self) -> Option<&str> {
        self.0.attribution.as_deref()
    }

    /// Its licence, as an SPDX identifier where there is one.
    async fn license(&self) -> Option<&str> {
        self.0.license.as_deref()
    }
}

/// The first image of a kind: one for the language asked for where there is one.
pub(crate) async fn image_of(
    scope: &Scope,
    (subject, id): (RecordKind, i64),
    kind: StoredKind,
    language: Option<&LanguageTag>,
) -> Result<Option<Image>> {
    let images = scope.load(About::<image::Entity>::of(subject, id)).await?;
    let images: Vec<&image::Model> = images.iter().filter(|image| image.kind == kind).collect();
    let wanted = scope.language(language.map(|tag| tag.0.as_str()));
    let best = wanted.and_then(|tag| best_for(tag, &images, |image| image.language.as_deref()));
    let image = best.or(images.first());
    Ok(image.map(|image| Image(Arc::new((*image).clone()))))
}

/// Which images of a record.
pub(crate) struct ImagesAsked {
    /// The kind of the record and its id.
    pub(crate) subject: (RecordKind, i64),
    pub(crate) kinds: Option<Vec<ImageKind>>,
    pub(crate) language: Option<LanguageTag>,
    pub(crate) page: PageRequest,
}

impl ImagesAsked {
    /// The page of them, in the order of their ids.
    pub(crate) async fn page(self, scope: &Scope) -> Result<ImageConnection> {
        let (subject, id) = self.subject;
        let images = scope.load(About::<image::Entity>::of(subject, id)).await?;
        let fits = |image: &&image::Model| {
            let of_kind = |kinds: &Vec<ImageKind>| kinds.contains(&image.kind.into());
            let in_language = |tag: &LanguageTag| image.language.as_ref() == Some(&tag.0);
            self.kinds.as_ref().is_none_or(of_kind)
                && self.language.as_ref().is_none_or(in_language)
        };
        let images = images.iter().filter(fits);
        let images = images.map(|image| Image(Arc::new(image.clone()))).collect();
        let ranked = sorted(images, BILLING, &NoHeaders);
        let owner = encode(subject, id);
        let page = paged(scope, &ranked, (&owner, "images"), BILLING, &self.page)?;
        Ok(ImageConnection { page })
    }
}

/// Images have no order but that of their ids.
impl Listed for Image {
    fn id(&self) -> i64 {
        self.0.id
    }

    fn work(&self) -> i64 {
        self.0.subject_id
    }

    fn released_on(&self) -> i32 {
        UNDATED
    }

    fn billing(&self) -> i32 {
        UNBILLED
    }
}

async fn image_node(_: &Scope, image: &Image) -> Result<Image> {
    Ok(image.clone())
}

connection!(
    ImageConnection, ImageEdge, Image => Image = image_node,
    "A page of images.", "An image."
);
plain_edge!(ImageEdge, Image => Image = image_node, "An image in a list.");

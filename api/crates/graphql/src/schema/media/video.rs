//! `Video`: a trailer, a clip, an interview, by its address.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use edge::{Listed, UNBILLED};
use entity::vocabulary::RecordKind;
use entity::vocabulary::VideoKind as StoredKind;
use entity::{image, source, video};
use model::edtf::UNDATED;
use model::id::encode;
use model::language::best_for;

use super::image::Image;
use crate::loader::OwnedBy;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::scalar::{LanguageTag, Url};
use crate::schema::knowledge::source::Source;
use crate::schema::vocabulary::VideoKind;
use crate::scope::Scope;

/// A trailer, a clip, an interview, by its address.
#[derive(Clone)]
pub(crate) struct Video(pub(crate) Arc<video::Model>);

/// A video about a work, by its address: a trailer, a clip, an interview. Nothing is stored or passed on
/// here.
#[Object]
impl Video {
    /// The id of this video.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Video, self.0.id))
    }

    /// What it is.
    async fn kind(&self) -> VideoKind {
        self.0.kind.into()
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Where it can be seen.
    async fn url(&self) -> Url {
        Url(self.0.url.clone())
    }

    /// The address to embed it by, where there is one.
    async fn embed_url(&self) -> Option<Url> {
        self.0.embed_url.clone().map(Url)
    }

    /// The image that stands for it.
    async fn thumbnail(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        let id = self.0.thumbnail_id?;
        let read = async { scope(ctx)?.find::<image::Entity>(id).await };
        read.await.map(|image| image.map(Image)).transpose()
    }

    /// How long it is, in seconds.
    async fn duration_seconds(&self) -> Option<i32> {
        self.0.duration_seconds
    }

    /// When it was published; null where no date is known.
    async fn published_on(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.published_edtf.as_deref()).transpose()
    }

    /// The language that is spoken in it, where it is known.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.clone().map(LanguageTag)
    }

    /// Where it comes from.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id);
        Ok(Source(source.await?))
    }
}

/// The first trailer of a work: one for the language asked for where there is one.
pub(crate) async fn trailer_of(
    scope: &Scope,
    work: i64,
    language: Option<&LanguageTag>,
) -> Result<Option<Video>> {
    let videos = scope.load(OwnedBy::<video::Entity>::of(work)).await?;
    let is_trailer = |video: &&video::Model| video.kind == StoredKind::Trailer;
    let trailers: Vec<&video::Model> = videos.iter().filter(is_trailer).collect();
    let wanted = scope.language(language.map(|tag| tag.0.as_str()));
    let best = wanted.and_then(|tag| best_for(tag, &trailers, |video| video.language.as_deref()));
    let trailer = best.or(trailers.first());
    Ok(trailer.map(|video| Video(Arc::new((*video).clone()))))
}

/// Videos have no order but that of their ids.
impl Listed for Video {
    fn id(&self) -> i64 {
        self.0.id
    }

    fn work(&self) -> i64 {
        self.0.work_id
    }

    fn released_on(&self) -> i32 {
        UNDATED
    }

    fn billing(&self) -> i32 {
        UNBILLED
    }
}

async fn video_node(_: &Scope, video: &Video) -> Result<Video> {
    Ok(video.clone())
}

connection!(
    VideoConnection, VideoEdge, Video => Video = video_node,
    "A page of videos.", "A video."
);
plain_edge!(VideoEdge, Video => Video = video_node, "A video in a list.");

//! What companies, releases, deals, places, images, videos and links are.

use async_graphql::Enum;
use entity::vocabulary;

/// What a company did for a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::CompanyRoleKind")]
pub(crate) enum CompanyRoleKind {
    /// Made it.
    Production,
    /// Brought it to cinemas or shops.
    Distribution,
    /// Streams it.
    Platform,
    /// Broadcast it.
    Broadcast,
    /// Sold its rights.
    Sales,
    /// Made its effects.
    Effects,
    /// Something that the vocabulary has no word for.
    Other,
}

/// How a work was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::ReleaseKind")]
pub(crate) enum ReleaseKind {
    /// Shown at a festival.
    Festival,
    /// A first showing to invited guests.
    Premiere,
    /// In a few cinemas.
    Limited,
    /// In cinemas.
    Theatrical,
    /// To buy or rent online.
    Digital,
    /// On a streaming platform.
    Streaming,
    /// On disc or tape.
    Physical,
    /// On television.
    Tv,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What kind of deal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::DealKind")]
pub(crate) enum DealKind {
    /// The rights were bought.
    Acquisition,
    /// The distribution was agreed.
    Distribution,
    /// A licence for some time or place.
    License,
    /// The right to buy later.
    Option,
    /// The right to be offered it first.
    FirstLook,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What a place is to a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::LocationKind")]
pub(crate) enum LocationKind {
    /// It was shot there.
    Filming,
    /// It plays there.
    Narrative,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What an image shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::ImageKind")]
pub(crate) enum ImageKind {
    /// A poster.
    Poster,
    /// A wide picture for backgrounds.
    Backdrop,
    /// A picture from the work.
    Still,
    /// Its title as drawn.
    Logo,
    /// A person.
    Portrait,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What a video is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::VideoKind")]
pub(crate) enum VideoKind {
    /// A teaser.
    Teaser,
    /// A trailer.
    Trailer,
    /// A part of the work.
    Clip,
    /// A short film about it.
    Featurette,
    /// From its making.
    BehindTheScenes,
    /// A conversation.
    Interview,
    /// Something that the vocabulary has no word for.
    Other,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "vocabulary::LinkKind")]
pub(crate) enum LinkKind {
    /// The official site.
    Official,
    /// An account on a social network.
    Social,
    /// A review.
    Review,
    /// Where it can be watched or heard.
    Stream,
    /// Something that the vocabulary has no word for.
    Other,
}

//! `Title`: a title of a work.

use async_graphql::{ID, Object};
use edge::{Listed, UNBILLED};
use entity::title;
use entity::vocabulary::RecordKind;
use model::edtf::UNDATED;
use model::id::encode;

use crate::schema::kit::error::Result;
use crate::schema::kit::paging::{connection, plain_edge};
use crate::schema::kit::scalar::{CountryCode, LanguageTag};
use crate::schema::vocabulary::TitleKind;
use crate::scope::Scope;

/// A title of a work besides the one it is shown by.
#[derive(Clone)]
pub(crate) struct Title(pub(crate) title::Model);

/// A title of a work besides the one it is shown by.
#[Object]
impl Title {
    /// The id of this title.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Title, self.0.id))
    }

    /// The title.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The country it is used in; null where it is not known or not bound to one.
    async fn country(&self) -> Option<CountryCode> {
        self.0.country.clone().map(CountryCode)
    }

    /// The language it is in; null where it is not known.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.clone().map(LanguageTag)
    }

    /// What it is used for.
    async fn kind(&self) -> TitleKind {
        self.0.kind.into()
    }
}

/// Titles are listed by their place, which is to them what billing is to roles.
impl Listed for Title {
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
        self.0.position.min(UNBILLED - 1)
    }
}

async fn title_node(_: &Scope, title: &Title) -> Result<Title> {
    Ok(title.clone())
}

connection!(
    TitleConnection, TitleEdge, Title => Title = title_node,
    "A page of titles of a work, in the order of its data.", "A title."
);
plain_edge!(TitleEdge, Title => Title = title_node, "A title in a list.");

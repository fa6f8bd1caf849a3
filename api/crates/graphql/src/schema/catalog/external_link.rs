//! `ExternalLink`: a link to elsewhere.

use async_graphql::SimpleObject;
use entity::link;
use entity::vocabulary::RecordKind;

use crate::loader::About;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::scalar::{LanguageTag, Url};
use crate::schema::vocabulary::LinkKind;
use crate::scope::Scope;

/// A link to elsewhere.
#[derive(SimpleObject)]
pub(crate) struct ExternalLink {
    /// What it leads to.
    kind: LinkKind,
    /// Where it leads.
    url: Url,
    /// The language of what is there, where it is known.
    language: Option<LanguageTag>,
}

/// The links of a record, in the order of its data.
pub(crate) async fn links_of(
    scope: &Scope,
    kind: RecordKind,
    id: i64,
) -> Result<List<ExternalLink>> {
    let rows = scope.load(About::<link::Entity>::of(kind, id)).await?;
    let link = |row: &link::Model| ExternalLink {
        kind: row.kind.into(),
        url: Url(row.url.clone()),
        language: row.language.clone().map(LanguageTag),
    };
    Ok(rows.iter().map(link).collect())
}

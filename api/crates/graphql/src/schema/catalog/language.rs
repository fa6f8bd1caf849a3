//! `Language`, and the query for those of works.

use async_graphql::{Context, ID, Object};
use entity::vocabulary::RecordKind;
use model::code::{known_tag, number_of_language};
use model::id::encode;
use model::language::english_name;
use store::read;

use crate::loader::api_error;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::LanguageTag;

/// A language by its tag as it is known here.
#[derive(Clone)]
pub(crate) struct Language(pub(crate) String);

impl Language {
    /// The language of a tag in the data.
    pub(crate) fn of(tag: &str) -> Self {
        Self(known_tag(tag))
    }
}

/// A language. Every well-formed tag is one; of very long tags the last parts are left off.
#[Object]
impl Language {
    /// The id of this language: made from its tag, so it is the same everywhere.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::Language, number_of_language(&self.0)))
    }

    /// Its BCP 47 tag.
    async fn code(&self) -> LanguageTag {
        LanguageTag(self.0.clone())
    }

    /// Its name in English; the tag where no name is known.
    async fn name(&self) -> String {
        english_name(&self.0).unwrap_or_else(|| self.0.clone())
    }
}

/// The query for languages.
#[derive(Default)]
pub(crate) struct LanguageQuery;

#[Object]
impl LanguageQuery {
    /// The languages that are spoken in works in the data, by tag; at most 1,000.
    async fn languages(&self, ctx: &Context<'_>) -> Result<List<Language>> {
        let tags = read::language_tags(scope(ctx)?.session()).await;
        let mut known: Vec<String> = Vec::new();
        for tag in tags.map_err(api_error)? {
            let tag = known_tag(&tag);
            // Tags that differ in case are one language.
            if !known.contains(&tag) {
                known.push(tag);
            }
        }
        known.sort_unstable();
        Ok(known.into_iter().map(Language).collect())
    }
}

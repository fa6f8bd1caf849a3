//! `Quote`: what somebody said.

use std::sync::Arc;

use async_graphql::{Context, Object};
use entity::vocabulary::RecordKind;
use entity::{person, quote, source};
use model::id::RecordId;
use paging::Placed;

use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::paging::{connection, plain_edge, scope};
use crate::schema::kit::partial_date::PartialDate;
use crate::schema::kit::record::RecordOf;
use crate::schema::kit::scalar::LanguageTag;
use crate::schema::knowledge::claim::Claimable;
use crate::schema::knowledge::source::Source;
use crate::schema::node::subjects_of;
use crate::schema::people::person::Person;
use crate::scope::Scope;

/// How much of a text a label has, in characters.
const LABEL_CHARS: usize = 80;

/// A text in a line.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(LABEL_CHARS) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// What somebody said.
#[derive(Clone)]
pub(crate) struct Quote(pub(crate) Arc<quote::Model>);

/// What somebody said, word for word, with where it was published.
#[Object]
impl Quote {
    #[graphql(flatten)]
    async fn record(&self) -> RecordOf<Self> {
        RecordOf::of(self)
    }

    /// The quote in a line: how its words begin.
    pub(crate) async fn label(
        &self,
        #[graphql(desc = "The language of the label; the words are as they were said in any.")]
        language: Option<LanguageTag>,
    ) -> Result<String> {
        drop(language);
        Ok(excerpt(&self.0.text))
    }

    /// The words.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Who said it; null where that is not known.
    async fn speaker(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        let id = self.0.speaker_id?;
        let found = async { scope(ctx)?.find::<person::Entity>(id).await };
        found.await.map(|row| row.map(Person)).transpose()
    }

    /// To whom; null where it was said to nobody in particular.
    async fn interviewer(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        let id = self.0.interviewer_id?;
        let found = async { scope(ctx)?.find::<person::Entity>(id).await };
        found.await.map(|row| row.map(Person)).transpose()
    }

    /// Where it was published.
    async fn source(&self, ctx: &Context<'_>) -> Result<Source> {
        let source = scope(ctx)?.get::<source::Entity>(self.0.source_id).await?;
        Ok(Source(source))
    }

    /// The records that it is about, in order.
    async fn about(&self, ctx: &Context<'_>) -> Result<List<Claimable>> {
        let words = RecordId {
            kind: RecordKind::Quote,
            id: self.0.id,
        };
        subjects_of(scope(ctx)?, words).await
    }

    /// On what occasion.
    async fn occasion(&self) -> Option<&str> {
        self.0.occasion.as_deref()
    }

    /// When it was said, as precise as it is known.
    async fn date(&self) -> Option<Result<PartialDate>> {
        PartialDate::stored(self.0.date_edtf.as_deref()).transpose()
    }

    /// The language of the words.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.clone().map(LanguageTag)
    }
}

/// A quote in a list, to be read when it stands on the page.
type PlacedQuote = Placed<()>;

async fn quote_node(scope: &Scope, quote: &PlacedQuote) -> Result<Quote> {
    Ok(Quote(scope.get::<quote::Entity>(quote.id).await?))
}

connection!(
    QuoteConnection, QuoteEdge, PlacedQuote => Quote = quote_node,
    "A page of quotes, in the order of their ids.", "A quote."
);
plain_edge!(QuoteEdge, PlacedQuote => Quote = quote_node, "A quote in a list.");

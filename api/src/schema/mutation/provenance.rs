//! Where a change comes from, as inputs say it.

use async_graphql::{ID, InputObject, OneofObject};

use super::{Faults, Given};
use crate::model::edtf::Edtf;
use crate::model::id::RecordKind;
use crate::schema::scalar::{EdtfText, Url};
use crate::schema::vocabulary::{Certainty, SourceKind};
use crate::store::StoreError;
use crate::store::record::SourceId;
use crate::store::write::{NewSource, SourceChoice, WriteTransaction};

/// A source, to be made if it is not there.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SourceInput {
    /// What it is.
    kind: SourceKind,
    /// Its title.
    title: String,
    /// Who published it.
    publisher: Option<String>,
    /// Where it can be read.
    url: Option<Given<Url>>,
    /// When it was published.
    published_on: Option<Given<EdtfText>>,
}

/// A source, named in exactly one of these ways.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum SourceRef {
    /// Its id.
    Id(ID),
    /// Its exact address. Where several sources have it, it is AMBIGUOUS.
    Url(Given<Url>),
    /// What it is. The oldest source that is the same in every member is taken, members that are left
    /// out being empty; where there is none, one is made.
    Create(SourceInput),
}

/// Who says so, how surely, when, and in which words.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ProvenanceInput {
    /// Where it is said.
    source: SourceRef,
    /// How surely.
    #[graphql(default_with = "Certainty::Stated")]
    certainty: Certainty,
    /// The words of the source.
    excerpt: Option<String>,
    /// When it was said.
    stated_on: Option<Given<EdtfText>>,
}

/// Provenance that is well-formed; whether its source is there is known to the transaction alone.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    source: SourceChoice,
    path: Vec<String>,
    pub(crate) certainty: Certainty,
    pub(crate) excerpt: Option<String>,
    pub(crate) stated_on: Option<Edtf>,
}

impl ProvenanceInput {
    /// What it says, or none and notes of what is wrong with it. `path` is where it stands.
    pub(crate) fn read(self, path: &[&str], faults: &mut Faults) -> Option<Provenance> {
        let below = |names: &[&'static str]| -> Vec<String> {
            path.iter().chain(names).map(|name| (*name).to_owned()).collect()
        };
        let (at, choice) = match self.source {
            SourceRef::Id(id) => {
                let at = below(&["source", "id"]);
                let id = faults.id(&borrowed(&at), &id, RecordKind::Source);
                (at, id.map(|id| SourceChoice::Id(SourceId(id))))
            }
            SourceRef::Url(url) => {
                let at = below(&["source", "url"]);
                let url = faults.take(&borrowed(&at), url);
                (at, url.map(|url| SourceChoice::Url(url.0)))
            }
            SourceRef::Create(new) => {
                let at = below(&["source", "create"]);
                let new = new.read(&borrowed(&at), faults);
                (at, new.map(SourceChoice::New))
            }
        };
        let stated_on = match self.stated_on {
            None => None,
            Some(date) => Some(faults.take(&borrowed(&below(&["statedOn"])), date)?.0),
        };
        Some(Provenance {
            source: choice?,
            path: at,
            certainty: self.certainty,
            excerpt: self.excerpt,
            stated_on,
        })
    }
}

impl SourceInput {
    fn read(self, path: &[&str], faults: &mut Faults) -> Option<NewSource> {
        let url = self.url.map(|url| faults.take(&[path, &["url"]].concat(), url));
        let published = self
            .published_on
            .map(|date| faults.take(&[path, &["publishedOn"]].concat(), date));
        Some(NewSource {
            kind: self.kind.into(),
            title: self.title,
            publisher: self.publisher,
            url: url.map(|url| url.map(|url| url.0).ok_or(())).transpose().ok()?,
            published_on: published
                .map(|date| date.map(|date| date.0).ok_or(()))
                .transpose()
                .ok()?,
        })
    }
}

impl Provenance {
    /// Its source, made if need be.
    pub(crate) async fn source(
        &self,
        tx: &mut WriteTransaction,
    ) -> Result<Result<SourceId, Faults>, StoreError> {
        let chosen = tx.choose_source(&self.source).await?;
        Ok(chosen.map_err(|why| {
            let mut faults = Faults::default();
            faults.no_source(&borrowed(&self.path), &why);
            faults
        }))
    }
}

fn borrowed(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

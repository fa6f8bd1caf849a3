//! Where a change comes from, as inputs say it.

use async_graphql::{ID, InputObject, OneofObject};
use entity::vocabulary::RecordKind;
use model::day::Day;
use model::edtf::Edtf;
use model::text::shown;
use record::{SourceId, excerpt_faults};
use store::StoreError;
use store::write::{NewSource, NoSource, SourceChoice, WriteTransaction};

use super::{Faults, Supplied, UserErrorCode};
use crate::schema::kit::scalar::{EdtfText, Url};
use crate::schema::vocabulary::{Certainty, SourceKind};

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
    url: Option<Supplied<Url>>,
    /// When it was published.
    published_on: Option<Supplied<EdtfText>>,
}

/// A source, named in exactly one of these ways.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum SourceRef {
    /// Its id.
    Id(ID),
    /// Its exact address. Where several sources have it, it is AMBIGUOUS.
    Url(Supplied<Url>),
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
    stated_on: Option<Supplied<EdtfText>>,
}

/// Provenance that is well-formed; whether its source is there is known to the transaction alone.
#[derive(Clone, Debug)]
pub(crate) struct Provenance {
    pub(super) source: SourceChoice,
    path: Vec<String>,
    pub(crate) certainty: Certainty,
    pub(crate) excerpt: Option<String>,
    pub(crate) stated_on: Option<Edtf>,
}

impl ProvenanceInput {
    /// What it says, or none, and notes of all that is wrong with it. `path` is where it stands.
    pub(crate) fn read(self, path: &[&str], today: Day, faults: &mut Faults) -> Option<Provenance> {
        let below = |names: &[&'static str]| -> Vec<String> {
            path.iter()
                .chain(names)
                .map(|name| (*name).to_owned())
                .collect()
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
        let stated_at = below(&["statedOn"]);
        let stated_on = self.stated_on.map(|date| {
            let date = faults.take(&borrowed(&stated_at), date)?.0;
            if date.earliest().is_some_and(|first| first > today) {
                let reason = "lies in the future";
                faults.note(&borrowed(&stated_at), UserErrorCode::InvalidValue, reason);
            }
            Some(date)
        });
        let excerpt = shown(self.excerpt);
        faults.of_record(path, &excerpt_faults(excerpt.as_deref()));
        let stated_on = match stated_on {
            None => None,
            Some(read) => Some(read?),
        };
        Some(Provenance {
            source: choice?,
            path: at,
            certainty: self.certainty,
            excerpt,
            stated_on,
        })
    }
}

impl SourceInput {
    fn read(self, path: &[&str], faults: &mut Faults) -> Option<NewSource> {
        let at = |name: &'static str| [path, &[name]].concat();
        // Both are read before either ends it, so that both are told.
        let url = self.url.filter(|url| !url.is_blank());
        let url = url.map(|url| faults.take(&at("url"), url));
        let date = self.published_on;
        let date = date.map(|date| faults.take(&at("publishedOn"), date));
        let (url, date) = match (url, date) {
            (Some(None), _) | (_, Some(None)) => return None,
            (url, date) => (url.flatten(), date.flatten()),
        };
        let new = NewSource {
            kind: self.kind.into(),
            title: self.title,
            publisher: shown(self.publisher),
            url: url.map(|url| url.0),
            published_on: date.map(|date| date.0),
        };
        faults.of_record(path, &new.faults());
        Some(new)
    }
}

impl Provenance {
    /// Its source, made if need be.
    pub(crate) async fn source(
        &self,
        tx: &mut WriteTransaction,
    ) -> Result<Result<SourceId, Faults>, StoreError> {
        let chosen = tx.choose_source(&self.source).await?;
        Ok(chosen.map_err(|why| self.no_source(&why)))
    }

    /// Whether there is its source, or can be; none is made.
    pub(crate) async fn check(
        &self,
        tx: &mut WriteTransaction,
    ) -> Result<Result<(), Faults>, StoreError> {
        let checked = tx.check_source(&self.source).await?;
        Ok(checked.map_err(|why| self.no_source(&why)))
    }

    fn no_source(&self, why: &NoSource) -> Faults {
        let mut faults = Faults::default();
        faults.no_source(&borrowed(&self.path), why);
        faults
    }
}

fn borrowed(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use async_graphql::{InputType, value};

    use super::*;

    fn read(input: async_graphql::Value) -> (Option<Provenance>, Vec<(String, UserErrorCode)>) {
        let mut faults = Faults::default();
        let input = ProvenanceInput::parse(Some(input)).ok();
        let today = Day::MAX;
        let read = input.and_then(|input| input.read(&["provenance"], today, &mut faults));
        let errors = faults.into_errors().into_iter();
        let path = |field: Option<Vec<String>>| field.unwrap_or_default().join(".");
        let errors = errors.map(|error| (path(error.field), error.code));
        (read, errors.collect())
    }

    #[test]
    fn provenance_is_read_with_its_defaults() {
        let (read, errors) = read(value!({
            "source": {"url": "https://example.org/a"}, "statedOn": "2026-11",
        }));
        assert_eq!(errors, []);
        let url = SourceChoice::Url("https://example.org/a".to_owned());
        assert_eq!(read.as_ref().map(|read| &read.source), Some(&url));
        assert_eq!(
            read.as_ref().map(|read| read.certainty),
            Some(Certainty::Stated)
        );
        let stated_on = read
            .and_then(|read| read.stated_on)
            .map(|date| date.to_string());
        assert_eq!(stated_on.as_deref(), Some("2026-11"));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        for (input, place) in [
            (value!({"source": {"id": "wvu"}}), "provenance.source.id"),
            (
                value!({"source": {"url": "ftp://x"}}),
                "provenance.source.url",
            ),
            (
                value!({"source": {"create": {"kind": "ARTICLE", "title": "x", "url": "x"}}}),
                "provenance.source.create.url",
            ),
            (
                value!({"source": {"create": {"kind": "ARTICLE", "title": "x", "publishedOn": "x"}}}),
                "provenance.source.create.publishedOn",
            ),
            (
                value!({"source": {"url": "https://example.org"}, "statedOn": "2026-13"}),
                "provenance.statedOn",
            ),
        ] {
            let (read, errors) = read(input);
            assert!(read.is_none(), "{place}");
            assert_eq!(errors, [(place.to_owned(), UserErrorCode::InvalidValue)]);
        }
    }
}

//! Ids and identifiers as clients give them, and what a text that is no id may be instead.

use entity::vocabulary::{ExternalAuthority as Authority, ExternalSpace, RecordKind};
use model::external::{name_of, normalize, of_another_kind, recognize};
use model::id::{RecordId, decode};
use model::slug::id_of_slug;
use store::read::ExternalKey;

use super::error::{Result, invalid};
use crate::schema::vocabulary::ExternalAuthority;

/// Where an id stands that has keys for other identifiers beside it.
const BESIDE_KEYS: &str = "by.id";

/// The database id of a public id of a kind.
pub(crate) fn record_id(place: &str, id: &str, kind: RecordKind) -> Result<i64> {
    let reference = (place == BESIDE_KEYS).then_some(kind);
    id_of_kind(id, kind, reference).map_err(|reason| invalid(place, reason))
}

/// The same where it is told otherwise what is wrong: among the keys of a reference to a record of this
/// kind, if there is one.
pub(crate) fn id_of_kind(
    id: &str,
    kind: RecordKind,
    reference: Option<RecordKind>,
) -> std::result::Result<i64, String> {
    match decode(id) {
        Ok(read) if read.kind == kind => Ok(read.id),
        read => Err(match (meant(id, reference), read) {
            // It may begin with the text already.
            (Some(meant), _) if meant.starts_with('"') => meant,
            (Some(meant), _) => format!("\"{id}\": {meant}"),
            (None, Err(error)) => format!("\"{id}\": {error}"),
            (None, Ok(_)) => format!(
                "\"{id}\" is the id of another kind of record: ids of this kind begin with {}",
                kind.prefix()
            ),
        }),
    }
}

/// The record that a public id names, of whatever kind; or what is wrong with it.
pub(crate) fn any_id(id: &str) -> std::result::Result<RecordId, String> {
    decode(id).map_err(|error| {
        let reason = meant(id, None).unwrap_or_else(|| error.to_string());
        format!("\"{id}\": {reason}")
    })
}

/// What a text is that is no id of ours, and where it belongs: among the keys of a reference to a record
/// of this kind, if it is one.
fn meant(text: &str, reference: Option<RecordKind>) -> Option<String> {
    if let Some(authority) = recognize(text) {
        let name = name_of(authority);
        let key = reference.and_then(|kind| Some((kind, key_of(authority, kind)?)));
        let canonical = normalize(authority, text).unwrap_or_default();
        let use_instead = match key {
            Some((kind, key)) => match of_another_kind(authority, kind, &canonical) {
                // What it is called, and which would be right, and where.
                Some(reason) => return Some(format!("{reason}, and goes into {key}")),
                None => format!("use {key}"),
            },
            None => "an id of Filmgraph is needed here".to_owned(),
        };
        return Some(format!("this looks like {name}: {use_instead}"));
    }
    let is_slug = text.contains('-') && id_of_slug(text).is_ok();
    is_slug.then(|| match reference {
        Some(_) => "this looks like a slug: use slug".to_owned(),
        None => {
            "this looks like a slug, of which the id is what follows the last hyphen".to_owned()
        }
    })
}

/// The key of a reference to a record of a kind that takes ids of this authority.
fn key_of(authority: Authority, kind: RecordKind) -> Option<&'static str> {
    let has_all = matches!(kind, RecordKind::Work | RecordKind::Person);
    match authority {
        Authority::Wikidata if has_all || kind == RecordKind::Company => Some("wikidataId"),
        Authority::Imdb if has_all => Some("imdbId"),
        Authority::Tmdb if has_all => Some("tmdbId"),
        _ if has_all => Some("external"),
        _ => None,
    }
}

/// An identifier of another authority, and the argument in which it is given.
pub(crate) struct Identifier {
    place: &'static str,
    authority: ExternalAuthority,
    value: String,
}

impl Identifier {
    pub(super) const fn new(
        place: &'static str,
        authority: ExternalAuthority,
        value: String,
    ) -> Self {
        Self {
            place,
            authority,
            value,
        }
    }

    pub(super) const fn imdb(value: String) -> Self {
        Self::new("by.imdbId", ExternalAuthority::Imdb, value)
    }

    pub(super) fn tmdb(number: i32) -> Self {
        Self::new("by.tmdbId", ExternalAuthority::Tmdb, number.to_string())
    }

    pub(super) const fn wikidata(value: String) -> Self {
        Self::new("by.wikidataId", ExternalAuthority::Wikidata, value)
    }

    /// What records of a kind are looked up by, if they can have such an identifier.
    pub(super) fn key(&self, kind: RecordKind, spaces: Vec<ExternalSpace>) -> Result<ExternalKey> {
        let authority = self.authority.into();
        let canonical = normalize(authority, &self.value);
        let value = canonical
            .map_err(|error| invalid(self.place, format!("\"{}\": {error}", self.value)))?;
        match of_another_kind(authority, kind, &value) {
            Some(reason) => Err(invalid(self.place, reason)),
            None => Ok(ExternalKey {
                authority,
                value,
                spaces,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_belongs_elsewhere_says_where() {
        let (work, company) = (Some(RecordKind::Work), Some(RecordKind::Company));
        for (text, reference, said) in [
            ("tt0110413", work, "an IMDb id: use imdbId"),
            ("101", work, "a TMDB id: use tmdbId"),
            ("Q37876", work, "a Wikidata id: use wikidataId"),
            ("Q37876", company, "a Wikidata id: use wikidataId"),
            (
                "10.5240/7791-8534-2C23-9030-8610-5",
                work,
                "an EIDR id: use external",
            ),
            ("co0008970", company, "an id of Filmgraph is needed"),
            ("tt0110413", None, "an id of Filmgraph is needed"),
            ("good-sex-wvu", work, "a slug: use slug"),
            ("good-sex-wvu", None, "follows the last hyphen"),
        ] {
            let told = meant(text, reference).unwrap_or_default();
            assert!(
                told.ends_with(said) || told.contains(said),
                "{text}: {told}"
            );
        }
        assert_eq!(meant("wvv", work), None);
        assert_eq!(meant("good-sex", work), None);
    }
}

//! Making and explaining ids.

use std::fmt::Write;

use entity::vocabulary::RecordKind;
use model::external::{ImdbId, ImdbKind, wikidata_number};
use model::id::{Authority, authority_and_number, database_id, decode, encode};

/// Why a text has no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoId(String);

/// Explains ids, and makes those that follow from other authorities' identifiers; gives what is to be
/// printed: a line each, with tabs between the identifier, the id, the kind, the authority and its
/// number.
///
/// # Errors
/// [`NoId`] where a text is neither, or its kind has to be said.
pub fn explain(texts: &[String], kind: Option<&str>) -> Result<String, NoId> {
    let kind = kind.map(kind_called).transpose()?;
    let mut out = String::new();
    for text in texts {
        let (kind, id) = id_of(text, kind)?;
        let told = authority_and_number(id)
            .map(|(authority, number)| format!("{}\t{number}", name(authority)));
        let (public, words) = (encode(kind, id), kind.words());
        // Writing to a text does not fail.
        let _ = writeln!(
            out,
            "{text}\t{public}\t{words}\t{}",
            told.unwrap_or_default()
        );
    }
    Ok(out)
}

fn kind_called(text: &str) -> Result<RecordKind, NoId> {
    let named = |kind: &&RecordKind| kind.words() == text.replace('_', " ");
    let found = RecordKind::RECORDS.iter().find(named).copied();
    found.ok_or_else(|| {
        let kinds: Vec<String> = RecordKind::RECORDS
            .iter()
            .map(|kind| kind.words())
            .collect();
        NoId(format!(
            "there is no kind \"{text}\"; there are {}",
            kinds.join(", ")
        ))
    })
}

fn id_of(text: &str, kind: Option<RecordKind>) -> Result<(RecordKind, i64), NoId> {
    if let Ok(id) = decode(text) {
        return Ok((id.kind, id.id));
    }
    let (kind, authority, number) = numbered(text, kind)?;
    let id = database_id(authority, number);
    id.map(|id| (kind, id)).ok_or_else(|| unknown(text))
}

/// What an identifier of another authority says, with the kind where it does not say it.
fn numbered(text: &str, kind: Option<RecordKind>) -> Result<(RecordKind, Authority, i64), NoId> {
    if let Ok(id) = ImdbId::parse(text) {
        let kind = match id.kind() {
            ImdbKind::Title => RecordKind::Work,
            ImdbKind::Name => RecordKind::Person,
            ImdbKind::Company => RecordKind::Company,
        };
        return Ok((kind, Authority::Imdb, id.number()));
    }
    let needed = || {
        NoId(format!(
            "\"{text}\" does not say what it is of: add --kind, as in --kind person"
        ))
    };
    if let Ok(number) = wikidata_number(text) {
        return Ok((kind.ok_or_else(needed)?, Authority::Wikidata, number));
    }
    let tmdb = [
        ("tmdb-film:", RecordKind::Work, Authority::TmdbMovie),
        ("tmdb-series:", RecordKind::Work, Authority::TmdbTv),
        ("tmdb-person:", RecordKind::Person, Authority::TmdbPerson),
    ];
    for (prefix, kind, authority) in tmdb {
        let number = text.strip_prefix(prefix).map(str::parse::<i64>);
        if let Some(Ok(number)) = number {
            return Ok((kind, authority, number));
        }
    }
    Err(unknown(text))
}

fn unknown(text: &str) -> NoId {
    NoId(format!(
        "\"{text}\" is no id and no identifier: try wvu, tt0111161, nm0000204, Q42 --kind person, \
         tmdb-film:603, tmdb-series:1396 or tmdb-person:287"
    ))
}

const fn name(authority: Authority) -> &'static str {
    match authority {
        Authority::Local => "a database",
        Authority::Imdb => "IMDb",
        Authority::Wikidata => "Wikidata",
        Authority::TmdbMovie => "TMDB, films",
        Authority::TmdbTv => "TMDB, series",
        Authority::TmdbPerson => "TMDB, people",
        Authority::Filmgraph => "Filmgraph",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn ids_are_made_and_explained() {
        let texts = ["wvu", "tt0111161", "tmdb-person:287", "w124cxy"].map(str::to_owned);
        let told = "wvu\twvu\twork\tFilmgraph\t1\n\
                    tt0111161\tw124cxy\twork\tIMDb\t111161\n\
                    tmdb-person:287\tp3jp0\tperson\tTMDB, people\t287\n\
                    w124cxy\tw124cxy\twork\tIMDb\t111161\n";
        assert_eq!(explain(&texts, None).unwrap(), told);
        assert!(explain(&["Q42".to_owned()], None).is_err());
        assert!(explain(&["Q42".to_owned()], Some("person")).is_ok());
        assert!(explain(&["tt".to_owned()], None).is_err());
    }
}

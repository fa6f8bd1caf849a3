//! The ids that other catalogues give to films and people, each in its one canonical form.

use std::fmt;

use entity::vocabulary::{ExternalAuthority, RecordKind};

use super::check::{check_character, value_of};
use super::id;
use super::text::is_blank;

/// The longest text that is read at all.
pub const MAX_BYTES: usize = 128;
/// The largest number that a database id can hold.
const MAX_NUMBER: i64 = i64::MAX >> 4;
/// The largest number of a TMDB id: what an `Int` of GraphQL holds, in which it is asked for and given.
const MAX_TMDB: i64 = i32::MAX as i64;

/// What an id names, where addresses differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExternalSubject {
    /// A film.
    Film,
    /// A series.
    Series,
    /// An episode of a series.
    Episode,
    /// A person.
    Person,
    /// A company.
    Company,
}

/// A text that is no id of its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is {}", name_of(*authority), form_of_id(*authority))]
pub struct ExternalIdError {
    /// The catalogue.
    pub authority: ExternalAuthority,
}

/// What the two letters of an IMDb id say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImdbKind {
    /// `tt`: a film, series, episode or game.
    Title,
    /// `nm`: a person.
    Name,
    /// `co`: a company.
    Company,
}

/// An IMDb id. It prints with at least seven digits, as IMDb does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImdbId {
    kind: ImdbKind,
    number: i64,
}

impl ImdbId {
    /// Reads an id of two letters and at least seven digits. Capital letters and needless zeros are
    /// accepted: `TT00110413` is `tt0110413`.
    pub fn parse(text: &str) -> Result<ImdbId, ExternalIdError> {
        let error = error(ExternalAuthority::Imdb);
        let text = trimmed(text).ok_or(error)?;
        let (letters, digits) = text.split_at_checked(2).ok_or(error)?;
        let kind = [ImdbKind::Title, ImdbKind::Name, ImdbKind::Company]
            .into_iter()
            .find(|kind| letters.eq_ignore_ascii_case(kind.prefix()))
            .ok_or(error)?;
        let number = positive(digits)
            .filter(|_| digits.len() >= 7)
            .ok_or(error)?;
        Ok(ImdbId { kind, number })
    }

    /// What it names.
    pub fn kind(self) -> ImdbKind {
        self.kind
    }

    /// Its number; it fits [`id::database_id`].
    pub fn number(self) -> i64 {
        self.number
    }
}

impl fmt::Display for ImdbId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:07}", self.kind.prefix(), self.number)
    }
}

impl ImdbKind {
    /// The kind of record that it names.
    fn names(self) -> RecordKind {
        match self {
            ImdbKind::Title => RecordKind::Work,
            ImdbKind::Name => RecordKind::Person,
            ImdbKind::Company => RecordKind::Company,
        }
    }

    /// The two letters.
    pub fn prefix(self) -> &'static str {
        match self {
            ImdbKind::Title => "tt",
            ImdbKind::Name => "nm",
            ImdbKind::Company => "co",
        }
    }
}

/// Reads a Wikidata id, `Q42`, and gives its number, which fits [`id::database_id`].
pub fn wikidata_number(text: &str) -> Result<i64, ExternalIdError> {
    trimmed(text)
        .and_then(|text| text.strip_prefix(['Q', 'q']))
        .and_then(positive)
        .ok_or(error(ExternalAuthority::Wikidata))
}

/// The canonical form of an id, in which it is stored and compared.
pub fn normalize(authority: ExternalAuthority, text: &str) -> Result<String, ExternalIdError> {
    let text = trimmed(text).ok_or(error(authority))?;
    let normal = match authority {
        ExternalAuthority::Imdb => ImdbId::parse(text).ok().map(|id| id.to_string()),
        ExternalAuthority::Tmdb => {
            let number = positive(text).filter(|number| *number <= MAX_TMDB);
            number.map(|number| number.to_string())
        }
        ExternalAuthority::Tvdb => positive(text).map(|number| number.to_string()),
        ExternalAuthority::Wikidata => wikidata_number(text).ok().map(|n| format!("Q{n}")),
        ExternalAuthority::Letterboxd => letterboxd(text),
        ExternalAuthority::Musicbrainz => musicbrainz(text),
        ExternalAuthority::Isan => isan(text),
        ExternalAuthority::Eidr => eidr(text),
        ExternalAuthority::Filmgraph => id::decode(text).ok().map(|_| text.to_owned()),
        ExternalAuthority::Other => (!text.chars().any(char::is_control)).then(|| text.to_owned()),
    };
    normal.ok_or(error(authority))
}

/// The kinds of record to which an authority gives identifiers; none where that is any. The table in
/// `docs/model.md` says the same.
#[must_use]
pub const fn identified_by(authority: ExternalAuthority) -> Option<&'static [RecordKind]> {
    use RecordKind::{Character, Company, Person, Work};
    match authority {
        ExternalAuthority::Imdb | ExternalAuthority::Tmdb | ExternalAuthority::Letterboxd => {
            Some(&[Work, Person, Company])
        }
        ExternalAuthority::Tvdb | ExternalAuthority::Musicbrainz => {
            Some(&[Work, Person, Company, Character])
        }
        ExternalAuthority::Isan | ExternalAuthority::Eidr => Some(&[Work]),
        ExternalAuthority::Wikidata | ExternalAuthority::Filmgraph | ExternalAuthority::Other => {
            None
        }
    }
}

/// Why an identifier in canonical form is none of a record of this kind: its authority gives none to
/// such, or it says itself that it names something else.
#[must_use]
pub fn of_another_kind(
    authority: ExternalAuthority,
    kind: RecordKind,
    value: &str,
) -> Option<String> {
    let one = kind.what();
    if identified_by(authority).is_some_and(|kinds| !kinds.contains(&kind)) {
        let catalogue = named_catalogue(authority);
        return Some(format!(
            "\"{value}\" is no id of {one}: {catalogue} gives none to such"
        ));
    }
    let (of, begins) = match authority {
        ExternalAuthority::Imdb => {
            let begins = match kind {
                RecordKind::Work => ImdbKind::Title,
                RecordKind::Person => ImdbKind::Name,
                RecordKind::Company => ImdbKind::Company,
                _ => return None,
            };
            let of = ImdbId::parse(value).ok()?.kind();
            (of.names(), begins.prefix())
        }
        ExternalAuthority::Filmgraph => (id::decode(value).ok()?.kind, kind.prefix()),
        _ => return None,
    };
    let (is, of) = (name_of(authority), of.what());
    (of != one).then(|| format!("\"{value}\" is {is} of {of}: that of {one} begins with {begins}"))
}

/// The catalogue whose ids look like this text.
pub fn recognize(text: &str) -> Option<ExternalAuthority> {
    let known = [
        ExternalAuthority::Imdb,
        ExternalAuthority::Wikidata,
        ExternalAuthority::Musicbrainz,
        ExternalAuthority::Eidr,
        ExternalAuthority::Tmdb,
    ];
    known
        .into_iter()
        .find(|authority| normalize(*authority, text).is_ok())
}

/// The public page of an id in canonical form, where its catalogue has one.
pub fn url(authority: ExternalAuthority, value: &str, subject: ExternalSubject) -> Option<String> {
    use ExternalSubject as Of;
    let value = normalize(authority, value).ok()?;
    let base = match (authority, subject) {
        (ExternalAuthority::Imdb, _) => {
            let section = match ImdbId::parse(&value).ok()?.kind {
                ImdbKind::Title => "title",
                ImdbKind::Name => "name",
                ImdbKind::Company => "company",
            };
            return Some(format!("https://www.imdb.com/{section}/{value}/"));
        }
        (ExternalAuthority::Letterboxd, Of::Film) => {
            return Some(format!("https://letterboxd.com/film/{value}/"));
        }
        (ExternalAuthority::Tmdb, Of::Film) => "https://www.themoviedb.org/movie/",
        (ExternalAuthority::Tmdb, Of::Series) => "https://www.themoviedb.org/tv/",
        (ExternalAuthority::Tmdb, Of::Person) => "https://www.themoviedb.org/person/",
        (ExternalAuthority::Tmdb, Of::Company) => "https://www.themoviedb.org/company/",
        (ExternalAuthority::Wikidata, _) => "https://www.wikidata.org/wiki/",
        (ExternalAuthority::Tvdb, Of::Film) => "https://thetvdb.com/dereferrer/movie/",
        (ExternalAuthority::Tvdb, Of::Series) => "https://thetvdb.com/dereferrer/series/",
        (ExternalAuthority::Tvdb, Of::Episode) => "https://thetvdb.com/dereferrer/episode/",
        (ExternalAuthority::Tvdb, Of::Person) => "https://thetvdb.com/dereferrer/people/",
        (ExternalAuthority::Musicbrainz, Of::Person) => "https://musicbrainz.org/artist/",
        (ExternalAuthority::Musicbrainz, Of::Company) => "https://musicbrainz.org/label/",
        (ExternalAuthority::Eidr, _) => "https://doi.org/",
        _ => return None,
    };
    Some(format!("{base}{value}"))
}

const fn error(authority: ExternalAuthority) -> ExternalIdError {
    ExternalIdError { authority }
}

/// What an authority is called.
#[must_use]
pub const fn named_catalogue(authority: ExternalAuthority) -> &'static str {
    match authority {
        ExternalAuthority::Imdb => "IMDb",
        ExternalAuthority::Tmdb => "TMDB",
        ExternalAuthority::Wikidata => "Wikidata",
        ExternalAuthority::Tvdb => "TheTVDB",
        ExternalAuthority::Letterboxd => "Letterboxd",
        ExternalAuthority::Musicbrainz => "MusicBrainz",
        ExternalAuthority::Isan => "ISAN",
        ExternalAuthority::Eidr => "EIDR",
        ExternalAuthority::Filmgraph => "Filmgraph",
        ExternalAuthority::Other => "another authority",
    }
}

/// What an id of a catalogue is called: `an IMDb id`.
pub fn name_of(authority: ExternalAuthority) -> &'static str {
    match authority {
        ExternalAuthority::Imdb => "an IMDb id",
        ExternalAuthority::Tmdb => "a TMDB id",
        ExternalAuthority::Wikidata => "a Wikidata id",
        ExternalAuthority::Tvdb => "a TheTVDB id",
        ExternalAuthority::Letterboxd => "a Letterboxd id",
        ExternalAuthority::Musicbrainz => "a MusicBrainz id",
        ExternalAuthority::Isan => "an ISAN",
        ExternalAuthority::Eidr => "an EIDR id",
        ExternalAuthority::Filmgraph => "a Filmgraph id",
        ExternalAuthority::Other => "an external id",
    }
}

fn form_of_id(authority: ExternalAuthority) -> String {
    let form = match authority {
        ExternalAuthority::Imdb => "tt, nm or co and at least seven digits, such as tt0110413",
        ExternalAuthority::Tmdb => "a number from 1 to 2147483647, such as 101",
        ExternalAuthority::Wikidata => return number_such_as("Q and ", "Q42"),
        ExternalAuthority::Tvdb => return number_such_as("", "121361"),
        ExternalAuthority::Letterboxd => {
            "small letters, digits and hyphens, such as leon-the-professional"
        }
        ExternalAuthority::Musicbrainz => "a UUID, such as 0383dadf-2a4e-4d10-a46a-e9e041da8eb3",
        ExternalAuthority::Isan => {
            "16 or 24 hexadecimal digits, with right check characters if any, such as 0000-0000-D07A-0090-Q-0000-0000-X"
        }
        ExternalAuthority::Eidr => {
            "10.5240/, 20 hexadecimal digits and the right check character, such as 10.5240/7791-8534-2C23-9030-8610-5"
        }
        ExternalAuthority::Filmgraph => "the id of a record, such as w124cxy",
        ExternalAuthority::Other => "1 to 128 bytes of text without control characters",
    };
    form.to_owned()
}

fn number_such_as(before: &str, example: &str) -> String {
    format!("{before}a whole number from 1 to {MAX_NUMBER}, such as {example}")
}

fn trimmed(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.len() <= MAX_BYTES && !is_blank(text)).then_some(text)
}

/// A number from 1 to [`MAX_NUMBER`], digits only: parsing alone would allow a sign.
fn positive(digits: &str) -> Option<i64> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse().ok()?;
    (1..=MAX_NUMBER).contains(&number).then_some(number)
}

fn letterboxd(text: &str) -> Option<String> {
    let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    text.bytes().all(fits).then(|| text.to_owned())
}

fn musicbrainz(text: &str) -> Option<String> {
    // The hyphenated form alone: the parser would take braces and URNs, too.
    let uuid = uuid::Uuid::try_parse(text).ok()?;
    (text.len() == 36).then(|| uuid.hyphenated().to_string())
}

fn eidr(text: &str) -> Option<String> {
    let suffix = text.strip_prefix("10.5240/")?;
    let characters = without_hyphens(suffix);
    let (digits, check) = characters.split_at_checked(20)?;
    (checked(digits)? == check).then(|| format!("10.5240/{}-{check}", grouped(digits)))
}

/// Root and episode are 16 digits, the version is 8 more; the check character of the root covers 16,
/// that of the version all 24.
fn isan(text: &str) -> Option<String> {
    let plain = text.strip_prefix("ISAN").unwrap_or(text).trim_start();
    let characters = without_hyphens(plain);
    let (root, rest) = characters.split_at_checked(16)?;
    let root_check = checked(root)?;
    let version = match rest.len() {
        0 => return Some(format!("{}-{root_check}", grouped(root))),
        8 => rest,
        1 | 10 => rest.strip_prefix(root_check.as_str())?,
        _ => return None,
    };
    if version.is_empty() {
        return Some(format!("{}-{root_check}", grouped(root)));
    }
    let (version, given) = version.split_at_checked(8)?;
    let check = checked(&format!("{root}{version}"))?;
    let is_right = given.is_empty() || given == check;
    let (root, version) = (grouped(root), grouped(version));
    is_right.then(|| format!("{root}-{root_check}-{version}-{check}"))
}

fn without_hyphens(text: &str) -> String {
    text.chars()
        .filter(|character| *character != '-')
        .map(|character| character.to_ascii_uppercase())
        .collect()
}

/// The check character of hexadecimal digits.
fn checked(digits: &str) -> Option<String> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let values = digits
        .bytes()
        .filter_map(|byte| value_of(byte.to_ascii_lowercase()));
    Some(check_character(values).to_ascii_uppercase().to_string())
}

/// Groups of four, with hyphens between.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() * 5 / 4);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;

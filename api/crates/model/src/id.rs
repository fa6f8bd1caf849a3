//! The ids of records: 64-bit numbers in the database, opaque texts outside.
//!
//! A database id is `number << 4 | authority`: who numbered the record, and its number there. So
//! tt0111161 is the same id on every machine, and a bulk load needs no map from their ids to ours.
//! Ids of records made here step by 16 for the same reason.
//!
//! The public id of a record is its kind's letter, its database id in base 36, and the check
//! character of ISO 7064 MOD 37,36 over both. No letter is a capital and no zero leads, so a record
//! has one public id. The letter `x` is kept free: once the letters run out, it begins kinds of two
//! letters.

use std::borrow::Cow;
use std::collections::BTreeMap;

use entity::vocabulary::RecordKind;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{character_of, check_character, value_of};

/// A letter, the thirteen digits of `i64::MAX` in base 36, and a check character.
const MAX_LENGTH: usize = 16;
const AUTHORITY_BITS: u32 = 4;
const AUTHORITY_MASK: i64 = (1 << AUTHORITY_BITS) - 1;

/// Who gave a record its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Authority {
    /// This installation.
    Local,
    /// IMDb: the number of a `tt`, `nm` or `co` id.
    Imdb,
    /// Wikidata: the number of a `Q` id.
    Wikidata,
    /// TMDB's films, which it numbers apart from the rest.
    TmdbMovie,
    /// TMDB's series.
    TmdbTv,
    /// TMDB's people.
    TmdbPerson,
    /// The sample that comes with Filmgraph.
    Filmgraph,
}

impl Authority {
    /// Every authority.
    pub const ALL: [Authority; 7] = [
        Authority::Local,
        Authority::Imdb,
        Authority::Wikidata,
        Authority::TmdbMovie,
        Authority::TmdbTv,
        Authority::TmdbPerson,
        Authority::Filmgraph,
    ];

    /// The lowest four bits of its database ids; stored, so never to be changed.
    pub const fn code(self) -> u8 {
        match self {
            Authority::Local => 0,
            Authority::Imdb => 1,
            Authority::Wikidata => 2,
            Authority::TmdbMovie => 3,
            Authority::TmdbTv => 4,
            Authority::TmdbPerson => 5,
            Authority::Filmgraph => 15,
        }
    }
}

/// The database id of what `authority` calls `number`; `None` unless the number is positive and
/// fits (below 2^59).
pub fn database_id(authority: Authority, number: i64) -> Option<i64> {
    let fits = (1..=i64::MAX >> AUTHORITY_BITS).contains(&number);
    fits.then(|| number << AUTHORITY_BITS | i64::from(authority.code()))
}

/// The authority and the number in a database id; `None` if it has no known authority or no number.
pub fn authority_and_number(database_id: i64) -> Option<(Authority, i64)> {
    let code = database_id & AUTHORITY_MASK;
    let authority = Authority::ALL
        .into_iter()
        .find(|authority| i64::from(authority.code()) == code)?;
    let number = database_id >> AUTHORITY_BITS;
    (number > 0).then_some((authority, number))
}

fn split_prefix(text: &str) -> Result<(RecordKind, &str), IdError> {
    let length = if text.starts_with('x') { 2 } else { 1 };
    let (start, rest) = text.split_at_checked(length).ok_or(IdError::TooShort)?;
    let found = RecordKind::ALL.iter().find(|kind| kind.prefix() == start);
    let unknown = || IdError::UnknownKind(start.chars().next().unwrap_or_default());
    found.map(|kind| (*kind, rest)).ok_or_else(unknown)
}

/// What a public id says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId {
    /// The kind of record.
    pub kind: RecordKind,
    /// Its id in the database.
    pub id: i64,
}

/// The ids of records, by their kinds.
pub fn by_kind(records: impl IntoIterator<Item = RecordId>) -> BTreeMap<RecordKind, Vec<i64>> {
    let mut by_kind: BTreeMap<RecordKind, Vec<i64>> = BTreeMap::new();
    for RecordId { kind, id } in records {
        by_kind.entry(kind).or_default().push(id);
    }
    by_kind
}

impl schemars::JsonSchema for RecordId {
    fn schema_name() -> Cow<'static, str> {
        "AnyId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let description = "The id of a record of any kind.";
        schemars::json_schema!({"type": "string", "description": description})
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode(self.kind, self.id))
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        decode(&text).map_err(|error| D::Error::custom(format!("\"{text}\": {error}")))
    }
}

/// Why a text is no public id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// More characters than any id has.
    #[error("an id has at most {MAX_LENGTH} characters")]
    TooLong,
    /// Fewer than a letter, a digit and a check character.
    #[error("an id has at least three characters")]
    TooShort,
    /// A character that stands in no id.
    #[error("an id is made of the digits 0–9 and the small letters a–z, not of {0:?}")]
    BadCharacter(char),
    /// A first letter that names no kind.
    #[error("no kind of record has ids that begin with {0:?}")]
    UnknownKind(char),
    /// A zero after the first letter.
    #[error("the number in an id does not begin with 0")]
    LeadingZero,
    /// A number past the largest database id.
    #[error("the number in the id is too large")]
    Overflow,
    /// A check character that does not fit the rest.
    #[error("the id is mistyped: its last character does not fit the others")]
    WrongCheck,
}

/// The public id of a record. Database ids are positive; any other gives a text that
/// [`decode`] refuses, never the id of another record.
pub fn encode(kind: RecordKind, id: i64) -> String {
    let mut rest = id.cast_unsigned();
    let mut digits = Vec::with_capacity(MAX_LENGTH);
    while rest > 0 || digits.is_empty() {
        digits.push(character_of(u32::try_from(rest % 36).unwrap_or_default()));
        rest /= 36;
    }
    let mut text = kind.prefix().to_owned();
    text.extend(digits.iter().rev());
    text.push(check_character(text.bytes().filter_map(value_of)));
    text
}

/// Reads a public id.
pub fn decode(text: &str) -> Result<RecordId, IdError> {
    if text.len() > MAX_LENGTH {
        return Err(IdError::TooLong);
    }
    let is_bad = |c: &char| !matches!(c, '0'..='9' | 'a'..='z');
    if let Some(bad) = text.chars().find(is_bad) {
        return Err(IdError::BadCharacter(bad));
    }
    let (kind, rest) = split_prefix(text)?;
    let [digits @ .., check] = rest.as_bytes() else {
        return Err(IdError::TooShort);
    };
    match digits {
        [] => return Err(IdError::TooShort),
        [b'0', ..] => return Err(IdError::LeadingZero),
        _ => {}
    }
    let add = |id: i64, value| id.checked_mul(36)?.checked_add(i64::from(value));
    let values = digits.iter().copied().filter_map(value_of);
    let id = values.clone().try_fold(0, add).ok_or(IdError::Overflow)?;
    let letters = kind.prefix().bytes().filter_map(value_of);
    if check_character(letters.chain(values)) != char::from(*check) {
        return Err(IdError::WrongCheck);
    }
    Ok(RecordId { kind, id })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALPHABET: &str = "0123456789abcdefghijklmnopqrstuvwxyz";

    fn kinds() -> impl Strategy<Value = RecordKind> {
        proptest::sample::select(RecordKind::ALL.to_vec())
    }

    /// Ids of every length, not only the long ones that even spreading would give.
    fn ids() -> impl Strategy<Value = i64> {
        (1..=i64::MAX, 0_u32..62).prop_map(|(id, shift)| (id >> shift).max(1))
    }

    #[test]
    fn every_prefix_stands_in_the_documentation() {
        let docs = include_str!("../../../../docs/format.md");
        for kind in RecordKind::ALL {
            let (prefix, what) = (kind.prefix(), kind.what());
            assert!(
                docs.contains(&format!("| `{prefix}` | ")),
                "{kind:?}: {what}"
            );
        }
    }

    #[test]
    fn every_kind_has_a_prefix_of_its_own() {
        let mut prefixes: Vec<&str> = RecordKind::ALL.iter().map(|kind| kind.prefix()).collect();
        prefixes.sort_unstable();
        assert!(prefixes.is_sorted_by(|a, b| a < b));
        assert!(
            !prefixes.contains(&"x"),
            "it begins prefixes of two letters"
        );
    }

    #[test]
    fn ids_stay_as_they_are() {
        // Published ids: a change here breaks every bookmark and cache.
        let shawshank = database_id(Authority::Imdb, 111_161).unwrap();
        assert_eq!(shawshank, 1_778_577);
        assert_eq!(encode(RecordKind::Work, shawshank), "w124cxy");
        assert_eq!(encode(RecordKind::Person, i64::MAX), "p1y2p0ij32e8e7b");
    }

    #[test]
    fn authorities_share_the_number_space() {
        for authority in Authority::ALL {
            let largest = i64::MAX >> 4;
            for number in [1, 111_161, largest] {
                let id = database_id(authority, number).unwrap();
                assert_eq!(authority_and_number(id), Some((authority, number)));
            }
            for number in [0, -1, i64::MIN, largest + 1] {
                assert_eq!(database_id(authority, number), None);
            }
        }
        assert_eq!(authority_and_number(16 + 9), None);
        assert_eq!(authority_and_number(1), None);
        assert_eq!(authority_and_number(-16), None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("", IdError::TooShort),
            ("w", IdError::TooShort),
            ("w1", IdError::TooShort),
            ("w0000000000000000", IdError::TooLong),
            ("x", IdError::TooShort),
            ("W124cxr", IdError::BadCharacter('W')),
            ("w124cé", IdError::BadCharacter('é')),
            ("w124c-r", IdError::BadCharacter('-')),
            ("x124cxr", IdError::UnknownKind('x')),
            ("9124cxr", IdError::UnknownKind('9')),
            ("w0124cxr", IdError::LeadingZero),
            ("wzzzzzzzzzzzzzz", IdError::Overflow),
            ("w1y2p0ij32e8e8z", IdError::Overflow),
            ("w124cxs", IdError::WrongCheck),
            ("p124cxr", IdError::WrongCheck),
        ];
        for (text, error) in cases {
            assert_eq!(decode(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn comes_back(kind in kinds(), id in ids()) {
            let text = encode(kind, id);
            prop_assert!(text.len() <= MAX_LENGTH);
            prop_assert_eq!(decode(&text), Ok(RecordId { kind, id }));
        }

        #[test]
        fn what_is_no_database_id_never_comes_back(kind in kinds(), id in i64::MIN..=0) {
            prop_assert!(decode(&encode(kind, id)).is_err());
        }

        #[test]
        fn a_record_has_one_id(text in "[a-z][0-9a-z]{0,14}") {
            if let Ok(RecordId { kind, id }) = decode(&text) {
                prop_assert_eq!(encode(kind, id), text);
            }
        }

        #[test]
        fn any_text_is_safe(text in ".{0,20}") {
            let _ = decode(&text);
        }

        #[test]
        fn every_wrong_character_is_seen(kind in kinds(), id in ids()) {
            let text = encode(kind, id);
            for at in 0..text.len() {
                for other in ALPHABET.chars().filter(|c| !text[at..].starts_with(*c)) {
                    let wrong = format!("{}{other}{}", &text[..at], &text[at + 1..]);
                    prop_assert!(decode(&wrong).is_err(), "{} for {}", wrong, text);
                }
            }
        }

        // Of swaps MOD 37,36 misses one in 630, all of neighbours in the alphabet or of 0 and z;
        // `check` counts them. Every other one is seen.
        #[test]
        fn swaps_are_seen(kind in kinds(), id in ids()) {
            let text = encode(kind, id);
            for at in 1..text.len() {
                let (a, b) = (&text[at - 1..at], &text[at..=at]);
                let swapped = format!("{}{b}{a}{}", &text[..at - 1], &text[at + 1..]);
                let place = |c: &str| ALPHABET.find(c).unwrap();
                if !matches!(place(a).abs_diff(place(b)), 0 | 1 | 35) {
                    prop_assert!(decode(&swapped).is_err(), "{} for {}", swapped, text);
                }
            }
        }
    }
}

//! Genres, keywords, professions and characters as records.

use std::collections::BTreeSet;

use entity::vocabulary::ExternalSpace;
use record_macro::record;

use crate::bound::LISTED;
use crate::{CharacterId, ExternalIds, GenreId, KeywordId, ProfessionId, SourceId};

/// A genre.
#[record(Genre, table = genre, bare, at_most(LISTED), unique(name), unique(name_folded))]
pub struct GenreRecord {
    /// Its id.
    pub id: GenreId,
    /// Canonical English name.
    #[field(name, key, columns(name, name_folded))]
    pub name: String,
}

/// A keyword.
#[record(Keyword, table = keyword, bare, unique(name))]
pub struct KeywordRecord {
    /// Its id.
    pub id: KeywordId,
    /// The keyword.
    #[field(name, key, columns(name, name_folded))]
    pub name: String,
}

/// A profession.
#[record(Profession, table = profession, bare, unique(name))]
pub struct ProfessionRecord {
    /// Its id.
    pub id: ProfessionId,
    /// The profession.
    #[field(name, key, columns(name, name_folded))]
    pub name: String,
}

/// A character that several works share.
#[record(Character, table = character, claimable, space = ExternalSpace::Character)]
pub struct SharedCharacterRecord {
    /// Its id.
    pub id: CharacterId,
    /// The name.
    #[field(name, key, columns(name, name_folded), claim(Name))]
    pub name: String,
    /// What other authorities call it.
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

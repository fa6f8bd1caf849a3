//! Genres, keywords, professions and characters as records.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::{Check, FEW};
use super::{CharacterId, ExternalIds, GenreId, KeywordId, ProfessionId, SourceId};

/// A genre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenreRecord {
    /// Its id.
    pub id: GenreId,
    /// Canonical English name.
    pub name: String,
}

/// A keyword.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeywordRecord {
    /// Its id.
    pub id: KeywordId,
    /// The keyword.
    pub name: String,
}

/// A profession.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfessionRecord {
    /// Its id.
    pub id: ProfessionId,
    /// The profession.
    pub name: String,
}

/// A character that several works share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SharedCharacterRecord {
    /// Its id.
    pub id: CharacterId,
    /// The name.
    pub name: String,
    /// What other authorities call it.
    #[serde(default, skip_serializing_if = "ExternalIds::is_empty")]
    pub external_ids: ExternalIds,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

macro_rules! only_a_name {
    ($($record:ident),+) => {$(
        impl $record {
            pub(in crate::store) fn check(&self, check: &mut Check) {
                check.name("name", &self.name);
            }
        }
    )+};
}
only_a_name!(GenreRecord, KeywordRecord, ProfessionRecord);

impl SharedCharacterRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
        check.count("sources", self.sources.len(), FEW);
        self.external_ids.check(check);
    }
}

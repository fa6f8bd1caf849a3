//! Roles as records.

use std::collections::BTreeSet;

use entity::vocabulary::{Certainty, Department, MissingReason, RoleAttribute};
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, NAME_CHARS, NOTE_CHARS};
use super::work::{is_stated, stated};
use super::{CharacterId, PersonId, RoleId, SourceId, WorkId};

/// Who did what on which work. Unique by work, person, department and job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleRecord {
    /// Its id.
    pub id: RoleId,
    /// The work.
    pub work: WorkId,
    /// The person.
    pub person: PersonId,
    /// The department.
    pub department: Department,
    /// The job within the department, in the words of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// Place in the billing, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<i32>,
    /// The characters, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub characters: Vec<CharacterRecord>,
    /// Why no character is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub characters_missing: Option<MissingReason>,
    /// The name as it stood in the credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credited_as: Option<String>,
    /// What is special about it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub attributes: BTreeSet<RoleAttribute>,
    /// In how many episodes, for a role on a whole series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode_count: Option<i32>,
    /// How sure it is.
    #[serde(default = "stated", skip_serializing_if = "is_stated")]
    pub certainty: Certainty,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A character: a name, a description, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CharacterRecord {
    /// The name; absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who that is, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The character, where several works share it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub character: Option<CharacterId>,
}

impl RoleRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.text("job", self.job.as_deref(), NAME_CHARS);
        if self.job.as_deref().is_some_and(|job| job.trim().is_empty()) {
            check.fault("job", "must not be empty; leave it out where none is named");
        }
        check.at_least("billing", self.billing, 1);
        check.at_least("episodeCount", self.episode_count, 1);
        check.text("creditedAs", self.credited_as.as_deref(), NAME_CHARS);
        check.list("characters", &self.characters, FEW);
        check.count("sources", self.sources.len(), FEW);
        for character in &self.characters {
            check.text("characters.name", character.name.as_deref(), NAME_CHARS);
            check.text(
                "characters.description",
                character.description.as_deref(),
                NOTE_CHARS,
            );
            if character.name.is_none() && character.description.is_none() {
                check.fault("characters", "a character needs a name or a description");
            }
        }
        let named = self
            .characters
            .iter()
            .any(|character| character.name.is_some());
        if named && self.characters_missing.is_some() {
            check.fault(
                "charactersMissing",
                "a role with a named character misses none",
            );
        }
    }
}

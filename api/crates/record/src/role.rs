//! Roles as records.

use std::collections::{BTreeMap, BTreeSet};

use claim::ValueType;
use entity::vocabulary::{Certainty, Department, MissingReason, RoleAttribute};
use record_macro::record;

use crate::bound::{NAME, NOTE};
use crate::{CharacterId, Check, FaultKind, PersonId, RoleId, SourceId, WorkId};

/// Who did what on which work. Unique by work, person, department and job.
#[record(Role, claimable, rules, unique(work, person, department, job))]
pub struct RoleRecord {
    /// Its id.
    pub id: RoleId,
    /// The work.
    #[field(owner)]
    pub work: WorkId,
    /// The person.
    #[field(claim(Cast))]
    pub person: PersonId,
    /// The department.
    pub department: Department,
    /// The job within the department, in the words of the source.
    #[field(text(NAME), column = job_id, claim(Job, of = ValueType::Folded(NAME)))]
    pub job: Option<String>,
    /// Place in the billing, from 1.
    #[field(least = 1, claim(Billing))]
    pub billing: Option<i32>,
    /// The characters, in order.
    #[field(
        distinct,
        rows(character_role by role_id, character_id = Character),
        claim(Character, key = "character", of = ValueType::Text(NAME)),
        claim(Other, key = "characterDescription", of = ValueType::Portrayal(NOTE))
    )]
    pub characters: Vec<CharacterRecord>,
    /// Why no character is named.
    pub characters_missing: Option<MissingReason>,
    /// The name as it stood in the credits.
    #[field(text(NAME), claim(CreditedAs))]
    pub credited_as: Option<String>,
    /// What is special about it.
    pub attributes: BTreeSet<RoleAttribute>,
    /// In how many episodes, for a role on a whole series.
    #[field(least = 1)]
    pub episode_count: Option<i32>,
    /// How sure it is.
    #[field(default = Certainty::Stated)]
    pub certainty: Certainty,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// A character: a name, a description, or both.
#[record(part, rules)]
#[derive(Eq, PartialOrd, Ord)]
pub struct CharacterRecord {
    /// The name; absent where it is not known.
    #[field(text(NAME))]
    pub name: Option<String>,
    /// Who that is, in a few words.
    #[field(text(NOTE))]
    pub description: Option<String>,
    /// The character, where several works share it.
    pub character: Option<CharacterId>,
}

impl RoleRecord {
    fn rules(&self, check: &mut Check) {
        let is_named = self
            .characters
            .iter()
            .any(|character| character.name.is_some());
        if is_named && self.characters_missing.is_some() {
            let reason = "a role with a named character misses none";
            check.fault("charactersMissing", reason);
        }
        let mut seen: BTreeMap<&str, &CharacterRecord> = BTreeMap::new();
        let mut twice = Vec::with_capacity(self.characters.len());
        for character in &self.characters {
            let first = character.name.as_deref().map(|name| seen.entry(name));
            let first = first.map(|first| *first.or_insert(character));
            // One that is the same in all is told by itself.
            twice.push(first.is_some_and(|first| first != character));
        }
        check.each(&twice, |is_twice, check| {
            if *is_twice {
                let reason =
                    "has the name of another character of the role: call one of them otherwise";
                check.fault_of(FaultKind::Duplicate, "characters", reason);
            }
        });
    }
}

impl CharacterRecord {
    fn rules(&self, check: &mut Check) {
        if self.name.is_none() && self.description.is_none() {
            check.fault("", "a character needs a name or a description");
        }
    }
}

//! People as records.

use std::collections::BTreeSet;

use entity::vocabulary::PersonNameKind;
use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, MANY, NAME_CHARS};
use super::{ExternalIds, LinkRecord, PersonId, PersonNameId, SourceId, TextRecord};
use crate::model::edtf::Edtf;

/// Somebody who has roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonRecord {
    /// Their id.
    pub id: PersonId,
    /// The name that is shown when nothing else is asked for.
    pub name: String,
    /// Further names, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameRecord>,
    /// Date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Edtf>,
    /// Place of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// Date of death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_date: Option<Edtf>,
    /// Place of death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_place: Option<String>,
    /// Who they are, in each language: their work, nothing private.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub biographies: Vec<TextRecord>,
    /// Professions, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub professions: Vec<String>,
    /// Links to elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkRecord>,
    /// False for a name that no identity is known for.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub is_resolved: bool,
    /// How much they are looked at; greater is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub popularity: Option<f64>,
    /// What other authorities call them.
    #[serde(default, skip_serializing_if = "ExternalIds::is_empty")]
    pub external_ids: ExternalIds,
    /// The sources this rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// A name of a person besides the one they are shown by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameRecord {
    /// Its id.
    pub id: PersonNameId,
    /// The name.
    pub name: String,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is.
    pub kind: PersonNameKind,
}

fn yes() -> bool {
    true
}

// serde hands fields over by reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_yes(value: &bool) -> bool {
    *value
}

impl PersonRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
        check.list("names", &self.names, MANY);
        for name in &self.names {
            check.name("names.name", &name.name);
            check.language("names.language", name.language.as_deref());
        }
        check.text("birthPlace", self.birth_place.as_deref(), NAME_CHARS);
        check.text("deathPlace", self.death_place.as_deref(), NAME_CHARS);
        check.count("sources", self.sources.len(), FEW);
        if self
            .popularity
            .is_some_and(|popularity| !popularity.is_finite())
        {
            check.fault("popularity", "must be a finite number");
        }
        self.external_ids.check(check);
        TextRecord::check_all(&self.biographies, "biographies", check);
        LinkRecord::check_all(&self.links, check);
        check.distinct("professions", &self.professions);
    }
}

//! Curated lists, collections and seasons as records.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::{Check, FEW, MANY, NOTE_CHARS};
use super::{CollectionId, ListEntryId, ListId, SeasonId, SourceId, WorkId};

/// A list of works with a note for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRecord {
    /// Its id.
    pub id: ListId,
    /// Its title.
    pub title: String,
    /// The work that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<WorkId>,
    /// Its entries, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<EntryRecord>,
    /// The sources it rests on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<SourceId>,
}

/// An entry of a curated list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryRecord {
    /// Its id.
    pub id: ListEntryId,
    /// The work; none for something that is not here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkId>,
    /// Why it is on the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Works that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CollectionRecord {
    /// Its id.
    pub id: CollectionId,
    /// Its name.
    pub name: String,
    /// The works, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub works: Vec<WorkId>,
}

/// A season of a series. Unique by both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeasonRecord {
    /// Its id.
    pub id: SeasonId,
    /// The series.
    pub series: WorkId,
    /// Its number.
    pub number: i32,
}

impl ListRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("title", &self.title);
        check.list("entries", &self.entries, FEW);
        check.count("sources", self.sources.len(), FEW);
        for entry in &self.entries {
            check.text("entries.note", entry.note.as_deref(), NOTE_CHARS);
            if entry.work.is_none() && entry.note.is_none() {
                check.fault("entries", "an entry needs a work or a note");
            }
        }
    }
}

impl CollectionRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.name("name", &self.name);
        check.list("works", &self.works, MANY);
        let works: BTreeSet<&WorkId> = self.works.iter().collect();
        if works.len() < self.works.len() {
            check.fault("works", "a work stands twice");
        }
    }
}

impl SeasonRecord {
    pub(in crate::store) fn check(&self, check: &mut Check) {
        check.at_least("number", Some(self.number), 0);
    }
}

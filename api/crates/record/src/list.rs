//! Curated lists, collections and seasons as records.

use std::collections::BTreeSet;

use record_macro::record;

use crate::bound::{MANY, NOTE, SEASONS};
use crate::{Check, CollectionId, ListEntryId, ListId, SeasonId, SourceId, WorkId};

/// A list of works with a note for each.
#[record(List, table = curated_list, claimable, identity(title, about))]
pub struct ListRecord {
    /// Its id.
    pub id: ListId,
    /// Its title.
    #[field(name)]
    pub title: String,
    /// The work that it is about.
    #[field(column = about_work_id)]
    pub about: Option<WorkId>,
    /// Its entries, in order.
    #[field(rows(list_entry by list_id, work_id = Work, ids))]
    pub entries: Vec<EntryRecord>,
    /// The sources it rests on.
    pub sources: BTreeSet<SourceId>,
}

/// An entry of a curated list.
#[record(part, rules)]
pub struct EntryRecord {
    /// Its id.
    pub id: ListEntryId,
    /// The work; none for something that is not here.
    pub work: Option<WorkId>,
    /// Why it is on the list.
    #[field(text(NOTE))]
    pub note: Option<String>,
}

/// Works that belong together.
#[record(Collection, table = collection, identity(name))]
pub struct CollectionRecord {
    /// Its id.
    pub id: CollectionId,
    /// Its name.
    #[field(name)]
    pub name: String,
    /// The works, in order.
    #[field(list(MANY), distinct, rows(collection_work by collection_id, work_id = Work))]
    pub works: Vec<WorkId>,
}

/// A season of a series. Unique by both.
#[record(Season, table = season, at_most(SEASONS, series), unique(series, number))]
pub struct SeasonRecord {
    /// Its id.
    pub id: SeasonId,
    /// The series.
    #[field(owner)]
    pub series: WorkId,
    /// Its number.
    #[field(least = 0)]
    pub number: i32,
}

impl EntryRecord {
    fn rules(&self, check: &mut Check) {
        if self.work.is_none() && self.note.is_none() {
            check.fault("", "an entry needs a work or a note");
        }
    }
}

//! Records that are named by keys.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::RecordKind;
use store::StoreError;
use store::write::{KeySort, RecordKey, Words, WriteTransaction};

use super::key::{row, row_of_use, words_of_reference};
use super::look_up::{Asked, Found, Unmet, one_of, spaces};
use super::reference::By;

/// Where the keys lead by which records are named.
pub(super) struct Keyed {
    /// Within the sources of the lines.
    held: HashMap<Words, i64>,
    /// Within whichever, where they do not lead anywhere within those.
    anywhere: HashMap<String, BTreeSet<i64>>,
    /// Where they led within whichever.
    before: HashMap<Words, i64>,
}

impl Keyed {
    /// Looks up the keys among these references.
    pub(super) async fn look_up(
        tx: &mut WriteTransaction,
        kind: RecordKind,
        asked: &[Asked],
    ) -> Result<Self, StoreError> {
        let keys = asked.iter().filter_map(|(of, sources)| match &of.by {
            By::Key(key) => Some((key, sources)),
            _ => None,
        });
        let keys: Vec<(&String, &Vec<i64>)> = keys.collect();
        let words = keys.iter().flat_map(|(key, sources)| {
            let spaces = spaces(sources).into_iter();
            spaces.map(|space| (space, (*key).clone()))
        });
        let words: BTreeSet<Words> = words.collect();
        let words: Vec<Words> = words.into_iter().collect();
        let mut keyed = Self {
            held: tx.by_keys(kind, KeySort::Key, &words).await?,
            anywhere: HashMap::new(),
            before: HashMap::new(),
        };
        let left = keys.into_iter();
        let left: Vec<(&String, &Vec<i64>)> = left
            .filter(|(key, sources)| !keyed.is_within(key, sources))
            .collect();
        let texts: BTreeSet<String> = left.iter().map(|(key, _)| (*key).clone()).collect();
        let texts: Vec<String> = texts.into_iter().collect();
        let words = left.iter();
        let words = words.map(|(key, sources)| words_of_reference(kind, key, sources));
        let words: Vec<Words> = words.collect();
        keyed.anywhere = tx.by_keys_anywhere(kind, &texts).await?;
        keyed.before = tx.by_keys(kind, KeySort::Reference, &words).await?;
        Ok(keyed)
    }

    fn within(&self, key: &str, sources: &[i64]) -> BTreeSet<i64> {
        let ids = spaces(sources).into_iter();
        let ids = ids.filter_map(|space| self.held.get(&(space, key.to_owned())).copied());
        ids.collect()
    }

    /// Whether a key leads anywhere within the sources of its line.
    pub(super) fn is_within(&self, key: &str, sources: &[i64]) -> bool {
        !self.within(key, sources).is_empty()
    }

    /// What a key leads to: within the line's own sources; else, within any, where it led before or
    /// alone leads.
    pub(super) fn find(&self, kind: RecordKind, key: &str, sources: &[i64]) -> Found {
        let within: Vec<i64> = self.within(key, sources).into_iter().collect();
        match one_of(&within) {
            Err(Unmet::Nothing) => {}
            found => return found,
        }
        let anywhere = self.anywhere.get(key).into_iter().flatten().copied();
        let anywhere: Vec<i64> = anywhere.collect();
        let before = self.before.get(&words_of_reference(kind, key, sources));
        match before.filter(|before| anywhere.contains(before)) {
            Some(before) => Ok(*before),
            None => one_of(&anywhere),
        }
    }

    /// What is kept of a key that led to a record, so that it leads there again: that the sources within
    /// which it does not hold mean that record by it.
    pub(super) fn kept(
        &self,
        kind: RecordKind,
        key: &str,
        sources: &[i64],
        id: i64,
    ) -> Vec<RecordKey> {
        let others = sources.iter().copied();
        let others = others.filter(|space| !self.held.contains_key(&(*space, key.to_owned())));
        let uses = others.map(|space| row_of_use(kind, space, key, id));
        let is_elsewhere = !self.is_within(key, sources);
        let reference = is_elsewhere.then(|| {
            let words = words_of_reference(kind, key, sources);
            row(kind, KeySort::Reference, words, id)
        });
        uses.chain(reference).collect()
    }
}

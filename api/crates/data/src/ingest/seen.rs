//! Which ids a file has brought already, in bounded memory.

use std::collections::HashMap;

/// Words of 64 ids that are held at most: about 100 MB. Ids that stand close together, as those of
/// other authorities do, share a word.
const MOST_WORDS: usize = 2_000_000;

/// The ids that a file has brought, by kind.
#[derive(Default)]
pub(super) struct Seen(HashMap<(u8, i64), u64>);

impl Seen {
    /// Notes an id; false if it has been there already. Past the bound nothing more is noted.
    pub(super) fn insert(&mut self, kind: u8, id: i64) -> bool {
        // The lowest four bits are the authority: neighbours in number differ above them.
        let (authority, number) = (id & 0xf, id >> 4);
        let key = (kind, (number >> 6) << 4 | authority);
        let bit = 1_u64 << (number & 63);
        if let Some(word) = self.0.get_mut(&key) {
            let is_new = *word & bit == 0;
            *word |= bit;
            return is_new;
        }
        if self.0.len() < MOST_WORDS {
            self.0.insert(key, bit);
        }
        true
    }

    /// Whether an id has been there already, as far as it was noted.
    pub(super) fn contains(&self, kind: u8, id: i64) -> bool {
        let (authority, number) = (id & 0xf, id >> 4);
        let key = (kind, (number >> 6) << 4 | authority);
        let word = self.0.get(&key).copied().unwrap_or_default();
        word & (1_u64 << (number & 63)) != 0
    }

    /// Forgets an id whose record did not go in.
    pub(super) fn remove(&mut self, kind: u8, id: i64) {
        let (authority, number) = (id & 0xf, id >> 4);
        let key = (kind, (number >> 6) << 4 | authority);
        if let Some(word) = self.0.get_mut(&key) {
            *word &= !(1_u64 << (number & 63));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_in_its_kind() {
        let mut seen = Seen::default();
        for id in [16, 17, 32, 33, 16 * 64, 16 * 65, i64::MAX] {
            assert!(seen.insert(1, id), "{id}");
            assert!(!seen.insert(1, id), "{id}");
            assert!(seen.contains(1, id) && !seen.contains(2, id), "{id}");
            assert!(seen.insert(2, id), "{id}");
        }
    }
}

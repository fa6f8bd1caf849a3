//! What a row of the log holds of owners and look-up keys, in few bytes.
//!
//! Numbers are little-endian in groups of seven bits, the greatest bit of a byte saying that another
//! one follows (LEB128). Owners stand by kind: the kind and how many, then their ids in order, each
//! as its distance from the one before it. A key is its length and what it is, then its text.

use std::collections::BTreeSet;

use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind};
use model::id::RecordId;
use record::LookUpKey;
use sea_orm::ActiveEnum;

use super::KeyChanges;

/// Bits of a group's head that hold the kind.
const KIND_BITS: u32 = 6;
/// Bits of a key's head that say what it is.
const KEY_BITS: u32 = 2;
const GAINED: u64 = 1;
const IDENTIFIER: u64 = 2;

/// Owners as a row holds them; nothing where there are none.
pub(super) fn pack_touches(touches: &BTreeSet<RecordId>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut left = touches.iter().peekable();
    while let Some(first) = left.peek() {
        let kind = first.kind;
        let of_kind: Vec<i64> = std::iter::from_fn(|| left.next_if(|touch| touch.kind == kind))
            .map(|touch| touch.id)
            .collect();
        push_varint(&mut bytes, (of_kind.len() as u64) << KIND_BITS | code(kind));
        let mut before = 0_i64;
        for id in of_kind {
            push_varint(&mut bytes, id.wrapping_sub(before).cast_unsigned());
            before = id;
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Reads them back; nothing if they are not what [`pack_touches`] makes.
pub(super) fn unpack_touches(mut bytes: &[u8]) -> Option<BTreeSet<RecordId>> {
    let mut touches = BTreeSet::new();
    while !bytes.is_empty() {
        let head = take(&mut bytes)?;
        let kind = named::<RecordKind>(head & ((1 << KIND_BITS) - 1))?;
        let mut id = 0_i64;
        for _ in 0..head >> KIND_BITS {
            id = id.wrapping_add(take(&mut bytes)?.cast_signed());
            touches.insert(RecordId { kind, id });
        }
    }
    Some(touches)
}

/// Keys as a row holds them; nothing where there are none.
pub(super) fn pack_keys(keys: &KeyChanges) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let gained = keys.gained.iter().map(|key| (key, GAINED));
    for (key, gained) in gained.chain(keys.lost.iter().map(|key| (key, 0))) {
        let (text, what) = match key {
            LookUpKey::Name(folded) => (folded, 0),
            LookUpKey::Identifier { value, .. } => (value, IDENTIFIER),
        };
        push_varint(&mut bytes, (text.len() as u64) << KEY_BITS | what | gained);
        if let LookUpKey::Identifier {
            authority, space, ..
        } = key
        {
            push_varint(&mut bytes, code(*authority));
            push_varint(&mut bytes, code(*space));
        }
        bytes.extend_from_slice(text.as_bytes());
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Reads them back; nothing if they are not what [`pack_keys`] makes.
pub(super) fn unpack_keys(mut bytes: &[u8]) -> Option<KeyChanges> {
    let mut keys = KeyChanges::default();
    while !bytes.is_empty() {
        let head = take(&mut bytes)?;
        let owner = match head & IDENTIFIER {
            0 => None,
            _ => Some((
                named::<ExternalAuthority>(take(&mut bytes)?)?,
                named::<ExternalSpace>(take(&mut bytes)?)?,
            )),
        };
        let length = usize::try_from(head >> KEY_BITS).ok()?;
        let (text, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        let value = std::str::from_utf8(text).ok()?.to_owned();
        let key = match owner {
            None => LookUpKey::Name(value),
            Some((authority, space)) => LookUpKey::Identifier {
                authority,
                space,
                value,
            },
        };
        let of = match head & GAINED {
            0 => &mut keys.lost,
            _ => &mut keys.gained,
        };
        of.insert(key);
    }
    Some(keys)
}

/// The stored code of a value of a vocabulary. None is below zero.
fn code<V: ActiveEnum<Value = i16>>(value: V) -> u64 {
    u64::from(value.to_value().unsigned_abs())
}

fn named<V: ActiveEnum<Value = i16>>(code: u64) -> Option<V> {
    V::try_from_value(&i16::try_from(code).ok()?).ok()
}

fn push_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..u64::BITS).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn touch() -> impl Strategy<Value = RecordId> {
        let kind = prop_oneof![Just(RecordKind::Work), Just(RecordKind::Person)];
        let id = prop_oneof![any::<i64>(), 1..100_000_i64];
        (kind, id).prop_map(|(kind, id)| RecordId { kind, id })
    }

    fn key() -> impl Strategy<Value = LookUpKey> {
        let authority = prop_oneof![
            Just(ExternalAuthority::Imdb),
            Just(ExternalAuthority::Tmdb),
            Just(ExternalAuthority::Wikidata)
        ];
        let space = prop_oneof![Just(ExternalSpace::Whole), Just(ExternalSpace::Series)];
        let identifier = (authority, space, ".{0,40}").prop_map(|(authority, space, value)| {
            LookUpKey::Identifier {
                authority,
                space,
                value,
            }
        });
        prop_oneof![".{0,200}".prop_map(LookUpKey::Name), identifier]
    }

    proptest! {
        #[test]
        fn owners_come_back(touches in proptest::collection::btree_set(touch(), 1..60)) {
            prop_assert_eq!(unpack_touches(&pack_touches(&touches).unwrap()), Some(touches));
        }

        #[test]
        fn keys_come_back(
            gained in proptest::collection::btree_set(key(), 1..8),
            lost in proptest::collection::btree_set(key(), 0..8),
        ) {
            let keys = KeyChanges { gained, lost };
            prop_assert_eq!(unpack_keys(&pack_keys(&keys).unwrap()), Some(keys));
        }

        #[test]
        fn nonsense_is_read_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = unpack_touches(&bytes);
            let _ = unpack_keys(&bytes);
        }
    }

    #[test]
    fn nothing_takes_no_room() {
        assert_eq!(pack_touches(&BTreeSet::new()), None);
        assert_eq!(pack_keys(&KeyChanges::default()), None);
    }

    #[test]
    fn the_two_owners_of_a_role_take_ten_bytes() {
        // tt9999999 and nm9999999.
        let id = (9_999_999 << 4) | 1;
        let touch = |kind| RecordId { kind, id };
        let owners = [RecordKind::Work, RecordKind::Person].map(touch);
        assert_eq!(pack_touches(&owners.into()).unwrap().len(), 10);
    }
}

#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;
use crate::error::ErrorCode;

impl Weighed for Vec<u8> {
    fn bytes(&self) -> usize {
        self.len()
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

fn name(owner: u8) -> Name {
    (owner.to_string(), "roles")
}

async fn make(made: &AtomicUsize, value: Vec<u8>) -> Result<Vec<u8>, ApiError> {
    tokio::task::yield_now().await;
    made.fetch_add(1, Ordering::Relaxed);
    Ok(value)
}

proptest! {
    #[test]
    fn each_list_and_key_gets_its_own_and_is_made_once(
        asked in prop::collection::vec((0..3_u8, 0..4_u8), 0..40),
    ) {
        let (memo, made) = (Memo::default(), AtomicUsize::new(0));
        let ask = |(owner, key): &(u8, u8)| {
            memo.once(name(*owner), *key, make(&made, vec![*owner, *key]))
        };
        let given = run(futures_util::future::join_all(asked.iter().map(ask)));
        for ((owner, key), given) in asked.iter().zip(given) {
            prop_assert_eq!(&*given.unwrap(), &vec![*owner, *key]);
        }
        let different: std::collections::BTreeSet<_> = asked.into_iter().collect();
        prop_assert_eq!(made.into_inner(), different.len());
    }
}

#[test]
fn what_failed_is_tried_again() {
    let (memo, made) = (Memo::default(), AtomicUsize::new(0));
    let failed = ApiError::new(ErrorCode::Busy, "not now");
    let fails = async { Err::<Vec<u8>, _>(failed.clone()) };
    assert_eq!(run(memo.once(name(1), 1, fails)), Err(failed.clone()));
    assert!(run(memo.once(name(1), 1, make(&made, vec![]))).is_ok());
}

#[test]
fn memory_is_bounded() {
    let (memo, made) = (Memo::default(), AtomicUsize::new(0));
    let third = vec![0; MOST_BYTES / 3];
    for _ in 0..2 {
        for key in 0..9 {
            let given = run(memo.once(name(1), key, make(&made, third.clone())));
            assert_eq!(given.unwrap().len(), third.len());
        }
    }
    assert!(memo.kept().bytes <= MOST_BYTES);
    // Three were kept, the other six made twice.
    assert_eq!(made.into_inner(), 9 + 6);
    assert_eq!(memo.kept().lists[&name(1)].len(), 3);
}

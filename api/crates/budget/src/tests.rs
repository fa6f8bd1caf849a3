#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::time::Duration;

use proptest::prelude::*;

use super::*;

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread();
    runtime_of(runtime).block_on(future)
}

fn runtime_of(mut builder: tokio::runtime::Builder) -> tokio::runtime::Runtime {
    builder.enable_time().build().unwrap()
}

fn without_end() -> Work {
    Work::new(u64::MAX, None)
}

proptest! {
    #[test]
    fn a_sort_in_portions_is_a_sort(mut list in prop::collection::vec(any::<u32>(), 0..5_000)) {
        let sorted = run(async {
            let work = without_end();
            let mut turn = work.turn().await;
            sorted_by(&mut turn, list.clone(), u32::cmp).await.unwrap()
        });
        list.sort_unstable();
        prop_assert_eq!(sorted, list);
    }
}

#[test]
fn past_the_limit_work_is_refused_with_what_was_used() {
    let work = Work::new(10, None);
    assert_eq!(work.charge(10), Ok(()));
    let refused = Stopped::Exhausted {
        limit: 10,
        used: 11,
    };
    assert_eq!(work.charge(1), Err(refused));
    assert_eq!(work.used(), 11);
}

#[test]
fn short_lists_do_not_give_the_thread_away_and_long_ones_do() {
    let given_away = |looks: usize| {
        run(async {
            let work = without_end();
            let others = Arc::new(AtomicBool::new(false));
            let ran = others.clone();
            tokio::spawn(async move { ran.store(true, Ordering::Relaxed) });
            let mut turn = work.turn().await;
            for _ in 0..looks / STEP {
                turn.look(STEP).await.unwrap();
            }
            others.load(Ordering::Relaxed)
        })
    };
    assert!(!given_away(STEP));
    assert!(given_away(100 * STEP));
}

#[test]
fn one_list_has_the_turn_and_those_that_wait_are_under_way() {
    run(async {
        let work = without_end();
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let list = async {
            let mut turn = work.turn().await;
            inside.fetch_add(1, Ordering::Relaxed);
            for _ in 0..20 {
                turn.look(PORTION as usize).await.unwrap();
                most.fetch_max(inside.load(Ordering::Relaxed), Ordering::Relaxed);
                assert!(work.is_under_way());
            }
            inside.fetch_sub(1, Ordering::Relaxed);
        };
        // A future cannot be had twice, but its like can.
        let another = async {
            let _turn = work.turn().await;
            assert_eq!(inside.load(Ordering::Relaxed), 0);
        };
        futures_util::future::join(list, another).await;
        assert_eq!(most.load(Ordering::Relaxed), 1);
        assert!(!work.is_under_way());
    });
}

#[test]
fn work_that_is_dropped_half_way_leaves_the_turn_to_others() {
    run(async {
        let work = without_end();
        let endless = async {
            let mut turn = work.turn().await;
            loop {
                turn.look(STEP).await.unwrap();
            }
        };
        let patience = Duration::from_millis(20);
        assert!(tokio::time::timeout(patience, endless).await.is_err());
        assert!(!work.is_under_way());
        let _turn = work.turn().await;
    });
}

#[test]
fn past_the_deadline_work_ends() {
    run(async {
        let work = Work::new(u64::MAX, Some(Instant::now()));
        let mut turn = work.turn().await;
        assert_eq!(turn.look(STEP).await, Ok(()));
        assert_eq!(turn.spend(PORTION).await, Err(Stopped::Late));
    });
}

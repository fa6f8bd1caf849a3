//! Readers, commits and the log in every order: nothing is served that is older than what had been
//! applied when a reader began, and nobody waits for ever.

#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures_util::task::noop_waker;
use proptest::prelude::*;

use super::{Cache, Keyed, Name, Weighed};

/// The records of the model: few, so that readers meet.
const RECORDS: i64 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct VersionOf(i64);

impl Keyed<i64> for VersionOf {
    fn name(&self) -> Name {
        Name::Number(self.0)
    }

    fn subject(&self) -> i64 {
        self.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version(i64);

impl Weighed for Version {
    fn bytes(&self) -> usize {
        8
    }
}

/// A database: the version of each record, and the log of what changed.
#[derive(Default)]
struct Database {
    versions: HashMap<i64, i64>,
    log: Vec<i64>,
    applied: usize,
    /// The versions that the log had told of.
    told: HashMap<i64, i64>,
    /// Readings that are under way, by record.
    reading: HashMap<i64, usize>,
}

type Shared = Rc<RefCell<Database>>;

/// Gives the turn away once.
async fn pause() {
    let mut paused = false;
    let once = |_: &mut Context<'_>| match std::mem::replace(&mut paused, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    };
    poll_fn(once).await;
}

/// Takes a record for one that is being read, until it is dropped.
struct Reading(Shared, Vec<i64>);

impl Reading {
    fn of(database: &Shared, ids: Vec<i64>) -> Self {
        for id in &ids {
            let mut database = database.borrow_mut();
            let readings = database.reading.entry(*id).or_default();
            *readings += 1;
            assert_eq!(*readings, 1, "two read {id} at a time");
        }
        Self(database.clone(), ids)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        for id in &self.1 {
            *self.0.borrow_mut().reading.get_mut(id).unwrap() -= 1;
        }
    }
}

type Answer = Result<HashMap<VersionOf, Version>, ()>;

/// How a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Together,
    Failing,
    Aside,
}

async fn ask(cache: Rc<Cache<i64>>, database: Shared, ids: Vec<i64>, manner: Manner) -> Answer {
    let load = |keys: Vec<VersionOf>| {
        let database = database.clone();
        async move {
            let ids = keys.iter().map(|key| key.0).collect();
            let reading = (manner != Manner::Aside).then(|| Reading::of(&database, ids));
            pause().await;
            let of = |key: &VersionOf| {
                let version = database.borrow().versions.get(&key.0).copied();
                (*key, Version(version.unwrap_or_default()))
            };
            let read = keys.iter().map(of).collect();
            pause().await;
            drop(reading);
            match manner {
                Manner::Failing => Err(()),
                _ => Ok(read),
            }
        }
    };
    let keys = ids.into_iter().map(VersionOf).collect();
    match manner {
        Manner::Aside => cache.read_aside(keys, load).await,
        _ => cache.read(keys, load).await,
    }
}

/// A reader, and what it must at least be told.
struct Reader {
    answer: Pin<Box<dyn Future<Output = Answer>>>,
    least: Option<HashMap<i64, i64>>,
}

#[derive(Clone, Debug)]
enum Step {
    Begin(Vec<i64>, Manner),
    Poll(usize),
    GiveUp(usize),
    Commit(i64),
    Apply(usize),
    Forget,
}

fn manner() -> impl Strategy<Value = Manner> {
    use Manner::{Aside, Failing, Together};
    prop_oneof![7 => Just(Together), 1 => Just(Failing), 2 => Just(Aside)]
}

fn step() -> impl Strategy<Value = Step> {
    let id = || 0..RECORDS;
    prop_oneof![
        3 => (proptest::collection::btree_set(id(), 1..=3), manner())
            .prop_map(|(ids, manner)| Step::Begin(ids.into_iter().rev().collect(), manner)),
        8 => (0usize..8).prop_map(Step::Poll),
        1 => (0usize..8).prop_map(Step::GiveUp),
        3 => id().prop_map(Step::Commit),
        3 => (1usize..4).prop_map(Step::Apply),
        1 => Just(Step::Forget),
    ]
}

fn apply(cache: &Cache<i64>, database: &Shared, most: usize) {
    let mut database = database.borrow_mut();
    let to = (database.applied + most).min(database.log.len());
    let changed: Vec<i64> = database.log[database.applied..to].to_vec();
    database.applied = to;
    cache.apply(changed.iter().copied(), to as i64);
    for id in changed {
        *database.told.entry(id).or_default() += 1;
    }
}

/// Polls a reader; whether it has ended.
fn poll(reader: &mut Reader, database: &Shared) -> bool {
    let least = reader
        .least
        .get_or_insert_with(|| database.borrow().told.clone());
    let waker = noop_waker();
    let Poll::Ready(answer) = reader
        .answer
        .as_mut()
        .poll(&mut Context::from_waker(&waker))
    else {
        return false;
    };
    for (key, version) in answer.unwrap_or_default() {
        let least = least.get(&key.0).copied().unwrap_or_default();
        assert!(
            version.0 >= least,
            "{key:?} is {version:?}, and {least} was applied"
        );
    }
    true
}

fn run(steps: Vec<Step>, bytes: u64) {
    let cache = Rc::new(Cache::new(bytes, 0));
    let database = Shared::default();
    let begin = |ids, manner| Reader {
        answer: Box::pin(ask(cache.clone(), database.clone(), ids, manner)),
        least: None,
    };
    let mut readers: Vec<Reader> = Vec::new();
    for step in steps {
        match step {
            Step::Begin(ids, manner) => readers.push(begin(ids, manner)),
            Step::Poll(at) if at < readers.len() => {
                if poll(&mut readers[at], &database) {
                    drop(readers.remove(at));
                }
            }
            Step::GiveUp(at) if at < readers.len() => drop(readers.remove(at)),
            Step::Poll(_) | Step::GiveUp(_) => {}
            Step::Commit(id) => {
                let mut database = database.borrow_mut();
                *database.versions.entry(id).or_default() += 1;
                database.log.push(id);
            }
            Step::Apply(most) => apply(&cache, &database, most),
            Step::Forget => cache.apply_all(cache.applied()),
        }
    }
    // Whoever is left ends.
    for _ in 0..1_000 {
        readers.retain_mut(|reader| !poll(reader, &database));
    }
    assert!(
        readers.is_empty(),
        "{} readers wait for ever",
        readers.len()
    );
    // And once all of the log is applied, everybody is told the newest.
    apply(&cache, &database, usize::MAX / 2);
    let mut last = begin((0..RECORDS).collect(), Manner::Together);
    assert!((0..10).any(|_| poll(&mut last, &database)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_older_than_what_was_applied_is_served(
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        run(steps, 1 << 20);
    }
}

#[test]
fn a_reading_that_began_before_a_commit_puts_nothing_back() {
    use Step::{Apply, Begin, Commit, Poll};
    run(
        vec![
            Begin(vec![0], Manner::Together),
            Poll(0),
            // It has read, and not yet put.
            Poll(0),
            Commit(0),
            Apply(1),
            Poll(0),
            Begin(vec![0], Manner::Together),
            Poll(0),
            Poll(0),
            Poll(0),
        ],
        1 << 20,
    );
}

#[test]
fn what_is_there_is_not_read_again() {
    let cache = Rc::new(Cache::new(1 << 20, 0));
    let database = Shared::default();
    for _ in 0..3 {
        let mut reader = Reader {
            answer: Box::pin(ask(
                cache.clone(),
                database.clone(),
                vec![0, 1],
                Manner::Together,
            )),
            least: None,
        };
        assert!((0..4).any(|_| poll(&mut reader, &database)));
    }
    let figures = cache.figures();
    assert_eq!((figures.hits, figures.misses, figures.entries), (4, 2, 2));
    assert!(figures.bytes > 16);
    let off = Cache::<i64>::new(0, 0);
    assert_eq!(off.figures(), super::Figures::default());
}

#[test]
fn it_takes_no_more_than_its_bytes() {
    let cache = Rc::new(Cache::new(64 * 1024, 0));
    let database = Shared::default();
    let mut reader = Reader {
        answer: Box::pin(ask(
            cache.clone(),
            database.clone(),
            (0..5_000).collect(),
            Manner::Together,
        )),
        least: None,
    };
    assert!((0..10).any(|_| poll(&mut reader, &database)));
    let figures = cache.figures();
    assert!(figures.bytes <= 64 * 1024, "{figures:?}");
    assert!(figures.entries > 100, "{figures:?}");
}

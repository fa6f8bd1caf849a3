//! Reading a file again gives the same answer and changes nothing: also where few keys stand over few
//! sources, and what a key means depends on what came before.

use std::sync::atomic::{AtomicU32, Ordering};

use data::ingest::{Options, Tell, import};
use entity::vocabulary::RecordKind;
use filmgraph_tests::{Database, TestDatabase, cases, clock, on_both};
use model::id::encode;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use store::Store;

use crate::files_without_ids::HEAD;

on_both!(
    a_file_is_answered_alike_at_each_reading,
    a_key_that_is_in_use_stands_for_nothing_else,
    a_key_in_use_holds_against_lines_of_the_same_batch,
    a_key_holds_for_the_lines_that_named_its_record,
    a_refused_line_stays_refused_whatever_came_before_it,
    keys_that_are_given_by_source_are_not_moved,
    a_line_with_an_id_is_known_to_those_after_it,
);

/// What was told of a file, and whether it changed anything.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    told: Vec<(u64, String)>,
    head: i64,
    keys: i64,
}

async fn reading(test: &TestDatabase, store: &Store, file: &str) -> Reading {
    let mut told = Vec::new();
    let options = Options {
        actor: "test",
        at: clock().micros(),
        is_strict: false,
    };
    let mut tell = |of: Tell<'_>| {
        if let Tell::Wrong(bad) | Tell::LeftOut(bad) = of {
            told.push((bad.line, format!("{}: {}", bad.field, bad.reason)));
        }
    };
    let read = import(store, Box::new(file.as_bytes()), options, &mut tell).await;
    read.expect("an import");
    Reading {
        told,
        head: store.head().await.expect("the head"),
        keys: test.number("SELECT COUNT(*) FROM record_key").await,
    }
}

fn file(lines: &[Value]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    format!("{HEAD}{}", lines.concat())
}

/// Sources, the first with the greatest priority.
fn sources() -> Vec<Value> {
    let source = |number: u8| {
        let key = format!("m{number}");
        json!({"type": "source", "key": key, "kind": "DATA_SET", "title": key,
            "priority": 10 - number})
    };
    (0..4).map(source).collect()
}

async fn with_sources(database: Database) -> (TestDatabase, Store) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let told = reading(&test, &store, &file(&sources())).await.told;
    assert_eq!(told, []);
    (test, store)
}

fn of(sources: &[u8], mut line: Value) -> Value {
    let sources = sources.iter();
    let sources = sources.map(|number| json!({"key": format!("m{number}")}));
    line["sources"] = sources.collect();
    line
}

fn work(key: &str, title: &str, sources: &[u8]) -> Value {
    let line = json!({"type": "work", "key": key, "kind": "FILM", "title": title});
    of(sources, line)
}

fn award(work: &str, category: &str, sources: &[u8]) -> Value {
    let line = json!({"type": "award", "award": "Harbor Prize", "category": category, "year": 2026,
        "result": "NOMINATED", "work": {"key": work}});
    of(sources, line)
}

fn location(work: &str, name: &str, sources: &[u8]) -> Value {
    let line = json!({"type": "location", "kind": "FILMING", "name": name, "country": "FR",
        "work": {"key": work}});
    of(sources, line)
}

/// Reads a file, and asserts that reading it again says and changes nothing else.
async fn twice(test: &TestDatabase, store: &Store, lines: &[Value]) -> Vec<(u64, String)> {
    let file = file(lines);
    let first = reading(test, store, &file).await;
    let again = reading(test, store, &file).await;
    assert_eq!(again, first, "{file}");
    first.told
}

/// A line of a made-up file.
#[derive(Clone, Debug)]
enum Made {
    Work(Option<u8>, Vec<u8>, Option<u8>),
    Award(u8, Vec<u8>, Option<u8>, u8),
    Location(u8, Vec<u8>, Option<u8>, u8),
}

impl Made {
    /// The line, with keys that no other file has.
    fn line(&self, place: usize, of_file: u32) -> Value {
        let key = |number: u8| format!("k{number} {of_file}");
        let own = |mut line: Value, own: Option<u8>| {
            if let Some(own) = own {
                line["key"] = key(own).into();
            }
            line
        };
        match self {
            Self::Work(of, sources, identifier) => {
                let mut line = work("", &format!("Film {place}"), sources);
                match of {
                    Some(of) => line["key"] = key(*of).into(),
                    None => drop(line.as_object_mut().expect("a line").remove("key")),
                }
                if let Some(number) = identifier {
                    let number = 1_000_000 + of_file * 10 + u32::from(*number);
                    line["externalIds"] = json!({"IMDB": format!("tt{number}")});
                }
                line
            }
            Self::Award(work, sources, of, category) => own(
                award(&key(*work), &format!("Best {category}"), sources),
                *of,
            ),
            Self::Location(work, sources, of, name) => {
                own(location(&key(*work), &format!("Pier {name}"), sources), *of)
            }
        }
    }
}

fn made(identifiers: bool) -> impl Strategy<Value = Vec<Made>> {
    let sources = || proptest::sample::subsequence(vec![0_u8, 1, 2], 1..=2);
    let own = || proptest::option::weighted(0.3, 0_u8..2);
    let identifier = match identifiers {
        true => proptest::option::weighted(0.4, 0_u8..2).boxed(),
        false => Just(None).boxed(),
    };
    let key = match identifiers {
        true => proptest::option::weighted(0.9, 0_u8..2).boxed(),
        false => (0_u8..2).prop_map(Some).boxed(),
    };
    let work = (key, sources(), identifier);
    let work = work.prop_map(|(key, sources, of)| Made::Work(key, sources, of));
    let award = (0_u8..2, sources(), own(), 0_u8..2);
    let award = award.prop_map(|(work, sources, own, of)| Made::Award(work, sources, own, of));
    let location = (0_u8..2, sources(), own(), 0_u8..2);
    let location =
        location.prop_map(|(work, sources, own, of)| Made::Location(work, sources, own, of));
    proptest::collection::vec(prop_oneof![3 => work, 1 => award, 1 => location], 2..8)
}

/// Whether a line names what comes later in the file: once that is there, it goes in.
fn is_early(told: &[(u64, String)]) -> bool {
    let lacks = |(_, reason): &(u64, String)| reason.contains("there is no work with");
    told.iter().any(lacks)
}

async fn a_file_is_answered_alike_at_each_reading(database: Database) {
    let (test, store) = with_sources(database).await;
    let number = AtomicU32::new(0);
    for (identifiers, usual) in [(false, 30), (true, 15)] {
        let config = Config {
            failure_persistence: None,
            ..Config::with_cases(cases(usual))
        };
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, random);
        let runtime = tokio::runtime::Handle::current();
        let same = |lines: Vec<Made>| {
            let of_file = number.fetch_add(1, Ordering::Relaxed);
            let lines = lines.iter().enumerate();
            let lines: Vec<Value> = lines.map(|(at, line)| line.line(at, of_file)).collect();
            let file = file(&lines);
            tokio::task::block_in_place(|| {
                runtime.block_on(async {
                    let mut before = reading(&test, &store, &file).await;
                    if is_early(&before.told) {
                        before = reading(&test, &store, &file).await;
                    }
                    let mut again = reading(&test, &store, &file).await;
                    if identifiers {
                        // Of what leads elsewhere, a later line may have brought more to tell.
                        for told in [&mut before, &mut again] {
                            told.told.iter_mut().for_each(|(_, reason)| reason.clear());
                        }
                    }
                    prop_assert_eq!(&again, &before, "{}", file);
                    Ok(())
                })
            })
        };
        runner
            .run(&made(identifiers), same)
            .expect("the same answer");
    }
    store.close().await;
}

async fn a_key_that_is_in_use_stands_for_nothing_else(database: Database) {
    let (test, store) = with_sources(database).await;
    let first = work("mw", "Glass Harbor", &[0, 1]);
    let named = award("mw", "Best Film", &[1]);
    let other = work("mw", "White Heat", &[1]);
    let told = twice(&test, &store, &[first.clone(), named, other.clone()]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let (line, reason) = &told[0];
    assert_eq!(*line, 4);
    assert!(
        reason.contains("lines of the source \"m1\", s")
            && reason.contains("mean \"Glass Harbor\", w"),
        "{reason}"
    );
    assert_eq!(
        test.number("SELECT COUNT(*) FROM award_nomination").await,
        1
    );
    // In a file of its own likewise, and with another key it goes in.
    let told = twice(&test, &store, std::slice::from_ref(&other)).await;
    assert_eq!(told[0].1, *reason);
    let mut mended = other;
    mended["key"] = "other".into();
    assert_eq!(twice(&test, &store, &[first, mended]).await, []);
    store.close().await;
}

async fn a_key_in_use_holds_against_lines_of_the_same_batch(database: Database) {
    let (test, store) = with_sources(database).await;
    let lines = [
        work("mw", "Glass Harbor", &[0, 1]),
        work("mw", "White Heat", &[1]),
    ];
    let told = twice(&test, &store, &lines).await;
    assert!(told[0].1.contains("mean \"Glass Harbor\", w"), "{told:?}");
    // Two sources may have one key each for a film of its own, and a third for both.
    let lines = [
        work("heat", "Heat", &[0, 2]),
        work("heat", "White Heat", &[1, 2]),
    ];
    assert_eq!(twice(&test, &store, &lines).await, []);
    store.close().await;
}

async fn a_key_holds_for_the_lines_that_named_its_record(database: Database) {
    let (test, store) = with_sources(database).await;
    // It is the only one of any source, until another source has it, too.
    let lines = [
        work("mw", "Glass Harbor", &[0]),
        award("mw", "Best Film", &[1]),
        work("mw", "White Heat", &[2]),
        location("mw", "Pier", &[0, 1]),
    ];
    assert_eq!(twice(&test, &store, &lines).await, []);
    // The own source may not have it for another from now on.
    let told = twice(&test, &store, &[work("mw", "The Tides", &[1])]).await;
    assert!(told[0].1.contains("mean \"Glass Harbor\", w"), "{told:?}");
    // A line of other sources is not to guess.
    let told = twice(&test, &store, &[award("mw", "Best Score", &[3])]).await;
    let (_, reason) = &told[0];
    assert!(
        reason.contains("the key \"mw\" fits several records") && reason.contains("write the id"),
        "{reason}"
    );
    assert!(
        reason.contains("\"Glass Harbor\", w") && reason.contains("\"White Heat\", w"),
        "{reason}"
    );
    store.close().await;
}

async fn a_refused_line_stays_refused_whatever_came_before_it(database: Database) {
    let (test, store) = with_sources(database).await;
    let both = [
        work("ow", "One", &[0]),
        work("ow", "Two", &[1]),
        work("ow", "Three", &[0, 1]),
        location("ow", "Pier", &[0]),
        location("ow", "Quay", &[1]),
    ];
    let told = twice(&test, &store, &both).await;
    assert!(
        told[0].1.contains("key: is that of several records"),
        "{told:?}"
    );
    assert!(
        told[0].1.contains("\"One\", w") && told[0].1.contains("\"Two\", w"),
        "{told:?}"
    );
    let between = [
        work("iw", "One", &[0]),
        work("iw", "Three", &[0, 1]),
        work("iw", "Two", &[1]),
        location("iw", "Pier", &[0]),
    ];
    let told = twice(&test, &store, &between).await;
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4], "{told:?}");
    assert_eq!(told[0].1, ": line 2 is of the same record already");
    assert!(told[1].1.contains("mean \"One\", w"), "{told:?}");
    // What a line names that is one too many is known by it, too.
    let named = [
        work("uw", "One", &[0]),
        location("uw", "Pier", &[1]),
        location("uw", "Pier", &[2]),
        work("uw", "Two", &[2]),
    ];
    let told = twice(&test, &store, &named).await;
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [4, 5], "{told:?}");
    store.close().await;
}

async fn keys_that_are_given_by_source_are_not_moved(database: Database) {
    let (test, store) = with_sources(database).await;
    let mut one = award("mw", "Best Film", &[0]);
    one["key"] = "one".into();
    let mut two = award("mw", "Best Score", &[1]);
    two["key"] = "two".into();
    let lines = [work("mw", "Glass Harbor", &[0, 1]), one.clone(), two];
    assert_eq!(twice(&test, &store, &lines).await, []);
    // By its own key it is the one, and by that which it gives the other.
    let id = test
        .number("SELECT id FROM source WHERE title = 'm1'")
        .await;
    let id = encode(RecordKind::Source, id);
    let mut given = one;
    given["keys"] = json!({id: "two"});
    let told = twice(&test, &store, &[given]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let rows = "SELECT COUNT(DISTINCT record_id) FROM record_key WHERE sort = 1 AND words = 'two'";
    assert_eq!(test.number(rows).await, 1);
    assert!(told[0].1.contains("key"), "{told:?}");
    store.close().await;
}

async fn a_line_with_an_id_is_known_to_those_after_it(database: Database) {
    let (test, store) = with_sources(database).await;
    let source = test
        .number("SELECT id FROM source WHERE title = 'm0'")
        .await;
    let whole = json!({"type": "quote", "id": encode(RecordKind::Quote, 160), "text": "Ebb.",
        "source": encode(RecordKind::Source, source)});
    let quote = json!({"type": "quote", "text": "Ebb.", "source": {"key": "m0"}});
    let told = twice(&test, &store, &[whole, quote]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    store.close().await;
}

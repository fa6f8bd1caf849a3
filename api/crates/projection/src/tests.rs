#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use record::{GenreId, GenreRecord};
use store::write::WriteTransaction;
use store::{Durability, Purpose, Store, StoreError, StoreOptions};
use tempfile::TempDir;

use super::*;

/// The places that came, and those at which it began anew.
#[derive(Default)]
struct Heard {
    place: AtomicI64,
    came: Mutex<Vec<i64>>,
    anew: Mutex<Vec<i64>>,
}

impl Projection for Heard {
    const NAME: &'static str = "heard";

    fn place(&self) -> i64 {
        self.place.load(Ordering::SeqCst)
    }

    fn take_in(&self, moved: &[Moved]) {
        let places = moved.iter().map(|moved| moved.seq);
        self.came.lock().unwrap().extend(places);
        let last = moved.last().unwrap().seq;
        self.place.store(last, Ordering::SeqCst);
    }

    fn begin_anew(&self, place: i64) {
        self.anew.lock().unwrap().push(place);
        self.place.store(place, Ordering::SeqCst);
    }
}

async fn open(folder: &TempDir) -> Store {
    let options = StoreOptions {
        url: None,
        data_dir: folder.path().to_owned(),
        purpose: Purpose::Make,
        readers: 1,
        writers: 1,
        acquire_timeout: Duration::from_secs(5),
        busy_timeout: Duration::from_secs(5),
        statement_timeout: Duration::from_secs(5),
        durability: Durability::Load,
    };
    let store = Store::open(&options).await.unwrap();
    store.migrate().await.unwrap();
    store
}

/// Writes so many genres in a transaction each, from this number on; gives the log's head.
async fn write(store: &Store, from: i64, count: i64) -> i64 {
    for number in from..from + count {
        let genre = GenreRecord {
            id: GenreId(number << 4),
            name: format!("Genre {number}"),
        };
        let work = async |tx: &mut WriteTransaction| tx.put(std::slice::from_ref(&genre)).await;
        let written: Result<_, StoreError> = store.write("test", 0, work).await;
        written.unwrap();
    }
    store.head().await.unwrap()
}

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn every_change_comes_once_and_in_order_whoever_made_it() {
    let folder = TempDir::new().unwrap();
    let (here, elsewhere) = (open(&folder).await, open(&folder).await);
    write(&here, 1, 3).await;
    let pace = Pace {
        look_every: Duration::from_millis(10),
        at_a_time: 4,
        ..Pace::default()
    };
    let heard = Arc::new(Heard::default());
    let following = follow(here.clone(), heard.clone(), pace);
    for round in 0..4 {
        let store = if round % 2 == 0 { &elsewhere } else { &here };
        let head = write(store, 10 + round * 10, 7).await;
        assert!(following.reaches(head, LONG).await);
        let standing = following.standing();
        assert_eq!((standing.place, standing.failure), (head, None));
    }
    assert_eq!(*heard.came.lock().unwrap(), (1..=31).collect::<Vec<i64>>());
    assert!(heard.anew.lock().unwrap().is_empty());
    assert!(!following.reaches(32, Duration::from_millis(50)).await);
}

#[tokio::test]
async fn far_behind_it_begins_anew() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder).await;
    let head = write(&store, 1, 30).await;
    let pace = Pace {
        at_a_time: 5,
        most_behind: 20,
        ..Pace::default()
    };
    let heard = Arc::new(Heard::default());
    let following = follow(store.clone(), heard.clone(), pace);
    assert!(following.reaches(head, LONG).await);
    assert_eq!(*heard.anew.lock().unwrap(), [head]);
    let after = write(&store, 100, 2).await;
    assert!(following.reaches(after, LONG).await);
    assert_eq!(*heard.came.lock().unwrap(), [head + 1, head + 2]);
}

#[tokio::test]
async fn it_says_why_it_does_not_get_on() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder).await;
    let heard = Arc::new(Heard::default());
    let pace = Pace {
        look_every: Duration::from_millis(10),
        ..Pace::default()
    };
    let following = follow(store.clone(), heard, pace);
    assert!(following.reaches(0, LONG).await);
    store.close().await;
    let mut standing = following.standing();
    for _ in 0..500 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        standing = following.standing();
        if standing.failure.is_some() {
            break;
        }
    }
    assert!(standing.failure.is_some() && standing.is_behind);
}

//! An open loop: requests go out when they are due, whether the ones before were answered or not, as
//! those of many people do. Times count from when a request was due.

use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;

use crate::contestant::Contestant;
use crate::figures::{ms, percentile};
use crate::load::{Requests, clients};
use crate::writer::{Writer, Written};

/// Connections that ask: more than are ever busy, unless the server falls behind.
const CONNECTIONS: usize = 64;

/// What a loop came to.
#[derive(Debug, Serialize)]
pub(crate) struct Open {
    /// Requests a second that were due.
    pub(crate) rate: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) max_ms: f64,
    pub(crate) written: Option<Written>,
}

/// Something that is due: its number, and when.
type Due = (usize, Instant);

/// Tells when each is due, from a thread of its own: the runtime's clock has whole milliseconds.
pub(crate) fn schedule(rate: f64, count: usize) -> UnboundedReceiver<Due> {
    let (sender, receiver) = unbounded_channel();
    thread::spawn(move || {
        let start = Instant::now();
        for number in 0..count {
            let due = start + Duration::from_secs_f64(number as f64 / rate);
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if sender.send((number, due)).is_err() {
                return;
            }
        }
    });
    receiver
}

pub(crate) async fn run(
    contestant: &Contestant,
    requests: &Requests,
    rate: f64,
    seconds: f64,
    writer: Option<Writer>,
) -> Open {
    let clients = clients(contestant, CONNECTIONS).await;
    let writing = writer.map(|writer| tokio::task::spawn_local(writer.write(seconds)));
    let due = Rc::new(Mutex::new(schedule(rate, (rate * seconds) as usize)));
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let (due, requests) = (Rc::clone(&due), requests.clone());
        tasks.spawn_local(async move {
            let mut times = Vec::new();
            loop {
                let next = due.lock().await.recv().await;
                let Some((number, due)) = next else {
                    return times;
                };
                client.ask(requests.at(number)).await;
                times.push(due.elapsed());
            }
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done.expect("a connection's loop"));
    }
    times.sort_unstable();
    let written = match writing {
        Some(writing) => Some(writing.await.expect("the writers")),
        None => None,
    };
    Open {
        rate,
        p50_ms: ms(percentile(&times, 50)),
        p99_ms: ms(percentile(&times, 99)),
        max_ms: ms(percentile(&times, 100)),
        written,
    }
}

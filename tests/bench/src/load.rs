//! A closed loop: so many at a time, each asks anew when it has its answer, for a fixed time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::client::{Client, Request};
use crate::contestant::Contestant;
use crate::database::Database;
use crate::figures::{Figures, ms, percentile};
use crate::process;

/// How long it runs before it is timed.
const WARM_UP: Duration = Duration::from_millis(300);

/// Requests in the order in which they are sent; after the last the first again.
#[derive(Clone)]
pub(crate) struct Requests {
    pub(crate) of_subjects: Rc<[Request]>,
    pub(crate) order: Rc<[usize]>,
}

impl Requests {
    pub(crate) fn at(&self, place: usize) -> &Request {
        &self.of_subjects[self.order[place % self.order.len()]]
    }
}

/// What the connections of a turn share.
struct Turn {
    requests: Requests,
    next: Cell<usize>,
    /// From when to when it is timed.
    from: Instant,
    until: Instant,
    times: RefCell<Vec<Duration>>,
}

/// One contestant's turn.
pub(crate) async fn turn(
    contestant: &Contestant,
    database: &Database,
    requests: Requests,
    connections: usize,
    time: Duration,
) -> Figures {
    let clients = clients(contestant, connections).await;
    let from = Instant::now() + WARM_UP;
    let turn = Rc::new(Turn {
        requests,
        next: Cell::new(0),
        from,
        until: from + time,
        times: RefCell::default(),
    });
    let mut tasks = JoinSet::new();
    for client in clients {
        tasks.spawn_local(ask_on(Rc::clone(&turn), client));
    }
    let server = contestant.server.process();
    tokio::time::sleep_until(turn.from.into()).await;
    let before = process::busy(server, database).await;
    tokio::time::sleep_until(turn.until.into()).await;
    let after = process::busy(server, database).await;
    while let Some(done) = tasks.join_next().await {
        done.expect("a connection's loop");
    }
    let mut times = turn.times.take();
    assert!(
        !times.is_empty(),
        "{} gave no answer in {time:?}",
        contestant.name.title()
    );
    times.sort_unstable();
    let count = times.len() as f64;
    let (own, database) = process::between(server, &before, &after);
    Figures {
        per_second: count / time.as_secs_f64(),
        mean_ms: ms(times.iter().sum()) / count,
        p50_ms: ms(percentile(&times, 50)),
        p99_ms: ms(percentile(&times, 99)),
        server_cpu_ms: ms(own) / count,
        database_cpu_ms: ms(database) / count,
    }
}

async fn ask_on(turn: Rc<Turn>, mut client: Client) {
    loop {
        let place = turn.next.replace(turn.next.get() + 1);
        let started = Instant::now();
        if started >= turn.until {
            return;
        }
        client.ask(turn.requests.at(place)).await;
        let ended = Instant::now();
        if ended >= turn.from && ended < turn.until {
            turn.times.borrow_mut().push(ended - started);
        }
    }
}

/// Asks for each subject once, for so long at most.
pub(crate) async fn once_each(contestant: &Contestant, requests: &[Request], at_most: Duration) {
    let until = Instant::now() + at_most;
    let requests: Rc<[Request]> = requests.into();
    let next = Rc::new(Cell::new(0));
    let mut tasks = JoinSet::new();
    for mut client in clients(contestant, 16).await {
        let (requests, next) = (Rc::clone(&requests), Rc::clone(&next));
        tasks.spawn_local(async move {
            while let Some(request) = requests.get(next.replace(next.get() + 1)) {
                if Instant::now() >= until {
                    return;
                }
                client.ask(request).await;
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("a connection's loop");
    }
}

pub(crate) async fn clients(contestant: &Contestant, count: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    for _ in 0..count {
        clients.push(contestant.client().await);
    }
    clients
}

//! A closed loop: so many at a time, each asks anew when it has its answer, for a fixed time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use filmgraph_tests::{Client, Measured};
use sea_orm::DatabaseConnection;

use crate::process;

/// How long it runs before it is timed.
const WARM_UP: Duration = Duration::from_secs(1);

/// Who answers.
#[derive(Clone)]
pub(crate) enum Source {
    Api { base: String, process: u32 },
    Sql(DatabaseConnection),
}

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) median: Duration,
    pub(crate) p95: Duration,
    /// Processor time for each answer, where the system says: of the server; for a statement, of
    /// this process and the database's own.
    pub(crate) cpu: Option<Duration>,
}

pub(crate) async fn run(
    source: &Source,
    measured: Measured,
    ids: &[i64],
    connections: u32,
    time: Duration,
) -> Figures {
    round(source, measured, ids, connections, WARM_UP).await;
    let before = busy(source).await;
    let started = Instant::now();
    let mut times = round(source, measured, ids, connections, time).await;
    let elapsed = started.elapsed();
    let after = busy(source).await;
    times.sort_unstable();
    let count = u32::try_from(times.len()).expect("a number of answers");
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    Figures {
        per_second: f64::from(count) / elapsed.as_secs_f64(),
        median: at(50),
        p95: at(95),
        cpu: before
            .zip(after)
            .map(|(before, after)| (after - before) / count),
    }
}

/// The times of all answers of a round.
async fn round(
    source: &Source,
    measured: Measured,
    ids: &[i64],
    connections: u32,
    time: Duration,
) -> Vec<Duration> {
    let ids: Arc<[i64]> = ids.into();
    let next = Arc::new(AtomicUsize::new(0));
    let until = Instant::now() + time;
    let tasks = (0..connections).map(|_| {
        let (source, ids, next) = (source.clone(), Arc::clone(&ids), Arc::clone(&next));
        tokio::spawn(async move {
            // A client of its own has a connection of its own.
            let asking = Asking::new(source);
            let mut times = Vec::new();
            while Instant::now() < until {
                let id = ids[next.fetch_add(1, Ordering::Relaxed) % ids.len()];
                let started = Instant::now();
                asking.ask(measured, id).await;
                times.push(started.elapsed());
            }
            times
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.expect("a round"));
    }
    all
}

enum Asking {
    Api(Client),
    Sql(DatabaseConnection),
}

impl Asking {
    fn new(source: Source) -> Self {
        match source {
            Source::Api { base, .. } => Self::Api(Client::new(base)),
            Source::Sql(connection) => Self::Sql(connection),
        }
    }

    async fn ask(&self, measured: Measured, id: i64) {
        match self {
            Self::Api(client) => {
                let answer = client.post(&measured.body(id)).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                assert!(!answer.body.contains("\"errors\""), "{}", answer.body);
            }
            Self::Sql(connection) => {
                measured.run(connection, id).await.expect("rows");
            }
        }
    }
}

async fn busy(source: &Source) -> Option<Duration> {
    match source {
        Source::Api { process, .. } => process::busy(*process),
        Source::Sql(connection) => process::busy_with_database(connection).await,
    }
}

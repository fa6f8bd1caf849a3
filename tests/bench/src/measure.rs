//! One database from its making to its end: everything that is measured on it.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use tokio::task::JoinSet;

use crate::answer;
use crate::contestant::Contestant;
use crate::database::Database;
use crate::figures::{self, Figures};
use crate::fill;
use crate::load::{self, Requests};
use crate::open::{self, Open};
use crate::options::{Choice, Kind, Name, Options};
use crate::place::Place;
use crate::process;
use crate::program;
use crate::query::Query;
use crate::subjects::Subjects;
use crate::writer::Writer;

/// How long somebody without a cache is asked for each subject once, at most.
const WARM_UP: Duration = Duration::from_secs(5);
/// Filmgraph's cache is filled for as long as it takes.
const PATIENCE: Duration = Duration::from_mins(10);
/// Requests about the busiest person at a time, to see what memory they take.
const AT_ONCE: usize = 16;

/// All that was measured on a database.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) database: Kind,
    pub(crate) version: String,
    pub(crate) import_seconds: f64,
    pub(crate) bytes: i64,
    pub(crate) titles: i64,
    pub(crate) roles: i64,
    pub(crate) fill_seconds: f64,
    pub(crate) subjects: Vec<(Query, usize)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) cold: Vec<Cold>,
    pub(crate) memory: Option<Memory>,
    pub(crate) open: Vec<(String, Open)>,
}

/// The figures of a contestant.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) query: Query,
    pub(crate) connections: usize,
    pub(crate) choice: Choice,
    pub(crate) name: Name,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    /// Answers a second, in proportion to those of the read model.
    pub(crate) ratio: Option<f64>,
}

/// One request at a time without a cache.
#[derive(Debug, Serialize)]
pub(crate) struct Cold {
    pub(crate) query: Query,
    /// How many edges it reads: on average, and the median.
    pub(crate) edges: (f64, i64),
    pub(crate) mean_ms: f64,
    pub(crate) p50_ms: f64,
}

/// Resident memory in megabytes, with requests about the busiest person.
#[derive(Debug, Serialize)]
pub(crate) struct Memory {
    pub(crate) before: f64,
    pub(crate) peak: f64,
    pub(crate) after: f64,
}

struct Measuring<'a> {
    options: &'a Options,
    place: &'a Place,
    database: &'a Database,
    subjects: &'a Subjects,
    contestants: &'a [Contestant],
}

/// Makes a database of the file, and measures all.
pub(crate) async fn measure(options: &Options, kind: Kind, file: &Path) -> Measured {
    let place = Place::new(kind, options).await;
    let file = file.display().to_string();
    eprintln!("{kind:?}: importing");
    let (_, import) = program::filmgraph(options, &place, &["import", "jsonl", "--quiet", &file]);
    let database = place.connect().await;
    let bytes = place.size(&database).await;
    eprintln!("{kind:?}: making the references' tables");
    let filling = fill::fill(&place).await;
    let subjects = Subjects::choose(&database, options).await;
    let memory = memory(options, &place, &subjects).await;
    let contestants = Contestant::all(options, &place);
    let measuring = Measuring {
        options,
        place: &place,
        database: &database,
        subjects: &subjects,
        contestants: &contestants,
    };
    for query in &options.queries {
        let chosen = subjects.of(*query);
        let compared = &chosen[..chosen.len().min(options.compared)];
        answer::compare(&contestants, *query, compared).await;
        eprintln!(
            "{kind:?}: {}: all say the same of {}",
            query.title(),
            compared.len()
        );
    }
    let (mut rows, mut cold) = (Vec::new(), Vec::new());
    for query in &options.queries {
        rows.extend(measuring.query(*query).await);
        cold.extend(measuring.cold(*query).await);
    }
    let open = measuring.open(&rows).await;
    drop(contestants);
    let measured = Measured {
        database: kind,
        version: database.version().await,
        import_seconds: import.as_secs_f64(),
        bytes,
        titles: database.number("SELECT COUNT(*) FROM work").await,
        roles: database.number("SELECT COUNT(*) FROM role").await,
        fill_seconds: filling.as_secs_f64(),
        subjects: options
            .queries
            .iter()
            .map(|query| (*query, subjects.of(*query).len()))
            .collect(),
        rows,
        cold,
        memory,
        open,
    };
    database.close().await;
    place.remove().await;
    measured
}

impl Measuring<'_> {
    fn requests(&self, contestant: &Contestant, query: Query, choice: Choice) -> Requests {
        let subjects = self.subjects.of(query).iter();
        Requests {
            of_subjects: subjects
                .map(|number| contestant.request(query, *number))
                .collect(),
            order: self.subjects.order(query, choice).into(),
        }
    }

    fn time(&self) -> Duration {
        Duration::from_secs_f64(self.options.seconds)
    }

    /// The figures of all for a query.
    async fn query(&self, query: Query) -> Vec<Row> {
        for contestant in self.contestants {
            let requests = self
                .requests(contestant, query, Choice::Uniform)
                .of_subjects;
            let at_most = if contestant.name == Name::Warm {
                PATIENCE
            } else {
                WARM_UP
            };
            load::once_each(contestant, &requests, at_most).await;
        }
        let mut rows = Vec::new();
        for connections in &self.options.connections {
            for choice in &self.options.choice {
                // Of one subject there is no choice.
                let is_same =
                    self.subjects.of(query).len() == 1 && *choice != self.options.choice[0];
                if !is_same {
                    rows.extend(self.round(query, *connections, *choice).await);
                }
            }
        }
        rows
    }

    /// All take turns.
    async fn round(&self, query: Query, connections: usize, choice: Choice) -> Vec<Row> {
        let mut turns: Vec<Vec<Figures>> = self.contestants.iter().map(|_| Vec::new()).collect();
        for _ in 0..self.options.rounds.max(1) {
            for (contestant, turns) in self.contestants.iter().zip(&mut turns) {
                let requests = self.requests(contestant, query, choice);
                let turn = load::turn(
                    contestant,
                    self.database,
                    requests,
                    connections,
                    self.time(),
                );
                turns.push(turn.await);
            }
        }
        let medians: Vec<Figures> = turns.into_iter().map(figures::median).collect();
        let of_all = || self.contestants.iter().zip(&medians);
        let read = of_all().find(|(contestant, _)| contestant.name == Name::Read);
        let rows = of_all().map(|(contestant, figures)| Row {
            query,
            connections,
            choice,
            name: contestant.name,
            figures: *figures,
            ratio: read.map(|(_, read)| figures.per_second / read.per_second),
        });
        let rows: Vec<Row> = rows.collect();
        for row in &rows {
            eprintln!(
                "{:?}: {} ×{connections} {}: {}: {:.0}/s",
                self.place.kind,
                query.title(),
                choice.title(),
                row.name.title(),
                row.figures.per_second
            );
        }
        rows
    }

    /// One request at a time without a cache, beside the number of edges that it reads.
    async fn cold(&self, query: Query) -> Option<Cold> {
        let contestant = self.named(Name::Cold)?;
        let requests = self.requests(contestant, query, Choice::Uniform);
        let turn = load::turn(contestant, self.database, requests, 1, self.time()).await;
        Some(Cold {
            query,
            edges: self.subjects.edges(self.database, query).await,
            mean_ms: turn.mean_ms,
            p50_ms: turn.p50_ms,
        })
    }

    fn named(&self, name: Name) -> Option<&Contestant> {
        self.contestants
            .iter()
            .find(|contestant| contestant.name == name)
    }

    /// Q2 at half of what was just reached, alone and beside writers. Data differ from those of the
    /// references afterwards, so this comes last.
    async fn open(&self, rows: &[Row]) -> Vec<(String, Open)> {
        let mut loops = Vec::new();
        let Some(warm) = self.named(Name::Warm).filter(|_| self.options.open) else {
            return loops;
        };
        let most = self.options.connections.iter().copied().max().unwrap_or(16);
        let of_q2 = |row: &&Row| {
            (row.query, row.name, row.choice) == (Query::Q2, Name::Warm, Choice::Uniform)
        };
        let of_q2 = || rows.iter().filter(of_q2);
        let reached = of_q2().find(|row| row.connections == 16);
        let reached = reached.or_else(|| of_q2().find(|row| row.connections == most));
        let reached = reached.expect("--open needs q2, warm and uniform");
        let rate = reached.figures.per_second / 2.0;
        let requests = self.requests(warm, Query::Q2, Choice::Uniform);
        let seconds = self.options.open_seconds;
        let alone = open::run(warm, &requests, rate, seconds, None).await;
        loops.push(("nobody writes".to_owned(), alone));
        let films = self.subjects.of(Query::Q2);
        let writer = Writer::new(warm, self.options, self.place, films).await;
        let beside = open::run(warm, &requests, rate, seconds, Some(writer)).await;
        loops.push((
            format!("{} mutations a second", self.options.writes),
            beside,
        ));
        loops
    }
}

/// What a server without a cache holds that is asked for the busiest person many times at once.
async fn memory(options: &Options, place: &Place, subjects: &Subjects) -> Option<Memory> {
    if options.without.contains(&Name::Cold) || !options.queries.contains(&Query::Hub) {
        return None;
    }
    let contestant = Contestant::start(Name::Cold, options, place)?;
    let request = contestant.request(Query::Hub, subjects.of(Query::Hub)[0]);
    let process = contestant.server.process();
    // The first one reads the schema and opens connections.
    let mut first = contestant.client().await;
    first
        .ask(&contestant.request(Query::Q1, subjects.of(Query::Q1)[0]))
        .await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    process::forget_peak(process);
    let (before, _) = process::memory(process)?;
    let mut tasks = JoinSet::new();
    for mut client in load::clients(&contestant, AT_ONCE).await {
        let request = request.clone();
        tasks.spawn_local(async move { client.ask(&request).await.len() });
    }
    while let Some(done) = tasks.join_next().await {
        done.expect("an answer");
    }
    let (after, peak) = process::memory(process)?;
    Some(Memory {
        before,
        peak,
        after,
    })
}

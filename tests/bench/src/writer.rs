//! Mutations at a fixed rate, each followed by one read, which has to show what was written.

use std::rc::Rc;
use std::time::Instant;

use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::client::{Client, Request};
use crate::contestant::Contestant;
use crate::figures::{ms, percentile};
use crate::open::schedule;
use crate::options::{Name, Options};
use crate::place::Place;
use crate::program::filmgraph;
use crate::query::Query;

/// Connections that write. Each has records of its own, so that no two change the same.
const CONNECTIONS: usize = 8;
/// Films whose records are written: the film, a role in it and who has it.
const FILMS: usize = 200;

const RECORDS: &str = "query($id: ID!) { film(by: {id: $id}) { id version
    cast(first: 1) { nodes { id version person { id version } } } } }";
const SOURCE: &str = "mutation($input: SourceCreateInput!) { it: sourceCreate(input: $input) {
    source { id } userErrors { message } } }";

/// What came of it.
#[derive(Debug, Serialize)]
pub(crate) struct Written {
    /// How many were done: fewer than were due where the server falls behind.
    pub(crate) per_second: f64,
    pub(crate) count: usize,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Reads after a mutation's answer that did not show it.
    pub(crate) stale: usize,
}

/// A record that is written, by its kind.
struct Record {
    kind: &'static Kind,
    id: Value,
    version: Value,
}

/// How records of a kind are written and read.
struct Kind {
    mutation: &'static str,
    query: &'static str,
    field: &'static str,
    /// Whether the field is a list of names.
    is_list: bool,
}

static WORK: Kind = Kind {
    mutation: "mutation($input: WorkUpdateInput!) { it: workUpdate(input: $input) {
        record: work { version } userErrors { message } } }",
    query: "query($id: ID!) { record: node(id: $id) { ... on Film { value: title } } }",
    field: "title",
    is_list: false,
};
static PERSON: Kind = Kind {
    mutation: "mutation($input: PersonUpdateInput!) { it: personUpdate(input: $input) {
        record: person { version } userErrors { message } } }",
    query: "query($id: ID!) { record: node(id: $id) { ... on Person { value: name } } }",
    field: "name",
    is_list: false,
};
static ROLE: Kind = Kind {
    mutation: "mutation($input: RoleUpdateInput!) { it: roleUpdate(input: $input) {
        record: role { version } userErrors { message } } }",
    query: "query($id: ID!) { record: node(id: $id) { ... on Role { value: characters { name } } } }",
    field: "characters",
    is_list: true,
};

/// Writers that are ready to begin.
pub(crate) struct Writer {
    rate: f64,
    key: String,
    source: Value,
    /// Of each connection: itself, one that reads, and its records.
    connections: Vec<(Client, Client, Vec<Record>)>,
}

impl Writer {
    /// Makes an API key and a source, and chooses records of these films.
    pub(crate) async fn new(
        contestant: &Contestant,
        options: &Options,
        place: &Place,
        films: &[i64],
    ) -> Self {
        let create = ["key", "create", "--name", "benchmark", "--scope", "edit"];
        let (key, _) = filmgraph(options, place, &create);
        let mut client = contestant.client().await;
        // A source that is stronger than that of the data, so that what it says is shown.
        let input = json!({"input": {"kind": "DATA_SET", "title": "Benchmark", "priority": 1_000}});
        let made = mutate(&mut client, &key, SOURCE, &input).await;
        let mut records: Vec<Vec<Record>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
        let mut seen = std::collections::HashSet::new();
        for (at, number) in films.iter().take(FILMS).enumerate() {
            for record in records_of(&mut client, *number).await {
                // Somebody may act in several films.
                if seen.insert(record.id.to_string()) {
                    records[at % CONNECTIONS].push(record);
                }
            }
        }
        let mut connections = Vec::new();
        for records in records {
            connections.push((
                contestant.client().await,
                contestant.client().await,
                records,
            ));
        }
        Self {
            rate: options.writes,
            key,
            source: made["source"]["id"].clone(),
            connections,
        }
    }

    /// Writes for so long.
    pub(crate) async fn write(self, seconds: f64) -> Written {
        let due = Rc::new(Mutex::new(schedule(
            self.rate,
            (self.rate * seconds) as usize,
        )));
        let started = Instant::now();
        let mut tasks = JoinSet::new();
        for (mut client, mut reader, mut records) in self.connections {
            let (due, key, source) = (Rc::clone(&due), self.key.clone(), self.source.clone());
            tasks.spawn_local(async move {
                let (mut times, mut stale, mut turn) = (Vec::new(), 0, 0);
                while let Some((number, due)) = next(&due).await {
                    let count = records.len();
                    let record = &mut records[turn % count];
                    turn += 1;
                    let value = format!("Benchmark {number}");
                    record.write(&mut client, &key, &source, &value).await;
                    times.push(due.elapsed());
                    stale += usize::from(record.read(&mut reader).await != value);
                }
                (times, stale)
            });
        }
        let (mut times, mut stale) = (Vec::new(), 0);
        while let Some(done) = tasks.join_next().await {
            let (more, of_these) = done.expect("a writer's loop");
            times.extend(more);
            stale += of_these;
        }
        times.sort_unstable();
        Written {
            per_second: times.len() as f64 / started.elapsed().as_secs_f64(),
            count: times.len(),
            p50_ms: ms(percentile(&times, 50)),
            p99_ms: ms(percentile(&times, 99)),
            stale,
        }
    }
}

async fn next<T>(due: &Mutex<tokio::sync::mpsc::UnboundedReceiver<T>>) -> Option<T> {
    due.lock().await.recv().await
}

async fn records_of(client: &mut Client, number: i64) -> Vec<Record> {
    let id = crate::id::public('w', number);
    let film = ask(client, None, RECORDS, &json!({"id": id})).await["film"].take();
    let role = &film["cast"]["nodes"][0];
    let record = |kind, record: &Value| Record {
        kind,
        id: record["id"].clone(),
        version: record["version"].clone(),
    };
    vec![
        record(&WORK, &film),
        record(&ROLE, role),
        record(&PERSON, &role["person"]),
    ]
}

impl Record {
    async fn write(&mut self, client: &mut Client, key: &str, source: &Value, value: &str) {
        let new = if self.kind.is_list {
            json!([value])
        } else {
            json!(value)
        };
        let mut input = json!({
            "id": self.id, "expectedVersion": self.version,
            "provenance": {"source": {"id": source}, "certainty": "CONFIRMED"},
        });
        input[self.kind.field] = new;
        let variables = json!({"input": input});
        let done = mutate(client, key, self.kind.mutation, &variables).await;
        self.version = done["record"]["version"].clone();
    }

    /// What a read shows.
    async fn read(&self, client: &mut Client) -> String {
        let found = ask(client, None, self.kind.query, &json!({"id": self.id})).await;
        let value = &found["record"]["value"];
        let text = if self.kind.is_list {
            &value[0]["name"]
        } else {
            value
        };
        text.as_str().unwrap_or_default().to_owned()
    }
}

async fn mutate(client: &mut Client, key: &str, document: &str, variables: &Value) -> Value {
    let mut data = ask(client, Some(key), document, variables).await;
    let done = data["it"].take();
    let is_done = done["userErrors"].as_array().is_some_and(Vec::is_empty);
    assert!(is_done, "{document}\n{variables}\n{done}");
    done
}

/// Asks Filmgraph; gives the data.
async fn ask(client: &mut Client, key: Option<&str>, document: &str, variables: &Value) -> Value {
    let body = json!({"query": document, "variables": variables}).to_string();
    let request = Request {
        path: Query::Q1.path(Name::Warm),
        body: body.into(),
        key: key.map(str::to_owned),
    };
    client.json(&request).await["data"].take()
}

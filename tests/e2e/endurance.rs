//! Many writers, and everything that happens to a server meanwhile: full disks, kills, restarts of the
//! database, connections that break at a commit. What was acknowledged is there, what was refused is
//! not, and the log has no gap. Four rounds, or fifty in the long form.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use filmgraph_tests::{
    Client, Cluster, Cut, Program, Proxy, Running, SmallDisk, TestDatabase, closed_port, is_long,
};
use serde_json::json;
use store::Store;

const WRITERS: usize = 32;
const CREATE: &str = "mutation($input: SourceCreateInput!) { sourceCreate(input: $input) {
    source { id } userErrors { message } } }";
/// Codes of mutations that wrote nothing.
const REFUSED: [&str; 4] = ["BUSY", "DISK_FULL", "IO_ERROR", "READ_ONLY"];

fn rounds() -> u64 {
    if is_long() { 50 } else { 4 }
}

/// What became of the mutations, by the titles that they were to write.
#[derive(Default)]
struct Ledger {
    acknowledged: Mutex<BTreeSet<String>>,
    /// The answer said so, or none came.
    unknown: Mutex<BTreeSet<String>>,
    refused: AtomicU64,
    stops: AtomicBool,
}

impl Ledger {
    async fn write(&self, client: &Client, writer: usize) {
        for number in 0.. {
            if self.stops.load(Ordering::SeqCst) {
                return;
            }
            let title = format!("{writer}-{number}");
            let words = "who said what ".repeat(70);
            let input = json!({"kind": "ARTICLE", "title": title, "attribution": words});
            let body = json!({"query": CREATE, "variables": {"input": input}});
            let request = client
                .request(reqwest::Method::POST, "/graphql")
                .json(&body);
            let Ok(answer) = request.send().await else {
                // Nobody listens, or it was killed before it could answer.
                self.unknown.lock().expect("a ledger").insert(title);
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let text = answer.text().await.unwrap_or_default();
            let answer: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            let code = answer["errors"][0]["extensions"]["code"].as_str();
            let id = &answer["data"]["sourceCreate"]["source"]["id"];
            if id.is_string() {
                self.acknowledged.lock().expect("a ledger").insert(title);
            } else if code.is_some_and(|code| REFUSED.contains(&code)) {
                self.refused.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(5)).await;
            } else {
                let is_known = code.is_none_or(|code| code == "OUTCOME_UNKNOWN");
                assert!(is_known, "{answer}");
                self.unknown.lock().expect("a ledger").insert(title);
            }
        }
    }
}

/// What happens in a round, and how the server is put right again.
trait World {
    async fn disturb(&mut self, round: u64);
    async fn client(&mut self) -> Client;
    async fn store(&self) -> Store;
}

async fn endures(world: &mut impl World) {
    let ledger = Arc::new(Ledger::default());
    let client = world.client().await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (ledger, client) = (ledger.clone(), client.clone());
            tokio::spawn(async move { ledger.write(&client, writer).await })
        })
        .collect();
    for round in 0..rounds() {
        tokio::time::sleep(Duration::from_millis(400)).await;
        world.disturb(round).await;
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    ledger.stops.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.expect("a writer");
    }
    let client = world.client().await;
    let there = titles(&client).await;
    let acknowledged = ledger.acknowledged.lock().expect("a ledger").clone();
    let unknown = ledger.unknown.lock().expect("a ledger").clone();
    let lost: Vec<_> = acknowledged.difference(&there).collect();
    assert!(
        lost.is_empty(),
        "{} lost, among them {:?}",
        lost.len(),
        lost.first()
    );
    let extra: Vec<_> = there.difference(&acknowledged).collect();
    let ghosts: Vec<_> = extra
        .iter()
        .filter(|title| !unknown.contains(**title))
        .collect();
    assert!(ghosts.is_empty(), "refused, and there: {ghosts:?}");
    let store = world.store().await;
    let changes = store
        .changes_after(0, u64::from(u32::MAX))
        .await
        .expect("the log");
    let in_order = (1..).zip(&changes).all(|(seq, change)| seq == change.seq);
    assert!(in_order, "the log has a gap");
    assert_eq!(store.head().await.expect("the head"), changes.len() as i64);
    assert_eq!(changes.len(), there.len());
    store.close().await;
    println!(
        "{} rounds: {} acknowledged, all there; {} refused; {} unknown, of which {} there",
        rounds(),
        acknowledged.len(),
        ledger.refused.load(Ordering::SeqCst),
        unknown.len(),
        extra.len()
    );
    assert!(acknowledged.len() > 50, "hardly anything was written");
}

async fn titles(client: &Client) -> BTreeSet<String> {
    let query = "query($after: String) { sources(first: 100, after: $after) {
        nodes { title } pageInfo { hasNextPage endCursor } } }";
    let mut titles = BTreeSet::new();
    let mut after = json!(null);
    loop {
        let data = client.data_with(query, json!({ "after": after })).await;
        let nodes = data["sources"]["nodes"].as_array().expect("a list").clone();
        titles.extend(
            nodes
                .iter()
                .filter_map(|node| node["title"].as_str())
                .map(str::to_owned),
        );
        let page = &data["sources"]["pageInfo"];
        if page["hasNextPage"] == false {
            return titles;
        }
        after = page["endCursor"].clone();
    }
}

fn program(port: u16) -> Program {
    let listen = format!("127.0.0.1:{port}");
    Program::new(&["serve", "--no-sample", "--listen", &listen])
        .env("FILMGRAPH_DATABASE__BUSY_TIMEOUT_MS", "500")
        .env("FILMGRAPH_DATABASE__ACQUIRE_TIMEOUT_MS", "2000")
}

fn made_key(on: impl Fn(Program) -> Program) -> String {
    let migrated = on(Program::new(&["migrate"])).output();
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    let made = on(Program::new(&KEY)).output();
    assert_eq!(made.code, Some(0), "{made:?}");
    made.stdout.trim().to_owned()
}

const KEY: [&str; 6] = ["key", "create", "--name", "desk", "--scope", "edit"];

/// SQLite on a small disk.
struct OnDisk {
    disk: SmallDisk,
    port: u16,
    key: String,
    running: Option<Running>,
}

impl OnDisk {
    async fn serve(&mut self) {
        let program = program(self.port).env("FILMGRAPH_DATA_DIR", self.disk.path());
        self.running = Some(program.serve().await);
    }
}

impl World for OnDisk {
    async fn disturb(&mut self, round: u64) {
        if round.is_multiple_of(2) {
            self.disk.fill();
            tokio::time::sleep(Duration::from_millis(300)).await;
            // Also while the disk is full.
            if round % 4 == 2 {
                self.running = None;
            }
            self.disk.free();
        } else {
            self.running = None;
        }
        if self.running.is_none() {
            self.serve().await;
        }
    }

    async fn client(&mut self) -> Client {
        let running = self.running.as_ref().expect("a server");
        running.client.with_key(&self.key)
    }

    async fn store(&self) -> Store {
        TestDatabase::store_in(self.disk.path()).await
    }
}

#[test]
fn sqlite_keeps_what_it_acknowledged() {
    filmgraph_tests::run(async {
        let megabytes = if is_long() { 512 } else { 64 };
        let Some(disk) = SmallDisk::mount(megabytes) else {
            println!("not run: this user may not mount a file system");
            return;
        };
        let key = made_key(|program| program.env("FILMGRAPH_DATA_DIR", disk.path()));
        let mut world = OnDisk {
            disk,
            port: closed_port(),
            key,
            running: None,
        };
        world.serve().await;
        endures(&mut world).await;
    });
}

/// PostgreSQL behind a proxy that breaks connections.
struct Proxied {
    cluster: Cluster,
    proxy: Proxy,
    through: String,
    port: u16,
    key: String,
    running: Option<Running>,
}

impl Proxied {
    async fn serve(&mut self) {
        let program = program(self.port).env("DATABASE_URL", &self.through);
        self.running = Some(program.serve().await);
    }
}

impl World for Proxied {
    async fn disturb(&mut self, round: u64) {
        match round % 5 {
            0 => self.proxy.cut(Cut::After),
            1 => {
                self.running = None;
                self.serve().await;
            }
            2 => self.proxy.cut(Cut::Before),
            3 => {
                self.cluster.stop();
                self.cluster.restart();
            }
            _ => {
                self.proxy.cut(Cut::AfterForGood);
                tokio::time::sleep(Duration::from_millis(2500)).await;
                self.proxy.close(false);
            }
        }
    }

    async fn client(&mut self) -> Client {
        let running = self.running.as_ref().expect("a server");
        running.client.with_key(&self.key)
    }

    async fn store(&self) -> Store {
        TestDatabase::store_at(self.cluster.url()).await
    }
}

#[test]
fn postgres_keeps_what_it_acknowledged() {
    filmgraph_tests::run(async {
        let cluster = Cluster::start();
        let address = cluster.url();
        let proxy = Proxy::before(&address).await;
        let key = made_key(|program| program.env("DATABASE_URL", &address));
        let mut world = Proxied {
            through: proxy.url().to_owned(),
            cluster,
            proxy,
            port: closed_port(),
            key,
            running: None,
        };
        world.serve().await;
        endures(&mut world).await;
    });
}

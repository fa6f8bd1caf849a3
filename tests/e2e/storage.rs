//! What is acknowledged is there: on a full disk, with a failing commit, on a damaged file.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use filmgraph_tests::{Answer, Client, Output, Program, Running, SmallDisk, write_bulk};
use serde_json::{Value, json};

pub(crate) const CREATE: &str =
    "mutation($input: SourceCreateInput!) { sourceCreate(input: $input) {
    source { id } changeCursor userErrors { message } } }";
pub(crate) const COUNT: &str = "{ sources(first: 1) { totalCount } }";

/// A server whose data are in a folder, without the bundled ones.
async fn serve(folder: &Path) -> Running {
    server(folder).serve().await
}

fn server(folder: &Path) -> Program {
    let folder = folder.to_str().expect("a path in Unicode");
    let arguments = [
        "serve",
        "--no-sample",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
    ];
    Program::new(&[&arguments[..], &[folder]].concat())
        .env("FILMGRAPH_DATABASE__BUSY_TIMEOUT_MS", "500")
}

fn command(folder: &Path, arguments: &[&str]) -> Output {
    let folder = folder.to_str().expect("a path in Unicode");
    Program::new(&[arguments, &["--data-dir", folder]].concat()).output()
}

/// A key that may edit.
fn key(folder: &Path) -> String {
    let made = command(
        folder,
        &["key", "create", "--name", "desk", "--scope", "edit"],
    );
    assert_eq!(made.code, Some(0), "{made:?}");
    made.stdout.trim().to_owned()
}

pub(crate) async fn create(client: &Client, title: &str, is_dry: bool) -> Answer {
    // Long, so that it needs room.
    let words = "who said what ".repeat(100);
    let input = json!({"kind": "ARTICLE", "title": title, "attribution": words, "dryRun": is_dry});
    client.query_with(CREATE, json!({ "input": input })).await
}

/// Creates a source, which has to be acknowledged.
pub(crate) async fn created(client: &Client, title: &str) {
    let answer = create(client, title, false).await;
    let payload = &answer.data()["sourceCreate"];
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    assert!(payload["source"]["id"].is_string(), "{payload}");
}

pub(crate) async fn count(client: &Client) -> i64 {
    let data = client.data(COUNT).await;
    data["sources"]["totalCount"].as_i64().expect("a number")
}

pub(crate) async fn health(client: &Client) -> (u16, Value) {
    let answer = client.get("/health/ready").await;
    (answer.status, answer.readiness())
}

pub(crate) fn ready(writing: &str) -> (u16, Value) {
    let body = json!({"status": "ready", "reading": "ok", "writing": writing});
    (200, body)
}

pub(crate) async fn when_healthy(client: &Client) {
    for _ in 0..100 {
        if health(client).await == ready("ok") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?}", health(client).await);
}

/// Lets the database run out of room, with dry runs between the mutations, and back; then the
/// acknowledged ones have to be there for everybody.
async fn loses_nothing(folder: &Path, running: Running, code: &str, room: impl Fn(bool)) {
    let client = running.client.with_key(&key(folder));
    created(&client, "before").await;
    room(false);
    let mut failed = 0;
    // There may be room for many in the file of the database's own log.
    for number in 0..2000 {
        let answer = create(&client, &format!("failing {number}"), false).await;
        if answer.json()["errors"].is_array() {
            assert_eq!(answer.code(), code, "{:?}", answer.json());
            assert_eq!(answer.json()["data"], json!({ "sourceCreate": null }));
            failed += 1;
            // It writes nothing, and has no part in what fails.
            let rehearsed = create(&client, "a dry run", true).await;
            assert_eq!(rehearsed.json()["errors"], Value::Null, "{rehearsed:?}");
        }
        if failed == 3 {
            break;
        }
    }
    assert_eq!(failed, 3, "there is no room, and nothing fails");
    let seen = count(&client).await;
    assert_eq!(health(&client).await, ready(code), "reading goes on");
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(health(&client).await, ready(code), "it was tried again");
    room(true);
    // Without a write: whoever looks finds that it works again.
    when_healthy(&client).await;
    for number in 0..20 {
        created(&client, &format!("after {number}")).await;
    }
    assert_eq!(count(&client).await, seen + 20);
    let other = command(folder, &["export", "-"]);
    assert_eq!(other.code, Some(0), "{other:?}");
    assert_eq!(other.stdout.matches("\"after ").count(), 20);
    running.terminate();
    assert_eq!(running.wait(), Some(0));
    let again = serve(folder).await;
    assert_eq!(count(&again.client).await, seen + 20, "and after a stop");
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    filmgraph_tests::run(async {
        let Some(disk) = SmallDisk::mount(16) else {
            println!("not run: this user may not mount a file system");
            return;
        };
        let running = serve(disk.path()).await;
        let room = |is_there| if is_there { disk.free() } else { disk.fill() };
        loses_nothing(disk.path(), running, "DISK_FULL", room).await;
    });
}

/// The system refuses to let a file grow: what fails is what a commit writes.
#[test]
fn a_commit_that_cannot_be_written_is_not_acknowledged() {
    filmgraph_tests::run(async {
        let folder = tempfile::TempDir::new().expect("a directory");
        let program = server(folder.path()).ignoring_the_size_of_files();
        let running = program.serve().await;
        let process = running.process().to_string();
        let limit = |bytes: String| {
            let limit = format!("--fsize={bytes}:unlimited");
            let set = Command::new("prlimit")
                .args(["--pid", &process, &limit])
                .status();
            assert!(set.expect("the program `prlimit`").success());
        };
        let log = folder.path().join("filmgraph.sqlite-wal");
        let room = |is_there: bool| {
            let size = std::fs::metadata(&log).expect("its log").len();
            limit(if is_there {
                "unlimited".to_owned()
            } else {
                size.to_string()
            });
        };
        loses_nothing(folder.path(), running, "IO_ERROR", room).await;
    });
}

#[test]
fn an_import_on_a_full_disk_says_how_much_is_in() {
    filmgraph_tests::run(async {
        let Some(disk) = SmallDisk::mount(4) else {
            println!("not run: this user may not mount a file system");
            return;
        };
        let folder = tempfile::TempDir::new().expect("a directory");
        let file = folder.path().join("bulk.jsonl");
        let mut lines = std::fs::File::create(&file).expect("a file");
        write_bulk(&mut lines, 20_000).expect("lines");
        let file = file.to_str().expect("a path in Unicode");
        let ended = command(disk.path(), &["import", "jsonl", file]);
        assert_eq!(ended.code, Some(1), "{ended:?}");
        let words = ended.stderr.split_once("the first ").expect("what is in").1;
        let (lines, words) = words.split_once(" lines are in (").expect("lines");
        let (created, _) = words.split_once(" created").expect("a number");
        let created: i64 = created.parse().expect("a number");
        assert!(
            lines.parse::<i64>().expect("a number") > created,
            "{ended:?}"
        );
        disk.enlarge(64);
        let again = command(disk.path(), &["import", "jsonl", file]);
        assert_eq!(again.code, Some(0), "{again:?}");
        let unchanged = format!(" {created} unchanged");
        assert!(
            again.stdout.contains(&unchanged),
            "{again:?} after {ended:?}"
        );
    });
}

#[test]
fn a_damaged_file_is_noticed() {
    filmgraph_tests::run(async {
        let folder = tempfile::TempDir::new().expect("a directory");
        let imported = command(folder.path(), &["import", "sample"]);
        assert_eq!(imported.code, Some(0), "{imported:?}");
        let running = serve(folder.path()).await;
        assert_eq!(health(&running.client).await, ready("ok"));
        damage(&folder.path().join("filmgraph.sqlite"));
        let query = "{ people: nodes(ids: []) { id } }";
        let _ = running.client.query(query).await;
        let (status, body) = health(&running.client).await;
        let expected =
            json!({"status": "unavailable", "reading": "IO_ERROR", "writing": "IO_ERROR"});
        assert_eq!((status, body), (503, expected));
        assert_eq!(running.client.get("/health/live").await.status, 200);
    });
}

/// Writes nonsense over all of a file.
fn damage(file: &Path) {
    let mut file = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(file)
        .expect("the file");
    let mut head = [0; 16];
    file.read_exact(&mut head).expect("its head");
    assert_eq!(&head[..15], b"SQLite format 3");
    let size = file.metadata().expect("its size").len();
    file.seek(SeekFrom::Start(0)).expect("its start");
    let nonsense = vec![0xa5; usize::try_from(size).expect("a size")];
    file.write_all(&nonsense).expect("nonsense");
}

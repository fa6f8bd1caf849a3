//! API keys: who is let in, as whom, and for how long.

use std::time::Duration;

use auth::Access;
use filmgraph_tests::{
    Answer, Client, Database, Options, Output, Program, Server, TestDatabase, clock, on_both,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    what_is_no_good_key_is_refused,
    a_key_reads_as_anybody_does,
    a_key_costs_one_statement_and_then_none,
    a_revoked_key_is_refused_when_the_trust_ends,
    the_last_use_is_written_at_intervals_and_by_no_request,
    the_commands_make_list_and_revoke_keys,
    the_log_names_the_actor_and_no_key,
);

const ASK: &str = "{ __typename }";

/// Refused: 401 with a challenge, a code, no data, and nothing that may be shared.
fn assert_refused(answer: &Answer, words: &str) {
    assert_eq!(answer.status, 401, "{answer:?}");
    let error = answer.error();
    assert_eq!(error["extensions"]["code"], "UNAUTHENTICATED", "{answer:?}");
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains(words), "{words}: {message}");
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    assert!(challenge.starts_with("Bearer"), "{challenge}");
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.json().get("data"), None);
}

async fn sending(client: &Client, authorization: &str) -> Answer {
    let request = client.request(Method::POST, "/graphql");
    let request = request.header("authorization", authorization);
    Answer::of(request.json(&json!({"query": ASK}))).await
}

async fn what_is_no_good_key_is_refused(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let good = server.key(Access::Read).await;
    let ended = server.key_until(Access::Read, Some(1)).await;
    let (body, last) = good.split_at(good.len() - 1);
    let mistyped = format!("{body}{}", if last == "a" { "b" } else { "a" });
    // Well-formed keys of a server that is not this one: of a number that is known, and of one that
    // is not.
    let other = auth::ApiKey::make(1).expect("a key");
    let unknown = auth::ApiKey::make(77).expect("a key");
    for (authorization, words) in [
        ("Bearer".to_owned(), "Authorization"),
        (good.clone(), "Authorization"),
        (format!("Basic {good}"), "Authorization"),
        ("Bearer nonsense".to_owned(), "not of the form"),
        (format!("Bearer {good} {good}"), "not of the form"),
        (format!("Bearer {mistyped}"), "mistyped"),
        (format!("Bearer {}", other.expose()), "not known"),
        (format!("Bearer {}", unknown.expose()), "not known"),
        (format!("Bearer {ended}"), "expired"),
    ] {
        let answer = sending(server.client(), &authorization).await;
        assert_refused(&answer, words);
        assert!(!answer.body.contains(&good), "{}", answer.body);
    }
    let twice = server.request(Method::POST, "/graphql");
    let twice = twice.bearer_auth(&good).header("authorization", "Bearer x");
    let answer = Answer::of(twice.json(&json!({"query": ASK}))).await;
    assert_refused(&answer, "Authorization");
    for scheme in ["Bearer", "bearer"] {
        let answer = sending(server.client(), &format!("{scheme} {good}")).await;
        assert_eq!(answer.data()["__typename"], "Query");
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    }
}

async fn a_key_reads_as_anybody_does(database: Database) {
    let server = Server::with_sample(database).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    let query = "{ film(by: {id: \"wvu\"}) { title } }";
    let anonymous = server.query(query).await;
    assert_eq!(anonymous.header("cache-control"), Some("no-store"));
    assert_eq!(reader.data(query).await, anonymous.data());
}

async fn a_key_costs_one_statement_and_then_none(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    assert_eq!(reader.query(ASK).await.statements(), 1);
    assert_eq!(reader.query(ASK).await.statements(), 0);
    let unknown = auth::ApiKey::make(9_999).expect("a key");
    let unknown = server.client().with_key(unknown.expose());
    assert_eq!(unknown.query(ASK).await.statements(), 1);
    assert_eq!(unknown.query(ASK).await.statements(), 0);
    let distrustful = Options::empty().with(|config| config.auth.trust_s = 0);
    let server = Server::start(database, distrustful).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    for _ in 0..3 {
        assert_eq!(reader.query(ASK).await.statements(), 1);
    }
}

async fn a_revoked_key_is_refused_when_the_trust_ends(database: Database) {
    let options = Options::empty().with(|config| config.auth.trust_s = 1);
    let server = Server::start(database, options).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    let _ = reader.data(ASK).await;
    let store = server.store().await;
    let revoked = auth::revoke(&store, "read-1", clock().micros()).await;
    assert_eq!(revoked.expect("revoked").revoked_at, Some(clock().micros()));
    // The second time changes nothing, and a number is as good as a name.
    let again = auth::revoke(&store, "1", clock().micros() + 1).await;
    assert_eq!(again.expect("revoked").revoked_at, Some(clock().micros()));
    assert!(auth::revoke(&store, "nobody", 0).await.is_err());
    store.close().await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert_refused(&reader.query(ASK).await, "revoked");
}

async fn the_last_use_is_written_at_intervals_and_by_no_request(database: Database) {
    let options = Options::empty().with(|config| config.auth.last_used_s = 1);
    let server = Server::start(database, options).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    let last_used = "SELECT COALESCE(MAX(last_used_at), 0) FROM api_key";
    for _ in 0..5 {
        let _ = reader.data(ASK).await;
    }
    let mut written = 0;
    for _ in 0..100 {
        written = server.database().number(last_used).await;
        if written != 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(written, clock().micros());
    // The log is of records alone.
    let head = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    assert_eq!(head, 0);
}

fn program(database: &TestDatabase, arguments: &[&str]) -> Program {
    let folder = database.data_dir().to_str().expect("a path in Unicode");
    let program = Program::new(&[arguments, &["--data-dir", folder]].concat());
    match database.url() {
        Some(url) => program.env("DATABASE_URL", url),
        None => program,
    }
}

fn fails(output: &Output, words: &str) {
    assert_eq!(output.code, Some(2), "{output:?}");
    assert_eq!(output.stdout, "", "{output:?}");
    assert!(output.stderr.contains(words), "{words}: {output:?}");
}

async fn the_commands_make_list_and_revoke_keys(database: Database) {
    let database = TestDatabase::new(database).await;
    let run = |arguments: &[&str]| program(&database, arguments).output();
    assert_eq!(run(&["migrate"]).code, Some(0));
    let made = run(&["key", "create", "--name", "newsroom", "--scope", "edit"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let key = made.stdout.trim();
    assert!(
        key.starts_with("fgk_1_") && !key.contains(char::is_whitespace),
        "{made:?}"
    );
    assert!(
        made.stderr.contains("read, edit") && !made.stderr.contains(key),
        "{made:?}"
    );
    let made = run(&["key", "create", "--name", "old", "--expires", "2999-12-31"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    fails(
        &run(&["key", "create", "--name", "newsroom"]),
        "named newsroom already",
    );
    fails(
        &run(&["key", "create", "--name", "two words"]),
        "begins with a letter",
    );
    fails(
        &run(&["key", "create", "--name", "x", "--scope", "root"]),
        "read, edit and admin",
    );
    fails(
        &run(&["key", "create", "--name", "x", "--expires", "2020"]),
        "2027-01-31",
    );
    let past = run(&["key", "create", "--name", "x", "--expires", "2020-01-01"]);
    fails(&past, "expired already");
    fails(&run(&["key", "revoke", "x"]), "no key x");
    let revoked = run(&["key", "revoke", "old"]);
    assert_eq!(revoked.code, Some(0), "{revoked:?}");
    let server = program(
        &database,
        &["serve", "--listen", "127.0.0.1:0", "--no-sample"],
    );
    let server = server.serve().await;
    let editor = server.client.with_key(key);
    let create =
        "mutation { sourceCreate(input: {kind: ARTICLE, title: \"A\"}) { source { id } } }";
    assert!(editor.data(create).await["sourceCreate"]["source"]["id"].is_string());
    server.terminate();
    assert_eq!(server.wait(), Some(0));
    // A stop writes what was noted since the last time.
    let list = run(&["key", "list"]);
    let lines: Vec<&str> = list.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{list:?}");
    assert!(
        lines[1].contains("newsroom  read,edit  20") && lines[1].ends_with("valid"),
        "{list:?}"
    );
    let used: Vec<&str> = lines[1].split_whitespace().collect();
    assert!(used[4].starts_with("20"), "{list:?}");
    assert!(
        lines[2].contains("3000-01-01T00:00:00Z") && lines[2].ends_with("revoked"),
        "{list:?}"
    );
    assert!(!list.stdout.contains(key), "{list:?}");
}

async fn the_log_names_the_actor_and_no_key(database: Database) {
    let database = TestDatabase::new(database).await;
    assert_eq!(program(&database, &["migrate"]).output().code, Some(0));
    let made = program(&database, &["key", "create", "--name", "newsroom"]).output();
    let key = made.stdout.trim().to_owned();
    let (_, secret) = key.rsplit_once('_').expect("a secret");
    let log = program(
        &database,
        &["serve", "--listen", "127.0.0.1:0", "--no-sample"],
    )
    .env("FILMGRAPH_LOG__FORMAT", "json")
    .env("FILMGRAPH_LOG__LEVEL", "trace")
    .serve_and_log(async |client| {
        let _ = client.with_key(&key).query(ASK).await;
        let _ = client.with_key(&format!("{key}x")).query(ASK).await;
    })
    .await;
    assert!(!log.contains(secret), "the key is in the log");
    let access = |line: &&str| line.contains("filmgraph::access") && line.contains("/graphql");
    let lines: Vec<Value> = log
        .lines()
        .filter(access)
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0]["actor"], "key:newsroom");
    assert_eq!(lines[1]["actor"], Value::Null);
    assert_eq!(
        (&lines[1]["status"], &lines[1]["code"]),
        (&json!(401), &json!("UNAUTHENTICATED"))
    );
}

//! What is kept between requests: it saves statements, is never stale, and has a bound.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use filmgraph_tests::{Client, Data, Database, Options, Program, Server, on_both};
use serde_json::{Value, json};

use crate::questions::question;
use crate::write_records::{World, done, said, world};

on_both!(
    what_was_read_is_not_read_again,
    a_client_may_ask_for_it_anew,
    no_answer_is_older_than_what_was_acknowledged,
    servers_on_one_database_hear_of_each_other,
    what_was_not_there_is_found_once_it_is,
    a_source_that_weighs_more_is_heard_of_everywhere,
    no_more_is_kept_than_there_is_room_for,
);

async fn what_was_read_is_not_read_again(database: Database) {
    let server = Server::start(database, Options::sample()).await;
    for number in ["01", "03", "13", "15"] {
        let first = server.query(question(number)).await;
        let second = server.query(question(number)).await;
        assert_eq!(first.body, second.body);
        // The title is looked up.
        assert_eq!(second.statements(), 1, "question {number}");
    }
    let health = server.get("/health/ready").await.json();
    let cache = &health["cache"];
    assert_eq!(cache["state"], "ok");
    for figure in ["place", "entries", "bytes", "hits", "misses"] {
        assert!(cache[figure].as_u64() > Some(0), "{figure}: {health}");
    }
}

async fn a_client_may_ask_for_it_anew(database: Database) {
    let server = Server::start(database, Options::sample()).await;
    let query = question("01");
    let before = server.anew().query(query).await;
    let kept = server.query(query).await;
    let anew = server.anew().query(query).await;
    assert_eq!((&before.body, &kept.body), (&anew.body, &anew.body));
    assert!(anew.statements() > 0);
    // What reads anew neither takes from what is kept nor adds to it.
    assert_eq!(kept.statements(), before.statements());
    for header in ["max-age=0, no-cache", "No-Cache"] {
        let request = server.request(reqwest::Method::POST, "/graphql");
        let request = request.header("cache-control", header);
        let request = request.json(&json!({"query": query}));
        let answer = filmgraph_tests::Answer::of(request).await;
        assert_eq!(answer.statements(), anew.statements(), "{header}");
    }
}

/// Records of a film that are written and read at once, each by a writer and a reader of its own.
const WRITERS: usize = 4;
const WRITES: i64 = 8;

/// What a reader sees of a writer's person: their version, and how many roles they have in the film
/// and in their career.
const READ: &str = "query($id: ID!) { person(by: {id: $id}) { version
    filmography(first: 50) { totalCount } roles(first: 50) { totalCount nodes { version } } } }";

struct Written {
    person: String,
    /// The person's version, and the number of their roles, that have been acknowledged.
    version: AtomicI64,
    roles: AtomicI64,
}

async fn no_answer_is_older_than_what_was_acknowledged(database: Database) {
    let World { server, editor, .. } = world(database).await;
    let stops = Arc::new(AtomicBool::new(false));
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    for number in 0..WRITERS {
        let input = said(json!({"name": format!("Writer {number}")}));
        let made = done(&editor, "personCreate", "person { id }", input).await;
        let written = Arc::new(Written {
            person: made["person"]["id"].as_str().expect("an id").to_owned(),
            version: AtomicI64::new(1),
            roles: AtomicI64::new(0),
        });
        for _ in 0..2 {
            let (client, written, stops) =
                (server.client().clone(), written.clone(), stops.clone());
            readers.push(tokio::spawn(async move {
                let mut reads = 0;
                while !stops.load(Ordering::SeqCst) {
                    read(&client, &written).await;
                    reads += 1;
                }
                reads
            }));
        }
        let editor = editor.clone();
        writers.push(tokio::spawn(async move { write(&editor, &written).await }));
    }
    for writer in writers {
        writer.await.expect("a writer");
    }
    stops.store(true, Ordering::SeqCst);
    for reader in readers {
        let reads: i64 = reader.await.expect("a reader");
        assert!(reads > 0);
    }
}

async fn write(editor: &Client, written: &Written) {
    for number in 0..WRITES {
        let film = json!({"title": format!("Film {number}"), "kind": "FILM", "roles": [
            {"person": {"ref": {"id": written.person}}, "department": "ACTING"}]});
        done(editor, "workCreate", "work { id }", said(film)).await;
        written.roles.fetch_add(1, Ordering::SeqCst);
        let input = said(
            json!({"id": written.person, "birthDate": (1900 + number).to_string(),
            "expectedVersion": written.version.load(Ordering::SeqCst)}),
        );
        let changed = done(editor, "personUpdate", "person { version }", input).await;
        let version = changed["person"]["version"].as_i64().expect("a version");
        written.version.store(version, Ordering::SeqCst);
    }
}

async fn read(client: &Client, written: &Written) {
    let version = written.version.load(Ordering::SeqCst);
    let roles = written.roles.load(Ordering::SeqCst);
    let data = client.data_with(READ, json!({"id": written.person})).await;
    let person = &data["person"];
    let number = |value: &Value| value.as_i64().expect("a number");
    assert!(number(&person["version"]) >= version, "{person}");
    assert!(
        number(&person["filmography"]["totalCount"]) >= roles,
        "{person}"
    );
    let listed = number(&person["roles"]["totalCount"]);
    assert!(listed >= roles, "{person}");
    let nodes = person["roles"]["nodes"].as_array().expect("nodes").len();
    assert_eq!(i64::try_from(nodes), Ok(listed), "{person}");
}

async fn servers_on_one_database_hear_of_each_other(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let program = Program::new(&["serve", "--no-sample"]);
    let program = program.env("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:0");
    let other = server.database().configure(program).serve().await;
    let cast = async |client: &Client| {
        let query = format!("{{ work(by: {{id: \"{film}\"}}) {{ cast {{ totalCount }} }} }}");
        client.data(&query).await["work"]["cast"]["totalCount"].take()
    };
    for number in 0..5 {
        assert_eq!(
            (cast(&server).await, cast(&other.client).await),
            (number.into(), number.into())
        );
        let person = json!({"create": {"name": format!("Person {number}")}});
        let role = json!({"work": {"id": film}, "person": person, "department": "ACTING"});
        done(&editor, "roleCreate", "role { id }", said(role)).await;
        assert_eq!(cast(&server).await, number + 1);
        assert_eq!(cast(&other.client.anew()).await, number + 1);
        let mut seen = Value::Null;
        for _ in 0..1_000 {
            seen = cast(&other.client).await;
            if seen == number + 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(seen, number + 1);
    }
}

async fn what_was_not_there_is_found_once_it_is(database: Database) {
    let World { server, editor, .. } = world(database).await;
    let ask = async |id: &str| {
        let query = format!(
            "{{ work(by: {{imdbId: \"{id}\"}}) {{ title }} person(by: {{wikidataId: \"Q9{}\"}}) {{ name }} }}",
            &id[2..]
        );
        server.data(&query).await
    };
    assert_eq!(ask("tt0000001").await["work"], Value::Null);
    let film = json!({"title": "Found", "kind": "FILM",
        "externalIds": [{"authority": "IMDB", "value": "tt0000001"}]});
    let made = done(&editor, "workCreate", "work { id version }", said(film)).await;
    assert_eq!(ask("tt0000001").await["work"]["title"], "Found");
    let mut data = Data::after(700);
    let _ = data
        .person("Somebody else")
        .with("externalIds", json!({"WIKIDATA": "Q90000001"}))
        .id();
    server.load(&data).await;
    assert_eq!(ask("tt0000001").await["person"]["name"], "Somebody else");
    // And no longer once it is called otherwise.
    let other = said(
        json!({"id": made["work"]["id"], "expectedVersion": made["work"]["version"],
        "externalIds": [{"authority": "IMDB", "value": "tt0000002"}]}),
    );
    done(&editor, "workUpdate", "work { id }", other).await;
    assert_eq!(ask("tt0000001").await["work"], Value::Null);
    assert_eq!(ask("tt0000002").await["work"]["title"], "Found");
}

async fn a_source_that_weighs_more_is_heard_of_everywhere(database: Database) {
    let mut data = Data::new();
    let film = data.film("Rated", "2020");
    let mut sources = Vec::new();
    for (title, priority, average) in [("First", 5, 8.0), ("Second", 4, 3.0)] {
        let source = data
            .source("DATA_SET", title)
            .with("priority", priority)
            .id();
        let _ = data
            .other(entity::vocabulary::RecordKind::Rating, "rating")
            .with("work", film.as_str())
            .with("source", source.as_str())
            .with("average", average)
            .with("outOf", 10)
            .with("votes", 10)
            .id();
        sources.push(source);
    }
    let server = Server::with_data(database, &data).await;
    let query = format!("{{ work(by: {{id: \"{film}\"}}) {{ rating {{ average }} }} }}");
    assert_eq!(server.data(&query).await["work"]["rating"]["average"], 8.0);
    let _ = data.record(&sources[1]).with("priority", 9);
    server.load(&data).await;
    assert_eq!(server.data(&query).await["work"]["rating"]["average"], 3.0);
}

async fn no_more_is_kept_than_there_is_room_for(database: Database) {
    let mut data = Data::new();
    let mut ids = Vec::new();
    for number in 0..400 {
        let synopsis = format!("{number} ").repeat(500);
        let texts = json!([{"language": "en", "text": synopsis}]);
        ids.push(data.work("FILM", "Long").with("synopses", texts).id());
    }
    for (percent, most) in [(2, 64 * 1024 * 1024 / 100), (0, 0)] {
        let options = Options::empty().with(|config| {
            config.memory.budget_mb = 64;
            config.memory.cache_percent = percent;
        });
        let server = Server::start(database, options).await;
        server.load(&data).await;
        for ids in ids.chunks(50) {
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Film { synopsis } } }";
            let answer = server.data_with(query, json!({"ids": ids})).await;
            assert_eq!(answer["nodes"].as_array().map(Vec::len), Some(ids.len()));
        }
        let health = server.get("/health/ready").await.json();
        let bytes = health["cache"]["bytes"].as_u64();
        assert!(bytes <= Some(most), "{health}");
        assert_eq!(health["cache"]["entries"].as_u64() == Some(0), percent == 0);
    }
}

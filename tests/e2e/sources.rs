//! Sources: creating, updating, and finding the one that a write rests on.

use entity::vocabulary::SourceKind;
use filmgraph_tests::{Client, Data, Database, Options, Server, TestDatabase, clock, on_both};
use record::{FaultKind, SourceId};
use serde_json::{Value, json};
use store::write::{NewSource, NoSource, SourceChoice, WriteTransaction};
use store::{Store, StoreError};

on_both!(
    a_source_is_made_read_and_changed,
    what_is_wrong_with_an_input_is_told_by_field,
    another_source_with_the_same_address_is_a_warning,
    a_write_rests_on_a_source_that_is_there_or_a_new_one,
);

const FIELDS: &str = "id version updatedAt kind title publisher authors url publishedOn { edtf }
    retrievedAt license attribution priority";

async fn create(client: &Client, input: Value) -> Value {
    let query = format!(
        "mutation($input: SourceCreateInput!) {{ sourceCreate(input: $input) {{ __typename
         source {{ {FIELDS} }} ... on MutationPayload {{ changeCursor userErrors {{ field code message }}
         warnings {{ field code message }} }} }} }}"
    );
    let data = client.data_with(&query, json!({"input": input})).await;
    data["sourceCreate"].clone()
}

async fn update(client: &Client, input: Value) -> Value {
    let query = format!(
        "mutation($input: SourceUpdateInput!) {{ sourceUpdate(input: $input) {{
         source {{ {FIELDS} }} changeCursor userErrors {{ field code message }} warnings {{ code }} }} }}"
    );
    let data = client.data_with(&query, json!({"input": input})).await;
    data["sourceUpdate"].clone()
}

fn whole() -> Value {
    json!({
        "kind": "INTERVIEW", "title": "A talk", "publisher": "The Paper", "authors": ["A", "B"],
        "url": "https://example.org/talk", "publishedOn": "2026-03", "retrievedAt": "2026-04-01T12:00:00Z",
        "license": "CC-BY-4.0", "attribution": "Courtesy of the Paper", "priority": 3,
    })
}

async fn a_source_is_made_read_and_changed(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let made = create(&editor, whole()).await;
    assert_eq!(made["userErrors"], json!([]), "{made}");
    assert_eq!(made["warnings"], json!([]));
    assert_eq!(made["__typename"], "SourceCreatePayload");
    let source = &made["source"];
    let mut expected = whole();
    expected["publishedOn"] = json!({"edtf": "2026-03"});
    for (name, value) in expected.as_object().expect("members") {
        assert_eq!(&source[name], value, "{name}");
    }
    assert_eq!(source["version"], 1);
    assert_eq!(source["updatedAt"], "2026-11-22T00:00:00Z");
    let id = source["id"].clone();
    let read = format!("{{ node(id: {id}) {{ ... on Source {{ {FIELDS} }} }} }}");
    assert_eq!(&server.data(&read).await["node"], source);

    // Null leaves a field as it is, `clear` empties it.
    let changed = update(
        &editor,
        json!({
            "id": id, "expectedVersion": 1, "title": "Another talk", "publisher": null,
            "clear": ["url", "authors", "publishedOn", "retrievedAt", "license", "attribution"],
        }),
    )
    .await;
    assert_eq!(changed["userErrors"], json!([]), "{changed}");
    let expected = json!({
        "id": id, "version": 2, "updatedAt": "2026-11-22T00:00:00Z", "kind": "INTERVIEW",
        "title": "Another talk", "publisher": "The Paper", "authors": [], "url": null,
        "publishedOn": null, "retrievedAt": null, "license": null, "attribution": null, "priority": 3,
    });
    assert_eq!(changed["source"], expected);
    assert_eq!(server.data(&read).await["node"], expected);
    let store = server.store().await;
    let changes = store.changes_after(1, 10).await.expect("the log");
    let fields = crate::log::fields(&changes[0]);
    assert_eq!(fields["title"], json!(["A talk", "Another talk"]));
    assert_eq!(fields["url"], json!(["https://example.org/talk", null]));
    assert_eq!(fields.get("publisher"), None);
    store.close().await;

    let conflict = update(
        &editor,
        json!({"id": id, "expectedVersion": 1, "title": "Late"}),
    )
    .await;
    assert_eq!(conflict["source"], Value::Null);
    assert_eq!(conflict["changeCursor"], Value::Null);
    let error = &conflict["userErrors"][0];
    assert_eq!(error["code"], "VERSION_CONFLICT");
    assert_eq!(error["field"], json!(["expectedVersion"]));
    assert_eq!(
        error["message"],
        "the record is at version 2; read it again"
    );
    assert_eq!(server.data(&read).await["node"], expected);
}

async fn what_is_wrong_with_an_input_is_told_by_field(database: Database) {
    let mut data = Data::new();
    let id = data.source("ARTICLE", "One").id();
    let film = data.film("A film", "2000");
    let unknown = Data::after(900).next_id(entity::vocabulary::RecordKind::Source);
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let head = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    let told = |answer: &Value| -> Vec<(String, String)> {
        let errors = answer["userErrors"].as_array().expect("errors").iter();
        let path = |error: &Value| {
            let names = error["field"].as_array().expect("a path").iter();
            names
                .map(|name| name.as_str().expect("a name"))
                .collect::<Vec<_>>()
                .join(".")
        };
        errors
            .map(|error| {
                (
                    path(error),
                    error["code"].as_str().expect("a code").to_owned(),
                )
            })
            .collect()
    };
    let expect = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(path, code)| ((*path).to_owned(), (*code).to_owned()))
            .collect()
    };
    let long = "x".repeat(1_001);
    // All at once, so that a form can mark every field.
    let wrong = create(
        &editor,
        json!({
            "kind": "ARTICLE", "title": long, "publisher": "\u{0}", "authors": [""],
            "url": "javascript:alert(1)", "publishedOn": "2026-13", "retrievedAt": "yesterday",
            "attribution": "x".repeat(2_001),
        }),
    )
    .await;
    assert_eq!(wrong["source"], Value::Null);
    let expected = [
        ("url", "INVALID_VALUE"),
        ("publishedOn", "INVALID_VALUE"),
        ("retrievedAt", "INVALID_VALUE"),
        ("title", "TOO_LONG"),
        ("publisher", "INVALID_VALUE"),
        ("authors.0", "REQUIRED"),
        ("attribution", "TOO_LONG"),
    ];
    assert_eq!(told(&wrong), expect(&expected), "{wrong}");
    for (input, errors) in [
        (json!({"title": " "}), &[("title", "REQUIRED")][..]),
        (json!({"title": long}), &[("title", "TOO_LONG")]),
        (json!({"url": "x y"}), &[("url", "INVALID_VALUE")]),
        (json!({"clear": ["title"]}), &[("clear.0", "REQUIRED")]),
        (
            json!({"clear": ["url", "nonsense"]}),
            &[("clear.1", "INVALID_VALUE")],
        ),
        (
            json!({"clear": ["url"], "url": "https://example.org"}),
            &[("clear.0", "INVALID_VALUE")],
        ),
        (json!({"id": "nonsense"}), &[("id", "INVALID_VALUE")]),
        (json!({"id": film}), &[("id", "INVALID_VALUE")]),
        (json!({"id": unknown, "title": "x"}), &[("id", "NOT_FOUND")]),
    ] {
        let mut whole = json!({"id": id, "expectedVersion": 1});
        let members = input.as_object().expect("members").clone();
        whole.as_object_mut().expect("an input").extend(members);
        let answer = update(&editor, whole).await;
        assert_eq!(told(&answer), expect(errors), "{input}: {answer}");
        assert_eq!(answer["source"], Value::Null);
    }
    let many: Vec<&str> = vec![""; 90];
    let wrong = create(
        &editor,
        json!({"kind": "ARTICLE", "title": "x", "authors": many}),
    )
    .await;
    assert_eq!(told(&wrong).len(), 20);
    let after = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    assert_eq!(after, head);
}

async fn another_source_with_the_same_address_is_a_warning(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let first = create(&editor, whole()).await;
    let second = create(&editor, whole()).await;
    assert_ne!(first["source"]["id"], second["source"]["id"]);
    let warning = &second["warnings"][0];
    assert_eq!(warning["field"], json!(["url"]));
    assert_eq!(warning["code"], "DUPLICATE");
    let other = first["source"]["id"].as_str().expect("an id");
    assert!(
        warning["message"]
            .as_str()
            .expect("a message")
            .ends_with(other),
        "{warning}"
    );
}

async fn choose(store: &Store, choice: SourceChoice) -> Result<SourceId, NoSource> {
    let work = async |tx: &mut WriteTransaction| tx.choose_source(&choice).await;
    let chosen = store.write("test", clock().micros(), work).await;
    chosen
        .map_err(|error: StoreError| error)
        .expect("a choice")
        .value
}

async fn a_write_rests_on_a_source_that_is_there_or_a_new_one(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    // Longer than what an index of PostgreSQL takes, and the same in its first part.
    let url = |end: &str| format!("https://example.org/{}{end}", "x".repeat(5_000));
    let article = |title: &str, url: Option<String>| NewSource {
        kind: SourceKind::Article,
        title: title.to_owned(),
        publisher: None,
        url,
        published_on: "2026-03".parse().ok(),
    };
    let new = |title: &str, url: Option<String>| SourceChoice::New(article(title, url));
    let first = choose(&store, new("One", Some(url("a"))))
        .await
        .expect("made");
    let second = choose(&store, new("Two", Some(url("b"))))
        .await
        .expect("made");
    assert_ne!(first, second);
    assert_eq!(choose(&store, new("One", Some(url("a")))).await, Ok(first));
    assert_eq!(choose(&store, SourceChoice::Id(first)).await, Ok(first));
    assert_eq!(
        choose(&store, SourceChoice::Url(url("b"))).await,
        Ok(second)
    );
    let unknown = SourceChoice::Id(SourceId(16 * 900));
    assert_eq!(choose(&store, unknown).await, Err(NoSource::Unknown));
    assert_eq!(
        choose(&store, SourceChoice::Url(url("c"))).await,
        Err(NoSource::Unknown)
    );
    // Whatever differs makes another, case included.
    let third = choose(&store, new("one", Some(url("a"))))
        .await
        .expect("made");
    let several = NoSource::Several(vec![first, third], false);
    assert_eq!(
        choose(&store, SourceChoice::Url(url("a"))).await,
        Err(several)
    );
    let without = choose(&store, new("One", None)).await.expect("made");
    assert_eq!(choose(&store, new("One", None)).await, Ok(without));
    let undated = NewSource {
        published_on: None,
        ..article("One", None)
    };
    assert_ne!(
        choose(&store, SourceChoice::New(undated)).await,
        Ok(without)
    );
    let Err(NoSource::Invalid(faults)) = choose(&store, new("", None)).await else {
        panic!("a source without a title");
    };
    assert_eq!(
        (faults[0].field.as_str(), faults[0].kind),
        ("title", FaultKind::Missing)
    );
    for _ in 0..10 {
        let publisher = Some(
            database
                .number("SELECT COUNT(*) FROM source")
                .await
                .to_string(),
        );
        let other = NewSource {
            publisher,
            ..article("One", Some(url("a")))
        };
        choose(&store, SourceChoice::New(other))
            .await
            .expect("made");
    }
    let Err(NoSource::Several(named, is_more)) = choose(&store, SourceChoice::Url(url("a"))).await
    else {
        panic!("twelve with one address");
    };
    assert_eq!((named.len(), is_more), (10, true));
    store.close().await;
}

//! What all mutations share: who may, once, not at all, in order, and what an answer tells.

use auth::Access;
use filmgraph_tests::{Client, Data, Database, Options, Server, on_both};
use serde_json::{Value, json};
use store::change::{cursor, read_cursor};

on_both!(
    only_a_key_with_the_scope_edit_may_write,
    a_dry_run_shows_what_would_be_and_writes_nothing,
    a_repeated_key_is_answered_and_not_done_again,
    what_is_remembered_is_bounded,
    repetitions_at_the_same_time_are_done_once,
    mutations_of_one_document_run_in_order,
    a_value_that_does_not_fit_keeps_a_whole_document_from_running,
    a_fault_inside_is_told_as_that_and_undone,
    a_document_of_many_mutations_is_bounded,
);

const CREATE: &str = "mutation($input: SourceCreateInput!) { sourceCreate(input: $input) {
    source { id title version } changeCursor
    userErrors { field code message } warnings { field code message } } }";

const UPDATE: &str = "mutation($input: SourceUpdateInput!) { sourceUpdate(input: $input) {
    source { id title version } changeCursor userErrors { field code message } } }";

async fn create(client: &Client, input: Value) -> Value {
    let data = client.data_with(CREATE, json!({"input": input})).await;
    data["sourceCreate"].clone()
}

async fn head(server: &Server) -> i64 {
    let sql = "SELECT seq FROM change_head";
    server.database().number(sql).await
}

async fn sources(server: &Server) -> i64 {
    server
        .database()
        .number("SELECT COUNT(*) FROM source")
        .await
}

async fn remembered(server: &Server) -> i64 {
    let sql = "SELECT COUNT(*) FROM idempotency";
    server.database().number(sql).await
}

fn article(title: &str) -> Value {
    json!({"kind": "ARTICLE", "title": title})
}

/// The article with more members.
fn article_with(title: &str, more: Value) -> Value {
    let mut input = article(title);
    let members = more.as_object().expect("members").clone();
    input.as_object_mut().expect("an input").extend(members);
    input
}

async fn only_a_key_with_the_scope_edit_may_write(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let reader = server.client().with_key(&server.key(Access::Read).await);
    // Who may not write does not learn whether the input was right either.
    for title in ["A", ""] {
        let variables = json!({"input": article(title)});
        for (client, code) in [(server.client(), "UNAUTHENTICATED"), (&reader, "FORBIDDEN")] {
            let answer = client.query_with(CREATE, variables.clone()).await;
            assert_eq!(answer.status, 200);
            let error = answer.error();
            assert_eq!(error["extensions"]["code"], code, "{error}");
            assert_eq!(error["path"], json!(["sourceCreate"]));
            assert_eq!(answer.json()["data"], json!({"sourceCreate": null}));
        }
    }
    assert_eq!((sources(&server).await, head(&server).await), (0, 0));
    let wrong = server.client().with_key("fgk_1_nonsense");
    let answer = wrong
        .query_with(CREATE, json!({"input": article("A")}))
        .await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (401, "UNAUTHENTICATED")
    );
    for scope in [Access::Edit, Access::Admin] {
        let client = server.client().with_key(&server.key(scope).await);
        assert_eq!(create(&client, article("A")).await["userErrors"], json!([]));
    }
    let store = server.store().await;
    let changes = store.changes_after(0, 10).await.expect("the log");
    let actors: Vec<&str> = changes.iter().map(|change| change.actor.as_str()).collect();
    assert_eq!(actors, ["key:edit-2", "key:admin-3"]);
    store.close().await;
}

async fn a_dry_run_shows_what_would_be_and_writes_nothing(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let made = create(&editor, article("Before")).await;
    let (id, before) = (made["source"]["id"].clone(), head(&server).await);
    let dry = article_with("New", json!({"dryRun": true, "idempotencyKey": "k"}));
    let told = create(&editor, dry).await;
    assert_eq!(told["source"]["title"], "New");
    assert_eq!(told["source"]["version"], 1);
    assert_eq!(told["changeCursor"], Value::Null);
    let change = json!({"id": id, "expectedVersion": 1, "title": "After", "dryRun": true});
    let told = editor.data_with(UPDATE, json!({"input": change})).await;
    let expected = json!({"id": id, "title": "After", "version": 2});
    assert_eq!(told["sourceUpdate"]["source"], expected);
    let wrong = json!({"id": id, "expectedVersion": 7, "title": "After", "dryRun": true});
    let told = editor.data_with(UPDATE, json!({"input": wrong})).await;
    let error = &told["sourceUpdate"]["userErrors"][0];
    assert_eq!(error["code"], "VERSION_CONFLICT");
    assert_eq!((head(&server).await, sources(&server).await), (before, 1));
    assert_eq!(remembered(&server).await, 0);
    let read = format!("{{ node(id: {id}) {{ ... on Source {{ title version }} }} }}");
    let read = editor.data(&read).await;
    assert_eq!(read["node"], json!({"title": "Before", "version": 1}));
}

async fn a_repeated_key_is_answered_and_not_done_again(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let input = article_with("A", json!({"idempotencyKey": "k"}));
    let first = create(&editor, input.clone()).await;
    let place = read_cursor(first["changeCursor"].as_str().expect("a cursor"));
    assert_eq!(place, Ok(head(&server).await));
    let _ = create(&editor, article("Another")).await;
    // Null is what is left out, and how it is run is not what it does.
    for more in [json!({}), json!({"url": null}), json!({"dryRun": true})] {
        let mut again = input.clone();
        again
            .as_object_mut()
            .expect("an input")
            .extend(more.as_object().expect("members").clone());
        let mut expected = first.clone();
        if again["dryRun"] == true {
            // It says what was, and no place in the log.
            expected["changeCursor"] = Value::Null;
        }
        assert_eq!(create(&editor, again).await, expected);
    }
    assert_eq!((sources(&server).await, head(&server).await), (2, 2));
    let other = article_with("B", json!({"idempotencyKey": "k"}));
    let refused = create(&editor, other).await;
    assert_eq!(refused["source"], Value::Null);
    let error = &refused["userErrors"][0];
    assert_eq!(error["code"], "DUPLICATE", "{refused}");
    assert_eq!(error["field"], json!(["idempotencyKey"]));
    // Another caller's key is another key, and what failed is not remembered.
    let colleague = server.editor().await;
    assert_ne!(
        create(&colleague, input).await["source"]["id"],
        first["source"]["id"]
    );
    let failed = article_with("", json!({"idempotencyKey": "f"}));
    assert_eq!(
        create(&editor, failed).await["userErrors"][0]["code"],
        "REQUIRED"
    );
    let mended = article_with("C", json!({"idempotencyKey": "f"}));
    assert_eq!(create(&editor, mended).await["userErrors"], json!([]));
    // What changes nothing is remembered, too.
    let same = json!({"id": first["source"]["id"], "expectedVersion": 1, "title": "A", "idempotencyKey": "n"});
    let before = head(&server).await;
    let told = editor.data_with(UPDATE, json!({"input": same})).await;
    assert_eq!(told["sourceUpdate"]["source"]["version"], 1);
    assert_eq!(told["sourceUpdate"]["changeCursor"], json!(cursor(before)));
    assert_eq!(editor.data_with(UPDATE, json!({"input": same})).await, told);
    assert_eq!(
        (head(&server).await, remembered(&server).await),
        (before, 4)
    );
    for (key, code) in [
        ("", "REQUIRED"),
        (&"x".repeat(201), "TOO_LONG"),
        ("\u{0}", "INVALID_VALUE"),
    ] {
        let told = create(&editor, article_with("D", json!({"idempotencyKey": key}))).await;
        assert_eq!(told["userErrors"][0]["code"], code, "{told}");
    }
}

async fn what_is_remembered_is_bounded(database: Database) {
    let options = Options::empty().with(|config| config.writing.max_idempotency_keys = 3);
    let server = Server::start(database, options).await;
    let editor = server.editor().await;
    let with = |key: usize| article_with("A", json!({"idempotencyKey": key.to_string()}));
    for key in 0..5 {
        let _ = create(&editor, with(key)).await;
        assert!(remembered(&server).await <= 3);
    }
    // The newest are answered, the oldest are done again.
    let _ = create(&editor, with(4)).await;
    assert_eq!(sources(&server).await, 5);
    let _ = create(&editor, with(0)).await;
    assert_eq!(sources(&server).await, 6);
    // What is too old is forgotten, and goes with the next that is remembered.
    let age = "UPDATE idempotency SET at = at - 90000000000";
    server.database().execute(age).await;
    let _ = create(&editor, with(4)).await;
    assert_eq!((sources(&server).await, remembered(&server).await), (7, 1));
}

async fn repetitions_at_the_same_time_are_done_once(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let input = article_with("A", json!({"idempotencyKey": "k"}));
    let calls = (0..8).map(|_| create(&editor, input.clone()));
    let answers = futures_util::future::join_all(calls).await;
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(sources(&server).await, 1);
}

async fn mutations_of_one_document_run_in_order(database: Database) {
    let mut data = Data::new();
    let id = data.source("ARTICLE", "One").id();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let update = |version: i32, title: &str| {
        format!(
            "sourceUpdate(input: {{id: \"{id}\", expectedVersion: {version}, title: \"{title}\"}}) {{
             source {{ title version }} userErrors {{ code }} }}"
        )
    };
    let document = format!(
        "mutation {{ a: {} b: {} c: {} d: {} }}",
        update(1, "Two"),
        update(2, "Three"),
        update(2, "Not"),
        update(3, "Four")
    );
    let told = editor.data(&document).await;
    let done = |title: &str, version: i32| json!({"source": {"title": title, "version": version}, "userErrors": []});
    assert_eq!(told["a"], done("Two", 2));
    assert_eq!(told["b"], done("Three", 3));
    let conflict = json!({"source": null, "userErrors": [{"code": "VERSION_CONFLICT"}]});
    assert_eq!(told["c"], conflict);
    assert_eq!(told["d"], done("Four", 4));
    let store = server.store().await;
    let changes = store.changes_after(1, 10).await.expect("the log");
    let versions: Vec<i32> = changes.iter().map(|change| change.version).collect();
    assert_eq!(versions, [2, 3, 4]);
    store.close().await;
}

async fn a_value_that_does_not_fit_keeps_a_whole_document_from_running(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.client().with_key(&server.key(Access::Edit).await);
    let first = "a: sourceCreate(input: {kind: ARTICLE, title: \"A\"}) { source { id } }";
    let second = |input: &str, answer: &str| {
        format!(
            "mutation {{ {first} b: sourceCreate(input: {{kind: ARTICLE, title: \"B\"{input}}}) {{ {answer} }} }}"
        )
    };
    let before = (head(&server).await, sources(&server).await);
    // What the second would be answered with cannot be read, or its input is of another type.
    let shown =
        "source { claims { nodes { subject { ... on Film { title(language: \"pt_BR\") } } } } }";
    for query in [
        second("", shown),
        second(", publisher: 5", "source { id }"),
        second(", kind: DATASET", "source { id }"),
    ] {
        let answer = editor.query(&query).await;
        assert_eq!(
            answer.code(),
            "VALIDATION_FAILED",
            "{query}: {}",
            answer.body
        );
        assert!(answer.json().get("data").is_none(), "{}", answer.body);
    }
    let by_variable = format!(
        "mutation($l: LanguageTag) {}",
        &second("", &shown.replace("\"pt_BR\"", "$l"))[9..]
    );
    let answer = editor.query_with(&by_variable, json!({"l": "pt_BR"})).await;
    assert_eq!(answer.code(), "INVALID_VARIABLES", "{}", answer.body);
    assert_eq!((head(&server).await, sources(&server).await), before);
    // A date that an editor mistyped is for the form to show, and undoes nothing else.
    let answer = "source { id } userErrors { field code }";
    let data = editor
        .data(&second(", publishedOn: \"soon\"", answer))
        .await;
    assert!(data["a"]["source"]["id"].is_string(), "{data}");
    let told = json!([{"field": ["publishedOn"], "code": "INVALID_VALUE"}]);
    assert_eq!(data["b"], json!({"source": null, "userErrors": told}));
}

async fn a_fault_inside_is_told_as_that_and_undone(database: Database) {
    let server = Server::start(database, Options::empty()).await;
    let editor = server.editor().await;
    let _ = create(&editor, article("A")).await;
    // As if somebody had meddled with the tables.
    server
        .database()
        .execute("ALTER TABLE idempotency RENAME TO gone")
        .await;
    let keyed = article_with("B", json!({"idempotencyKey": "k"}));
    let answer = editor.query_with(CREATE, json!({"input": keyed})).await;
    assert_eq!(answer.status, 200);
    let error = answer.error();
    assert_eq!(error["message"], "Internal error");
    assert_eq!(error["extensions"], json!({"code": "INTERNAL"}));
    for word in ["idempotency", "relation", "table", "gone"] {
        assert!(!answer.body.contains(word), "{word}: {}", answer.body);
    }
    assert_eq!((sources(&server).await, head(&server).await), (1, 1));
    // A fault in one takes nothing from the others.
    let document = "mutation { a: sourceCreate(input: {kind: ARTICLE, title: \"C\"}) { source { title } }
        b: sourceCreate(input: {kind: ARTICLE, title: \"D\", idempotencyKey: \"k\"}) { source { title } }
        c: sourceCreate(input: {kind: ARTICLE, title: \"E\"}) { source { title } } }";
    let answer = editor.query(document).await;
    let expected =
        json!({"a": {"source": {"title": "C"}}, "b": null, "c": {"source": {"title": "E"}}});
    assert_eq!(answer.json()["data"], expected);
    assert_eq!(answer.error()["path"], json!(["b"]));
}

async fn a_document_of_many_mutations_is_bounded(database: Database) {
    let options = Options::empty().with(|config| config.limits.max_cost = 250);
    let server = Server::start(database, options).await;
    let editor = server.editor().await;
    let one = |name: &str| {
        format!("{name}: sourceCreate(input: {{kind: ARTICLE, title: \"A\"}}) {{ changeCursor }}")
    };
    let two = format!("mutation {{ {} {} }}", one("a"), one("b"));
    let answer = editor.query(&two).await;
    assert_eq!(answer.header("filmgraph-cost"), Some("202"));
    let three = format!("mutation {{ {} {} {} }}", one("a"), one("b"), one("c"));
    assert_eq!(editor.query(&three).await.code(), "BUDGET_EXCEEDED");
    assert_eq!(sources(&server).await, 2);
}

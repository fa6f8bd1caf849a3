//! Claims recorded and taken back by mutations.

use filmgraph_tests::{Client, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    a_price_is_told_denied_and_comes_back,
    what_is_wrong_with_a_claim_is_told_by_field,
    a_dry_run_and_a_repetition_write_nothing,
    all_that_is_wrong_is_told_at_once,
    only_a_key_with_the_scope_may_claim,
    the_strength_of_a_source_decides_anew_when_it_changes,
);

/// The deal about the founding film, and that film.
const DEAL: &str = "dvw";
const FILM: &str = "wvu";

async fn record(client: &Client, input: Value) -> Value {
    let query = "mutation($input: ClaimRecordInput!) { claimRecord(input: $input) { __typename
        claim { id property propertyKey valueText missing stance certainty excerpt isCurrent source { title kind } }
        subject { __typename id facts(properties: [PRICE]) { valueText missing isDisputed } }
        changeCursor userErrors { field code message } warnings { code } } }";
    client.data_with(query, json!({"input": input})).await["claimRecord"].take()
}

async fn retract(client: &Client, input: Value) -> Value {
    let query = "mutation($input: ClaimRetractInput!) { claimRetract(input: $input) {
        claim { id isCurrent retractedAt } changeCursor userErrors { field code message } } }";
    client.data_with(query, json!({"input": input})).await["claimRetract"].take()
}

fn claim(subject: &str, property: &str, value: Value, title: &str) -> Value {
    json!({"subject": subject, "property": property, "value": value,
        "provenance": {"source": {"create": {"kind": "ARTICLE", "title": title}}}})
}

fn dollars(amount: &str) -> Value {
    json!({"money": {"amount": amount, "currencyCode": "USD"}})
}

async fn price(server: &Server) -> Value {
    let query = format!("{{ node(id: \"{DEAL}\") {{ ... on Deal {{ price {{ amount }} }} }} }}");
    server.data(&query).await["node"]["price"]["amount"].take()
}

async fn a_price_is_told_denied_and_comes_back(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let mut input = claim(DEAL, "PRICE", dollars("60000000"), "Trade paper");
    input["provenance"]["certainty"] = json!("CONFIRMED");
    input["provenance"]["excerpt"] = json!("sixty million");
    let told = record(&editor, input).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(told["__typename"], "ClaimRecordPayload");
    let expected = json!({"property": "PRICE", "propertyKey": "price", "valueText": "60000000 USD",
        "missing": null, "stance": "ASSERTS", "certainty": "CONFIRMED", "excerpt": "sixty million",
        "isCurrent": true, "source": {"title": "Trade paper", "kind": "ARTICLE"}});
    for (field, value) in expected.as_object().expect("fields") {
        assert_eq!(&told["claim"][field], value, "{field}");
    }
    let subject = json!({"__typename": "Deal", "id": DEAL,
        "facts": [{"valueText": "60000000 USD", "missing": null, "isDisputed": true}]});
    assert_eq!(told["subject"], subject);
    assert!(told["changeCursor"].is_string());
    assert_eq!(price(&server).await, "60000000");
    let taken = retract(&editor, json!({"id": told["claim"]["id"]})).await;
    assert_eq!(taken["userErrors"], json!([]), "{taken}");
    assert_eq!(taken["claim"]["isCurrent"], false);
    assert!(taken["claim"]["retractedAt"].is_string());
    assert_eq!(price(&server).await, "55000000");
    let again = retract(&editor, json!({"id": told["claim"]["id"]})).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_VALUE");
    // The article's own claim, the only one that is left.
    let query = format!(
        "{{ node(id: \"{DEAL}\") {{ ... on Deal {{ claims(filter: {{properties: [PRICE], currentOnly: true}}) {{ nodes {{ id }} }} }} }} }}"
    );
    let claims = server.data(&query).await["node"]["claims"]["nodes"].take();
    assert_eq!(claims.as_array().map(Vec::len), Some(1));
    let taken = retract(&editor, json!({"id": claims[0]["id"]})).await;
    assert_eq!(taken["userErrors"], json!([]), "{taken}");
    let query = format!(
        "{{ node(id: \"{DEAL}\") {{ ... on Deal {{ kind price {{ amount }} facts(properties: [PRICE]) {{ missing }} }} }} }}"
    );
    let deal = server.data(&query).await["node"].take();
    assert_eq!(
        deal,
        json!({"kind": "ACQUISITION", "price": null, "facts": [{"missing": "UNKNOWN"}]})
    );
}

async fn what_is_wrong_with_a_claim_is_told_by_field(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let head = server.store().await.head().await.expect("the head");
    let with = |field: &str, value: Value| {
        let mut input = claim(DEAL, "PRICE", dollars("1"), "Paper");
        match field.split_once('.') {
            Some((outer, inner)) => input[outer][inner] = value,
            None => input[field] = value,
        }
        input
    };
    for (input, field, code) in [
        (
            with("value", json!({"date": "2026"})),
            "value.date",
            "INVALID_VALUE",
        ),
        (
            with(
                "value",
                json!({"money": {"amount": "1", "currencyCode": "dollars"}}),
            ),
            "value.money.currencyCode",
            "INVALID_VALUE",
        ),
        (with("value", Value::Null), "value", "REQUIRED"),
        (
            with("provenance.statedOn", json!("2031-05")),
            "provenance.statedOn",
            "INVALID_VALUE",
        ),
        (
            with("provenance.excerpt", json!("x".repeat(1_001))),
            "provenance.excerpt",
            "TOO_LONG",
        ),
        (
            with("property", json!("BIRTH_DATE")),
            "property",
            "INVALID_VALUE",
        ),
        (with("property", json!("OTHER")), "propertyKey", "REQUIRED"),
        (
            with("subject", json!("nonsense")),
            "subject",
            "INVALID_VALUE",
        ),
        (with("subject", json!("d9za")), "subject", "NOT_FOUND"),
        (
            with(
                "provenance.source",
                json!({"url": "https://example.org/nowhere"}),
            ),
            "provenance.source.url",
            "NOT_FOUND",
        ),
    ] {
        let told = record(&editor, input).await;
        assert_eq!(told["claim"], Value::Null, "{field}");
        let path: Vec<&str> = field.split('.').collect();
        let error = &told["userErrors"][0];
        if field == "subject" && code == "NOT_FOUND" && error["code"] == "INVALID_VALUE" {
            panic!("the id of the test is not well-formed: {error}");
        }
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(path), &json!(code)),
            "{told}"
        );
    }
    let no_source =
        json!({"subject": DEAL, "property": "PRICE", "value": dollars("1"), "provenance": {}});
    let query =
        "mutation($input: ClaimRecordInput!) { claimRecord(input: $input) { claim { id } } }";
    let answer = editor.query_with(query, json!({"input": no_source})).await;
    assert_eq!(answer.code(), "INVALID_VARIABLES", "{answer:?}");
    for (id, code) in [("wvu.title.sv9", "INVALID_VALUE"), ("wvu", "INVALID_VALUE")] {
        let told = retract(&editor, json!({"id": id})).await;
        assert_eq!(told["userErrors"][0]["code"], code, "{told}");
    }
    let after = server.store().await.head().await.expect("the head");
    assert_eq!(after, head, "nothing was written");
}

async fn a_dry_run_and_a_repetition_write_nothing(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    let mut input = claim(
        FILM,
        "TITLE",
        json!({"text": {"text": "Very Good Sex"}}),
        "Paper",
    );
    input["dryRun"] = json!(true);
    let dry = record(&editor, input.clone()).await;
    assert_eq!(
        (&dry["userErrors"], &dry["changeCursor"]),
        (&json!([]), &Value::Null),
        "{dry}"
    );
    assert_eq!(dry["claim"]["valueText"], "Very Good Sex");
    assert_eq!(store.head().await.expect("the head"), head);
    input["dryRun"] = json!(false);
    input["idempotencyKey"] = json!("once");
    let first = record(&editor, input.clone()).await;
    let head = store.head().await.expect("the head");
    let second = record(&editor, input.clone()).await;
    assert_eq!(first["claim"], second["claim"]);
    assert_eq!(first["changeCursor"], second["changeCursor"]);
    // A dry run of it says what was, and has no place in the log.
    input["dryRun"] = json!(true);
    let again = record(&editor, input).await;
    assert_eq!(
        (&again["userErrors"], &again["changeCursor"]),
        (&json!([]), &Value::Null),
        "{again}"
    );
    assert_eq!(store.head().await.expect("the head"), head);
    store.close().await;
}

async fn all_that_is_wrong_is_told_at_once(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let provenance = json!({"source": {"create": {"kind": "ARTICLE", "title": "Paper", "url": "x"}},
        "statedOn": "2999", "excerpt": "x".repeat(1_001)});
    let of_provenance = [
        "provenance.source.create.url",
        "provenance.statedOn",
        "provenance.excerpt",
    ];
    for (subject, property, value, field) in [
        (DEAL, "PRICE", json!({"date": "2026"}), "value.date"),
        (
            DEAL,
            "PRICE",
            json!({"money": {"amount": "-5", "currencyCode": "USD"}}),
            "value.money.amount",
        ),
        (DEAL, "BUYER", json!({"record": "nonsense"}), "value.record"),
        (
            FILM,
            "SYNOPSIS",
            json!({"text": {"text": "A film", "language": "?"}}),
            "value.text.language",
        ),
        ("nonsense", "PRICE", dollars("5"), "subject"),
    ] {
        let mut input = claim(subject, property, value, "Paper");
        input["provenance"] = provenance.clone();
        let told = record(&editor, input).await;
        let found = crate::write_faults::places(&told);
        for place in of_provenance.into_iter().chain([field]) {
            assert!(found.iter().any(|(at, _)| at == place), "{place}: {told}");
        }
    }
    let disputed = json!({"subject": FILM, "property": "TITLE", "missing": "DISPUTED",
        "provenance": {"source": {"create": {"kind": "ARTICLE", "title": "Paper"}}}});
    let told = record(&editor, disputed).await;
    let expected = [("missing".to_owned(), "INVALID_VALUE".to_owned())];
    assert_eq!(crate::write_faults::places(&told), expected, "{told}");
}

async fn only_a_key_with_the_scope_may_claim(database: Database) {
    let server = Server::with_sample(database).await;
    let query = "mutation { claimRetract(input: {id: \"xkcv4\"}) { claim { id } } }";
    assert_eq!(server.query(query).await.code(), "UNAUTHENTICATED");
    assert_eq!(price(&server).await, "55000000");
}

async fn the_strength_of_a_source_decides_anew_when_it_changes(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let mut input = claim(DEAL, "PRICE", dollars("1"), "Weak paper");
    input["provenance"]["certainty"] = json!("REPORTED");
    let told = record(&editor, input).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(
        price(&server).await,
        "55000000",
        "the article is the stronger source"
    );
    let query = "{ sources(filter: {titleContains: \"weak PAPER\", kinds: [ARTICLE]}) { totalCount nodes { id version } } }";
    let sources = server.data(query).await["sources"].take();
    assert_eq!(sources["totalCount"], 1);
    let update = json!({"id": sources["nodes"][0]["id"], "expectedVersion": 1, "priority": 90});
    let query = "mutation($input: SourceUpdateInput!) { sourceUpdate(input: $input) { userErrors { message } } }";
    let updated = editor.data_with(query, json!({"input": update})).await;
    assert_eq!(updated["sourceUpdate"]["userErrors"], json!([]));
    assert_eq!(price(&server).await, "1");
}

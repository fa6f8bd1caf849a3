//! Every kind of record that mutations make and change: made, changed, emptied.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    each_kind_is_made_changed_and_emptied,
    works_of_every_kind_are_made,
    a_dry_run_shows_everything_and_changes_nothing,
    a_repetition_is_answered_and_not_done_again,
    what_is_the_same_already_changes_nothing,
    only_who_may_edit_does,
    lists_of_values_are_claimed_value_by_value,
    a_dry_run_of_a_claim_shows_the_record_as_it_would_be,
);

pub(crate) const CHANGES: &str = "changes { property propertyKey before { ...V } after { ...V } }";
const VALUES: &str = "fragment V on ClaimValue { ... on TextValue { text } ... on NumberValue { number }
    ... on DateValue { date { edtf } } ... on EnumValue { name } ... on MoneyValue { money { amount } }
    ... on RecordValue { text } }";

/// Runs a mutation of a kind: `workCreate`, with what is shown of it.
pub(crate) async fn mutate(client: &Client, name: &str, shown: &str, input: Value) -> Value {
    let kind = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {shown} {CHANGES} changeCursor
            userErrors {{ field code message }} warnings {{ field code message }} }} }} {VALUES}"
    );
    client.data_with(&query, json!({"input": input})).await[name].take()
}

/// The same, where nothing is to be wrong.
pub(crate) async fn done(client: &Client, name: &str, shown: &str, input: Value) -> Value {
    let answer = mutate(client, name, shown, input).await;
    assert_eq!(answer["userErrors"], json!([]), "{name}: {answer}");
    answer
}

pub(crate) fn paper() -> Value {
    json!({"source": {"create": {"kind": "ARTICLE", "title": "Paper"}}})
}

/// The input with more members, and with the paper as its provenance.
pub(crate) fn said(mut input: Value) -> Value {
    input["provenance"] = paper();
    input
}

/// The same by another paper, which is sure.
fn confirmed(mut input: Value, title: &str) -> Value {
    input["provenance"] = json!({"source": {"create": {"kind": "ARTICLE", "title": title}}, "certainty": "CONFIRMED"});
    input
}

/// A film, a person and a company to begin with.
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) editor: Client,
    pub(crate) film: String,
    pub(crate) person: String,
    pub(crate) company: String,
}

pub(crate) fn data() -> (Data, [String; 4]) {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    for genre in ["Drama", "Comedy", "Horror"] {
        let _ = data.genre(genre).id();
    }
    let company = data
        .other(RecordKind::Company, "company")
        .with("name", "Buyer")
        .id();
    let film = data
        .work("FILM", "Film")
        .with("sources", json!([source]))
        .with("genres", json!(["Drama", "Comedy"]))
        .with("countries", json!(["FR"]))
        .with("runtimeMinutes", 100)
        .id();
    let person = data
        .person("Somebody")
        .with("sources", json!([source]))
        .id();
    (data, [film, person, company, source])
}

pub(crate) async fn world(database: Database) -> World {
    let (data, [film, person, company, _]) = data();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    World {
        server,
        editor,
        film,
        person,
        company,
    }
}

async fn head(server: &Server) -> i64 {
    server
        .database()
        .number("SELECT seq FROM change_head")
        .await
}

async fn each_kind_is_made_changed_and_emptied(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        company,
        ..
    } = world(database).await;
    let work = json!({"id": film});
    for (kind, shown, create, update, clear, emptied) in [
        (
            "person",
            "id version name birthDate { edtf } birthPlace",
            json!({"name": "New", "birthDate": "1990", "birthPlace": "Oslo"}),
            json!({"birthDate": "1991-02", "birthPlace": "Bergen"}),
            "birthDate",
            "birthDate",
        ),
        (
            "role",
            "id version department job billing creditedAs",
            json!({"work": work, "person": {"ref": {"id": person}}, "department": "WRITING", "job": "Writer", "creditedAs": "S."}),
            json!({"creditedAs": "Some B.", "billing": 3, "episodeCount": 2}),
            "creditedAs",
            "creditedAs",
        ),
        (
            "milestone",
            "id version kind date { edtf } note",
            json!({"work": work, "kind": "ANNOUNCED", "date": "2025", "note": "At a festival"}),
            json!({"kind": "FILMING_STARTED", "date": "2025-06", "span": "DURING"}),
            "note",
            "note",
        ),
        (
            "release",
            "id version kind country date { edtf } platform { name } note",
            json!({"work": work, "kind": "THEATRICAL", "country": "FR", "date": "2026", "platform": company}),
            json!({"date": "2026-02", "country": "DE", "certification": {"country": "DE", "rating": "12"}}),
            "platform",
            "platform",
        ),
        (
            "deal",
            "id version kind price { amount } buyer { name } territories",
            json!({"work": work, "kind": "ACQUISITION", "buyer": company, "price": {"amount": "5", "currencyCode": "USD"}}),
            json!({"price": {"amount": "6", "currencyCode": "USD", "isApproximate": true}, "territories": ["FR", "DE"]}),
            "price",
            "price",
        ),
    ] {
        let fields = format!("{kind} {{ {shown} }}");
        let made = done(&editor, &format!("{kind}Create"), &fields, said(create)).await;
        let record = &made[kind];
        assert!(record["id"].is_string(), "{made}");
        assert!(
            !made["changes"].as_array().expect("changes").is_empty(),
            "{made}"
        );
        let target = json!({"id": record["id"], "expectedVersion": record["version"]});
        let mut input = target;
        for (name, value) in update.as_object().expect("members") {
            input[name] = value.clone();
        }
        let changed = done(
            &editor,
            &format!("{kind}Update"),
            &fields,
            confirmed(input, "Second"),
        )
        .await;
        assert_eq!(changed["warnings"], json!([]), "{changed}");
        for (name, value) in update.as_object().expect("members") {
            let is = &changed[kind][name];
            if is.is_string() || is.is_number() {
                assert_eq!(is, value, "{kind}.{name}");
            } else if let Some(inner) = is.get("edtf").or(is.get("amount")) {
                assert!(
                    value == inner || value["amount"] == *inner,
                    "{kind}.{name}: {is}"
                );
            }
        }
        let version = record["version"].as_i64().expect("a version") + 1;
        assert_eq!(changed[kind]["version"], version, "{kind}");
        let input = json!({"id": record["id"], "expectedVersion": version, "clear": [clear], "clearReason": "NOT_APPLICABLE"});
        let cleared = done(
            &editor,
            &format!("{kind}Update"),
            &fields,
            confirmed(input, "Third"),
        )
        .await;
        assert_eq!(cleared["warnings"], json!([]), "{cleared}");
        assert_eq!(cleared[kind][emptied], Value::Null, "{cleared}");
        let facts = format!(
            "{{ node(id: {}) {{ ... on Claimable {{ facts {{ propertyKey missing }} }} }} }}",
            record["id"]
        );
        let facts = editor.data(&facts).await["node"]["facts"].take();
        let fact = json!({"propertyKey": clear, "missing": "NOT_APPLICABLE"});
        assert!(
            facts.as_array().expect("facts").contains(&fact),
            "{kind}: {facts}"
        );
    }
}

async fn works_of_every_kind_are_made(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let kinds = "{ __type(name: \"WorkKind\") { enumValues { name } } }";
    let kinds = editor.data(kinds).await["__type"]["enumValues"].take();
    let series = said(json!({"kind": "SERIES", "title": "Serial"}));
    let series = done(&editor, "workCreate", "work { id }", series).await["work"]["id"].clone();
    for kind in kinds.as_array().expect("kinds") {
        let mut input = json!({"kind": kind["name"], "title": "Something"});
        if kind["name"] == "EPISODE" {
            input["series"] = json!({"id": series});
            input["seasonNumber"] = json!(1);
            input["episodeNumber"] = json!(2);
        }
        let made = done(&editor, "workCreate", "work { kind title }", said(input)).await;
        assert_eq!(made["work"]["kind"], kind["name"]);
    }
}

async fn a_dry_run_shows_everything_and_changes_nothing(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let before = head(&server).await;
    let shown = "work { id version title runtimeMinutes genres { name } countries { code }
        ... on Film { facts(properties: [RUNTIME]) { valueText certainty claim { valueText source { title } } }
            claims(filter: {properties: [RUNTIME]}) { nodes { valueText } } sources { title } } }";
    let input = json!({"id": film, "expectedVersion": 1, "runtimeMinutes": 110, "countries": ["DE"], "genres": ["Drama", "Horror"], "dryRun": true});
    let input = confirmed(input, "Second");
    let dry = done(&editor, "workUpdate", shown, input.clone()).await;
    assert_eq!(dry["changeCursor"], Value::Null);
    assert_eq!(head(&server).await, before);
    let work = &dry["work"];
    assert_eq!(work["version"], 2, "{dry}");
    assert_eq!(work["countries"], json!([{"code": "DE"}]));
    let mut real = input;
    real["dryRun"] = json!(false);
    let real = done(&editor, "workUpdate", shown, real).await;
    assert!(real["changeCursor"].is_string());
    assert_eq!(
        real["work"], *work,
        "a dry run shows what is there afterwards"
    );
    assert_eq!(real["changes"], dry["changes"]);
    // A work that is to be made, with all that is made with it.
    let before = head(&server).await;
    let shown = "work { title status milestones { kind } roles { totalCount nodes { person { name } job } } }";
    let input = said(json!({"kind": "FILM", "title": "New", "dryRun": true,
        "milestones": [{"kind": "POST_PRODUCTION", "date": "2025"}],
        "roles": [{"person": {"create": {"name": "Nobody yet"}}, "department": "EDITING", "job": "Editor of everything"}]}));
    let dry = done(&editor, "workCreate", shown, input).await;
    assert_eq!(
        dry["work"],
        json!({"title": "New", "status": "POST_PRODUCTION", "milestones": [{"kind": "POST_PRODUCTION"}],
        "roles": {"totalCount": 1, "nodes": [{"person": {"name": "Nobody yet"}, "job": "Editor of everything"}]}})
    );
    assert_eq!(head(&server).await, before);
    let count = server.database().number("SELECT COUNT(*) FROM work").await;
    assert_eq!(count, 1);
}

async fn a_repetition_is_answered_and_not_done_again(database: Database) {
    let World { server, editor, .. } = world(database).await;
    let input = said(json!({"kind": "FILM", "title": "Once", "idempotencyKey": "once"}));
    let first = done(&editor, "workCreate", "work { id title }", input.clone()).await;
    let after = head(&server).await;
    let second = done(&editor, "workCreate", "work { id title }", input.clone()).await;
    assert_eq!(first["work"], second["work"]);
    assert_eq!(first["changeCursor"], second["changeCursor"]);
    assert_eq!(second["changes"], json!([]));
    assert_eq!(head(&server).await, after);
    // However it is written, with whatever defaults, and for whichever member.
    for written in [
        "{title: \"Once\", kind: FILM, provenance: PAPER, idempotencyKey: \"once\"}",
        "{idempotencyKey: \"once\", dryRun: false, provenance: PAPER, kind: FILM, title: \"Once\", runtimeMinutes: null}",
        "{title: \"Once\", kind: FILM, provenance: SURE, idempotencyKey: \"once\"}",
    ] {
        let paper = "{source: {create: {title: \"Paper\", kind: ARTICLE}}";
        let written = written.replace("PAPER", &format!("{paper}}}"));
        let written = written.replace("SURE", &format!("{paper}, certainty: STATED}}"));
        let query = format!(
            "mutation {{ workCreate(input: {written}) {{ work {{ id title }} userErrors {{ message }} }} }}"
        );
        let told = editor.data(&query).await["workCreate"].take();
        assert_eq!(told["work"], first["work"], "{query}: {told}");
    }
    assert_eq!(head(&server).await, after);
    let mut other = input;
    other["title"] = json!("Twice");
    let refused = mutate(&editor, "workCreate", "work { id }", other).await;
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE");
    assert_eq!(refused["userErrors"][0]["field"], json!(["idempotencyKey"]));
}

async fn what_is_the_same_already_changes_nothing(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let before = head(&server).await;
    let input = said(
        json!({"id": film, "expectedVersion": 1, "title": "Film", "runtimeMinutes": 100, "countries": ["FR"], "genres": ["Drama", "Comedy"]}),
    );
    let same = done(&editor, "workUpdate", "work { version }", input).await;
    assert_eq!(same["work"]["version"], 1);
    assert_eq!(same["changes"], json!([]));
    assert_eq!(head(&server).await, before);
}

async fn only_who_may_edit_does(database: Database) {
    let World { server, .. } = world(database).await;
    let query = "mutation($input: WorkCreateInput!) { workCreate(input: $input) { work { id } } }";
    let variables = json!({"input": said(json!({"kind": "FILM", "title": "x"}))});
    let answer = server.query_with(query, variables.clone()).await;
    assert_eq!(answer.error()["extensions"]["code"], "UNAUTHENTICATED");
    let reader = server
        .client()
        .with_key(&server.key(auth::Access::Read).await);
    let answer = reader.query_with(query, variables).await;
    assert_eq!(answer.error()["extensions"]["code"], "FORBIDDEN");
}

async fn lists_of_values_are_claimed_value_by_value(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let input = json!({"id": film, "expectedVersion": 1, "genres": ["Comedy", "Horror"],
        "provenance": {"source": {"create": {"kind": "ARTICLE", "title": "Paper"}}, "certainty": "CONFIRMED"}});
    let changed = done(
        &editor,
        "workUpdate",
        "work { version genres { name } }",
        input,
    )
    .await;
    assert_eq!(changed["warnings"], json!([]), "{changed}");
    assert_eq!(
        changed["work"]["genres"],
        json!([{"name": "Comedy"}, {"name": "Horror"}])
    );
    assert_eq!(
        changed["changes"],
        json!([
        {"property": "GENRE", "propertyKey": "genre", "before": {"text": "Drama"}, "after": null},
        {"property": "GENRE", "propertyKey": "genre", "before": null, "after": {"text": "Horror"}}])
    );
    // Nobody who is weaker takes one away.
    let weaker = json!({"id": film, "expectedVersion": 2, "clear": ["genres"],
        "provenance": {"source": {"create": {"kind": "ARTICLE", "title": "Blog"}}, "certainty": "RUMORED"}});
    let lost = done(&editor, "workUpdate", "work { genres { name } }", weaker).await;
    assert_eq!(
        lost["work"]["genres"],
        json!([{"name": "Comedy"}, {"name": "Horror"}])
    );
    assert_eq!(lost["warnings"][0]["code"], "OUTRANKED", "{lost}");
    assert_eq!(lost["warnings"][0]["field"], json!(["genres"]), "{lost}");
}

async fn a_dry_run_of_a_claim_shows_the_record_as_it_would_be(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let shown = "subject { ... on Film { runtimeMinutes version facts(properties: [RUNTIME]) { valueText } } }";
    let input = confirmed(
        json!({"subject": film, "property": "RUNTIME", "value": {"number": {"number": "120"}}, "dryRun": true}),
        "Festival programme",
    );
    let dry = done(&editor, "claimRecord", shown, input).await;
    assert_eq!(
        dry["subject"],
        json!({"runtimeMinutes": 120, "version": 2, "facts": [{"valueText": "120 minutes"}]}),
        "{dry}"
    );
    assert_eq!(
        dry["changes"],
        json!([{"property": "RUNTIME", "propertyKey": "runtimeMinutes",
        "before": {"number": "100"}, "after": {"number": "120"}}])
    );
    let now = format!("{{ film(by: {{id: \"{film}\"}}) {{ runtimeMinutes version }} }}");
    assert_eq!(
        editor.data(&now).await["film"],
        json!({"runtimeMinutes": 100, "version": 1})
    );
}

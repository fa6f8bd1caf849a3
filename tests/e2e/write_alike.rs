//! What means the same is the same, however it is written: in claims, in inputs that are repeated, and
//! in what is taken back.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Database, Server, on_both};
use serde_json::{Value, json};

use crate::deletions::export;
use crate::write_records::{World, data, done, mutate, said, world};

on_both!(
    a_number_has_the_unit_of_its_property,
    words_of_a_vocabulary_are_one_in_whatever_case,
    what_is_taken_back_leaves_no_fact,
    hearsay_keeps_nothing_from_being_denied,
    an_update_says_of_whom_a_description_is,
    an_input_is_known_again_however_it_is_written,
    new_people_in_the_same_words_are_one,
    a_dry_run_calls_things_as_they_will_be_called,
    what_changes_nothing_says_where_it_is_so,
);

/// Records a claim by a source of its own; gives the whole answer.
async fn claimed(editor: &Client, certainty: &str, by: &str, mut input: Value) -> Value {
    input["provenance"] = json!({"certainty": certainty,
        "source": {"create": {"kind": "ARTICLE", "title": by}}});
    done(editor, "claimRecord", "claim { id }", input).await
}

fn runtime(film: &str, stance: &str, value: Value) -> Value {
    json!({"subject": film, "property": "RUNTIME", "value": {"number": value}, "stance": stance})
}

/// The facts of a record, without the claims behind them.
async fn facts(server: &Server, id: &str, properties: &str) -> Value {
    let query = format!(
        "{{ node(id: \"{id}\") {{ ... on Claimable {{ facts{properties} {{
            property propertyKey valueText missing isDisputed }} }} }} }}"
    );
    server.data(&query).await["node"]["facts"].take()
}

async fn a_number_has_the_unit_of_its_property(database: Database) {
    let (mut data, [film, _, _, source]) = data();
    let of_file = data.claim(&source, &film, "RUNTIME");
    let _ = of_file.with("value", json!({"number": "0100.0"})).id();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let bare = json!({"number": "100.0"});
    claimed(
        &editor,
        "STATED",
        "One",
        runtime(&film, "ASSERTS", bare.clone()),
    )
    .await;
    let whole = json!({"number": "100", "unit": "minutes"});
    claimed(&editor, "STATED", "Two", runtime(&film, "ASSERTS", whole)).await;
    let fact = facts(&server, &film, "(properties: [RUNTIME])").await;
    assert_eq!(fact[0]["isDisputed"], false, "{fact}");
    assert_eq!(fact.as_array().map(Vec::len), Some(1), "{fact}");
    // A file that is read again has said it already.
    let again = server.load(&data).await;
    assert_eq!((again.created, again.updated), (0, 0));
    claimed(
        &editor,
        "CONFIRMED",
        "Three",
        runtime(&film, "DENIES", bare),
    )
    .await;
    let fact = facts(&server, &film, "(properties: [RUNTIME])").await;
    assert_eq!(fact[0]["missing"], "DISPUTED", "{fact}");
    let shown = format!("{{ film(by: {{id: \"{film}\"}}) {{ runtimeMinutes }} }}");
    let shown = server.data(&shown).await;
    assert_eq!(shown["film"]["runtimeMinutes"], Value::Null);
    let units =
        "SELECT COUNT(*) FROM claim WHERE value LIKE '%100%' AND value NOT LIKE '%minutes%'";
    assert_eq!(server.database().number(units).await, 0);
}

async fn words_of_a_vocabulary_are_one_in_whatever_case(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        company,
    } = world(database).await;
    // A genre is written as its record has it, by whomever, however surely, asserted or denied.
    for (stance, certainty) in [
        ("ASSERTS", "RUMORED"),
        ("ASSERTS", "CONFIRMED"),
        ("DENIES", "STATED"),
    ] {
        for (name, hint) in [
            ("drama", "did you mean \"Drama\"?"),
            ("Nonsense", "no genre"),
        ] {
            let input = json!({"subject": film, "property": "GENRE", "stance": stance,
                "value": {"text": {"text": name}}, "provenance": {"certainty": certainty,
                "source": {"create": {"kind": "ARTICLE", "title": "One"}}}});
            let refused = mutate(&editor, "claimRecord", "claim { id }", input).await;
            let error = &refused["userErrors"][0];
            let expected = (&json!("NOT_FOUND"), &json!(["value", "text", "text"]));
            assert_eq!((&error["code"], &error["field"]), expected, "{refused}");
            let message = error["message"].as_str().unwrap_or_default();
            assert!(message.contains(hint), "{message}");
        }
    }
    // Nor is a job another one.
    let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
        "department": "PRODUCTION", "job": "Producer"});
    let role = done(&editor, "roleCreate", "role { id }", said(input)).await;
    let role = role["role"]["id"].as_str().expect("an id");
    let job = json!({"subject": role, "property": "JOB", "value": {"text": {"text": "producer"}}});
    claimed(&editor, "REPORTED", "Three", job).await;
    let fact = facts(&server, role, "(properties: [JOB])").await;
    assert_eq!(
        (&fact[0]["valueText"], &fact[0]["isDisputed"]),
        (&json!("Producer"), &json!(false)),
        "{fact}"
    );
    // A country has one writing alone, in lists and in claims.
    let input = json!({"subject": company, "property": "OTHER", "propertyKey": "country",
        "value": {"text": {"text": "us"}}});
    let refused = mutate(&editor, "claimRecord", "claim { id }", said(input)).await;
    assert_eq!(
        refused["userErrors"][0]["code"], "INVALID_VALUE",
        "{refused}"
    );
}

async fn what_is_taken_back_leaves_no_fact(database: Database) {
    let (mut data, [film, ..]) = data();
    let noir = data.other(RecordKind::Keyword, "keyword");
    let _ = noir.with("name", "noir").id();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let before = facts(&server, &film, "").await;
    for (property, certainty) in [
        (json!({"property": "ORIGINAL_TITLE"}), "CONFIRMED"),
        (json!({"property": "KEYWORD"}), "RUMORED"),
        (
            json!({"property": "OTHER", "propertyKey": "education"}),
            "STATED",
        ),
    ] {
        let mut input = property.clone();
        input["subject"] = json!(film);
        input["value"] = json!({"text": {"text": "noir"}});
        let claim = claimed(&editor, certainty, "One", input).await;
        assert_ne!(facts(&server, &film, "").await, before, "{property}");
        let input = json!({"id": claim["claim"]["id"]});
        done(&editor, "claimRetract", "claim { id }", input).await;
        assert_eq!(facts(&server, &film, "").await, before, "{property}");
    }
    // Who asks for it is told that nothing is known.
    let asked = facts(&server, &film, "(properties: [ORIGINAL_TITLE])").await;
    assert_eq!(asked[0]["missing"], "UNKNOWN", "{asked}");
}

async fn hearsay_keeps_nothing_from_being_denied(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let another = said(json!({"name": "Another"}));
    let another = done(&editor, "personCreate", "person { id }", another).await;
    let another = &another["person"]["id"];
    let mut roles = Vec::new();
    for person in [&json!(person), another] {
        let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
            "department": "PRODUCTION", "job": "Producer"});
        let made = done(&editor, "roleCreate", "role { id }", said(input)).await;
        roles.push(made["role"]["id"].clone());
    }
    let cast = |stance: &str, person: &Value| json!({"subject": roles[0], "property": "CAST", "value": {"record": person}, "stance": stance});
    claimed(&editor, "RUMORED", "Gossip", cast("ASSERTS", another)).await;
    let told = claimed(
        &editor,
        "CONFIRMED",
        "Press",
        cast("DENIES", &json!(person)),
    )
    .await;
    assert_eq!(told["warnings"][0]["code"], "OUTRANKED", "{told}");
    let id = roles[0].as_str().expect("an id");
    let fact = facts(&server, id, "(properties: [CAST])").await;
    assert_eq!(
        (&fact[0]["valueText"], &fact[0]["isDisputed"]),
        (&json!("Somebody"), &json!(true)),
        "{fact}"
    );
    // What is more than hearsay takes the place, and may not be another role.
    let mut input = cast("ASSERTS", another);
    input["provenance"] = json!({"certainty": "REPORTED",
        "source": {"create": {"kind": "ARTICLE", "title": "Paper"}}});
    let refused = mutate(&editor, "claimRecord", "claim { id }", input).await;
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE", "{refused}");
    // Nor does a rumoured kind bring a number into another's space.
    let mut works = Vec::new();
    for kind in ["FILM", "SERIES"] {
        let ids = json!([{"authority": "TMDB", "value": "5"}]);
        let input = said(json!({"kind": kind, "title": kind, "externalIds": ids}));
        let made = done(&editor, "workCreate", "work { id }", input).await;
        works.push(made["work"]["id"].clone());
    }
    let kind = |stance: &str, kind: &str| json!({"subject": works[0], "property": "KIND", "value": {"name": kind}, "stance": stance});
    claimed(&editor, "RUMORED", "Gossip", kind("ASSERTS", "SERIES")).await;
    claimed(&editor, "CONFIRMED", "Press", kind("DENIES", "FILM")).await;
    let id = works[0].as_str().expect("an id");
    let fact = facts(&server, id, "(properties: [KIND])").await;
    assert_eq!(fact[0]["isDisputed"], true, "{fact}");
}

/// The characters of a role as they are shown.
async fn characters(server: &Server, role: &Value) -> Value {
    let query =
        format!("{{ node(id: {role}) {{ ... on Role {{ characters {{ name description }} }} }} }}");
    server.data(&query).await["node"]["characters"].take()
}

async fn an_update_says_of_whom_a_description_is(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let input =
        json!({"work": {"id": film}, "person": {"ref": {"id": person}}, "department": "ACTING"});
    let made = done(&editor, "roleCreate", "role { id version }", said(input)).await;
    let role = &made["role"];
    let of = json!([{"name": "Beth", "description": "a nurse"}, {"name": "Cleo"}]);
    let input =
        json!({"id": role["id"], "expectedVersion": role["version"], "describedCharacters": of});
    done(&editor, "roleUpdate", "role { id }", said(input)).await;
    let anna = json!({"subject": role["id"], "property": "CHARACTER", "value": {"text": {"text": "Anna"}}});
    claimed(&editor, "CONFIRMED", "Press", anna).await;
    let shown = characters(&server, &role["id"]).await;
    let nurses = |shown: &Value| {
        let list = shown.as_array().cloned().unwrap_or_default();
        let described = list
            .into_iter()
            .filter(|one| one["description"] == "a nurse");
        described
            .map(|mut one| one["name"].take())
            .collect::<Vec<_>>()
    };
    assert_eq!(nurses(&shown), [json!("Beth")], "{shown}");
    let file = export(&server).await;
    let other = Server::with_records(database, &file).await;
    let read = characters(&other, &role["id"]).await;
    assert_eq!(nurses(&read), [json!("Beth")], "{read}");
    assert_eq!(export(&other).await, file);
}

async fn an_input_is_known_again_however_it_is_written(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let create = |more: Value| {
        let mut input = said(json!({"kind": "FILM", "title": "New", "idempotencyKey": "a"}));
        for (name, value) in more.as_object().cloned().unwrap_or_default() {
            input[name] = value;
        }
        input
    };
    let mut made = Vec::new();
    for more in [
        json!({}),
        json!({"originalTitle": ""}),
        json!({"genres": [], "titles": []}),
    ] {
        let told = done(&editor, "workCreate", "work { id version }", create(more)).await;
        made.push(told["work"].clone());
    }
    assert!(made.iter().all(|work| *work == made[0]), "{made:?}");
    // Of a change, an empty list says more than none.
    let update = |more: Value| {
        let mut input =
            said(json!({"id": made[0]["id"], "expectedVersion": 1, "idempotencyKey": "b"}));
        for (name, value) in more.as_object().cloned().unwrap_or_default() {
            input[name] = value;
        }
        input
    };
    done(&editor, "workUpdate", "work { id }", update(json!({}))).await;
    let other = update(json!({"genres": []}));
    let refused = mutate(&editor, "workUpdate", "work { id }", other).await;
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE", "{refused}");
    done(
        &editor,
        "workUpdate",
        "work { id }",
        update(json!({"clear": []})),
    )
    .await;
    let mut claims = Vec::new();
    for value in [
        json!({"number": "90.0"}),
        json!({"number": "90", "unit": "minutes"}),
    ] {
        let mut input = said(runtime(&film, "ASSERTS", value));
        input["idempotencyKey"] = json!("c");
        let told = done(&editor, "claimRecord", "claim { id }", input).await;
        claims.push(told["claim"]["id"].clone());
    }
    assert_eq!(claims[0], claims[1]);
}

async fn new_people_in_the_same_words_are_one(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let part = |person: Value, department: &str| json!({"person": {"create": person}, "department": department});
    let input = json!({"kind": "FILM", "title": "New", "roles": [
        part(json!({"name": "Ada Lund"}), "ACTING"),
        part(json!({"name": "Ada Lund", "names": [], "birthPlace": ""}), "DIRECTING"),
        part(json!({"name": "Ada Lund", "birthPlace": "Oslo"}), "WRITING"),
    ]});
    let shown = "work { roles { nodes { department person { id } } } }";
    let made = done(&editor, "workCreate", shown, said(input)).await;
    let roles = made["work"]["roles"]["nodes"].as_array().cloned();
    let of = |department: &str| {
        let mut roles = roles.iter().flatten();
        let role = roles.find(|role| role["department"] == department);
        role.map(|role| role["person"]["id"].clone())
    };
    assert!(of("ACTING").is_some(), "{made}");
    assert_eq!(of("ACTING"), of("DIRECTING"), "{made}");
    assert_ne!(of("ACTING"), of("WRITING"), "{made}");
}

async fn a_dry_run_calls_things_as_they_will_be_called(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let mut told = Vec::new();
    for is_dry in [true, false] {
        let input = json!({"work": {"id": film}, "kind": "THEATRICAL", "date": "2027-05-01", "dryRun": is_dry});
        let made = done(&editor, "releaseCreate", "release { id }", said(input)).await;
        told.push(made["changes"].clone());
    }
    assert_eq!(told[0], told[1]);
    assert!(told[1].to_string().contains("Film (2027)"), "{}", told[1]);
}

async fn what_changes_nothing_says_where_it_is_so(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let input = json!({"id": film, "expectedVersion": 1, "title": "Other"});
    let changed = done(&editor, "workUpdate", "work { version }", said(input)).await;
    let version = &changed["work"]["version"];
    let input = json!({"id": film, "expectedVersion": version, "countries": ["FR"]});
    let same = done(&editor, "workUpdate", "work { version }", said(input)).await;
    assert_eq!(same["changes"], json!([]));
    assert_eq!(same["work"]["version"], *version);
    assert!(same["changeCursor"].is_string(), "{same}");
    assert_eq!(same["changeCursor"], changed["changeCursor"]);
}

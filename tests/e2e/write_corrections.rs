//! What was said is corrected, emptied and taken back; and new records are one change.

use filmgraph_tests::{Client, Database, on_both};
use serde_json::{Value, json};

use crate::write_faults::places;
use crate::write_records::{World, done, mutate, said, world};

on_both!(
    a_source_corrects_what_it_said_there_is_not,
    what_is_set_and_emptied_at_once_is_refused,
    why_something_empty_is_empty_is_kept,
    a_new_record_is_one_change_in_the_order_of_its_input,
    what_a_record_cannot_be_without_stays_when_its_claim_is_taken_back,
    a_source_has_one_synopsis_in_each_language,
);

/// A role on the film of which its source says that no character is named.
async fn unnamed(editor: &Client, film: &str, person: &str) -> Value {
    let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}}, "department": "ACTING", "charactersMissing": "NOT_ANNOUNCED"});
    let made = done(
        editor,
        "roleCreate",
        "role { id version charactersMissing }",
        said(input),
    )
    .await;
    assert_eq!(made["role"]["charactersMissing"], "NOT_ANNOUNCED");
    made["role"].clone()
}

const ROLE: &str = "role { version characters { name } charactersMissing }";

async fn a_source_corrects_what_it_said_there_is_not(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = unnamed(&editor, &film, &person).await;
    let input = said(json!({"id": role["id"], "expectedVersion": 1, "characters": ["Iris"]}));
    let named = done(&editor, "roleUpdate", ROLE, input).await;
    let expected =
        json!({"version": 2, "characters": [{"name": "Iris"}], "charactersMissing": null});
    assert_eq!(
        (&named["role"], &named["warnings"]),
        (&expected, &json!([])),
        "{named}"
    );
    // And the other way round.
    let input =
        json!({"id": role["id"], "expectedVersion": 2, "charactersMissing": "NOT_APPLICABLE"});
    let none = done(&editor, "roleUpdate", ROLE, said(input)).await;
    let expected = json!({"version": 3, "characters": [], "charactersMissing": "NOT_APPLICABLE"});
    assert_eq!(
        (&none["role"], &none["warnings"]),
        (&expected, &json!([])),
        "{none}"
    );
    let input = json!({"id": role["id"], "expectedVersion": 3, "describedCharacters": [{"description": "the pilot"}]});
    let told = done(&editor, "roleUpdate", ROLE, said(input)).await;
    let expected = json!({"version": 4, "characters": [{"name": null}], "charactersMissing": "NOT_APPLICABLE"});
    assert_eq!(told["role"], expected, "{told}");
}

async fn what_is_set_and_emptied_at_once_is_refused(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = unnamed(&editor, &film, &person).await;
    let named = json!([{"name": "Iris", "description": "a pilot"}]);
    for (field, value, clear) in [
        ("characters", json!(["Iris"]), "characters"),
        ("characters", json!(["Iris"]), "charactersMissing"),
        ("charactersMissing", json!("UNKNOWN"), "characters"),
        ("describedCharacters", named, "characters"),
        ("billing", json!(1), "billing"),
    ] {
        let mut input =
            said(json!({"id": role["id"], "expectedVersion": 1, "clear": ["creditedAs", clear]}));
        input[field] = value;
        let refused = mutate(&editor, "roleUpdate", ROLE, input).await;
        let expected = [("clear.1".to_owned(), "INVALID_VALUE".to_owned())];
        assert_eq!(places(&refused), expected, "{refused}");
        let message = refused["userErrors"][0]["message"]
            .as_str()
            .unwrap_or_default();
        assert!(message.contains("send one of the two"), "{message}");
        assert!(message.contains(&format!("`{field}`")), "{message}");
    }
    // What is no field is none, though a claim calls it so: all of the characters would go.
    let input =
        said(json!({"id": role["id"], "expectedVersion": 1, "clear": ["characterDescription"]}));
    let refused = mutate(&editor, "roleUpdate", ROLE, input).await;
    assert_eq!(
        places(&refused),
        [("clear.0".to_owned(), "INVALID_VALUE".to_owned())]
    );
}

async fn why_something_empty_is_empty_is_kept(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let facts = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ version facts(properties: [RELEASE_DATE, KEYWORD]) {{ property missing certainty }} }} }}"
    );
    let input = || {
        said(
            json!({"id": film, "expectedVersion": 1, "clear": ["releaseDate", "keywords"], "clearReason": "NOT_ANNOUNCED"}),
        )
    };
    let told = done(&editor, "workUpdate", "work { version }", input()).await;
    assert_eq!(told["warnings"], json!([]), "{told}");
    assert_eq!(told["changes"], json!([]), "{told}");
    let fact = |property: &str| json!({"property": property, "missing": "NOT_ANNOUNCED", "certainty": "STATED"});
    let expected = json!({"version": 1, "facts": [fact("RELEASE_DATE"), fact("KEYWORD")]});
    assert_eq!(editor.data(&facts).await["film"], expected);
    // Said once, it is known.
    let again = done(&editor, "workUpdate", "work { version }", input()).await;
    let count = "SELECT COUNT(*) FROM claim WHERE NOT is_own";
    assert_eq!(server.database().number(count).await, 2, "{again}");
    // Without a reason, there is nothing to be said of what is empty.
    let input = said(json!({"id": film, "expectedVersion": 1, "clear": ["budget"]}));
    done(&editor, "workUpdate", "work { version }", input).await;
    assert_eq!(server.database().number(count).await, 2);
}

async fn a_new_record_is_one_change_in_the_order_of_its_input(database: Database) {
    let World {
        server,
        editor,
        person,
        ..
    } = world(database).await;
    let names = ["Zoe", "Anna", "Mia"];
    let somebody = json!({"ref": {"id": person}});
    let input = said(
        json!({"kind": "FILM", "title": "New", "genres": ["Horror", "Comedy", "Drama"], "runtimeMinutes": 90,
        "roles": [{"person": somebody, "department": "ACTING", "characters": names},
                  {"person": somebody, "department": "CAMERA"}]}),
    );
    let shown = "work { id version genres { name } roles { nodes { id version department characters { name } } } }";
    let made = done(&editor, "workCreate", shown, input).await;
    let work = &made["work"];
    assert_eq!(work["version"], 1, "{made}");
    assert_eq!(
        work["genres"],
        json!([{"name": "Horror"}, {"name": "Comedy"}, {"name": "Drama"}])
    );
    let roles = work["roles"]["nodes"].as_array().expect("roles");
    for role in roles {
        assert_eq!(role["version"], 1, "{role}");
    }
    let acting = roles
        .iter()
        .find(|role| role["department"] == "ACTING")
        .expect("a role");
    assert_eq!(
        acting["characters"],
        json!(names.map(|name| json!({"name": name})))
    );
    // The log has one row for each, and what came in with it is what it is.
    let store = server.store().await;
    let log = store.changes_after(0, 1_000).await.expect("the log");
    let id = model::id::decode(work["id"].as_str().expect("an id"))
        .expect("an id")
        .id;
    let rows: Vec<_> = log
        .iter()
        .filter(|change| {
            (change.subject_kind, change.subject_id) == (entity::vocabulary::RecordKind::Work, id)
        })
        .collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].version, 1);
    store.close().await;
    let input = said(json!({"id": work["id"], "expectedVersion": 1, "runtimeMinutes": 91}));
    let changed = done(&editor, "workUpdate", "work { version }", input).await;
    assert_eq!(changed["work"]["version"], 2);
}

/// The claims on a record, by the name of the property.
async fn claim_on(editor: &Client, id: &Value, property: &str) -> Value {
    let query = format!(
        "{{ node(id: {id}) {{ ... on Claimable {{ claims(filter: {{properties: [{property}]}}) {{ nodes {{ id valueText }} }} }} }} }}"
    );
    editor.data(&query).await["node"]["claims"]["nodes"].take()
}

async fn what_a_record_cannot_be_without_stays_when_its_claim_is_taken_back(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let input = json!({"kind": "FILM", "title": "New", "runtimeMinutes": 90});
    let made = done(&editor, "workCreate", "work { id }", said(input)).await;
    let work = made["work"]["id"].clone();
    let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}}, "department": "CAMERA", "job": "Gaffer", "billing": 3});
    let made = done(&editor, "roleCreate", "role { id }", said(input)).await;
    let role = made["role"]["id"].clone();
    let shown = "subject { ... on Film { title kind runtimeMinutes } ... on Role { job billing person { id } certainty } }";
    for (id, property, left) in [
        (&work, "TITLE", json!({"title": "New"})),
        (&work, "KIND", json!({"kind": "FILM"})),
        (&work, "RUNTIME", json!({"runtimeMinutes": null})),
        (&role, "JOB", json!({"job": "Gaffer"})),
        (&role, "CAST", json!({"person": {"id": person}})),
        (&role, "RECORD", json!({"certainty": "STATED"})),
        (&role, "BILLING", json!({"billing": null})),
    ] {
        let claims = claim_on(&editor, id, property).await;
        let explicit = claims.as_array().cloned().unwrap_or_default();
        let explicit = explicit
            .iter()
            .find(|claim| !claim["id"].to_string().contains('.'));
        let explicit = explicit.unwrap_or_else(|| panic!("{property}: {claims}"));
        let taken = done(
            &editor,
            "claimRetract",
            shown,
            json!({"id": explicit["id"]}),
        )
        .await;
        for (name, value) in left.as_object().expect("members") {
            assert_eq!(taken["subject"][name], *value, "{property}: {taken}");
        }
    }
}

async fn a_source_has_one_synopsis_in_each_language(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let text = |text: &str, language: &str| json!({"text": text, "language": language});
    let claim = |value: Value, title: &str| {
        json!({"subject": film, "property": "SYNOPSIS", "value": {"text": value},
            "provenance": {"source": {"create": {"kind": "ARTICLE", "title": title}}}})
    };
    let shown = "subject { ... on Film { facts(properties: [SYNOPSIS]) { valueText } } }";
    for (value, title) in [
        (text("One", "en"), "Paper"),
        (text("Un", "fr"), "Paper"),
        (text("Else", "en"), "Blog"),
    ] {
        done(&editor, "claimRecord", shown, claim(value, title)).await;
    }
    let last = done(
        &editor,
        "claimRecord",
        shown,
        claim(text("Two", "en"), "Paper"),
    )
    .await;
    let facts = last["subject"]["facts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let told: Vec<&Value> = facts.iter().map(|fact| &fact["valueText"]).collect();
    assert_eq!(told, ["Un", "Else", "Two"], "{last}");
    let version = format!("{{ film(by: {{id: \"{film}\"}}) {{ version }} }}");
    let version = editor.data(&version).await["film"]["version"].take();
    let texts = json!([
        text("Un", "fr"),
        text("Else", "en"),
        text("A", "de"),
        text("B", "de")
    ]);
    let input = said(json!({"id": film, "expectedVersion": version, "synopses": texts}));
    let refused = mutate(&editor, "workUpdate", "work { id }", input).await;
    assert_eq!(
        places(&refused),
        [("synopses.3".to_owned(), "DUPLICATE".to_owned())],
        "{refused}"
    );
}

//! Descriptions of characters under claims: each stays with its character, whoever says so, however
//! surely, and whatever becomes of the role.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Database, Server, on_both};
use serde_json::{Value, json};

use crate::deletions::{delete, export, undo, why};
use crate::write_records::{World, data, done, mutate, said, world};

on_both!(
    what_another_source_says_of_a_character_stays_with_it,
    a_claim_says_whom_it_describes,
    links_and_order_are_kept,
    characters_of_a_role_differ,
);

const SHOWN: &str = "role { version characters { name description } }";

async fn shown(server: &Server, role: &Value) -> Value {
    let query =
        format!("{{ node(id: {role}) {{ ... on Role {{ characters {{ name description }} }} }} }}");
    server.data(&query).await["node"]["characters"].take()
}

fn beth(text: &str) -> Value {
    json!({"name": "Beth", "description": text})
}

fn named(name: &str) -> Value {
    json!({"name": name, "description": null})
}

fn only(text: &str) -> Value {
    json!({"name": null, "description": text})
}

/// Ways in which a role comes to have characters, and what it then has.
fn beginnings() -> Vec<(Value, Value)> {
    let described = |list: Value| json!({"describedCharacters": list});
    let nurse = json!({"description": "a nurse"});
    vec![
        (
            json!({"characters": ["Anna", "Beth"]}),
            json!([named("Anna"), named("Beth")]),
        ),
        (
            described(json!([{"name": "Anna"}, beth("a cook")])),
            json!([named("Anna"), beth("a cook")]),
        ),
        (
            described(json!([beth("a cook"), nurse])),
            json!([beth("a cook"), only("a nurse")]),
        ),
        (json!({"characters": ["Beth"]}), json!([named("Beth")])),
        (json!({}), json!([])),
    ]
}

/// What each of these roles shows is the same after it is exported and read, and after it is deleted
/// and that undone.
async fn are_kept(database: Database, server: &Server, editor: &Client, roles: &[Value]) {
    let file = export(server).await;
    let other = Server::with_records(database, &file).await;
    assert_eq!(export(&other).await, file);
    for role in roles {
        let before = shown(server, role).await;
        assert_eq!(shown(&other, role).await, before, "{role}: in a file");
        let query = format!("{{ node(id: {role}) {{ ... on Role {{ version }} }} }}");
        let version = server.data(&query).await["node"]["version"].take();
        let source = json!({"create": {"kind": "ARTICLE", "title": "No"}});
        let mut gone = json!({"id": role, "expectedVersion": version, "provenance": why("")});
        gone["provenance"]["source"] = source;
        let gone = delete(editor, "Role", gone).await;
        assert_eq!(gone["userErrors"], json!([]), "{gone}");
        let undone = undo(editor, json!({"id": role})).await;
        assert_eq!(undone["userErrors"], json!([]), "{undone}");
        assert_eq!(shown(server, role).await, before, "{role}: undone");
    }
}

/// The claims of a role by a source that have not been taken back.
async fn claims_by(server: &Server, role: &Value, title: &str) -> Vec<Value> {
    let query = format!(
        "{{ node(id: {role}) {{ ... on Role {{ claims(first: 100) {{ nodes {{ id retractedAt source {{ title }} }} }} }} }} }}"
    );
    let told = server.data(&query).await["node"]["claims"]["nodes"].take();
    let list = told.as_array().cloned().unwrap_or_default();
    let is_of = |claim: &Value| claim["source"]["title"] == title && claim["retractedAt"].is_null();
    list.into_iter()
        .filter(is_of)
        .map(|mut claim| claim["id"].take())
        .collect()
}

async fn what_another_source_says_of_a_character_stays_with_it(database: Database) {
    for certainty in ["STATED", "CONFIRMED", "RUMORED"] {
        let World {
            server,
            editor,
            film,
            person,
            ..
        } = world(database).await;
        let (mut roles, mut befores, mut afters) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (given, before)) in beginnings().into_iter().enumerate() {
            let told = format!("{certainty} {at}");
            let mut input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
                "department": "ACTING", "job": format!("Part {at}")});
            for (field, value) in given.as_object().cloned().unwrap_or_default() {
                input[field] = value;
            }
            let made = done(&editor, "roleCreate", "role { id version }", said(input)).await;
            let role = &made["role"]["id"];
            assert_eq!(shown(&server, role).await, before, "{told}");
            let of = json!([{"name": "Anna"}, beth("a surgeon"), {"description": "a guest"}]);
            let input = json!({"id": role, "expectedVersion": made["role"]["version"],
                "describedCharacters": of, "provenance": {"certainty": certainty,
                "source": {"create": {"kind": "ARTICLE", "title": "Another paper"}}}});
            done(&editor, "roleUpdate", SHOWN, input).await;
            let after = shown(&server, role).await;
            let wanted = match certainty {
                "RUMORED" => before.clone(),
                _ => json!([named("Anna"), beth("a surgeon"), only("a guest")]),
            };
            assert_eq!(in_any_order(&after), in_any_order(&wanted), "{told}");
            roles.push(role.clone());
            befores.push(before);
            afters.push(after);
        }
        are_kept(database, &server, &editor, &roles).await;
        // What denies every description says nothing of names.
        let mut denials = Vec::new();
        for role in &roles {
            let input = json!({"subject": role, "property": "OTHER", "propertyKey": "characterDescription",
                "stance": "DENIES", "provenance": {"certainty": "CONFIRMED",
                "source": {"create": {"kind": "ARTICLE", "title": "Denial"}}}});
            let denied = done(&editor, "claimRecord", "claim { id }", input).await;
            denials.push(denied["claim"]["id"].clone());
            let text = shown(&server, role).await.to_string();
            assert!(
                !text.contains("surgeon") && !text.contains("cook"),
                "{certainty}: {text}"
            );
        }
        are_kept(database, &server, &editor, &roles).await;
        for (at, (role, denial)) in roles.iter().zip(denials).enumerate() {
            done(
                &editor,
                "claimRetract",
                "claim { id }",
                json!({"id": denial}),
            )
            .await;
            let back = shown(&server, role).await;
            assert_eq!(back, afters[at], "{certainty} {at}");
            // And without the other source, the role is what it was.
            for id in claims_by(&server, role, "Another paper").await {
                done(&editor, "claimRetract", "claim { id }", json!({"id": id})).await;
            }
            let left = shown(&server, role).await;
            assert_eq!(in_any_order(&left), in_any_order(&befores[at]), "{at}");
        }
        are_kept(database, &server, &editor, &roles).await;
    }
}

fn in_any_order(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    let mut list: Vec<String> = list.map(Value::to_string).collect();
    list.sort();
    list
}

async fn a_claim_says_whom_it_describes(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
        "department": "ACTING", "characters": ["Beth"]});
    let made = done(&editor, "roleCreate", "role { id }", said(input)).await;
    let role = &made["role"]["id"];
    let claim = |stance: &str, text: Value| {
        said(
            json!({"subject": role, "property": "OTHER", "propertyKey": "characterDescription",
            "stance": stance, "value": {"text": text}}),
        )
    };
    let value = "claim { id value { ... on TextValue { text character } } }";
    // A role with one character: it is about that one.
    let input = claim("ASSERTS", json!({"text": "a nurse"}));
    let told = done(&editor, "claimRecord", value, input).await;
    let expected = json!({"text": "a nurse", "character": "Beth"});
    assert_eq!(told["claim"]["value"], expected, "{told}");
    assert_eq!(shown(&server, role).await, json!([beth("a nurse")]));
    let input = said(
        json!({"subject": role, "property": "CHARACTER", "value": {"text": {"text": "Anna"}}}),
    );
    done(&editor, "claimRecord", "claim { id }", input).await;
    // Of several, it has to say which.
    let input = claim("ASSERTS", json!({"text": "a cook"}));
    let refused = mutate(&editor, "claimRecord", value, input).await;
    let error = &refused["userErrors"][0];
    assert_eq!(
        error["field"],
        json!(["value", "text", "character"]),
        "{refused}"
    );
    let message = error["message"].as_str().unwrap_or_default();
    assert!(
        message.contains("name one of \"Beth\", \"Anna\""),
        "{message}"
    );
    let input = claim("ASSERTS", json!({"text": "a cook", "character": "Anna"}));
    done(&editor, "claimRecord", value, input).await;
    let anna = json!({"name": "Anna", "description": "a cook"});
    assert_eq!(
        shown(&server, role).await,
        json!([beth("a nurse"), anna.clone()])
    );
    // Of nobody whom the role has, it is recorded with a warning.
    let input = claim("ASSERTS", json!({"text": "a cook", "character": "Bet"}));
    let told = done(&editor, "claimRecord", value, input).await;
    let warning = &told["warnings"][0];
    let expected = (&json!("NOT_FOUND"), &json!(["value", "text", "character"]));
    assert_eq!((&warning["code"], &warning["field"]), expected, "{told}");
    assert_eq!(
        shown(&server, role).await,
        json!([beth("a nurse"), anna.clone()])
    );
    // A denial is about whom is described so.
    let input = claim("DENIES", json!({"text": "a cook"}));
    let told = done(&editor, "claimRecord", value, input).await;
    assert_eq!(told["claim"]["value"]["character"], "Anna", "{told}");
    assert_eq!(
        shown(&server, role).await,
        json!([beth("a nurse"), named("Anna")])
    );
    // Nothing else has a character.
    let text = json!({"text": "Iris", "character": "Beth"});
    let input = said(json!({"subject": role, "property": "CHARACTER", "value": {"text": text}}));
    let refused = mutate(&editor, "claimRecord", value, input).await;
    let error = &refused["userErrors"][0];
    assert_eq!(
        error["field"],
        json!(["value", "text", "character"]),
        "{refused}"
    );
    assert_eq!(error["code"], "INVALID_VALUE", "{refused}");
}

/// The names, descriptions and links of a role's characters.
async fn linked(server: &Server, role: &Value) -> Value {
    let query = format!(
        "{{ node(id: {role}) {{ ... on Role {{ characters {{ name description character {{ name }} }} }} }} }}"
    );
    server.data(&query).await["node"]["characters"].take()
}

async fn links_and_order_are_kept(database: Database) {
    let (mut data, [film, person, _, source]) = data();
    let shared = data.other(RecordKind::Character, "character");
    let shared = shared.with("name", "Vale").id();
    let of_file = data.role(&person, &film, "ACTING");
    let of_file = of_file.with("characters", json!([{"name": "Vale"}, {"name": "Ann"}]));
    let of_file = json!(of_file.with("sources", json!([source])).id());
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
        "department": "ACTING", "job": "Voice", "characters": ["Vale", "Ann"]});
    let made = done(&editor, "roleCreate", "role { id }", said(input)).await;
    let roles = [of_file, made["role"]["id"].clone()];
    let vale = json!({"name": "Vale", "description": "a spy", "character": {"name": "Vale"}});
    let ann = json!({"name": "Ann", "description": null, "character": null});
    for role in &roles {
        let of =
            json!([{"name": "Ann"}, {"name": "Vale", "description": "a spy", "character": shared}]);
        let input = json!({"id": role, "expectedVersion": 1, "describedCharacters": of,
            "provenance": {"certainty": "CONFIRMED",
            "source": {"create": {"kind": "ARTICLE", "title": "Another paper"}}}});
        done(&editor, "roleUpdate", SHOWN, input).await;
        assert_eq!(linked(&server, role).await, json!([ann, vale]), "{role}");
    }
    are_kept(database, &server, &editor, &roles).await;
    let other = Server::with_records(database, &export(&server).await).await;
    for role in &roles {
        assert_eq!(linked(&server, role).await, json!([ann, vale]), "{role}");
        assert_eq!(linked(&other, role).await, json!([ann, vale]), "{role}");
        let denial = json!({"subject": role, "property": "CHARACTER", "stance": "DENIES",
            "value": {"text": {"text": "Vale"}}, "provenance": {"certainty": "CONFIRMED",
            "source": {"create": {"kind": "ARTICLE", "title": "Denial"}}}});
        let denied = done(&editor, "claimRecord", "claim { id }", denial).await;
        assert_eq!(linked(&server, role).await, json!([ann]), "{role}");
        let id = json!({"id": denied["claim"]["id"]});
        done(&editor, "claimRetract", "claim { id }", id).await;
        assert_eq!(linked(&server, role).await, json!([ann, vale]), "{role}");
    }
}

async fn characters_of_a_role_differ(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    for twice in [
        json!([beth("a nurse"), beth("a cook")]),
        json!([{"name": "Beth"}, beth("a cook")]),
    ] {
        let input = json!({"work": {"id": film}, "person": {"ref": {"id": person}},
            "department": "ACTING", "describedCharacters": twice});
        let refused = mutate(&editor, "roleCreate", "role { id }", said(input)).await;
        let error = &refused["userErrors"][0];
        assert_eq!(error["code"], "DUPLICATE", "{refused}");
        let place = json!(["describedCharacters", "1"]);
        assert_eq!(error["field"], place, "{refused}");
    }
}

//! The characters of a role under claims: one that is denied comes back as it was, in its place and
//! linked to the character that several works share.

use data::ingest::load;
use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, clock, on_both};
use serde_json::{Value, json};

use crate::deletions::{delete, export, undo, why};
use crate::write_records::done;

on_both!(
    characters_come_back_as_they_were,
    whatever_is_denied_comes_back_in_any_order,
    files_with_denied_characters_are_whole,
    what_a_file_says_of_a_denied_character_holds,
    a_character_that_a_role_will_link_again_is_not_deleted,
);

struct World {
    data: Data,
    source: String,
    role: String,
    /// Characters that several works share.
    shared: [String; 2],
}

fn world(characters: impl Fn(&[String; 2]) -> Value) -> World {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    let film = data.film("Harbour", "2001");
    let person = data.person("Somebody").id();
    let shared = ["Cleo", "Anna"].map(|name| {
        data.other(RecordKind::Character, "character")
            .with("name", name)
            .id()
    });
    let role = data.role(&person, &film, "ACTING");
    let role = role.with("characters", characters(&shared));
    let role = role.with("sources", json!([source])).id();
    World {
        data,
        source,
        role,
        shared,
    }
}

/// The characters of a role as they are shown.
async fn shown(server: &Server, role: &str) -> Value {
    let query = format!(
        "{{ node(id: \"{role}\") {{ ... on Role {{ characters {{ name description character {{ id }} }} }} }} }}"
    );
    server.data(&query).await["node"]["characters"].take()
}

fn denial(role: &str, name: &str) -> Value {
    let source = json!({"create": {"kind": "ARTICLE", "title": format!("Not {name}")}});
    json!({"subject": role, "property": "CHARACTER", "value": {"text": {"text": name}}, "stance": "DENIES",
        "provenance": {"source": source, "certainty": "CONFIRMED"}})
}

/// Records a claim; gives its id.
async fn claim(editor: &Client, input: Value) -> Value {
    let told = done(editor, "claimRecord", "claim { id }", input).await;
    told["claim"]["id"].clone()
}

async fn retract(editor: &Client, claim: &Value) {
    done(editor, "claimRetract", "claim { id }", json!({"id": claim})).await;
}

async fn characters_come_back_as_they_were(database: Database) {
    let lists: [fn(&[String; 2]) -> Value; 5] = [
        |shared| json!([{"name": "Cleo", "character": shared[0]}, {"name": "Beth"}, {"name": "Anna", "character": shared[1]}]),
        |shared| json!([{"name": "Cleo", "character": shared[0]}, {"description": "a nurse"}, {"name": "Beth", "description": "a pilot"}]),
        |shared| json!([{"description": "a nurse"}, {"name": "Cleo", "description": "a cook", "character": shared[0]}, {"name": "Beth"}]),
        |shared| json!([{"name": "Beth"}, {"name": "Cleo", "character": shared[0]}]),
        |shared| json!([{"name": "Cleo", "description": "a nurse"}, {"name": "Beth", "description": "a pilot", "character": shared[1]}]),
    ];
    for characters in lists {
        let World { data, role, .. } = world(characters);
        let server = Server::with_data(database, &data).await;
        let editor = server.editor().await;
        let before = shown(&server, &role).await;
        for names in [
            &["Cleo"] as &[_],
            &["Beth"],
            &["Beth", "Cleo"],
            &["Cleo", "Beth"],
        ] {
            let mut claims = Vec::new();
            for name in names {
                claims.push(claim(&editor, denial(&role, name)).await);
            }
            let text = shown(&server, &role).await.to_string();
            for name in names {
                assert!(!text.contains(*name), "{name} of {before}: {text}");
            }
            for claim in claims {
                retract(&editor, &claim).await;
            }
            assert_eq!(shown(&server, &role).await, before, "{names:?}");
        }
        // What a file says is what it was, too.
        let again = server.load(&data).await;
        assert_eq!((again.created, again.updated), (0, 0));
    }
}

/// That no description is right, of whichever character.
fn nothing_is_described(role: &str) -> Value {
    let source = json!({"create": {"kind": "ARTICLE", "title": "Nobody"}});
    json!({"subject": role, "property": "OTHER", "propertyKey": "characterDescription",
        "stance": "DENIES", "provenance": {"source": source, "certainty": "CONFIRMED"}})
}

async fn whatever_is_denied_comes_back_in_any_order(database: Database) {
    let lists: [fn(&[String; 2]) -> Value; 5] = [
        |_| json!([{"name": "Cleo", "description": "a cook"}, {"name": "Beth", "description": "a pilot"}]),
        |shared| json!([{"name": "Cleo"}, {"name": "Beth", "description": "a pilot", "character": shared[1]}]),
        |shared| json!([{"name": "Cleo", "description": "a cook", "character": shared[0]}]),
        |_| json!([{"name": "Cleo"}, {"name": "Beth"}, {"name": "Anna"}]),
        |_| json!([{"name": "Cleo", "description": "a cook"}, {"description": "a waiter"}, {"name": "Beth"}]),
    ];
    for (at, characters) in lists.into_iter().enumerate() {
        let World {
            data, role, shared, ..
        } = world(characters);
        let server = Server::with_data(database, &data).await;
        let editor = server.editor().await;
        let mut roles = vec![role.clone()];
        // One that an editor made has what can be claimed as claims.
        let mut made = characters(&shared);
        for character in made.as_array_mut().expect("characters") {
            character
                .as_object_mut()
                .expect("a character")
                .remove("character");
        }
        let input = json!({"work": {"id": data.json(&role)["work"]}, "person": {"create": {"name": "New"}},
            "department": "ACTING", "describedCharacters": made, "provenance": {"source": {"create":
            {"kind": "ARTICLE", "title": "Paper"}}}});
        let made = done(&editor, "roleCreate", "role { id }", input).await;
        roles.push(made["role"]["id"].as_str().expect("an id").to_owned());
        for role in roles {
            let before = shown(&server, &role).await;
            let denials = [
                nothing_is_described(&role),
                denial(&role, "Cleo"),
                denial(&role, "Beth"),
            ];
            for (first, second) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
                for is_turned in [false, true] {
                    let mut claims = Vec::new();
                    for denial in [first, second] {
                        let denial = denials[denial].clone();
                        claims.push(claim(&editor, denial).await);
                    }
                    if is_turned {
                        claims.reverse();
                    }
                    for claim in claims {
                        retract(&editor, &claim).await;
                    }
                    let after = shown(&server, &role).await;
                    assert_eq!(after, before, "{at}: {first} {second} {is_turned}");
                }
            }
        }
        let again = server.load(&data).await;
        assert_eq!((again.created, again.updated), (0, 0), "{at}");
    }
}

async fn files_with_denied_characters_are_whole(database: Database) {
    let World {
        data,
        source,
        role,
        shared,
    } = world(
        |shared| json!([{"name": "Cleo", "character": shared[0]}, {"name": "Beth"}, {"name": "Anna", "character": shared[1]}]),
    );
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let denied = claim(&editor, denial(&role, "Cleo")).await;
    let left = shown(&server, &role).await;
    assert_eq!(left[0]["name"], "Beth");
    let file = export(&server).await;
    assert!(
        file.contains(&format!(
            "{{\"name\":\"Cleo\",\"character\":\"{}\"}}",
            shared[0]
        )),
        "{file}"
    );
    let other = Server::with_records(database, &file).await;
    assert_eq!(export(&other).await, file);
    assert_eq!(shown(&other, &role).await, left);
    // A deletion that is undone brings it back as well.
    let query = format!("{{ node(id: \"{role}\") {{ ... on Role {{ version }} }} }}");
    let version = server.data(&query).await["node"]["version"].take();
    let gone = json!({"id": role, "expectedVersion": version, "provenance": why(&source)});
    let gone = delete(&editor, "Role", gone).await;
    assert_eq!(gone["userErrors"], json!([]), "{gone}");
    let undone = undo(&editor, json!({"id": role})).await;
    assert_eq!(undone["userErrors"], json!([]), "{undone}");
    assert_eq!(shown(&server, &role).await, left);
    retract(&editor, &denied).await;
    let back = shown(&server, &role).await;
    assert_eq!(
        back[0],
        json!({"name": "Cleo", "description": null, "character": {"id": shared[0]}})
    );
    assert_eq!(
        export(&Server::with_records(database, &export(&server).await).await).await,
        export(&server).await
    );
}

async fn what_a_file_says_of_a_denied_character_holds(database: Database) {
    let World {
        mut data,
        role,
        shared,
        ..
    } = world(|shared| json!([{"name": "Cleo", "character": shared[1]}, {"name": "Beth"}]));
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let denied = claim(&editor, denial(&role, "Cleo")).await;
    let right = json!([{"name": "Beth"}, {"name": "Cleo", "character": shared[0]}]);
    let _ = data.record(&role).with("characters", right);
    assert_eq!(server.load(&data).await.updated, 1);
    assert_eq!(server.load(&data).await.updated, 0);
    retract(&editor, &denied).await;
    let back = shown(&server, &role).await;
    assert_eq!(back[1]["character"]["id"], json!(shared[0]), "{back}");
}

async fn a_character_that_a_role_will_link_again_is_not_deleted(database: Database) {
    let World {
        data,
        source,
        role,
        shared,
    } = world(|shared| json!([{"name": "Cleo", "character": shared[0]}, {"name": "Beth"}]));
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let denied = claim(&editor, denial(&role, "Cleo")).await;
    let stone = json!({"type": "tombstone", "id": shared[0], "root": shared[0], "label": "Cleo",
        "at": "2026-11-01T00:00:00Z", "source": source});
    let lines = format!("{{\"type\":\"filmgraph\",\"formatVersion\":1}}\n{stone}\n");
    let store = server.store().await;
    let refused = load(&store, lines.as_bytes(), "test", clock().micros()).await;
    let refused = refused.expect_err("refused").to_string();
    assert!(refused.contains(&role), "{refused}");
    store.close().await;
    retract(&editor, &denied).await;
    let back = shown(&server, &role).await;
    assert_eq!(back[0]["character"]["id"], json!(shared[0]), "{back}");
}

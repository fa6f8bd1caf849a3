//! Who may delete and how it is asked for, and what a deleted reference answers.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

use super::{codes, delete, export, mutation, number, undo, why, world};

on_both!(
    only_a_key_with_the_scope_edit_deletes_and_only_what_it_has_seen,
    a_dry_run_and_a_repetition_delete_nothing,
    a_deleted_reference_is_gone_and_says_why,
);

async fn only_a_key_with_the_scope_edit_deletes_and_only_what_it_has_seen(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let input = json!({"id": world.role, "expectedVersion": 1, "provenance": why(&world.source)});
    let answer = server
        .query_with(&mutation("Role"), json!({"input": input}))
        .await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
    let undo_query =
        "mutation($input: DeleteUndoInput!) { deleteUndo(input: $input) { restoredId } }";
    let answer = server
        .query_with(undo_query, json!({"input": {"id": world.role}}))
        .await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
    let with = |field: &str, value: Value| {
        let mut input = input.clone();
        input[field] = value;
        input
    };
    let mut long = why(&world.source);
    long["excerpt"] = json!("x".repeat(1_001));
    let mut future = why(&world.source);
    future["statedOn"] = json!("2027");
    for (input, code, field) in [
        (
            with("expectedVersion", json!(2)),
            "VERSION_CONFLICT",
            json!(["expectedVersion"]),
        ),
        (
            with("id", json!(world.film)),
            "INVALID_VALUE",
            json!(["id"]),
        ),
        (
            with("id", json!("nonsense")),
            "INVALID_VALUE",
            json!(["id"]),
        ),
        (
            with("provenance", long),
            "TOO_LONG",
            json!(["provenance", "excerpt"]),
        ),
        (
            with("provenance", future),
            "INVALID_VALUE",
            json!(["provenance", "statedOn"]),
        ),
        (
            with(
                "provenance",
                why(&Data::after(7_000).next_id(RecordKind::Source)),
            ),
            "NOT_FOUND",
            json!(["provenance", "source", "id"]),
        ),
    ] {
        let told = delete(&editor, "Role", input).await;
        assert_eq!(codes(&told), [code], "{told}");
        assert_eq!(told["userErrors"][0]["field"], field, "{told}");
    }
    assert_eq!(number(&server, "SELECT COUNT(*) FROM tombstone").await, 0);
    let told = delete(&editor, "Role", input.clone()).await;
    assert_eq!(told["userErrors"], json!([]));
    let told = delete(&editor, "Role", input).await;
    assert_eq!(codes(&told), ["GONE"], "{told}");
    assert!(
        told["userErrors"][0]["message"]
            .to_string()
            .contains("Entered twice.")
    );
}

async fn a_dry_run_and_a_repetition_delete_nothing(database: Database) {
    let world = world().with_every_part();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let before = export(&server).await;
    let input = |more: &[(&str, Value)]| {
        let mut input =
            json!({"id": world.film, "expectedVersion": 1, "provenance": why(&world.source)});
        for (name, value) in more {
            input[*name] = value.clone();
        }
        input
    };
    let key = ("idempotencyKey", json!("k"));
    let dry = delete(
        &editor,
        "Work",
        input(&[key.clone(), ("dryRun", json!(true))]),
    )
    .await;
    assert_eq!(dry["userErrors"], json!([]));
    assert_eq!(dry["changeCursor"], Value::Null);
    assert_eq!(export(&server).await, before);
    let first = delete(&editor, "Work", input(std::slice::from_ref(&key))).await;
    assert_eq!(first["deleted"], dry["deleted"]);
    let after = export(&server).await;
    let again = delete(&editor, "Work", input(std::slice::from_ref(&key))).await;
    assert_eq!(again, first);
    assert_eq!(export(&server).await, after);
    let dry = undo(&editor, json!({"id": world.film, "dryRun": true})).await;
    assert_eq!(
        (&dry["restored"], &dry["record"]),
        (&first["deleted"], &Value::Null),
        "{dry}"
    );
    assert_eq!(export(&server).await, after);
    let back = undo(&editor, json!({"id": world.film, "idempotencyKey": "u"})).await;
    assert_eq!(back["userErrors"], json!([]), "{back}");
    assert_eq!(
        undo(&editor, json!({"id": world.film, "idempotencyKey": "u"})).await,
        back
    );
    assert_eq!(export(&server).await, before);
    // A repetition answers, though the record is there again.
    assert_eq!(delete(&editor, "Work", input(&[key])).await, first);
    assert_eq!(export(&server).await, before);
}

async fn a_deleted_reference_is_gone_and_says_why(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let input = json!({"id": world.film, "expectedVersion": 1, "provenance": why(&world.source)});
    let slug = server
        .data(&format!(
            "{{ work(by: {{id: \"{}\"}}) {{ slug }} }}",
            world.film
        ))
        .await;
    let slug = slug["work"]["slug"].as_str().expect("a slug").to_owned();
    let _ = delete(&editor, "Work", input).await;
    let film = &world.film;
    for query in [
        format!("{{ node(id: \"{film}\") {{ id }} }}"),
        format!("{{ work(by: {{id: \"{film}\"}}) {{ id }} }}"),
        format!("{{ film(by: {{id: \"{film}\"}}) {{ id }} }}"),
        format!("{{ work(by: {{slug: \"{slug}\"}}) {{ id }} }}"),
    ] {
        let answer = server.query(&query).await;
        let error = answer.error();
        assert_eq!(error["extensions"]["code"], "GONE", "{query}");
        assert_eq!(error["extensions"]["root"], json!(film));
        assert_eq!(error["extensions"]["source"], json!(world.source));
        let message = error["message"].as_str().unwrap_or_default();
        for part in ["Good Film", "2026-11-22", "Entered twice.", "A trade paper"] {
            assert!(message.contains(part), "{message}");
        }
        let data = answer.json()["data"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        assert!(data.values().all(Value::is_null), "{query}");
    }
    let ids = [&world.role, &world.person, film]
        .map(|id| format!("\"{id}\""))
        .join(", ");
    let answer = server
        .query(&format!("{{ nodes(ids: [{ids}]) {{ id }} }}"))
        .await;
    assert_eq!(
        answer.json()["data"]["nodes"],
        json!([null, {"id": world.person}, null])
    );
    let errors = answer.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors
            .iter()
            .all(|error| error["extensions"]["root"] == json!(film))
    );
    // What was never there is null, and so is an identifier of somebody else's.
    let mut data = Data::after(9_000);
    let never = data.next_id(RecordKind::Work);
    let none =
        format!("{{ node(id: \"{never}\") {{ id }} work(by: {{id: \"{never}\"}}) {{ id }} }}");
    assert_eq!(
        server.data(&none).await,
        json!({"node": null, "work": null})
    );
    let foreign = server
        .data("{ work(by: {imdbId: \"tt7654321\"}) { id } }")
        .await;
    assert_eq!(foreign, json!({"work": null}));
    // Nothing is looked up where the record is there.
    let there = format!("{{ node(id: \"{}\") {{ id }} }}", world.person);
    assert_eq!(server.anew().query(&there).await.statements(), 1);
}

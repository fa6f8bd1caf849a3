//! What is kept through deletions, exports and the first records of a database.

use ::data::ingest::load;
use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, TestDatabase, clock, on_both};
use serde_json::json;

use crate::write_again::written;
use crate::write_faults::places;
use crate::write_records::{World, data, done, mutate, said, world};

on_both!(
    a_claim_that_went_with_its_record_is_gone,
    edits_are_there_again_after_a_deletion_is_undone,
    a_record_that_would_break_a_rule_by_itself_is_exported_as_it_is_shown,
    the_first_series_of_a_database_gets_episodes,
    seasons_of_a_series_by_claims_come_back_with_it,
    whatever_is_deleted_has_a_name_in_a_file,
);

async fn a_claim_that_went_with_its_record_is_gone(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let input =
        json!({"subject": film, "property": "RUNTIME", "value": {"number": {"number": "90"}}});
    let claim =
        done(&editor, "claimRecord", "claim { id }", said(input)).await["claim"]["id"].clone();
    let version = format!("{{ film(by: {{id: \"{film}\"}}) {{ version }} }}");
    let version = editor.data(&version).await["film"]["version"].take();
    // Without words there is no reason.
    for reason in ["", " "] {
        let input = json!({"id": claim, "reason": reason, "dryRun": true});
        let shown = "claim { retractionReason }";
        let blank = done(&editor, "claimRetract", shown, input).await;
        assert_eq!(blank["claim"], json!({"retractionReason": null}), "{blank}");
    }
    let input = said(json!({"id": film, "expectedVersion": version}));
    let delete = "mutation($input: WorkDeleteInput!) { workDelete(input: $input) { userErrors { message } } }";
    let deleted = editor.data_with(delete, json!({"input": input})).await;
    assert_eq!(deleted["workDelete"]["userErrors"], json!([]));
    let gone = mutate(
        &editor,
        "claimRetract",
        "claim { id }",
        json!({"id": claim}),
    )
    .await;
    assert_eq!(
        places(&gone),
        [("id".to_owned(), "GONE".to_owned())],
        "{gone}"
    );
    assert!(
        gone["userErrors"][0]["message"]
            .to_string()
            .contains("was deleted"),
        "{gone}"
    );
}

async fn edits_are_there_again_after_a_deletion_is_undone(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let input = said(json!({"id": film, "expectedVersion": 1, "countries": ["NO"]}));
    done(&editor, "workUpdate", "work { id }", input).await;
    let rows = "SELECT COUNT(*) FROM edit";
    assert_eq!(server.database().number(rows).await, 1);
    let input = said(json!({"id": film, "expectedVersion": 2}));
    let delete = "mutation($input: WorkDeleteInput!) { workDelete(input: $input) { userErrors { message } } }";
    editor.data_with(delete, json!({"input": input})).await;
    assert_eq!(server.database().number(rows).await, 0);
    let undo = "mutation($id: ID!) { deleteUndo(input: {id: $id}) { userErrors { message } } }";
    let undone = editor.data_with(undo, json!({"id": film})).await;
    assert_eq!(undone["deleteUndo"]["userErrors"], json!([]));
    assert_eq!(server.database().number(rows).await, 1);
    // So that the file, which says otherwise, overwrites nothing when it is read again.
    let (data, _) = data();
    let store = server.store().await;
    let counts = load(&store, data.lines().as_bytes(), "again", clock().micros()).await;
    assert_eq!(counts.expect("read").updated, 0);
    store.close().await;
    let shown = format!("{{ film(by: {{id: \"{film}\"}}) {{ countries {{ code }} }} }}");
    assert_eq!(
        editor.data(&shown).await["film"]["countries"],
        json!([{"code": "NO"}])
    );
}

async fn a_record_that_would_break_a_rule_by_itself_is_exported_as_it_is_shown(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    // A milestone without a date in its file; a claim dates it, and an editor lets it last.
    let milestone = json!({"work": {"id": film}, "kind": "FILMING_STARTED"});
    let made = done(
        &editor,
        "milestoneCreate",
        "milestone { id version }",
        said(milestone),
    )
    .await;
    let made = &made["milestone"];
    let input = json!({"id": made["id"], "expectedVersion": made["version"], "date": "2025-06", "span": "DURING"});
    done(&editor, "milestoneUpdate", "milestone { id }", said(input)).await;
    let store = server.store().await;
    let first = written(&store).await;
    store.close().await;
    let id = made["id"].as_str().expect("an id");
    let line = first
        .lines()
        .find(|line| line.contains("\"milestone\"") && line.contains(id));
    let line = line.expect("the milestone");
    assert!(
        line.contains("\"date\":\"2025-06\"") && line.contains("DURING"),
        "{line}"
    );
    let other = TestDatabase::new(database).await;
    let store = other.store().await;
    let counts = load(&store, first.as_bytes(), "again", clock().micros()).await;
    counts.expect("every line goes in");
    assert_eq!(written(&store).await, first);
    store.close().await;
}

async fn the_first_series_of_a_database_gets_episodes(database: Database) {
    let server = Server::with_data(database, &Data::new()).await;
    let editor = server.editor().await;
    // The least id that there is: none that stands for one which is not given out yet.
    let series = model::id::encode(RecordKind::Work, 16);
    let line = json!({"type": "work", "id": series, "kind": "SERIES", "title": "Serial"});
    let file = format!("{}\n{line}\n", ::data::ingest::HEAD);
    let store = server.store().await;
    let (_, bad) = crate::exchange::read(&store, file.as_bytes()).await;
    assert_eq!(bad, []);
    store.close().await;
    let episode = json!({"kind": "EPISODE", "title": "One", "series": {"id": series}, "seasonNumber": 1, "episodeNumber": 1});
    let made = done(
        &editor,
        "workCreate",
        "work { ... on Episode { series { id } } }",
        said(episode),
    )
    .await;
    assert_eq!(made["work"], json!({"series": {"id": series}}), "{made}");
}

/// Deletes a record; nothing keeps it.
async fn delete(editor: &Client, mutation: &str, input: &str, id: &str, version: i32) {
    let delete = format!(
        "mutation($input: {input}!) {{ {mutation}(input: $input) {{ userErrors {{ message }} }} }}"
    );
    let input = said(json!({"id": id, "expectedVersion": version}));
    let deleted = editor.data_with(&delete, json!({"input": input})).await;
    assert_eq!(deleted[mutation]["userErrors"], json!([]), "{deleted}");
}

async fn seasons_of_a_series_by_claims_come_back_with_it(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let mut input = said(json!({"id": film, "expectedVersion": 1, "kind": "SERIES"}));
    input["provenance"]["certainty"] = json!("CONFIRMED");
    done(&editor, "workUpdate", "work { id }", input).await;
    let store = server.store().await;
    let mut season = Data::after(900);
    let _ = season
        .other(RecordKind::Season, "season")
        .with("series", film.as_str())
        .with("number", 1);
    let read = load(
        &store,
        season.lines().as_bytes(),
        "season",
        clock().micros(),
    )
    .await;
    assert_eq!(read.expect("a season").created, 1);
    store.close().await;
    delete(&editor, "workDelete", "WorkDeleteInput", &film, 2).await;
    let undo = "mutation($id: ID!) { deleteUndo(input: {id: $id}) { userErrors { message } } }";
    let undone = editor.data_with(undo, json!({"id": film})).await;
    assert_eq!(undone["deleteUndo"]["userErrors"], json!([]), "{undone}");
    let query = format!("{{ series(by: {{id: \"{film}\"}}) {{ seasons {{ number }} }} }}");
    let series = editor.data(&query).await;
    assert_eq!(series["series"]["seasons"], json!([{"number": 1}]));
}

async fn whatever_is_deleted_has_a_name_in_a_file(database: Database) {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    let person = data.person("Somebody").id();
    let _ = data
        .other(RecordKind::Coverage, "coverage")
        .with("subject", person.as_str())
        .with("extent", "PARTIAL")
        .with("source", source);
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    delete(&editor, "personDelete", "PersonDeleteInput", &person, 1).await;
    let store = server.store().await;
    let first = written(&store).await;
    store.close().await;
    let other = TestDatabase::new(database).await;
    let store = other.store().await;
    let counts = load(&store, first.as_bytes(), "again", clock().micros()).await;
    counts.expect("every line goes in");
    assert_eq!(written(&store).await, first);
    store.close().await;
}

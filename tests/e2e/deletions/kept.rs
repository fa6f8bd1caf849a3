//! What keeps a record from being deleted, and a deletion from being undone.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

use super::{codes, delete, export, number, undo, why, world};

on_both!(
    what_refers_to_a_record_is_named_and_keeps_it,
    claims_that_name_a_record_keep_it_until_they_are_taken_back,
    an_undo_is_refused_where_something_is_gone_meanwhile,
);

async fn what_refers_to_a_record_is_named_and_keeps_it(database: Database) {
    let mut world = world();
    let (film, person, source) = (
        world.film.clone(),
        world.person.clone(),
        world.source.clone(),
    );
    let data = &mut world.data;
    let series = data.work("SERIES", "Show").id();
    let episode = data.episode(&series, "Pilot", "2020");
    let other = data.film("Sequel", "2027");
    let relation = data
        .other(RecordKind::Relation, "relation")
        .with("from", other.as_str());
    let relation = relation
        .with("to", film.as_str())
        .with("kind", "SEQUEL_OF")
        .id();
    let entry = data.next_id(RecordKind::ListEntry);
    let list = data
        .other(RecordKind::List, "list")
        .with("title", "Best of the year");
    let list = list.with("about", film.as_str());
    let list = list
        .with("entries", json!([{"id": entry, "work": film}]))
        .id();
    let collection = data
        .other(RecordKind::Collection, "collection")
        .with("name", "Saga");
    let collection = collection.with("works", json!([film])).id();
    let quote = data
        .other(RecordKind::Quote, "quote")
        .with("text", "I like it.");
    let quote = quote
        .with("speaker", person.as_str())
        .with("source", source.as_str());
    let quote = quote.with("about", json!([film])).id();
    let words = data
        .other(RecordKind::Commentary, "commentary")
        .with("kind", "REVIEW");
    let words = words
        .with("text", "A triumph.")
        .with("source", source.as_str());
    let words = words.with("about", json!([film, person])).id();
    let server = Server::with_data(database, data).await;
    let editor = server.editor().await;
    let before = (
        export(&server).await,
        number(&server, "SELECT seq FROM change_head").await,
    );
    let refused = async |kind: &str, id: &str| {
        let input = json!({"id": id, "expectedVersion": 1, "provenance": why(&source)});
        let told = delete(&editor, kind, input).await;
        assert_eq!(told[format!("deleted{kind}Id")], Value::Null, "{told}");
        let errors = told["userErrors"].as_array().cloned().unwrap_or_default();
        assert!(
            errors.iter().all(|error| error["field"] == json!(["id"])),
            "{told}"
        );
        assert!(
            errors.iter().all(|error| error["code"] == "INVALID_VALUE"),
            "{told}"
        );
        errors
            .iter()
            .map(|error| error["message"].to_string())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let told = refused("Work", &film).await;
    for (id, label, field) in [
        (&relation, "SEQUEL_OF", "to"),
        (&list, "Best of the year", "about"),
        (&list, "Best of the year", "entries"),
        (&collection, "Saga", "works"),
        (&quote, "I like it.", "about"),
        (&words, "A triumph.", "about"),
    ] {
        let line = told
            .lines()
            .find(|line| line.contains(id.as_str()) && line.contains(&format!("`{field}`")));
        assert!(
            line.is_some_and(|line| line.contains(label)),
            "{id} {field}: {told}"
        );
    }
    let told = refused("Work", &series).await;
    assert!(
        told.contains(&episode) && told.contains("Pilot") && told.contains("`series`"),
        "{told}"
    );
    let told = refused("Person", &person).await;
    for (id, field) in [
        (&world.role, "person"),
        (&quote, "speaker"),
        (&words, "about"),
    ] {
        assert!(
            told.contains(id.as_str()) && told.contains(&format!("`{field}`")),
            "{told}"
        );
    }
    let after = (
        export(&server).await,
        number(&server, "SELECT seq FROM change_head").await,
    );
    assert_eq!(after, before);
    // Of many, ten are named.
    let mut more = Data::after(1_000);
    for number in 1..=15 {
        let _ = more.episode(&series, &format!("Episode {number}"), "2021");
    }
    server.load(&more).await;
    let told = refused("Work", &series).await;
    assert_eq!(told.lines().count(), 11, "{told}");
    assert!(told.contains("more records than these 10"), "{told}");
}

async fn claims_that_name_a_record_keep_it_until_they_are_taken_back(database: Database) {
    let mut world = world();
    let alone = world.data.person("Alone").id();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let before = export(&server).await;
    let claim = "mutation($input: ClaimRecordInput!) { claimRecord(input: $input) {
        claim { id } userErrors { message } } }";
    let input = json!({"subject": world.role, "property": "CAST", "value": {"record": alone},
        "provenance": {"certainty": "RUMORED",
            "source": {"create": {"kind": "ARTICLE", "title": "A rumour mill"}}}});
    let told = editor.data_with(claim, json!({"input": input})).await;
    let claim = told["claimRecord"]["claim"]["id"].clone();
    assert!(claim.is_string(), "{told}");
    let input = json!({"id": alone, "expectedVersion": 1, "provenance": why(&world.source)});
    let told = delete(&editor, "Person", input.clone()).await;
    assert_eq!(codes(&told), ["INVALID_VALUE"], "{told}");
    let message = told["userErrors"][0]["message"].to_string();
    assert!(
        message.contains(claim.as_str().expect("an id")),
        "{message}"
    );
    assert!(message.contains("`value`"), "{message}");
    let retract = "mutation($input: ClaimRetractInput!) { claimRetract(input: $input) {
        userErrors { message } } }";
    let _ = editor
        .data_with(retract, json!({"input": {"id": claim}}))
        .await;
    let between = export(&server).await;
    let told = delete(&editor, "Person", input).await;
    let counts = json!([{"recordType": "Person", "count": 1}, {"recordType": "Claim", "count": 1}]);
    assert_eq!(told["deleted"], counts, "{told}");
    // The role speaks for itself again.
    assert_eq!(number(&server, "SELECT COUNT(*) FROM claim").await, 0);
    let told = undo(&editor, json!({"id": alone})).await;
    assert_eq!(told["restored"], counts, "{told}");
    assert_eq!(export(&server).await, between);
    assert_ne!(between, before);
}

async fn an_undo_is_refused_where_something_is_gone_meanwhile(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let input =
        |id: &str| json!({"id": id, "expectedVersion": 1, "provenance": why(&world.source)});
    let _ = delete(&editor, "Work", input(&world.film)).await;
    let told = undo(&editor, json!({"id": world.role})).await;
    assert_eq!(codes(&told), ["INVALID_VALUE"], "{told}");
    assert!(
        told["userErrors"][0]["message"]
            .to_string()
            .contains(&world.film)
    );
    for (id, code) in [
        ("nonsense", "INVALID_VALUE"),
        (world.person.as_str(), "NOT_FOUND"),
    ] {
        assert_eq!(codes(&undo(&editor, json!({"id": id})).await), [code]);
    }
    let told = delete(&editor, "Person", input(&world.person)).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    let before = export(&server).await;
    let told = undo(&editor, json!({"id": world.film})).await;
    assert_eq!(codes(&told), ["GONE"], "{told}");
    let message = told["userErrors"][0]["message"].to_string();
    for part in [
        world.role.as_str(),
        "`person`",
        world.person.as_str(),
        "Jane Doe",
    ] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(export(&server).await, before);
    // Then another takes the identifier.
    let mut data = Data::after(5_000);
    let other = data
        .work("FILM", "Other")
        .with("externalIds", json!({"IMDB": "tt7654321"}))
        .id();
    server.load(&data).await;
    let told = undo(&editor, json!({"id": world.person})).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    let told = undo(&editor, json!({"id": world.film})).await;
    assert_eq!(codes(&told), ["DUPLICATE"], "{told}");
    let told = delete(&editor, "Work", input(&other)).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    let told = undo(&editor, json!({"id": world.film})).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
}

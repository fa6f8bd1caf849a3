//! Any record by its id.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    every_kind_of_id_finds_its_record,
    nodes_keep_the_order_asked_for,
    one_bad_id_spoils_only_its_place,
    too_many_ids_are_an_error,
);

/// One record of every type: its id and its type.
fn one_of_each() -> (Data, Vec<(String, &'static str)>) {
    let mut data = Data::new();
    let title = data.next_id(RecordKind::Title);
    let name = data.next_id(RecordKind::PersonName);
    let genre = data.genre("Drama").id();
    let source = data.source("ARTICLE", "A review").id();
    let titles = json!([{"id": title, "text": "Eins", "language": "de", "kind": "ALTERNATIVE"}]);
    let film = data.work("FILM", "One").with("titles", titles).id();
    let series = data.work("SERIES", "Two").id();
    let episode = data.episode(&series, "Three", "2001");
    let recording = data.work("RECORDING", "Four").id();
    let game = data.work("GAME", "Five").id();
    let names = json!([{"id": name, "name": "Other", "kind": "BIRTH"}]);
    let person = data.person("Somebody").with("names", names).id();
    let role = data.acts(&person, &film);
    let milestone = data.milestone(&film, "ANNOUNCED").id();
    let ids = vec![
        (film, "Film"),
        (series, "Series"),
        (episode, "Episode"),
        (recording, "Recording"),
        (game, "Game"),
        (person, "Person"),
        (role, "Role"),
        (title, "Title"),
        (name, "PersonName"),
        (genre, "Genre"),
        (source, "Source"),
        (milestone, "Milestone"),
    ];
    (data, ids)
}

async fn every_kind_of_id_finds_its_record(database: Database) {
    let (data, ids) = one_of_each();
    let server = Server::with_data(database, &data).await;
    for (id, ty) in ids {
        let query = "query($id: ID!) { node(id: $id) { __typename id } }";
        let data = server.data_with(query, json!({"id": id})).await;
        assert_eq!(data["node"], json!({"__typename": ty, "id": id}));
    }
    for kind in entity::vocabulary::RecordKind::ALL {
        let unknown = Data::after(900).next_id(*kind);
        let data = server
            .data(&format!("{{ node(id: \"{unknown}\") {{ id }} }}"))
            .await;
        assert_eq!(data, json!({"node": null}), "{kind:?}");
    }
}

const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

async fn nodes_keep_the_order_asked_for(database: Database) {
    let (data, ids) = one_of_each();
    let server = Server::with_data(database, &data).await;
    let unknown = Data::after(900).next_id(RecordKind::Work);
    let mut asked: Vec<String> = ids.iter().rev().map(|(id, _)| id.clone()).collect();
    asked.insert(3, unknown);
    asked.push(ids[4].0.clone());
    let answer = server.anew().query_with(NODES, json!({"ids": asked})).await;
    let found = |id: &String| {
        let ty = ids.iter().find(|(known, _)| known == id).map(|(_, ty)| ty);
        ty.map_or(Value::Null, |ty| json!({"__typename": ty, "id": id}))
    };
    let expected: Vec<Value> = asked.iter().map(found).collect();
    assert_eq!(answer.data()["nodes"], Value::from(expected));
    // One statement a table, whatever the number of ids, and one for whether what is not there was
    // deleted.
    assert_eq!(answer.statements(), 9);
}

async fn one_bad_id_spoils_only_its_place(database: Database) {
    let (data, ids) = one_of_each();
    let server = Server::with_data(database, &data).await;
    let asked = json!({"ids": [ids[0].0, "zzz", ids[1].0]});
    let answer = server.query_with(NODES, asked).await;
    let nodes = answer.json()["data"]["nodes"].take();
    assert_eq!(nodes[0]["id"], ids[0].0, "{}", answer.body);
    assert_eq!(nodes[1], Value::Null);
    assert_eq!(nodes[2]["id"], ids[1].0);
    let error = answer.error();
    assert_eq!(error["extensions"]["code"], "INVALID_VALUE");
    assert_eq!(error["path"], json!(["nodes", 1]));
}

async fn too_many_ids_are_an_error(database: Database) {
    let (data, ids) = one_of_each();
    let server = Server::with_data(database, &data).await;
    let asked = |count: usize| json!({"ids": vec![&ids[0].0; count]});
    let data = server.data_with(NODES, asked(100)).await;
    assert_eq!(data["nodes"].as_array().map(Vec::len), Some(100));
    let answer = server.query_with(NODES, asked(101)).await;
    assert_eq!(answer.json()["data"], Value::Null);
    let error = answer.error();
    assert_eq!(error["extensions"]["code"], "INVALID_VALUE");
    assert_eq!(error["extensions"]["limit"], 100);
    assert_eq!(error["extensions"]["actual"], 101);
    assert_eq!(error["path"], json!(["nodes"]));
}

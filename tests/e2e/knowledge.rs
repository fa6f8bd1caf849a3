//! What is known beyond roles. What it says is in `tests/cases`; here are its pages and its bounds.

mod many;

use filmgraph_tests::{Database, Server, on_both};
use serde_json::json;

on_both!(reunions_are_paged_and_their_bounds_are_named);

/// The data of the cases about reunions, and the film that they ask about.
const RECORDS: &str = include_str!("../cases/data/reunions.jsonl");
const BASE: &str = "w28g";

async fn reunions_are_paged_and_their_bounds_are_named(database: Database) {
    let server = Server::with_records(database, RECORDS).await;
    let page = |arguments: &str| {
        let work = format!("work(by: {{id: \"{BASE}\"}})");
        format!(
            "{{ {work} {{ reunions({arguments}) {{ nodes {{ title }} pageInfo {{ endCursor hasNextPage }} }} }} }}"
        )
    };
    let first = server.data(&page("first: 3")).await["work"]["reunions"].take();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let cursor = first["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let rest = server.data(&page(&format!("after: \"{cursor}\""))).await;
    let rest = &rest["work"]["reunions"];
    assert_eq!(rest["nodes"], json!([{"title": "Older"}]));
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
    for wrong in ["minPeople: 0", "minPeople: 1001", "departments: []"] {
        let answer = server.query(&page(wrong)).await;
        assert_eq!(answer.code(), "INVALID_VALUE", "{wrong}");
        let json = answer.json();
        assert_eq!(json["errors"][0]["path"], json!(["work", "reunions"]));
        assert_eq!(json["data"], json!({"work": {"reunions": null}}), "{wrong}");
    }
}

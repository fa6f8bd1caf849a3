//! How much sources have of careers and casts: lists of it go page by page, and what they take to
//! read does not grow with them. What it says is in `tests/cases`.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    pages_from_either_end_go_through_all_of_it,
    statements_do_not_grow_with_the_data,
    a_cursor_of_another_list_is_refused,
);

/// So many sources that each have so many parts of a career; the ids of the records of each.
fn having(sources: usize, parts: usize) -> (Data, Vec<(String, Vec<String>)>) {
    let mut data = Data::new();
    let person = data.person("Somebody").id();
    let mut lists = Vec::new();
    for number in 0..sources {
        let source = data.source("DATA_SET", &format!("Data {number}")).id();
        lists.push((source, Vec::new()));
    }
    // In turns, so that the ids of one source stand apart.
    for _ in 0..parts {
        for (source, ids) in &mut lists {
            let part = data.other(RecordKind::Coverage, "coverage");
            let part = part.with("subject", person.as_str());
            let part = part.with("extent", "PARTIAL");
            ids.push(part.with("source", source.as_str()).id());
        }
    }
    (data, lists)
}

/// A page of what a source has.
async fn page(server: &Server, source: &str, arguments: Value) -> Value {
    let query = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
        node(id: $id) { ... on Source {
          coverage(first: $first, after: $after, last: $last, before: $before) {
            totalCount nodes { id }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } } } }";
    let mut variables = arguments;
    variables["id"] = source.into();
    let mut data = server.data_with(query, variables).await;
    data["node"]["coverage"].take()
}

fn ids(page: &Value) -> Vec<String> {
    let nodes = page["nodes"].as_array().expect("nodes");
    let id = |node: &Value| node["id"].as_str().expect("an id").to_owned();
    nodes.iter().map(id).collect()
}

async fn pages_from_either_end_go_through_all_of_it(database: Database) {
    let (data, lists) = having(3, 7);
    let server = Server::with_data(database, &data).await;
    for (source, expected) in &lists {
        let (mut forward, mut arguments) = (Vec::new(), json!({"first": 3}));
        for place in 0..3 {
            let page = page(&server, source, arguments).await;
            assert_eq!(page["totalCount"], 7);
            assert_eq!(page["pageInfo"]["hasPreviousPage"], place > 0, "{page}");
            assert_eq!(page["pageInfo"]["hasNextPage"], place < 2, "{page}");
            forward.extend(ids(&page));
            arguments = json!({"first": 3, "after": page["pageInfo"]["endCursor"]});
        }
        assert_eq!(&forward, expected);
        let (mut backward, mut arguments) = (Vec::new(), json!({"last": 4}));
        for place in 0..2 {
            let page = page(&server, source, arguments).await;
            assert_eq!(page["pageInfo"]["hasPreviousPage"], place < 1, "{page}");
            assert_eq!(page["pageInfo"]["hasNextPage"], place > 0, "{page}");
            backward.splice(0..0, ids(&page));
            arguments = json!({"last": 4, "before": page["pageInfo"]["startCursor"]});
        }
        assert_eq!(&backward, expected);
    }
}

async fn statements_do_not_grow_with_the_data(database: Database) {
    let query = "{ sources { nodes { coverage {
        totalCount nodes { extent subject { id } source { title } } } } } }";
    let mut counts = Vec::new();
    for (sources, parts) in [(2, 2), (12, 9)] {
        let server = Server::with_data(database, &having(sources, parts).0).await;
        let answer = server.anew().query(query).await;
        assert_eq!(
            answer.data()["sources"]["nodes"][1]["coverage"]["totalCount"],
            parts
        );
        counts.push(answer.statements());
    }
    // The sources twice, their parts, those counted, read, and whom they are about.
    assert_eq!(counts, [6, 6]);
}

async fn a_cursor_of_another_list_is_refused(database: Database) {
    let (data, lists) = having(2, 2);
    let server = Server::with_data(database, &data).await;
    let other = page(&server, &lists[0].0, json!({"first": 1})).await;
    let cursor = other["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let query = format!(
        "{{ node(id: \"{}\") {{ ... on Source {{ coverage(after: \"{cursor}\") {{ totalCount }} }} }} }}",
        lists[1].0
    );
    let error = server.error(&query).await;
    assert_eq!(error["extensions"]["code"], "INVALID_VALUE", "{error}");
    assert_eq!(error["extensions"]["argument"], "after", "{error}");
}

//! The list of sources: pages that the database cuts, exact, and no dearer the more sources there
//! are.

use filmgraph_tests::{
    Data, Database, LOG_STATEMENTS, Options, Program, Server, TestDatabase, on_both, plan_of, scans,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

on_both!(
    any_page_is_that_of_the_whole_list,
    a_walk_gives_each_source_once_whatever_comes_and_goes,
    filters_narrow_the_page_and_the_count,
    cursors_of_other_lists_and_bad_arguments_are_refused,
    the_list_is_as_cheap_with_3000_sources_as_with_100,
);

const QUERY: &str =
    "query($filter: SourceFilter, $first: Int, $after: String, $last: Int, $before: String) {
    sources(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { id } edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

fn sources(data: &mut Data, count: usize) -> Vec<String> {
    let kinds = ["ARTICLE", "INTERVIEW", "EDITOR"];
    let source = |number: usize| {
        let title = format!("Source {number}");
        data.source(kinds[number % kinds.len()], &title).id()
    };
    (0..count).map(source).collect()
}

async fn page(server: &Server, variables: Value) -> Value {
    server.data_with(QUERY, variables).await["sources"].take()
}

fn ids(page: &Value) -> Vec<String> {
    let nodes = page["nodes"].as_array().expect("nodes");
    let id = |node: &Value| node["id"].as_str().expect("an id").to_owned();
    nodes.iter().map(id).collect()
}

async fn cursors(server: &Server) -> Vec<String> {
    let all = page(server, json!({"first": 100})).await;
    let edges = all["edges"].as_array().expect("edges");
    let cursor = |edge: &Value| edge["cursor"].as_str().expect("a cursor").to_owned();
    edges.iter().map(cursor).collect()
}

/// Which page is asked for: how many from which end, between which of the sources.
type Asked = (usize, bool, Option<usize>, Option<usize>);

async fn any_page_is_that_of_the_whole_list(database: Database) {
    const COUNT: usize = 9;
    let mut data = Data::new();
    let all = sources(&mut data, COUNT);
    let server = Server::with_data(database, &data).await;
    let cursors = cursors(&server).await;
    assert_eq!(cursors.len(), COUNT);
    let asked: Vec<Asked> = drawn(COUNT);
    for (count, is_first, after, before) in asked {
        let mut variables = json!({});
        variables[if is_first { "first" } else { "last" }] = count.into();
        for (name, place) in [("after", after), ("before", before)] {
            if let Some(place) = place {
                variables[name] = json!(cursors[place]);
            }
        }
        let found = page(&server, variables.clone()).await;
        let start = after.map_or(0, |place| place + 1);
        let end = before.unwrap_or(COUNT).max(start);
        let (start, end) = match is_first {
            true => (start, end.min(start + count)),
            false => (start.max(end.saturating_sub(count)), end),
        };
        assert_eq!(ids(&found), all[start..end], "{variables}");
        assert_eq!(found["totalCount"], COUNT);
        let info = &found["pageInfo"];
        assert_eq!(info["hasNextPage"], end < COUNT, "{variables}");
        assert_eq!(info["hasPreviousPage"], start > 0, "{variables}");
        let ends = (start < end).then(|| (&cursors[start], &cursors[end - 1]));
        assert_eq!(info["startCursor"], json!(ends.map(|ends| ends.0)));
        assert_eq!(info["endCursor"], json!(ends.map(|ends| ends.1)));
    }
}

/// Some of all the pages that there are.
fn drawn(count: usize) -> Vec<Asked> {
    let place = || proptest::option::of(0..count);
    let asked = (0..=count + 1, any::<bool>(), place(), place());
    let mut runner = TestRunner::new(Config::default());
    let pages = prop::collection::vec(asked, 150);
    pages.new_tree(&mut runner).expect("pages").current()
}

async fn a_walk_gives_each_source_once_whatever_comes_and_goes(database: Database) {
    let mut data = Data::new();
    let all = sources(&mut data, 25);
    let server = Server::with_data(database, &data).await;
    for (size, end, from) in [(4, "first", "after"), (7, "last", "before")] {
        let (mut seen, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let mut variables = json!({end: size});
            variables[from] = cursor;
            let found = page(&server, variables).await;
            let (more, next) = match end {
                "first" => ("hasNextPage", "endCursor"),
                _ => ("hasPreviousPage", "startCursor"),
            };
            match end {
                "first" => seen.extend(ids(&found)),
                _ => drop(seen.splice(0..0, ids(&found))),
            }
            if found["pageInfo"][more] == false {
                break;
            }
            cursor = found["pageInfo"][next].clone();
        }
        assert_eq!(seen, all);
    }
    // The last of a page goes, and another comes: what stands behind it is what stood there.
    let before = page(&server, json!({"first": 10})).await;
    let raw = server.database().connect(1).await;
    let gone = model::id::decode(&all[9]).expect("an id").id;
    let deleted = format!("DELETE FROM source WHERE id = {gone}");
    raw.execute_unprepared(&deleted).await.expect("a deletion");
    raw.close().await.expect("a closed connection");
    let mut more = Data::after(1_000);
    let new = more.source("ARTICLE", "Another").id();
    server.load(&more).await;
    let after = json!({"first": 100, "after": before["pageInfo"]["endCursor"]});
    let after = page(&server, after).await;
    let mut expected = all[10..].to_vec();
    expected.push(new);
    assert_eq!(ids(&after), expected);
    assert_eq!(after["totalCount"], all.len());
    assert_eq!(after["pageInfo"]["hasPreviousPage"], true);
}

async fn filters_narrow_the_page_and_the_count(database: Database) {
    let mut data = Data::new();
    let all = sources(&mut data, 30);
    let server = Server::with_data(database, &data).await;
    let filter = json!({"kinds": ["ARTICLE", "EDITOR"], "titleContains": "SOURCE 1"});
    let expected: Vec<&String> = (0..30)
        .filter(|n| n % 3 != 1 && n.to_string().starts_with('1'))
        .map(|n| &all[n])
        .collect();
    let found = page(&server, json!({"filter": filter, "first": 3})).await;
    assert_eq!(json!(ids(&found)), json!(expected[..3]));
    assert_eq!(found["totalCount"], expected.len());
    assert_eq!(found["pageInfo"]["hasNextPage"], true);
    let rest = json!({"filter": filter, "after": found["pageInfo"]["endCursor"]});
    let rest = page(&server, rest).await;
    assert_eq!(json!(ids(&rest)), json!(expected[3..]));
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
    for filter in [json!({"kinds": []}), json!({"titleContains": "50%"})] {
        let none = page(&server, json!({"filter": filter})).await;
        assert_eq!((&none["totalCount"], ids(&none)), (&json!(0), vec![]));
    }
    // Two fields of one query share neither their filter nor their count.
    let both = "{ a: sources(filter: {kinds: [EDITOR]}) { ...All } b: sources { nodes { id } }
        c: sources { ...All } } fragment All on SourceConnection { total: totalCount }";
    let data = server.data(both).await;
    assert_eq!(
        (&data["a"]["total"], &data["c"]["total"]),
        (&json!(10), &json!(30))
    );
}

async fn cursors_of_other_lists_and_bad_arguments_are_refused(database: Database) {
    let mut data = Data::new();
    let _ = sources(&mut data, 3);
    let film = data.film("Film", "2000");
    let person = data.person("Somebody").id();
    let _ = data.acts(&person, &film);
    let server = Server::with_data(database, &data).await;
    let query = format!("{{ work(by: {{id: \"{film}\"}}) {{ roles {{ edges {{ cursor }} }} }} }}");
    let other = server.data(&query).await["work"]["roles"]["edges"][0]["cursor"].take();
    for (variables, argument) in [
        (json!({"after": other}), "after"),
        (json!({"before": "rubbish"}), "before"),
        (json!({"first": -1}), "first"),
        (json!({"last": 101}), "last"),
        (json!({"first": 1, "last": 1}), "first"),
    ] {
        let error = server.query_with(QUERY, variables.clone()).await.error();
        assert_eq!(error["extensions"]["code"], "INVALID_VALUE", "{variables}");
        assert_eq!(error["extensions"]["argument"], argument, "{variables}");
        assert_eq!(error["path"], json!(["sources"]));
    }
}

async fn the_list_is_as_cheap_with_3000_sources_as_with_100(database: Database) {
    let mut counts = Vec::new();
    for count in [100, 3_000] {
        let mut data = Data::new();
        let all = sources(&mut data, count);
        // Past the bound on lists that are read whole.
        let options = Options::empty().with(|config| config.limits.max_edges = 50);
        let server = Server::start(database, options).await;
        server.load(&data).await;
        let plain = "{ sources(first: 3) { nodes { id title } pageInfo { hasNextPage } } }";
        let server = server.anew();
        let answer = server.query(plain).await;
        assert_eq!(ids(&answer.data()["sources"]), all[..3]);
        let counted = server.query("{ sources(first: 3) { totalCount } }").await;
        assert_eq!(counted.data()["sources"]["totalCount"], count);
        counts.push((answer.statements(), counted.statements()));
    }
    assert_eq!(counts, [(2, 2), (2, 2)]);
    no_statement_of_a_page_reads_the_table(database).await;
}

/// What the statements of pages read is bounded: the plan has an index, the statement a limit, and
/// none of them counts.
async fn no_statement_of_a_page_reads_the_table(database: Database) {
    let place = TestDatabase::new(database).await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let file = folder.path().join("sources.jsonl");
    let mut data = Data::new();
    let _ = sources(&mut data, 3_000);
    std::fs::write(&file, data.lines()).expect("a file");
    let path = file.to_str().expect("a path that is text");
    let import = place.configure(Program::new(&["import", "jsonl", path]));
    assert_eq!(import.output().code, Some(0));
    let mut program = place.configure(Program::new(&["serve", "--no-sample"]));
    for (name, value) in LOG_STATEMENTS {
        program = program.env(name, value);
    }
    let program = program.env("FILMGRAPH_SERVER__DEBUG_HEADERS", "true");
    let program = program.env("FILMGRAPH_MEMORY__CACHE_PERCENT", "0");
    let program = program.env("FILMGRAPH_SERVER__LISTEN", "127.0.0.1:0");
    let server = program.serve().await;
    let raw = place.connect(1).await;
    let selection = "{ nodes { id } pageInfo { startCursor endCursor hasPreviousPage } }";
    let first = format!("{{ sources(first: 3) {selection} }}");
    let info = server.client.query(&first).await.data()["sources"]["pageInfo"].take();
    let (start, end) = (&info["startCursor"], &info["endCursor"]);
    for page in [
        "first: 3".to_owned(),
        "last: 3".to_owned(),
        format!("first: 3, after: {end}"),
        format!("last: 3, before: {end}"),
        format!("first: 3, after: {start}, before: {end}"),
    ] {
        let _ = server.statements();
        let query = format!("{{ sources({page}) {selection} }}");
        let answer = server.client.query(&query).await;
        let _ = answer.data();
        let statements = server.statements_when(answer.statements()).await;
        assert_eq!(statements.len(), answer.statements() as usize);
        for statement in statements {
            let plan = plan_of(&raw, &statement).await.expect("a plan");
            let on_subqueries: Vec<&String> = scans(&plan);
            let of_table = |step: &&&String| !step.contains("part_") && !step.contains("SUBQUERY");
            // SQLite calls a range of the key a search, and a walk along it from its end a scan.
            let of_table = on_subqueries.iter().filter(of_table);
            let walks = of_table
                .filter(|step| database == Database::Postgres || !step.contains("SCAN source"));
            assert_eq!(walks.count(), 0, "{statement}\n{plan:#?}");
            assert!(!statement.contains("COUNT"), "{statement}");
            let limits = statement.matches("LIMIT").count();
            assert_eq!(
                limits,
                statement.matches("ORDER BY id").count(),
                "{statement}"
            );
        }
    }
    raw.close().await.expect("a closed connection");
}

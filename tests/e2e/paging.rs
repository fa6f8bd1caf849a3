//! Pages: every connection, forwards and backwards, and every way to ask wrongly.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Answer, Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    every_connection_is_paged_whole_in_both_directions,
    a_page_between_two_cursors_is_cut_from_either_end,
    a_page_of_none_still_counts,
    page_sizes_out_of_bounds_are_errors,
    foreign_and_broken_cursors_are_errors,
    cursors_outlive_items_that_come_and_go,
);

/// A connection in a query: what stands before its arguments and after them, and where its answer
/// is.
struct Connection {
    query: String,
    path: &'static str,
    total: usize,
}

/// Twenty-three of everything that is paged, with equals in every order.
fn world() -> (Data, Vec<Connection>) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let base = data.film("Base", "2000-06-01");
    let base_role = data.acts(&star, &base);
    let titles: Vec<Value> = (0..23)
        .map(|number| {
            let id = data.next_id(entity::vocabulary::RecordKind::Title);
            json!({"id": id, "text": format!("Title {number}"), "kind": "ALTERNATIVE"})
        })
        .collect();
    let _ = data.record(&base).with("titles", titles);
    for number in 0..22 {
        let actor = data.person(&format!("Actor {number}")).id();
        // Some share a place in the billing, some have none.
        let role = data.role(&actor, &base, "ACTING");
        let _ = match number % 3 {
            0 => role,
            _ => role.with("billing", number / 2 + 1),
        };
        let member = data.person(&format!("Member {number}")).id();
        let _ = data.role(&member, &base, "SOUND").with("job", "mixer");
    }
    let editor = data.person("Editor").id();
    let _ = data.role(&editor, &base, "EDITING").id();
    for number in 0..23 {
        let before = data.film(
            &format!("Before {number}"),
            &(1970 + number / 2).to_string(),
        );
        let after = data.film(&format!("After {number}"), &(2003 + number / 2).to_string());
        let _ = (data.acts(&star, &before), data.acts(&star, &after));
    }
    let work = |field: &str| format!("work(by: {{id: \"{base}\"}}) {{ c: {field}@ }}");
    let person = |field: &str| format!("person(by: {{id: \"{star}\"}}) {{ c: {field}@ }}");
    let role =
        |field: &str| format!("node(id: \"{base_role}\") {{ ... on Role {{ c: {field}@ }} }}");
    let connection = |query: String, path, total| Connection { query, path, total };
    let connections = vec![
        connection(work("cast"), "/work/c", 23),
        connection(work("crew"), "/work/c", 23),
        connection(work("roles"), "/work/c", 46),
        connection(work("titles"), "/work/c", 23),
        connection(person("roles"), "/person/c", 47),
        connection(person("filmography"), "/person/c", 47),
        connection(role("priorWork"), "/node/c", 23),
        connection(role("laterWork"), "/node/c", 23),
    ];
    (data, connections)
}

impl Connection {
    async fn ask(&self, server: &Server, arguments: &str) -> Answer {
        let selection = format!(
            "({arguments}) {{ totalCount nodes {{ __typename }}
                edges {{ cursor node {{ __typename ... on Node {{ id }} }} }}
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
        );
        server
            .query(&format!("{{ {} }}", self.query.replace('@', &selection)))
            .await
    }

    async fn page(&self, server: &Server, arguments: &str) -> Page {
        let data = self.ask(server, arguments).await.data();
        let page = data.pointer(self.path).expect("the connection");
        let page = Page::of(page);
        assert_eq!(page.total, self.total, "{} ({arguments})", self.query);
        page
    }

    async fn error(&self, server: &Server, arguments: &str) -> Value {
        let answer = self.ask(server, arguments).await;
        let error = answer.error();
        assert_eq!(
            error["extensions"]["code"], "INVALID_VALUE",
            "{}",
            answer.body
        );
        let path: Vec<&str> = self.path.trim_start_matches('/').split('/').collect();
        assert_eq!(error["path"], json!(path), "{}", answer.body);
        error
    }
}

/// A page, taken apart.
#[derive(Debug, PartialEq)]
struct Page {
    ids: Vec<String>,
    cursors: Vec<String>,
    has_next: bool,
    has_previous: bool,
    total: usize,
}

impl Page {
    fn of(json: &Value) -> Self {
        let edges = json["edges"].as_array().expect("edges");
        let texts = |pointer: &str| -> Vec<String> {
            let text = |edge: &Value| edge.pointer(pointer)?.as_str().map(str::to_owned);
            edges
                .iter()
                .map(|edge| text(edge).expect(pointer))
                .collect()
        };
        let cursors = texts("/cursor");
        let info = &json["pageInfo"];
        assert_eq!(
            info["startCursor"].as_str(),
            cursors.first().map(String::as_str)
        );
        assert_eq!(
            info["endCursor"].as_str(),
            cursors.last().map(String::as_str)
        );
        assert_eq!(json["nodes"].as_array().map(Vec::len), Some(edges.len()));
        Self {
            ids: texts("/node/id"),
            cursors,
            has_next: info["hasNextPage"].as_bool().expect("a bound"),
            has_previous: info["hasPreviousPage"].as_bool().expect("a bound"),
            total: usize::try_from(json["totalCount"].as_u64().expect("a count")).expect("small"),
        }
    }
}

async fn every_connection_is_paged_whole_in_both_directions(database: Database) {
    let (data, connections) = world();
    let server = Server::with_data(database, &data).await;
    for connection in connections {
        let whole = connection.page(&server, "first: 100").await;
        assert_eq!(whole.ids.len(), connection.total, "{}", connection.query);
        assert!(!whole.has_next && !whole.has_previous);
        let mut distinct = whole.ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), whole.ids.len(), "{}", connection.query);
        let mut seen: Vec<String> = Vec::new();
        let mut arguments = "first: 7".to_owned();
        loop {
            let page = connection.page(&server, &arguments).await;
            assert_eq!(page.has_previous, !seen.is_empty(), "{}", connection.query);
            seen.extend(page.ids.clone());
            assert_eq!(page.has_next, seen.len() < connection.total);
            if !page.has_next {
                break;
            }
            let last = page.cursors.last().expect("a cursor");
            arguments = format!("first: 7, after: \"{last}\"");
        }
        assert_eq!(seen, whole.ids, "forwards: {}", connection.query);
        seen.clear();
        arguments = "last: 7".to_owned();
        loop {
            let page = connection.page(&server, &arguments).await;
            assert_eq!(page.has_next, !seen.is_empty(), "{}", connection.query);
            seen.splice(0..0, page.ids.clone());
            assert_eq!(page.has_previous, seen.len() < connection.total);
            if !page.has_previous {
                break;
            }
            let first = page.cursors.first().expect("a cursor");
            arguments = format!("last: 7, before: \"{first}\"");
        }
        assert_eq!(seen, whole.ids, "backwards: {}", connection.query);
    }
}

async fn a_page_between_two_cursors_is_cut_from_either_end(database: Database) {
    let (data, connections) = world();
    let server = Server::with_data(database, &data).await;
    for connection in connections {
        let whole = connection.page(&server, "first: 100").await;
        let between = format!(
            "after: \"{}\", before: \"{}\"",
            whole.cursors[3], whole.cursors[15]
        );
        for (size, ids) in [
            ("first: 5", &whole.ids[4..9]),
            ("last: 5", &whole.ids[10..15]),
            ("first: 50", &whole.ids[4..15]),
            ("last: 50", &whole.ids[4..15]),
            ("", &whole.ids[4..15]),
        ] {
            let page = connection
                .page(&server, &format!("{between}, {size}"))
                .await;
            assert_eq!(page.ids, ids, "{} ({size})", connection.query);
            assert!(page.has_next && page.has_previous);
        }
        // The default page.
        let page = connection.page(&server, "first: null").await;
        assert_eq!(page.ids, whole.ids[..20], "{}", connection.query);
        let turned = format!(
            "after: \"{}\", before: \"{}\"",
            whole.cursors[15], whole.cursors[3]
        );
        let page = connection.page(&server, &turned).await;
        assert!(page.ids.is_empty(), "{}", connection.query);
    }
}

async fn a_page_of_none_still_counts(database: Database) {
    let (data, connections) = world();
    let server = Server::with_data(database, &data).await;
    for connection in connections {
        let page = connection.page(&server, "first: 0").await;
        assert!(page.ids.is_empty() && page.has_next && !page.has_previous);
        let page = connection.page(&server, "last: 0").await;
        assert!(page.ids.is_empty() && !page.has_next && page.has_previous);
    }
}

async fn page_sizes_out_of_bounds_are_errors(database: Database) {
    let (data, connections) = world();
    let server = Server::with_data(database, &data).await;
    for connection in connections {
        for (arguments, argument, actual) in [
            ("first: -1", "first", None),
            ("last: -1", "last", None),
            ("first: 101", "first", Some(101)),
            ("last: 101", "last", Some(101)),
            ("first: 100000", "first", Some(100_000)),
            ("first: 5, last: 5", "first", None),
            ("first: 0, last: 0", "first", None),
        ] {
            let error = connection.error(&server, arguments).await;
            assert_eq!(error["extensions"]["argument"], argument, "{error}");
            if let Some(actual) = actual {
                assert_eq!(error["extensions"]["limit"], 100, "{error}");
                assert_eq!(error["extensions"]["actual"], actual, "{error}");
            }
        }
    }
}

async fn foreign_and_broken_cursors_are_errors(database: Database) {
    let (data, connections) = world();
    let server = Server::with_data(database, &data).await;
    let mut cursors = Vec::new();
    for connection in &connections {
        cursors.push(connection.page(&server, "first: 1").await.cursors.remove(0));
    }
    for (place, connection) in connections.iter().enumerate() {
        for (other, cursor) in cursors.iter().enumerate() {
            if place == other {
                continue;
            }
            let error = connection
                .error(&server, &format!("after: \"{cursor}\""))
                .await;
            assert_eq!(error["extensions"]["argument"], "after", "{error}");
            let message = error["message"].as_str().unwrap_or_default();
            assert!(message.contains("another connection"), "{error}");
        }
        let own = &cursors[place];
        let cut = &own[..own.len() / 2];
        for broken in ["", "x", "%", "bnVsbA", cut] {
            let error = connection
                .error(&server, &format!("before: \"{broken}\""))
                .await;
            assert_eq!(
                error["extensions"]["argument"], "before",
                "{broken}: {error}"
            );
        }
    }
    // Of the same connection in another order.
    let person = &connections[4];
    let (own, titled) = (&cursors[4], "orderBy: {field: TITLE}");
    person
        .error(&server, &format!("{titled}, after: \"{own}\""))
        .await;
    let page = person.page(&server, &format!("{titled}, first: 1")).await;
    person
        .error(&server, &format!("after: \"{}\"", page.cursors[0]))
        .await;
    let ascending = "orderBy: {field: TITLE, direction: ASC}";
    person
        .error(
            &server,
            &format!("{ascending}, after: \"{}\"", page.cursors[0]),
        )
        .await;
}

async fn cursors_outlive_items_that_come_and_go(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    for year in [1990, 1992, 1994, 1996] {
        let film = data.film(&format!("Film of {year}"), &year.to_string());
        let _ = data.acts(&star, &film);
    }
    let server = Server::with_data(database, &data).await;
    let connection = |total| Connection {
        query: format!("person(by: {{id: \"{star}\"}}) {{ c: filmography@ }}"),
        path: "/person/c",
        total,
    };
    let page = connection(4).page(&server, "first: 2").await;
    let rest = format!("after: \"{}\"", page.cursors[1]);
    let mut more = Data::after(500);
    let newer = more.film("Film of 1997", "1997");
    let between = more.film("Film of 1993", "1993");
    let _ = (more.acts(&star, &newer), more.acts(&star, &between));
    server.load(&more).await;
    let page = connection(6).page(&server, &rest).await;
    assert_eq!(page.ids.len(), 3, "1993, 1992, 1990: {page:?}");
    assert_eq!(page.ids[0], between);
    // The item that the cursor was taken from is gone.
    let of_1994 = "SELECT r.id FROM role r JOIN work w ON w.id = r.work_id
                   WHERE w.released_on BETWEEN 8766 AND 9130";
    let role = server.database().number(of_1994).await;
    let store = server.store().await;
    let gone = store.write("test", 1, async |transaction| {
        transaction.delete(RecordKind::Role, &[role]).await
    });
    assert_eq!(gone.await.expect("a deletion").value, 1);
    store.close().await;
    let page = connection(5).page(&server, &rest).await;
    assert_eq!(page.ids.len(), 3, "{page:?}");
}

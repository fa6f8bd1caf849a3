//! Long lists under many aliases: what they cost, whom they keep waiting, and when they end.

use std::time::{Duration, Instant};

use filmgraph_tests::{Answer, Client, Data, Database, Options, Server, on_both};
use serde_json::{Value, json};

on_both!(
    every_alias_is_answered_exactly_whatever_it_shares_with_others,
    aliases_add_no_statement,
    past_the_bound_on_work_a_request_is_refused_where_it_ran_out,
    aliases_that_differ_in_their_page_share_one_list,
    others_are_answered_while_long_lists_are_gone_through,
    past_its_time_a_request_ends_at_once,
);

/// Roles of the person: several portions of each list.
const ROLES: i32 = 1_200;

/// One person on films with votes and genres, and on the episodes of some series.
fn busy(roles: i32) -> (Data, String) {
    let mut data = Data::new();
    for genre in ["Drama", "Comedy"] {
        let _ = data.genre(genre).id();
    }
    let star = data.person("Busy").id();
    let series: Vec<String> = (0..10)
        .map(|number| data.work("SERIES", &format!("Series {number}")).id())
        .collect();
    for number in 0..roles {
        // Titles in another order than that of the ids.
        let title = format!("Work {:05}", number.wrapping_mul(7919) % 10_007);
        let work = match number % 3 {
            0 => data.work("EPISODE", &title).with(
                "series",
                series[usize::try_from(number % 10).unwrap()].as_str(),
            ),
            _ => data.work("FILM", &title),
        };
        let genres: &[&str] = match number % 4 {
            0 => &["Drama"],
            1 => &["Comedy"],
            2 => &["Drama", "Comedy"],
            _ => &[],
        };
        let work = work
            .with("genres", json!(genres))
            .with("releaseDate", (1900 + number % 100).to_string())
            .with("votes", number)
            .id();
        let _ = data.acts(&star, &work);
    }
    (data, star)
}

fn person(star: &str, selection: &str) -> String {
    format!("{{ person(by: {{id: \"{star}\"}}) {{ name {selection} }} }}")
}

/// So many aliases, each with a filter of its own, by title.
fn aliases(star: &str, count: i32) -> String {
    let alias = |number: i32| {
        format!(
            "a{number}: roles(first: 1, orderBy: {{field: TITLE}}, filter: \
             {{genres: {{any: [\"drama\", \"comedy\"]}}, votes: {{min: {number}}}}}) {{ totalCount }} "
        )
    };
    person(star, &(0..count).map(alias).collect::<String>())
}

async fn every_alias_is_answered_exactly_whatever_it_shares_with_others(database: Database) {
    let (data, star) = busy(ROLES);
    let server = Server::with_data(database, &data).await;
    let fields = [
        "roles(first: 3, orderBy: {field: TITLE}) { totalCount nodes { id } }",
        "roles(last: 3, orderBy: {field: TITLE}) { totalCount nodes { id } }",
        "roles(first: 3, orderBy: {field: TITLE, direction: ASC}) { totalCount nodes { id } }",
        "roles(first: 3, filter: {genres: {all: [\"drama\"]}}) { totalCount nodes { id } }",
        "roles(first: 3, filter: {genres: {none: [\"drama\"]}}) { totalCount nodes { id } }",
        "filmography(first: 3) { totalCount edges { node { id } episodeCount } }",
        "filmography(first: 3, filter: {workKinds: [EPISODE]}) { totalCount edges { node { id } } }",
        "filmography(first: 3, filter: {genres: {all: [\"drama\"]}}, orderBy: {field: TITLE}) { totalCount edges { node { id } } }",
        "knownFor(limit: 3) { id }",
        "upcoming { id }",
    ];
    // Each in a request of its own, and all in one, each twice.
    let mut expected = serde_json::Map::new();
    let mut all = String::new();
    for (number, field) in fields.iter().enumerate() {
        let data = server.data(&person(&star, &format!("it: {field}"))).await;
        for copy in ["a", "b"] {
            expected.insert(format!("{copy}{number}"), data["person"]["it"].clone());
            all.push_str(&format!("{copy}{number}: {field} "));
        }
    }
    expected.insert("name".to_owned(), json!("Busy"));
    let data = server.data(&person(&star, &all)).await;
    assert_eq!(data["person"], Value::Object(expected));
    // Counted by hand.
    let count = |name: &str| data["person"][name]["totalCount"].as_i64().unwrap();
    assert_eq!(count("a0"), i64::from(ROLES));
    assert_eq!(count("a3"), i64::from(ROLES / 2));
    assert_eq!(count("a4"), i64::from(ROLES / 2));
    assert_eq!(count("a5"), i64::from(ROLES * 2 / 3 + 10));
    assert_eq!(count("a6"), i64::from(ROLES / 3));
}

async fn aliases_add_no_statement(database: Database) {
    let (data, star) = busy(ROLES);
    let server = Server::with_data(database, &data).await;
    let (one, many) = (
        server.anew().query(&aliases(&star, 1)).await,
        server.anew().query(&aliases(&star, 20)).await,
    );
    let _ = (one.data(), many.data());
    // The person, the genres, the roles, the headers and the genres of their works.
    assert_eq!((one.statements(), many.statements()), (5, 5));
}

async fn past_the_bound_on_work_a_request_is_refused_where_it_ran_out(database: Database) {
    const MOST: u64 = 400_000;
    let (data, star) = busy(ROLES);
    let options = Options::empty().with(|config| config.limits.max_work = MOST);
    let server = Server::start(database, options).await;
    server.load(&data).await;
    let answer = server.query(&aliases(&star, 60)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let errors = answer.errors();
    let data = answer.json()["data"]["person"].take();
    // Connections cannot be null, so what they belong to is.
    assert_eq!(data, Value::Null, "{}", answer.body);
    let error = &errors[0];
    assert_eq!(error["extensions"]["code"], "BUDGET_EXCEEDED");
    assert_eq!(error["extensions"]["bound"], "max_work");
    assert_eq!(error["extensions"]["limit"], MOST);
    let actual = error["extensions"]["actual"].as_u64().expect("a number");
    assert!(actual > MOST, "{error}");
    assert_eq!(error["path"][0], "person");
    let alias = error["path"][1].as_str().expect("an alias");
    assert!(alias.starts_with('a'), "{error}");
    // A few of them are answered, and so is the next request.
    let few = server.data(&aliases(&star, 5)).await;
    let passing = (0..ROLES).filter(|number| number % 4 != 3);
    assert_eq!(few["person"]["a0"]["totalCount"], passing.count());
}

async fn aliases_that_differ_in_their_page_share_one_list(database: Database) {
    let (data, star) = busy(ROLES);
    // Far too little for so many lists of their own.
    let options = Options::empty().with(|config| config.limits.max_work = 400_000);
    let server = Server::start(database, options).await;
    server.load(&data).await;
    let page = |number: i32| {
        let end = if number % 2 == 0 { "first" } else { "last" };
        format!(
            "a{number}: roles({end}: {}, orderBy: {{field: TITLE}}, filter: \
             {{votes: {{min: 1}}}}) {{ totalCount nodes {{ id }} }} ",
            number % 7
        )
    };
    let pages: String = (0..70).map(page).collect();
    let data = server.data(&person(&star, &pages)).await;
    let nodes = |number: i32| data["person"][format!("a{number}")]["nodes"].clone();
    for number in 0..70 {
        let list = nodes(number);
        assert_eq!(
            list.as_array().map(Vec::len),
            usize::try_from(number % 7).ok()
        );
        assert_eq!(list, nodes(number % 14), "{number}");
    }
}

/// How long the answers to `__typename` take for as long as the request runs.
async fn meanwhile(
    client: &Client,
    request: impl Future<Output = Answer>,
) -> (Answer, Vec<Duration>) {
    let mut waits = Vec::new();
    let mut request = std::pin::pin!(request);
    loop {
        let started = Instant::now();
        let small = async {
            let answer = client.query("{ __typename }").await;
            assert_eq!(answer.data()["__typename"], "Query");
            waits.push(started.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        tokio::select! {
            answer = &mut request => return (answer, waits),
            () = small => {}
        }
    }
}

async fn others_are_answered_while_long_lists_are_gone_through(database: Database) {
    let (data, star) = busy(ROLES);
    let options = Options::empty().with(|config| config.server.workers = 1);
    let server = Server::start(database, options).await;
    server.load(&data).await;
    let started = Instant::now();
    let (answer, mut waits) = meanwhile(server.client(), server.query(&aliases(&star, 150))).await;
    let whole = started.elapsed();
    let _ = answer.data();
    waits.sort_unstable();
    let worst = waits.last().expect("an answer meanwhile");
    // In one go, the first of them would have waited for about all of it.
    assert!(
        waits.len() > 5 && *worst < whole / 3,
        "{whole:?}: {waits:?}"
    );
}

async fn past_its_time_a_request_ends_at_once(database: Database) {
    const PATIENCE: u64 = 200;
    let (data, star) = busy(ROLES);
    let options = Options::empty().with(|config| config.server.request_timeout_ms = PATIENCE);
    let server = Server::start(database, options).await;
    server.load(&data).await;
    let started = Instant::now();
    let answer = server.query(&aliases(&star, 195)).await;
    let took = started.elapsed();
    assert_eq!(
        (answer.status, &*answer.code()),
        (504, "TIMEOUT"),
        "{took:?}"
    );
    // A debug build goes through a portion in a few milliseconds, on a busy machine in some more.
    assert!(took < Duration::from_millis(PATIENCE + 600), "{took:?}");
}

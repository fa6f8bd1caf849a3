//! The busiest people and the largest casts: lists are read whole, so pages, totals and filters
//! stay exact.

use std::time::{Duration, Instant};

use filmgraph_tests::{Data, Database, Options, Server, is_long, on_both};
use serde_json::{Value, json};

on_both!(
    a_person_with_very_many_roles_is_paged_and_filtered_exactly,
    a_work_with_very_many_roles_is_paged_and_filtered_exactly,
    past_the_bound_a_list_is_refused_and_others_are_not,
);

/// Far more than a page takes: only to catch what never ends.
const PATIENCE: Duration = Duration::from_secs(30);

/// Roles of the busiest person; the busiest that is known has 39,463.
const ROLES: i32 = 40_000;
const SERIES: i32 = 40;

/// So many on the embedded database, and on both in the long form. Lists of the other one come by the
/// same statement and go through the same functions: there, a fifth is enough.
fn roles_on(database: Database) -> i32 {
    if is_long() || database == Database::Sqlite {
        ROLES
    } else {
        ROLES / 5
    }
}

/// A role of the busiest person, as the test knows it.
struct Known {
    id: String,
    /// The release as EDTF; every seventh has no more than its year.
    date: String,
    series: Option<i32>,
    directs: bool,
    is_self: bool,
}

fn day(number: i32) -> String {
    let (year, rest) = (1950 + number / 600, number % 600);
    match number % 7 {
        0 => year.to_string(),
        _ => format!("{year}-{:02}-{:02}", rest / 50 + 1, rest % 28 + 1),
    }
}

/// One person with so many roles, some on films and most on the episodes of series.
fn busy(roles: i32) -> (Data, String, Vec<Known>) {
    let mut data = Data::new();
    let star = data.person("Busy").id();
    let series: Vec<String> = (0..SERIES)
        .map(|number| data.work("SERIES", &format!("Series {number}")).id())
        .collect();
    let mut known = Vec::new();
    for number in 0..roles {
        let date = day(number);
        let of = (number % 10 != 0).then_some(number % SERIES);
        let title = format!("Work {number}");
        let work = match of {
            None => data.film(&title, &date),
            Some(of) => data.episode(&series[usize::try_from(of).expect("small")], &title, &date),
        };
        let (directs, is_self) = (number % 5 == 0, number % 11 == 0);
        let role = data.role(&star, &work, if directs { "DIRECTING" } else { "ACTING" });
        let role = if is_self {
            role.with("attributes", json!(["SELF"]))
        } else {
            role
        };
        known.push(Known {
            id: role.id(),
            date,
            series: of,
            directs,
            is_self,
        });
    }
    (data, star, known)
}

async fn page(server: &Server, query: &str, variables: Value) -> Value {
    let started = Instant::now();
    let answer = server.query_with(query, variables).await;
    assert!(started.elapsed() < PATIENCE, "{:?}", started.elapsed());
    answer.data()
}

/// Every id of a connection, page by page.
async fn walk(server: &Server, query: &str, mut variables: Value, total: usize) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let data = page(server, query, variables.clone()).await;
        let list = &data["owner"]["list"];
        assert_eq!(list["totalCount"], total);
        let nodes = list["nodes"].as_array().expect("nodes");
        ids.extend(
            nodes
                .iter()
                .map(|node| node["id"].as_str().expect("an id").to_owned()),
        );
        assert!(ids.len() <= total, "more than there are");
        if list["pageInfo"]["hasNextPage"] == false {
            return ids;
        }
        variables["after"] = list["pageInfo"]["endCursor"].clone();
    }
}

const ROLES_OF_PERSON: &str = "query($by: PersonRef!, $filter: RoleFilter, $after: String) {
    owner: person(by: $by) { list: roles(filter: $filter, first: 100, after: $after,
        orderBy: {field: RELEASE_DATE, direction: ASC}) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }";

async fn a_person_with_very_many_roles_is_paged_and_filtered_exactly(database: Database) {
    let (data, star, known) = busy(roles_on(database));
    let server = Server::with_data(database, &data).await;
    let by = json!({"id": star});
    // Performances, oldest first; of equals, the one with the smaller id, which was made first.
    let mut expected: Vec<&Known> = known.iter().filter(|role| !role.is_self).collect();
    expected.sort_by_key(|role| earliest(&role.date));
    let directing = |role: &&&Known| role.directs && role.date.as_str() < "1960";
    let directed: Vec<&&Known> = expected.iter().filter(directing).collect();
    let filter = json!({"departments": ["DIRECTING"], "releaseDate": {"before": "1960"}});
    let found = walk(
        &server,
        ROLES_OF_PERSON,
        json!({"by": by, "filter": filter}),
        directed.len(),
    )
    .await;
    let ids: Vec<&str> = directed.iter().map(|role| role.id.as_str()).collect();
    assert_eq!(found, ids);
    // The whole list takes up to 364 pages: every page of it in the long form, else the two ends.
    let data = page(&server, ROLES_OF_PERSON, json!({"by": by})).await;
    assert_eq!(data["owner"]["list"]["totalCount"], expected.len());
    let nodes = data["owner"]["list"]["nodes"].as_array().expect("nodes");
    let first: Vec<&Value> = nodes.iter().map(|node| &node["id"]).collect();
    let ids: Vec<&str> = expected.iter().map(|role| role.id.as_str()).collect();
    assert_eq!(json!(first), json!(ids[..100]));
    let last = ROLES_OF_PERSON
        .replace("first: 100", "last: 100")
        .replace("after: $after", "before: $after");
    let data = page(&server, &last, json!({"by": by})).await;
    let nodes = data["owner"]["list"]["nodes"].as_array().expect("nodes");
    let found: Vec<&Value> = nodes.iter().map(|node| &node["id"]).collect();
    assert_eq!(json!(found), json!(ids[ids.len() - 100..]));
    if is_long() {
        assert_eq!(
            walk(&server, ROLES_OF_PERSON, json!({"by": by}), ids.len()).await,
            ids
        );
    }
    careers(&server, &by, &expected).await;
}

/// Where a date stands in an order.
fn earliest(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-01-01"),
        _ => date.to_owned(),
    }
}

/// Episodes rolled up: a series each, with the right number of episodes.
async fn careers(server: &Server, by: &Value, expected: &[&Known]) {
    let query = "query($by: PersonRef!) { person(by: $by) {
        all: filmography(first: 1) { totalCount }
        films: filmography(filter: {workKinds: [FILM]}, first: 1) { totalCount }
        series: filmography(filter: {workKinds: [SERIES]}, first: 100, orderBy: {field: TITLE}) {
            totalCount edges { node { title } episodeCount firstDate { edtf } lastDate { edtf } } }
        episodes: filmography(filter: {workKinds: [EPISODE]}, first: 1) { totalCount } } }";
    let data = page(server, query, json!({"by": by})).await;
    let person = &data["person"];
    let of_series = |number: i32| {
        expected
            .iter()
            .filter(move |role| role.series == Some(number))
    };
    let films = expected.iter().filter(|role| role.series.is_none()).count();
    let series = (0..SERIES).filter(|number| of_series(*number).next().is_some());
    let series = series.collect::<Vec<_>>();
    assert_eq!(person["films"]["totalCount"], films);
    assert_eq!(person["episodes"]["totalCount"], expected.len() - films);
    assert_eq!(person["series"]["totalCount"], series.len());
    assert_eq!(person["all"]["totalCount"], films + series.len());
    for edge in person["series"]["edges"].as_array().expect("edges") {
        let title = edge["node"]["title"].as_str().expect("a title");
        let number = title.rsplit(' ').next().and_then(|text| text.parse().ok());
        let number = number.expect("a number");
        assert_eq!(edge["episodeCount"], of_series(number).count(), "{title}");
        let dates: Vec<String> = of_series(number).map(|role| earliest(&role.date)).collect();
        let ends = [&edge["firstDate"]["edtf"], &edge["lastDate"]["edtf"]];
        let ends = ends.map(|date| earliest(date.as_str().expect("a date")));
        assert_eq!(
            ends.each_ref(),
            [dates.first(), dates.last()].map(|d| d.expect("a date")),
            "{title}"
        );
    }
}

const CAST: i32 = 5_000;

const ROLES_OF_WORK: &str = "query($by: WorkRef!, $filter: RoleFilter, $after: String) {
    owner: work(by: $by) { list: roles(filter: $filter, first: 100, after: $after) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }";

async fn a_work_with_very_many_roles_is_paged_and_filtered_exactly(database: Database) {
    let mut data = Data::new();
    let film = data.film("Crowded", "2000");
    let mut roles: Vec<(Option<i32>, &str, String)> = Vec::new();
    for number in 0..CAST {
        let person = data.person(&format!("Person {number}")).id();
        let department = if number % 3 == 0 { "CREW" } else { "ACTING" };
        let billing = (number % 4 != 0).then_some((number * 7919) % CAST + 1);
        let role = data.role(&person, &film, department);
        let role = match billing {
            Some(place) => role.with("billing", place).id(),
            None => role.id(),
        };
        roles.push((billing, department, role));
    }
    let server = Server::with_data(database, &data).await;
    // By billing, the unbilled last, and of equals the one that was made first.
    roles.sort_by_key(|(billing, ..)| billing.unwrap_or(i32::MAX));
    let by = json!({"id": film});
    let ids: Vec<&str> = roles.iter().map(|(.., id)| id.as_str()).collect();
    let found = walk(&server, ROLES_OF_WORK, json!({"by": by}), ids.len()).await;
    assert_eq!(found, ids);
    let crew = roles
        .iter()
        .filter(|(_, department, _)| *department == "CREW");
    let crew: Vec<&str> = crew.map(|(.., id)| id.as_str()).collect();
    let filter = json!({"departments": ["CREW"]});
    let found = walk(
        &server,
        ROLES_OF_WORK,
        json!({"by": by, "filter": filter}),
        crew.len(),
    )
    .await;
    assert_eq!(found, crew);
}

async fn past_the_bound_a_list_is_refused_and_others_are_not(database: Database) {
    let mut data = Data::new();
    let (busy, idle) = (data.person("Busy").id(), data.person("Idle").id());
    let mut shared = String::new();
    for number in 0..21 {
        shared = data.film(&format!("Film {number}"), "2000");
        let _ = data.acts(&busy, &shared);
        if number < 20 {
            let _ = data.acts(&idle, &shared);
        }
    }
    let _ = data.acts(&idle, &shared);
    let more = data.film("One more", "2001");
    let _ = data.acts(&busy, &more);
    let options = Options::empty().with(|config| config.limits.max_edges = 21);
    let server = Server::start(database, options).await;
    server.load(&data).await;
    let query = "query($busy: ID!, $idle: ID!) {
        busy: person(by: {id: $busy}) { name filmography { totalCount } }
        idle: person(by: {id: $idle}) { name filmography { totalCount } } }";
    let answer = server
        .query_with(query, json!({"busy": busy, "idle": idle}))
        .await;
    let data = answer.json()["data"].take();
    assert_eq!(data["busy"], Value::Null, "{}", answer.body);
    assert_eq!(
        data["idle"],
        json!({"name": "Idle", "filmography": {"totalCount": 21}})
    );
    let error = answer.error();
    assert_eq!(error["extensions"]["code"], "BUDGET_EXCEEDED");
    assert_eq!(error["extensions"]["bound"], "max_edges");
    assert_eq!(error["extensions"]["limit"], 21);
    assert_eq!(error["path"], json!(["busy", "filmography"]));
    // What needs no list of theirs is answered.
    let data = server
        .data(&format!("{{ person(by: {{id: \"{busy}\"}}) {{ name }} }}"))
        .await;
    assert_eq!(data["person"]["name"], "Busy");
}

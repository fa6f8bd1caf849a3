//! The rules of prior and later work and of pages, on careers that are made at random, against a
//! computation that shares nothing with the server.

use std::cell::Cell;
use std::collections::BTreeMap;

use filmgraph_tests::{Client, Data, Database, Options, Server, cases, run};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

/// A date in a year Y (the year before it is X, the one after it Z): its EDTF, the first day as
/// stated, and the days between which it certainly lies.
const FORMS: [[&str; 4]; 10] = [
    ["Y", "Y-01-01", "Y-01-01", "Y-12-31"],
    ["Y-06", "Y-06-01", "Y-06-01", "Y-06-30"],
    ["Y-06-15", "Y-06-15", "Y-06-15", "Y-06-15"],
    ["Y-12-31", "Y-12-31", "Y-12-31", "Y-12-31"],
    ["Y-22", "Y-06-01", "Y-06-01", "Y-08-31"],
    ["Y-33", "Y-01-01", "Y-01-01", "Y-03-31"],
    ["Y~", "Y-01-01", "X-01-01", "Z-12-31"],
    ["Y?", "Y-01-01", "X-01-01", "Z-12-31"],
    ["Y-03/Y-07", "Y-03-01", "Y-03-01", "Y-07-31"],
    ["199X", "1990-01-01", "1990-01-01", "1999-12-31"],
];

/// Behind every day.
const UNDATED: &str = "9999-99-99";

/// A film: its place in the career, and its days.
#[derive(Clone, Debug)]
struct Film {
    place: usize,
    edtf: String,
    stated: String,
    from: String,
    to: String,
}

fn film(place: usize, (form, year): (usize, i32)) -> Film {
    let fill = |text: &str| {
        let text = text.replace('X', &(year - 1).to_string());
        let text = text.replace('Y', &year.to_string());
        text.replace('Z', &(year + 1).to_string())
    };
    match FORMS.get(form) {
        None => Film {
            place,
            edtf: String::new(),
            stated: UNDATED.to_owned(),
            from: UNDATED.to_owned(),
            to: UNDATED.to_owned(),
        },
        Some(["199X", stated, from, to]) => Film {
            place,
            edtf: "199X".to_owned(),
            stated: (*stated).to_owned(),
            from: (*from).to_owned(),
            to: (*to).to_owned(),
        },
        Some([edtf, stated, from, to]) => Film {
            place,
            edtf: fill(edtf),
            stated: fill(stated),
            from: fill(from),
            to: fill(to),
        },
    }
}

/// What stands before or after a film, newest first; of equals, the one that was made first.
fn expected(films: &[Film], base: &Film, field: &str, is_certain: bool) -> Vec<usize> {
    let both_undated = |film: &Film| film.from == UNDATED && base.from == UNDATED;
    let admits = |film: &&Film| match (field, is_certain) {
        _ if film.place == base.place => false,
        ("priorWork", true) => film.to < base.from,
        ("priorWork", false) => film.from < base.to || both_undated(film),
        (_, true) => film.from != UNDATED && film.from > base.to,
        (_, false) => film.to > base.from || both_undated(film),
    };
    let mut found: Vec<&Film> = films.iter().filter(admits).collect();
    found.sort_by(|a, b| b.stated.cmp(&a.stated).then(a.place.cmp(&b.place)));
    found.iter().map(|film| film.place).collect()
}

async fn check(server: &Server, dates: &[(usize, i32)], page: usize, first_id: i64) {
    // A client of this runtime's own.
    let client = Client::new(server.base());
    let dates = dates.iter().copied().enumerate();
    let films: Vec<Film> = dates.map(|(place, date)| film(place, date)).collect();
    let mut data = Data::after(first_id);
    let star = data.person("Star").id();
    let mut places = BTreeMap::new();
    let mut roles = Vec::new();
    for film in &films {
        let work = data.film(&film.place.to_string(), &film.edtf);
        roles.push(data.acts(&star, &work));
        places.insert(work, film.place);
    }
    server.load(&data).await;
    for (base, role) in films.iter().zip(&roles) {
        for field in ["priorWork", "laterWork"] {
            for (certainty, is_certain) in [("CERTAIN", true), ("POSSIBLE", false)] {
                let wanted = expected(&films, base, field, is_certain);
                let arguments = format!("dateMatch: {certainty}, first: {page}");
                let found = walk(&client, role, field, &arguments, wanted.len()).await;
                let found: Vec<usize> = found.iter().map(|id| places[id]).collect();
                assert_eq!(
                    found, wanted,
                    "{field} {certainty} of {base:?} in {films:?}"
                );
            }
        }
    }
}

/// The ids of a connection, page by page.
async fn walk(
    client: &Client,
    role: &str,
    field: &str,
    arguments: &str,
    total: usize,
) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after = String::new();
    loop {
        let query = format!(
            "{{ node(id: \"{role}\") {{ ... on Role {{ c: {field}({arguments}{after}) {{
                totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }} }} }}"
        );
        let data = client.data(&query).await;
        let list = &data["node"]["c"];
        assert_eq!(list["totalCount"], total);
        let id = |node: &Value| node["id"].as_str().expect("an id").to_owned();
        ids.extend(list["nodes"].as_array().expect("nodes").iter().map(id));
        assert!(ids.len() <= total, "more than there are");
        let info = &list["pageInfo"];
        if info["hasNextPage"] == false {
            return ids;
        }
        after = format!(", after: {}", info["endCursor"]);
    }
}

fn prior_and_later_work_are_what_the_rule_says(database: Database) {
    let (send, receive) = std::sync::mpsc::channel();
    run(async move {
        let server = Server::start(database, Options::empty()).await;
        send.send(server).expect("the test waits");
    });
    let server = receive.recv().expect("a server");
    let config = Config {
        cases: cases(6),
        failure_persistence: None,
        ..Config::default()
    };
    let loaded = Cell::new(0);
    let careers = prop::collection::vec((0..=FORMS.len(), 1994..=1998), 1..12);
    let outcome = TestRunner::new(config).run(&(careers, 1_usize..6), |(dates, page)| {
        loaded.set(loaded.get() + 1000);
        run(check(&server, &dates, page, loaded.get()));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

mod prior_and_later_work {
    use filmgraph_tests::Database;

    #[test]
    fn are_what_the_rule_says_on_sqlite() {
        super::prior_and_later_work_are_what_the_rule_says(Database::Sqlite);
    }

    #[test]
    fn are_what_the_rule_says_on_postgres() {
        super::prior_and_later_work_are_what_the_rule_says(Database::Postgres);
    }
}

//! The questions of the founding article, each answered by one query on the bundled data.

use std::collections::BTreeSet;

use filmgraph_tests::{Database, Server, on_both};
use serde_json::{Value, json};

/// Every question that can be asked so far: its file's name, and what stands in it.
pub(crate) const QUESTIONS: [(&str, &str); 13] = [
    (
        "01-cast-and-prior-work",
        include_str!("01-cast-and-prior-work.graphql"),
    ),
    ("02-reunions", include_str!("02-reunions.graphql")),
    (
        "03-cinematographer",
        include_str!("03-cinematographer.graphql"),
    ),
    (
        "04-production-status",
        include_str!("04-production-status.graphql"),
    ),
    ("05-deal", include_str!("05-deal.graphql")),
    ("06-comparisons", include_str!("06-comparisons.graphql")),
    ("07-stage-name", include_str!("07-stage-name.graphql")),
    ("08-claims", include_str!("08-claims.graphql")),
    ("09-watch-next", include_str!("09-watch-next.graphql")),
    ("10-quotes", include_str!("10-quotes.graphql")),
    ("11-awards", include_str!("11-awards.graphql")),
    ("13-before-2000", include_str!("13-before-2000.graphql")),
    (
        "15-reason-for-null",
        include_str!("15-reason-for-null.graphql"),
    ),
];

/// The question with this number.
pub(crate) fn question(number: &str) -> &'static str {
    let found = QUESTIONS.iter().find(|(name, _)| name.starts_with(number));
    found.expect("a question of this number").1
}

on_both!(
    every_question_has_the_recorded_answer,
    the_cast_is_the_articles_in_its_order_with_its_characters,
    prior_work_is_newest_first_and_older_than_the_film,
    sam_levy_shot_it_and_lady_bird_before,
    portman_has_seven_films_before_2000_and_was_13_in_leon,
    a_character_that_is_not_announced_says_so,
);

async fn every_question_has_the_recorded_answer(database: Database) {
    let server = Server::sample(database).await;
    for (name, query) in QUESTIONS {
        let answer = server.query(query).await;
        insta::assert_json_snapshot!(name, answer.data());
    }
}

#[test]
fn both_databases_answer_with_the_same_bytes() {
    filmgraph_tests::run(async {
        let sqlite = Server::sample(Database::Sqlite).await;
        let postgres = Server::sample(Database::Postgres).await;
        for (name, query) in QUESTIONS {
            let (a, b) = (
                sqlite.anew().query(query).await,
                postgres.anew().query(query).await,
            );
            assert_eq!(a.body, b.body, "{name}");
            // Where records of several kinds are read side by side, how many of their batches meet in a
            // statement hangs on the time that each takes. These have one chain of steps.
            if ["01", "03", "13", "15"]
                .iter()
                .any(|fixed| name.starts_with(fixed))
            {
                assert_eq!(a.statements(), b.statements(), "{name}");
            }
        }
    });
}

#[test]
fn every_recorded_answer_is_that_of_a_question() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/e2e/questions/snapshots");
    let files = std::fs::read_dir(folder).expect("the recorded answers");
    let name = |file: std::io::Result<std::fs::DirEntry>| {
        let name = file.expect("a file").file_name();
        name.into_string().expect("a name in Unicode")
    };
    let files: BTreeSet<String> = files.map(name).collect();
    let expected = QUESTIONS.map(|(name, _)| format!("e2e__questions__{name}.snap"));
    assert_eq!(files, BTreeSet::from(expected));
}

async fn the_cast_is_the_articles_in_its_order_with_its_characters(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(question("01")).await;
    let film = &data["film"];
    assert_eq!(film["title"], "Good Sex");
    assert_eq!(film["year"], 2026);
    assert_eq!(film["kind"], "FILM");
    assert_eq!(film["status"], "POST_PRODUCTION");
    let cast = &film["cast"];
    assert_eq!(cast["totalCount"], 6);
    let part = |role: &Value| {
        json!([
            role["billing"],
            role["person"]["name"],
            role["characters"][0]["name"]
        ])
    };
    let nodes = cast["nodes"].as_array().expect("a cast");
    let parts: Vec<Value> = nodes.iter().map(part).collect();
    let expected = json!([
        [1, "Natalie Portman", "Ally"],
        [2, "Mark Ruffalo", "Alan"],
        [3, "Tucker Pillsbury", "Caleb"],
        [4, "Meg Ryan", null],
        [5, "Rashida Jones", null],
        [6, "Tramell Tillman", null],
    ]);
    assert_eq!(Value::from(parts), expected);
    let best_friend = &nodes[4]["characters"][0];
    assert!(best_friend["description"].is_string(), "{best_friend}");
    assert_eq!(nodes[3]["characters"], json!([]));
}

async fn prior_work_is_newest_first_and_older_than_the_film(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(question("01")).await;
    let cast = data["film"]["cast"]["nodes"].as_array().expect("a cast");
    for role in cast {
        let prior = &role["priorWork"];
        let edges = prior["edges"].as_array().expect("prior work");
        let total = prior["totalCount"].as_u64().expect("a total");
        assert_eq!(edges.len() as u64, total.min(5), "{role}");
        let years: Vec<i64> = edges
            .iter()
            .map(|edge| edge["node"]["year"].as_i64().expect("a year"))
            .collect();
        assert!(years.is_sorted_by(|a, b| a >= b), "{role}");
        assert!(years.iter().all(|year| *year < 2026), "{role}");
    }
}

async fn sam_levy_shot_it_and_lady_bird_before(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(question("03")).await;
    let crew = data["film"]["crew"]["nodes"].as_array().expect("a crew");
    assert_eq!(crew.len(), 1, "{data}");
    assert_eq!(crew[0]["person"]["name"], "Sam Levy");
    assert_eq!(crew[0]["job"], "director of photography");
    let before = crew[0]["priorWork"]["nodes"].as_array().expect("works");
    let lady_bird = json!({"title": "Lady Bird", "year": 2017});
    assert!(before.contains(&lady_bird), "{data}");
}

async fn portman_has_seven_films_before_2000_and_was_13_in_leon(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(question("13")).await;
    let person = &data["person"];
    assert_eq!(person["birthDate"]["edtf"], "1981-06-09");
    let roles = &person["roles"];
    assert_eq!(roles["totalCount"], 7);
    let nodes = roles["nodes"].as_array().expect("roles");
    assert_eq!(nodes.len(), 7);
    let years: Vec<i64> = nodes
        .iter()
        .map(|role| role["work"]["year"].as_i64().expect("a year"))
        .collect();
    assert!(years.is_sorted() && years.iter().all(|year| *year < 2000));
    let is_leon = |role: &&Value| role["work"]["title"] == "Léon: The Professional";
    let leon = nodes.iter().find(is_leon).expect("Léon");
    assert_eq!(leon["ageAtRelease"], 13);
}

async fn a_character_that_is_not_announced_says_so(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(question("15")).await;
    let nodes = data["film"]["cast"]["nodes"].as_array().expect("a cast");
    for role in nodes {
        let name = role["person"]["name"].as_str().expect("a name");
        let is_secret = matches!(name, "Meg Ryan" | "Tramell Tillman");
        let reason = if is_secret {
            json!("NOT_ANNOUNCED")
        } else {
            Value::Null
        };
        assert_eq!(role["charactersMissing"], reason, "{name}");
    }
}

//! What is made ready beside long lists: it says what the lists say, is dropped by every write to
//! them, and made anew.

use std::time::Duration;

use filmgraph_tests::{Data, Database, Program, Server, on_both};
use serde_json::{Value, json};

on_both!(
    a_career_made_ready_says_what_its_list_says,
    a_write_drops_a_career_which_is_made_anew,
    a_career_costs_no_statement_more_than_a_list,
    what_is_denied_of_a_series_counts,
    careers_that_differ_are_found_and_made_anew,
);

const MADE: &str = "SELECT COUNT(*) FROM career WHERE career IS NOT NULL";

/// Waits for so many careers.
async fn made(server: &Server, count: i64) {
    for _ in 0..400 {
        if server.database().number(MADE).await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("no {count} careers were made");
}

/// Somebody with many films and episodes, and one with few; both in the last film.
struct Careers {
    data: Data,
    star: String,
    base: String,
}

fn careers() -> Careers {
    let mut data = Data::new();
    let (star, other) = (data.person("Star").id(), data.person("Other").id());
    let series = |number: i32| data.work("SERIES", &format!("Series {number}")).id();
    let series: Vec<String> = (0..8).map(series).collect();
    for number in 0..1_500_i32 {
        let year = 1900 + number % 100;
        let date = match number % 5 {
            0 => Some(format!("{year}-0{}-1{}", 1 + number % 9, number % 10)),
            1 => Some(format!("{}X", year / 10)),
            2 => None,
            _ => Some(year.to_string()),
        };
        let title = format!("Work {number}");
        let work = match number % 3 {
            0 => data.work("EPISODE", &title).with(
                "series",
                series[usize::try_from(number % 8).unwrap_or_default()].as_str(),
            ),
            _ => data.work("FILM", &title),
        };
        let work = match date {
            Some(date) => work.with("releaseDate", date),
            None => work,
        };
        let work = work.id();
        let role = match number % 7 {
            0 => data.role(&star, &work, "DIRECTING").with("job", "director"),
            _ => data.role(&star, &work, "ACTING"),
        };
        let role = match number % 11 {
            0 => role.with("attributes", json!(["SELF"])),
            1 => role.with("certainty", "RUMORED"),
            _ => role,
        };
        let _ = role.id();
        if number < 3 {
            let _ = data.acts(&other, &work);
        }
    }
    let base = data.film("Base", "1950");
    let _ = (data.acts(&star, &base), data.acts(&other, &base));
    Careers { data, star, base }
}

/// Everything that a career answers, and what it leaves to the list.
fn asked(careers: &Careers) -> String {
    let (star, base) = (&careers.star, &careers.base);
    let works = "totalCount pageInfo { hasNextPage endCursor } nodes { id } \
                 edges { cursor episodeCount firstDate { text } lastDate { text } roles(limit: 3) { id } }";
    let roles = "totalCount pageInfo { hasNextPage endCursor } nodes { id } edges { cursor }";
    format!(
        "{{ person(by: {{id: \"{star}\"}}) {{
            filmography(first: 100) {{ {works} }}
            none: filmography(first: 0) {{ {works} }}
            roles(first: 100) {{ {roles} }}
            few: roles {{ {roles} }}
        }}
        film(by: {{id: \"{base}\"}}) {{ cast {{ nodes {{ id priorWork(first: 100) {{ {works} }} }} }} }} }}"
    )
}

async fn answer(server: &Server, query: &str) -> Value {
    let answer = server.anew().query(query).await;
    answer.data().clone()
}

async fn a_career_made_ready_says_what_its_list_says(database: Database) {
    let careers = careers();
    let server = Server::with_data(database, &careers.data).await;
    made(&server, 1).await;
    let query = asked(&careers);
    let from_careers = answer(&server, &query).await;
    server.database().execute("DELETE FROM career").await;
    let from_lists = answer(&server, &query).await;
    assert_eq!(from_careers, from_lists);
    let total = from_lists["person"]["filmography"]["totalCount"].as_i64();
    assert!(total > Some(800), "{total:?}");
    // As the server leaves it, a long list has a note.
    let note = "INSERT INTO career (person_id) \
                SELECT DISTINCT person_id FROM person_edges WHERE from_work > 0";
    server.database().execute(note).await;
    made(&server, 1).await;
}

async fn a_write_drops_a_career_which_is_made_anew(database: Database) {
    let careers = careers();
    let server = Server::with_data(database, &careers.data).await;
    made(&server, 1).await;
    let total = async || {
        let query = format!(
            "{{ person(by: {{id: \"{}\"}}) {{ roles(first: 1) {{ totalCount }} filmography(first: 1) {{ totalCount }} }} }}",
            careers.star
        );
        let data = answer(&server, &query).await;
        let of = |list: &str| data["person"][list]["totalCount"].as_i64();
        (of("roles"), of("filmography"))
    };
    let before = total().await;
    let editor = server.editor().await;
    let query = "mutation($person: ID!) { workCreate(input: {kind: FILM, title: \"New\", releaseDate: \"2026\",
        roles: [{person: {ref: {id: $person}}, department: ACTING}],
        provenance: {certainty: STATED, source: {create: {kind: ARTICLE, title: \"A\"}}}}) {
        work { id } userErrors { message } } }";
    for more in 1..=3 {
        let made = editor
            .data_with(query, json!({"person": careers.star}))
            .await["workCreate"]
            .take();
        assert_eq!(made["userErrors"], json!([]), "{made}");
        let plus = |count: Option<i64>| count.map(|count| count + more);
        assert_eq!(total().await, (plus(before.0), plus(before.1)));
    }
    made(&server, 1).await;
    let plus = |count: Option<i64>| count.map(|count| count + 3);
    assert_eq!(total().await, (plus(before.0), plus(before.1)));
}

async fn a_career_costs_no_statement_more_than_a_list(database: Database) {
    let careers = careers();
    let mut server = Server::with_data(database, &careers.data).await;
    server.spoil();
    made(&server, 1).await;
    let query = format!(
        "{{ film(by: {{id: \"{}\"}}) {{ cast {{ nodes {{ priorWork(first: 3) {{ totalCount nodes {{ id title }} }} }} }} }} }}",
        careers.base
    );
    let ready = server.anew().query(&query).await;
    server.database().execute("DELETE FROM career").await;
    let read = server.anew().query(&query).await;
    assert_eq!(ready.data(), read.data());
    // The film, its cast, the careers, the works.
    assert_eq!((ready.statements(), read.statements()), (4, 4));
}

async fn what_is_denied_of_a_series_counts(database: Database) {
    let careers = careers();
    let server = Server::with_data(database, &careers.data).await;
    made(&server, 1).await;
    let query = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ roles {{ totalCount }} filmography {{ totalCount }} }} }}",
        careers.star
    );
    let before = answer(&server, &query).await["person"].take();
    let deny = "UPDATE work SET is_denied = TRUE WHERE title = 'Series 3'";
    server.database().execute(deny).await;
    let denied = answer(&server, &query).await["person"].take();
    let of = |data: &Value, list: &str| data[list]["totalCount"].as_i64().unwrap_or_default();
    assert_eq!(of(&denied, "filmography"), of(&before, "filmography") - 1);
    assert!(of(&denied, "roles") < of(&before, "roles") - 10);
    let undo = "UPDATE work SET is_denied = FALSE";
    server.database().execute(undo).await;
    assert_eq!(answer(&server, &query).await["person"], before);
}

async fn careers_that_differ_are_found_and_made_anew(database: Database) {
    let careers = careers();
    let server = Server::with_data(database, &careers.data).await;
    made(&server, 1).await;
    let query = asked(&careers);
    let before = answer(&server, &query).await;
    let test = server.database();
    let doctor = |arguments: &[&str]| {
        let arguments = [&["doctor", "--quiet"], arguments].concat();
        test.configure(Program::new(&arguments)).output()
    };
    assert_eq!(doctor(&[]).code, Some(0));
    let spoil = match database {
        Database::Sqlite => "UPDATE career SET career = x'01000102020000000100'",
        Database::Postgres => "UPDATE career SET career = '\\x01000102020000000100'",
    };
    let nobody = match database {
        Database::Sqlite => "INSERT INTO career VALUES (7, x'01000102020000000100')",
        Database::Postgres => "INSERT INTO career VALUES (7, '\\x01000102020000000100')",
    };
    for wrong in [spoil, nobody, "DELETE FROM career"] {
        test.execute(wrong).await;
        let found = doctor(&[]);
        assert_eq!(found.code, Some(1), "{wrong}: {}", found.stdout);
        let repaired = doctor(&["--repair"]);
        assert_eq!(repaired.code, Some(0), "{wrong}: {}", repaired.stderr);
        assert_eq!(doctor(&[]).code, Some(0), "{wrong}");
        made(&server, 1).await;
        assert_eq!(doctor(&[]).code, Some(0), "{wrong}");
        assert_eq!(answer(&server, &query).await, before, "{wrong}");
    }
}

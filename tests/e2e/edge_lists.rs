//! The lists of roles that works and people have: they say what the roles and works say, whatever is
//! written, and are compared and made anew by a command.
//!
//! That they do is looked at where every server of these tests ends, too.

use filmgraph_tests::edge_lists::compare;
use filmgraph_tests::{Content, Data, Database, Program, Server, TestDatabase, on_both};
use serde_json::{Value, json};

on_both!(
    a_career_of_many_parts_is_read_whole,
    a_change_of_one_role_writes_one_part_of_each_list,
    a_work_that_moves_takes_its_roles_along,
    the_kind_of_a_series_counts_for_its_episodes,
    lists_that_differ_are_found_and_made_anew,
    a_list_of_another_form_is_a_failure_of_ours,
    a_database_of_an_earlier_build_is_refused,
);

/// Somebody with so many films, a year each.
fn prolific(data: &mut Data, films: usize) -> (String, Vec<String>) {
    let star = data.person("Star").id();
    let film = |number: usize| {
        let film = data.film(&format!("Film {number}"), &format!("{}", 1000 + number));
        let _ = data.acts(&star, &film);
        film
    };
    let films = (0..films).map(film).collect();
    (star, films)
}

async fn career(server: &Server, person: &str) -> Value {
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ roles(first: 3) {{ totalCount nodes {{ work {{ title }} }} }} }} }}"
    );
    server.data(&query).await["person"]["roles"].take()
}

async fn a_career_of_many_parts_is_read_whole(database: Database) {
    let mut data = Data::new();
    let (star, _) = prolific(&mut data, 2_500);
    let server = Server::with_data(database, &data).await;
    let found = career(&server, &star).await;
    assert_eq!(found["totalCount"], 2_500);
    assert_eq!(found["nodes"][0]["work"]["title"], "Film 2499");
    let parts = "SELECT COUNT(*) FROM person_edges";
    assert!(server.database().number(parts).await > 3);
    let longest = "SELECT MAX(LENGTH(edges)) FROM person_edges";
    assert!(server.database().number(longest).await <= 8_192);
}

/// What tells the parts of careers apart: how many there are of each content.
const CONTENTS: &str = "SELECT COUNT(*) FROM (SELECT DISTINCT edges FROM person_edges) AS contents";

async fn a_change_of_one_role_writes_one_part_of_each_list(database: Database) {
    let mut data = Data::new();
    let (star, films) = prolific(&mut data, 1_200);
    let server = Server::with_data(database, &data).await;
    let test = server.database();
    test.execute("CREATE TABLE before AS SELECT * FROM person_edges")
        .await;
    let parts = test.number("SELECT COUNT(*) FROM before").await;
    assert_eq!(test.number(CONTENTS).await, parts);
    let editor = server.editor().await;
    let query = "mutation($work: ID!, $person: ID!) { roleCreate(input: {work: {id: $work}, person: {ref: {id: $person}},
        department: DIRECTING, provenance: {certainty: STATED, source: {create: {kind: ARTICLE, title: \"A\"}}}}) {
        role { id } userErrors { message } } }";
    let variables = json!({"work": films[600], "person": star});
    let made = editor.data_with(query, variables).await["roleCreate"].take();
    assert_eq!(made["userErrors"], json!([]), "{made}");
    let others = "SELECT COUNT(*) FROM person_edges p JOIN before b ON b.person_id = p.person_id
                  AND b.from_work = p.from_work AND b.edges = p.edges";
    assert_eq!(test.number(others).await, parts - 1);
    assert_eq!(career(&server, &star).await["totalCount"], 1_201);
    let gone = "mutation($id: ID!) { roleDelete(input: {id: $id, expectedVersion: 1, provenance: {certainty: STATED,
        source: {create: {kind: ARTICLE, title: \"B\"}}}}) { userErrors { message } } }";
    let gone = editor
        .data_with(gone, json!({"id": made["role"]["id"]}))
        .await;
    assert_eq!(gone["roleDelete"]["userErrors"], json!([]), "{gone}");
    let same = test.number(others).await;
    assert_eq!(same, parts, "the list is as it was, byte for byte");
}

async fn a_work_that_moves_takes_its_roles_along(database: Database) {
    let mut data = Data::new();
    let people: Vec<String> = (0..3).map(|n| data.person(&format!("P{n}")).id()).collect();
    let (first, second) = (data.film("First", "1990"), data.film("Second", "2000"));
    for person in &people {
        let _ = (data.acts(person, &first), data.acts(person, &second));
    }
    let server = Server::with_data(database, &data).await;
    let prior = format!(
        "{{ film(by: {{id: \"{second}\"}}) {{ cast {{ nodes {{ priorWork {{ totalCount }} }} }} }} }}"
    );
    let totals = async || {
        let data = server.data(&prior).await;
        let roles = data["film"]["cast"]["nodes"]
            .as_array()
            .expect("roles")
            .clone();
        roles
            .iter()
            .map(|role| role["priorWork"]["totalCount"].clone())
            .collect::<Value>()
    };
    assert_eq!(totals().await, json!([1, 1, 1]));
    let _ = data.record(&first).with("releaseDate", "2010-05");
    assert_eq!(server.load(&data).await.updated, 1);
    assert_eq!(totals().await, json!([0, 0, 0]));
    assert_eq!(compare(server.database()).await, Vec::<String>::new());
}

async fn the_kind_of_a_series_counts_for_its_episodes(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let film = data.film("A film", "1990");
    let _ = data.acts(&star, &film);
    for (kind, year) in [("SERIES", "1991"), ("MINI_SERIES", "1992")] {
        let series = data.work(kind, kind).with("releaseDate", year).id();
        for number in 0..2 {
            let episode = data.episode(&series, &format!("{kind} {number}"), year);
            let _ = data.acts(&star, &episode);
        }
    }
    let server = Server::with_data(database, &data).await;
    let titles = async |kinds: &str| {
        let query = format!(
            "{{ person(by: {{id: \"{star}\"}}) {{ filmography(filter: {{workKinds: [{kinds}]}}) {{ nodes {{ title }} }} }} }}"
        );
        let data = server.data(&query).await;
        let nodes = data["person"]["filmography"]["nodes"]
            .as_array()
            .expect("works")
            .clone();
        nodes
            .iter()
            .map(|work| work["title"].clone())
            .collect::<Value>()
    };
    assert_eq!(titles("SERIES").await, json!(["SERIES"]));
    assert_eq!(
        titles("MINI_SERIES, FILM").await,
        json!(["MINI_SERIES", "A film"])
    );
    assert_eq!(
        titles("SERIES, MINI_SERIES").await,
        json!(["MINI_SERIES", "SERIES"])
    );
    assert_eq!(titles("FILM").await, json!(["A film"]));
    assert_eq!(titles("EPISODE").await.as_array().expect("works").len(), 4);
}

fn doctor(test: &TestDatabase, arguments: &[&str]) -> filmgraph_tests::Output {
    let arguments: Vec<&str> = ["doctor", "--quiet"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    test.configure(Program::new(&arguments)).output()
}

async fn lists_that_differ_are_found_and_made_anew(database: Database) {
    let test = TestDatabase::with(database, Content::Sample).await;
    let sound = doctor(&test, &[]);
    assert_eq!(sound.code, Some(0), "{}", sound.stderr);
    assert!(
        sound.stdout.contains("all as the roles are"),
        "{}",
        sound.stdout
    );
    let works = test
        .number("SELECT COUNT(DISTINCT work_id) FROM role")
        .await;
    assert!(
        sound
            .stdout
            .starts_with(&format!("{works} edge lists by work, ")),
        "{}",
        sound.stdout
    );
    // One is gone, one says too little, one is of no form, one is of nobody.
    for sql in [
        "DELETE FROM work_edges WHERE work_id = (SELECT MIN(work_id) FROM work_edges)",
        "UPDATE person_edges SET edges = (SELECT edges FROM person_edges ORDER BY person_id LIMIT 1)
         WHERE person_id = (SELECT MAX(person_id) FROM person_edges)",
        "UPDATE role SET billing = 77 WHERE id = (SELECT MIN(id) FROM role)",
    ] {
        test.execute(sql).await;
    }
    let spoil = match database {
        Database::Sqlite => "UPDATE work_edges SET edges = x'0107'",
        Database::Postgres => "UPDATE work_edges SET edges = '\\x0107'",
    };
    let last = "WHERE work_id = (SELECT MAX(work_id) FROM work_edges)";
    test.execute(&format!("{spoil} {last}")).await;
    let nobody = match database {
        Database::Sqlite => "INSERT INTO person_edges VALUES (7, 0, x'0100')",
        Database::Postgres => "INSERT INTO person_edges VALUES (7, 0, '\\x0100')",
    };
    test.execute(nobody).await;
    let found = doctor(&test, &[]);
    assert_eq!(found.code, Some(1), "{}", found.stdout);
    assert!(
        found.stderr.contains("are not as the roles are"),
        "{}",
        found.stderr
    );
    assert!(
        found.stderr.contains("filmgraph doctor --repair"),
        "{}",
        found.stderr
    );
    let repaired = doctor(&test, &["--repair"]);
    assert_eq!(repaired.code, Some(0), "{}", repaired.stderr);
    assert!(
        repaired
            .stdout
            .contains("were not as the roles are, and are now"),
        "{}",
        repaired.stdout
    );
    assert_eq!(doctor(&test, &[]).code, Some(0));
    assert_eq!(compare(&test).await, Vec::<String>::new());
}

async fn a_list_of_another_form_is_a_failure_of_ours(database: Database) {
    let mut data = Data::new();
    let (star, films) = prolific(&mut data, 2);
    let mut server = Server::with_data(database, &data).await;
    server.spoil();
    let spoil = match database {
        Database::Sqlite => "UPDATE person_edges SET edges = x'02'",
        Database::Postgres => "UPDATE person_edges SET edges = '\\x02'",
    };
    server.database().execute(spoil).await;
    let query = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ name roles {{ totalCount }} }} film(by: {{id: \"{}\"}}) {{ cast {{ totalCount }} }} }}",
        films[0]
    );
    let answer = server.client().query(&query).await;
    assert_eq!(answer.code(), "INTERNAL");
    let data = answer.json()["data"].clone();
    assert_eq!(
        data["film"]["cast"]["totalCount"], 1,
        "the rest is answered: {data}"
    );
}

async fn a_database_of_an_earlier_build_is_refused(database: Database) {
    let test = TestDatabase::with(database, Content::Tables).await;
    test.execute(
        "UPDATE seaql_migrations SET version = 'm20261122_000007_create_role'
         WHERE version = 'm20261201_000007_create_role'",
    )
    .await;
    for command in ["serve", "migrate", "export"] {
        let arguments: &[&str] = match command {
            "export" => &["export", "-"],
            _ => &[command],
        };
        let output = test.configure(Program::new(arguments)).output();
        assert_eq!(output.code, Some(6), "{command}: {}", output.stderr);
        for part in [
            "an earlier build",
            "filmgraph export FILE",
            "filmgraph import jsonl FILE",
        ] {
            assert!(output.stderr.contains(part), "{command}: {}", output.stderr);
        }
    }
}

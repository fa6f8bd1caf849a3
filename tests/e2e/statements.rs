//! How many SQL statements an answer takes: a number of the query, never of the data.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

use crate::questions::question;

on_both!(
    the_founding_questions_take_a_fixed_number,
    no_count_grows_with_the_data,
    nothing_is_read_twice_in_a_request,
);

async fn the_founding_questions_take_a_fixed_number(database: Database) {
    let server = Server::sample(database).await;
    for (number, statements) in [("01", 11), ("03", 7), ("13", 5), ("15", 5)] {
        let answer = server.anew().query(question(number)).await;
        let _ = answer.data();
        assert_eq!(answer.statements(), statements, "question {number}");
    }
}

/// A film with a cast and a crew of this size, each of whom was in so many films before.
fn world(people: i32, career: i32) -> Data {
    let mut data = Data::new();
    let source = data.source("EDITOR", "Hand").id();
    for genre in ["Drama", "Comedy"] {
        let _ = data.genre(genre).id();
    }
    let director = data.person("Director").id();
    let films: Vec<String> = (0..career)
        .map(|number| {
            let film = film(&mut data, number, &source);
            let directs = data.role(&director, &film, "DIRECTING");
            let _ = directs.with("job", "director").id();
            film
        })
        .collect();
    let base = data.film("Good Sex", "2026");
    let _ = data
        .role(&director, &base, "DIRECTING")
        .with("job", "director")
        .id();
    for number in 1..=people {
        let person = person(&mut data, number, &source);
        let role = data.role(&person, &base, "ACTING").with("billing", number);
        let role = role.with("characters", json!([{"name": format!("Part {number}")}]));
        let _ = role.with("sources", json!([source])).id();
        let _ = data
            .role(&person, &base, "CAMERA")
            .with("job", format!("job {number}"))
            .id();
        for film in &films {
            let _ = data.acts(&person, film);
        }
    }
    for _ in 0..career.min(100) {
        let _ = data
            .milestone(&base, "ANNOUNCED")
            .with("sources", json!([source]))
            .id();
    }
    data
}

fn film(data: &mut Data, number: i32, source: &str) -> String {
    let title = data.next_id(RecordKind::Title);
    let titles = json!([{"id": title, "text": format!("Film {number}"), "language": "de", "kind": "ALTERNATIVE"}]);
    let film = data.work("FILM", &format!("Movie {number}"));
    let film = film.with("releaseDate", (1900 + number % 120).to_string());
    let film = film
        .with("genres", json!(["Drama", "Comedy"]))
        .with("titles", titles);
    let film = film.with(
        "externalIds",
        json!({"IMDB": format!("tt{:07}", number + 1)}),
    );
    film.with("sources", json!([source])).id()
}

fn person(data: &mut Data, number: i32, source: &str) -> String {
    let name = data.next_id(RecordKind::PersonName);
    let names =
        json!([{"id": name, "name": format!("Name {number}"), "language": "de", "kind": "ALIAS"}]);
    let person = data
        .person(&format!("Person {number}"))
        .with("names", names);
    let person = person.with("externalIds", json!({"IMDB": format!("nm{number:07}")}));
    person
        .with("birthDate", "1950")
        .with("sources", json!([source]))
        .id()
}

/// Queries with lists in lists, and the number of statements that each takes.
const NESTED: [(&str, u32); 14] = [
    (
        "cast(first: 100) { nodes { person { name birthDate { edtf } } characters { name } } }",
        5,
    ),
    (
        "cast(first: 100) { nodes { billing department certainty attributes } totalCount }",
        3,
    ),
    (
        "crew(first: 100) { edges { cursor node { job person { names { name } } } } }",
        6,
    ),
    (
        "roles(first: 100) { nodes { sources { title } person { sources { title } externalIds { value } } } }",
        10,
    ),
    (
        "cast(first: 100) { nodes { priorWork(first: 10) { totalCount nodes { title year } } } }",
        5,
    ),
    (
        "cast(first: 50) { nodes { laterWork(first: 10) { totalCount } isDebut ageAtRelease } }",
        5,
    ),
    (
        "cast(first: 20) { nodes { priorWork(first: 10) { nodes { genres { name } directors { name } } } } }",
        10,
    ),
    (
        "cast(first: 20) { nodes { priorWork(first: 3) { nodes { cast(first: 3) { nodes { person { name } } } } } } }",
        7,
    ),
    (
        "cast(first: 100) { nodes { priorWork(first: 5, filter: {genres: {any: [\"drama\"]}}, orderBy: {field: TITLE}) { nodes { title } } } }",
        8,
    ),
    (
        "cast(first: 50) { nodes { priorWork(first: 5, filter: {jobs: [\"director\"], votes: {min: 1}}) { totalCount } } }",
        5,
    ),
    (
        "cast(first: 100) { nodes { person { filmography(first: 5) { edges { roles { characters { name } } firstDate { edtf } lastDate { edtf } episodeCount } } knownForDepartment } } }",
        7,
    ),
    (
        "cast(first: 20) { nodes { person { roles(first: 5, filter: {releaseDate: {before: \"2026\"}}) { nodes { label(language: \"de\") work { title(language: \"de\") titles(first: 3) { nodes { text } } imdbId sources { title } } } } } } }",
        12,
    ),
    (
        "milestones { label kind sources { title } work { title } } directors { name } writers { name } creators { name } status sources { title }",
        12,
    ),
    (
        "titles(first: 100) { nodes { text } } genres { name slug } externalIds { value url } imdbId tmdbId wikidataId roles(first: 100, orderBy: {field: TITLE}) { nodes { id } }",
        7,
    ),
];

async fn no_count_grows_with_the_data(database: Database) {
    let small = Server::with_data(database, &world(6, 10)).await;
    let large = Server::with_data(database, &world(60, 300)).await;
    let first = [question("01"), question("03"), question("15")];
    let founding = first.map(|query| (query.to_owned(), None));
    let nested = NESTED.map(|(selection, count)| {
        let film = "film(by: {named: {title: \"Good Sex\", year: 2026}})";
        (format!("{{ {film} {{ {selection} }} }}"), Some(count))
    });
    let mut wrong = Vec::new();
    for (query, expected) in founding.into_iter().chain(nested) {
        let (few, many) = (
            small.anew().query(&query).await,
            large.anew().query(&query).await,
        );
        let _ = (few.data(), many.data());
        assert!(
            many.body.len() > few.body.len() || !query.contains("nodes"),
            "{query}"
        );
        let counts = (few.statements(), many.statements());
        if counts.0 != counts.1 || expected.is_some_and(|expected| expected != counts.0) {
            wrong.push((query, expected, counts));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn nothing_is_read_twice_in_a_request(database: Database) {
    let server = Server::sample(database).await;
    let server = server.anew();
    let film = "film(by: {id: \"wvu\"})";
    let cast = "cast { nodes { person { name } characters { name } } }";
    let once = server.query(&format!("{{ {film} {{ {cast} }} }}")).await;
    let query = format!(
        "{{ a: {film} {{ {cast} again: {cast} }} b: {film} {{ {cast} }} c: work(by: {{id: \"wvu\"}}) {{ {cast} }} }}"
    );
    let often = server.query(&query).await;
    let (once, data) = (once.statements(), often.data());
    assert_eq!(often.statements(), once);
    let lists: Vec<&Value> = ["/a/cast", "/a/again", "/b/cast", "/c/cast"]
        .iter()
        .map(|path| data.pointer(path).expect("a cast"))
        .collect();
    assert!(lists.windows(2).all(|pair| pair[0] == pair[1]));
}

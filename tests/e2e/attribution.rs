//! The sources of an answer: exactly those behind what it says, and the answer as it is without.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Answer, Client, Data, Database, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

use crate::questions;

on_both!(
    the_sources_of_what_is_said_are_named,
    an_answer_is_the_same_with_its_sources,
    a_mutation_names_the_sources_of_what_it_shows,
    no_count_of_statements_grows_with_the_answer,
    what_the_header_says_is_checked,
    without_the_header_nothing_is_added,
);

/// A film in which every record has a source of its own, and what its title is claimed to be.
struct World {
    data: Data,
    film: String,
    undated: String,
    person: String,
    claimant: String,
}

fn world() -> World {
    let mut data = Data::new();
    let named = |data: &mut Data, name: &str| data.source("DATA_SET", name).id();
    let [works, more, people, roles, ratings, releases] =
        ["works", "more", "people", "roles", "ratings", "releases"]
            .map(|name| named(&mut data, name));
    let [milestones, deals, quotes, companies, credits] =
        ["milestones", "deals", "quotes", "companies", "credits"]
            .map(|name| named(&mut data, name));
    let weak = data.source("ARTICLE", "weak").with("priority", 1).id();
    let strong = data.source("ARTICLE", "strong").with("priority", 9).id();
    let _ = data.genre("Drama").id();
    let film = data.work("FILM", "Film").with("releaseDate", "2020");
    let film = film
        .with("genres", json!(["Drama"]))
        .with("runtimeMinutes", 90)
        .with("sources", json!([works, more]))
        .id();
    let later = data.work("FILM", "Later").with("releaseDate", "2022");
    let later = later.with("sources", json!([works])).id();
    let undated = data
        .work("FILM", "Undated")
        .with("sources", json!([works]))
        .id();
    let release = data
        .other(RecordKind::Release, "release")
        .with("work", undated.as_str());
    let _ = release
        .with("kind", "THEATRICAL")
        .with("date", "2021-05-04")
        .with("sources", json!([releases]))
        .id();
    let person = data.person("Somebody").with("birthDate", "1980");
    let person = person.with("sources", json!([people])).id();
    for (work, department) in [(&film, "DIRECTING"), (&film, "ACTING"), (&later, "ACTING")] {
        let role = data.role(&person, work, department);
        let _ = role.with("sources", json!([roles])).id();
    }
    let rating = data
        .other(RecordKind::Rating, "rating")
        .with("work", film.as_str());
    let _ = rating
        .with("source", ratings)
        .with("average", 7.5)
        .with("outOf", 10)
        .id();
    let milestone = data
        .milestone(&film, "FILMING_STARTED")
        .with("date", "2019");
    let _ = milestone.with("sources", json!([milestones])).id();
    let deal = data
        .other(RecordKind::Deal, "deal")
        .with("work", film.as_str());
    let deal = deal
        .with("kind", "ACQUISITION")
        .with("sources", json!([deals]))
        .id();
    let quote = data
        .other(RecordKind::Quote, "quote")
        .with("text", "Words.");
    let _ = quote
        .with("source", quotes)
        .with("about", json!([film]))
        .id();
    let company = data
        .other(RecordKind::Company, "company")
        .with("name", "Company");
    let company = company.with("sources", json!([companies])).id();
    let credit = data
        .other(RecordKind::CompanyRole, "companyRole")
        .with("work", film.as_str());
    let _ = credit
        .with("company", company)
        .with("kind", "PRODUCTION")
        .with("sources", json!([credits]))
        .id();
    let title = |data: &mut Data, source: &str, title: &str| {
        let claim = data.claim(source, &film, "TITLE");
        claim.with("value", json!({"text": title})).id()
    };
    let _ = title(&mut data, &weak, "Weak title");
    let _ = title(&mut data, &strong, "Strong title");
    let price = data.claim(&weak, &deal, "PRICE");
    let _ = price
        .with(
            "value",
            json!({"money": {"amount": "1", "currencyCode": "USD"}}),
        )
        .id();
    World {
        data,
        film,
        undated,
        person,
        claimant: weak,
    }
}

async fn asked(server: &Client, body: &Value) -> Answer {
    let request = server.request(Method::POST, "/graphql").json(body);
    Answer::of(request.header("Filmgraph-Sources", "true")).await
}

/// The titles of the sources of an answer, which has to be without errors.
fn titles(answer: &Answer) -> Vec<String> {
    let _ = answer.data();
    let sources = answer.json()["extensions"]["sources"].take();
    let sources = sources.as_array().expect("sources").clone();
    let title = |source: &Value| source["title"].as_str().expect("a title").to_owned();
    sources.iter().map(title).collect()
}

async fn the_sources_of_what_is_said_are_named(database: Database) {
    let World {
        data,
        film,
        undated,
        person,
        ..
    } = world();
    let server = Server::with_data(database, &data).await;
    let film = |fields: &str| format!("{{ work(by: {{id: \"{film}\"}}) {{ {fields} }} }}");
    let person = |fields: &str| format!("{{ person(by: {{id: \"{person}\"}}) {{ {fields} }} }}");
    for (query, expected) in [
        ("{ server { version } }".to_owned(), vec![]),
        ("{ work(by: {id: \"wvu\"}) { title } }".to_owned(), vec![]),
        // A record is there because of all of its sources.
        (film("id"), vec!["works", "more"]),
        (
            film("runtimeMinutes genres { name }"),
            vec!["works", "more"],
        ),
        // A property that is claimed rests on the claim that won, and on no other.
        (film("title"), vec!["works", "more", "strong"]),
        (film("name: title"), vec!["works", "more", "strong"]),
        (film("label"), vec!["works", "more", "strong"]),
        (
            film("... on Film { title }"),
            vec!["works", "more", "strong"],
        ),
        (film("... on Series { title } id"), vec!["works", "more"]),
        (film("title @skip(if: true) id"), vec!["works", "more"]),
        (
            format!("{} fragment F on Work {{ title }}", film("...F")),
            vec!["works", "more", "strong"],
        ),
        // Where there is no value nothing is said.
        (film("originalTitle"), vec!["works", "more"]),
        // What has a source of its own rests on that besides.
        (film("rating { average }"), vec!["works", "more", "ratings"]),
        (
            film("quotes { nodes { text } }"),
            vec!["works", "more", "quotes"],
        ),
        (film("deals { kind }"), vec!["works", "more", "deals"]),
        (
            film("deals { kind price { amount } }"),
            vec!["works", "more", "deals", "weak"],
        ),
        (
            film("milestones { kind }"),
            vec!["works", "more", "milestones"],
        ),
        (film("cast { totalCount }"), vec!["works", "more"]),
        (
            film("cast { nodes { billing } }"),
            vec!["works", "more", "roles"],
        ),
        (
            film("cast { nodes { person { name } } }"),
            vec!["works", "more", "people", "roles"],
        ),
        // Records that an answer rests on without showing them.
        (
            film("directors { name }"),
            vec!["works", "more", "people", "roles"],
        ),
        (film("status"), vec!["works", "more"]),
        (
            film("status(asOf: \"2019-12-31\")"),
            vec!["works", "more", "milestones"],
        ),
        (
            film("companies { company { name } }"),
            vec!["works", "more", "companies", "credits"],
        ),
        (person("name"), vec!["people"]),
        (
            person("knownFor { year }"),
            vec!["works", "more", "people", "roles"],
        ),
        (
            person("filmography(first: 1) { nodes { year } }"),
            vec!["works", "people", "roles"],
        ),
        (
            person("roles(first: 1) { nodes { ageAtRelease } }"),
            vec!["works", "people", "roles"],
        ),
        // A date that follows from the first release rests on that.
        (
            format!("{{ work(by: {{id: \"{undated}\"}}) {{ year }} }}"),
            vec!["works", "releases"],
        ),
        // A fact rests on its claim, a claim on its source.
        (
            film("facts(properties: [TITLE]) { valueText }"),
            vec!["works", "more", "strong"],
        ),
        (
            film("claims(filter: {properties: [TITLE]}) { nodes { valueText } }"),
            vec!["works", "more", "weak", "strong"],
        ),
    ] {
        let answer = asked(&server, &json!({"query": query})).await;
        let mut found = titles(&answer);
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
        assert_eq!(answer.json()["data"], server.data(&query).await, "{query}");
    }
    let two = json!({
        "query": format!("query A {} query B {{ server {{ version }} }}", film("title")),
        "operationName": "B",
    });
    assert_eq!(titles(&asked(&server, &two).await), Vec::<String>::new());
}

async fn an_answer_is_the_same_with_its_sources(database: Database) {
    let server = Server::sample(database).await;
    for (number, question) in questions::QUESTIONS {
        let body = json!({"query": question});
        let plain = server.post(&body).await;
        let named = asked(&server, &body).await;
        let json = named.json();
        assert_eq!(
            json["data"].to_string(),
            plain.json()["data"].to_string(),
            "{number}"
        );
        assert_eq!(json["errors"], plain.json()["errors"], "{number}");
        assert!(!titles(&named).is_empty(), "{number}");
        assert!(!named.body.contains("\" "), "a mark is left in {number}");
    }
}

async fn a_mutation_names_the_sources_of_what_it_shows(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let mutation = format!(
        "mutation {{ claimRecord(input: {{subject: \"{}\", property: RUNTIME,
            value: {{number: {{number: \"95\"}}}}, provenance: {{source: {{id: \"{}\"}}}}}}) {{
            claim {{ valueText }} subject {{ ... on Film {{ runtimeMinutes }} }}
            userErrors {{ message }} }} }}",
        world.film, world.claimant
    );
    let request = editor.request(Method::POST, "/graphql");
    let request = request.header("Filmgraph-Sources", "true");
    let answer = Answer::of(request.json(&json!({"query": mutation}))).await;
    assert_eq!(
        answer.data()["claimRecord"]["subject"]["runtimeMinutes"],
        95
    );
    let mut found = titles(&answer);
    found.sort_unstable();
    assert_eq!(found, ["more", "weak", "works"]);
}

/// A film with a cast of this size, every role and person with a source of its own and a claim.
fn crowd(size: i32) -> (Data, String) {
    let mut data = Data::new();
    let film = data.film("Film", "2020");
    for number in 0..size {
        let source = data.source("ARTICLE", &format!("Article {number}")).id();
        let person = data
            .person("Somebody")
            .with("sources", json!([source]))
            .id();
        let role = data.role(&person, &film, "ACTING");
        let _ = role.with("sources", json!([source])).id();
        let claim = data.claim(&source, &person, "NAME");
        let _ = claim
            .with("value", json!({"text": format!("Name {number}")}))
            .id();
    }
    (data, film)
}

async fn no_count_of_statements_grows_with_the_answer(database: Database) {
    let mut counts = Vec::new();
    for size in [2, 60] {
        let (data, film) = crowd(size);
        let server = Server::with_data(database, &data).await;
        let query = format!(
            "{{ work(by: {{id: \"{film}\"}}) {{ cast(first: 100) {{ nodes {{ person {{ name }} }} }} }} }}"
        );
        let answer = asked(&server.anew(), &json!({"query": query})).await;
        assert_eq!(titles(&answer).len(), usize::try_from(size).expect("small"));
        counts.push(answer.statements());
    }
    assert_eq!(counts[0], counts[1]);
}

async fn what_the_header_says_is_checked(database: Database) {
    let server = Server::with_data(database, &Data::new()).await;
    let ask = async |value: &str| {
        let request = server.request(Method::POST, "/graphql");
        let request = request.header("Filmgraph-Sources", value);
        Answer::of(request.json(&json!({"query": "{ server { version } }"}))).await
    };
    assert_eq!(ask("false").await.json().get("extensions"), None);
    for value in ["", "yes", "TRUE", "1"] {
        let answer = ask(value).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "INVALID_VALUE"),
            "{value}"
        );
    }
}

async fn without_the_header_nothing_is_added(database: Database) {
    let server = Server::sample(database).await;
    let answer = server.query(questions::question("01")).await;
    assert_eq!(answer.json().get("extensions"), None);
    let vary = answer.header("vary").unwrap_or_default();
    assert!(vary.contains("Filmgraph-Sources"), "{vary}");
}

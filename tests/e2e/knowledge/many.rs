//! How many statements answers about what is known take: a number of the query, never of the data.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::json;

on_both!(no_count_grows_with_the_data);

/// A film with so many people, earlier films of all of them, and so much known of each.
fn world(many: i32) -> Data {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "Review").id();
    let base = data.film("Base", "2020");
    let people: Vec<String> = (0..many)
        .map(|n| data.person(&format!("P{n}")).id())
        .collect();
    let keywords: Vec<String> = (0..many.min(20)).map(|n| format!("word {n}")).collect();
    for word in &keywords {
        let _ = data
            .other(RecordKind::Keyword, "keyword")
            .with("name", word.as_str())
            .id();
    }
    let _ = data.record(&base).with("keywords", json!(keywords));
    let character = data.other(RecordKind::Character, "character");
    let character = character.with("name", "Everybody").id();
    for person in &people {
        let role = data.role(person, &base, "ACTING");
        let part = json!([{"name": "One", "character": character}]);
        let _ = role.with("characters", part).id();
        let quote = data.other(RecordKind::Quote, "quote").with("text", "Yes.");
        let quote = quote
            .with("speaker", person.as_str())
            .with("source", source.as_str());
        let _ = quote.with("about", json!([base, person])).id();
    }
    let mut films = vec![base.clone()];
    for number in 0..many {
        let film = data.film(&format!("Film {number}"), &(1950 + number % 60).to_string());
        for person in &people {
            let _ = data.acts(person, &film);
        }
        let award = data
            .other(RecordKind::Award, "award")
            .with("award", "Prize");
        let award = award
            .with("category", "Best")
            .with("year", 1950 + number)
            .with("result", "WON");
        let _ = award
            .with("work", film.as_str())
            .with("people", json!(people))
            .id();
        let relation = data
            .other(RecordKind::Relation, "relation")
            .with("kind", "REFERENCES");
        let (from, to) = if number % 2 == 0 {
            (&film, &base)
        } else {
            (&base, &film)
        };
        let _ = relation
            .with("from", from.as_str())
            .with("to", to.as_str())
            .id();
        let entry = json!({"id": data.next_id(RecordKind::ListEntry), "work": base});
        let list = data.other(RecordKind::List, "list").with("title", "List");
        let _ = list
            .with("entries", json!([entry]))
            .with("about", film.as_str())
            .id();
        let words = data
            .other(RecordKind::Commentary, "commentary")
            .with("kind", "REVIEW");
        let words = words.with("text", "Good.").with("source", source.as_str());
        let _ = words.with("about", json!([base, film])).id();
        films.push(film);
    }
    let collection = data.other(RecordKind::Collection, "collection");
    let _ = collection.with("name", "All").with("works", films).id();
    let serial = data.work("SERIES", "Serial").id();
    for number in 1..=many {
        let season = data
            .other(RecordKind::Season, "season")
            .with("number", number);
        let _ = season.with("series", serial.as_str()).id();
        let episode = data.episode(&serial, "Episode", "2001");
        let _ = data.record(&episode).with("seasonNumber", number);
    }
    data
}

/// Queries with lists in lists, and the number of statements that each takes.
const NESTED: [(&str, u32); 14] = [
    ("reunions(first: 100) { totalCount }", 4),
    (
        "reunions(first: 50) { edges { node { title } people { name } roles { person { name } characters { name } } } }",
        7,
    ),
    (
        "awards { totalCount } cast(first: 50) { nodes { person { awards(first: 50) { nodes { label work { title } people { name } } } } } }",
        9,
    ),
    (
        "cast(first: 50) { nodes { person { knownFor { title } upcoming { title } professions { name } } } }",
        10,
    ),
    (
        "quotes(first: 50) { nodes { speaker { name } source { title } about { __typename id } } }",
        7,
    ),
    (
        "cast(first: 50) { nodes { person { quotes(first: 50) { nodes { text source { title } } } } } }",
        7,
    ),
    (
        "commentary(first: 50) { nodes { label about { id } source { title } } }",
        7,
    ),
    (
        "relations(first: 50) { edges { relation { label sources { title } from { title } } node { title } } }",
        7,
    ),
    (
        "lists(first: 50) { edges { relation node { title about { title } entries { work { title } } } } }",
        7,
    ),
    ("keywords { name slug }", 4),
    (
        "cast(first: 50) { nodes { characters { name character { name roles(first: 50) { nodes { work { title } } } } } } }",
        6,
    ),
    (
        "... on Film { collection { name works(first: 50) { nodes { title } } } }",
        6,
    ),
    (
        "cast(first: 50) { nodes { person { lists(first: 50) { totalCount edges { relation node { title entries { note } } } } } } }",
        9,
    ),
    (
        "cast(first: 50) { nodes { person { portrait { url } images { nodes { url } } biography links { url } } } }",
        7,
    ),
];

async fn no_count_grows_with_the_data(database: Database) {
    let small = Server::with_data(database, &world(4)).await;
    let large = Server::with_data(database, &world(30)).await;
    let named = |title: &str| format!("by: {{named: {{title: \"{title}\"}}}}");
    let film = named("Base");
    let nested =
        NESTED.map(|(fields, count)| (format!("{{ film({film}) {{ {fields} }} }}"), count));
    let serial = named("Serial");
    let seasons = format!(
        "{{ series({serial}) {{ seasons {{ number episodes {{ nodes {{ title season {{ number }} series {{ title }} }} }} }} }} }}"
    );
    let mut wrong = Vec::new();
    for (query, expected) in nested.into_iter().chain([(seasons, 5)]) {
        let (few, many) = (
            small.anew().query(&query).await,
            large.anew().query(&query).await,
        );
        let _ = (few.data(), many.data());
        let counts = (few.statements(), many.statements());
        if counts != (expected, expected) {
            wrong.push((query, expected, counts));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! What is known beyond roles: reunions, awards, relations, words, lists, seasons, characters.

mod lists;
mod many;

use filmgraph::model::id::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

/// The questions of the founding article that these fields answer.
const QUESTIONS: [&str; 5] = [
    include_str!("questions/02-reunions.graphql"),
    include_str!("questions/07-stage-name.graphql"),
    include_str!("questions/09-watch-next.graphql"),
    include_str!("questions/10-quotes.graphql"),
    include_str!("questions/11-awards.graphql"),
];

on_both!(
    the_questions_are_answered,
    reunions_are_the_prior_works_of_enough_people,
    reunions_roll_episodes_up_and_leave_their_own_series_out,
    reunions_are_paged_and_their_bounds_are_named,
    a_person_is_known_for_the_most_voted_and_has_works_to_come,
    awards_are_filtered_and_newest_first,
    words_name_who_said_them_where_and_about_what,
    relations_are_seen_from_both_sides,
    episodes_stand_in_their_order,
    characters_and_collections_gather_their_works,
    every_kind_is_a_node,
);

async fn the_questions_are_answered(database: Database) {
    let server = Server::sample(database).await;
    for question in QUESTIONS {
        let _ = server.query(question).await.data();
    }
}

struct Reunions {
    data: Data,
    base: String,
    second_episode: String,
}

/// A film of 2020 whose people met before in several ways, some of which do not count.
fn reunions() -> Reunions {
    let mut data = Data::new();
    let [a, b, c, d] = ["Ann", "Ben", "Cid", "Dee"].map(|name| data.person(name).id());
    let base = data.film("Base", "2020");
    for (person, billing) in [(&c, 1), (&b, 2), (&a, 3)] {
        let role = data.role(person, &base, "ACTING");
        let _ = role.with("billing", billing).id();
    }
    let _ = data.role(&d, &base, "WRITING").id();
    let films = [
        ("Old", "2010", vec![&a, &b, &c]),
        ("Older", "2000", vec![&a, &b]),
        ("Crewed", "2011", vec![&a]),
        ("Same year", "2020", vec![&a, &b]),
        ("Later", "2021", vec![&a, &b]),
        ("Rumor", "2005", vec![&a]),
    ];
    for (title, released, people) in films {
        let film = data.film(title, released);
        for person in people {
            let _ = data.acts(person, &film);
        }
        if title == "Crewed" {
            let _ = data.role(&d, &film, "WRITING").id();
            let _ = data.role(&d, &film, "DIRECTING").id();
        }
        if title == "Rumor" {
            let role = data.role(&b, &film, "ACTING");
            let _ = role.with("certainty", "RUMORED").id();
        }
    }
    let show = data.film("Show", "2006");
    for person in [&a, &b] {
        let role = data.role(person, &show, "ACTING");
        let _ = role.with("attributes", json!(["SELF"])).id();
    }
    let serial = data.work("SERIES", "Serial").id();
    let first = data.episode(&serial, "First", "2001-01-01");
    let second = data.episode(&serial, "Second", "2002-01-01");
    let _ = data.acts(&a, &first);
    for person in [&a, &b] {
        let _ = data.acts(person, &second);
    }
    Reunions {
        data,
        base,
        second_episode: second,
    }
}

async fn titles_of(server: &Server, work: &str, arguments: &str) -> Vec<String> {
    let query = format!(
        "{{ work(by: {{id: \"{work}\"}}) {{ reunions{arguments} {{ nodes {{ title }} }} }} }}"
    );
    let data = server.data(&query).await;
    let nodes = data["work"]["reunions"]["nodes"].as_array().expect("works");
    let title = |node: &Value| node["title"].as_str().expect("a title").to_owned();
    nodes.iter().map(title).collect()
}

async fn reunions_are_the_prior_works_of_enough_people(database: Database) {
    let world = reunions();
    let server = Server::with_data(database, &world.data).await;
    for (arguments, expected) in [
        ("", vec!["Old", "Crewed", "Serial", "Older"]),
        ("(minPeople: 3)", vec!["Old"]),
        ("(minPeople: 4)", vec![]),
        (
            "(minPeople: 1)",
            vec!["Old", "Crewed", "Serial", "Older", "Rumor"],
        ),
        ("(departments: [ACTING])", vec!["Old", "Serial", "Older"]),
        ("(departments: [WRITING], minPeople: 1)", vec!["Crewed"]),
    ] {
        let found = titles_of(&server, &world.base, arguments).await;
        assert_eq!(found, expected, "{arguments}");
    }
    let query = format!(
        "{{ film(by: {{id: \"{}\"}}) {{ reunions {{ totalCount edges {{ people {{ name }} all: roles {{ person {{ name }} department }} one: roles(limit: 1) {{ id }} }} }} }} }}",
        world.base
    );
    let found = server.data(&query).await["film"]["reunions"].take();
    assert_eq!(found["totalCount"], 4);
    let names = json!([{"name": "Cid"}, {"name": "Ben"}, {"name": "Ann"}]);
    assert_eq!(found["edges"][0]["people"], names);
    assert_eq!(
        found["edges"][1]["all"],
        json!([
            {"person": {"name": "Ann"}, "department": "ACTING"},
            {"person": {"name": "Dee"}, "department": "WRITING"},
            {"person": {"name": "Dee"}, "department": "DIRECTING"},
        ])
    );
    assert_eq!(found["edges"][0]["one"].as_array().map(Vec::len), Some(1));
}

async fn reunions_roll_episodes_up_and_leave_their_own_series_out(database: Database) {
    let world = reunions();
    let server = Server::with_data(database, &world.data).await;
    let found = titles_of(&server, &world.second_episode, "(minPeople: 1)").await;
    assert_eq!(found, ["Older"]);
}

async fn reunions_are_paged_and_their_bounds_are_named(database: Database) {
    let world = reunions();
    let server = Server::with_data(database, &world.data).await;
    let page = |arguments: &str| {
        let work = format!("work(by: {{id: \"{}\"}})", world.base);
        format!(
            "{{ {work} {{ reunions({arguments}) {{ nodes {{ title }} pageInfo {{ endCursor hasNextPage }} }} }} }}"
        )
    };
    let first = server.data(&page("first: 3")).await["work"]["reunions"].take();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let cursor = first["pageInfo"]["endCursor"].as_str().expect("a cursor");
    let rest = server.data(&page(&format!("after: \"{cursor}\""))).await;
    let rest = &rest["work"]["reunions"];
    assert_eq!(rest["nodes"], json!([{"title": "Older"}]));
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
    for wrong in ["minPeople: 0", "minPeople: 1001", "departments: []"] {
        let answer = server.query(&page(wrong)).await;
        assert_eq!(answer.code(), "INVALID_VALUE", "{wrong}");
        let json = answer.json();
        assert_eq!(json["errors"][0]["path"], json!(["work", "reunions"]));
        assert_eq!(json["data"], json!({"work": {"reunions": null}}), "{wrong}");
    }
}

async fn a_person_is_known_for_the_most_voted_and_has_works_to_come(database: Database) {
    let mut data = Data::new();
    let _ = data
        .other(RecordKind::Profession, "profession")
        .with("name", "actor")
        .id();
    let person = data
        .person("Star")
        .with("professions", json!(["actor"]))
        .id();
    for (title, released, votes) in [
        ("Small", "2001", Some(10)),
        ("Great", "1999", Some(1_000)),
        ("Unknown", "2010", None),
        ("Next year", "2027", None),
        ("Next week", "2026-11-29", None),
        ("Some day", "", None),
        ("This year", "2026", None),
    ] {
        let film = data.film(title, released);
        if let Some(votes) = votes {
            let rated = data.record(&film).with("votes", votes);
            let _ = rated.with("rating", 7.5).id();
        }
        let _ = data.acts(&person, &film);
    }
    let serial = data.work("SERIES", "Serial").id();
    let episode = data.episode(&serial, "Undated", "");
    let _ = data.acts(&person, &episode);
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ professions {{ name }} knownFor(limit: 3) {{ title }} upcoming {{ title }} }} }}"
    );
    let expected = json!({
        "professions": [{"name": "actor"}],
        "knownFor": [{"title": "Great"}, {"title": "Small"}, {"title": "Unknown"}],
        "upcoming": [{"title": "This year"}, {"title": "Next week"}, {"title": "Next year"}, {"title": "Some day"}],
    });
    assert_eq!(server.data(&query).await["person"], expected);
}

async fn awards_are_filtered_and_newest_first(database: Database) {
    let mut data = Data::new();
    let person = data.person("Star").id();
    let film = data.film("Film", "2010");
    for (award, year, result) in [
        ("Academy Award", 2004, "NOMINATED"),
        ("Academy Award", 2010, "WON"),
        ("Academy Award of Elsewhere", 2011, "WON"),
    ] {
        let line = data.other(RecordKind::Award, "award").with("award", award);
        let line = line.with("category", "Actress").with("year", year);
        let line = line.with("result", result).with("work", film.as_str());
        let _ = line.with("people", json!([person])).id();
    }
    let server = Server::with_data(database, &data).await;
    for (filter, years) in [
        ("", vec![2011, 2010, 2004]),
        ("(filter: {award: \"ACADEMY award\"})", vec![2010, 2004]),
        (
            "(filter: {award: \"Academy Award\", results: [WON]})",
            vec![2010],
        ),
        ("(filter: {years: {max: 2010}})", vec![2010, 2004]),
        ("(filter: {results: []})", vec![]),
        ("(last: 1)", vec![2004]),
    ] {
        let awards = format!("awards{filter} {{ nodes {{ year }} }}");
        let query = format!(
            "{{ person(by: {{id: \"{person}\"}}) {{ {awards} }} work(by: {{id: \"{film}\"}}) {{ {awards} }} }}"
        );
        let data = server.data(&query).await;
        let expected: Vec<Value> = years.iter().map(|year| json!({"year": year})).collect();
        assert_eq!(
            data["person"]["awards"]["nodes"],
            json!(expected),
            "{filter}"
        );
        assert_eq!(data["work"]["awards"]["nodes"], json!(expected), "{filter}");
    }
    let query = format!(
        "{{ work(by: {{id: \"{film}\"}}) {{ awards(first: 1) {{ nodes {{ label work {{ title }} people {{ name }} }} }} }} }}"
    );
    let award = server.data(&query).await["work"]["awards"]["nodes"][0].take();
    assert_eq!(
        award["label"],
        "Academy Award of Elsewhere, Actress (2011): WON"
    );
    assert_eq!(award["people"], json!([{"name": "Star"}]));
    let query = query.replace("first: 1", "filter: {years: {min: null}}");
    let error = server.error(&query).await;
    assert_eq!(error["extensions"]["argument"], "years.min");
}

async fn words_name_who_said_them_where_and_about_what(database: Database) {
    let mut data = Data::new();
    let source = data.source("INTERVIEW", "A talk").id();
    let [star, other] = ["Star", "Asker"].map(|name| data.person(name).id());
    let film = data.film("Film", "2010");
    let quote = data.other(RecordKind::Quote, "quote").with("text", "Well.");
    let quote = quote
        .with("speaker", star.as_str())
        .with("interviewer", other.as_str());
    let quote = quote
        .with("source", source.as_str())
        .with("date", "2025-05");
    let _ = quote.with("about", json!([film, star])).id();
    for kind in ["REVIEW", "TRIVIA"] {
        let line = data
            .other(RecordKind::Commentary, "commentary")
            .with("kind", kind);
        let line = line
            .with("text", "So ".repeat(60))
            .with("source", source.as_str());
        let _ = line.with("about", json!([film])).id();
    }
    let server = Server::with_data(database, &data).await;
    let words = "nodes { text label speaker { name } interviewer { name } date { edtf }
        source { title } sources { title } about { __typename ... on Film { title } } }";
    let query = format!(
        "{{ work(by: {{id: \"{film}\"}}) {{ quotes {{ {words} }} commentary(kinds: [REVIEW]) {{ totalCount nodes {{ kind label }} }} }}
            person(by: {{id: \"{star}\"}}) {{ quotes {{ {words} }} }} asker: person(by: {{id: \"{other}\"}}) {{ quotes {{ totalCount }} }} }}"
    );
    let data = server.data(&query).await;
    let quote = json!([{"text": "Well.", "label": "Well.", "speaker": {"name": "Star"},
        "interviewer": {"name": "Asker"}, "date": {"edtf": "2025-05"},
        "source": {"title": "A talk"}, "sources": [{"title": "A talk"}],
        "about": [{"__typename": "Film", "title": "Film"}, {"__typename": "Person"}]}]);
    assert_eq!(data["work"]["quotes"]["nodes"], quote);
    assert_eq!(data["person"]["quotes"]["nodes"], quote);
    assert_eq!(data["asker"]["quotes"]["totalCount"], 0);
    let commentary = &data["work"]["commentary"];
    assert_eq!(commentary["totalCount"], 1);
    let label = commentary["nodes"][0]["label"].as_str().expect("a label");
    assert!(
        label.ends_with('…') && label.chars().count() <= 81,
        "{label}"
    );
}

async fn relations_are_seen_from_both_sides(database: Database) {
    let mut data = Data::new();
    let [one, two] = [("One", "1999"), ("Two", "2003")].map(|(t, y)| data.film(t, y));
    for (from, to, kind) in [(&two, &one, "SEQUEL_OF"), (&one, &two, "COMPARED_WITH")] {
        let line = data
            .other(RecordKind::Relation, "relation")
            .with("kind", kind);
        let _ = line
            .with("from", from.as_str())
            .with("to", to.as_str())
            .id();
    }
    let server = Server::with_data(database, &data).await;
    let edges = "{ edges { direction node { title } relation { label } } }";
    let query = format!(
        "{{ work(by: {{id: \"{one}\"}}) {{ relations {edges} some: relations(kinds: [SEQUEL_OF]) {edges} }} }}"
    );
    let data = server.data(&query).await;
    let compared = json!({"direction": "OUTGOING", "node": {"title": "Two"},
        "relation": {"label": "One COMPARED_WITH Two"}});
    let sequel = json!({"direction": "INCOMING", "node": {"title": "Two"},
        "relation": {"label": "Two SEQUEL_OF One"}});
    assert_eq!(
        data["work"]["relations"]["edges"],
        json!([compared, sequel])
    );
    assert_eq!(data["work"]["some"]["edges"], json!([sequel]));
}

async fn episodes_stand_in_their_order(database: Database) {
    let mut data = Data::new();
    let serial = data.work("SERIES", "Serial").id();
    let person = data.person("Maker").id();
    let made = data.role(&person, &serial, "PRODUCTION");
    let _ = made.with("job", "Creator").id();
    let season = data.other(RecordKind::Season, "season").with("number", 1);
    let season = season.with("series", serial.as_str()).id();
    for (title, season, number) in [
        ("Unplaced", None, None),
        ("Two one", Some(2), Some(1)),
        ("One two", Some(1), Some(2)),
        ("One one", Some(1), Some(1)),
        ("One last", Some(1), None),
    ] {
        let episode = data.episode(&serial, title, "");
        let line = data.record(&episode);
        let line = match season {
            Some(season) => line.with("seasonNumber", season),
            None => line,
        };
        let _ = match number {
            Some(number) => line.with("episodeNumber", number),
            None => line,
        };
    }
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ series(by: {{id: \"{serial}\"}}) {{ creators {{ name }} seasons {{ number episodes {{ totalCount nodes {{ title season {{ id number }} }} }} }}
            all: episodes {{ nodes {{ title }} }} two: episodes(season: 2) {{ nodes {{ title }} }} rest: episodes(last: 1) {{ nodes {{ title }} }} }} }}"
    );
    let found = server.data(&query).await["series"].take();
    assert_eq!(found["creators"], json!([{"name": "Maker"}]));
    let titles =
        |titles: &[&str]| -> Value { titles.iter().map(|t| json!({"title": t})).collect() };
    let all = ["One one", "One two", "One last", "Two one", "Unplaced"];
    assert_eq!(found["all"]["nodes"], titles(&all));
    assert_eq!(found["two"]["nodes"], titles(&["Two one"]));
    assert_eq!(found["rest"]["nodes"], titles(&["Unplaced"]));
    assert_eq!(found["seasons"][0]["episodes"]["totalCount"], 3);
    let of = &found["seasons"][0]["episodes"]["nodes"][0]["season"];
    assert_eq!(*of, json!({"id": season, "number": 1}));
}

async fn characters_and_collections_gather_their_works(database: Database) {
    let mut data = Data::new();
    let person = data.person("Actor").id();
    let spy = data
        .other(RecordKind::Character, "character")
        .with("name", "Spy");
    let spy = spy
        .with("externalIds", json!({"WIKIDATA": "Q2009573"}))
        .id();
    let films = [("One", "1962"), ("Two", "1963")].map(|(t, y)| data.film(t, y));
    for film in &films {
        let role = data.role(&person, film, "ACTING");
        let _ = role
            .with("characters", json!([{"name": "The spy", "character": spy}]))
            .id();
    }
    let line = data
        .other(RecordKind::Collection, "collection")
        .with("name", "Spies");
    let _ = line.with("works", json!([films[1], films[0]])).id();
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ film(by: {{id: \"{}\"}}) {{ collection {{ name works {{ nodes {{ title }} }} }}
            cast {{ nodes {{ characters {{ name character {{ name wikidataId roles {{ nodes {{ work {{ title }} }} }} }} }} }} }} }} }}",
        films[0]
    );
    let film = server.data(&query).await["film"].take();
    let works = json!([{"title": "Two"}, {"title": "One"}]);
    assert_eq!(
        film["collection"],
        json!({"name": "Spies", "works": {"nodes": works}})
    );
    let character = &film["cast"]["nodes"][0]["characters"][0]["character"];
    assert_eq!(character["wikidataId"], "Q2009573");
    let roles = json!([{"work": {"title": "Two"}}, {"work": {"title": "One"}}]);
    assert_eq!(character["roles"]["nodes"], roles);
}

async fn every_kind_is_a_node(database: Database) {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "Review").id();
    let [one, two] = ["One", "Two"].map(|title| data.film(title, "2001"));
    let serial = data.work("SERIES", "Serial").id();
    let entry = data.next_id(RecordKind::ListEntry);
    let award = data
        .other(RecordKind::Award, "award")
        .with("award", "Prize");
    let award = award.with("category", "Best").with("year", 2001);
    let award = award.with("result", "WON").id();
    let relation = data.other(RecordKind::Relation, "relation");
    let relation = relation.with("kind", "BASED_ON").with("from", one.as_str());
    let relation = relation.with("to", two.as_str()).id();
    let quote = data.other(RecordKind::Quote, "quote").with("text", "Yes.");
    let quote = quote.with("source", source.as_str()).id();
    let words = data.other(RecordKind::Commentary, "commentary");
    let words = words.with("kind", "REVIEW").with("text", "Good.");
    let words = words.with("source", source.as_str()).id();
    let list = data.other(RecordKind::List, "list").with("title", "List");
    let list = list
        .with("entries", json!([{"id": entry, "work": one}]))
        .id();
    let season = data.other(RecordKind::Season, "season").with("number", 1);
    let season = season.with("series", serial.as_str()).id();
    let mut named = |kind, name| data.other(kind, name).with("name", "Name").id();
    let expected = [
        (award, "AwardNomination"),
        (relation, "WorkRelation"),
        (quote, "Quote"),
        (words, "Commentary"),
        (list, "CuratedList"),
        (entry, "CuratedListEntry"),
        (season, "Season"),
        (named(RecordKind::Collection, "collection"), "Collection"),
        (named(RecordKind::Character, "character"), "Character"),
        (named(RecordKind::Keyword, "keyword"), "Keyword"),
        (named(RecordKind::Profession, "profession"), "Profession"),
    ];
    let server = Server::with_data(database, &data).await;
    let ids: Vec<&str> = expected.iter().map(|(id, _)| id.as_str()).collect();
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let found = server.data_with(query, json!({ "ids": ids })).await;
    let expected = expected
        .iter()
        .map(|(id, ty)| json!({"__typename": ty, "id": id}));
    assert_eq!(found["nodes"], expected.collect::<Value>());
}

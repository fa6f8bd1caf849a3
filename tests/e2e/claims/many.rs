//! Many claims: what they cost, their pages, their numbers, and the end of all of them.

use filmgraph_tests::{Data, Database, Server, clock, is_long, on_both};
use serde_json::{Value, json};

use super::{World, dollars, load, world};

on_both!(
    no_count_of_statements_grows_with_claims,
    many_claims_are_paged,
    claims_of_any_number_are_read,
    deleting_the_sample_takes_its_claims_along,
);

/// A deal on which this many sources each say something.
fn crowded(sources: i32) -> World {
    let mut world = world();
    for number in 1..=sources {
        let source = world
            .data
            .source("ARTICLE", &format!("Paper {number}"))
            .id();
        for property in ["PRICE", "RECORD"] {
            let claim = world.data.claim(&source, &world.deal, property);
            let claim = claim.with("excerpt", format!("said {number}"));
            let _ = match property {
                "PRICE" => claim.with("value", dollars(&number.to_string())).id(),
                _ => claim.id(),
            };
        }
        let milestone = world.data.milestone(&world.film, "ANNOUNCED").id();
        let claim = world.data.claim(&source, &milestone, "DATE");
        let _ = claim.with("value", json!({"date": "2019"})).id();
    }
    world
}

async fn no_count_of_statements_grows_with_claims(database: Database) {
    let (few, many) = (crowded(3), crowded(60));
    let small = Server::with_data(database, &few.data).await;
    let large = Server::with_data(database, &many.data).await;
    for (selection, statements) in [
        (
            "deals { price { amount } facts { valueText certainty claim { source { title } excerpt } } }",
            10,
        ),
        (
            "deals { claims(first: 50) { totalCount nodes { valueText excerpt source { title } subject { id } } } }",
            10,
        ),
        (
            "milestones { kind claims(first: 5) { nodes { source { title } } } }",
            8,
        ),
        ("deals { sources { title } }", 6),
        ("sources { title }", 5),
        ("milestones(knownAt: \"2026-06-01\") { kind }", 12),
        ("status(knownAt: \"2026-06-01\")", 26),
    ] {
        let ask = async |server: &Server, film: &str| {
            let query = format!("{{ film(by: {{id: \"{film}\"}}) {{ {selection} }} }}");
            let answer = server.anew().query(&query).await;
            let _ = answer.data();
            answer.statements()
        };
        let counts = (ask(&small, &few.film).await, ask(&large, &many.film).await);
        assert_eq!(counts.0, counts.1, "{selection}");
        assert!(counts.0 <= statements, "{selection}: {}", counts.0);
    }
}

async fn many_claims_are_paged(database: Database) {
    let mut world = world();
    let count: usize = if is_long() { 10_000 } else { 1_000 };
    for number in 0..count {
        let at = format!(
            "2025-{:02}-{:02}T{:02}:{:02}:00Z",
            1 + number % 12,
            1 + number % 28,
            number % 24,
            number % 60
        );
        let claim = world.data.claim(&world.weak, &world.film, "TITLE");
        let claim = claim.with("value", json!({"text": format!("Title {number}")}));
        let _ = claim.with("recordedAt", at).id();
    }
    let server = Server::with_data(database, &world.data).await;
    let mut after = Value::Null;
    let mut seen = 0;
    let query = "query($film: ID!, $after: String) { film(by: {id: $film}) { claims(first: 100, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id isCurrent } } } }";
    let mut current = 0;
    for page in 0.. {
        let variables = json!({"film": world.film, "after": after});
        let claims = server.data_with(query, variables).await["film"]["claims"].take();
        // What the film says itself: that it is, its kind, its release.
        assert_eq!(claims["totalCount"], count + 3);
        let nodes = claims["nodes"].as_array().expect("claims");
        seen += nodes.len();
        current += nodes
            .iter()
            .filter(|claim| claim["isCurrent"] == true)
            .count();
        if claims["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = claims["pageInfo"]["endCursor"].clone();
        assert!(page < 200, "the pages have no end");
    }
    assert_eq!((seen, current), (count + 3, 4));
}

async fn deleting_the_sample_takes_its_claims_along(database: Database) {
    let server = Server::with_sample(database).await;
    let store = server.store().await;
    data::sample::remove(&store, clock())
        .await
        .expect("removed");
    for table in ["claim", "deal", "source"] {
        let count = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(server.database().number(&count).await, 0, "{table}");
    }
    store.close().await;
}

/// What records hold themselves is kept as claims, and files number theirs as they like.
async fn claims_of_any_number_are_read(database: Database) {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "A paper").id();
    let genres = ["Drama", "Comedy", "Crime"];
    for genre in genres.iter().chain(&["War"]) {
        let _ = data.genre(genre).id();
    }
    let film = |data: &mut Data| {
        let film = data.work("FILM", "Film").with("runtimeMinutes", 90);
        let film = film.with("genres", json!(genres));
        film.with("sources", json!([source])).id()
    };
    let films: Vec<String> = (0..4).map(|_| film(&mut data)).collect();
    let server = Server::with_data(database, &data).await;
    // Each claim displaces what its film holds, and the next has the number after it.
    for film in &films {
        let runtime = data.claim(&source, film, "RUNTIME");
        let _ = runtime
            .with("value", json!({"number": "95", "unit": "minutes"}))
            .id();
        let _ = data
            .claim(&source, film, "GENRE")
            .with("value", json!({"text": "War"}))
            .id();
        load(&server, &data).await;
    }
    let shown = async |film: &str| {
        let query =
            format!("{{ work(by: {{id: \"{film}\"}}) {{ runtimeMinutes genres {{ name }} }} }}");
        server.data(&query).await["work"].take()
    };
    for film in &films {
        let shown = shown(film).await;
        let names = shown["genres"].as_array().expect("genres").iter();
        let names: Vec<&str> = names.filter_map(|genre| genre["name"].as_str()).collect();
        assert_eq!(names, ["Drama", "Comedy", "Crime", "War"]);
        assert_eq!(shown["runtimeMinutes"], 95);
    }
    // What the file says itself anew gives up what it said, as claims with numbers of their own.
    let _ = data
        .record(&films[0])
        .with("genres", json!(["Crime", "Drama"]));
    load(&server, &data).await;
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    load(&server, &data).await;
    assert_eq!(store.head().await.expect("the head"), head);
    store.close().await;
    let query = format!(
        "{{ work(by: {{id: \"{}\"}}) {{ genres {{ name }}
            claims(filter: {{properties: [GENRE]}}) {{ nodes {{ id valueText retractedAt }} }} }} }}",
        films[0]
    );
    let work = server.data(&query).await["work"].take();
    let names = work["genres"].as_array().expect("genres").iter();
    let names: Vec<&str> = names.filter_map(|genre| genre["name"].as_str()).collect();
    assert_eq!(names, ["Crime", "Drama", "War"]);
    let claims = work["claims"]["nodes"].as_array().expect("claims");
    let given_up = claims
        .iter()
        .filter(|claim| !claim["retractedAt"].is_null());
    assert_eq!(given_up.count(), 3);
    for claim in claims {
        let id = claim["id"].as_str().expect("an id");
        let found = server
            .data(&format!("{{ node(id: \"{id}\") {{ id }} }}"))
            .await;
        assert_eq!(found["node"]["id"], *id);
    }
}

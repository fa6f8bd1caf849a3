//! Claims: what they make of records, what had been said by a day, and what is refused.

use filmgraph::ingest::{BadLine, Options as Import, import};
use filmgraph_tests::{Data, Database, Server, clock, is_long, on_both};
use serde_json::{Value, json};

on_both!(
    the_article_says_all_that_it_says_with_its_own_certainty,
    the_only_claim_taken_back_leaves_nothing_and_the_deal_stays,
    a_denial_drops_what_it_outranks,
    what_a_record_held_comes_back,
    a_record_put_again_keeps_what_was_claimed,
    a_day_shows_what_had_been_said_by_it,
    what_a_record_says_itself_is_a_claim_like_others,
    a_claim_that_is_wrong_is_refused_and_nothing_is_written,
    no_count_of_statements_grows_with_claims,
    many_claims_are_paged,
    claims_of_any_number_are_read,
    the_status_is_a_fact_of_what_decided_it,
    deleting_the_sample_takes_its_claims_along,
);

/// A film, its deal, and two sources of which the second is the stronger.
struct World {
    data: Data,
    film: String,
    deal: String,
    weak: String,
    strong: String,
}

fn world() -> World {
    let mut data = Data::new();
    let weak = data.source("ARTICLE", "A paper").with("priority", 1).id();
    let strong = data
        .source("PRESS_RELEASE", "A studio")
        .with("priority", 9)
        .id();
    let film = data.work("FILM", "Film").with("releaseDate", "2020");
    let film = film.with("sources", json!([weak])).id();
    let deal = data.other(filmgraph::model::id::RecordKind::Deal, "deal");
    let deal = deal.with("work", film.as_str()).with("kind", "ACQUISITION");
    let deal = deal.with("sources", json!([weak])).id();
    World {
        data,
        film,
        deal,
        weak,
        strong,
    }
}

fn dollars(amount: &str) -> Value {
    json!({"money": {"amount": amount, "currencyCode": "USD"}})
}

/// What is known of the price of a deal, and the deal's own field.
async fn price(server: &Server, deal: &str) -> Value {
    let query = format!(
        "{{ node(id: \"{deal}\") {{ ... on Deal {{ price {{ amount }}
            facts(properties: [PRICE]) {{ valueText missing certainty isDisputed claim {{ id }} }} }} }} }}"
    );
    server.data(&query).await["node"].take()
}

/// Reads what has to be read without a fault.
async fn load(server: &Server, data: &Data) {
    let bad = read(server, data).await;
    assert_eq!(bad, []);
}

async fn read(server: &Server, data: &Data) -> Vec<BadLine> {
    let store = server.store().await;
    let mut bad = Vec::new();
    let options = Import {
        actor: "test",
        at: clock().micros(),
        is_strict: false,
    };
    let lines = data.lines();
    let summary = import(&store, lines.as_bytes(), options, &mut |line| {
        bad.push(line.clone())
    })
    .await;
    summary.expect("an import");
    store.close().await;
    bad
}

async fn the_article_says_all_that_it_says_with_its_own_certainty(database: Database) {
    let server = Server::sample(database).await;
    let data = server.data(crate::questions::question("08")).await;
    let claims = &data["sources"]["nodes"][0]["claims"];
    let total = claims["totalCount"].as_u64().expect("a total");
    assert!(total >= 40, "{total}");
    let nodes = claims["nodes"].as_array().expect("claims");
    assert_eq!(nodes.len() as u64, total.min(100));
    assert!(
        nodes.iter().all(|claim| claim["isCurrent"] == true),
        "{claims}"
    );
    let certainty = |property: &str, text: &str| {
        let is = |claim: &&Value| claim["property"] == property && claim["valueText"] == text;
        nodes
            .iter()
            .find(is)
            .map(|claim| claim["certainty"].clone())
    };
    for (property, text, sure) in [
        ("RELEASE_DATE", "2026", "REPORTED"),
        ("PRICE", "about 55000000 USD", "REPORTED"),
        ("CHARACTER", "Ally", "STATED"),
        ("GENRE", "Romance", "STATED"),
        ("OTHER", "Harvard University", "STATED"),
        ("RECORD", "TEASER_RELEASED of Good Sex", "EXPECTED"),
        ("RECORD", "Good Sex COMPARED_WITH Babygirl", "REPORTED"),
    ] {
        assert_eq!(
            certainty(property, text),
            Some(json!(sure)),
            "{property} {text}"
        );
    }
}

async fn the_only_claim_taken_back_leaves_nothing_and_the_deal_stays(database: Database) {
    let mut world = world();
    let claim = world.data.claim(&world.weak, &world.deal, "PRICE");
    let claim = claim
        .with("value", dollars("55000000"))
        .with("certainty", "REPORTED")
        .id();
    let server = Server::with_data(database, &world.data).await;
    let before = price(&server, &world.deal).await;
    assert_eq!(before["price"]["amount"], "55000000");
    let fact = &before["facts"][0];
    assert_eq!(fact["valueText"], "55000000 USD");
    assert_eq!(
        (&fact["certainty"], &fact["claim"]["id"]),
        (&json!("REPORTED"), &json!(claim))
    );
    let _ = world
        .data
        .record(&claim)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    load(&server, &world.data).await;
    let after = price(&server, &world.deal).await;
    let fact = json!({"valueText": null, "missing": "UNKNOWN", "certainty": null, "isDisputed": false, "claim": null});
    assert_eq!(after, json!({"price": null, "facts": [fact]}));
    // What was taken back is still there, and no longer counts.
    let query = format!(
        "{{ node(id: \"{claim}\") {{ ... on Claim {{ isCurrent isSole retractedAt valueText }} }} }}"
    );
    let expected = json!({"isCurrent": false, "isSole": false,
        "retractedAt": "2026-05-01T00:00:00Z", "valueText": "55000000 USD"});
    assert_eq!(server.data(&query).await["node"], expected);
}

async fn a_denial_drops_what_it_outranks(database: Database) {
    let mut world = world();
    let claim = world.data.claim(&world.weak, &world.deal, "PRICE");
    let _ = claim.with("value", dollars("55")).id();
    let denial = world.data.claim(&world.strong, &world.deal, "PRICE");
    let denial = denial.with("value", dollars("55")).with("stance", "DENIES");
    let denial = denial.with("certainty", "CONFIRMED").id();
    let server = Server::with_data(database, &world.data).await;
    let denied = price(&server, &world.deal).await;
    assert_eq!(denied["price"], Value::Null);
    assert_eq!(denied["facts"][0]["missing"], "DISPUTED");
    // Another value takes its place.
    let other = world.data.claim(&world.strong, &world.deal, "BUYER");
    let buyer = other.with("missing", "NOT_ANNOUNCED").id();
    let editor = world.data.source("EDITOR", "Us").id();
    let next = world.data.claim(&editor, &world.deal, "PRICE");
    let _ = next
        .with("value", dollars("60"))
        .with("certainty", "RUMORED")
        .id();
    load(&server, &world.data).await;
    let next = price(&server, &world.deal).await;
    assert_eq!(next["price"]["amount"], "60");
    assert_eq!(next["facts"][0]["certainty"], "RUMORED");
    // The denial taken back, what it denied comes back.
    let _ = world
        .data
        .record(&denial)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    load(&server, &world.data).await;
    let back = price(&server, &world.deal).await;
    assert_eq!(back["price"]["amount"], "55");
    assert_eq!(back["facts"][0]["isDisputed"], true);
    let query = format!(
        "{{ node(id: \"{buyer}\") {{ ... on Claim {{ missing value {{ __typename }} }} }} }}"
    );
    let expected = json!({"missing": "NOT_ANNOUNCED", "value": null});
    assert_eq!(server.data(&query).await["node"], expected);
}

async fn what_a_record_held_comes_back(database: Database) {
    let mut world = world();
    let server = Server::with_data(database, &world.data).await;
    let title = async || {
        let query = format!(
            "{{ work(by: {{id: \"{}\"}}) {{ title facts(properties: [TITLE]) {{ valueText isDisputed }} sources {{ title }} }} }}",
            world.film
        );
        server.data(&query).await["work"].take()
    };
    let fact =
        |text: &str, is_disputed: bool| json!([{"valueText": text, "isDisputed": is_disputed}]);
    let own = title().await;
    assert_eq!(own["facts"], fact("Film", false));
    let mut data = world.data.clone();
    let claim = data.claim(&world.strong, &world.film, "TITLE");
    let claim = claim.with("value", json!({"text": "The Film"})).id();
    load(&server, &data).await;
    let claimed = title().await;
    assert_eq!(claimed["title"], "The Film");
    assert_eq!(claimed["facts"], fact("The Film", true));
    assert_eq!(
        claimed["sources"],
        json!([{"title": "A paper"}, {"title": "A studio"}])
    );
    let _ = data
        .record(&claim)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    load(&server, &data).await;
    let back = title().await;
    assert_eq!(
        (&back["title"], &back["facts"]),
        (&own["title"], &own["facts"])
    );
    world.data = data;
}

async fn a_record_put_again_keeps_what_was_claimed(database: Database) {
    let mut world = world();
    let claim = world.data.claim(&world.strong, &world.film, "TITLE");
    let claim = claim.with("value", json!({"text": "The Film"})).id();
    let server = Server::with_data(database, &world.data).await;
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    load(&server, &world.data).await;
    assert_eq!(
        store.head().await.expect("the head"),
        head,
        "the same again is nothing"
    );
    // The data set has another title now; the claim still wins, and the new one comes back.
    let _ = world
        .data
        .record(&world.film)
        .with("title", "Movie")
        .with("runtimeMinutes", 90);
    load(&server, &world.data).await;
    let query = format!(
        "{{ work(by: {{id: \"{}\"}}) {{ title runtimeMinutes }} }}",
        world.film
    );
    let shown = server.data(&query).await["work"].take();
    assert_eq!(shown, json!({"title": "The Film", "runtimeMinutes": 90}));
    let _ = world
        .data
        .record(&claim)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    load(&server, &world.data).await;
    let shown = server.data(&query).await["work"].take();
    assert_eq!(shown, json!({"title": "Movie", "runtimeMinutes": 90}));
    store.close().await;
}

async fn a_day_shows_what_had_been_said_by_it(database: Database) {
    let mut world = world();
    let first = world.data.claim(&world.weak, &world.deal, "PRICE");
    let _ = first
        .with("value", dollars("50"))
        .with("statedOn", "2025-03")
        .id();
    let second = world.data.claim(&world.strong, &world.deal, "PRICE");
    let second = second
        .with("value", dollars("60"))
        .with("statedOn", "2025-06-10");
    let _ = second.with("retractedAt", "2026-02-01T09:00:00Z").id();
    let server = Server::with_data(database, &world.data).await;
    let on = async |day: &str| {
        let query = format!(
            "{{ node(id: \"{}\") {{ ... on Deal {{ facts(properties: [PRICE], knownAt: \"{day}\") {{ valueText missing }} }} }} }}",
            world.deal
        );
        server.data(&query).await["node"]["facts"][0].take()
    };
    let unknown = json!({"valueText": null, "missing": "UNKNOWN"});
    let price = |text: &str| json!({"valueText": text, "missing": null});
    assert_eq!(on("2025-03-30").await, unknown);
    assert_eq!(on("2025-03-31").await, price("50 USD"));
    assert_eq!(on("2025-06-09").await, price("50 USD"));
    assert_eq!(on("2025-06-10").await, price("60 USD"));
    assert_eq!(on("2026-01-31").await, price("60 USD"));
    assert_eq!(on("2026-02-01").await, price("50 USD"));
    let sample = Server::sample(database).await;
    let query = "{ film(by: {named: {title: \"Good Sex\", year: 2026}}) {
        then: status(asOf: \"2025-07-15\")
        thenKnown: status(asOf: \"2025-07-15\", knownAt: \"2025-07-15\")
        known: status(knownAt: \"2026-03-31\")
        milestones(knownAt: \"2025-07-15\") { kind }
        late: milestones(asOf: \"2026-03-30\", knownAt: \"2026-03-31\") { kind } } }";
    let film = sample.data(query).await["film"].take();
    let late = json!([{"kind": "FILMING_STARTED"}, {"kind": "FILMING_WRAPPED"}]);
    let expected = json!({"then": "FILMING", "thenKnown": "UNKNOWN", "known": "POST_PRODUCTION",
        "milestones": [], "late": late});
    assert_eq!(film, expected);
}

async fn what_a_record_says_itself_is_a_claim_like_others(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let query = format!(
        "{{ work(by: {{id: \"{}\"}}) {{ claims {{ totalCount nodes {{ id property valueText certainty isCurrent isSole source {{ title }} }} }} }} }}",
        world.film
    );
    let claims = server.data(&query).await["work"]["claims"].take();
    let told: Vec<(&str, &str)> = claims["nodes"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|claim| {
            assert_eq!(claim["source"]["title"], "A paper");
            assert_eq!(
                (&claim["isCurrent"], &claim["isSole"]),
                (&json!(true), &json!(true))
            );
            let text = |field: &str| claim[field].as_str().expect("a text");
            (text("property"), text("valueText"))
        })
        .collect();
    let expected = [
        ("RECORD", "Film (2020)"),
        ("KIND", "FILM"),
        ("TITLE", "Film"),
        ("RELEASE_DATE", "2020"),
    ];
    assert_eq!(told, expected);
    // It is found by its id, which stays the same when it has to be stored.
    let id = claims["nodes"][2]["id"].as_str().expect("an id").to_owned();
    assert_eq!(id, format!("{}.title.{}", world.film, world.weak));
    let by_id = format!("{{ node(id: \"{id}\") {{ id ... on Claim {{ valueText isCurrent }} }} }}");
    let found = server.data(&by_id).await["node"].take();
    assert_eq!(
        found,
        json!({"id": id, "valueText": "Film", "isCurrent": true})
    );
    let mut data = world.data.clone();
    let claim = data.claim(&world.strong, &world.film, "TITLE");
    let _ = claim.with("value", json!({"text": "The Film"})).id();
    load(&server, &data).await;
    assert_eq!(server.data(&by_id).await["node"], found);
    for bad in [
        "wvu.title",
        "wvv.title.s1b9",
        &format!("{}.price.{}", world.film, world.weak),
    ] {
        let error = server
            .error(&format!("{{ node(id: \"{bad}\") {{ id }} }}"))
            .await;
        assert_eq!(error["extensions"]["code"], "INVALID_VALUE", "{bad}");
    }
}

async fn a_claim_that_is_wrong_is_refused_and_nothing_is_written(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let count = "SELECT COUNT(*) FROM claim";
    let long = "x".repeat(1_001);
    let money = dollars("5");
    let wrong: [(&str, Value, &str); 9] = [
        ("value", json!({"date": "2026"}), "value: takes a `money`"),
        (
            "value",
            json!({"money": {"amount": "5", "currencyCode": "dollars"}}),
            "value: \"dollars\" is not a currency",
        ),
        ("missing", json!("UNKNOWN"), "missing: goes without `value`"),
        ("statedOn", json!("2031"), "statedOn: lies in the future"),
        (
            "excerpt",
            json!(long),
            "excerpt: has 1001 characters; at most 1000 fit",
        ),
        (
            "property",
            json!("BIRTH_DATE"),
            "property: records of this kind have no such property; they have RECORD, KIND, BUYER",
        ),
        (
            "property",
            json!("OTHER"),
            "propertyKey: `propertyKey` is needed",
        ),
        ("source", json!("s1y"), "source"),
        (
            "retractedAt",
            json!("2025-01-01T00:00:00Z"),
            "retractedAt: lies before `recordedAt`",
        ),
    ];
    for (field, value, reason) in wrong {
        let mut data = Data::after(1_000);
        let claim = data.claim(&world.weak, &world.deal, "PRICE");
        let _ = claim.with("value", money.clone()).with(field, value).id();
        let bad = read(&server, &data).await;
        assert_eq!(bad.len(), 1, "{field}: {bad:?}");
        let told = bad[0].to_string();
        assert!(told.contains(reason), "{reason}: {told}");
    }
    // A claim is never changed.
    let mut data = Data::after(2_000);
    let claim = data.claim(&world.weak, &world.deal, "PRICE");
    let claim = claim.with("value", money).id();
    load(&server, &data).await;
    let _ = data.record(&claim).with("value", dollars("6"));
    let bad = read(&server, &data).await;
    assert!(
        bad[0].to_string().contains("a claim is never changed"),
        "{bad:?}"
    );
    assert_eq!(server.database().number(count).await, 1);
    assert_eq!(price(&server, &world.deal).await["price"]["amount"], "5");
}

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
            let answer = server.query(&query).await;
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
    filmgraph::sample::remove(&store, clock())
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

async fn the_status_is_a_fact_of_what_decided_it(database: Database) {
    let server = Server::sample(database).await;
    let fact = async |arguments: &str| {
        let query = format!(
            "{{ film(by: {{named: {{title: \"Good Sex\", year: 2026}}}}) {{ status
                facts(properties: [STATUS]{arguments}) {{ property propertyKey valueText missing certainty
                  claim {{ property subject {{ __typename }} source {{ kind }} }} }} }} }}"
        );
        let film = server.data(&query).await["film"].take();
        let [fact] = film["facts"].as_array().expect("facts").as_slice() else {
            panic!("one fact was expected: {film}");
        };
        (film["status"].clone(), fact.clone())
    };
    let (status, known) = fact("").await;
    assert_eq!(known["valueText"], status);
    let claim = json!({"property": "RECORD", "subject": {"__typename": "Milestone"}, "source": {"kind": "ARTICLE"}});
    assert_eq!(
        known,
        json!({"property": "STATUS", "propertyKey": "status", "valueText": "POST_PRODUCTION", "missing": null,
            "certainty": "STATED", "claim": claim})
    );
    let (_, unknown) = fact(", knownAt: \"2025-07-15\"").await;
    assert_eq!(
        unknown,
        json!({"property": "STATUS", "propertyKey": "status", "valueText": null, "missing": "UNKNOWN",
            "certainty": null, "claim": null})
    );
}

//! Claims: what they make of records, and what is refused. What is asked of them is in `tests/cases`.

mod many;

use data::ingest::{BadLine, Options as Import, Tell, import};
use filmgraph_tests::{Data, Database, Server, clock, on_both};
use serde_json::{Value, json};

on_both!(
    the_only_claim_taken_back_leaves_nothing_and_the_deal_stays,
    a_denial_drops_what_it_outranks,
    what_a_record_held_comes_back,
    a_record_put_again_keeps_what_was_claimed,
    what_a_record_says_itself_is_a_claim_like_others,
    a_claim_that_is_wrong_is_refused_and_nothing_is_written,
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
    let deal = data.other(entity::vocabulary::RecordKind::Deal, "deal");
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
    let summary = import(&store, Box::new(lines.as_bytes()), options, &mut |told| {
        if let Tell::Wrong(line) = told {
            bad.push(line.clone());
        }
    })
    .await;
    summary.expect("an import");
    store.close().await;
    bad
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
    // Another value takes its place among the facts: a rumour is no price.
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
    assert_eq!(next["price"], Value::Null);
    assert_eq!(next["facts"][0]["valueText"], "60 USD");
    assert_eq!(next["facts"][0]["certainty"], "RUMORED");
    // The denial taken back, what it denied comes back, and a rumour does not dispute it.
    let _ = world
        .data
        .record(&denial)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    load(&server, &world.data).await;
    let back = price(&server, &world.deal).await;
    assert_eq!(back["price"]["amount"], "55");
    assert_eq!(back["facts"][0]["isDisputed"], false);
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
            "value.money.currencyCode: \"dollars\" is not a currency",
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

//! How works were made, sold, released, shown and received: what it takes to read, and what a first
//! release changes. What it says is in `tests/cases`.

use std::collections::BTreeSet;

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, clock, on_both};
use model::id::decode;
use serde_json::{Value, json};
use store::StoreError;

on_both!(
    an_undated_work_has_the_date_of_its_first_release,
    statements_do_not_grow_with_the_data,
);

fn money(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "USD"})
}

/// A company with so many films, each with so many of everything.
fn many(count: usize) -> Data {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    let mut company = |number: usize| {
        let line = data.other(RecordKind::Company, "company");
        let line = line.with("name", format!("Company {number}"));
        line.with("sources", json!([source])).id()
    };
    let companies: Vec<String> = (0..count).map(&mut company).collect();
    let main = company(count);
    for number in 0..count {
        let film = data.work("FILM", &format!("Film {number}"));
        let film = film
            .with("countries", json!(["US", "FR"]))
            .with("languages", json!(["en", "fr"]))
            .with("synopses", json!([{"text": "Words."}]))
            .with(
                "links",
                json!([{"kind": "OFFICIAL", "url": "https://example.org/"}]),
            )
            .with(
                "boxOffice",
                json!([{"gross": money("1"), "source": source}]),
            )
            .id();
        let about =
            |data: &mut Data, kind, name| data.other(kind, name).with("work", film.clone()).id();
        let rating = about(&mut data, RecordKind::Rating, "rating");
        let line = data.record(&rating).with("source", source.clone());
        let _ = line.with("average", 5.0).with("outOf", 10.0).id();
        for company in companies.iter().chain([&main]) {
            let role = about(&mut data, RecordKind::CompanyRole, "companyRole");
            let line = data.record(&role).with("company", company.clone());
            let line = line.with("kind", "PRODUCTION");
            let _ = line.with("sources", json!([source])).id();
            let release = about(&mut data, RecordKind::Release, "release");
            let line = data.record(&release).with("platform", company.clone());
            let _ = line.with("kind", "STREAMING").with("date", "2020").id();
            let deal = about(&mut data, RecordKind::Deal, "deal");
            let line = data.record(&deal).with("buyer", company.clone());
            let _ = line
                .with("seller", main.clone())
                .with("kind", "LICENSE")
                .id();
            let location = about(&mut data, RecordKind::Location, "location");
            let line = data.record(&location).with("kind", "FILMING");
            let _ = line.with("name", "Lisbon").id();
            let image = data
                .other(RecordKind::Image, "image")
                .with("kind", "POSTER");
            let image = image
                .with("subject", film.clone())
                .with("url", "https://example.org/image")
                .with("source", source.clone())
                .id();
            let video = about(&mut data, RecordKind::Video, "video");
            let line = data.record(&video).with("kind", "TRAILER");
            let line = line.with("title", "Trailer").with("thumbnail", image);
            let line = line.with("url", "https://example.org/video");
            let _ = line.with("source", source.clone()).id();
        }
    }
    data
}

/// What is asked of each film of a company, and how many statements it takes with the two that find
/// the company and the two that list and read its films.
const NESTED: [(&str, u32); 8] = [
    (
        "companies { label company { name works { totalCount nodes { title } } } sources { title } }",
        10,
    ),
    (
        "releases { nodes { label platform { name sources { title } } date { edtf } } }",
        11,
    ),
    (
        "deals { label buyer { name } seller { name } sources { title } }",
        8,
    ),
    (
        "locations { label } rating { average source { title } } ratings { source { title } }",
        7,
    ),
    (
        "poster { url } backdrop { url } images { nodes { source { title } } }",
        6,
    ),
    (
        "trailer { thumbnail { url } } videos { nodes { source { title } thumbnail { url } } }",
        7,
    ),
    (
        "synopsis tagline countries { name } languages { name } links { url } certifications { rating }",
        9,
    ),
    (
        "... on Film { budget { amount } boxOffice { source { title } } } releaseDate(country: \"US\") { edtf }",
        7,
    ),
];

async fn statements_do_not_grow_with_the_data(database: Database) {
    let small = Server::with_data(database, &many(2)).await;
    let large = Server::with_data(database, &many(12)).await;
    let mut wrong = Vec::new();
    for (selection, expected) in NESTED {
        let query = |last: usize| {
            format!(
                "{{ company(by: {{name: \"Company {last}\"}}) {{ works {{ nodes {{ {selection} }} }} }} }}"
            )
        };
        let (few, many) = (
            small.anew().query(&query(2)).await,
            large.anew().query(&query(12)).await,
        );
        let _ = (few.data(), many.data());
        let counts = (few.statements(), many.statements());
        if counts.0 != counts.1 || counts.0 != expected {
            wrong.push((selection, expected, counts));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn an_undated_work_has_the_date_of_its_first_release(database: Database) {
    let mut data = Data::new();
    let source = data
        .source("ARTICLE", "A paper")
        .with("publishedOn", "2022-01")
        .id();
    let film = data.film("Undated", "");
    let middle = data.film("Middle", "2020");
    let person = data.person("Somebody").id();
    for work in [&film, &middle] {
        let _ = data.acts(&person, work);
    }
    let server = Server::with_data(database, &data).await;
    let shown = async || {
        let query = format!(
            "{{ work(by: {{id: \"{film}\"}}) {{ year label releaseDate {{ edtf }} status
                  known: status(knownAt: \"2021-12-31\") facts(properties: [RELEASE_DATE]) {{ valueText }}
                  cast {{ nodes {{ priorWork {{ nodes {{ title }} }} }} }} }}
                person(by: {{id: \"{person}\"}}) {{ filmography {{ nodes {{ title }} }} }} }}"
        );
        let data = server.data(&query).await;
        let work = &data["work"];
        json!([
            work["releaseDate"]["edtf"],
            work["year"],
            work["label"],
            work["status"],
            work["known"],
            work["facts"][0]["valueText"],
            work["cast"]["nodes"][0]["priorWork"]["nodes"],
            data["person"]["filmography"]["nodes"],
        ])
    };
    let titles =
        |titles: &[&str]| -> Value { titles.iter().map(|title| json!({"title": title})).collect() };
    let first = titles(&["Undated", "Middle"]);
    let last = titles(&["Middle", "Undated"]);
    let prior = titles(&["Middle"]);
    let undated = json!([
        null, null, "Undated", "UNKNOWN", "UNKNOWN", null, prior, first
    ]);
    assert_eq!(shown().await, undated);

    let release = data
        .other(RecordKind::Release, "release")
        .with("work", film.as_str());
    let release = release
        .with("kind", "THEATRICAL")
        .with("date", "2021-05-04")
        .with("sources", json!([source]))
        .id();
    let _ = data
        .other(RecordKind::Release, "release")
        .with("work", film.as_str())
        .with("kind", "OTHER")
        .id();
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    server.load(&data).await;
    let log = store.changes_after(head, 10).await.expect("the log");
    store.close().await;
    let touched = log.first().expect("a change").touches.iter();
    let touched: BTreeSet<i64> = touched.map(|touch| touch.id).collect();
    let owners = [&film, &person].map(|id| decode(id).expect("an id").id);
    assert_eq!(touched, BTreeSet::from(owners));
    let label = "Undated (2021)";
    assert_eq!(
        shown().await,
        // Said by the paper of January 2022, so not known the month before.
        json!([
            "2021-05-04",
            2021,
            label,
            "RELEASED",
            "UNKNOWN",
            null,
            prior,
            first
        ])
    );

    // The status rests on that release, and is as sure.
    let query = format!(
        "{{ work(by: {{id: \"{film}\"}}) {{ facts(properties: [STATUS]) {{ valueText certainty
            claim {{ property subject {{ id }} }} }} }} }}"
    );
    let fact = server.data(&query).await["work"]["facts"][0].take();
    let claim = json!({"property": "RECORD", "subject": {"id": release}});
    assert_eq!(
        fact,
        json!({"valueText": "RELEASED", "certainty": "STATED", "claim": claim})
    );

    let earlier = data
        .other(RecordKind::Release, "release")
        .with("work", film.as_str());
    let earlier = earlier
        .with("kind", "FESTIVAL")
        .with("date", "2019")
        .with("certainty", "EXPECTED")
        .id();
    server.load(&data).await;
    // What is only foreseen is no date.
    assert_eq!(shown().await[0], "2021-05-04");

    let _ = data.record(&earlier).with("certainty", "REPORTED");
    server.load(&data).await;
    let label = "Undated (2019)";
    assert_eq!(
        shown().await,
        json!(["2019", 2019, label, "UNKNOWN", "UNKNOWN", null, [], last])
    );

    let _ = data.record(&earlier).with("date", "2021-06");
    server.load(&data).await;
    assert_eq!(shown().await[0], "2021-05-04");

    let claim = data
        .claim(&source, &film, "RELEASE_DATE")
        .with("value", json!({"date": "2018"}))
        .id();
    server.load(&data).await;
    let label = "Undated (2018)";
    assert_eq!(
        shown().await,
        json!(["2018", 2018, label, "RELEASED", "UNKNOWN", "2018", [], last])
    );
    let _ = data
        .record(&claim)
        .with("retractedAt", "2026-05-01T00:00:00Z");
    server.load(&data).await;
    assert_eq!(shown().await[0], "2021-05-04");

    // A change of the work itself keeps it, and another export has no date for the work.
    let _ = data.record(&film).with("runtimeMinutes", 90);
    server.load(&data).await;
    assert_eq!(shown().await[0], "2021-05-04");
    let store = server.store().await;
    let ids = [release, earlier].map(|id| decode(&id).expect("an id").id);
    let deleted = store
        .write("test", clock().micros(), async |transaction| {
            transaction.delete(RecordKind::Release, &ids).await
        })
        .await;
    assert_eq!(
        deleted
            .map(|done| done.value)
            .map_err(|error: StoreError| error.to_string()),
        Ok(2)
    );
    store.close().await;
    assert_eq!(shown().await, undated);
}

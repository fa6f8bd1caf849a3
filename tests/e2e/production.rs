//! How works were made, sold, released, shown and received.

use std::collections::BTreeSet;

use filmgraph::model::id::{RecordKind, decode};
use filmgraph::store::StoreError;
use filmgraph_tests::{Answer, Data, Database, Server, clock, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    a_work_tells_of_its_production,
    releases_are_filtered_and_paged,
    an_undated_work_has_the_date_of_its_first_release,
    texts_and_pictures_follow_the_language,
    people_are_shown,
    companies_are_found_and_list_their_works,
    every_new_kind_is_a_node,
    vocabularies_list_what_the_data_have,
    statements_do_not_grow_with_the_data,
);

fn money(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "USD"})
}

/// A film with everything, and the id of each record about it.
struct World {
    data: Data,
    film: String,
    person: String,
    nodes: Vec<(String, &'static str)>,
}

fn world() -> World {
    let mut data = Data::new();
    let weak = data.source("DATA_SET", "Weak").with("priority", 1).id();
    let strong = data.source("DATA_SET", "Strong").with("priority", 9).id();
    let company = data.other(RecordKind::Company, "company");
    let company = company.with("name", "Ünion Films").with("country", "FR");
    let company = company.with("externalIds", json!({"WIKIDATA": "Q126399"}));
    let company = company.with("sources", json!([weak])).id();
    let person = data.person("Somebody").with(
        "biographies",
        json!([{"text": "An actor.", "language": "en"}, {"text": "Ein Schauspieler.", "language": "de"}]),
    );
    let links = json!([{"kind": "OFFICIAL", "url": "https://example.org/", "language": "en"}]);
    let person = person.with("links", links.clone()).id();
    let film = data.work("FILM", "Good Sex").with("releaseDate", "2026");
    let film = film
        .with("countries", json!(["US", "SUHH", "QQQ"]))
        .with("languages", json!(["en", "pt-br"]))
        .with("originalLanguage", "en")
        .with("synopses", json!([{"text": "One.", "language": "en"}, {"text": "Eins.", "language": "de"}]))
        .with("taglines", json!([{"text": "Go!"}]))
        .with("links", links)
        .with("budget", json!({"amount": "55000000", "currencyCode": "USD", "isApproximate": true}))
        .with("certifications", json!([{"country": "US", "rating": "R", "body": "MPA", "minimumAge": 17}, {"country": "DE", "rating": "FSK 16"}]))
        .with("boxOffice", json!([{"gross": money("100.50"), "opening": money("7"), "source": weak}, {"country": "US", "gross": money("60"), "source": weak}]));
    let film = film.id();
    let about = |data: &mut Data, kind, name| {
        let line = data.other(kind, name).with("work", film.clone());
        line.id()
    };
    let role = about(&mut data, RecordKind::CompanyRole, "companyRole");
    let _ = data
        .record(&role)
        .with("company", company.clone())
        .with("kind", "DISTRIBUTION")
        .with("territories", json!(["US", "CA"]))
        .with("sources", json!([strong]))
        .id();
    let release = about(&mut data, RecordKind::Release, "release");
    let _ = data
        .record(&release)
        .with("kind", "THEATRICAL")
        .with("country", "FR")
        .with("date", "2026-05")
        .with("platform", company.clone())
        .with("certification", json!({"country": "FR", "rating": "-12"}))
        .id();
    let deal = about(&mut data, RecordKind::Deal, "deal");
    let _ = data
        .record(&deal)
        .with("kind", "ACQUISITION")
        .with("buyer", company.clone())
        .with("price", money("55000000"))
        .with("announcedOn", "2025-09")
        .with("certainty", "REPORTED")
        .id();
    let location = about(&mut data, RecordKind::Location, "location");
    let _ = data
        .record(&location)
        .with("kind", "FILMING")
        .with("name", "Lisbon")
        .with("country", "PT")
        .id();
    let rating = |data: &mut Data, source: &str, average: f64| {
        let rating = about(data, RecordKind::Rating, "rating");
        let line = data.record(&rating).with("source", source);
        line.with("average", average)
            .with("outOf", 10.0)
            .with("votes", 12)
            .id()
    };
    let good = rating(&mut data, &strong, 7.5);
    let _ = rating(&mut data, &weak, 9.0);
    let image = |data: &mut Data, subject: &str, kind: &str, language: Option<&str>| {
        let line = data
            .other(RecordKind::Image, "image")
            .with("subject", subject);
        let line = line.with("kind", kind).with("source", weak.clone());
        let url = format!(
            "https://example.org/{kind}-{}.jpg",
            language.unwrap_or("none")
        );
        let line = line.with("url", url).with("width", 600);
        match language {
            Some(tag) => line.with("language", tag).id(),
            None => line.id(),
        }
    };
    let still = image(&mut data, &film, "STILL", None);
    for tag in ["fr", "de"] {
        let _ = image(&mut data, &film, "POSTER", Some(tag));
    }
    let _ = image(&mut data, &film, "BACKDROP", None);
    let _ = image(&mut data, &person, "PORTRAIT", None);
    let _ = image(&mut data, &person, "OTHER", None);
    let mut video = String::new();
    for (kind, tag) in [("TEASER", "en"), ("TRAILER", "en"), ("TRAILER", "de")] {
        video = about(&mut data, RecordKind::Video, "video");
        let _ = data
            .record(&video)
            .with("kind", kind)
            .with("title", format!("{kind} {tag}"))
            .with("url", "https://example.org/watch")
            .with("language", tag)
            .with("thumbnail", still.clone())
            .with("source", weak.clone())
            .id();
    }
    let nodes = vec![
        (company, "Company"),
        (role, "CompanyRole"),
        (release, "Release"),
        (deal, "Deal"),
        (location, "WorkLocation"),
        (good, "Rating"),
        (still, "Image"),
        (video, "Video"),
    ];
    World {
        data,
        film,
        person,
        nodes,
    }
}

async fn a_work_tells_of_its_production(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let selection = "companies { label kind certainty territories company { name country } sources { title } work { id } }
        none: companies(kinds: [SALES]) { id }
        releases { totalCount nodes { label country kind date { edtf } certification { rating } platform { name } note certainty } }
        deals { label buyer { name } seller { name } price { amount currencyCode isApproximate } announcedOn { edtf } territories certainty }
        locations(kinds: [FILMING]) { label name country kind } elsewhere: locations(kinds: [NARRATIVE]) { id }
        rating { average outOf voteCount source { title } } ratings { average }
        certifications { rating minimumAge } german: certifications(country: \"DE\") { rating body }
        countries { code name } languages { code name } originalLanguage { code name }
        links { kind url language } synopsis tagline backdrop { url width altText source { title } }
        year releaseDate { edtf } french: releaseDate(country: \"FR\") { edtf } none2: releaseDate(country: \"DE\") { edtf }
        images(kinds: [POSTER, STILL], first: 2) { totalCount nodes { kind } pageInfo { hasNextPage } }
        posters: images(language: \"fr\") { nodes { kind language } }
        videos(kinds: [TEASER]) { nodes { title thumbnail { kind } publishedOn { edtf } } }
        ... on Film { budget { amount isApproximate } boxOffice { country gross { amount } opening { amount currencyCode } source { title } } }";
    let query = format!("query($id: ID!) {{ work(by: {{id: $id}}) {{ {selection} }} }}");
    let data = server.data_with(&query, json!({"id": world.film})).await;
    let expected = json!({
        "companies": [{"label": "Ünion Films, DISTRIBUTION of Good Sex", "kind": "DISTRIBUTION", "certainty": "STATED", "territories": ["US", "CA"],
            "company": {"name": "Ünion Films", "country": "FR"}, "sources": [{"title": "Strong"}], "work": {"id": world.film}}],
        "none": [],
        "releases": {"totalCount": 1, "nodes": [{"label": "THEATRICAL in FR of Good Sex", "country": "FR", "kind": "THEATRICAL", "date": {"edtf": "2026-05"},
            "certification": {"rating": "-12"}, "platform": {"name": "Ünion Films"}, "note": null, "certainty": "STATED"}]},
        "deals": [{"label": "ACQUISITION of Good Sex", "buyer": {"name": "Ünion Films"}, "seller": null,
            "price": {"amount": "55000000", "currencyCode": "USD", "isApproximate": false}, "announcedOn": {"edtf": "2025-09"}, "territories": [], "certainty": "REPORTED"}],
        "locations": [{"label": "Lisbon, FILMING of Good Sex", "name": "Lisbon", "country": "PT", "kind": "FILMING"}], "elsewhere": [],
        "rating": {"average": 7.5, "outOf": 10.0, "voteCount": 12, "source": {"title": "Strong"}}, "ratings": [{"average": 7.5}, {"average": 9.0}],
        "certifications": [{"rating": "R", "minimumAge": 17}, {"rating": "FSK 16", "minimumAge": null}], "german": [{"rating": "FSK 16", "body": null}],
        "countries": [{"code": "US", "name": "United States"}, {"code": "SUHH", "name": "Soviet Union"}, {"code": "QQQ", "name": "QQQ"}],
        "languages": [{"code": "en", "name": "English"}, {"code": "pt-BR", "name": "Portuguese (Brazil)"}], "originalLanguage": {"code": "en", "name": "English"},
        "links": [{"kind": "OFFICIAL", "url": "https://example.org/", "language": "en"}], "synopsis": "One.", "tagline": "Go!",
        "backdrop": {"url": "https://example.org/BACKDROP-none.jpg", "width": 600, "altText": null, "source": {"title": "Weak"}},
        "year": 2026, "releaseDate": {"edtf": "2026"}, "french": {"edtf": "2026-05"}, "none2": null,
        "images": {"totalCount": 3, "nodes": [{"kind": "STILL"}, {"kind": "POSTER"}], "pageInfo": {"hasNextPage": true}},
        "posters": {"nodes": [{"kind": "POSTER", "language": "fr"}]},
        "videos": {"nodes": [{"title": "TEASER en", "thumbnail": {"kind": "STILL"}, "publishedOn": null}]},
        "budget": {"amount": "55000000", "isApproximate": true},
        "boxOffice": [{"country": null, "gross": {"amount": "100.50"}, "opening": {"amount": "7", "currencyCode": "USD"}, "source": {"title": "Weak"}},
            {"country": "US", "gross": {"amount": "60"}, "opening": null, "source": {"title": "Weak"}}],
    });
    assert_eq!(data["work"], expected);
}

async fn releases_are_filtered_and_paged(database: Database) {
    let mut data = Data::new();
    let film = data.film("Good Sex", "2026");
    let rows = [
        ("TV", "DE", ""),
        ("DIGITAL", "FR", "2027-01-02"),
        ("FESTIVAL", "US", "2026-01"),
        ("THEATRICAL", "US", "2026-03-05"),
        ("THEATRICAL", "FR", "2026"),
    ];
    for (kind, country, date) in rows {
        let line = data.other(RecordKind::Release, "release");
        let line = line.with("work", film.clone()).with("kind", kind);
        let line = line.with("country", country);
        let _ = if date.is_empty() {
            line
        } else {
            line.with("date", date)
        }
        .id();
    }
    let server = Server::with_data(database, &data).await;
    let dates = |arguments: &str| {
        let query = format!(
            "{{ film(by: {{id: \"{film}\"}}) {{ releases{arguments} {{ totalCount nodes {{ kind date {{ edtf }} }} pageInfo {{ endCursor }} }} }} }}"
        );
        let server = &server;
        async move {
            let data = server.data(&query).await;
            let list = &data["film"]["releases"];
            let nodes = list["nodes"].as_array().expect("nodes").clone();
            let edtf = |node: &Value| node["date"]["edtf"].as_str().unwrap_or("none").to_owned();
            let cursor = list["pageInfo"]["endCursor"].as_str().unwrap_or_default();
            let dates: Vec<String> = nodes.iter().map(edtf).collect();
            (
                dates.join(" "),
                list["totalCount"].clone(),
                cursor.to_owned(),
            )
        }
    };
    let all = "2026-01 2026 2026-03-05 2027-01-02 none";
    let (found, total, _) = dates("").await;
    assert_eq!(total, 5);
    // A year and its first month begin on one day: then the older record comes first.
    assert_eq!(found, all);
    let (first, _, cursor) = dates("(first: 2)").await;
    let (rest, _, _) = dates(&format!("(first: 9, after: \"{cursor}\")")).await;
    assert_eq!(format!("{first} {rest}"), all);
    for (filter, expected) in [
        ("hasDate: false", "none"),
        ("hasDate: true, kinds: [THEATRICAL]", "2026 2026-03-05"),
        ("countries: [\"FR\", \"DE\"]", "2026 2027-01-02 none"),
        ("precisions: [DAY]", "2026-03-05 2027-01-02"),
        ("date: {to: \"2026-06\"}", "2026-01 2026-03-05"),
        (
            "date: {from: \"2026\"}, precisions: [YEAR, MONTH]",
            "2026-01 2026",
        ),
        ("kinds: []", ""),
        ("workKinds: [FILM, GAME], hasDate: false", "none"),
        ("workKinds: [SERIES]", ""),
    ] {
        let (found, _, _) = dates(&format!("(filter: {{{filter}}})")).await;
        assert_eq!(found, expected, "{filter}");
    }
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ releases(filter: {{kinds: null}}) {{ totalCount }} }} }}"
    );
    let error = server.error(&query).await;
    assert_eq!(error["extensions"]["code"], "INVALID_VALUE");
    let query =
        format!("{{ film(by: {{id: \"{film}\"}}) {{ releaseDate(country: \"US\") {{ edtf }} }} }}");
    let found = server.data(&query).await;
    assert_eq!(found["film"]["releaseDate"]["edtf"], "2026-01");
}

async fn texts_and_pictures_follow_the_language(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let ask = |argument: &str| {
        format!(
            "{{ film(by: {{id: \"{}\"}}) {{ synopsis{argument} tagline{argument} poster{argument} {{ language }} trailer{argument} {{ title }} }} }}",
            world.film
        )
    };
    let german = json!({"synopsis": "Eins.", "tagline": "Go!", "poster": {"language": "de"}, "trailer": {"title": "TRAILER de"}});
    let first = json!({"synopsis": "One.", "tagline": "Go!", "poster": {"language": "fr"}, "trailer": {"title": "TRAILER en"}});
    for (argument, expected) in [
        ("", &first),
        ("(language: \"de-AT\")", &german),
        ("(language: \"ja\")", &first),
    ] {
        let data = server.data(&ask(argument)).await;
        assert_eq!(&data["film"], expected, "{argument}");
    }
    let request = server.request(Method::POST, "/graphql");
    let request = request.header("Filmgraph-Language", "de");
    let answer = Answer::of(request.json(&json!({"query": ask("")}))).await;
    assert_eq!(answer.data()["film"], german);
}

async fn people_are_shown(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let query = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ portrait {{ kind }} images {{ totalCount }} other: images(kinds: [OTHER]) {{ nodes {{ kind }} }} biography german: biography(language: \"de\") links {{ url }} }} }}",
        world.person
    );
    let expected = json!({"portrait": {"kind": "PORTRAIT"}, "images": {"totalCount": 2}, "other": {"nodes": [{"kind": "OTHER"}]},
        "biography": "An actor.", "german": "Ein Schauspieler.", "links": [{"url": "https://example.org/"}]});
    assert_eq!(server.data(&query).await["person"], expected);
}

async fn companies_are_found_and_list_their_works(database: Database) {
    let mut data = Data::new();
    let mut company = |name: &str| {
        let line = data.other(RecordKind::Company, "company");
        line.with("name", name).id()
    };
    let (one, other) = (company("Ünion Films"), company("union films"));
    let alone = company("Alone");
    let _ = data
        .record(&one)
        .with("externalIds", json!({"WIKIDATA": "Q126399"}))
        .id();
    for (title, year) in [("Old", "1990"), ("New", "2020"), ("Undated", "")] {
        let film = data.film(title, year);
        for kind in ["PRODUCTION", "SALES"] {
            if title == "New" && kind == "SALES" {
                continue;
            }
            let line = data.other(RecordKind::CompanyRole, "companyRole");
            let line = line.with("work", film.clone()).with("company", one.clone());
            let _ = line.with("kind", kind).id();
        }
    }
    let server = Server::with_data(database, &data).await;
    let find = |by: &str| format!("{{ company(by: {{{by}}}) {{ id }} }}");
    let slug = server
        .data(&format!("{{ company(by: {{id: \"{one}\"}}) {{ slug label wikidataId externalIds {{ url }} version sources {{ id }} }} }}"))
        .await;
    let slug = slug["company"].clone();
    assert_eq!(slug["slug"], format!("union-films-{one}"));
    assert_eq!(slug["wikidataId"], "Q126399");
    assert_eq!(
        slug["externalIds"][0]["url"],
        "https://www.wikidata.org/wiki/Q126399"
    );
    for (by, found) in [
        (format!("id: \"{one}\""), Some(&one)),
        (format!("slug: \"renamed-{one}\""), Some(&one)),
        ("wikidataId: \"Q126399\"".to_owned(), Some(&one)),
        ("name: \"ALÓNE\"".to_owned(), Some(&alone)),
        ("name: \"nobody\"".to_owned(), None),
        ("wikidataId: \"Q1\"".to_owned(), None),
    ] {
        let expected = found.map_or(Value::Null, |id| json!({"id": id}));
        assert_eq!(server.data(&find(&by)).await["company"], expected, "{by}");
    }
    let error = server.error(&find("name: \"Union Films\"")).await;
    assert_eq!(error["extensions"]["code"], "AMBIGUOUS");
    let candidates = error["extensions"]["candidates"]
        .as_array()
        .expect("two")
        .len();
    assert_eq!((candidates, one == other), (2, false));
    for (arguments, titles) in [
        ("", json!(["Undated", "New", "Old"])),
        ("(kinds: [SALES])", json!(["Undated", "Old"])),
        ("(first: 1)", json!(["Undated"])),
        ("(last: 1)", json!(["Old"])),
    ] {
        let query = format!(
            "{{ company(by: {{id: \"{one}\"}}) {{ works{arguments} {{ nodes {{ title }} edges {{ node {{ title }} }} }} }} }}"
        );
        let data = server.data(&query).await;
        let list = &data["company"]["works"];
        let nodes: Vec<Value> = list["nodes"].as_array().expect("nodes").clone();
        let found: Vec<Value> = nodes.iter().map(|node| node["title"].clone()).collect();
        assert_eq!(json!(found), titles, "{arguments}");
    }
}

async fn every_new_kind_is_a_node(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let query = format!(
        "{{ work(by: {{id: \"{}\"}}) {{ countries {{ id }} languages {{ id }} }} }}",
        world.film
    );
    let work = server.data(&query).await;
    let mut nodes = world.nodes.clone();
    for (list, ty) in [("countries", "Country"), ("languages", "Language")] {
        for node in work["work"][list].as_array().expect("a list") {
            nodes.push((node["id"].as_str().expect("an id").to_owned(), ty));
        }
    }
    assert_eq!(nodes.len(), 13);
    let ids: Vec<&String> = nodes.iter().map(|(id, _)| id).collect();
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Country { code } ... on Language { tag: code } } }";
    let answer = server.query_with(query, json!({"ids": ids})).await;
    let found = answer.data()["nodes"].clone();
    for (node, (id, ty)) in found.as_array().expect("nodes").iter().zip(&nodes) {
        assert_eq!((&node["id"], &node["__typename"]), (&json!(id), &json!(ty)));
    }
    assert_eq!(found[8]["code"], "US");
    assert_eq!(found[12]["tag"], "pt-BR");
}

async fn vocabularies_list_what_the_data_have(database: Database) {
    let mut world = world();
    for name in ["Drama", "comedy", "Action"] {
        let _ = world.data.genre(name).id();
    }
    let film = world.data.work("FILM", "Second");
    let _ = film
        .with("countries", json!(["FR", "US"]))
        .with("languages", json!(["PT-br", "de"]))
        .id();
    let server = Server::with_data(database, &world.data).await;
    let answer = server
        .query("{ genres { name } countries { code } languages { code } }")
        .await;
    let expected = json!({
        "genres": [{"name": "Action"}, {"name": "comedy"}, {"name": "Drama"}],
        "countries": [{"code": "FR"}, {"code": "QQQ"}, {"code": "SUHH"}, {"code": "US"}],
        "languages": [{"code": "de"}, {"code": "en"}, {"code": "pt-BR"}],
    });
    assert_eq!(answer.data(), expected);
    assert_eq!(answer.statements(), 3);
    let empty = Server::with_data(database, &Data::new()).await;
    let data = empty
        .data("{ genres { id } countries { id } languages { id } }")
        .await;
    assert_eq!(
        data,
        json!({"genres": [], "countries": [], "languages": []})
    );
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
        let (few, many) = (small.query(&query(2)).await, large.query(&query(12)).await);
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

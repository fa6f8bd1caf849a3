//! Texts that show nothing: none where they may be left out, wrong where they are needed, in
//! mutations as in files.

use filmgraph_tests::{Data, Database, TestDatabase, on_both};
use serde_json::{Value, json};

use crate::exchange::{read, written};
use crate::write_faults::places;
use crate::write_records::{World, done, mutate, paper, said, world};

on_both!(
    an_optional_text_that_shows_nothing_is_none,
    a_needed_text_that_shows_nothing_is_missing,
    files_are_read_alike,
    countries_are_those_of_the_standard,
);

const BLANK: [&str; 7] = [
    "",
    " ",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\u{2800}",
    "\u{3164}\u{301}",
];

async fn an_optional_text_that_shows_nothing_is_none(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    for text in BLANK {
        let input = said(
            json!({"kind": "FILM", "title": "New", "originalTitle": text, "synopsis": text,
            "titles": [{"text": "Other", "language": text, "country": text, "kind": "ALTERNATIVE"}],
            "certifications": [{"country": "FR", "rating": "U", "body": text, "note": text}],
            "milestones": [{"kind": "ANNOUNCED", "note": text}],
            "roles": [{"person": {"ref": {"id": person}}, "department": "ACTING", "creditedAs": text, "job": text,
                "describedCharacters": [{"name": text, "description": "The aunt"}]}]}),
        );
        let shown = "work { originalTitle synopsis titles { nodes { text language country } } certifications { body note }
            cast { nodes { creditedAs job characters { name description } } } }";
        let made = done(&editor, "workCreate", shown, input).await;
        let work = &made["work"];
        assert_eq!(work["originalTitle"], Value::Null, "{text:?}: {work}");
        assert_eq!(work["synopsis"], Value::Null, "{text:?}: {work}");
        let other = work["titles"]["nodes"].as_array().into_iter().flatten();
        let other = other.filter(|title| title["text"] == "Other");
        for title in other {
            assert_eq!(
                (&title["language"], &title["country"]),
                (&Value::Null, &Value::Null),
                "{text:?}"
            );
        }
        assert_eq!(
            work["certifications"],
            json!([{"body": null, "note": null}]),
            "{text:?}"
        );
        let role = &work["cast"]["nodes"][0];
        let expected = json!({"creditedAs": null, "job": null,
            "characters": [{"name": null, "description": "The aunt"}]});
        assert_eq!(*role, expected, "{text:?}");
        // In an update it says as little as null does.
        let version = format!("{{ film(by: {{id: \"{film}\"}}) {{ version }} }}");
        let version = editor.data(&version).await["film"]["version"].take();
        let input = said(json!({"id": film, "expectedVersion": version, "originalTitle": text}));
        let same = done(&editor, "workUpdate", "work { version }", input).await;
        assert_eq!(same["work"]["version"], version, "{text:?}");
        let source = json!({"kind": "ARTICLE", "title": "T", "publisher": text, "url": text, "license": text,
            "attribution": text});
        let query = "mutation($input: SourceCreateInput!) { sourceCreate(input: $input) {
            source { publisher url license attribution } userErrors { field message } } }";
        let made = editor.data_with(query, json!({"input": source})).await["sourceCreate"].take();
        let none = json!({"publisher": null, "url": null, "license": null, "attribution": null});
        assert_eq!(made, json!({"source": none, "userErrors": []}), "{text:?}");
        let mut claim = json!({"subject": film, "property": "RUNTIME", "propertyKey": text,
            "value": {"number": {"number": "90", "unit": text}}, "provenance": paper()});
        claim["provenance"]["excerpt"] = text.into();
        let made = done(&editor, "claimRecord", "claim { id excerpt }", claim).await;
        assert_eq!(made["claim"]["excerpt"], Value::Null, "{text:?}");
        let input = json!({"id": made["claim"]["id"], "reason": text});
        let gone = done(&editor, "claimRetract", "claim { retractionReason }", input).await;
        assert_eq!(gone["claim"]["retractionReason"], Value::Null, "{text:?}");
    }
}

async fn a_needed_text_that_shows_nothing_is_missing(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    for text in BLANK {
        let role = |more: (&str, Value)| {
            let mut role = json!({"person": {"ref": {"id": person}}, "department": "ACTING"});
            role[more.0] = more.1;
            json!({"roles": [role]})
        };
        for (more, place) in [
            (json!({"title": text}), "title"),
            (
                json!({"titles": [{"text": text, "kind": "ALTERNATIVE"}]}),
                "titles.0.text",
            ),
            (json!({"genres": [text]}), "genres.0"),
            (json!({"countries": [text]}), "countries.0"),
            (json!({"languages": [text]}), "languages.0"),
            (json!({"synopses": [{"text": text}]}), "synopses.0.text"),
            (json!({"taglines": [{"text": text}]}), "taglines.0.text"),
            (
                json!({"links": [{"kind": "OFFICIAL", "url": text}]}),
                "links.0.url",
            ),
            (
                json!({"certifications": [{"country": "FR", "rating": text}]}),
                "certifications.0.rating",
            ),
            (role(("characters", json!([text]))), "roles.0.characters.0"),
        ] {
            let mut input = said(json!({"kind": "FILM", "title": "New"}));
            for (name, value) in more.as_object().expect("members") {
                input[name] = value.clone();
            }
            let refused = mutate(&editor, "workCreate", "work { id }", input).await;
            let expected = vec![(place.to_owned(), "REQUIRED".to_owned())];
            assert_eq!(places(&refused), expected, "{text:?} {more}: {refused}");
        }
        // Without a name and a description it is no character.
        let mut input = said(json!({"kind": "FILM", "title": "New"}));
        input["roles"] = role(("describedCharacters", json!([{"name": text}])))["roles"].take();
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        let place = "roles.0.describedCharacters.0".to_owned();
        assert_eq!(
            places(&refused),
            [(place, "INVALID_VALUE".to_owned())],
            "{refused}"
        );
        let claim = json!({"subject": film, "property": "TITLE", "value": {"text": {"text": text}},
            "provenance": paper()});
        let refused = mutate(&editor, "claimRecord", "claim { id }", claim).await;
        assert_eq!(
            refused["userErrors"][0]["message"], "must not be empty",
            "{text:?}: {refused}"
        );
    }
}

async fn files_are_read_alike(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    for text in BLANK {
        let mut data = Data::new();
        let film = data.work("FILM", "Film").with("originalTitle", text);
        let film = film.with("budget", Value::Null).id();
        let person = data.person("Person").with("birthPlace", text).id();
        let role = data.role(&person, &film, "ACTING").with("creditedAs", text);
        let _ = role
            .with(
                "characters",
                json!([{"name": text, "description": "The aunt"}]),
            )
            .id();
        let (_, bad) = read(&store, data.lines().as_bytes()).await;
        assert_eq!(bad, [], "{text:?}");
        let export = written(&store).await;
        for field in ["originalTitle", "birthPlace", "creditedAs", "\"name\":\"\""] {
            assert!(!export.contains(field), "{text:?}: {export}");
        }
        let mut wrong = Data::after(100);
        let _ = wrong.person(text).id();
        let _ = wrong.work("FILM", "W").with("genres", json!([text])).id();
        let _ = wrong.work("FILM", text).id();
        let (_, bad) = read(&store, wrong.lines().as_bytes()).await;
        let told: Vec<&str> = bad.iter().map(|bad| bad.field.as_str()).collect();
        assert_eq!(told, ["name", "genres.0", "title"], "{text:?}: {bad:?}");
        assert!(
            bad.iter().all(|bad| bad.reason == "must not be empty"),
            "{bad:?}"
        );
    }
    store.close().await;
}

async fn countries_are_those_of_the_standard(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let store = server.store().await;
    let mut data = Data::after(500);
    let known = [
        "FR", "SU", "SUHH", "DDDE", "CSHH", "YUCS", "YU", "XK", "XWW", "GB",
    ];
    let _ = data
        .work("FILM", "Known")
        .with("countries", json!(known))
        .id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    for (code, meant) in [
        ("UK", ": write GB"),
        ("EN", ""),
        ("ABCD", ""),
        ("ZZ", ""),
        ("QQ", ""),
    ] {
        let told = format!("\"{code}\" is not a country code such as FR{meant}");
        let mut data = Data::after(600);
        let _ = data.work("FILM", "W").with("countries", json!([code])).id();
        let company = data.other(entity::vocabulary::RecordKind::Company, "company");
        let _ = company.with("name", "C").with("country", code).id();
        let (_, bad) = read(&store, data.lines().as_bytes()).await;
        assert_eq!(bad.len(), 2, "{code}: {bad:?}");
        assert!(bad.iter().all(|bad| bad.reason == told), "{bad:?}");
        let input = said(json!({"kind": "FILM", "title": "New", "countries": [code]}));
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        assert_eq!(refused["userErrors"][0]["message"], told, "{refused}");
    }
    // A variable and a literal are refused by the same rule.
    for code in ["UK", "ZZ", "fr"] {
        let query = format!(
            "{{ film(by: {{id: \"{film}\"}}) {{ certifications(country: \"{code}\") {{ rating }} }} }}"
        );
        let answer = editor.query(&query).await;
        let message = answer.error()["message"].to_string();
        assert!(
            message.contains("is not a country code"),
            "{code}: {message}"
        );
    }
}

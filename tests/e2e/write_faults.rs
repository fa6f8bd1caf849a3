//! What is wrong with inputs of records is told by its place, all at once, and nothing is written.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, on_both};
use serde_json::{Value, json};

use crate::write_records::{World, mutate, said, world};

on_both!(
    what_is_wrong_with_a_new_work_is_told_by_its_place,
    what_is_wrong_with_a_change_is_told_by_its_place,
    everything_that_is_wrong_is_told_at_once,
    lists_of_an_input_are_bounded,
    types_are_the_schemas,
);

pub(crate) fn places(answer: &Value) -> Vec<(String, String)> {
    let errors = answer["userErrors"].as_array().expect("errors");
    let place = |error: &Value| {
        let names = error["field"].as_array().cloned().unwrap_or_default();
        let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
        (
            names.join("."),
            error["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    errors.iter().map(place).collect()
}

async fn what_is_wrong_with_a_new_work_is_told_by_its_place(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let head = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    let role = |more: Value| {
        let mut role = json!({"person": {"ref": {"id": person}}, "department": "ACTING"});
        for (name, value) in more.as_object().expect("members") {
            role[name] = value.clone();
        }
        json!({"roles": [role]})
    };
    for (more, place, code) in [
        (json!({"title": " "}), "title", "REQUIRED"),
        (json!({"title": "x".repeat(1_001)}), "title", "TOO_LONG"),
        (json!({"title": "a\u{0}b"}), "title", "INVALID_VALUE"),
        (
            json!({"releaseDate": "soon"}),
            "releaseDate",
            "INVALID_VALUE",
        ),
        (
            json!({"runtimeMinutes": 0}),
            "runtimeMinutes",
            "INVALID_VALUE",
        ),
        (json!({"rating": 11.5}), "rating", "INVALID_VALUE"),
        (
            json!({"countries": ["FR", "france"]}),
            "countries.1",
            "INVALID_VALUE",
        ),
        (
            json!({"countries": ["FR", "FR"]}),
            "countries.1",
            "DUPLICATE",
        ),
        (
            json!({"languages": ["x_y"]}),
            "languages.0",
            "INVALID_VALUE",
        ),
        (json!({"genres": ["Nonsense"]}), "genres.0", "NOT_FOUND"),
        (
            json!({"budget": {"amount": "much", "currencyCode": "USD"}}),
            "budget.amount",
            "INVALID_VALUE",
        ),
        (
            json!({"budget": {"amount": "5", "currencyCode": "dollars"}}),
            "budget.currencyCode",
            "INVALID_VALUE",
        ),
        (
            json!({"titles": [{"text": "", "kind": "ALTERNATIVE"}]}),
            "titles.0.text",
            "REQUIRED",
        ),
        (
            json!({"links": [{"kind": "OFFICIAL", "url": "ftp://x"}]}),
            "links.0.url",
            "INVALID_VALUE",
        ),
        (
            json!({"externalIds": [{"authority": "IMDB", "value": "nonsense"}]}),
            "externalIds.0.value",
            "INVALID_VALUE",
        ),
        (
            json!({"externalIds": [{"authority": "IMDB", "value": "tt0000001"}, {"authority": "IMDB", "value": "tt0000002"}]}),
            "externalIds.1",
            "DUPLICATE",
        ),
        (
            json!({"series": {"id": "nonsense"}}),
            "series.id",
            "INVALID_VALUE",
        ),
        (
            json!({"series": {"id": film}}),
            "series.id",
            "INVALID_VALUE",
        ),
        (
            json!({"series": {"external": {"authority": "TMDB", "value": "x"}}}),
            "series.external.value",
            "INVALID_VALUE",
        ),
        (
            json!({"series": {"named": {"title": "T", "year": 99999}}}),
            "series.named.year",
            "INVALID_VALUE",
        ),
        (
            json!({"series": {"imdbId": "tt9999999"}}),
            "series.imdbId",
            "NOT_FOUND",
        ),
        (json!({"seasonNumber": 1}), "seasonNumber", "INVALID_VALUE"),
        (
            json!({"synopsis": "a", "synopses": [{"text": "b"}]}),
            "synopses",
            "INVALID_VALUE",
        ),
        (
            role(json!({"person": {"ref": {"id": "wvu"}}})),
            "roles.0.person.ref.id",
            "INVALID_VALUE",
        ),
        (
            role(json!({"person": {"ref": {"imdbId": "nm9999999"}}})),
            "roles.0.person.ref.imdbId",
            "NOT_FOUND",
        ),
        (
            role(json!({"person": {"create": {"name": ""}}})),
            "roles.0.person.create.name",
            "REQUIRED",
        ),
        (
            role(json!({"billing": 0})),
            "roles.0.billing",
            "INVALID_VALUE",
        ),
        (
            role(json!({"characters": ["Iris"], "charactersMissing": "UNKNOWN"})),
            "roles.0.charactersMissing",
            "INVALID_VALUE",
        ),
        (
            role(json!({"characters": [""]})),
            "roles.0.characters.0",
            "REQUIRED",
        ),
        (
            role(json!({"describedCharacters": [{}]})),
            "roles.0.describedCharacters.0",
            "INVALID_VALUE",
        ),
        (
            role(json!({"provenance": {"source": {"url": "nonsense"}}})),
            "roles.0.provenance.source.url",
            "INVALID_VALUE",
        ),
        (
            json!({"milestones": [{"kind": "ANNOUNCED", "date": "soon"}]}),
            "milestones.0.date",
            "INVALID_VALUE",
        ),
        (
            json!({"milestones": [{"kind": "ANNOUNCED", "span": "DURING"}]}),
            "milestones.0.date",
            "INVALID_VALUE",
        ),
        (
            json!({"provenance": {"source": {"id": "s1b9"}}}),
            "provenance.source.id",
            "NOT_FOUND",
        ),
        (
            json!({"provenance": {"source": {"create": {"kind": "ARTICLE", "title": "x"}}, "statedOn": "2031"}}),
            "provenance.statedOn",
            "INVALID_VALUE",
        ),
        (
            json!({"provenance": {"source": {"create": {"kind": "ARTICLE", "title": "x"}}, "excerpt": "x".repeat(1_001)}}),
            "provenance.excerpt",
            "TOO_LONG",
        ),
        (json!({"idempotencyKey": ""}), "idempotencyKey", "REQUIRED"),
    ] {
        let mut input = said(json!({"kind": "FILM", "title": "New"}));
        for (name, value) in more.as_object().expect("members") {
            input[name] = value.clone();
        }
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        let expected = vec![(place.to_owned(), code.to_owned())];
        assert_eq!(places(&refused), expected, "{more}: {refused}");
        assert_eq!(refused["work"], Value::Null);
        assert_eq!(refused["changeCursor"], Value::Null);
    }
    let now = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    assert_eq!(now, head);
}

async fn what_is_wrong_with_a_change_is_told_by_its_place(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let head = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    for (more, place, code) in [
        (
            json!({"expectedVersion": 7, "title": "x"}),
            "expectedVersion",
            "VERSION_CONFLICT",
        ),
        (json!({"id": person}), "id", "INVALID_VALUE"),
        (json!({"id": "nonsense"}), "id", "INVALID_VALUE"),
        (json!({"clear": ["title"]}), "clear.0", "REQUIRED"),
        (json!({"clear": ["nonsense"]}), "clear.0", "INVALID_VALUE"),
        (
            json!({"clear": ["runtimeMinutes"], "runtimeMinutes": 5}),
            "clear.0",
            "INVALID_VALUE",
        ),
        (
            json!({"clear": ["runtimeMinutes"], "clearReason": "DISPUTED"}),
            "clearReason",
            "INVALID_VALUE",
        ),
        (json!({"seasonNumber": 3}), "seasonNumber", "INVALID_VALUE"),
        (
            json!({"kind": "FILM", "keywords": ["nonsense"]}),
            "keywords.0",
            "NOT_FOUND",
        ),
        (
            json!({"boxOffice": [{"gross": {"amount": "1", "currencyCode": "USD"}, "source": "s1b9"}]}),
            "boxOffice.0.source",
            "NOT_FOUND",
        ),
        (
            json!({"title": "x", "provenance": {"source": {"url": "https://example.org/nothing"}}}),
            "provenance.source.url",
            "NOT_FOUND",
        ),
    ] {
        let mut input = said(json!({"id": film, "expectedVersion": 1}));
        for (name, value) in more.as_object().expect("members") {
            input[name] = value.clone();
        }
        let refused = mutate(&editor, "workUpdate", "work { id }", input).await;
        let expected = vec![(place.to_owned(), code.to_owned())];
        assert_eq!(places(&refused), expected, "{more}: {refused}");
    }
    let nothing = Data::after(900).next_id(RecordKind::Work);
    let gone = said(json!({"id": nothing, "expectedVersion": 1, "title": "x"}));
    let refused = mutate(&editor, "workUpdate", "work { id }", gone).await;
    assert_eq!(
        places(&refused),
        [("id".to_owned(), "NOT_FOUND".to_owned())]
    );
    let now = server
        .database()
        .number("SELECT seq FROM change_head")
        .await;
    assert_eq!(now, head);
}

async fn everything_that_is_wrong_is_told_at_once(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let input = json!({"kind": "FILM", "title": "", "releaseDate": "soon", "runtimeMinutes": -1,
        "roles": [{"person": {"create": {"name": "A", "birthDate": "soon"}}, "department": "ACTING", "billing": 0},
                  {"person": {"ref": {"id": "x"}}, "department": "ACTING"}],
        "milestones": [{"kind": "ANNOUNCED", "date": "soon"}],
        "provenance": {"source": {"create": {"kind": "ARTICLE", "title": "x", "url": "x"}}, "statedOn": "x"}});
    let refused = mutate(&editor, "workCreate", "work { id }", input).await;
    let mut found: Vec<String> = places(&refused)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "milestones.0.date",
            "provenance.source.create.url",
            "provenance.statedOn",
            "releaseDate",
            "roles.0.billing",
            "roles.0.person.create.birthDate",
            "roles.1.person.ref.id",
            "runtimeMinutes",
            "title",
        ]
    );
}

async fn lists_of_an_input_are_bounded(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let role = json!({"person": {"create": {"name": "A"}}, "department": "ACTING"});
    let milestone = json!({"kind": "ANNOUNCED"});
    for (name, item, most) in [
        ("roles", role, 500),
        ("milestones", milestone, 200),
        ("genres", json!("Drama"), 100),
    ] {
        let mut input = said(json!({"kind": "FILM", "title": "New"}));
        input[name] = vec![item; most + 1].into();
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        assert_eq!(
            places(&refused)[0],
            (name.to_owned(), "TOO_LONG".to_owned()),
            "{refused}"
        );
    }
}

async fn types_are_the_schemas(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    for input in [
        "kind: FILM, title: 5",
        "kind: NONSENSE, title: \"x\"",
        "title: \"x\"",
        "kind: FILM, title: \"x\", nonsense: 1",
    ] {
        let query = format!(
            "mutation {{ workCreate(input: {{{input}, provenance: {{source: {{id: \"s1b9\"}}}}}}) {{ work {{ id }} }} }}"
        );
        let answer = editor.query(&query).await;
        assert_eq!(
            answer.error()["extensions"]["code"],
            "VALIDATION_FAILED",
            "{input}"
        );
    }
    // Literals say the same as variables.
    let query = format!("mutation {{ workUpdate(input: {{id: \"{film}\", expectedVersion: 1, kind: TV_FILM, countries: \"SE\",
        budget: {{amount: \"5\", currencyCode: \"EUR\"}}, provenance: {{source: {{create: {{kind: ARTICLE, title: \"Paper\"}}}}, certainty: CONFIRMED}}}}) {{
        work {{ kind countries {{ code }} ... on Film {{ budget {{ amount }} }} }} userErrors {{ message }} }} }}");
    let changed = editor.data(&query).await["workUpdate"].take();
    assert_eq!(
        changed,
        json!({"work": {"kind": "TV_FILM", "countries": [{"code": "SE"}], "budget": {"amount": "5"}}, "userErrors": []})
    );
}

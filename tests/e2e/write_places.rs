//! Every fault is told by its full place in the input, and bounds are those of the records.

use filmgraph_tests::{Database, on_both};
use serde_json::{Value, json};

use crate::write_faults::places;
use crate::write_records::{World, done, mutate, said, world};

on_both!(
    what_is_wrong_in_a_list_has_its_place,
    what_records_together_cannot_have_is_told_by_its_place,
    bounds_of_records_hold_for_mutations,
    what_an_update_does_not_send_is_not_blamed,
);

fn with(mut input: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().expect("members") {
        input[name] = value.clone();
    }
    input
}

fn one(place: &str, code: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), code.to_owned())]
}

async fn what_is_wrong_in_a_list_has_its_place(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let dollars = |amount: &str| json!({"amount": amount, "currencyCode": "USD"});
    let euros = json!({"amount": "5", "currencyCode": "EUR"});
    let source = json!({"source": "s1b9", "gross": dollars("5")});
    for (more, place, code) in [
        (
            json!({"genres": ["Drama", "None"]}),
            "genres.1",
            "NOT_FOUND",
        ),
        (json!({"keywords": ["none"]}), "keywords.0", "NOT_FOUND"),
        (
            json!({"boxOffice": [source]}),
            "boxOffice.0.source",
            "NOT_FOUND",
        ),
        (
            json!({"boxOffice": [{"source": "s1b9", "gross": dollars("5"), "opening": euros}]}),
            "boxOffice.0.opening",
            "INVALID_VALUE",
        ),
        (
            json!({"boxOffice": [{"source": "s1b9", "gross": dollars("-5")}]}),
            "boxOffice.0.gross.amount",
            "INVALID_VALUE",
        ),
        (
            json!({"budget": dollars("-5")}),
            "budget.amount",
            "INVALID_VALUE",
        ),
        (
            json!({"budget": dollars("1234567890123456789")}),
            "budget.amount",
            "INVALID_VALUE",
        ),
        (
            json!({"synopses": [{"text": "A", "language": "en"}, {"text": "B", "language": "en"}]}),
            "synopses.1",
            "DUPLICATE",
        ),
        (
            json!({"roles": [{"person": {"create": {"name": "A"}}, "department": "ACTING", "charactersMissing": "DISPUTED"}]}),
            "roles.0.charactersMissing",
            "INVALID_VALUE",
        ),
        (
            json!({"roles": [{"person": {"create": {"name": "A"}}, "department": "ACTING",
                "attributes": ["VOICE", "SELF", "VOICE"]}]}),
            "roles.0.attributes.2",
            "DUPLICATE",
        ),
    ] {
        let input = said(with(json!({"kind": "FILM", "title": "New"}), &more));
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        assert_eq!(places(&refused), one(place, code), "{more}: {refused}");
    }
    let claim = json!({"subject": "wvu", "property": "BUDGET", "value": {"money": dollars("-1")}});
    let refused = mutate(&editor, "claimRecord", "claim { id }", said(claim)).await;
    assert_eq!(
        places(&refused),
        one("value.money.amount", "INVALID_VALUE"),
        "{refused}"
    );
}

async fn what_records_together_cannot_have_is_told_by_its_place(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let imdb = json!([{"authority": "WIKIDATA", "value": "Q5"}, {"authority": "IMDB", "value": "nm0000001"}]);
    let known = said(json!({"name": "Known", "externalIds": [imdb[1]]}));
    done(&editor, "personCreate", "person { id }", known).await;
    let somebody = json!({"person": {"ref": {"id": person}}, "department": "ACTING"});
    let taken =
        json!({"person": {"create": {"name": "New", "externalIds": imdb}}, "department": "ACTING"});
    for (roles, place) in [
        (
            json!([somebody, {"person": {"create": {"name": "B"}}, "department": "ACTING"}, somebody]),
            "roles.2",
        ),
        (
            json!([somebody, taken]),
            "roles.1.person.create.externalIds.1.value",
        ),
    ] {
        let input = said(json!({"kind": "FILM", "title": "New", "roles": roles}));
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        assert_eq!(places(&refused), one(place, "DUPLICATE"), "{refused}");
        let message = refused["userErrors"][0]["message"].to_string();
        let names_the_other = message.contains("as `roles.0`");
        assert_eq!(names_the_other, place == "roles.2", "{refused}");
    }
    // A role is told by all of its members.
    let input = with(somebody, &json!({"work": {"id": film}}));
    done(&editor, "roleCreate", "role { id }", said(input.clone())).await;
    let refused = mutate(&editor, "roleCreate", "role { id }", said(input)).await;
    assert_eq!(refused["userErrors"][0]["field"], Value::Null, "{refused}");
    assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE");
}

async fn bounds_of_records_hold_for_mutations(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let series = said(json!({"kind": "SERIES", "title": "Serial"}));
    let series = done(&editor, "workCreate", "work { id }", series).await["work"]["id"].clone();
    let known = |value: &str| json!({"externalIds": [{"authority": "IMDB", "value": value}]});
    let episode = json!({"kind": "EPISODE", "series": {"id": series}});
    for (more, place) in [
        (known("nm0000001"), "externalIds.0.value"),
        (
            with(episode.clone(), &json!({"seasonNumber": -1})),
            "seasonNumber",
        ),
        (
            with(
                episode.clone(),
                &json!({"seasonNumber": 1, "episodeNumber": -1}),
            ),
            "episodeNumber",
        ),
        (json!({"kind": "SERIES", "endYear": i32::MIN}), "endYear"),
        (json!({"kind": "SERIES", "endYear": 10_000}), "endYear"),
        (json!({"rating": -0.0}), "rating"),
        (json!({"countries": ["FR", "USA"]}), "countries.1"),
        (
            json!({"titles": [{"text": "A", "country": "UK", "kind": "ALTERNATIVE"}]}),
            "titles.0.country",
        ),
    ] {
        let input = said(with(json!({"kind": "FILM", "title": "New"}), &more));
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        assert_eq!(
            places(&refused),
            one(place, "INVALID_VALUE"),
            "{more}: {refused}"
        );
    }
    for address in ["http://example.org/\u{0}", "https://", "http:///films"] {
        let mut input = said(json!({"kind": "FILM", "title": "New"}));
        input["provenance"]["source"] = json!({"url": address});
        let refused = mutate(&editor, "workCreate", "work { id }", input).await;
        let expected = one("provenance.source.url", "INVALID_VALUE");
        assert_eq!(places(&refused), expected, "{refused}");
    }
    let wrong = said(with(json!({"name": "New"}), &known("tt0000001")));
    let refused = mutate(&editor, "personCreate", "person { id }", wrong).await;
    assert_eq!(
        places(&refused),
        one("externalIds.0.value", "INVALID_VALUE"),
        "{refused}"
    );
    let twice = json!({"work": {"id": film}, "person": {"ref": {"id": person}}, "department": "ACTING", "characters": ["A", "A"]});
    let refused = mutate(&editor, "roleCreate", "role { id }", said(twice)).await;
    assert_eq!(
        places(&refused),
        one("characters.1", "DUPLICATE"),
        "{refused}"
    );
    // What film data has is right: the first season of specials, and countries that are no more.
    let right = json!({"title": "Old", "seasonNumber": 0, "episodeNumber": 0, "countries": ["SU", "DD", "YU", "CS", "SUHH", "XWG"]});
    done(
        &editor,
        "workCreate",
        "work { id }",
        said(with(right, &episode)),
    )
    .await;
}

async fn what_an_update_does_not_send_is_not_blamed(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let milestone =
        json!({"work": {"id": film}, "kind": "FILMING_STARTED", "date": "2025", "span": "DURING"});
    let made = done(
        &editor,
        "milestoneCreate",
        "milestone { id version }",
        said(milestone),
    )
    .await;
    let made = &made["milestone"];
    let input = json!({"id": made["id"], "expectedVersion": made["version"], "clear": ["date"]});
    let refused = mutate(&editor, "milestoneUpdate", "milestone { id }", said(input)).await;
    assert_eq!(places(&refused), one("date", "INVALID_VALUE"), "{refused}");
    // A source is looked up, whether there is something to be said or not.
    for (runtime, source) in [
        (100, json!({"id": "s1b9"})),
        (100, json!({"url": "https://example.org/none"})),
    ] {
        let input = json!({"id": film, "expectedVersion": 1, "runtimeMinutes": runtime, "provenance": {"source": source}});
        let refused = mutate(&editor, "workUpdate", "work { id }", input).await;
        let place = if source.get("id").is_some() {
            "provenance.source.id"
        } else {
            "provenance.source.url"
        };
        assert_eq!(places(&refused), one(place, "NOT_FOUND"), "{refused}");
    }
    let blank = json!({"create": {"kind": "ARTICLE", "title": " "}});
    let input = json!({"id": film, "expectedVersion": 1, "runtimeMinutes": 100, "provenance": {"source": blank}});
    let refused = mutate(&editor, "workUpdate", "work { id }", input).await;
    assert_eq!(
        places(&refused),
        one("provenance.source.create.title", "REQUIRED"),
        "{refused}"
    );
}

//! Claims by mutations: facts agree with their records, what did not win is told, and where something
//! is wrong is named to the last member.

use filmgraph_tests::{Client, Data, Database, Server, on_both};
use serde_json::{Value, json};

use crate::exchange::{read, written};
use crate::write_faults::places;
use crate::write_records::{World, data, done, mutate, said, world};

on_both!(
    what_a_record_needs_is_never_missing,
    what_is_denied_leaves_the_next_best_in_fact_and_field,
    a_claim_that_does_not_win_is_told_as_an_update_tells_it,
    a_member_of_a_value_is_named,
    equal_amounts_and_languages_are_the_same,
    a_source_that_loses_its_strength_raises_a_version_once,
    a_file_that_changes_its_mind_raises_a_version_once,
    changes_of_several_descriptions_are_told_whole,
    a_description_stays_with_its_character,
    an_update_of_what_fits_only_a_claim_is_read_again,
    what_came_in_in_the_future_is_refused,
);

const SHOWN: &str = "subject { ... on Film { version title form: kind facts(properties: [TITLE, KIND]) { property valueText missing isDisputed } }
    ... on Person { name facts(properties: [NAME]) { valueText missing isDisputed } }
    ... on Role { person { name } facts(properties: [CAST]) { valueText missing isDisputed } }
    ... on Milestone { kind facts(properties: [KIND]) { valueText missing isDisputed } } }";

fn by(title: &str, certainty: &str, mut input: Value) -> Value {
    input["provenance"] =
        json!({"source": {"create": {"kind": "ARTICLE", "title": title}}, "certainty": certainty});
    input
}

fn words(text: &str) -> Value {
    json!({"text": {"text": text}})
}

async fn role_of(editor: &Client, film: &str, person: &str) -> String {
    let input =
        json!({"work": {"id": film}, "person": {"ref": {"id": person}}, "department": "ACTING"});
    let made = done(editor, "roleCreate", "role { id }", said(input)).await;
    made["role"]["id"].as_str().unwrap_or_default().to_owned()
}

async fn what_a_record_needs_is_never_missing(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = role_of(&editor, &film, &person).await;
    for (subject, property, fits) in [
        (&film, "TITLE", false),
        (&film, "KIND", false),
        (&person, "NAME", false),
        (&role, "CAST", false),
        (&film, "RUNTIME", true),
        (&role, "BILLING", true),
    ] {
        let input = json!({"subject": subject, "property": property, "missing": "NOT_ANNOUNCED"});
        let told = mutate(&editor, "claimRecord", "claim { id }", said(input)).await;
        if fits {
            assert_eq!(told["userErrors"], json!([]), "{property}: {told}");
            continue;
        }
        let expected = [("missing".to_owned(), "INVALID_VALUE".to_owned())];
        assert_eq!(places(&told), expected, "{property}: {told}");
        let message = told["userErrors"][0]["message"].as_str();
        let message = message.unwrap_or_default();
        assert!(message.contains("claim another value"), "{message}");
    }
}

async fn what_is_denied_leaves_the_next_best_in_fact_and_field(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = role_of(&editor, &film, &person).await;
    let claim = |title: &str, subject: &str, property: &str, value: Value, stance: &str| {
        let input =
            json!({"subject": subject, "property": property, "value": value, "stance": stance});
        by(title, "CONFIRMED", input)
    };
    let other = claim("Second", &film, "TITLE", words("Other"), "ASSERTS");
    done(&editor, "claimRecord", SHOWN, other).await;
    // The value that is denied gives way to the next best.
    let denied = claim("Third", &film, "TITLE", words("Other"), "DENIES");
    let told = done(&editor, "claimRecord", SHOWN, denied).await;
    assert_eq!(told["warnings"], json!([]), "{told}");
    let film_of = |told: &Value| told["subject"].clone();
    assert_eq!(film_of(&told)["title"], "Film");
    assert_eq!(film_of(&told)["facts"][1]["valueText"], "Film", "{told}");
    // And where nothing else is left, one stays in both, disputed.
    let last = claim("Third", &film, "TITLE", words("Film"), "DENIES");
    let told = done(&editor, "claimRecord", SHOWN, last).await;
    let fact = film_of(&told)["facts"][1].clone();
    assert_eq!(film_of(&told)["title"], fact["valueText"], "{told}");
    assert_eq!(
        (&fact["missing"], &fact["isDisputed"]),
        (&Value::Null, &json!(true)),
        "{told}"
    );
    assert_eq!(fact["valueText"], "Other", "the surest of those: {told}");
    for (subject, property, value, field) in [
        (&film, "KIND", json!({"name": "FILM"}), "form"),
        (&person, "NAME", words("Somebody"), "name"),
        (&role, "CAST", json!({"record": person}), "person"),
    ] {
        let denied = claim("Third", subject, property, value.clone(), "DENIES");
        let told = done(&editor, "claimRecord", SHOWN, denied).await;
        let facts = told["subject"]["facts"].as_array().cloned();
        let facts = facts.unwrap_or_default();
        let of = |fact: &&Value| fact["property"].is_null() || fact["property"] == property;
        let fact = facts.iter().find(of).cloned().unwrap_or_default();
        let is = &fact["valueText"];
        let held = match property {
            "CAST" => &told["subject"][field]["name"],
            _ => &told["subject"][field],
        };
        assert_eq!(held, is, "{property}: {told}");
        assert!(!is.is_null(), "{property}: {told}");
        assert_eq!(fact["isDisputed"], true, "{property}: {told}");
        let warning = told["warnings"][0].to_string();
        assert!(warning.contains("cannot be without one"), "{told}");
    }
    // Of every value, too.
    let each = json!({"subject": person, "property": "NAME", "stance": "DENIES"});
    let told = done(
        &editor,
        "claimRecord",
        SHOWN,
        by("Fourth", "CONFIRMED", each),
    )
    .await;
    assert_eq!(told["subject"]["name"], "Somebody");
    assert_eq!(told["subject"]["facts"][0]["valueText"], "Somebody");
    assert_eq!(told["warnings"][0]["field"], json!(["property"]), "{told}");
    drop(server);
}

async fn a_claim_that_does_not_win_is_told_as_an_update_tells_it(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let minutes = json!({"number": {"number": "90", "unit": "minutes"}});
    let claim = json!({"subject": film, "property": "RUNTIME", "value": minutes});
    let told = done(
        &editor,
        "claimRecord",
        "claim { id }",
        by("Blog", "RUMORED", claim),
    )
    .await;
    let update = json!({"id": film, "expectedVersion": 1, "runtimeMinutes": 91});
    let updated = done(
        &editor,
        "workUpdate",
        "work { id }",
        by("Blog", "RUMORED", update),
    )
    .await;
    let (claimed, updated) = (&told["warnings"][0], &updated["warnings"][0]);
    assert_eq!(claimed["field"], json!(["value"]), "{told}");
    assert_eq!(updated["field"], json!(["runtimeMinutes"]));
    assert_eq!(claimed["code"], "OUTRANKED");
    assert_eq!(claimed["message"], updated["message"]);
    for (input, field) in [
        (
            json!({"property": "RUNTIME", "missing": "NOT_ANNOUNCED"}),
            "missing",
        ),
        (
            json!({"property": "RUNTIME", "stance": "DENIES"}),
            "property",
        ),
        (
            json!({"property": "RECORD", "stance": "DENIES"}),
            "property",
        ),
        (
            json!({"property": "GENRE", "value": words("Drama"), "stance": "DENIES"}),
            "value",
        ),
    ] {
        let mut input = input;
        input["subject"] = json!(film);
        let told = done(
            &editor,
            "claimRecord",
            "claim { id }",
            by("Fan", "RUMORED", input),
        )
        .await;
        assert_eq!(told["warnings"][0]["field"], json!([field]), "{told}");
        assert_eq!(told["warnings"][0]["code"], "OUTRANKED", "{told}");
    }
    // What nobody contradicts shows from REPORTED up.
    for (certainty, warnings) in [("RUMORED", 1), ("REPORTED", 0)] {
        let wins = json!({"subject": film, "property": "GENRE", "value": words("Horror")});
        let wins = by("Fan", certainty, wins);
        let told = done(&editor, "claimRecord", "claim { id }", wins).await;
        let told = told["warnings"].as_array().expect("warnings");
        assert_eq!(told.len(), warnings, "{certainty}: {told:?}");
    }
}

async fn a_member_of_a_value_is_named(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    let text = |text: &str, language: Value| json!({"text": {"text": text, "language": language}});
    let number = |number: &str, unit: &str| json!({"number": {"number": number, "unit": unit}});
    let long = "a".repeat(5_000);
    for (property, value, path) in [
        ("TITLE", words(" "), "value.text.text"),
        ("TITLE", words(&long), "value.text.text"),
        ("TITLE", text("A", json!("en")), "value.text.language"),
        ("TITLE", json!({"name": "FILM"}), "value.name"),
        ("TITLE", number("1", "minutes"), "value.number"),
        ("KIND", json!({"name": "PLANET"}), "value.name"),
        ("RUNTIME", number("1.5", "minutes"), "value.number.number"),
        ("RUNTIME", number("90", "hours"), "value.number.unit"),
        ("RUNTIME", number("1e5", "minutes"), "value.number.number"),
        ("SYNOPSIS", text("A", json!("x_y")), "value.text.language"),
        ("RELEASE_DATE", json!({"date": "soon"}), "value.date"),
        ("BUDGET", money("1e+308", "USD"), "value.money.amount"),
        (
            "BUDGET",
            money("1234567890123456789", "USD"),
            "value.money.amount",
        ),
        ("BUDGET", money("1", "usd"), "value.money.currencyCode"),
        ("GENRE", words("Nothing"), "value.text.text"),
    ] {
        let input = json!({"subject": film, "property": property, "value": value});
        let told = mutate(&editor, "claimRecord", "claim { id }", said(input)).await;
        let code = match path {
            _ if value == words(" ") => "REQUIRED",
            _ if value == words(&long) => "TOO_LONG",
            _ if property == "GENRE" => "NOT_FOUND",
            _ => "INVALID_VALUE",
        };
        let expected = [(path.to_owned(), code.to_owned())];
        assert_eq!(places(&told), expected, "{property}: {told}");
    }
    for (property, key, code) in [
        ("OTHER", None, "REQUIRED"),
        ("OTHER", Some("Two words"), "INVALID_VALUE"),
        ("TITLE", Some("runtime"), "INVALID_VALUE"),
    ] {
        let input =
            json!({"subject": film, "property": property, "propertyKey": key, "value": words("A")});
        let told = mutate(&editor, "claimRecord", "claim { id }", said(input)).await;
        let expected = [("propertyKey".to_owned(), code.to_owned())];
        assert_eq!(places(&told), expected, "{property} {key:?}: {told}");
    }
}

fn money(amount: &str, currency: &str) -> Value {
    json!({"money": {"amount": amount, "currencyCode": currency}})
}

async fn equal_amounts_and_languages_are_the_same(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        ..
    } = world(database).await;
    for (title, amount) in [("A", "5.5"), ("B", "5.50"), ("C", "05.50")] {
        let input = json!({"subject": film, "property": "BUDGET", "value": money(amount, "USD")});
        let shown = "subject { ... on Film { budget { amount } facts(properties: [BUDGET]) { isDisputed } } }";
        let told = done(&editor, "claimRecord", shown, by(title, "STATED", input)).await;
        let expected = json!({"budget": {"amount": "5.5"}, "facts": [{"isDisputed": false}]});
        assert_eq!(told["subject"], expected, "{amount}: {told}");
    }
    let input = json!({"id": film, "expectedVersion": 2, "budget": {"amount": "0005.500", "currencyCode": "USD"}});
    let same = done(&editor, "workUpdate", "work { version }", said(input)).await;
    assert_eq!(same["work"]["version"], 2, "{same}");
    let input = json!({"id": film, "expectedVersion": 2, "languages": ["EN", "pt-br"],
        "synopses": [{"text": "Words", "language": "DE"}]});
    let shown = "work { ... on Film { version languages { code } } }";
    let written = done(&editor, "workUpdate", shown, said(input)).await;
    let expected = json!([{"code": "en"}, {"code": "pt-BR"}]);
    assert_eq!(written["work"]["languages"], expected, "{written}");
    let input = json!({"id": film, "expectedVersion": 3, "languages": ["en", "PT-BR"],
        "synopses": [{"text": "Words", "language": "de"}]});
    let same = done(&editor, "workUpdate", shown, said(input)).await;
    assert_eq!(same["work"]["version"], 3, "{same}");
    let input = json!({"id": film, "expectedVersion": 3, "languages": ["en", "EN"]});
    let twice = mutate(&editor, "workUpdate", shown, said(input)).await;
    let expected = [("languages.1".to_owned(), "DUPLICATE".to_owned())];
    assert_eq!(places(&twice), expected, "{twice}");
}

async fn a_source_that_loses_its_strength_raises_a_version_once(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let claim = |property: &str, value: Value, title: &str| {
        by(
            title,
            "STATED",
            json!({"subject": film, "property": property, "value": value}),
        )
    };
    let minutes = |number: &str| json!({"number": {"number": number}});
    let shown = "claim { source { id } } subject { ... on Film { version } }";
    done(
        &editor,
        "claimRecord",
        shown,
        claim("RUNTIME", minutes("80"), "Other"),
    )
    .await;
    let mut told = Value::Null;
    for (property, value) in [
        ("RUNTIME", minutes("90")),
        ("TITLE", words("Otherwise")),
        ("ORIGINAL_TITLE", words("Sonst")),
    ] {
        let mut input = claim(property, value, "Mine");
        if let Some(source) = told["claim"]["source"]["id"].as_str() {
            input["provenance"]["source"] = json!({"id": source});
        }
        told = done(&editor, "claimRecord", shown, input).await;
    }
    let source = told["claim"]["source"]["id"].clone();
    let mut before = told["subject"]["version"].as_i64().unwrap_or_default();
    for (version, priority) in [(1, 90), (2, -90), (3, 90)] {
        let input = json!({"id": source, "expectedVersion": version, "priority": priority});
        let query = "mutation($input: SourceUpdateInput!) { sourceUpdate(input: $input) { userErrors { message } } }";
        let updated = editor.data_with(query, json!({"input": input})).await;
        assert_eq!(updated["sourceUpdate"]["userErrors"], json!([]));
        let now = version_of(&editor, &film).await;
        assert_eq!(now, before + 1, "priority {priority}");
        before = now;
        let rows = server
            .database()
            .number("SELECT COUNT(*) FROM change WHERE subject_kind = 1 AND version = (SELECT MAX(version) FROM change WHERE subject_kind = 1)")
            .await;
        assert_eq!(rows, 1, "one row of the log");
    }
}

async fn version_of(editor: &Client, film: &str) -> i64 {
    let query = format!("{{ film(by: {{id: \"{film}\"}}) {{ version }} }}");
    let version = editor.data(&query).await["film"]["version"].take();
    version.as_i64().unwrap_or_default()
}

async fn a_file_that_changes_its_mind_raises_a_version_once(database: Database) {
    let (mut file, [film, ..]) = data();
    let server = Server::with_data(database, &file).await;
    let editor = server.editor().await;
    let minutes = json!({"number": {"number": "90"}});
    let claim = json!({"subject": film, "property": "RUNTIME", "value": minutes});
    let claim = by("Blog", "RUMORED", claim);
    done(&editor, "claimRecord", "claim { id }", claim).await;
    let before = version_of(&editor, &film).await;
    let _ = file.record(&film).with("runtimeMinutes", 95).id();
    let store = server.store().await;
    let (summary, bad) = read(&store, file.lines().as_bytes()).await;
    assert_eq!((summary.counts.updated, bad.len()), (1, 0), "{bad:?}");
    store.close().await;
    assert_eq!(version_of(&editor, &film).await, before + 1);
}

async fn changes_of_several_descriptions_are_told_whole(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = role_of(&editor, &film, &person).await;
    let described = |iris: &str, otto: &str, third: &str| json!([{"name": "Iris", "description": iris}, {"name": "Otto", "description": otto}, {"name": third}]);
    let update = |version: i64, characters: Value, is_dry: bool| {
        said(
            json!({"id": role, "expectedVersion": version, "describedCharacters": characters, "dryRun": is_dry}),
        )
    };
    let input = update(1, described("a pilot", "a cook", "Ada"), false);
    done(&editor, "roleUpdate", "role { version }", input).await;
    let input = update(2, described("a captain", "a waiter", "Eva"), true);
    let dry = done(&editor, "roleUpdate", "role { version }", input).await;
    let told = dry["changes"].to_string();
    for word in ["a pilot", "a captain", "a cook", "a waiter", "Ada", "Eva"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

async fn a_description_stays_with_its_character(database: Database) {
    let World {
        server: _server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let role = role_of(&editor, &film, &person).await;
    let shown = "role { version characters { name description } }";
    let (iris, otto) = (
        json!({"name": "Iris", "description": "a pilot"}),
        json!({"name": "Otto", "description": "a cook"}),
    );
    let set = async |version: i64, characters: Value| {
        let input =
            json!({"id": role, "expectedVersion": version, "describedCharacters": characters});
        done(&editor, "roleUpdate", shown, said(input)).await["role"].clone()
    };
    set(1, json!([iris, otto])).await;
    let turned = set(2, json!([otto, iris])).await;
    assert_eq!(turned["characters"], json!([otto, iris]), "{turned}");
    // A claim that wins and is taken back leaves each what it was.
    let claim = json!({"subject": role, "property": "OTHER", "propertyKey": "characterDescription",
        "value": {"text": {"text": "the captain", "character": "Iris"}}});
    let claim = by("Press kit", "CONFIRMED", claim);
    let of_role = "claim { id } subject { ... on Role { characters { name description } } }";
    let told = done(&editor, "claimRecord", of_role, claim).await;
    let captain = json!({"name": "Iris", "description": "the captain"});
    assert_eq!(
        told["subject"]["characters"],
        json!([otto, captain]),
        "{told}"
    );
    let shown = "subject { ... on Role { characters { name description } } }";
    let taken = json!({"id": told["claim"]["id"]});
    let back = done(&editor, "claimRetract", shown, taken).await;
    assert_eq!(back["subject"]["characters"], json!([otto, iris]), "{back}");
}

async fn an_update_of_what_fits_only_a_claim_is_read_again(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let input = said(json!({"kind": "SERIES", "title": "Harbour Lights"}));
    let series = done(&editor, "workCreate", "work { id }", input).await["work"]["id"].clone();
    let input = json!({"id": film, "expectedVersion": 1, "kind": "EPISODE", "series": {"id": series}, "seasonNumber": 1});
    done(&editor, "workUpdate", "work { id }", said(input)).await;
    let store = server.store().await;
    let head = store.head().await.expect("the head");
    let export = written(&store).await;
    assert!(export.contains("\"EPISODE\""), "{export}");
    let (summary, bad) = read(&store, export.as_bytes()).await;
    assert_eq!((summary.counts.updated, bad.len()), (0, 0), "{bad:?}");
    assert_eq!(store.head().await.expect("the head"), head);
    store.close().await;
}

async fn what_came_in_in_the_future_is_refused(database: Database) {
    let World { server, film, .. } = world(database).await;
    let store = server.store().await;
    for (recorded, is_read) in [
        ("2999-01-01T00:00:00Z", false),
        ("2026-11-24T12:00:00Z", false),
        ("2026-11-22T12:00:00Z", true),
    ] {
        let mut file = Data::after(900);
        let source = file.source("ARTICLE", "Paper").id();
        let claim = file.claim(&source, &film, "RUNTIME");
        let value = json!({"number": "90", "unit": "minutes"});
        let _ = claim.with("value", value).with("recordedAt", recorded).id();
        let (_, bad) = read(&store, file.lines().as_bytes()).await;
        assert_eq!(bad.is_empty(), is_read, "{recorded}: {bad:?}");
        for line in bad {
            assert_eq!(line.field, "recordedAt");
            assert!(
                line.reason.contains("lies in the future: it is 2026-11-"),
                "{line}"
            );
        }
    }
    store.close().await;
}

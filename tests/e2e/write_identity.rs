//! What tells records apart stays so whatever is claimed: a file that was written here can be read.

use ::data::ingest::load;
use filmgraph_tests::{Client, Data, Database, Server, TestDatabase, clock, on_both};
use serde_json::{Value, json};
use store::Store;

use crate::write_again::written;
use crate::write_faults::places;
use crate::write_records::{World, done, mutate, said, world};

on_both!(
    a_role_is_not_made_where_another_says_itself_that_it_is_it,
    jobs_tell_new_roles_apart_also_in_a_file,
    a_tmdb_number_is_of_one_work_whatever_its_kind_is_said_to_be,
    a_series_that_is_held_stays_one,
    a_series_by_claims_alone_is_exported_as_it_is_held,
    two_episodes_may_have_one_number,
);

/// Reads what is written into another database: it is the same there.
async fn round_trips(database: Database, store: &Store) {
    let first = written(store).await;
    let other = TestDatabase::new(database).await;
    let second = other.store().await;
    let counts = load(&second, first.as_bytes(), "again", clock().micros()).await;
    counts.expect("every line goes in");
    assert_eq!(written(&second).await, first);
    second.close().await;
}

/// A role on the film.
async fn role(editor: &Client, film: &str, person: Value, job: Option<&str>) -> Value {
    let input =
        json!({"work": {"id": film}, "person": person, "department": "PRODUCTION", "job": job});
    mutate(editor, "roleCreate", "role { id version }", said(input)).await
}

fn surely(mut input: Value) -> Value {
    input["provenance"]["certainty"] = json!("CONFIRMED");
    input
}

async fn a_role_is_not_made_where_another_says_itself_that_it_is_it(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let somebody = json!({"ref": {"id": person}});
    for change in [
        json!({"job": "Gaffer"}),
        json!({"person": {"id": "another"}}),
    ] {
        let made = role(&editor, &film, somebody.clone(), Some("Producer")).await;
        let made = &made["role"];
        let mut input = surely(said(
            json!({"id": made["id"], "expectedVersion": made["version"]}),
        ));
        for (name, value) in change.as_object().expect("members") {
            input[name] = value.clone();
        }
        if change.get("person").is_some() {
            let another = said(json!({"name": "Another"}));
            let another = done(&editor, "personCreate", "person { id }", another).await;
            input["person"]["id"] = another["person"]["id"].clone();
        }
        let changed = done(&editor, "roleUpdate", "role { version job }", input).await;
        assert_eq!(changed["warnings"], json!([]), "{changed}");
        // The role says itself, as a file has it, that it is what it was.
        let again = role(&editor, &film, somebody.clone(), Some("Producer")).await;
        let error = &again["userErrors"][0];
        assert_eq!(error["code"], "DUPLICATE", "{again}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(
            message.contains(made["id"].as_str().expect("an id")),
            "{message}"
        );
        assert!(message.contains("says itself"), "{message}");
        // Nor may one that is there become it.
        let other = role(&editor, &film, somebody.clone(), Some("Grip")).await;
        let other = &other["role"];
        let input =
            json!({"id": other["id"], "expectedVersion": other["version"], "job": "Producer"});
        let refused = mutate(&editor, "roleUpdate", "role { id }", surely(said(input))).await;
        assert_eq!(refused["userErrors"][0]["code"], "DUPLICATE", "{refused}");
        // Once it is deleted, nothing is in the way.
        let version = changed["role"]["version"].clone();
        for (id, version) in [(&made["id"], &version), (&other["id"], &other["version"])] {
            let input = said(json!({"id": id, "expectedVersion": version}));
            let delete = "mutation($input: RoleDeleteInput!) { roleDelete(input: $input) { userErrors { message } } }";
            let deleted = editor.data_with(delete, json!({"input": input})).await;
            assert_eq!(deleted["roleDelete"]["userErrors"], json!([]));
        }
    }
    let store = server.store().await;
    round_trips(database, &store).await;
    store.close().await;
}

async fn jobs_tell_new_roles_apart_also_in_a_file(database: Database) {
    let World {
        server,
        editor,
        film,
        person,
        ..
    } = world(database).await;
    let somebody = json!({"ref": {"id": person}});
    let part = |job: &str| json!({"person": somebody, "department": "PRODUCTION", "job": job});
    let input = json!({"kind": "FILM", "title": "New", "roles": [part("Producer"), part("Executive producer")]});
    done(&editor, "workCreate", "work { id }", said(input)).await;
    for job in ["Producer", "Executive producer"] {
        let made = role(&editor, &film, somebody.clone(), Some(job)).await;
        assert_eq!(made["userErrors"], json!([]), "{made}");
    }
    let store = server.store().await;
    round_trips(database, &store).await;
    store.close().await;
}

async fn a_tmdb_number_is_of_one_work_whatever_its_kind_is_said_to_be(database: Database) {
    let World { server, editor, .. } = world(database).await;
    let work = |kind: &str| {
        let ids = json!([{"authority": "TMDB", "value": "5"}]);
        said(json!({"kind": kind, "title": "Five", "externalIds": ids}))
    };
    let film = done(&editor, "workCreate", "work { id version }", work("FILM")).await;
    let film = &film["work"];
    let input = json!({"id": film["id"], "expectedVersion": film["version"], "kind": "SERIES"});
    done(&editor, "workUpdate", "work { id }", surely(said(input))).await;
    for kind in ["FILM", "SERIES"] {
        let refused = mutate(&editor, "workCreate", "work { id }", work(kind)).await;
        let expected = [("externalIds.0.value".to_owned(), "DUPLICATE".to_owned())];
        assert_eq!(places(&refused), expected, "{refused}");
    }
    let store = server.store().await;
    round_trips(database, &store).await;
    store.close().await;
}

/// A series with two episodes and a season.
fn series() -> (Data, String, String) {
    let mut data = Data::new();
    let series = data.work("SERIES", "Serial").id();
    let first = data.episode(&series, "One", "2000");
    let _ = data.episode(&series, "Two", "2001");
    let season = data.other(entity::vocabulary::RecordKind::Season, "season");
    let _ = season
        .with("series", series.as_str())
        .with("number", 1)
        .id();
    (data, series, first)
}

async fn a_series_that_is_held_stays_one(database: Database) {
    let (data, series, episode) = series();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let held = "2 episodes and 1 season hold it";
    let input = json!({"id": series, "expectedVersion": 1, "kind": "FILM"});
    let refused = mutate(&editor, "workUpdate", "work { id }", surely(said(input))).await;
    assert_eq!(
        places(&refused),
        [("kind".to_owned(), "INVALID_VALUE".to_owned())]
    );
    assert!(
        refused["userErrors"][0]["message"]
            .to_string()
            .contains(held),
        "{refused}"
    );
    // Nor by a claim; one that does not win is kept.
    let claim = |subject: &str, certainty: &str| {
        let mut input =
            said(json!({"subject": subject, "property": "KIND", "value": {"name": "FILM"}}));
        input["provenance"]["certainty"] = json!(certainty);
        input
    };
    let shown = "claim { id } subject { ... on Work { kind } }";
    let refused = mutate(&editor, "claimRecord", shown, claim(&series, "CONFIRMED")).await;
    assert_eq!(
        places(&refused),
        [("value.name".to_owned(), "INVALID_VALUE".to_owned())]
    );
    assert!(
        refused["userErrors"][0]["message"]
            .to_string()
            .contains(held),
        "{refused}"
    );
    let kept = done(&editor, "claimRecord", shown, claim(&series, "RUMORED")).await;
    assert_eq!(kept["subject"]["kind"], "SERIES", "{kept}");
    // Another kind that has episodes is one.
    let input = json!({"id": series, "expectedVersion": 1, "kind": "MINI_SERIES"});
    let changed = done(
        &editor,
        "workUpdate",
        "work { kind version }",
        surely(said(input)),
    )
    .await;
    assert_eq!(changed["work"]["kind"], "MINI_SERIES");
    // An episode stays one while it is in a series.
    let input = json!({"id": episode, "expectedVersion": 1, "kind": "FILM"});
    let refused = mutate(&editor, "workUpdate", "work { id }", surely(said(input))).await;
    assert_eq!(
        places(&refused),
        [("kind".to_owned(), "INVALID_VALUE".to_owned())],
        "{refused}"
    );
    let refused = mutate(&editor, "claimRecord", shown, claim(&episode, "CONFIRMED")).await;
    assert_eq!(
        places(&refused),
        [("value.name".to_owned(), "INVALID_VALUE".to_owned())],
        "{refused}"
    );
    // And a film has no seasons.
    let mut other = Data::after(500);
    let film = other.film("Film", "2000");
    let season = other.other(entity::vocabulary::RecordKind::Season, "season");
    let _ = season.with("series", film.as_str()).with("number", 1).id();
    let store = server.store().await;
    let told = load(&store, other.lines().as_bytes(), "again", clock().micros()).await;
    let told = told.expect_err("refused").to_string();
    assert!(told.contains("is no series"), "{told}");
    store.close().await;
}

async fn a_series_by_claims_alone_is_exported_as_it_is_held(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let input = json!({"id": film, "expectedVersion": 1, "kind": "SERIES"});
    done(&editor, "workUpdate", "work { id }", surely(said(input))).await;
    let episode = json!({"kind": "EPISODE", "title": "One", "series": {"id": film}, "seasonNumber": 1, "episodeNumber": 1});
    done(&editor, "workCreate", "work { id }", said(episode)).await;
    let store = server.store().await;
    assert!(
        written(&store)
            .await
            .contains("\"kind\":\"SERIES\",\"title\":\"Film\"")
    );
    round_trips(database, &store).await;
    store.close().await;
    // What made it a series cannot be taken back while it is held.
    let claims = format!(
        "{{ node(id: \"{film}\") {{ ... on Series {{ claims(filter: {{properties: [KIND]}}) {{ nodes {{ id valueText }} }} }} }} }}"
    );
    let claims = editor.data(&claims).await["node"]["claims"]["nodes"].take();
    let claims = claims.as_array().cloned().unwrap_or_default();
    let won = claims.iter().find(|claim| claim["valueText"] == "SERIES");
    let id = won.expect("the claim")["id"].clone();
    let refused = mutate(&editor, "claimRetract", "claim { id }", json!({"id": id})).await;
    assert_eq!(
        places(&refused),
        [("id".to_owned(), "INVALID_VALUE".to_owned())],
        "{refused}"
    );
}

/// Catalogues hold such doubles: cuts of an episode, and numbers that were given twice.
async fn two_episodes_may_have_one_number(database: Database) {
    let (data, series, _) = series();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let episode = json!({"kind": "EPISODE", "title": "New", "series": {"id": series}, "seasonNumber": 1, "episodeNumber": 7});
    for _ in 0..2 {
        done(&editor, "workCreate", "work { id }", said(episode.clone())).await;
    }
    let store = server.store().await;
    let file = written(&store).await;
    assert_eq!(file.matches("\"episodeNumber\":7").count(), 2);
    round_trips(database, &store).await;
    store.close().await;
}

//! What claims deny: it is no rumour, leaves every list unless it is asked for, and comes back.

use data::ingest::load;
use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, TestDatabase, clock, on_both};
use serde_json::{Value, json};

use crate::write_again::written;

on_both!(
    a_denied_role_leaves_casts_and_careers_and_comes_back,
    a_denied_work_leaves_lists_and_answers_by_its_id,
    a_denied_series_takes_its_episodes_out_of_careers,
    a_denied_person_leaves_casts,
    everything_that_can_be_denied_leaves_its_list,
    files_carry_denials_as_claims,
    a_deletion_that_is_undone_brings_the_denial_back,
);

/// Two people who were in three films together.
struct World {
    data: Data,
    source: String,
    people: [String; 2],
    films: [String; 3],
    /// The roles of the first in each.
    roles: Vec<String>,
}

fn world() -> World {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    let people = ["First", "Second"].map(|name| data.person(name).id());
    let films = ["1990", "2000", "2010"].map(|year| {
        let film = data.work("FILM", &format!("Of {year}"));
        let film = film.with("releaseDate", year);
        film.with("sources", json!([source])).id()
    });
    let mut roles = Vec::new();
    for film in &films {
        for person in &people {
            let role = data.role(person, film, "ACTING");
            let role = role.with("sources", json!([source])).id();
            if *person == people[0] {
                roles.push(role);
            }
        }
    }
    World {
        data,
        source,
        people,
        films,
        roles,
    }
}

const DENY: &str = "mutation($subject: ID!, $certainty: Certainty!, $dryRun: Boolean!) {
    claimRecord(input: {subject: $subject, property: RECORD, stance: DENIES, dryRun: $dryRun,
      provenance: {certainty: $certainty, source: {create: {kind: ARTICLE, title: \"A denial\"}}}}) {
      claim { id } subject { isDenied } changes { propertyKey } userErrors { field message } } }";

/// Denies that there is a record; gives the claim's id.
async fn deny(editor: &Client, subject: &str) -> String {
    let variables = json!({"subject": subject, "certainty": "CONFIRMED", "dryRun": false});
    let done = editor.data_with(DENY, variables).await["claimRecord"].take();
    assert_eq!(done["userErrors"], json!([]), "{done}");
    assert_eq!(done["subject"]["isDenied"], true, "{done}");
    done["claim"]["id"].as_str().expect("an id").to_owned()
}

async fn retract(editor: &Client, claim: &str) {
    let query = "mutation($id: ID!) { claimRetract(input: {id: $id}) { userErrors { message } } }";
    let done = editor.data_with(query, json!({"id": claim})).await;
    assert_eq!(done["claimRetract"]["userErrors"], json!([]));
}

/// How many stand in the lists of the newest film and of the first person.
async fn counts(server: &Server, world: &World, film: usize, filter: &str) -> Value {
    let query = format!(
        "query($film: ID!, $newest: ID!, $person: ID!) {{
          film(by: {{id: $film}}) {{ cast{filter} {{ totalCount }} }}
          newest: film(by: {{id: $newest}}) {{ reunions {{ totalCount }} }}
          person(by: {{id: $person}}) {{ filmography{filter} {{ totalCount }} roles{filter} {{ totalCount }}
            knownFor {{ id }} }} }}"
    );
    let variables =
        json!({"film": world.films[film], "newest": world.films[2], "person": world.people[0]});
    let data = server.data_with(&query, variables).await;
    let total = |pointer: &str| data.pointer(pointer).expect("a count").clone();
    json!([
        total("/film/cast/totalCount"),
        total("/newest/reunions/totalCount"),
        total("/person/filmography/totalCount"),
        total("/person/roles/totalCount"),
        data["person"]["knownFor"].as_array().expect("works").len(),
    ])
}

const WITH_DENIED: &str = "(filter: {includeDenied: true})";

async fn a_denied_role_leaves_casts_and_careers_and_comes_back(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    assert_eq!(counts(&server, &world, 1, "").await, json!([2, 2, 3, 3, 3]));
    let role = &world.roles[1];
    let query = format!(
        "{{ node(id: \"{role}\") {{ ... on Role {{ isDenied certainty
            facts(properties: [RECORD]) {{ missing isDisputed certainty }} }} }}
           last: node(id: \"{}\") {{ ... on Role {{ priorWork {{ totalCount }}
             all: priorWork{WITH_DENIED} {{ totalCount }} }} }} }}",
        world.roles[2]
    );
    // A trial changes nothing, and says what would be.
    let trial = json!({"subject": role, "certainty": "CONFIRMED", "dryRun": true});
    let trial = editor.data_with(DENY, trial).await["claimRecord"].take();
    assert_eq!(trial["subject"]["isDenied"], true, "{trial}");
    assert_eq!(trial["changes"], json!([{"propertyKey": "isDenied"}]));
    assert_eq!(server.data(&query).await["node"]["isDenied"], false);
    let denial = deny(&editor, role).await;
    let data = server.data(&query).await;
    let fact = json!({"missing": "DISPUTED", "isDisputed": true, "certainty": null});
    let expected = json!({"isDenied": true, "certainty": "STATED", "facts": [fact]});
    assert_eq!(data["node"], expected);
    assert_eq!(data["last"]["priorWork"]["totalCount"], 1);
    assert_eq!(data["last"]["all"]["totalCount"], 2);
    assert_eq!(counts(&server, &world, 1, "").await, json!([1, 1, 2, 2, 2]));
    assert_eq!(
        counts(&server, &world, 1, WITH_DENIED).await,
        json!([2, 1, 3, 3, 2])
    );
    retract(&editor, &denial).await;
    assert_eq!(counts(&server, &world, 1, "").await, json!([2, 2, 3, 3, 3]));
    // A weaker denial denies nothing.
    let weak = json!({"subject": role, "certainty": "REPORTED", "dryRun": false});
    let weak = editor.data_with(DENY, weak).await["claimRecord"].take();
    assert_eq!(weak["subject"]["isDenied"], false, "{weak}");
}

async fn a_denied_work_leaves_lists_and_answers_by_its_id(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let film = &world.films[1];
    let denial = deny(&editor, film).await;
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ title isDenied cast {{ totalCount }} }}
           named: film(by: {{named: {{title: \"Of 2000\"}}}}) {{ id }}
           node(id: \"{film}\") {{ ... on Film {{ isDenied }} }} }}"
    );
    let shown = server.data(&query).await;
    let expected = json!({"title": "Of 2000", "isDenied": true, "cast": {"totalCount": 2}});
    assert_eq!(shown["film"], expected);
    assert_eq!(
        (&shown["named"], &shown["node"]["isDenied"]),
        (&json!(null), &json!(true))
    );
    // Its own cast is what was asked for; careers and reunions go without it.
    assert_eq!(counts(&server, &world, 1, "").await, json!([2, 1, 2, 2, 2]));
    assert_eq!(
        counts(&server, &world, 1, WITH_DENIED).await,
        json!([2, 1, 3, 3, 2])
    );
    // A role that comes later is one on a denied work, too.
    let mut data = world.data.clone();
    let other = data.person("Third").id();
    let _ = data.acts(&other, film);
    server.load(&data).await;
    let career = format!("{{ person(by: {{id: \"{other}\"}}) {{ roles {{ totalCount }} }} }}");
    assert_eq!(
        server.data(&career).await["person"]["roles"]["totalCount"],
        0
    );
    retract(&editor, &denial).await;
    assert_eq!(
        server.data(&career).await["person"]["roles"]["totalCount"],
        1
    );
    assert_eq!(counts(&server, &world, 1, "").await, json!([3, 2, 3, 3, 3]));
}

async fn a_denied_series_takes_its_episodes_out_of_careers(database: Database) {
    let mut data = Data::new();
    let person = data.person("Somebody").id();
    let series = data
        .work("SERIES", "Series")
        .with("releaseDate", "2000")
        .id();
    let episodes = ["One", "Two"].map(|title| data.episode(&series, title, "2001"));
    for episode in &episodes {
        let _ = data.acts(&person, episode);
    }
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ filmography {{ totalCount }} roles {{ totalCount }} }}
           series(by: {{id: \"{series}\"}}) {{ episodes {{ totalCount }} all: episodes(includeDenied: true) {{ totalCount }} }} }}"
    );
    let counts = async || {
        let data = server.data(&query).await;
        let at = |pointer: &str| data.pointer(pointer).expect("a count").clone();
        json!([
            at("/person/filmography/totalCount"),
            at("/person/roles/totalCount"),
            at("/series/episodes/totalCount"),
            at("/series/all/totalCount"),
        ])
    };
    assert_eq!(counts().await, json!([1, 2, 2, 2]));
    let of_series = deny(&editor, &series).await;
    assert_eq!(counts().await, json!([0, 0, 2, 2]));
    let of_episode = deny(&editor, &episodes[0]).await;
    assert_eq!(counts().await, json!([0, 0, 1, 2]));
    // The series is there again, and the episode is still denied.
    retract(&editor, &of_series).await;
    assert_eq!(counts().await, json!([1, 1, 1, 2]));
    retract(&editor, &of_episode).await;
    assert_eq!(counts().await, json!([1, 2, 2, 2]));
}

async fn a_denied_person_leaves_casts(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let denial = deny(&editor, &world.people[0]).await;
    assert_eq!(counts(&server, &world, 1, "").await, json!([1, 0, 3, 3, 3]));
    let by_name = "{ person(by: {name: \"First\"}) { id } }";
    let by_name = server.query(by_name).await;
    assert!(!by_name.body.contains(&world.people[0]), "{}", by_name.body);
    retract(&editor, &denial).await;
    assert_eq!(counts(&server, &world, 1, "").await, json!([2, 2, 3, 3, 3]));
}

/// A film with one of everything that claims can be about, each with the field that lists it.
fn with_everything() -> (Data, String, Vec<(String, &'static str)>) {
    use RecordKind as K;
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Data").id();
    let film = data.film("Film", "2000");
    let other = data.film("Other", "1990");
    let company = data
        .other(K::Company, "company")
        .with("name", "A company")
        .id();
    let mut listed = Vec::new();
    let mut add = |kind, name: &str, fields: Value, list: &'static str| {
        let mut line = data.other(kind, name);
        for (field, value) in fields.as_object().expect("fields") {
            line = line.with(field, value.clone());
        }
        listed.push((line.id(), list));
    };
    add(
        K::CompanyRole,
        "companyRole",
        json!({"work": film, "company": company, "kind": "PRODUCTION"}),
        "companies",
    );
    add(
        K::Release,
        "release",
        json!({"work": film, "kind": "THEATRICAL", "country": "FR", "date": "1999"}),
        "releases",
    );
    add(
        K::Milestone,
        "milestone",
        json!({"work": film, "kind": "CANCELED", "date": "1999"}),
        "milestones",
    );
    add(
        K::Deal,
        "deal",
        json!({"work": film, "kind": "ACQUISITION"}),
        "deals",
    );
    add(
        K::Location,
        "location",
        json!({"work": film, "kind": "FILMING", "name": "Lisbon"}),
        "locations",
    );
    add(
        K::Award,
        "award",
        json!({"work": film, "award": "Prize", "category": "Best", "year": 2000, "result": "WON"}),
        "awards",
    );
    add(
        K::Relation,
        "relation",
        json!({"from": film, "to": other, "kind": "REMAKE_OF"}),
        "relations",
    );
    add(
        K::Quote,
        "quote",
        json!({"text": "Words", "about": [film], "source": source}),
        "quotes",
    );
    add(
        K::Commentary,
        "commentary",
        json!({"text": "Words", "kind": "REVIEW", "about": [film], "source": source}),
        "commentary",
    );
    add(
        K::List,
        "list",
        json!({"title": "Best", "entries": []}),
        "lists",
    );
    let list = listed.last().expect("a list").0.clone();
    let entry = data.next_id(K::ListEntry);
    let _ = data
        .record(&list)
        .with("entries", json!([{"id": entry, "work": film}]));
    (data, film, listed)
}

async fn everything_that_can_be_denied_leaves_its_list(database: Database) {
    let (data, film, listed) = with_everything();
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    let plain = ["companies", "milestones", "deals", "locations"];
    let select = |list: &str, with: &str| {
        let (argument, of) = match list {
            "awards" | "releases" if !with.is_empty() => {
                ("(filter: {includeDenied: true})", "nodes { id }")
            }
            list if plain.contains(&list) => (with, "id"),
            _ => (with, "nodes { id }"),
        };
        format!("{list}{argument} {{ {of} }}")
    };
    let ids = async |list: &str, with: &str| {
        let query = format!(
            "{{ film(by: {{id: \"{film}\"}}) {{ {} }} }}",
            select(list, with)
        );
        let found = server.data(&query).await["film"][list].take();
        let found = if plain.contains(&list) {
            found
        } else {
            found["nodes"].clone()
        };
        found.as_array().expect("a list").len()
    };
    for (id, list) in &listed {
        assert_eq!(ids(list, "").await, 1, "{list}");
        let denial = deny(&editor, id).await;
        assert_eq!(ids(list, "").await, 0, "{list}");
        assert_eq!(ids(list, "(includeDenied: true)").await, 1, "{list}");
        let query =
            format!("{{ node(id: \"{id}\") {{ __typename ... on Claimable {{ isDenied }} }} }}");
        assert_eq!(
            server.data(&query).await["node"]["isDenied"],
            true,
            "{list}"
        );
        retract(&editor, &denial).await;
        assert_eq!(ids(list, "").await, 1, "{list}");
    }
    // What is denied neither dates a film in a country nor decides its status.
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ status(asOf: \"1999-12-31\") releaseDate(country: \"FR\") {{ edtf }} }} }}"
    );
    let before = json!({"status": "CANCELED", "releaseDate": {"edtf": "1999"}});
    assert_eq!(server.data(&query).await["film"], before);
    for list in ["milestones", "releases"] {
        let found = listed.iter().find(|(_, of)| *of == list);
        deny(&editor, &found.expect("listed").0).await;
    }
    let after = json!({"status": "UNKNOWN", "releaseDate": null});
    assert_eq!(server.data(&query).await["film"], after);
}

async fn files_carry_denials_as_claims(database: Database) {
    let mut world = world();
    for subject in [&world.roles[1], &world.films[0]] {
        let denial = world.data.claim(&world.source, subject, "RECORD");
        let denial = denial.with("stance", "DENIES");
        let _ = denial.with("certainty", "CONFIRMED").id();
    }
    let server = Server::with_data(database, &world.data).await;
    let is_denied = format!(
        "{{ node(id: \"{}\") {{ ... on Role {{ isDenied }} }} film(by: {{id: \"{}\"}}) {{ isDenied }} }}",
        world.roles[1], world.films[0]
    );
    let denied = json!({"node": {"isDenied": true}, "film": {"isDenied": true}});
    assert_eq!(server.data(&is_denied).await, denied);
    let again = server.load(&world.data).await;
    assert_eq!((again.created, again.updated), (0, 0));
    let store = server.store().await;
    let file = written(&store).await;
    store.close().await;
    assert!(!file.contains("isDenied"), "{file}");
    let other = match database {
        Database::Sqlite => Database::Postgres,
        Database::Postgres => Database::Sqlite,
    };
    let elsewhere = TestDatabase::new(other).await;
    let store = elsewhere.store().await;
    let counts = load(&store, file.as_bytes(), "test", clock().micros()).await;
    counts.expect("loaded");
    assert_eq!(written(&store).await, file);
    store.close().await;
    let elsewhere = Server::with_records(other, &file).await;
    assert_eq!(elsewhere.data(&is_denied).await, denied);
    // Nobody but claims says so.
    let mut line = world.data.json(&world.films[1]);
    line["isDenied"] = json!(true);
    let lines = format!("{{\"type\":\"filmgraph\",\"formatVersion\":1}}\n{line}\n");
    let store = server.store().await;
    let refused = load(&store, lines.as_bytes(), "test", clock().micros()).await;
    let refused = refused.expect_err("refused").to_string();
    assert!(refused.contains("isDenied"), "{refused}");
    store.close().await;
}

async fn a_deletion_that_is_undone_brings_the_denial_back(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let film = &world.films[1];
    deny(&editor, film).await;
    let version = format!("{{ film(by: {{id: \"{film}\"}}) {{ version }} }}");
    let version = server.data(&version).await["film"]["version"].take();
    let delete = "mutation($id: ID!, $version: Int!) { workDelete(input: {id: $id, expectedVersion: $version,
        provenance: {source: {create: {kind: ARTICLE, title: \"A paper\"}}, excerpt: \"Never made\"}}) {
        userErrors { message } } }";
    let done = editor
        .data_with(delete, json!({"id": film, "version": version}))
        .await;
    assert_eq!(done["workDelete"]["userErrors"], json!([]));
    let undo = "mutation($id: ID!) { deleteUndo(input: {id: $id}) { userErrors { message } } }";
    let done = editor.data_with(undo, json!({"id": film})).await;
    assert_eq!(done["deleteUndo"]["userErrors"], json!([]));
    let query = format!("{{ film(by: {{id: \"{film}\"}}) {{ isDenied }} }}");
    assert_eq!(server.data(&query).await["film"]["isDenied"], true);
    assert_eq!(counts(&server, &world, 1, "").await, json!([2, 1, 2, 2, 2]));
}

//! What is less sure than REPORTED: it is in facts and claims, and never looks like what is known.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    a_rumour_shows_in_facts_alone,
    a_rumoured_date_moves_no_list,
    what_is_said_of_a_rumour_is_as_sure_as_it,
    an_old_rumour_disputes_nothing_that_was_confirmed,
    a_date_that_a_file_only_rumours_is_none,
    lists_are_as_sure_as_they_are_asked_to_be,
);

/// A film with a role, and somebody with an earlier one.
struct World {
    server: Server,
    editor: Client,
    film: String,
    role: String,
    source: String,
}

async fn world(database: Database) -> World {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "A paper").id();
    let person = data.person("Somebody").id();
    let earlier = data.film("Earlier", "2000");
    let _ = data.acts(&person, &earlier);
    let film = data.work("FILM", "Film").with("sources", json!([source]));
    let film = film.with("releaseDate", "2010").id();
    let role = data.acts(&person, &film);
    let server = Server::with_data(database, &data).await;
    let editor = server.editor().await;
    World {
        server,
        editor,
        film,
        role,
        source,
    }
}

/// Records a claim by a source of its own; gives the claim's id.
async fn claimed(editor: &Client, certainty: &str, by: &str, mut input: Value) -> Value {
    input["provenance"] = json!({"certainty": certainty,
        "source": {"create": {"kind": "ARTICLE", "title": by}}});
    let query = "mutation($input: ClaimRecordInput!) { claimRecord(input: $input) {
        claim { id } userErrors { field message } } }";
    let mut done = editor.data_with(query, json!({"input": input})).await;
    assert_eq!(done["claimRecord"]["userErrors"], json!([]), "{done}");
    done["claimRecord"]["claim"]["id"].take()
}

async fn retract(editor: &Client, claim: &Value) {
    let query = "mutation($id: ID!) { claimRetract(input: {id: $id}) { userErrors { message } } }";
    let done = editor.data_with(query, json!({"id": claim})).await;
    assert_eq!(done["claimRetract"]["userErrors"], json!([]));
}

async fn a_rumour_shows_in_facts_alone(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ title runtimeMinutes genres {{ name }} synopsis
            facts(properties: [RUNTIME, TITLE, SYNOPSIS]) {{ property valueText certainty missing }} }} }}"
    );
    let runtime = |number: &str| json!({"subject": film, "property": "RUNTIME", "value": {"number": {"number": number}}});
    let rumour = claimed(&editor, "RUMORED", "Nobody", runtime("400")).await;
    let title =
        json!({"subject": film, "property": "TITLE", "value": {"text": {"text": "Picture"}}});
    claimed(&editor, "EXPECTED", "Nobody else", title).await;
    let words =
        json!({"subject": film, "property": "SYNOPSIS", "value": {"text": {"text": "Hush"}}});
    claimed(&editor, "EXPECTED", "Somebody", words).await;
    let shown = server.data(&query).await["film"].take();
    assert_eq!(shown["runtimeMinutes"], json!(null));
    assert_eq!(shown["synopsis"], json!(null));
    assert_eq!(shown["title"], "Film", "what it says itself is surer");
    let fact = |value: &str, certainty: &str, property: &str| {
        json!({"property": property, "valueText": value,
        "certainty": certainty, "missing": null})
    };
    let facts = shown["facts"].as_array().expect("facts");
    assert!(
        facts.contains(&fact("400 minutes", "RUMORED", "RUNTIME"))
            || facts.contains(&fact("400", "RUMORED", "RUNTIME")),
        "{shown}"
    );
    assert!(
        facts.contains(&fact("Hush", "EXPECTED", "SYNOPSIS")),
        "{shown}"
    );
    let report = claimed(&editor, "REPORTED", "A paper of record", runtime("101")).await;
    assert_eq!(server.data(&query).await["film"]["runtimeMinutes"], 101);
    retract(&editor, &report).await;
    assert_eq!(
        server.data(&query).await["film"]["runtimeMinutes"],
        json!(null)
    );
    retract(&editor, &rumour).await;
    assert_eq!(
        server.data(&query).await["film"]["facts"][0]["property"],
        "TITLE"
    );
}

async fn a_rumoured_date_moves_no_list(database: Database) {
    let World {
        server,
        editor,
        film,
        role,
        ..
    } = world(database).await;
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ year releaseDate {{ edtf }} status }}
           node(id: \"{role}\") {{ ... on Role {{ priorWork {{ totalCount }}
             person {{ filmography(filter: {{releaseDate: {{before: \"1995\"}}}}) {{ totalCount }} }} }} }} }}"
    );
    // What the film says itself is denied, so that the rumour wins.
    let own = json!({"subject": film, "property": "RELEASE_DATE", "stance": "DENIES",
        "value": {"date": "2010"}});
    claimed(&editor, "CONFIRMED", "A studio", own).await;
    let date =
        |date: &str| json!({"subject": film, "property": "RELEASE_DATE", "value": {"date": date}});
    claimed(&editor, "RUMORED", "Nobody", date("1990")).await;
    let data = server.data(&query).await;
    let hidden = json!({"year": null, "releaseDate": null, "status": "UNKNOWN"});
    assert_eq!(data["film"], hidden);
    assert_eq!(
        data["node"]["priorWork"]["totalCount"], 1,
        "undated: the newest"
    );
    assert_eq!(data["node"]["person"]["filmography"]["totalCount"], 0);
    claimed(&editor, "STATED", "A studio", date("1990")).await;
    let data = server.data(&query).await;
    assert_eq!(data["film"]["year"], 1990);
    assert_eq!(data["node"]["priorWork"]["totalCount"], 0);
    assert_eq!(data["node"]["person"]["filmography"]["totalCount"], 1);
}

async fn what_is_said_of_a_rumour_is_as_sure_as_it(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let made = "mutation($film: ID!) { milestoneCreate(input: {work: {id: $film}, kind: FILMING_STARTED, date: \"2027\",
        provenance: {certainty: RUMORED, source: {create: {kind: ARTICLE, title: \"Nobody\"}}}}) {
        milestone { id date { edtf } certainty } userErrors { message } } }";
    let made = editor.data_with(made, json!({"film": film})).await["milestoneCreate"].take();
    assert_eq!(made["userErrors"], json!([]), "{made}");
    assert_eq!(made["milestone"]["date"], json!({"edtf": "2027"}));
    assert_eq!(made["milestone"]["certainty"], "RUMORED");
    let milestone = made["milestone"]["id"].as_str().expect("an id");
    // The milestone is confirmed, its date is not.
    let there = json!({"subject": milestone, "property": "RECORD"});
    let sure = claimed(&editor, "CONFIRMED", "A studio", there).await;
    let query = format!(
        "{{ node(id: \"{milestone}\") {{ ... on Milestone {{ certainty date {{ edtf }} }} }} }}"
    );
    let shown = server.data(&query).await["node"].take();
    assert_eq!(shown, json!({"certainty": "CONFIRMED", "date": null}));
    retract(&editor, &sure).await;
    let shown = server.data(&query).await["node"].take();
    assert_eq!(
        shown,
        json!({"certainty": "RUMORED", "date": {"edtf": "2027"}})
    );
}

async fn an_old_rumour_disputes_nothing_that_was_confirmed(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let runtime = |number: &str| json!({"subject": film, "property": "RUNTIME", "value": {"number": {"number": number}}});
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ facts(properties: [RUNTIME]) {{ isDisputed }} }} }}"
    );
    let disputed = async || server.data(&query).await["film"]["facts"][0]["isDisputed"].take();
    claimed(&editor, "RUMORED", "Nobody", runtime("400")).await;
    assert_eq!(disputed().await, false);
    claimed(&editor, "RUMORED", "Nobody else", runtime("300")).await;
    assert_eq!(disputed().await, true, "two rumours");
    claimed(&editor, "CONFIRMED", "A studio", runtime("100")).await;
    assert_eq!(disputed().await, false, "a rumour that was answered");
    claimed(&editor, "REPORTED", "A paper of record", runtime("101")).await;
    assert_eq!(disputed().await, true, "a report");
}

async fn a_date_that_a_file_only_rumours_is_none(database: Database) {
    let mut data = Data::new();
    let film = data.work("FILM", "Film").with("releaseDate", "1990");
    let film = film.with("releaseCertainty", "RUMORED").id();
    let release = |data: &mut Data, date: &str, certainty: &str| {
        let release = data.other(RecordKind::Release, "release");
        let release = release
            .with("work", film.as_str())
            .with("kind", "THEATRICAL");
        let release = release.with("country", "FR").with("date", date);
        release.with("certainty", certainty).id()
    };
    release(&mut data, "1985", "EXPECTED");
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ year label releaseDate(country: \"FR\") {{ edtf }}
            facts(properties: [RELEASE_DATE]) {{ valueText certainty }} }} }}"
    );
    let shown = server.data(&query).await["film"].take();
    assert_eq!(
        (&shown["year"], &shown["label"]),
        (&json!(null), &json!("Film"))
    );
    assert_eq!(shown["releaseDate"], json!(null));
    assert_eq!(shown["facts"][0]["certainty"], "RUMORED");
    release(&mut data, "2001", "STATED");
    server.load(&data).await;
    let shown = server.data(&query).await["film"].take();
    assert_eq!(shown["year"], 2001, "that of a release that is known");
    assert_eq!(shown["releaseDate"], json!({"edtf": "2001"}));
}

async fn lists_are_as_sure_as_they_are_asked_to_be(database: Database) {
    let World {
        server,
        film,
        source,
        ..
    } = world(database).await;
    let mut data = Data::after(1_000);
    let company = data.other(RecordKind::Company, "company");
    let company = company.with("name", "A company").id();
    let mut add = |kind, name: &str, kinds: [&str; 2], fields: Value| {
        for (certainty, of_kind) in ["RUMORED", "STATED"].into_iter().zip(kinds) {
            let mut line = data.other(kind, name).with("certainty", certainty);
            for (field, value) in fields.as_object().expect("fields") {
                line = line.with(field, value.clone());
            }
            let line = line.with("work", film.as_str()).with("kind", of_kind);
            let _ = line.with("sources", json!([source])).id();
        }
    };
    add(
        RecordKind::CompanyRole,
        "companyRole",
        ["PRODUCTION", "DISTRIBUTION"],
        json!({"company": company}),
    );
    let kinds = ["THEATRICAL", "FESTIVAL"];
    add(RecordKind::Release, "release", kinds, json!({}));
    let kinds = ["ANNOUNCED", "CAST"];
    add(RecordKind::Milestone, "milestone", kinds, json!({}));
    let kinds = ["ACQUISITION", "DISTRIBUTION"];
    add(RecordKind::Deal, "deal", kinds, json!({}));
    let kinds = ["FILMING", "NARRATIVE"];
    let place = json!({"name": "Lisbon"});
    add(RecordKind::Location, "location", kinds, place);
    let others = ["w1", "w2"].map(|title| data.film(title, "1999"));
    for (other, certainty) in others.iter().zip(["RUMORED", "STATED"]) {
        let relation = data.other(RecordKind::Relation, "relation");
        let relation = relation
            .with("from", film.as_str())
            .with("to", other.as_str());
        let _ = relation
            .with("kind", "BASED_ON")
            .with("certainty", certainty)
            .id();
    }
    server.load(&data).await;
    let query = |least: &str, filter: &str| {
        format!(
            "{{ film(by: {{id: \"{film}\"}}) {{ companies{least} {{ id }} deals{least} {{ id }}
                milestones{least} {{ id }} locations{least} {{ id }}
                relations{least} {{ nodes {{ id }} }} releases{filter} {{ nodes {{ id }} }} }} }}"
        )
    };
    let counts = async |least: &str, filter: &str| {
        let film = server.data(&query(least, filter)).await["film"].take();
        let plain = ["companies", "deals", "milestones", "locations"];
        let mut counts: Vec<usize> = plain
            .iter()
            .map(|of| film[of].as_array().expect("a list").len())
            .collect();
        for of in ["relations", "releases"] {
            counts.push(film[of]["nodes"].as_array().expect("a list").len());
        }
        counts
    };
    assert_eq!(counts("", "").await, [2; 6]);
    let filter = "(filter: {minCertainty: REPORTED})";
    assert_eq!(counts("(minCertainty: REPORTED)", filter).await, [1; 6]);
}

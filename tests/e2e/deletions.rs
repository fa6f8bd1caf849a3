//! Deleting records: what goes along, what keeps them, what holds afterwards, and taking it back.

mod asked;
mod files;
mod kept;
mod many;

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Client, Data, Database, Server, on_both};
use serde_json::{Value, json};
use store::read::log_head;

use crate::exchange::written;

on_both!(
    each_kind_goes_and_comes_back_byte_for_byte,
    a_work_goes_with_all_that_is_of_it,
    what_claims_decided_is_decided_again,
    the_date_of_a_work_follows_its_releases,
);

/// A film with a part of every kind, and others around it.
pub(crate) struct World {
    pub(crate) data: Data,
    pub(crate) source: String,
    pub(crate) film: String,
    pub(crate) person: String,
    pub(crate) role: String,
    pub(crate) milestone: String,
    pub(crate) deal: String,
    pub(crate) release: String,
}

pub(crate) fn world() -> World {
    let mut data = Data::new();
    let source = data.source("ARTICLE", "A trade paper").id();
    let sources = json!([source]);
    let person = data
        .person("Jane Doe")
        .with("sources", sources.clone())
        .id();
    let company = data
        .other(RecordKind::Company, "company")
        .with("name", "Studio")
        .id();
    let title = data.next_id(RecordKind::Title);
    let film = data
        .work("FILM", "Good Film")
        .with("sources", sources.clone());
    let titles =
        json!([{"id": title, "text": "Guter Film", "language": "de", "kind": "ALTERNATIVE"}]);
    let film = film
        .with("titles", titles)
        .with("externalIds", json!({"IMDB": "tt7654321"}))
        .id();
    let part = json!([{"name": "Ada"}]);
    let role = data.role(&person, &film, "ACTING").with("characters", part);
    let role = role.with("sources", sources.clone()).id();
    let milestone = data
        .milestone(&film, "FILMING_STARTED")
        .with("date", "2025-07")
        .id();
    let deal = data
        .other(RecordKind::Deal, "deal")
        .with("work", film.as_str());
    let deal = deal
        .with("kind", "ACQUISITION")
        .with("buyer", company.as_str())
        .id();
    let release = data
        .other(RecordKind::Release, "release")
        .with("work", film.as_str());
    let release = release
        .with("kind", "THEATRICAL")
        .with("date", "2026-05-01")
        .id();
    World {
        data,
        source,
        film,
        person,
        role,
        milestone,
        deal,
        release,
    }
}

impl World {
    /// Adds what a film has besides: parts that no mutation deletes alone.
    fn with_every_part(mut self) -> Self {
        let (film, source) = (self.film.as_str(), self.source.as_str());
        let company = self
            .data
            .other(RecordKind::Company, "company")
            .with("name", "Maker")
            .id();
        let made = self
            .data
            .other(RecordKind::CompanyRole, "companyRole")
            .with("work", film);
        let _ = made
            .with("company", company)
            .with("kind", "PRODUCTION")
            .id();
        let place = self
            .data
            .other(RecordKind::Location, "location")
            .with("work", film);
        let _ = place.with("kind", "FILMING").with("name", "Rome").id();
        let award = self
            .data
            .other(RecordKind::Award, "award")
            .with("work", film);
        let award = award
            .with("award", "Prize")
            .with("category", "Best")
            .with("year", 2026);
        let award = award
            .with("result", "WON")
            .with("people", json!([self.person]));
        let award = award.id();
        let rating = self
            .data
            .other(RecordKind::Rating, "rating")
            .with("work", film);
        let _ = rating
            .with("average", 7.5)
            .with("outOf", 10.0)
            .with("source", source)
            .id();
        let image = self
            .data
            .other(RecordKind::Image, "image")
            .with("subject", film);
        let image = image
            .with("kind", "POSTER")
            .with("url", "https://example.org/p.jpg");
        let image = image.with("source", source).id();
        let video = self
            .data
            .other(RecordKind::Video, "video")
            .with("work", film);
        let video = video.with("kind", "TRAILER").with("title", "Trailer");
        let video = video
            .with("url", "https://example.org/t")
            .with("thumbnail", image);
        let _ = video.with("source", source).id();
        let coverage = self
            .data
            .other(RecordKind::Coverage, "coverage")
            .with("subject", film);
        let coverage = coverage.with("departments", json!(["ACTING"]));
        let _ = coverage
            .with("extent", "PARTIAL")
            .with("source", source)
            .id();
        for subject in [self.film.clone(), self.role.clone(), award] {
            let claim = self.data.claim(&self.source, &subject, "OTHER");
            let claim = claim.with("propertyKey", "remark");
            let _ = claim.with("value", json!({"text": "Noted"})).id();
        }
        self
    }
}

pub(crate) fn mutation(kind: &str) -> String {
    let name = format!("{}Delete", kind.to_lowercase());
    let owners = match kind {
        "Role" => "work { id } person { id }",
        "Milestone" | "Deal" | "Release" => "work { id }",
        _ => "",
    };
    format!(
        "mutation($input: {kind}DeleteInput!) {{ {name}(input: $input) {{ deleted{kind}Id {owners}
         deleted {{ recordType count }} changeCursor
         userErrors {{ field code message }} warnings {{ code }} }} }}"
    )
}

pub(crate) fn why(source: &str) -> Value {
    json!({"source": {"id": source}, "excerpt": "Entered twice.", "statedOn": "2026-11"})
}

pub(crate) async fn delete(client: &Client, kind: &str, input: Value) -> Value {
    let query = mutation(kind);
    let mut data = client.data_with(&query, json!({"input": input})).await;
    data[format!("{}Delete", kind.to_lowercase())].take()
}

pub(crate) async fn undo(client: &Client, input: Value) -> Value {
    let query = "mutation($input: DeleteUndoInput!) { deleteUndo(input: $input) { restoredId
        record { __typename id version } restored { recordType count } changeCursor
        userErrors { field code message } warnings { field code message } } }";
    client.data_with(query, json!({"input": input})).await["deleteUndo"].take()
}

pub(crate) async fn export(server: &Server) -> String {
    let store = server.store().await;
    let text = written(&store).await;
    store.close().await;
    text
}

pub(crate) async fn number(server: &Server, sql: &str) -> i64 {
    server.database().number(sql).await
}

pub(crate) fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().map(Vec::as_slice);
    let errors = errors.unwrap_or_default().iter();
    errors.filter_map(|error| error["code"].as_str()).collect()
}

async fn each_kind_goes_and_comes_back_byte_for_byte(database: Database) {
    let mut world = world().with_every_part();
    let alone = world.data.person("Nobody").id();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let before = export(&server).await;
    for (kind, id) in [
        ("Role", &world.role),
        ("Milestone", &world.milestone),
        ("Deal", &world.deal),
        ("Release", &world.release),
        ("Person", &alone),
        ("Work", &world.film),
    ] {
        let read = format!("{{ node(id: \"{id}\") {{ id ... on Claimable {{ version }} }} }}");
        let version = server.data(&read).await["node"]["version"].take();
        let input = json!({"id": id, "expectedVersion": version, "provenance": why(&world.source)});
        let told = delete(&editor, kind, input).await;
        assert_eq!(told["userErrors"], json!([]), "{kind}: {told}");
        assert_eq!(told[format!("deleted{kind}Id")], json!(id));
        assert!(told["changeCursor"].is_string());
        if matches!(kind, "Role" | "Milestone" | "Deal" | "Release") {
            assert_eq!(told["work"]["id"], json!(world.film), "{kind}");
        }
        if kind == "Role" {
            assert_eq!(told["person"]["id"], json!(world.person));
        }
        assert_eq!(server.error(&read).await["extensions"]["code"], "GONE");
        let between = export(&server).await;
        assert!(
            !between.contains(&format!("\"id\":\"{id}\",\"work\"")),
            "{between}"
        );
        assert!(between.contains(&format!("{{\"type\":\"tombstone\",\"id\":\"{id}\"")));
        let told_back = undo(&editor, json!({"id": id})).await;
        assert_eq!(told_back["userErrors"], json!([]), "{kind}: {told_back}");
        assert_eq!(told_back["warnings"], json!([]));
        assert_eq!(told_back["restored"], told["deleted"], "{kind}");
        assert_eq!(told_back["record"]["id"], json!(id));
        // One for the deletion, one for coming back, and as many as its claims change of it.
        let now = told_back["record"]["version"].as_i64();
        assert!(
            now >= version.as_i64().map(|version| version + 2),
            "{told_back}"
        );
        assert_eq!(export(&server).await, before, "{kind}");
        assert_eq!(number(&server, "SELECT COUNT(*) FROM tombstone").await, 0);
    }
}

async fn a_work_goes_with_all_that_is_of_it(database: Database) {
    let world = world().with_every_part();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let head = number(&server, "SELECT seq FROM change_head").await;
    let input = json!({"id": world.film, "expectedVersion": 1, "provenance": why(&world.source)});
    let told = delete(&editor, "Work", input).await;
    let counts = json!([
        {"recordType": "Work", "count": 1}, {"recordType": "Role", "count": 1},
        {"recordType": "Milestone", "count": 1}, {"recordType": "CompanyRole", "count": 1},
        {"recordType": "Release", "count": 1}, {"recordType": "Deal", "count": 1},
        {"recordType": "WorkLocation", "count": 1}, {"recordType": "AwardNomination", "count": 1},
        {"recordType": "Rating", "count": 1}, {"recordType": "Image", "count": 1},
        {"recordType": "Video", "count": 1}, {"recordType": "Claim", "count": 3},
        {"recordType": "Coverage", "count": 1},
    ]);
    assert_eq!(told["deleted"], counts, "{told}");
    for table in [
        "work",
        "title",
        "role",
        "milestone",
        "company_role",
        "release",
        "deal",
        "work_location",
        "award_nomination",
        "award_person",
        "rating",
        "image",
        "video",
        "coverage",
        "claim",
        "external_id",
    ] {
        assert_eq!(
            number(&server, &format!("SELECT COUNT(*) FROM {table}")).await,
            0,
            "{table}"
        );
    }
    let deleted = format!("SELECT COUNT(*) FROM change WHERE action = 3 AND seq > {head}");
    assert_eq!(number(&server, &deleted).await, 15);
    assert_eq!(number(&server, "SELECT COUNT(*) FROM tombstone").await, 15);
    // The person's list moved, and the person stays.
    let read = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ roles {{ totalCount }} }} }}",
        world.person
    );
    assert_eq!(server.data(&read).await["person"]["roles"]["totalCount"], 0);
    let store = server.store().await;
    let head_there = log_head(&store.session()).await;
    store.close().await;
    assert_eq!(head_there.ok(), Some(head + 15));
}

async fn what_claims_decided_is_decided_again(database: Database) {
    let mut world = world();
    let (film, source) = (world.film.clone(), world.source.clone());
    let _ = world.data.record(&film).with("runtimeMinutes", 90);
    let paper = world
        .data
        .source("ARTICLE", "Another paper")
        .with("priority", 5)
        .id();
    let claims = [
        ("TITLE", json!({"text": "Best Film"})),
        (
            "BUDGET",
            json!({"money":
        {"amount": "12", "currencyCode": "USD"}}),
        ),
        ("GENRE", json!({"text": "Noir"})),
    ];
    let _ = world.data.genre("Noir").id();
    for (property, value) in claims {
        let claim = world
            .data
            .claim(&paper, &film, property)
            .with("value", value);
        let _ = claim.with("certainty", "CONFIRMED").id();
    }
    let denial = world
        .data
        .claim(&source, &film, "RUNTIME")
        .with("stance", "DENIES");
    let _ = denial.with("certainty", "CONFIRMED").id();
    let denied = world
        .data
        .claim(&paper, &world.role, "RECORD")
        .with("stance", "DENIES");
    let _ = denied.with("certainty", "CONFIRMED").id();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let read = format!(
        "{{ work(by: {{id: \"{film}\"}}) {{ version title runtimeMinutes genres {{ name }}
         facts {{ property valueText missing isDisputed certainty }}
         claims {{ nodes {{ property valueText isCurrent isSole certainty recordedAt }} }}
         roles(filter: {{minCertainty: RUMORED}}) {{ totalCount nodes {{ certainty }} }} }} }}"
    );
    let (shown, before) = (server.data(&read).await, export(&server).await);
    assert_eq!(shown["work"]["title"], "Best Film");
    assert_eq!(shown["work"]["runtimeMinutes"], Value::Null);
    let version = shown["work"]["version"].clone();
    let input = json!({"id": film, "expectedVersion": version, "provenance": why(&source)});
    let told = delete(&editor, "Work", input).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(number(&server, "SELECT COUNT(*) FROM claim").await, 0);
    let told = undo(&editor, json!({"id": film})).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(export(&server).await, before);
    let mut again = server.data(&read).await;
    again["work"]["version"] = version;
    assert_eq!(again, shown);
}

async fn the_date_of_a_work_follows_its_releases(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let editor = server.editor().await;
    let read = format!(
        "{{ work(by: {{id: \"{}\"}}) {{ year }} person(by: {{id: \"{}\"}}) {{ roles {{ nodes {{ work {{ year }} }} }} }} }}",
        world.film, world.person
    );
    let shown = server.data(&read).await;
    assert_eq!(shown["work"]["year"], 2026);
    let input =
        json!({"id": world.release, "expectedVersion": 1, "provenance": why(&world.source)});
    let told = delete(&editor, "Release", input).await;
    assert_eq!(told["userErrors"], json!([]), "{told}");
    assert_eq!(server.data(&read).await["work"]["year"], Value::Null);
    // Who was in the film is told that their list has moved.
    let store = server.store().await;
    let changes = store.changes_after(0, 1_000).await.expect("the log");
    let last = changes.last().expect("a change");
    let is_person = |touch: &model::id::RecordId| touch.kind == RecordKind::Person;
    assert!(last.touches.iter().any(is_person), "{last:?}");
    store.close().await;
    let _ = undo(&editor, json!({"id": world.release})).await;
    assert_eq!(server.data(&read).await, shown);
}

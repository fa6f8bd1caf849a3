//! Ids that a database gave out itself, on lines of files: the record that is here stays, unless the
//! line is of it.

use filmgraph_tests::{Data, Database, Server, TestDatabase, on_both};
use serde_json::json;

use super::{read, written};
use crate::write_records::{done, said};

on_both!(
    a_record_of_another_source_keeps_its_id,
    what_names_no_source_is_known_by_its_name,
    what_editors_made_is_not_replaced,
    a_claim_that_was_taken_back_here_is_read_again,
    one_job_is_one_role_however_it_is_written,
);

async fn a_record_of_another_source_keeps_its_id(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut data = Data::new();
    let (ours, theirs) = (
        data.source("DATA_SET", "Ours").id(),
        data.source("DATA_SET", "Theirs").id(),
    );
    let film = data.work("FILM", "Harbor");
    let film = film.with("sources", json!([ours])).id();
    let bare = data.film("Bare", "2000");
    let place = data.other(entity::vocabulary::RecordKind::Location, "location");
    let place = place.with("work", film.as_str()).with("kind", "FILMING");
    let place = place
        .with("name", "Rome")
        .with("sources", json!([ours]))
        .id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let export = written(&store).await;

    let mut other = data.clone();
    let _ = other
        .record(&film)
        .with("title", "Desert")
        .with("sources", json!([theirs]))
        .id();
    let _ = other
        .record(&place)
        .with("name", "Oslo")
        .with("sources", json!([theirs]))
        .id();
    let (summary, bad) = read(&store, other.lines().as_bytes()).await;
    assert_eq!((summary.counts.updated, bad.len()), (0, 2), "{bad:?}");
    for (line, what) in bad
        .iter()
        .zip(["work \"Harbor\"", "work location \"Rome\""])
    {
        assert_eq!(line.field, "id");
        let told = format!(
            "is that of the {what}, which this database made, and rests on {ours}, which the line does not name; leave the id out for a record of its own"
        );
        assert_eq!(line.reason, told);
    }
    assert_eq!(written(&store).await, export);
    // A line of the same source is the record's, and so is one where nothing says whose it is.
    let mut changed = data.clone();
    let _ = changed
        .record(&film)
        .with("title", "Port")
        .with("sources", json!([theirs, ours]))
        .id();
    let _ = changed.record(&bare).with("title", "Barer").id();
    let (summary, bad) = read(&store, changed.lines().as_bytes()).await;
    assert_eq!((summary.counts.updated, bad), (2, vec![]));
    // What was written here is read back as it is.
    let export = written(&store).await;
    let (summary, bad) = read(&store, export.as_bytes()).await;
    assert_eq!(
        (summary.counts.updated, summary.counts.created, bad),
        (0, 0, vec![])
    );
    store.close().await;
}

async fn what_names_no_source_is_known_by_its_name(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut data = Data::new();
    let genre = data.genre("Drama").id();
    let source = data.source("ARTICLE", "Paper").id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let mut other = data.clone();
    let _ = other.record(&genre).with("name", "Horror").id();
    let _ = other.record(&source).with("title", "Gazette").id();
    let (summary, bad) = read(&store, other.lines().as_bytes()).await;
    assert_eq!((summary.counts.updated, bad.len()), (0, 2), "{bad:?}");
    assert!(
        bad[0].reason.contains("source \"Paper\"") && bad[0].reason.contains("another `title`")
    );
    assert!(bad[1].reason.contains("genre \"Drama\"") && bad[1].reason.contains("another `name`"));
    let mut same = data.clone();
    let _ = same.record(&genre).with("name", "DRAMA").id();
    let _ = same.record(&source).with("publisher", "House").id();
    let (summary, bad) = read(&store, same.lines().as_bytes()).await;
    assert_eq!((summary.counts.updated, bad), (2, vec![]));
    store.close().await;
}

async fn what_editors_made_is_not_replaced(database: Database) {
    let server = Server::with_sample(database).await;
    let editor = server.editor().await;
    let input = said(json!({"kind": "FILM", "title": "Made here"}));
    let made = done(&editor, "workCreate", "work { id }", input).await;
    let id = made["work"]["id"].as_str().expect("an id");
    let store = server.store().await;
    let line =
        json!({"type": "work", "id": id, "kind": "FILM", "title": "Theirs", "sources": ["s1b9"]});
    let file = format!("{}{line}\n", super::HEAD);
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!((summary.counts.updated, bad.len()), (0, 1));
    assert!(
        bad[0]
            .reason
            .starts_with("is that of the work \"Made here\""),
        "{bad:?}"
    );
    let query = format!("{{ work(by: {{id: \"{id}\"}}) {{ title }} }}");
    assert_eq!(server.data(&query).await["work"]["title"], "Made here");
}

async fn a_claim_that_was_taken_back_here_is_read_again(database: Database) {
    let server = Server::with_sample(database).await;
    let mut data = Data::new();
    let source = data.source("ARTICLE", "Paper").id();
    let film = data.film("Film", "2000");
    let claim = data.claim(&source, &film, "RUNTIME");
    let claim = claim
        .with("value", json!({"number": "90", "unit": "minutes"}))
        .id();
    let store = server.store().await;
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let editor = server.editor().await;
    let input = json!({"id": claim, "reason": "Misread."});
    done(&editor, "claimRetract", "claim { id }", input).await;
    let head = store.head().await.expect("the head");
    let before = written(&store).await;
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!((summary.counts.unchanged, bad), (3, vec![]));
    assert_eq!(
        store.head().await.expect("the head"),
        head,
        "nothing changes"
    );
    assert_eq!(written(&store).await, before, "it stays taken back");
    // That it says something else is wrong as before.
    let _ = data
        .record(&claim)
        .with("value", json!({"number": "91", "unit": "minutes"}))
        .id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert!(
        bad[0].reason.contains("a claim is never changed"),
        "{bad:?}"
    );
}

async fn one_job_is_one_role_however_it_is_written(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut data = Data::new();
    let (person, film) = (data.person("P").id(), data.film("F", "2000"));
    let role = |data: &mut Data, job: &str| {
        let role = data.role(&person, &film, "CASTING");
        role.with("job", job).id()
    };
    let first = role(&mut data, "Casting");
    for job in ["casting", "Casting ", "CÀSTING"] {
        let _ = role(&mut data, job);
    }
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!((summary.counts.created, bad.len()), (3, 3), "{bad:?}");
    for line in &bad {
        assert_eq!(line.field, "work, person, department, job");
        assert!(
            line.reason.starts_with(&format!("the role {first} has")),
            "{line:?}"
        );
    }
    // So it is for those that come later, and for lines without ids that are the same role.
    let mut later = Data::after(50);
    let _ = role(&mut later, "casting");
    let _ = role(&mut later, "location casting");
    let (summary, bad) = read(&store, later.lines().as_bytes()).await;
    assert_eq!((summary.counts.created, bad.len()), (1, 1), "{bad:?}");
    let open = json!({"type": "role", "work": film, "person": person, "department": "CASTING", "job": "CASTING"});
    let file = format!("{{\"type\":\"filmgraph\",\"formatVersion\":2}}\n{open}\n");
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!((summary.counts.created, bad), (0, Vec::new()));
    let roles = test.number("SELECT COUNT(*) FROM role").await;
    assert_eq!(roles, 2);
    // Another form of a language is the same language.
    let mut twice = Data::after(80);
    let work = twice
        .work("FILM", "L")
        .with("languages", json!(["en", "EN"]));
    let _ = work.id();
    let (_, bad) = read(&store, twice.lines().as_bytes()).await;
    let told: Vec<(&str, &str)> = bad
        .iter()
        .map(|bad| (bad.field.as_str(), bad.reason.as_str()))
        .collect();
    assert_eq!(told, [("languages.1", "stands twice")]);
    store.close().await;
}

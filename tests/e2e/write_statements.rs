//! How many statements a write takes: as many for a hundred records as for one, and none for lists
//! that stay as they are.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, TestDatabase, clock, on_both};
use serde_json::json;
use store::write::WriteTransaction;
use store::{Store, StoreError};

use crate::log::{put, records};

on_both!(
    a_field_that_changes_takes_few_statements,
    many_changes_take_as_many_statements_as_one,
    a_list_that_changes_is_written_by_its_rows,
);

/// A hundred works and people with every list that they can have.
fn whole() -> (Data, Vec<String>, Vec<String>) {
    let mut data = Data::new();
    let source = data.source("DATA_SET", "Everything").id();
    let _ = data.genre("Drama").id();
    let keyword = data.other(RecordKind::Keyword, "keyword");
    let _ = keyword.with("name", "space").id();
    let profession = data.other(RecordKind::Profession, "profession");
    let _ = profession.with("name", "Actor").id();
    let link = json!([{"kind": "OFFICIAL", "url": "https://example.org/"}]);
    let text = json!([{"text": "Words.", "language": "en"}]);
    let (mut works, mut people) = (Vec::new(), Vec::new());
    for number in 1..=100 {
        let titles: Vec<_> = (0..3)
            .map(|of| {
                let id = data.next_id(RecordKind::Title);
                json!({"id": id, "text": format!("Title {of}"), "kind": "ALTERNATIVE"})
            })
            .collect();
        let name = data.next_id(RecordKind::PersonName);
        let taken = json!([{"source": source, "gross": {"amount": "5", "currencyCode": "EUR"}}]);
        let work = data.work("FILM", "Film").with("releaseDate", "2000");
        let work = work.with("titles", titles).with("genres", json!(["Drama"]));
        let work = work
            .with("keywords", json!(["space"]))
            .with("countries", json!(["DE"]));
        let work = work
            .with("languages", json!(["de"]))
            .with("synopses", text.clone());
        let work = work.with("taglines", text.clone()).with("boxOffice", taken);
        let work = work.with("certifications", json!([{"country": "DE", "rating": "12"}]));
        let work = work
            .with("links", link.clone())
            .with("sources", json!([source]));
        let imdb = json!({"IMDB": format!("tt{number:07}")});
        works.push(work.with("externalIds", imdb).id());
        let names = json!([{"id": name, "name": "Else", "kind": "ALIAS"}]);
        let person = data.person("Person").with("names", names);
        let person = person
            .with("biographies", text.clone())
            .with("links", link.clone());
        let person = person
            .with("professions", json!(["Actor"]))
            .with("sources", json!([source]));
        let imdb = json!({"IMDB": format!("nm{number:07}")});
        people.push(person.with("externalIds", imdb).id());
    }
    (data, works, people)
}

/// The statements of putting these records, the log's aside.
async fn statements(store: &Store, data: &Data, ids: &[String]) -> u32 {
    let read = |id: &String| serde_json::from_value(data.json(id)).expect("a record");
    let records: Vec<_> = ids.iter().map(read).collect();
    let count = records.len() as u64;
    let work = async |tx: &mut WriteTransaction| {
        let before = tx.statements();
        let counts = tx.put_batch(records).await?;
        assert_eq!(counts.updated + counts.unchanged, count);
        Ok::<_, StoreError>(tx.statements() - before)
    };
    let written = store.write("test", clock().micros(), work).await;
    written.expect("written").value
}

async fn a_field_that_changes_takes_few_statements(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (mut data, works, people) = whole();
    put(&store, "test", records(&data)).await.expect("written");
    for (ids, field) in [
        (&works[..1], "runtimeMinutes"),
        (&people[..1], "birthPlace"),
    ] {
        let same = statements(&store, &data, ids).await;
        let value = if field == "runtimeMinutes" {
            json!(99)
        } else {
            json!("Here")
        };
        let _ = data.record(&ids[0]).with(field, value);
        let changed = statements(&store, &data, ids).await;
        // The sources and names that it refers to are looked for, its row is written, and numbers
        // of ours are kept apart from those that it brings; of a work the leading rating is looked up.
        assert!(changed <= same + 5, "{field}: {same}, {changed}");
        assert!(changed <= 21, "{field}: {changed}");
    }
}

async fn many_changes_take_as_many_statements_as_one(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (mut data, works, people) = whole();
    put(&store, "test", records(&data)).await.expect("written");
    for (ids, field) in [(&works, "titles"), (&people, "names")] {
        let mut counts = Vec::new();
        for many in [&ids[..1], &ids[1..]] {
            for id in many {
                let mut list = data.json(id)[field].clone();
                let text = if field == "titles" { "text" } else { "name" };
                list[0][text] = "Another".into();
                let _ = data.record(id).with(field, list);
            }
            counts.push(statements(&store, &data, many).await);
        }
        assert_eq!(counts[0], counts[1], "{field}");
    }
}

async fn a_list_that_changes_is_written_by_its_rows(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let (mut data, works, _) = whole();
    put(&store, "test", records(&data)).await.expect("written");
    // Rows that are written anew are refused here, but for one.
    let last = data.json(&works[0])["titles"][2]["id"].clone();
    let last = model::id::decode(last.as_str().expect("an id"));
    let last = last.expect("an id").id;
    database
        .execute(&format!(
            "CREATE TABLE kept (id BIGINT PRIMARY KEY REFERENCES title (id)); \
             INSERT INTO kept SELECT id FROM title WHERE id <> {last}"
        ))
        .await;
    let mut titles = data.json(&works[0])["titles"].clone();
    titles[2]["text"] = "Another".into();
    let _ = data.record(&works[0]).with("titles", titles);
    let _ = statements(&store, &data, &works[..1]).await;
    let changed = "SELECT COUNT(*) FROM title WHERE text = 'Another'";
    assert_eq!(database.number(changed).await, 1);
    let all = "SELECT COUNT(*) FROM title";
    assert_eq!(database.number(all).await, 300);
}

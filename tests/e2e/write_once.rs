//! What may be there once only: who brings it again is told what is wrong, and which record has it.

use std::collections::BTreeSet;

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, TestDatabase, clock, on_both};
use record::FaultKind;
use serde_json::{Value, json};
use store::write::{Refused, WriteTransaction};
use store::{Store, StoreError};

use crate::log::{everything, put, records};

on_both!(
    what_another_record_has_is_refused_by_name,
    of_two_records_that_come_together_the_first_has_it,
    what_is_given_up_can_be_taken,
    a_constraint_that_fails_all_the_same_is_no_fault_of_the_record,
);

/// Two records of each kind that has something which may be there once only, alike in that: the
/// data up to the first of them, and the second with its field.
struct Twins {
    first: Data,
    second: Vec<(Value, &'static str, String)>,
}

fn twins() -> Twins {
    let mut data = Data::new();
    let title = data.next_id(RecordKind::Title);
    let name = data.next_id(RecordKind::PersonName);
    let entry = data.next_id(RecordKind::ListEntry);
    let source = data.source("DATA_SET", "Ratings").id();
    let films = [data.film("One", "2000"), data.film("Two", "2001")];
    let series = data.work("SERIES", "Series").id();
    let company = data
        .other(RecordKind::Company, "company")
        .with("name", "Studio")
        .id();
    let someone = data.person("Someone").id();
    let film = &films[0];
    let mut second = Vec::new();
    let mut twin = |data: &mut Data, kind, name, fields: Value, other: Value, field| {
        let fill = |data: &mut Data, fields: &Value| {
            let mut line = data.other(kind, name);
            for (field, value) in fields.as_object().expect("fields") {
                line = line.with(field, value.clone());
            }
            line.id()
        };
        let first = fill(data, &fields);
        let mut aside = data.clone();
        let of_second = fill(&mut aside, &fields);
        let mut line = aside.record(&of_second);
        for (field, value) in other.as_object().expect("fields") {
            line = line.with(field, value.clone());
        }
        let _ = line.id();
        let _ = data.next_id(kind);
        second.push((aside.json(&of_second), field, first));
    };
    let none = json!({});
    let role = json!({"work": film, "person": someone, "department": "CAMERA", "job": "Gaffer"});
    twin(
        &mut data,
        RecordKind::Role,
        "role",
        role,
        json!({"billing": 2}),
        "work, person, department, job",
    );
    let genre = json!({"name": "Film Noir"});
    twin(
        &mut data,
        RecordKind::Genre,
        "genre",
        genre.clone(),
        none.clone(),
        "name",
    );
    twin(
        &mut data,
        RecordKind::Genre,
        "genre",
        json!({"name": "Action"}),
        json!({"name": "ACTION"}),
        "name",
    );
    twin(
        &mut data,
        RecordKind::Keyword,
        "keyword",
        genre.clone(),
        none.clone(),
        "name",
    );
    twin(
        &mut data,
        RecordKind::Profession,
        "profession",
        genre,
        none.clone(),
        "name",
    );
    let season = json!({"series": series, "number": 1});
    twin(
        &mut data,
        RecordKind::Season,
        "season",
        season,
        none.clone(),
        "series, number",
    );
    let rating = json!({"work": film, "average": 7.5, "outOf": 10.0, "source": source});
    twin(
        &mut data,
        RecordKind::Rating,
        "rating",
        rating,
        none.clone(),
        "work, source",
    );
    let relation = json!({"from": films[0], "to": films[1], "kind": "REMAKE_OF"});
    twin(
        &mut data,
        RecordKind::Relation,
        "relation",
        relation,
        none.clone(),
        "from, to, kind",
    );
    let made = json!({"work": film, "company": company, "kind": "PRODUCTION"});
    twin(
        &mut data,
        RecordKind::CompanyRole,
        "companyRole",
        made,
        none,
        "work, company, kind",
    );
    let known = |id: &str| json!({"externalIds": {"IMDB": id}});
    let work = json!({"kind": "FILM", "title": "Three", "externalIds": {"IMDB": "tt0000001"}});
    twin(
        &mut data,
        RecordKind::Work,
        "work",
        work,
        known("tt0000001"),
        "externalIds.IMDB",
    );
    let person = json!({"name": "P", "externalIds": {"IMDB": "nm0000001"}});
    twin(
        &mut data,
        RecordKind::Person,
        "person",
        person,
        known("nm0000001"),
        "externalIds.IMDB",
    );
    let titles = json!([{"id": title, "text": "Else", "kind": "ALTERNATIVE"}]);
    let work = json!({"kind": "FILM", "title": "Four", "titles": titles});
    twin(
        &mut data,
        RecordKind::Work,
        "work",
        work,
        json!({"title": "Five"}),
        "titles.0.id",
    );
    let names = json!([{"id": name, "name": "Else", "kind": "ALIAS"}]);
    let person = json!({"name": "Q", "names": names});
    twin(
        &mut data,
        RecordKind::Person,
        "person",
        person,
        json!({"name": "R"}),
        "names.0.id",
    );
    let list = json!({"title": "L", "entries": [{"id": entry, "work": film}], "sources": [source]});
    twin(
        &mut data,
        RecordKind::List,
        "list",
        list,
        json!({"title": "M"}),
        "entries.0.id",
    );
    Twins {
        first: data,
        second,
    }
}

fn record(json: &Value) -> record::Record {
    serde_json::from_value(json.clone()).expect("a record")
}

async fn refused(store: &Store, lines: Vec<Value>) -> Vec<Refused> {
    let records = lines.iter().map(record).collect();
    let work = async |tx: &mut WriteTransaction| tx.put_each(records, BTreeSet::new()).await;
    let put = store.write("test", clock().micros(), work).await;
    put.expect("what can be put").value.1
}

fn check(refused: &Refused, field: &str, holder: &str) {
    let fault = &refused.fault;
    assert_eq!(fault.kind, FaultKind::Duplicate, "{fault:?}");
    assert_eq!(fault.field, field, "{fault:?}");
    assert!(fault.reason.contains(holder), "{holder}: {fault:?}");
    assert!(fault.reason.contains("already"), "{fault:?}");
}

async fn what_another_record_has_is_refused_by_name(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let Twins { first, second } = twins();
    put(&store, "test", records(&first)).await.expect("written");
    let head = store.head().await.expect("the head");
    let lines: Vec<Value> = second.iter().map(|(line, ..)| line.clone()).collect();
    let told = refused(&store, lines).await;
    assert_eq!(told.len(), second.len(), "{told:?}");
    for (refused, (_, field, holder)) in told.iter().zip(&second) {
        check(refused, field, holder);
    }
    assert_eq!(
        store.head().await.expect("the head"),
        head,
        "nothing was written"
    );
    // Alone it is the same.
    for (line, field, holder) in &second {
        let one = |line: &Value| vec![record(line)];
        let error = put(&store, "test", one(line)).await.expect_err("a twin");
        let StoreError::Invalid { record: of, .. } = &error else {
            panic!("{error:?}");
        };
        assert_eq!(*of, line["id"]);
        let fault = error.fault().expect("a fault");
        let (place, want) = (0, None);
        check(&Refused { place, fault, want }, field, holder);
    }
}

async fn of_two_records_that_come_together_the_first_has_it(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let Twins { first, second } = twins();
    let mut lines: Vec<Value> = first
        .lines()
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let count = lines.len();
    lines.extend(second.iter().map(|(line, ..)| line.clone()));
    let told = refused(&store, lines).await;
    let places: Vec<usize> = told.iter().map(|refused| refused.place).collect();
    assert_eq!(places, (count..count + second.len()).collect::<Vec<_>>());
    for (refused, (_, field, holder)) in told.iter().zip(&second) {
        check(refused, field, holder);
    }
    assert_eq!(everything(&store).await.len(), count);
}

/// A record that changes may take what one before it gives up in the same batch; one that stands
/// before the other is told to wait.
async fn what_is_given_up_can_be_taken(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Film", "2000");
    let someone = data.person("Someone").id();
    let jobs = |data: &mut Data, job: &str| {
        let role = data.role(&someone, &film, "CAMERA").with("job", job);
        role.id()
    };
    let (gaffer, grip) = (jobs(&mut data, "Gaffer"), jobs(&mut data, "Grip"));
    put(&store, "test", records(&data)).await.expect("written");
    let _ = data.record(&gaffer).with("job", "Operator");
    let _ = data.record(&grip).with("job", "Gaffer");
    put(&store, "test", records(&data))
        .await
        .expect("in this order");
    let line = |data: &Data, id: &str, job: &str| {
        let mut line = data.json(id);
        line["job"] = job.into();
        line
    };
    // The other way round, the first comes too early; and two cannot simply exchange what they have.
    let lines = vec![
        line(&data, &gaffer, "Gaffer"),
        line(&data, &grip, "Operator"),
    ];
    let told = refused(&store, lines).await;
    assert_eq!(told.len(), 2, "{told:?}");
    for (refused, holder) in told.iter().zip([&grip, &gaffer]) {
        check(refused, "work, person, department, job", holder);
    }
    // Identifiers are given up before any is taken.
    let mut works = Data::after(500);
    let known = |data: &mut Data, id: &str| {
        let film = data
            .work("FILM", id)
            .with("externalIds", json!({"IMDB": id}));
        film.id()
    };
    let (one, two) = (
        known(&mut works, "tt0000001"),
        known(&mut works, "tt0000002"),
    );
    put(&store, "test", records(&works)).await.expect("written");
    let _ = works
        .record(&one)
        .with("externalIds", json!({"IMDB": "tt0000002"}));
    let _ = works
        .record(&two)
        .with("externalIds", json!({"IMDB": "tt0000001"}));
    put(&store, "test", records(&works))
        .await
        .expect("exchanged");
}

async fn a_constraint_that_fails_all_the_same_is_no_fault_of_the_record(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let _ = data.film("Film", "2000");
    put(&store, "test", records(&data)).await.expect("written");
    // As if the program did not know of it.
    database
        .execute("CREATE UNIQUE INDEX unknown_here ON work (title)")
        .await;
    let mut other = Data::after(100);
    let _ = other.film("Film", "2001");
    let error = put(&store, "test", records(&other))
        .await
        .expect_err("refused");
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
    assert_eq!(error.fault(), None);
    let _ = other.film("Another", "2001");
    let all = records(&other);
    let work = async |tx: &mut WriteTransaction| tx.put_each(all, BTreeSet::new()).await;
    let put = store.write("test", clock().micros(), work).await;
    assert!(put.is_err(), "nothing of an import goes in past it");
    assert_eq!(everything(&store).await.len(), 1);
}

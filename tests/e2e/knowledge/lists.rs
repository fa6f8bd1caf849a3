//! Curated lists, from the side of works and of people.

use filmgraph::model::id::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::json;

on_both!(
    lists_say_what_the_work_is_to_them,
    the_lists_of_a_person_are_those_of_their_works,
);

async fn lists_say_what_the_work_is_to_them(database: Database) {
    let mut data = Data::new();
    let [film, other] = [("Film", "2020"), ("Other", "2001")].map(|(t, y)| data.film(t, y));
    let entry = |data: &mut Data, work: &str| json!({"id": data.next_id(RecordKind::ListEntry), "work": work, "note": "Why"});
    let (first, second) = (entry(&mut data, &film), entry(&mut data, &other));
    let line = data.other(RecordKind::List, "list").with("title", "Best");
    let _ = line.with("entries", json!([first])).id();
    let line = data.other(RecordKind::List, "list").with("title", "First");
    let about = line
        .with("entries", json!([second]))
        .with("about", film.as_str());
    let about = about.id();
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ work(by: {{id: \"{film}\"}}) {{ lists {{ totalCount edges {{ relation node {{ title slug about {{ title }} entries {{ position note work {{ title }} }} }} }} }} }}
            list(by: {{id: \"{about}\"}}) {{ title }} none: list(by: {{slug: \"best-{about}\"}}) {{ title }} }}"
    );
    let data = server.data(&query).await;
    let edges = &data["work"]["lists"]["edges"];
    assert_eq!(edges[0]["relation"], "ABOUT");
    assert_eq!(edges[1]["relation"], "ENTRY");
    assert_eq!(edges[0]["node"]["about"]["title"], "Film");
    let entries = json!([{"position": 1, "note": "Why", "work": {"title": "Other"}}]);
    assert_eq!(edges[0]["node"]["entries"], entries);
    assert_eq!(data["list"]["title"], "First");
    assert_eq!(data["none"]["title"], "First");
    let wrong = format!("{{ list(by: {{id: \"{film}\"}}) {{ title }} }}");
    assert_eq!(server.query(&wrong).await.code(), "INVALID_VALUE");
}

async fn the_lists_of_a_person_are_those_of_their_works(database: Database) {
    let mut data = Data::new();
    let person = data.person("Somebody").id();
    let [film, other, own] = ["Film", "Other", "Own"].map(|title| data.film(title, "2001"));
    let serial = data.work("SERIES", "Serial").id();
    let episode = data.episode(&serial, "Episode", "2002");
    for work in [&film, &episode] {
        let _ = data.acts(&person, work);
    }
    let _ = data
        .role(&person, &own, "ACTING")
        .with("attributes", json!(["SELF"]))
        .id();
    let mut list = |about: Option<&String>, works: &[&String]| {
        let entries: Vec<_> = works
            .iter()
            .map(|work| json!({"id": data.next_id(RecordKind::ListEntry), "work": work}))
            .collect();
        let list = data.other(RecordKind::List, "list").with("title", "List");
        list.with("entries", entries)
            .with("about", about.cloned())
            .id()
    };
    let entered = list(None, &[&other, &film]);
    let by_series = list(Some(&other), &[&serial]);
    let about = list(Some(&film), &[]);
    let both = list(Some(&episode), &[&film]);
    let _ = list(Some(&other), &[&other]);
    let _ = list(Some(&own), &[&own]);
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ lists {{ totalCount edges {{ relation node {{ id }} }} }} }} }}"
    );
    let edge = |id: &String, relation: &str| json!({"relation": relation, "node": {"id": id}});
    let expected = json!({"totalCount": 4, "edges": [
        edge(&about, "ABOUT"), edge(&both, "ABOUT"),
        edge(&entered, "ENTRY"), edge(&by_series, "ENTRY"),
    ]});
    assert_eq!(server.data(&query).await["person"]["lists"], expected);
}

//! Dates as lists order them and as labels show them.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    open_starts_are_ordered_by_their_end,
    a_year_has_one_label,
    a_negative_zero_is_refused_in_every_number,
);

async fn career(server: &Server, person: &str, direction: &str) -> Vec<String> {
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ roles(orderBy: {{field: RELEASE_DATE, direction: {direction}}}) {{ nodes {{ work {{ title }} }} }} }} }}"
    );
    let data = server.data(&query).await;
    let nodes = data["person"]["roles"]["nodes"].as_array().cloned();
    let title = |node: &Value| {
        node["work"]["title"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    nodes.unwrap_or_default().iter().map(title).collect()
}

async fn open_starts_are_ordered_by_their_end(database: Database) {
    let mut data = Data::new();
    let person = data.person("P").id();
    for date in [
        "2000",
        "../1999-06-30",
        "1999-06-29",
        "/1998",
        "1999-07-01",
        "1997/..",
    ] {
        let film = data.film(date, date);
        let _ = data.acts(&person, &film);
    }
    let undated = data.film("undated", "");
    let _ = data.acts(&person, &undated);
    let server = Server::with_data(database, &data).await;
    let ascending = [
        "1997/..",
        "/1998",
        "1999-06-29",
        "../1999-06-30",
        "1999-07-01",
        "2000",
        "undated",
    ];
    assert_eq!(career(&server, &person, "ASC").await, ascending);
    let mut descending = ascending;
    descending.reverse();
    assert_eq!(career(&server, &person, "DESC").await, descending);
}

async fn a_year_has_one_label(database: Database) {
    let mut data = Data::new();
    let dates = [
        ("-0043", "44 BC", -43),
        ("-0043-03-15", "44 BC", -43),
        ("0000", "1 BC", 0),
        ("199X", "1990s", 1990),
        ("1994-09", "1994", 1994),
    ];
    let films = dates.map(|(date, ..)| data.film("Film", date));
    let server = Server::with_data(database, &data).await;
    for (film, (date, label, year)) in films.iter().zip(dates) {
        let query = format!("{{ film(by: {{id: \"{film}\"}}) {{ label year }} }}");
        let shown = server.data(&query).await["film"].take();
        let expected = json!({"label": format!("Film ({label})"), "year": year});
        assert_eq!(shown, expected, "{date}");
    }
}

async fn a_negative_zero_is_refused_in_every_number(database: Database) {
    let test = filmgraph_tests::TestDatabase::new(database).await;
    let store = test.store().await;
    for (field, told) in [
        ("rating", "-0 is written 0"),
        ("popularity", "-0 is written 0"),
    ] {
        let mut data = Data::new();
        let _ = data.work("FILM", "F").with(field, -0.0).id();
        let (_, bad) = crate::exchange::read(&store, data.lines().as_bytes()).await;
        assert_eq!(
            (bad[0].field.as_str(), bad[0].reason.as_str()),
            (field, told)
        );
    }
    store.close().await;
}

//! Filters and orders over roles.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    every_field_of_a_filter_narrows_a_career,
    every_field_of_a_filter_narrows_a_cast_and_a_crew,
    null_in_a_filter_is_an_error,
    a_filter_that_says_nothing_lets_everything_through,
    roles_are_ordered_by_each_field_in_both_directions,
    credits_are_ordered_by_each_field_in_both_directions,
);

/// One person with seven films, each with something of its own.
fn world() -> (Data, String) {
    let mut data = Data::new();
    for genre in ["Comedy", "Drama", "Film-Noir"] {
        let _ = data.genre(genre).id();
    }
    let star = data.person("Star").id();
    let films = [
        (
            "Alpha",
            "FILM",
            "1999-03-01",
            json!(["Drama"]),
            json!(10),
            json!(5.5),
        ),
        (
            "Beta",
            "SHORT_FILM",
            "2000",
            json!(["Comedy", "Drama"]),
            json!(200),
            json!(9.0),
        ),
        (
            "Gamma",
            "TV_FILM",
            "2001-12-31",
            json!(["Comedy"]),
            json!(3000),
            json!(7.25),
        ),
        (
            "Delta",
            "FILM",
            "2001~",
            json!(["Film-Noir"]),
            Value::Null,
            Value::Null,
        ),
        ("Epsilon", "GAME", "", json!([]), json!(0), json!(0.0)),
        (
            "Zeta",
            "VIDEO",
            "2010-05",
            json!(["Drama", "Film-Noir"]),
            json!(50),
            json!(10.0),
        ),
        ("Eta", "FILM", "197X", json!([]), Value::Null, json!(3.0)),
    ];
    for (place, (title, kind, date, genres, votes, rating)) in (1..).zip(films) {
        let mut work = data.work(kind, title).with("genres", genres);
        for (field, value) in [("votes", votes), ("rating", rating)] {
            if !value.is_null() {
                work = work.with(field, value);
            }
        }
        if !date.is_empty() {
            work = work.with("releaseDate", date);
        }
        let work = match place {
            // What has no popularity comes last in either direction.
            2 | 5 => work.id(),
            _ => work.with("popularity", f64::from(place * 37 % 10)).id(),
        };
        credit(&mut data, &star, &work, place);
    }
    (data, star)
}

/// What the star did on the film at this place.
fn credit(data: &mut Data, star: &str, work: &str, place: i32) {
    let department = [
        "DIRECTING",
        "ACTING",
        "ACTING",
        "CAMERA",
        "ACTING",
        "ACTING",
        "WRITING",
    ];
    let index = usize::try_from(place - 1).expect("a place");
    let role = data.role(star, work, department[index]);
    let role = match place {
        1 => role.with("job", "Director").with("billing", 3),
        2 => role.with("attributes", json!(["VOICE"])).with("billing", 1),
        3 => role.with("attributes", json!(["CAMEO", "UNCREDITED"])),
        4 => role
            .with("job", "director of photography")
            .with("billing", 2),
        5 => role.with("certainty", "RUMORED"),
        6 => role.with("certainty", "REPORTED").with("billing", 1),
        _ => role.with("certainty", "CONFIRMED").with("job", "writer"),
    };
    let _ = role.id();
}

async fn titles(server: &Server, star: &str, field: &str, arguments: &str) -> Vec<String> {
    let (selection, path) = match field {
        "roles" => ("nodes { work { title } }", "/work/title"),
        _ => ("nodes { title }", "/title"),
    };
    let query = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ c: {field}({arguments}) {{ totalCount {selection} }} }} }}"
    );
    let data = server.data(&query).await;
    let nodes = data["person"]["c"]["nodes"].as_array().expect("nodes");
    assert_eq!(
        data["person"]["c"]["totalCount"],
        nodes.len(),
        "{arguments}"
    );
    let title = |node: &Value| node.pointer(path)?.as_str().map(str::to_owned);
    nodes
        .iter()
        .map(|node| title(node).expect("a title"))
        .collect()
}

/// Filters and the films that they let through, oldest first.
fn cases(star: &str) -> Vec<(String, Vec<&'static str>)> {
    let cases: [(&str, &[&str]); 36] = [
        ("departments: [ACTING]", &["Beta", "Gamma", "Zeta"]),
        ("departments: [DIRECTING, CAMERA]", &["Alpha", "Delta"]),
        ("departments: []", &[]),
        ("jobs: [\"DIRECTOR\"]", &["Alpha"]),
        (
            "jobs: [\"director of photography\", \"Writer\"]",
            &["Eta", "Delta"],
        ),
        ("jobs: [\"gaffer\"]", &[]),
        ("workKinds: [FILM]", &["Eta", "Alpha", "Delta"]),
        ("workKinds: [SHORT_FILM, VIDEO]", &["Beta", "Zeta"]),
        ("people: [\"STAR\"], departments: [WRITING]", &["Eta"]),
        ("releaseDate: {before: \"2000\"}", &["Eta", "Alpha"]),
        (
            "releaseDate: {from: \"2000\"}",
            &["Beta", "Delta", "Gamma", "Zeta"],
        ),
        ("releaseDate: {from: \"2001\", to: \"2001\"}", &["Gamma"]),
        ("releaseDate: {after: \"2001\"}", &["Zeta"]),
        (
            "releaseDate: {from: \"2000\", before: \"2010-05\"}",
            &["Beta", "Delta", "Gamma"],
        ),
        (
            "releaseDate: {to: \"2010-05-30\"}",
            &["Eta", "Alpha", "Beta", "Delta", "Gamma"],
        ),
        (
            "releaseDate: {from: \"2010-05\", to: \"2010-05\"}",
            &["Zeta"],
        ),
        ("releaseDate: {from: \"2005\", to: \"2001\"}", &[]),
        (
            "releaseDate: {}",
            &["Eta", "Alpha", "Beta", "Delta", "Gamma", "Zeta"],
        ),
        (
            "genres: {any: [\"comedy\", \"FILM-NOIR\"]}",
            &["Beta", "Delta", "Gamma", "Zeta"],
        ),
        ("genres: {all: [\"Comedy\", \"Drama\"]}", &["Beta"]),
        ("genres: {none: [\"Drama\"]}", &["Eta", "Delta", "Gamma"]),
        (
            "genres: {any: [\"Drama\"], none: [\"Comedy\"]}",
            &["Alpha", "Zeta"],
        ),
        ("genres: {any: [\"No Such\"]}", &[]),
        ("genres: {all: [\"Drama\", \"No Such\"]}", &[]),
        (
            "genres: {none: [\"No Such\"], any: [\"Drama\"]}",
            &["Alpha", "Beta", "Zeta"],
        ),
        ("votes: {min: 50}", &["Beta", "Gamma", "Zeta"]),
        ("votes: {max: 50}", &["Alpha", "Zeta"]),
        ("votes: {min: 11, max: 200}", &["Beta", "Zeta"]),
        ("rating: {min: 7.25}", &["Beta", "Gamma", "Zeta"]),
        ("rating: {min: 3, max: 5.5}", &["Eta", "Alpha"]),
        ("attributes: {any: [VOICE]}", &["Beta"]),
        (
            "attributes: {any: [VOICE, CAMEO], none: [UNCREDITED]}",
            &["Beta"],
        ),
        (
            "minCertainty: RUMORED, departments: [ACTING]",
            &["Beta", "Gamma", "Zeta", "Epsilon"],
        ),
        (
            "minCertainty: STATED",
            &["Eta", "Alpha", "Beta", "Delta", "Gamma"],
        ),
        ("minCertainty: CONFIRMED", &["Eta"]),
        (
            "minCertainty: REPORTED, rating: {min: 10}, votes: {min: 50}",
            &["Zeta"],
        ),
    ];
    let own =
        |(filter, titles): (&str, &[&'static str])| (filter.replace("STAR", star), titles.to_vec());
    cases.into_iter().map(own).collect()
}

async fn every_field_of_a_filter_narrows_a_career(database: Database) {
    let (data, star) = world();
    let server = Server::with_data(database, &data).await;
    for (filter, expected) in cases(&star) {
        for field in ["roles", "filmography"] {
            let arguments =
                format!("filter: {{{filter}}}, orderBy: {{field: RELEASE_DATE, direction: ASC}}");
            let found = titles(&server, &star, field, &arguments).await;
            assert_eq!(found, expected, "{field} {filter}");
        }
    }
    let query = "query($star: ID!, $works: [ID!]!) { person(by: {id: $star}) {
        roles(filter: {works: $works}) { nodes { work { title } } } } }";
    let works = server
        .data("{ work(by: {named: {title: \"Gamma\"}}) { id } }")
        .await;
    let variables = json!({"star": star, "works": [works["work"]["id"]]});
    let data = server.data_with(query, variables).await;
    assert_eq!(
        data["person"]["roles"]["nodes"],
        json!([{"work": {"title": "Gamma"}}])
    );
}

async fn every_field_of_a_filter_narrows_a_cast_and_a_crew(database: Database) {
    let (mut data, star) = world();
    let film = data.film("Crowded", "2020");
    let other = data.person("Other").id();
    let _ = data
        .role(&star, &film, "ACTING")
        .with("attributes", json!(["SELF"]))
        .id();
    let _ = data
        .role(&other, &film, "ACTING")
        .with("certainty", "EXPECTED")
        .id();
    let _ = data.role(&other, &film, "SOUND").with("job", "Mixer").id();
    let _ = data.role(&star, &film, "SOUND").id();
    let server = Server::with_data(database, &data).await;
    for (field, filter, expected) in [
        // A work's own lists show everybody, as themselves too; only certainty has a default.
        ("cast", String::new(), json!(["Star"])),
        (
            "cast",
            "minCertainty: RUMORED".to_owned(),
            json!(["Star", "Other"]),
        ),
        ("cast", "attributes: {none: [SELF]}".to_owned(), json!([])),
        ("cast", "departments: [SOUND]".to_owned(), json!([])),
        (
            "cast",
            format!("people: [\"{other}\"], minCertainty: EXPECTED"),
            json!(["Other"]),
        ),
        ("crew", String::new(), json!(["Other", "Star"])),
        ("crew", "jobs: [\"mixer\"]".to_owned(), json!(["Other"])),
        ("crew", "departments: [ACTING]".to_owned(), json!([])),
        (
            "crew",
            "departments: [SOUND, ACTING]".to_owned(),
            json!(["Other", "Star"]),
        ),
        ("roles", "departments: [ACTING]".to_owned(), json!(["Star"])),
        (
            "roles",
            format!("works: [\"{film}\"]"),
            json!(["Star", "Other", "Star"]),
        ),
        ("roles", "workKinds: [SERIES]".to_owned(), json!([])),
        ("roles", "genres: {any: [\"Drama\"]}".to_owned(), json!([])),
    ] {
        let query = format!(
            "{{ work(by: {{id: \"{film}\"}}) {{ c: {field}(filter: {{{filter}}}) {{ nodes {{ person {{ name }} }} }} }} }}"
        );
        let data = server.data(&query).await;
        let nodes = data["work"]["c"]["nodes"].as_array().expect("nodes");
        let names: Vec<&Value> = nodes.iter().map(|node| &node["person"]["name"]).collect();
        assert_eq!(json!(names), expected, "{field} {filter}");
    }
}

async fn null_in_a_filter_is_an_error(database: Database) {
    let (data, star) = world();
    let server = Server::with_data(database, &data).await;
    for (filter, field) in [
        (json!({"departments": null}), "departments"),
        (json!({"jobs": null}), "jobs"),
        (json!({"workKinds": null}), "workKinds"),
        (json!({"people": null}), "people"),
        (json!({"works": null}), "works"),
        (json!({"releaseDate": null}), "releaseDate"),
        (json!({"releaseDate": {"from": null}}), "releaseDate.from"),
        (json!({"releaseDate": {"to": null}}), "releaseDate.to"),
        (
            json!({"releaseDate": {"before": null}}),
            "releaseDate.before",
        ),
        (json!({"releaseDate": {"after": null}}), "releaseDate.after"),
        (json!({"genres": null}), "genres"),
        (json!({"genres": {"any": null}}), "genres.any"),
        (json!({"genres": {"all": null}}), "genres.all"),
        (json!({"genres": {"none": null}}), "genres.none"),
        (json!({"votes": null}), "votes"),
        (json!({"votes": {"min": null}}), "votes.min"),
        (json!({"votes": {"max": null}}), "votes.max"),
        (json!({"rating": null}), "rating"),
        (json!({"rating": {"min": null}}), "rating.min"),
        (json!({"rating": {"max": null}}), "rating.max"),
        (json!({"attributes": null}), "attributes"),
        (json!({"attributes": {"any": null}}), "attributes.any"),
        (json!({"attributes": {"none": null}}), "attributes.none"),
        (json!({"minCertainty": null}), "minCertainty"),
        (json!({"people": ["nonsense"]}), "people"),
        (json!({"works": [star]}), "works"),
        (json!({"jobs": vec!["x"; 1001]}), "jobs"),
    ] {
        for list in ["roles", "filmography"] {
            let query = format!(
                "query($star: ID!, $filter: RoleFilter) {{ person(by: {{id: $star}}) {{ c: {list}(filter: $filter) {{ totalCount }} }} }}"
            );
            let answer = server
                .query_with(&query, json!({"star": star, "filter": filter}))
                .await;
            let error = answer.error();
            assert_eq!(
                error["extensions"]["code"], "INVALID_VALUE",
                "{filter}: {error}"
            );
            assert_eq!(error["extensions"]["argument"], field, "{filter}: {error}");
            assert_eq!(error["path"], json!(["person", "c"]));
        }
    }
    let literal = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ roles(filter: {{jobs: null}}) {{ totalCount }} }} }}"
    );
    assert_eq!(server.query(&literal).await.code(), "INVALID_VALUE");
}

async fn a_filter_that_says_nothing_lets_everything_through(database: Database) {
    let (data, star) = world();
    let server = Server::with_data(database, &data).await;
    let query = "query($star: ID!, $filter: RoleFilter, $jobs: [String!]) {
        person(by: {id: $star}) { a: roles(filter: $filter) { totalCount }
            b: roles(filter: {jobs: $jobs}) { totalCount } c: roles { totalCount } } }";
    for variables in [json!({"star": star}), json!({"star": star, "filter": {}})] {
        let data = server.data_with(query, variables).await;
        let expected =
            json!({"a": {"totalCount": 6}, "b": {"totalCount": 6}, "c": {"totalCount": 6}});
        assert_eq!(data["person"], expected);
    }
    // The whole filter may be null: then there is none.
    let data = server
        .data_with(query, json!({"star": star, "filter": null}))
        .await;
    assert_eq!(data["person"]["a"]["totalCount"], 6);
    // A variable that was given as null is not one that was left out.
    let answer = server
        .query_with(query, json!({"star": star, "jobs": null}))
        .await;
    assert_eq!(answer.code(), "INVALID_VALUE", "{}", answer.body);
}

/// Orders and the titles in them; Epsilon is only rumored, so it is in only because it is asked for.
const ORDERS: [(&str, &str, [&str; 7]); 10] = [
    (
        "RELEASE_DATE",
        "ASC",
        ["Eta", "Alpha", "Beta", "Delta", "Gamma", "Zeta", "Epsilon"],
    ),
    (
        "RELEASE_DATE",
        "DESC",
        ["Epsilon", "Zeta", "Gamma", "Delta", "Beta", "Alpha", "Eta"],
    ),
    (
        "TITLE",
        "ASC",
        ["Alpha", "Beta", "Delta", "Epsilon", "Eta", "Gamma", "Zeta"],
    ),
    (
        "TITLE",
        "DESC",
        ["Zeta", "Gamma", "Eta", "Epsilon", "Delta", "Beta", "Alpha"],
    ),
    (
        "RATING",
        "ASC",
        ["Epsilon", "Eta", "Alpha", "Gamma", "Beta", "Zeta", "Delta"],
    ),
    (
        "RATING",
        "DESC",
        ["Zeta", "Beta", "Gamma", "Alpha", "Eta", "Epsilon", "Delta"],
    ),
    (
        "POPULARITY",
        "ASC",
        ["Gamma", "Zeta", "Alpha", "Delta", "Eta", "Beta", "Epsilon"],
    ),
    (
        "POPULARITY",
        "DESC",
        ["Eta", "Delta", "Alpha", "Zeta", "Gamma", "Beta", "Epsilon"],
    ),
    (
        "BILLING",
        "ASC",
        ["Beta", "Zeta", "Delta", "Alpha", "Gamma", "Epsilon", "Eta"],
    ),
    (
        "BILLING",
        "DESC",
        ["Alpha", "Delta", "Beta", "Zeta", "Gamma", "Epsilon", "Eta"],
    ),
];

async fn in_every_order(database: Database, field: &str) {
    let (data, star) = world();
    let server = Server::with_data(database, &data).await;
    let filter = "filter: {minCertainty: RUMORED}";
    for (by, direction, expected) in ORDERS {
        let arguments = format!("{filter}, orderBy: {{field: {by}, direction: {direction}}}");
        let found = titles(&server, &star, field, &arguments).await;
        assert_eq!(found, expected, "{field} by {by} {direction}");
    }
    let found = titles(&server, &star, field, filter).await;
    assert_eq!(found, ORDERS[1].2, "newest first, if nothing is said");
    let found = titles(
        &server,
        &star,
        field,
        &format!("{filter}, orderBy: {{field: RATING}}"),
    )
    .await;
    assert_eq!(found, ORDERS[5].2, "downwards, if no direction is said");
}

async fn roles_are_ordered_by_each_field_in_both_directions(database: Database) {
    in_every_order(database, "roles").await;
}

async fn credits_are_ordered_by_each_field_in_both_directions(database: Database) {
    in_every_order(database, "filmography").await;
}

//! What counts as prior and later work, on careers made to show each rule.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    films_of_one_year_are_neither_prior_nor_later,
    precise_dates_decide_within_a_year,
    an_approximate_date_widens_certainty_but_not_the_order,
    an_undated_film_counts_as_the_newest,
    the_work_itself_never_counts_in_any_role,
    only_what_is_reported_counts_unless_asked,
    appearances_as_oneself_count_only_when_asked_for,
    a_debut_is_what_nothing_may_have_preceded,
    ages_are_exact_between_days_and_differences_between_years,
);

/// A career of films, each with its date in EDTF, and the role on each of them.
struct Career {
    data: Data,
    star: String,
    roles: Vec<(String, String)>,
}

impl Career {
    fn of(films: &[(&str, &str)]) -> Self {
        let mut data = Data::new();
        let star = data.person("Star").id();
        let mut roles = Vec::new();
        for (title, date) in films {
            let film = data.film(title, date);
            roles.push(((*title).to_owned(), data.acts(&star, &film)));
        }
        Self { data, star, roles }
    }

    fn role(&self, title: &str) -> &str {
        let found = self.roles.iter().find(|(known, _)| known == title);
        &found.expect("a role on this film").1
    }
}

/// What stands on one side of a role: the titles in their order.
pub(crate) async fn side(server: &Server, role: &str, field: &str, arguments: &str) -> Vec<String> {
    let arguments = if arguments.is_empty() {
        String::new()
    } else {
        format!("({arguments})")
    };
    let query = format!(
        "{{ node(id: \"{role}\") {{ ... on Role {{ c: {field}{arguments} {{ totalCount nodes {{ title }} }} }} }} }}"
    );
    let data = server.data(&query).await;
    let connection = &data["node"]["c"];
    let nodes = connection["nodes"].as_array().expect("nodes");
    assert_eq!(connection["totalCount"], nodes.len());
    let title = |node: &Value| node["title"].as_str().expect("a title").to_owned();
    nodes.iter().map(title).collect()
}

const POSSIBLE: &str = "dateMatch: POSSIBLE";

/// What each film must have before and after it, certainly and possibly.
async fn check(database: Database, films: &[(&str, &str)], expected: &[(&str, [&[&str]; 4])]) {
    let career = Career::of(films);
    let server = Server::with_data(database, &career.data).await;
    for (title, lists) in expected {
        let role = career.role(title);
        for (place, (field, arguments)) in [
            ("priorWork", ""),
            ("laterWork", ""),
            ("priorWork", POSSIBLE),
            ("laterWork", POSSIBLE),
        ]
        .into_iter()
        .enumerate()
        {
            let found = side(&server, role, field, arguments).await;
            assert_eq!(found, lists[place], "{field}({arguments}) of {title}");
        }
    }
}

async fn films_of_one_year_are_neither_prior_nor_later(database: Database) {
    let films = [("A", "1999"), ("B", "2000"), ("C", "2000"), ("D", "2001")];
    check(
        database,
        &films,
        &[
            ("A", [&[], &["D", "B", "C"], &[], &["D", "B", "C"]]),
            ("B", [&["A"], &["D"], &["C", "A"], &["D", "C"]]),
            ("C", [&["A"], &["D"], &["B", "A"], &["D", "B"]]),
            ("D", [&["B", "C", "A"], &[], &["B", "C", "A"], &[]]),
        ],
    )
    .await;
}

async fn precise_dates_decide_within_a_year(database: Database) {
    let films = [
        ("Year", "2000"),
        ("Spring", "2000-21"),
        ("June", "2000-06"),
        ("Day", "2000-06-15"),
        ("Same day", "2000-06-15"),
        ("Autumn", "2000-09/2000-10"),
    ];
    check(
        database,
        &films,
        &[
            (
                "Day",
                [
                    &["Spring"],
                    &["Autumn"],
                    &["June", "Spring", "Year"],
                    &["Autumn", "June", "Year"],
                ],
            ),
            (
                "Spring",
                [
                    &[],
                    &["Autumn", "Day", "Same day", "June"],
                    &["Year"],
                    &["Autumn", "Day", "Same day", "June", "Year"],
                ],
            ),
            (
                "Autumn",
                [
                    &["Day", "Same day", "June", "Spring"],
                    &[],
                    &["Day", "Same day", "June", "Spring", "Year"],
                    &["Year"],
                ],
            ),
        ],
    )
    .await;
}

async fn an_approximate_date_widens_certainty_but_not_the_order(database: Database) {
    // `2000~` may be 1999 or 2001, yet stands at the beginning of 2000 in every list.
    let films = [
        ("1998", "1998"),
        ("1999", "1999"),
        ("About 2000", "2000~"),
        ("2001", "2001"),
        ("2002", "2002"),
        ("The 1980s", "198X"),
    ];
    check(
        database,
        &films,
        &[
            (
                "About 2000",
                [
                    &["1998", "The 1980s"],
                    &["2002"],
                    &["2001", "1999", "1998", "The 1980s"],
                    &["2002", "2001", "1999"],
                ],
            ),
            (
                "2002",
                [
                    &["2001", "About 2000", "1999", "1998", "The 1980s"],
                    &[],
                    &["2001", "About 2000", "1999", "1998", "The 1980s"],
                    &[],
                ],
            ),
            (
                "2001",
                [
                    &["1999", "1998", "The 1980s"],
                    &["2002"],
                    &["About 2000", "1999", "1998", "The 1980s"],
                    &["2002", "About 2000"],
                ],
            ),
        ],
    )
    .await;
}

async fn an_undated_film_counts_as_the_newest(database: Database) {
    let films = [
        ("Old", "1999"),
        ("New", "2020"),
        ("Undated", ""),
        ("Unknown", ""),
    ];
    check(
        database,
        &films,
        &[
            (
                "Undated",
                [
                    &["New", "Old"],
                    &[],
                    &["Unknown", "New", "Old"],
                    &["Unknown"],
                ],
            ),
            ("New", [&["Old"], &[], &["Old"], &["Undated", "Unknown"]]),
            ("Old", [&[], &["New"], &[], &["Undated", "Unknown", "New"]]),
        ],
    )
    .await;
}

async fn the_work_itself_never_counts_in_any_role(database: Database) {
    let mut career = Career::of(&[("Before", "1999"), ("Itself", "")]);
    let film = career.data.json(career.role("Itself"))["work"].clone();
    let film = film.as_str().expect("a work").to_owned();
    let directs = career.data.role(&career.star, &film, "DIRECTING").id();
    let before = career.data.json(career.role("Before"))["work"].clone();
    let before = before.as_str().expect("a work").to_owned();
    let _ = career
        .data
        .role(&career.star, &before, "WRITING")
        .with("job", "story")
        .id();
    let server = Server::with_data(database, &career.data).await;
    for role in [career.role("Itself"), directs.as_str()] {
        for arguments in ["", POSSIBLE] {
            assert_eq!(
                side(&server, role, "priorWork", arguments).await,
                ["Before"]
            );
            assert!(side(&server, role, "laterWork", arguments).await.is_empty());
        }
    }
    // Two roles on one film are one credit with both.
    let query = format!(
        "{{ node(id: \"{directs}\") {{ ... on Role {{ priorWork {{ edges {{ episodeCount roles {{ department }} }} }} }} }} }}"
    );
    let data = server.data(&query).await;
    let edge = json!({"episodeCount": null,
        "roles": [{"department": "ACTING"}, {"department": "WRITING"}]});
    assert_eq!(data["node"]["priorWork"]["edges"], json!([edge]));
}

async fn only_what_is_reported_counts_unless_asked(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let levels = ["RUMORED", "EXPECTED", "REPORTED", "STATED", "CONFIRMED"];
    for (year, certainty) in (1991..).zip(levels) {
        let film = data.film(certainty, &year.to_string());
        let _ = data
            .role(&star, &film, "ACTING")
            .with("certainty", certainty)
            .id();
    }
    let film = data.film("Base", "2000");
    // The base itself may be hearsay.
    let base = data
        .role(&star, &film, "ACTING")
        .with("certainty", "RUMORED")
        .id();
    let server = Server::with_data(database, &data).await;
    let found = side(&server, &base, "priorWork", "").await;
    assert_eq!(found, ["CONFIRMED", "STATED", "REPORTED"]);
    for (least, certainty) in levels.into_iter().enumerate() {
        let arguments = format!("filter: {{minCertainty: {certainty}}}");
        let found = side(&server, &base, "priorWork", &arguments).await;
        let expected: Vec<&str> = levels[least..].iter().rev().copied().collect();
        assert_eq!(found, expected, "{certainty}");
    }
    let query = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ roles {{ totalCount }} filmography {{ totalCount }} }} }}"
    );
    let data = server.data(&query).await;
    assert_eq!(
        data["person"],
        json!({"roles": {"totalCount": 3}, "filmography": {"totalCount": 3}})
    );
}

async fn appearances_as_oneself_count_only_when_asked_for(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let parts = [
        ("Part", json!([])),
        ("Interview", json!(["SELF"])),
        ("Old footage", json!(["ARCHIVE_FOOTAGE"])),
        ("Voice", json!(["VOICE"])),
        ("Old voice", json!(["VOICE", "ARCHIVE_FOOTAGE"])),
    ];
    for (year, (title, attributes)) in (1991..).zip(parts) {
        let film = data.film(title, &year.to_string());
        let _ = data
            .role(&star, &film, "ACTING")
            .with("attributes", attributes)
            .id();
    }
    let film = data.film("Base", "2000");
    let base = data.acts(&star, &film);
    let server = Server::with_data(database, &data).await;
    for (filter, expected) in [
        ("", vec!["Voice", "Part"]),
        ("attributes: {any: [SELF]}", vec!["Interview"]),
        (
            "attributes: {any: [SELF, ARCHIVE_FOOTAGE]}",
            vec!["Old voice", "Old footage", "Interview"],
        ),
        ("attributes: {any: [VOICE]}", vec!["Voice"]),
        (
            "attributes: {any: [VOICE, SELF]}",
            vec!["Old voice", "Voice", "Interview"],
        ),
        (
            "attributes: {any: [ARCHIVE_FOOTAGE], none: [VOICE]}",
            vec!["Old footage"],
        ),
        ("attributes: {none: [VOICE]}", vec!["Part"]),
    ] {
        let arguments = format!("filter: {{{filter}}}");
        let found = side(&server, &base, "priorWork", &arguments).await;
        assert_eq!(found, expected, "{filter}");
    }
    // A work's own cast shows them.
    let query = "{ film(by: {named: {title: \"Interview\"}}) { cast { nodes { attributes } } } }";
    let data = server.data(query).await;
    assert_eq!(
        data["film"]["cast"]["nodes"],
        json!([{"attributes": ["SELF"]}])
    );
}

async fn a_debut_is_what_nothing_may_have_preceded(database: Database) {
    let mut career = Career::of(&[
        ("First", "1999"),
        ("Same year", "1999-05"),
        ("Later", "2001"),
    ]);
    let film = career.data.film("Earlier", "1990");
    let _ = career.data.role(&career.star, &film, "WRITING").id();
    let short = career
        .data
        .work("SHORT_FILM", "Short")
        .with("releaseDate", "1998")
        .id();
    let short_role = career.data.acts(&career.star, &short);
    let server = Server::with_data(database, &career.data).await;
    for (role, filter, expected) in [
        (short_role.as_str(), "", false),
        (&short_role, "(filter: {departments: [ACTING]})", true),
        (
            career.role("First"),
            "(filter: {departments: [ACTING]})",
            false,
        ),
        // Two films of a year: either may have been the first, so neither certainly was.
        (
            career.role("First"),
            "(filter: {departments: [ACTING], workKinds: [FILM]})",
            false,
        ),
        (
            career.role("Same year"),
            "(filter: {departments: [ACTING], workKinds: [FILM]})",
            false,
        ),
        (
            career.role("Later"),
            "(filter: {departments: [DIRECTING]})",
            true,
        ),
    ] {
        let query = format!("{{ node(id: \"{role}\") {{ ... on Role {{ isDebut{filter} }} }} }}");
        let data = server.data(&query).await;
        assert_eq!(data["node"]["isDebut"], expected, "{role} {filter}");
    }
}

async fn ages_are_exact_between_days_and_differences_between_years(database: Database) {
    let mut data = Data::new();
    let mut roles = Vec::new();
    for (born, released, age) in [
        ("1980-06-15", "2000-06-14", json!(19)),
        ("1980-06-15", "2000-06-15", json!(20)),
        ("1980-06-15", "2000", json!(20)),
        ("1980-06-15", "2000-01", json!(20)),
        ("1980", "2000-01-01", json!(20)),
        ("1980-02-29", "2001-02-28", json!(20)),
        ("1980-02-29", "2001-03-01", json!(21)),
        ("198X", "2000", json!(20)),
        ("", "2000", Value::Null),
        ("1980", "", Value::Null),
        ("2000", "1980", Value::Null),
    ] {
        let person = data.person("Somebody");
        let person = match born {
            "" => person.id(),
            born => person.with("birthDate", born).id(),
        };
        let film = data.film("Film", released);
        roles.push((
            data.acts(&person, &film),
            age,
            format!("{born} to {released}"),
        ));
    }
    let server = Server::with_data(database, &data).await;
    for (role, age, dates) in roles {
        let query = format!("{{ node(id: \"{role}\") {{ ... on Role {{ ageAtRelease }} }} }}");
        let data = server.data(&query).await;
        assert_eq!(data["node"]["ageAtRelease"], age, "{dates}");
    }
}

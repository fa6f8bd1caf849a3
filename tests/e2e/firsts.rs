//! Debuts and ages.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

use crate::prior::Career;

on_both!(
    ages_are_exact_between_days_and_differences_between_years,
    a_debut_is_what_nothing_may_have_preceded,
);

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

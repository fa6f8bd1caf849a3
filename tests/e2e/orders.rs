//! Orders of roles and credits.

use filmgraph_tests::{Database, Server, on_both};

use crate::filters::{titles, world};

on_both!(
    roles_are_ordered_by_each_field_in_both_directions,
    credits_are_ordered_by_each_field_in_both_directions,
);

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

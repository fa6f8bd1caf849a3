//! What is wrong with a filter. What filters do is in `tests/cases`.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::json;

on_both!(
    null_in_a_filter_is_an_error,
    words_that_nobody_can_see_are_refused,
);

async fn null_in_a_filter_is_an_error(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
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
        (json!({"people": ["nonsense"]}), "people.0"),
        (json!({"works": [star]}), "works.0"),
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
            let place = format!("filter.{field}");
            assert_eq!(error["extensions"]["argument"], place, "{filter}: {error}");
            assert_eq!(error["path"], json!(["person", "c"]));
        }
    }
    let literal = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ roles(filter: {{jobs: null}}) {{ totalCount }} }} }}"
    );
    assert_eq!(server.query(&literal).await.code(), "INVALID_VALUE");
}

async fn words_that_nobody_can_see_are_refused(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let server = Server::with_data(database, &data).await;
    let roles = "query($star: ID!, $filter: RoleFilter) { person(by: {id: $star}) { c: roles(filter: $filter) { totalCount } } }";
    let awards = "query($star: ID!, $filter: AwardFilter) { person(by: {id: $star}) { c: awards(filter: $filter) { totalCount } } }";
    let sources = "query($filter: SourceFilter) { sources(filter: $filter) { totalCount } }";
    let named = "query($filter: PersonRef!) { person(by: $filter) { id } }";
    for text in [
        "",
        " \t",
        "\u{200b}",
        "\u{ad}",
        "\u{feff}",
        "\u{2800}",
        "\u{3164}",
        "\u{301}",
        " \u{327}\u{301}",
        "\u{94d}",
    ] {
        for (query, filter, field) in [
            (roles, json!({"jobs": ["actor", text]}), "filter.jobs.1"),
            (
                roles,
                json!({"genres": {"any": [text]}}),
                "filter.genres.any.0",
            ),
            (
                roles,
                json!({"genres": {"all": [text]}}),
                "filter.genres.all.0",
            ),
            (
                roles,
                json!({"genres": {"none": [text]}}),
                "filter.genres.none.0",
            ),
            (awards, json!({"award": text}), "filter.award"),
            (
                sources,
                json!({"titleContains": text}),
                "filter.titleContains",
            ),
            (named, json!({"named": {"name": text}}), "by.named.name"),
        ] {
            let variables = json!({"star": star, "filter": filter});
            let error = server.query_with(query, variables).await.error();
            assert_eq!(
                error["extensions"]["code"], "INVALID_VALUE",
                "{filter}: {error}"
            );
            assert_eq!(error["extensions"]["argument"], field, "{filter}: {error}");
        }
    }
    for filter in [json!({"titleContains": null}), json!({"kinds": null})] {
        let error = server
            .query_with(sources, json!({"filter": filter}))
            .await
            .error();
        assert_eq!(
            error["extensions"]["code"], "INVALID_VALUE",
            "{filter}: {error}"
        );
    }
    let filter = json!({"titleContains": "e\u{301}"});
    let data = server.data_with(sources, json!({"filter": filter})).await;
    assert_eq!(data["sources"]["totalCount"], 0);
}

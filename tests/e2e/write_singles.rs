//! Single values in the place of lists, defaults in what changed, and dates that contradict each other.

use filmgraph_tests::{Database, on_both};
use serde_json::{Value, json};

use crate::write_faults::places;
use crate::write_records::{World, done, mutate, said, world};

on_both!(
    a_single_value_is_a_list_of_one_literally_too,
    what_was_left_out_was_the_default,
    nobody_dies_before_they_are_born,
);

async fn a_single_value_is_a_list_of_one_literally_too(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let ids = |number: u32| format!("externalIds: {{authority: IMDB, value: \"tt000{number}\"}}");
    let person =
        "externalIds: {authority: IMDB, value: \"nm0004000\"}, names: {name: \"B\", kind: ALIAS}";
    let query = format!(
        "mutation {{ workCreate(input: {{kind: FILM, title: \"New\", {}, countries: \"FR\",
            titles: {{text: \"Neu\", language: \"de\", kind: ALTERNATIVE}},
            roles: {{person: {{create: {{name: \"A\", {person}}}}}, department: ACTING, characters: \"C\"}},
            milestones: {{kind: ANNOUNCED}},
            provenance: {{source: {{create: {{kind: ARTICLE, title: \"Paper\"}}}}}}}}) {{
          work {{ externalIds {{ value }} countries {{ code }} titles {{ nodes {{ text }} }}
            cast {{ nodes {{ characters {{ name }} person {{ externalIds {{ value }} names {{ name }} }} }} }} }}
          userErrors {{ field message }} }} }}",
        ids(4000)
    );
    let made = editor.data(&query).await["workCreate"].take();
    assert_eq!(made["userErrors"], json!([]), "{made}");
    assert_eq!(made["work"]["externalIds"], json!([{"value": "tt0004000"}]));
    assert_eq!(made["work"]["countries"], json!([{"code": "FR"}]));
    let role = &made["work"]["cast"]["nodes"][0];
    assert_eq!(role["characters"], json!([{"name": "C"}]), "{made}");
    assert_eq!(
        role["person"]["externalIds"],
        json!([{"value": "nm0004000"}])
    );
}

async fn what_was_left_out_was_the_default(database: Database) {
    let World {
        server: _server,
        editor,
        person,
        ..
    } = world(database).await;
    let input = said(json!({"id": person, "expectedVersion": 1, "isResolved": false}));
    let changed = done(&editor, "personUpdate", "person { isResolved }", input).await;
    assert_eq!(changed["person"]["isResolved"], false, "{changed}");
    let change = &changed["changes"][0];
    assert_eq!(change["propertyKey"], "isResolved", "{changed}");
    for (side, value) in [("before", "true"), ("after", "false")] {
        let told = change[side].to_string();
        assert!(told.contains(value), "{side}: {changed}");
    }
}

async fn nobody_dies_before_they_are_born(database: Database) {
    let World {
        server: _server,
        editor,
        ..
    } = world(database).await;
    let input =
        said(json!({"name": "Ida Fenwick", "birthDate": "1950", "deathDate": "1949-12-31"}));
    let refused = mutate(&editor, "personCreate", "person { id }", input).await;
    let expected = [("deathDate".to_owned(), "INVALID_VALUE".to_owned())];
    assert_eq!(places(&refused), expected, "{refused}");
    let input = said(json!({"name": "Ida Fenwick", "birthDate": "1950", "deathDate": "1950"}));
    let made = done(&editor, "personCreate", "person { id }", input).await;
    let id: &Value = &made["person"]["id"];
    let input = said(json!({"id": id, "expectedVersion": 1, "deathDate": "1949"}));
    let refused = mutate(&editor, "personUpdate", "person { id }", input).await;
    assert_eq!(places(&refused), expected, "{refused}");
}

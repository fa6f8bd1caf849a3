//! Many writers at once lose nothing, and writing costs the same whatever there is already.

use filmgraph_tests::{Database, on_both};
use serde_json::{Value, json};

use crate::write_records::{World, done, mutate, said, world};

on_both!(
    writers_at_once_lose_nothing,
    a_large_cast_is_made_in_one_mutation,
);

const WRITERS: usize = 32;
const MUTATIONS: usize = 50;

async fn writers_at_once_lose_nothing(database: Database) {
    let World {
        server,
        editor,
        film,
        ..
    } = world(database).await;
    let writer = |number: usize| {
        let (editor, film) = (editor.clone(), film.clone());
        tokio::spawn(async move {
            for place in 0..MUTATIONS {
                let note = format!("{number}.{place}");
                let input = said(json!({"work": {"id": film}, "kind": "THEATRICAL", "note": note}));
                // Each work takes many releases; every tenth mutation changes what was made before.
                let made = done(&editor, "releaseCreate", "release { id version }", input).await;
                if place % 10 == 9 {
                    let release = &made["release"];
                    let input = said(
                        json!({"id": release["id"], "expectedVersion": release["version"], "country": "FR"}),
                    );
                    done(&editor, "releaseUpdate", "release { id }", input).await;
                }
            }
        })
    };
    let writers: Vec<_> = (0..WRITERS).map(writer).collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    let database = server.database();
    let all = i64::try_from(WRITERS * MUTATIONS).expect("a small number");
    assert_eq!(database.number("SELECT COUNT(*) FROM release").await, all);
    let distinct = "SELECT COUNT(DISTINCT note) FROM release";
    assert_eq!(database.number(distinct).await, all);
    let changed = "SELECT COUNT(*) FROM release WHERE country = 'FR'";
    assert_eq!(database.number(changed).await, all / 10);
    let (head, rows) = ("SELECT seq FROM change_head", "SELECT COUNT(*) FROM change");
    assert_eq!(database.number(head).await, database.number(rows).await);
    // One record that all of them want: those who come with an old version are refused.
    let race = |number: usize| {
        let (editor, film) = (editor.clone(), film.clone());
        tokio::spawn(async move {
            let input = said(json!({"id": film, "expectedVersion": 1, "endYear": 2000 + number}));
            mutate(&editor, "workUpdate", "work { version }", input).await
        })
    };
    let races: Vec<_> = (0..WRITERS).map(race).collect();
    let (mut won, mut refused) = (0, 0);
    for race in races {
        let answer: Value = race.await.expect("a writer");
        match answer["userErrors"][0]["code"].as_str() {
            None => won += 1,
            Some("VERSION_CONFLICT") => refused += 1,
            Some(_) => panic!("{answer}"),
        }
    }
    assert_eq!((won, refused), (1, WRITERS - 1));
}

async fn a_large_cast_is_made_in_one_mutation(database: Database) {
    let World { server, editor, .. } = world(database).await;
    let role = |number: usize| {
        json!({"person": {"create": {"name": format!("Person {number}")}}, "department": "ACTING",
            "characters": [format!("Character {number}")], "billing": number + 1})
    };
    let mut statements = Vec::new();
    for count in [10, 500] {
        let roles: Vec<Value> = (0..count).map(role).collect();
        let input =
            said(json!({"kind": "FILM", "title": format!("Cast of {count}"), "roles": roles}));
        let made = done(
            &editor,
            "workCreate",
            "work { id cast { totalCount } }",
            input,
        )
        .await;
        assert_eq!(made["work"]["cast"]["totalCount"], count);
        let query = format!(
            "{{ work(by: {{id: {}}}) {{ cast(first: 10) {{ nodes {{ person {{ name }} characters {{ name }} facts(properties: [CHARACTER]) {{ valueText }} }} }} }} }}",
            made["work"]["id"]
        );
        let answer = server.anew().query(&query).await;
        assert_eq!(
            answer.data()["work"]["cast"]["nodes"][9]["facts"],
            json!([{"valueText": "Character 9"}])
        );
        statements.push(answer.statements());
    }
    assert_eq!(statements[0], statements[1]);
}

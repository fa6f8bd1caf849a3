//! The figures of a work: those of its leading rating are what is shown, filtered and ordered by.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

on_both!(
    the_leading_rating_is_what_lists_look_at,
    without_a_rating_the_works_own_figures_hold,
    a_source_that_becomes_stronger_leads_from_then_on,
);

/// Somebody with two films, of which the second says itself that many rated it.
struct World {
    data: Data,
    person: String,
    films: [String; 2],
    sources: [String; 2],
}

fn world() -> World {
    let mut data = Data::new();
    let sources = [1, 2].map(|priority| {
        let source = data.source("DATA_SET", &format!("Data {priority}"));
        source.with("priority", priority).id()
    });
    let person = data.person("Somebody").id();
    let films = [(5, 2.0), (900, 9.0)].map(|(votes, rating)| {
        let film = data.work("FILM", &format!("Film {votes}"));
        let film = film.with("releaseDate", "2000").with("votes", votes);
        let film = film.with("rating", rating);
        film.with("sources", json!([sources[0]])).id()
    });
    for film in &films {
        let _ = data.acts(&person, film);
    }
    World {
        data,
        person,
        films,
        sources,
    }
}

fn rate(world: &mut World, film: usize, source: usize, (average, out_of): (f64, f64), votes: i32) {
    let rating = world.data.other(RecordKind::Rating, "rating");
    let rating = rating.with("work", world.films[film].as_str());
    let rating = rating.with("source", world.sources[source].as_str());
    let rating = rating.with("average", average).with("outOf", out_of);
    let _ = rating.with("votes", votes).id();
}

/// The films by rating, those of many votes, and what the person is known for.
async fn lists(server: &Server, person: &str) -> [Value; 3] {
    let query = format!(
        "{{ person(by: {{id: \"{person}\"}}) {{ knownFor {{ title }}
            best: filmography(orderBy: {{field: RATING}}) {{ nodes {{ title }} }}
            most: filmography(filter: {{votes: {{min: 100}}, rating: {{min: 5}}}}) {{ nodes {{ title }} }} }} }}"
    );
    let person = server.data(&query).await["person"].take();
    let titles = |list: &Value| {
        let titles = list.as_array().expect("works").iter();
        json!(titles.map(|work| work["title"].clone()).collect::<Vec<_>>())
    };
    [
        &person["best"]["nodes"],
        &person["most"]["nodes"],
        &person["knownFor"],
    ]
    .map(titles)
}

async fn rating(server: &Server, film: &str) -> Value {
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ rating {{ id average outOf voteCount source {{ title }} }} ratings {{ id }} }} }}"
    );
    server.data(&query).await["film"].take()
}

const FIRST: &str = "Film 5";
const SECOND: &str = "Film 900";

async fn the_leading_rating_is_what_lists_look_at(database: Database) {
    let mut world = world();
    let server = Server::with_data(database, &world.data).await;
    let by_own = [
        json!([SECOND, FIRST]),
        json!([SECOND]),
        json!([SECOND, FIRST]),
    ];
    assert_eq!(lists(&server, &world.person).await, by_own);
    rate(&mut world, 0, 1, (95.0, 100.0), 1_000);
    rate(&mut world, 0, 0, (1.0, 10.0), 5_000);
    server.load(&world.data).await;
    let by_rating = [
        json!([FIRST, SECOND]),
        json!([FIRST, SECOND]),
        json!([FIRST, SECOND]),
    ];
    let [best, mut most, known] = lists(&server, &world.person).await;
    // Of one year: neither comes first by its date.
    most.as_array_mut()
        .expect("titles")
        .sort_by_key(ToString::to_string);
    assert_eq!([best, most, known], by_rating);
    let shown = rating(&server, &world.films[0]).await;
    assert_eq!(shown["rating"]["voteCount"], 1_000);
    assert_eq!(shown["rating"]["outOf"], 100.0);
    assert_eq!(shown["ratings"].as_array().expect("ratings").len(), 2);
    // A work that is put again keeps them, and says what it says.
    let _ = world.data.record(&world.films[0]).with("votes", 6);
    server.load(&world.data).await;
    assert_eq!(
        lists(&server, &world.person).await[0],
        json!([FIRST, SECOND])
    );
}

async fn without_a_rating_the_works_own_figures_hold(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let shown = rating(&server, &world.films[1]).await;
    let id = format!("{}.rating", world.films[1]);
    let expected = json!({"id": id, "average": 9.0, "outOf": 10.0, "voteCount": 900, "source": {"title": "Data 1"}});
    assert_eq!(shown["rating"], expected);
    assert_eq!(shown["ratings"], json!([{"id": id}]));
    let query = format!("{{ node(id: \"{id}\") {{ ... on Rating {{ average }} }} }}");
    assert_eq!(server.data(&query).await["node"], json!({"average": 9.0}));
    let wrong = server.error("{ node(id: \"x.rating\") { id } }").await;
    assert_eq!(wrong["extensions"]["code"], "INVALID_VALUE", "{wrong}");
}

async fn a_source_that_becomes_stronger_leads_from_then_on(database: Database) {
    let mut world = world();
    rate(&mut world, 0, 0, (9.5, 10.0), 2_000);
    rate(&mut world, 0, 1, (1.0, 10.0), 10);
    let server = Server::with_data(database, &world.data).await;
    assert_eq!(
        lists(&server, &world.person).await[0],
        json!([SECOND, FIRST])
    );
    let _ = world.data.record(&world.sources[0]).with("priority", 9);
    server.load(&world.data).await;
    assert_eq!(
        lists(&server, &world.person).await[0],
        json!([FIRST, SECOND])
    );
    let shown = rating(&server, &world.films[0]).await;
    assert_eq!(shown["rating"]["voteCount"], 2_000);
}

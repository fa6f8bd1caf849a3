//! Episodes in careers: rolled up into their series, or one by one.

use filmgraph_tests::{Data, Database, Server, on_both};
use serde_json::{Value, json};

use crate::prior::side;

on_both!(
    episodes_are_rolled_up_into_their_series,
    episodes_are_listed_one_by_one_when_the_filter_names_them,
    an_episode_has_neither_its_series_nor_its_siblings_before_it,
    a_series_has_none_of_its_episodes_around_it,
    a_series_known_only_as_a_whole_says_its_own_count,
    filters_on_kind_and_genre_see_the_series,
);

/// A career of a film, and parts in episodes of two series.
struct World {
    data: Data,
    star: String,
    serial: String,
    second_episode: String,
    serial_role: String,
    film_role: String,
}

fn world() -> World {
    let mut data = Data::new();
    for genre in ["Drama", "Comedy"] {
        let _ = data.genre(genre).id();
    }
    let star = data.person("Star").id();
    let serial = data
        .work("SERIES", "Serial")
        .with("releaseDate", "1999")
        .with("genres", json!(["Drama"]))
        .id();
    let mini = data
        .work("MINI_SERIES", "Mini")
        .with("releaseDate", "2005")
        .id();
    let mut roles = Vec::new();
    for (number, date) in [
        (1, "2000-01-01"),
        (2, "2000-01-08"),
        (3, "2002-03-05"),
        (4, ""),
    ] {
        let episode = data.episode(&serial, &format!("Episode {number}"), date);
        let _ = data
            .record(&episode)
            .with("seasonNumber", 1)
            .with("episodeNumber", number);
        let role = data.role(&star, &episode, "ACTING");
        roles.push(
            role.with("characters", json!([{"name": format!("Part {number}")}]))
                .id(),
        );
        if number == 1 {
            // Two jobs on one episode are one episode.
            let _ = data.role(&star, &episode, "DIRECTING").id();
        }
    }
    let pilot = data.episode(&mini, "Pilot", "2005-06-01");
    let _ = data.record(&pilot).with("genres", json!(["Comedy"]));
    let _ = data.acts(&star, &pilot);
    let serial_role = data
        .role(&star, &serial, "PRODUCTION")
        .with("episodeCount", 99)
        .id();
    let film = data.film("Film", "2010");
    let film_role = data.acts(&star, &film);
    World {
        data,
        star,
        serial,
        second_episode: roles.remove(1),
        serial_role,
        film_role,
    }
}

const EDGES: &str = "{ totalCount edges { node { title __typename } episodeCount
    firstDate { edtf } lastDate { edtf } roles { work { title } } } }";

async fn episodes_are_rolled_up_into_their_series(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let query = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ filmography {EDGES} }} }}",
        world.star
    );
    let filmography = server.data(&query).await["person"]["filmography"].take();
    let titles = |titles: &[&str]| -> Value {
        titles
            .iter()
            .map(|title| json!({"work": {"title": title}}))
            .collect()
    };
    let expected = json!({"totalCount": 3, "edges": [
        {"node": {"title": "Film", "__typename": "Film"}, "episodeCount": null,
         "firstDate": {"edtf": "2010"}, "lastDate": {"edtf": "2010"},
         "roles": titles(&["Film"])},
        {"node": {"title": "Mini", "__typename": "Series"}, "episodeCount": 1,
         "firstDate": {"edtf": "2005-06-01"}, "lastDate": {"edtf": "2005-06-01"},
         "roles": titles(&["Pilot"])},
        {"node": {"title": "Serial", "__typename": "Series"}, "episodeCount": 4,
         "firstDate": {"edtf": "1999"}, "lastDate": {"edtf": "2002-03-05"},
         "roles": titles(&["Serial", "Episode 1", "Episode 1", "Episode 2", "Episode 3", "Episode 4"])},
    ]});
    assert_eq!(filmography, expected);
    // Prior work rolls up only what came before: the undated episode did not.
    let query = format!(
        "{{ node(id: \"{}\") {{ ... on Role {{ priorWork {EDGES} }} }} }}",
        world.film_role
    );
    let prior = server.data(&query).await["node"]["priorWork"].take();
    assert_eq!(prior["totalCount"], 2);
    assert_eq!(prior["edges"][1]["episodeCount"], 3, "{prior}");
    // Roles themselves stay one by one.
    let query = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ roles {{ totalCount }} }} }}",
        world.star
    );
    assert_eq!(
        server.data(&query).await["person"]["roles"]["totalCount"],
        8
    );
}

async fn episodes_are_listed_one_by_one_when_the_filter_names_them(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let query = format!(
        "{{ person(by: {{id: \"{}\"}}) {{ filmography(filter: {{workKinds: [EPISODE, FILM]}}) {EDGES} }} }}",
        world.star
    );
    let filmography = server.data(&query).await["person"]["filmography"].take();
    let edges = filmography["edges"].as_array().expect("edges");
    let titles: Vec<&Value> = edges.iter().map(|edge| &edge["node"]["title"]).collect();
    let expected = [
        "Episode 4",
        "Film",
        "Pilot",
        "Episode 3",
        "Episode 2",
        "Episode 1",
    ];
    assert_eq!(json!(titles), json!(expected));
    assert!(
        edges.iter().all(|edge| edge["episodeCount"].is_null()),
        "{filmography}"
    );
    let one = "filter: {workKinds: [EPISODE]}";
    let found = side(&server, &world.film_role, "priorWork", one).await;
    assert_eq!(found, ["Pilot", "Episode 3", "Episode 2", "Episode 1"]);
}

async fn an_episode_has_neither_its_series_nor_its_siblings_before_it(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let role = &world.second_episode;
    assert!(side(&server, role, "priorWork", "").await.is_empty());
    assert_eq!(side(&server, role, "laterWork", "").await, ["Film", "Mini"]);
    // Asked for one by one, the siblings count, and the series still does not.
    let all = "filter: {workKinds: [EPISODE, SERIES, FILM]}";
    assert_eq!(side(&server, role, "priorWork", all).await, ["Episode 1"]);
    assert_eq!(
        side(&server, role, "laterWork", all).await,
        ["Film", "Pilot", "Episode 3"]
    );
}

async fn a_series_has_none_of_its_episodes_around_it(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let role = &world.serial_role;
    assert!(side(&server, role, "priorWork", "").await.is_empty());
    assert_eq!(side(&server, role, "laterWork", "").await, ["Film", "Mini"]);
}

async fn a_series_known_only_as_a_whole_says_its_own_count(database: Database) {
    let mut data = Data::new();
    let star = data.person("Star").id();
    let serial = data
        .work("SERIES", "Serial")
        .with("releaseDate", "1999")
        .id();
    let _ = data
        .role(&star, &serial, "ACTING")
        .with("episodeCount", 42)
        .id();
    let other = data
        .work("SERIES", "Other")
        .with("releaseDate", "1998")
        .id();
    let _ = data.acts(&star, &other);
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ person(by: {{id: \"{star}\"}}) {{ filmography {{ edges {{ episodeCount }} }} }} }}"
    );
    let data = server.data(&query).await;
    let expected = json!([{"episodeCount": 42}, {"episodeCount": null}]);
    assert_eq!(data["person"]["filmography"]["edges"], expected);
}

async fn filters_on_kind_and_genre_see_the_series(database: Database) {
    let world = world();
    let server = Server::with_data(database, &world.data).await;
    let serial = &world.serial;
    for (filter, expected) in [
        ("workKinds: [SERIES]".to_owned(), vec!["Serial"]),
        ("workKinds: [MINI_SERIES]".to_owned(), vec!["Mini"]),
        ("genres: {any: [\"Drama\"]}".to_owned(), vec!["Serial"]),
        // A genre of the episode alone is none of the series.
        ("genres: {any: [\"Comedy\"]}".to_owned(), vec![]),
        (
            "workKinds: [EPISODE], genres: {any: [\"Comedy\"]}".to_owned(),
            vec!["Pilot"],
        ),
        (format!("works: [\"{serial}\"]"), vec!["Serial"]),
        (
            "releaseDate: {from: \"2002\", to: \"2002\"}".to_owned(),
            vec!["Serial"],
        ),
    ] {
        let arguments = format!("filter: {{{filter}}}");
        let found = side(&server, &world.film_role, "priorWork", &arguments).await;
        assert_eq!(found, expected, "{filter}");
    }
}

//! What answers depend on besides the data: the language. Directives are in `tests/cases`.

use filmgraph_tests::{Answer, Data, Database, Server, on_both};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(
    the_language_is_that_of_the_argument_else_of_the_header,
    accept_language_is_not_looked_at,
    a_field_answers_the_same_by_any_way,
);

/// A film with titles, and a person with names, in several languages.
fn world() -> (Data, String, String) {
    let mut data = Data::new();
    let texts = [
        ("Der Titel", "de"),
        ("O título", "pt"),
        ("O título daqui", "pt-BR"),
    ];
    let titles: Vec<Value> = texts
        .iter()
        .map(|(text, language)| {
            let id = data.next_id(entity::vocabulary::RecordKind::Title);
            json!({"id": id, "text": text, "language": language, "kind": "ALTERNATIVE"})
        })
        .collect();
    let film = data
        .work("FILM", "The Title")
        .with("titles", titles)
        .with("releaseDate", "2001");
    let film = film.id();
    let name = data.next_id(entity::vocabulary::RecordKind::PersonName);
    let names = json!([{"id": name, "name": "Иван", "language": "ru", "kind": "ALIAS"}]);
    let person = data.person("Ivan").with("names", names).id();
    let _ = data.acts(&person, &film);
    (data, film, person)
}

async fn the_language_is_that_of_the_argument_else_of_the_header(database: Database) {
    let (data, film, person) = world();
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ film(by: {{id: \"{film}\"}}) {{ title label de: title(language: \"de\") fr: title(language: \"fr\")
            cast {{ nodes {{ label(language: \"de-AT\") person {{ name ru: name(language: \"ru-RU\") }} }} }} }}
            person(by: {{id: \"{person}\"}}) {{ name }} }}"
    );
    let ask = async |language: Option<&str>| {
        let request = server
            .request(Method::POST, "/graphql")
            .json(&json!({"query": query}));
        let request = match language {
            Some(language) => request.header("filmgraph-language", language),
            None => request,
        };
        Answer::of(request).await
    };
    for (language, title, name) in [
        (None, "The Title", "Ivan"),
        (Some("fr"), "The Title", "Ivan"),
        (Some("de"), "Der Titel", "Ivan"),
        (Some("DE-de"), "Der Titel", "Ivan"),
        (Some("pt-BR"), "O título daqui", "Ivan"),
        (Some("pt-PT"), "O título", "Ivan"),
        (Some("ru"), "The Title", "Иван"),
    ] {
        let data = ask(language).await.data();
        let film = &data["film"];
        assert_eq!(film["title"], title, "{language:?}");
        assert_eq!(film["label"], format!("{title} (2001)"), "{language:?}");
        assert_eq!(film["de"], "Der Titel", "{language:?}");
        assert_eq!(film["fr"], "The Title", "{language:?}");
        let role = &film["cast"]["nodes"][0];
        assert_eq!(role["label"], "Ivan in Der Titel", "{language:?}");
        assert_eq!(role["person"]["name"], name, "{language:?}");
        assert_eq!(role["person"]["ru"], "Иван", "{language:?}");
        assert_eq!(data["person"]["name"], name, "{language:?}");
    }
    let answer = ask(Some("no language")).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (400, "INVALID_VALUE")
    );
    let wrong =
        format!("{{ film(by: {{id: \"{film}\"}}) {{ title(language: \"no language\") }} }}");
    let answer = server.query(&wrong).await;
    assert_eq!(answer.code(), "VALIDATION_FAILED", "{}", answer.body);
}

async fn accept_language_is_not_looked_at(database: Database) {
    let (data, film, _) = world();
    let server = Server::with_data(database, &data).await;
    let body = json!({"query": format!("{{ film(by: {{id: \"{film}\"}}) {{ title }} }}")});
    let request = server.request(Method::POST, "/graphql").json(&body);
    let answer = Answer::of(request.header("accept-language", "de")).await;
    assert_eq!(answer.data()["film"]["title"], "The Title");
    let vary = answer.header("vary").unwrap_or_default().to_lowercase();
    assert!(vary.contains("filmgraph-language"), "{vary}");
    assert!(!vary.contains("accept-language"), "{vary}");
}

async fn a_field_answers_the_same_by_any_way(database: Database) {
    let (data, film, _) = world();
    let server = Server::with_data(database, &data).await;
    let query = format!(
        "{{ a: film(by: {{id: \"{film}\"}}) {{ ...F }} b: work(by: {{id: \"{film}\"}}) {{ ...F }}
            c: node(id: \"{film}\") {{ ...F }} d: nodes(ids: [\"{film}\"]) {{ ...F }} }}
        fragment F on Work {{ id slug title year version updatedAt releaseDate {{ edtf text }}
            titles {{ nodes {{ text language }} }} cast {{ nodes {{ id }} }} }}"
    );
    let data = server.data(&query).await;
    assert_eq!(data["a"]["title"], "The Title");
    assert_eq!(data["a"]["version"], 1);
    for other in [&data["b"], &data["c"], &data["d"][0]] {
        assert_eq!(&data["a"], other);
    }
}

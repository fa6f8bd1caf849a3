//! Whether all say the same: answers in one form, which is that of Filmgraph's.

use serde_json::{Map, Value, json};

use crate::contestant::Contestant;
use crate::options::Name;
use crate::query::Query;

/// Compares the answers of all, subject by subject. A difference ends the run.
pub(crate) async fn compare(contestants: &[Contestant], query: Query, subjects: &[i64]) {
    let mut clients = Vec::new();
    for contestant in contestants {
        clients.push(contestant.client().await);
    }
    for number in subjects {
        let mut first: Option<(Name, Value)> = None;
        for (contestant, client) in contestants.iter().zip(&mut clients) {
            let answer = client.json(&contestant.request(query, *number)).await;
            let answer = of(contestant.name, answer);
            assert!(
                holds_something(&answer),
                "{}: nothing of {number}: {answer}",
                query.title()
            );
            let Some((name, expected)) = &first else {
                first = Some((contestant.name, answer));
                continue;
            };
            if let Some(difference) = difference("", expected, &answer) {
                panic!(
                    "{} of {number}: {} and {} do not say the same at {difference}",
                    query.title(),
                    name.title(),
                    contestant.name.title()
                );
            }
        }
    }
}

/// An answer in the form of Filmgraph's.
fn of(name: Name, answer: Value) -> Value {
    match name {
        Name::Postgraphile => of_graphile(answer),
        _ => answer,
    }
}

/// Puts where Filmgraph has it what stands elsewhere: the number of prior works, and lists without pages.
fn of_graphile(value: Value) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(of_graphile).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let mut fields: Map<_, _> = fields
                .map(|(name, value)| (name, of_graphile(value)))
                .collect();
            if let Some(count) = fields.remove("priorCount") {
                fields["priorWork"]["totalCount"] = count;
            }
            if let Some(genres) = fields.get_mut("genres") {
                *genres = genres["nodes"].take();
            }
            Value::Object(fields)
        }
        other => other,
    }
}

/// Whether there is a record in it.
fn holds_something(answer: &Value) -> bool {
    let data = answer["data"].as_object();
    data.is_some_and(|data| data.values().all(|record| record["id"].is_string()))
}

/// Where two answers differ first, and how.
fn difference(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let names = a
                .keys()
                .chain(b.keys().filter(|name| !a.contains_key(*name)));
            let mut found = names.filter_map(|name| {
                let missing = json!("(not there)");
                let of = |fields: &Map<String, Value>| fields.get(name).cloned();
                let (a, b) = (of(a), of(b));
                let (a, b) = (a.unwrap_or(missing.clone()), b.unwrap_or(missing));
                difference(&format!("{path}.{name}"), &a, &b)
            });
            found.next()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            let mut found =
                pairs.filter_map(|(at, (a, b))| difference(&format!("{path}[{at}]"), a, b));
            found.next()
        }
        _ if one == other => None,
        _ => Some(format!("{path}: {one} and {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{difference, holds_something, of_graphile};

    #[test]
    fn the_first_difference_is_told() {
        let a = json!({"film": {"id": "w1", "cast": [{"name": "A"}, {"name": "B"}]}});
        let mut b = a.clone();
        assert_eq!(difference("", &a, &b), None);
        b["film"]["cast"][1]["name"] = json!("C");
        assert_eq!(
            difference("", &a, &b).as_deref(),
            Some(".film.cast[1].name: \"B\" and \"C\"")
        );
        b = json!({"film": {"id": "w1"}});
        assert!(difference("", &a, &b).is_some_and(|text| text.contains("not there")));
    }

    #[test]
    fn the_order_of_fields_does_not_count() {
        let a = json!({"id": "w1", "title": "T"});
        let b = json!({"title": "T", "id": "w1"});
        assert_eq!(difference("", &a, &b), None);
    }

    #[test]
    fn counts_go_into_their_lists() {
        let answer = of_graphile(json!({"priorCount": 3, "priorWork": {"nodes": []}}));
        assert_eq!(answer, json!({"priorWork": {"nodes": [], "totalCount": 3}}));
    }

    #[test]
    fn an_answer_without_a_record_is_seen() {
        assert!(holds_something(&json!({"data": {"film": {"id": "w1"}}})));
        assert!(!holds_something(&json!({"data": {"film": null}})));
        assert!(!holds_something(&json!({})));
    }
}

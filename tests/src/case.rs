//! Tests that are data: a document with what it takes in comments above it, and its answer beside it.

use std::{collections::BTreeMap, str::FromStr};

use serde_json::{Map, Value, json};

/// The data of a case that names none.
pub const SAMPLE: &str = "sample";

/// A request, what it is asked of, and what is said of its answer beside the answer itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it proves, in words.
    pub about: String,
    /// The records that it is asked of: [`SAMPLE`], or the name of a file of records.
    pub data: String,
    /// Headers of the request.
    pub headers: BTreeMap<String, String>,
    /// The status of the answer.
    pub status: u16,
    /// How many SQL statements it takes; none if that is left open.
    pub statements: Option<u32>,
    /// What it is estimated to cost; none if that is left open.
    pub cost: Option<u64>,
    operation: Option<String>,
    variables: Map<String, Value>,
    document: String,
}

/// Keys that may stand above a document, in the order in which messages name them.
const KEYS: [&str; 7] = [
    "data",
    "operation",
    "variables",
    "headers",
    "status",
    "statements",
    "cost",
];

impl Case {
    /// Reads the text of a case.
    ///
    /// # Errors
    /// With the line that is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut about = Vec::new();
        let mut said = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            let Some(comment) = line.strip_prefix('#') else {
                break;
            };
            let comment = comment.trim();
            let wrong = |reason: String| format!("line {number}: {reason}");
            match key_of(comment) {
                Some((key, value)) => say(&mut said, key, value).map_err(wrong)?,
                None if said.is_empty() => about.push(comment),
                None => return Err(wrong(format!("`{comment}` is no key: {}", known()))),
            }
        }
        let about = about.join(" ").trim().to_owned();
        if about.is_empty() {
            return Err("line 1: a comment has to say what the case proves".to_owned());
        }
        Ok(Self {
            about,
            data: said.remove("data").unwrap_or(SAMPLE).to_owned(),
            operation: said.remove("operation").map(str::to_owned),
            variables: read(&mut said, "variables")?.unwrap_or_default(),
            headers: read(&mut said, "headers")?.unwrap_or_default(),
            status: number(&mut said, "status")?.unwrap_or(200),
            statements: number(&mut said, "statements")?,
            cost: number(&mut said, "cost")?,
            document: text.to_owned(),
        })
    }

    /// The body of the request; the document is the file as it is, comments and all.
    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({"query": self.document});
        if let Some(operation) = &self.operation {
            body["operationName"] = json!(operation);
        }
        if !self.variables.is_empty() {
            body["variables"] = Value::Object(self.variables.clone());
        }
        body
    }
}

/// Puts a number in the place of the one that is said above a document.
#[must_use]
pub fn with_number(text: &str, key: &str, number: u64) -> String {
    let start = format!("# {key}: ");
    let line = |line: &str| {
        if line.starts_with(&start) {
            format!("{start}{number}\n")
        } else {
            format!("{line}\n")
        }
    };
    text.lines().map(line).collect()
}

/// A key is one word in small letters before a colon; whatever else is told in words.
fn key_of(comment: &str) -> Option<(&str, &str)> {
    let (key, value) = comment.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase());
    is_key.then(|| (key, value.trim()))
}

fn known() -> String {
    format!("keys are {}", KEYS.join(", "))
}

fn say<'a>(
    said: &mut BTreeMap<&'a str, &'a str>,
    key: &'a str,
    value: &'a str,
) -> Result<(), String> {
    if !KEYS.contains(&key) {
        return Err(format!("there is no key `{key}`: {}", known()));
    }
    if value.is_empty() {
        return Err(format!("`{key}` has no value"));
    }
    match said.insert(key, value) {
        Some(_) => Err(format!("`{key}` stands there twice")),
        None => Ok(()),
    }
}

fn read<T: serde::de::DeserializeOwned>(
    said: &mut BTreeMap<&str, &str>,
    key: &str,
) -> Result<Option<T>, String> {
    let read =
        |value: &str| serde_json::from_str(value).map_err(|error| format!("`{key}`: {error}"));
    said.remove(key).map(read).transpose()
}

fn number<T: FromStr>(said: &mut BTreeMap<&str, &str>, key: &str) -> Result<Option<T>, String> {
    let wrong = |value: &str| format!("`{key}`: `{value}` is no number that fits");
    let read = |value: &str| value.parse().map_err(|_| wrong(value));
    said.remove(key).map(read).transpose()
}

/// Characters of a line of an answer: what fits into one stands in one.
const LINE: usize = 100;

/// An answer as it is written beside its document.
#[must_use]
pub fn written(answer: &Value) -> String {
    let mut text = String::new();
    write(answer, 0, &mut text);
    text + "\n"
}

fn write(value: &Value, depth: usize, text: &mut String) {
    let line = in_a_line(value);
    if 2 * depth + line.chars().count() <= LINE {
        text.push_str(&line);
        return;
    }
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, v)| (named(name), v)).collect(),
        Value::Array(members) => members.iter().map(|v| (String::new(), v)).collect(),
        _ => return text.push_str(&line),
    };
    let (open, close) = if value.is_array() {
        ('[', ']')
    } else {
        ('{', '}')
    };
    text.push(open);
    for (place, (name, value)) in members.into_iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        text.push_str(&format!("{comma}\n{}{name}", "  ".repeat(depth + 1)));
        write(value, depth + 1, text);
    }
    text.push_str(&format!("\n{}{close}", "  ".repeat(depth)));
}

fn named(name: &str) -> String {
    format!("{}: ", json!(name))
}

fn in_a_line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| named(name) + &in_a_line(value));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(members) => {
            let members: Vec<String> = members.iter().map(in_a_line).collect();
            format!("[{}]", members.join(", "))
        }
        _ => value.to_string(),
    }
}

/// Where two answers first differ and what stands there, the expected one first; none if they are
/// the same in every byte.
#[must_use]
pub fn difference(expected: &Value, found: &Value) -> Option<String> {
    if in_a_line(expected) == in_a_line(found) {
        return None;
    }
    Some(differing(String::new(), expected, found))
}

fn differing(path: String, expected: &Value, found: &Value) -> String {
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) if a.keys().eq(b.keys()) => {
            let pair = a.iter().zip(b.values());
            first(path, pair.map(|((name, a), b)| (name.clone(), a, b)))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            first(path, pairs.map(|(place, (a, b))| (place.to_string(), a, b)))
        }
        _ => format!("at {path}/\n  expected: {expected}\n  found:    {found}"),
    }
}

fn first<'a>(
    path: String,
    mut pairs: impl Iterator<Item = (String, &'a Value, &'a Value)>,
) -> String {
    match pairs.find(|(_, a, b)| in_a_line(a) != in_a_line(b)) {
        Some((name, a, b)) => differing(format!("{path}/{name}"), a, b),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, SAMPLE, difference, with_number, written};
    use serde_json::{Value, json};

    #[test]
    fn everything_above_a_document_is_read() {
        let text = "# A film has a title:\n# of its own.\n# data: films\n# operation: Q\n\
            # variables: {\"id\": \"w1\"}\n# headers: {\"Filmgraph-Language\": \"de\"}\n\
            # status: 400\n# statements: 3\n# cost: 12\nquery Q { a } # of films: all\n";
        let case = Case::parse(text).expect("a case");
        assert_eq!(case.about, "A film has a title: of its own.");
        assert_eq!((case.data.as_str(), case.status), ("films", 400));
        assert_eq!((case.statements, case.cost), (Some(3), Some(12)));
        assert_eq!(case.headers["Filmgraph-Language"], "de");
        let body = json!({"query": text, "operationName": "Q", "variables": {"id": "w1"}});
        assert_eq!(case.body(), body);
    }

    #[test]
    fn a_case_needs_no_more_than_words() {
        let case = Case::parse("# It is.\n{ a }\n").expect("a case");
        assert_eq!((case.data.as_str(), case.status), (SAMPLE, 200));
        assert_eq!((case.statements, case.cost), (None, None));
        assert_eq!(case.body(), json!({"query": "# It is.\n{ a }\n"}));
    }

    #[test]
    fn what_is_wrong_above_a_document_is_told() {
        for (text, reason) in [
            ("{ a }", "what the case proves"),
            ("# cost: 1\n{ a }", "what the case proves"),
            ("# A.\n# price: 1\n{ a }", "line 2: there is no key `price`"),
            (
                "# A.\n# cost: 1\n# Words.\n{ a }",
                "line 3: `Words.` is no key",
            ),
            (
                "# A.\n# cost: 1\n# cost: 1\n{ a }",
                "line 3: `cost` stands there twice",
            ),
            ("# A.\n# data:\n{ a }", "line 2: `data` has no value"),
            ("# A.\n# statements: some\n{ a }", "`statements`: `some`"),
            ("# A.\n# status: 70000\n{ a }", "`status`: `70000`"),
            ("# A.\n# variables: [1]\n{ a }", "`variables`: invalid type"),
            (
                "# A.\n# headers: {\"a\": 1}\n{ a }",
                "`headers`: invalid type",
            ),
        ] {
            let told = Case::parse(text).expect_err(text);
            assert!(told.contains(reason), "{text}: {told}");
        }
    }

    #[test]
    fn a_number_is_put_in_the_place_of_another() {
        let text = "# A.\n# cost: 1\n{ a }\n";
        assert_eq!(with_number(text, "cost", 27), "# A.\n# cost: 27\n{ a }\n");
        assert_eq!(with_number(text, "statements", 27), text);
    }

    #[test]
    fn what_fits_into_a_line_is_written_in_one() {
        let long = "a \"word\" ".repeat(9);
        let answer = json!({"data": {"few": [{"a": 1.5, "b": []}], "many": [long, {"c": null}]}});
        let text = written(&answer);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "{",
                "  \"data\": {",
                "    \"few\": [{\"a\": 1.5, \"b\": []}],"
            ]
        );
        assert_eq!(lines[5..], ["      {\"c\": null}", "    ]", "  }", "}"]);
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read, answer);
        assert_eq!(
            written(&json!({"data": {"a": 1}})),
            "{\"data\": {\"a\": 1}}\n"
        );
    }

    #[test]
    fn the_place_of_a_difference_is_named() {
        let one = json!({"data": {"a": [{"b": 1}, {"b": 2.5}], "c": null}});
        assert_eq!(difference(&one, &one.clone()), None);
        for (other, told) in [
            (
                json!({"data": {"a": [{"b": 1}, {"b": 2}], "c": null}}),
                "at /data/a/1/b/\n",
            ),
            (
                json!({"data": {"a": [{"b": 1}], "c": null}}),
                "at /data/a/\n",
            ),
            // The order of fields is that of the document.
            (json!({"data": {"c": null, "a": []}}), "at /data/\n"),
            (json!({"errors": []}), "at /\n"),
        ] {
            let found = difference(&one, &other).expect("a difference");
            assert!(found.starts_with(told), "{found}");
        }
    }
}

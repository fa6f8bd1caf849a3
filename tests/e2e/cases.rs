//! The tests that are data, in `tests/cases`: each document is asked of its records and compared
//! with the answer beside it, on both databases. See `tests/cases/README.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use filmgraph_tests::{
    Answer, Client, Database, Server,
    case::{Case, SAMPLE, difference, with_number, written},
    on_both,
};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

on_both!(every_case_is_answered_as_written);

/// Names the cases to run: those whose name contains this. Without it, all.
const SELECTION: &str = "FILMGRAPH_CASES";

/// With `1`, what differs is written instead of told.
const WRITING: &str = "FILMGRAPH_WRITE_CASES";

/// Where files of records stand, beside the folders of topics.
const DATA: &str = "data";

/// Servers that are asked at a time.
const SERVERS: usize = 2;

/// A case and where it stands.
struct Filed {
    /// The topic and the name.
    name: String,
    /// The path without an extension.
    path: PathBuf,
    case: Case,
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/cases"))
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// What stands in a directory, in order.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory of cases");
    let path = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").path();
    let mut entries: Vec<PathBuf> = entries.map(path).collect();
    entries.sort();
    entries
}

fn is_writing() -> bool {
    variable(WRITING) == "1"
}

/// All cases in a directory, or what is wrong with its files.
fn all_cases(root: &Path, is_writing: bool) -> Result<Vec<Filed>, Vec<String>> {
    let name_of = |path: &Path| {
        let name = path.strip_prefix(root).expect("a path of a case");
        name.with_extension("").display().to_string()
    };
    let topics = entries(root).into_iter();
    let topics = topics.filter(|path| path.is_dir() && !path.ends_with(DATA));
    let files: Vec<PathBuf> = topics.flat_map(|topic| entries(&topic)).collect();
    let has = |extension: &str| -> BTreeSet<PathBuf> {
        let has = |path: &&PathBuf| path.extension().is_some_and(|found| found == extension);
        let bare = |path: &PathBuf| path.with_extension("");
        files.iter().filter(has).map(bare).collect()
    };
    let (documents, answers) = (has("graphql"), has("json"));
    let mut faults = Vec::new();
    if files.len() != documents.len() + answers.len() {
        faults.push("a topic holds documents (.graphql) and answers (.json) alone".to_owned());
    }
    for lonely in answers.difference(&documents) {
        faults.push(format!("{}: an answer without a document", name_of(lonely)));
    }
    if !is_writing {
        for lonely in documents.difference(&answers) {
            let name = name_of(lonely);
            faults.push(format!("{name}: no answer; {WRITING}=1 writes it"));
        }
    }
    let mut cases = Vec::new();
    for path in documents {
        let text = fs::read_to_string(path.with_extension("graphql")).expect("a document");
        let name = name_of(&path);
        match Case::parse(&text) {
            Ok(case) => cases.push(Filed { name, path, case }),
            Err(reason) => faults.push(format!("{name}: {reason}")),
        }
    }
    faults.extend(faults_of_data(root, &cases));
    if faults.is_empty() {
        Ok(cases)
    } else {
        Err(faults)
    }
}

fn faults_of_data(root: &Path, cases: &[Filed]) -> Vec<String> {
    let there = entries(&root.join(DATA)).into_iter();
    let there = there.map(|path| path.file_stem().unwrap_or_default().display().to_string());
    let there: BTreeSet<String> = there.collect();
    let asked = cases.iter().map(|filed| filed.case.data.clone());
    let asked: BTreeSet<String> = asked.filter(|data| data != SAMPLE).collect();
    let missing = asked.difference(&there);
    let missing =
        missing.map(|data| format!("no file cases/{DATA}/{data}.jsonl, but a case of it"));
    let unused = there.difference(&asked);
    let unused = unused.map(|data| format!("no case of cases/{DATA}/{data}.jsonl"));
    missing.chain(unused).collect()
}

/// The cases that are answered, each with its name.
pub(crate) fn answered() -> Vec<(String, Case)> {
    let cases = all_cases(root(), false).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let cases = cases.into_iter().map(|filed| (filed.name, filed.case));
    cases.filter(|(_, case)| case.status == 200).collect()
}

/// The records of a case; none where it is the sample.
pub(crate) fn records_of(data: &str) -> Option<String> {
    let file = root().join(DATA).join(data).with_extension("jsonl");
    (data != SAMPLE).then(|| fs::read_to_string(file).expect("a file of records"))
}

async fn every_case_is_answered_as_written(database: Database) {
    let cases =
        all_cases(root(), is_writing()).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    let selection = variable(SELECTION);
    let mut groups: BTreeMap<String, Vec<Filed>> = BTreeMap::new();
    for filed in cases {
        if filed.name.contains(&selection) {
            groups
                .entry(filed.case.data.clone())
                .or_default()
                .push(filed);
        }
    }
    assert!(!groups.is_empty(), "{SELECTION}={selection}: no such case");
    let groups = stream::iter(groups);
    let asked = groups.map(|(data, cases)| async move { group(database, &data, &cases).await });
    let faults: Vec<Vec<String>> = asked.buffer_unordered(SERVERS).collect().await;
    let faults = faults.concat();
    assert!(faults.is_empty(), "\n{}", faults.join("\n\n"));
}

/// Asks the cases of the same records; what is wrong.
async fn group(database: Database, data: &str, cases: &[Filed]) -> Vec<String> {
    let Some(records) = records_of(data) else {
        let server = Server::sample(database).await;
        return ask_all(&server, cases).await;
    };
    let server = Server::with_records(database, &records).await;
    ask_all(server.client(), cases).await
}

async fn ask_all(client: &Client, cases: &[Filed]) -> Vec<String> {
    let mut faults = Vec::new();
    for filed in cases {
        let answer = ask(&client.anew(), filed).await;
        let mut found = faults_of(filed, &answer);
        // Once it is kept, it is the same.
        for _ in 0..2 {
            let kept = ask(client, filed).await;
            if kept.body != answer.body {
                found.push(format!("what is kept differs: {}", kept.body));
            }
        }
        if !found.is_empty() {
            let told = found.join("\n");
            faults.push(format!("{}: {}\n{told}", filed.name, filed.case.about));
        }
    }
    faults
}

async fn ask(client: &Client, filed: &Filed) -> Answer {
    let mut request = client.request(Method::POST, "/graphql");
    for (name, value) in &filed.case.headers {
        request = request.header(name, value);
    }
    Answer::of(request.json(&filed.case.body())).await
}

/// What is wrong with an answer, or nothing and it is written.
fn faults_of(filed: &Filed, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.status != filed.case.status {
        let (status, body) = (answer.status, &answer.body);
        faults.push(format!("status {status}: {body}"));
        return faults;
    }
    faults.extend(fault_of_answer(filed, &answer.json()));
    // Of what is refused early, the server gives no numbers.
    if let Some(expected) = filed.case.statements {
        let found = answer.statements().into();
        faults.extend(fault_of_number(filed, "statements", expected.into(), found));
    }
    if let Some(expected) = filed.case.cost {
        faults.extend(fault_of_number(filed, "cost", expected, answer.cost()));
    }
    faults
}

fn fault_of_number(filed: &Filed, key: &str, expected: u64, found: u64) -> Option<String> {
    if expected == found {
        return None;
    }
    if !is_writing() {
        return Some(format!(
            "{key}\n  expected: {expected}\n  found:    {found}"
        ));
    }
    let file = filed.path.with_extension("graphql");
    let text = fs::read_to_string(&file).expect("a document");
    fs::write(&file, with_number(&text, key, found)).expect("a document to write");
    None
}

fn fault_of_answer(filed: &Filed, found: &Value) -> Option<String> {
    let file = filed.path.with_extension("json");
    let expected = fs::read_to_string(&file).unwrap_or_else(|_| "null".to_owned());
    let expected: Value = match serde_json::from_str(&expected) {
        Ok(expected) => expected,
        Err(error) => return Some(format!("the answer beside it is no JSON: {error}")),
    };
    let told = difference(&expected, found)?;
    if !is_writing() {
        return Some(told);
    }
    fs::write(&file, written(found)).expect("an answer to write");
    None
}

#[test]
fn what_is_wrong_with_the_files_is_told() {
    let folder = TempDir::new().expect("a temporary directory");
    let file = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a topic")).expect("a topic");
        fs::write(path, text).expect("a file");
    };
    file("README.md", "Words.");
    file("data/films.jsonl", "");
    file("a/whole.graphql", "# It is.\n# data: films\n{ a }\n");
    file("a/whole.json", "{}");
    let names =
        |cases: Vec<Filed>| -> Vec<String> { cases.into_iter().map(|filed| filed.name).collect() };
    let found = all_cases(folder.path(), false).map(names);
    assert_eq!(found, Ok(vec!["a/whole".to_owned()]));
    file("a/new.graphql", "# It is.\n{ a }\n");
    assert_eq!(
        all_cases(folder.path(), true).map(|cases| cases.len()),
        Ok(2)
    );
    file("a/notes.txt", "");
    file("b/lonely.json", "{}");
    file("b/wrong.graphql", "# It is.\n# dada: films\n{ a }\n");
    file("b/wrong.json", "{}");
    file("b/without.graphql", "# It is.\n# data: people\n{ a }\n");
    file("b/without.json", "{}");
    file("data/works.jsonl", "");
    let faults = all_cases(folder.path(), false).map(names);
    let faults = faults.expect_err("faults").join("\n");
    for told in [
        "a topic holds documents",
        "b/lonely: an answer without a document",
        "a/new: no answer; FILMGRAPH_WRITE_CASES=1 writes it",
        "b/wrong: line 2: there is no key `dada`",
        "no file cases/data/people.jsonl",
        "no case of cases/data/works.jsonl",
    ] {
        assert!(faults.contains(told), "{told}: {faults}");
    }
}

//! Holds the modules to their arrows: what each may use of the others, and who may use the crates
//! that shape the code. `docs/architecture.md` says why.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of this crate, and every crate that stands below them, with what it may use of the
/// others.
const ARROWS: [(&str, &[&str]); 27] = [
    (
        "app",
        &[
            "auth",
            "clock",
            "config",
            "gate",
            "http",
            "ingest",
            "limiter",
            "sample",
            "schema",
            "scope",
            "store",
            "translate",
        ],
    ),
    ("auth", &["clock", "model", "store"]),
    ("change", &["store"]),
    ("claim", &["model"]),
    (
        "cli",
        &[
            "app",
            "auth",
            "config",
            "exchange",
            "generate",
            "keys",
            "schema",
            "telemetry",
        ],
    ),
    ("clock", &[]),
    ("config", &["gate", "limiter"]),
    ("edge", &["model", "work"]),
    ("error", &[]),
    (
        "exchange",
        &["app", "clock", "config", "ingest", "sample", "store"],
    ),
    ("gate", &[]),
    ("generate", &["model"]),
    (
        "http",
        &[
            "auth", "clock", "config", "error", "gate", "limiter", "loader", "model", "schema",
            "scope", "store",
        ],
    ),
    ("ingest", &["store"]),
    (
        "keys",
        &["app", "auth", "clock", "config", "model", "store"],
    ),
    ("lib", &[]),
    ("limiter", &[]),
    ("loader", &["edge", "error", "store", "work"]),
    ("main", &[]),
    ("model", &[]),
    ("sample", &["clock", "ingest", "store"]),
    (
        "schema",
        &[
            "change", "claim", "edge", "error", "loader", "model", "scope", "store", "work",
        ],
    ),
    (
        "scope",
        &[
            "auth", "clock", "edge", "error", "loader", "model", "store", "work",
        ],
    ),
    ("store", &["claim", "edge", "model"]),
    ("telemetry", &["config"]),
    ("translate", &[]),
    ("work", &[]),
];

/// Crates that only some modules may know.
const CRATES: [(&str, &[&str]); 9] = [
    ("sea_orm", &["store"]),
    ("migration", &["store"]),
    (
        "async_graphql",
        &["http", "loader", "schema", "scope", "translate"],
    ),
    ("async_graphql_value", &["translate"]),
    ("actix_web", &["app", "http"]),
    // The log names what of it is to be silent.
    ("actix_http", &["http", "telemetry"]),
    ("actix_server", &["http"]),
    ("actix_service", &["http"]),
    ("apollo_compiler", &["gate", "translate"]),
];

struct Source {
    module: String,
    path: PathBuf,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the source can be listed") {
            let path = entry.expect("the source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if is_code(&path) {
                found.push(source(&root, path));
            }
        }
    }
    found
}

/// Tests may look wherever they need to.
fn is_code(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let is_test = name.ends_with("tests.rs") || name == "architecture.rs" || name == "testing.rs";
    name.ends_with(".rs") && !is_test
}

fn source(root: &Path, path: PathBuf) -> Source {
    let below = path.strip_prefix(root).expect("it stands below the root");
    let first = below.components().next().expect("it has a name");
    let name = first.as_os_str().to_string_lossy();
    let text = fs::read_to_string(&path).expect("the source can be read");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    Source {
        module: name.trim_end_matches(".rs").to_owned(),
        code: lines.collect::<Vec<_>>().join("\n"),
        path,
    }
}

/// The names that follow `prefix` in the code: `crate::edge` gives `edge`. Groups in braces are
/// taken apart.
fn names_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.extend(identifier(rest)),
        }
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The first name of each member of a group, up to the brace that closes it.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut starts) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts = true,
            c if starts && (c.is_alphabetic() || c == '_') => {
                names.extend(identifier(&group[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn every_arrow_between_modules_is_one_that_is_allowed() {
    let modules: Vec<&str> = ARROWS.iter().map(|(module, _)| *module).collect();
    for source in sources() {
        let allowed = ARROWS.iter().find(|(module, _)| *module == source.module);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("{} has no arrows here", source.module));
        for used in names_after(&source.code, "crate::") {
            let is_module = modules.contains(&used.as_str());
            let fits = used == source.module || allowed.contains(&used.as_str());
            assert!(!is_module || fits, "{} uses {used}", source.path.display());
        }
    }
}

#[test]
fn crates_that_shape_the_code_stay_where_they_belong() {
    for source in sources() {
        for (name, allowed) in CRATES {
            let uses = source.code.contains(&format!("{name}::"));
            let fits = allowed.contains(&source.module.as_str());
            assert!(!uses || fits, "{} uses {name}", source.path.display());
        }
    }
}

#[test]
fn one_parser_reads_requests() {
    for source in sources() {
        let parses = source.code.contains("parse_query");
        assert!(!parses, "{} parses a document", source.path.display());
    }
}

#[test]
fn the_arrows_form_no_circle() {
    let mut left: Vec<_> = ARROWS.to_vec();
    while !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|(module, _)| *module).collect();
        let before = left.len();
        left.retain(|(_, uses)| uses.iter().any(|used| names.contains(used)));
        assert!(left.len() < before, "a circle among {names:?}");
    }
}

#[test]
fn groups_are_taken_apart() {
    let code = "use crate::{edge::{Edge, page}, error::ApiError}; crate::model::day::Day";
    let names: Vec<String> = names_after(code, "crate::").into_iter().collect();
    assert_eq!(names, ["edge", "error", "model"]);
}

//! Holds the code to what the compiler does not. Which crate may use which is said by their
//! manifests, and `docs/architecture.md` says why; so here stand the arrows between the modules of
//! one crate, and the libraries that shape the code and are to stay where they belong.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules of a crate, each with those that it may use.
type Modules = &'static [(&'static str, &'static [&'static str])];

/// The crates of more than one part, by the folder of their source.
const ARROWS: [(&str, Modules); 3] = [
    (
        "src",
        &[
            ("app", &["config", "http"]),
            (
                "cli",
                &[
                    "app",
                    "config",
                    "doctor",
                    "exchange",
                    "greeting",
                    "health",
                    "keys",
                    "progress",
                    "telemetry",
                ],
            ),
            ("config", &[]),
            ("doctor", &["app", "config", "progress"]),
            ("exchange", &["app", "config", "progress"]),
            ("greeting", &[]),
            ("health", &["app", "config"]),
            ("http", &["config"]),
            ("keys", &["app", "config"]),
            ("lib", &[]),
            ("main", &[]),
            ("progress", &[]),
            ("telemetry", &["config"]),
        ],
    ),
    (
        "crates/graphql/src",
        &[
            ("error", &[]),
            ("lib", &[]),
            ("loader", &["error"]),
            ("schema", &["error", "loader", "scope"]),
            ("scope", &["error", "loader"]),
        ],
    ),
    (
        "crates/data/src",
        &[
            ("generate", &[]),
            ("ids", &[]),
            ("ingest", &[]),
            ("lib", &[]),
            ("sample", &["ingest"]),
        ],
    ),
];

/// Libraries that shape the code, with the crates that may know them, by their folders.
const LIBRARIES: [(&str, &[&str]); 9] = [
    ("actix-http", &["api"]),
    ("actix-server", &["api"]),
    ("actix-service", &["api"]),
    ("actix-web", &["api"]),
    (
        "apollo-compiler",
        &["api/crates/gate", "api/crates/translate"],
    ),
    (
        "async-graphql",
        &["api", "api/crates/graphql", "api/crates/translate"],
    ),
    ("async-graphql-value", &["api/crates/translate"]),
    ("sea-orm", &["api/crates/store", "entity"]),
    ("sea-orm-migration", &["migration"]),
];

/// Libraries that only some modules of `api` may know.
const MODULES: [(&str, &[&str]); 5] = [
    ("actix_web", &["app", "http"]),
    // The log names what of it is to be silent.
    ("actix_http", &["http", "telemetry"]),
    ("actix_server", &["http"]),
    ("actix_service", &["http"]),
    ("async_graphql", &["http"]),
];

struct Source {
    module: String,
    path: PathBuf,
    code: String,
}

fn api() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources below a folder.
fn sources(root: &Path) -> Vec<Source> {
    let mut folders = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the source can be listed") {
            let path = entry.expect("the source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if is_code(&path) {
                found.push(source(root, path));
            }
        }
    }
    assert!(!found.is_empty(), "no source in {}", root.display());
    found
}

/// The sources of `api` and of all of its crates.
fn all_sources() -> Vec<Source> {
    let mut found = sources(&api().join("src"));
    found.extend(sources(&api().join("crates")));
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

/// The names that follow `prefix` in the code: `crate::config` gives `config`. Groups in braces are
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
    for (folder, arrows) in ARROWS {
        let modules: Vec<&str> = arrows.iter().map(|(module, _)| *module).collect();
        for source in sources(&api().join(folder)) {
            let allowed = arrows.iter().find(|(module, _)| *module == source.module);
            let (_, allowed) =
                allowed.unwrap_or_else(|| panic!("{} has no arrows here", source.path.display()));
            for used in names_after(&source.code, "crate::") {
                let is_module = modules.contains(&used.as_str());
                let fits = used == source.module || allowed.contains(&used.as_str());
                assert!(!is_module || fits, "{} uses {used}", source.path.display());
            }
        }
    }
}

#[test]
fn the_arrows_form_no_circle() {
    for (_, arrows) in ARROWS {
        let mut left = arrows.to_vec();
        while !left.is_empty() {
            let names: Vec<&str> = left.iter().map(|(module, _)| *module).collect();
            let before = left.len();
            left.retain(|(_, uses)| uses.iter().any(|used| names.contains(used)));
            assert!(left.len() < before, "a circle among {names:?}");
        }
    }
}

/// A member of the workspace with what its manifest lets it use; what only its tests use aside.
struct Member {
    folder: String,
    uses: BTreeSet<String>,
}

fn members() -> Vec<Member> {
    let top = api().parent().expect("api stands in the workspace");
    let mut folders: Vec<String> = ["api", "entity", "migration"].map(str::to_owned).into();
    for entry in fs::read_dir(api().join("crates")).expect("the crates can be listed") {
        let name = entry.expect("the crates can be listed").file_name();
        folders.push(format!("api/crates/{}", name.to_string_lossy()));
    }
    let member = |folder: String| {
        let manifest = fs::read_to_string(top.join(&folder).join("Cargo.toml"));
        let manifest: toml::Table = manifest
            .expect("every crate has a manifest")
            .parse()
            .expect("a manifest is TOML");
        let uses = manifest.get("dependencies").and_then(toml::Value::as_table);
        let uses = uses.into_iter().flat_map(toml::Table::keys).cloned();
        Member {
            folder,
            uses: uses.collect(),
        }
    };
    folders.into_iter().map(member).collect()
}

#[test]
fn libraries_that_shape_the_code_stay_in_the_crates_where_they_belong() {
    for member in members() {
        for (library, allowed) in LIBRARIES {
            let fits = allowed.contains(&member.folder.as_str());
            let uses = member.uses.contains(library);
            assert!(!uses || fits, "{} uses {library}", member.folder);
        }
    }
}

#[test]
fn libraries_that_shape_the_code_stay_in_the_modules_where_they_belong() {
    for source in sources(&api().join("src")) {
        for (library, allowed) in MODULES {
            let uses = source.code.contains(&format!("{library}::"));
            let fits = allowed.contains(&source.module.as_str());
            assert!(!uses || fits, "{} uses {library}", source.path.display());
        }
    }
}

/// The table of crates says what the manifests say.
#[test]
fn the_documentation_has_the_arrows_between_crates() {
    let docs = include_str!("../../docs/architecture.md");
    let members = members();
    let name = |folder: &str| folder.rsplit('/').next().unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = members.iter().map(|member| name(&member.folder)).collect();
    for member in members.iter().filter(|m| m.folder.contains("crates/")) {
        let start = format!("| `{}` | ", name(&member.folder));
        let row = docs.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("{} is not in the table", member.folder));
        let said = row.trim_end_matches(" |").rsplit(" | ").next();
        let said: BTreeSet<String> = said
            .unwrap_or_default()
            .split('`')
            .filter(|word| ours.contains(*word))
            .map(str::to_owned)
            .collect();
        let uses: BTreeSet<String> = member.uses.intersection(&ours).cloned().collect();
        assert_eq!(said, uses, "{}", member.folder);
    }
}

#[test]
fn one_parser_reads_requests() {
    for source in all_sources() {
        let parses = source.code.contains("parse_query");
        assert!(!parses, "{} parses a document", source.path.display());
    }
}

/// Operators choose by target what is logged, and `filmgraph` is all that is ours.
#[test]
fn what_a_crate_logs_is_found_under_the_name_of_the_program() {
    for source in sources(&api().join("crates")) {
        for level in ["error", "warn", "info", "debug", "trace"] {
            let event = format!("tracing::{level}!(");
            for (at, _) in source.code.match_indices(&event) {
                let rest = source.code[at + event.len()..].trim_start();
                let is_named = rest.starts_with("target: \"filmgraph::");
                assert!(is_named, "{} logs without a target", source.path.display());
            }
        }
    }
}

#[test]
fn groups_are_taken_apart() {
    let code = "use crate::{config::{Config, Flags}, http::Shared}; crate::app::Signal";
    let names: Vec<String> = names_after(code, "crate::").into_iter().collect();
    assert_eq!(names, ["app", "config", "http"]);
}

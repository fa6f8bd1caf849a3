//! What the documentation shows can be asked.

use std::{fs, path::Path};

use apollo_compiler::{ExecutableDocument, Schema};

/// What a fence begins and ends with.
const START: &str = "```graphql\n";
const END: &str = "```";

/// Words that begin definitions of types: such blocks are asked of nobody.
const OF_TYPES: [&str; 8] = [
    "extend",
    "type",
    "interface",
    "union",
    "enum",
    "scalar",
    "input",
    "directive",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The documents in a text, without those that define types.
fn documents(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split(START).skip(1);
    let blocks = blocks.filter_map(|rest| rest.split(END).next());
    blocks.filter(|block| {
        let word = block.split_whitespace().next().unwrap_or_default();
        !OF_TYPES.contains(&word)
    })
}

#[test]
fn every_document_shown_is_valid() {
    let sdl = graphql::schema::sdl();
    let schema = Schema::parse_and_validate(sdl, "schema.graphql").expect("a valid schema");
    let docs = fs::read_dir(root().join("docs")).expect("the documentation");
    let mut files: Vec<_> = docs.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|found| found == "md"));
    files.push(root().join("README.md"));
    let mut shown = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a page");
        for document in documents(&text) {
            shown += 1;
            let valid = ExecutableDocument::parse_and_validate(&schema, document, &file);
            assert!(valid.is_ok(), "{}:\n{document}\n{valid:?}", file.display());
        }
    }
    assert!(shown >= 5, "only {shown} documents were found");
}

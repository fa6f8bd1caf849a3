//! How far a long command is, on a terminal and elsewhere.

use std::fs;
use std::path::Path;

use filmgraph_tests::{Output, Program};
use tempfile::TempDir;

const HEAD: &str = "{\"type\":\"filmgraph\",\"formatVersion\":1}\n";

/// Imports from a pipe that stays open for some seconds.
fn slowly(folder: &Path, more: &[&str]) -> Output {
    let file = folder.join("films.jsonl");
    fs::write(&file, HEAD).expect("a file");
    let line = format!("{{ cat '{}'; sleep 7; }} | \"$0\" \"$@\"", file.display());
    let folder = folder.to_str().expect("a path");
    let arguments = ["import", "jsonl", "-", "--data-dir", folder];
    let program = Program::new(&[&arguments[..], more].concat());
    program.in_shell(&line).output()
}

#[test]
fn lines_are_written_where_there_is_no_terminal() {
    let folder = TempDir::new().expect("a temporary directory");
    let told = slowly(folder.path(), &[]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert_eq!(told.stderr, "import: 0.0 MB, 0.0 MB/s\n", "{told:?}");
    assert!(told.stdout.starts_with("0 created"), "{told:?}");
    let quiet = slowly(folder.path(), &["--quiet"]);
    assert_eq!(
        (quiet.code, quiet.stderr.as_str()),
        (Some(0), ""),
        "{quiet:?}"
    );
}

#[test]
fn a_terminal_has_a_bar() {
    let folder = TempDir::new().expect("a temporary directory");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (data_dir, file, out) = (path("db"), path("generated.jsonl"), path("out.jsonl"));
    let made = path("");
    let generate = [
        "generate", "imdb", "--titles", "1000", "--format", "jsonl", &made,
    ];
    let import = ["import", "jsonl", &file, "--data-dir", &data_dir];
    let export = ["export", &out, "--data-dir", &data_dir];
    for (arguments, name) in [
        (&generate[..], "generate"),
        (&import[..], "import"),
        (&export[..], "export"),
    ] {
        let Some(program) = Program::new(arguments).on_a_terminal() else {
            println!("not run: there is no program `script`");
            return;
        };
        let shown = program.output();
        assert_eq!(shown.code, Some(0), "{shown:?}");
        assert!(shown.stdout.contains(&format!("{name} [")), "{shown:?}");
        assert!(shown.stdout.contains(" left"), "{shown:?}");
    }
    let again = [
        "export",
        &out,
        "--force",
        "--quiet",
        "--data-dir",
        &data_dir,
    ];
    let quiet = Program::new(&again)
        .on_a_terminal()
        .expect("a terminal")
        .output();
    assert_eq!(
        (quiet.code, quiet.stdout.as_str()),
        (Some(0), ""),
        "{quiet:?}"
    );
    // Data on a terminal have no bar among them.
    let shown = Program::new(&["export", "-", "--data-dir", &data_dir]);
    let shown = shown.on_a_terminal().expect("a terminal").output();
    assert_eq!(shown.code, Some(0));
    assert!(!shown.stdout.contains("export ["));
}

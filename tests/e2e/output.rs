//! Standard output: what is lost is told, and who does not want it is not told.

use std::path::Path;

use filmgraph_tests::{Output, Program};
use tempfile::TempDir;

/// What the shell says of a program whose output it reads: its exit code.
const CODE: &str = "echo \"code $?\" >&2";

/// Commands that are run for what they print.
const SHOWN: [&[&str]; 9] = [
    &["--help"],
    &["--version"],
    &["schema"],
    &["schema", "--client"],
    &["format", "schema"],
    &["config"],
    &["id", "wvu"],
    &["key", "list"],
    &["export", "-"],
];

/// Commands that print what they have done.
const DONE: [&[&str]; 3] = [&["migrate"], &["import", "sample"], &["sample", "remove"]];

fn in_shell(folder: &Path, arguments: &[&str], line: &str) -> Output {
    let folder = folder.to_str().expect("a path");
    let arguments = [arguments, &["--data-dir", folder]].concat();
    Program::new(&arguments).in_shell(line).output()
}

/// Into a pipe whose reader is gone.
fn unread(folder: &Path, arguments: &[&str]) -> Output {
    let line = format!("{{ sleep 0.3; \"$0\" \"$@\"; {CODE}; }} | true");
    in_shell(folder, arguments, &line)
}

fn with_sample() -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let loaded = in_shell(folder.path(), &["import", "sample"], "\"$0\" \"$@\"");
    assert_eq!(loaded.code, Some(0), "{loaded:?}");
    folder
}

#[test]
fn a_closed_pipe_is_quiet_everywhere() {
    let folder = with_sample();
    for command in SHOWN.iter().chain(&DONE) {
        let output = unread(folder.path(), command);
        assert_eq!(output.stderr, "code 141\n", "{command:?}: {output:?}");
    }
    // More than a pipe holds, of which somebody wants the start.
    let head = format!("{{ \"$0\" \"$@\"; {CODE}; }} | head -n 1");
    let folder = with_sample();
    let output = in_shell(folder.path(), &["export", "-"], &head);
    assert_eq!(output.stderr, "code 141\n", "{output:?}");
    assert_eq!(
        output.stdout,
        "{\"type\":\"filmgraph\",\"formatVersion\":1}\n"
    );
}

#[test]
fn an_output_that_is_lost_is_an_error() {
    let folder = with_sample();
    for command in SHOWN {
        let closed = in_shell(folder.path(), command, "exec \"$0\" \"$@\" >&-");
        assert_eq!(closed.code, Some(2), "{command:?}: {closed:?}");
        let told = "error: cannot write to standard output: it is closed\n";
        assert_eq!(closed.stderr, told, "{command:?}");
        // Whoever throws it away knows that.
        let thrown = in_shell(folder.path(), command, "exec \"$0\" \"$@\" >/dev/null");
        assert_eq!(thrown.code, Some(0), "{command:?}: {thrown:?}");
        assert_eq!(thrown.stderr, "", "{command:?}");
    }
    for command in SHOWN.iter().chain(&DONE) {
        if !Path::new("/dev/full").exists() {
            println!("not run: this system has no full device");
            break;
        }
        let full = in_shell(folder.path(), command, "exec \"$0\" \"$@\" >/dev/full");
        assert_eq!(full.code, Some(2), "{command:?}: {full:?}");
        let told = "error: cannot write to standard output: ";
        assert!(full.stderr.starts_with(told), "{command:?}: {full:?}");
    }
    for command in DONE {
        let closed = in_shell(folder.path(), command, "exec \"$0\" \"$@\" >&-");
        assert_eq!(closed.code, Some(0), "{command:?}: {closed:?}");
    }
}

#[test]
fn a_key_that_nobody_saw_is_taken_back() {
    let folder = with_sample();
    let create = |name: &'static str| ["key", "create", "--name", name];
    let unread = unread(folder.path(), &create("unread"));
    assert_eq!(
        unread.stderr,
        "error: key 1 could not be shown: standard output is closed; it is revoked: make another, of another name\n\
         code 141\n",
        "{unread:?}"
    );
    let closed = in_shell(folder.path(), &create("closed"), "exec \"$0\" \"$@\" >&-");
    assert_eq!(closed.code, Some(2), "{closed:?}");
    assert!(closed.stderr.contains("it is closed"), "{closed:?}");
    let mut revoked = vec!["unread"];
    if Path::new("/dev/full").exists() {
        let full = in_shell(
            folder.path(),
            &create("full"),
            "exec \"$0\" \"$@\" >/dev/full",
        );
        assert_eq!(full.code, Some(2), "{full:?}");
        assert!(full.stderr.contains("key 2 could not be shown"), "{full:?}");
        revoked.push("full");
    }
    let list = in_shell(folder.path(), &["key", "list"], "\"$0\" \"$@\"");
    let lines: Vec<&str> = list.stdout.lines().skip(1).collect();
    assert_eq!(
        lines.len(),
        revoked.len(),
        "and the closed one was not made: {list:?}"
    );
    for (line, name) in lines.iter().zip(revoked) {
        assert!(line.contains(name) && line.ends_with("revoked"), "{list:?}");
    }
}

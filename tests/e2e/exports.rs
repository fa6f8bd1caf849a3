//! Where exports go: what is there is not lost, and nothing is there that is not whole.

use std::fs;
use std::path::Path;

use data::sample;
use filmgraph_tests::{Database, Output, TestDatabase, on_both};
use model::clock::Clock;

use crate::exchange::program;

on_both!(a_file_that_is_there_is_replaced_only_where_that_is_asked_for);

async fn with_sample(database: Database) -> (TestDatabase, String) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    sample::import(&store, Clock::System).await.expect("loaded");
    store.close().await;
    let whole = program(&test, &["export", "-"]);
    assert_eq!(whole.code, Some(0), "{whole:?}");
    (test, whole.stdout)
}

fn export(test: &TestDatabase, file: &Path, more: &[&str]) -> Output {
    let file = file.to_str().expect("a path");
    program(test, &[&["export", file], more].concat())
}

/// What stands in a directory, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a directory");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.into_string().expect("a name in Unicode")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

async fn a_file_that_is_there_is_replaced_only_where_that_is_asked_for(database: Database) {
    let (test, whole) = with_sample(database).await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let file = folder.path().join("backup.jsonl");
    assert_eq!(export(&test, &file, &[]).code, Some(0));
    assert_eq!(fs::read_to_string(&file).expect("a file"), whole);
    fs::write(&file, "a good backup").expect("a file");
    let refused = export(&test, &file, &[]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("backup.jsonl: is there already")
            && refused.stderr.contains("--force"),
        "{refused:?}"
    );
    let kept = fs::read_to_string(&file).expect("a file");
    assert_eq!(kept, "a good backup");
    assert_eq!(export(&test, &file, &["--force"]).code, Some(0));
    assert_eq!(fs::read_to_string(&file).expect("a file"), whole);
    assert_eq!(
        names(folder.path()),
        ["backup.jsonl"],
        "and nothing beside it"
    );
    // What is no file takes it as it comes.
    if Path::new("/dev/stdout").exists() {
        let direct = export(&test, Path::new("/dev/stdout"), &[]);
        assert_eq!((direct.code, direct.stdout == whole), (Some(0), true));
    }
    // A directory is no file, with or without force.
    let refused = export(&test, folder.path(), &["--force"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn links_modes_and_owners_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    filmgraph_tests::run(async {
        let (test, whole) = with_sample(Database::Sqlite).await;
        let folder = tempfile::TempDir::new().expect("a temporary directory");
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("elsewhere")).expect("a directory");
        let file = place("elsewhere/backup.jsonl");
        fs::write(&file, "old").expect("a file");
        let mode = |mode: u32| fs::Permissions::from_mode(mode);
        fs::set_permissions(&file, mode(0o600)).expect("a mode");
        let is_root = chown(&file, Some(65_534), Some(65_534)).is_ok();
        symlink("elsewhere/backup.jsonl", place("latest")).expect("a link");
        symlink("latest", place("link")).expect("a link");
        assert_eq!(export(&test, &place("link"), &[]).code, Some(2));
        assert_eq!(export(&test, &place("link"), &["--force"]).code, Some(0));
        assert_eq!(fs::read_to_string(&file).expect("a file"), whole);
        let of = file.symlink_metadata().expect("a file");
        assert!(of.is_file(), "{of:?}");
        assert_eq!(of.mode() & 0o777, 0o600);
        if is_root {
            assert_eq!((of.uid(), of.gid()), (65_534, 65_534));
        }
        assert!(place("link").is_symlink() && place("latest").is_symlink());
        assert_eq!(names(&place("elsewhere")), ["backup.jsonl"]);
        // A link that leads to nothing yet is written through, too.
        symlink("elsewhere/new.jsonl", place("next")).expect("a link");
        assert_eq!(export(&test, &place("next"), &[]).code, Some(0));
        let new = fs::read_to_string(place("elsewhere/new.jsonl"));
        assert_eq!(new.expect("a file"), whole);
        assert!(place("next").is_symlink());
        // And one that leads to itself is told.
        symlink("loop", place("loop")).expect("a link");
        assert_eq!(export(&test, &place("loop"), &[]).code, Some(2));
    });
}

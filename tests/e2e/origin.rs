//! Which databases commands make, take and leave alone.

use std::fs;
use std::path::Path;

use filmgraph_tests::{Database, Output, Program, SmallDisk, TestDatabase, on_both};

use crate::exchange::program;

on_both!(
    what_reads_or_changes_makes_no_database,
    an_older_database_is_read_by_no_newer_program,
    a_database_of_another_program_is_left_as_it_is,
);

/// Commands for a database that is there, with a file to read and one to write.
fn commands<'a>(read: &'a str, out: &'a str) -> [Vec<&'a str>; 7] {
    [
        vec!["export", out, "--force"],
        vec!["export", "-"],
        vec!["key", "list"],
        vec!["key", "create", "--name", "desk"],
        vec!["key", "revoke", "desk"],
        vec!["sample", "remove"],
        vec!["import", "jsonl", "--dry-run", read],
    ]
}

fn fails(output: &Output, code: i32, words: &[&str]) {
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (Some(code), ""),
        "{output:?}"
    );
    for word in words {
        assert!(output.stderr.contains(word), "{word}: {output:?}");
    }
}

/// How many tables there are in a database of PostgreSQL.
async fn tables(test: &TestDatabase) -> i64 {
    let sql = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
    test.number(sql).await
}

async fn what_reads_or_changes_makes_no_database(database: Database) {
    let test = TestDatabase::new(database).await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (read, out) = (path("read.jsonl"), path("backup.jsonl"));
    fs::write(&read, "{\"type\":\"filmgraph\",\"formatVersion\":1}\n").expect("a file");
    fs::write(&out, "a good backup").expect("a file");
    let mistyped = path("mistyped");
    for command in commands(&read, &out) {
        let output = match database {
            Database::Sqlite => {
                Program::new(&[&command[..], &["--data-dir", &mistyped]].concat()).output()
            }
            Database::Postgres => program(&test, &command),
        };
        fails(&output, 5, &["there is no database", "filmgraph serve"]);
    }
    assert!(!Path::new(&mistyped).exists());
    assert_eq!(fs::read_to_string(&out).expect("a file"), "a good backup");
    if database == Database::Postgres {
        assert_eq!(tables(&test).await, 0);
    }
    // An empty file is no database, either.
    if database == Database::Sqlite {
        fs::create_dir(&mistyped).expect("a directory");
        fs::write(path("mistyped/filmgraph.sqlite"), "").expect("a file");
        let output = Program::new(&["export", "-", "--data-dir", &mistyped]).output();
        fails(&output, 5, &["there is no database"]);
    }
}

async fn an_older_database_is_read_by_no_newer_program(database: Database) {
    let test = TestDatabase::new(database).await;
    test.store().await.close().await;
    let last = "DELETE FROM seaql_migrations \
         WHERE version = (SELECT MAX(version) FROM seaql_migrations)";
    test.execute(last).await;
    let applied = "SELECT COUNT(*) FROM seaql_migrations";
    let before = test.number(applied).await;
    let read = test.data_dir().join("read.jsonl").display().to_string();
    fs::write(&read, "{\"type\":\"filmgraph\",\"formatVersion\":1}\n").expect("a file");
    for command in [
        vec!["export", "-"],
        vec!["key", "list"],
        vec!["import", "jsonl", "--dry-run", &read],
    ] {
        let output = program(&test, &command);
        fails(
            &output,
            6,
            &["older than this program", "filmgraph migrate"],
        );
    }
    assert_eq!(test.number(applied).await, before);
}

async fn a_database_of_another_program_is_left_as_it_is(database: Database) {
    let test = TestDatabase::new(database).await;
    for table in ["notes", "people", "tags", "users"] {
        test.execute(&format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY)"))
            .await;
    }
    // Of a program that keeps its migrations as ours does.
    let migrations = "CREATE TABLE seaql_migrations (version TEXT PRIMARY KEY, applied_at BIGINT)";
    test.execute(migrations).await;
    let file = test.data_dir().join("filmgraph.sqlite");
    let read = test.data_dir().join("read.jsonl").display().to_string();
    fs::write(&read, "{\"type\":\"filmgraph\",\"formatVersion\":1}\n").expect("a file");
    let out = test.data_dir().join("out.jsonl").display().to_string();
    let mut all = commands(&read, &out).to_vec();
    all.push(vec!["serve", "--listen", "127.0.0.1:0"]);
    all.push(vec!["migrate"]);
    all.push(vec!["import", "sample"]);
    all.push(vec!["import", "jsonl", &read]);
    for row in [
        "",
        "INSERT INTO seaql_migrations VALUES ('m20200101_create_notes', 0)",
    ] {
        if !row.is_empty() {
            test.execute(row).await;
        }
        let before = fs::read(&file).ok();
        for command in &all {
            let output = program(&test, command);
            let told = [
                "another program's",
                "\"notes\", \"people\"",
                "nothing of it was changed",
            ];
            fails(&output, 5, &told);
        }
        match database {
            Database::Sqlite => assert!(fs::read(&file).ok() == before, "the file was changed"),
            Database::Postgres => assert_eq!(tables(&test).await, 5),
        }
    }
    assert!(!Path::new(&out).exists());
}

#[test]
fn a_file_with_another_programs_mark_is_left_as_it_is() {
    filmgraph_tests::run(async {
        for mark in ["PRAGMA user_version = 7", "PRAGMA application_id = 7"] {
            let test = TestDatabase::new(Database::Sqlite).await;
            test.execute(mark).await;
            let output = program(&test, &["migrate"]);
            fails(&output, 5, &["it has the mark of another program"]);
        }
    });
}

#[test]
fn a_file_of_ours_is_marked_also_if_an_older_program_made_it() {
    filmgraph_tests::run(async {
        let test = TestDatabase::new(Database::Sqlite).await;
        assert_eq!(program(&test, &["import", "sample"]).code, Some(0));
        let marked = "SELECT application_id FROM pragma_application_id";
        assert_eq!(test.number(marked).await, 0x6669_6c6d);
        test.execute("PRAGMA application_id = 0").await;
        assert_eq!(program(&test, &["export", "-"]).code, Some(0));
        assert_eq!(test.number(marked).await, 0, "what reads marks nothing");
        assert_eq!(program(&test, &["migrate"]).code, Some(0));
        assert_eq!(test.number(marked).await, 0x6669_6c6d);
    });
}

#[test]
fn a_database_is_read_where_nothing_can_be_written() {
    filmgraph_tests::run(async {
        let Some(disk) = SmallDisk::mount(32) else {
            println!("not run: this user may not mount a file system");
            return;
        };
        let run = |arguments: &[&str]| {
            let folder = disk.path().to_str().expect("a path");
            Program::new(&[arguments, &["--data-dir", folder]].concat()).output()
        };
        assert_eq!(run(&["import", "sample"]).code, Some(0));
        let before = run(&["export", "-"]);
        assert_eq!(before.code, Some(0), "{before:?}");
        disk.freeze();
        let frozen = run(&["export", "-"]);
        assert_eq!(frozen.code, Some(0), "{frozen:?}");
        assert!(frozen.stdout == before.stdout && frozen.stdout.contains("\"Good Sex\""));
        assert_eq!(run(&["key", "list"]).code, Some(0));
        for command in [&["key", "create", "--name", "desk"][..], &["migrate"]] {
            fails(&run(command), 4, &["cannot write to the data directory"]);
        }
    });
}

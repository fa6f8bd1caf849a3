//! What was deleted stays deleted: lines without ids lead to what is left of it, also in a restored
//! database.

use std::fs;

use filmgraph_tests::{Database, Output, TestDatabase, on_both};
use serde_json::{Value, json};

use super::{HEAD, file, film, import, with_sample};
use crate::exchange::program;

on_both!(
    a_deleted_record_is_not_made_again,
    a_deleted_record_is_not_made_again_in_a_restored_database,
    what_leads_to_a_deleted_record_is_checked,
);

async fn a_deleted_record_is_not_made_again(database: Database) {
    let test = with_sample(database).await;
    let map = test.data_dir().join("map.txt");
    let map_name = map.to_str().expect("a path");
    let first = import(&test, &file(&film()), &["--map", map_name]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let map = fs::read_to_string(&map).expect("a map");
    let ids: Vec<&str> = map
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(2))
        .collect();
    let (desk, milestone) = (ids[0], ids[9]);
    let tombstone = json!({"type": "tombstone", "id": milestone, "root": milestone, "label": "Announced",
        "at": "2026-11-01T00:00:00Z", "source": desk});
    let gone = import(&test, &format!("{HEAD}{tombstone}\n"), &[]);
    assert_eq!(gone.code, Some(0), "{gone:?}");
    let again = import(&test, &file(&film()), &[]);
    assert!(again.stdout.contains("1 held back"), "{again:?}");
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 10 unchanged"),
        "{again:?}"
    );
}

/// Deletes these records as a file does.
fn delete(test: &TestDatabase, ids: &[&str], source: &str) -> Output {
    let tombstone = |id: &&str| {
        let line = json!({"type": "tombstone", "id": id, "root": id, "label": "X",
            "at": "2026-11-01T00:00:00Z", "source": source});
        format!("{line}\n")
    };
    let lines: String = ids.iter().map(tombstone).collect();
    import(test, &format!("{HEAD}{lines}"), &[])
}

async fn a_deleted_record_is_not_made_again_in_a_restored_database(database: Database) {
    let test = with_sample(database).await;
    let map = test.data_dir().join("map.txt");
    let map_name = map.to_str().expect("a path");
    let first = import(&test, &file(&film()), &["--map", map_name]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let map = fs::read_to_string(&map).expect("a map");
    let id = |line: usize| {
        let line = map.lines().nth(line).expect("a line");
        line.split('\t').nth(2).expect("an id")
    };
    // An episode, found by its key, and a milestone, which has none.
    let gone = delete(&test, &[id(6), id(10)], id(1));
    assert_eq!(gone.code, Some(0), "{gone:?}");
    let out = program(&test, &["export", "-"]);
    assert!(out.stdout.starts_with(HEAD), "{out:?}");
    let tombstones: Vec<&str> = out
        .stdout
        .lines()
        .filter(|line| line.starts_with("{\"type\":\"tombstone\""))
        .collect();
    assert_eq!(tombstones.len(), 2, "{tombstones:?}");
    let keys = format!("\"keys\":{{\"{}\":\"tides-1\"}}", id(1));
    let has = |words: &str| {
        tombstones
            .iter()
            .filter(|line| line.contains(words))
            .count()
    };
    assert_eq!(
        (has(&keys), has("\"identities\":[\"")),
        (1, 1),
        "{tombstones:?}"
    );

    let restored = TestDatabase::new(database).await;
    let copied = import(&restored, &out.stdout, &[]);
    assert_eq!(copied.code, Some(0), "{copied:?}");
    assert_eq!(program(&restored, &["export", "-"]).stdout, out.stdout);
    for of in [&test, &restored] {
        let again = import(of, &file(&film()), &[]);
        assert_eq!(again.code, Some(0), "{again:?}");
        let told = "0 created, 0 updated, 9 unchanged, 0 rejected, 2 held back";
        assert!(again.stdout.starts_with(told), "{again:?}");
    }
    // A key that leads to a record which is here goes on leading there.
    let live = json!({"type": "tombstone", "id": "w124cxy", "root": "w124cxy", "label": "X",
        "at": "2026-11-01T00:00:00Z", "source": id(1), "keys": {id(1): "glass"}});
    let taken = import(&test, &format!("{HEAD}{live}\n"), &[]);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    let again = import(&test, &file(&film()), &[]);
    let told = "0 created, 0 updated, 9 unchanged, 0 rejected, 2 held back";
    assert!(again.stdout.starts_with(told), "{again:?}");
}

/// A line of a tombstone brings by what its record is found again from version 2 on.
async fn what_leads_to_a_deleted_record_is_checked(database: Database) {
    let test = TestDatabase::new(database).await;
    let line = |more: Value| {
        let mut line = json!({"type": "tombstone", "id": "w124cxy", "root": "w124cxy", "label": "X",
            "at": "2026-11-01T00:00:00Z", "source": "s1b9"});
        let more = more.as_object().cloned().expect("members");
        line.as_object_mut().expect("an object").extend(more);
        line
    };
    for (more, told) in [
        (
            json!({"keys": {"wvu": "a"}}),
            "keys.wvu: is no id of a source",
        ),
        (
            json!({"keys": {"s1b9": " a"}}),
            "keys.s1b9: has to be a text of 1 to 200",
        ),
        (json!({"keys": ["a"]}), "keys: has to be an object"),
        (json!({"key": 5}), "key: has to be a text of 1 to 200"),
        (
            json!({"identities": ["a"]}),
            "identities: has to be a list of at most 1000 digests",
        ),
        (
            json!({"identities": "a"}),
            "identities: has to be a list of at most 1000 digests",
        ),
    ] {
        let output = import(&test, &format!("{HEAD}{}\n", line(more)), &[]);
        assert_eq!(output.code, Some(8), "{output:?}");
        let told = format!("desk.jsonl:2: {told}");
        assert!(output.stderr.contains(&told), "{told}: {output:?}");
    }
    let closed = "{\"type\":\"filmgraph\",\"formatVersion\":1}";
    let keyed = line(json!({"keys": {"s1b9": "a"}}));
    let output = import(&test, &format!("{closed}\n{keyed}\n"), &[]);
    assert!(
        output
            .stderr
            .contains("desk.jsonl:2: keys: is no field here"),
        "{output:?}"
    );
}

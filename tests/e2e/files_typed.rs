//! What befalls files that are typed by hand: nobody's records are overwritten, nothing is made twice
//! without a word, and messages say what would be right.

use filmgraph_tests::{Database, Output, TestDatabase, on_both};
use serde_json::{Value, json};

use crate::exchange::program;
use crate::files_without_ids::{HEAD, import, with_sample};

on_both!(
    numbers_that_are_counted_apart_lead_to_their_own_kind,
    sources_with_one_key_do_not_overwrite_each_other,
    a_rejected_line_takes_no_place,
    a_job_is_found_in_whatever_case,
    a_part_is_known_again_in_whatever_writing,
    a_key_is_found_within_any_source_of_its_line,
    what_has_no_owner_is_only_added_to,
    a_key_stays_with_its_record,
    an_episode_may_stand_before_its_series,
    a_strict_import_that_fails_names_no_new_ids,
    the_sample_says_what_stands_in_its_way,
    the_examples_of_typing_go_in,
);

/// A file that begins with a source and its key.
fn of_source(key: &str, title: &str, lines: &[Value]) -> String {
    let source = json!({"type": "source", "key": key, "kind": "DATA_SET", "title": title});
    let lines = [&source].into_iter().chain(lines);
    let lines: Vec<String> = lines.map(|line| format!("{line}\n")).collect();
    format!("{HEAD}{}", lines.concat())
}

pub(crate) fn of_desk(lines: &[Value]) -> String {
    of_source("desk", "The harbor desk", lines)
}

pub(crate) fn desk() -> Value {
    json!([{"key": "desk"}])
}

pub(crate) fn work(key: &str, title: &str) -> Value {
    json!({"type": "work", "key": key, "kind": "FILM", "title": title, "sources": desk()})
}

pub(crate) fn person(key: &str, name: &str) -> Value {
    json!({"type": "person", "key": key, "name": name, "sources": desk()})
}

/// Imports lines of the desk's, which have to come out so, and again, which changes nothing.
pub(crate) fn twice(test: &TestDatabase, lines: &[Value], code: i32, starts: &str) -> Output {
    let told = import(test, &of_desk(lines), &[]);
    assert_eq!(told.code, Some(code), "{told:?}");
    assert!(told.stdout.starts_with(starts), "{told:?}");
    let again = import(test, &of_desk(lines), &[]);
    assert!(
        again.stdout.starts_with("0 created, 0 updated"),
        "{again:?}"
    );
    told
}

fn exported(test: &TestDatabase) -> Vec<Value> {
    let out = program(test, &["export", "-"]).stdout;
    let lines = out.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("JSON")
}

fn of_type<'l>(lines: &'l [Value], kind: &str, field: &str, is: &str) -> Vec<&'l Value> {
    let fits = |line: &&Value| line["type"] == kind && line[field] == is;
    lines.iter().filter(fits).collect()
}

async fn numbers_that_are_counted_apart_lead_to_their_own_kind(database: Database) {
    let test = TestDatabase::new(database).await;
    let of = |key: &str, kind: &str| {
        let mut line = work(key, kind);
        line["kind"] = json!(kind);
        line["externalIds"] = json!({"TMDB": "777", "TVDB": "888"});
        line
    };
    let kinds = ["FILM", "SERIES", "GAME"];
    for _ in 0..2 {
        for kind in kinds {
            let told = import(&test, &of_desk(&[of(&kind.to_lowercase(), kind)]), &[]);
            assert_eq!(told.code, Some(0), "{kind}: {told:?}");
        }
    }
    let lines = exported(&test);
    for kind in kinds {
        assert_eq!(of_type(&lines, "work", "kind", kind).len(), 1, "{kind}");
    }
    // Nor do they meet in one file, with keys or without.
    let test = TestDatabase::new(database).await;
    let all = kinds.map(|kind| {
        let mut line = of("", kind);
        line.as_object_mut().expect("a line").remove("key");
        line
    });
    twice(&test, &all, 0, "4 created, 0 updated");
    // A short film is counted with films.
    let told = import(&test, &of_desk(&[of("short", "SHORT_FILM")]), &[]);
    assert_eq!(
        of_type(&exported(&test), "work", "kind", "SERIES").len(),
        1,
        "{told:?}"
    );
}

async fn sources_with_one_key_do_not_overwrite_each_other(database: Database) {
    let test = TestDatabase::new(database).await;
    let a = of_source(
        "desk",
        "Reel Letters",
        &[work("heat", "Heat Wave"), person("smith", "Ann Smith")],
    );
    let b = of_source(
        "desk",
        "Cinema Weekly",
        &[work("heat", "White Heat"), person("smith", "Will Smith")],
    );
    assert_eq!(import(&test, &a, &[]).code, Some(0));
    let before = program(&test, &["export", "-"]).stdout;
    for _ in 0..2 {
        let told = import(&test, &b, &[]);
        assert_eq!(told.code, Some(8), "{told:?}");
        assert!(
            told.stderr
                .contains("2: key: \"desk\" is the key of the source \"Reel Letters\"")
                && told.stderr.contains("take another key"),
            "{told:?}"
        );
        assert!(
            told.stderr
                .contains("2: 2 records need it and are left out"),
            "{told:?}"
        );
        assert_eq!(program(&test, &["export", "-"]).stdout, before);
    }
    // The same source by another key is not taken over either.
    let c = of_source("other", "reel letters", &[]).replace("reel letters", "Reel Letters");
    let told = import(&test, &c, &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(told.stderr.contains("\"other\" is not its key"), "{told:?}");
    assert_eq!(program(&test, &["export", "-"]).stdout, before);
    // Case is no other title.
    let same = of_source("desk", "REEL letters", &[]);
    assert_eq!(import(&test, &same, &[]).code, Some(0));
}

async fn a_rejected_line_takes_no_place(database: Database) {
    let test = TestDatabase::new(database).await;
    let mut wrong = work("harbor", "Glass Harbor");
    wrong["countries"] = json!(["UK"]);
    let mut right = wrong.clone();
    right["countries"] = json!(["GB"]);
    let told = twice(&test, &[wrong.clone(), right.clone()], 8, "2 created");
    assert!(told.stderr.contains(":3: countries"), "{told:?}");
    assert!(!told.stderr.contains(":4:"), "{told:?}");
    // Nor is the first of two right ones passed over.
    let told = import(&test, &of_desk(&[right.clone(), right, wrong]), &[]);
    assert!(
        told.stderr
            .contains(":4: line 3 is of the same record already"),
        "{told:?}"
    );
    assert!(
        told.stderr
            .contains(":5: line 3 is of the same record already"),
        "{told:?}"
    );
}

async fn a_job_is_found_in_whatever_case(database: Database) {
    let test = with_sample(database).await;
    let roles = test.number("SELECT COUNT(*) FROM role").await;
    let role = |job: &Value| {
        let mut role = json!({"type": "role", "work": {"IMDB": "tt0110413"},
            "person": {"IMDB": "nm0000108"}, "department": "DIRECTING", "sources": desk()});
        if !job.is_null() {
            role["job"] = job.clone();
        }
        role
    };
    for job in [Value::Null, json!("Director"), json!("DIRECTOR")] {
        let told = import(&test, &of_desk(&[role(&job)]), &[]);
        assert_eq!(told.code, Some(0), "{job}: {told:?}");
        assert!(told.stdout.contains(" by what they are"), "{told:?}");
        assert_eq!(
            test.number("SELECT COUNT(*) FROM role").await,
            roles,
            "{job}"
        );
    }
    // Of two in a file the one without a job is that of the one with one.
    let writing = |job: Value| {
        let mut role = role(&job);
        role["work"] = json!({"key": "glass"});
        role["person"] = json!({"key": "ida"});
        role
    };
    let lines = [
        work("glass", "Glass Harbor"),
        person("ida", "Ida Fenwick"),
        writing(json!("director")),
        writing(Value::Null),
    ];
    let told = twice(&test, &lines, 8, "3 created");
    assert!(
        told.stderr
            .contains(":6: line 5 is of the same role already"),
        "{told:?}"
    );
    let more = [writing(json!("second unit director"))];
    assert_eq!(import(&test, &of_desk(&more), &[]).code, Some(0));
    let told = import(&test, &of_desk(&[writing(Value::Null)]), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains("job: fits several records")
            && told.stderr.contains("with \"second unit director\""),
        "{told:?}"
    );
}

async fn a_part_is_known_again_in_whatever_writing(database: Database) {
    let test = with_sample(database).await;
    let mut named = person("p", "Q");
    named["names"] = json!([{"name": "Kju", "kind": "BIRTH", "language": "EN"}]);
    let mut titled = work("w", "Q");
    titled["titles"] = json!([{"text": "Kju", "kind": "ALTERNATIVE", "language": "PT-br"}]);
    let lines = of_desk(&[named, titled]);
    let first = import(&test, &lines, &[]);
    assert!(first.stdout.starts_with("3 created"), "{first:?}");
    let out = program(&test, &["export", "-"]).stdout;
    let again = import(&test, &lines, &[]);
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 3 unchanged"),
        "{again:?}"
    );
    assert_eq!(program(&test, &["export", "-"]).stdout, out);
}

async fn a_key_is_found_within_any_source_of_its_line(database: Database) {
    let test = TestDatabase::new(database).await;
    let second = |priority: i32| {
        json!({"type": "source", "key": "second", "kind": "ARTICLE", "title": "Second",
            "priority": priority})
    };
    let both = |mut line: Value| {
        line["sources"] = json!([{"key": "desk"}, {"key": "second"}]);
        line
    };
    let (glass, ida) = (work("glass", "Glass Harbor"), person("ida", "Ida Fenwick"));
    twice(
        &test,
        &[second(0), glass.clone(), ida.clone()],
        0,
        "4 created",
    );
    for priority in [0, 9] {
        let lines = [second(priority), both(glass.clone()), both(ida.clone())];
        let told = import(&test, &of_desk(&lines), &[]);
        assert_eq!(told.code, Some(0), "{told:?}");
        assert!(told.stdout.starts_with("0 created"), "{told:?}");
    }
    // Where both sources have the key for records of their own, it is not guessed.
    let mut other = work("heat", "Heat");
    other["sources"] = json!([{"key": "second"}]);
    twice(&test, &[work("heat", "White Heat"), other], 0, "2 created");
    let told = import(&test, &of_desk(&[both(work("heat", "Heat"))]), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains("key: is that of") && told.stderr.contains("\"White Heat\""),
        "{told:?}"
    );
}

async fn what_has_no_owner_is_only_added_to(database: Database) {
    let test = TestDatabase::new(database).await;
    let films = [
        work("one", "One"),
        work("two", "Two"),
        json!({"type": "collection", "name": "Both", "works": [{"key": "one"}]}),
        json!({"type": "source", "kind": "ARTICLE", "title": "Paper", "license": "CC0-1.0"}),
    ];
    twice(&test, &films, 0, "5 created");
    let more = [
        json!({"type": "collection", "name": "Both", "works": [{"key": "two"}]}),
        json!({"type": "source", "kind": "ARTICLE", "title": "Paper", "attribution": "by hand",
            "license": "none"}),
    ];
    let told = twice(&test, &more, 0, "0 created, 2 updated");
    assert!(
        told.stderr
            .contains(":4: warning: license: kept \"CC0-1.0\", not \"none\""),
        "{told:?}"
    );
    let lines = exported(&test);
    let both = of_type(&lines, "collection", "name", "Both");
    assert_eq!(both[0]["works"].as_array().map(Vec::len), Some(2));
    let paper = of_type(&lines, "source", "title", "Paper");
    assert_eq!(paper[0]["license"], "CC0-1.0");
    assert_eq!(paper[0]["attribution"], "by hand");
}

async fn a_key_stays_with_its_record(database: Database) {
    let test = with_sample(database).await;
    twice(&test, &[work("heat", "Heat")], 0, "2 created");
    let mut other = work("heat", "Léon");
    // The film that the sample has with this identifier.
    let leon = exported(&test).into_iter();
    let mut leon = leon.filter(|line| line["externalIds"]["IMDB"] == "tt0110413");
    other["id"] = leon.next().expect("the film")["id"].clone();
    let told = import(&test, &of_desk(&[other.clone()]), &[]);
    assert_eq!(told.code, Some(8), "{other}: {told:?}");
    assert!(
        told.stderr.contains(":3: key: is that of \"Heat\"")
            && told.stderr.contains("take another key"),
        "{told:?}"
    );
    // By an identifier likewise.
    let mut third = work("heat", "Léon");
    third["externalIds"] = json!({"IMDB": "tt0110413"});
    let told = import(&test, &of_desk(&[third]), &[]);
    assert!(
        told.stderr.contains(":3: key: is that of \"Heat\""),
        "{told:?}"
    );
    let lines = exported(&test);
    assert_eq!(of_type(&lines, "work", "key", "heat")[0]["title"], "Heat");
}

async fn an_episode_may_stand_before_its_series(database: Database) {
    let test = TestDatabase::new(database).await;
    let episode = |key: &str, series: Value| {
        json!({"type": "work", "key": key, "kind": "EPISODE", "title": key, "series": series,
            "sources": desk()})
    };
    let mut series = work("tides", "Tides");
    series["kind"] = json!("SERIES");
    series["externalIds"] = json!({"IMDB": "tt9990003"});
    let lines = [
        episode("ebb", json!({"key": "tides"})),
        episode("flood", json!({"IMDB": "tt9990003"})),
        episode("lost", json!({"key": "nowhere"})),
        series,
        work("glass", "Glass Harbor"),
    ];
    let told = twice(&test, &lines, 8, "5 created");
    assert_eq!(
        told.stderr.matches("there is no work").count(),
        1,
        "{told:?}"
    );
    assert!(told.stderr.contains(":5: series: "), "{told:?}");
}

async fn a_strict_import_that_fails_names_no_new_ids(database: Database) {
    let test = TestDatabase::new(database).await;
    let map = test.data_dir().join("map.txt");
    let name = map.to_str().expect("a path");
    let wrong = json!({"type": "person", "key": "b", "sources": desk()});
    let lines = [person("a", "A"), wrong];
    let told = import(&test, &of_desk(&lines), &["--strict", "--map", name]);
    assert_eq!(told.code, Some(8), "{told:?}");
    let text = std::fs::read_to_string(&map).expect("a map");
    assert!(!text.contains("NEW"), "{text}");
    let told = import(&test, &of_desk(&lines[..1]), &["--strict", "--map", name]);
    assert_eq!(told.code, Some(0), "{told:?}");
    let text = std::fs::read_to_string(&map).expect("a map");
    assert_eq!(text.matches("NEW").count(), 2, "{text}");
}

async fn the_sample_says_what_stands_in_its_way(database: Database) {
    let test = TestDatabase::new(database).await;
    let genre = json!({"type": "genre", "name": "Drama"});
    assert_eq!(import(&test, &of_desk(&[genre]), &[]).code, Some(0));
    let told = program(&test, &["import", "sample"]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains("the bundled data is not loaded") && told.stderr.contains("Drama"),
        "{told:?}"
    );
    assert!(!told.stderr.contains("failed"), "{told:?}");
    assert_eq!(test.number("SELECT COUNT(*) FROM work").await, 0);
}

async fn the_examples_of_typing_go_in(database: Database) {
    let test = with_sample(database).await;
    let docs = include_str!("../../docs/importing.md").split("```");
    let files = docs.filter_map(|block| block.strip_prefix("text\n{"));
    let lines: Vec<&str> = files.collect();
    assert_eq!(lines.len(), 2, "the file, and more kinds");
    let text = format!("{{{}{{{}", lines[0], lines[1]);
    let told = import(&test, &text, &[]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(told.stdout.starts_with("8 created"), "{told:?}");
    assert!(told.stderr.is_empty(), "{told:?}");
    let again = import(&test, &text, &[]);
    assert!(
        again
            .stdout
            .starts_with("0 created, 0 updated, 8 unchanged"),
        "{again:?}"
    );
}

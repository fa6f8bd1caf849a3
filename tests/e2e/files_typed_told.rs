//! What files that are typed by hand are told: what to look at of lines that go in, and what would be
//! right of those that do not.

use filmgraph_tests::{Database, TestDatabase, on_both};
use serde_json::{Value, json};

use crate::exchange::read;
use crate::files_typed::{desk, of_desk, person, twice, work};
use crate::files_without_ids::{HEAD, import, with_sample};

on_both!(
    namesakes_are_told,
    a_wrong_identifier_is_told,
    what_is_kept_is_told,
    messages_say_what_would_be_right,
    a_whole_number_may_be_written_in_any_way,
    a_number_at_series_is_that_of_a_series,
    a_death_before_the_birth_is_refused,
    lines_that_name_others_say_where_these_are,
    names_that_fit_several_are_told_apart,
    a_word_in_another_case_is_told_as_it_is,
);

async fn namesakes_are_told(database: Database) {
    let test = with_sample(database).await;
    let mut natalie = person("np", "natalie  PORTMAN");
    natalie["birthDate"] = json!("1981");
    let mut other = person("np2", "Natalie Portman");
    other["birthDate"] = json!("1960");
    let mut sally = work("sally", "When Harry Met Sally");
    sally["releaseDate"] = json!("1989");
    let mut remake = work("remake", "When Harry Met Sally");
    remake["releaseDate"] = json!("2019");
    let mut spider = work("spider", "Spider-Man");
    spider["releaseDate"] = json!("2002");
    twice(&test, &[spider], 0, "2 created");
    let lines = [
        natalie,
        other,
        person("a", "Ida Fenwick"),
        person("b", "Ida Fenwick"),
        sally,
        remake,
        work("man", "Spider Man"),
    ];
    let dry = import(&test, &of_desk(&lines), &["--dry-run"]);
    let told = twice(&test, &lines, 0, "7 created");
    for told in [dry, told] {
        let is_told = |what: &str| assert!(told.stderr.contains(what), "{what}: {told:?}");
        is_told(
            ":3: warning: a new person, but there is \"Natalie Portman\" (born 1981-06-09), pvl",
        );
        is_told(":6: warning: a new person, called as that of line 5 is");
        is_told(":7: warning: a new work, but there is \"When Harry Met Sally...\" (1989-");
        is_told(":9: warning: a new work, but there is \"Spider-Man\" (2002)");
        assert_eq!(told.stderr.matches("warning").count(), 4, "{told:?}");
        assert!(told.stdout.contains("4 warnings"), "{told:?}");
    }
}

async fn a_wrong_identifier_is_told(database: Database) {
    let test = with_sample(database).await;
    let of = |title: &str, kind: &str| {
        json!({"type": "work", "kind": kind, "title": title, "externalIds": {"IMDB": "tt0110413"},
            "sources": desk()})
    };
    let told = import(&test, &of_desk(&[of("Heat", "FILM")]), &["--dry-run"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(
        told.stderr
            .contains(":3: warning: externalIds: is that of \"L"),
        "{told:?}"
    );
    let told = import(&test, &of_desk(&[of("Heat", "SERIES")]), &["--dry-run"]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains(":3: kind: is SERIES, and \"L"),
        "{told:?}"
    );
    let told = import(&test, &of_desk(&[of("Léon", "TV_FILM")]), &["--dry-run"]);
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(!told.stderr.contains("externalIds"), "{told:?}");
    let both = json!({"type": "person", "name": "Both", "sources": desk(),
        "key": "ida", "externalIds": {"IMDB": "nm0000204"}});
    let lines = [person("ida", "Ida Fenwick")];
    twice(&test, &lines, 0, "2 created");
    let told = import(&test, &of_desk(&[both]), &[]);
    assert!(
        told.stderr.contains("key: is that of \"Ida Fenwick\"")
            && told
                .stderr
                .contains("\"Natalie Portman\" (born 1981-06-09), pvl"),
        "{told:?}"
    );
}

async fn what_is_kept_is_told(database: Database) {
    let test = with_sample(database).await;
    let line = json!({"type": "person", "externalIds": {"IMDB": "nm0000204"}, "name": "Natalie Portman",
        "birthDate": "1982", "popularity": 7.5, "sources": desk()});
    let told = twice(
        &test,
        std::slice::from_ref(&line),
        0,
        "1 created, 1 updated",
    );
    assert!(
        told.stderr
            .contains(":3: warning: birthDate: kept \"1981-06-09\", not \"1982\": the record rests on other sources too (\""),
        "{told:?}"
    );
    assert_eq!(told.stderr.lines().count(), 1, "{told:?}");
    assert!(told.stdout.contains("1 warning"), "{told:?}");
}

async fn messages_say_what_would_be_right(database: Database) {
    let test = with_sample(database).await;
    let with = |field: &str, value: Value| {
        let mut line = work("glass", "Glass Harbor");
        line[field] = value;
        line
    };
    let role = |work: Value, person: Value| {
        json!({"type": "role", "work": work, "person": person, "department": "ACTING",
            "sources": desk()})
    };
    let leon = json!({"IMDB": "tt0110413"});
    for (line, told) in [
        (
            with("sources", json!(["d"])),
            "sources.0: \"d\" is no id; write {\"key\": \"d\"}",
        ),
        (
            with("sources", json!({"key": "desk"})),
            "sources: has to be a list: ",
        ),
        (
            with("source", json!({"key": "desk"})),
            "source: is no field here; did you mean `sources`?",
        ),
        (
            with("relaseDate", json!("2020")),
            "relaseDate: is no field here; did you mean `releaseDate`? there are `id`",
        ),
        (
            with("titel", json!("Glass Harbor")),
            "titel: is no field here; did you mean `title`? there are `id`",
        ),
        (
            with("kind", json!("FLIM")),
            "kind: there is no `FLIM` here; did you mean `FILM`? there are ",
        ),
        (
            with("votes", json!(10.5)),
            "votes: is 10.5; must be a whole number",
        ),
        (
            role(json!({"IMDB": "nm0000204"}), json!({"key": "a"})),
            "work: \"nm0000204\" is an IMDb id of a person: that of a work begins with tt",
        ),
        (
            role(leon.clone(), json!("Meg Ryan")),
            "person: \"Meg Ryan\" is no id; write {\"name\": \"Meg Ryan\"}",
        ),
        (
            role(leon.clone(), json!("nm0000212")),
            "person: \"nm0000212\" is no id; write {\"IMDB\": \"nm0000212\"}",
        ),
        (
            role(json!({"title": "DRACULA"}), json!({"key": "a"})),
            "work: there is no work with the title \"DRACULA\"",
        ),
        (
            role(
                json!({"title": "When Harry Met Sally"}),
                json!({"key": "a"}),
            ),
            "work: there is no work with the title \"When Harry Met Sally\"; is it \"When Harry Met Sally...\" (1989",
        ),
        (
            with("key", json!("a\u{200b}b")),
            "key: has to be a text of 1 to 200 characters",
        ),
    ] {
        let out = import(&test, &of_desk(std::slice::from_ref(&line)), &["--dry-run"]);
        assert_eq!(out.code, Some(8), "{line}: {out:?}");
        assert!(out.stderr.contains(told), "{told}: {out:?}");
        assert!(!out.stderr.contains("isDenied"), "{out:?}");
    }
    let head = of_desk(&[]).replace(HEAD, "{\"type\":\"filmgraph\"}\n");
    let out = import(&test, &head, &[]);
    assert!(out.stderr.contains("\"formatVersion\":2"), "{out:?}");
    // A key is one, however its accents are written.
    let lines = [work("ame\u{301}lie", "Amélie")];
    twice(&test, &lines, 0, "2 created");
    let out = import(&test, &of_desk(&[work("am\u{e9}lie", "Amélie")]), &[]);
    assert!(out.stdout.starts_with("0 created, 0 updated"), "{out:?}");
}

async fn a_whole_number_may_be_written_in_any_way(database: Database) {
    let test = with_sample(database).await;
    for (number, votes) in [("10.0", 10), ("1e2", 100), ("-0", 0), ("-0.0", 0)] {
        let mut line = work("glass", "Glass Harbor");
        line["rating"] = json!(7.5);
        line["votes"] = json!(12345);
        let file = of_desk(&[line]).replace("12345", number);
        let told = import(&test, &file, &[]);
        assert_eq!(told.code, Some(0), "{number}: {told:?}");
        let sql = "SELECT votes FROM work WHERE title = 'Glass Harbor'";
        assert_eq!(test.number(sql).await, votes, "{number}");
    }
}

async fn a_number_at_series_is_that_of_a_series(database: Database) {
    let test = with_sample(database).await;
    let of = |key: &str, kind: &str| {
        let mut line = work(key, key);
        line["kind"] = json!(kind);
        line["externalIds"] = json!({"TMDB": "777"});
        line
    };
    twice(
        &test,
        &[of("Some Film", "FILM"), of("Some Series", "SERIES")],
        0,
        "3 created",
    );
    let season = json!({"type": "season", "series": {"TMDB": "777"}, "number": 1});
    let told = import(&test, &of_desk(&[season]), &[]);
    assert_eq!(told.code, Some(0), "{told:?}");
    let role = json!({"type": "role", "work": {"TMDB": "777"}, "person": {"IMDB": "nm0000204"},
        "department": "ACTING", "sources": desk()});
    let told = import(&test, &of_desk(&[role]), &[]);
    assert!(told.stderr.contains("means several records"), "{told:?}");
}

async fn a_death_before_the_birth_is_refused(database: Database) {
    let test = with_sample(database).await;
    for (born, died, code) in [
        ("1950", "1949-12-31", 8),
        ("1950-06", "1950-05", 8),
        ("1950", "1950", 0),
        ("1950~", "1949", 0),
    ] {
        let mut line = person("ida", "Ida Fenwick");
        line["birthDate"] = json!(born);
        line["deathDate"] = json!(died);
        let told = import(&test, &of_desk(&[line]), &["--dry-run"]);
        assert_eq!(told.code, Some(code), "{born} {died}: {told:?}");
        let is_told = told.stderr.contains("deathDate: lies before `birthDate`");
        assert_eq!(is_told, code == 8, "{born} {died}: {told:?}");
    }
}

async fn lines_that_name_others_say_where_these_are(database: Database) {
    let test = TestDatabase::new(database).await;
    let mut parasite = work("parasite", "Parasite");
    parasite["countries"] = json!(["nowhere"]);
    let role = |person: &str, department: &str| {
        json!({"type": "role", "work": {"key": "parasite"}, "person": {"key": person},
            "department": department, "sources": desk()})
    };
    let early = json!({"type": "companyRole", "work": {"key": "glass"}, "company": {"key": "pier"},
        "kind": "PRODUCTION", "sources": desk()});
    let lines = [
        person("ida", "Ida Fenwick"),
        work("glass", "Glass Harbor"),
        parasite,
        role("ida", "DIRECTING"),
        role("ida", "WRITING"),
        early,
        json!({"type": "company", "key": "pier", "name": "Pier Nine", "sources": desk()}),
    ];
    // Strictly, the first of them ends it.
    let told = import(&test, &of_desk(&lines), &["--strict"]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(told.stderr.contains(":5: countries"), "{told:?}");
    let told = import(&test, &of_desk(&lines), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    let messages: Vec<&str> = told
        .stderr
        .lines()
        .filter(|line| line.contains(".jsonl:"))
        .collect();
    assert_eq!(messages.len(), 3, "{told:?}");
    assert!(messages[0].contains(":5: countries"), "{told:?}");
    assert!(
        messages[1].contains(":5: 2 records need it and are left out"),
        "{told:?}"
    );
    assert!(
        messages[2].contains(
            ":8: company: there is no company with the key \"pier\" before it: it is on line 9"
        ),
        "{told:?}"
    );
    assert!(told.stdout.contains(", 4 rejected"), "{told:?}");
}

async fn names_that_fit_several_are_told_apart(database: Database) {
    let test = TestDatabase::new(database).await;
    let mut one = person("one", "Ida Fenwick");
    one["birthDate"] = json!("1950-02-03");
    let mut other = person("other", "Ida Fenwick");
    other["birthDate"] = json!("1971");
    let role = json!({"type": "role", "work": {"key": "glass"}, "person": {"name": "Ida Fenwick"},
        "department": "ACTING", "sources": desk()});
    let lines = [work("glass", "Glass Harbor"), one, other, role];
    let told = import(&test, &of_desk(&lines), &[]);
    assert_eq!(told.code, Some(8), "{told:?}");
    assert!(
        told.stderr.contains("\"Ida Fenwick\" (born 1950-02-03), ")
            && told.stderr.contains("\"Ida Fenwick\" (born 1971), "),
        "{told:?}"
    );
}

async fn a_word_in_another_case_is_told_as_it_is(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut film = work("glass", "Glass Harbor");
    film["genres"] = json!(["drama"]);
    let mut ida = person("ida", "Ida Fenwick");
    ida["professions"] = json!(["Actor", "Harbour pilot"]);
    let lines = [
        json!({"type": "genre", "name": "Drama"}),
        json!({"type": "profession", "name": "actor"}),
        film,
        ida,
    ];
    let (summary, bad) = read(&store, of_desk(&lines).as_bytes()).await;
    assert_eq!((summary.counts.created, summary.rejected), (3, 2));
    assert_eq!(
        bad[0].reason,
        "there is no genre written \"drama\"; did you mean \"Drama\"?"
    );
    assert_eq!(
        bad[1].reason,
        "there is no profession written \"Actor\"; did you mean \"actor\"?"
    );
    store.close().await;
}

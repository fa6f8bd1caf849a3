//! The tables stand in the documentation as they are here.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde::Serialize;

use super::{Credit, imdb, tmdb, wikidata};

const DOCS: &str = include_str!("../../../../../docs/model.md");

fn name(value: impl Serialize) -> String {
    let name = serde_json::to_value(value).unwrap();
    name.as_str().expect("a vocabulary").to_owned()
}

fn credit(word: &str, credit: &Credit) -> String {
    let cell = |text: String| {
        if text.is_empty() {
            " ".to_owned()
        } else {
            format!(" {text} ")
        }
    };
    let attributes = credit.attributes.iter();
    let attributes: Vec<String> = attributes.map(|a| format!("`{}`", name(a))).collect();
    let department = name(credit.department);
    let job = cell(credit.job.map(|job| format!("`{job}`")).unwrap_or_default());
    let attributes = cell(attributes.join(", "));
    format!("`{word}` | `{department}` |{job}|{attributes}|")
}

fn value(word: &str, value: impl Serialize) -> String {
    format!("`{word}` | `{}` |", name(value))
}

/// Every row must stand in the documentation, behind whatever the row begins with.
fn documented(rows: impl IntoIterator<Item = String>) {
    let missing: Vec<String> = rows
        .into_iter()
        .filter(|row| {
            !DOCS
                .lines()
                .any(|line| line.starts_with("| ") && line.ends_with(row))
        })
        .collect();
    assert!(missing.is_empty(), "not in docs/model.md: {missing:#?}");
}

#[test]
fn the_tables_stand_in_the_documentation() {
    documented(imdb::TITLE_TYPES.map(|(word, kind)| value(word, kind)));
    documented(imdb::CATEGORIES.map(|(word, to)| credit(word, &to)));
    documented(imdb::AKA_TYPES.map(|(word, kind)| value(word, kind)));
    documented(tmdb::DEPARTMENTS.map(|(word, to)| value(word, to)));
    let jobs = tmdb::JOBS.map(|(there, word, to)| format!("`{there}` | {}", value(word, to)));
    documented(jobs);
    documented(wikidata::CREDITS.map(|(word, to)| credit(word, &to)));
    documented(wikidata::CLASSES.map(|(word, kind)| value(word, kind)));
    documented(wikidata::COMPANIES.map(|(word, kind)| value(word, kind)));
    documented(wikidata::PLACES.map(|(word, kind)| value(word, kind)));
    documented(wikidata::RELATIONS.map(|(word, kind)| value(word, kind)));
}

#[test]
fn no_word_stands_twice_in_a_table() {
    fn distinct<T>(table: &[(&str, T)]) {
        let mut words: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), table.len());
    }
    distinct(&imdb::TITLE_TYPES);
    distinct(&imdb::CATEGORIES);
    distinct(&imdb::AKA_TYPES);
    distinct(&tmdb::DEPARTMENTS);
    distinct(&wikidata::CREDITS);
    distinct(&wikidata::CLASSES);
}

#[test]
fn a_job_can_narrow_a_department() {
    use entity::vocabulary::Department::{Casting, Music, Production, Sound};
    for (department, job, ours) in [
        ("Sound", "Original Music Composer", Some(Music)),
        ("Sound", "Sound Mixer", Some(Sound)),
        ("Production", "Casting Director", Some(Casting)),
        ("Production", "Producer", Some(Production)),
        ("Catering", "Cook", None),
    ] {
        assert_eq!(tmdb::department(department, job), ours, "{job}");
    }
}

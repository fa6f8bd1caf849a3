//! The same content in the interchange format: one file, its lines in the order in which each may
//! refer to those before it.
//!
//! Ids are those of docs/format.md: a title's and a person's number is that of its IMDb id. Other
//! titles, roles and ratings have no number there; they get one from their title's.

use std::collections::BTreeSet;

use entity::vocabulary::RecordKind;
use model::id::{Authority, database_id, encode};
use serde::Serialize;
use serde_json::{Value, json};

use super::GenerateError;
use super::credit::{Credits, credits, person_number};
use super::files::Files;
use super::kind::{Category, GENRES};
use super::person::person;
use super::plan::{Plan, Spot};
use super::title::{Aka, Title, akas, title};
use super::words::Words;

pub(super) const NAME: &str = "generated.jsonl";

/// The first line of the format. `generate` knows nothing of who reads it; a test reads it.
const HEAD: &str = r#"{"type":"filmgraph","formatVersion":1}"#;

/// Roles and other titles that a title can have: their numbers are the title's times this, and on.
const PER_TITLE: u64 = 1_024;

/// The professions that occur. Those that the bundled data have too are numbered as there.
const PROFESSIONS: [(&str, Authority, u64); 11] = [
    ("actor", Authority::Filmgraph, 1),
    ("director", Authority::Filmgraph, 2),
    ("writer", Authority::Filmgraph, 3),
    ("producer", Authority::Filmgraph, 4),
    ("cinematographer", Authority::Filmgraph, 5),
    ("composer", Authority::Filmgraph, 6),
    ("editor", Authority::Filmgraph, 7),
    ("actress", Authority::Imdb, 1),
    ("casting_director", Authority::Imdb, 2),
    ("production_designer", Authority::Imdb, 3),
    ("miscellaneous", Authority::Imdb, 4),
];

pub(super) fn write(
    plan: &Plan,
    words: &Words,
    files: &mut Files<'_>,
) -> Result<(), GenerateError> {
    files.head(0, HEAD)?;
    let mut lines = Lines {
        files,
        source: id(RecordKind::Source, Authority::Imdb, 90_000_001),
    };
    lines.vocabularies()?;
    for number in 0..plan.people() {
        lines.person(plan, words, plan.careers.person_at(number))?;
    }
    for is_episode in [false, true] {
        for spot in plan
            .spots()
            .filter(|spot| spot.episode.is_some() == is_episode)
        {
            let title = title(plan, words, &spot);
            lines.work(&title, &akas(plan, words, spot.place, &title))?;
            lines.files.step();
        }
    }
    for spot in plan.spots() {
        lines.roles(plan, words, &spot)?;
        lines.files.step();
    }
    for spot in plan.spots() {
        lines.rating(&title(plan, words, &spot))?;
        lines.files.step();
    }
    Ok(())
}

fn id(kind: RecordKind, authority: Authority, number: u64) -> String {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    // Every number that is generated fits; 0 would be refused by whoever reads it.
    encode(kind, database_id(authority, number).unwrap_or_default())
}

fn imdb(kind: RecordKind, number: u64) -> String {
    id(kind, Authority::Imdb, number)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PersonLine<'a> {
    r#type: &'static str,
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    death_date: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    professions: &'a [&'a str],
    external_ids: Value,
    sources: [&'a str; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkLine<'a> {
    r#type: &'static str,
    id: String,
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    original_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    titles: Vec<TitleLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season_number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    episode_number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_year: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_minutes: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    genres: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<f64>,
    external_ids: Value,
    sources: [&'a str; 1],
}

#[derive(Serialize)]
struct TitleLine<'a> {
    id: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RoleLine<'a> {
    r#type: &'static str,
    id: String,
    work: &'a str,
    person: String,
    department: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    characters: Vec<CharacterLine>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    attributes: BTreeSet<&'static str>,
    sources: [&'a str; 1],
}

#[derive(Serialize, PartialEq)]
struct CharacterLine {
    name: String,
}

struct Lines<'a, 'f> {
    files: &'a mut Files<'f>,
    source: String,
}

impl Lines<'_, '_> {
    fn line(&mut self, line: &impl Serialize) -> Result<(), GenerateError> {
        let text = serde_json::to_string(line);
        let text = text.map_err(|error| GenerateError::Options(error.to_string()))?;
        self.files.line(0, &text)
    }

    fn vocabularies(&mut self) -> Result<(), GenerateError> {
        self.line(&json!({
            "type": "source", "id": self.source, "kind": "DATA_SET", "title": "Generated data",
            "publisher": "Filmgraph", "license": "CC0-1.0", "priority": 10,
        }))?;
        for (number, genre) in (1..).zip(GENRES) {
            let id = id(RecordKind::Genre, Authority::Filmgraph, number);
            self.line(&json!({"type": "genre", "id": id, "name": genre}))?;
        }
        for (name, authority, number) in PROFESSIONS {
            let id = id(RecordKind::Profession, authority, number);
            self.line(&json!({"type": "profession", "id": id, "name": name}))?;
        }
        Ok(())
    }

    fn person(&mut self, plan: &Plan, words: &Words, place: u64) -> Result<(), GenerateError> {
        let number = person_number(plan, place);
        let person = person(plan, words, place);
        let source = self.source.clone();
        self.line(&PersonLine {
            r#type: "person",
            id: imdb(RecordKind::Person, number),
            name: &person.name,
            birth_date: person.birth_year.map(|year| format!("{year:04}")),
            death_date: person.death_year.map(|year| format!("{year:04}")),
            professions: &person.professions,
            external_ids: json!({"IMDB": format!("nm{number:07}")}),
            sources: [&source],
        })
    }

    fn work(&mut self, title: &Title, akas: &[Aka]) -> Result<(), GenerateError> {
        let source = self.source.clone();
        let episode = title.episode;
        self.line(&WorkLine {
            r#type: "work",
            id: imdb(RecordKind::Work, title.number),
            kind: title.kind.work_kind(),
            title: &title.primary,
            original_title: Some(title.original.as_str()).filter(|text| *text != title.primary),
            titles: titles(title, akas),
            series: episode.map(|episode| imdb(RecordKind::Work, episode.series)),
            season_number: episode.and_then(|episode| episode.season),
            episode_number: episode.and_then(|episode| episode.number),
            release_date: title.start_year.map(|year| format!("{year:04}")),
            end_year: title.end_year,
            runtime_minutes: title.runtime,
            genres: title.genres.iter().map(|genre| GENRES[*genre]).collect(),
            votes: title.rating.map(|(_, votes)| votes),
            rating: title.rating.map(|(tenths, _)| f64::from(tenths) / 10.0),
            external_ids: json!({"IMDB": format!("tt{:07}", title.number)}),
            sources: [&source],
        })
    }

    /// One role for a person, department and job, with the characters of all its rows.
    fn roles(&mut self, plan: &Plan, words: &Words, spot: &Spot) -> Result<(), GenerateError> {
        let number = super::title::number_at(spot.place);
        let work = imdb(RecordKind::Work, number);
        let source = self.source.clone();
        let roles = merged(&credits(plan, words, spot));
        for (at, role) in (0..).zip(roles) {
            self.line(&RoleLine {
                r#type: "role",
                id: imdb(RecordKind::Role, number * PER_TITLE + at),
                work: &work,
                person: imdb(RecordKind::Person, person_number(plan, role.person)),
                department: role.department,
                job: role.job,
                billing: role.billing,
                characters: role.characters,
                attributes: role.attributes,
                sources: [&source],
            })?;
        }
        Ok(())
    }

    fn rating(&mut self, title: &Title) -> Result<(), GenerateError> {
        let Some((tenths, votes)) = title.rating else {
            return Ok(());
        };
        self.line(&json!({
            "type": "rating", "id": imdb(RecordKind::Rating, title.number),
            "work": imdb(RecordKind::Work, title.number), "average": f64::from(tenths) / 10.0,
            "outOf": 10.0, "votes": votes, "source": self.source,
        }))
    }
}

/// The other titles; the original one stands in a field of its own.
fn titles<'a>(title: &Title, akas: &'a [Aka]) -> Vec<TitleLine<'a>> {
    let other = |(at, aka): (u64, &'a Aka)| {
        let region = aka.region?;
        Some(TitleLine {
            id: imdb(RecordKind::Title, title.number * PER_TITLE + at),
            text: &aka.text,
            country: Some(region.country),
            language: aka.tells_language.then_some(region.language),
            kind: match aka.kind {
                Some("imdbDisplay") => "DISPLAY",
                Some("working") => "WORKING",
                Some("dvd") => "DVD",
                Some("festival") => "FESTIVAL",
                Some("tv") => "TV",
                Some("video") => "VIDEO",
                _ => "ALTERNATIVE",
            },
        })
    };
    (0..).zip(akas).filter_map(other).collect()
}

/// Rows of one person, department and job.
struct Merged {
    person: u64,
    department: &'static str,
    job: Option<&'static str>,
    billing: Option<u32>,
    characters: Vec<CharacterLine>,
    attributes: BTreeSet<&'static str>,
}

fn merged(credits: &Credits) -> Vec<Merged> {
    let mut roles: Vec<Merged> = Vec::new();
    for (billing, row) in (1..).zip(&credits.rows) {
        let role = Merged {
            person: row.person,
            department: row.category.department(),
            job: row.job.or(row.category.job()),
            billing: (row.category.department() == "ACTING").then_some(billing),
            characters: row
                .characters
                .iter()
                .map(|name| CharacterLine { name: name.clone() })
                .collect(),
            attributes: row.category.attribute().into_iter().collect(),
        };
        add(&mut roles, role);
    }
    let crew = [
        (Category::Director, &credits.directors),
        (Category::Writer, &credits.writers),
    ];
    for (category, people) in crew {
        for person in people {
            let is_named =
                |role: &Merged| role.person == *person && role.department == category.department();
            if !roles.iter().any(is_named) {
                roles.push(Merged {
                    person: *person,
                    department: category.department(),
                    job: category.job(),
                    billing: None,
                    characters: Vec::new(),
                    attributes: BTreeSet::new(),
                });
            }
        }
    }
    roles
}

fn add(roles: &mut Vec<Merged>, mut role: Merged) {
    let characters = std::mem::take(&mut role.characters);
    let is_same = |other: &&mut Merged| {
        (other.person, other.department, other.job) == (role.person, role.department, role.job)
    };
    match roles.iter_mut().find(is_same) {
        Some(other) => {
            other.play(characters);
            // As themselves, or from an archive, only if they are nothing else there.
            other
                .attributes
                .retain(|attribute| role.attributes.contains(attribute));
        }
        None => {
            role.play(characters);
            roles.push(role);
        }
    }
}

impl Merged {
    /// Takes characters over; none stands twice.
    fn play(&mut self, characters: Vec<CharacterLine>) {
        for character in characters {
            if !self.characters.contains(&character) {
                self.characters.push(character);
            }
        }
    }
}

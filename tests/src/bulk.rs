//! A long file of the interchange format, written line by line.

use std::io::{self, Write};

use entity::vocabulary::RecordKind;
use model::id::{Authority, database_id, encode};

/// Of ten lines of a group, how many are people and works; the rest are roles.
const PEOPLE: u64 = 2;
const WORKS: u64 = 2;
const GROUP: u64 = 10;
const GENRES: [&str; 8] = [
    "Action", "Comedy", "Crime", "Drama", "Family", "Horror", "Romance", "Western",
];

fn id(kind: RecordKind, number: u64) -> String {
    let number = i64::try_from(number + 1).expect("a small number");
    encode(kind, database_id(Authority::Imdb, number).expect("an id"))
}

/// Writes a file of about this many lines: a source, genres, then people, then works, then roles,
/// two, two and six of ten. The same number gives the same bytes.
///
/// # Errors
/// If it cannot be written.
pub fn write_bulk(out: &mut impl Write, lines: u64) -> io::Result<()> {
    let groups = lines / GROUP;
    let (people, works) = (groups * PEOPLE, groups * WORKS);
    let roles = groups * (GROUP - PEOPLE - WORKS);
    let source = id(RecordKind::Source, 0);
    writeln!(out, r#"{{"type":"filmgraph","formatVersion":1}}"#)?;
    writeln!(
        out,
        r#"{{"type":"source","id":"{source}","kind":"DATA_SET","title":"Generated"}}"#
    )?;
    for (number, name) in (0..).zip(GENRES) {
        let id = id(RecordKind::Genre, number);
        writeln!(out, r#"{{"type":"genre","id":"{id}","name":"{name}"}}"#)?;
    }
    for number in 0..people {
        let (id, born) = (id(RecordKind::Person, number), 1900 + number % 100);
        writeln!(
            out,
            r#"{{"type":"person","id":"{id}","name":"Person {number}","birthDate":"{born}","externalIds":{{"IMDB":"nm{:07}"}},"sources":["{source}"]}}"#,
            number + 1
        )?;
    }
    for number in 0..works {
        let id = id(RecordKind::Work, number);
        let (year, minutes) = (1920 + number % 100, 60 + number % 90);
        let genre = GENRES[(number % 8) as usize];
        writeln!(
            out,
            r#"{{"type":"work","id":"{id}","kind":"FILM","title":"Film {number}","releaseDate":"{year}","runtimeMinutes":{minutes},"genres":["{genre}"],"externalIds":{{"IMDB":"tt{:07}"}},"sources":["{source}"]}}"#,
            number + 1
        )?;
    }
    for number in 0..roles {
        let id = id(RecordKind::Role, number);
        let work = self::id(RecordKind::Work, number / 3);
        // Another person for each of a film's roles, as spread as in real careers.
        let person = self::id(RecordKind::Person, number.wrapping_mul(7919) % people);
        let billing = number % 3 + 1;
        writeln!(
            out,
            r#"{{"type":"role","id":"{id}","work":"{work}","person":"{person}","department":"ACTING","billing":{billing},"characters":[{{"name":"Part {number}"}}],"sources":["{source}"]}}"#
        )?;
    }
    Ok(())
}

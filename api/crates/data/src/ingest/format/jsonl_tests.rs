//! Reading lines: what is told of those that are wrong.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Vec<Numbered>, FormatError> {
    Records::open(text.as_bytes())?.collect()
}

#[test]
fn records_come_with_their_lines() {
    let text = format!("{HEAD}\n\n{{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}}");
    let records = read(&text).unwrap();
    assert_eq!(records[0].line, 3);
    assert!(
        matches!(&records[0].content, Content::Record(Record::Genre(genre)) if genre.name == "Drama")
    );
}

#[test]
fn a_bad_line_is_named_with_its_reason() {
    let message = |line: &str| read(&format!("{HEAD}\n{line}\n")).unwrap_err().to_string();
    let unknown = message(r#"{"type":"genre","id":"g3za","name":"Drama","colour":"red"}"#);
    assert!(
        unknown.starts_with("line 2: colour: is no field here; there are `id`, `name`"),
        "{unknown}"
    );
    let kind = message(r#"{"type":"planet","id":"g3za"}"#);
    assert!(
        kind.contains("no kind of record \"planet\"; there are `source`"),
        "{kind}"
    );
    let other = message(r#"{"type":"genre","id":"wv0","name":"Drama"}"#);
    assert!(other.starts_with("line 2: id: \"wv0\""), "{other}");
    assert_eq!(
        message("{\"type\":"),
        "line 2: ends after 8 bytes, within its JSON object"
    );
    assert_eq!(
        message("nonsense"),
        "line 2: is not JSON at byte 2: a line is one JSON object, names and texts in double quotes"
    );
    let twice = message(r#"{"type":"genre","id":"g3za","name":"Drama","name":"Drama"}"#);
    assert_eq!(twice, "line 2: name: stands twice");
}

#[test]
fn what_is_of_another_type_is_told_in_our_words_with_its_place() {
    let message = |line: &str| read(&format!("{HEAD}\n{line}\n")).unwrap_err().to_string();
    let work = |rest: &str| {
        message(&format!(
            r#"{{"type":"work","id":"wvu","kind":"FILM","title":"X",{rest}}}"#
        ))
    };
    for (rest, told) in [
        (
            r#""runtimeMinutes":"90""#,
            "runtimeMinutes: has to be a whole number, and a text is given",
        ),
        (
            r#""runtimeMinutes":1.5"#,
            "runtimeMinutes: is 1.5; must be a whole number",
        ),
        (
            r#""runtimeMinutes":2147483648"#,
            "runtimeMinutes: is 2147483648; must lie between -2147483648 and 2147483647",
        ),
        (
            r#""genres":"Drama""#,
            "genres: has to be a list, and a text is given",
        ),
        (
            r#""genres":["Drama",5]"#,
            "genres.1: has to be a text, and a number is given",
        ),
        (
            r#""budget":{"amount":"5","currencyCode":"USD","isApproximate":1}"#,
            "budget.isApproximate: has to be true or false, and a number is given",
        ),
        (
            r#""rating":"8""#,
            "rating: has to be a number, and a text is given",
        ),
        (
            r#""budget":["5","USD"]"#,
            "budget: has to be an object, and a list is given",
        ),
        (
            r#""budget":{"amount":5,"currencyCode":"USD"}"#,
            "budget.amount: has to be a text, and a number is given",
        ),
        (
            r#""budget":{"amount":"5"}"#,
            "budget.currencyCode: is needed",
        ),
        (
            r#""budget":{"amount":"5","amount":"6","currencyCode":"USD"}"#,
            "budget.amount: stands twice",
        ),
        (
            r#""titles":[{"text":"A","kind":"ODD"}]"#,
            "titles.0.kind: there is no `ODD` here; there are ",
        ),
        (
            r#""titles":[{"text":"A","kind":5}]"#,
            "titles.0.kind: has to be a word in quotation marks, and a number is given",
        ),
        (
            r#""externalIds":{"IMDB":"tt1","IMDB":"tt2"}"#,
            "externalIds.IMDB: stands twice",
        ),
        (
            r#""externalIds":["tt1"]"#,
            "externalIds: has to be an object, and a list is given",
        ),
        (
            r#""sources":["s1b9","s1b9"]"#,
            "sources.1: \"s1b9\" stands twice",
        ),
        (r#""type":"work""#, "type: stands twice"),
        (r#""votes":1e999"#, "holds a number at byte "),
    ] {
        let found = work(rest);
        let starts = format!("line 2: {told}");
        assert!(found.starts_with(&starts), "{rest}: {found}");
    }
    for (line, told) in [
        (r#"["genre","g28v","X"]"#, "line 2: is not a JSON object"),
        (r#""genre""#, "line 2: is not a JSON object"),
        (
            r#"{"id":"g28v"}"#,
            "line 2: type: is needed; there are `source`",
        ),
        (r#"{"type":5}"#, "line 2: type: is no text"),
        (
            r#"{"type":"genre","id":5,"name":"X"}"#,
            "line 2: id: has to be a text, and a number is given",
        ),
    ] {
        let found = message(line);
        assert!(found.starts_with(told), "{line}: {found}");
    }
}

#[test]
fn blank_lines_may_stand_before_the_head() {
    let record = "{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}";
    for before in ["\n", "\u{feff}\n \n", "\r\n\t\r\n"] {
        let records = read(&format!("{before}{HEAD}\n{record}\n")).unwrap();
        let line = before.matches('\n').count() as u64 + 2;
        assert_eq!(records[0].line, line, "{before:?}");
    }
    let none = read(&format!("\n\n{record}\n")).unwrap_err().to_string();
    assert!(none.starts_with("line 3: has to be {"), "{none}");
    for blank in ["\n\n", "\u{feff}"] {
        let empty = read(blank).unwrap_err().to_string();
        assert_eq!(empty, "line 1: the file is empty");
    }
}

#[test]
fn a_second_head_says_that_two_files_stand_in_one() {
    let text = format!("{HEAD}\n{OPEN_HEAD}\n");
    let told = read(&text).unwrap_err().to_string();
    assert!(
        told.starts_with("line 2: is the head of a second file"),
        "{told}"
    );
}

#[test]
fn packed_files_are_told_apart() {
    let told = match Records::open(b"PK\x03\x04\x00\xff".as_slice()) {
        Err(error) => error.to_string(),
        Ok(_) => String::new(),
    };
    assert!(told.starts_with("line 1: this is a zip file"), "{told}");
}

#[test]
fn the_head_is_needed_and_its_version_looked_at() {
    assert!(read("").is_err());
    assert!(read("{\"type\":\"genre\",\"id\":\"g3za\",\"name\":\"Drama\"}").is_err());
    let later = read("{\"type\":\"filmgraph\",\"formatVersion\":3}").unwrap_err();
    assert!(
        later.to_string().contains("only filmgraph 1 to 2"),
        "{later}"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = HEAD.as_bytes().to_vec();
        file.push(b'\n');
        file.extend(bytes);
        if let Ok(records) = Records::open(file.as_slice()) {
            let _ = records.collect::<Result<Vec<_>, _>>();
        }
    }
}

//! Files that are wrong in some line, or as a whole: what is told, and that nothing is half written.

use entity::vocabulary::RecordKind;
use filmgraph_tests::{Data, Database, TestDatabase, on_both};
use serde_json::json;

use super::{HEAD, read, through, written};

on_both!(
    every_bad_line_is_told_and_the_rest_goes_in,
    of_a_bad_record_nothing_is_written,
    parts_are_told_by_their_places,
    other_ways_to_end_lines_are_read,
    two_files_in_one_are_told,
    a_file_that_is_none_is_refused_whole,
);

async fn every_bad_line_is_told_and_the_rest_goes_in(database: Database) {
    let database = TestDatabase::new(database).await;
    let store = database.store().await;
    let mut data = Data::new();
    let film = data.film("Good", "2000");
    let genre = data.genre("Drama").id();
    let someone = data.person("Someone").id();
    let mut file = data.lines().into_bytes();
    let next = data.lines().lines().count() as u64 + 1;
    let other = Data::after(500).film("Other", "2001");
    let third = Data::after(600).film("Third", "2001");
    let fourth = Data::after(650).film("Fourth", "2001");
    let coverage = Data::after(700).next_id(RecordKind::Coverage);
    let another = Data::after(701).next_id(RecordKind::Coverage);
    let bad: [(Vec<u8>, &str); 13] = [
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":\"X\",\"colour\":1}}").into(), "colour"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":5}}").into(), "title"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\"}}").into(), "title"),
        (format!("{{\"type\":\"genre\",\"id\":\"{genre}\",\"name\":\"Drama\"}}").into(), "id"),
        (format!("{{\"type\":\"work\",\"id\":\"{other}\",\"kind\":\"FILM\",\"title\":\"X\",\"genres\":[\"None\"]}}").into(), "genres.0"),
        (format!("{{\"type\":\"work\",\"id\":\"{third}\",\"kind\":\"FILM\",\"title\":\"X\",\"rating\":11}}").into(), "rating"),
        (format!("{{\"type\":\"role\",\"id\":\"rvd\",\"work\":\"{fourth}\",\"person\":\"{someone}\",\"department\":\"ACTING\"}}").into(), "work"),
        (format!("{{\"type\":\"coverage\",\"id\":\"{coverage}\",\"subject\":\"{genre}\",\"extent\":\"COMPLETE\",\"source\":\"sg4\"}}").into(), "subject"),
        (format!("{{\"type\":\"coverage\",\"id\":\"{another}\",\"subject\":\"{someone}\",\"extent\":\"COMPLETE\",\"source\":\"sg4\"}}").into(), "source"),
        (b"{\"type\":\"genre\",\"id\":\"g\xff\"}".to_vec(), ""),
        (b"{\"type\":\"planet\",\"id\":\"gvk\"}".to_vec(), "type"),
        (vec![b' '; 50 * 1024 * 1024], ""),
        (b"{\"type\":\"genre\",\"id\":".to_vec(), ""),
    ];
    for (line, _) in &bad {
        file.extend(line);
        file.push(b'\n');
    }
    file.pop();
    let (summary, told) = read(&store, &file).await;
    assert_eq!(summary.counts.created, 3);
    assert_eq!(summary.rejected, bad.len() as u64);
    let mut told = told;
    told.sort_by_key(|line| line.line);
    for (at, (line, (_, field))) in told.iter().zip(&bad).enumerate() {
        assert_eq!(line.line, next + at as u64, "{line:?}");
        assert_eq!(line.field, *field, "{line:?}");
    }
    assert!(told[12].reason.contains("cut off"), "{told:?}");
    assert!(told[6].reason.contains("before this record"), "{told:?}");
    assert!(written(&store).await.contains(&film));
}

async fn of_a_bad_record_nothing_is_written(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut data = Data::new();
    let _ = data.genre("Drama").id();
    let whole = data.film("Whole", "2000");
    // Found only while it is being written: the identifier is taken.
    let _ = data
        .record(&whole)
        .with("externalIds", json!({"IMDB": "tt0000001"}))
        .id();
    let title = data.next_id(RecordKind::Title);
    let half = data.work("FILM", "Half").with("genres", json!(["Drama"]));
    let half = half.with(
        "titles",
        json!([{"id": title, "text": "Other", "kind": "ALTERNATIVE"}]),
    );
    let _ = half.with("externalIds", json!({"IMDB": "tt0000001"})).id();
    let (summary, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!((summary.counts.created, bad.len()), (2, 1), "{bad:?}");
    for (table, rows) in [
        ("work", 1),
        ("title", 0),
        ("work_genre", 0),
        ("external_id", 1),
        ("change", 2),
    ] {
        let count = test.number(&format!("SELECT COUNT(*) FROM {table}")).await;
        assert_eq!(count, rows, "{table}");
    }
}

async fn parts_are_told_by_their_places(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let mut data = Data::new();
    let (first, second) = (
        data.next_id(RecordKind::Title),
        data.next_id(RecordKind::Title),
    );
    let title = |id: &str| json!({"id": id, "text": "Other", "kind": "ALTERNATIVE"});
    let whole = data.work("FILM", "Whole");
    let whole = whole.with("titles", json!([title(&first)])).id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    assert_eq!(bad, []);
    let mut data = Data::after(500);
    let taken = data.work("FILM", "Taken");
    let _ = taken
        .with("titles", json!([title(&second), title(&first)]))
        .id();
    let source = data.source("ARTICLE", "Paper").id();
    let words = data
        .other(RecordKind::Commentary, "commentary")
        .with("kind", "ANALYSIS")
        .with("text", "Words")
        .with("source", source.as_str());
    let _ = words.with("about", json!([whole, "wzzzz"])).id();
    let (_, bad) = read(&store, data.lines().as_bytes()).await;
    let mut fields: Vec<&str> = bad.iter().map(|line| line.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["about.1", "titles.1.id"], "{bad:?}");
}

async fn other_ways_to_end_lines_are_read(database: Database) {
    let mut data = Data::new();
    let _ = data.film("One", "2000");
    let _ = data.film("Two", "2001");
    let usual = data.lines();
    let expected = through(database, &usual).await;
    for file in [
        format!("\u{feff}{usual}"),
        usual.replace('\n', "\r\n"),
        usual.trim_end().to_owned(),
        usual.replace('\n', "\n \n\n"),
        format!("\n \r\n{usual}"),
        format!("\u{feff}\n{usual}"),
    ] {
        assert_eq!(through(database, &file).await, expected, "{file:?}");
    }
}

async fn two_files_in_one_are_told(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let (mut one, mut two) = (Data::new(), Data::after(500));
    let _ = (one.film("One", "2000"), two.film("Two", "2001"));
    let file = format!("{}{}", one.lines(), two.lines());
    let (summary, bad) = read(&store, file.as_bytes()).await;
    assert_eq!((summary.counts.created, bad.len()), (2, 1), "{bad:?}");
    assert_eq!(bad[0].line, 3);
    let told = "is the head of a second file, and two stand in one here: cut it before this line, and read each by itself";
    assert_eq!((bad[0].field.as_str(), bad[0].reason.as_str()), ("", told));
    store.close().await;
}

async fn a_file_that_is_none_is_refused_whole(database: Database) {
    let test = TestDatabase::new(database).await;
    let store = test.store().await;
    let record = "{\"type\":\"genre\",\"id\":\"gvk\",\"name\":\"Drama\"}\n";
    let utf16: Vec<u8> = format!("\u{feff}{HEAD}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (head, reason) in [
        (Vec::new(), "empty"),
        (b"{}\n".to_vec(), "type: is needed"),
        (
            record.into(),
            "id: is no field here; there are `type`, `formatVersion`",
        ),
        (
            b"{\"type\":\"filmgraph\",\"formatVersion\":3}\n".to_vec(),
            "only filmgraph 1 to 2",
        ),
        (b"\0".to_vec(), "is not JSON at byte 1"),
        (utf16, "UTF-8"),
        (
            b"\x1f\x8b\x08\0".to_vec(),
            "this is a gzip file, which is compressed: unpack it first, as in `zcat",
        ),
        (b"PK\x03\x04\x14\0".to_vec(), "this is a zip file"),
        (b"\xfd7zXZ\0".to_vec(), "this is a xz file"),
        (b"(\xb5/\xfd\x04".to_vec(), "this is a zstd file"),
        (b"BZh91AY&SY".to_vec(), "this is a bzip2 file"),
    ] {
        let file = [head.clone(), record.into()].concat();
        let file = if head.is_empty() { head } else { file };
        let (summary, told) = read(&store, &file).await;
        assert_eq!(
            (summary.rejected, summary.counts.created),
            (1, 0),
            "{reason}"
        );
        assert_eq!(told[0].line, 1);
        assert!(told[0].reason.contains(reason), "{reason}: {told:?}");
    }
    assert!(store.is_new().await.expect("the head"));
}

//! Data made for a test, in the interchange format.

use entity::vocabulary::RecordKind;
use model::id::{Authority, database_id, encode};
use serde_json::{Map, Value, json};

/// The kinds of records in the order of their references.
const ORDER: [&str; 27] = [
    "source",
    "genre",
    "keyword",
    "profession",
    "company",
    "character",
    "person",
    "work",
    "season",
    "role",
    "companyRole",
    "release",
    "milestone",
    "deal",
    "location",
    "award",
    "rating",
    "relation",
    "quote",
    "commentary",
    "list",
    "collection",
    "image",
    "video",
    "coverage",
    "claim",
    "tombstone",
];

/// Records of a test. Ids are given out from 1, or from where the test says.
#[derive(Clone, Debug, Default)]
pub struct Data {
    records: Vec<Map<String, Value>>,
    last: i64,
}

/// The record that was added last, to be completed.
pub struct Line<'a>(&'a mut Map<String, Value>);

impl Line<'_> {
    /// Sets a field.
    #[must_use]
    pub fn with(self, field: &str, value: impl Into<Value>) -> Self {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    /// The record's public id.
    #[must_use]
    pub fn id(self) -> String {
        self.0["id"].as_str().expect("an id").to_owned()
    }
}

impl Data {
    /// No records yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No records yet; ids are given out from after this number.
    #[must_use]
    pub fn after(last: i64) -> Self {
        Self {
            records: Vec::new(),
            last,
        }
    }

    /// The next public id of a kind.
    pub fn next_id(&mut self, kind: RecordKind) -> String {
        self.last += 1;
        let id = database_id(Authority::Local, self.last).expect("a small number");
        encode(kind, id)
    }

    fn add(&mut self, kind: RecordKind, name: &str) -> Line<'_> {
        let id = self.next_id(kind);
        let mut record = Map::new();
        record.insert("type".to_owned(), name.into());
        record.insert("id".to_owned(), id.into());
        self.records.push(record);
        Line(self.records.last_mut().expect("the record just added"))
    }

    /// A record of any kind, by the name of its type in the interchange format.
    pub fn other(&mut self, kind: RecordKind, name: &str) -> Line<'_> {
        self.add(kind, name)
    }

    /// A genre.
    pub fn genre(&mut self, name: &str) -> Line<'_> {
        self.add(RecordKind::Genre, "genre").with("name", name)
    }

    /// A source of a kind.
    pub fn source(&mut self, kind: &str, title: &str) -> Line<'_> {
        let line = self.add(RecordKind::Source, "source");
        line.with("kind", kind).with("title", title)
    }

    /// A person.
    pub fn person(&mut self, name: &str) -> Line<'_> {
        self.add(RecordKind::Person, "person").with("name", name)
    }

    /// A work of a kind.
    pub fn work(&mut self, kind: &str, title: &str) -> Line<'_> {
        let line = self.add(RecordKind::Work, "work");
        line.with("kind", kind).with("title", title)
    }

    /// A film released on a date in EDTF; without a date where that is empty.
    pub fn film(&mut self, title: &str, released: &str) -> String {
        let film = self.work("FILM", title);
        dated(film, released).id()
    }

    /// An episode of a series.
    pub fn episode(&mut self, series: &str, title: &str, released: &str) -> String {
        let episode = self.work("EPISODE", title).with("series", series);
        dated(episode, released).id()
    }

    /// What somebody does on a work.
    pub fn role(&mut self, person: &str, work: &str, department: &str) -> Line<'_> {
        let line = self.add(RecordKind::Role, "role").with("work", work);
        line.with("person", person).with("department", department)
    }

    /// Somebody acts in a work.
    pub fn acts(&mut self, person: &str, work: &str) -> String {
        self.role(person, work, "ACTING").id()
    }

    /// A stage in the life of a work.
    pub fn milestone(&mut self, work: &str, kind: &str) -> Line<'_> {
        let line = self.add(RecordKind::Milestone, "milestone");
        line.with("work", work).with("kind", kind)
    }

    /// What a source says of a property of a record, on the first day of 2026.
    pub fn claim(&mut self, source: &str, subject: &str, property: &str) -> Line<'_> {
        let line = self
            .add(RecordKind::Claim, "claim")
            .with("subject", subject);
        let line = line.with("property", property).with("source", source);
        line.with("recordedAt", "2026-01-01T12:00:00Z")
    }

    /// The record with an id, to be changed.
    ///
    /// # Panics
    /// If there is none.
    pub fn record(&mut self, id: &str) -> Line<'_> {
        let record = self.records.iter_mut().find(|record| record["id"] == id);
        Line(record.expect("a record with this id"))
    }

    /// One record as JSON.
    #[must_use]
    pub fn json(&self, id: &str) -> Value {
        let record = self.records.iter().find(|record| record["id"] == id);
        Value::Object(record.expect("a record with this id").clone())
    }

    /// The records as a file.
    #[must_use]
    pub fn lines(&self) -> String {
        let place =
            |record: &&Map<String, Value>| ORDER.iter().position(|kind| record["type"] == *kind);
        let mut records: Vec<&Map<String, Value>> = self.records.iter().collect();
        records.sort_by_key(place);
        let mut lines = json!({"type": "filmgraph", "formatVersion": 1}).to_string();
        for record in records {
            lines.push('\n');
            lines.push_str(&serde_json::to_string(record).expect("JSON"));
        }
        lines.push('\n');
        lines
    }
}

fn dated<'a>(line: Line<'a>, released: &str) -> Line<'a> {
    if released.is_empty() {
        line
    } else {
        line.with("releaseDate", released)
    }
}

//! Lines without ids, and with references that are none: each gets the id of the record that it is
//! of, or a new one, and its references those of the records that they mean.

mod alike;
mod buried;
mod by_key;
mod doubts;
mod earlier;
mod form;
mod join;
mod key;
mod keyed;
mod look_up;
mod own;
mod reference;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::RecordKind;
use model::id::{decode, encode};
use record::Record;
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{KeySort, RecordKey, WriteTransaction};

pub(super) use buried::{
    IDENTITY_CHARS, MOST_IDENTITIES, Ways as WaysToDeleted, write as write_ways_to_deleted,
};
use earlier::marks_of;
pub(super) use earlier::{Earlier, Mark, Marks};
pub(super) use key::KEY_CHARS;
use key::row_of_use;
use look_up::look_up;
pub use own::How;
pub(super) use reference::{By, Reference, authority, composed, naming, word as authority_word};
pub(crate) use reference::{called, kind_called};
use walk::{fields_of, references};

/// The field of an episode, and of a season, in which only a series fits.
const SERIES: &str = "series";

/// A field of a line, and what is wrong with it.
pub(super) type Wrong = (String, String);

/// A line that is no record yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// The kind of the record that it is to be.
    pub(super) kind: RecordKind,
    /// Its members, but for its type.
    pub(super) fields: Map<String, Value>,
}

impl Open {
    /// The line with these members, if something of it is to be resolved.
    pub(super) fn of(kind: RecordKind, fields: &Map<String, Value>) -> Option<Self> {
        let mut line = fields.clone();
        let mut is_open =
            ["key", "keys"].iter().any(|name| line.contains_key(*name)) || !line.contains_key("id");
        references(fields_of(kind), &mut line, &mut |_, _, value| {
            is_open |= value.is_object();
        });
        walk::parts_with_ids(fields_of(kind), &mut line, |_, _, parts| {
            is_open |= parts.iter().any(lacks_id);
        });
        is_open.then_some(Self { kind, fields: line })
    }

    /// By what other lines may name it: its key and its identifiers.
    pub(super) fn marks(&self) -> Marks {
        (self.kind, marks_of(&self.fields))
    }

    /// Whether it names records of its own kind otherwise than by their ids: these have to be there.
    pub(super) fn refers_to_its_kind(&self) -> bool {
        let (kind, mut line) = (self.kind, self.fields.clone());
        let mut refers = false;
        references(fields_of(kind), &mut line, &mut |target, _, value| {
            refers |= target.is_none_or(|target| target == kind) && value.is_object();
        });
        refers
    }
}

fn lacks_id(part: &Value) -> bool {
    part.as_object()
        .is_some_and(|part| !part.contains_key("id"))
}

/// A line that was resolved.
pub(super) struct Resolved {
    pub(super) record: Record,
    pub(super) how: How,
    /// By what it, and what it names, is found again.
    pub(super) keys: Vec<RecordKey>,
    /// The source within which its key holds; 0 where it has none.
    pub(super) source: i64,
    /// What it shares with no line before it in its batch, as long as they are of other records.
    pub(super) marks: Vec<String>,
    /// What those after it may share with it.
    pub(super) shown: Vec<String>,
    /// What is to be looked at, though it goes in.
    pub(super) warnings: Vec<Wrong>,
}

impl Resolved {
    /// What is kept of it where it goes in as no record, for an earlier line is of the same: what it names,
    /// and whom it means by its own key.
    pub(super) fn into_notes(self) -> Vec<RecordKey> {
        let note = |key: RecordKey| match key.sort {
            KeySort::Reference => Some(key),
            KeySort::Identity => None,
            KeySort::Key if key.source_id == 0 => None,
            KeySort::Key => {
                let (kind, source, id) = (key.record_kind, key.source_id, key.record_id);
                Some(row_of_use(kind, source, &key.words, id))
            }
        };
        self.keys.into_iter().filter_map(note).collect()
    }
}

/// Why a line becomes no record.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) field: String,
    pub(super) reason: String,
    /// What it names that is not there.
    pub(super) want: Option<Box<Reference>>,
    /// Whether its key leads to a record that is another's: who names the key does not mean that.
    pub(super) is_mistaken: bool,
    /// The sources within which its keys hold, the leading one first, as far as they are known.
    pub(super) sources: Vec<i64>,
}

impl From<Wrong> for Refusal {
    fn from((field, reason): Wrong) -> Self {
        Self {
            field,
            reason,
            want: None,
            is_mistaken: false,
            sources: Vec::new(),
        }
    }
}

/// A line while it is being resolved.
struct Line {
    /// The line, from 1.
    number: u64,
    fields: Map<String, Value>,
    /// The sources within which its keys hold, the leading one first.
    sources: Vec<i64>,
    wrong: Option<Refusal>,
    warnings: Vec<Wrong>,
    keys: Vec<RecordKey>,
}

impl Line {
    /// The source within which the names that it uses hold; 0 where it has none.
    fn source(&self) -> i64 {
        self.sources.first().copied().unwrap_or_default()
    }

    fn refuse(&mut self, field: &str, reason: String) {
        self.refuse_as((field.to_owned(), reason).into());
    }

    /// Refuses it, for its key is that of something else.
    fn refuse_key(&mut self, field: &str, reason: String) {
        let refusal = Refusal::from((field.to_owned(), reason));
        self.refuse_as(Refusal {
            is_mistaken: true,
            ..refusal
        });
    }

    fn refuse_as(&mut self, refusal: Refusal) {
        self.wrong.get_or_insert(refusal);
    }

    fn warn(&mut self, field: &str, reason: String) {
        self.warnings.push((field.to_owned(), reason));
    }
}

/// Resolves lines of one kind, each with its number.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn resolve(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: Vec<(u64, Open)>,
    at: i64,
    earlier: &Earlier,
) -> Result<Vec<Result<Resolved, Refusal>>, StoreError> {
    let line = |(number, open): (u64, Open)| Line {
        number,
        fields: open.fields,
        sources: Vec::new(),
        wrong: None,
        warnings: Vec::new(),
        keys: Vec::new(),
    };
    let mut lines: Vec<Line> = lines.into_iter().map(line).collect();
    for line in &mut lines {
        form::check(kind, line);
    }
    // Sources first: names and keys of the others hold within them.
    let is_source = |of: RecordKind| of == RecordKind::Source;
    replace(tx, kind, &mut lines, is_source, earlier).await?;
    lead(tx, kind, &mut lines).await?;
    replace(tx, kind, &mut lines, |of| !is_source(of), earlier).await?;
    own::identify(tx, kind, lines, at).await
}

/// Puts ids in the place of references to these kinds.
async fn replace(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    is_meant: impl Fn(RecordKind) -> bool,
    earlier: &Earlier,
) -> Result<(), StoreError> {
    let mut asked: BTreeSet<(Reference, Vec<i64>)> = BTreeSet::new();
    for line in &mut *lines {
        let sources = line.sources.clone();
        each_reference(kind, line, |reference, _| {
            if is_meant(reference.kind) {
                asked.insert((reference, sources.clone()));
            }
            Ok(())
        });
    }
    let meant = look_up(tx, asked, earlier).await?;
    for line in lines {
        let (sources, mut keys) = (line.sources.clone(), Vec::new());
        each_reference(kind, line, |reference, value| {
            let of = reference.kind;
            let Some(found) = meant.get(&(reference, sources.clone())) else {
                return Ok(());
            };
            let (id, kept) = found.clone()?;
            keys.extend(kept);
            *value = Value::from(encode(of, id));
            Ok(())
        });
        line.keys.extend(keys);
    }
    Ok(())
}

/// Hands on each reference of a line that is none by id. One that cannot be read, or is not taken,
/// is refused.
fn each_reference(
    kind: RecordKind,
    line: &mut Line,
    mut see: impl FnMut(Reference, &mut Value) -> Result<(), Refusal>,
) {
    let mut wrong: Option<Refusal> = None;
    references(
        fields_of(kind),
        &mut line.fields,
        &mut |target, path, value| {
            let Value::Object(object) = value else {
                return;
            };
            let is_to_series = target == Some(RecordKind::Work) && path == SERIES;
            let read = Reference::read(object, target, is_to_series);
            let read = read.map_err(|reason| Refusal::from((String::new(), reason)));
            if let Err(refusal) = read.and_then(|reference| see(reference, value)) {
                let field = path.to_owned();
                wrong.get_or_insert(Refusal { field, ..refusal });
            }
        },
    );
    if let Some(refusal) = wrong {
        line.refuse_as(refusal);
    }
}

/// Puts the sources of each line in their order: the strongest first, then by the least id.
async fn lead(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
) -> Result<(), StoreError> {
    if kind == RecordKind::Source {
        return Ok(());
    }
    for line in &mut *lines {
        line.sources = sources_of(&line.fields);
    }
    let asked: BTreeSet<i64> = lines
        .iter()
        .flat_map(|line| &line.sources)
        .copied()
        .collect();
    let asked: Vec<i64> = asked.into_iter().collect();
    let priorities: BTreeMap<i64, i32> = tx.priorities(&asked).await?.into_iter().collect();
    let priority = |id: &i64| priorities.get(id).copied().unwrap_or_default();
    for line in lines {
        line.sources
            .sort_by_key(|id| (std::cmp::Reverse(priority(id)), *id));
        line.sources.dedup();
    }
    Ok(())
}

fn sources_of(fields: &Map<String, Value>) -> Vec<i64> {
    let id = |value: &Value| Some(decode(value.as_str()?).ok()?.id);
    let one = fields.get("source").and_then(id);
    let several = fields.get("sources").and_then(Value::as_array);
    let several = several.into_iter().flatten().filter_map(id);
    one.into_iter().chain(several).collect()
}

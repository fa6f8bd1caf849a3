//! Lines without ids, and with references that are none: each gets the id of the record that it is
//! of, or a new one, and its references those of the records that they mean.

mod buried;
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
use store::write::{RecordKey, WriteTransaction};

pub(super) use buried::{
    IDENTITY_CHARS, MOST_IDENTITIES, Ways as WaysToDeleted, write as write_ways_to_deleted,
};
use look_up::{key_of_name, look_up};
pub use own::How;
pub(super) use own::KEY_CHARS;
pub(super) use reference::{By, Reference, authority, naming, word as authority_word};
pub(crate) use reference::{called, kind_called};
use walk::{fields_of, references};

/// A field of a line, and what is wrong with it.
pub(super) type Wrong = (String, String);

/// Why a line is no record.
#[derive(Debug)]
pub(super) struct Unresolved {
    pub(super) wrong: Wrong,
    /// What it names, where nothing is found by that.
    pub(super) want: Option<Reference>,
}

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
}

/// A line while it is being resolved.
struct Line {
    fields: Map<String, Value>,
    /// The source within which its keys and names hold; 0 where it has none.
    source: i64,
    wrong: Option<Unresolved>,
    keys: Vec<RecordKey>,
}

impl Line {
    fn refuse(&mut self, field: &str, reason: String) {
        self.refuse_for(field, reason, None);
    }

    fn refuse_for(&mut self, field: &str, reason: String, want: Option<Reference>) {
        let wrong = (field.to_owned(), reason);
        self.wrong.get_or_insert(Unresolved { wrong, want });
    }
}

/// Resolves lines of one kind.
///
/// # Errors
/// Whatever the database says.
pub(super) async fn resolve(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: Vec<Open>,
    at: i64,
) -> Result<Vec<Result<Resolved, Unresolved>>, StoreError> {
    let line = |open: Open| Line {
        fields: open.fields,
        source: 0,
        wrong: None,
        keys: Vec::new(),
    };
    let mut lines: Vec<Line> = lines.into_iter().map(line).collect();
    // Sources first: names and keys of the others hold within them.
    let is_source = |of: RecordKind| of == RecordKind::Source;
    replace(tx, kind, &mut lines, is_source).await?;
    lead(tx, kind, &mut lines).await?;
    replace(tx, kind, &mut lines, |of| !is_source(of)).await?;
    own::identify(tx, kind, lines, at).await
}

/// Puts ids in the place of references to these kinds.
async fn replace(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
    is_meant: impl Fn(RecordKind) -> bool,
) -> Result<(), StoreError> {
    let mut asked: BTreeSet<(Reference, i64)> = BTreeSet::new();
    for line in &mut *lines {
        let source = line.source;
        each_reference(kind, line, |reference, _| {
            if is_meant(reference.kind) {
                asked.insert((reference, source));
            }
            Ok(())
        });
    }
    let meant = look_up(tx, asked).await?;
    for line in lines {
        let (source, mut keys) = (line.source, Vec::new());
        each_reference(kind, line, |reference, value| {
            let (of, is_name) = (reference.kind, matches!(reference.by, By::Name(..)));
            let asked = (reference, source);
            let Some(found) = meant.get(&asked) else {
                return Ok(());
            };
            let id = found.clone().map_err(|none| {
                let want = none.is_nothing.then(|| asked.0.clone());
                (none.reason, want)
            })?;
            if is_name {
                keys.push(key_of_name(&asked.0, source, id));
            }
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
    mut see: impl FnMut(Reference, &mut Value) -> Result<(), (String, Option<Reference>)>,
) {
    let mut wrong = None;
    references(
        fields_of(kind),
        &mut line.fields,
        &mut |target, path, value| {
            let Value::Object(object) = value else {
                return;
            };
            let read = Reference::read(object, target).map_err(|reason| (reason, None));
            if let Err((reason, want)) = read.and_then(|reference| see(reference, value)) {
                wrong.get_or_insert((path.to_owned(), reason, want));
            }
        },
    );
    if let Some((path, reason, want)) = wrong {
        line.refuse_for(&path, reason, want);
    }
}

/// The source of each line that leads: its one source, or of several the strongest, then that with
/// the least id.
async fn lead(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    lines: &mut [Line],
) -> Result<(), StoreError> {
    if kind == RecordKind::Source {
        return Ok(());
    }
    let sources: Vec<Vec<i64>> = lines.iter().map(|line| sources_of(&line.fields)).collect();
    let asked: BTreeSet<i64> = sources.iter().flatten().copied().collect();
    let asked: Vec<i64> = asked.into_iter().collect();
    let priorities: BTreeMap<i64, i32> = tx.priorities(&asked).await?.into_iter().collect();
    for (line, sources) in lines.iter_mut().zip(sources) {
        let priority = |id: &i64| priorities.get(id).copied().unwrap_or_default();
        let leading = sources
            .into_iter()
            .min_by_key(|id| (std::cmp::Reverse(priority(id)), *id));
        line.source = leading.unwrap_or_default();
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

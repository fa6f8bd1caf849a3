//! What claims amount to becomes what their record holds.
//!
//! A property is *governed* once somebody claims something on it explicitly. Its column then holds
//! the winner of the claims. What the record itself held before is kept as a claim of its own, so
//! that it takes part and comes back when the others are taken back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ::claim::{Candidate, ClaimValue, Entry, Fact, HEARD, Holds, Verdict, resolve};
use entity::vocabulary::{Certainty, MissingReason, Property, RecordKind};
use entity::{claim, source};
use model::id::RecordId;
use model::instant::Instant;
use record::{PropertyValue, entry_of, own_value, property_value, set_property};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Map, Value};

use super::WriteTransaction;
use super::governed::{portrayed, portrayed_in, put_field, restore_own};
use super::identity::told_apart;
use super::put::{Stored, object};
use super::reference::unnamed;
use super::subject::insert_all;
use crate::log::ChangeDraft;
use crate::read::{Speaking, by_ids, by_subjects, leading, sources_named, voices};
use crate::{StoreError, dialect};

/// The properties of records that are to be settled, by record.
pub(super) type Topics = BTreeMap<i64, BTreeSet<(Property, String)>>;

/// The claims on one property of one record.
struct Group {
    record: i64,
    property: Property,
    key: String,
    claims: Vec<claim::Model>,
}

impl Group {
    fn entry(&self, kind: RecordKind) -> Option<&'static Entry> {
        entry_of(kind, self.property, &self.key)
    }

    fn has_own(&self) -> bool {
        self.claims.iter().any(|claim| claim.is_own)
    }

    /// Whether somebody has claimed something explicitly, but for the claims that come in now.
    fn is_governed(&self, fresh: &BTreeSet<i64>) -> bool {
        let mut claims = self.claims.iter();
        claims.any(|claim| claim.is_own || !fresh.contains(&claim.id))
    }
}

/// Settles these properties of records of a kind; `fresh` are the claims that come in now.
pub(super) async fn settle<R: Stored>(
    transaction: &mut WriteTransaction,
    topics: &Topics,
    fresh: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = topics.keys().copied().collect();
    let current = R::current(&transaction.tx, &ids).await?;
    let mut objects: HashMap<i64, Map<String, Value>> = HashMap::new();
    for (id, (record, _)) in &current {
        objects.insert(*id, object(record)?);
    }
    let (mut groups, own) = groups(transaction, R::KIND, topics, &objects, fresh).await?;
    let says = |id: &i64| own.get(id).or_else(|| objects.get(id));
    displace(transaction, R::KIND, &mut groups, says, fresh).await?;
    for (id, object) in &mut objects {
        for (field, value) in transaction
            .beside
            .remove(&(R::KIND, *id))
            .unwrap_or_default()
        {
            put_field(object, &field, &value);
        }
    }
    let priorities = priorities(&transaction.tx, &groups).await?;
    let mut marks = Marks::default();
    for group in &groups {
        let Some(object) = objects.get_mut(&group.record) else {
            continue;
        };
        settle_group(R::KIND, group, &priorities, object, &mut marks);
    }
    marks.write(transaction).await?;
    let mut changed = Vec::new();
    for (id, (before, version)) in &current {
        let Some(object) = objects.remove(id) else {
            continue;
        };
        let after = from_object::<R>(object)?;
        if after != *before {
            // What is claimed of a record while it is made is part of its first version.
            let version = transaction.raised(after.record_id(), *version);
            changed.push((before, after, version));
        }
    }
    changed.sort_by_key(|(_, after, _)| after.id());
    write_winners(transaction, &changed).await
}

/// The claims on the properties that are to be settled. Where some become governed now of a record of
/// which others are, the record as it itself says, but for what comes in now.
async fn groups(
    transaction: &WriteTransaction,
    kind: RecordKind,
    topics: &Topics,
    objects: &HashMap<i64, Map<String, Value>>,
    fresh: &BTreeSet<i64>,
) -> Result<(Vec<Group>, HashMap<i64, Map<String, Value>>), StoreError> {
    let ids: Vec<i64> = topics.keys().copied().collect();
    let mut claims = by_subjects::<claim::Entity>(&transaction.tx, kind, &ids).await?;
    let (mut groups, mut own) = (Vec::new(), HashMap::new());
    for (record, of_record) in topics {
        let rows = claims.remove(record).unwrap_or_default();
        let mut are_governed = true;
        for (property, key) in shown_anew(kind, of_record, &rows) {
            let is_of = |row: &&claim::Model| row.property == property && row.property_key == key;
            let group = Group {
                record: *record,
                property,
                claims: rows.iter().filter(is_of).cloned().collect(),
                key,
            };
            are_governed &= group.is_governed(fresh);
            groups.push(group);
        }
        let mut before = rows;
        before.retain(|row| !fresh.contains(&row.id));
        if let (Some(object), false) = (objects.get(record), are_governed || before.is_empty()) {
            let mut object = object.clone();
            restore_own(kind, &mut object, &before);
            own.insert(*record, object);
        }
    }
    Ok((groups, own))
}

/// The properties of a record that are to be settled: how sure the record is decides what it shows
/// of all that is claimed of it, and comes first. What stands in one field is settled together: what
/// is said of a character comes back with its name.
fn shown_anew(
    kind: RecordKind,
    settled: &BTreeSet<(Property, String)>,
    rows: &[claim::Model],
) -> BTreeSet<(Property, String)> {
    let field = |property: Property, key: &str| {
        let entry = entry_of(kind, property, key)?;
        (!entry.field.is_empty()).then_some(entry.field)
    };
    let is_record = |(property, _): &(Property, String)| *property == Property::Record;
    let are_all = settled.iter().any(is_record);
    let fields: BTreeSet<Option<&str>> = settled
        .iter()
        .map(|(property, key)| field(*property, key))
        .filter(Option::is_some)
        .collect();
    let is_anew =
        |row: &&claim::Model| are_all || fields.contains(&field(row.property, &row.property_key));
    let anew = rows.iter().filter(is_anew);
    let anew = anew.map(|row| (row.property, row.property_key.clone()));
    settled.iter().cloned().chain(anew).collect()
}

/// Keeps what records hold of properties that become governed now.
async fn displace<'r>(
    transaction: &mut WriteTransaction,
    kind: RecordKind,
    groups: &mut [Group],
    says: impl Fn(&i64) -> Option<&'r Map<String, Value>>,
    fresh: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    let mut wanted = Vec::new();
    let mut of = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let known = group.entry(kind).zip(says(&group.record));
        if let (Some((entry, object)), false) = (known, group.is_governed(fresh)) {
            wanted.push((at, group.record, own_value(entry, object), entry));
            of.push((group.record, object));
        }
    }
    let leading = Leading::of(&transaction.tx, &of).await?;
    for (at, record, held, entry) in wanted {
        let rows = own_rows(transaction, kind, record, entry, &held, &leading).await?;
        groups[at].claims.extend(rows.iter().cloned());
        insert_all::<claim::Entity, _>(&transaction.tx, rows).await?;
    }
    Ok(())
}

/// What a record holds of a property as claims of its own.
pub(super) async fn own_rows(
    transaction: &mut WriteTransaction,
    kind: RecordKind,
    record: i64,
    entry: &Entry,
    held: &PropertyValue,
    leading: &Leading,
) -> Result<Vec<claim::Model>, StoreError> {
    let said = held.said(entry);
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(said.len()).unwrap_or(i64::MAX);
    let ids = transaction.allocate(RecordKind::Claim, count).await?;
    let speaking = Speaking {
        subject: RecordId { kind, id: record },
        source: leading.0.get(&record),
        recorded: Instant(transaction.at),
    };
    let portrayed = portrayed(held);
    let row = |(id, says): (i64, Candidate)| {
        let row = speaking.claim(entry, held.certainty, says)?;
        let portrayed = portrayed.clone();
        Ok(claim::Model {
            id,
            portrayed,
            ..row
        })
    };
    // Below zero: files bring claims with any number of ours, and are never to meet these. In their
    // order, for the values stand in that of their ids.
    let ids = ids.into_iter().rev().map(i64::wrapping_neg);
    ids.zip(said).map(row).collect()
}

/// The source that speaks for each record.
pub(super) struct Leading(HashMap<i64, source::Model>);

impl Leading {
    pub(super) async fn of(
        tx: &impl ConnectionTrait,
        records: &[(i64, &Map<String, Value>)],
    ) -> Result<Self, StoreError> {
        let mut all: Vec<i64> = records
            .iter()
            .flat_map(|(_, object)| sources_named(object))
            .collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let rows = by_ids::<source::Entity>(tx, &all).await?;
        let of_record = |(id, object): &(i64, &Map<String, Value>)| {
            let of = sources_named(object);
            let of = of.iter().filter_map(|id| rows.get(id));
            Some((*id, leading(of)?.clone()))
        };
        Ok(Self(records.iter().filter_map(of_record).collect()))
    }
}

async fn priorities(
    tx: &impl ConnectionTrait,
    groups: &[Group],
) -> Result<HashMap<i64, i32>, StoreError> {
    let claims = groups.iter().flat_map(|group| &group.claims);
    let ids: BTreeSet<i64> = claims.filter_map(|claim| claim.source_id).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let rows = by_ids::<source::Entity>(tx, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|(id, row)| (id, row.priority))
        .collect())
}

/// How claims are marked anew, and which own ones are no longer needed.
#[derive(Default)]
struct Marks {
    by_mark: BTreeMap<(bool, bool), Vec<i64>>,
    gone: Vec<i64>,
}

impl Marks {
    fn note(&mut self, claims: &[claim::Model], verdict: &Verdict) {
        for claim in claims {
            let mark = (
                verdict.counting.contains(&claim.id),
                verdict.sole.contains(&claim.id),
            );
            if mark != (claim.is_current, claim.is_sole) {
                self.by_mark.entry(mark).or_default().push(claim.id);
            }
        }
    }

    async fn write(self, transaction: &WriteTransaction) -> Result<(), StoreError> {
        let tx = &transaction.tx;
        let backend = tx.get_database_backend();
        let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
        let set = |(is_current, is_sole): (bool, bool)| {
            format!("UPDATE claim SET is_current = {is_current}, is_sole = {is_sole} WHERE {among}")
        };
        let marks = self.by_mark.into_iter().map(|(mark, ids)| (set(mark), ids));
        let gone = (format!("DELETE FROM claim WHERE {among}"), self.gone);
        for (sql, ids) in marks.chain([gone]) {
            if !ids.is_empty() {
                let binds = [dialect::id_list(backend, &ids)];
                tx.execute_raw(Statement::from_sql_and_values(backend, sql, binds))
                    .await?;
            }
        }
        Ok(())
    }
}

fn settle_group(
    kind: RecordKind,
    group: &Group,
    priorities: &HashMap<i64, i32>,
    object: &mut Map<String, Value>,
    marks: &mut Marks,
) {
    let entry = group.entry(kind);
    let live = group
        .claims
        .iter()
        .filter(|claim| claim.retracted_at.is_none());
    let voices = voices(entry, live, priorities);
    let verdict = resolve(&voices, entry.map_or(Holds::One, Entry::holds));
    marks.note(&group.claims, &verdict);
    if let Some(entry) = entry {
        let to = match entry.property {
            Property::Record => existence(&property_value(entry, object), &verdict),
            _ => outcome(entry, group, &verdict, least_shown(kind, object)),
        };
        set_property(entry, object, &to);
    }
    // Nobody else has anything to say any more: the record speaks for itself again.
    if group.has_own() && group.claims.iter().all(|claim| claim.is_own) {
        marks.gone.extend(group.claims.iter().map(|claim| claim.id));
    }
}

/// How sure a record is, and whether it is denied. A denied one is as sure as those are who say that
/// there is one; one that nobody stands by any more is no better than a rumour.
fn existence(was: &PropertyValue, verdict: &Verdict) -> PropertyValue {
    let stands = verdict.facts.first().map(|fact| fact.certainty);
    let is_denied = stands.is_none() && verdict.denies_all;
    let said = match is_denied {
        true => verdict.asserted.unwrap_or(was.certainty),
        false => Certainty::Rumored,
    };
    PropertyValue {
        certainty: stands.unwrap_or(said),
        is_denied,
        ..PropertyValue::NONE
    }
}

/// The least certainty with which a record shows a value that it can be without: hearsay is in facts
/// and claims alone, unless the record itself is no surer.
pub(super) fn least_shown(kind: RecordKind, object: &Map<String, Value>) -> Certainty {
    let existence = entry_of(kind, Property::Record, "record");
    let own = existence.filter(|entry| entry.certainty.is_some());
    own.map_or(HEARD, |entry| {
        property_value(entry, object).certainty.min(HEARD)
    })
}

/// What the record is to hold: its own values first, in their order, then others by rank; of what it
/// can be without, only what is sure enough.
fn outcome(entry: &Entry, group: &Group, verdict: &Verdict, least: Certainty) -> PropertyValue {
    let is_shown = |fact: &&Fact| entry.is_needed || fact.certainty >= least;
    let shown: Vec<&Fact> = verdict.facts.iter().filter(is_shown).collect();
    let compared = |text: &str| entry.compared(text).unwrap_or_else(|| text.to_owned());
    let own = group.claims.iter().filter(|claim| claim.is_own);
    let in_record: Vec<Option<String>> = own
        .map(|claim| claim.value.as_deref().map(compared))
        .collect();
    // Of words in languages, those languages first that the record has; in each, the best.
    let by_language = entry.holds() == Holds::ByLanguage;
    let is_alike = |own: &str, text: &str| match by_language {
        true => language_of(own) == language_of(text),
        false => own == compared(text),
    };
    let place = |text: &str| {
        let mut values = in_record.iter().map(Option::as_deref);
        values
            .position(|value| value.is_some_and(|value| is_alike(value, text)))
            .unwrap_or(in_record.len())
    };
    let mut texts: Vec<&str> = shown
        .iter()
        .filter_map(|fact| fact.is.value.as_deref())
        .collect();
    texts.sort_by_cached_key(|text| place(text));
    let missing = match (shown.first(), verdict.facts.first()) {
        (Some(fact), _) => fact.is.missing,
        (None, Some(_)) => Some(MissingReason::Unknown),
        // Where nobody says anything any more, it is as if nobody had.
        (None, None) if verdict.counting.is_empty() => None,
        (None, None) => verdict.missing(),
    };
    PropertyValue {
        values: texts
            .iter()
            .filter_map(|text| ClaimValue::from_canonical(text).ok())
            .collect(),
        missing,
        certainty: shown
            .first()
            .map_or(Certainty::Stated, |fact| fact.certainty),
        portrayed: portrayed_in(&group.claims),
        is_denied: false,
    }
}

fn language_of(text: &str) -> Option<String> {
    match ClaimValue::from_canonical(text).ok()? {
        ClaimValue::Text { language, .. } => language,
        _ => None,
    }
}

fn from_object<R: Stored>(object: Map<String, Value>) -> Result<R, StoreError> {
    serde_json::from_value(Value::Object(object))
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Writes the records that hold something else now.
async fn write_winners<R: Stored>(
    transaction: &mut WriteTransaction,
    changed: &[(&R, R, i32)],
) -> Result<(), StoreError> {
    if changed.is_empty() {
        return Ok(());
    }
    for (_, record, _) in changed {
        if let Some(fault) = record.faults().into_iter().next() {
            return Err(StoreError::of_fault(record.public_id(), fault));
        }
    }
    let names: Vec<_> = changed
        .iter()
        .enumerate()
        .flat_map(|(at, (_, record, _))| {
            let names = record.references().by_name;
            names.into_iter().map(move |name| (at, name))
        })
        .collect();
    if let Some((at, fault)) = unnamed(&transaction.tx, &names).await?.into_iter().next() {
        let record = changed.get(at).map(|(_, record, _)| record.public_id());
        return Err(StoreError::of_fault(record.unwrap_or_default(), fault));
    }
    let rows: Vec<_> = changed
        .iter()
        .map(|(before, after, version)| (Some(*before), after, *version))
        .collect();
    let moved = transaction.write_changed(&rows).await?;
    for (before, after, version) in rows {
        if transaction.made.contains(&(R::KIND, after.id())) {
            let draft = transaction.draft(None, after, version, &moved).await?;
            transaction.add_to_made(draft);
        } else {
            let draft = transaction.draft(before, after, version, &moved).await?;
            transaction.note_change(draft);
        }
    }
    let apart = told_apart(changed.iter().map(|(_, after, _)| after));
    transaction.refuse_alike::<R>(&apart).await
}

impl WriteTransaction {
    /// Lets the row of the log for a record that is being made be this one.
    fn add_to_made(&mut self, mut draft: ChangeDraft) {
        let is_of = |other: &&mut ChangeDraft| {
            (other.subject_kind, other.subject_id) == (draft.subject_kind, draft.subject_id)
        };
        match self.drafts.iter_mut().find(is_of) {
            Some(made) => {
                draft.touches.append(&mut made.touches);
                *made = draft;
            }
            None => self.drafts.push(draft),
        }
    }
}

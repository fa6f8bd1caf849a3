//! Records as they themselves say: without what claims have made of them.
//!
//! This is what files hold and what they are compared with. A record that is put again as it was
//! changes nothing, whatever has been claimed since; one that is put with another value changes
//! what it says itself, and the claims decide anew.

use std::collections::{BTreeSet, HashMap};

use ::claim::{ClaimValue, Entry};
use entity::claim;
use entity::vocabulary::{Property, RecordKind};
use model::instant::Instant;
use record::{
    PropertyValue, entry_of, is_claimable, own_value, property_value, restore, set_property,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Map, Value};

use super::WriteTransaction;
use super::put::{Current, Stored, object};
use super::settle::{Leading, Topics, own_rows, settle};
use super::subject::{delete_of, insert_all};
use crate::StoreError;
use crate::read::by_subjects;

/// A record with properties that claims govern, or with fields that an editor wrote over.
pub(super) struct Governed<R> {
    /// What it says itself.
    pub(super) own: R,
    entries: Vec<&'static Entry>,
    /// The fields that were written over, and what the record's own source says of them.
    over: Map<String, Value>,
    /// Those of them of which it says something else now.
    anew: Map<String, Value>,
}

/// Those of these records that claims govern.
pub(super) async fn governed<R: Stored>(
    db: &impl ConnectionTrait,
    current: &Current<R>,
) -> Result<HashMap<i64, Governed<R>>, StoreError> {
    if current.is_empty() || !is_claimable(R::KIND) {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = current.keys().copied().collect();
    let claims = by_subjects::<claim::Entity>(db, R::KIND, &ids).await?;
    let mut governed = HashMap::new();
    for (id, claims) in claims {
        let Some((record, _)) = current.get(&id) else {
            continue;
        };
        let mut fields = object(record)?;
        let entries = restore_own(R::KIND, &mut fields, &claims);
        if entries.is_empty() {
            continue;
        }
        let own = read(fields)?;
        governed.insert(
            id,
            Governed {
                own,
                entries,
                ..Governed::of(record)
            },
        );
    }
    Ok(governed)
}

/// Gives a record back what it itself says of the properties that these claims are on; gives these.
pub(super) fn restore_own(
    kind: RecordKind,
    fields: &mut Map<String, Value>,
    claims: &[claim::Model],
) -> Vec<&'static Entry> {
    let keys: BTreeSet<(Property, &str)> = claims
        .iter()
        .map(|claim| (claim.property, claim.property_key.as_str()))
        .collect();
    let entries: Vec<&'static Entry> = keys
        .iter()
        .filter_map(|(property, key)| entry_of(kind, *property, key))
        .collect();
    for entry in &entries {
        restore(entry, fields, &own(entry, claims));
    }
    entries
}

impl WriteTransaction {
    /// Those of these records that claims govern or that have fields that were written over.
    pub(super) async fn not_their_own<R: Stored>(
        &mut self,
        current: &Current<R>,
    ) -> Result<HashMap<i64, Governed<R>>, StoreError> {
        let mut governed = governed(&self.tx, current).await?;
        let ids: Vec<i64> = current.keys().copied().collect();
        for (id, over) in self.written_over(R::KIND, &ids).await? {
            if let Some((record, _)) = current.get(&id) {
                let of = governed.entry(id).or_insert_with(|| Governed::of(record));
                of.over = over;
            }
        }
        Ok(governed)
    }
}

/// The records as they themselves say.
pub(crate) async fn as_themselves<R: Stored>(
    db: &impl ConnectionTrait,
    mut current: Current<R>,
) -> Result<Current<R>, StoreError> {
    for (id, governed) in governed(db, &current).await? {
        if let Some((record, _)) = current.get_mut(&id) {
            *record = governed.own;
        }
    }
    Ok(current)
}

/// Those of these records that a file has as they are shown: by themselves they would be refused when
/// they are read.
pub(crate) async fn kept_as_shown<R: Stored>(
    db: &impl ConnectionTrait,
    shown: &Current<R>,
    own: &Current<R>,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut kept = R::held_as_shown(db, shown, own).await?;
    let unsound = own.iter().filter(|(_, (own, _))| !own.faults().is_empty());
    kept.extend(unsound.map(|(id, _)| *id));
    Ok(kept)
}

fn own(entry: &Entry, claims: &[claim::Model]) -> PropertyValue {
    let own = claims.iter().filter(|claim| {
        claim.is_own && claim.property == entry.property && claim.property_key == entry.key
    });
    let mut held = PropertyValue {
        portrayed: portrayed_in(own.clone()),
        ..PropertyValue::NONE
    };
    for claim in own {
        held.certainty = claim.certainty;
        held.missing = claim.missing.or(held.missing);
        let value = claim.value.as_deref().map(ClaimValue::from_canonical);
        held.values.extend(value.and_then(Result::ok));
    }
    held
}

/// Gives a field this value, or none where it is null.
pub(super) fn put_field(fields: &mut Map<String, Value>, field: &str, value: &Value) {
    if value.is_null() {
        fields.remove(field);
    } else {
        fields.insert(field.to_owned(), value.clone());
    }
}

pub(super) fn read<R: Stored>(fields: Map<String, Value>) -> Result<R, StoreError> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl<R: Stored> Governed<R> {
    fn of(record: &R) -> Self {
        Self {
            own: record.clone(),
            entries: Vec::new(),
            over: Map::new(),
            anew: Map::new(),
        }
    }

    /// Finds out what the record says itself where one comes in: of a field that was written over,
    /// what its own source says, unless the one that comes in has what the editor wrote.
    pub(super) fn meet(&mut self, incoming: &R) -> Result<(), StoreError> {
        if self.over.is_empty() {
            return Ok(());
        }
        let (incoming, mut own) = (object(incoming)?, object(&self.own)?);
        for (field, says) in &self.over {
            let new = incoming.get(field);
            if new == own.get(field) {
                continue;
            }
            let new = new.cloned().unwrap_or_default();
            if new != *says {
                self.anew.insert(field.clone(), new);
            }
            put_field(&mut own, field, says);
        }
        self.own = read(own)?;
        Ok(())
    }

    /// The record that comes in, with what claims and editors have made of the one that is there.
    pub(super) fn kept(&self, incoming: &R, shown: &R) -> Result<R, StoreError> {
        let mut fields = object(incoming)?;
        let shown = object(shown)?;
        for field in self.over.keys() {
            put_field(&mut fields, field, shown.get(field).unwrap_or(&Value::Null));
        }
        for entry in &self.entries {
            set_property(entry, &mut fields, &property_value(entry, &shown));
        }
        read(fields)
    }

    /// Takes over what the record says itself from now on, and lets the claims decide anew.
    pub(super) async fn rebase(
        &self,
        transaction: &mut WriteTransaction,
        incoming: &R,
    ) -> Result<(), StoreError> {
        let (id, fields) = (incoming.id(), object(incoming)?);
        for (field, says) in &self.anew {
            transaction
                .own_source_says((R::KIND, id), field, says)
                .await?;
        }
        let was = object(&self.own)?;
        let leading = Leading::of(&transaction.tx, &[(id, &fields)]).await?;
        let mut topics = Topics::new();
        for entry in &self.entries {
            let (says, said) = (own_value(entry, &fields), own_value(entry, &was));
            if says == said {
                continue;
            }
            if says.values == said.values
                && says.missing == said.missing
                && says.certainty == said.certainty
            {
                portray(transaction, R::KIND, id, entry, &says).await?;
                continue;
            }
            give_up(transaction, R::KIND, id, entry).await?;
            let rows = own_rows(transaction, R::KIND, id, entry, &says, &leading).await?;
            insert_all::<claim::Entity, _>(&transaction.tx, rows).await?;
            let key = (entry.property, entry.key.to_owned());
            topics.entry(id).or_default().insert(key);
        }
        // A claim that is there already governs, so nothing is displaced by this.
        settle::<R>(transaction, &topics, &BTreeSet::new()).await
    }
}

/// Keeps what a record that says the same values itself now has beside them.
async fn portray(
    transaction: &WriteTransaction,
    kind: RecordKind,
    record: i64,
    entry: &Entry,
    says: &PropertyValue,
) -> Result<(), StoreError> {
    claim::Entity::update_many()
        .col_expr(claim::Column::Portrayed, Expr::value(portrayed(says)))
        .filter(own_claims(kind, record, entry))
        .exec(&transaction.tx)
        .await?;
    Ok(())
}

/// What claims of a record's own on a property keep beside their values: all of them the same.
pub(super) fn portrayed_in<'c>(claims: impl IntoIterator<Item = &'c claim::Model>) -> Vec<Value> {
    let mut own = claims.into_iter().filter(|claim| claim.is_own);
    let portrayed = own.find_map(|claim| claim.portrayed.as_deref());
    let read = portrayed.map(serde_json::from_str).and_then(Result::ok);
    read.unwrap_or_default()
}

/// What a claim of a record's own keeps beside its value.
pub(super) fn portrayed(held: &PropertyValue) -> Option<String> {
    let is_any = !held.portrayed.is_empty();
    is_any.then(|| Value::from(held.portrayed.clone()).to_string())
}

fn own_claims(kind: RecordKind, record: i64, entry: &Entry) -> Condition {
    Condition::all()
        .add(claim::COLUMN.subject_kind.eq(kind))
        .add(claim::COLUMN.subject_id.eq(record))
        .add(claim::COLUMN.property.eq(entry.property))
        .add(claim::COLUMN.property_key.eq(entry.key))
        .add(claim::COLUMN.is_own.eq(true))
}

/// What the record said itself until now becomes a claim like others, taken back, with a number
/// like theirs; what nobody vouched for is no claim.
async fn give_up(
    transaction: &mut WriteTransaction,
    kind: RecordKind,
    record: i64,
    entry: &Entry,
) -> Result<(), StoreError> {
    let own = own_claims(kind, record, entry);
    let unsourced = claim::Entity::delete_many()
        .filter(own.clone())
        .filter(claim::COLUMN.source_id.is_null());
    unsourced.exec(&transaction.tx).await?;
    let rows = claim::Entity::find()
        .filter(own)
        .order_by_asc(claim::Column::Id);
    let rows = rows.all(&transaction.tx).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let ids = transaction.allocate(RecordKind::Claim, count).await?;
    let at = transaction.at;
    let mut given_up = Vec::with_capacity(rows.len());
    let mut gone = Vec::with_capacity(rows.len());
    for (id, row) in ids.into_iter().zip(rows) {
        gone.push(row.id);
        given_up.push(claim::Model {
            id,
            is_own: false,
            is_current: false,
            is_sole: false,
            retracted_at: Some(at),
            known_until: Instant(at).day(),
            version: row.version + 1,
            updated_at: at,
            ..row
        });
    }
    delete_of::<claim::Entity>(&transaction.tx, &claim::Column::Id, &gone).await?;
    insert_all::<claim::Entity, _>(&transaction.tx, given_up).await
}

//! What a record says itself, as claims: of its sources, without being stored.
//!
//! Each source of a record vouches for the record as such; what the record holds besides is said by
//! the source that leads. A property on which somebody has claimed something explicitly has its
//! claims in the database, the record's own among them.

use std::collections::HashSet;
use std::sync::Arc;

use entity::vocabulary::{Property, RecordKind};
use entity::{claim, source};
use model::id::{RecordId, decode, encode};
use record::{Entry, PropertyValue, entries, property_value};
use sha2::{Digest, Sha256};
use store::WholeRecord;
use store::read::{Speaking, leading, sources_named};

use super::{Claim, subject};
use crate::error::ApiError;
use crate::loader::{About, Whole};
use crate::schema::kit::error::{Result, invalid};
use crate::scope::Scope;

/// Between the parts of the id of what a record says itself.
const SEPARATOR: char = '.';
/// Bytes of a value's digest in such an id.
const DIGEST_BYTES: usize = 6;

/// A record with what is needed to tell what it says itself.
pub(super) struct Speaker {
    subject: RecordId,
    record: Arc<WholeRecord>,
    /// The sources of the record, the one that leads first.
    sources: Vec<Arc<source::Model>>,
}

impl Speaker {
    /// The record, if it is there.
    pub(super) async fn of(scope: &Scope, subject: RecordId) -> Result<Option<Self>> {
        let Some(record) = scope.load(Whole(subject)).await? else {
            return Ok(None);
        };
        let mut sources = scope
            .find_all::<source::Entity>(&sources_named(&record.fields))
            .await?;
        let first = leading(sources.iter().map(AsRef::as_ref)).map(|row| row.id);
        sources.sort_by_key(|row| (Some(row.id) != first, row.id));
        Ok(Some(Self {
            subject,
            record,
            sources,
        }))
    }

    /// What the record holds of a property.
    pub(super) fn holds(&self, entry: &Entry) -> PropertyValue {
        property_value(entry, &self.record.fields)
    }

    /// What it says itself of a property, source by source: that there is such a record all of them,
    /// what it holds the one that leads.
    pub(super) fn says(&self, entry: &Entry) -> Result<Vec<Claim>> {
        let held = self.holds(entry);
        let is_record = entry.property == Property::Record;
        let speaking = match is_record {
            true => self.sources.as_slice(),
            false => self.sources.get(..1).unwrap_or_default(),
        };
        let mut claims = Vec::new();
        for source in speaking {
            for says in held.said(entry) {
                let row = self
                    .speaking(Some(source))
                    .claim(entry, held.certainty, says);
                let row = claim::Model {
                    is_sole: !is_record || self.sources.len() == 1,
                    ..row.map_err(ApiError::internal)?
                };
                claims.push(Claim::of(Arc::new(row)));
            }
        }
        Ok(claims)
    }

    /// What it says itself of every property but those on which somebody else says something.
    pub(super) fn says_but(&self, governed: &HashSet<(Property, &str)>) -> Result<Vec<Claim>> {
        let mut claims = Vec::new();
        for entry in entries(self.subject.kind) {
            if !governed.contains(&(entry.property, entry.key)) {
                claims.extend(self.says(entry)?);
            }
        }
        Ok(claims)
    }

    /// The first day on which what it says counts.
    pub(super) fn known_from(&self) -> Result<i32> {
        let speaking = self.speaking(self.sources.first().map(AsRef::as_ref));
        speaking.known_from().map_err(ApiError::internal)
    }

    fn speaking<'a>(&self, source: Option<&'a source::Model>) -> Speaking<'a> {
        Speaking {
            subject: self.subject,
            source,
            recorded: self.record.updated_at,
        }
    }
}

/// The id of what a record says itself: the record's id, the property's key, the source's id, and
/// for one of many values a digest of it. It is the same whether the claim is stored or not.
pub(super) fn id_of(row: &claim::Model) -> String {
    let record = encode(row.subject_kind, row.subject_id);
    let source = row
        .source_id
        .map_or_else(String::new, |id| encode(RecordKind::Source, id));
    let key = &row.property_key;
    let mut id = format!("{record}{SEPARATOR}{key}{SEPARATOR}{source}");
    let is_many = entries(row.subject_kind).any(|entry| entry.key == *key && entry.many);
    if is_many {
        let digest = Sha256::digest(row.value.as_deref().unwrap_or_default());
        id.push(SEPARATOR);
        id.extend(
            digest
                .iter()
                .take(DIGEST_BYTES)
                .map(|byte| format!("{byte:02x}")),
        );
    }
    id
}

/// Whether an id has the form of those of what records say themselves.
pub(crate) fn is_implied_id(id: &str) -> bool {
    id.contains(SEPARATOR)
}

/// The claim with such an id, if the record says so.
pub(crate) async fn claim_of_id(scope: &Scope, place: &str, id: &str) -> Result<Option<Claim>> {
    let malformed = |reason: String| invalid(place, format!("\"{id}\": {reason}"));
    let parts: Vec<&str> = id.split(SEPARATOR).collect();
    let ([record, key, source] | [record, key, source, _]) = parts.as_slice() else {
        return Err(malformed("is not the id of a claim".to_owned()));
    };
    let read = |text: &str| decode(text).map_err(|error| malformed(error.to_string()));
    let (RecordId { kind, id: record }, source) = (read(record)?, read(source)?);
    let found = entries(kind).find(|entry| entry.key == *key);
    let entry = found.ok_or_else(|| malformed(format!("records of this kind have no {key}")))?;
    if source.kind != RecordKind::Source {
        return Err(malformed(
            "its last part is not the id of a source".to_owned(),
        ));
    }
    let subject = subject(kind, record);
    let stored = scope.load(About::<claim::Entity>::of(kind, record)).await?;
    let of_property =
        |row: &&claim::Model| row.property == entry.property && row.property_key == *key;
    let mut claims: Vec<Claim> = stored
        .iter()
        .filter(of_property)
        .map(Claim::stored)
        .collect();
    if claims.is_empty() {
        let speaker = Speaker::of(scope, subject).await?;
        claims = match speaker {
            Some(speaker) => speaker.says(entry)?,
            None => Vec::new(),
        };
    }
    Ok(claims
        .into_iter()
        .find(|claim| claim.0.is_own && id_of(&claim.0) == id))
}

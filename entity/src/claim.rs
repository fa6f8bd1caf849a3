//! Who says what about a property of a record, how surely, and since when.

use sea_orm::entity::prelude::*;

use crate::vocabulary::{Certainty, ClaimStance, MissingReason, Property, RecordKind};

/// Who says what about a property of a record, how surely, and since when.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, sqlx::FromRow)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    /// The record's id: authority and number in one, see the id rules.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The kind of the record that it is about.
    pub subject_kind: RecordKind,
    /// That record.
    pub subject_id: i64,
    /// The property.
    pub property: Property,
    /// The property's key: that of the registry, or one of its own.
    pub property_key: String,
    /// The value as canonical JSON; none where a reason stands in its place, or where the claim is
    /// about the record as such.
    pub value: Option<String>,
    /// Why there is no value.
    pub missing: Option<MissingReason>,
    /// Asserts or denies.
    pub stance: ClaimStance,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Who says so. None only for a value that was displaced from a record without sources.
    pub source_id: Option<i64>,
    /// The words.
    pub excerpt: Option<String>,
    /// When it was stated, in EDTF.
    pub stated_edtf: Option<String>,
    /// When it came in: microseconds since 1970 (UTC).
    pub recorded_at: i64,
    /// When it was taken back.
    pub retracted_at: Option<i64>,
    /// Why it was taken back.
    pub retraction_reason: Option<String>,
    /// The first day on which it counts.
    pub known_from: i32,
    /// The first day on which it no longer counts; 2147483647 while it does.
    pub known_until: i32,
    /// Whether it keeps the record's own value, which an explicit claim has displaced.
    pub is_own: bool,
    /// Of a character of the record's own: all of them as the record has them, as JSON.
    pub portrayed: Option<String>,
    /// Whether it counts: neither taken back nor replaced by its source.
    pub is_current: bool,
    /// Whether no other source says the same.
    pub is_sole: bool,
    /// Counts the record's own changes, from 1.
    pub version: i32,
    /// Microseconds since 1970 (UTC) of its last change.
    pub updated_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What a record says itself of a property: a claim that nobody took back, without a number, a
    /// value and a time yet.
    #[must_use]
    pub fn of_record(
        (subject_kind, subject_id): (RecordKind, i64),
        (property, property_key): (Property, String),
        certainty: Certainty,
    ) -> Self {
        Self {
            id: 0,
            subject_kind,
            subject_id,
            property,
            property_key,
            value: None,
            missing: None,
            stance: ClaimStance::Asserts,
            certainty,
            source_id: None,
            excerpt: None,
            stated_edtf: None,
            recorded_at: 0,
            retracted_at: None,
            retraction_reason: None,
            known_from: i32::MIN,
            known_until: i32::MAX,
            is_own: true,
            portrayed: None,
            is_current: true,
            is_sole: true,
            version: 1,
            updated_at: 0,
        }
    }
}

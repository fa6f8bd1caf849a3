//! Records: what is written, logged, exchanged and claimed, each kind declared once.
//!
//! A record is a row with everything that belongs to it (a work with its titles, genres and
//! external identifiers). Its struct is its declaration ([`record_macro::record`]): from it come the
//! JSON of the interchange format and its schema, the descriptors that inputs of mutations are made
//! of ([`Field`]), what is checked before it is written ([`Check`]), what it refers to
//! ([`References`]), what can be claimed of it ([`Entry`]), and its row ([`Row`]). Names and
//! vocabularies are those of the GraphQL schema.
//!
//! The kinds stand in one list, in `entity`; the crate knows the rows of tables and no database.

mod award;
pub mod bound;
mod check;
mod claim_record;
mod claims;
mod columns;
mod company;
mod external;
mod field;
mod form;
mod ids;
mod key;
mod kinds;
mod list;
mod media;
mod milestone;
mod parts;
mod person;
mod portrayed;
mod production;
mod property;
mod reference;
mod role;
mod row;
mod source;
mod speech;
#[cfg(test)]
mod tests;
mod tombstone;
mod value;
mod vocabulary;
mod work;

#[doc(hidden)]
pub use ::entity;

pub use ::claim::{Entry, Money as MoneyRecord};
pub use award::*;
pub use check::{Check, Fault, FaultKind};
pub use claim_record::*;
pub use claims::{entries, entry_of, is_claimable, topic};
pub use columns::{Columns, Span, Unreadable, span};
pub use company::*;
pub use entity::vocabulary::{Property, RecordKind};
pub use external::{ExternalIds, space_of, work_space};
pub use field::{
    AtMost, Belonging, Declared, Described, Field, Form, Identity, List, Owner, Referring, Shape,
    Unique,
};
pub use ids::*;
pub use key::{Keys, LookUpKey};
pub use kinds::{Record, belonging, parts_of_any, referring, unique};
pub use list::*;
pub use media::*;
pub use milestone::*;
pub use model::id::RecordId;
pub use parts::*;
pub use person::*;
pub use portrayed::{about_whom, stranger};
pub use production::*;
pub use property::{
    IS_DENIED, PropertyValue, fields_of, hold_unsaid, own_value, property_value, restore,
    set_property, settle_reason,
};
pub use reference::{NameReference, Reference, References};
pub use role::*;
pub use row::Row;
pub use source::*;
pub use speech::*;
pub use tombstone::{TombstoneRecord, excerpt_faults};
pub use value::{BLANK, Value, fault_of_address, word};
pub use vocabulary::*;
pub use work::*;

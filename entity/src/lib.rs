//! The tables of Filmgraph, one file a table, and the vocabularies that their columns hold.
//!
//! Rows are never exposed as GraphQL types: the schema reads them through loaders.

mod kinds;

pub mod about;
pub mod api_key;
pub mod award_nomination;
pub mod award_person;
pub mod biography;
pub mod box_office;
pub mod certification;
pub mod change;
pub mod change_head;
pub mod change_set;
pub mod character;
pub mod character_role;
pub mod claim;
pub mod collection;
pub mod collection_work;
pub mod commentary;
pub mod company;
pub mod company_role;
pub mod curated_list;
pub mod deal;
pub mod external_id;
pub mod genre;
pub mod id_sequence;
pub mod idempotency;
pub mod image;
pub mod job;
pub mod keyword;
pub mod link;
pub mod list_entry;
pub mod milestone;
pub mod person;
pub mod person_name;
pub mod person_profession;
pub mod profession;
pub mod quote;
pub mod rating;
pub mod record_source;
pub mod release;
pub mod role;
pub mod season;
pub mod source;
pub mod title;
pub mod tombstone;
pub mod video;
pub mod vocabulary;
pub mod work;
pub mod work_country;
pub mod work_genre;
pub mod work_keyword;
pub mod work_language;
pub mod work_location;
pub mod work_relation;
pub mod work_text;

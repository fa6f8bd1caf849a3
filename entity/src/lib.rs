//! The tables of Filmgraph, one file a table, and the vocabularies that their columns hold.
//!
//! Rows are never exposed as GraphQL types: the schema reads them through loaders.
//!
//! What goes through the kinds of records or through the vocabularies one by one is made from the
//! two lists below: the enum of the kinds and its codes, the prefixes and types of ids, the order of
//! files, the shapes of reading, how values are checked and stored.

/// Hands the list of kinds to a macro of the caller's scope, behind what else is given for it:
/// `with_kinds!(callback { given })` calls `callback! { { given } records {...} parts {...} others {...} }`.
///
/// Records stand in the order of the interchange format: each may refer to those before it. Parts
/// belong to records, and have ids of their own; the others are no records at all. A line gives the
/// kind, its code, how its public ids begin, its table, the type of its ids, that of its records,
/// and what it is. Codes and prefixes are stored and published: they never change.
#[macro_export]
macro_rules! with_kinds {
    ($($then:ident)::+ { $($given:tt)* }) => {
        $($then)::+! {
            { $($given)* }
            records {
                Source = 7, "s" source SourceId SourceRecord, "a source";
                Genre = 6, "g" genre GenreId GenreRecord, "a genre";
                Keyword = 10, "k" keyword KeywordId KeywordRecord, "a keyword";
                Profession = 11, "xp" profession ProfessionId ProfessionRecord, "a profession";
                Company = 12, "c" company CompanyId CompanyRecord, "a company";
                Character = 13, "j" character CharacterId SharedCharacterRecord, "a character that several works share";
                Person = 2, "p" person PersonId PersonRecord, "a person";
                Work = 1, "w" work WorkId WorkRecord, "a work";
                Season = 14, "z" season SeasonId SeasonRecord, "a season of a series";
                Role = 3, "r" role RoleId RoleRecord, "a role";
                CompanyRole = 15, "o" company_role CompanyRoleId CompanyRoleRecord, "what a company did for a work";
                Release = 16, "e" release ReleaseId ReleaseRecord, "a release";
                Milestone = 8, "m" milestone MilestoneId MilestoneRecord, "a milestone";
                Deal = 17, "d" deal DealId DealRecord, "a deal";
                Location = 18, "l" work_location LocationId LocationRecord, "a place of a work";
                Award = 19, "a" award_nomination AwardId AwardRecord, "a nomination";
                Rating = 20, "xr" rating RatingId RatingRecord, "a rating";
                Relation = 21, "b" work_relation RelationId RelationRecord, "a relation between works";
                Quote = 22, "q" quote QuoteId QuoteRecord, "a quote";
                Commentary = 23, "h" commentary CommentaryId CommentaryRecord, "a commentary";
                List = 24, "u" curated_list ListId ListRecord, "a curated list";
                Collection = 25, "f" collection CollectionId CollectionRecord, "a collection";
                Image = 26, "i" image ImageId ImageRecord, "an image";
                Video = 27, "v" video VideoId VideoRecord, "a video";
                Coverage = 32, "xv" coverage CoverageId CoverageRecord, "what a source has";
                Claim = 31, "xk" claim ClaimId ClaimRecord, "a claim";
            }
            parts {
                Title = 4, "t" title TitleId, "a title of a work";
                PersonName = 5, "n" person_name PersonNameId, "a name of a person";
                ListEntry = 28, "y" list_entry ListEntryId, "an entry of a curated list";
            }
            others {
                Job = 9, "xj" job, "a job";
                Country = 29, "xc" country, "a country: no row, its id is its code";
                Language = 30, "xl" language, "a language: no row, its id is its tag";
            }
        }
    };
}

/// Hands the vocabularies that fields of records hold to a macro of the caller's scope, each in the
/// module that has it: `with_vocabularies!(callback)` calls `callback! { module { Name, ... } ... }`.
#[macro_export]
macro_rules! with_vocabularies {
    ($($then:ident)::+) => {
        $($then)::+! {
            vocabulary {
                AwardResult, Certainty, ClaimStance, CommentaryKind, CompanyRoleKind, DealKind,
                Department, ImageKind, LinkKind, LocationKind, MilestoneKind, MilestoneSpan,
                MissingReason, PersonNameKind, Property, ReleaseKind, RoleAttribute, SourceKind,
                TitleKind, VideoKind, WorkKind, WorkRelationKind,
            }
            coverage { CoverageExtent }
        }
    };
}

mod code;
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
pub mod coverage;
pub mod curated_list;
pub mod deal;
pub mod edit;
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
pub mod person_edges;
pub mod person_name;
pub mod person_profession;
pub mod profession;
pub mod quote;
pub mod rating;
pub mod record_key;
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
pub mod work_edges;
pub mod work_genre;
pub mod work_keyword;
pub mod work_language;
pub mod work_location;
pub mod work_relation;
pub mod work_text;

//! The one list of the kinds of records.
//!
//! Everything that goes through the kinds one by one is made from it: the enum and its codes, the
//! prefixes of public ids, the types of ids, the order of files. To add a kind is to add a line.

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

macro_rules! declare {
    (
        {}
        records { $($record:ident = $record_code:literal, $record_prefix:literal $record_table:ident $record_id:ident $record_type:ident, $record_doc:literal;)+ }
        parts { $($part:ident = $part_code:literal, $part_prefix:literal $part_table:ident $part_id:ident, $part_doc:literal;)+ }
        others { $($other:ident = $other_code:literal, $other_prefix:literal $other_table:ident, $other_doc:literal;)+ }
    ) => {
        declare! { @
            records [$($record)+]
            $($record = $record_code, $record_prefix, $record_table, $record_doc;)+
            $($part = $part_code, $part_prefix, $part_table, $part_doc;)+
            $($other = $other_code, $other_prefix, $other_table, $other_doc;)+
        }
    };
    (@ records [$($record:ident)+] $($kind:ident = $code:literal, $prefix:literal, $table:ident, $doc:literal;)+) => {
        /// The kind of record that a row belongs to.
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            sea_orm::EnumIter,
            sea_orm::DeriveActiveEnum,
            serde::Serialize,
            serde::Deserialize,
            schemars::JsonSchema,
        )]
        #[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum SubjectKind {
            $(
                #[doc = concat!("Of ", $doc, ".")]
                #[sea_orm(num_value = $code)]
                $kind = $code,
            )+
        }

        impl SubjectKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];
            /// The kinds of records, in the order of the interchange format: each may refer to those
            /// before it.
            pub const RECORDS: &'static [Self] = &[$(Self::$record),+];

            /// How its public ids begin: a letter, or `x` and a letter.
            #[must_use]
            pub const fn prefix(self) -> &'static str {
                match self {
                    $(Self::$kind => $prefix,)+
                }
            }

            /// Its table.
            #[must_use]
            pub const fn table(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($table),)+
                }
            }

            /// What it is, with its article.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$kind => $doc,)+
                }
            }
        }
    };
}

with_kinds!(declare {});

//! The kinds of records, as the list of kinds has them.

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
        pub enum RecordKind {
            $(
                #[doc = concat!("Of ", $doc, ".")]
                #[sea_orm(num_value = $code)]
                $kind = $code,
            )+
        }

        impl RecordKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];
            /// The kinds of records, in the order of the interchange format: each may refer to those
            /// before it.
            pub const RECORDS: &'static [Self] = &[$(Self::$record),+];

            /// The kind of a code, if it has one.
            #[must_use]
            pub const fn of_code(code: i16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$kind),)+
                    _ => None,
                }
            }

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

            /// The kind in words: `company role`.
            #[must_use]
            pub fn words(self) -> String {
                self.table().replace('_', " ")
            }

            /// What it is, with its article.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self {
                    $(Self::$kind => $doc,)+
                }
            }
        }

        crate::code::read_by_code!(RecordKind);
    };
}

with_kinds!(declare {});

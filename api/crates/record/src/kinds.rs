//! A record of any kind.

use serde::{Deserialize, Serialize};

use crate::*;

macro_rules! declare {
    (
        {}
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        /// A record of any kind, as one line of the interchange format.
        // A work is larger than the others; a batch holds some hundreds of one kind.
        #[allow(clippy::large_enum_variant)]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(tag = "type", rename_all = "camelCase")]
        pub enum Record {
            $(
                #[allow(missing_docs, reason = "the record says what it is")]
                $kind($record),
            )+
            /// What is left of a deleted record.
            Tombstone(TombstoneRecord),
        }

        impl From<TombstoneRecord> for Record {
            fn from(record: TombstoneRecord) -> Self {
                Self::Tombstone(record)
            }
        }

        $(
            impl From<$record> for Record {
                fn from(record: $record) -> Self {
                    Self::$kind(record)
                }
            }
        )+

        impl Record {
            /// Its id, with its kind.
            #[must_use]
            pub fn record_id(&self) -> RecordId {
                match self {
                    $(Self::$kind(record) => record.record_id(),)+
                    Self::Tombstone(record) => record.id,
                }
            }
        }
    };
}

entity::with_kinds!(declare {});

/// The columns in which records refer to records of a kind.
pub fn referring(kind: RecordKind) -> impl Iterator<Item = &'static Referring> {
    fn of<R: Declared>() -> &'static [Referring] {
        R::REFERRING
    }
    let columns = RecordKind::RECORDS.iter();
    let columns = columns.flat_map(|by| by_kind!(*by, &[], of()));
    columns.filter(move |column| column.to == kind)
}

/// What rows of records hold once only.
pub fn unique() -> impl Iterator<Item = &'static Unique> {
    fn of<R: Declared>() -> &'static [Unique] {
        R::UNIQUE
    }
    let kinds = RecordKind::RECORDS.iter();
    kinds.flat_map(|kind| by_kind!(*kind, &[], of()))
}

/// The kinds of records that are parts of records of every kind, which they name as their subject,
/// each with the condition, as SQL to be added, on which rows are records. Those that can be about
/// others of them come last.
pub fn parts_of_any() -> impl Iterator<Item = (RecordKind, &'static str)> {
    fn of<R: Declared>() -> Option<&'static str> {
        R::PART_OF_ANY
    }
    let kinds = RecordKind::RECORDS.iter();
    kinds.filter_map(|kind| Some((*kind, by_kind!(*kind, None, of())?)))
}

/// The tables whose rows belong to records of a kind.
#[must_use]
pub fn belonging(kind: RecordKind) -> &'static [Belonging] {
    fn of<R: Declared>() -> &'static [Belonging] {
        R::BELONGING
    }
    by_kind!(kind, &[], of())
}

/// Calls a generic function with the type of the records of a kind: `by_kind!(kind, otherwise,
/// function(arguments))` is `function::<DealRecord>(arguments)` for deals, and `otherwise` for kinds
/// that are no records. An asynchronous function is awaited: `function(arguments).await`.
#[macro_export]
macro_rules! by_kind {
    ($kind:expr, $otherwise:expr, $function:ident $arguments:tt) => {
        $crate::entity::with_kinds!($crate::with_type_of_kind {
            now ($kind) ($otherwise) $function $arguments
        })
    };
    ($kind:expr, $otherwise:expr, $function:ident $arguments:tt . await) => {
        $crate::entity::with_kinds!($crate::with_type_of_kind {
            later ($kind) ($otherwise) $function $arguments
        })
    };
}

/// The inside of [`by_kind`].
#[doc(hidden)]
#[macro_export]
macro_rules! with_type_of_kind {
    (
        { now ($of:expr) ($otherwise:expr) $function:ident $arguments:tt }
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        match $of {
            $($crate::RecordKind::$kind => $function::<$crate::$record> $arguments,)+
            _ => $otherwise,
        }
    };
    (
        { later ($of:expr) ($otherwise:expr) $function:ident $arguments:tt }
        records { $($kind:ident = $code:literal, $prefix:literal $table:ident $id:ident $record:ident, $what:literal;)+ }
        $($rest:tt)+
    ) => {
        match $of {
            $($crate::RecordKind::$kind => $function::<$crate::$record> $arguments.await,)+
            _ => $otherwise,
        }
    };
}

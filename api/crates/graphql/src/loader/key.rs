//! The keys: each shape of reading is a type, so that each batches by itself.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use entity::vocabulary::RecordKind;
use store::read::ExternalKey;

macro_rules! typed_key {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        pub(crate) struct $name<E> {
            /// The id.
            pub(crate) id: i64,
            table: PhantomData<fn() -> E>,
        }

        impl<E> $name<E> {
            /// The key of this id.
            #[must_use]
            pub(crate) fn of(id: i64) -> Self {
                Self { id, table: PhantomData }
            }
        }

        // By hand: derives would ask the same of the table.
        impl<E> Clone for $name<E> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<E> Copy for $name<E> {}

        impl<E> PartialEq for $name<E> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id
            }
        }

        impl<E> Eq for $name<E> {}

        impl<E> Hash for $name<E> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.id.hash(state);
            }
        }

        impl<E> fmt::Debug for $name<E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.id)
            }
        }
    )+};
}

typed_key! {
    /// The record of a table with this id, if there is one.
    Record,
    /// The rows of a table that belong to this owner.
    OwnedBy,
    /// The rows at the end of a way from this owner.
    RowsAlong,
}

/// The rows of a table that are about a record of any kind.
pub(crate) struct About<E> {
    /// The kind of the record.
    pub(crate) kind: RecordKind,
    /// Its id.
    pub(crate) id: i64,
    table: PhantomData<fn() -> E>,
}

impl<E> About<E> {
    /// The key of this record.
    #[must_use]
    pub(crate) fn of(kind: RecordKind, id: i64) -> Self {
        Self {
            kind,
            id,
            table: PhantomData,
        }
    }
}

impl<E> Clone for About<E> {
    fn clone(&self) -> Self {
        Self::of(self.kind, self.id)
    }
}

impl<E> PartialEq for About<E> {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.id) == (other.kind, other.id)
    }
}

impl<E> Eq for About<E> {}

impl<E> Hash for About<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, self.id).hash(state);
    }
}

/// The edge list of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EdgesOfWork(pub(crate) i64);

/// The edge list of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EdgesOfPerson(pub(crate) i64);

/// What is made ready of the career of a person, or their edge list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CareerOfPerson(pub(crate) i64);

/// What a company did, work by work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct WorksOfCompany(pub(crate) i64);

/// The jobs with this folded name: words that differ in case are several.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JobsNamed(pub(crate) String);

/// The genre with this folded name, if there is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GenreNamed(pub(crate) String);

/// The records of a kind that an authority calls so.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identified {
    /// The kind.
    pub(crate) kind: RecordKind,
    /// What the authority calls it.
    pub(crate) by: ExternalKey,
}

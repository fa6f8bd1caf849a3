//! What can go wrong between us and the database.

use std::fmt;

use entity::vocabulary::RecordKind;
use model::id::decode;
use record::{Fault, FaultKind, Unreadable};
use sea_orm::DbErr;

use super::Failure;
use super::failure::is_of_value;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer.
    #[error("cannot reach the database {database}: {reason}")]
    Unreachable {
        /// Which one, without its password.
        database: String,
        /// What it said.
        reason: String,
    },
    /// The data directory cannot be made or written.
    #[error("cannot write to the data directory {path}: {reason}")]
    Directory {
        /// The directory.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A newer program has migrated the database.
    #[error("the database is newer than this program; it has migrations unknown here: {}", unknown.join(", "))]
    TooNew {
        /// The migrations that this program does not know.
        unknown: Vec<String>,
    },
    /// The database has tables of a form that was given up.
    #[error(
        "the database was made by an earlier build of this program, whose tables are no longer read"
    )]
    GivenUp,
    /// An older program has migrated the database, and it is not to be changed.
    #[error("the database lacks {lacking} of the migrations of this program")]
    TooOld {
        /// How many migrations it lacks.
        lacking: usize,
    },
    /// There is no database, and none is to be made.
    #[error("there is no database of filmgraph at {database}")]
    Missing {
        /// Which one, without its password.
        database: String,
    },
    /// The database is another program's.
    #[error("{database} is another program's: {found}")]
    Foreign {
        /// Which one, without its password.
        database: String,
        /// What says so.
        found: String,
    },
    /// What stands at its place is no database.
    #[error("{database} is {what}, and no SQLite database")]
    NoDatabase {
        /// Which one.
        database: String,
        /// What it is.
        what: &'static str,
    },
    /// A record cannot be written as it is.
    #[error("{record}: {field}: {reason}")]
    Invalid {
        /// What kind of fault it is.
        kind: FaultKind,
        /// The record's public id.
        record: String,
        /// The field, as the interchange format names it.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another API key has the name.
    #[error("there is an API key named {0} already")]
    NameTaken(String),
    /// A list is longer than one answer may read.
    #[error("more than {limit} {what} would have to be read at once")]
    TooMany {
        /// What the list holds.
        what: Listed,
        /// The configured bound.
        limit: u64,
    },
    /// A stored value cannot be read back: a fault of ours or of a hand that wrote past us.
    #[error("a stored value is not what it should be: {0}")]
    Corrupt(String),
    /// A commit was sent, the connection broke before its answer came, and the database could not be
    /// asked what became of it.
    #[error(
        "whether the last changes were written is not known: the connection to the database broke while they were committed"
    )]
    OutcomeUnknown,
    /// Anything else that the database says.
    #[error(transparent)]
    Database(DbErr),
}

/// What a list that is read whole holds, and of whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The roles of works or people.
    Roles,
    /// What companies did.
    CompanyRoles,
    /// The episodes of series.
    Episodes,
    /// Claims about records, or of sources.
    Claims,
}

impl Listed {
    /// Of whom the lists are: fewer of them fit.
    #[must_use]
    pub const fn owners(self) -> &'static str {
        match self {
            Self::Roles => "works or people",
            Self::CompanyRoles => "companies",
            Self::Episodes => "series",
            Self::Claims => "records",
        }
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Roles => "roles",
            Self::CompanyRoles => "roles of companies",
            Self::Episodes => "episodes",
            Self::Claims => "claims",
        })
    }
}

impl From<Unreadable> for StoreError {
    fn from(Unreadable(reason): Unreadable) -> Self {
        Self::Corrupt(reason)
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl StoreError {
    /// A record that cannot be written as it is.
    pub(crate) fn invalid(
        record: impl Into<String>,
        field: &str,
        reason: impl Into<String>,
    ) -> Self {
        Self::Invalid {
            kind: FaultKind::Value,
            record: record.into(),
            field: field.to_owned(),
            reason: reason.into(),
        }
    }

    /// The same, of a fault that was found in it.
    pub(crate) fn of_fault(record: impl Into<String>, fault: Fault) -> Self {
        let Fault {
            kind,
            field,
            reason,
        } = fault;
        let record = record.into();
        Self::Invalid {
            kind,
            record,
            field,
            reason,
        }
    }
}

impl StoreError {
    /// What is wrong with the record, if it is the record that is wrong and not the database.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let (kind, field, reason) = match self {
            Self::Invalid {
                kind,
                field,
                reason,
                ..
            } => (*kind, field.as_str(), reason.clone()),
            // Its text is the database's own: it is ours to look into, and nobody else's to read.
            Self::Database(error) if is_of_value(error) => {
                tracing::warn!(target: "filmgraph::store", %error, "a value does not fit the database");
                let reason = "has a value that the database cannot hold";
                (FaultKind::Value, "", reason.to_owned())
            }
            _ => return None,
        };
        Some(Fault {
            kind,
            field: field.to_owned(),
            reason,
        })
    }
}

impl StoreError {
    /// What is wrong with another record than the one with this id, if it is that: it is what was said
    /// of it that is to blame.
    #[must_use]
    pub fn fault_of_another(&self, id: &str) -> Option<Fault> {
        let Self::Invalid { record, .. } = self else {
            return None;
        };
        decode(record).ok().filter(|_| record != id)?;
        let Fault {
            kind,
            field,
            reason,
        } = self.fault()?;
        Some(Fault {
            kind,
            field: String::new(),
            reason: format!("{record} cannot be so: `{field}`: {reason}"),
        })
    }

    /// The same for whoever wrote records of a kind: where another is wrong, the value of a claim is
    /// to blame.
    pub(crate) fn fault_of(&self, kind: RecordKind) -> Option<Fault> {
        let of_kind = |record: &String| decode(record).is_ok_and(|of| of.kind == kind);
        let other = match self {
            Self::Invalid { record, .. } if !of_kind(record) => self.fault_of_another(""),
            _ => None,
        };
        let Some(other) = other else {
            return self.fault();
        };
        let field = match kind {
            RecordKind::Claim => "value".to_owned(),
            _ => other.field,
        };
        Some(Fault { field, ..other })
    }

    /// What keeps the database from doing it, if the statement itself was right.
    #[must_use]
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::Database(error) => Failure::of(error),
            Self::Unreachable { .. } => Some(Failure::Lost),
            _ => None,
        }
    }
}

//! Why the program ends, and with which exit code.

use std::path::PathBuf;

use model::count::counted;
use store::StoreError;

use super::Signal;
use crate::config::{ConfigError, DatabaseUrl};

/// The signal that ends a program which writes to a pipe that nobody reads.
const SIGPIPE: u8 = 13;

/// Why the application cannot start or run. Each kind has an exit code of its own.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The configuration is not usable.
    #[error("{0}")]
    Config(#[from] ConfigError),
    /// Nothing can be written to the data directory.
    #[error(
        "cannot write to the data directory {}: {reason} (choose another with --data-dir)",
        path.display()
    )]
    DataDir {
        /// The directory.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// The database does not answer.
    #[error("cannot reach the database {database}: {reason} ({hint})")]
    DatabaseUnreachable {
        /// The address without its password.
        database: String,
        /// What the driver says.
        reason: String,
        /// What may help.
        hint: &'static str,
    },
    /// The database was migrated by a later version of the program.
    #[error("the database {database} is newer than this program: {reason} (use a newer filmgraph)")]
    DatabaseNewer {
        /// The address without its password.
        database: String,
        /// What is newer.
        reason: String,
    },
    /// The database has tables of a form that was given up before the first release.
    #[error(
        "the database {database} was made by an earlier build of this program, whose tables this one \
         cannot read (write its data to a file with that build, filmgraph export FILE, and read it \
         with this one into a new database, filmgraph import jsonl FILE)"
    )]
    DatabaseGivenUp {
        /// The address without its password.
        database: String,
    },
    /// The database is older than the program, and what was asked for does not change it.
    #[error(
        "the database {database} is older than this program: {reason} (bring it up to date with filmgraph migrate)"
    )]
    DatabaseOlder {
        /// The address without its password.
        database: String,
        /// What is older.
        reason: String,
    },
    /// There is no database, and what was asked for makes none.
    #[error("{0} (filmgraph serve, migrate and import make one; is {1} right?)")]
    DatabaseMissing(String, &'static str),
    /// The database is another program's.
    #[error("{0}; nothing of it was changed (choose another with {1})")]
    DatabaseForeign(String, &'static str),
    /// The database answers, but not as it should.
    #[error("the database {database} failed: {reason}")]
    Database {
        /// The address without its password.
        database: String,
        /// What the driver says.
        reason: String,
    },
    /// Another program has the port.
    #[error("{listen} is in use (stop the other program, or choose another port with --listen)")]
    AddressInUse {
        /// The address.
        listen: String,
    },
    /// The address cannot be listened on for another reason.
    #[error("cannot listen on {listen}: {reason} (choose another address with --listen)")]
    Listen {
        /// The address.
        listen: String,
        /// What the system says.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("{file}: {reason}")]
    File {
        /// The file.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {0}")]
    Output(String),
    /// Whoever read standard output is gone: the program ends without a word, as others do.
    #[error("standard output is closed")]
    PipeClosed,
    /// What is kept for fast reading is not what it is made from.
    #[error("{0}make them anew with filmgraph doctor --repair")]
    Unsound(String),
    /// Lines of an import were rejected.
    #[error("{} rejected{}", counted(lines, "line"), if *are_others_in { "; the others are in" } else { "" })]
    Rejected {
        /// How many.
        lines: u64,
        /// Whether there were others, and they went in.
        are_others_in: bool,
    },
    /// A record of the bundled data cannot be there beside what is there.
    #[error(
        "the bundled data is not loaded, for its record {record} cannot be there beside yours: \
         {reason} (give your record another name or identifier, or read your data into a database \
         without the bundled data)"
    )]
    SampleRefused {
        /// The public id.
        record: String,
        /// The field, and why.
        reason: String,
    },
    /// A strict import met a line that is wrong.
    #[error("nothing of {file} was written")]
    Strict {
        /// The file.
        file: String,
    },
    /// A key cannot be made or found.
    #[error("{0}")]
    Key(String),
    /// A key was made that nobody can have seen.
    #[error(
        "key {id} could not be shown: {why}; {}",
        left.as_ref().map_or_else(
            || "it is revoked: make another, of another name".to_owned(),
            |left| format!("nor could it be revoked: {left} (say filmgraph key revoke {id})")
        )
    )]
    KeyUnseen {
        /// Its number.
        id: i64,
        /// Why it could not be shown.
        why: Box<AppError>,
        /// Why it could not be revoked, if it could not.
        left: Option<Box<AppError>>,
    },
    /// Options of a command that cannot be followed.
    #[error("{0}")]
    Options(String),
    /// A server that was asked how it does is not well, or does not answer.
    #[error("{0}")]
    Unwell(String),
    /// A signal came while another's stop was under way.
    #[error("ended at once by a second signal, {0}")]
    Killed(Signal),
    /// A fault of the program.
    #[error("{0}")]
    Internal(String),
}

impl AppError {
    /// Whether nobody is to be told.
    #[must_use]
    pub const fn is_quiet(&self) -> bool {
        matches!(self, Self::PipeClosed)
    }

    /// The exit code of a program that ends with this error.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::KeyUnseen { why, .. } => why.exit_code(),
            // As a shell reports who is ended by a signal.
            Self::Killed(signal) => 128 + signal.number(),
            Self::PipeClosed => 128 + SIGPIPE,
            Self::Internal(_) | Self::Database { .. } | Self::Unwell(_) | Self::Unsound(_) => 1,
            Self::File { .. } | Self::Output(_) | Self::Key(_) | Self::Options(_) => 2,
            Self::Config(_) => 3,
            Self::DataDir { .. } => 4,
            Self::DatabaseUnreachable { .. }
            | Self::DatabaseMissing(..)
            | Self::DatabaseForeign(..) => 5,
            Self::DatabaseNewer { .. }
            | Self::DatabaseOlder { .. }
            | Self::DatabaseGivenUp { .. } => 6,
            Self::AddressInUse { .. } | Self::Listen { .. } => 7,
            Self::Rejected { .. } | Self::Strict { .. } | Self::SampleRefused { .. } => 8,
        }
    }

    /// The one place where a failure of the store becomes one of the program.
    pub(crate) fn of_store(error: &StoreError, url: &DatabaseUrl) -> Self {
        let reason = one_line(&error.to_string(), url);
        let (database, hint) = if url.is_empty() {
            (
                "in the data directory".to_owned(),
                "is the file there a database of filmgraph?",
            )
        } else {
            (url.redacted(), "is it running, and is DATABASE_URL right?")
        };
        match error {
            StoreError::Unreachable { reason, .. } => Self::DatabaseUnreachable {
                database,
                reason: one_line(reason, url),
                hint,
            },
            StoreError::TooNew { .. } => Self::DatabaseNewer { database, reason },
            StoreError::GivenUp => Self::DatabaseGivenUp { database },
            StoreError::TooOld { .. } => Self::DatabaseOlder { database, reason },
            StoreError::Missing { .. } => Self::DatabaseMissing(reason, place_of(url)),
            StoreError::Foreign { .. } | StoreError::NoDatabase { .. } => {
                Self::DatabaseForeign(reason, place_of(url))
            }
            StoreError::Directory { path, reason } => Self::DataDir {
                path: path.into(),
                reason: reason.clone(),
            },
            _ => Self::Database { database, reason },
        }
    }
}

/// Where it is said which database it is.
fn place_of(url: &DatabaseUrl) -> &'static str {
    match url.is_empty() {
        true => "--data-dir",
        false => "DATABASE_URL",
    }
}

/// Drivers report over several lines, and may quote the address.
fn one_line(text: &str, url: &DatabaseUrl) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if url.is_empty() {
        text
    } else {
        text.replace(url.expose(), &url.redacted())
    }
}

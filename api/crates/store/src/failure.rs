//! What keeps a database from doing what it was asked, the same for both of them.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError, SqlxSqliteError};

/// Why a statement failed that was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, no lock or no time was left for it: trying again may help.
    Busy,
    /// The connection broke, or none could be made.
    Lost,
    /// There is no room left to write.
    DiskFull,
    /// Nothing may be written.
    ReadOnly,
    /// The storage fails, or what it holds is damaged.
    Storage,
}

/// The code of a database's error.
enum Code<'e> {
    Sqlite(i32),
    Postgres(&'e str),
}

impl Failure {
    /// What the error of a statement amounts to; none if the statement or its values were wrong.
    #[must_use]
    pub fn of(error: &DbErr) -> Option<Self> {
        let error = match error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => return Some(Self::Busy),
            DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed) => return Some(Self::Lost),
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => &**error,
            _ => return None,
        };
        match error {
            SqlxError::PoolTimedOut => Some(Self::Busy),
            SqlxError::Io(_)
            | SqlxError::Tls(_)
            | SqlxError::Protocol(_)
            | SqlxError::PoolClosed
            | SqlxError::WorkerCrashed
            | SqlxError::BeginFailed => Some(Self::Lost),
            SqlxError::Database(_) => match code_of(error)? {
                Code::Sqlite(code) => of_sqlite(code),
                Code::Postgres(code) => of_postgres(code),
            },
            _ => None,
        }
    }

    /// Whether only the storage itself can mend it, so that the next attempt fails as well.
    #[must_use]
    pub const fn is_lasting(self) -> bool {
        matches!(self, Self::DiskFull | Self::ReadOnly | Self::Storage)
    }
}

/// Whether a statement failed for the values in it: what no other attempt would mend, and what
/// leaves its transaction whole but for the statement (on PostgreSQL, back to its savepoint).
pub(super) fn is_of_data(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) =
        error
    else {
        return false;
    };
    match code_of(error) {
        // Too big, a constraint, a wrong type.
        Some(Code::Sqlite(code)) => matches!(code & 0xff, 18..=20),
        // Data exceptions, constraints, limits of the program.
        Some(Code::Postgres(code)) => ["22", "23", "54"]
            .iter()
            .any(|class| code.starts_with(class)),
        None => false,
    }
}

/// Whether it failed for a value as such, and not for a constraint: what constraints would refuse is
/// looked up before, so that one that fails is a fault of ours.
pub(super) fn is_of_value(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) =
        error
    else {
        return false;
    };
    let is_constraint = match code_of(inner) {
        Some(Code::Sqlite(code)) => code & 0xff == 19,
        Some(Code::Postgres(code)) => code.starts_with("23"),
        None => false,
    };
    is_of_data(error) && !is_constraint
}

/// Whether SQLite cannot use a file for where it stands: it can neither open nor make what it needs
/// there.
pub(super) fn is_of_place(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    // READONLY, CANTOPEN
    matches!(code_of(error), Some(Code::Sqlite(code)) if matches!(code & 0xff, 8 | 14))
}

fn code_of(error: &SqlxError) -> Option<Code<'_>> {
    let SqlxError::Database(error) = error else {
        return None;
    };
    if let Some(sqlite) = error.try_downcast_ref::<SqlxSqliteError>() {
        let code = sea_orm::sqlx::error::DatabaseError::code(sqlite)?;
        return code.parse().ok().map(Code::Sqlite);
    }
    let postgres = error.try_downcast_ref::<sea_orm::SqlxPostgresError>()?;
    Some(Code::Postgres(postgres.code()))
}

/// By the result codes of SQLite, extended ones included (sqlite.org/rescode.html).
fn of_sqlite(code: i32) -> Option<Failure> {
    // The file was moved or deleted under the connection.
    const READONLY_DBMOVED: i32 = 1032;
    if code == READONLY_DBMOVED {
        return Some(Failure::Storage);
    }
    match code & 0xff {
        // BUSY, LOCKED, NOMEM, INTERRUPT
        5 | 6 | 7 | 9 => Some(Failure::Busy),
        // READONLY
        8 => Some(Failure::ReadOnly),
        // IOERR, CORRUPT, CANTOPEN, NOTADB
        10 | 11 | 14 | 26 => Some(Failure::Storage),
        // FULL
        13 => Some(Failure::DiskFull),
        _ => None,
    }
}

/// By the error codes of PostgreSQL (its manual, appendix A).
fn of_postgres(code: &str) -> Option<Failure> {
    match code {
        // query_canceled, lock_not_available, serialization_failure, deadlock_detected,
        // out_of_memory, too_many_connections
        "57014" | "55P03" | "40001" | "40P01" | "53200" | "53300" => Some(Failure::Busy),
        // disk_full
        "53100" => Some(Failure::DiskFull),
        // read_only_sql_transaction
        "25006" => Some(Failure::ReadOnly),
        // io_error, undefined_file, data_corrupted, index_corrupted
        "58030" | "58P01" | "XX001" | "XX002" => Some(Failure::Storage),
        // admin_shutdown, crash_shutdown, cannot_connect_now, database_dropped,
        // idle_in_transaction_session_timeout
        "57P01" | "57P02" | "57P03" | "57P04" | "25P03" => Some(Failure::Lost),
        // What a connection is refused with: a role that may not log in, a wrong password, no such
        // database, one that takes none.
        "28000" | "28P01" | "3D000" | "55000" => Some(Failure::Lost),
        // connection exceptions
        other if other.starts_with("08") => Some(Failure::Lost),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_codes_of_both_databases_mean_the_same() {
        for (sqlite, postgres, failure) in [
            (5, "55P03", Some(Failure::Busy)),
            (13, "53100", Some(Failure::DiskFull)),
            (8, "25006", Some(Failure::ReadOnly)),
            (778, "58030", Some(Failure::Storage)),
            (11, "XX001", Some(Failure::Storage)),
            (1032, "58P01", Some(Failure::Storage)),
            (19, "23505", None),
            (1, "42601", None),
        ] {
            assert_eq!(of_sqlite(sqlite), failure, "{sqlite}");
            assert_eq!(of_postgres(postgres), failure, "{postgres}");
        }
    }

    #[test]
    fn a_broken_connection_is_lost_and_a_full_pool_is_busy() {
        let error = |error| DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)));
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert_eq!(
            Failure::of(&error(SqlxError::Io(reset))),
            Some(Failure::Lost)
        );
        assert_eq!(
            Failure::of(&error(SqlxError::PoolTimedOut)),
            Some(Failure::Busy)
        );
        assert_eq!(Failure::of(&error(SqlxError::RowNotFound)), None);
        assert_eq!(Failure::of(&DbErr::Custom(String::new())), None);
    }
}

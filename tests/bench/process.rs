//! Processor time, from where Linux keeps it.

use std::process::Command;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// Ticks of the processor's clock in a second, as Linux tells them to programs.
const TICK: Duration = Duration::from_millis(10);

/// The time that a process has had the processor; none where the system does not say.
pub(crate) fn busy(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything, so what follows its bracket counts.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(TICK * (user + system))
}

/// The time of this process, and of PostgreSQL's for the database that it is connected to.
pub(crate) async fn busy_with_database(connection: &DatabaseConnection) -> Option<Duration> {
    let own = busy(std::process::id())?;
    if connection.get_database_backend() != DbBackend::Postgres {
        return Some(own);
    }
    let sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let rows = connection.query_all_raw(statement).await.ok()?;
    let times = rows.iter().map(|row| {
        let process: i32 = row.try_get_by_index(0).ok()?;
        busy(process.cast_unsigned())
    });
    times
        .sum::<Option<Duration>>()
        .map(|database| own + database)
}

/// Makes the system forget what it has read of files, where it lets this program.
pub(crate) fn forget_files() -> bool {
    let synced = Command::new("sync")
        .status()
        .is_ok_and(|status| status.success());
    synced && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

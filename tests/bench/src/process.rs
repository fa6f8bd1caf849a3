//! Processor time and memory, from where Linux keeps them.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use crate::database::Database;

/// Ticks of the processor's clock, as Linux tells them to programs.
const TICK: Duration = Duration::from_millis(10);

/// The time that each process had the processor.
pub(crate) type Busy = HashMap<u32, Duration>;

/// The processes that work for answers: a server, and PostgreSQL's for its database.
pub(crate) async fn busy(server: u32, database: &Database) -> Busy {
    let mut processes = vec![server];
    if let Database::Postgres(_) = database {
        let sql = "SELECT CAST(pid AS BIGINT) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let backends = database.numbers(sql).await;
        processes.extend(backends.into_iter().filter_map(|id| u32::try_from(id).ok()));
    }
    let time = |process| Some((process, time(process)?));
    processes.into_iter().filter_map(time).collect()
}

/// The time from one look to the next: of the server, and of the database's processes.
pub(crate) fn between(server: u32, before: &Busy, after: &Busy) -> (Duration, Duration) {
    let mut sums = (Duration::ZERO, Duration::ZERO);
    for (process, time) in after {
        let passed = *time - before.get(process).copied().unwrap_or_default().min(*time);
        let sum = if *process == server {
            &mut sums.0
        } else {
            &mut sums.1
        };
        *sum += passed;
    }
    sums
}

fn time(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything, so what follows its bracket counts.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(TICK * (user + system))
}

/// Resident memory in megabytes: now, and at most so far.
pub(crate) fn memory(process: u32) -> Option<(f64, f64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes * 1.024 / 1_000.0)
    };
    Some((of("VmRSS:")?, of("VmHWM:")?))
}

/// Lets the most that a process has held begin anew, where the system lets us.
pub(crate) fn forget_peak(process: u32) {
    let _ = fs::write(format!("/proc/{process}/clear_refs"), "5");
}

/// What machine it is.
pub(crate) fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let mut named = text.lines().filter_map(|line| line.split_once(':'));
    let model = named.find(|(name, _)| name.trim() == "model name");
    let model = model.map_or("an unknown processor", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{cores} processors ({model}), Linux {}", kernel.trim())
}

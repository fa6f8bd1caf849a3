//! The plans of statements.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

/// The plan of a statement with its values in it, one line a step.
///
/// # Errors
/// Whatever the database says.
pub async fn plan_of(connection: &DatabaseConnection, sql: &str) -> Result<Vec<String>, DbErr> {
    let backend = connection.get_database_backend();
    let (prefix, column) = match backend {
        DbBackend::Postgres => ("EXPLAIN (COSTS OFF) ", 0),
        _ => ("EXPLAIN QUERY PLAN ", 3),
    };
    let statement = Statement::from_string(backend, format!("{prefix}{sql}"));
    let rows = connection.query_all_raw(statement).await?;
    rows.iter()
        .map(|row| row.try_get_by_index(column))
        .collect()
}

/// The steps of a plan that read a whole table. Lists that came with the statement are none, nor are
/// those that the statement made itself.
#[must_use]
pub fn scans(plan: &[String]) -> Vec<&String> {
    let is_made = |name: &str| {
        let made = ["CO-ROUTINE", "MATERIALIZE"].map(|how| format!("{how} {name}"));
        plan.iter().any(|step| made.contains(step))
    };
    let is_scan = |step: &&String| {
        let step = step.trim_start().trim_start_matches("-> ").trim_start();
        if step.strip_prefix("SCAN ").is_some_and(is_made) {
            return false;
        }
        let sqlite = step.starts_with("SCAN ")
            && !step.starts_with("SCAN json_each")
            && !step.starts_with("SCAN CONSTANT ROW");
        sqlite || step.starts_with("Seq Scan") || step.starts_with("Parallel Seq Scan")
    };
    plan.iter().filter(is_scan).collect()
}

#[cfg(test)]
mod tests {
    use super::scans;

    #[test]
    fn only_whole_tables_count() {
        let plan = [
            "SEARCH role USING COVERING INDEX role_by_work (work_id=?)",
            "LIST SUBQUERY 1",
            "SCAN json_each VIRTUAL TABLE INDEX 1:",
            "CO-ROUTINE part",
            "SCAN part",
            "SCAN work",
            "        ->  Seq Scan on work",
            "Index Scan using work_pkey on work",
        ]
        .map(str::to_owned);
        let found: Vec<&str> = scans(&plan).iter().map(|step| step.trim_start()).collect();
        assert_eq!(found, ["SCAN work", "->  Seq Scan on work"]);
    }
}

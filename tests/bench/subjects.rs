//! Whose records are asked for: chosen from all that fit, by the seed.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// How many are chosen.
const CHOSEN: usize = 1_000;

pub(crate) struct Subjects {
    pub(crate) films: Vec<i64>,
    pub(crate) people: Vec<i64>,
    pub(crate) hub: Vec<i64>,
}

impl Subjects {
    pub(crate) async fn choose(raw: &DatabaseConnection, seed: u64) -> Self {
        let films = "SELECT work_id FROM role JOIN work ON work.id = work_id WHERE kind = 1 AND department = 1
            GROUP BY work_id HAVING COUNT(*) >= 10 ORDER BY work_id";
        let people = "SELECT person_id FROM role GROUP BY person_id
            HAVING COUNT(*) BETWEEN 50 AND 1000 ORDER BY person_id";
        let hub = "SELECT person_id FROM role GROUP BY person_id ORDER BY COUNT(*) DESC, person_id LIMIT 1";
        Self {
            films: chosen(ids(raw, films).await, seed),
            people: chosen(ids(raw, people).await, seed),
            hub: ids(raw, hub).await,
        }
    }
}

async fn ids(raw: &DatabaseConnection, sql: &str) -> Vec<i64> {
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(statement).await.expect("ids");
    let ids = rows
        .iter()
        .map(|row| row.try_get_by_index(0).expect("an id"));
    ids.collect()
}

/// Some of a list, in an order that the seed gives.
fn chosen(mut ids: Vec<i64>, seed: u64) -> Vec<i64> {
    assert!(
        !ids.is_empty(),
        "the data have nobody to ask for: take more titles"
    );
    let mut state = seed;
    for at in (1..ids.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ids.swap(at, (state >> 33) as usize % (at + 1));
    }
    ids.truncate(CHOSEN);
    ids
}

//! Whose records are asked for: chosen from all that fit, by the seed.

use crate::database::Database;
use crate::options::{Choice, Options};
use crate::query::Query;
use crate::random::{Random, Zipf};

/// Choices that are made beforehand; after them it begins anew.
const CHOICES: usize = 1 << 15;
/// Subjects of which edges are counted.
const COUNTED: usize = 200;

const FILMS: &str = "SELECT work_id FROM role JOIN work ON work.id = work_id
    WHERE kind = 1 AND department = 1 GROUP BY work_id HAVING COUNT(*) >= 10 ORDER BY work_id";
const PEOPLE: &str = "SELECT person_id FROM role GROUP BY person_id
    HAVING COUNT(*) BETWEEN 50 AND 1000 ORDER BY person_id";
const HUB: &str = "SELECT person_id FROM role GROUP BY person_id
    ORDER BY COUNT(*) DESC, person_id LIMIT 1";

/// Roles that hang on a film and on those of its cast that are shown.
const EDGES_OF_FILM: &str = "SELECT CAST((SELECT COUNT(*) FROM role WHERE work_id = $1) + (
        SELECT COUNT(*) FROM (SELECT person_id FROM role WHERE work_id = $1 AND department = 1
                              ORDER BY billing IS NULL, billing, id LIMIT 10) b
        JOIN role r ON r.person_id = b.person_id) AS BIGINT)";
const EDGES_OF_PERSON: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM role WHERE person_id = $1";

pub(crate) struct Subjects {
    films: Vec<i64>,
    people: Vec<i64>,
    hub: Vec<i64>,
    seed: u64,
}

impl Subjects {
    pub(crate) async fn choose(database: &Database, options: &Options) -> Self {
        let chosen = async |sql: &'static str| {
            let mut ids = database.numbers(sql).await;
            assert!(
                !ids.is_empty(),
                "the data have nobody to ask for: take more titles"
            );
            Random::new(options.seed).shuffle(&mut ids);
            ids.truncate(options.subjects);
            ids
        };
        Self {
            films: chosen(FILMS).await,
            people: chosen(PEOPLE).await,
            hub: chosen(HUB).await,
            seed: options.seed,
        }
    }

    pub(crate) fn of(&self, query: Query) -> &[i64] {
        match query {
            Query::Q1 | Query::Q2 | Query::Q3 => &self.films,
            Query::Q4 => &self.people,
            Query::Hub => &self.hub,
        }
    }

    /// In which order they are asked for, as places in the list.
    pub(crate) fn order(&self, query: Query, choice: Choice) -> Vec<usize> {
        let count = self.of(query).len();
        let mut random = Random::new(self.seed);
        let zipf = Zipf::new(count);
        let next = |_| match choice {
            Choice::Uniform => random.below(count),
            Choice::Zipf => zipf.choose(&mut random),
        };
        (0..CHOICES).map(next).collect()
    }

    /// How many edges a query reads, on average and the median: the roles of all lists that it goes
    /// through. Not counted for Q3 are the casts of the prior works.
    pub(crate) async fn edges(&self, database: &Database, query: Query) -> (f64, i64) {
        let sql = match query {
            Query::Q1 => return (0.0, 0),
            Query::Q2 | Query::Q3 => EDGES_OF_FILM,
            Query::Q4 | Query::Hub => EDGES_OF_PERSON,
        };
        let mut counts = Vec::new();
        for id in self.of(query).iter().take(COUNTED) {
            counts.push(database.number_of(sql, *id).await);
        }
        counts.sort_unstable();
        let sum: i64 = counts.iter().sum();
        (sum as f64 / counts.len() as f64, counts[counts.len() / 2])
    }
}

//! What the words of other sources are here: one table a vocabulary, for whatever reads them.
//!
//! A word that a table does not have is no error: it is kept as it is, counted, and served as OTHER.
//! `docs/model.md` shows the same tables; a test holds the two together.

pub mod imdb;
pub mod tmdb;
pub mod wikidata;

use entity::vocabulary::{Department, RoleAttribute};

/// What a credit of another source is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The department.
    pub department: Department,
    /// The job, where the source says no more; none for what has a character.
    pub job: Option<&'static str>,
    /// What is special about it.
    pub attributes: &'static [RoleAttribute],
}

impl Credit {
    const fn job(department: Department, job: &'static str) -> Self {
        Self {
            department,
            job: Some(job),
            attributes: &[],
        }
    }

    const fn acting(attributes: &'static [RoleAttribute]) -> Self {
        Self {
            department: Department::Acting,
            job: None,
            attributes,
        }
    }
}

/// The value of a word in a table.
fn look_up<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    let found = table.iter().find(|(known, _)| *known == word);
    found.map(|(_, value)| *value)
}

#[cfg(test)]
mod tests;

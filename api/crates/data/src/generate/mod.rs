//! Made-up data in the shape of IMDb's: for benchmarks and trials at any size.
//!
//! The same options give the same bytes on every machine: random numbers are `ChaCha8`, all
//! arithmetic is in whole numbers, and nothing hangs on the order of a hash. Titles and people are
//! computed one by one from their places, so that no more than two bytes for each title are held,
//! and files are written as they are made.

mod career;
mod credit;
mod draw;
mod files;
mod imdb;
mod jsonl;
mod kind;
mod person;
mod plan;
mod shuffle;
mod title;
mod traps;
mod words;

use std::io;
use std::path::PathBuf;

pub use files::generate;
pub use plan::{FEWEST_TITLES, MOST_TITLES};

/// The form of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// IMDb's seven files.
    Imdb,
    /// The interchange format, one file.
    Jsonl,
}

/// What to make.
#[derive(Clone, Debug)]
pub struct Options {
    /// Titles, episodes among them.
    pub titles: u64,
    /// What all random numbers begin with.
    pub seed: u64,
    /// The share of titles that are episodes, in ten-thousandths.
    pub episodes_share: u32,
    /// Roles of the one person who has more than anybody.
    pub hub: u64,
    /// The form of the files.
    pub format: Format,
    /// Whether to put in what is wrong in real files, too.
    pub has_traps: bool,
    /// Whether to replace files that are there.
    pub replaces: bool,
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Each file with its lines, but for the head.
    pub files: Vec<(PathBuf, u64)>,
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// Options that cannot be followed.
    #[error("{0}")]
    Options(String),
    /// A file is there already.
    #[error("{}: is there already (replace it with --force)", .0.display())]
    Exists(PathBuf),
    /// A file or directory cannot be written.
    #[error("{}: {error}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl Options {
    /// How many steps the work has: each title is gone through once, or in each of three passes.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        match self.format {
            Format::Imdb => self.titles,
            Format::Jsonl => self.titles.saturating_mul(3),
        }
    }

    fn episodes(&self) -> u64 {
        self.titles * u64::from(self.episodes_share) / u64::from(draw::ALL)
    }

    fn check(&self) -> Result<(), GenerateError> {
        let wrong = |reason: String| Err(GenerateError::Options(reason));
        if !(FEWEST_TITLES..=MOST_TITLES).contains(&self.titles) {
            return wrong(format!(
                "--titles {} is out of range: from {FEWEST_TITLES} to {MOST_TITLES}",
                self.titles
            ));
        }
        if self.episodes_share > MOST_EPISODES {
            return wrong(format!(
                "--episodes is out of range: from 0 to 0.{}",
                MOST_EPISODES / 100
            ));
        }
        if self.hub > self.titles {
            return wrong(format!(
                "--hub {} is more than there are titles ({}): a person has one such role on each",
                self.hub, self.titles
            ));
        }
        if self.has_traps && self.format == Format::Jsonl {
            return wrong("--traps goes with --format imdb alone".to_owned());
        }
        Ok(())
    }
}

/// The greatest share of episodes: something has to be a series.
const MOST_EPISODES: u32 = 9_500;

#[cfg(test)]
mod tests;

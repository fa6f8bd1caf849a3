//! The commands that make up data.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use data::generate::{self, GenerateError};
use model::count::counted;

use crate::app::{AppError, print};
use crate::progress::{Progress, Task, Unit};

#[derive(Debug, Subcommand)]
pub(super) enum Generate {
    /// Data in the shape of IMDb's: the same options give the same bytes on every machine
    Imdb(GenerateImdb),
}

#[derive(Debug, Args)]
pub(super) struct GenerateImdb {
    /// How many titles, episodes among them: 100 to 20000000
    #[arg(long, value_name = "N")]
    titles: u64,
    /// What the random numbers begin with
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Which share of the titles are episodes, from 0 to 0.95
    #[arg(long, value_name = "SHARE", default_value = "0.7", value_parser = share)]
    episodes: u32,
    /// Roles of the one person who has more than anybody; at most one on each title
    #[arg(long, value_name = "ROLES", default_value_t = 0)]
    hub: u64,
    /// IMDb's seven files, or one file of the interchange format
    #[arg(long, value_enum, default_value_t = generate::Format::Imdb)]
    format: generate::Format,
    /// Put in what is wrong in real files, too: identifiers of nobody, values that cannot be
    #[arg(long)]
    traps: bool,
    /// Replace files that are there
    #[arg(long)]
    force: bool,
    /// Say nothing of how far it is
    #[arg(long)]
    quiet: bool,
    /// Where the files go; made if it is not there
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// A share, in ten-thousandths.
fn share(text: &str) -> Result<u32, String> {
    let wrong = || format!("\"{text}\" is not a share from 0 to 0.95, such as 0.7");
    let share: f64 = text.parse().map_err(|_| wrong())?;
    if !(0.0..=0.95).contains(&share) {
        return Err(wrong());
    }
    // In range, so nothing is cut off.
    Ok((share * 10_000.0).round() as u32)
}

pub(super) fn imdb(asked: &GenerateImdb) -> Result<(), AppError> {
    let options = generate::Options {
        titles: asked.titles,
        seed: asked.seed,
        episodes_share: asked.episodes,
        hub: asked.hub,
        format: asked.format,
        has_traps: asked.traps,
        replaces: asked.force,
    };
    let progress = match asked.quiet {
        true => Progress::quiet(),
        false => Progress::of(Task {
            name: "generate",
            unit: Unit::Things("steps"),
            total: Some(options.steps()),
        }),
    };
    let counter = progress.counter();
    let made = generate::generate(&options, &asked.directory, &mut || counter.add(1));
    drop(progress);
    let made = made.map_err(|error| match error {
        GenerateError::Write { path, error } => AppError::File {
            file: path.display().to_string(),
            reason: error.to_string(),
        },
        other => AppError::Options(other.to_string()),
    })?;
    let line = |(path, lines): &(PathBuf, u64)| {
        format!("{}: {}\n", path.display(), counted(lines, "line"))
    };
    print(&made.files.iter().map(line).collect::<String>())
}

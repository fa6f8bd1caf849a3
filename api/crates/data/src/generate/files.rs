//! The files that are written: none is there before all can be, and none without its whole text.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::plan::Plan;
use super::words::Words;
use super::{Format, GenerateError, Made, Options, imdb, jsonl};

/// Makes the files in a directory, which is made if it is not there. `step` is called for each of the
/// [steps](Options::steps) that it takes.
///
/// # Errors
/// If the options cannot be followed, a file is there already, or one cannot be written.
pub fn generate(
    options: &Options,
    directory: &Path,
    step: &mut dyn FnMut(),
) -> Result<Made, GenerateError> {
    options.check()?;
    let mut files = Files::create(directory, options, step)?;
    let plan = Plan::new(options)?;
    let words = Words::new(options.seed);
    let written = match options.format {
        Format::Imdb => imdb::write(&plan, &words, options.has_traps, &mut files),
        Format::Jsonl => jsonl::write(&plan, &words, &mut files),
    };
    written?;
    files.finish()
}

/// The names of the files of a format.
fn names(format: Format) -> &'static [&'static str] {
    match format {
        Format::Imdb => &imdb::NAMES,
        Format::Jsonl => &[jsonl::NAME],
    }
}

/// Files that are being written.
pub(super) struct Files<'a> {
    open: Vec<Out>,
    step: &'a mut dyn FnMut(),
}

struct Out {
    path: PathBuf,
    lines: u64,
    to: BufWriter<File>,
}

impl<'a> Files<'a> {
    fn create(
        directory: &Path,
        options: &Options,
        step: &'a mut dyn FnMut(),
    ) -> Result<Self, GenerateError> {
        let failed = |path: &Path, error: io::Error| GenerateError::Write {
            path: path.to_owned(),
            error,
        };
        fs::create_dir_all(directory).map_err(|error| failed(directory, error))?;
        let paths = names(options.format).iter();
        let paths: Vec<PathBuf> = paths.map(|name| directory.join(name)).collect();
        if !options.replaces
            && let Some(there) = paths.iter().find(|path| path.exists())
        {
            return Err(GenerateError::Exists(there.clone()));
        }
        let mut open = Vec::new();
        for path in paths {
            let file = File::create(&path).map_err(|error| failed(&path, error))?;
            let to = BufWriter::with_capacity(256 * 1024, file);
            open.push(Out { path, lines: 0, to });
        }
        Ok(Self { open, step })
    }

    /// Notes that one title is done with, in one of the passes over them.
    pub(super) fn step(&mut self) {
        (self.step)();
    }

    /// Writes the head of a file, which is not counted.
    pub(super) fn head(&mut self, file: usize, text: &str) -> Result<(), GenerateError> {
        self.raw(file, text)?;
        self.raw(file, "\n")
    }

    /// Writes a line.
    pub(super) fn line(&mut self, file: usize, text: &str) -> Result<(), GenerateError> {
        self.head(file, text)?;
        self.open[file].lines += 1;
        Ok(())
    }

    /// Writes a part of a line.
    pub(super) fn raw(&mut self, file: usize, text: &str) -> Result<(), GenerateError> {
        let out = &mut self.open[file];
        let written = out.to.write_all(text.as_bytes());
        written.map_err(|error| GenerateError::Write {
            path: out.path.clone(),
            error,
        })
    }

    fn finish(self) -> Result<Made, GenerateError> {
        let mut made = Made::default();
        for mut out in self.open {
            let flushed = out.to.flush();
            flushed.map_err(|error| GenerateError::Write {
                path: out.path.clone(),
                error,
            })?;
            made.files.push((out.path, out.lines));
        }
        Ok(made)
    }
}

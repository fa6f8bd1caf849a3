//! The data: generated once, and read in as any file is.

use std::time::{Duration, Instant};

use filmgraph_tests::{Program, TestDatabase};
use tempfile::TempDir;

use crate::Options;

/// How long reading in may take: only to catch what hangs.
const PATIENCE: Duration = Duration::from_hours(2);

/// A generated file.
pub(crate) struct Data {
    folder: TempDir,
    heading: String,
}

impl Data {
    pub(crate) fn generate(options: &Options) -> Self {
        let folder = TempDir::new().expect("a temporary directory");
        let numbers = [options.titles, options.seed, options.hub].map(|number| number.to_string());
        let [titles, seed, hub] = numbers.each_ref().map(String::as_str);
        let directory = folder.path().to_str().expect("a path that is text");
        let episodes = options.episodes.as_str();
        let arguments = [
            "generate",
            "imdb",
            "--format",
            "jsonl",
            "--titles",
            titles,
            "--seed",
            seed,
            "--hub",
            hub,
            "--episodes",
            episodes,
            directory,
        ];
        let started = Instant::now();
        let output = Program::new(&arguments).within(PATIENCE).output();
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        let file = std::fs::metadata(folder.path().join("generated.jsonl")).expect("the file");
        let heading = format!(
            "# {titles} titles, {episodes} of them episodes, the busiest person with {hub} roles, seed {seed}\n\n\
             Generated in {:.1} s: {} MB, {}",
            started.elapsed().as_secs_f64(),
            file.len() / 1_000_000,
            output.stdout.trim().rsplit(": ").next().unwrap_or_default(),
        );
        Self { folder, heading }
    }

    pub(crate) fn heading(&self) -> &str {
        &self.heading
    }

    /// Reads the file into a database; gives the program's summary.
    pub(crate) fn import(&self, place: &TestDatabase) -> String {
        let file = self.folder.path().join("generated.jsonl");
        let file = file.to_str().expect("a path that is text");
        let program = place.configure(Program::new(&["import", "jsonl", file]));
        let output = program.within(PATIENCE).output();
        assert_eq!(output.code, Some(0), "{}", output.stderr);
        format!("Import: {}", output.stdout.trim())
    }
}

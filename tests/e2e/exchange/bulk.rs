//! Long files: time and memory are printed, and memory is held to a bound.

use std::fs::File;
use std::io::{BufWriter, Write};

use filmgraph_tests::{Database, Program, TestDatabase, is_long, on_both, write_bulk};

on_both!(a_long_file_goes_in_within_bounded_memory);

/// What the program may hold: a debug build, batches, and up to 100 MB for the ids of a file.
const MOST_BYTES: u64 = 250 * 1024 * 1024;

/// 5,000 lines, a million in the long form. `--nocapture` shows the figures.
async fn a_long_file_goes_in_within_bounded_memory(database: Database) {
    let lines = if is_long() { 1_000_000 } else { 5_000 };
    let test = TestDatabase::new(database).await;
    let file = test.data_dir().join("bulk.jsonl");
    let mut out = BufWriter::new(File::create(&file).expect("a file"));
    write_bulk(&mut out, lines).expect("a file");
    out.flush().expect("a file");
    let (data_dir, name) = (test.data_dir().to_str(), file.to_str());
    let (data_dir, name) = data_dir.zip(name).expect("paths");
    // The second time nothing differs: everything is read and compared.
    for (round, expected) in [("first", "created"), ("again", "unchanged")] {
        let program = Program::new(&["--data-dir", data_dir, "import", "jsonl", name]);
        let program = match test.url() {
            Some(url) => program.env("DATABASE_URL", url),
            None => program,
        };
        let run = program.measured();
        assert_eq!(run.output.code, Some(0), "{run:?}");
        let summary = run.output.stdout.trim();
        let went = format!("{} {expected}", lines + 9);
        assert!(summary.contains(&went), "{went}: {summary}");
        let peak = run.peak.unwrap_or_default();
        println!(
            "{database:?}, {round}: {summary}, {} MB at most",
            peak >> 20
        );
        assert!(peak < MOST_BYTES, "{peak} bytes");
    }
}

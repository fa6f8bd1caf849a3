//! Taking files in.

use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use data::ingest::{self, BadLine, ImportError, Interrupted, Options, Placed, Summary, Tell, Ways};
use model::clock::Clock;
use model::count::counted;
use store::write::Counts;
use store::{Store, StoreError};

use super::{of_file, open};
use crate::app::{self, AppError};
use crate::config::Config;

/// Who the log says brought it in.
const ACTOR: &str = "import";
/// Characters of a message about a line: what is quoted in it may be as long as the line.
const MESSAGE_CHARS: usize = 500;

/// How files are imported.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The files; `-` is standard input.
    pub files: &'a [PathBuf],
    /// Whether the first line that is wrong ends its file, with nothing of it written.
    pub is_strict: bool,
    /// Whether to say what would be, and write nothing.
    pub is_dry: bool,
    /// Where it is written which id each line got.
    pub map: Option<&'a Path>,
}

/// Imports files of the interchange format, one after the other; gives what is to be printed.
///
/// # Errors
/// [`AppError::Rejected`] if lines were rejected, and whatever else goes wrong.
pub async fn import(config: &Config, wanted: Wanted<'_>) -> Result<String, AppError> {
    let mut readers = Vec::new();
    for file in wanted.files {
        readers.push(open(file)?);
    }
    let mut map = wanted.map.map(Map::create).transpose()?;
    let (store, starting) = app::open_store_to_load(config).await?;
    drop(starting);
    let started = Instant::now();
    let mut sum = Summary::default();
    if wanted.is_dry {
        sum = try_out(config, &store, readers, wanted, &mut map).await?;
    } else {
        for (file, reader) in wanted.files.iter().zip(readers) {
            sum = sum.and(import_one(config, &store, (file, reader), wanted, &mut map).await?);
        }
        let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
        store.finish_load().await.map_err(of_store)?;
    }
    store.close().await;
    map.map_or(Ok(()), Map::finish)?;
    let mut text = summary(&sum, started.elapsed().as_secs_f64());
    if wanted.is_dry {
        text.push_str("a dry run: nothing was written\n");
    }
    if sum.rejected == 0 {
        return Ok(text);
    }
    app::print(&text)?;
    let Counts {
        created,
        updated,
        unchanged,
        ..
    } = sum.counts;
    Err(AppError::Rejected {
        lines: sum.rejected,
        are_others_in: !wanted.is_dry && created + updated + unchanged > 0,
    })
}

fn options(wanted: Wanted<'_>) -> Options<'static> {
    Options {
        actor: ACTOR,
        at: Clock::System.micros(),
        is_strict: wanted.is_strict,
    }
}

/// Says what would be.
async fn try_out(
    config: &Config,
    store: &Store,
    readers: Vec<Box<dyn BufRead + Send>>,
    wanted: Wanted<'_>,
    map: &mut Option<Map>,
) -> Result<Summary, AppError> {
    let name = |place: usize| {
        wanted
            .files
            .get(place)
            .map_or(Path::new("-"), PathBuf::as_path)
    };
    let mut last = 0;
    let mut report = |place: usize, told: Tell<'_>| {
        last = place;
        told_of(name(place), told, map);
    };
    let tried = ingest::try_out(store, readers, options(wanted), &mut report).await;
    tried.map_err(|error| failed(config, name(last), error))
}

async fn import_one(
    config: &Config,
    store: &Store,
    (file, reader): (&Path, Box<dyn BufRead + Send>),
    wanted: Wanted<'_>,
    map: &mut Option<Map>,
) -> Result<Summary, AppError> {
    let mut report = |told: Tell<'_>| told_of(file, told, map);
    let imported = ingest::import(store, reader, options(wanted), &mut report).await;
    imported.map_err(|Interrupted { error, written }| {
        if matches!(error, ImportError::Store(_)) {
            tell_what_is_in(file, &written);
        }
        failed(config, file, error)
    })
}

fn told_of(file: &Path, told: Tell<'_>, map: &mut Option<Map>) {
    match (told, map) {
        (Tell::Wrong(bad), _) => tell(file, bad),
        (Tell::Placed(placed), Some(map)) => map.note(file, placed),
        (Tell::Placed(_), None) => {}
    }
}

fn failed(config: &Config, file: &Path, error: ImportError) -> AppError {
    let file_name = || file.display().to_string();
    match error {
        ImportError::Rejected(bad) => {
            tell(file, &bad);
            AppError::Strict { file: file_name() }
        }
        ImportError::Read(error) => AppError::File {
            file: file_name(),
            reason: error.to_string(),
        },
        ImportError::Store(error) => AppError::of_store(&error, &config.database.url),
    }
}

/// Which id each line got: one line a record, the file, the line, the id and how it got it, with tabs
/// between them.
struct Map {
    file: PathBuf,
    out: BufWriter<File>,
    failed: Option<io::Error>,
}

impl Map {
    fn create(file: &Path) -> Result<Self, AppError> {
        let out = File::create(file).map_err(|error| of_file(file, &error))?;
        Ok(Self {
            file: file.to_owned(),
            out: BufWriter::new(out),
            failed: None,
        })
    }

    fn note(&mut self, file: &Path, placed: &Placed) {
        let (name, line, id) = (file.display(), placed.line, &placed.id);
        let written = writeln!(self.out, "{name}\t{line}\t{id}\t{}", placed.how.word());
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self) -> Result<(), AppError> {
        let flushed = self.out.flush();
        let failed = self.failed.map_or(flushed, Err);
        failed.map_err(|error| of_file(&self.file, &error))
    }
}

/// What an import has taken in that the database ended.
fn tell_what_is_in(file: &Path, written: &Summary) {
    let Counts {
        created,
        updated,
        unchanged,
        ..
    } = written.counts;
    let held = held_back(&written.counts);
    let text = format!(
        "{}: {} in ({created} created, {updated} updated, {unchanged} \
         unchanged, {} rejected{held}), and no others; read the file again for the rest",
        file.display(),
        match written.lines {
            1 => "the first line is".to_owned(),
            lines => format!("the first {lines} lines are"),
        },
        written.rejected
    );
    let _ = writeln!(io::stderr(), "{text}");
}

/// One line a rejected line: file, line, field, reason.
fn tell(file: &Path, bad: &BadLine) {
    let field = if bad.field.is_empty() {
        String::new()
    } else {
        format!("{}: ", bad.field)
    };
    let text = format!("{}:{}: {field}{}", file.display(), bad.line, bad.reason);
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let text: String = text.chars().map(visible).take(MESSAGE_CHARS).collect();
    let _ = writeln!(io::stderr(), "{text}");
}

fn summary(sum: &Summary, seconds: f64) -> String {
    let counts = sum.counts;
    // Lines are counted exactly up to 2^53.
    #[allow(clippy::cast_precision_loss)]
    let rate = sum.lines as f64 / seconds.max(0.001);
    let held = held_back(&counts);
    format!(
        "{} created, {} updated, {} unchanged, {} rejected{held}; {} in {seconds:.1} s, {rate:.0} lines/s\n",
        counts.created,
        counts.updated,
        counts.unchanged,
        sum.rejected,
        counted(sum.lines, "line")
    ) + &ways(&sum.ways)
}

/// How lines without an id got theirs, where there are any.
fn ways(ways: &Ways) -> String {
    if *ways == Ways::default() {
        return String::new();
    }
    let Ways {
        identifier,
        key,
        identity,
        new,
    } = ways;
    format!(
        "without an id: {identifier} found by an identifier, {key} by a key, {identity} by what they are, {new} new\n"
    )
}

/// How many records were held back, where there are any.
pub(super) fn held_back(counts: &Counts) -> String {
    match counts.held {
        0 => String::new(),
        held => format!(", {held} held back (deleted here)"),
    }
}

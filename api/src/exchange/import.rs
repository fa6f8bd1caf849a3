//! Taking files in.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use data::ingest::{self, BadLine, ImportError, Interrupted, Options, Summary, Tell, Text, Ways};
use model::clock::Clock;
use model::count::counted;
use store::write::Counts;
use store::{Store, StoreError};

use super::map::Map;
use super::{is_standard, open};
use crate::app::{self, AppError};
use crate::config::Config;
use crate::progress::{Counter, Progress, Task, Unit};

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
    /// Where it is written which id each line got; `-` is standard output.
    pub map: Option<&'a Path>,
    /// Whether nothing is to be told of how far it is.
    pub is_quiet: bool,
}

impl Wanted<'_> {
    fn progress(&self) -> Progress {
        if self.is_quiet {
            return Progress::quiet();
        }
        Progress::of(Task {
            name: if self.is_dry { "dry run" } else { "import" },
            unit: Unit::Bytes,
            total: self.bytes(),
        })
    }

    /// How much there is to read, where that is known.
    fn bytes(&self) -> Option<u64> {
        let bytes = |file: &PathBuf| {
            let of = file.metadata().ok()?;
            (of.is_file() && !is_standard(file)).then_some(of.len())
        };
        self.files.iter().map(bytes).sum()
    }
}

/// What is told of lines: those that are wrong to people, those that went in to the map.
struct Report {
    counter: Counter,
    map: Option<Map>,
}

/// Imports files of the interchange format, one after the other; gives what is to be printed.
///
/// # Errors
/// [`AppError::Rejected`] if lines were rejected, and whatever else goes wrong.
pub async fn import(config: &Config, wanted: Wanted<'_>) -> Result<String, AppError> {
    let progress = wanted.progress();
    let mut readers = Vec::new();
    for file in wanted.files {
        readers.push(open(file, progress.counter())?);
    }
    let holds = wanted.is_strict && !wanted.is_dry;
    let open = |file| Map::open(file, holds);
    let mut report = Report {
        counter: progress.counter(),
        map: wanted.map.map(open).transpose()?,
    };
    let started = Instant::now();
    let read = match wanted.is_dry {
        true => try_out(config, readers, wanted, &mut report).await,
        false => import_all(config, readers, wanted, &mut report).await,
    };
    drop(progress);
    let sum = read?;
    report.map.map_or(Ok(()), Map::finish)?;
    let mut text = summary(&sum, started.elapsed().as_secs_f64());
    if wanted.is_dry {
        text.push_str("a dry run: nothing was written\n");
    }
    // Standard output is for the map alone, where that goes there.
    if wanted.map.is_some_and(is_standard) {
        let _ = io::stderr().write_all(std::mem::take(&mut text).as_bytes());
    }
    if sum.rejected == 0 {
        return Ok(text);
    }
    // That lines were rejected is worth more than that nobody reads how many.
    let _ = app::print(&text);
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

async fn import_all(
    config: &Config,
    readers: Vec<Text<'_>>,
    wanted: Wanted<'_>,
    report: &mut Report,
) -> Result<Summary, AppError> {
    let (store, starting) = app::open_store_to_load(config).await?;
    drop(starting);
    report.begin()?;
    let mut sum = Summary::default();
    for (file, reader) in wanted.files.iter().zip(readers) {
        sum = sum.and(import_one(config, &store, (file, reader), wanted, report).await?);
    }
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    store.finish_load().await.map_err(of_store)?;
    store.close().await;
    Ok(sum)
}

/// Says what would be.
async fn try_out(
    config: &Config,
    readers: Vec<Text<'_>>,
    wanted: Wanted<'_>,
    report: &mut Report,
) -> Result<Summary, AppError> {
    let store = app::open_store_to_rehearse(config).await?;
    report.begin()?;
    let name = |place: usize| {
        wanted
            .files
            .get(place)
            .map_or(Path::new("-"), PathBuf::as_path)
    };
    let mut last = 0;
    let mut tell = |place: usize, told: Tell<'_>| {
        last = place;
        report.tell(name(place), told);
    };
    let tried = ingest::try_out(&store, readers, options(wanted), &mut tell).await;
    let sum = tried.map_err(|error| failed(config, &report.counter, name(last), error))?;
    store.close().await;
    Ok(sum)
}

async fn import_one(
    config: &Config,
    store: &Store,
    (file, reader): (&Path, Text<'_>),
    wanted: Wanted<'_>,
    report: &mut Report,
) -> Result<Summary, AppError> {
    let mut tell = |told: Tell<'_>| report.tell(file, told);
    let imported = ingest::import(store, reader, options(wanted), &mut tell).await;
    if let Some(map) = &mut report.map {
        map.settle(imported.is_ok());
    }
    imported.map_err(|Interrupted { error, written }| {
        if matches!(error, ImportError::Store(_)) {
            report.counter.say(&what_is_in(file, &written));
        }
        failed(config, &report.counter, file, error)
    })
}

impl Report {
    fn begin(&mut self) -> Result<(), AppError> {
        self.map.as_mut().map_or(Ok(()), Map::begin)
    }

    fn tell(&mut self, file: &Path, told: Tell<'_>) {
        match (told, &mut self.map) {
            (Tell::Wrong(bad) | Tell::LeftOut(bad), _) => {
                self.counter.say(&what_is_wrong(file, "", bad));
            }
            (Tell::Warned(bad), map) => {
                self.counter.say(&what_is_wrong(file, "warning: ", bad));
                if let Some(map) = map {
                    map.warn(bad);
                }
            }
            (Tell::Placed(placed), Some(map)) => map.note(file, placed),
            (Tell::Placed(_), None) => {}
        }
    }
}

fn failed(config: &Config, counter: &Counter, file: &Path, error: ImportError) -> AppError {
    let file_name = || file.display().to_string();
    match error {
        ImportError::Rejected(bad) => {
            counter.say(&what_is_wrong(file, "", &bad));
            AppError::Strict { file: file_name() }
        }
        ImportError::Read(error) => AppError::File {
            file: file_name(),
            reason: error.to_string(),
        },
        ImportError::Store(error) => AppError::of_store(&error, &config.database.url),
    }
}

/// What an import has taken in that the database ended.
fn what_is_in(file: &Path, written: &Summary) -> String {
    let Counts {
        created,
        updated,
        unchanged,
        ..
    } = written.counts;
    let held = held_back(&written.counts);
    format!(
        "{}: {} in ({created} created, {updated} updated, {unchanged} \
         unchanged, {} rejected{held}), and no others; read the file again for the rest",
        file.display(),
        match written.lines {
            1 => "the first line is".to_owned(),
            lines => format!("the first {lines} lines are"),
        },
        written.rejected
    )
}

/// Field and reason.
pub(super) fn said_of(bad: &BadLine) -> String {
    match bad.field.as_str() {
        "" => bad.reason.clone(),
        field => format!("{field}: {}", bad.reason),
    }
}

/// One line a line that is rejected, or to be looked at: file, line, field, reason.
fn what_is_wrong(file: &Path, sort: &str, bad: &BadLine) -> String {
    let text = format!("{}:{}: {sort}{}", file.display(), bad.line, said_of(bad));
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(visible).take(MESSAGE_CHARS).collect()
}

fn summary(sum: &Summary, seconds: f64) -> String {
    let counts = sum.counts;
    // Lines are counted exactly up to 2^53.
    #[allow(clippy::cast_precision_loss)]
    let rate = sum.lines as f64 / seconds.max(0.001);
    let held = held_back(&counts);
    let left_out = left_out(sum);
    format!(
        "{} created, {} updated, {} unchanged, {} rejected{left_out}{held}; {} in {seconds:.1} s, {rate:.0} lines/s\n",
        counts.created,
        counts.updated,
        counts.unchanged,
        sum.rejected,
        counted(sum.lines, "line")
    ) + &ways(&sum.ways)
        + &warnings(sum.warnings)
}

/// How many warnings there were, where there are any.
fn warnings(count: u64) -> String {
    match count {
        0 => String::new(),
        count => format!("{}: see above\n", counted(count, "warning")),
    }
}

/// How many of the rejected lines need what another of them was to bring.
fn left_out(sum: &Summary) -> String {
    match sum.left_out {
        0 => String::new(),
        count => format!(" ({count} of them because they need another)"),
    }
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

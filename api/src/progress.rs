//! How far a long command is, on standard error: a bar on a terminal, a line now and then elsewhere.

use std::fmt;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);
/// How often a bar is drawn that does not move, for the time that is left.
const TICK: Duration = Duration::from_millis(500);

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Bytes, shown in megabytes.
    Bytes,
    /// Things, by their name.
    Things(&'static str),
}

/// What is done, and how it is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    /// In a word: `import`.
    pub(crate) name: &'static str,
    /// What is counted.
    pub(crate) unit: Unit,
    /// How much there is to do, where it is known.
    pub(crate) total: Option<u64>,
}

/// The way that a task has come. What is told of it ends when this is dropped.
pub(crate) struct Progress {
    counter: Counter,
    told: Option<Told>,
}

/// Counts on; cheap to clone.
#[derive(Clone)]
pub(crate) struct Counter(Kept);

#[derive(Clone)]
enum Kept {
    Nothing,
    Bar(ProgressBar),
    Count(Arc<AtomicU64>),
}

/// The thread that writes lines. It ends when its channel does.
struct Told {
    until: Sender<()>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// Tells nothing.
    pub(crate) const fn quiet() -> Self {
        Self {
            counter: Counter(Kept::Nothing),
            told: None,
        }
    }

    /// Begins to tell of a task.
    pub(crate) fn of(task: Task) -> Self {
        let is_plain = std::env::var_os("TERM").is_none_or(|terminal| terminal == "dumb");
        match io::stderr().is_terminal() && !is_plain {
            true => Self {
                counter: Counter(Kept::Bar(bar(task))),
                told: None,
            },
            false => Self::in_lines(task),
        }
    }

    fn in_lines(task: Task) -> Self {
        let count = Arc::<AtomicU64>::default();
        let (until, ended) = channel();
        let seen = count.clone();
        let tell = move || {
            let started = Instant::now();
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                let done = seen.load(Ordering::Relaxed);
                let line = line(task, done, started.elapsed());
                let _ = writeln!(io::stderr(), "{line}");
            }
        };
        // Without a thread nothing is told, and the work goes on.
        let thread = thread::Builder::new().name("progress".into()).spawn(tell);
        Self {
            counter: Counter(Kept::Count(count)),
            told: thread.ok().map(|thread| Told { until, thread }),
        }
    }

    /// What counts on.
    pub(crate) fn counter(&self) -> Counter {
        self.counter.clone()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Kept::Bar(bar) = &self.counter.0 {
            bar.finish_and_clear();
        }
        if let Some(Told { until, thread }) = self.told.take() {
            drop(until);
            let _ = thread.join();
        }
    }
}

impl Counter {
    /// So much more is done.
    pub(crate) fn add(&self, count: u64) {
        match &self.0 {
            Kept::Nothing => {}
            Kept::Bar(bar) => bar.inc(count),
            Kept::Count(done) => {
                done.fetch_add(count, Ordering::Relaxed);
            }
        }
    }

    /// Writes a line to standard error, which stays above a bar.
    pub(crate) fn say(&self, text: &str) {
        let write = || {
            let _ = writeln!(io::stderr(), "{text}");
        };
        match &self.0 {
            Kept::Bar(bar) => bar.suspend(write),
            Kept::Nothing | Kept::Count(_) => write(),
        }
    }
}

/// Counts the bytes that are read.
pub(crate) struct Counted<R> {
    inner: R,
    counter: Counter,
}

impl<R> Counted<R> {
    pub(crate) const fn new(inner: R, counter: Counter) -> Self {
        Self { inner, counter }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.counter.add(count as u64);
        Ok(count)
    }
}

fn bar(task: Task) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(task.total, ProgressDrawTarget::stderr());
    let (done, rate) = match task.unit {
        Unit::Bytes => ("{decimal_bytes}", "{decimal_bytes_per_sec}"),
        Unit::Things(_) => ("{human_pos}", "{rate}/s"),
    };
    let name = match task.unit {
        Unit::Bytes => String::new(),
        Unit::Things(name) => format!(" {name}"),
    };
    let template = match task.total {
        Some(_) => {
            format!("{{msg}} [{{bar:24}}] {{percent}} %, {done}{name}, {rate}, {{eta}} left")
        }
        None => format!("{{msg}} {{spinner}} {done}{name}, {rate}"),
    };
    // A template that cannot be read would be a fault of ours; then the bar has its usual form.
    if let Ok(style) = ProgressStyle::with_template(&template) {
        let rate = |state: &ProgressState, to: &mut dyn fmt::Write| {
            // A bar without a rate is still a bar.
            let _ = write!(to, "{:.0}", state.per_sec());
        };
        bar.set_style(style.progress_chars("=> ").with_key("rate", rate));
    }
    bar.set_message(task.name);
    bar.enable_steady_tick(TICK);
    bar
}

/// How far a task is, in a line.
// Counts are exact up to 2^53, and what is shown of them is rounded.
#[allow(clippy::cast_precision_loss)]
fn line(task: Task, done: u64, elapsed: Duration) -> String {
    let Task { name, unit, total } = task;
    let rate = done as f64 / elapsed.as_secs_f64().max(0.001);
    let (of, per_second) = match unit {
        Unit::Bytes => {
            let of = total.map_or_else(String::new, |total| {
                format!(" of {}", megabytes(total as f64))
            });
            (format!("{}{of}", megabytes(done as f64)), megabytes(rate))
        }
        Unit::Things(things) => {
            let of = total.map_or_else(String::new, |total| format!(" of {total}"));
            (format!("{done}{of} {things}"), format!("{rate:.0}"))
        }
    };
    let mut text = format!("{name}: {of}");
    if let Some(total) = total.filter(|total| *total > 0) {
        let share = (done as f64 / total as f64 * 100.0).min(100.0).floor();
        text.push_str(&format!(" ({share:.0} %)"));
    }
    text.push_str(&format!(", {per_second}/s"));
    if let Some(total) = total.filter(|_| rate > 0.0) {
        let left = (total.saturating_sub(done)) as f64 / rate;
        text.push_str(&format!(", {} left", duration(left)));
    }
    text
}

fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1_000_000.0)
}

/// A time of so many seconds, to what matters of it.
fn duration(seconds: f64) -> String {
    // Negative and endless times do not come up; what does not fit is a long time.
    let seconds = seconds.ceil() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECONDS: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn a_line_has_the_share_the_rate_and_the_time_left() {
        let task = |unit, total| Task {
            name: "import",
            unit,
            total,
        };
        for (unit, total, done, told) in [
            (
                Unit::Bytes,
                Some(206_000_000),
                51_500_000,
                "import: 51.5 MB of 206.0 MB (25 %), 5.2 MB/s, 30 s left",
            ),
            (Unit::Bytes, None, 51_500_000, "import: 51.5 MB, 5.2 MB/s"),
            (
                Unit::Things("records"),
                Some(100_000),
                1_000,
                "import: 1000 of 100000 records (1 %), 100/s, 16 min 30 s left",
            ),
            (
                Unit::Things("records"),
                Some(1_000_000),
                100,
                "import: 100 of 1000000 records (0 %), 10/s, 27 h 46 min left",
            ),
            // Nothing yet: how long it takes is not known.
            (
                Unit::Bytes,
                Some(1_000_000),
                0,
                "import: 0.0 MB of 1.0 MB (0 %), 0.0 MB/s",
            ),
            (
                Unit::Bytes,
                Some(0),
                0,
                "import: 0.0 MB of 0.0 MB, 0.0 MB/s",
            ),
            // What is read may grow meanwhile.
            (
                Unit::Things("records"),
                Some(10),
                20,
                "import: 20 of 10 records (100 %), 2/s, 0 s left",
            ),
        ] {
            assert_eq!(line(task(unit, total), done, SECONDS(10)), told);
        }
    }

    #[test]
    fn what_is_read_is_counted() {
        let progress = Progress::in_lines(Task {
            name: "import",
            unit: Unit::Bytes,
            total: None,
        });
        let read = io::read_to_string(Counted::new(&b"twelve bytes"[..], progress.counter()));
        assert_eq!(read.ok().as_deref(), Some("twelve bytes"));
        let counter = progress.counter();
        assert!(
            matches!(&counter.0, Kept::Count(done) if done.load(Ordering::Relaxed) == 12),
            "not counted"
        );
        // The thread ends at once, and not at its next line.
        let started = Instant::now();
        drop(progress);
        assert!(started.elapsed() < EVERY);
    }
}

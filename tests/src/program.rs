//! The program itself, as a child process.

use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::Client;

/// Variables of a program whose statements are to be seen: names and values.
pub const LOG_STATEMENTS: [(&str, &str); 2] = [
    ("FILMGRAPH_LOG__FORMAT", "json"),
    ("FILMGRAPH_LOG__LEVEL", "off,filmgraph::sql=trace"),
];

/// Lines of a log that are kept until they are asked for.
const LOG_LINES: usize = 10_000;

/// How long a program may take to start or end: only to catch one that hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// Names another build of the program than the tests' own: a release build, to measure.
pub const PROGRAM_VARIABLE: &str = "FILMGRAPH_TEST_PROGRAM";

/// The program, to be started.
#[derive(Debug)]
pub struct Program {
    command: Command,
    patience: Duration,
}

/// What an ended program left.
#[derive(Clone, Debug)]
pub struct Output {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// How long it ran.
    pub took: Duration,
}

/// A program that ended, with the most memory it held.
#[derive(Clone, Debug)]
pub struct MeasuredRun {
    /// What it left.
    pub output: Output,
    /// Its greatest resident memory in bytes; none where the system does not say.
    pub peak: Option<u64>,
}

/// A server that answers.
#[derive(Debug)]
pub struct Running {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    gatherer: JoinHandle<()>,
    /// A client of it.
    pub client: Client,
    /// From the start of the process to the first "ready".
    pub ready_after: Duration,
}

impl Program {
    /// The program with these arguments, in an environment with nothing of ours.
    ///
    /// # Panics
    /// If the program was not built.
    #[must_use]
    pub fn new(arguments: &[&str]) -> Self {
        let path = path();
        assert!(
            path.exists(),
            "{} is not there: run tests/run.sh, or `cargo build` first",
            path.display()
        );
        let mut command = Command::new(path);
        command.args(arguments);
        Self::of(command)
    }

    /// The same, started by `nohup`: it is to outlive its terminal.
    #[must_use]
    pub fn without_hangup(arguments: &[&str]) -> Self {
        let mut command = Command::new("nohup");
        command.arg(path()).args(arguments);
        Self::of(command)
    }

    /// The same, which heeds the end of its terminal even if the tests were started by `nohup`.
    #[must_use]
    pub fn with_hangup(arguments: &[&str]) -> Self {
        let mut command = Command::new("env");
        command
            .args(["--default-signal=HUP", "--"])
            .arg(path())
            .args(arguments);
        Self::of(command)
    }

    fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            if name == "DATABASE_URL" || name.to_string_lossy().starts_with("FILMGRAPH_") {
                command.env_remove(name);
            }
        }
        Self {
            command,
            patience: PATIENCE,
        }
    }

    /// Lets it live on where the system refuses to let a file grow: otherwise that is a signal
    /// which ends it.
    #[must_use]
    pub fn ignoring_the_size_of_files(self) -> Self {
        self.in_shell("trap '' XFSZ; exec \"$0\" \"$@\"")
    }

    /// Runs it by a line of the shell, in which `"$0" "$@"` stands for it.
    #[must_use]
    pub fn in_shell(mut self, line: &str) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]);
        self.wrap(shell);
        self
    }

    /// Runs it on a terminal of its own, which has all that it says; none where there is no program
    /// that gives it one.
    #[must_use]
    pub fn on_a_terminal(mut self) -> Option<Self> {
        let is_there = Command::new("script").arg("--version").output();
        is_there.ok().filter(|output| output.status.success())?;
        let word = |word: &std::ffi::OsStr| {
            let word = word.to_str().expect("a word in Unicode");
            assert!(!word.contains('\''), "{word} cannot be quoted");
            format!("'{word}'")
        };
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        let line = words.map(word).collect::<Vec<_>>().join(" ");
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        script.env("TERM", "xterm");
        self.take_environment(&mut script);
        self.command = script;
        Some(self)
    }

    /// Lets another program run it, which is given it and its arguments.
    fn wrap(&mut self, mut by: Command) {
        by.arg(self.command.get_program());
        by.args(self.command.get_args());
        self.take_environment(&mut by);
        self.command = by;
    }

    fn take_environment(&self, other: &mut Command) {
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => other.env(name, value),
                None => other.env_remove(name),
            };
        }
        other.stdin(Stdio::null());
        other.stdout(Stdio::piped()).stderr(Stdio::piped());
    }

    /// Lets it take longer than a program of a test usually may.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end.
    ///
    /// # Panics
    /// If it does not end.
    #[must_use]
    pub fn output(mut self) -> Output {
        let started = Instant::now();
        let mut child = self.command.spawn().expect("the program");
        let stdout = read_all(child.stdout.take());
        let stderr = read_all(child.stderr.take());
        let code = wait(&mut child, self.patience);
        Output {
            code,
            took: started.elapsed(),
            stdout: stdout.join().expect("its output"),
            stderr: stderr.join().expect("its errors"),
        }
    }

    /// Runs it as a server for as long as `work` takes; what it logged.
    ///
    /// # Panics
    /// If it ends, does not become ready, or does not end in order.
    pub async fn serve_and_log(self, work: impl AsyncFnOnce(&Client)) -> String {
        let mut running = self.serve().await;
        work(&running.client).await;
        running.terminate();
        assert_eq!(wait(&mut running.child, PATIENCE), Some(0));
        // Only then has it logged everything.
        while !running.gatherer.is_finished() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        running.log.lock().expect("the log").join("\n")
    }

    /// Runs it to its end, however long that takes, and looks at its memory meanwhile.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn measured(mut self) -> MeasuredRun {
        let started = Instant::now();
        let mut child = self.command.spawn().expect("the program");
        let stdout = read_all(child.stdout.take());
        let stderr = read_all(child.stderr.take());
        let mut peak = None;
        let status = loop {
            // The system keeps the greatest value: the last look before the end has it.
            peak = memory(child.id(), "VmHWM:").or(peak);
            if let Some(status) = child.try_wait().expect("the program") {
                break status;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let output = Output {
            code: status.code(),
            took: started.elapsed(),
            stdout: stdout.join().expect("its output"),
            stderr: stderr.join().expect("its errors"),
        };
        MeasuredRun { output, peak }
    }

    /// Starts it as a server and waits until it is ready.
    ///
    /// # Panics
    /// If it ends, or does not become ready.
    pub async fn serve(mut self) -> Running {
        let started = Instant::now();
        let mut child = self.command.spawn().expect("the program");
        let (log, gatherer) = gather(child.stderr.take());
        let stdout = child.stdout.take().expect("its output");
        let mut lines = BufReader::new(stdout).lines();
        let welcome = lines.next().map(|line| line.expect("a line"));
        let Some(welcome) = welcome else {
            panic!("the program ended with {:?}", wait(&mut child, PATIENCE));
        };
        // The rest is read too, so that the program never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let base = welcome.rsplit(' ').next().unwrap_or_default();
        let client = Client::new(base);
        while client.get("/health/ready").await.status != 200 {
            assert!(started.elapsed() < PATIENCE, "the server is not ready");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Running {
            child,
            client,
            log,
            gatherer,
            ready_after: started.elapsed(),
        }
    }
}

impl Running {
    /// Its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// The same, once there are so many: a log comes after the answer.
    pub async fn statements_when(&self, count: u32) -> Vec<String> {
        let started = Instant::now();
        let mut found = self.statements();
        while found.len() < count as usize && started.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(5)).await;
            found.extend(self.statements());
        }
        found
    }

    /// The SQL statements that it has logged since this was last asked, with their values. It has
    /// to be started with [`LOG_STATEMENTS`] in its environment.
    #[must_use]
    pub fn statements(&self) -> Vec<String> {
        let lines = std::mem::take(&mut *self.log.lock().expect("the log"));
        let statement = |line: &String| {
            let event: Value = serde_json::from_str(line).ok()?;
            let is_statement = event["target"] == "filmgraph::sql";
            is_statement.then(|| event["message"].as_str().map(str::to_owned))?
        };
        lines.iter().filter_map(statement).collect()
    }

    /// Its resident memory in bytes; none where the system does not say.
    #[must_use]
    pub fn resident(&self) -> Option<u64> {
        memory(self.child.id(), "VmRSS:")
    }

    /// Asks it to stop, as a service manager does.
    ///
    /// # Panics
    /// If the signal cannot be sent.
    pub fn terminate(&self) {
        self.signal("TERM");
    }

    /// Sends it a signal by its name, such as `HUP`.
    ///
    /// # Panics
    /// If the signal cannot be sent.
    pub fn signal(&self, name: &str) {
        send_signal(name, self.child.id());
    }

    /// Waits for its end; the exit code.
    ///
    /// # Panics
    /// If it does not end.
    #[must_use]
    pub fn wait(mut self) -> Option<i32> {
        wait(&mut self.child, PATIENCE)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process.
pub(crate) fn send_signal(name: &str, process: u32) {
    assert!(try_signal(name, process), "{name} to {process}");
}

/// The same to one that may have ended; whether it was there.
pub(crate) fn try_signal(name: &str, process: u32) -> bool {
    let mut kill = Command::new("kill");
    kill.args([&format!("-{name}"), &process.to_string()]);
    let sent = kill.stderr(Stdio::null()).status();
    sent.expect("the program `kill`").success()
}

/// A figure of a process's memory in bytes.
fn memory(process: u32, name: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// The program that [`PROGRAM_VARIABLE`] names, else the one beside the directory of the tests:
/// `target/PROFILE/filmgraph`.
fn path() -> PathBuf {
    if let Some(path) = std::env::var_os(PROGRAM_VARIABLE) {
        return path.into();
    }
    let test = std::env::current_exe().expect("the path of the tests");
    let profile = test.parent().and_then(|deps| deps.parent());
    let name = format!("filmgraph{}", std::env::consts::EXE_SUFFIX);
    profile.expect("the directory of the profile").join(name)
}

fn read_all(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        let mut pipe = pipe.expect("a pipe");
        pipe.read_to_string(&mut text).expect("text");
        text
    })
}

/// Takes up the lines of a log.
fn gather(pipe: Option<impl Read + Send + 'static>) -> (Arc<Mutex<Vec<String>>>, JoinHandle<()>) {
    let log = Arc::new(Mutex::new(Vec::new()));
    let lines = BufReader::new(pipe.expect("a pipe")).lines();
    let kept = Arc::clone(&log);
    let gatherer = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let mut kept = kept.lock().expect("the log");
            if kept.len() < LOG_LINES {
                kept.push(line);
            }
        }
    });
    (log, gatherer)
}

fn wait(child: &mut Child, patience: Duration) -> Option<i32> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the program") {
            return status.code();
        }
        if started.elapsed() > patience {
            let _ = child.kill();
            panic!("the program does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

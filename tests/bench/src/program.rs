//! Programs as child processes: those that run to their end, and servers, which end with their owner.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::options::Options;
use crate::place::Place;

/// How long a server may take to start: only to catch one that hangs.
const PATIENCE: Duration = Duration::from_mins(2);

/// A command in an environment with nothing of Filmgraph's.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name == "DATABASE_URL" || name.to_string_lossy().starts_with("FILMGRAPH_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end; gives what it printed, and how long it took.
pub(crate) fn run(mut command: Command) -> (String, Duration) {
    let started = Instant::now();
    let output = command.stderr(Stdio::piped()).output();
    let output =
        output.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{errors}");
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (printed, started.elapsed())
}

/// Runs Filmgraph to its end on a database.
pub(crate) fn filmgraph(
    options: &Options,
    place: &Place,
    arguments: &[&str],
) -> (String, Duration) {
    let mut command = command(&options.program);
    command.args(arguments);
    place.configure(&mut command);
    run(command)
}

/// Generates data; gives the file, its number of lines, and how long it took.
pub(crate) fn generate(options: &Options, folder: &Path) -> (PathBuf, usize, Duration) {
    let mut command = command(&options.program);
    command.args(["generate", "imdb", "--quiet", "--format", "jsonl"]);
    for (name, number) in [
        ("--titles", options.titles),
        ("--hub", options.hub),
        ("--seed", options.seed),
    ] {
        command.arg(name).arg(number.to_string());
    }
    command.arg("--episodes").arg(&options.episodes).arg(folder);
    let (_, took) = run(command);
    let file = folder.join("generated.jsonl");
    let text = std::fs::read(&file).expect("the generated file");
    let lines = memchr::memchr_iter(b'\n', &text).count();
    (file, lines, took)
}

/// A server that answers.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts a server, and waits until it takes connections. The command is given its port.
    pub(crate) fn start(mut command: Command, port: u16) -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let child = command.stdout(Stdio::null()).spawn();
        let child =
            child.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()));
        let mut server = Self { child, address };
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            let ended = server.child.try_wait().expect("the state of a process");
            assert!(ended.is_none(), "{command:?} ended");
            assert!(started.elapsed() < PATIENCE, "{command:?} does not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        server
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody has.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

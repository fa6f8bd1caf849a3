//! A PostgreSQL server of a test's own, for tests of what happens when it goes away.

use std::{
    fs,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::program::try_signal;

/// What it acknowledges survives its own crash. Nothing on it outlives the test, so it need not survive
/// one of the machine.
const SETTINGS: [&str; 4] = [
    "fsync=off",
    "full_page_writes=off",
    "timezone=UTC",
    "listen_addresses=127.0.0.1",
];

/// How often a port is tried that another may take meanwhile.
const ATTEMPTS: u32 = 20;

/// A PostgreSQL server with no data of ours, gone with the test.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    owner: Option<Owner>,
    port: u16,
}

/// PostgreSQL does not run as root: then somebody else has to be it.
#[derive(Clone, Copy, Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Cluster {
    /// Makes one and starts it.
    ///
    /// # Panics
    /// If PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn start() -> Self {
        // Not below TMPDIR: it may be closed to the server's user, and too long for a socket's path.
        let folder = TempDir::with_prefix_in("filmgraph-cluster", "/tmp").expect("a directory");
        let owner = owner();
        if let Some(Owner { user, group }) = owner {
            chown(folder.path(), Some(user), Some(group)).expect("a directory of its own");
        }
        let mut cluster = Self {
            folder,
            programs: programs(),
            owner,
            port: 0,
        };
        let options = "-U filmgraph --auth=trust --encoding=UTF8 --no-sync --locale=C";
        let data = cluster.data();
        let made = cluster
            .command("initdb")
            .arg("-D")
            .arg(&data)
            .args(options.split(' '))
            .output();
        let made = made.expect("initdb");
        assert!(made.status.success(), "{made:?}");
        let started = (0..ATTEMPTS).any(|_| {
            cluster.port = free_port();
            cluster.try_start()
        });
        assert!(started, "PostgreSQL does not start: {}", cluster.log());
        cluster
    }

    /// The address of its one database.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://filmgraph@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it as a crash does: connections break off, and new ones are refused.
    ///
    /// # Panics
    /// If it does not stop.
    pub fn stop(&self) {
        let stopped = self.control(&["stop", "-m", "immediate"]);
        assert!(stopped, "PostgreSQL does not stop: {}", self.log());
    }

    /// Starts it again after a stop, at the same address and with the same data.
    ///
    /// # Panics
    /// If it does not start.
    pub fn restart(&self) {
        assert!(
            self.try_start(),
            "PostgreSQL does not start: {}",
            self.log()
        );
    }

    /// Kills one of its processes: it ends all others, and starts them anew.
    ///
    /// # Panics
    /// If it has none.
    pub fn kill_a_process(&self) {
        let process = self.processes().get(1).copied();
        try_signal("KILL", process.expect("a process besides the first"));
    }

    /// Lets it hang: connections stay, new ones are taken by the system, and nothing answers.
    pub fn freeze(&self) {
        // The first process first, so that it starts no other meanwhile.
        for process in self.processes() {
            try_signal("STOP", process);
        }
    }

    /// Lets it go on after a freeze.
    pub fn thaw(&self) {
        for process in self.processes() {
            try_signal("CONT", process);
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    fn try_start(&self) -> bool {
        let folder = self.folder.path().display();
        let mut settings = format!("-p {} -c unix_socket_directories={folder}", self.port);
        for setting in SETTINGS {
            settings += &format!(" -c {setting}");
        }
        let log = self.folder.path().join("server.log");
        let log = log.to_str().expect("a path in Unicode");
        self.control(&["start", "-w", "-t", "60", "-l", log, "-o", &settings])
    }

    /// Whether `pg_ctl` could do it.
    fn control(&self, arguments: &[&str]) -> bool {
        let mut command = self.command("pg_ctl");
        let data = self.data();
        let command = command.arg("-s").arg("-D").arg(data).args(arguments);
        // Not piped: the server would inherit the pipes and keep them open.
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.expect("pg_ctl").success()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        // Its user may not be allowed into the directory we are in.
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        if let Some(Owner { user, group }) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// Its processes, the first of them first.
    fn processes(&self) -> Vec<u32> {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let first = file.lines().next().and_then(|line| line.parse().ok());
        let Some(first) = first else {
            return Vec::new();
        };
        let all = fs::read_dir("/proc").expect("the processes");
        let number = |name: std::ffi::OsString| name.to_str()?.parse::<u32>().ok();
        let all = all.filter_map(|entry| number(entry.ok()?.file_name()));
        let children = all.filter(|process| parent(*process) == Some(first));
        [first].into_iter().chain(children).collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.thaw();
        // It may be stopped already.
        self.control(&["stop", "-m", "immediate"]);
    }
}

fn parent(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
    line.trim().parse().ok()
}

/// Below those that the system gives to clients, as in `tests/postgres.sh`.
fn free_port() -> u16 {
    let spread = spread();
    let start = 20_000 + spread % 12_000;
    let free = (start..32_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.expect("a free port")
}

/// A number that differs between the tests of a process and between processes.
fn spread() -> u16 {
    let now = model::clock::Clock::System.micros();
    let mixed = now.unsigned_abs() ^ (u64::from(std::process::id()) << 7);
    u16::try_from(mixed % 60_000).expect("a small number")
}

/// Where the newest server's programs are; Debian keeps them off the PATH.
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let versions = ["/usr/lib/postgresql", "/usr"]
        .into_iter()
        .flat_map(|root| {
            let entries = fs::read_dir(root).into_iter().flatten().flatten();
            let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path().join("bin")).collect();
            folders.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
            folders
        });
    let has_both = |folder: &PathBuf| {
        ["initdb", "pg_ctl"]
            .iter()
            .all(|program| folder.join(program).exists())
    };
    let found = on_path.into_iter().chain(versions).find(has_both);
    found.expect("PostgreSQL's programs initdb and pg_ctl: tests/run.sh installs them")
}

/// `16` of `/usr/lib/postgresql/16/bin` or `/usr/pgsql-16/bin`.
fn version(folder: &Path) -> u32 {
    let name = folder.parent().and_then(Path::file_name);
    let name = name.map(|name| name.to_string_lossy().into_owned());
    let digits = name.unwrap_or_default();
    let digits = digits.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().unwrap_or(0)
}

/// Whom the server belongs to if we are root.
fn owner() -> Option<Owner> {
    let us = fs::metadata("/proc/self").expect("ourselves").uid();
    if us != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").expect("the users");
    let find = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.starts_with(&format!("{name}:")))?;
        let mut numbers = line.split(':').skip(2);
        Some(Owner {
            user: numbers.next()?.parse().ok()?,
            group: numbers.next()?.parse().ok()?,
        })
    };
    let owner = find("postgres").or_else(|| find("nobody"));
    Some(owner.expect("a user postgres or nobody: PostgreSQL does not run as root"))
}

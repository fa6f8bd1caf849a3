//! Databases that those of tests are copied from, each made once for a build of the tests.
//!
//! Whoever needs one first makes it beside its place and then gives it its name, so that processes
//! need not wait for one another: a second one finds the name taken and throws its own away.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::SystemTime,
};

use data::sample;
use store::Store;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{
    Database,
    database::{
        address_of, databases, on_server, open, server_address, try_on_server, unique_name,
    },
    server::clock,
};

/// What the file of the embedded database is called, in any directory.
pub(crate) const EMBEDDED_FILE: &str = "filmgraph.sqlite";

/// What a test's database has in it before the test does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// All tables, and no record.
    Tables,
    /// The bundled sample.
    Sample,
}

/// What is made once a process: whether by it or by another.
static MADE: [[OnceCell<()>; 2]; 2] = [const { [const { OnceCell::const_new() }; 2] }; 2];

static BUILD: LazyLock<Build> = LazyLock::new(Build::of_this_program);

/// Which program runs, and which build of it: another one may have other tables.
struct Build {
    /// Where templates of SQLite stand: beside the program.
    folder: PathBuf,
    /// What the names of the templates of all builds of this program begin with.
    place: String,
    /// What those of this build begin with.
    prefix: String,
}

impl Build {
    fn of_this_program() -> Self {
        let program = std::env::current_exe().expect("the running program");
        let made = fs::metadata(&program).and_then(|file| Ok((file.len(), file.modified()?)));
        let made: (u64, SystemTime) = made.expect("the running program's file");
        let folder = program.parent().expect("a directory").join("templates");
        let place = format!("filmgraph_template_{:016x}_", digest(&program));
        let prefix = format!("{place}{:016x}_", digest(&made));
        Self {
            folder,
            place,
            prefix,
        }
    }

    fn name(&self, content: Content) -> String {
        let content = match content {
            Content::Tables => "tables",
            Content::Sample => "sample",
        };
        format!("{}{content}", self.prefix)
    }

    fn file(&self, content: Content) -> PathBuf {
        self.folder.join(self.name(content))
    }

    /// Whether another build of the same program left this.
    fn outlived(&self, name: &str) -> bool {
        name.starts_with(&self.place) && !name.starts_with(&self.prefix)
    }
}

fn digest(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

fn made(database: Database, content: Content) -> &'static OnceCell<()> {
    &MADE[database as usize][content as usize]
}

/// Puts a copy of the embedded database into a directory.
pub(crate) async fn copy_file(content: Content, directory: &Path) {
    let file = BUILD.file(content);
    let made = made(Database::Sqlite, content);
    made.get_or_init(|| make_file(content, &file)).await;
    fs::copy(&file, directory.join(EMBEDDED_FILE)).expect("a copy of the template");
}

/// Makes a database on the server that is a copy.
pub(crate) async fn copy_on_server(content: Content, name: &str) {
    let template = BUILD.name(content);
    let made = made(Database::Postgres, content);
    made.get_or_init(|| make_on_server(content, &template))
        .await;
    on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
}

async fn make_file(content: Content, file: &Path) {
    if file.exists() {
        return;
    }
    fs::create_dir_all(&BUILD.folder).expect("a directory for templates");
    remove_outlived_files().expect("the directory of templates");
    let folder = TempDir::new_in(&BUILD.folder).expect("a directory");
    fill(content, None, folder.path()).await;
    let rest = folder.path().join(format!("{EMBEDDED_FILE}-wal"));
    assert!(!rest.exists(), "a closed database is one file");
    fs::rename(folder.path().join(EMBEDDED_FILE), file).expect("the template's name");
}

fn remove_outlived_files() -> io::Result<()> {
    for entry in fs::read_dir(&BUILD.folder)? {
        let entry = entry?;
        if BUILD.outlived(&entry.file_name().to_string_lossy()) {
            // Another process may be faster.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

async fn make_on_server(content: Content, name: &str) {
    let there = databases().await;
    if there.iter().any(|known| known == name) {
        return;
    }
    for old in there.iter().filter(|known| BUILD.outlived(known)) {
        // Another process may be faster, or still copy it: then the next build drops it.
        let _ = try_on_server(&format!("DROP DATABASE IF EXISTS {old}")).await;
    }
    let making = unique_name();
    on_server(&format!("CREATE DATABASE {making}")).await;
    let url = address_of(&server_address(), &making);
    fill(content, Some(url), Path::new("")).await;
    let renamed = try_on_server(&format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    if renamed.is_err() {
        on_server(&format!("DROP DATABASE {making} WITH (FORCE)")).await;
        let is_there = databases().await.iter().any(|known| known == name);
        assert!(is_there, "no template: {renamed:?}");
    }
}

async fn fill(content: Content, url: Option<String>, directory: &Path) {
    // It makes the tables.
    let store: Store = open(url, directory).await;
    if content == Content::Sample {
        let imported = sample::import(&store, clock()).await;
        imported.expect("the bundled sample");
    }
    store.close().await;
}

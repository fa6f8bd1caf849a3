//! The real application, in process, on a thread of its own.

use std::{sync::mpsc, thread::JoinHandle};

use auth::{Access, Expiry, NewKey, Scopes};
use data::ingest;
use filmgraph::app::{AppError, Application};
use filmgraph::config::{Config, DatabaseUrl};
use model::clock::Clock;
use store::Store;
use store::write::Counts;
use time::{Date, macros::date};
use tokio::sync::{OnceCell, oneshot};

use crate::{Answer, Client, Content, Data, Database, SharedServer, TestDatabase};

/// The day on which every test runs.
pub const TODAY: Date = date!(2026 - 11 - 22);

/// The clock that stands still on that day.
#[must_use]
pub const fn clock() -> Clock {
    Clock::Fixed(TODAY)
}

/// How a server is configured.
#[derive(Debug)]
pub struct Options {
    config: Config,
}

impl Options {
    /// With the bundled sample.
    #[must_use]
    pub fn sample() -> Self {
        let mut config = Config::default();
        config.server.listen = "127.0.0.1:0".to_owned();
        config.server.workers = 2;
        config.server.debug_headers = true;
        // A debug build under load takes its time, and no test is to fail for that.
        config.server.request_timeout_ms = 120_000;
        config.server.shutdown_timeout_s = 0;
        // In a debug build a request takes many times as long, and they come many at a time.
        config.traffic.queue_ms = 120_000;
        config.database.reader_pool = 4;
        config.database.writer_pool = 2;
        config.database.acquire_timeout_ms = 60_000;
        config.database.statement_timeout_ms = 60_000;
        config.database.look_every_ms = 10;
        Self { config }
    }

    /// Without any record.
    #[must_use]
    pub fn empty() -> Self {
        Self::sample().with(|config| config.load_sample = false)
    }

    /// Changes the configuration.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }
}

/// A running server on a database of its own; it stops and the database goes when it is dropped.
pub struct Server {
    client: Client,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), AppError>>>,
    /// The place in the log at its start.
    head: i64,
    is_spoilt: bool,
    /// Last: it goes when the server has stopped.
    database: TestDatabase,
}

impl Server {
    /// Starts the application.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(database: Database, options: Options) -> Self {
        let mut config = options.config;
        let content = if config.load_sample {
            Content::Sample
        } else {
            Content::Tables
        };
        let database = TestDatabase::with(database, content).await;
        let head = match content {
            Content::Sample => *SAMPLE.get_or_init(|| head(&database)).await,
            Content::Tables => 0,
        };
        database.data_dir().clone_into(&mut config.data_dir);
        if let Some(url) = database.url() {
            config.database.url = DatabaseUrl::from(url.as_str());
        }
        let (started, address) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread =
            std::thread::spawn(move || crate::runtime().block_on(serve(config, &started, stopped)));
        let Ok(address) = address.recv() else {
            let ended = thread.join().expect("the server's thread");
            panic!("the server does not start: {ended:?}");
        };
        Self {
            client: Client::new(address),
            stop: Some(stop),
            thread: Some(thread),
            database,
            head,
            is_spoilt: false,
        }
    }

    /// A server with the bundled sample for tests that only read: they share it.
    pub async fn sample(database: Database) -> SharedServer {
        SharedServer::sample(database).await
    }

    /// A server with the bundled sample, for a test that writes.
    pub async fn with_sample(database: Database) -> Self {
        Self::start(database, Options::sample()).await
    }

    /// A server with these records and no others.
    pub async fn with_data(database: Database, data: &Data) -> Self {
        Self::with_records(database, &data.lines()).await
    }

    /// A server with the records of a file in the interchange format.
    pub async fn with_records(database: Database, lines: &str) -> Self {
        let server = Self::start(database, Options::empty()).await;
        server.load_lines(lines).await;
        server
    }

    /// A client of this server.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The database below it.
    #[must_use]
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Another handle on its database.
    pub async fn store(&self) -> Store {
        self.client.others_write();
        self.database.store().await
    }

    /// A new API key of this server, named after what it allows and how many there were before.
    ///
    /// # Panics
    /// If it cannot be made.
    pub async fn key(&self, scope: Access) -> String {
        self.key_until(scope, None).await
    }

    /// The same of a key that ends, in microseconds since 1970.
    ///
    /// # Panics
    /// If it cannot be made.
    pub async fn key_until(&self, scope: Access, expires: Option<i64>) -> String {
        let store = self.database.store().await;
        let number = store.keys().await.expect("the keys").len() + 1;
        let name = format!("{}-{number}", scope.as_str());
        let new = NewKey {
            name: name.parse().expect("a name"),
            scopes: Scopes::of(&[scope]),
            expires: expires.map(Expiry),
        };
        // Long ago, so that a test may make one that has ended since.
        let key = auth::issue(&store, &new, 0).await.expect("a key");
        store.close().await;
        key.expose().to_owned()
    }

    /// A client that may edit.
    pub async fn editor(&self) -> Client {
        self.client.with_key(&self.key(Access::Edit).await)
    }

    /// Loads records as any file is loaded.
    ///
    /// # Panics
    /// If a record cannot be written.
    pub async fn load(&self, data: &Data) -> Counts {
        self.load_lines(&data.lines()).await
    }

    async fn load_lines(&self, lines: &str) -> Counts {
        let store = self.database.store().await;
        let counts = ingest::load(&store, lines.as_bytes(), "test", clock().micros()).await;
        store.refresh_statistics().await.expect("statistics");
        store.close().await;
        self.client.catches_up().await;
        counts.expect("records that can be written")
    }
}

impl std::ops::Deref for Server {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Server {
    /// The test spoils the database: what it leaves there need not fit together.
    pub fn spoil(&mut self) {
        self.is_spoilt = true;
    }

    /// Whatever a test did, edge lists are what they are made from.
    fn compare_lists(&self) {
        let (database, head) = (&self.database, self.head);
        let compare = async || match written(database, head).await {
            true => crate::edge_lists::compare(database).await,
            false => Vec::new(),
        };
        assert_eq!(aside(compare), Vec::<String>::new(), "edge lists differ");
    }

    /// Whatever a test did, what is kept between requests is what stands in the database: what was
    /// asked is answered from it as it is answered without it.
    fn compare_kept(&self) {
        let (database, since) = (&self.database, self.head);
        let (base, asked) = (self.client.base(), self.client.asked());
        let compare = async || {
            if !written(database, since).await {
                return;
            }
            let client = Client::new(base);
            client.catches_up().await;
            for body in asked {
                let kept = client.post(&body).await;
                let anew = client.anew().post(&body).await;
                // What is kept costs no work.
                let is_past = |answer: &Answer| answer.body.contains("\"bound\":\"max_work\"");
                let same = kept.body == anew.body || is_past(&anew);
                assert!(same, "what is kept is stale for {body}: {kept:?} {anew:?}");
            }
        };
        aside(compare);
    }
}

/// Runs something to its end on a thread and a runtime of its own.
fn aside<T: Send>(run: impl AsyncFnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let ran = scope.spawn(move || crate::runtime().block_on(run()));
        ran.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The place in the log at which the bundled sample ends.
static SAMPLE: OnceCell<i64> = OnceCell::const_new();

async fn head(database: &TestDatabase) -> i64 {
    database.number("SELECT seq FROM change_head").await
}

/// Whether anything was written since that place in the log.
async fn written(database: &TestDatabase, since: i64) -> bool {
    head(database).await != since
}

impl Drop for Server {
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.is_spoilt {
            self.compare_kept();
        }
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if std::thread::panicking() {
            return;
        }
        if let Some(ended) = ended {
            ended.expect("the server's thread").expect("an orderly end");
        }
        if !self.is_spoilt {
            self.compare_lists();
        }
    }
}

async fn serve(
    config: Config,
    started: &mpsc::Sender<String>,
    stopped: oneshot::Receiver<()>,
) -> Result<(), AppError> {
    let application = Application::build_with_clock(config, clock()).await?;
    let handle = application.stop_handle();
    // Nobody listens any more if the test has ended already.
    let _ = started.send(application.base_url());
    tokio::spawn(async move {
        let _ = stopped.await;
        handle.stop().await;
    });
    application.run_until_stopped().await
}

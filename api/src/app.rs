//! The application: parts put together, run, and taken down in order.

mod error;
mod output;
mod run;
mod signals;

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    dev::{Server, ServerHandle},
    web,
};
use auth::{Keyring, KeyringOptions};
use data::ingest::LoadError;
use data::sample;
use gate::Gate;
use graphql::loader::Kept;
use graphql::schema;
use graphql::scope::{Bounds, Served};
use limiter::{Limiter, Limits, Proxies, Threads};
use model::clock::Clock;
use projection::Pace;
use store::write::Memory;
use store::{Durability, Purpose, StartLock, Store, StoreError, StoreOptions};

use crate::config::Config;
use crate::http::{self, Shared};

use signals::Signals;

pub use error::AppError;
pub(crate) use output::{expect_output, of_output, print, show};
pub use signals::Signal;

/// A running server and what belongs to it.
pub struct Application {
    server: Server,
    addr: SocketAddr,
    store: Store,
    keyring: Arc<Keyring>,
    signals: Signals,
    shutdown_timeout: Duration,
}

/// Asks a running application to stop, from anywhere.
#[derive(Debug, Clone)]
pub struct StopHandle(ServerHandle);

impl StopHandle {
    /// Lets running requests finish within the shutdown timeout; ready when the server is down.
    pub async fn stop(&self) {
        self.0.stop(true).await;
    }
}

impl std::fmt::Debug for Application {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application")
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

impl Application {
    /// Opens and migrates the database, loads the sample into a new one, and listens.
    pub async fn build(config: Config) -> Result<Self, AppError> {
        Self::build_with_clock(config, Clock::System).await
    }

    /// The same with a clock of the caller's.
    pub async fn build_with_clock(config: Config, clock: Clock) -> Result<Self, AppError> {
        // RequestContext first: whoever starts a second server by mistake should not touch the database.
        let try_bind = TcpListener::bind(&config.server.listen);
        drop(try_bind.map_err(|error| of_bind(&error, &config.server.listen))?);
        let (store, starting) = open_store(&config).await?;
        if config.load_sample {
            load_sample(&store, clock, &config).await?;
        }
        drop(starting);
        let keyring = Arc::new(Keyring::new(keyring_options(&config), clock));
        let shared = share(&config, store.clone(), keyring.clone(), clock).await?;
        let listening = http::listen(&config.server, web::Data::new(shared));
        let (server, addr) = listening.map_err(|error| of_bind(&error, &config.server.listen))?;
        let signals = Signals::listen();
        let signals = signals.map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Self {
            server,
            addr,
            store,
            keyring,
            signals,
            shutdown_timeout: config.server.shutdown_timeout(),
        })
    }

    /// The address listened on.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The port listened on, also when the configuration said "any".
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.addr.port()
    }

    /// Where a client on this machine finds the server.
    #[must_use]
    pub fn base_url(&self) -> String {
        let mut addr = self.addr;
        if addr.ip().is_unspecified() {
            addr.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        format!("http://{addr}")
    }

    /// The work that most is known of, by its slug, if there is one. It is for a greeting: a database
    /// that does not answer in time says so elsewhere.
    pub async fn featured_work(&self) -> Option<String> {
        match http::featured_work(&self.store).await {
            Ok(found) => found,
            Err(error) => {
                tracing::debug!(%error, "no work was found to greet with");
                None
            }
        }
    }

    /// A way to stop it from elsewhere.
    #[must_use]
    pub fn stop_handle(&self) -> StopHandle {
        StopHandle(self.server.handle())
    }

    /// Serves until a signal or the handle stops it, then closes the store, all within the shutdown
    /// timeout. A second signal ends it where it is.
    pub async fn run_until_stopped(self) -> Result<(), AppError> {
        run::run(self).await
    }
}

/// Opens the database that the configuration names, makes it where there is none, and brings it up to
/// date. The lock keeps other servers from starting on it.
pub async fn open_store(config: &Config) -> Result<(Store, StartLock), AppError> {
    open(config, Purpose::Make, Durability::Commit).await
}

/// The same for a load, whose writes need not wait for the disk one by one.
pub async fn open_store_to_load(config: &Config) -> Result<(Store, StartLock), AppError> {
    open(config, Purpose::Make, Durability::Load).await
}

/// The same for what changes a database that is there: none is made.
pub async fn open_store_to_change(config: &Config) -> Result<(Store, StartLock), AppError> {
    open(config, Purpose::Write, Durability::Commit).await
}

/// Opens a database that is there and up to date, to read from it.
pub async fn open_store_to_read(config: &Config) -> Result<Store, AppError> {
    open_as_it_is(config, Purpose::Read).await
}

/// The same for changes that are taken back.
pub async fn open_store_to_rehearse(config: &Config) -> Result<Store, AppError> {
    open_as_it_is(config, Purpose::Write).await
}

async fn open(
    config: &Config,
    purpose: Purpose,
    durability: Durability,
) -> Result<(Store, StartLock), AppError> {
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let options = store_options(config, purpose, durability);
    let store = Store::open(&options).await.map_err(of_store)?;
    let starting = StartLock::acquire(&options).await.map_err(of_store)?;
    store.migrate().await.map_err(of_store)?;
    Ok((store, starting))
}

async fn open_as_it_is(config: &Config, purpose: Purpose) -> Result<Store, AppError> {
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let options = store_options(config, purpose, Durability::Load);
    let store = Store::open(&options).await.map_err(of_store)?;
    store.expect_current().await.map_err(of_store)?;
    Ok(store)
}

fn store_options(config: &Config, purpose: Purpose, durability: Durability) -> StoreOptions {
    let database = &config.database;
    StoreOptions {
        url: (!database.is_embedded()).then(|| database.url.expose().to_owned()),
        data_dir: config.data_dir.clone(),
        purpose,
        readers: database.reader_pool,
        writers: database.writer_pool,
        acquire_timeout: database.acquire_timeout(),
        busy_timeout: database.busy_timeout(),
        statement_timeout: database.statement_timeout(),
        durability,
    }
}

async fn load_sample(store: &Store, clock: Clock, config: &Config) -> Result<(), AppError> {
    match sample::load_if_new(store, clock).await {
        Ok(Some(counts)) => {
            tracing::info!(records = counts.created, "the bundled sample is loaded");
            Ok(())
        }
        Ok(None) => Ok(()),
        Err(error) => Err(of_sample(error, config)),
    }
}

pub(crate) fn of_sample(error: LoadError, config: &Config) -> AppError {
    match error {
        LoadError::Store(StoreError::Invalid {
            record,
            field,
            reason,
            ..
        }) => AppError::SampleRefused {
            record,
            reason: format!("{field}: {reason}"),
        },
        LoadError::Store(error) => AppError::of_store(&error, &config.database.url),
        LoadError::Format(error) => {
            AppError::Internal(format!("the bundled sample is broken: {error}"))
        }
    }
}

fn keyring_options(config: &Config) -> KeyringOptions {
    KeyringOptions {
        trust: config.auth.trust(),
        write_every: config.auth.last_used(),
    }
}

async fn share(
    config: &Config,
    store: Store,
    keyring: Arc<Keyring>,
    clock: Clock,
) -> Result<Shared, AppError> {
    let sdl = schema::sdl();
    let scalars = schema::scalars().into_iter().collect();
    let gate = Gate::new(&sdl, config.limits.gate(), scalars, translate::document)
        .map_err(|error| AppError::Internal(format!("the schema is not usable: {error}")))?;
    let definitions = schema::definitions(&sdl);
    let definitions = definitions.map_err(|error| AppError::Internal(error.to_string()))?;
    let attribution = schema::Attribution::new(&definitions);
    let client = schema::client::describe(definitions);
    let client = client.map_err(|error| AppError::Internal(error.to_string()))?;
    let served = served(config, store, clock).await?;
    Ok(Shared {
        schema: schema::build(),
        attribution,
        gate,
        served,
        keyring,
        server: config.server.clone(),
        answers: config.answers.clone(),
        cors: cors(config)?,
        packer: http::Packer::new(config.server.worker_count()),
        examples: http::Examples::default(),
        limiter: Limiter::new(limits(config)),
        threads: threads(config)?,
        proxies: proxies(config)?,
        max_answer_bytes: config.limits.max_answer_bytes,
        files: http::SchemaFiles::new(sdl, client).await,
    })
}

/// What every request has, with what is kept between them, which follows the log from now on.
async fn served(config: &Config, store: Store, clock: Clock) -> Result<Served, AppError> {
    let of_store = |error: StoreError| AppError::of_store(&error, &config.database.url);
    let place = store.head().await.map_err(of_store)?;
    let kept = Arc::new(Kept::new(config.memory.for_cache(), place));
    let pace = Pace {
        look_every: config.database.look_every(),
        ..Pace::default()
    };
    Ok(Served {
        kept: Arc::new(projection::follow(store.clone(), kept, pace)),
        store,
        clock,
        bounds: bounds(config),
    })
}

fn limits(config: &Config) -> Limits {
    Limits {
        bytes: config.memory.for_requests(),
        light_cost: config.traffic.light_cost,
        heavy: config.traffic.heavy(),
        waiting: config.traffic.queue_length,
        patience: config.traffic.patience(),
    }
}

fn threads(config: &Config) -> Result<Threads, AppError> {
    let started = Threads::start(config.traffic.threads());
    started.map_err(|error| AppError::Internal(format!("no thread can be started: {error}")))
}

fn proxies(config: &Config) -> Result<Proxies, AppError> {
    let read = config.traffic.proxies();
    read.map_err(|part| AppError::Internal(format!("no proxy is called {part}")))
}

fn cors(config: &Config) -> Result<http::Cors, AppError> {
    let addresses = config.server.listen.to_socket_addrs().into_iter().flatten();
    let is_loopback = addresses.map(|addr| addr.ip()).all(|ip| ip.is_loopback());
    let rules = http::Cors::new(&config.cors, is_loopback);
    rules.map_err(|part| AppError::Internal(format!("no origin or header is called {part}")))
}

fn bounds(config: &Config) -> Bounds {
    let micros =
        |seconds: u64| i64::try_from(seconds.saturating_mul(1_000_000)).unwrap_or(i64::MAX);
    let entries = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    Bounds {
        default_page: entries(config.limits.default_page),
        max_page: entries(config.limits.max_page),
        max_edges: config.limits.max_edges,
        max_work: config.limits.max_work,
        memory: Memory {
            micros: micros(config.writing.idempotency_hours.saturating_mul(3600)),
            rows: i64::try_from(config.writing.max_idempotency_keys).unwrap_or(i64::MAX),
        },
    }
}

fn of_bind(error: &io::Error, listen: &str) -> AppError {
    let listen = listen.to_owned();
    match error.kind() {
        io::ErrorKind::AddrInUse => AppError::AddressInUse { listen },
        _ => AppError::Listen {
            listen,
            reason: error.to_string(),
        },
    }
}

#[cfg(test)]
#[path = "app_tests.rs"]
mod tests;

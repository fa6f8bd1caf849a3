//! The command line.

mod generate;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use auth::{Access, Expiry, KeyName};
use clap::{Args, Parser, Subcommand};
use data::ids;
use data::ingest::FORMAT_VERSION;
use graphql::schema;

use crate::app::{self, AppError, Application, expect_output, of_output, print, show};
use crate::config::{Config, Environment, Flags};
use crate::{doctor, exchange, greeting, health, keys, telemetry};
use generate::Generate;

const AFTER_HELP: &str = "\
Every setting can also stand in a file or in the environment; `filmgraph config` prints them all.
DATABASE_URL names the database; without it, it is an SQLite file in the data directory.

Exit codes: 0 done, 1 the program or the database failed or a server is not well, 2 wrong use or an output that
cannot be written, 3 bad configuration, 4 data directory not writable, 5 database not reachable, not there or
another program's, 6 database of another version, 7 address in use or not available, 8 lines of an import were
rejected; 128 and the number of a signal: of a second one that ended a stop at once, 141 if nobody reads the output.";

/// A movie-knowledge GraphQL server.
#[derive(Debug, Parser)]
#[command(name = "filmgraph", version, after_help = AFTER_HELP, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// Directory of the embedded database [default: ./filmgraph-data]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Configuration file [default: filmgraph.toml in the data directory, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests until stopped
    Serve {
        /// Address and port [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
        /// Leave a new database empty
        #[arg(long)]
        no_sample: bool,
    },
    /// Ask the server of this configuration how it does; exit code 1 if it is not well
    Health {
        /// Where it listens [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
        /// Ask whether it can read its database, too
        #[arg(long)]
        ready: bool,
    },
    /// Bring the database up to date and end
    Migrate,
    /// Compare what is kept for fast reading with what it is made from; exit code 1 if they differ
    Doctor {
        /// Make anew what differs
        #[arg(long)]
        repair: bool,
        /// Say nothing of how far it is
        #[arg(long)]
        quiet: bool,
    },
    /// Take data in
    #[command(subcommand)]
    Import(Import),
    /// Write everything to a file in the interchange format
    Export {
        /// Replace a file that is there
        #[arg(long)]
        force: bool,
        /// Say nothing of how far it is
        #[arg(long)]
        quiet: bool,
        /// The file; - is standard output
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// The bundled data
    #[command(subcommand)]
    Sample(Sample),
    /// Explain ids, and make those of IMDb's, Wikidata's and TMDB's identifiers
    ///
    /// A line each, with tabs between the text, the id, the kind, the authority and its number.
    Id {
        /// The kind, where an identifier does not say it: person, work, company …
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// Ids, or identifiers: wvu, tt0111161, nm0000204, Q42, tmdb-film:603
        #[arg(required = true, value_name = "ID")]
        texts: Vec<String>,
    },
    /// API keys
    #[command(subcommand)]
    Key(Key),
    /// The interchange format
    #[command(subcommand)]
    Format(Format),
    /// Make up data, for benchmarks and trials at any size
    #[command(subcommand)]
    Generate(Generate),
    /// Print the GraphQL schema
    Schema {
        /// Print as JSON what client libraries need of it besides
        #[arg(long)]
        client: bool,
    },
    /// Print the effective configuration, every key explained, passwords masked
    Config,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Read files of the interchange format, one after the other
    ///
    /// Each line that is wrong is reported on standard error with its file, line, field and
    /// reason, and the rest goes in. The exit code is 0 if every line went in, and 8 if some were
    /// rejected. Reading a file again changes nothing.
    Jsonl {
        /// Stop at the first line that is wrong, with nothing of its file written
        #[arg(long)]
        strict: bool,
        /// Say what would be, and write nothing
        #[arg(long)]
        dry_run: bool,
        /// Write down which id each line got: file, line, id, how it got it, and what is to be looked
        /// at; - is standard output, and the counts then go to standard error
        #[arg(long, value_name = "FILE")]
        map: Option<PathBuf>,
        /// Say nothing of how far it is
        #[arg(long)]
        quiet: bool,
        /// The files; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Load the bundled data, also into a database that is not new
    Sample,
}

#[derive(Debug, Subcommand)]
enum Sample {
    /// Delete what rests on the bundled data alone and nothing else refers to
    Remove,
}

#[derive(Debug, Subcommand)]
enum Key {
    /// Make a key and print it
    ///
    /// The key alone goes to standard output, this once: only a hash of it is kept.
    Create {
        /// What the log calls its owner; never given to another key
        #[arg(long, value_name = "NAME")]
        name: KeyName,
        /// What it allows: read, edit, admin, each with those before it [default: read]
        #[arg(long, value_name = "SCOPE")]
        scope: Vec<Access>,
        /// Its last day (UTC), or the time at which it ends [default: it does not]
        #[arg(long, value_name = "DATE")]
        expires: Option<Expiry>,
    },
    /// List all keys, without the keys themselves
    List,
    /// Take a key back, for good
    Revoke {
        /// Its number or name
        #[arg(value_name = "ID|NAME")]
        key: String,
    },
}

#[derive(Debug, Subcommand)]
enum Format {
    /// Print the JSON Schema of a line
    Schema {
        /// Of which version; the lines of version 1 are lines of version 2, too
        #[arg(long, value_name = "VERSION", default_value_t = FORMAT_VERSION,
            value_parser = clap::value_parser!(u32).range(1..=i64::from(FORMAT_VERSION)))]
        format_version: u32,
    },
}

impl Cli {
    fn flags(&self) -> Flags {
        let common = &self.common;
        let mut flags = Flags {
            config: common.config.clone(),
            data_dir: common.data_dir.clone(),
            ..Flags::default()
        };
        match &self.command {
            Command::Serve { listen, no_sample } => {
                flags.listen.clone_from(listen);
                flags.no_sample = *no_sample;
            }
            Command::Health { listen, .. } => flags.listen.clone_from(listen),
            _ => {}
        }
        flags
    }
}

/// The whole program: reads the command line, does what it says, and tells errors in one line.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::try_parse() {
        Ok(cli) => execute(&cli),
        // Help and the version are printed as anything else is.
        Err(told) if !told.use_stderr() => {
            expect_output().and_then(|()| told.print().map_err(|error| of_output(&error)))
        }
        Err(wrong) => wrong.exit(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is_quiet() {
                let _ = writeln!(io::stderr(), "error: {error}");
            }
            ExitCode::from(error.exit_code())
        }
    }
}

fn execute(cli: &Cli) -> Result<(), AppError> {
    let load = || Config::load(&cli.flags(), &Environment::of_process());
    match &cli.command {
        Command::Import(Import::Jsonl {
            strict,
            dry_run,
            map,
            quiet,
            files,
        }) => {
            let config = load()?;
            let wanted = exchange::Wanted {
                files,
                is_strict: *strict,
                is_dry: *dry_run,
                map: map.as_deref(),
                is_quiet: *quiet,
            };
            report(&config, exchange::import(&config, wanted))
        }
        Command::Id { kind, texts } => {
            let told = ids::explain(texts, kind.as_deref());
            show(&told.map_err(|error| AppError::Options(error.to_string()))?)
        }
        Command::Import(Import::Sample) => {
            let config = load()?;
            report(&config, exchange::import_sample(&config))
        }
        Command::Sample(Sample::Remove) => {
            let config = load()?;
            report(&config, exchange::remove_sample(&config))
        }
        Command::Export { force, quiet, file } => {
            let config = load()?;
            telemetry::init(&config.log);
            let wanted = exchange::Export {
                file,
                replaces: *force,
                is_quiet: *quiet,
            };
            run(exchange::export(&config, wanted))
        }
        Command::Key(key) => {
            let config = load()?;
            telemetry::init(&config.log);
            run(manage(&config, key))
        }
        Command::Format(Format::Schema { format_version }) => {
            show(&exchange::format_schema(*format_version)?)
        }
        Command::Schema { client: false } => show(&schema::sdl()),
        Command::Schema { client: true } => show(&client_schema()?),
        Command::Generate(Generate::Imdb(asked)) => generate::imdb(asked),
        Command::Config => show(&load()?.to_toml()?),
        Command::Health { ready, .. } => {
            let question = match ready {
                true => health::Question::Ready,
                false => health::Question::Live,
            };
            print(&health::ask(&load()?, question)?)
        }
        Command::Migrate => run(migrate(load()?)),
        Command::Doctor { repair, quiet } => {
            let config = load()?;
            report(&config, doctor::examine(&config, *repair, *quiet))
        }
        Command::Serve { .. } => run(serve(load()?)),
    }
}

fn run(work: impl Future<Output = Result<(), AppError>>) -> Result<(), AppError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| AppError::Internal(error.to_string()))?;
    let done = runtime.block_on(work);
    // A look-up of a name that hangs is not waited for.
    runtime.shutdown_background();
    done
}

/// Runs what ends in a report of what was done, and prints that.
fn report(
    config: &Config,
    work: impl Future<Output = Result<String, AppError>>,
) -> Result<(), AppError> {
    telemetry::init(&config.log);
    run(async { print(&work.await?) })
}

async fn manage(config: &Config, key: &Key) -> Result<(), AppError> {
    match key {
        Key::Create {
            name,
            scope,
            expires,
        } => keys::create(config, name.clone(), scope, *expires).await,
        Key::List => show(&keys::list(config).await?),
        Key::Revoke { key } => print(&keys::revoke(config, key).await?),
    }
}

async fn migrate(config: Config) -> Result<(), AppError> {
    telemetry::init(&config.log);
    let (store, _starting) = app::open_store(&config).await?;
    store.close().await;
    print("The database is up to date.\n")
}

async fn serve(config: Config) -> Result<(), AppError> {
    telemetry::init(&config.log);
    let has_playground = config.server.playground;
    let application = Application::build(config).await?;
    let featured = application.featured_work().await;
    let base = application.base_url();
    // A server is not run for its greeting.
    if let Err(error) = print(&greeting::text(&base, has_playground, featured.as_deref())) {
        tracing::warn!(%error, "the greeting was not printed");
    }
    application.run_until_stopped().await
}

fn client_schema() -> Result<String, AppError> {
    let definitions = schema::definitions(&schema::sdl());
    let definitions = definitions.map_err(|error| AppError::Internal(error.to_string()))?;
    let described = schema::client::describe(definitions);
    described.map_err(|error| AppError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_declared() {
        Cli::command().debug_assert();
    }

    #[test]
    fn common_flags_may_stand_on_either_side_of_the_command() {
        for line in [
            "filmgraph --data-dir /d serve --no-sample --listen [::1]:0",
            "filmgraph serve --no-sample --listen [::1]:0 --data-dir /d",
        ] {
            let line = line.split(' ');
            let flags = Cli::try_parse_from(line)
                .expect("a good command line")
                .flags();
            assert_eq!(flags.data_dir, Some(PathBuf::from("/d")));
            assert_eq!(flags.listen.as_deref(), Some("[::1]:0"));
            assert!(flags.no_sample);
        }
    }
}

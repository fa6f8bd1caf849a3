//! Serving until something ends it, and taking everything down within one deadline.

use std::{sync::Arc, time::Duration};

use actix_web::dev::Server;
use auth::Keyring;
use projection::keep_making_careers;
use store::Store;
use tokio::time::{Instant, timeout_at};

use super::{AppError, Application, signals::Signals};

/// What closing may take when running requests have used up the deadline.
const AT_LEAST: Duration = Duration::from_millis(800);

/// Ends within a deadline, whatever clients and the database do. What did not get ready is told
/// and left: the process goes, and with it whatever hangs.
struct Deadline(Instant);

impl Deadline {
    async fn bound<T>(&self, what: &str, work: impl Future<Output = T>) -> Option<T> {
        let done = timeout_at(self.0, work).await.ok();
        if done.is_none() {
            tracing::warn!(what, "the time of the stop is over; this was not finished");
        }
        done
    }

    fn extended(self) -> Self {
        Self(self.0.max(Instant::now() + AT_LEAST))
    }
}

pub(super) async fn run(application: Application) -> Result<(), AppError> {
    let Application {
        server,
        addr,
        store,
        keyring,
        mut signals,
        shutdown_timeout,
    } = application;
    let uses = tokio::spawn({
        let (keyring, store) = (keyring.clone(), store.clone());
        async move { keyring.keep_writing_uses(&store).await }
    });
    let careers = keep_making_careers(store.clone());
    let server = serve(server, &mut signals).await;
    let deadline = Deadline(Instant::now() + shutdown_timeout);
    uses.abort();
    careers.abort();
    let ended = tokio::select! {
        ended = take_down(server, &keyring, &store, deadline) => ended,
        signal = signals.next() => return Err(AppError::Killed(signal)),
    };
    ended.map_err(|error| AppError::Listen {
        listen: addr.to_string(),
        reason: error.to_string(),
    })
}

/// A server that is stopping, or that ended by itself.
enum Stopped {
    RequestContext(Server),
    Ended(std::io::Result<()>),
}

async fn serve(mut server: Server, signals: &mut Signals) -> Stopped {
    tokio::select! {
        ended = &mut server => Stopped::Ended(ended),
        signal = signals.next() => {
            tracing::info!(%signal, "stopping");
            // The call sends the order; that it is carried out shows in the server's end.
            drop(server.handle().stop(true));
            Stopped::RequestContext(server)
        }
    }
}

async fn take_down(
    server: Stopped,
    keyring: &Arc<Keyring>,
    store: &Store,
    deadline: Deadline,
) -> std::io::Result<()> {
    let ended = match server {
        // Dropped if it takes too long, which cuts the requests that still run.
        Stopped::RequestContext(server) => deadline.bound("running requests", server).await,
        Stopped::Ended(ended) => Some(ended),
    };
    let deadline = deadline.extended();
    let uses = keyring.write_uses(store);
    deadline.bound("the last use of keys", uses).await;
    deadline.bound("closing the database", store.close()).await;
    ended.unwrap_or(Ok(()))
}

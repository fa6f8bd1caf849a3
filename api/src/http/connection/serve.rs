//! Listening, and handing each connection to the HTTP library over a stream with a clock.
//!
//! This is what `actix_web::HttpServer` does, but for the stream: the library's own timers know the
//! first head of a connection and silence between requests, and nothing of later heads, of bodies
//! that nobody reads and of answers that nobody takes.

use std::{
    io,
    net::{SocketAddr, TcpListener, ToSocketAddrs},
    sync::Arc,
    time::Duration,
};

use actix_http::{HttpService, KeepAlive, error::DispatchError};
use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{
    IntoServiceFactory, ServiceFactory, ServiceFactoryExt, fn_service, map_config,
};
use actix_web::{
    App,
    dev::{AppConfig, Extensions},
    middleware::from_fn,
    web,
};
use tokio::net::{TcpSocket, TcpStream};

use super::{clock::Bounds, places::Places, stream::Stream};
use crate::config::ServerConfig;
use crate::http::{Shared, access, routes};

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;
/// How long a client may go on sending a body that was refused before the connection is closed:
/// one that is closed while bytes come loses the answer.
const LINGER: Duration = Duration::from_secs(1);

/// Listens on the configured address; the server serves when it is awaited.
pub(crate) fn listen(
    config: &ServerConfig,
    shared: web::Data<Shared>,
) -> io::Result<(Server, SocketAddr)> {
    let workers = config.worker_count();
    let connections = usize::try_from(config.max_connections).unwrap_or(usize::MAX);
    let mut builder = Server::build()
        .workers(workers)
        .max_concurrent_connections(connections.div_ceil(workers))
        .shutdown_timeout(config.shutdown_timeout_s)
        .disable_signals();
    let http = Http {
        bounds: Bounds::new(config),
        keeps_alive: config.keep_alive_s > 0,
        places: per_address(config),
        stopping: builder.graceful_shutdown_signal(),
        shared,
    };
    let listeners = bind(config)?;
    let first = listeners.first().map(TcpListener::local_addr);
    let addr = first.unwrap_or_else(|| Err(io::ErrorKind::AddrNotAvailable.into()))?;
    for listener in listeners {
        let http = http.clone();
        builder = builder.listen("filmgraph", listener, move || http.connections())?;
    }
    Ok((builder.run(), addr))
}

fn per_address(config: &ServerConfig) -> Option<Arc<Places>> {
    let most = config.max_connections_per_address;
    (most > 0).then(|| Places::new(most))
}

/// A name may have several addresses: those that can be listened on are.
fn bind(config: &ServerConfig) -> io::Result<Vec<TcpListener>> {
    let (mut listeners, mut failed) = (Vec::new(), None);
    for addr in config.listen.to_socket_addrs()? {
        match bind_one(addr, config.send_buffer_bytes) {
            Ok(listener) => listeners.push(listener),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if listeners.is_empty() => Err(error),
        _ => Ok(listeners),
    }
}

fn bind_one(addr: SocketAddr, send_buffer: u32) -> io::Result<TcpListener> {
    let socket = if addr.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    // Elsewhere it would let two servers have one address.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    if send_buffer > 0 {
        // Connections inherit it.
        socket.set_send_buffer_size(send_buffer)?;
    }
    socket.bind(addr)?;
    socket.listen(BACKLOG)?.into_std()
}

/// What a worker needs to serve connections.
#[derive(Clone)]
struct Http {
    bounds: Bounds,
    keeps_alive: bool,
    places: Option<Arc<Places>>,
    stopping: GracefulShutdownSignal,
    shared: web::Data<Shared>,
}

impl Http {
    /// The service of one worker.
    fn connections(
        &self,
    ) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = (), InitError = ()> + use<>
    {
        let app = App::new()
            .app_data(self.shared.clone())
            .wrap(from_fn(access::observe))
            .configure(routes)
            .into_factory()
            .map_err(|error: actix_web::Error| error.error_response());
        let stopping = self.stopping.clone();
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            // Kept alive for as long as the stream says.
            .keep_alive(match self.keeps_alive {
                true => KeepAlive::Os,
                false => KeepAlive::Disabled,
            })
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(LINGER)
            .on_connect_ext(|stream: &Stream, data: &mut Extensions| {
                data.insert(stream.clock());
            })
            .h1(map_config(app, |()| AppConfig::default()));
        let (bounds, places) = (self.bounds, self.places.clone());
        fn_service(move |io| std::future::ready(admit(io, bounds, places.as_ref())))
            .and_then(http)
            .map_err(|error| log_end(&error))
    }
}

fn admit(
    io: TcpStream,
    bounds: Bounds,
    places: Option<&Arc<Places>>,
) -> Result<(Stream, Option<SocketAddr>), DispatchError> {
    let peer = io.peer_addr();
    let place = match (places, &peer) {
        (Some(places), Ok(peer)) => {
            let place = places.take(peer.ip());
            let refused = || DispatchError::Io(io::ErrorKind::QuotaExceeded.into());
            Some(place.ok_or_else(refused)?)
        }
        _ => None,
    };
    Ok((Stream::new(io, bounds, place), peer.ok()))
}

/// Why a connection ended otherwise than in order. What a client can bring about is no error of the
/// server's, or anybody could fill the log.
fn log_end(error: &DispatchError) {
    match error {
        DispatchError::Parse(error) => {
            tracing::debug!(%error, "a request was not HTTP, and was refused");
        }
        DispatchError::Service(_) | DispatchError::Upgrade | DispatchError::InternalError => {
            tracing::error!(%error, "the HTTP library failed");
        }
        // One of ours, told where it was found.
        DispatchError::Io(error) if error.raw_os_error().is_none() => {}
        error => tracing::debug!(%error, "a connection broke off"),
    }
}

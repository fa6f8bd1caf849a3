//! A proxy to PostgreSQL that breaks connections where a test wants it.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The message in which a client ends its transaction.
const COMMIT: &[u8] = b"COMMIT\0";

/// What becomes of the next commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It goes through, and so does its answer.
    Never,
    /// It does not arrive: the connection breaks before.
    Before,
    /// The same, and nobody can connect any more.
    BeforeForGood,
    /// It is carried out, but its answer does not arrive.
    After,
    /// The same, and nobody can connect any more.
    AfterForGood,
}

/// The proxy; connections through it end with it.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    state: Arc<State>,
    accepting: tokio::task::JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    server: String,
    cut: Mutex<Cut>,
    /// Breaks every connection when it changes.
    broken: watch::Sender<u32>,
    is_closed: std::sync::atomic::AtomicBool,
}

impl Proxy {
    /// A proxy before the server of the database at this address.
    ///
    /// # Panics
    /// If it cannot listen.
    pub async fn before(url: &str) -> Self {
        let (start, rest) = url.split_once('@').expect("a user");
        let (server, name) = rest.split_once('/').expect("a name");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let state = Arc::new(State {
            server: server.to_owned(),
            cut: Mutex::new(Cut::Never),
            broken: watch::Sender::new(0),
            is_closed: false.into(),
        });
        let shared = state.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // Who comes now finds nobody.
                if !shared.is_closed.load(std::sync::atomic::Ordering::SeqCst) {
                    tokio::spawn(connection(client, shared.clone()));
                }
            }
        });
        Self {
            url: format!("{start}@127.0.0.1:{port}/{name}"),
            state,
            accepting,
        }
    }

    /// The address of the database through it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What becomes of the next commit.
    ///
    /// # Panics
    /// Never.
    pub fn cut(&self, cut: Cut) {
        *self.state.cut.lock().expect("a lock") = cut;
    }

    /// Breaks every connection, as a restart of the server does.
    pub fn break_all(&self) {
        self.state.broken.send_modify(|count| *count += 1);
    }

    /// Whether nobody can connect.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let order = std::sync::atomic::Ordering::SeqCst;
        self.state.is_closed.load(order)
    }

    /// Lets nobody connect, or everybody again.
    pub fn close(&self, is_closed: bool) {
        let order = std::sync::atomic::Ordering::SeqCst;
        self.state.is_closed.store(is_closed, order);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.break_all();
    }
}

impl State {
    /// What becomes of these bytes of a client: the cut counts once.
    fn cut_of(&self, bytes: &[u8]) -> Cut {
        if !bytes.windows(COMMIT.len()).any(|window| window == COMMIT) {
            return Cut::Never;
        }
        std::mem::replace(&mut *self.cut.lock().expect("a lock"), Cut::Never)
    }
}

async fn connection(client: TcpStream, state: Arc<State>) {
    let Ok(server) = TcpStream::connect(&state.server).await else {
        return;
    };
    let mut broken = state.broken.subscribe();
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let asking = async {
        let mut bytes = vec![0; 64 * 1024];
        loop {
            let Ok(count @ 1..) = from_client.read(&mut bytes).await else {
                return;
            };
            let cut = state.cut_of(&bytes[..count]);
            if matches!(cut, Cut::BeforeForGood | Cut::AfterForGood) {
                let order = std::sync::atomic::Ordering::SeqCst;
                state.is_closed.store(true, order);
            }
            let arrives = !matches!(cut, Cut::Before | Cut::BeforeForGood);
            if arrives && to_server.write_all(&bytes[..count]).await.is_err() {
                return;
            }
            if cut != Cut::Never {
                if matches!(cut, Cut::BeforeForGood | Cut::AfterForGood) {
                    state.broken.send_modify(|count| *count += 1);
                }
                return;
            }
        }
    };
    let answering = async {
        let _ = tokio::io::copy(&mut from_server, &mut to_client).await;
    };
    tokio::select! {
        () = asking => {}
        () = answering => {}
        _ = broken.changed() => {}
    }
    // The server carries out what it has got before it sees that the client is gone.
}

//! A server that tests share.

use std::{
    ops::Deref,
    sync::{Arc, Weak},
};

use tokio::sync::Mutex;

use crate::{Client, Database, Options, Server};

/// One for each database, while a test has it.
static SAMPLES: [Mutex<Weak<Server>>; 2] = [const { Mutex::const_new(Weak::new()) }; 2];

/// A running server that the tests of a moment share. It gives nothing to write with: no key, and no
/// handle on its database.
#[derive(Clone)]
pub struct SharedServer {
    client: Client,
    /// It ends with the last test that has it.
    _server: Arc<Server>,
}

impl SharedServer {
    /// The one with the bundled sample; started where no other test has it.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn sample(database: Database) -> Self {
        let mut place = SAMPLES[database as usize].lock().await;
        let server = if let Some(running) = place.upgrade() {
            running
        } else {
            let started = Arc::new(Server::start(database, Options::sample()).await);
            *place = Arc::downgrade(&started);
            started
        };
        // Connections belong to the runtime that opened them, and each test has one of its own.
        let client = Client::new(server.client().base());
        Self {
            client,
            _server: server,
        }
    }
}

impl Deref for SharedServer {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

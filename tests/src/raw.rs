//! A connection below HTTP, for clients that do not keep to it.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::Client;

/// How long a connection may be silent: only to catch what never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection on which a test says each byte.
#[derive(Debug)]
pub struct Raw {
    stream: TcpStream,
    /// What was read past the last answer.
    ahead: Vec<u8>,
}

/// What came before a connection was closed.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The bytes, as text.
    pub text: String,
    /// How long it took.
    pub after: Duration,
}

impl Raw {
    /// A connection to this client's server.
    ///
    /// # Panics
    /// If there is none to be had.
    pub async fn connect(client: &Client) -> Self {
        let address = client.base().trim_start_matches("http://");
        let stream = TcpStream::connect(address).await.expect("a connection");
        Self {
            stream,
            ahead: Vec::new(),
        }
    }

    /// Sends this and says nothing more.
    ///
    /// # Panics
    /// If the server has closed the connection.
    pub async fn send(&mut self, text: impl AsRef<[u8]>) {
        let sent = self.stream.write_all(text.as_ref()).await;
        sent.expect("a connection that takes it");
    }

    /// Sends this if the server still takes it; whether it does.
    pub async fn try_send(&mut self, text: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(text.as_ref()).await.is_ok()
    }

    /// Reads up to so many bytes; none if the connection is closed.
    ///
    /// # Panics
    /// If nothing comes.
    pub async fn read(&mut self, most: usize) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.ahead);
        if bytes.is_empty() {
            bytes.resize(most, 0);
            let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await;
            bytes.truncate(read.expect("a word from the server").unwrap_or(0));
        }
        bytes
    }

    /// Reads one answer with its body, whose length it has to tell.
    ///
    /// # Panics
    /// If it does not come whole.
    pub async fn answer(&mut self) -> String {
        let mut bytes = Vec::new();
        loop {
            if let Some(length) = length_of(&bytes)
                && bytes.len() >= length
            {
                self.ahead = bytes.split_off(length);
                return String::from_utf8(bytes).expect("text");
            }
            let more = self.read(65_536).await;
            let so_far = String::from_utf8_lossy(&bytes);
            assert!(!more.is_empty(), "closed after {so_far:?}");
            bytes.extend(more);
        }
    }

    /// Reads until the server closes the connection, in order or not.
    pub async fn rest(&mut self) -> Rest {
        let started = Instant::now();
        let mut bytes = Vec::new();
        loop {
            let more = self.read(65_536).await;
            if more.is_empty() {
                break;
            }
            bytes.extend(more);
        }
        Rest {
            text: String::from_utf8_lossy(&bytes).into_owned(),
            after: started.elapsed(),
        }
    }
}

/// How long the answer at the start of these bytes is, once its head is there.
fn length_of(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    Some(head + length.unwrap_or(0))
}

//! A light client: one connection that is kept open, one request at a time.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::Method;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use memchr::memmem;
use serde_json::Value;
use tokio::net::TcpStream;

/// A request, made before it is timed.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) path: &'static str,
    pub(crate) body: Bytes,
    /// An API key.
    pub(crate) key: Option<String>,
}

/// A connection.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a setting of a connection");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("a connection");
        tokio::spawn(async move {
            // What breaks it fails the request that is under way.
            let _ = connection.await;
        });
        Self {
            sender,
            host: address.to_string(),
        }
    }

    /// Asks. What is no good answer ends the run: nothing is measured of a server that refuses.
    pub(crate) async fn ask(&mut self, request: &Request) -> Bytes {
        let mut head = hyper::Request::builder()
            .method(Method::POST)
            .uri(request.path)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, "application/json");
        if let Some(key) = &request.key {
            head = head.header(AUTHORIZATION, format!("Bearer {key}"));
        }
        let sent = head
            .body(Full::new(request.body.clone()))
            .expect("a request");
        let answer = self.sender.send_request(sent).await.expect("an answer");
        let status = answer.status();
        let body = answer
            .into_body()
            .collect()
            .await
            .expect("a whole answer")
            .to_bytes();
        let is_good = status.is_success() && memmem::find(&body, b"\"errors\":").is_none();
        assert!(
            is_good,
            "{status} to {}:\n{}",
            String::from_utf8_lossy(&request.body),
            String::from_utf8_lossy(&body)
        );
        body
    }

    pub(crate) async fn json(&mut self, request: &Request) -> Value {
        serde_json::from_slice(&self.ask(request).await).expect("JSON")
    }
}

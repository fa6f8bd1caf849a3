//! A GraphQL client over HTTP.

use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::header::{CACHE_CONTROL, HeaderMap};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// A client of one server; cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
    /// Whether what is kept between requests is left aside.
    reads_anew: bool,
    asked: Arc<Mutex<Vec<Value>>>,
    /// Whether others than the server write, of whom it is to hear first.
    others_write: Arc<AtomicBool>,
}

/// Most bodies that a client and its clones remember.
const REMEMBERED: usize = 60;

impl Client {
    /// A client of the server at this address.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: base.into(),
            key: None,
            reads_anew: false,
            asked: Arc::default(),
            others_write: Arc::default(),
        }
    }

    /// The same client, for answers that are read anew from the database: as many statements as the
    /// query takes, whatever was asked for before.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self {
            reads_anew: true,
            ..self.clone()
        }
    }

    /// The queries that it and its clones sent last, each once.
    #[must_use]
    pub fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("what was asked").clone()
    }

    /// From now on, others than the server may write: before it is asked anything, it has heard of
    /// what they wrote.
    pub fn others_write(&self) {
        self.others_write.store(true, Ordering::SeqCst);
    }

    /// Waits until the server has heard of all that was written, by whomever.
    ///
    /// # Panics
    /// If it does not within a minute.
    pub async fn catches_up(&self) {
        for _ in 0..6_000 {
            let cache = self.get("/health/ready").await.json()["cache"].take();
            if cache["place"].as_i64() >= cache["head"].as_i64() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the server does not hear of what was written");
    }

    fn remember(&self, body: &Value) {
        let query = body["query"].as_str().unwrap_or_default();
        let mut asked = self.asked.lock().expect("what was asked");
        if query.contains("mutation") || asked.contains(body) {
            return;
        }
        if asked.len() == REMEMBERED {
            asked.remove(0);
        }
        asked.push(body.clone());
    }

    /// The same client with an API key.
    #[must_use]
    pub fn with_key(&self, key: &str) -> Self {
        Self {
            key: Some(key.to_owned()),
            ..self.clone()
        }
    }

    /// Where the server is.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A request that a test wants to word itself.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if self.reads_anew {
            request = request.header(CACHE_CONTROL, "no-cache");
        }
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// The answer to a GET request.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    /// The answer to a GraphQL document.
    pub async fn query(&self, query: &str) -> Answer {
        self.post(&json!({ "query": query })).await
    }

    /// The answer to a GraphQL document with variables.
    pub async fn query_with(&self, query: &str, variables: Value) -> Answer {
        self.post(&json!({ "query": query, "variables": variables }))
            .await
    }

    /// The answer to a GraphQL request as it stands in a body.
    pub async fn post(&self, body: &Value) -> Answer {
        if self.others_write.load(Ordering::SeqCst) {
            self.catches_up().await;
        }
        self.remember(body);
        Answer::of(self.request(Method::POST, "/graphql").json(body)).await
    }

    /// The data of a GraphQL document that has to be answered without errors.
    pub async fn data(&self, query: &str) -> Value {
        self.query(query).await.data()
    }

    /// The data of a GraphQL document with variables that has to be answered without errors.
    pub async fn data_with(&self, query: &str, variables: Value) -> Value {
        self.query_with(query, variables).await.data()
    }

    /// The one error of a GraphQL document.
    pub async fn error(&self, query: &str) -> Value {
        self.query(query).await.error()
    }
}

/// An answer, read whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: String,
}

impl Answer {
    /// Sends a request and reads the answer.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("an answer");
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.expect("a body"),
        }
    }

    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as JSON, of a question for readiness: without what changes from question to question.
    ///
    /// # Panics
    /// If it is none.
    #[must_use]
    pub fn readiness(&self) -> Value {
        let mut json = self.json();
        if let Some(members) = json.as_object_mut() {
            let _ = members.remove("cache");
        }
        json
    }

    /// `data`, which has to come without errors.
    ///
    /// # Panics
    /// If there are errors, or no data.
    #[must_use]
    pub fn data(&self) -> Value {
        let mut json = self.json();
        assert!(json.get("errors").is_none(), "errors in {}", self.body);
        assert_eq!(self.status, 200, "{self:?}");
        json["data"].take()
    }

    /// The errors; empty if there are none.
    #[must_use]
    pub fn errors(&self) -> Vec<Value> {
        let errors = self.json()["errors"].take();
        errors.as_array().cloned().unwrap_or_default()
    }

    /// The one error.
    ///
    /// # Panics
    /// If there is none, or more than one.
    #[must_use]
    pub fn error(&self) -> Value {
        let mut errors = self.errors();
        assert_eq!(errors.len(), 1, "one error was expected: {}", self.body);
        errors.remove(0)
    }

    /// The code of the first error; empty if there is none.
    #[must_use]
    pub fn code(&self) -> String {
        let code = self.errors().first().map(code_of);
        code.unwrap_or_default()
    }

    /// How many SQL statements it took.
    ///
    /// # Panics
    /// If the server does not say.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.number("filmgraph-statements")
    }

    /// What it was estimated to cost.
    ///
    /// # Panics
    /// If the server does not say.
    #[must_use]
    pub fn cost(&self) -> u64 {
        self.number("filmgraph-cost")
    }

    fn number<T: FromStr>(&self, name: &str) -> T {
        let number = self.header(name).and_then(|number| number.parse().ok());
        number.unwrap_or_else(|| panic!("no number in {name}: {self:?}"))
    }
}

/// The code of an error.
fn code_of(error: &Value) -> String {
    let code = error["extensions"]["code"].as_str();
    code.unwrap_or_default().to_owned()
}

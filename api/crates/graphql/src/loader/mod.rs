//! Loaders: what a request reads, in batches, and nothing twice.
//!
//! One loader a request. Keys of the same shape that are asked for in the same step of the
//! execution become one statement.

mod along;
mod batch;
mod book;
mod claim;
mod cut;
mod in_flight;
mod kept;
mod key;
mod person;
mod preview;
mod run;
mod shape;

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use budget::{Stopped, Work};
use store::{Failure, Session, StoreError};

use crate::error::{ApiError, ErrorCode};

pub(crate) use self::claim::{ClaimsAbout, ClaimsOf, Whole};
pub(crate) use along::{EpisodesOf, MentionsOf, SubjectsOf};
pub(crate) use book::{Books, GenresOf, HeadersOf, Kind, Wanted};
pub(crate) use cut::{CountOf, PartOf};
pub use kept::Kept;
pub(crate) use key::{
    About, EdgesOfWork, GenreNamed, Identified, JobsNamed, OwnedBy, Record, RowsAlong,
    WorksOfCompany,
};
pub(crate) use person::OfPerson;
pub(crate) use preview::Preview;
pub(crate) use shape::Shape;

/// The edges that one statement reads, over all owners of a batch, in units of the bound for one
/// owner: a page of people, each at the bound, does not fit into memory.
const OWNERS_AT_THE_BOUND: u64 = 4;

/// What the loader reads with.
pub(crate) struct Reader {
    session: Session,
    max_edges: u64,
    work: Work,
    books: Arc<Books>,
    kept: Option<Arc<Kept>>,
}

/// The loader of one request.
pub(crate) struct Loaders {
    kept: Option<Arc<Kept>>,
    loader: Arc<DataLoader<Reader>>,
    asked: in_flight::InFlight,
    books: Arc<Books>,
}

impl Loaders {
    /// A loader that reads with `session`, at most `max_edges` edges of one owner, as a part of
    /// the request's work. What is kept between requests is not read, where there is such.
    #[must_use]
    pub(crate) fn new(
        session: Session,
        max_edges: u64,
        work: Work,
        kept: Option<Arc<Kept>>,
    ) -> Self {
        let books = Arc::new(Books::default());
        let timer = run::Yielding(work.clone());
        let reader = Reader {
            session,
            max_edges,
            work,
            books: books.clone(),
            kept: kept.clone(),
        };
        let loader = DataLoader::new(reader, run::Spawner, timer)
            // One bind holds any number of keys; the gate's cost bounds how many there can be.
            .max_batch_size(usize::MAX);
        Self {
            kept,
            loader: Arc::new(loader),
            asked: in_flight::InFlight::default(),
            books,
        }
    }

    /// Takes what a preview holds for read.
    pub(crate) fn show(&self, preview: Preview) {
        preview.fill(self);
    }

    /// Works of which headers or genres are wanted; none to begin with.
    pub(crate) fn wanted<K: Kind>(&self) -> Wanted<K> {
        Wanted::new(&self.loader, &self.books, self.kept.clone())
    }

    /// What has been read of works for whole lists.
    pub(crate) fn books(&self) -> &Arc<Books> {
        &self.books
    }

    /// One value, if it is there.
    pub(crate) fn there<K: Shape>(&self, key: &K) -> Option<K::Value> {
        self.asked.there(self.kept.as_deref(), key)
    }

    /// One value.
    pub(crate) async fn one<K: Shape>(&self, key: K) -> Result<K::Value, ApiError> {
        let kept = self.kept.as_deref();
        self.asked.value(&self.loader, kept, key).await
    }

    /// Many values, in the order of their keys.
    pub(crate) async fn many<K: Shape>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<K::Value>, ApiError> {
        let asked = self
            .asked
            .for_keys(&self.loader, self.kept.as_deref(), keys);
        asked.values().await
    }
}

/// What a client is told of a failure of the store.
#[must_use]
pub fn api_error(error: StoreError) -> ApiError {
    match error {
        StoreError::TooMany { what, limit } => {
            let message = format!(
                "more than {limit} {what} would have to be read at once; ask for fewer {} in one \
                 query",
                what.owners()
            );
            ApiError::bound(message, "max_edges", limit, None)
        }
        StoreError::OutcomeUnknown => ApiError::new(
            ErrorCode::OutcomeUnknown,
            "whether this took effect is not known: the connection to the database broke while it \
             was committed; repeat the mutation with the same idempotencyKey, which does it once, or \
             read the record",
        ),
        other => match other.failure() {
            Some(failure) => failed(failure, &other),
            None => ApiError::internal(other),
        },
    }
}

/// The code of a failure of the database that is not the statement's.
#[must_use]
pub const fn code(failure: Failure) -> ErrorCode {
    match failure {
        Failure::Busy | Failure::Lost => ErrorCode::Busy,
        Failure::DiskFull => ErrorCode::DiskFull,
        Failure::ReadOnly => ErrorCode::ReadOnly,
        Failure::Storage => ErrorCode::IoError,
    }
}

fn failed(failure: Failure, error: &StoreError) -> ApiError {
    let message = match failure {
        Failure::Busy => "the database is busy; try again in a moment",
        Failure::Lost => {
            "the database cannot be reached, and nothing was written; try again in a moment"
        }
        Failure::DiskFull => {
            "the database has no room left, and nothing was written; reading goes on"
        }
        Failure::ReadOnly => "the database cannot be written now, and nothing was; reading goes on",
        Failure::Storage => "the storage of the database fails, and nothing was written",
    };
    let code = code(failure);
    tracing::warn!(target: "filmgraph::graphql", %error, %code, "the database fails");
    ApiError::new(code, message)
}

impl From<Stopped> for ApiError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Exhausted { limit, used } => {
                let message = format!(
                    "the request goes through longer lists, or through more of them, than {limit} \
                     looks at an entry allow; ask for fewer lists, filters and orders in one request"
                );
                Self::bound(message, "max_work", limit, Some(used))
            }
            // Nobody hears it: who asked has been told already.
            Stopped::Late => Self::new(ErrorCode::Timeout, "the time of the request is over"),
        }
    }
}

/// Values as a batch returns them: shared, for the cache keeps them too.
type Shared<T> = Arc<T>;

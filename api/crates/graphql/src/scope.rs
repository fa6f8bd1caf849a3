//! What one request may see: its reader and loaders, its day, its language, its bounds.

mod grounds;
mod lists;
mod memo;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use auth::{Access, Principal};
use budget::Work;
use edge::EdgeList;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, Ready, ready};
use model::clock::Clock;
use model::day::{CalendarDay, Day};
use model::id::RecordId;
use projection::{Following, Projection};
use store::read::{Finder, Keyed};
use store::write::Memory;
use store::{Progress, Session, Share, Store};
use tokio::time::Instant;

use crate::error::{ApiError, ErrorCode};
use crate::loader::{Kept, Loaders, OfPerson, Preview, Record, Shape};
use entity::vocabulary::RecordKind;

use grounds::Grounds;
pub(crate) use grounds::Topics;
use memo::Memo;
pub(crate) use memo::{Name, Weighed};

/// The bounds of paging and reading.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Entries of a page when the query does not say.
    pub default_page: u32,
    /// Most entries of a page.
    pub max_page: u32,
    /// Most edges of one owner that are read.
    pub max_edges: u64,
    /// Most looks at entries of lists, see [`Work`].
    pub max_work: u64,
    /// For how long, and how many, mutations are remembered by their idempotency keys.
    pub memory: Memory,
}

/// Who may write, and with what. [`Scope::editor`] alone gives one, to those who may.
pub(crate) struct Editor<'s> {
    /// What is written to.
    pub(crate) store: &'s Store,
    /// Who it is, as the log names them.
    pub(crate) actor: &'s str,
    /// The present moment, in microseconds since 1970.
    pub(crate) at: i64,
    /// What becomes of its commits.
    pub(crate) progress: &'s Arc<Progress>,
}

/// What a request says besides its document.
#[derive(Debug, Default)]
pub struct RequestContext {
    /// Who sends it; none if it is anonymous.
    pub caller: Option<Principal>,
    /// The language of the answer.
    pub language: Option<String>,
    /// Whether the sources of the answer are to be named.
    pub names_sources: bool,
    /// Whether nothing that is kept between requests is to be used.
    pub reads_anew: bool,
}

/// How much of the server a request may have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowance {
    /// Until when.
    pub deadline: Option<Instant>,
    /// Of the reading connections.
    pub share: Share,
}

/// What has been read, and what was made of it.
struct Read {
    loaders: Loaders,
    memo: Memo,
}

/// What a server has, for every request.
#[derive(Clone)]
pub struct Served {
    /// The database.
    pub store: Store,
    /// What is kept of it between requests.
    pub kept: Arc<Following<Kept>>,
    /// What the time is.
    pub clock: Clock,
    /// The bounds of paging and reading.
    pub bounds: Bounds,
}

/// What is loaded: most of it is there at once, and the rest waits on the heap, so that what asks is
/// small.
pub(crate) type Loading<'s, T> =
    Either<Ready<Result<T, ApiError>>, BoxFuture<'s, Result<T, ApiError>>>;

/// A record is not there that another names: it was read between two statements that were not one, and
/// a deletion came between.
fn gone() -> ApiError {
    ApiError::new(
        ErrorCode::Gone,
        "a record was deleted while it was being read; ask again",
    )
}

fn nothing_read(served: &Served, asked: &RequestContext, session: &Session, work: &Work) -> Read {
    let kept = served.kept.projection();
    let kept = (!asked.reads_anew && kept.keeps_any()).then(|| kept.clone());
    let max_edges = served.bounds.max_edges;
    Read {
        loaders: Loaders::new(session.clone(), max_edges, work.clone(), kept),
        memo: Memo::default(),
    }
}

/// How long a mutation waits until what is kept between requests has heard of it. Past that all of it
/// is forgotten.
const PATIENCE: Duration = Duration::from_secs(1);

/// What one request may see; cheap to clone.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

struct Inner {
    session: Session,
    /// What was read is forgotten when the request has written.
    read: RwLock<Arc<Read>>,
    work: Work,
    served: Served,
    today: Day,
    asked: RequestContext,
    grounds: Grounds,
    progress: Arc<Progress>,
}

impl Scope {
    /// The scope of a request that comes in now.
    #[must_use]
    pub fn new(served: &Served, asked: RequestContext, allowance: Allowance) -> Self {
        let session = served
            .store
            .session_until(allowance.share, allowance.deadline);
        let deadline = allowance.deadline.map(Instant::into_std);
        let work = Work::new(served.bounds.max_work, deadline);
        let read = nothing_read(served, &asked, &session, &work);
        let today = served.clock.today();
        let today = CalendarDay::new(today.year(), u8::from(today.month()), today.day());
        Self(Arc::new(Inner {
            session,
            read: RwLock::new(Arc::new(read)),
            work,
            served: served.clone(),
            today: today.map_or(0, CalendarDay::to_day),
            asked,
            grounds: Grounds::default(),
            progress: Arc::default(),
        }))
    }

    /// SQL statements run so far.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.0.session.statements()
    }

    /// Whether the request has written something, or may have.
    #[must_use]
    pub fn may_have_written(&self) -> bool {
        self.0.progress.may_have_written()
    }

    /// For the few reads that no loader has a shape for.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// The present day (UTC).
    #[must_use]
    pub fn today(&self) -> Day {
        self.0.today
    }

    /// The language of the answer: the argument, or the one that the request asks for.
    #[must_use]
    pub fn language<'a>(&'a self, argument: Option<&'a str>) -> Option<&'a str> {
        argument.or(self.0.asked.language.as_deref())
    }

    /// Whether the sources of the answer are to be named.
    pub fn names_sources(&self) -> bool {
        self.0.asked.names_sources
    }

    /// Notes that the answer rests on a record that may not be in it, or on properties of one.
    pub(crate) fn rests_on(&self, kind: RecordKind, id: i64, keys: &[&'static str]) {
        if self.0.asked.names_sources {
            self.0.grounds.add(RecordId { kind, id }, keys);
        }
    }

    /// What was noted.
    pub(crate) fn grounds(&self) -> Topics {
        self.0.grounds.take()
    }

    /// The bounds of paging and reading.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.0.served.bounds
    }

    /// The right to write, for those who have it: the one place where that is decided.
    pub(crate) fn editor(&self) -> Result<Editor<'_>, ApiError> {
        let Some(caller) = &self.0.asked.caller else {
            let message = "mutations need an API key, in the header Authorization: Bearer";
            return Err(ApiError::new(ErrorCode::Unauthenticated, message));
        };
        if !caller.scopes.allow(Access::Edit) {
            let message = format!(
                "mutations need the scope edit; this API key has: {}",
                caller.scopes
            );
            return Err(ApiError::new(ErrorCode::Forbidden, message));
        }
        Ok(Editor {
            store: &self.0.served.store,
            actor: &caller.actor,
            at: self.0.served.clock.micros(),
            progress: &self.0.progress,
        })
    }

    /// Forgets what was read, for something has been written since, up to this place in the log if it
    /// is known. What is kept between requests has to have heard of it.
    pub(crate) async fn forget(&self, written: Option<i64>) {
        let Served { kept, .. } = &self.0.served;
        if let Some(place) = written
            && !kept.reaches(place, PATIENCE).await
        {
            kept.projection().begin_anew(place);
        }
        let nothing = nothing_read(&self.0.served, &self.0.asked, &self.0.session, &self.0.work);
        let mut current = self.0.read.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(nothing);
    }

    /// Answers with what a preview holds in the place of what is stored.
    pub(crate) fn show(&self, preview: Preview) {
        self.read().loaders.show(preview);
    }

    fn read(&self) -> Arc<Read> {
        let current = self.0.read.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }

    /// What a key stands for.
    pub(crate) fn load<K: Shape>(&self, key: K) -> Loading<'_, K::Value> {
        self.load_as(key, Ok)
    }

    /// What somebody makes of what a key stands for.
    fn load_as<K: Shape, T>(
        &self,
        key: K,
        of: impl FnOnce(K::Value) -> Result<T, ApiError> + Send + 'static,
    ) -> Loading<'_, T> {
        let read = self.read();
        match read.loaders.there(&key) {
            Some(value) => ready(of(value)).left_future(),
            None => async move { of(read.loaders.one(key).await?) }
                .boxed()
                .right_future(),
        }
    }

    /// The roles of a person.
    pub(crate) fn edges_of_person(&self, person: i64) -> Loading<'_, Arc<EdgeList>> {
        let read = self.read();
        match read.loaders.edges_of_person_there(person) {
            Some(edges) => ready(edges).left_future(),
            None => async move { read.loaders.edges_of_person(person).await }
                .boxed()
                .right_future(),
        }
    }

    /// What is made ready of the career of a person, or their roles where nothing is.
    pub(crate) fn career_of_person(&self, person: i64) -> Loading<'_, OfPerson> {
        let read = self.read();
        match read.loaders.career_of_person_there(person) {
            Some(career) => ready(career).left_future(),
            None => async move { read.loaders.career_of_person(person).await }
                .boxed()
                .right_future(),
        }
    }

    /// What each of these keys stands for, in their order.
    pub(crate) async fn load_all<K: Shape>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Vec<K::Value>, ApiError> {
        self.read().loaders.many(keys).await
    }

    /// What finds records by words and by identifiers of other authorities.
    pub(crate) fn finder(&self) -> Finder<'_, Session> {
        Finder::new(&self.0.session)
    }

    /// A record, if there is one.
    pub(crate) fn find<E: Keyed>(&self, id: i64) -> Loading<'_, Option<Arc<E::Model>>> {
        self.load(Record::<E>::of(id))
    }

    /// A record that another names.
    pub(crate) fn get<E: Keyed>(&self, id: i64) -> Loading<'_, Arc<E::Model>> {
        self.load_as(Record::<E>::of(id), |row| row.ok_or_else(gone))
    }

    /// The records that are there, of those with these ids, in the order asked for.
    pub(crate) async fn find_all<E: Keyed>(
        &self,
        ids: &[i64],
    ) -> Result<Vec<Arc<E::Model>>, ApiError> {
        let records = self
            .load_all(ids.iter().map(|id| Record::<E>::of(*id)))
            .await?;
        Ok(records.into_iter().flatten().collect())
    }
}

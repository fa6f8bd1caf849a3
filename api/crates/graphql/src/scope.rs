//! What one request may see: its reader and loaders, its day, its language, its bounds.

mod grounds;
mod lists;
mod memo;

use model::id::RecordId;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use async_graphql::dataloader::Loader;
use auth::{Access, Principal};
use budget::Work;
use edge::{ClaimEdge, Edge};
use model::clock::Clock;
use model::day::{CalendarDay, Day};
use store::read::{CompanyCredit, EpisodePlace, Keyed, Owned, Row, SubjectRows, Way};
use store::write::Memory;
use store::{Progress, Session, Share, Store, WholeRecord};
use tokio::time::Instant;

use crate::error::{ApiError, ErrorCode};
use crate::loader::{
    About, ClaimsAbout, ClaimsOf, EdgesOfPerson, EdgesOfWork, EpisodesOf, GenreNamed, JobsNamed,
    Loaders, MentionsOf, OwnedBy, Preview, Reader, Record, RowsAlong, SubjectsOf, Whole,
    WorksOfCompany,
};
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
pub struct Asked {
    /// Who sends it; none if it is anonymous.
    pub caller: Option<Principal>,
    /// The language of the answer.
    pub language: Option<String>,
    /// Whether the sources of the answer are to be named.
    pub names_sources: bool,
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

impl Read {
    fn nothing(session: &Session, bounds: Bounds, work: &Work) -> Self {
        Self {
            loaders: Loaders::new(session.clone(), bounds.max_edges, work.clone()),
            memo: Memo::default(),
        }
    }
}

/// What one request may see; cheap to clone.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

struct Inner {
    session: Session,
    /// What was read is forgotten when the request has written.
    read: RwLock<Arc<Read>>,
    work: Work,
    store: Store,
    clock: Clock,
    today: Day,
    asked: Asked,
    grounds: Grounds,
    bounds: Bounds,
    progress: Arc<Progress>,
}

impl Scope {
    /// The scope of a request that comes in now.
    #[must_use]
    pub fn new(
        store: &Store,
        clock: Clock,
        asked: Asked,
        bounds: Bounds,
        allowance: Allowance,
    ) -> Self {
        let session = store.session_until(allowance.share, allowance.deadline);
        let deadline = allowance.deadline.map(Instant::into_std);
        let work = Work::new(bounds.max_work, deadline);
        let read = Read::nothing(&session, bounds, &work);
        let today = clock.today();
        let today = CalendarDay::new(today.year(), u8::from(today.month()), today.day());
        Self(Arc::new(Inner {
            session,
            read: RwLock::new(Arc::new(read)),
            work,
            store: store.clone(),
            clock,
            today: today.map_or(0, CalendarDay::to_day),
            asked,
            grounds: Grounds::default(),
            bounds,
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
        self.0.bounds
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
            store: &self.0.store,
            actor: &caller.actor,
            at: self.0.clock.micros(),
            progress: &self.0.progress,
        })
    }

    /// Forgets what was read, for something has been written since.
    pub(crate) fn forget(&self) {
        let nothing = Read::nothing(&self.0.session, self.0.bounds, &self.0.work);
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

    async fn load<K>(&self, key: K) -> Result<<Reader as Loader<K>>::Value, ApiError>
    where
        K: Send + Sync + Hash + Eq + Clone + 'static,
        Reader: Loader<K, Error = ApiError>,
    {
        self.read().loaders.one(key).await
    }

    /// A record, if there is one.
    pub(crate) async fn find<E: Keyed>(&self, id: i64) -> Result<Option<Arc<E::Model>>, ApiError> {
        self.load(Record::<E>::of(id)).await
    }

    /// A record that another names.
    pub(crate) async fn get<E: Keyed>(&self, id: i64) -> Result<Arc<E::Model>, ApiError> {
        self.find::<E>(id).await?.ok_or_else(|| {
            // Read between two statements that were not one: a deletion came between.
            ApiError::new(
                ErrorCode::Gone,
                "a record was deleted while it was being read; ask again",
            )
        })
    }

    /// The records that are there, of those with these ids, in the order asked for.
    pub(crate) async fn find_all<E: Keyed>(
        &self,
        ids: &[i64],
    ) -> Result<Vec<Arc<E::Model>>, ApiError> {
        let keys = ids.iter().map(|id| Record::<E>::of(*id));
        let mut found = self.read().loaders.many(keys).await?;
        let take = |id: &i64| found.remove(&Record::<E>::of(*id)).flatten();
        Ok(ids.iter().filter_map(take).collect())
    }

    /// The rows of an owner, in their order.
    pub(crate) async fn rows<E: Owned>(&self, owner: i64) -> Result<Arc<Vec<E::Model>>, ApiError> {
        self.load(OwnedBy::<E>::of(owner)).await
    }

    /// The rows about a record of any kind, in their order.
    pub(crate) async fn about<E: SubjectRows>(
        &self,
        kind: RecordKind,
        id: i64,
    ) -> Result<Arc<Vec<E::Model>>, ApiError> {
        self.load(About::<E>::of(kind, id)).await
    }

    /// The rows at the end of a way, in their order.
    pub(crate) async fn along<W: Way>(&self, owner: i64) -> Result<Arc<Vec<Row<W>>>, ApiError> {
        self.load(RowsAlong::<W>::of(owner)).await
    }

    /// The rows at the ends of a way from each of these owners, in their order.
    pub(crate) async fn along_all<W: Way>(
        &self,
        owners: &[i64],
    ) -> Result<Vec<Arc<Vec<Row<W>>>>, ApiError> {
        let keys = owners.iter().map(|owner| RowsAlong::<W>::of(*owner));
        let mut found = self.read().loaders.many(keys).await?;
        let take = |owner: &i64| found.remove(&RowsAlong::<W>::of(*owner));
        Ok(owners.iter().filter_map(take).collect())
    }

    /// The ids of the quotes or commentaries about a record.
    pub(crate) async fn mentions(
        &self,
        words: RecordKind,
        subject: RecordId,
    ) -> Result<Arc<Vec<i64>>, ApiError> {
        self.load(MentionsOf { words, subject }).await
    }

    /// What a quote or a commentary is about, in order.
    pub(crate) async fn subjects(&self, words: RecordId) -> Result<Arc<Vec<RecordId>>, ApiError> {
        self.load(SubjectsOf(words)).await
    }

    /// A record as the interchange format has it, if there is one.
    pub(crate) async fn whole(
        &self,
        subject: RecordId,
    ) -> Result<Option<Arc<WholeRecord>>, ApiError> {
        self.load(Whole(subject)).await
    }

    /// The claims about a record, by id.
    pub(crate) async fn claims_about(
        &self,
        subject: RecordId,
    ) -> Result<Arc<Vec<ClaimEdge>>, ApiError> {
        self.load(ClaimsAbout(subject)).await
    }

    /// The claims of a source, by id.
    pub(crate) async fn claims_of(&self, source: i64) -> Result<Arc<Vec<ClaimEdge>>, ApiError> {
        self.load(ClaimsOf(source)).await
    }

    /// The episodes of a series, in no order.
    pub(crate) async fn episodes(&self, series: i64) -> Result<Arc<Vec<EpisodePlace>>, ApiError> {
        self.load(EpisodesOf(series)).await
    }

    /// The careers of these people, in their order.
    pub(crate) async fn careers(&self, people: &[i64]) -> Result<Vec<Arc<Vec<Edge>>>, ApiError> {
        let keys = people.iter().map(|id| EdgesOfPerson(*id));
        let mut found = self.read().loaders.many(keys).await?;
        let take = |id: &i64| found.remove(&EdgesOfPerson(*id));
        people.iter().filter_map(take).collect()
    }

    /// The roles of a work.
    pub(crate) async fn edges_of_work(&self, work: i64) -> Result<Arc<Vec<Edge>>, ApiError> {
        self.load(EdgesOfWork(work)).await?
    }

    /// The roles of a person.
    pub(crate) async fn edges_of_person(&self, person: i64) -> Result<Arc<Vec<Edge>>, ApiError> {
        self.load(EdgesOfPerson(person)).await?
    }

    /// What a company did, work by work.
    pub(crate) async fn works_of_company(
        &self,
        company: i64,
    ) -> Result<Arc<Vec<CompanyCredit>>, ApiError> {
        self.load(WorksOfCompany(company)).await
    }

    /// The jobs with one of these folded names.
    pub(crate) async fn jobs_named(&self, folded: Vec<String>) -> Result<Vec<i64>, ApiError> {
        let jobs = self
            .read()
            .loaders
            .many(folded.into_iter().map(JobsNamed))
            .await?;
        Ok(jobs.into_values().flatten().collect())
    }

    /// The genres with these folded names; a name that no genre has is not in the answer.
    pub(crate) async fn genres_named(
        &self,
        folded: Vec<String>,
    ) -> Result<HashMap<String, i64>, ApiError> {
        let genres = self
            .read()
            .loaders
            .many(folded.into_iter().map(GenreNamed))
            .await?;
        let known = genres
            .into_iter()
            .filter_map(|(key, id)| Some((key.0, id?)));
        Ok(known.collect())
    }
}

//! What is read of works for whole lists: headers and genres, each once in a request, whatever the
//! number of lists that look at them. A list of many thousand works is one key of a batch here, not
//! so many thousand.

use std::collections::{BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_graphql::dataloader::{DataLoader, Loader};
use budget::{STEP, Turn};
use edge::{Headers, WorkHeader};
use entity::vocabulary::RecordKind;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use store::read;

use super::kept::Kept;
use super::shape::{Keeping, Shape};
use super::{Reader, api_error};
use crate::error::ApiError;

/// Headers and genres, as far as they have been read.
#[derive(Default)]
pub(crate) struct Books {
    headers: Arc<Book<Arc<WorkHeader>>>,
    genres: Arc<Book<Arc<[i64]>>>,
}

impl Books {
    /// Takes the genres of a work for read.
    pub(super) fn put_genres(&self, work: i64, genres: Arc<[i64]>) {
        self.genres.put(work, genres);
    }
}

impl Headers for Books {
    fn header(&self, work: i64) -> Option<Arc<WorkHeader>> {
        self.headers.get(work)
    }

    fn genres(&self, work: i64) -> Option<Arc<[i64]>> {
        self.genres.get(work)
    }
}

/// Reading that somebody has asked for.
type Batch = Shared<BoxFuture<'static, Result<(), ApiError>>>;

/// One kind of thing that is read of works.
pub(crate) struct Book<V>(Mutex<Pages<V>>);

struct Pages<V> {
    works: HashMap<i64, Page<V>>,
    batches: Vec<Batch>,
}

enum Page<V> {
    /// Is read, or has been, by the batch with this number.
    Asked(usize),
    /// What was read; nothing if there is no such work.
    Read(Option<V>),
}

impl<V> Default for Book<V> {
    fn default() -> Self {
        Self(Mutex::new(Pages {
            works: HashMap::new(),
            batches: Vec::new(),
        }))
    }
}

impl<V: Clone> Book<V> {
    fn pages(&self) -> MutexGuard<'_, Pages<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, work: i64) -> Option<V> {
        match self.pages().works.get(&work)? {
            Page::Read(value) => value.clone(),
            Page::Asked(_) => None,
        }
    }

    fn put(&self, work: i64, value: V) {
        self.pages().works.insert(work, Page::Read(Some(value)));
    }

    /// Notes what there is of those works of which nothing has been noted.
    fn close(&self, works: &[i64], mut of: impl FnMut(i64) -> Option<V>) {
        let mut pages = self.pages();
        for work in works {
            if let Some(page @ Page::Asked(_)) = pages.works.get_mut(work) {
                *page = Page::Read(of(*work));
            }
        }
    }
}

/// The works of which a list wants the headers, or the genres: those that nobody has asked for are
/// read together.
pub(crate) struct Wanted<K: Kind> {
    loader: Arc<DataLoader<Reader>>,
    book: Arc<Book<K::Page>>,
    kept: Option<Arc<Kept>>,
    own: Option<(usize, Works)>,
    batches: BTreeSet<usize>,
}

type Works = Arc<Mutex<Vec<i64>>>;

/// What a book is about: makes keys, and says which book.
pub(crate) trait Kind: Shape<Value = ()> {
    /// What is read of a work.
    type Page: Clone + Send + Sync + 'static;
    /// The key of one work.
    type Key: Shape<Value = Option<Self::Page>>;
    /// That of this one.
    fn key(work: i64) -> Self::Key;
    /// The book of it.
    fn book(books: &Books) -> &Arc<Book<Self::Page>>;
    /// The key of some works; keys with different numbers are different.
    fn of(number: usize, works: Works) -> Self;
}

impl<K: Kind> Wanted<K> {
    pub(super) fn new(
        loader: &Arc<DataLoader<Reader>>,
        books: &Books,
        kept: Option<Arc<Kept>>,
    ) -> Self {
        Self {
            loader: loader.clone(),
            book: K::book(books).clone(),
            kept,
            own: None,
            batches: BTreeSet::new(),
        }
    }

    /// Wants works. It is called by whoever has the turn, so that a batch that others wait for is
    /// complete when it starts.
    pub(crate) fn add(&mut self, _: &Turn<'_>, works: impl IntoIterator<Item = i64>) {
        let mut pages = self.book.pages();
        for work in works {
            match pages.works.get(&work) {
                Some(Page::Read(_)) => {}
                Some(Page::Asked(batch)) => {
                    self.batches.insert(*batch);
                }
                None => {
                    let kept = self.kept.as_ref().and_then(|kept| kept.get(&K::key(work)));
                    if let Some(page) = kept {
                        pages.works.insert(work, Page::Read(page));
                        continue;
                    }
                    let (number, own) = self.own.get_or_insert_with(|| {
                        let (number, works) = (pages.batches.len(), Works::default());
                        let batch = batch(self.loader.clone(), K::of(number, works.clone()));
                        pages.batches.push(batch);
                        (number, works)
                    });
                    own.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(work);
                    self.batches.insert(*number);
                    pages.works.insert(work, Page::Asked(*number));
                }
            }
        }
    }

    /// Waits until they are read.
    pub(crate) async fn read(self) -> Result<(), ApiError> {
        for number in self.batches {
            let batch = self.book.pages().batches.get(number).cloned();
            if let Some(batch) = batch {
                batch.await?;
            }
        }
        Ok(())
    }
}

fn batch<K: Kind>(loader: Arc<DataLoader<Reader>>, key: K) -> Batch {
    let load = async move { loader.load_many([key]).await.map(drop) };
    load.boxed().shared()
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident by $key:ident: $page:ty = $book:ident);+ $(;)?) => {$(
        $(#[$doc])+
        #[derive(Clone)]
        pub(crate) struct $kind {
            number: usize,
            works: Works,
        }

        impl PartialEq for $kind {
            fn eq(&self, other: &Self) -> bool {
                self.number == other.number
            }
        }

        impl Eq for $kind {}

        impl Hash for $kind {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.number.hash(state);
            }
        }

        impl Kind for $kind {
            type Page = $page;
            type Key = $key;

            fn key(work: i64) -> $key {
                $key(work)
            }

            fn book(books: &Books) -> &Arc<Book<$page>> {
                &books.$book
            }

            fn of(number: usize, works: Works) -> Self {
                Self { number, works }
            }
        }
    )+};
}
kinds! {
    /// The headers of works.
    HeadersOf by HeaderOf: Arc<WorkHeader> = headers;
    /// The genres of works.
    GenresOf by GenresOfWork: Arc<[i64]> = genres;
}

fn all<K>(keys: &[K], works: impl Fn(&K) -> &Works) -> Vec<i64> {
    let mut all = Vec::new();
    for key in keys {
        all.append(&mut works(key).lock().unwrap_or_else(PoisonError::into_inner));
    }
    all
}

/// The header of a work, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HeaderOf(i64);

/// The genres of a work, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GenresOfWork(i64);

impl Shape for HeaderOf {
    type Value = Option<Arc<WorkHeader>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let works: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = read::headers(&reader.session, &works).await;
        let mut values: HashMap<_, _> = keys.iter().map(|key| (*key, None)).collect();
        let put = |(work, header)| {
            values.insert(Self(work), Some(Arc::new(header)));
        };
        reader.each(rows.map_err(api_error)?, put).await?;
        Ok(values)
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Work, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        let header = value.as_ref();
        header.map_or(0, |header| size_of::<WorkHeader>() + header.title.len())
    }
}

impl Shape for GenresOfWork {
    type Value = Option<Arc<[i64]>>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let works: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = read::genres_of_works(&reader.session, &works).await;
        let links = reader.lists(&works, rows.map_err(api_error)?, |link| link);
        let value = |(work, genres): (i64, Vec<i64>)| (Self(work), Some(genres.into()));
        Ok(links.await?.into_iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Work, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.as_ref().map_or(0, |genres| size_of_val(&**genres))
    }
}

/// Writes into the book what there is of the works of some keys.
async fn fill<K: Kind>(
    reader: &Reader,
    works: Vec<i64>,
    keys: &[K],
) -> Result<HashMap<K, ()>, ApiError> {
    let asked: Vec<K::Key> = works.iter().copied().map(K::key).collect();
    let mut values = reader.load(&asked).await?;
    let of = |work| values.remove(&K::key(work)).flatten();
    reader.close(K::book(&reader.books), &works, of).await?;
    Ok(keys.iter().map(|key| (key.clone(), ())).collect())
}

impl Shape for HeadersOf {
    type Value = ();

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        fill(reader, all(keys, |key| &key.works), keys).await
    }
}

impl Shape for GenresOf {
    type Value = ();

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        fill(reader, all(keys, |key| &key.works), keys).await
    }
}

impl Reader {
    /// The same for all works of a batch, in portions.
    async fn close<V: Clone>(
        &self,
        book: &Book<V>,
        works: &[i64],
        mut of: impl FnMut(i64) -> Option<V>,
    ) -> Result<(), ApiError> {
        let mut turn = self.work.turn_for_rows().await;
        for part in works.chunks(STEP) {
            book.close(part, &mut of);
            turn.look(part.len()).await?;
        }
        Ok(())
    }
}

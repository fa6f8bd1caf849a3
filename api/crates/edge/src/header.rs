//! Work headers: the few facts about a work that some filters and orders need beside its edges.

use std::sync::Arc;

use entity::vocabulary::WorkKind;

/// What filters and orders may ask of a work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkHeader {
    /// Folded title.
    pub title: String,
    /// How many people rated it.
    pub votes: Option<i32>,
    /// Average rating, 0 to 10.
    pub rating: Option<f64>,
    /// How much it is looked at.
    pub popularity: Option<f64>,
    /// How much is known of it; greater is more.
    pub known: i16,
    /// What it is.
    pub kind: Option<WorkKind>,
}

/// Where the headers of the works of a list are, when they have been read.
pub trait Headers: Send + Sync {
    /// The header of a work, if there is such a work.
    fn header(&self, work: i64) -> Option<Arc<WorkHeader>>;
    /// The genres of a work, if they were read.
    fn genres(&self, work: i64) -> Option<Arc<[i64]>>;
}

/// No headers, for lists that need none.
#[derive(Clone, Copy, Debug)]
pub struct NoHeaders;

impl Headers for NoHeaders {
    fn header(&self, _: i64) -> Option<Arc<WorkHeader>> {
        None
    }

    fn genres(&self, _: i64) -> Option<Arc<[i64]>> {
        None
    }
}

/// A condition on a set of terms: at least one of `any`, every one of `all`, not one of `none`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// At least one of these.
    pub any: Option<Vec<i64>>,
    /// Every one of these.
    pub all: Vec<i64>,
    /// Not one of these.
    pub none: Vec<i64>,
}

impl Terms {
    fn admit(&self, terms: &[i64]) -> bool {
        let has = |term: &i64| terms.contains(term);
        self.any.as_ref().is_none_or(|any| any.iter().any(has))
            && self.all.iter().all(has)
            && !self.none.iter().any(has)
    }
}

/// What the header of an edge's work must be; a work without the figure passes no range on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeaderFilter {
    /// Its genres.
    pub genres: Option<Terms>,
    /// Least and greatest number of votes, inclusive.
    pub votes: Option<(i32, i32)>,
    /// Least and greatest rating, inclusive.
    pub rating: Option<(f64, f64)>,
}

impl HeaderFilter {
    /// Whether there is anything to look up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.genres.is_none() && self.votes.is_none() && self.rating.is_none()
    }

    /// Whether a work passes; one without a header passes nothing.
    #[must_use]
    pub fn admits(&self, work: i64, headers: &dyn Headers) -> bool {
        if self.is_empty() {
            return true;
        }
        let Some(header) = headers.header(work) else {
            return false;
        };
        in_range(self.votes, header.votes)
            && in_range(self.rating, header.rating)
            && self
                .genres
                .as_ref()
                .is_none_or(|terms| terms.admit(headers.genres(work).as_deref().unwrap_or(&[])))
    }
}

fn in_range<T: PartialOrd>(range: Option<(T, T)>, value: Option<T>) -> bool {
    match (range, value) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((least, greatest)), Some(value)) => value >= least && value <= greatest,
    }
}

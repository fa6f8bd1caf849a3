//! Work headers: the few facts about a work that some filters and orders need beside its edges.

use std::collections::HashMap;
use std::sync::Arc;

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
    /// Its genres; empty where no filter asks for them.
    pub genres: Vec<i64>,
}

/// The headers of the works that a list is about.
pub type Headers = HashMap<i64, Arc<WorkHeader>>;

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
    pub fn admits(&self, header: Option<&WorkHeader>) -> bool {
        let Some(header) = header else {
            return self.is_empty();
        };
        let genres = self.genres.as_ref();
        genres.is_none_or(|terms| terms.admit(&header.genres))
            && in_range(self.votes, header.votes)
            && in_range(self.rating, header.rating)
    }
}

fn in_range<T: PartialOrd>(range: Option<(T, T)>, value: Option<T>) -> bool {
    match (range, value) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((least, greatest)), Some(value)) => value >= least && value <= greatest,
    }
}

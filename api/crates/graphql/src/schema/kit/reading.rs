//! Reading the conditions of a filter: what is wrong with any of them is gathered and told at once.
//!
//! Null is never a wildcard within a filter: a field that is given as null is an error, so that an
//! empty value of a client cannot turn "these" into "all". No filter at all is no condition.

use std::collections::HashSet;

use async_graphql::{ID, InputType, MaybeUndefined};
use entity::vocabulary::RecordKind;
use model::count::too_many;
use model::fold::fold;
use model::text::is_blank;

use super::error::{Result, invalid};
use super::public_id::record_id;
use crate::error::ApiError;

/// The argument that every filter is given as.
const FILTER: &str = "filter";

/// The longest words that are looked for, in characters.
const MAX_WORDS: usize = 1_000;

/// The most members of a list in a filter.
const MAX_MEMBERS: usize = 1_000;

/// An answer lists at most so many: a filter that is wrong everywhere must not buy a long answer.
const MAX_FAULTS: usize = 20;

/// What is wrong with a filter, so far. Places are those within the filter: `releaseDate.from`.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    faults: Vec<ApiError>,
}

impl Reading {
    /// What was given, with null refused.
    pub(crate) fn given<T: InputType>(
        &mut self,
        place: &str,
        value: MaybeUndefined<T>,
    ) -> Option<T> {
        match value {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => {
                let reason = "must not be null; leave it out for no condition";
                self.keep(Err(invalid(&within(place), reason)))
            }
            MaybeUndefined::Value(value) => Some(value),
        }
    }

    /// A list that was given, bounded, in the words of the store.
    pub(crate) fn list<T: InputType, U: From<T>>(
        &mut self,
        place: &str,
        value: MaybeUndefined<Vec<T>>,
    ) -> Option<Vec<U>>
    where
        Vec<T>: InputType,
    {
        let members = self.given(place, value)?;
        if members.len() > MAX_MEMBERS {
            let reason = too_many(members.len(), "member", MAX_MEMBERS);
            let error = invalid(&within(place), reason)
                .with("limit", MAX_MEMBERS)
                .with("actual", members.len());
            return self.keep(Err(error));
        }
        Some(members.into_iter().map(U::from).collect())
    }

    /// The records of a kind that are listed by their ids.
    pub(crate) fn ids(
        &mut self,
        place: &str,
        value: MaybeUndefined<Vec<ID>>,
        kind: RecordKind,
    ) -> Option<HashSet<i64>> {
        let members = self.list::<ID, ID>(place, value)?;
        let read = members.iter().enumerate().filter_map(|(at, id)| {
            let place = within(&format!("{place}.{at}"));
            self.keep(record_id(&place, id, kind))
        });
        Some(read.collect())
    }

    /// Words to look for, in the form in which they are compared.
    pub(crate) fn words(&mut self, place: &str, value: MaybeUndefined<String>) -> Option<String> {
        let text = self.given(place, value)?;
        self.keep(words(&within(place), &text))
    }

    /// The same of each member of a list.
    pub(crate) fn all_words(
        &mut self,
        place: &str,
        value: MaybeUndefined<Vec<String>>,
    ) -> Option<Vec<String>> {
        let members = self.list::<String, String>(place, value)?;
        let read = members.iter().enumerate().filter_map(|(at, text)| {
            let place = within(&format!("{place}.{at}"));
            self.keep(words(&place, text))
        });
        Some(read.collect())
    }

    /// What was read, unless something was wrong.
    ///
    /// # Errors
    /// All that was.
    pub(crate) fn done(self) -> Result<()> {
        let mut faults = self.faults.into_iter();
        match faults.next() {
            None => Ok(()),
            Some(first) => Err(first.beside(faults.collect())),
        }
    }

    fn keep<T>(&mut self, read: Result<T>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                if self.faults.len() < MAX_FAULTS {
                    self.faults.push(error);
                }
                None
            }
        }
    }
}

/// A place as clients have it.
fn within(place: &str) -> String {
    format!("{FILTER}.{place}")
}

/// Words to look for, in the form in which they are compared.
pub(crate) fn words(place: &str, text: &str) -> Result<String> {
    let length = text.chars().count();
    if length > MAX_WORDS {
        return Err(invalid(place, too_many(length, "character", MAX_WORDS)));
    }
    let folded = fold(text);
    // What cannot be seen would be found everywhere, or nowhere.
    if is_blank(text) || folded.is_empty() {
        return Err(invalid(
            place,
            "must not be empty: there is nothing in it to look for",
        ));
    }
    Ok(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        let mut read = Reading::default();
        assert_eq!(
            read.given("minCertainty", MaybeUndefined::<i32>::Null),
            None
        );
        let jobs = ["gaffer", " ", ""].map(str::to_owned).to_vec();
        read.all_words("jobs", MaybeUndefined::Value(jobs));
        let ids = ["pvl", "wvu"].map(ID::from).to_vec();
        read.ids("people", MaybeUndefined::Value(ids), RecordKind::Person);
        let error = read.done().err();
        let more = error.iter().flat_map(|error| &error.more);
        let all = error.iter().chain(more);
        let places: Vec<_> = all
            .filter_map(|error| error.details.get("argument"))
            .collect();
        assert_eq!(
            places,
            [
                "filter.minCertainty",
                "filter.jobs.1",
                "filter.jobs.2",
                "filter.people.1"
            ]
        );
    }

    #[test]
    fn what_is_wrong_everywhere_gives_a_short_answer() {
        let mut read = Reading::default();
        let many = vec![String::new(); 1_000];
        read.all_words("jobs", MaybeUndefined::Value(many));
        let more = read.done().err().map(|error| error.more.len());
        assert_eq!(more, Some(MAX_FAULTS - 1));
    }
}

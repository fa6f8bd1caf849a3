//! The roles of people: whole, or as far as a career is made ready of them.

use std::collections::HashMap;

use budget::READ;
use edge::{Career, EdgeList};
use entity::vocabulary::RecordKind;
use store::read::{self, CareerOrList};

use super::batch::EdgesRead;
use super::key::{CareerOfPerson, EdgesOfPerson};
use super::shape::{Keeping, Shape};
use super::{Loaders, Reader, Shared, api_error};
use crate::error::ApiError;

/// What is read of a person for their career.
#[derive(Clone)]
pub(crate) enum OfPerson {
    /// What is made ready: they have many roles.
    Career(Shared<Career>),
    /// Their roles.
    List(Shared<EdgeList>),
}

impl Shape for EdgesOfPerson {
    type Value = EdgesRead;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let lists = read::edges_of_people(&reader.session, &ids, reader.batch_bound());
        let lists = reader
            .unpacked(&ids, lists.await.map_err(api_error)?)
            .await?;
        Ok(lists
            .map(|(id, edges)| (EdgesOfPerson(id), edges))
            .collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Person, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        value.as_ref().map_or(0, |edges| edges.bytes_with_career())
    }
}

/// So many credits that are made ready are taken in as fast as one edge is looked at.
const CREDITS_A_LOOK: usize = 8;

impl Shape for CareerOfPerson {
    type Value = Result<OfPerson, ApiError>;

    async fn read(reader: &Reader, keys: &[Self]) -> Result<HashMap<Self, Self::Value>, ApiError> {
        let ids: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let read = read::careers_of_people(&reader.session, &ids, reader.batch_bound());
        let mut read = read.await.map_err(api_error)?;
        let mut turn = reader.work.turn_for_rows().await;
        let looks = |read: &CareerOrList| match read {
            CareerOrList::Career(career) => career.credits() / CREDITS_A_LOOK,
            CareerOrList::List(edges) => edges.len(),
        };
        let looks = read.values().map(|read| READ + looks(read) as u64);
        turn.spend(looks.sum()).await?;
        let value = |key: &Self| {
            let value = match read.remove(&key.0) {
                Some(CareerOrList::Career(career)) => Ok(OfPerson::Career(Shared::new(career))),
                Some(CareerOrList::List(edges)) => reader.bounded(edges).map(OfPerson::List),
                None => Ok(OfPerson::List(Shared::default())),
            };
            (*key, value)
        };
        Ok(keys.iter().map(value).collect())
    }

    fn keeping(&self) -> Option<Keeping> {
        Some(Keeping::of_record(RecordKind::Person, self.0))
    }

    fn bytes(value: &Self::Value) -> usize {
        match value {
            Ok(OfPerson::Career(career)) => career.bytes(),
            Ok(OfPerson::List(edges)) => edges.bytes_with_career(),
            Err(_) => 0,
        }
    }
}

impl Loaders {
    /// The roles of a person, if they are there.
    pub(crate) fn edges_of_person_there(&self, person: i64) -> Option<EdgesRead> {
        match self.there(&CareerOfPerson(person)) {
            Some(Ok(OfPerson::List(edges))) => Some(Ok(edges)),
            Some(Err(error)) => Some(Err(error)),
            Some(Ok(OfPerson::Career(_))) | None => self.there(&EdgesOfPerson(person)),
        }
    }

    /// The roles of a person. A list is not read twice: it may be there, or under way, for their
    /// career.
    pub(crate) async fn edges_of_person(&self, person: i64) -> EdgesRead {
        let key = CareerOfPerson(person);
        if self.asked.is_asked(&key)
            && let OfPerson::List(edges) = self.one(key).await??
        {
            return Ok(edges);
        }
        self.one(EdgesOfPerson(person)).await?
    }

    /// What is made ready of the career of a person, or their roles, if either is there.
    pub(crate) fn career_of_person_there(&self, person: i64) -> Option<Result<OfPerson, ApiError>> {
        let career = self.there(&CareerOfPerson(person));
        let list = || self.there(&EdgesOfPerson(person));
        career.or_else(|| list().map(|edges| edges.map(OfPerson::List)))
    }

    /// What is made ready of the career of a person, or their roles where nothing is, or where they
    /// are being read anyhow.
    pub(crate) async fn career_of_person(&self, person: i64) -> Result<OfPerson, ApiError> {
        let key = EdgesOfPerson(person);
        match self.asked.is_asked(&key) {
            true => self.one(key).await?.map(OfPerson::List),
            false => self.one(CareerOfPerson(person)).await?,
        }
    }
}

//! The source that a write rests on: one that is there, or a new one.

use entity::source;
use entity::vocabulary::{RecordKind, SourceKind};
use model::edtf::Edtf;
use model::fold::fold;
use record::{Declared, Fault, SourceId, SourceRecord};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};

use super::WriteTransaction;
use crate::{StoreError, dialect};

/// Sources with one address that are told apart.
const CANDIDATES: i64 = 10;

/// A source, named in one of these ways.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceChoice {
    /// By its id.
    Id(SourceId),
    /// By its exact address.
    Url(String),
    /// By what it is: one that is there and the same, else a new one.
    New(NewSource),
}

/// What a source is.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSource {
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published.
    pub published_on: Option<Edtf>,
}

/// Why there is no source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSource {
    /// Nothing has this id, or this address.
    Unknown,
    /// Several have this address: their ids, ten at most, and whether there are more.
    Several(Vec<SourceId>, bool),
    /// It cannot be made as it is.
    Invalid(Vec<Fault>),
}

impl WriteTransaction {
    /// The source that is meant; a new one is put.
    ///
    /// # Errors
    /// Whatever the database says; that there is no such source is none.
    pub async fn choose_source(
        &mut self,
        choice: &SourceChoice,
    ) -> Result<Result<SourceId, NoSource>, StoreError> {
        match choice {
            SourceChoice::Id(id) => {
                let known = self.row::<source::Entity>(id.0).await?;
                Ok(known.map(|_| *id).ok_or(NoSource::Unknown))
            }
            SourceChoice::Url(url) => {
                let mut found = self.sources_at(url).await?;
                let is_more = found.len() > CANDIDATES.unsigned_abs() as usize;
                found.truncate(CANDIDATES.unsigned_abs() as usize);
                Ok(match found.as_slice() {
                    [] => Err(NoSource::Unknown),
                    [only] => Ok(*only),
                    _ => Err(NoSource::Several(found, is_more)),
                })
            }
            SourceChoice::New(new) => self.same_or_new(new).await,
        }
    }

    /// Whether there is the source that is meant, or can be made; nothing is.
    ///
    /// # Errors
    /// Whatever the database says; that there is no such source is none.
    pub async fn check_source(
        &mut self,
        choice: &SourceChoice,
    ) -> Result<Result<(), NoSource>, StoreError> {
        if let SourceChoice::New(new) = choice {
            let faults = new.faults();
            return Ok(match faults.is_empty() {
                true => Ok(()),
                false => Err(NoSource::Invalid(faults)),
            });
        }
        let chosen = self.choose_source(choice).await?;
        Ok(chosen.map(|_| ()))
    }

    /// The sources with exactly this address, by id: ten, and one more if there are more.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn sources_at(&self, url: &str) -> Result<Vec<SourceId>, StoreError> {
        let backend = self.tx.get_database_backend();
        let (first, second) = (dialect::bind(backend, 1), dialect::bind(backend, 2));
        // The condition that the index has, and the one that is meant.
        let sql = format!(
            "SELECT id FROM source WHERE substr(url, 1, 200) = substr({first}, 1, 200)
             AND url = {second} ORDER BY id LIMIT {}",
            CANDIDATES + 1
        );
        let binds = [url.into(), url.into()];
        let rows = self
            .tx
            .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
            .await?;
        let id = |row: &sea_orm::QueryResult| Ok(SourceId(row.try_get_by_index(0)?));
        rows.iter().map(id).collect()
    }

    async fn same_or_new(
        &mut self,
        new: &NewSource,
    ) -> Result<Result<SourceId, NoSource>, StoreError> {
        let faults = new.faults();
        if !faults.is_empty() {
            return Ok(Err(NoSource::Invalid(faults)));
        }
        if let Some(same) = self.same_source(new).await? {
            return Ok(Ok(same));
        }
        let ids = self.allocate(RecordKind::Source, 1).await?;
        let id = ids.into_iter().next().map(SourceId);
        let id = id.ok_or_else(|| StoreError::Corrupt("no id was given out".to_owned()))?;
        self.put(&[new.record(id)]).await?;
        Ok(Ok(id))
    }

    /// The oldest source that is the same in everything that is said.
    async fn same_source(&self, new: &NewSource) -> Result<Option<SourceId>, StoreError> {
        let published = new.published_on.as_ref().map(ToString::to_string);
        let mut find = source::Entity::find()
            .filter(source::COLUMN.title_folded.eq(fold(&new.title)))
            .filter(source::COLUMN.title.eq(new.title.as_str()))
            .filter(source::COLUMN.kind.eq(new.kind));
        find = match &new.publisher {
            Some(publisher) => find.filter(source::COLUMN.publisher.eq(publisher.as_str())),
            None => find.filter(source::COLUMN.publisher.is_null()),
        };
        find = match &new.url {
            Some(url) => find.filter(source::COLUMN.url.eq(url.as_str())),
            None => find.filter(source::COLUMN.url.is_null()),
        };
        find = match published {
            Some(date) => find.filter(source::COLUMN.published_edtf.eq(date)),
            None => find.filter(source::COLUMN.published_edtf.is_null()),
        };
        let find = find.order_by_asc(source::COLUMN.id).limit(1);
        let found = find.one(&self.tx).await?;
        Ok(found.map(|row| SourceId(row.id)))
    }
}

impl NewSource {
    /// What is wrong with it, by field.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.record(SourceId(0)).faults()
    }

    fn record(&self, id: SourceId) -> SourceRecord {
        SourceRecord {
            id,
            kind: self.kind,
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            authors: Vec::new(),
            url: self.url.clone(),
            published_on: self.published_on.clone(),
            retrieved_at: None,
            license: None,
            attribution: None,
            priority: 0,
        }
    }
}

//! Finding records that come without an id, or are named without one: by identifiers of other
//! authorities, by keys of their own, and by what makes them what they are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::record_key;
use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind};
use model::fold::fold;
use model::id::decode;
use record::Identity;
use sea_orm::{ActiveEnum, ConnectionTrait, Iterable, QueryResult, Statement};
use serde_json::{Map, Value};

use super::put::Stored;
use super::subject::insert_all;
use super::{Current, WriteTransaction, as_themselves, object};
use crate::dialect::{Key, KeyTable, bind_keys};
use crate::read::{Finder, Named};
use crate::{StoreError, dialect};

pub use entity::record_key::{KeySort, Model as RecordKey};

/// Where words lead that led elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To the record for which they are kept.
    Here,
    /// To where they led.
    AsBefore,
}

/// The most records of one name that are looked at: one more than none, one and several.
const MOST_NAMED: u64 = 50;

/// An identifier of another authority.
pub type Identifier = (ExternalAuthority, String);

/// Words within a source; 0 stands for all sources.
pub type Words = (i64, String);

/// The records that identifiers lead to, by the space in which they are counted.
#[derive(Debug, Default)]
pub struct Identified(HashMap<Identifier, BTreeMap<ExternalSpace, BTreeSet<i64>>>);

impl Identified {
    /// Those that an identifier leads to, in one space or in any.
    pub fn of<'a>(
        &'a self,
        identifier: &Identifier,
        space: Option<ExternalSpace>,
    ) -> impl Iterator<Item = i64> + use<'a> {
        let by_space = self.0.get(identifier).into_iter().flatten();
        let in_space = by_space.filter(move |(of, _)| space.is_none_or(|space| space == **of));
        in_space.flat_map(|(_, ids)| ids.iter().copied())
    }
}

impl WriteTransaction {
    /// The records of a kind that are called so, at most fifty. Sources, companies and
    /// characters have no kinds and no days.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn named(&self, kind: RecordKind, named: &Named) -> Result<Vec<i64>, StoreError> {
        let finder = Finder::new(&self.tx);
        let column = match kind {
            RecordKind::Work => return finder.works(named, MOST_NAMED).await,
            RecordKind::Person => return finder.people(named, MOST_NAMED).await,
            RecordKind::Company => return finder.companies(&named.folded, MOST_NAMED).await,
            RecordKind::Source => "title_folded",
            RecordKind::Character => "name_folded",
            _ => return Ok(Vec::new()),
        };
        let backend = self.tx.get_database_backend();
        let (table, bind) = (kind.table(), dialect::bind(backend, 1));
        let sql = format!(
            "SELECT id FROM {table} WHERE {column} = {bind} ORDER BY id LIMIT {MOST_NAMED}"
        );
        let binds = [named.folded.as_str().into()];
        self.numbers(Statement::from_sql_and_values(backend, sql, binds))
            .await
    }

    /// The records of a kind that authorities call so, in whatever space they count.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn by_identifiers(
        &self,
        kind: RecordKind,
        asked: &[Identifier],
    ) -> Result<Identified, StoreError> {
        let spaces: Vec<ExternalSpace> = ExternalSpace::iter().collect();
        // Each with every space, so that it is one probe of the key.
        let key = |(authority, value): &Identifier, space: &ExternalSpace| {
            let number = |code: i16| Key::Number(code.into());
            vec![
                number(authority.to_value()),
                number(space.to_value()),
                Key::Text(value.clone()),
            ]
        };
        let keys: Vec<Vec<Key>> = asked
            .iter()
            .flat_map(|of| spaces.iter().map(|space| key(of, space)))
            .collect();
        let code = kind.to_value();
        let condition = format!(" AND held.subject_kind = {code}");
        let columns = ["authority", "space", "value"];
        let rows = self
            .held(
                "external_id",
                &columns,
                "held.subject_id",
                &condition,
                &keys,
            )
            .await?;
        let mut found = Identified::default();
        for (place, id) in rows {
            let identifier = asked.get(place / spaces.len().max(1));
            let space = spaces.get(place % spaces.len().max(1));
            if let Some((identifier, space)) = identifier.zip(space) {
                let by_space = found.0.entry(identifier.clone()).or_default();
                by_space.entry(*space).or_default().insert(id);
            }
        }
        Ok(found)
    }

    /// The records of a kind that were given these words within these sources, as far as they are
    /// here or were deleted here.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn by_keys(
        &mut self,
        kind: RecordKind,
        sort: KeySort,
        asked: &[Words],
    ) -> Result<HashMap<Words, i64>, StoreError> {
        let key = |(source, words): &Words| vec![Key::Text(words.clone()), Key::Number(*source)];
        let keys: Vec<Vec<Key>> = asked.iter().map(key).collect();
        let rows = self
            .keys_held(kind, sort, &["words", "source_id"], &keys)
            .await?;
        let found = rows.into_iter();
        let found =
            found.filter_map(|(place, id)| asked.get(place).map(|words| (words.clone(), id)));
        Ok(found.collect())
    }

    /// The records of a kind that were given these keys within whatever sources.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn by_keys_anywhere(
        &mut self,
        kind: RecordKind,
        asked: &[String],
    ) -> Result<HashMap<String, BTreeSet<i64>>, StoreError> {
        let keys: Vec<Vec<Key>> = asked
            .iter()
            .map(|words| vec![Key::Text(words.clone())])
            .collect();
        let rows = self
            .keys_held(kind, KeySort::Key, &["words"], &keys)
            .await?;
        let mut found: HashMap<String, BTreeSet<i64>> = HashMap::new();
        for (place, id) in rows {
            if let Some(words) = asked.get(place) {
                found.entry(words.clone()).or_default().insert(id);
            }
        }
        Ok(found)
    }

    async fn keys_held(
        &mut self,
        kind: RecordKind,
        sort: KeySort,
        columns: &[&str],
        keys: &[Vec<Key>],
    ) -> Result<Vec<(usize, i64)>, StoreError> {
        let condition = format!(
            " AND held.record_kind = {} AND held.sort = {}",
            kind.to_value(),
            sort.to_value()
        );
        let rows = self
            .held("record_key", columns, "held.record_id", &condition, keys)
            .await?;
        let ids: BTreeSet<i64> = rows.iter().map(|(_, id)| *id).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut known = self.there(kind, &ids).await?;
        known.extend(self.deleted_among(kind, &ids).await?);
        let is_known = |(_, id): &(usize, i64)| known.contains(id);
        Ok(rows.into_iter().filter(is_known).collect())
    }

    /// The rows of a table that hold these keys: the place of each key, and the number that a row
    /// holds.
    async fn held(
        &self,
        table: &str,
        columns: &[&str],
        number: &str,
        condition: &str,
        keys: &[Vec<Key>],
    ) -> Result<Vec<(usize, i64)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let backend = self.tx.get_database_backend();
        let KeyTable {
            source,
            columns: asked,
            place,
            binds,
        } = bind_keys(backend, keys);
        let same: Vec<String> = columns
            .iter()
            .zip(&asked)
            .map(|(name, key)| format!("held.{name} = {key}"))
            .collect();
        let sql = format!(
            "SELECT {place}, {number} FROM {source} CROSS JOIN {table} AS held WHERE {}{condition} ORDER BY 1, 2",
            same.join(" AND ")
        );
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        let read = |row: &QueryResult| -> Result<(usize, i64), StoreError> {
            let place: i64 = row.try_get_by_index(0)?;
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            Ok((place, row.try_get_by_index(1)?))
        };
        let rows = self.tx.query_all_raw(statement).await?;
        rows.iter().map(read).collect()
    }

    /// Those of these ids that a record of the kind has.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn there(&self, kind: RecordKind, ids: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
        let rows = self.ids_where(kind.table(), "id", ids, "").await?;
        Ok(rows.into_iter().collect())
    }

    async fn ids_where(
        &self,
        table: &str,
        column: &str,
        ids: &[i64],
        condition: &str,
    ) -> Result<Vec<i64>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let backend = self.tx.get_database_backend();
        let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
        let sql = format!("SELECT id FROM {table} WHERE {among}{condition} ORDER BY id");
        let binds = [dialect::id_list(backend, ids)];
        self.numbers(Statement::from_sql_and_values(backend, sql, binds))
            .await
    }

    async fn numbers(&self, statement: Statement) -> Result<Vec<i64>, StoreError> {
        let rows = self.tx.query_all_raw(statement).await?;
        let read = |row: &QueryResult| Ok(row.try_get_by_index(0)?);
        rows.iter().map(read).collect()
    }

    /// The priorities of sources that are there.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn priorities(&self, sources: &[i64]) -> Result<HashMap<i64, i32>, StoreError> {
        if sources.is_empty() {
            return Ok(HashMap::new());
        }
        let backend = self.tx.get_database_backend();
        let among = dialect::among_sql(backend, "id", &dialect::bind(backend, 1));
        let sql = format!("SELECT id, priority FROM source WHERE {among}");
        let binds = [dialect::id_list(backend, sources)];
        let rows = self
            .tx
            .query_all_raw(Statement::from_sql_and_values(backend, sql, binds))
            .await?;
        let read = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
        rows.iter().map(read).collect()
    }

    /// Records as lines of a file have them, by id: as they themselves say.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn as_lines<R: Stored>(
        &self,
        ids: &[i64],
    ) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
        let current = R::current(&self.tx, ids).await?;
        lines_of(as_themselves(&self.tx, current).await?)
    }

    /// The records of a kind that may be one of these lines, by what makes them what they are: each
    /// as a line.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn alike<R: Stored>(
        &self,
        identity: &Identity,
        lines: &[&Map<String, Value>],
    ) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
        let Some(first) = identity.fields.first() else {
            return Ok(BTreeMap::new());
        };
        let (mut numbers, mut texts, mut none) = (BTreeSet::new(), BTreeSet::new(), false);
        for line in lines {
            match line.get(*first) {
                Some(Value::String(text)) if identity.column.ends_with("_id") => {
                    numbers.extend(decode(text).ok().map(|id| id.id));
                }
                Some(Value::String(text)) if identity.column.ends_with("_folded") => {
                    texts.insert(fold(text));
                }
                Some(Value::String(text)) => {
                    texts.insert(text.clone());
                }
                _ => none = true,
            }
        }
        let (table, column) = (R::KIND.table(), identity.column);
        let condition = R::PART_OF_ANY.unwrap_or_default();
        let numbers: Vec<i64> = numbers.into_iter().collect();
        let mut ids = self.ids_where(table, column, &numbers, condition).await?;
        let backend = self.tx.get_database_backend();
        if !texts.is_empty() {
            let texts: Vec<String> = texts.into_iter().collect();
            let among = dialect::among_sql(backend, column, &dialect::bind(backend, 1));
            let sql = format!("SELECT id FROM {table} WHERE {among}{condition} ORDER BY id");
            let binds = [dialect::text_list(backend, &texts)];
            let statement = Statement::from_sql_and_values(backend, sql, binds);
            ids.extend(self.numbers(statement).await?);
        }
        if none {
            let sql =
                format!("SELECT id FROM {table} WHERE {column} IS NULL{condition} ORDER BY id");
            ids.extend(self.numbers(Statement::from_string(backend, sql)).await?);
        }
        lines_of(R::current(&self.tx, &ids).await?)
    }

    /// Keeps by what records are found again.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn keep_keys(&mut self, keys: Vec<RecordKey>, lead: Lead) -> Result<(), StoreError> {
        let mut latest: BTreeMap<(RecordKind, KeySort, i64, String), RecordKey> = BTreeMap::new();
        for key in keys {
            let place = (key.record_kind, key.sort, key.source_id, key.words.clone());
            latest.insert(place, key);
        }
        let rows: Vec<RecordKey> = latest.into_values().collect();
        let columns = ["record_kind", "sort", "source_id", "words"];
        let key_of = |row: &RecordKey| {
            vec![
                Key::Number(row.record_kind.to_value().into()),
                Key::Number(row.sort.to_value().into()),
                Key::Number(row.source_id),
                Key::Text(row.words.clone()),
            ]
        };
        let keys: Vec<Vec<Key>> = rows.iter().map(key_of).collect();
        let held = self
            .held("record_key", &columns, "held.record_id", "", &keys)
            .await?;
        let held: BTreeMap<usize, i64> = held.into_iter().collect();
        let (mut moved, mut new) = (Vec::new(), Vec::new());
        for (place, row) in rows.into_iter().enumerate() {
            match held.get(&place) {
                Some(id) if *id == row.record_id => continue,
                Some(_) if lead == Lead::AsBefore => continue,
                Some(_) => moved.push(keys[place].clone()),
                None => {}
            }
            new.push(row);
        }
        if new.is_empty() {
            return Ok(());
        }
        self.keeps = true;
        self.forget_keys(&columns, &moved).await?;
        insert_all::<record_key::Entity, _>(&self.tx, new).await
    }

    async fn forget_keys(&self, columns: &[&str], keys: &[Vec<Key>]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        let backend = self.tx.get_database_backend();
        let KeyTable {
            source,
            columns: asked,
            binds,
            ..
        } = bind_keys(backend, keys);
        let sql = format!(
            "DELETE FROM record_key WHERE ({}) IN (SELECT {} FROM {source})",
            columns.join(", "),
            asked.join(", ")
        );
        let statement = Statement::from_sql_and_values(backend, sql, binds);
        self.tx.execute_raw(statement).await?;
        Ok(())
    }
}

fn lines_of<R: Stored>(
    records: Current<R>,
) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
    let lines = records.into_iter();
    let lines = lines.map(|(id, (record, _))| Ok((id, object(&record)?)));
    lines.collect()
}

//! Finding records by what people know them by: names and other authorities' identifiers.

use std::collections::{BTreeSet, HashMap};

use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind, WorkKind};
use entity::{company, external_id, genre, job};
use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::text::Text;
use crate::{StoreError, dialect};

/// What a named record has to be besides its name.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The folded name or title.
    pub folded: String,
    /// For works: one of these kinds; empty means any.
    pub kinds: Vec<WorkKind>,
    /// First and last day of its release, or of birth.
    pub days: Option<(i32, i32)>,
}

/// An identifier of another authority.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ExternalKey {
    /// Who gave it out.
    pub authority: ExternalAuthority,
    /// The identifier in canonical form.
    pub value: String,
    /// The number spaces to look in.
    pub spaces: Vec<ExternalSpace>,
}

/// Finds records by words and by identifiers of other authorities. Whatever is looked up so goes
/// through here.
#[derive(Clone, Copy, Debug)]
pub struct Finder<'d, D>(&'d D);

impl<'d, D: ConnectionTrait> Finder<'d, D> {
    /// Looks in this database.
    pub const fn new(database: &'d D) -> Self {
        Self(database)
    }

    /// The works with this title, original title or other title, those that claims deny aside: most
    /// votes first, then by id.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn works(&self, named: &Named, limit: u64) -> Result<Vec<i64>, StoreError> {
        let mut sql = Text::new(self.0.get_database_backend());
        sql.push("SELECT id FROM work WHERE id IN (SELECT id FROM work WHERE title_folded = ");
        sql.bind(named.folded.as_str());
        sql.push(" UNION SELECT id FROM work WHERE original_folded = ");
        sql.bind(named.folded.as_str());
        sql.push(" UNION SELECT work_id FROM title WHERE text_folded = ");
        sql.bind(named.folded.as_str());
        sql.push(") AND NOT is_denied");
        if !named.kinds.is_empty() {
            let codes = named.kinds.iter().map(|kind| kind.to_value().to_string());
            sql.push(&format!(
                " AND kind IN ({})",
                codes.collect::<Vec<_>>().join(", ")
            ));
        }
        sql.between("released_on", named.days);
        sql.push(" ORDER BY votes DESC NULLS LAST, id LIMIT ");
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        sql.ids(self.0).await
    }

    /// The people with this name or other name, mere names without an identity and those that claims
    /// deny aside: most popular first, then by id.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn people(&self, named: &Named, limit: u64) -> Result<Vec<i64>, StoreError> {
        let mut sql = Text::new(self.0.get_database_backend());
        sql.push("SELECT id FROM person WHERE id IN (SELECT id FROM person WHERE name_folded = ");
        sql.bind(named.folded.as_str());
        sql.push(" UNION SELECT person_id FROM person_name WHERE name_folded = ");
        sql.bind(named.folded.as_str());
        sql.push(") AND NOT is_denied AND is_resolved = ");
        sql.bind(true);
        sql.between("born_on", named.days);
        sql.push(" ORDER BY popularity DESC NULLS LAST, id LIMIT ");
        sql.bind(i64::try_from(limit).unwrap_or(i64::MAX));
        sql.ids(self.0).await
    }

    /// The records of a kind that an authority calls so: more than one only where the authority counts
    /// kinds apart and no space was named.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn by_external(
        &self,
        subject: RecordKind,
        key: &ExternalKey,
    ) -> Result<Vec<i64>, StoreError> {
        // The spaces are named, for they are the middle of the key.
        let select = external_id::Entity::find()
            .filter(external_id::COLUMN.authority.eq(key.authority))
            .filter(external_id::Column::Space.is_in(key.spaces.iter().copied()))
            .filter(external_id::COLUMN.value.eq(key.value.as_str()))
            .filter(external_id::COLUMN.subject_kind.eq(subject));
        let rows = select.all(self.0).await?;
        let ids: BTreeSet<i64> = rows.into_iter().map(|row| row.subject_id).collect();
        Ok(ids.into_iter().collect())
    }

    /// The ids of genres by folded name; a name that no genre has is not in the answer.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn genres(&self, folded: &[String]) -> Result<HashMap<String, i64>, StoreError> {
        let among = dialect::among_texts(self.0.get_database_backend(), "name_folded", folded);
        let rows = genre::Entity::find().filter(among).all(self.0).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.name_folded, row.id))
            .collect())
    }

    /// The ids of the jobs with these folded names: words that differ in case have several rows.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn jobs(&self, folded: &[String]) -> Result<HashMap<String, Vec<i64>>, StoreError> {
        let among = dialect::among_texts(self.0.get_database_backend(), "name_folded", folded);
        let mut jobs: HashMap<String, Vec<i64>> = HashMap::new();
        for row in job::Entity::find().filter(among).all(self.0).await? {
            jobs.entry(row.name_folded).or_default().push(row.id);
        }
        Ok(jobs)
    }

    /// The ids of jobs by their exact words; words that no job has are not in the answer.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn jobs_as_written(
        &self,
        names: &[String],
    ) -> Result<HashMap<String, i64>, StoreError> {
        let among = dialect::among_texts(self.0.get_database_backend(), "name", names);
        let rows = job::Entity::find().filter(among).all(self.0).await?;
        Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
    }

    /// The companies with this name, those that claims deny aside, by id.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn companies(&self, folded: &str, limit: u64) -> Result<Vec<i64>, StoreError> {
        let select = company::Entity::find()
            .select_only()
            .column(company::Column::Id)
            .filter(company::COLUMN.name_folded.eq(folded))
            .filter(company::COLUMN.is_denied.eq(false))
            .order_by_asc(company::Column::Id)
            .limit(limit);
        Ok(select.into_tuple().all(self.0).await?)
    }
}

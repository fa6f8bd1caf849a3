//! What there is most of: whom examples can be about.

use entity::vocabulary::{Department, RecordKind};
use sea_orm::{ActiveEnum, ConnectionTrait, Statement};

use crate::StoreError;

/// Rows of a table that are looked at: those with the lowest ids, by an index. So this takes no
/// longer where there are many, and is right where there are few.
const LOOKED_AT: u32 = 20_000;

/// Something that is known of works or people, and of some more than of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// A work, by its roles.
    Roles,
    /// A work, by who shot it.
    Camera,
    /// A work with roles, by the claims about it.
    Claims,
    /// A work, by its milestones.
    Milestones,
    /// A work, by its deals.
    Deals,
    /// A work, by the quotes and the commentary about it.
    Words,
    /// A person, by their roles.
    Career,
}

impl Knowledge {
    /// The rows that are looked at, by an index: a statement that gives the subject of each, and
    /// which of them count.
    fn rows(self) -> (String, String) {
        let work = RecordKind::Work.to_value();
        let of = |table: &str, owner: &str| {
            format!("SELECT {owner} AS subject FROM {table} ORDER BY {owner}")
        };
        let about = |table: &str| {
            format!(
                "SELECT subject_id AS subject FROM {table} WHERE subject_kind = {work} \
                 ORDER BY subject_id"
            )
        };
        let all = || "TRUE".to_owned();
        match self {
            Self::Roles => (of("role", "work_id"), all()),
            Self::Camera => (
                "SELECT work_id AS subject, department FROM role ORDER BY work_id".to_owned(),
                format!("department = {}", Department::Camera.to_value()),
            ),
            Self::Milestones => (of("milestone", "work_id"), all()),
            Self::Deals => (of("deal", "work_id"), all()),
            Self::Career => (of("role", "person_id"), all()),
            Self::Words => (about("about"), all()),
            Self::Claims => (
                about("claim"),
                "EXISTS (SELECT 1 FROM role WHERE role.work_id = subject)".to_owned(),
            ),
        }
    }
}

/// Who leads the cast of a work, by its billing.
///
/// # Errors
/// Whatever the database says.
pub async fn leading_person(
    db: &impl ConnectionTrait,
    work: i64,
) -> Result<Option<i64>, StoreError> {
    let sql = format!(
        "SELECT person_id FROM role WHERE work_id = {work} \
         ORDER BY CASE WHEN billing IS NULL THEN 1 ELSE 0 END, billing, person_id LIMIT 1"
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// A record, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// What it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: i64,
    /// Its title or name.
    pub name: String,
}

/// The record of which most is known, or the preferred one where anything is known of it; none
/// where nothing is known of any.
///
/// # Errors
/// Whatever the database says.
pub async fn most_known(
    db: &impl ConnectionTrait,
    knowledge: Knowledge,
    preferred: Option<i64>,
) -> Result<Option<Called>, StoreError> {
    let (rows, counts) = knowledge.rows();
    let (kind, table, name) = match knowledge {
        Knowledge::Career => (RecordKind::Person, "person", "name"),
        _ => (RecordKind::Work, "work", "title"),
    };
    // No id is negative.
    let preferred = preferred.unwrap_or(-1);
    let sql = format!(
        "SELECT id, {name} FROM {table} WHERE id = (\
         SELECT subject FROM ({rows} LIMIT {LOOKED_AT}) AS looked_at WHERE {counts} GROUP BY subject \
         ORDER BY CASE WHEN subject = {preferred} THEN 0 ELSE 1 END, COUNT(*) DESC, subject LIMIT 1)"
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let Some(row) = db.query_one_raw(statement).await? else {
        return Ok(None);
    };
    Ok(Some(Called {
        kind,
        id: row.try_get_by_index(0)?,
        name: row.try_get_by_index(1)?,
    }))
}

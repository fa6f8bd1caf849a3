//! Companies: by name, and the works that they did something for.

use entity::vocabulary::{Certainty, CompanyRoleKind};
use sea_orm::{ActiveEnum, ConnectionTrait, QueryResult, Statement};

use super::{Limit, Rows};
use crate::{Listed, Session, StoreError, dialect};

/// What a company did for a work, as the list of its works looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompanyCredit {
    /// The record of it.
    pub role: i64,
    /// The work.
    pub work: i64,
    /// What the company did.
    pub kind: CompanyRoleKind,
    /// First day of the work's release as stated.
    pub released_on: i32,
    /// How sure that is.
    pub certainty: Certainty,
    /// Whether claims deny it, or the work.
    pub is_denied: bool,
}

/// What each of these companies did, each with the id of the company.
///
/// # Errors
/// [`StoreError::TooMany`] if one read would bring more than `limit`.
pub async fn works_of_companies(
    db: &Session,
    companies: &[i64],
    limit: u64,
) -> Result<Rows<(i64, CompanyCredit)>, StoreError> {
    let backend = db.get_database_backend();
    let among = dialect::among_sql(backend, "r.company_id", &dialect::bind(backend, 1));
    let last = dialect::bind(backend, 2);
    let sql = format!(
        "SELECT r.company_id, r.work_id, r.kind, w.released_on, r.id, r.certainty, \
         r.is_denied OR w.is_denied FROM company_role r JOIN work w ON w.id = r.work_id WHERE {among} LIMIT {last}"
    );
    let limit = Limit::Of(Listed::CompanyRoles, limit);
    let binds = [dialect::id_list(backend, companies), limit.rows().into()];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    db.rows(statement, limit, credit).await
}

fn credit(row: &QueryResult) -> Result<(i64, CompanyCredit), StoreError> {
    let kind: i16 = row.try_get_by_index(2)?;
    let credit = CompanyCredit {
        role: row.try_get_by_index(4)?,
        work: row.try_get_by_index(1)?,
        kind: CompanyRoleKind::try_from_value(&kind)?,
        released_on: row.try_get_by_index(3)?,
        certainty: Certainty::try_from_value(&row.try_get_by_index(5)?)?,
        is_denied: row.try_get_by_index(6)?,
    };
    Ok((row.try_get_by_index(0)?, credit))
}

//! Statements that are written by hand, part by part.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use crate::{StoreError, dialect};

/// A statement as it is written: its text and what is bound in it.
pub struct Text {
    backend: sea_orm::DbBackend,
    sql: String,
    binds: Vec<Value>,
}

impl Text {
    pub(super) fn new(backend: sea_orm::DbBackend) -> Self {
        Self {
            backend,
            sql: String::new(),
            binds: Vec::new(),
        }
    }

    pub(super) fn backend(&self) -> sea_orm::DbBackend {
        self.backend
    }

    pub(super) fn push(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    /// A value in its place.
    pub(super) fn bind(&mut self, value: impl Into<Value>) {
        self.binds.push(value.into());
        self.sql
            .push_str(&dialect::bind(self.backend, self.binds.len()));
    }

    /// A column within some days, if there are any.
    pub(super) fn between(&mut self, column: &str, days: Option<(i32, i32)>) {
        if let Some((first, last)) = days {
            self.push(&format!(" AND {column} BETWEEN "));
            self.bind(first);
            self.push(" AND ");
            self.bind(last);
        }
    }

    /// The rows that it gives.
    pub(super) async fn rows(
        self,
        db: &impl ConnectionTrait,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let statement = Statement::from_sql_and_values(self.backend, self.sql, self.binds);
        Ok(db.query_all_raw(statement).await?)
    }

    /// The ids that it gives.
    pub(super) async fn ids(self, db: &impl ConnectionTrait) -> Result<Vec<i64>, StoreError> {
        let rows = self.rows(db).await?;
        let ids: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
        Ok(ids?)
    }
}

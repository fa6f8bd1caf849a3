//! Which sources a list has.

use entity::vocabulary::{RecordKind, SourceKind};
use sea_orm::ActiveEnum;

use super::cut::Listing;
use super::text::Text;
use crate::dialect;

/// Which sources.
#[derive(Clone, Debug, Default)]
pub struct SourcesAsked {
    /// Only those whose folded title contains this text.
    pub title_contains: Option<String>,
    /// Only those of these kinds.
    pub kinds: Option<Vec<SourceKind>>,
}

impl Listing for SourcesAsked {
    fn table(&self) -> &'static str {
        RecordKind::Source.table()
    }

    fn conditions(&self, sql: &mut Text) {
        if let Some(text) = &self.title_contains {
            sql.push(&format!(
                " AND {}(title_folded, ",
                dialect::position(sql.backend())
            ));
            sql.bind(text.as_str());
            sql.push(") > 0");
        }
        if let Some(kinds) = &self.kinds {
            let codes = kinds.iter().map(|kind| kind.to_value().to_string());
            let codes: Vec<String> = codes.collect();
            // An empty list is no SQL on PostgreSQL.
            let list = match codes.is_empty() {
                true => "NULL".to_owned(),
                false => codes.join(", "),
            };
            sql.push(&format!(" AND kind IN ({list})"));
        }
    }
}

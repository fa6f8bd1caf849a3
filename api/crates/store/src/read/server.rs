//! What a database says of itself.

use entity::source;
use sea_orm::sea_query::Expr;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::StoreError;

/// The most data sets that are listed.
const MOST: u64 = 100;

/// Data sets, and the source that is the program's own. The words are those of the index
/// `source_of_data_set`, so that neither database reads the sources that are neither.
const IS_DATA_SET: &str = "(kind = 1 OR (kind = 8 AND (id & 15) = 15))";

/// The sources of what was loaded as a whole, by id.
///
/// # Errors
/// Whatever the database says.
pub async fn data_sets(db: &impl ConnectionTrait) -> Result<Vec<source::Model>, StoreError> {
    let select = source::Entity::find()
        .filter(Expr::cust(IS_DATA_SET))
        .order_by_asc(source::Column::Id)
        .limit(MOST);
    Ok(select.all(db).await?)
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::SourceKind;
    use model::id::Authority;
    use sea_orm::ActiveEnum;

    use super::*;

    #[test]
    fn the_numbers_in_the_condition_are_those_of_the_vocabularies() {
        let (set, editor) = (
            SourceKind::DataSet.to_value(),
            SourceKind::Editor.to_value(),
        );
        let own = Authority::Filmgraph.code();
        let expected = format!("(kind = {set} OR (kind = {editor} AND (id & 15) = {own}))");
        assert_eq!(IS_DATA_SET, expected);
    }
}

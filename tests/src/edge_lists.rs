//! Whether edge lists are what they are made from.

use entity::vocabulary::RecordKind;
use model::id::encode;
use store::write::{ListsOf, WriteTransaction};
use store::{Store, StoreError};

use crate::{TestDatabase, clock};

/// The owners whose lists differ from their roles, as public ids.
///
/// # Panics
/// If they cannot be compared.
pub async fn compare(database: &TestDatabase) -> Vec<String> {
    let store = database.store().await;
    let mut wrong = Vec::new();
    for (of, kind) in [
        (ListsOf::Works, RecordKind::Work),
        (ListsOf::People, RecordKind::Person),
    ] {
        let found = differing(&store, of).await.expect("a comparison");
        wrong.extend(found.into_iter().map(|id| encode(kind, id)));
    }
    store.close().await;
    wrong
}

async fn differing(store: &Store, of: ListsOf) -> Result<Vec<i64>, StoreError> {
    let (mut wrong, mut after) = (Vec::new(), i64::MIN);
    loop {
        let examine = async |transaction: &mut WriteTransaction| {
            transaction.examine_edge_lists(of, after).await
        };
        let page = store.rehearse("test", clock().micros(), examine).await?;
        wrong.extend(page.wrong);
        match page.last {
            Some(last) => after = last,
            None => return Ok(wrong),
        }
    }
}

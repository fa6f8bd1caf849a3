//! Writing the external identifiers of companies and of characters that works share.

use entity::vocabulary::ExternalSpace;
use record::{CompanyRecord, Declared, SharedCharacterRecord};
use sea_orm::ConnectionTrait;

use super::plain::Plain;
use super::put::Current;
use super::subject::{external_ids, replace_external_ids};
use crate::StoreError;

macro_rules! with_external_ids {
    ($($record:ident),+) => {$(
        impl Plain for $record {
            async fn load_parts(
                tx: &impl ConnectionTrait,
                records: &mut Current<Self>,
            ) -> Result<(), StoreError> {
                let ids: Vec<i64> = records.keys().copied().collect();
                let mut found = external_ids(tx, Self::KIND, &ids).await?;
                for (id, (record, _)) in records {
                    record.external_ids = found.remove(id).unwrap_or_default();
                }
                Ok(())
            }

            async fn store_parts(
                tx: &impl ConnectionTrait,
                records: &[&Self],
            ) -> Result<(), StoreError> {
                let external: Vec<_> = records
                    .iter()
                    .map(|record| (record.id.0, ExternalSpace::Whole, &record.external_ids))
                    .collect();
                replace_external_ids(tx, Self::KIND, &external).await
            }
        }
    )+};
}
with_external_ids!(CompanyRecord, SharedCharacterRecord);

//! API keys: not records, so they are neither in the log nor in an export.

use std::sync::Arc;

use entity::api_key;
use sea_orm::{EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::{Session, Store, StoreError};

/// A key as it is kept.
pub type KeyRow = api_key::Model;

/// Keys that there may ever be, revoked ones included: lists of them have no pages.
const MAX_KEYS: i64 = 10_000;

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct KeyDraft {
    /// What it is called.
    pub name: String,
    /// What it allows, as bits.
    pub scopes: i16,
    /// When it is made, in microseconds since 1970.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: Option<i64>,
}

impl Session {
    /// The key with this number.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn api_key(&self, id: i64) -> Result<Option<KeyRow>, StoreError> {
        Ok(api_key::Entity::find_by_id(id).one(self).await?)
    }
}

impl Store {
    /// Makes a key. `make` gets its number, and gives the key and the hash that is kept.
    ///
    /// # Errors
    /// Those of `make` and of the database; [`StoreError::NameTaken`] if the name is.
    pub async fn create_key<T, E: From<StoreError>>(
        &self,
        draft: KeyDraft,
        make: impl FnOnce(i64) -> Result<(T, String), E>,
    ) -> Result<T, E> {
        let transaction = self.begin("", draft.created_at).await?;
        let newest = api_key::Entity::find()
            .order_by_desc(api_key::COLUMN.id)
            .limit(1)
            .one(&transaction.tx)
            .await
            .map_err(StoreError::from)?;
        let id = newest.map_or(0, |row| row.id) + 1;
        if id > MAX_KEYS {
            let reason = format!("there have been {MAX_KEYS} keys, which is the most");
            return Err(StoreError::invalid("api key", "id", reason).into());
        }
        let named = api_key::Entity::find().filter(api_key::COLUMN.name.eq(draft.name.as_str()));
        let named = named.one(&transaction.tx).await.map_err(StoreError::from)?;
        if named.is_some() {
            return Err(StoreError::NameTaken(draft.name).into());
        }
        let (made, hash) = make(id)?;
        let row = api_key::ActiveModel {
            id: Set(id),
            name: Set(draft.name),
            hash: Set(hash),
            scopes: Set(draft.scopes),
            created_at: Set(draft.created_at),
            last_used_at: Set(None),
            revoked_at: Set(None),
            expires_at: Set(draft.expires_at),
        };
        api_key::Entity::insert(row)
            .exec_without_returning(&transaction.tx)
            .await
            .map_err(StoreError::from)?;
        transaction.tx.commit(&Arc::default()).await?;
        Ok(made)
    }

    /// Every key, by number.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        let keys = api_key::Entity::find().order_by_asc(api_key::COLUMN.id);
        Ok(keys.all(&self.inner.aside).await?)
    }

    /// Revokes the key with this number or name, if it is not; gives it as it is now.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn revoke_key(
        &self,
        id: Option<i64>,
        name: Option<&str>,
        at: i64,
    ) -> Result<Option<KeyRow>, StoreError> {
        let transaction = self.begin("", at).await?;
        let mut find = api_key::Entity::find();
        if let Some(id) = id {
            find = find.filter(api_key::COLUMN.id.eq(id));
        }
        if let Some(name) = name {
            find = find.filter(api_key::COLUMN.name.eq(name));
        }
        let Some(row) = find.one(&transaction.tx).await? else {
            return Ok(None);
        };
        if row.revoked_at.is_some() {
            return Ok(Some(row));
        }
        api_key::Entity::update_many()
            .col_expr(api_key::Column::RevokedAt, at.into())
            .filter(api_key::COLUMN.id.eq(row.id))
            .exec(&transaction.tx)
            .await?;
        transaction.tx.commit(&Arc::default()).await?;
        let revoked_at = Some(at);
        Ok(Some(KeyRow { revoked_at, ..row }))
    }

    /// Notes when keys were used: their numbers, and times in microseconds since 1970.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn note_key_uses(&self, uses: &[(i64, i64)]) -> Result<(), StoreError> {
        let transaction = self.begin("", 0).await?;
        for (id, at) in uses {
            let older = api_key::COLUMN.last_used_at.is_null();
            let older = older.or(api_key::COLUMN.last_used_at.lt(*at));
            api_key::Entity::update_many()
                .col_expr(api_key::Column::LastUsedAt, (*at).into())
                .filter(api_key::COLUMN.id.eq(*id))
                .filter(older)
                .exec(&transaction.tx)
                .await?;
        }
        transaction.tx.commit(&Arc::default()).await?;
        Ok(())
    }
}

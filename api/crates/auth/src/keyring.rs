//! The keys that a server has met lately, and when each was last used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::clock::Clock;
use model::instant::Instant;
use moka::sync::Cache;
use store::{KeyRow, Session, Store, StoreError};

use super::{ApiKey, KeyError, Principal, Scopes};

/// Numbers of keys that are remembered, those that no key has included.
const MAX_KNOWN: u64 = 10_000;

/// How a keyring remembers.
#[derive(Clone, Copy, Debug)]
pub struct KeyringOptions {
    /// For how long a key is believed to be as it was read; zero asks for each request.
    pub trust: Duration,
    /// How often the times of last use are written.
    pub write_every: Duration,
}

/// What the keys of requests mean; shared by all workers.
pub struct Keyring {
    /// By number; none where no key has it.
    known: Option<Cache<i64, Option<Arc<KeyRow>>>>,
    /// The last use of each key since the last time they were written.
    used: Mutex<HashMap<i64, i64>>,
    options: KeyringOptions,
    clock: Clock,
}

/// Why a caller is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The header is not `Bearer` and one key.
    #[error("the header Authorization has to be: Bearer, a space, and an API key")]
    Header,
    /// No key at all.
    #[error("the API key is not one: {0}")]
    Malformed(#[from] KeyError),
    /// A key that was not given out here.
    #[error("the API key is not known here")]
    Unknown,
    /// A key that was taken back.
    #[error("the API key was revoked")]
    Revoked,
    /// A key whose time is over.
    #[error("the API key expired at {0}")]
    Expired(Instant),
}

/// Why it is not known who calls.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The caller's fault.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Keyring {
    /// A keyring that knows no key yet.
    #[must_use]
    pub fn new(options: KeyringOptions, clock: Clock) -> Self {
        let known = (!options.trust.is_zero()).then(|| {
            Cache::builder()
                .max_capacity(MAX_KNOWN)
                .time_to_live(options.trust)
                .build()
        });
        Self {
            known,
            used: Mutex::default(),
            options,
            clock,
        }
    }

    /// Who sends this value of the header `Authorization`.
    ///
    /// # Errors
    /// See [`AuthError`].
    pub async fn principal(
        &self,
        session: &Session,
        authorization: &str,
    ) -> Result<Principal, AuthError> {
        let key = ApiKey::parse(bearer(authorization)?).map_err(Denied::from)?;
        let row = self.row(session, key.id()).await?.ok_or(Denied::Unknown)?;
        // Only who has the key learns what became of it.
        if !key.has_hash(&row.hash) {
            return Err(Denied::Unknown.into());
        }
        let now = self.clock.micros();
        if row.revoked_at.is_some() {
            return Err(Denied::Revoked.into());
        }
        if let Some(at) = row.expires_at.filter(|at| *at <= now) {
            return Err(Denied::Expired(Instant(at)).into());
        }
        self.note_use(row.id, now);
        Ok(Principal {
            actor: format!("key:{}", row.name),
            scopes: Scopes::from_bits(row.scopes),
        })
    }

    async fn row(&self, session: &Session, id: i64) -> Result<Option<Arc<KeyRow>>, StoreError> {
        if let Some(row) = self.known.as_ref().and_then(|known| known.get(&id)) {
            return Ok(row);
        }
        let row = session.api_key(id).await?.map(Arc::new);
        if let Some(known) = &self.known {
            known.insert(id, row.clone());
        }
        Ok(row)
    }

    fn note_use(&self, id: i64, now: i64) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let at = used.entry(id).or_insert(now);
        *at = now.max(*at);
    }

    /// Writes when keys were last used, all in one transaction. What cannot be written is kept for
    /// the next time.
    pub async fn write_uses(&self, store: &Store) {
        let used = std::mem::take(&mut *self.used.lock().unwrap_or_else(PoisonError::into_inner));
        let uses: Vec<(i64, i64)> = used.into_iter().collect();
        if uses.is_empty() {
            return;
        }
        if let Err(error) = store.note_key_uses(&uses).await {
            tracing::warn!(target: "filmgraph::auth", %error, "when keys were used could not be written");
            for (id, at) in uses {
                self.note_use(id, at);
            }
        }
    }

    /// Writes them again and again; never ends.
    pub async fn keep_writing_uses(&self, store: &Store) {
        loop {
            tokio::time::sleep(self.options.write_every).await;
            self.write_uses(store).await;
        }
    }
}

/// The token of `Bearer <token>`; the scheme's case does not matter (RFC 9110).
fn bearer(authorization: &str) -> Result<&str, Denied> {
    let (scheme, token) = authorization.trim().split_once(' ').ok_or(Denied::Header)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(token.trim_start())
    } else {
        Err(Denied::Header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_bearer() {
        for header in ["Bearer x", "bearer  x", " BEARER x "] {
            assert_eq!(bearer(header), Ok("x"), "{header}");
        }
        for header in ["", "Bearer", "Basic x", "x", "Bearerx"] {
            assert_eq!(bearer(header), Err(Denied::Header), "{header}");
        }
    }
}

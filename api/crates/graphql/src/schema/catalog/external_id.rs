//! `ExternalId`: what another authority calls a record.

use std::sync::Arc;

use async_graphql::SimpleObject;
use entity::external_id;
use entity::vocabulary::{ExternalAuthority as Authority, RecordKind};
use model::external::{ExternalSubject, url};

use crate::loader::About;
use crate::schema::kit::error::Result;
use crate::schema::kit::list::List;
use crate::schema::kit::scalar::Url;
use crate::schema::vocabulary::ExternalAuthority;
use crate::scope::Scope;

/// What another authority calls a record.
#[derive(SimpleObject)]
pub(crate) struct ExternalId {
    /// Who gave it out.
    authority: ExternalAuthority,
    /// The identifier: `tt0110413`, `Q37876`, `101`.
    value: String,
    /// The public page of it, where the authority has one.
    url: Option<Url>,
}

/// The external identifiers of a record.
pub(crate) struct ExternalIds(Arc<Vec<external_id::Model>>);

impl ExternalIds {
    pub(crate) async fn of(scope: &Scope, kind: RecordKind, id: i64) -> Result<Self> {
        Ok(Self(
            scope
                .load(About::<external_id::Entity>::of(kind, id))
                .await?,
        ))
    }

    /// The identifier of one authority.
    pub(crate) fn value(&self, authority: Authority) -> Option<String> {
        let row = self.0.iter().find(|row| row.authority == authority);
        row.map(|row| row.value.clone())
    }

    pub(crate) fn list(&self, subject: ExternalSubject) -> List<ExternalId> {
        let id = |row: &external_id::Model| ExternalId {
            authority: row.authority.into(),
            value: row.value.clone(),
            url: url(row.authority, &row.value, subject).map(Url),
        };
        self.0.iter().map(id).collect()
    }
}

//! `PersonName`: a name of a person.

use async_graphql::{ID, Object};
use entity::person_name;
use entity::vocabulary::RecordKind;
use model::id::encode;

use crate::schema::kit::scalar::LanguageTag;
use crate::schema::vocabulary::PersonNameKind;

/// A name of a person besides the one they are shown by.
#[derive(Clone)]
pub(crate) struct PersonName(pub(crate) person_name::Model);

/// A name of a person besides the one they are shown by.
#[Object]
impl PersonName {
    /// The id of this name.
    pub(crate) async fn id(&self) -> ID {
        ID(encode(RecordKind::PersonName, self.0.id))
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is.
    async fn kind(&self) -> PersonNameKind {
        self.0.kind.into()
    }

    /// The language it is in; null where it is not known.
    async fn language(&self) -> Option<LanguageTag> {
        self.0.language.clone().map(LanguageTag)
    }
}

//! External identifiers of a record, one an authority.

use std::collections::BTreeMap;

use entity::external_id;
use entity::vocabulary::{ExternalAuthority, ExternalSpace, RecordKind, WorkKind};
use model::external::{normalize, of_another_kind};
use serde::{Deserialize, Serialize};

use crate::{Check, Field, Keys, LookUpKey, Shape, Value, word};

/// From authority to identifier in canonical form: `{"IMDB": "tt0110413"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct ExternalIds(pub BTreeMap<ExternalAuthority, String>);

impl Value for ExternalIds {
    const SHAPE: Shape = Shape::ExternalIds;

    fn look_up(&self, to: &mut Keys) {
        let space = to.space();
        to.extend(self.keys(space));
    }
}

/// Notes what is wrong with the identifiers of a record of a kind, each by its authority.
pub(crate) fn check(ids: &ExternalIds, kind: RecordKind, field: &Field, check: &mut Check) {
    check.within(field.name, |check| {
        for (authority, value) in &ids.0 {
            let wrong = match normalize(*authority, value) {
                Ok(canonical) if canonical == *value => of_another_kind(*authority, kind, value),
                Ok(canonical) => Some(format!("\"{value}\" is written {canonical}")),
                Err(error) => Some(format!("\"{value}\": {error}")),
            };
            if let Some(reason) = wrong {
                check.fault(&word(authority), reason);
            }
        }
    });
}

impl ExternalIds {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads the identifiers back from their rows.
    #[must_use]
    pub fn from_rows(rows: &[external_id::Model]) -> Self {
        let pairs = rows.iter().map(|row| (row.authority, row.value.clone()));
        Self(pairs.collect())
    }

    /// What a record is looked up by, in the number space of its kind.
    fn keys(&self, space: ExternalSpace) -> impl Iterator<Item = LookUpKey> {
        let key = move |(authority, value): (&ExternalAuthority, &String)| LookUpKey::Identifier {
            authority: *authority,
            space: space_of(*authority, space),
            value: value.clone(),
        };
        self.0.iter().map(key)
    }

    /// The rows of a record.
    #[must_use]
    pub fn rows(
        &self,
        subject_kind: RecordKind,
        subject_id: i64,
        space: ExternalSpace,
    ) -> Vec<external_id::Model> {
        let row = |(authority, value): (&ExternalAuthority, &String)| external_id::Model {
            authority: *authority,
            space: space_of(*authority, space),
            value: value.clone(),
            subject_kind,
            subject_id,
        };
        self.0.iter().map(row).collect()
    }
}

/// The space in which works of a kind are counted by an authority that counts kinds apart.
#[must_use]
pub fn work_space(kind: WorkKind) -> ExternalSpace {
    match kind {
        WorkKind::Series | WorkKind::MiniSeries => ExternalSpace::Series,
        WorkKind::Episode => ExternalSpace::Episode,
        WorkKind::Game => ExternalSpace::Game,
        _ => ExternalSpace::Film,
    }
}

/// The space of an authority that a record in this one has there: most count everything in one space,
/// or their identifiers say what they name.
#[must_use]
pub const fn space_of(authority: ExternalAuthority, space: ExternalSpace) -> ExternalSpace {
    match authority {
        ExternalAuthority::Tmdb | ExternalAuthority::Tvdb => space,
        _ => ExternalSpace::Whole,
    }
}

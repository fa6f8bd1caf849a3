//! The status of a work as a fact: nobody claims it, it follows from a milestone or a release.

use async_graphql::Value;
use async_graphql::resolver_utils::enum_value;
use claim::ClaimValue;
use entity::vocabulary::{MissingReason, Property, RecordKind};
use entity::work;
use model::day::Day;
use model::id::RecordId;
use model::status::ProductionStatus as Status;

use super::fact::{Fact, facts_of};
use crate::error::ApiError;
use crate::schema::kit::error::Result;
use crate::schema::vocabulary::ProductionStatus;
use crate::schema::work::{Decided, WorkCore};
use crate::scope::Scope;

/// The key of the property.
const KEY: &str = "status";

/// The status of a work today, with the certainty and the claim of what decided it.
pub(crate) async fn status_fact(
    scope: &Scope,
    work: RecordId,
    known_at: Option<Day>,
) -> Result<Option<Fact>> {
    let Some(row) = scope.find::<work::Entity>(work.id).await? else {
        return Ok(None);
    };
    let core = WorkCore(row);
    let Decided { status, by } = core.status_on(scope, scope.today(), known_at).await?;
    let fact = Fact::unknown(work, Property::Status, KEY);
    if status == Status::Unknown {
        return Ok(Some(fact));
    }
    let name = match enum_value(ProductionStatus::from(status)) {
        Value::Enum(name) => name.to_string(),
        other => other.to_string(),
    };
    let behind = match by {
        Some(record) => behind(scope, &core, record, known_at).await?,
        None => None,
    };
    Ok(Some(fact.following(ClaimValue::Name(name), behind)))
}

/// The fact that decided: the date of the work, where it names one, else that there is such a
/// release; that there is such a milestone.
async fn behind(
    scope: &Scope,
    core: &WorkCore,
    record: RecordId,
    known_at: Option<Day>,
) -> Result<Option<Fact>> {
    let fact = async |record: RecordId, property| {
        let facts = facts_of(scope, record, Some(&[property]), known_at).await?;
        Ok::<_, ApiError>(facts.into_iter().next())
    };
    if record.kind != RecordKind::Work {
        return fact(record, Property::Record).await;
    }
    let own = fact(record, Property::ReleaseDate).await?;
    if own.as_ref().is_some_and(|fact| fact.value.is_some()) {
        return Ok(own);
    }
    match core.first_release(scope, known_at).await? {
        Some((release, ..)) => fact(release, Property::Record).await,
        None => Ok(None),
    }
}

impl Fact {
    /// What nothing is known of.
    fn unknown(subject: RecordId, property: Property, key: &str) -> Self {
        Self {
            missing: Some(MissingReason::Unknown),
            ..Self::of(subject, property, key)
        }
    }

    /// A value that follows from another fact, as sure as that.
    fn following(self, value: ClaimValue, behind: Option<Self>) -> Self {
        Self {
            value: Some(value),
            missing: None,
            certainty: behind.as_ref().and_then(|fact| fact.certainty),
            is_disputed: behind.as_ref().is_some_and(|fact| fact.is_disputed),
            claim: behind.and_then(|fact| fact.claim),
            ..self
        }
    }
}

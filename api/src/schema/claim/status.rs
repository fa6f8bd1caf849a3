//! The status of a work as a fact: nobody claims it, it follows from a milestone or a release.

use async_graphql::Value;
use async_graphql::resolver_utils::enum_value;
use entity::vocabulary::{MissingReason, Property};
use entity::work;

use super::fact::{Fact, facts_of};
use crate::claim::ClaimValue;
use crate::model::day::Day;
use crate::model::status::ProductionStatus as Status;
use crate::schema::error::Result;
use crate::schema::vocabulary::ProductionStatus;
use crate::schema::work::WorkCore;
use crate::scope::Scope;
use crate::store::read::Subject;

/// The key of the property.
const KEY: &str = "status";

/// The status of a work today, with the certainty and the claim of what decided it.
pub(super) async fn status_fact(
    scope: &Scope,
    work: Subject,
    known_at: Option<Day>,
) -> Result<Option<Fact>> {
    let Some(row) = scope.find::<work::Entity>(work.id).await? else {
        return Ok(None);
    };
    let decided = WorkCore(row);
    let decided = decided.status_on(scope, scope.today(), known_at).await?;
    let fact = Fact::unknown(work, Property::Status, KEY);
    if decided.status == Status::Unknown {
        return Ok(Some(fact));
    }
    let name = match enum_value(ProductionStatus::from(decided.status)) {
        Value::Enum(name) => name.to_string(),
        other => other.to_string(),
    };
    let behind = match decided.by {
        Some((record, key)) => {
            // That there is such a milestone decides, not when it was.
            let property = match key {
                "releaseDate" => Property::ReleaseDate,
                _ => Property::Record,
            };
            let facts = facts_of(scope, record, Some(&[property]), known_at).await?;
            facts.into_iter().next()
        }
        None => None,
    };
    Ok(Some(fact.following(ClaimValue::Name(name), behind)))
}

impl Fact {
    /// What nothing is known of.
    fn unknown(subject: Subject, property: Property, key: &str) -> Self {
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

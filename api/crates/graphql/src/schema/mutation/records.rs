//! Making and changing works, people, roles, milestones, releases and deals. What is known of a
//! kind comes from its record; here stands what its mutations are called and what they answer.

use std::sync::Arc;

use async_graphql::{Context, MergedObject, Object};
use entity::{deal, milestone, person, release, role, work};
use record::{DealRecord, MilestoneRecord, PersonRecord, ReleaseRecord, RoleRecord, WorkRecord};

use super::edit::{Outcome, create, update};
use super::field_change::FieldChange;
use super::input::{Create, Input, Kind, Update};
use super::payload;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::people::person::Person;
use crate::schema::people::role::Role;
use crate::schema::production::deal::Deal;
use crate::schema::production::milestone::Milestone;
use crate::schema::production::release::Release;
use crate::schema::work::Work;
use crate::scope::Scope;

/// The mutations of records that come from descriptions.
#[derive(MergedObject, Default)]
pub(crate) struct RecordMutations(
    WorkMutation,
    PersonMutation,
    RoleMutation,
    MilestoneMutation,
    ReleaseMutation,
    DealMutation,
);

/// The records that a mutation touched, as far as a payload shows them.
#[derive(Default)]
struct Touched {
    work: Option<Work>,
    person: Option<Person>,
    role: Option<Role>,
    milestone: Option<Milestone>,
    release: Option<Release>,
    deal: Option<Deal>,
}

async fn work_of(scope: &Scope, id: i64) -> Result<Option<Work>> {
    Ok(scope.find::<work::Entity>(id).await?.map(Work::of))
}

/// Declares the two mutations of a kind, and what they answer: the record and what it belongs to.
macro_rules! mutations {
    (
        $mutation:ident of $record:ty as $type:literal;
        $create:ident $create_name:literal -> $created:ident, $create_doc:literal;
        $update:ident $update_name:literal -> $updated:ident, $update_doc:literal;
        { $($(#[$doc:meta])* $field:ident: $shown:ty),+ $(,)? }
        $touched:expr
    ) => {
        impl Kind for $record {
            const TYPE: &'static str = $type;
        }

        payload! {
            #[doc = $create_doc]
            $created {
                $($(#[$doc])* $field: Option<$shown>,)+
                /// What is there now and was not, or would be in a dry run. A repeated answer has none.
                changes: Vec<FieldChange>,
            }
        }

        payload! {
            #[doc = $update_doc]
            $updated {
                $($(#[$doc])* $field: Option<$shown>,)+
                /// What differs now, or would in a dry run. A repeated answer has none.
                changes: Vec<FieldChange>,
            }
        }

        mutations!(@answer $created $record, $touched; $($field),+);
        mutations!(@answer $updated $record, $touched; $($field),+);

        /// The mutations of a kind of record.
        #[derive(Default)]
        pub(super) struct $mutation;

        #[Object]
        impl $mutation {
            #[doc = $create_doc]
            async fn $create(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "What is known of it.")] input: Input<$record, Create>,
            ) -> Option<Result<$created>> {
                let made = async {
                    let outcome = Box::pin(create::<$record>(ctx, $create_name, input)).await?;
                    $created::answer(scope(ctx)?, outcome).await
                };
                Some(made.await)
            }

            #[doc = $update_doc]
            async fn $update(
                &self,
                ctx: &Context<'_>,
                #[graphql(desc = "The changes.")] input: Input<$record, Update>,
            ) -> Option<Result<$updated>> {
                let changed = async {
                    let outcome = Box::pin(update::<$record>(ctx, $update_name, input)).await?;
                    $updated::answer(scope(ctx)?, outcome).await
                };
                Some(changed.await)
            }
        }
    };
    (@answer $payload:ident $record:ty, $touched:expr; $($field:ident),+) => {
        impl $payload {
            async fn answer(
                scope: &Scope,
                outcome: std::result::Result<Outcome, Vec<super::UserError>>,
            ) -> Result<Self> {
                let outcome = match outcome {
                    Ok(outcome) => outcome,
                    Err(errors) => return Ok(Self::refused(errors)),
                };
                let touched: Touched = $touched(scope, outcome.id).await?;
                Ok(Self {
                    $($field: touched.$field,)+
                    changes: outcome.changes,
                    change_cursor: outcome.change_cursor,
                    warnings: outcome.warnings,
                    user_errors: Vec::new(),
                })
            }
        }
    };
}

mutations! {
    WorkMutation of WorkRecord as "Work";
    work_create "workCreate" -> WorkCreatePayload, "Makes a work of any kind, with the people who work on it and how far it has come.";
    work_update "workUpdate" -> WorkUpdatePayload, "Changes a work: claims what can be claimed, and writes what cannot be.";
    {
        /// The work; in a dry run as it would be, its lists as they are.
        work: Work,
    }
    async |scope: &Scope, id: i64| -> Result<Touched> {
        Ok(Touched { work: work_of(scope, id).await?, ..Touched::default() })
    }
}

mutations! {
    PersonMutation of PersonRecord as "Person";
    person_create "personCreate" -> PersonCreatePayload, "Makes a person.";
    person_update "personUpdate" -> PersonUpdatePayload, "Changes a person: claims what can be claimed, and writes what cannot be.";
    {
        /// The person; in a dry run as they would be, their lists as they are.
        person: Person,
    }
    async |scope: &Scope, id: i64| -> Result<Touched> {
        let person = scope.find::<person::Entity>(id).await?.map(Person);
        Ok(Touched { person, ..Touched::default() })
    }
}

mutations! {
    RoleMutation of RoleRecord as "Role";
    role_create "roleCreate" -> RoleCreatePayload, "Makes a role of a person on a work; the person, too, if need be.";
    role_update "roleUpdate" -> RoleUpdatePayload, "Changes a role: claims what can be claimed, and writes what cannot be.";
    {
        /// The role; in a dry run as it would be.
        role: Role,
        /// Its work.
        work: Work,
        /// Its person.
        person: Person,
    }
    async |scope: &Scope, id: i64| -> Result<Touched> {
        let Some(row) = scope.find::<role::Entity>(id).await? else {
            return Ok(Touched::default());
        };
        Ok(Touched {
            role: Some(Role::of_record(&row)),
            work: work_of(scope, row.work_id).await?,
            person: scope.find::<person::Entity>(row.person_id).await?.map(Person),
            ..Touched::default()
        })
    }
}

/// What a mutation touched of a record that belongs to a work.
macro_rules! of_work {
    ($table:ident as $type:ident in $field:ident) => {
        async |scope: &Scope, id: i64| -> Result<Touched> {
            let Some(row) = scope.find::<$table::Entity>(id).await? else {
                return Ok(Touched::default());
            };
            let work = work_of(scope, row.work_id).await?;
            Ok(Touched {
                $field: Some($type(Arc::clone(&row))),
                work,
                ..Touched::default()
            })
        }
    };
}

mutations! {
    MilestoneMutation of MilestoneRecord as "Milestone";
    milestone_create "milestoneCreate" -> MilestoneCreatePayload, "Makes a milestone of a work.";
    milestone_update "milestoneUpdate" -> MilestoneUpdatePayload, "Changes a milestone: claims what can be claimed, and writes what cannot be.";
    {
        /// The milestone; in a dry run as it would be.
        milestone: Milestone,
        /// Its work.
        work: Work,
    }
    of_work!(milestone as Milestone in milestone)
}

mutations! {
    ReleaseMutation of ReleaseRecord as "Release";
    release_create "releaseCreate" -> ReleaseCreatePayload, "Makes a release of a work.";
    release_update "releaseUpdate" -> ReleaseUpdatePayload, "Changes a release: claims what can be claimed, and writes what cannot be.";
    {
        /// The release; in a dry run as it would be.
        release: Release,
        /// Its work.
        work: Work,
    }
    of_work!(release as Release in release)
}

mutations! {
    DealMutation of DealRecord as "Deal";
    deal_create "dealCreate" -> DealCreatePayload, "Makes a deal about a work.";
    deal_update "dealUpdate" -> DealUpdatePayload, "Changes a deal: claims what can be claimed, and writes what cannot be.";
    {
        /// The deal; in a dry run as it would be.
        deal: Deal,
        /// Its work.
        work: Work,
    }
    of_work!(deal as Deal in deal)
}

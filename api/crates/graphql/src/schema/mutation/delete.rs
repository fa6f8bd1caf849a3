//! Deleting records: one shape for each kind, written once.

use async_graphql::{Context, ID, InputObject, InputType, Object, SimpleObject};
use entity::vocabulary::RecordKind;
use model::id::{RecordId, encode};
use record::{DealRecord, MilestoneRecord, PersonRecord, ReleaseRecord, RoleRecord, WorkRecord};
use serde::{Deserialize, Serialize};
use store::write::{ByKind, MOST_DELETED, Reason, Stored, WriteTransaction};

use super::{
    Effect, Failure, Faults, MutationRequest, Provenance, ProvenanceInput, UserError, at_version,
    payload, run,
};
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::node::type_of;
use crate::schema::people::person::Person;
use crate::schema::work::Work;
use crate::scope::Scope;
use entity::{person, work};

/// How many records of a type.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct RecordCount {
    /// The type: `Role`. `Work` stands for every type of work.
    record_type: String,
    /// How many.
    count: u64,
}

impl RecordCount {
    /// The counts, in the order of the kinds' codes.
    pub(super) fn each(counts: &ByKind) -> Vec<Self> {
        let count = |(kind, count): (&RecordKind, &u64)| Self {
            record_type: type_of(*kind).to_owned(),
            count: *count,
        };
        counts
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(count)
            .collect()
    }
}

/// A type of record that a part belongs to.
trait Owner: Sized {
    /// The record, if it is there.
    async fn find(scope: &Scope, id: i64) -> Result<Option<Self>>;
}

impl Owner for Work {
    async fn find(scope: &Scope, id: i64) -> Result<Option<Self>> {
        Ok(scope.find::<work::Entity>(id).await?.map(Self::of))
    }
}

impl Owner for Person {
    async fn find(scope: &Scope, id: i64) -> Result<Option<Self>> {
        Ok(scope.find::<person::Entity>(id).await?.map(Self))
    }
}

/// What every input of a deletion says.
struct Order {
    id: ID,
    expected_version: i32,
    provenance: ProvenanceInput,
    key: Option<String>,
    is_dry: bool,
}

/// What is kept of a deletion for a repetition.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    id: String,
    deleted: ByKind,
    /// What it was part of, in the order of the payload.
    owners: Vec<i64>,
}

/// A deletion that was made, or would be.
struct Deleted {
    kept: Kept,
    change_cursor: Option<String>,
    warnings: Vec<UserError>,
}

/// The mutations that delete records of a kind: of each its name and type of record, the field of
/// the id, the input, the payload, and which fields of the record name what it was part of.
macro_rules! deletions {
    ($(
        $(#[$meta:meta])*
        $method:ident = $name:literal, $record:ident, $deleted_id:ident, $input:ident, $payload:ident {
            $($(#[$field_meta:meta])* $field:ident: $owner:ident,)*
        }
    )+) => {
        $(
            /// Which record is to be deleted, and why.
            #[derive(Clone, Debug, InputObject)]
            pub(crate) struct $input {
                /// The id of the record.
                id: ID,
                /// The version that you have seen. If it is no longer that, nothing is deleted.
                expected_version: i32,
                /// Who says that it has to go, and in which words. How surely is of no account.
                provenance: ProvenanceInput,
                /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
                idempotency_key: Option<String>,
                /// Whether to say what would be, and change nothing.
                #[graphql(default = false)]
                dry_run: bool,
            }

            impl From<$input> for Order {
                fn from(input: $input) -> Self {
                    Self {
                        id: input.id,
                        expected_version: input.expected_version,
                        provenance: input.provenance,
                        key: input.idempotency_key,
                        is_dry: input.dry_run,
                    }
                }
            }

            payload! {
                /// What deleting a record gave.
                $payload {
                    /// The id of the record that was deleted, or in a dry run would be.
                    $deleted_id: Option<ID>,
                    /// How many records of each type went with it, itself included.
                    deleted: Vec<RecordCount>,
                    $($(#[$field_meta])* $field: Option<$owner>,)*
                }
            }
        )+

        /// Mutations that delete records.
        #[derive(Default)]
        pub(crate) struct DeleteMutation;

        #[Object]
        impl DeleteMutation {
            $(
                $(#[$meta])*
                async fn $method(
                    &self,
                    ctx: &Context<'_>,
                    #[graphql(desc = "Which record, and why.")] input: $input,
                ) -> Option<Result<$payload>> {
                    let owners = |_record: &$record| vec![$(_record.$field.0),*];
                    let payload = async {
                        let deleted = match delete($name, ctx, input, owners).await? {
                            Ok(deleted) => deleted,
                            Err(errors) => return Ok($payload::refused(errors)),
                        };
                        let mut _owners = deleted.kept.owners.into_iter();
                        Ok($payload {
                            $deleted_id: Some(ID(deleted.kept.id)),
                            deleted: RecordCount::each(&deleted.kept.deleted),
                            $($field: owner::<$owner>(ctx, _owners.next()).await?,)*
                            change_cursor: deleted.change_cursor,
                            warnings: deleted.warnings,
                            user_errors: Vec::new(),
                        })
                    };
                    Some(payload.await)
                }
            )+
        }
    };
}

deletions! {
    /// Deletes a work with its parts, such as roles, releases, milestones, deals, places, ratings, nominations, seasons, images and videos, and the claims on all of them. Refused while episodes, relations, lists, collections, quotes or commentaries refer to it, and where more than 20,000 records would go.
    work_delete = "workDelete", WorkRecord, deleted_work_id, WorkDeleteInput, WorkDeletePayload {}
    /// Deletes a person with what belongs to the person alone, such as images, and the claims on all of it. Refused while roles, nominations, quotes or commentaries refer to the person.
    person_delete = "personDelete", PersonRecord, deleted_person_id, PersonDeleteInput, PersonDeletePayload {}
    /// Deletes a role with the claims on it.
    role_delete = "roleDelete", RoleRecord, deleted_role_id, RoleDeleteInput, RoleDeletePayload {
        /// The work that it was part of.
        work: Work,
        /// The person who had it.
        person: Person,
    }
    /// Deletes a milestone with the claims on it.
    milestone_delete = "milestoneDelete", MilestoneRecord, deleted_milestone_id, MilestoneDeleteInput, MilestoneDeletePayload {
        /// The work that it was part of.
        work: Work,
    }
    /// Deletes a deal with the claims on it.
    deal_delete = "dealDelete", DealRecord, deleted_deal_id, DealDeleteInput, DealDeletePayload {
        /// The work that it was about.
        work: Work,
    }
    /// Deletes a release with the claims on it. A work that names no date itself then has that of its next release.
    release_delete = "releaseDelete", ReleaseRecord, deleted_release_id, ReleaseDeleteInput, ReleaseDeletePayload {
        /// The work that was released.
        work: Work,
    }
}

async fn owner<T: Owner>(ctx: &Context<'_>, id: Option<i64>) -> Result<Option<T>> {
    match id {
        Some(id) => T::find(scope(ctx)?, id).await,
        None => Ok(None),
    }
}

async fn delete<R: Stored, I: InputType + Clone + Into<Order>>(
    mutation: &str,
    ctx: &Context<'_>,
    input: I,
    owners: impl Fn(&R) -> Vec<i64>,
) -> Result<std::result::Result<Deleted, Vec<UserError>>> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let order: Order = input.clone().into();
    let key = order.key.as_deref();
    let request = MutationRequest::new(ctx, mutation, &input, key, order.is_dry, &mut faults);
    let id = faults.id(&["id"], &order.id, R::KIND);
    let today = scope.today();
    let provenance = order.provenance.read(&["provenance"], today, &mut faults);
    let (id, provenance) = match (id.zip(provenance), faults.check()) {
        (Some(read), Ok(())) => read,
        (_, checked) => return Ok(Err(checked.err().unwrap_or_default())),
    };
    let work = async |tx: &mut WriteTransaction| {
        let record = at_version::<R>(tx, id, order.expected_version).await?;
        let kept = Kept {
            id: encode(R::KIND, id),
            deleted: bury(tx, R::KIND, id, &provenance).await?,
            owners: owners(&record),
        };
        Ok((kept.clone(), kept, Vec::new()))
    };
    let applied = match run(scope, &editor, &request, work).await? {
        Ok(applied) => applied,
        Err(errors) => return Ok(Err(errors)),
    };
    let kept = match applied.effect {
        Effect::Fresh(kept) | Effect::Repeated(kept) => kept,
    };
    Ok(Ok(Deleted {
        kept,
        change_cursor: applied.change_cursor,
        warnings: applied.warnings,
    }))
}

async fn bury(
    tx: &mut WriteTransaction,
    kind: RecordKind,
    id: i64,
    provenance: &Provenance,
) -> std::result::Result<ByKind, Failure> {
    let source = provenance.source(tx).await?.map_err(Failure::from)?;
    let reason = Reason {
        source,
        excerpt: provenance.excerpt.clone(),
        stated_on: provenance.stated_on.clone(),
    };
    let buried = tx.bury(RecordId { kind, id }, &reason, MOST_DELETED).await;
    let buried = buried.map_err(|error| Failure::of_another(error, "", &["id"]))?;
    buried.map_err(|kept_by| {
        let mut faults = Faults::default();
        faults.of_record(&[], &kept_by);
        faults.into()
    })
}

//! Making and changing records of any kind: what the mutations of all kinds share.

use async_graphql::Context;
use entity::vocabulary::RecordKind;
use model::id::{RecordId, encode};
use record::{MilestoneRecord, PersonRecord, RoleRecord, SourceId};
use serde_json::{Map, Value};
use store::StoreError;
use store::write::{Attestation, New, Patch, SourceChoice, WriteTransaction};

use super::field_change::{FieldChange, changes};
use super::input::{Create, Draft, Drafts, Input, Kind, Update};
use super::preview::preview;
use super::{
    Applied, Effect, Failure, Faults, MutationRequest, Provenance, UserError, UserErrorCode, run,
};
use crate::loader::Preview;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::scope::Scope;

/// What a mutation of a record gave.
pub(crate) struct Outcome {
    /// The record.
    pub(crate) id: i64,
    /// What changed of it; nothing after a repetition.
    pub(crate) changes: Vec<FieldChange>,
    /// The place in the log after it.
    pub(crate) change_cursor: Option<String>,
    /// What was recorded and is not served.
    pub(crate) warnings: Vec<UserError>,
}

/// What a transaction saw of the record that it is about.
pub(crate) struct Seen {
    changes: Vec<FieldChange>,
    /// What a dry run shows.
    preview: Option<Preview>,
}

impl Seen {
    /// What has become within a transaction of a record that held that before; with roles, those
    /// that were made together with this new work.
    pub(crate) async fn of(
        tx: &WriteTransaction,
        request: &MutationRequest,
        subject: RecordId,
        before: &Map<String, Value>,
        roles: Option<&[i64]>,
    ) -> std::result::Result<Self, StoreError> {
        let after = tx.fields_of(subject).await?.unwrap_or_default();
        let changes = changes(subject.kind, before, &after);
        let named: Vec<RecordId> = changes.iter().flat_map(FieldChange::records).collect();
        let preview = match request.is_dry() {
            true => Some(preview(tx, subject, &named, roles).await?),
            false => None,
        };
        Ok(Self { changes, preview })
    }

    /// Shows it in the place of what is stored, if it was a dry run; gives what changed.
    pub(crate) fn show(self, scope: &Scope) -> Vec<FieldChange> {
        if let Some(preview) = self.preview {
            scope.show(preview);
        }
        self.changes
    }
}

/// Makes a record, with those that belong to it.
pub(crate) async fn create<R: Kind>(
    ctx: &Context<'_>,
    mutation: &str,
    input: Input<R, Create>,
) -> Result<std::result::Result<Outcome, Vec<UserError>>> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let request = input.request(ctx, mutation, &mut faults);
    let drafts = Box::pin(Drafts::read(
        &input,
        &ctx.schema_env.registry,
        scope,
        &mut faults,
    ))
    .await?;
    if let Err(errors) = faults.check() {
        return Ok(Err(errors));
    }
    let work = async |tx: &mut WriteTransaction| {
        let made = Box::pin(make::<R>(tx, drafts)).await?;
        let subject = RecordId {
            kind: R::KIND,
            id: made.id,
        };
        let roles = (R::KIND == RecordKind::Work).then_some(made.roles.as_slice());
        let seen = Box::pin(Seen::of(tx, &request, subject, &Map::new(), roles)).await?;
        Ok((made.id, (made.id, seen), Vec::new()))
    };
    // Boxed, for what a mutation of several kinds of records waits for is large.
    let applied = Box::pin(run(scope, &editor, &request, work)).await?;
    Ok(applied.map(|applied| outcome(scope, applied)))
}

/// Changes a record.
pub(crate) async fn update<R: Kind>(
    ctx: &Context<'_>,
    mutation: &str,
    input: Input<R, Update>,
) -> Result<std::result::Result<Outcome, Vec<UserError>>> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let request = input.request(ctx, mutation, &mut faults);
    let target = input.target(&mut faults);
    let drafts = Box::pin(Drafts::read(
        &input,
        &ctx.schema_env.registry,
        scope,
        &mut faults,
    ))
    .await?;
    let (id, expected) = match (target, faults.check()) {
        (Some(target), Ok(())) => target,
        (_, checked) => return Ok(Err(checked.err().unwrap_or_default())),
    };
    let subject = RecordId { kind: R::KIND, id };
    let work = async |tx: &mut WriteTransaction| {
        let record = super::at_version::<R>(tx, id, expected).await?;
        let before = tx.fields_of(subject).await?.unwrap_or_default();
        let warnings = Box::pin(change(tx, record, expected, drafts)).await?;
        let seen = Box::pin(Seen::of(tx, &request, subject, &before, None)).await?;
        Ok((id, (id, seen), warnings))
    };
    // Boxed, for what a mutation of several kinds of records waits for is large.
    let applied = Box::pin(run(scope, &editor, &request, work)).await?;
    Ok(applied.map(|applied| outcome(scope, applied)))
}

fn outcome(scope: &Scope, applied: Applied<i64, (i64, Seen)>) -> Outcome {
    let (id, changes) = match applied.effect {
        Effect::Fresh((id, seen)) => (id, seen.show(scope)),
        Effect::Repeated(id) => (id, Vec::new()),
    };
    Outcome {
        id,
        changes,
        change_cursor: applied.change_cursor,
        warnings: applied.warnings,
    }
}

/// Changes a record as a draft says; gives what was claimed and did not win.
async fn change<R: Kind>(
    tx: &mut WriteTransaction,
    record: R,
    version: i32,
    drafts: Drafts,
) -> std::result::Result<Vec<UserError>, Failure> {
    let Drafts { main, missing, .. } = drafts;
    let patch = Patch {
        fields: main.fields.clone(),
        missing,
    };
    let id = record.public_id();
    let plan = match Box::pin(tx.plan(record, version, &patch)).await? {
        Ok(plan) => plan,
        Err(found) => {
            let mut faults = Faults::default();
            found.iter().for_each(|fault| main.note(fault, &mut faults));
            return Err(faults.into());
        }
    };
    if plan.is_empty() {
        if let Some(by) = &main.provenance {
            by.check(tx).await?.map_err(Failure::from)?;
        }
        return Ok(Vec::new());
    }
    let mut sources = Sources::default();
    let by = sources.attest(tx, main.provenance.as_ref(), None).await?;
    let edited = Box::pin(tx.carry_out(plan, &by)).await;
    let edited = edited.map_err(|error| refused(&main, &id, error))?;
    let mut warnings = Faults::default();
    for lost in edited.outranked {
        let name = main.name_of(&lost.field);
        warnings.note(&[name], UserErrorCode::Outranked, lost.reason);
    }
    Ok(warnings.into_errors())
}

/// Why a record cannot be written, where the input has that.
fn refused(draft: &Draft, id: &str, error: StoreError) -> Failure {
    let is_of = matches!(&error, StoreError::Invalid { record, .. } if record == id);
    match error.fault().filter(|_| is_of) {
        Some(fault) => {
            let mut faults = Faults::default();
            draft.note(&fault, &mut faults);
            faults.into()
        }
        None => Failure::of_another(error, id, &[]),
    }
}

/// What was made.
struct Made {
    id: i64,
    roles: Vec<i64>,
}

/// Makes a record and those that are made with it.
async fn make<R: Kind>(
    tx: &mut WriteTransaction,
    drafts: Drafts,
) -> std::result::Result<Made, Failure> {
    let Drafts {
        main,
        people,
        roles,
        milestones,
        ..
    } = drafts;
    let whole = main.provenance.as_ref();
    let mut sources = Sources::default();
    let people_ids = Box::pin(put::<PersonRecord>(
        tx,
        &mut sources,
        whole,
        &people,
        |_, _| {},
    ))
    .await?;
    let with_person = |draft: &Draft, fields: &mut Map<String, Value>| {
        let id = draft.person.and_then(|place| people_ids.get(place));
        if let Some(id) = id {
            let id = encode(RecordKind::Person, *id);
            fields.insert("person".to_owned(), id.into());
        }
    };
    let mains = std::slice::from_ref(&main);
    let ids = Box::pin(put::<R>(tx, &mut sources, whole, mains, with_person)).await?;
    let id = ids.first().copied().unwrap_or_default();
    let of_work = |fields: &mut Map<String, Value>| {
        fields.insert("work".to_owned(), encode(RecordKind::Work, id).into());
    };
    let role = |draft: &Draft, fields: &mut Map<String, Value>| {
        with_person(draft, fields);
        of_work(fields);
    };
    let roles = Box::pin(put::<RoleRecord>(tx, &mut sources, whole, &roles, role)).await?;
    let milestone = |_: &Draft, fields: &mut Map<String, Value>| of_work(fields);
    Box::pin(put::<MilestoneRecord>(
        tx,
        &mut sources,
        whole,
        &milestones,
        milestone,
    ))
    .await?;
    Ok(Made { id, roles })
}

/// Makes records of one kind; gives their ids.
async fn put<R: Kind>(
    tx: &mut WriteTransaction,
    sources: &mut Sources,
    whole: Option<&Provenance>,
    drafts: &[Draft],
    finish: impl Fn(&Draft, &mut Map<String, Value>),
) -> std::result::Result<Vec<i64>, Failure> {
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
    let ids = tx.allocate(R::KIND, count).await?;
    let mut new = Vec::with_capacity(drafts.len());
    for (id, draft) in ids.iter().zip(drafts) {
        let by = sources.attest(tx, draft.provenance.as_ref(), whole).await?;
        let mut fields = draft.fields.clone();
        finish(draft, &mut fields);
        new.push(New {
            id: *id,
            fields,
            by,
        });
    }
    let Err(found) = Box::pin(tx.create::<R>(&new)).await? else {
        return Ok(ids);
    };
    let mut faults = Faults::default();
    for found in &found {
        if let Some(draft) = drafts.get(found.place) {
            let earlier = found.earlier.and_then(|place| drafts.get(place));
            draft.note_of_new(&found.fault, earlier, &mut faults);
        }
    }
    Err(faults.into())
}

/// The sources that were chosen in a mutation: each is looked up once.
#[derive(Default)]
struct Sources(Vec<(SourceChoice, SourceId)>);

impl Sources {
    /// Who says so: by the provenance of the record itself, else by that of the whole.
    async fn attest(
        &mut self,
        tx: &mut WriteTransaction,
        own: Option<&Provenance>,
        whole: Option<&Provenance>,
    ) -> std::result::Result<Attestation, Failure> {
        let Some(by) = own.or(whole) else {
            let message = "is needed";
            let faults = Faults::one(&["provenance"], UserErrorCode::Required, message);
            return Err(faults.into());
        };
        let known = self.0.iter().find(|(choice, _)| *choice == by.source);
        let source = match known {
            Some((_, source)) => *source,
            None => {
                let source = by.source(tx).await?.map_err(Failure::from)?;
                self.0.push((by.source.clone(), source));
                source
            }
        };
        Ok(Attestation {
            source,
            certainty: by.certainty.into(),
            excerpt: by.excerpt.clone(),
            stated_on: by.stated_on.clone(),
        })
    }
}

//! Recording claims and taking them back.

use std::sync::Arc;

use ::claim::{ClaimValue, Topic};
use async_graphql::{Context, ID, InputObject, Object};
use entity::vocabulary::RecordKind;
use entity::{claim, source};
use model::id::{RecordId, decode};
use model::instant::Instant;
use model::text::shown;
use record::{ClaimId, ClaimRecord, Declared, Fault, SourceId, about_whom, stranger, topic};
use store::StoreError;
use store::write::{WriteTransaction, epitaph};

use super::input::ClaimValueInput;
use super::place::{member_of, note, refused, refused_for};
use super::{Claim, Claimable, is_implied_id};
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::mutation::{
    Effect, Failure, Faults, FieldChange, MutationRequest, Provenance, ProvenanceInput, Seen,
    UserError, UserErrorCode, payload, run,
};
use crate::schema::vocabulary::{ClaimStance, MissingReason, Property};
use crate::scope::Scope;

/// A claim to be recorded.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ClaimRecordInput {
    /// The id of the record that it is about.
    subject: ID,
    /// The property; RECORD for the record as such.
    property: Property,
    /// Which property, where that is OTHER: a key that the record's type has (`seller`, `characterDescription`), or one of your own (`education`) of 1 to 50 letters and digits.
    property_key: Option<String>,
    /// What the property is said to be. Left out for RECORD, where `missing` is given, and in a denial of every value.
    value: Option<ClaimValueInput>,
    /// Why there is no value, in the place of one: NOT_ANNOUNCED, NOT_APPLICABLE or UNKNOWN.
    missing: Option<MissingReason>,
    /// Whether it says that it is so, or that it is not.
    #[graphql(default_with = "ClaimStance::Asserts")]
    stance: ClaimStance,
    /// Who says so, how surely, when, and in which words.
    provenance: ProvenanceInput,
    /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
    idempotency_key: Option<String>,
    /// Whether to say what would be, and change nothing.
    #[graphql(default = false)]
    dry_run: bool,
}

/// A claim to be taken back.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ClaimRetractInput {
    /// The id of the claim. What a record says itself has an id with points in it, and changes with the record alone.
    id: ID,
    /// Why, in at most 2,000 characters: it stands with the claim as `retractionReason`.
    reason: Option<String>,
    /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
    idempotency_key: Option<String>,
    /// Whether to say what would be, and change nothing.
    #[graphql(default = false)]
    dry_run: bool,
}

payload! {
    /// What recording a claim gave.
    ClaimRecordPayload {
        /// The claim. In a dry run, as it would be; its id may then be given to another record.
        claim: Option<Claim>,
        /// The record that it is about, with what the claims on it amount to now. In a dry run, as it would be, its lists as they are.
        subject: Option<Claimable>,
        /// What differs now of the record, or would in a dry run. A repeated answer has none.
        changes: Vec<FieldChange>,
    }
}

payload! {
    /// What taking back a claim gave.
    ClaimRetractPayload {
        /// The claim: still there, with the time at which it was taken back.
        claim: Option<Claim>,
        /// The record that it is about, with what the claims on it amount to now. In a dry run, as it would be, its lists as they are.
        subject: Option<Claimable>,
        /// What differs now of the record, or would in a dry run. A repeated answer has none.
        changes: Vec<FieldChange>,
    }
}

/// Mutations of claims.
#[derive(Default)]
pub(crate) struct ClaimMutation;

#[Object]
impl ClaimMutation {
    /// Records who says what about a property of a record. What the record holds follows from all claims on the property: certainty first, then the priority of the source, then the newest. A claim is never changed: take it back, and record another.
    async fn claim_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The claim.")] input: ClaimRecordInput,
    ) -> Option<Result<ClaimRecordPayload>> {
        Some(record(ctx, input).await)
    }

    /// Takes a claim back. It stays, and no longer counts; the next best claim on the property is served in its place.
    async fn claim_retract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which claim.")] input: ClaimRetractInput,
    ) -> Option<Result<ClaimRetractPayload>> {
        Some(retract(ctx, input).await)
    }
}

async fn record(ctx: &Context<'_>, input: ClaimRecordInput) -> Result<ClaimRecordPayload> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    // So that it is known again whichever way it is written.
    let input = input.in_unit();
    let mut faults = Faults::default();
    let key = input.idempotency_key.as_deref();
    let request = MutationRequest::new(ctx, "claimRecord", &input, key, input.dry_run, &mut faults);
    let read = input.read(scope, Instant(editor.at), &mut faults);
    let (claim, provenance) = match (read, faults.check()) {
        (Some(read), Ok(())) => read,
        (_, checked) => {
            return Ok(ClaimRecordPayload::refused(
                checked.err().unwrap_or_default(),
            ));
        }
    };
    let work = async |tx: &mut WriteTransaction| {
        let source = provenance.source(tx).await?.map_err(Failure::from)?;
        let ids = tx.allocate(RecordKind::Claim, 1).await?;
        let id = ids.first().copied().map(ClaimId);
        let id = id.ok_or_else(|| StoreError::Corrupt("no id was given out".to_owned()))?;
        let claim = ClaimRecord {
            id,
            source,
            ..claim
        };
        let shown = tx.fields_of(claim.subject).await?.unwrap_or_default();
        let claim =
            about_whom(claim.clone(), &shown).map_err(|fault| refused_for(&claim, fault))?;
        let to_blame = member_of(&claim);
        let recorded = claim.clone();
        let given = claim.value.as_ref().map(ClaimValue::member);
        let whole: Vec<&str> = [to_blame].into_iter().chain(given).collect();
        let (id, seen, _) = put(tx, &request, claim, &whole).await?;
        let lost = tx
            .outranked(recorded.subject, std::slice::from_ref(&recorded))
            .await?;
        let mut warnings = Faults::default();
        if let Some(reason) = stranger(&recorded, &shown) {
            let path = ["value", "text", "character"];
            warnings.note(&path, UserErrorCode::NotFound, reason);
        }
        for lost in lost {
            warnings.note(&[to_blame], UserErrorCode::Outranked, lost.reason);
        }
        Ok((id, seen, warnings.into_errors()))
    };
    Ok(match run(scope, &editor, &request, work).await? {
        Ok(applied) => {
            let (change_cursor, warnings) = (applied.change_cursor, applied.warnings);
            let ShownClaim {
                claim,
                subject,
                changes,
            } = ShownClaim::of(applied.effect, scope).await?;
            ClaimRecordPayload {
                claim,
                subject,
                changes,
                change_cursor,
                warnings,
                user_errors: Vec::new(),
            }
        }
        Err(errors) => ClaimRecordPayload::refused(errors),
    })
}

async fn retract(ctx: &Context<'_>, input: ClaimRetractInput) -> Result<ClaimRetractPayload> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let key = input.idempotency_key.as_deref();
    let request =
        MutationRequest::new(ctx, "claimRetract", &input, key, input.dry_run, &mut faults);
    if is_implied_id(&input.id) {
        let reason = "is what the record says itself, and changes with the record alone";
        faults.note(&["id"], UserErrorCode::InvalidValue, reason);
        return Ok(ClaimRetractPayload::refused(faults.into_errors()));
    }
    let id = faults.id(&["id"], &input.id, RecordKind::Claim);
    let id = match (id, faults.check()) {
        (Some(id), Ok(())) => id,
        (_, checked) => {
            return Ok(ClaimRetractPayload::refused(
                checked.err().unwrap_or_default(),
            ));
        }
    };
    let at = Instant(editor.at);
    let work = async |tx: &mut WriteTransaction| {
        let Some(claim) = stands(tx, id).await? else {
            return Err(not_there(tx, id).await?.into());
        };
        if claim.retracted_at.is_some() {
            let message = "it has been taken back already";
            return Err(Faults::one(&["id"], UserErrorCode::InvalidValue, message).into());
        }
        let retracted_at = Some(at.max(claim.recorded_at));
        let claim = ClaimRecord {
            retracted_at,
            retraction_reason: shown(input.reason.clone()),
            ..claim
        };
        check_reason(&claim)?;
        put(tx, &request, claim, &["id"]).await
    };
    Ok(match run(scope, &editor, &request, work).await? {
        Ok(applied) => {
            let (change_cursor, warnings) = (applied.change_cursor, applied.warnings);
            let ShownClaim {
                claim,
                subject,
                changes,
            } = ShownClaim::of(applied.effect, scope).await?;
            ClaimRetractPayload {
                claim,
                subject,
                changes,
                change_cursor,
                warnings,
                user_errors: Vec::new(),
            }
        }
        Err(errors) => ClaimRetractPayload::refused(errors),
    })
}

/// The reason as the input calls it.
fn check_reason(claim: &ClaimRecord) -> std::result::Result<(), Failure> {
    let of_input = |fault: Fault| Fault {
        field: fault.field.replace("retractionReason", "reason"),
        ..fault
    };
    let wrong: Vec<Fault> = claim.faults().into_iter().map(of_input).collect();
    let mut faults = Faults::default();
    faults.of_record(&[], &wrong);
    faults.check().map_err(Failure::Input)
}

/// The claim with this id, unless it is what a record says itself.
async fn stands(
    tx: &WriteTransaction,
    id: i64,
) -> std::result::Result<Option<ClaimRecord>, StoreError> {
    let row = tx.row::<claim::Entity>(id).await?;
    if row.is_none_or(|row| row.is_own) {
        return Ok(None);
    }
    Ok(tx.stored::<ClaimRecord>(id).await?.map(|(claim, _)| claim))
}

/// That there is no claim with this id, or no longer.
async fn not_there(tx: &WriteTransaction, id: i64) -> std::result::Result<Faults, StoreError> {
    let kind = RecordKind::Claim;
    Ok(match tx.tombstone(RecordId { kind, id }).await? {
        Some(row) => {
            let message = format!("the {}", epitaph(&row));
            Faults::one(&["id"], UserErrorCode::Gone, message)
        }
        None => Faults::one(&["id"], UserErrorCode::NotFound, "there is no such claim"),
    })
}

impl ClaimRecordInput {
    /// The same, with the unit of its property where none is said.
    fn in_unit(self) -> Self {
        let key = shown(self.property_key.clone());
        let of = decode(&self.subject).ok();
        let topic = of.and_then(|of| topic(of.kind, self.property.into(), key.as_deref()).ok());
        let unit = match topic {
            Some(Topic::Known(entry)) => entry.unit(),
            _ => None,
        };
        let value = self.value.map(|value| value.in_unit(unit));
        Self { value, ..self }
    }

    /// The claim without its id and source, and where it comes from; none, and notes of what is
    /// wrong with it.
    fn read(
        self,
        scope: &Scope,
        at: Instant,
        faults: &mut Faults,
    ) -> Option<(ClaimRecord, Provenance)> {
        let subject = faults.any_id(&["subject"], &self.subject);
        let value = self.value.map(|value| value.read(faults));
        let path = ["provenance"];
        let provenance = self.provenance.read(&path, scope.today(), faults);
        let subject = subject?;
        let value = match value {
            Some(read) => Some(read?),
            None => None,
        };
        let claim = ClaimRecord {
            property_key: shown(self.property_key),
            value,
            missing: self.missing.map(Into::into),
            stance: self.stance.into(),
            recorded_at: at,
            ..ClaimRecord::about(subject, self.property.into(), SourceId(0))
        };
        let claim = claim.formed();
        // Where it comes from is looked at by itself.
        note(&claim, &claim.faults(), faults);
        let provenance = provenance?;
        let claim = ClaimRecord {
            certainty: provenance.certainty.into(),
            excerpt: provenance.excerpt.clone(),
            stated_on: provenance.stated_on.clone(),
            ..claim
        };
        Some((claim, provenance))
    }
}

/// A claim and its source, as a transaction sees them, and what became of its record.
type InTransaction = (claim::Model, source::Model, Seen);

/// Puts a claim: what is kept of it for a repetition, what the transaction sees, and warnings. What
/// its record cannot be is blamed on a member of the input.
async fn put(
    tx: &mut WriteTransaction,
    request: &MutationRequest,
    record: ClaimRecord,
    to_blame: &[&str],
) -> std::result::Result<(ClaimId, InTransaction, Vec<UserError>), Failure> {
    let (id, source, RecordId { kind, id: of }) = (record.id, record.source, record.subject);
    let subject = RecordId { kind, id: of };
    let before = tx.fields_of(subject).await?.unwrap_or_default();
    let put = tx.put(std::slice::from_ref(&record)).await;
    put.map_err(|error| refused(&record, error, to_blame))?;
    let claim = tx.row::<claim::Entity>(id.0).await?;
    let source = tx.row::<source::Entity>(source.0).await?;
    let rows = claim.zip(source);
    let (claim, source) =
        rows.ok_or_else(|| StoreError::Corrupt("a claim was not put".to_owned()))?;
    let seen = Seen::of(tx, request, subject, &before, None).await?;
    Ok((id, (claim, source, seen), Vec::new()))
}

/// A claim as the answer shows it.
struct ShownClaim {
    claim: Option<Claim>,
    subject: Option<Claimable>,
    changes: Vec<FieldChange>,
}

impl ShownClaim {
    /// The claim, as the transaction saw it, or after a repetition as it is now; and its record.
    async fn of(effect: Effect<ClaimId, InTransaction>, scope: &Scope) -> Result<Self> {
        let (claim, changes) = match effect {
            Effect::Fresh((row, source, seen)) => {
                let claim = Claim(Arc::new(row), Some(Arc::new(source)));
                (Some(claim), seen.show(scope))
            }
            Effect::Repeated(id) => {
                let row = scope.find::<claim::Entity>(id.0).await?;
                (row.map(Claim::of), Vec::new())
            }
        };
        let subject = match &claim {
            Some(claim) => Claimable::find(scope, claim.subject_of()).await?,
            None => None,
        };
        Ok(Self {
            claim,
            subject,
            changes,
        })
    }
}

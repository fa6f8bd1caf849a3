//! Why what was claimed is not what is served.

use std::collections::{BTreeSet, HashMap};

use ::claim::{Candidate, Entry, HEARD, Holds, Voice, resolve};
use entity::vocabulary::{Certainty, ClaimStance, MissingReason, Property, RecordKind};
use entity::{claim, source};
use model::id::{RecordId, encode};
use record::{ClaimRecord, entry_of, fields_of, word};

use super::super::WriteTransaction;
use super::super::settle::least_shown;
use crate::StoreError;
use crate::read::{by_ids, by_subjects, voices};

/// A claim that was recorded and did not win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outranked {
    /// The field that it is about.
    pub field: String,
    /// Why it did not.
    pub reason: String,
}

/// Why a value that is denied is served all the same.
const STAYS: &str =
    "is recorded, and the value stays until another is claimed: the record cannot be without one";

/// The claims on one property of a record, and their sources.
struct Rivals<'a> {
    claims: Vec<&'a claim::Model>,
    voices: Vec<Voice>,
    sources: &'a HashMap<i64, source::Model>,
}

impl WriteTransaction {
    /// Those of these claims on a record that did not win, and why.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn outranked(
        &self,
        subject: RecordId,
        claims: &[ClaimRecord],
    ) -> Result<Vec<Outranked>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let (rows, sources) = self.claims_on(subject).await?;
        let least = self.least_of(subject, claims).await?;
        let mut outranked: Vec<Outranked> = Vec::new();
        for claim in claims {
            let entry = entry_of(subject.kind, claim.property, claim.key());
            let about = (claim.property, claim.key());
            let rivals = Rivals::of(entry, about, &rows, &sources);
            let Some(reason) = rivals.why_not(entry, claim, least) else {
                continue;
            };
            let field = entry.map(|entry| fields_of(entry).first().copied().unwrap_or(entry.field));
            let field = field.unwrap_or_default().to_owned();
            // Several claims on a field may lose to the same.
            let lost = Outranked { field, reason };
            if !outranked.contains(&lost) {
                outranked.push(lost);
            }
        }
        Ok(outranked)
    }

    /// The least certainty with which a record shows what is claimed of it. It is read only for claims
    /// that may be less sure.
    async fn least_of(
        &self,
        subject: RecordId,
        claims: &[ClaimRecord],
    ) -> Result<Certainty, StoreError> {
        if claims.iter().all(|claim| claim.certainty >= HEARD) {
            return Ok(HEARD);
        }
        let fields = self.fields_of(subject).await?.unwrap_or_default();
        Ok(least_shown(subject.kind, &fields))
    }

    /// All claims on a record, and their sources.
    async fn claims_on(
        &self,
        RecordId { kind, id }: RecordId,
    ) -> Result<(Vec<claim::Model>, HashMap<i64, source::Model>), StoreError> {
        let rows = by_subjects::<claim::Entity>(&self.tx, kind, &[id]).await?;
        let rows: Vec<claim::Model> = rows.into_values().flatten().collect();
        let sources: BTreeSet<i64> = rows.iter().filter_map(|row| row.source_id).collect();
        let sources: Vec<i64> = sources.into_iter().collect();
        let sources = by_ids::<source::Entity>(&self.tx, &sources).await?;
        Ok((rows, sources))
    }

    /// Why these properties of a record have no value, as the claims on each say.
    pub(super) async fn reasons(
        &self,
        subject: RecordId,
        entries: &[&'static Entry],
    ) -> Result<Vec<Option<MissingReason>>, StoreError> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let (rows, sources) = self.claims_on(subject).await?;
        let reason = |entry: &&'static Entry| {
            let about = (entry.property, entry.key);
            let voices = Rivals::of(Some(entry), about, &rows, &sources).voices;
            resolve(&voices, entry.holds()).missing()
        };
        Ok(entries.iter().map(reason).collect())
    }
}

/// Why what won is not shown.
fn hearsay(certainty: Certainty, least: Certainty) -> String {
    format!(
        "is recorded as {}: the field shows what is {} or above, facts and claims show it",
        word(&certainty),
        word(&least)
    )
}

impl<'a> Rivals<'a> {
    fn of(
        entry: Option<&Entry>,
        (property, key): (Property, &str),
        rows: &'a [claim::Model],
        sources: &'a HashMap<i64, source::Model>,
    ) -> Self {
        let is_of = |row: &&claim::Model| {
            let same = row.property == property && row.property_key == key;
            same && row.retracted_at.is_none()
        };
        let claims: Vec<&claim::Model> = rows.iter().filter(is_of).collect();
        let priorities = sources
            .iter()
            .map(|(id, row)| (*id, row.priority))
            .collect();
        Self {
            voices: voices(entry, claims.iter().copied(), &priorities),
            claims,
            sources,
        }
    }

    /// Why a claim is not what is served; none where it is.
    fn why_not(
        &self,
        entry: Option<&Entry>,
        claim: &ClaimRecord,
        least: Certainty,
    ) -> Option<String> {
        let id = claim.id.0;
        let holds = entry.map_or(Holds::One, Entry::holds);
        let verdict = resolve(&self.voices, holds);
        let ours = self.voices.iter().find(|voice| voice.id == id)?;
        let is_about = |voice: &Voice| {
            let denies_each =
                claim.stance == ClaimStance::Denies && ours.says == Candidate::default();
            voice.means() == ours.means() || (denies_each && voice.says.value.is_some())
        };
        let mut served = verdict.facts.iter().map(|fact| fact.claim);
        let is_served = served.any(|id| {
            let of = self.voices.iter().find(|voice| voice.id == id);
            of.is_some_and(is_about)
        });
        if is_served == (claim.stance == ClaimStance::Asserts) {
            let hides = |entry: &Entry| !entry.is_needed && !entry.field.is_empty();
            let is_hearsay = is_served && entry.is_some_and(hides) && ours.certainty < least;
            return is_hearsay.then(|| hearsay(ours.certainty, least));
        }
        if !verdict.counting.contains(&id) {
            return Some("its own source has said something later on this".to_owned());
        }
        let counting = |voice: &&Voice| verdict.counting.contains(&voice.id) && voice.id != id;
        let rivals = self.voices.iter().filter(counting);
        let strength = |voice: &&Voice| (voice.certainty, voice.priority);
        let stronger = match claim.stance {
            ClaimStance::Denies => {
                let asserts = |voice: &&Voice| voice.stance == ClaimStance::Asserts;
                let asserted = rivals.filter(asserts).filter(|voice| is_about(voice));
                let strongest = asserted.max_by_key(strength);
                let is_weaker = strongest.is_none_or(|it| strength(&it) <= strength(&ours));
                if holds == Holds::Needed && is_weaker {
                    return Some(STAYS.to_owned());
                }
                strongest
            }
            ClaimStance::Asserts => {
                let denies = |voice: &&Voice| {
                    let this = voice.means() == ours.means() || voice.says == Candidate::default();
                    voice.stance == ClaimStance::Denies && this
                };
                let denial = rivals.filter(denies).max_by_key(strength);
                let denial = denial.filter(|denial| strength(denial) >= strength(&ours));
                let won = || {
                    let mut facts = verdict.facts.iter();
                    facts.find_map(|fact| {
                        let of = self.voices.iter().find(|voice| voice.id == fact.claim);
                        of.filter(|voice| ours.is_beside(voice, holds))
                    })
                };
                denial.or_else(won)
            }
        };
        Some(self.compare(ours, stronger?))
    }

    fn compare(&self, ours: &Voice, theirs: &Voice) -> String {
        let who = self.name(theirs);
        let does = match theirs.stance {
            ClaimStance::Asserts => "says",
            ClaimStance::Denies => "denies this",
        };
        let what = match theirs.stance {
            ClaimStance::Asserts if theirs.says.missing.is_some() => " that there is none",
            ClaimStance::Asserts if theirs.says.value.is_none() => " that it is so",
            ClaimStance::Asserts => " otherwise",
            ClaimStance::Denies => "",
        };
        let why = if theirs.certainty > ours.certainty {
            format!(
                "and is surer: {} over {}",
                word(&theirs.certainty),
                word(&ours.certainty)
            )
        } else if theirs.priority > ours.priority {
            format!(
                "and is the stronger source: priority {} over {}",
                theirs.priority, ours.priority
            )
        } else if theirs.stated > ours.stated {
            "and said so later".to_owned()
        } else {
            "and is as strong".to_owned()
        };
        format!("is recorded and not served: {who} {does}{what}, {why}")
    }

    fn name(&self, voice: &Voice) -> String {
        let row = self.claims.iter().find(|row| row.id == voice.id);
        let source = voice.source.and_then(|id| self.sources.get(&id));
        let title = source.map(|source| format!("\"{}\"", source.title));
        match (row, title) {
            (Some(row), Some(title)) if !row.is_own => {
                format!("{title} ({})", encode(RecordKind::Claim, row.id))
            }
            (_, Some(title)) => title,
            _ => "the record itself".to_owned(),
        }
    }
}

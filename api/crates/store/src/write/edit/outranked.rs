//! Why what was claimed is not what is served.

use std::collections::{BTreeSet, HashMap};

use ::claim::{Candidate, Entry, Voice, resolve};
use entity::vocabulary::{ClaimStance, MissingReason, RecordKind};
use entity::{claim, source};
use model::id::{RecordId, encode};
use record::{ClaimRecord, fields_of, property_value, word};
use serde_json::{Map, Value};

use super::super::WriteTransaction;
use super::saying::Saying;
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

/// What an edit wanted, and claimed for it.
pub(super) struct Wanted<'a> {
    pub(super) sayings: &'a [Saying],
    /// The claim of each.
    pub(super) claims: &'a [ClaimRecord],
    /// What the record was to hold.
    pub(super) fields: &'a Map<String, Value>,
}

/// The claims on one property of a record, and their sources.
struct Rivals<'a> {
    claims: Vec<&'a claim::Model>,
    voices: Vec<Voice>,
    sources: &'a HashMap<i64, source::Model>,
}

impl WriteTransaction {
    /// Those of these claims that did not win, and why.
    pub(super) async fn outranked(
        &self,
        subject: RecordId,
        wanted: &Wanted<'_>,
        after: &Map<String, Value>,
    ) -> Result<Vec<Outranked>, StoreError> {
        let differs = |saying: &Saying| {
            let (is, should) = (
                property_value(saying.entry, after),
                property_value(saying.entry, wanted.fields),
            );
            is.values != should.values || (should.values.is_empty() && is.missing != saying.missing)
        };
        let lost = wanted.sayings.iter().zip(wanted.claims);
        let lost: Vec<_> = lost.filter(|(saying, _)| differs(saying)).collect();
        if lost.is_empty() {
            return Ok(Vec::new());
        }
        let (rows, sources) = self.claims_on(subject).await?;
        let mut outranked: Vec<Outranked> = Vec::new();
        for (saying, claim) in lost {
            let rivals = Rivals::of(saying.entry, &rows, &sources);
            let Some(reason) = rivals.why_not(saying, claim.id.0) else {
                continue;
            };
            let several = fields_of(saying.entry).first().copied();
            let field = several.unwrap_or(saying.entry.field).to_owned();
            outranked.push(Outranked { field, reason });
        }
        Ok(outranked)
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
            let voices = Rivals::of(entry, &rows, &sources).voices;
            resolve(&voices, entry.holds()).missing()
        };
        Ok(entries.iter().map(reason).collect())
    }
}

impl<'a> Rivals<'a> {
    fn of(
        entry: &Entry,
        rows: &'a [claim::Model],
        sources: &'a HashMap<i64, source::Model>,
    ) -> Self {
        let is_of = |row: &&claim::Model| {
            let same = row.property == entry.property && row.property_key == entry.key;
            same && row.retracted_at.is_none()
        };
        let claims: Vec<&claim::Model> = rows.iter().filter(is_of).collect();
        let priorities = sources
            .iter()
            .map(|(id, row)| (*id, row.priority))
            .collect();
        Self {
            voices: voices(claims.iter().copied(), &priorities),
            claims,
            sources,
        }
    }

    /// Why a claim is not what is served; none where it is.
    fn why_not(&self, saying: &Saying, id: i64) -> Option<String> {
        let verdict = resolve(&self.voices, saying.entry.holds());
        let ours = self.voices.iter().find(|voice| voice.id == id)?;
        let is_served = verdict.facts.iter().any(|fact| fact.is == ours.says);
        if is_served == (saying.stance == ClaimStance::Asserts) {
            return None;
        }
        if !verdict.counting.contains(&id) {
            return Some("its own source has said something later on this".to_owned());
        }
        let counting = |voice: &&Voice| verdict.counting.contains(&voice.id) && voice.id != id;
        let rivals = self.voices.iter().filter(counting);
        let stronger = match saying.stance {
            ClaimStance::Denies => rivals
                .filter(|voice| voice.stance == ClaimStance::Asserts && voice.says == ours.says)
                .max_by_key(|voice| (voice.certainty, voice.priority)),
            ClaimStance::Asserts => {
                let denies = |voice: &&Voice| {
                    let all = Candidate::default();
                    let this = voice.says == ours.says || voice.says == all;
                    voice.stance == ClaimStance::Denies && this
                };
                let denial = rivals
                    .clone()
                    .filter(denies)
                    .max_by_key(|voice| (voice.certainty, voice.priority))
                    .filter(|denial| {
                        (denial.certainty, denial.priority) >= (ours.certainty, ours.priority)
                    });
                let won = verdict.facts.first().map(|fact| fact.claim);
                denial.or_else(|| self.voices.iter().find(|voice| Some(voice.id) == won))
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
            ClaimStance::Asserts if theirs.says.value.is_none() => " that there is none",
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

//! `Fact`: what the claims on a property of a record amount to.

use std::collections::{BTreeMap, HashMap};

use ::claim::{ClaimValue as Stated, Entry, HEARD, Holds, Verdict, resolve};
use async_graphql::{Context, Object};
use entity::vocabulary::{
    Certainty as Surety, ClaimStance, MissingReason as Reason, Property as StoredProperty,
};
use entity::{claim, record_source, source};
use futures_util::FutureExt;
use model::day::Day;
use model::edtf::Edtf;
use model::id::RecordId;
use record::entries;
use store::read::{leading, voices};

use super::implied::Speaker;
use super::value::text_of;
use super::{Claim, ClaimValue};
use crate::error::ApiError;
use crate::loader::About;
use crate::schema::kit::error::Result;
use crate::schema::vocabulary::{Certainty, MissingReason, Property};
use crate::scope::Scope;

/// What the claims on a property of a record amount to.
#[derive(Clone)]
pub(crate) struct Fact {
    pub(super) subject: RecordId,
    pub(crate) property: StoredProperty,
    pub(super) key: String,
    pub(crate) value: Option<Stated>,
    pub(super) missing: Option<Reason>,
    pub(crate) certainty: Option<Surety>,
    pub(super) is_disputed: bool,
    pub(super) claim: Option<Claim>,
}

/// What is known of a property of a record: the winner of the claims on it. Where the property holds many values, each is a fact.
#[Object]
impl Fact {
    /// The property; RECORD for the record as such.
    async fn property(&self) -> Property {
        self.property.into()
    }

    /// The property's key: `title`, `price`; with OTHER it says which: `education`.
    async fn property_key(&self) -> &str {
        &self.key
    }

    /// What it is; null where `missing` says why, and for the record as such.
    async fn value(&self) -> Option<ClaimValue> {
        self.value.clone().map(ClaimValue::of)
    }

    /// The value in words; for the record as such its label. Null where there is no value.
    async fn value_text(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        async move {
            let is_record = self.property == StoredProperty::Record && self.missing.is_none();
            let record = is_record.then_some(self.subject);
            text_of(ctx, self.value.as_ref(), record).await.transpose()
        }
        .boxed()
        .await
    }

    /// Why there is no value: NOT_ANNOUNCED and NOT_APPLICABLE where somebody says so, DISPUTED where everything that was asserted is denied, else UNKNOWN.
    async fn missing(&self) -> Option<MissingReason> {
        self.missing.map(Into::into)
    }

    /// How sure it is; null where nothing is served and nobody gives the reason.
    async fn certainty(&self) -> Option<Certainty> {
        self.certainty.map(Into::into)
    }

    /// Whether claims that count differ: another value is asserted, or this one is denied, as REPORTED or above, or as surely as what won. Hearsay does not dispute what is known better.
    async fn is_disputed(&self) -> bool {
        self.is_disputed
    }

    /// The claim that won; null where there is none, and where the record names no source.
    async fn claim(&self) -> Option<Claim> {
        self.claim.clone()
    }
}

/// The facts of a record: of the wanted properties each, even where nothing is known; without that,
/// of every property on which something is known or claimed. With a day, as it had been said by
/// then.
pub(crate) async fn facts_of(
    scope: &Scope,
    subject: RecordId,
    wanted: Option<&[StoredProperty]>,
    known_at: Option<Day>,
) -> Result<Vec<Fact>> {
    let (speaker, claims) = futures_util::future::try_join(Speaker::of(scope, subject), async {
        scope
            .load(About::<claim::Entity>::of(subject.kind, subject.id))
            .await
    })
    .await?;
    let Some(speaker) = speaker else {
        return Ok(Vec::new());
    };
    let mut groups: BTreeMap<(StoredProperty, &str), Vec<&claim::Model>> = BTreeMap::new();
    for claim in claims.iter() {
        let key = (claim.property, claim.property_key.as_str());
        groups.entry(key).or_default().push(claim);
    }
    let judge = Judge::of(scope, subject, &claims, known_at).await?;
    let is_wanted = |property| wanted.is_none_or(|wanted| wanted.contains(&property));
    let mut facts = Vec::new();
    for entry in entries(subject.kind).filter(|entry| is_wanted(entry.property)) {
        match groups.remove(&(entry.property, entry.key)) {
            // What was said of it was taken back, or not said yet.
            Some(claims) if !judge.is_any_live(&claims) => {
                facts.extend(judge.unknown(entry, wanted.is_some()));
            }
            Some(claims) => {
                facts.extend(judge.settled(Some(entry), (entry.property, entry.key), &claims)?)
            }
            None => facts.extend(judge.implied(&speaker, entry, wanted.is_some())?),
        }
    }
    let others = groups
        .into_iter()
        .filter(|((property, _), _)| *property == StoredProperty::Other && is_wanted(*property))
        .filter(|(_, claims)| judge.is_any_live(claims));
    for ((property, key), claims) in others {
        facts.extend(judge.settled(None, (property, key), &claims)?);
    }
    Ok(facts)
}

impl Fact {
    /// A property of a record, without anything of it.
    pub(super) fn of(subject: RecordId, property: StoredProperty, key: &str) -> Self {
        Self {
            subject,
            property,
            key: key.to_owned(),
            value: None,
            missing: None,
            certainty: None,
            is_disputed: false,
            claim: None,
        }
    }

    /// The last day on which it can have been stated, where its claim says when that was.
    pub(crate) fn stated(&self) -> Option<Day> {
        let claim = self.claim.as_ref()?;
        claim.0.stated_edtf.as_ref().map(|_| claim.0.known_from)
    }
}

/// What had been told of a dated record by a day.
pub(crate) struct DatedFact {
    /// How sure it was that there is such a record.
    pub(crate) certainty: Surety,
    /// Its date.
    pub(crate) date: Option<Edtf>,
    /// The last day on which it can have been stated that there is.
    pub(crate) stated: Option<Day>,
}

/// What had been told of a dated record by a day; none if not even that there is one.
pub(crate) async fn dated_fact(
    scope: &Scope,
    subject: RecordId,
    known_at: Day,
) -> Result<Option<DatedFact>> {
    let wanted = [StoredProperty::Record, StoredProperty::Date];
    let facts = facts_of(scope, subject, Some(&wanted), Some(known_at)).await?;
    let of = |property| facts.iter().find(|fact| fact.property == property);
    let record = of(StoredProperty::Record);
    let Some((record, certainty)) = record.and_then(|fact| Some((fact, fact.certainty?))) else {
        return Ok(None);
    };
    // As a field shows it: hearsay only of what is hearsay itself.
    let is_shown = |fact: &&Fact| fact.certainty >= Some(certainty.min(HEARD));
    let date = of(StoredProperty::Date).filter(is_shown);
    let date = match date.and_then(|fact| fact.value.clone()) {
        Some(Stated::Date(date)) => Some(date),
        _ => None,
    };
    Ok(Some(DatedFact {
        certainty,
        date,
        stated: record.stated(),
    }))
}

/// The last day on which it can have been stated that there is such a record, where that is known:
/// by the claim that won, else by the source that speaks for the record.
pub(crate) async fn stated_day(scope: &Scope, subject: RecordId) -> Result<Option<Day>> {
    let claims = scope
        .load(About::<claim::Entity>::of(subject.kind, subject.id))
        .await?;
    let of_record = claims
        .iter()
        .filter(|claim| claim.property == StoredProperty::Record);
    let of_record: Vec<&claim::Model> = of_record.collect();
    if of_record.is_empty() {
        let links = scope
            .load(About::<record_source::Entity>::of(subject.kind, subject.id))
            .await?;
        let ids: Vec<i64> = links.iter().map(|link| link.source_id).collect();
        let sources = scope.find_all::<source::Entity>(&ids).await?;
        let leading = leading(sources.iter().map(AsRef::as_ref));
        let published = leading.and_then(|source| source.published_edtf.as_deref());
        let published = published.map(Edtf::parse).transpose();
        return Ok(published
            .map_err(ApiError::internal)?
            .and_then(|on| on.latest()));
    }
    let judge = Judge::of(scope, subject, &claims, None).await?;
    let facts = judge.settled(None, (StoredProperty::Record, "record"), &of_record)?;
    Ok(facts.first().and_then(Fact::stated))
}

/// The sources of the claims that won on these properties of a record, on which somebody claims
/// something. That there is such a record is said by everybody whose claim counts.
pub(crate) async fn winning_sources(
    scope: &Scope,
    subject: RecordId,
    properties: &[&Entry],
) -> Result<Vec<i64>> {
    let claims = scope
        .load(About::<claim::Entity>::of(subject.kind, subject.id))
        .await?;
    let judge = Judge::of(scope, subject, &claims, None).await?;
    let mut sources = Vec::new();
    for entry in properties {
        let is_of = |claim: &&claim::Model| {
            claim.property == entry.property && claim.property_key == entry.key
        };
        let of: Vec<&claim::Model> = claims.iter().filter(is_of).collect();
        if entry.property == StoredProperty::Record {
            let counting = of
                .iter()
                .filter(|claim| claim.is_current && claim.stance == ClaimStance::Asserts);
            sources.extend(counting.filter_map(|claim| claim.source_id));
            continue;
        }
        let facts = judge.settled(Some(entry), (entry.property, entry.key), &of)?;
        let won = facts.iter().filter_map(|fact| fact.claim.as_ref());
        sources.extend(won.filter_map(|claim| claim.0.source_id));
    }
    Ok(sources)
}

async fn priorities(scope: &Scope, claims: &[claim::Model]) -> Result<HashMap<i64, i32>> {
    let mut ids: Vec<i64> = claims.iter().filter_map(|claim| claim.source_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let sources = scope.find_all::<source::Entity>(&ids).await?;
    Ok(sources.iter().map(|row| (row.id, row.priority)).collect())
}

/// What facts are found with.
struct Judge {
    subject: RecordId,
    known_at: Option<Day>,
    priorities: HashMap<i64, i32>,
}

impl Judge {
    /// Of these claims about a record; with a day, as they had been said by then.
    async fn of(
        scope: &Scope,
        subject: RecordId,
        claims: &[claim::Model],
        known_at: Option<Day>,
    ) -> Result<Self> {
        Ok(Self {
            subject,
            known_at,
            priorities: priorities(scope, claims).await?,
        })
    }

    fn fact(&self, property: StoredProperty, key: &str) -> Fact {
        Fact::of(self.subject, property, key)
    }

    fn is_live(&self, claim: &claim::Model) -> bool {
        match self.known_at {
            Some(day) => claim.known_from <= day && day < claim.known_until,
            None => claim.retracted_at.is_none(),
        }
    }

    /// What explicit claims amount to. A key that the registry does not know has no entry.
    fn settled(
        &self,
        entry: Option<&Entry>,
        (property, key): (StoredProperty, &str),
        claims: &[&claim::Model],
    ) -> Result<Vec<Fact>> {
        let live = claims.iter().filter(|claim| self.is_live(claim));
        let voices = voices(entry, live.copied(), &self.priorities);
        let verdict = resolve(&voices, entry.map_or(Holds::One, Entry::holds));
        if verdict.facts.is_empty() {
            let is_denied = property == StoredProperty::Record && verdict.denies_all;
            let missing = match is_denied {
                true => Some(Reason::Disputed),
                false => verdict.missing(),
            };
            let is_disputed = verdict.is_disputed;
            return Ok(vec![Fact {
                missing,
                is_disputed,
                ..self.fact(property, key)
            }]);
        }
        self.served(property, key, &verdict, claims)
    }

    fn served(
        &self,
        property: StoredProperty,
        key: &str,
        verdict: &Verdict,
        claims: &[&claim::Model],
    ) -> Result<Vec<Fact>> {
        let fact = |fact: &::claim::Fact| {
            let value = fact.is.value.as_deref().map(Stated::from_canonical);
            let won = claims.iter().find(|claim| claim.id == fact.claim);
            let shown = won.filter(|claim| claim.source_id.is_some());
            Ok(Fact {
                value: value.transpose().map_err(ApiError::internal)?,
                missing: fact.is.missing,
                certainty: Some(fact.certainty),
                is_disputed: fact.is_disputed,
                claim: shown.map(|claim| Claim::stored(claim)),
                ..self.fact(property, key)
            })
        };
        verdict.facts.iter().map(fact).collect()
    }

    fn is_any_live(&self, claims: &[&claim::Model]) -> bool {
        claims.iter().any(|claim| self.is_live(claim))
    }

    /// That nothing is known: a fact only if it was asked for.
    fn unknown(&self, entry: &Entry, was_asked: bool) -> Vec<Fact> {
        let missing = Some(Reason::Unknown);
        let fact = self.fact(entry.property, entry.key);
        was_asked
            .then_some(Fact { missing, ..fact })
            .into_iter()
            .collect()
    }

    /// What the record says itself.
    fn implied(&self, speaker: &Speaker, entry: &Entry, was_asked: bool) -> Result<Vec<Fact>> {
        let unknown = || self.unknown(entry, was_asked);
        if let Some(day) = self.known_at
            && day < speaker.known_from()?
        {
            return Ok(unknown());
        }
        let held = speaker.holds(entry);
        let mut claims = speaker.says(entry)?.into_iter();
        let mut fact = |value, missing| Fact {
            value,
            missing,
            certainty: Some(held.certainty),
            claim: claims.next(),
            ..self.fact(entry.property, entry.key)
        };
        if entry.property == StoredProperty::Record {
            return Ok(vec![fact(None, None)]);
        }
        if held.values.is_empty() && held.missing.is_none() {
            return Ok(unknown());
        }
        let mut facts: Vec<Fact> = Vec::new();
        for value in &held.values {
            facts.push(fact(Some(value.clone()), None));
        }
        if let Some(reason) = held.missing {
            facts.push(fact(None, Some(reason)));
        }
        Ok(facts)
    }
}

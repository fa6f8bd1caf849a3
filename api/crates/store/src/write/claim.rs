//! Writing claims: none is ever changed, and each that comes in or is taken back settles anew what
//! its record holds of the property.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::claim;
use entity::vocabulary::{Property, RecordKind};
use futures_util::future::BoxFuture;
use model::edtf::Edtf;
use model::instant::Instant;
use record::{ClaimRecord, Declared, Row, SourceId, by_kind};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};

use super::put::{Changed, Current, Stored};
use super::settle::{Topics, settle};
use super::subject::upsert;
use super::{WriteTransaction, no_record};
use crate::read::by_ids;
use crate::{StoreError, dialect};

/// The most claims on one record: what lists of facts and sources rest on.
pub const CLAIMS_PER_RECORD: i64 = 20_000;
/// The most sources that claims on one record name, and the most keys of properties of their own.
pub const SOURCES_PER_RECORD: i64 = 1_000;

impl Stored for ClaimRecord {
    async fn current(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<Current<Self>, StoreError> {
        let rows = by_ids::<claim::Entity>(tx, ids).await?;
        let read = |(id, row): (i64, claim::Model)| Ok((id, record(row)?));
        rows.into_iter().map(read).collect()
    }

    async fn write_rows(
        transaction: &mut WriteTransaction,
        changed: &[Changed<'_, Self>],
    ) -> Result<(), StoreError> {
        let mut topics: BTreeMap<RecordKind, Topics> = BTreeMap::new();
        let mut fresh = BTreeSet::new();
        for (before, after, _) in changed {
            check_time(after, transaction.at)?;
            match before {
                Some(before) => check_same(before, after)?,
                None => {
                    fresh.insert(after.id.0);
                }
            }
            let of_kind = topics.entry(after.subject.kind).or_default();
            let of_record = of_kind.entry(after.subject.id).or_default();
            of_record.insert((after.property, after.key().to_owned()));
        }
        let rows = |(before, after, version): &Changed<'_, Self>| {
            (before.is_some(), after.to_row(*version, transaction.at))
        };
        upsert::<claim::Entity>(&transaction.tx, changed.iter().map(rows)).await?;
        transaction.note_claimed(&topics);
        for (kind, topics) in &topics {
            check_bounds(&transaction.tx, *kind, topics).await?;
        }
        settle_all(transaction, topics, &fresh).await
    }

    /// Who brings a claim that was taken back here says it again, and it stays taken back.
    fn is_no_news(held: &Self, brought: &Self) -> bool {
        let is_said_again = held.retracted_at.is_some() && brought.retracted_at.is_none();
        held == brought || is_said_again && is_same_but_for_retraction(held, brought)
    }
}

fn is_same_but_for_retraction(before: &ClaimRecord, after: &ClaimRecord) -> bool {
    let after = ClaimRecord {
        retracted_at: before.retracted_at,
        retraction_reason: before.retraction_reason.clone(),
        ..after.clone()
    };
    after == *before
}

/// Settles properties of records of several kinds.
pub(super) async fn settle_all(
    transaction: &mut WriteTransaction,
    topics: BTreeMap<RecordKind, Topics>,
    fresh: &BTreeSet<i64>,
) -> Result<(), StoreError> {
    for (kind, topics) in topics {
        settle_kind(transaction, kind, &topics, fresh).await?;
    }
    Ok(())
}

impl WriteTransaction {
    /// Settles what sources claim, some thousand claims at a time: their strength has changed.
    pub(super) async fn settle_claims_of(&mut self, sources: &[i64]) -> Result<(), StoreError> {
        for source in sources {
            let mut after = i64::MIN;
            loop {
                let ids = claims_after(&self.tx, *source, after).await?;
                let Some(last) = ids.last().copied() else {
                    break;
                };
                after = last;
                let topics = topics_of(&self.tx, &ids).await?;
                settle_all(self, topics, &BTreeSet::new()).await?;
            }
        }
        Ok(())
    }
}

/// The next claims of a source, by id.
async fn claims_after(
    tx: &impl ConnectionTrait,
    source: i64,
    after: i64,
) -> Result<Vec<i64>, StoreError> {
    const CLAIMS: u64 = 1_000;
    let claims = claim::Entity::find()
        .select_only()
        .column(claim::Column::Id)
        .filter(claim::COLUMN.source_id.eq(source))
        .filter(claim::COLUMN.id.gt(after))
        .order_by_asc(claim::COLUMN.id)
        .limit(CLAIMS);
    Ok(claims.into_tuple().all(tx).await?)
}

/// Boxed, for settling writes records of any kind, and claims are records themselves: no type can
/// hold its own future.
fn settle_kind<'a>(
    transaction: &'a mut WriteTransaction,
    kind: RecordKind,
    topics: &'a Topics,
    fresh: &'a BTreeSet<i64>,
) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(async move { by_kind!(kind, no_record(), settle(transaction, topics, fresh).await) })
}

/// What these claims are about.
pub(super) async fn topics_of(
    tx: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<BTreeMap<RecordKind, Topics>, StoreError> {
    let mut topics: BTreeMap<RecordKind, Topics> = BTreeMap::new();
    for claim in by_ids::<claim::Entity>(tx, ids).await?.into_values() {
        let of_kind = topics.entry(claim.subject_kind).or_default();
        let of_record = of_kind.entry(claim.subject_id).or_default();
        of_record.insert((claim.property, claim.property_key));
    }
    Ok(topics)
}

/// The source of each of these claims.
pub(super) async fn claimants(
    tx: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, BTreeSet<SourceId>>, StoreError> {
    let claims = by_ids::<claim::Entity>(tx, ids).await?;
    let source = |(id, claim): (i64, claim::Model)| {
        (id, claim.source_id.map(SourceId).into_iter().collect())
    };
    Ok(claims.into_iter().map(source).collect())
}

/// A claim of a row; the record has the key of its property only where that is OTHER.
fn record(row: claim::Model) -> Result<(ClaimRecord, i32), StoreError> {
    let key = (row.property == Property::Other).then(|| row.property_key.clone());
    let (claim, version) = ClaimRecord::from_row(row)?;
    let claim = ClaimRecord {
        property_key: key,
        ..claim
    };
    Ok((claim, version))
}

/// How much later than ours it may be where a claim came in: its clock may be wrong, and no more than
/// that.
const GRACE: i64 = 24 * 60 * 60 * 1_000_000;

/// Nothing was stated in the future, and nothing came in or was taken back there.
fn check_time(claim: &ClaimRecord, at: i64) -> Result<(), StoreError> {
    let times = [
        ("recordedAt", Some(claim.recorded_at)),
        ("retractedAt", claim.retracted_at),
    ];
    for (field, time) in times {
        if time.is_some_and(|time| time.0 > at.saturating_add(GRACE)) {
            let reason = format!("lies in the future: it is {} now", Instant(at));
            return Err(StoreError::invalid(claim.public_id(), field, reason));
        }
    }
    let stated = claim.stated_on.as_ref().and_then(Edtf::earliest);
    if stated.is_some_and(|first| first > Instant(at).day()) {
        let reason = "lies in the future";
        return Err(StoreError::invalid(claim.public_id(), "statedOn", reason));
    }
    Ok(())
}

/// Of a claim that is there, nothing may differ but that it is taken back now.
fn check_same(before: &ClaimRecord, after: &ClaimRecord) -> Result<(), StoreError> {
    let same = is_same_but_for_retraction(before, after);
    let (field, reason) = match before.retracted_at {
        _ if !same => (
            "id",
            "a claim is never changed: take it back, and record another",
        ),
        Some(_) => ("retractedAt", "a claim is taken back once, and for good"),
        None => return Ok(()),
    };
    Err(StoreError::invalid(after.public_id(), field, reason))
}

async fn check_bounds(
    tx: &impl ConnectionTrait,
    kind: RecordKind,
    topics: &Topics,
) -> Result<(), StoreError> {
    use sea_orm::ActiveEnum;
    let backend = tx.get_database_backend();
    let (code, other) = (kind.to_value(), Property::Other.to_value());
    let among = dialect::among_sql(backend, "subject_id", &dialect::bind(backend, 1));
    let sql = format!(
        "SELECT subject_id, COUNT(*) AS claims, COUNT(DISTINCT source_id) AS sources, \
         COUNT(DISTINCT CASE WHEN property = {other} THEN property_key END) AS property_keys \
         FROM claim WHERE subject_kind = {code} AND {among} GROUP BY subject_id"
    );
    let ids: Vec<i64> = topics.keys().copied().collect();
    let binds = [dialect::id_list(backend, &ids)];
    let statement = Statement::from_sql_and_values(backend, sql, binds);
    for row in tx.query_all_raw(statement).await? {
        let id: i64 = row.try_get_by_index(0)?;
        for (at, what, most) in [
            (1, "claims", CLAIMS_PER_RECORD),
            (2, "sources of claims", SOURCES_PER_RECORD),
            (3, "property keys", SOURCES_PER_RECORD),
        ] {
            let count: i64 = row.try_get_by_index(at)?;
            if count > most {
                let record = model::id::encode(kind, id);
                let reason = format!("{record} would have {count} {what}; at most {most} fit");
                return Err(StoreError::invalid("", "subject", reason));
            }
        }
    }
    Ok(())
}

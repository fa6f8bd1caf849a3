//! What the examples of the playground are about: records that this database has.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web,
};
use graphql::loader::api_error;
use model::{clock::Clock, id::encode, slug::slug};
use serde_json::{Map, Value, json};
use store::read::{Called, Knowledge, leading_person, most_known};
use store::{Session, Share, Store, StoreError};
use time::Date;
use tokio::{sync::Mutex, time::Instant};

use crate::http::{
    Shared,
    access::Facts,
    negotiate::MediaType,
    not_found, refuse_unless_read,
    respond::{self, Refusal},
};

/// Below the page; no file of the bundle has this name.
pub(crate) const PATH: &str = "/playground/examples.json";
/// For how long what was found counts, so that opening the page costs the database nothing.
const KEPT: Duration = Duration::from_secs(60);
/// How long looking may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Examples about a work, by the name of their operation, with what has to be known of it.
const ABOUT_WORKS: [(&str, Option<Knowledge>); 8] = [
    ("CastAndPriorWork", None),
    ("WhoShotIt", Some(Knowledge::Camera)),
    ("Reunions", None),
    ("WhoSaysWhat", None),
    ("FactsAndDoubts", None),
    ("StatusOverTime", Some(Knowledge::Milestones)),
    ("Deals", Some(Knowledge::Deals)),
    ("QuotesAndCommentary", Some(Knowledge::Words)),
];

/// What was found, and when.
#[derive(Debug, Default)]
pub(crate) struct Examples(Mutex<Option<(Instant, Map<String, Value>)>>);

impl Examples {
    /// The variables of each example; null for one that nothing here would answer.
    async fn variables(
        &self,
        store: &Store,
        clock: Clock,
    ) -> Result<Map<String, Value>, StoreError> {
        // Whoever comes meanwhile waits for the same.
        let mut kept = self.0.lock().await;
        if let Some((at, found)) = kept.as_ref().filter(|(at, _)| at.elapsed() < KEPT) {
            tracing::trace!(age = ?at.elapsed(), "the examples are known");
            return Ok(found.clone());
        }
        let found = find(store, clock.today()).await?;
        *kept = Some((Instant::now(), found.clone()));
        Ok(found)
    }
}

/// The work that most is known of, by its slug: of those with roles the one with most claims, else
/// the one with most roles.
pub(crate) async fn featured_work(store: &Store) -> Result<Option<String>, StoreError> {
    let work = featured(&session(store)).await?;
    Ok(work.map(|work| slug_of(&work)))
}

fn session(store: &Store) -> Session {
    store.session_until(Share::All, Some(Instant::now() + PATIENCE))
}

async fn featured(session: &Session) -> Result<Option<Called>, StoreError> {
    match most_known(session, Knowledge::Claims, None).await? {
        Some(work) => Ok(Some(work)),
        None => most_known(session, Knowledge::Roles, None).await,
    }
}

fn slug_of(record: &Called) -> String {
    slug(&record.name, &encode(record.kind, record.id))
}

async fn find(store: &Store, today: Date) -> Result<Map<String, Value>, StoreError> {
    let session = session(store);
    let featured = featured(&session).await?;
    let preferred = featured.as_ref().map(|work| work.id);
    let mut found = Map::new();
    for (example, knowledge) in ABOUT_WORKS {
        let work = match knowledge {
            Some(knowledge) => most_known(&session, knowledge, preferred).await?,
            None => featured.clone(),
        };
        let variables = |work| json!({ "work": slug_of(&work) });
        found.insert(example.to_owned(), work.map_or(Value::Null, variables));
    }
    let status = found.get_mut("StatusOverTime");
    if let Some(variables) = status.and_then(Value::as_object_mut) {
        variables.insert("then".to_owned(), a_year_before(today).to_string().into());
    }
    let leading = match preferred {
        Some(work) => leading_person(&session, work).await?,
        None => None,
    };
    let person = most_known(&session, Knowledge::Career, leading).await?;
    let variables = |person| json!({ "person": slug_of(&person) });
    found.insert("Career".to_owned(), person.map_or(Value::Null, variables));
    found.insert("SourcesAndCoverage".to_owned(), json!({}));
    Ok(found)
}

fn a_year_before(today: Date) -> Date {
    // The 29th of February has none.
    let same_day = today.replace_year(today.year() - 1);
    same_day.unwrap_or_else(|_| today.saturating_sub(time::Duration::days(366)))
}

/// The variables of the examples.
pub(crate) async fn serve(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if !shared.server.playground {
        return not_found().await;
    }
    if let Some(refusal) = refuse_unless_read(&request) {
        return refusal;
    }
    match shared
        .examples
        .variables(&shared.served.store, shared.served.clock)
        .await
    {
        Ok(found) => HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-cache"))
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(Value::Object(found).to_string()),
        Err(error) => {
            let refusal = Refusal::http(503, api_error(error));
            respond::refused(MediaType::Json, &refusal, &mut Facts::default())
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn every_day_has_one_a_year_before() {
        assert_eq!(a_year_before(date!(2026 - 11 - 22)), date!(2025 - 11 - 22));
        assert_eq!(a_year_before(date!(2024 - 02 - 29)), date!(2023 - 02 - 28));
    }
}

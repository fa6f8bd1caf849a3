//! Creating and updating sources.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use entity::source;
use entity::vocabulary::RecordKind;
use model::edtf::Edtf;
use model::instant::Instant;
use model::text::shown;
use record::{Declared, SourceId, SourceRecord};
use store::StoreError;
use store::write::WriteTransaction;

use super::Source;
use crate::schema::kit::error::Result;
use crate::schema::kit::paging::scope;
use crate::schema::kit::scalar::{DateTime, EdtfText, Url};
use crate::schema::mutation::{
    Applied, Change, Clear, Effect, Failure, Faults, MutationRequest, Supplied, UserError,
    UserErrorCode, at_version, payload, run,
};
use crate::schema::vocabulary::SourceKind;
use crate::scope::Scope;

/// A new source.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SourceCreateInput {
    /// What it is.
    kind: SourceKind,
    /// Its title, of at most 1,000 characters.
    title: String,
    /// Who published it, in at most 1,000 characters.
    publisher: Option<String>,
    /// Its authors, in order, at most 100.
    authors: Option<Vec<String>>,
    /// Where it can be read.
    url: Option<Supplied<Url>>,
    /// When it was published.
    published_on: Option<Supplied<EdtfText>>,
    /// When it was taken in.
    retrieved_at: Option<Supplied<DateTime>>,
    /// Its licence, as an SPDX identifier where there is one.
    license: Option<String>,
    /// The words that its licence asks to be shown, at most 2,000 characters.
    attribution: Option<String>,
    /// Which source wins between equals: greater is stronger.
    #[graphql(default)]
    priority: i32,
    /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
    idempotency_key: Option<String>,
    /// Whether to say what would be, and change nothing.
    #[graphql(default = false)]
    dry_run: bool,
}

/// What is to be changed of a source. A field that is null or left out stays as it is.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct SourceUpdateInput {
    /// The id of the source.
    id: ID,
    /// The version that you have seen. If it is no longer that, nothing is changed.
    expected_version: i32,
    /// What it is.
    kind: Option<SourceKind>,
    /// Its title, of at most 1,000 characters.
    title: Option<String>,
    /// Who published it, in at most 1,000 characters.
    publisher: Option<String>,
    /// All of its authors, in order, at most 100.
    authors: Option<Vec<String>>,
    /// Where it can be read.
    url: Option<Supplied<Url>>,
    /// When it was published.
    published_on: Option<Supplied<EdtfText>>,
    /// When it was taken in.
    retrieved_at: Option<Supplied<DateTime>>,
    /// Its licence, as an SPDX identifier where there is one.
    license: Option<String>,
    /// The words that its licence asks to be shown, at most 2,000 characters.
    attribution: Option<String>,
    /// Which source wins between equals: greater is stronger.
    priority: Option<i32>,
    /// The names of fields to be emptied: `publisher`, `authors`, `url`, `publishedOn`, `retrievedAt`, `license`, `attribution`.
    clear: Option<Vec<String>>,
    /// A text of your choice, of at most 200 characters, by which a repetition of this mutation is known: it is answered and not done again.
    idempotency_key: Option<String>,
    /// Whether to say what would be, and change nothing.
    #[graphql(default = false)]
    dry_run: bool,
}

payload! {
    /// What creating a source gave.
    SourceCreatePayload {
        /// The source. In a dry run, as it would be; its id may then be given to another record.
        source: Option<Source>,
    }
}

payload! {
    /// What updating a source gave.
    SourceUpdatePayload {
        /// The source as it is now. In a dry run, as it would be.
        source: Option<Source>,
    }
}

/// Mutations of sources.
#[derive(Default)]
pub(crate) struct SourceMutation;

#[Object]
impl SourceMutation {
    /// Makes a source. Another source with the same address is a warning.
    async fn source_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source.")] input: SourceCreateInput,
    ) -> Option<Result<SourceCreatePayload>> {
        Some(create(ctx, input).await)
    }

    /// Changes a source. What is the same already does not count as a change.
    async fn source_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] input: SourceUpdateInput,
    ) -> Option<Result<SourceUpdatePayload>> {
        Some(update(ctx, input).await)
    }
}

async fn create(ctx: &Context<'_>, input: SourceCreateInput) -> Result<SourceCreatePayload> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let key = input.idempotency_key.as_deref();
    let request =
        MutationRequest::new(ctx, "sourceCreate", &input, key, input.dry_run, &mut faults);
    let record = input.record(&mut faults);
    faults.of_record(&[], &record.faults());
    if let Err(errors) = faults.check() {
        return Ok(SourceCreatePayload::refused(errors));
    }
    let work = async |tx: &mut WriteTransaction| {
        let ids = tx.allocate(RecordKind::Source, 1).await?;
        let id = ids.first().copied().map(SourceId);
        let id = id.ok_or_else(|| StoreError::Corrupt("no id was given out".to_owned()))?;
        put(tx, SourceRecord { id, ..record }).await
    };
    Ok(match run(scope, &editor, &request, work).await? {
        Ok(applied) => SourceCreatePayload {
            source: applied.source(scope).await?,
            change_cursor: applied.change_cursor,
            warnings: applied.warnings,
            user_errors: Vec::new(),
        },
        Err(errors) => SourceCreatePayload::refused(errors),
    })
}

async fn update(ctx: &Context<'_>, input: SourceUpdateInput) -> Result<SourceUpdatePayload> {
    let scope = scope(ctx)?;
    let editor = scope.editor()?;
    let mut faults = Faults::default();
    let key = input.idempotency_key.as_deref();
    let request =
        MutationRequest::new(ctx, "sourceUpdate", &input, key, input.dry_run, &mut faults);
    let id = faults.id(&["id"], &input.id, RecordKind::Source);
    let expected = input.expected_version;
    let changes = Changes::read(input, &mut faults);
    let id = match (id, faults.check()) {
        (Some(id), Ok(())) => id,
        (_, checked) => {
            return Ok(SourceUpdatePayload::refused(
                checked.err().unwrap_or_default(),
            ));
        }
    };
    let work = async |tx: &mut WriteTransaction| {
        let record = at_version::<SourceRecord>(tx, id, expected).await?;
        put(tx, changes.apply(record)).await
    };
    Ok(match run(scope, &editor, &request, work).await? {
        Ok(applied) => SourceUpdatePayload {
            source: applied.source(scope).await?,
            change_cursor: applied.change_cursor,
            warnings: applied.warnings,
            user_errors: Vec::new(),
        },
        Err(errors) => SourceUpdatePayload::refused(errors),
    })
}

/// What of the two inputs is read in the same way.
fn url(given: Option<Supplied<Url>>, faults: &mut Faults) -> Option<String> {
    given
        .filter(|url| !url.is_blank())
        .and_then(|url| faults.take(&["url"], url))
        .map(|url| url.0)
}

fn published_on(given: Option<Supplied<EdtfText>>, faults: &mut Faults) -> Option<Edtf> {
    let date = given.and_then(|date| faults.take(&["publishedOn"], date));
    date.map(|date| date.0)
}

fn retrieved_at(given: Option<Supplied<DateTime>>, faults: &mut Faults) -> Option<Instant> {
    let at = given.and_then(|at| faults.take(&["retrievedAt"], at));
    at.map(|at| at.0)
}

impl SourceCreateInput {
    /// The record, without an id yet.
    fn record(self, faults: &mut Faults) -> SourceRecord {
        SourceRecord {
            id: SourceId(0),
            kind: self.kind.into(),
            title: self.title,
            publisher: shown(self.publisher),
            authors: self.authors.unwrap_or_default(),
            url: url(self.url, faults),
            published_on: published_on(self.published_on, faults),
            retrieved_at: retrieved_at(self.retrieved_at, faults),
            license: shown(self.license),
            attribution: shown(self.attribution),
            priority: self.priority,
        }
    }
}

const CLEARABLE: [&str; 7] = [
    "publisher",
    "authors",
    "url",
    "publishedOn",
    "retrievedAt",
    "license",
    "attribution",
];
const REQUIRED: [&str; 3] = ["kind", "title", "priority"];

/// What an update changes.
struct Changes {
    kind: Option<SourceKind>,
    title: Option<String>,
    publisher: Change<String>,
    authors: Change<Vec<String>>,
    url: Change<String>,
    published_on: Change<Edtf>,
    retrieved_at: Change<Instant>,
    license: Change<String>,
    attribution: Change<String>,
    priority: Option<i32>,
}

impl Changes {
    fn read(input: SourceUpdateInput, faults: &mut Faults) -> Self {
        let clear = Clear::read(input.clear, &CLEARABLE, &REQUIRED, faults);
        let url = url(input.url, faults);
        let published_on = published_on(input.published_on, faults);
        let retrieved_at = retrieved_at(input.retrieved_at, faults);
        Self {
            kind: input.kind,
            title: input.title,
            publisher: clear.change("publisher", shown(input.publisher), faults),
            authors: clear.change("authors", input.authors, faults),
            url: clear.change("url", url, faults),
            published_on: clear.change("publishedOn", published_on, faults),
            retrieved_at: clear.change("retrievedAt", retrieved_at, faults),
            license: clear.change("license", shown(input.license), faults),
            attribution: clear.change("attribution", shown(input.attribution), faults),
            priority: input.priority,
        }
    }

    fn apply(self, mut record: SourceRecord) -> SourceRecord {
        record.kind = self.kind.map_or(record.kind, Into::into);
        record.title = self.title.unwrap_or(record.title);
        self.publisher.apply(&mut record.publisher);
        self.authors.apply_or_default(&mut record.authors);
        self.url.apply(&mut record.url);
        self.published_on.apply(&mut record.published_on);
        self.retrieved_at.apply(&mut record.retrieved_at);
        self.license.apply(&mut record.license);
        self.attribution.apply(&mut record.attribution);
        record.priority = self.priority.unwrap_or(record.priority);
        record
    }
}

/// Puts a source: what is kept of it for a repetition, its row, and warnings.
async fn put(
    tx: &mut WriteTransaction,
    record: SourceRecord,
) -> std::result::Result<(SourceId, source::Model, Vec<UserError>), Failure> {
    let mut faults = Faults::default();
    faults.of_record(&[], &record.faults());
    faults.check().map_err(Failure::Input)?;
    let mut warnings = Faults::default();
    if let Some(url) = &record.url {
        let at_address = tx.sources_at(url).await?;
        warn_of_others(&record, &at_address, &mut warnings);
    }
    let id = record.id;
    // Its claims are as strong as it is.
    let put = tx.put(&[record]).await;
    put.map_err(|error| Failure::of_another(error, &id.public(), &["priority"]))?;
    let row = tx.row::<source::Entity>(id.0).await?;
    let row = row.ok_or_else(|| StoreError::Corrupt("a source was not put".to_owned()))?;
    Ok((id, row, warnings.into_errors()))
}

fn warn_of_others(record: &SourceRecord, at_address: &[SourceId], warnings: &mut Faults) {
    let others = at_address.iter().filter(|id| **id != record.id);
    let others: Vec<String> = others.map(|id| id.public()).collect();
    if !others.is_empty() {
        let message = format!("has this address already: {}", others.join(", "));
        warnings.note(&["url"], UserErrorCode::Duplicate, message);
    }
}

impl Applied<SourceId, source::Model> {
    /// The source: as the transaction saw it, or after a repetition as it is now.
    async fn source(&self, scope: &Scope) -> Result<Option<Source>> {
        match &self.effect {
            Effect::Fresh(row) => Ok(Some(Source(Arc::new(row.clone())))),
            Effect::Repeated(id) => Ok(scope.find::<source::Entity>(id.0).await?.map(Source)),
        }
    }
}

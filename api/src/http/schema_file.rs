//! The schema as files for tools, with entity tags so that they are fetched once.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY},
    web::{self, Bytes},
};
use tokio::sync::OnceCell;

use super::{
    Shared,
    access::Facts,
    coding::{Accepted, Coding},
    graphql::no_coding,
    negotiate::MediaType,
    pack::Packer,
    refuse_unless_read, respond, send,
    tag::{Fingerprint, Known},
};

/// The files, made at the start.
pub(crate) struct SchemaFiles {
    sdl: SchemaFile,
    client: SchemaFile,
}

impl SchemaFiles {
    /// Takes the schema definition, and what clients want to know besides, as they are to be
    /// served.
    pub(crate) async fn new(sdl: String, client: String) -> Self {
        Self {
            sdl: SchemaFile::new(sdl, "text/plain; charset=utf-8").await,
            client: SchemaFile::new(client, "application/json").await,
        }
    }
}

/// A text, its media type, what tells it from others, and its packed forms.
struct SchemaFile {
    text: Bytes,
    media: &'static str,
    fingerprint: Fingerprint,
    /// Each is made when somebody first asks for it.
    packed: [OnceCell<Bytes>; Coding::PACKED.len()],
}

impl SchemaFile {
    async fn new(text: String, media: &'static str) -> Self {
        Self {
            fingerprint: Fingerprint::of(text.as_bytes()).await,
            text: Bytes::from(text),
            media,
            packed: Default::default(),
        }
    }

    /// The file in this coding, or as it is where it cannot be packed.
    async fn in_coding(&self, coding: Coding, packer: &Packer) -> (Bytes, Coding) {
        let place = Coding::PACKED.iter().position(|packed| *packed == coding);
        let Some(cell) = place.and_then(|place| self.packed.get(place)) else {
            return (self.text.clone(), Coding::Identity);
        };
        let pack = async || packer.pack(&self.text, coding).await.map(Bytes::from);
        match cell.get_or_try_init(pack).await {
            Ok(packed) => (packed.clone(), coding),
            Err(error) => {
                tracing::error!(%error, ?coding, "the schema cannot be packed");
                (self.text.clone(), Coding::Identity)
            }
        }
    }
}

/// The schema in its definition language.
pub(super) async fn sdl(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    answer(&request, &shared, &shared.files.sdl).await
}

/// What client libraries want to know of it besides.
pub(super) async fn client(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    answer(&request, &shared, &shared.files.client).await
}

async fn answer(request: &HttpRequest, shared: &Shared, file: &SchemaFile) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(request) {
        return refusal;
    }
    let headers = request.headers();
    let Some(coding) = Accepted::of(headers).best(send::served(shared)) else {
        return respond::refused(MediaType::Json, &no_coding(shared), &mut Facts::default());
    };
    let (body, coding) = file.in_coding(coding, &shared.packer).await;
    let tag = file.fingerprint.tag(coding);
    let is_known = Known::of(headers).has(&tag);
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, tag))
        .insert_header((
            CACHE_CONTROL,
            send::kept_for(shared.answers.schema_max_age_s),
        ))
        .insert_header((VARY, "Accept-Encoding"));
    if is_known {
        return answer.finish();
    }
    answer.insert_header((CONTENT_TYPE, file.media));
    if let Some(coding) = coding.header() {
        answer.insert_header((CONTENT_ENCODING, coding));
    }
    answer.body(body)
}

//! The schema as files for tools, with entity tags so that they are fetched once.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web::{self, Bytes},
};

use super::{Shared, refuse_unless_read};

/// The files, made at the start.
pub(crate) struct SchemaFiles {
    sdl: SchemaFile,
    client: SchemaFile,
}

impl SchemaFiles {
    /// Takes the schema definition, and what clients want to know besides, as they are to be
    /// served.
    pub(crate) fn new(sdl: String, client: String) -> Self {
        Self {
            sdl: SchemaFile::new(sdl, "text/plain; charset=utf-8"),
            client: SchemaFile::new(client, "application/json"),
        }
    }
}

/// A text, its media type and its tag.
struct SchemaFile {
    text: Bytes,
    media: &'static str,
    tag: String,
}

impl SchemaFile {
    fn new(text: String, media: &'static str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), text.len());
        Self {
            text: Bytes::from(text),
            media,
            tag,
        }
    }
}

/// Whether a client that sends this `If-None-Match` has what this tag stands for.
pub(super) fn is_known(header: &str, tag: &str) -> bool {
    let known = header
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"));
    header.trim() == "*" || known.into_iter().any(|known| known == tag)
}

/// The schema in its definition language.
pub(super) async fn sdl(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    answer(&request, &shared.files.sdl)
}

/// What client libraries want to know of it besides.
pub(super) async fn client(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    answer(&request, &shared.files.client)
}

fn answer(request: &HttpRequest, file: &SchemaFile) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(request) {
        return refusal;
    }
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|header| is_known(header, &file.tag));
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, file.tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_TYPE, file.media));
    if is_known {
        answer.finish()
    } else {
        answer.body(file.text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_recognized_in_any_of_its_forms() {
        let file = SchemaFile::new("type Query { a: Int }".to_owned(), "text/plain");
        for header in [
            file.tag.clone(),
            format!("W/{}", file.tag),
            format!("\"x\", {}", file.tag),
        ] {
            assert!(is_known(&header, &file.tag), "{header}");
        }
        assert!(is_known("*", &file.tag));
        assert!(!is_known("\"x\"", &file.tag));
        assert_ne!(
            file.tag,
            SchemaFile::new("type Query { b: Int }".to_owned(), "text/plain").tag
        );
    }
}

//! The schema as a text file, with an entity tag so that tools fetch it once.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    web::{self, Bytes},
};

use super::{Shared, refuse_unless_read};

/// The text and its tag.
pub(crate) struct SchemaFile {
    text: Bytes,
    tag: String,
}

impl SchemaFile {
    /// Takes the schema definition as it is to be served.
    pub(crate) fn new(sdl: String) -> Self {
        let mut hasher = DefaultHasher::new();
        sdl.hash(&mut hasher);
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), sdl.len());
        Self {
            text: Bytes::from(sdl),
            tag,
        }
    }

    /// Whether a client that sends this `If-None-Match` has the text already.
    fn is_known(&self, header: &str) -> bool {
        let tags = header
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"));
        header.trim() == "*" || tags.into_iter().any(|tag| tag == self.tag)
    }
}

pub(super) async fn handle(request: HttpRequest, shared: web::Data<Shared>) -> HttpResponse {
    if let Some(refusal) = refuse_unless_read(&request) {
        return refusal;
    }
    let file = &shared.sdl;
    let known = request
        .headers()
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|header| file.is_known(header));
    let mut answer = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((ETAG, file.tag.as_str()))
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"));
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
        let file = SchemaFile::new("type Query { a: Int }".to_owned());
        for header in [
            file.tag.clone(),
            format!("W/{}", file.tag),
            format!("\"x\", {}", file.tag),
        ] {
            assert!(file.is_known(&header), "{header}");
        }
        assert!(file.is_known("*"));
        assert!(!file.is_known("\"x\""));
        assert_ne!(
            file.tag,
            SchemaFile::new("type Query { b: Int }".to_owned()).tag
        );
    }
}

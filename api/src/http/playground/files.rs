//! The files inside the program.

use std::io::Read;

use actix_web::web::Bytes;
use flate2::read::GzDecoder;
use rust_embed::Embed;

use crate::http::coding::Coding;

/// Each file twice: as `name.br` and as `name.gz`.
#[derive(Embed)]
#[folder = "assets/playground"]
struct Bundle;

/// The codings in which files are there.
pub(super) const PACKED: [Coding; 2] = [Coding::Brotli, Coding::Gzip];

/// A file in one coding.
pub(super) struct File {
    pub(super) bytes: Bytes,
    /// Its entity tag, which differs from coding to coding as the bytes do.
    pub(super) tag: String,
}

/// Whether the bundle has this file.
pub(super) fn exists(name: &str) -> bool {
    Bundle::get(&stored(name, Coding::Gzip)).is_some()
}

/// The file in this coding. The plain bytes are unpacked when somebody asks for them, which
/// browsers never do: they are bounded by what was packed in the build, four megabytes at most.
pub(super) fn get(name: &str, coding: Coding) -> Option<File> {
    let file = Bundle::get(&stored(name, coding))?;
    let hash = file.metadata.sha256_hash();
    let hash: String = hash.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let packed = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let bytes = match coding {
        Coding::Brotli | Coding::Gzip => packed,
        Coding::Identity | Coding::Zstd => unpack(&packed)?,
    };
    Some(File {
        bytes,
        tag: format!("\"{hash}{}\"", coding.mark()),
    })
}

fn stored(name: &str, coding: Coding) -> String {
    let ending = match coding {
        Coding::Brotli => "br",
        // The plain bytes are made from it.
        Coding::Gzip | Coding::Identity | Coding::Zstd => "gz",
    };
    format!("{name}.{ending}")
}

fn unpack(packed: &[u8]) -> Option<Bytes> {
    let mut plain = Vec::new();
    match GzDecoder::new(packed).read_to_end(&mut plain) {
        Ok(_) => Some(plain.into()),
        Err(error) => {
            tracing::error!(%error, "a file of the playground cannot be unpacked");
            None
        }
    }
}

/// The names of all files, without the endings of their codings.
#[cfg(test)]
pub(super) fn names() -> std::collections::BTreeSet<String> {
    Bundle::iter()
        .filter_map(|name| name.strip_suffix(".gz").map(str::to_owned))
        .collect()
}

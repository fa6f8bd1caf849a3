//! How the bytes of an answer are sent: packed as the client likes it, and not at all where it has
//! them already.

use actix_web::{
    HttpRequest,
    http::{Method, header::AUTHORIZATION},
};

use super::{
    Shared,
    coding::{Accepted, Coding},
    pack::Packer,
    tag::{Fingerprint, Known},
};

/// How one client wants an answer.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    coding: Coding,
    takes_plain: bool,
    /// Bytes from which it is packed.
    from_bytes: u64,
    /// What the client has, if it may keep answers.
    known: Option<Known>,
}

impl Sending {
    /// Reads what the client wants; none if it takes no coding that there is.
    pub(super) fn of(request: &HttpRequest, shared: &Shared) -> Option<Self> {
        let headers = request.headers();
        let accepted = Accepted::of(headers);
        // One to somebody is nobody else's, and a POST asks for no representation.
        let is_for_all = !headers.contains_key(AUTHORIZATION);
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        Some(Self {
            coding: accepted.best(served(shared))?,
            takes_plain: accepted.takes_plain(),
            from_bytes: shared.answers.compress_from_bytes,
            known: (is_read && is_for_all).then(|| Known::of(headers)),
        })
    }

    fn coding_of(&self, length: usize) -> Coding {
        match self.takes_plain && (length as u64) < self.from_bytes {
            true => Coding::Identity,
            false => self.coding,
        }
    }

    /// Makes a text ready. Only one that may be kept has a tag.
    pub(super) async fn prepare(self, text: Vec<u8>, may_be_kept: bool, packer: &Packer) -> Sent {
        let coding = self.coding_of(text.len());
        let mut tag = None;
        if let Some(known) = self.known.filter(|_| may_be_kept) {
            let now = Fingerprint::of(&text).await.tag(coding);
            if known.has(&now) {
                return Sent {
                    body: None,
                    coding,
                    tag: Some(now),
                };
            }
            tag = Some(now);
        }
        if coding == Coding::Identity {
            return Sent {
                body: Some(text),
                coding,
                tag,
            };
        }
        match packer.pack(&text, coding).await {
            Ok(packed) => Sent {
                body: Some(packed),
                coding,
                tag,
            },
            Err(error) => {
                tracing::error!(%error, ?coding, "an answer cannot be packed");
                Sent {
                    body: Some(text),
                    coding: Coding::Identity,
                    tag: None,
                }
            }
        }
    }
}

/// The codings that answers are packed in.
pub(super) const fn served(shared: &Shared) -> &'static [Coding] {
    if shared.answers.compress {
        &Coding::PACKED
    } else {
        &[]
    }
}

/// A text as it is sent.
#[derive(Debug)]
pub(super) struct Sent {
    /// The bytes; none if the client has them.
    pub(super) body: Option<Vec<u8>>,
    /// The coding that they are in.
    pub(super) coding: Coding,
    /// What tells them from others, if they may be kept.
    pub(super) tag: Option<String>,
}

/// The value of `Cache-Control` for what may be used for so many seconds without asking.
pub(super) fn kept_for(seconds: u32) -> String {
    match seconds {
        0 => "no-cache".to_owned(),
        seconds => format!("public, max-age={seconds}"),
    }
}

//! Who calls: API keys, and what they allow.
//!
//! A caller without a key is anonymous and reads. A key is looked up by its number, at most one
//! statement a request, and remembered for some seconds; so that is how long a revocation takes.

mod issue;
mod key;
mod keyring;
mod principal;

pub use issue::{Expiry, IssueError, KeyName, NewKey, issue, revoke};
pub use key::{ApiKey, KeyError, NoRandomness, PREFIX};
pub use keyring::{AuthError, Denied, Keyring, KeyringOptions};
pub use principal::{Access, AccessError, Principal, Scopes};

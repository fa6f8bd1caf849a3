//! Who calls, and what they may do.

use std::fmt;
use std::str::FromStr;

/// Something that a key allows. Each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Reading.
    Read,
    /// Changing records.
    Edit,
    /// Running the server.
    Admin,
}

impl Access {
    /// Every one, in order.
    pub const ALL: [Self; 3] = [Self::Read, Self::Edit, Self::Admin];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Edit => "edit",
            Self::Admin => "admin",
        }
    }

    const fn bit(self) -> i16 {
        match self {
            Self::Read => 1,
            Self::Edit => 2,
            Self::Admin => 4,
        }
    }
}

/// A text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a scope: there are read, edit and admin")]
pub struct AccessError;

impl FromStr for Access {
    type Err = AccessError;

    fn from_str(text: &str) -> Result<Self, AccessError> {
        let mut all = Self::ALL.into_iter();
        all.find(|access| access.as_str() == text)
            .ok_or(AccessError)
    }
}

/// The scopes of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes(i16);

impl Scopes {
    /// These scopes and those that they include; reading at least.
    #[must_use]
    pub fn of(asked: &[Access]) -> Self {
        let most = asked.iter().copied().max().unwrap_or(Access::Read);
        let included = Access::ALL.into_iter().filter(|access| *access <= most);
        Self(included.fold(0, |bits, access| bits | access.bit()))
    }

    /// As the database has them.
    #[must_use]
    pub const fn from_bits(bits: i16) -> Self {
        Self(bits)
    }

    /// For the database.
    #[must_use]
    pub const fn bits(self) -> i16 {
        self.0
    }

    /// Whether they include this one.
    #[must_use]
    pub const fn allow(self, access: Access) -> bool {
        self.0 & access.bit() != 0
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Access::ALL.into_iter().filter(|access| self.allow(*access));
        let names: Vec<&str> = names.map(Access::as_str).collect();
        f.write_str(&names.join(", "))
    }
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// As the log names them.
    pub actor: String,
    /// What they may do.
    pub scopes: Scopes,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_scope_includes_those_before_it() {
        for (asked, names) in [
            (&[][..], "read"),
            (&[Access::Read], "read"),
            (&[Access::Edit], "read, edit"),
            (&[Access::Admin, Access::Read], "read, edit, admin"),
        ] {
            let scopes = Scopes::of(asked);
            assert_eq!(scopes.to_string(), names);
            assert_eq!(Scopes::from_bits(scopes.bits()), scopes);
        }
        assert!(!Scopes::from_bits(0).allow(Access::Read));
    }

    #[test]
    fn names_come_back() {
        for access in Access::ALL {
            assert_eq!(access.as_str().parse(), Ok(access));
        }
        assert_eq!("Edit".parse::<Access>(), Err(AccessError));
    }
}

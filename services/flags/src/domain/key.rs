//! What flags are called.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// What keys look like; the same as a regular expression for those who read the API.
pub const PATTERN: &str = "^[a-z0-9][a-z0-9._-]{0,127}$";
const MOST: usize = 128;

/// A flag's key: a slug that code asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct FlagKey(String);

/// A text that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {MOST} of a-z, 0-9, dot, underscore and hyphen, a letter or digit first")]
pub struct NotAKey;

impl FlagKey {
    /// The key as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FlagKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        let first = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let begins_well = text.bytes().next().is_some_and(first);
        let sound = text.bytes().all(|byte| first(byte) || b"._-".contains(&byte));
        if begins_well && sound && text.len() <= MOST { Ok(Self(text)) } else { Err(NotAKey) }
    }
}

impl FromStr for FlagKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        text.to_owned().try_into()
    }
}

impl fmt::Display for FlagKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::FlagKey;

    #[test]
    fn keys_are_slugs() {
        for good in ["a", "0", "public_status_enabled", "a.b-c_d", &"x".repeat(128)] {
            assert_eq!(good.parse::<FlagKey>().map(|key| key.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "A", "_a", ".a", "-", "a b", "a/b", "é", "a\n", &"x".repeat(129)] {
            assert!(bad.parse::<FlagKey>().is_err(), "{bad:?}");
        }
    }
}

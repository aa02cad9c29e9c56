//! What incidents are called: `INC-` and at least six characters of Crockford's base32.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// An incident's id, well-formed; it need not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct IncidentId(String);

/// The text cannot be an incident's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be INC- and 6 to 16 characters of Crockford's base32")]
pub struct NoIncidentId;

impl IncidentId {
    /// The id that ends in `characters` of Crockford's base32.
    pub fn from_characters(characters: &str) -> Self {
        Self(format!("INC-{characters}"))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IncidentId {
    type Err = NoIncidentId;

    fn from_str(text: &str) -> Result<Self, NoIncidentId> {
        let crockford = |byte: u8| {
            byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'L' | b'O' | b'U'))
        };
        match text.strip_prefix("INC-") {
            Some(rest) if (6..=16).contains(&rest.len()) && rest.bytes().all(crockford) => Ok(Self(text.to_owned())),
            _ => Err(NoIncidentId),
        }
    }
}

impl TryFrom<String> for IncidentId {
    type Error = NoIncidentId;

    fn try_from(text: String) -> Result<Self, NoIncidentId> {
        text.parse()
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::IncidentId;

    #[test]
    fn an_id_is_inc_and_crockford_characters() {
        for good in ["INC-AB12CD", "INC-000000", "INC-ZZZZZZZZ"] {
            assert_eq!(good.parse::<IncidentId>().unwrap().as_str(), good);
        }
        for bad in ["", "INC-", "INC-AB12C", "inc-AB12CD", "INC-AB12CI", "INC-AB12CD:timeline", "INC-ABCDEFGHJKMNPQRST"]
        {
            assert!(bad.parse::<IncidentId>().is_err(), "{bad}");
        }
    }
}

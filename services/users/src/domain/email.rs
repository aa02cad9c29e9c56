//! E-mail addresses: how one is written, and when two are the same.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use problem::FieldError;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest address that SMTP carries (RFC 5321, section 4.5.3.1.3).
const LONGEST: usize = 254;

/// An address that an account can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address of ASCII characters, as the published schema has it; quoted local parts and address literals are legal and refused all the same: nobody has one,
    /// and they are how one address passes as another.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text: String = text.trim().nfc().collect();
        let odd = |character: char| {
            character.is_whitespace() || character.is_control() || "<>\"(),:;[]\\".contains(character)
        };
        let two_parts = text.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !local.contains('@') && local.len() <= 64 && !domain.is_empty()
        });
        if !two_parts || !text.is_ascii() || text.len() > LONGEST || text.contains(odd) {
            return Err(FieldError::new("/email", "must be a plain address, such as alice@example.com"));
        }
        Ok(Self(text))
    }

    /// The address as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }

    /// See [`identity_of`].
    pub fn identity(&self) -> String {
        identity_of(&self.0)
    }
}

/// What makes two spellings the same address: case, composition and space around it do not count.
pub fn identity_of(text: &str) -> String {
    text.trim().nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The name under which an address, by its identity, is found in the store: no key shows an address.
pub fn index_of(identity: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(identity.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{EmailAddress, identity_of};

    #[test]
    fn spellings_of_one_address_meet() {
        let one = identity_of("  J\u{c9}r\u{f4}me@Example.ORG ");
        assert_eq!(one, identity_of("je\u{301}ro\u{302}me@example.org"));
        assert_ne!(one, identity_of("jerome@example.org"));
    }

    #[test]
    fn plain_addresses_are_read() {
        for good in ["alice@example.com", " a.b+c@d.example ", "admin@polystatus.localhost"] {
            assert_eq!(EmailAddress::parse(good).unwrap().as_str(), good.trim());
        }
    }

    #[test]
    fn odd_addresses_are_refused() {
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "alice",
            "j\u{e9}r\u{f4}me@b.example",
            "@b.example",
            "a@",
            "a b@c.example",
            "<a@b.example>",
            "\"a\"@b.example",
            "a@b@c",
            &long,
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
    }
}

//! Refresh tokens: what a browser keeps to stay signed in.
//!
//! A session's tokens are numbered, and each is a MAC over the session, its salt and its number. The salt is kept in
//! Redis and the key is in this process: neither alone makes a token, no token is ever stored, and the present token
//! of a session can be made again for a browser whose answer was lost. That only we can make them also tells a spent
//! token (somebody kept a copy: the session ends) from one made up (nothing happens).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

/// How long a session lives without being used, in milliseconds.
pub const IDLE_MS: i64 = 14 * 24 * 3600 * 1000;
/// How long a session lives at most, in milliseconds.
pub const DEADLINE_MS: i64 = 60 * 24 * 3600 * 1000;
/// How long a spent token still yields the present one, in milliseconds.
pub const GRACE_MS: i64 = 10_000;
/// How many spent tokens of a session are remembered for that.
pub const KEPT_SPENT: u32 = 16;

/// The key that makes refresh tokens.
#[derive(Clone)]
pub struct RefreshKey([u8; 32]);

/// A token somebody shows; not yet known to hold, and never shown by `Debug`.
pub struct Shown {
    /// The session it claims.
    pub session: Uuid,
    /// Its place in the session's row of tokens.
    pub number: u64,
    mac: Vec<u8>,
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({}, {}, …)", self.session, self.number)
    }
}

impl Shown {
    /// Reads `<session>.<number>.<mac>`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (session, number, mac) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || session.len() != 32 {
            return None;
        }
        Some(Self {
            session: Uuid::try_parse(session).ok()?,
            number: number.parse().ok()?,
            mac: URL_SAFE_NO_PAD.decode(mac).ok()?,
        })
    }
}

impl RefreshKey {
    /// The maker with this key; with another key every session has ended.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token `number` of `session`.
    pub fn token(&self, session: Uuid, salt: &str, number: u64) -> String {
        let mac = self.mac(session, salt, number).finalize().into_bytes();
        format!("{}.{number}.{}", session.simple(), URL_SAFE_NO_PAD.encode(mac))
    }

    /// Whether `shown` was made here, for the session with this salt; takes the same time for every answer.
    pub fn made(&self, shown: &Shown, salt: &str) -> bool {
        self.mac(shown.session, salt, shown.number).verify_slice(&shown.mac).is_ok()
    }

    fn mac(&self, session: Uuid, salt: &str, number: u64) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(session.as_bytes());
        mac.update(&number.to_be_bytes());
        mac.update(salt.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::{RefreshKey, Shown};
    use uuid::Uuid;

    const SESSION: Uuid = Uuid::from_u128(7);

    #[test]
    fn a_token_is_read_and_known_again() {
        let key = RefreshKey::new([1; 32]);
        let token = key.token(SESSION, "salt", 3);
        let shown = Shown::parse(&token).unwrap();
        assert_eq!((shown.session, shown.number), (SESSION, 3));
        assert!(key.made(&shown, "salt"));
        assert_eq!(token, key.token(SESSION, "salt", 3), "it can be made again");
    }

    #[test]
    fn another_key_salt_or_number_makes_another_token() {
        let key = RefreshKey::new([1; 32]);
        let shown = Shown::parse(&key.token(SESSION, "salt", 3)).unwrap();
        assert!(!RefreshKey::new([2; 32]).made(&shown, "salt"));
        assert!(!key.made(&shown, "other"));
        let fourth = key.token(SESSION, "salt", 3).replace(".3.", ".4.");
        assert!(!key.made(&Shown::parse(&fourth).unwrap(), "salt"));
    }

    #[test]
    fn nonsense_is_no_token() {
        let long = format!("{}.1.AAAA.x", SESSION.simple());
        let dashed = format!("{SESSION}.1.AAAA");
        for bad in ["", "..", "a.b.c", &long, &dashed, "0000000000000000000000000000000g.1.AAAA"] {
            assert!(Shown::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let token = RefreshKey::new([1; 32]).token(SESSION, "salt", 3);
        let mac = token.rsplit_once('.').unwrap().1.to_owned();
        assert!(!format!("{:?}", Shown::parse(&token).unwrap()).contains(&mac));
    }
}

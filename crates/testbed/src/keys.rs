//! Keys made for one test.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// An Ed25519 key in the two forms configuration uses.
pub(crate) struct KeyPair {
    /// The private key, PKCS#8 PEM.
    pub(crate) pem: String,
    /// The public key, base64url.
    pub(crate) x: String,
}

impl KeyPair {
    pub(crate) fn generate() -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("the system has randomness");
        let pair = Ed25519KeyPair::from_pkcs8(der.as_ref()).expect("a key made a line above");
        let pem =
            format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der.as_ref()));
        Self { pem, x: URL_SAFE_NO_PAD.encode(pair.public_key().as_ref()) }
    }
}

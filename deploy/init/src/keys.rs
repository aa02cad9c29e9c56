//! Ed25519 keys as files, and passwords.

use aws_lc_rs::rand;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
/// Bytes of a Redis password: 256 bits, so that a plain SHA-256 of it in the ACL file says nothing about it.
const PASSWORD_BYTES: usize = 32;

/// A new private key, PKCS#8 (version 1) in PEM form.
pub(crate) fn private_key() -> String {
    let pair = Ed25519KeyPair::generate().expect("the system's random source works");
    let der = pair.to_pkcs8v1().expect("a key just made has a PKCS#8 form");
    format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(&der))
}

/// The public half of a private key in PEM form, base64url; none if that is not an Ed25519 key.
pub(crate) fn public_half(pem: &str) -> Option<String> {
    let body: String = pem.trim().strip_prefix(BEGIN)?.strip_suffix(END)?.split_whitespace().collect();
    let pair = Ed25519KeyPair::from_pkcs8(&STANDARD.decode(body).ok()?).ok()?;
    Some(URL_SAFE_NO_PAD.encode(pair.public_key()))
}

/// A new password that needs no escaping anywhere, a URL included.
pub(crate) fn password() -> String {
    let mut bytes = [0; PASSWORD_BYTES];
    rand::fill(&mut bytes).expect("the system's random source works");
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use identity::{ServiceKey, ServiceKeys, SigningKey};
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};

    use super::*;

    #[test]
    fn a_private_key_signs_what_its_public_half_verifies() {
        let pem = private_key();
        let claims = serde_json::json!({"sub": "users", "exp": jsonwebtoken::get_current_timestamp() + 60});
        let key = EncodingKey::from_ed_pem(pem.as_bytes()).unwrap();
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &key).unwrap();

        let public = DecodingKey::from_ed_components(&public_half(&pem).unwrap()).unwrap();
        let read = jsonwebtoken::decode::<serde_json::Value>(&token, &public, &Validation::new(Algorithm::EdDSA));
        assert_eq!(read.unwrap().claims["sub"], "users");
    }

    #[test]
    fn the_services_can_read_the_keys() {
        let pem = private_key();
        let key = ServiceKey::from_pem("users", &pem).unwrap();
        assert!(!key.token_for("incidents").unwrap().is_empty());
        assert_eq!(SigningKey::from_pem(&pem).unwrap().jwks().keys[0].x, public_half(&pem).unwrap());
        let list = serde_json::json!({"users": public_half(&pem).unwrap()}).to_string();
        ServiceKeys::from_json(&list).unwrap();
    }

    #[test]
    fn a_key_has_the_form_other_tools_read() {
        let pem = private_key();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n") && pem.ends_with("\n-----END PRIVATE KEY-----\n"));
        let body = pem.lines().nth(1).unwrap();
        // 48 bytes: the version 1 form of RFC 8410, without the public key that some readers refuse.
        assert_eq!(STANDARD.decode(body).unwrap().len(), 48);
    }

    #[test]
    fn what_is_no_key_has_no_public_half() {
        assert_eq!(public_half("hello"), None);
        assert_eq!(public_half(&format!("{BEGIN}\naGVsbG8=\n{END}\n")), None);
    }

    #[test]
    fn passwords_are_long_distinct_and_plain() {
        let (one, other) = (password(), password());
        assert_ne!(one, other);
        assert_eq!(URL_SAFE_NO_PAD.decode(&one).unwrap().len(), 32);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
    }
}

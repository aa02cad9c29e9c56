//! Ed25519 keys: a service's own, those of all services, and the one that signs people's tokens.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::claims::{ACCESS_TYPE, SERVICE_TOKEN_SECONDS, SERVICE_TYPE};
use crate::{AccessClaims, Jwk, Jwks, ServiceClaims};

/// A key that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not a PKCS#8 PEM of an Ed25519 key.
    #[error("not an Ed25519 private key in PKCS#8 PEM form")]
    NotEd25519,
    /// The list of public keys is not `{"service": "<base64url>"}`.
    #[error("not a JSON object of service names and base64url Ed25519 public keys: {0}")]
    BadList(String),
    /// The list of public keys cannot be read.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Signing failed.
    #[error("signing failed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

/// A private key with its public half.
#[derive(Clone)]
struct PrivateKey {
    encoding: EncodingKey,
    public: Vec<u8>,
}

impl PrivateKey {
    fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let text: String = pem.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = STANDARD.decode(text).map_err(|_| KeyError::NotEd25519)?;
        let pair = Ed25519KeyPair::from_pkcs8(&der)
            .or_else(|_| Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der))
            .map_err(|_| KeyError::NotEd25519)?;
        Ok(Self { encoding: EncodingKey::from_ed_der(&der), public: pair.public_key().as_ref().to_vec() })
    }

    fn sign(&self, kind: &str, kid: &str, claims: &impl Serialize) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(kind.to_owned());
        header.kid = Some(kid.to_owned());
        Ok(jsonwebtoken::encode(&header, claims, &self.encoding)?)
    }
}

/// The key a service proves itself with towards its neighbours.
#[derive(Clone)]
pub struct ServiceKey {
    service: String,
    key: PrivateKey,
    /// The last token for each audience, and when it was signed, in unix seconds.
    signed: Arc<Mutex<HashMap<&'static str, (String, u64)>>>,
}

impl ServiceKey {
    /// The key of `service`, from a PKCS#8 PEM.
    pub fn from_pem(service: &str, pem: &str) -> Result<Self, KeyError> {
        Ok(Self { service: service.to_owned(), key: PrivateKey::from_pem(pem)?, signed: Arc::default() })
    }

    /// A token that `audience` alone will take, for half a minute at least and a minute at most: one serves several
    /// calls.
    pub fn token_for(&self, audience: &'static str) -> Result<String, KeyError> {
        let now = jsonwebtoken::get_current_timestamp();
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        match signed.get(audience) {
            Some((token, at)) if (*at..*at + SERVICE_TOKEN_SECONDS / 2).contains(&now) => Ok(token.clone()),
            _ => {
                let token = self.sign_for(audience, now)?;
                signed.insert(audience, (token.clone(), now));
                Ok(token)
            }
        }
    }

    fn sign_for(&self, audience: &str, iat: u64) -> Result<String, KeyError> {
        let claims = ServiceClaims {
            iss: self.service.clone(),
            sub: self.service.clone(),
            aud: audience.to_owned(),
            iat,
            exp: iat + SERVICE_TOKEN_SECONDS,
        };
        self.key.sign(SERVICE_TYPE, &self.service, &claims)
    }

    /// The service this key belongs to.
    pub fn service(&self) -> &str {
        &self.service
    }
}

/// The public keys of all services, by name.
#[derive(Clone, Default)]
pub struct ServiceKeys(pub(crate) HashMap<String, DecodingKey>);

impl ServiceKeys {
    /// Reads the file at `path`, in the form of [`ServiceKeys::from_json`].
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let text =
            std::fs::read_to_string(path).map_err(|cause| KeyError::Unreadable { path: path.to_owned(), cause })?;
        Self::from_json(&text)
    }

    /// Reads `{"incidents": "<base64url of the 32-byte public key>", …}`.
    pub fn from_json(text: &str) -> Result<Self, KeyError> {
        let listed: HashMap<String, String> =
            serde_json::from_str(text).map_err(|fault| KeyError::BadList(fault.to_string()))?;
        let decode = |(service, x): (String, String)| {
            let key = public_key(&x).ok_or_else(|| KeyError::BadList(format!("the key of {service}")))?;
            Ok((service, key))
        };
        listed.into_iter().map(decode).collect::<Result<_, _>>().map(Self)
    }
}

/// The key that signs people's tokens; only the users service has it.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    key: PrivateKey,
}

impl SigningKey {
    /// From a PKCS#8 PEM; its id is the thumbprint of its public half (RFC 7638).
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let key = PrivateKey::from_pem(pem)?;
        let x = URL_SAFE_NO_PAD.encode(&key.public);
        let canonical = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
        Ok(Self { kid: URL_SAFE_NO_PAD.encode(Sha256::digest(canonical)), key })
    }

    /// A person's access token.
    pub fn access_token(&self, claims: &AccessClaims) -> Result<String, KeyError> {
        self.key.sign(ACCESS_TYPE, &self.kid, claims)
    }

    /// The public half, as published.
    pub fn jwks(&self) -> Jwks {
        Jwks { keys: vec![Jwk::ed25519(&self.kid, &URL_SAFE_NO_PAD.encode(&self.key.public))] }
    }

    /// Bytes that only the holder of this key can derive, for the purpose named by `label`.
    pub fn derive(&self, label: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(label.as_bytes());
        hash.update([0]);
        hash.update(self.key.encoding.as_bytes());
        hash.finalize().into()
    }
}

/// An Ed25519 public key from its base64url form; none where it is not 32 bytes.
pub(crate) fn public_key(x: &str) -> Option<DecodingKey> {
    let bytes = URL_SAFE_NO_PAD.decode(x).ok()?;
    (bytes.len() == 32).then(|| DecodingKey::from_ed_components(x).ok())?
}

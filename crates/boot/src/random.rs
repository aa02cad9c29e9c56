//! The one source of ids and secrets: the operating system's randomness.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Crockford's base32: no I, L, O or U.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A UUID v7 (RFC 9562) made at `now_ms`, unix milliseconds.
pub fn uuid(now_ms: i64) -> Uuid {
    let random: [u8; 10] = bytes();
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now_ms).unwrap_or_default(), &random).into_uuid()
}

/// `length` random characters of Crockford's base32, upper case.
pub fn crockford(length: usize) -> String {
    let mut random = vec![0; length];
    fill(&mut random);
    random.into_iter().map(|byte: u8| char::from(CROCKFORD[usize::from(byte & 31)])).collect()
}

/// A secret of 256 bits, base64url.
pub fn secret() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// A number below one, for jitter.
pub fn fraction() -> f64 {
    f64::from(u32::from_be_bytes(bytes())) / (f64::from(u32::MAX) + 1.0)
}

/// `N` random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

fn fill(bytes: &mut [u8]) {
    rand::fill(bytes).expect("the operating system has randomness to give");
}

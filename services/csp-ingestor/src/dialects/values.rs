//! Ids, times and addresses from feeds, as they are kept.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Times outside of these years (2000 to 2100) are mistakes.
const PLAUSIBLE: std::ops::Range<i64> = 946_684_800..4_102_444_800;

/// An id made from what does not change.
pub(super) fn content_id(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\u{1F}"));
    digest.iter().take(12).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A provider's id as it is kept: opaque; one too long or with characters that break a line by its digest.
pub(super) fn sound_id(id: &str) -> Option<String> {
    let id = id.trim();
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let sound = id.len() <= 200 && !id.chars().any(breaks);
    (!id.is_empty()).then(|| if sound { id.to_owned() } else { content_id(&[id]) })
}

/// A time, unless it is an obvious mistake.
pub(super) fn plausible(ts: i64) -> Option<i64> {
    PLAUSIBLE.contains(&ts).then_some(ts)
}

/// An address that may be shown as a link.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.as_str().len() <= 2048).then(|| url.to_string())
}

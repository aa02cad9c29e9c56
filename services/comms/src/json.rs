//! JSON of our own types.

use serde::Serialize;

/// `value` as one line of JSON.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain types with text keys are always JSON")
}

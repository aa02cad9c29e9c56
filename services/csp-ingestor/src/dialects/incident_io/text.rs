//! Values as incident.io's pages write them, and its rich text.

use serde_json::Value;

use crate::dialects::values;

/// A text, unless it is the way that pages write "absent".
pub(super) fn said(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| *text != "$undefined")
}

/// A time; cut from a page it has two characters before it.
pub(super) fn time(value: &Value) -> Option<i64> {
    match said(value)?.strip_prefix("$D") {
        Some(date) => values::time(&Value::from(date)),
        None => values::time(value),
    }
}

/// The words of a tree of rich text, a line for each paragraph. Its depth is bounded by that of the document.
pub(super) fn flat(node: &Value) -> String {
    let mut text = String::new();
    gather(node, &mut text);
    text
}

fn gather(node: &Value, text: &mut String) {
    text.push_str(said(&node["text"]).unwrap_or_default());
    for child in values::list(node, "content") {
        gather(child, text);
    }
    if matches!(said(&node["type"]), Some("paragraph" | "heading" | "listItem" | "lineBreak" | "hardBreak")) {
        text.push('\n');
    }
}

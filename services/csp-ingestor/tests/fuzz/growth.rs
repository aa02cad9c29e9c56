//! Whether time grows with the size of a body and no faster: each list of each fixture is made long, and so are texts.

use serde_json::Value;

use crate::check::{holds, milliseconds};

/// Pieces that readers of XML have looked for again and again.
const PIECES: [&str; 8] =
    ["<item ", "<![CDATA[", "&lt;p&gt;&lt;small&gt;", "&amp;", "<category>x</category>", "- (", "</", "<entry>"];

/// How long even a short body may take, milliseconds: below that nothing can be told.
const FLOOR: u64 = 60;

/// Panics if a body `times` as long as one of `size` bytes takes far more than `times` as long.
pub(crate) fn is_fair((name, fixture): &(String, Vec<u8>), size: usize, times: usize) {
    let whose = format!("growing {name}");
    match serde_json::from_slice::<Value>(fixture) {
        Ok(tree) => {
            for path in lists(&tree) {
                compare(&format!("{whose} {path}"), times, |factor| grown(&tree, &path, size * factor));
            }
        }
        Err(_) => {
            let text = String::from_utf8_lossy(fixture).into_owned();
            for piece in PIECES {
                compare(&format!("{whose} {piece}"), times, |factor| stuffed(&text, piece, size * factor));
            }
        }
    }
}

fn compare(whose: &str, times: usize, body: impl Fn(usize) -> Vec<u8>) {
    let took = |factor: usize| {
        let body = body(factor);
        let begun = milliseconds();
        holds(&body, None, || format!("{whose} {factor} times"));
        milliseconds().saturating_sub(begun)
    };
    let (short, long) = (took(1), took(times));
    let share = u64::try_from(times).expect("it is small");
    // Twice the share leaves room for caches; what is quadratic takes the share times itself.
    assert!(
        long <= FLOOR + 2 * share * short.max(FLOOR / share),
        "{whose}: {short} ms, and {long} ms for {times} times as much"
    );
}

/// Where a tree has lists, as JSON pointers.
fn lists(tree: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(tree, String::new(), &mut found);
    found
}

fn walk(value: &Value, path: String, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            if let Some(first) = list.first() {
                walk(first, format!("{path}/0"), found);
                found.push(path);
            }
        }
        Value::Object(map) => map.iter().for_each(|(key, inner)| walk(inner, format!("{path}/{key}"), found)),
        _ => {}
    }
}

/// A tree with one of its lists repeated until it has a size, every repetition with ids of its own.
fn grown(tree: &Value, path: &str, size: usize) -> Vec<u8> {
    let mut tree = tree.clone();
    let Some(Value::Array(list)) = tree.pointer_mut(path) else { return Vec::new() };
    let (first, length) = (list.clone(), list.iter().map(|one| one.to_string().len() + 8).sum::<usize>().max(1));
    for round in 0..size / length {
        list.extend(first.iter().cloned().map(|mut one| {
            rename(&mut one, round);
            one
        }));
    }
    tree.to_string().into_bytes()
}

fn rename(value: &mut Value, round: usize) {
    for key in ["id", "_id", "key", "slug", "arn", "code"] {
        if let Some(id) = value.get_mut(key)
            && let Some(text) = id.as_str().map(|text| format!("{text}{round}"))
        {
            *id = Value::from(text);
        }
    }
}

/// A text with a piece repeated in the middle of it, behind the first word that is no markup.
fn stuffed(text: &str, piece: &str, size: usize) -> Vec<u8> {
    let at = text.find("</title>").or_else(|| text.find("</description>")).unwrap_or(text.len() / 2);
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    [&text[..at], &piece.repeat(size / piece.len()), &text[at..]].concat().into_bytes()
}

//! Inputs: fixtures changed as trees, as text and as bytes, and documents made of a dialect's own words.

use serde_json::{Map, Value, json};

use crate::corpus::Target;
use crate::random::Random;

/// Texts that have hurt readers of feeds before.
const NASTY: [&str; 26] = [
    "",
    " ",
    "\u{0}\u{1B}[31m",
    "\u{202E}edis gnorw",
    "\u{FEFF}",
    "null",
    "$undefined",
    "-1",
    "1e400",
    "9223372036854775808",
    "-9223372036854775808",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59.999999999+23:59",
    "2026-11-20T10:00:00-99:99",
    "Sat Jun 99 2026 99:99:99 GMT+9999",
    "<script>alert(1)</script>",
    "<!--<p><b>",
    "&lt;b&gt;&amp;#x202E;&#0;&#xFFFFFFFF;",
    "]]>",
    "javascript:alert(1)",
    "https://[::1]:99999/%00",
    "é\u{301}\u{1F4A9}𝕏",
    " | | CN-0",
    "a\nb\rc\u{2028}d",
    "[RESOLVED] [RESOLVED]",
    "../../../etc/passwd",
];

/// What senders say of their bodies, true or not.
const TYPES: [Option<&str>; 6] = [
    None,
    Some("application/json"),
    Some("text/html; charset=utf-16"),
    Some("application/rss+xml; charset=shift_jis"),
    Some("application/json; charset=\"iso-8859-1\""),
    Some(";;;=;charset"),
];

/// One input, and what its sender says of it.
pub(crate) fn input(target: &Target, random: &mut Random) -> (Vec<u8>, Option<&'static str>) {
    let (_, fixture) = random.of(&target.fixtures);
    let tree: Option<Value> = serde_json::from_slice(fixture).ok();
    let body = match tree {
        Some(tree) if random.once_in(8) => made(target, &tree, random).to_string().into_bytes(),
        Some(mut tree) if !random.once_in(6) => {
            for _ in 0..=random.below(6) {
                change(&mut tree, target, random);
            }
            tree.to_string().into_bytes()
        }
        _ => {
            let mut text = String::from_utf8_lossy(fixture).into_owned();
            for _ in 0..=random.below(5) {
                text = rewrite(&text, target, random);
            }
            text.into_bytes()
        }
    };
    let body = if random.once_in(3) { damage(body, random) } else { body };
    (body, *random.of(&TYPES))
}

/// Changes one place of a tree, which is found by going down from the root as chance will have it.
fn change(value: &mut Value, target: &Target, random: &mut Random) {
    let deeper = !random.once_in(5);
    match value {
        Value::Array(list) if deeper && !list.is_empty() => {
            let at = random.below(list.len());
            return change(&mut list[at], target, random);
        }
        Value::Object(map) if deeper && !map.is_empty() => {
            let at = random.below(map.len());
            let inner = map.values_mut().nth(at).expect("there are as many");
            return change(inner, target, random);
        }
        _ => {}
    }
    match (random.below(9), &mut *value) {
        (0, Value::Array(list)) if !list.is_empty() => {
            let again = random.of(list).clone();
            (0..random.below(200)).for_each(|_| list.push(again.clone()));
        }
        (1, Value::Array(list)) => list.reverse(),
        (2, Value::Array(list)) => list.clear(),
        (3, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(random.below(map.len())).expect("there are as many").clone();
            let taken = map.remove(&key);
            if random.once_in(2) {
                map.insert(random.of(&target.words).clone(), taken.unwrap_or_default());
            }
        }
        (4, _) => *value = json!([value.clone(), value.clone()]),
        (5, _) => *value = json!({ random.of(&target.words): value.clone() }),
        (6, _) => {
            for _ in 0..random.below(160) {
                *value = json!([value.take()]);
            }
        }
        _ => *value = scalar(target, random),
    }
}

/// A value that holds no others.
fn scalar(target: &Target, random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.once_in(2)),
        2 => json!(i64::from_ne_bytes(random.next().to_ne_bytes())),
        3 => json!(random.next()),
        4 => json!(*random.of(&[0.0, -0.5, 1.0e300, f64::MAX, 100.0, 1_795_168_800_000.0])),
        5 => json!(random.of(&NASTY)),
        6 => json!(random.of(&NASTY).repeat(1 + random.below(5000))),
        _ => json!(random.of(&target.words)),
    }
}

/// A document of a dialect's own keys and words, with the outermost keys of one of its fixtures.
fn made(target: &Target, like: &Value, random: &mut Random) -> Value {
    match like {
        Value::Object(map) => {
            map.keys().map(|key| (key.clone(), grown(target, random, 5))).collect::<Map<_, _>>().into()
        }
        _ => (0..random.below(5)).map(|_| grown(target, random, 5)).collect(),
    }
}

fn grown(target: &Target, random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 1 } else { 3 }) {
        1 => (0..random.below(5)).map(|_| grown(target, random, depth - 1)).collect(),
        2 => {
            let key = |random: &mut Random| random.of(&target.words).clone();
            let pairs = (0..random.below(7)).map(|_| (key(random), grown(target, random, depth - 1)));
            pairs.collect::<Map<_, _>>().into()
        }
        _ => scalar(target, random),
    }
}

/// Rewrites a text: a piece between marks is taken away, doubled, repeated, swapped or replaced.
fn rewrite(text: &str, target: &Target, random: &mut Random) -> String {
    let mut pieces: Vec<&str> = text.split_inclusive(['<', '>', '"', ',', '{', '[']).collect();
    if pieces.is_empty() {
        return text.to_owned();
    }
    let at = random.below(pieces.len());
    let nasty = random.of(&NASTY).repeat(1 + random.below(50));
    match random.below(7) {
        0 => {
            pieces.remove(at);
        }
        1 => pieces.insert(at, pieces[at]),
        2 => (0..random.below(2000)).for_each(|_| pieces.insert(at, pieces[at])),
        3 => {
            let other = random.below(pieces.len());
            pieces.swap(at, other);
        }
        4 => pieces[at] = &nasty,
        5 => pieces.insert(at, random.of(&target.words).as_str()),
        _ => pieces.truncate(at),
    }
    pieces.concat()
}

/// Damages bytes: flips, cuts, doubles them, or writes them in another encoding.
fn damage(mut body: Vec<u8>, random: &mut Random) -> Vec<u8> {
    if body.is_empty() {
        return body;
    }
    match random.below(6) {
        0 => (0..=random.below(20)).for_each(|_| {
            let at = random.below(body.len());
            body[at] ^= 1 << random.below(8);
        }),
        1 => body.truncate(random.below(body.len())),
        2 => {
            let at = random.below(body.len());
            let again = body[at..].to_vec();
            body.extend(again);
        }
        3 => {
            let units: Vec<u16> = String::from_utf8_lossy(&body).encode_utf16().collect();
            let big = random.once_in(2);
            body =
                units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        }
        4 => body = [b"\xEF\xBB\xBF \r\n", body.as_slice()].concat(),
        _ => {
            let at = random.below(body.len());
            body.splice(at..at, (0..random.below(40)).map(|_| 0xFF));
        }
    }
    body
}

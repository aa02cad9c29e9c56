//! Who gets what: by the letter of the design, and for everything that can be stored.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn flag(value: Value) -> Flag {
    serde_json::from_value(value).unwrap()
}

/// What `flag` gives.
fn given(flag: &Flag, user: &str, role: &str) -> String {
    flag.variations[Evaluator::new(flag).unwrap().choose(Subject { user, role })].clone()
}

fn colours() -> Value {
    json!({
        "id": "colour", "on": true, "kind": "multivar", "variations": ["red", "green", "blue", "off"],
        "off_variation": "off", "fallthrough": { "variation": "blue" },
        "rules": [
            { "if": { "attr": "role", "op": "eq", "value": "manager" }, "variation": "green" },
            { "if": { "attr": "user", "op": "starts_with", "value": "al" }, "variation": "red" },
        ],
        "targets": { "users": { "alice": "off" } },
    })
}

#[test]
fn targets_go_before_rules_rules_in_their_order_and_the_fallthrough_last() {
    let flag = flag(colours());
    assert_eq!(given(&flag, "alice", "manager"), "off");
    assert_eq!(given(&flag, "alan", "manager"), "green");
    assert_eq!(given(&flag, "alan", "sre"), "red");
    assert_eq!(given(&flag, "bob", "sre"), "blue");
    assert_eq!(given(&flag, "", ""), "blue");
}

#[test]
fn switched_off_everybody_gets_the_same() {
    let flag = Flag { on: false, ..flag(colours()) };
    for (user, role) in [("alice", "manager"), ("bob", "sre")] {
        assert_eq!(given(&flag, user, role), "off");
    }
    assert_eq!(given(&Flag { off_variation: "red".to_owned(), ..flag }, "alice", "manager"), "red");
}

#[test]
fn every_operator_means_what_it_is_called() {
    for (op, value, fitting, others) in [
        ("eq", "bob", vec!["bob"], vec!["Bob", "bobby", ""]),
        ("neq", "bob", vec!["Bob", "bobby", ""], vec!["bob"]),
        ("in", "bob, eve ,mallory", vec!["bob", "eve", "mallory"], vec!["bo", " eve", "bob, eve", ""]),
        ("not_in", "bob,eve", vec!["alice", ""], vec!["bob", "eve"]),
        ("starts_with", "bo", vec!["bo", "bob"], vec!["b", "abo", "Bo"]),
        ("ends_with", "@a.org", vec!["x@a.org", "@a.org"], vec!["x@a.orga"]),
        ("contains", "o", vec!["bob", "o"], vec!["eve", ""]),
        ("eq", "a,b", vec!["a,b"], vec!["a", "b"]),
    ] {
        for attr in ["user", "role"] {
            let rule = json!({ "if": { "attr": attr, "op": op, "value": value }, "variation": "yes" });
            let flag = flag(json!({
                "id": "a", "on": true, "variations": ["no", "yes"], "fallthrough": { "variation": "no" }, "rules": [rule],
            }));
            let ask = |text: &str| if attr == "user" { given(&flag, text, "x") } else { given(&flag, "x", text) };
            for text in &fitting {
                assert_eq!(ask(text), "yes", "{attr} {op} {value}: {text:?}");
            }
            for text in &others {
                assert_eq!(ask(text), "no", "{attr} {op} {value}: {text:?}");
            }
        }
    }
}

#[test]
fn what_is_not_understood_decides_for_nobody() {
    let mut strange = colours();
    strange["rules"] = json!([
        { "if": { "attr": "role", "op": "matches", "value": ".*" }, "variation": "red" },
        { "if": { "attr": "country", "op": "eq", "value": "fr" }, "variation": "red" },
        { "if": { "attr": "role", "op": "neq", "value": "" }, "variation": "violet" },
        { "unless": {} },
        { "if": { "attr": "role", "op": "eq", "value": "sre", "weight": 3 }, "variation": "green", "share": 5 },
    ]);
    strange["targets"]["users"]["bob"] = json!("violet");
    strange["rollout"] = json!({ "percent": 10 });
    let strange = flag(strange);
    assert_eq!(given(&strange, "bob", "manager"), "blue");
    assert_eq!(given(&strange, "bob", "sre"), "green");
    let nowhere = Flag { fallthrough: super::super::flag::Fallthrough::default(), ..strange.clone() };
    assert_eq!(given(&nowhere, "bob", "manager"), "off", "a fallthrough that leads nowhere gives what off gives");
    assert_eq!(given(&Flag { off_variation: String::new(), on: false, ..strange.clone() }, "bob", "sre"), "off");
    assert!(Evaluator::new(&Flag { variations: Vec::new(), ..strange }).is_none());
}

/// Any flag that could be stored, by whomever: nothing in it need refer to anything.
fn any_flag() -> impl Strategy<Value = Flag> {
    let text = || prop_oneof!["[ab,]{0,3}", "\\PC{0,4}", Just("off".to_owned())];
    let op = prop_oneof![
        Just("eq".to_owned()),
        Just("neq".to_owned()),
        Just("in".to_owned()),
        Just("not_in".to_owned()),
        Just("starts_with".to_owned()),
        Just("ends_with".to_owned()),
        Just("contains".to_owned()),
        text()
    ];
    let attr = prop_oneof![Just("user".to_owned()), Just("role".to_owned()), text()];
    let rule = (attr, op, text(), text()).prop_map(|(attr, op, value, variation)| {
        json!({ "if": { "attr": attr, "op": op, "value": value }, "variation": variation })
    });
    let lists = (prop::collection::vec(text(), 0..4), prop::collection::vec(rule, 0..4));
    let users = prop::collection::btree_map(text(), text(), 0..3);
    (any::<bool>(), lists, text(), text(), users).prop_map(|(on, (variations, rules), off, fallthrough, users)| {
        flag(json!({
            "id": "a", "on": on, "variations": variations, "off_variation": off, "rules": rules,
            "fallthrough": { "variation": fallthrough }, "targets": { "users": users },
        }))
    })
}

/// The same by the letter, with everything looked up by name.
fn by_the_letter(flag: &Flag, user: &str, role: &str) -> Option<String> {
    let known = |name: &String| flag.variations.contains(name).then(|| name.clone());
    let off =
        known(&flag.off_variation).or_else(|| known(&"off".to_owned())).or_else(|| flag.variations.last().cloned())?;
    if !flag.on {
        return Some(off);
    }
    if let Some(given) = flag.targets.users.get(user).and_then(known) {
        return Some(given);
    }
    for rule in &flag.rules {
        let (condition, Some(given)) = (&rule.condition, known(&rule.variation)) else { continue };
        let text = match condition.attr.as_str() {
            "user" => user,
            "role" => role,
            _ => continue,
        };
        let value = condition.value.as_str();
        let fits = match condition.op.as_str() {
            "eq" => text == value,
            "neq" => text != value,
            "in" => value.split(',').any(|one| one.trim() == text),
            "not_in" => value.split(',').all(|one| one.trim() != text),
            "starts_with" => text.starts_with(value),
            "ends_with" => text.ends_with(value),
            "contains" => text.contains(value),
            _ => false,
        };
        if fits {
            return Some(given);
        }
    }
    known(&flag.fallthrough.variation).or(Some(off))
}

proptest! {
    #[test]
    fn there_is_an_answer_for_every_flag_and_everybody(
        flag in any_flag(), user in "[ab,]{0,3}|\\PC{0,6}", role in "[ab,]{0,3}",
    ) {
        let evaluator = Evaluator::new(&flag);
        let given = evaluator.map(|evaluator| flag.variations[evaluator.choose(Subject { user: &user, role: &role })].clone());
        prop_assert_eq!(given, by_the_letter(&flag, &user, &role));
    }
}

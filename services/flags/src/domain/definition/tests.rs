//! What must hold of a definition, and that whatever does not is named.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::evaluation::{Evaluator, Subject};

fn definition(value: Value) -> FlagDefinition {
    serde_json::from_value(value).unwrap()
}

/// Where it is to blame, in order.
fn blamed(value: Value) -> Vec<String> {
    let faults = definition(value).checked().err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.pointer).collect()
}

fn whole() -> Value {
    json!({
        "id": "new_page",
        "on": true,
        "kind": "multivar",
        "variations": ["red", "green", "off"],
        "off_variation": "off",
        "fallthrough": { "variation": "green" },
        "rules": [
            { "if": { "attr": "role", "op": "eq", "value": "manager" }, "variation": "red" },
            { "if": { "attr": "user", "op": "in", "value": "alice, bob" }, "variation": "off" },
        ],
        "targets": { "users": { "alice": "red", "b/o~b": "off" } },
        "description": "The new page.",
        "private": true,
    })
}

#[test]
fn a_definition_keeps_what_it_says() {
    let flag = definition(whole()).checked().unwrap();
    let mut kept = serde_json::to_value(&flag).unwrap();
    for counted in ["version", "created_at", "updated_at"] {
        assert_eq!(kept.as_object_mut().unwrap().remove(counted), Some(json!(0)));
    }
    assert_eq!(kept, whole());
}

#[test]
fn what_is_not_said_has_its_default() {
    let flag = definition(json!({ "id": "a", "on": false })).checked().unwrap();
    assert_eq!(
        (flag.kind, flag.variations.as_slice()),
        (Kind::Boolean, ["on".to_owned(), "off".to_owned()].as_slice())
    );
    assert_eq!((flag.off_variation.as_str(), flag.fallthrough.variation.as_str()), ("off", "on"));
    assert!(flag.rules.is_empty() && flag.targets.users.is_empty() && flag.description.is_none() && !flag.private);
    let three = json!({ "id": "a", "on": true, "kind": "multivar", "variations": ["x", "y", "z"], "fallthrough": {} });
    let flag = definition(three).checked().unwrap();
    assert_eq!((flag.off_variation.as_str(), flag.fallthrough.variation.as_str()), ("z", "x"));
}

#[test]
fn everything_wrong_is_named_at_once() {
    let faults = blamed(json!({
        "id": "Bad Key",
        "on": true,
        "off_variation": "dark",
        "fallthrough": { "variation": "maybe" },
        "rules": [
            {},
            { "if": {}, "variation": "on" },
            { "if": { "attr": "team", "op": "like", "value": "" }, "variation": "maybe" },
            { "if": { "attr": "user", "op": "in", "value": "a,,b" }, "variation": "on" },
        ],
        "targets": { "users": { "": "on", "a/b": "maybe" } },
        "description": "a\u{0}b",
    }));
    assert_eq!(
        faults,
        [
            "/id",
            "/off_variation",
            "/fallthrough/variation",
            "/rules/0/variation",
            "/rules/0/if",
            "/rules/1/if/attr",
            "/rules/1/if/op",
            "/rules/1/if/value",
            "/rules/2/variation",
            "/rules/2/if/attr",
            "/rules/2/if/op",
            "/rules/2/if/value",
            "/rules/3/if/value",
            "/targets/users/",
            "/targets/users/a~1b",
            "/description",
        ]
    );
}

#[test]
fn variations_fit_their_kind_and_differ() {
    let with = |kind: &str, variations: Value| json!({ "id": "a", "on": true, "kind": kind, "variations": variations });
    assert_eq!(blamed(with("boolean", json!(["on", "off"]))), [""; 0]);
    assert_eq!(blamed(with("multivar", json!(["on", "off"]))), [""; 0]);
    for (kind, variations, at) in [
        ("boolean", json!(["a", "b", "c"]), "/variations"),
        ("boolean", json!([]), "/variations"),
        ("multivar", json!(["a"]), "/variations"),
        ("multivar", json!((0..33).map(|n| n.to_string()).collect::<Vec<_>>()), "/variations"),
        ("boolean", json!(["a", "a"]), "/variations/1"),
        ("boolean", json!(["", "a"]), "/variations/0"),
        ("boolean", json!([" a", "a"]), "/variations/0"),
        ("boolean", json!(["a\tb", "a"]), "/variations/0"),
        ("boolean", json!(["x".repeat(65), "a"]), "/variations/0"),
    ] {
        assert_eq!(blamed(with(kind, variations.clone())), [at], "{kind} {variations}");
    }
    assert_eq!(blamed(json!({ "id": "a", "on": true, "kind": "multivar" })), ["/variations"]);
    // Where the variations are to blame, nobody is held to be none of them.
    let both = json!({ "id": "a", "on": true, "variations": ["a"], "fallthrough": { "variation": "b" } });
    assert_eq!(blamed(both), ["/variations"]);
}

#[test]
fn there_is_an_end_to_rules_and_targets() {
    let rule = json!({ "if": { "attr": "role", "op": "eq", "value": "x" }, "variation": "on" });
    let users = |count: usize| (0..count).map(|n| (n.to_string(), "on".into())).collect::<serde_json::Map<_, _>>();
    let of = |rules: usize, targets: usize| {
        blamed(json!({ "id": "a", "on": true, "rules": vec![&rule; rules], "targets": { "users": users(targets) } }))
    };
    assert_eq!(of(100, 1_000), [""; 0]);
    assert_eq!(of(101, 1_001), ["/rules", "/targets/users"]);
}

/// A fault that can be made in a whole definition: where, what stands there then, and where it is blamed.
fn mutations() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("/id", json!("-"), "/id"),
        ("/off_variation", json!("blue"), "/off_variation"),
        ("/fallthrough", json!({ "variation": "blue" }), "/fallthrough/variation"),
        ("/rules/0/if/attr", json!("email"), "/rules/0/if/attr"),
        ("/rules/0/if/op", json!("matches"), "/rules/0/if/op"),
        ("/rules/0/if/value", json!("x".repeat(1_001)), "/rules/0/if/value"),
        ("/rules/0/variation", json!("Red"), "/rules/0/variation"),
        ("/rules/1/if/value", json!("alice,"), "/rules/1/if/value"),
        ("/rules/1/variation", json!(""), "/rules/1/variation"),
        ("/targets/users/b~1o~0b", json!("blue"), "/targets/users/b~1o~0b"),
        ("/targets/users/alice", json!("RED"), "/targets/users/alice"),
        ("/description", json!("x".repeat(1_001)), "/description"),
    ]
}

fn small_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ab,]{0,3}", Just("on".to_owned()), Just("off".to_owned())]
}

/// Definitions of small words, so that many of them hold.
fn any_definition() -> impl Strategy<Value = FlagDefinition> {
    let condition = (
        prop_oneof![Just("user"), Just("role"), Just("team")],
        prop_oneof![
            Just("eq"),
            Just("neq"),
            Just("in"),
            Just("not_in"),
            Just("starts_with"),
            Just("ends_with"),
            Just("contains")
        ],
        small_text(),
    );
    let rules = prop::collection::vec((condition, small_text()), 0..3);
    let targets = prop::collection::btree_map(small_text(), small_text(), 0..3);
    let variations = prop::option::of(prop::collection::vec(small_text(), 0..4));
    let names = (prop::option::of(small_text()), prop::option::of(small_text()));
    (any::<bool>(), any::<bool>(), variations, names, rules, targets).prop_map(
        |(on, boolean, variations, (off, fallthrough), rules, users)| FlagDefinition {
            id: "a".to_owned(),
            on,
            kind: if boolean { Kind::Boolean } else { Kind::Multivar },
            variations,
            off_variation: off,
            fallthrough: fallthrough.map(|variation| FallthroughIn { variation: Some(variation) }),
            rules: rules
                .into_iter()
                .map(|((attr, op, value), variation)| RuleIn {
                    condition: Some(ConditionIn {
                        attr: Some(attr.to_owned()),
                        op: Some(op.to_owned()),
                        value: Some(value),
                    }),
                    variation: Some(variation),
                })
                .collect(),
            targets: TargetsIn { users },
            ..FlagDefinition::default()
        },
    )
}

proptest! {
    #[test]
    fn whatever_is_wrong_is_named(chosen in prop::collection::btree_set(0..mutations().len(), 1..6)) {
        let mut value = whole();
        let mut expected = BTreeSet::new();
        for (place, wrong, at) in chosen.into_iter().map(|index| mutations().swap_remove(index)) {
            *value.pointer_mut(place).unwrap() = wrong;
            expected.insert(at.to_owned());
        }
        prop_assert_eq!(BTreeSet::from_iter(blamed(value)), expected);
    }

    #[test]
    fn what_is_accepted_means_what_it_says(
        definition in any_definition(), user in small_text(), role in small_text(),
    ) {
        if let Ok(flag) = definition.checked() {
            let names = [&flag.off_variation, &flag.fallthrough.variation].into_iter();
            let names = names.chain(flag.rules.iter().map(|rule| &rule.variation)).chain(flag.targets.users.values());
            for name in names {
                prop_assert!(flag.variations.contains(name));
            }
            let given = Evaluator::new(&flag).unwrap().choose(Subject { user: &user, role: &role });
            prop_assert!(given < flag.variations.len());
            let again: FlagDefinition = serde_json::from_value(whole()).unwrap();
            prop_assert!(again.checked().is_ok());
        }
    }
}

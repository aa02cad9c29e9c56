//! Making, changing, listing and deleting flags.

use identity::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{Answer, Bench};

#[tokio::test]
async fn a_flag_is_made_then_changed_and_the_same_again_is_no_change() {
    let bench = Bench::start().await;
    let made = bench.post("/admin/flags", &json!({ "id": "page", "on": true, "description": " New page \r\n" })).await;
    assert_eq!(
        (made.status.as_u16(), made.header("location"), made.header("etag")),
        (201, "/admin/flags/page", "\"1\"")
    );
    assert_eq!((&made.body["description"], &made.body["off_variation"]), (&json!("New page"), &json!("off")));
    let again = bench.post("/admin/flags", &json!({ "id": "page", "on": true, "description": "New page" })).await;
    assert_eq!((again.status.as_u16(), again.header("location")), (200, ""));
    assert_eq!(again.body, made.body, "the same again is no change");
    let changed = bench.post("/admin/flags", &json!({ "id": "page", "on": true, "private": true })).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"2\""));
    assert_eq!((&changed.body["private"], &changed.body["description"]), (&json!(true), &Value::Null));
    assert_eq!(changed.body["created_at"], made.body["created_at"]);
    assert_eq!(bench.get("/admin/flags/page").await.body, changed.body);
}

#[tokio::test]
async fn a_flag_is_switched_to_a_side_or_to_the_other() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    let toggle = "/admin/toggle/page";
    let flip = async || Answer::to(bench.ask(Role::Manager, Method::POST, toggle)).await;
    let off = flip().await;
    assert_eq!((off.status.as_u16(), &off.body["on"], &off.body["version"]), (200, &json!(false), &json!(2)));
    assert_eq!(bench.flags.evaluate("a", "b").await["page"], json!({ "variation": "off", "off": true }));
    let stands = bench.post(toggle, &json!({ "on": false })).await;
    assert_eq!(stands.body, off.body, "where it stands already nothing changes");
    for (body, on) in [(json!({ "on": true }), true), (json!({}), false), (Value::Null, true)] {
        let answer = bench.post(toggle, &body).await;
        assert_eq!((answer.status.as_u16(), &answer.body["on"]), (200, &json!(on)), "{body}");
    }
    assert_eq!(flip().await.body["on"], json!(false));
    for (body, pointer) in [(json!({ "on": "yes" }), "/on"), (json!({ "off": true }), "/off")] {
        let answer = bench.post(toggle, &body).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec![pointer]));
    }
    let untyped = bench.ask(Role::Manager, Method::POST, toggle).body("on=true");
    assert_eq!(Answer::to(untyped).await.status, 415);
    assert_eq!(bench.get("/admin/flags/page").await.body["version"], json!(6), "what was refused changed nothing");
}

#[tokio::test]
async fn what_is_unknown_is_not_found() {
    let bench = Bench::start().await;
    for key in ["nothing", "NOTHING", "a%2Fb", "-", &"x".repeat(129)] {
        for (method, path) in
            [(Method::GET, "/admin/flags"), (Method::DELETE, "/admin/flags"), (Method::POST, "/admin/toggle")]
        {
            let answer = Answer::to(bench.ask(Role::Manager, method, &format!("{path}/{key}"))).await;
            assert_eq!((answer.status.as_u16(), answer.problem()), (404, "not-found"), "{path}/{key}");
        }
    }
}

#[tokio::test]
async fn a_bad_definition_is_refused_with_every_fault_named() {
    let bench = Bench::start().await;
    let body = json!({
        "id": "Not a key",
        "kind": "ternary",
        "variations": ["on"],
        "rules": [{ "if": { "attr": "team", "op": "eq", "value": 5 }, "then": "on" }],
        "targets": { "users": { "alice": true }, "roles": {} },
        "fallthrough": { "variation": ["on"] },
        "priority": 1,
    });
    let answer = bench.post("/admin/flags", &body).await;
    assert_eq!((answer.status.as_u16(), answer.problem()), (400, "validation"));
    assert_eq!(
        answer.pointers(),
        [
            "/fallthrough/variation",
            "/id",
            "/kind",
            "/on",
            "/priority",
            "/rules/0/if/attr",
            "/rules/0/if/value",
            "/rules/0/then",
            "/rules/0/variation",
            "/targets/roles",
            "/targets/users/alice",
            "/variations",
        ],
        "{answer:?}"
    );
    for body in [json!([]), json!("flag"), Value::Null] {
        assert_eq!(bench.post("/admin/flags", &body).await.status, 400, "{body}");
    }
    let all = bench.get("/admin/flags").await;
    assert_eq!(all.header("x-total-count"), "3", "nothing of it was kept");
}

#[tokio::test]
async fn flags_are_listed_in_pages_newest_first() {
    let bench = Bench::start().await;
    for number in 0..5 {
        bench.save(&format!("f{number}"), json!({})).await;
    }
    bench.save("f1", json!({ "private": true })).await;
    let mut keys = Vec::new();
    let mut path = Some("/admin/flags?limit=3".to_owned());
    while let Some(next) = path {
        let page = bench.get(&next).await;
        assert_eq!(page.header("x-total-count"), "8");
        keys.extend(page.body.as_array().unwrap().iter().map(|flag| flag["id"].as_str().unwrap().to_owned()));
        path = page.next();
    }
    assert_eq!(
        keys,
        ["f4", "f3", "f2", "f1", "f0", "announce_by_itself", "sign_up_open", "public_status_enabled"],
        "a change moves nothing"
    );
    assert_eq!(bench.get("/admin/flags?limit=201").await.pointers(), ["?limit"]);
    assert_eq!(bench.get("/admin/flags?cursor=nonsense").await.pointers(), ["?cursor"]);
}

#[tokio::test]
async fn a_deleted_flag_is_gone_and_goes_on_counting_where_it_is_made_anew() {
    let bench = Bench::start().await;
    bench.save("page", json!({})).await;
    bench.save("page", json!({ "on": false })).await;
    let delete = async || Answer::to(bench.ask(Role::Manager, Method::DELETE, "/admin/flags/page")).await;
    assert_eq!(delete().await.status, 204);
    assert_eq!(bench.flags.evaluate("a", "b").await["page"], Value::Null);
    assert_eq!(bench.get("/admin/flags/page").await.status, 404);
    assert_eq!(delete().await.status, 404);
    let anew = bench.post("/admin/flags", &json!({ "id": "page", "on": true })).await;
    assert_eq!((anew.status.as_u16(), anew.header("etag")), (201, "\"3\""), "no version ever means two things");
}

#[tokio::test]
async fn there_are_a_thousand_flags_at_most() {
    let bench = Bench::start().await;
    let mut redis = bench.flags.app.store.redis().connection();
    let mut pipe = redis::pipe();
    for number in 0..996 {
        pipe.zadd("{flags}:flags", format!("x{number}"), 0).ignore();
    }
    let _: () = pipe.query_async(&mut redis).await.unwrap();
    bench.save("the_thousandth", json!({})).await;
    let one_more = bench.post("/admin/flags", &json!({ "id": "one_more", "on": true })).await;
    assert_eq!((one_more.status.as_u16(), one_more.problem()), (409, "too-many-flags"));
    bench.save("the_thousandth", json!({ "on": false })).await;
    let path = "/admin/flags/the_thousandth";
    assert_eq!(Answer::to(bench.ask(Role::Manager, Method::DELETE, path)).await.status, 204);
    bench.save("one_more", json!({})).await;
}

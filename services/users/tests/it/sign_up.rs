//! Signing up.

use boot::Lifecycle;
use identity::Role;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use testbed::Testbed;

use crate::bench::{Bench, PASSWORD, header, read, send};

impl Bench {
    /// Turns the flag, and lets the service hear of it: an answer of flags counts for a second.
    async fn switch_sign_up(&self, variation: &str) {
        self.flags.set("sign_up_open", variation);
        tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
        users::jobs::sign_up_step(&self.app).await;
    }

    fn sign_up(&self, body: &Value) -> RequestBuilder {
        self.post("/api/v1/users", body)
    }
}

fn guest(email: &str) -> Value {
    json!({ "name": "Gustav", "email": email, "password": PASSWORD })
}

#[tokio::test]
async fn who_signs_up_is_a_guest_and_can_sign_in() {
    let bench = Bench::start().await;
    let made = read(bench.sign_up(&guest("gustav@example.com"))).await;
    assert_eq!(
        (made.status.as_u16(), &made.body["role"], &made.body["state"]),
        (201, &json!("guest"), &json!("active"))
    );
    assert!(made.body.get("password").is_none());
    let somebody = bench.signed_in("GUSTAV@example.com ".trim()).await;
    assert_eq!(json!(somebody.id), made.body["id"]);
    let entry = &bench.audited().await[1];
    assert_eq!((&entry["action"], &entry["actor"]["kind"]), (&json!("user.create"), &json!("anonymous")));
}

#[tokio::test]
async fn while_sign_up_is_closed_only_admins_make_accounts() {
    let bench = Bench::start().await;
    let sre = bench.somebody("Sam", Role::Sre).await;
    bench.switch_sign_up("off").await;
    // Whatever the body holds: who may not is told so first.
    for body in [guest("gustav@example.com"), json!({ "nonsense": 1 })] {
        let refused = read(bench.sign_up(&body)).await;
        assert_eq!((refused.status.as_u16(), refused.kind()), (403, "sign-up-closed"));
        assert_eq!(read(bench.sign_up(&body).bearer_auth(&sre.token)).await.kind(), "sign-up-closed");
    }
    let admin = bench.admin().await;
    let made = read(bench.sign_up(&guest("gustav@example.com")).bearer_auth(&admin.token)).await;
    assert_eq!(made.status, 201);
    bench.switch_sign_up("on").await;
    assert_eq!(read(bench.sign_up(&guest("ada@example.com"))).await.status, 201);
}

#[tokio::test]
async fn a_start_while_flags_is_away_opens_no_sign_up_that_was_closed() {
    let bench = Bench::start().await;
    bench.switch_sign_up("off").await;
    let alone = crate::bench::app(&bench.bed, None);
    let base = bench.bed.serve(users::router(alone.clone(), Vec::new(), &Lifecycle::new())).await;
    let sign_up = async || {
        let request = bench.bed.http.post(format!("{base}/api/v1/users")).json(&guest("ada@example.com"));
        read(request).await.status.as_u16()
    };
    assert_eq!(sign_up().await, 503, "nobody has said yet whether it is open");
    users::jobs::sign_up_step(&alone).await;
    assert_eq!(sign_up().await, 403, "flags cannot be asked, and had said so");
}

#[tokio::test]
async fn without_a_password_the_account_waits() {
    let bench = Bench::start().await;
    let made = read(bench.sign_up(&json!({ "name": "Walter", "email": "walter@example.com", "role": "guest" }))).await;
    assert_eq!((made.status.as_u16(), &made.body["state"]), (201, &json!("waiting")));
    for password in [json!(""), json!(PASSWORD), json!("nobody's")] {
        let body = json!({ "email": "walter@example.com", "password": password });
        assert_eq!(read(bench.post("/api/v1/auth/login", &body)).await.kind(), "invalid-credentials");
    }
}

#[tokio::test]
async fn a_role_needs_an_admin() {
    let bench = Bench::start().await;
    for role in Role::ALL {
        let body = json!({ "name": "Eve", "email": format!("eve-{role}@example.com"), "role": role });
        let answer = read(bench.sign_up(&body)).await;
        assert_eq!(answer.status, if role == Role::Guest { 201 } else { 403 }, "{role}");
    }
}

#[tokio::test]
async fn an_address_has_one_account_however_spelled() {
    let bench = Bench::start().await;
    assert_eq!(read(bench.sign_up(&guest("jerome@example.com"))).await.status, 201);
    let again = read(bench.sign_up(&guest("Jerome@EXAMPLE.com"))).await;
    assert_eq!((again.status.as_u16(), again.kind()), (409, "email-taken"));
    let parallel = (0..8).map(|_| tokio::spawn(read(bench.sign_up(&guest("twin@example.com")))));
    let mut made = 0;
    for answer in parallel.collect::<Vec<_>>() {
        made += u32::from(answer.await.unwrap().status == 201);
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn every_fault_is_named_at_once() {
    let bench = Bench::start().await;
    let body =
        json!({ "name": "", "email": "nobody", "role": "king", "team": 7, "password": "short", "is_admin": true });
    let answer = read(bench.sign_up(&body)).await;
    assert_eq!((answer.status.as_u16(), answer.kind()), (400, "validation"));
    assert_eq!(answer.pointers(), ["/email", "/is_admin", "/name", "/password", "/role", "/team"]);
    for unknown in ["id", "state", "version", "created_at", "Role"] {
        let mut body = guest("x@example.com");
        body[unknown] = json!("x");
        assert_eq!(read(bench.sign_up(&body)).await.pointers(), [format!("/{unknown}")]);
    }
    let blank = json!({ "name": "  ", "email": "\"a b\"@example.com", "team": "\u{7}", "password": PASSWORD });
    assert_eq!(read(bench.sign_up(&blank)).await.pointers(), ["/name", "/email", "/team"]);
    assert_eq!(read(bench.sign_up(&json!({}))).await.pointers(), ["/email", "/name"]);
}

#[tokio::test]
async fn poor_passwords_are_refused_without_showing_them() {
    let bench = Bench::start().await;
    let long = "ab".repeat(65);
    for poor in ["eleven-char", "password1234", "aaaaaaaaaaaaa", "gustav@example.com", &long] {
        let body = json!({ "name": "Gustav", "email": "gustav@example.com", "password": poor });
        let answer = read(bench.sign_up(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec!["/password"]), "{poor}");
        assert!(!answer.body.to_string().contains(&format!("\"{poor}")));
    }
}

#[tokio::test]
async fn one_address_signs_up_ten_times_an_hour() {
    let (bench, clock) = Bench::with_clock().await;
    let from = |address: &str, number: u32| {
        let body = json!({ "name": "Gustav", "email": format!("g{number}@example.com") });
        bench.sign_up(&body).header("x-forwarded-for", address)
    };
    for number in 0..9 {
        assert_eq!(read(from("192.0.2.1", number)).await.status, 201);
    }
    assert_eq!(read(from("192.0.2.1", 0)).await.status, 409, "asking for a known address counts too");
    let over = send(from("192.0.2.1", 10)).await;
    assert_eq!((over.status().as_u16(), header(&over, "retry-after").as_str()), (429, "360"));
    assert_eq!(read(from("192.0.2.2", 10)).await.status, 201, "another address");
    clock.advance(360);
    assert_eq!(read(from("192.0.2.1", 11)).await.status, 201);
    assert_eq!(read(from("192.0.2.1", 12)).await.kind(), "too-many-requests");
}

#[tokio::test]
async fn an_admin_makes_as_many_as_needed_and_a_guest_does_not() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let guest = bench.somebody("Gustav", Role::Guest).await;
    let body = |number: u32| json!({ "name": "Some", "email": format!("s{number}@example.com") });
    for number in 0..12 {
        assert_eq!(read(bench.sign_up(&body(number)).bearer_auth(&admin.token)).await.status, 201);
    }
    let mut made = 0;
    for number in 20..32 {
        made += u32::from(read(bench.sign_up(&body(number)).bearer_auth(&guest.token)).await.status == 201);
    }
    assert_eq!(made, 10, "a free account is no way around the limit");
}

#[tokio::test]
async fn the_same_request_again_gives_the_first_answer_again() {
    let bench = Bench::start().await;
    let send_it = |body: Value, address: &str| {
        bench.sign_up(&body).header("idempotency-key", "\"first\"").header("x-forwarded-for", address)
    };
    let first = send(send_it(guest("once@example.com"), "192.0.2.1")).await;
    let again = send(send_it(guest("once@example.com"), "192.0.2.1")).await;
    assert_eq!((first.status().as_u16(), again.status().as_u16()), (201, 201));
    assert_eq!(
        (header(&first, "idempotency-replayed"), header(&again, "idempotency-replayed").as_str()),
        (String::new(), "true")
    );
    for name in ["location", "etag"] {
        assert_eq!(header(&first, name), header(&again, name));
    }
    let (first, again): (Value, Value) = (first.json().await.unwrap(), again.json().await.unwrap());
    assert_eq!(first, again);
    let mut other = guest("once@example.com");
    other["password"] = json!("another-otter-43!");
    assert_eq!(read(send_it(other, "192.0.2.1")).await.kind(), "idempotency-mismatch");
    let stranger = read(send_it(guest("other@example.com"), "192.0.2.9")).await;
    assert_eq!(stranger.status, 201, "strangers do not meet in one key");
}

#[tokio::test]
async fn a_retry_is_answered_even_when_the_limit_is_reached() {
    let bench = Bench::start().await;
    let request = |number: u32| {
        let body = json!({ "name": "Gustav", "email": format!("g{number}@example.com") });
        bench.sign_up(&body).header("idempotency-key", format!("key-{number}"))
    };
    for number in 0..10 {
        assert_eq!(read(request(number)).await.status, 201);
    }
    assert_eq!(read(request(10)).await.status, 429);
    assert_eq!(read(request(9)).await.status, 201);
}

#[tokio::test]
async fn nobody_comes_before_the_first_admin() {
    let bed = Testbed::start().await;
    let app = crate::bench::app(&bed, None);
    let base = bed.serve(users::router(app, Vec::new(), &Lifecycle::new())).await;
    let answer = send(bed.http.post(format!("{base}/api/v1/users")).json(&guest(crate::bench::ADMIN))).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "retry-after").as_str()), (503, "1"));
}

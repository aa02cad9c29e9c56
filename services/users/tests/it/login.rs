//! Signing in, and what happens to those who guess.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use identity::Role;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use users::App;
use users::passwords::Passwords;

use crate::bench::{ADMIN, Bench, PASSWORD, header, read, send};

const OWNERS: &str = "198.51.100.7";
const GUESSERS: &str = "203.0.113.1";

#[tokio::test]
async fn the_right_password_gives_a_token_and_a_cookie() {
    let bench = Bench::start().await;
    let answer = send(bench.login(" Admin@PolyStatus.localhost".trim(), PASSWORD)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(header(&answer, "cache-control"), "no-store");
    let cookie = header(&answer, "set-cookie");
    assert!(cookie.starts_with("polystatus_refresh="), "{cookie}");
    assert!(cookie.ends_with("; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Max-Age=1209600"), "{cookie}");
    let body: serde_json::Value = answer.json().await.unwrap();
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(600)));
    let me = read(bench.get("/api/v1/users/me", body["token"].as_str().unwrap())).await.body;
    assert_eq!((&me["id"], &me["role"], &me["email"]), (&body["user_id"], &json!("admin"), &json!(ADMIN)));
    assert_eq!(bench.audited().await[0]["action"], "session.begin");
}

#[tokio::test]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let bench = Bench::start().await;
    let waiting = json!({ "name": "Walter", "email": "walter@example.com" });
    assert_eq!(read(bench.post("/api/v1/users", &waiting)).await.status, 201);
    let long = "x".repeat(1024);
    let mut answers = Vec::new();
    for body in [
        json!({ "email": ADMIN, "password": "wrong" }),
        json!({ "email": ADMIN, "password": long }),
        json!({ "email": ADMIN }),
        json!({ "email": "nobody@example.com", "password": PASSWORD }),
        json!({ "email": "walter@example.com", "password": PASSWORD }),
    ] {
        let mut answer = read(bench.post("/api/v1/auth/login", &body)).await;
        answer.body.as_object_mut().unwrap().remove("instance");
        answers.push((answer.status, answer.body));
    }
    assert_eq!(answers[0].0, 401);
    assert_eq!(answers[0].1["type"], "urn:polystatus:problem:invalid-credentials");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn what_is_no_sign_in_is_refused_before_anything_is_hashed() {
    let bench = Bench::start().await;
    let body = json!({ "email": "no address", "password": 7, "otp": "1" });
    let answer = read(bench.post("/api/v1/auth/login", &body)).await;
    assert_eq!((answer.status.as_u16(), answer.pointers()), (400, vec!["/email", "/otp", "/password"]));
}

#[tokio::test]
async fn unknown_accounts_answer_as_late_as_known_ones() {
    let bench = Bench::start().await;
    let mut quickest = [Duration::MAX; 2];
    for round in 0..8 {
        for (index, email) in [ADMIN, "nobody@example.com"].into_iter().enumerate() {
            let started = Instant::now();
            let (status, _) = bench.try_login(&format!("192.0.2.{round}"), email, "wrong-password").await;
            assert_eq!(status, 401);
            quickest[index] = quickest[index].min(started.elapsed());
        }
    }
    let [known, unknown] = quickest;
    assert!(unknown * 2 > known && known * 2 > unknown, "known {known:?}, unknown {unknown:?}");
}

#[tokio::test]
async fn after_five_slips_each_one_costs_twice_the_wait() {
    let (bench, clock) = Bench::with_clock().await;
    for _ in 0..5 {
        assert_eq!(bench.try_login(GUESSERS, ADMIN, "wrong").await, (401, 0));
    }
    for wait in [1, 2, 4, 8, 16, 30, 30] {
        assert_eq!(bench.try_login(GUESSERS, ADMIN, "wrong").await, (429, wait));
        assert_eq!(bench.try_login(GUESSERS, ADMIN, PASSWORD).await, (429, wait), "the right one waits too");
        clock.advance(i64::try_from(wait).unwrap() - 1);
        assert_eq!(bench.try_login(GUESSERS, ADMIN, "wrong").await, (429, 1), "waiting adds nothing");
        clock.advance(1);
        assert_eq!(bench.try_login(GUESSERS, ADMIN, "wrong").await.0, 401);
    }
    assert_eq!(bench.try_login(OWNERS, ADMIN, PASSWORD).await.0, 200, "the owner elsewhere");
    clock.advance(30);
    assert_eq!(bench.try_login(GUESSERS, ADMIN, PASSWORD).await.0, 200);
    assert_eq!(bench.try_login(GUESSERS, ADMIN, "wrong").await.0, 401, "a good sign-in forgives");
}

#[tokio::test]
async fn loopback_is_an_address_like_others() {
    let bench = Bench::start().await;
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(send(bench.login(ADMIN, "wrong")).await.status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_no_more_guesses() {
    let bench = std::sync::Arc::new(Bench::start().await);
    let guesses = (0..50).map(|_| {
        let bench = std::sync::Arc::clone(&bench);
        tokio::spawn(async move { bench.try_login(GUESSERS, ADMIN, "wrong").await.0 })
    });
    let mut tried = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            401 => tried += 1,
            other => assert_eq!(other, 429),
        }
    }
    assert!((5..=6).contains(&tried), "{tried} were tried");
}

#[tokio::test]
async fn good_sign_ins_are_never_throttled() {
    let bench = std::sync::Arc::new(Bench::start().await);
    let sign_ins = (0..40).map(|_| {
        let bench = std::sync::Arc::clone(&bench);
        tokio::spawn(async move { bench.try_login(OWNERS, ADMIN, PASSWORD).await.0 })
    });
    for sign_in in sign_ins.collect::<Vec<_>>() {
        assert_eq!(sign_in.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn one_address_has_fifty_failures_on_all_accounts_together() {
    let (bench, clock) = Bench::with_clock().await;
    for number in 0..50 {
        assert_eq!(bench.try_login(GUESSERS, &format!("n{number}@example.com"), "wrong").await.0, 401);
    }
    assert_eq!(bench.try_login(GUESSERS, "fresh@example.com", "wrong").await, (429, 12));
    assert_eq!(bench.try_login(OWNERS, "fresh@example.com", "wrong").await.0, 401);
    clock.advance(12);
    assert_eq!(bench.try_login(GUESSERS, "fresh@example.com", "wrong").await.0, 401);
    assert_eq!(bench.try_login(GUESSERS, "fresh@example.com", "wrong").await.0, 429);
}

#[tokio::test]
async fn many_addresses_on_one_account_wait_and_its_owner_does_not() {
    let (bench, clock) = Bench::with_clock().await;
    for number in 0..20 {
        assert_eq!(bench.try_login(&format!("192.0.2.{number}"), ADMIN, "wrong").await.0, 401);
    }
    assert_eq!(bench.try_login("192.0.2.0", ADMIN, "wrong").await, (429, 20));
    assert_eq!(bench.try_login(OWNERS, ADMIN, PASSWORD).await.0, 200, "a clean address");
    assert_eq!(bench.try_login(OWNERS, ADMIN, "slip").await.0, 401);
    for number in 20..40 {
        assert_eq!(bench.try_login(&format!("192.0.2.{number}"), ADMIN, "wrong").await.0, 401);
    }
    assert_eq!(bench.try_login(OWNERS, ADMIN, PASSWORD).await, (429, 20), "after a slip of the finger");
    clock.advance(20);
    assert_eq!(bench.try_login("192.0.2.50", ADMIN, "wrong").await.0, 401, "the others go on");
    assert_eq!(bench.try_login(OWNERS, ADMIN, PASSWORD).await.0, 200);
}

#[tokio::test]
async fn a_full_line_turns_sign_ins_and_sign_ups_away() {
    let passwords = Passwords::new(1, 0).unwrap();
    let held = passwords.clone();
    let bench = Bench::with(|app| App { passwords, ..app }).await;
    let turn = held.turn().await.unwrap();
    let sign_up = json!({ "name": "Gustav", "email": "gustav@example.com", "password": PASSWORD });
    for request in [bench.login(ADMIN, PASSWORD), bench.post("/api/v1/users", &sign_up)] {
        let answer = send(request).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "retry-after").as_str()), (503, "1"));
    }
    drop(turn);
    assert_eq!(bench.somebody("Vera", Role::Viewer).await.email, "vera@example.com");
}

#[tokio::test]
async fn who_hangs_up_is_counted_all_the_same() {
    let passwords = Passwords::new(1, 8).unwrap();
    let held = passwords.clone();
    let bench = Bench::with(|app| App { passwords, ..app }).await;
    let turn = held.turn().await.unwrap();
    let address = bench.base.trim_start_matches("http://");
    let body = json!({ "email": ADMIN, "password": "wrong" }).to_string();
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: users\r\ncontent-type: application/json\r\ncontent-length:";
    let mut lines = Vec::new();
    for _ in 0..5 {
        let mut line = TcpStream::connect(address).await.unwrap();
        line.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
        lines.push(line);
    }
    // All five wait for their turn to hash; then they hang up.
    tokio::time::sleep(Duration::from_millis(500)).await;
    drop(lines);
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(turn);
    let attempt = bench.app.pseudonyms.attempt(ADMIN, Ipv4Addr::LOCALHOST.into());
    for _ in 0..100 {
        if bench.app.store.failures(&attempt).await.unwrap().pair == 5 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the failures were not counted");
}

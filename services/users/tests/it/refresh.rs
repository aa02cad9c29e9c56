//! Staying signed in, and out.

use boot::{Clock, random};
use identity::audit::Entry;
use identity::{Actor, Role};
use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use users::store::sessions::Beginning;
use uuid::Uuid;

use crate::bench::{ADMIN, Bench, PASSWORD, PUBLIC_URL, header, read, send};

const DAY: i64 = 86_400;

impl Bench {
    /// Signs the admin in; the answer is the cookie a browser keeps.
    async fn cookie(&self) -> String {
        kept(&send(self.login(ADMIN, PASSWORD)).await)
    }

    fn refresh(&self, cookie: &str) -> RequestBuilder {
        self.ask(reqwest::Method::POST, "/api/v1/auth/refresh").header("cookie", cookie)
    }

    fn logout(&self, cookie: &str) -> RequestBuilder {
        self.ask(reqwest::Method::POST, "/api/v1/auth/logout").header("cookie", cookie)
    }

    async fn refreshed(&self, cookie: &str) -> String {
        let answer = send(self.refresh(cookie)).await;
        assert_eq!(answer.status(), 200);
        kept(&answer)
    }

    async fn refused(&self, cookie: &str) {
        let answer = read(self.refresh(cookie)).await;
        assert_eq!((answer.status.as_u16(), answer.kind()), (401, "session-ended"));
    }
}

fn kept(answer: &Response) -> String {
    header(answer, "set-cookie").split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn each_refresh_gives_a_new_cookie_and_a_token_that_works() {
    let bench = Bench::start().await;
    let mut cookie = bench.cookie().await;
    for _ in 0..3 {
        let answer = send(bench.refresh(&format!("theme=dark; {cookie}; a=b"))).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "cache-control").as_str()), (200, "no-store"));
        let next = kept(&answer);
        assert_ne!(next, cookie);
        let body: Value = answer.json().await.unwrap();
        assert_eq!((&body["token_type"], &body["expires_in"]), (&Value::from("Bearer"), &Value::from(600)));
        let me = read(bench.get("/api/v1/users/me", body["token"].as_str().unwrap())).await.body;
        assert_eq!(me["id"], body["user_id"]);
        cookie = next;
    }
}

#[tokio::test]
async fn a_new_token_says_what_the_person_is_now() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let cookie = bench.cookie().await;
    assert_eq!(read(bench.put(admin.id, &admin.token, &serde_json::json!({ "name": "Ada" }))).await.status, 200);
    let token = read(bench.refresh(&cookie)).await.body["token"].as_str().unwrap().to_owned();
    let caller = bench.app.verifier.caller(&token, None).await.unwrap();
    assert_eq!((caller.actor().name.as_str(), caller.role()), ("Ada", Some(Role::Admin)));
}

#[tokio::test]
async fn fifty_tabs_at_once_get_one_successor() {
    let bench = std::sync::Arc::new(Bench::start().await);
    let cookie = bench.cookie().await;
    let tabs = (0..50).map(|_| {
        let (bench, cookie) = (std::sync::Arc::clone(&bench), cookie.clone());
        tokio::spawn(async move { bench.refreshed(&cookie).await })
    });
    let mut successors = Vec::new();
    for tab in tabs.collect::<Vec<_>>() {
        successors.push(tab.await.unwrap());
    }
    successors.dedup();
    assert_eq!(successors.len(), 1);
    assert_ne!(bench.refreshed(&successors[0]).await, successors[0]);
}

#[tokio::test]
async fn a_token_spent_a_moment_ago_yields_the_present_one() {
    let (bench, clock) = Bench::with_clock().await;
    let first = bench.cookie().await;
    let second = bench.refreshed(&first).await;
    let third = bench.refreshed(&second).await;
    clock.advance(9);
    for late in [&first, &second] {
        assert_eq!(bench.refreshed(late).await, third);
    }
    assert_ne!(bench.refreshed(&third).await, third);
}

#[tokio::test]
async fn a_token_shown_again_later_ends_the_session_for_everybody() {
    let (bench, clock) = Bench::with_clock().await;
    let first = bench.cookie().await;
    let other_session = bench.cookie().await;
    let second = bench.refreshed(&first).await;
    clock.advance(10);
    bench.refused(&first).await;
    bench.refused(&second).await;
    assert_eq!(bench.audited().await[0]["action"], "session.reuse");
    bench.refreshed(&other_session).await;
}

#[tokio::test]
async fn a_token_that_was_made_up_ends_nothing() {
    let (bench, clock) = Bench::with_clock().await;
    let cookie = bench.cookie().await;
    let (name, token) = cookie.split_once('=').unwrap();
    let parts: Vec<_> = token.split('.').collect();
    let made_up = [
        format!("{name}={}.1.{}", parts[0], "A".repeat(43)),
        format!("{name}={}.9.{}", parts[0], parts[2]),
        format!("{name}={}.1.{}", Uuid::from_u128(9).simple(), parts[2]),
        format!("{name}=x"),
        format!("{name}="),
        format!("other={token}"),
    ];
    clock.advance(60);
    for cookie in &made_up {
        bench.refused(cookie).await;
    }
    let nothing = read(bench.ask(reqwest::Method::POST, "/api/v1/auth/refresh")).await;
    assert_eq!(nothing.kind(), "session-ended");
    bench.refreshed(&cookie).await;
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let bench = Bench::start().await;
    let cookie = bench.cookie().await;
    let answer = send(bench.logout(&cookie)).await;
    assert_eq!(answer.status(), 204);
    let gone = "polystatus_refresh=; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Max-Age=0";
    assert_eq!(header(&answer, "set-cookie"), gone);
    bench.refused(&cookie).await;
    assert_eq!(bench.audited().await[0]["action"], "session.end");
    for nothing in [&cookie, "polystatus_refresh=nonsense", "a=b"] {
        let again = send(bench.logout(nothing)).await;
        assert_eq!((again.status().as_u16(), header(&again, "set-cookie").as_str()), (204, gone));
    }
}

#[tokio::test]
async fn pages_of_other_sites_neither_refresh_nor_sign_out() {
    let bench = Bench::start().await;
    let cookie = bench.cookie().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        for request in [bench.refresh(&cookie), bench.logout(&cookie)] {
            let answer = send(request.header(name, value)).await;
            assert_eq!(
                (answer.status().as_u16(), header(&answer, "set-cookie")),
                (403, String::new()),
                "{name}: {value}"
            );
        }
    }
    let own = bench.refresh(&cookie).header("origin", PUBLIC_URL).header("sec-fetch-site", "same-origin");
    assert_eq!(send(own).await.status(), 200);
}

#[tokio::test]
async fn a_session_ends_after_sixty_days_however_busy() {
    let (bench, clock) = Bench::with_clock().await;
    let mut cookie = bench.cookie().await;
    for _ in 0..5 {
        clock.advance(10 * DAY);
        cookie = bench.refreshed(&cookie).await;
    }
    clock.advance(9 * DAY);
    let last = send(bench.refresh(&cookie)).await;
    assert!(header(&last, "set-cookie").ends_with(&format!("; Max-Age={DAY}")), "{}", header(&last, "set-cookie"));
    clock.advance(DAY);
    bench.refused(&kept(&last)).await;
}

#[tokio::test]
async fn the_oldest_of_too_many_sessions_ends() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let first = bench.cookie().await;
    let now_ms = Clock::System.now_ms();
    for _ in 0..100 {
        let (session, salt) = (random::uuid(now_ms), random::secret());
        let entry = Entry::new(0, Actor::service("users"), "session.begin", "", "");
        let beginning = Beginning { session, person: admin.id, salt: &salt, now_ms: now_ms + 1, pair: "nobody", entry };
        bench.app.store.begin(&beginning).await.unwrap();
    }
    bench.refused(&first).await;
}

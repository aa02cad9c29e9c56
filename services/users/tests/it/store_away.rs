//! Redis killed and back again.

use boot::Lifecycle;
use serde_json::json;
use testbed::Testbed;
use users::jobs;
use users::store::first_admin::FirstAdminState;

use crate::bench::{ADMIN, Bench, PASSWORD, app, header, read, send};

#[tokio::test]
async fn without_redis_every_answer_is_503_and_afterwards_nothing_is_lost() {
    let mut bench = Bench::start().await;
    let admin = bench.admin().await;
    let cookie = header(&send(bench.login(ADMIN, PASSWORD)).await, "set-cookie");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let body = json!({ "name": "Vera", "email": "vera@example.com", "role": "viewer", "password": PASSWORD });
    assert_eq!(read(bench.post("/api/v1/users", &body).bearer_auth(&admin.token)).await.status, 201);
    bench.bed.redis.kill();
    let refresh = || bench.ask(reqwest::Method::POST, "/api/v1/auth/refresh").header("cookie", &cookie);
    let requests = [
        bench.login(ADMIN, PASSWORD),
        bench.post("/api/v1/users", &body).bearer_auth(&admin.token),
        bench.get("/api/v1/users", &admin.token),
        bench.get("/api/v1/users/me", &admin.token),
        bench.put(admin.id, &admin.token, &json!({ "name": "Ada" })),
        refresh(),
    ];
    for answer in requests.map(|request| tokio::spawn(send(request))) {
        let answer = answer.await.unwrap();
        assert_eq!((answer.status().as_u16(), header(&answer, "retry-after").as_str()), (503, "1"), "{}", answer.url());
    }
    assert_eq!(send(bench.ask(reqwest::Method::GET, "/readyz")).await.status(), 503);
    assert_eq!(send(bench.ask(reqwest::Method::GET, "/healthz")).await.status(), 200);
    assert_eq!(send(bench.ask(reqwest::Method::GET, "/.well-known/jwks.json")).await.status(), 200);
    bench.bed.redis.restart().await;
    let ready = async || send(bench.ask(reqwest::Method::GET, "/readyz")).await.status() == 200;
    for _ in 0..100 {
        if ready().await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(bench.signed_in("vera@example.com").await.email, "vera@example.com");
    let refresh = bench.ask(reqwest::Method::POST, "/api/v1/auth/refresh").header("cookie", &cookie);
    assert_eq!(send(refresh).await.status(), 200, "sessions live on");
}

#[tokio::test]
async fn a_start_without_redis_serves_and_makes_the_admin_when_it_comes() {
    let mut bed = Testbed::start().await;
    bed.redis.kill();
    let app = app(&bed, Some(PASSWORD));
    let (life, store) = (Lifecycle::new(), app.store.clone());
    users::start_jobs(&app, &life);
    let base = bed.serve(users::router(app, Vec::new(), &life)).await;
    assert_eq!(bed.http.get(format!("{base}/healthz")).send().await.unwrap().status(), 200);
    bed.redis.restart().await;
    for _ in 0..200 {
        if matches!(store.first_admin_state().await, Ok(FirstAdminState::Done)) {
            let body = json!({ "email": ADMIN, "password": PASSWORD });
            let login = bed.http.post(format!("{base}/api/v1/auth/login")).json(&body);
            assert_eq!(login.send().await.unwrap().status(), 200);
            return life.stop();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the first admin was not made after Redis came back");
}

#[tokio::test]
async fn the_job_ends_when_the_service_stops() {
    let mut bed = Testbed::start().await;
    bed.redis.kill();
    let life = Lifecycle::new();
    let job = tokio::spawn(jobs::make_first_admin(app(&bed, None), life.stopping()));
    life.stop();
    tokio::time::timeout(std::time::Duration::from_secs(15), job).await.unwrap().unwrap();
}

//! Reading and changing people.

use identity::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bench::{ADMIN, Bench, header, read, send};

#[tokio::test]
async fn the_admin_signs_in_makes_somebody_and_lists_them() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let body = json!({ "name": " Alice Dupont ", "email": "Alice@Example.com", "role": "manager", "team": "SRE" });
    let answer = send(bench.post("/api/v1/users", &body).bearer_auth(&admin.token)).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(header(&answer, "etag"), "\"1\"");
    let location = header(&answer, "location");
    let made: Value = answer.json().await.unwrap();
    assert_eq!(location, format!("/api/v1/users/{}", made["id"].as_str().unwrap()));
    assert_eq!((&made["name"], &made["email"]), (&json!("Alice Dupont"), &json!("Alice@Example.com")));
    assert_eq!((&made["role"], &made["team"], &made["state"]), (&json!("manager"), &json!("SRE"), &json!("waiting")));
    let listed = read(bench.get("/api/v1/users", &admin.token)).await.body;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0], made);
    assert_eq!(listed[1]["role"], "admin");
    assert_eq!(read(bench.get(&location, &admin.token)).await.body, made);
}

#[tokio::test]
async fn an_empty_team_is_none_for_whoever_is_made_too() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    for (team, status) in [("", 201), (" ", 400)] {
        let body = json!({ "name": "Alice", "email": format!("a{status}@example.com"), "team": team });
        let answer = read(bench.post("/api/v1/users", &body).bearer_auth(&admin.token)).await;
        assert_eq!((answer.status.as_u16(), answer.body.get("team")), (status, None), "{team:?}");
    }
}

#[tokio::test]
async fn addresses_are_shown_to_their_owner_and_to_admins() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let viewer = bench.somebody("Vera", Role::Viewer).await;
    let addresses = |people: &Value| -> Vec<_> {
        people.as_array().unwrap().iter().map(|person| person["email"].as_str().map(str::to_owned)).collect()
    };
    let by_admin = read(bench.get("/api/v1/users", &admin.token)).await.body;
    assert_eq!(addresses(&by_admin), [Some(viewer.email.clone()), Some(ADMIN.to_owned())]);
    let by_viewer = read(bench.get("/api/v1/users", &viewer.token)).await.body;
    assert_eq!(addresses(&by_viewer), [Some(viewer.email.clone()), None]);
    assert!(by_viewer[1].get("state").is_none());
    let one = read(bench.get(&format!("/api/v1/users/{}", admin.id), &viewer.token)).await;
    assert_eq!((one.status.as_u16(), one.body.get("email")), (200, None));
}

#[tokio::test]
async fn a_guest_knows_nobody_but_themselves() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let guest = bench.somebody("Gustav", Role::Guest).await;
    assert_eq!(read(bench.get("/api/v1/users", &guest.token)).await.status, 403);
    let unknown = Uuid::from_u128(99);
    for id in [admin.id, unknown] {
        assert_eq!(read(bench.get(&format!("/api/v1/users/{id}"), &guest.token)).await.status, 404);
        assert_eq!(read(bench.put(id, &guest.token, &json!({ "name": "x" }))).await.status, 404);
    }
    let own = read(bench.get(&format!("/api/v1/users/{}", guest.id), &guest.token)).await;
    let me = read(bench.get("/api/v1/users/me", &guest.token)).await;
    assert_eq!(own.body, me.body);
    assert_eq!((&me.body["email"], &me.body["state"]), (&json!(guest.email), &json!("active")));
}

#[tokio::test]
async fn the_list_comes_in_pages() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    for number in 1..=4 {
        let body = json!({ "name": format!("Nr {number}"), "email": format!("nr{number}@example.com") });
        assert_eq!(read(bench.post("/api/v1/users", &body).bearer_auth(&admin.token)).await.status, 201);
    }
    let (mut names, mut path) = (Vec::new(), "/api/v1/users?limit=2".to_owned());
    loop {
        let answer = send(bench.get(&path, &admin.token)).await;
        assert_eq!(header(&answer, "x-total-count"), "5");
        let link = header(&answer, "link");
        let page: Vec<Value> = answer.json().await.unwrap();
        names.extend(page.iter().map(|person| person["name"].as_str().unwrap().to_owned()));
        match link.split_once('>') {
            Some((next, _)) => path = next.trim_start_matches('<').to_owned(),
            None => break,
        }
    }
    assert_eq!(names, ["Nr 4", "Nr 3", "Nr 2", "Nr 1", "Admin"]);
    for bad in ["limit=0", "limit=201", "limit=x", "cursor=%00", "page=2", "limit=1&limit=2"] {
        assert_eq!(read(bench.get(&format!("/api/v1/users?{bad}"), &admin.token)).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn people_change_their_name_and_team() {
    let bench = Bench::start().await;
    let guest = bench.somebody("Gustav", Role::Guest).await;
    let answer = read(bench.put(guest.id, &guest.token, &json!({ "name": " Gustave ", "team": "Ops" }))).await;
    assert_eq!(answer.status, 200);
    assert_eq!((&answer.body["name"], &answer.body["team"]), (&json!("Gustave"), &json!("Ops")));
    assert_eq!((&answer.body["version"], &answer.body["role"]), (&json!(2), &json!("guest")));
    let answer = read(bench.put(guest.id, &guest.token, &json!({ "team": "" }))).await;
    assert_eq!((answer.body.get("team"), &answer.body["version"]), (None, &json!(3)));
    let same = read(bench.put(guest.id, &guest.token, &json!({ "name": "Gustave", "role": "guest" }))).await;
    assert_eq!((same.status.as_u16(), &same.body["version"]), (200, &json!(3)));
    let entry = &bench.audited().await[0];
    assert_eq!((&entry["action"], &entry["detail"]), (&json!("user.update"), &json!("team")));
    assert_eq!((&entry["object"], &entry["actor"]["id"]), (&json!(guest.id), &json!(guest.id)));
}

#[tokio::test]
async fn changes_are_checked_whole() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let body =
        json!({ "name": "", "role": "king", "email": "x@example.com", "version": 7, "password": "tall-otter-42!" });
    let answer = read(bench.put(admin.id, &admin.token, &body)).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.pointers(), ["/email", "/name", "/password", "/role", "/version"]);
    let answer = read(bench.put(admin.id, &admin.token, &json!({ "name": "a\nb", "team": "  " }))).await;
    assert_eq!(answer.pointers(), ["/name", "/team"]);
    let answer = read(bench.put(admin.id, &admin.token, &json!({ "name": null }))).await;
    assert_eq!(answer.pointers(), ["/name"]);
    assert_eq!(read(bench.put(Uuid::from_u128(99), &admin.token, &json!({}))).await.status, 404);
    let nonsense = bench.ask(reqwest::Method::PUT, "/api/v1/users/nonsense").bearer_auth(&admin.token);
    assert_eq!(read(nonsense.json(&json!({}))).await.status, 404);
}

#[tokio::test]
async fn versions_guard_reading_and_writing() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let path = format!("/api/v1/users/{}", admin.id);
    for path in ["/api/v1/users/me", &path] {
        let known = send(bench.get(path, &admin.token).header("if-none-match", "\"1\"")).await;
        assert_eq!((known.status().as_u16(), header(&known, "etag").as_str()), (304, "\"1\""));
    }
    let change = |name: &str| bench.put(admin.id, &admin.token, &json!({ "name": name }));
    assert_eq!(read(change("Ada").header("if-match", "\"1\"")).await.status, 200);
    let stale = send(change("Eve").header("if-match", "\"1\"")).await;
    assert_eq!((stale.status().as_u16(), header(&stale, "etag").as_str()), (412, "\"2\""));
    assert_eq!(read(change("Eve").header("if-match", "yesterday's")).await.status, 400);
    assert_eq!(read(bench.get(&path, &admin.token)).await.body["name"], "Ada");
}

#[tokio::test]
async fn changes_at_once_all_land_or_say_so() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let changes = (0..20).map(|number| bench.put(admin.id, &admin.token, &json!({ "team": format!("T{number}") })));
    let sent: Vec<_> = changes.map(|change| tokio::spawn(read(change))).collect();
    let mut landed = 0;
    for answer in sent {
        match answer.await.unwrap() {
            answer if answer.status == 200 => landed += 1,
            answer => assert_eq!(answer.kind(), "changed-meanwhile"),
        }
    }
    let version = read(bench.get("/api/v1/users/me", &admin.token)).await.body["version"].as_u64().unwrap();
    assert_eq!(version, landed + 1, "every 200 counts once");
    assert!(landed > 0);
}

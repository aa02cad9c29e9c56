//! Roles: given by admins to others, and never taken by oneself.

use identity::Role;
use serde_json::json;

use crate::bench::{Bench, header, read, send};

#[tokio::test]
async fn nobody_takes_a_role() {
    let bench = Bench::start().await;
    for role in [Role::Guest, Role::Viewer, Role::Manager] {
        let one = bench.somebody(&format!("One {role}"), role).await;
        let up = read(bench.put(one.id, &one.token, &json!({ "role": "admin" }))).await;
        assert_eq!((up.status.as_u16(), up.kind()), (403, "forbidden"), "{role}");
        let body = json!({ "name": "Mule", "email": format!("mule-{role}@example.com"), "role": "admin" });
        assert_eq!(read(bench.post("/api/v1/users", &body).bearer_auth(&one.token)).await.status, 403);
        let me = read(bench.get("/api/v1/users/me", &one.token)).await.body;
        assert_eq!(me["role"], role.as_str());
    }
}

#[tokio::test]
async fn members_do_not_change_each_other() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let manager = bench.somebody("Mona", Role::Manager).await;
    assert_eq!(read(bench.put(admin.id, &manager.token, &json!({ "name": "x" }))).await.status, 403);
    assert_eq!(read(bench.put(admin.id, &manager.token, &json!({ "role": "guest" }))).await.status, 403);
}

#[tokio::test]
async fn an_admin_gives_a_role_and_it_ends_the_sessions() {
    let bench = Bench::start().await;
    let admin = bench.admin().await;
    let viewer = bench.somebody("Vera", Role::Viewer).await;
    let signed_in = send(bench.login(&viewer.email, crate::bench::PASSWORD)).await;
    let cookie = header(&signed_in, "set-cookie").split(';').next().unwrap().to_owned();
    let answer = read(bench.put(viewer.id, &admin.token, &json!({ "role": "sre" }))).await;
    assert_eq!((answer.status.as_u16(), &answer.body["role"]), (200, &json!("sre")));
    let refresh = bench.post("/api/v1/auth/refresh", &json!(null)).header("cookie", cookie);
    assert_eq!(read(refresh).await.kind(), "session-ended");
    let entry = &bench.audited().await[0];
    assert_eq!(entry["detail"], "role from viewer to sre");
    assert_eq!(entry["actor"]["id"], json!(admin.id));
    assert_eq!(bench.signed_in(&viewer.email).await.id, viewer.id, "signs in anew");
}

#[tokio::test]
async fn there_is_always_an_admin_and_nobody_steps_down_alone() {
    let bench = Bench::start().await;
    let first = bench.admin().await;
    let down = json!({ "role": "viewer" });
    let alone = read(bench.put(first.id, &first.token, &down)).await;
    assert_eq!((alone.status.as_u16(), alone.kind()), (409, "last-admin"));
    let second = bench.somebody("Ada Second", Role::Admin).await;
    assert_eq!(read(bench.put(first.id, &first.token, &down)).await.status, 403, "not by oneself");
    assert_eq!(read(bench.put(first.id, &second.token, &down)).await.status, 200);
    // The first one's token says admin for some minutes still; here it counts what they are.
    let revenge = read(bench.put(second.id, &first.token, &down)).await;
    assert_eq!((revenge.status.as_u16(), revenge.kind()), (403, "forbidden"));
    let body = json!({ "name": "Mule", "email": "mule@example.com", "role": "admin" });
    assert_eq!(read(bench.post("/api/v1/users", &body).bearer_auth(&first.token)).await.status, 403);
    assert_eq!(read(bench.put(second.id, &second.token, &down)).await.kind(), "last-admin");
}

#[tokio::test]
async fn two_admins_who_demote_each_other_leave_one() {
    let bench = Bench::start().await;
    let first = bench.admin().await;
    let second = bench.somebody("Ada Second", Role::Admin).await;
    let down = json!({ "role": "guest" });
    let (one, other) =
        tokio::join!(read(bench.put(first.id, &second.token, &down)), read(bench.put(second.id, &first.token, &down)));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403]);
}

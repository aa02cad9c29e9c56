//! The first admin: made once ever, told once.

use boot::Lifecycle;
use serde_json::{Value, json};
use testbed::Testbed;
use users::App;
use users::jobs::first_admin_step;

use crate::bench::{ADMIN, PASSWORD, app};

/// Works until all is done; the answer is what was printed.
async fn work(app: &App) -> String {
    let mut out = Vec::new();
    for _ in 0..200 {
        if first_admin_step(app, &mut out).await.unwrap() {
            return String::from_utf8(out).unwrap();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the first admin was not made within 4 s");
}

async fn login(bed: &Testbed, app: &App, password: &str) -> u16 {
    let base = bed.serve(users::router(app.clone(), Vec::new(), &Lifecycle::new())).await;
    let body = json!({ "email": ADMIN, "password": password });
    bed.http.post(format!("{base}/api/v1/auth/login")).json(&body).send().await.unwrap().status().as_u16()
}

fn password_in(printed: &str) -> &str {
    assert_eq!(printed.lines().count(), 1, "{printed:?}");
    let words: Vec<_> = printed.split_whitespace().collect();
    assert_eq!((words.len(), words[0], words[1], words[2]), (4, "admin", ADMIN, "password"));
    words[3]
}

#[tokio::test]
async fn a_password_is_made_and_printed_once() {
    let bed = Testbed::start().await;
    let first = app(&bed, None);
    let printed = work(&first).await;
    let password = password_in(&printed);
    assert!(password.len() >= 24);
    assert_eq!(login(&bed, &first, password).await, 200);
    assert_eq!(work(&first).await, "", "never again");
    let restarted = app(&bed, Some(PASSWORD));
    assert_eq!(work(&restarted).await, "");
    assert_eq!(login(&bed, &restarted, PASSWORD).await, 401, "later the variables are ignored");
    assert_eq!(login(&bed, &restarted, password).await, 200);
}

#[tokio::test]
async fn a_given_password_is_taken_and_not_printed() {
    let bed = Testbed::start().await;
    let app = app(&bed, Some("short"));
    assert_eq!(work(&app).await, "");
    assert_eq!(login(&bed, &app, "short").await, 200, "the operator's choice stands");
}

#[tokio::test]
async fn two_instances_at_once_make_one_admin_and_print_one_line() {
    let bed = Testbed::start().await;
    let (one, other) = (app(&bed, None), app(&bed, None));
    let (printed, also) = tokio::join!(work(&one), work(&other));
    let printed = printed + &also;
    assert_eq!(login(&bed, &one, password_in(&printed)).await, 200);
    let people = one.store.page(None, 10).await.unwrap();
    assert_eq!(people.items.len(), 1);
}

/// A standard output that is gone.
struct Gone;

impl std::io::Write for Gone {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_start_that_was_killed_before_telling_is_finished_by_the_next() {
    let bed = Testbed::start().await;
    let killed = app(&bed, None);
    assert!(first_admin_step(&killed, &mut Gone).await.is_err());
    let mut redis = bed.store("users").connection();
    // The killed one's lease runs out after ten seconds.
    redis::cmd("DEL").arg("{users}:bootstrap:telling").query_async::<()>(&mut redis).await.unwrap();
    let next = app(&bed, None);
    let printed = work(&next).await;
    assert_eq!(login(&bed, &next, password_in(&printed)).await, 200);
}

#[tokio::test]
async fn the_first_admin_is_audited() {
    let bed = Testbed::start().await;
    let app = app(&bed, None);
    work(&app).await;
    let base = bed.serve(users::router(app, Vec::new(), &Lifecycle::new())).await;
    let token = bed.token(identity::Role::Admin);
    let audit = bed.http.get(format!("{base}/api/v1/audit")).bearer_auth(token).send().await.unwrap();
    let audit: Value = audit.json().await.unwrap();
    assert_eq!((&audit[0]["action"], &audit[0]["actor"]["name"]), (&json!("user.create"), &json!("users")));
}

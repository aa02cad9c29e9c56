//! Who is asked when, by whom, and which hosts are left alone.

use std::time::Duration;

use csp_ingestor::App;
use csp_ingestor::domain::health::Condition;
use csp_ingestor::domain::provider::Name;
use csp_ingestor::domain::turns::Bounds;
use csp_ingestor::jobs::polling::Poller;
use csp_ingestor::store::Move;
use outbound::{Outbound, Policy};
use redis::AsyncCommands;
use serde_json::json;

use crate::bed::{Bed, acme, outage, until};

const LOOKING: (&str, &str, &str) = ("u1", "investigating", "We look.");

/// The service with a door that waits for ever, so that what hangs hangs.
async fn patient() -> (Bed, App) {
    let bed = Bed::start().await;
    let policy = Policy::allowing(vec!["127.0.0.0/8".parse().unwrap()]);
    let outbound = Outbound::new(Policy { deadline: Duration::from_secs(3600), ..policy }).unwrap();
    let app = App { outbound, ..bed.app.clone() };
    (bed, app)
}

/// The names of those whose looks end next, so many of them.
async fn next_ended(poller: &mut Poller, count: usize) -> Vec<String> {
    let mut names = Vec::new();
    for _ in 0..count {
        let (name, look) = poller.ended().await.unwrap();
        assert!(look.is_some(), "the look at {name} failed");
        names.push(name.to_string());
        poller.begin();
    }
    names.sort();
    names
}

#[tokio::test]
async fn a_host_that_never_answers_delays_nobody_else() {
    let (bed, app) = patient().await;
    let hung = bed.another_page().await;
    hung.show_incidents(&[]);
    hung.hold();
    bed.page.show_incidents(&[]);
    for number in 0..8 {
        bed.register_as(&format!("hung-{number}"), &[hung.url_of(&number.to_string())]).await;
    }
    for number in 0..6 {
        bed.register_as(&format!("well-{number}"), &[bed.page.url_of(&number.to_string())]).await;
    }
    let bounds = Bounds { looks: 4, at_one_host: 2, ..Bounds::default() };
    let mut poller = Poller::new(app, bounds);
    poller.round().await.unwrap();
    // All others are done while those that hang have not had one answer.
    let well: Vec<String> = (0..6).map(|number| format!("well-{number}")).collect();
    assert_eq!(next_ended(&mut poller, 6).await, well);
    assert_eq!((hung.asked(), bed.page.asked()), (2, 6));
    hung.let_go();
    assert_eq!(next_ended(&mut poller, 8).await.len(), 8);
}

#[tokio::test]
async fn so_many_of_one_host_wait_and_the_rest_comes_again_soon() {
    let (bed, app) = patient().await;
    bed.page.hold();
    for number in 0..5 {
        bed.register_as(&format!("p{number}"), &[bed.page.url_of(&number.to_string())]).await;
    }
    let bounds = Bounds { at_one_host: 1, waiting_for_one_host: 2, ..Bounds::default() };
    let mut poller = Poller::new(app, bounds);
    poller.round().await.unwrap();
    let due = due(&bed).await;
    let now_ms = bed.app.clock.now_ms();
    let soon = due.iter().filter(|(_, at)| (now_ms + 4_000..=now_ms + 6_000).contains(at)).count();
    let claimed = due.iter().filter(|(_, at)| *at == now_ms + 40_000).count();
    assert_eq!((soon, claimed), (3, 2));
}

async fn due(bed: &Bed) -> Vec<(String, i64)> {
    let store = bed.app.store.redis();
    store.connection().zrange_withscores(store.key("polls"), 0, -1).await.unwrap()
}

#[tokio::test]
async fn replicas_share_the_work() {
    let bed = Bed::start().await;
    bed.page.show_incidents(&[]);
    for number in 0..20 {
        bed.register_as(&format!("p{number:02}"), &[bed.page.url_of(&number.to_string())]).await;
    }
    let rounds = futures_util::future::join_all((0..4).map(|_| bed.poll())).await;
    let mut asked: Vec<String> = rounds.into_iter().flatten().collect();
    asked.sort();
    assert_eq!(asked, (0..20).map(|number| format!("p{number:02}")).collect::<Vec<_>>());
    assert_eq!(bed.page.asked(), 20);
}

#[tokio::test]
async fn the_work_of_one_that_died_is_taken_over_within_a_minute_and_not_before() {
    let (bed, app) = patient().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    bed.page.hold();
    let mut dead = Poller::new(app, Bounds::default());
    dead.round().await.unwrap();
    // While it lives it holds what it claimed, however long the look takes.
    for _ in 0..6 {
        bed.app.clock.advance(15);
        dead.round().await.unwrap();
        assert!(bed.poll().await.is_empty());
    }
    drop(dead);
    bed.page.let_go();
    bed.app.clock.advance(39);
    assert!(bed.poll().await.is_empty());
    bed.app.clock.advance(2);
    assert_eq!(bed.poll().await, ["acme"]);
}

#[tokio::test]
async fn one_that_ends_well_gives_back_what_it_holds() {
    let (bed, app) = patient().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    bed.page.hold();
    let mut first = Poller::new(app, Bounds::default());
    first.round().await.unwrap();
    first.give_back().await.unwrap();
    bed.page.let_go();
    assert_eq!(bed.poll().await, ["acme"]);
}

#[tokio::test]
async fn one_that_lost_its_claims_writes_nothing_wrong() {
    let (bed, app) = patient().await;
    bed.register().await;
    bed.register_as("beside", &[bed.page.url_of("beside")]).await;
    bed.page.show_incidents(&[outage("a", "investigating", "major", &[LOOKING])]);
    bed.page.hold();
    let mut slow = Poller::new(app, Bounds { looks: 1, ..Bounds::default() });
    slow.round().await.unwrap();
    until("the slow look asks", async || bed.page.asked() > 0).await;
    // It is as if frozen: its claims run out, another takes both over, and what it finds is newer.
    bed.app.clock.advance(41);
    let held = bed.page.clone();
    let newer = bed.another_page().await;
    newer.show_incidents(&[outage("a", "resolved", "major", &[LOOKING])]);
    let url = bed.page.url();
    redirect(&bed, &url, &newer.url()).await;
    assert_eq!(bed.poll().await, ["acme", "beside"]);
    // Thawed, it learns what it lost, and its old answer changes nothing.
    slow.round().await.unwrap();
    held.let_go();
    let (name, look) = slow.ended().await.unwrap();
    slow.begin();
    assert!(slow.ended().await.is_none(), "what waited for its turn is another's");
    let look = look.unwrap();
    assert_eq!((look.created, look.updated), (0, 0), "{name}");
    let statuses: Vec<_> = bed.events("").await.iter().map(|event| event["status"].clone()).collect();
    assert_eq!(statuses, [json!("resolved"), json!("resolved")]);
    let due = due(&bed).await;
    assert!(due.iter().all(|(_, at)| *at > bed.app.clock.now_ms() + 50_000), "{due:?}");
}

/// Lets the providers be read elsewhere, without a word to anybody: as if their page had changed.
async fn redirect(bed: &Bed, from: &str, to: &str) {
    let store = bed.app.store.redis();
    for name in ["acme", "beside"] {
        let key = store.key(&format!("provider:{name}"));
        let kept: String = store.connection().hget(&key, "provider").await.unwrap();
        let (from, to) = (from.trim_end_matches("/feed"), to.trim_end_matches("/feed"));
        let _: () = store.connection().hset(&key, "provider", kept.replace(from, to)).await.unwrap();
    }
}

#[tokio::test]
async fn a_claim_is_moved_only_by_who_holds_it() {
    let bed = Bed::start().await;
    bed.register().await;
    let (store, now_ms) = (&bed.app.store, bed.app.clock.now_ms());
    let claimed = store.claim(now_ms, now_ms + 1_000, 10).await.unwrap();
    assert_eq!((claimed.providers.len(), claimed.late_ms), (1, 0));
    let step = |name: Name, from_ms| [Move { name, from_ms, to_ms: now_ms + 9_000 }];
    assert_eq!(store.move_claims(&step(acme(), now_ms + 999)).await.unwrap(), [acme()]);
    assert!(store.move_claims(&step(acme(), now_ms + 1_000)).await.unwrap().is_empty());
    let gone: Name = "nobody".parse().unwrap();
    assert_eq!(store.move_claims(&step(gone.clone(), now_ms)).await.unwrap(), [gone]);
    let late = store.claim(now_ms + 12_000, now_ms + 50_000, 10).await.unwrap();
    assert_eq!((late.late_ms, late.next_ms), (3_000, Some(now_ms + 50_000)));
}

#[tokio::test]
async fn a_clock_that_is_set_back_stops_nobody() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.show_incidents(&[]);
    let mut poller = Poller::new(bed.app.clone(), Bounds::default());
    poller.round().await.unwrap();
    assert_eq!(next_ended(&mut poller, 1).await, ["acme"]);
    bed.app.clock.advance(-7_200);
    poller.round().await.unwrap();
    bed.app.clock.advance(67);
    poller.round().await.unwrap();
    assert_eq!(next_ended(&mut poller, 1).await, ["acme"]);
    // Set forward, all are due at once, and once.
    bed.app.clock.advance(7_200);
    poller.round().await.unwrap();
    assert_eq!(next_ended(&mut poller, 1).await, ["acme"]);
    poller.round().await.unwrap();
    assert!(poller.ended().await.is_none());
}

#[tokio::test]
async fn a_host_that_fails_is_left_alone_for_all_and_tried_by_one() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.fail(429);
    assert_eq!(bed.poll().await, ["acme"]);
    for name in ["b", "c", "d"] {
        bed.register_as(name, &[bed.page.url_of(name)]).await;
    }
    assert_eq!(bed.poll().await, ["b", "c", "d"]);
    assert_eq!(bed.page.asked(), 1, "its host is left alone");
    let (_, shown) = bed.answer(bed.ask("GET", "/api/v1/csp/providers/b", identity::Role::Viewer)).await;
    assert_eq!((&shown["health"]["state"], &shown["failures"]), (&json!("failing"), &json!(0)));
    assert!(shown["health"]["detail"].as_str().unwrap().contains("left alone"), "{shown}");
    // A minute later the host has had its rest; one of those that are due makes the try.
    bed.app.clock.advance(67);
    assert_eq!(bed.poll().await, ["b", "c", "d"]);
    assert_eq!(bed.page.asked(), 2);
    // A person may always ask, and what that finds is known to all.
    bed.page.show_incidents(&[]);
    assert_eq!(bed.refresh().await["ok"], true);
    bed.app.clock.advance(133);
    assert_eq!(bed.poll().await, ["acme", "b", "c", "d"]);
    assert_eq!(bed.page.asked(), 7);
    assert_eq!(bed.health().await, (Condition::Ok, None));
}

#[tokio::test]
async fn those_who_fail_beside_each_other_count_once() {
    let bed = Bed::start().await;
    bed.page.fail(429);
    for name in ["a", "b", "c"] {
        bed.register_as(name, &[bed.page.url_of(name)]).await;
    }
    bed.poll().await;
    let store = bed.app.store.redis();
    let failures: Vec<u32> = store.connection().hvals(store.key("hosts:failures")).await.unwrap();
    assert_eq!(failures, [1]);
}

#[tokio::test]
async fn the_patience_that_a_host_asks_for_is_given() {
    let bed = Bed::start().await;
    bed.register().await;
    bed.page.ask_for_patience(600);
    assert_eq!(bed.poll().await, ["acme"]);
    for _ in 0..4 {
        bed.app.clock.advance(140);
        bed.poll().await;
    }
    assert_eq!(bed.page.asked(), 1);
    bed.app.clock.advance(140);
    bed.poll().await;
    assert_eq!(bed.page.asked(), 2);
}

#[tokio::test]
async fn a_fault_of_one_page_is_not_its_hosts() {
    let bed = Bed::start().await;
    for (asked, status) in [(1, 404), (2, 500), (3, 503)] {
        bed.page.fail(status);
        bed.register_as(&format!("p{status}"), &[bed.page.url_of(&status.to_string())]).await;
        bed.poll().await;
        assert_eq!(bed.page.asked(), asked, "{status}");
    }
}

#[tokio::test]
async fn where_there_are_many_first_polls_are_spread() {
    let bed = Bed::start().await;
    let now_ms = bed.app.clock.now_ms();
    for number in 0..70 {
        bed.register_as(&format!("p{number}"), &[bed.page.url_of(&number.to_string())]).await;
    }
    let due = due(&bed).await;
    let later: Vec<i64> = due.iter().map(|(_, at)| *at - now_ms).filter(|wait| *wait > 0).collect();
    assert!(later.iter().all(|wait| *wait <= 60_000), "{later:?}");
    // The first 64 are asked at once; of the others, one may fall on this very moment.
    assert!((5..=6).contains(&later.len()), "{later:?}");
}

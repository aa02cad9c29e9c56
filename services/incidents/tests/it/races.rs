//! Two writers at the same moment: what is lost, what is tried again, what never fails.

use contracts::{Incident, IncidentStatus};
use futures_util::future::join_all;
use identity::{Actor, Role};
use incidents::Error;
use incidents::domain::id::IncidentId;
use incidents::domain::status::moved;
use incidents::domain::timeline::EntryKind;
use incidents::store::{Act, Record};
use problem::IfMatch;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::bench::Bench;

/// Does `between` in the middle of a change: after it has read, before it writes.
fn meanwhile(between: impl Future<Output = ()>) {
    block_in_place(|| Handle::current().block_on(between));
}

fn act(after: Incident) -> Act {
    Act { kind: "incident.status", after, entries: Vec::new(), change: Value::Null, detail: String::new() }
}

async fn move_to(bench: &Bench, id: &IncidentId, to: IncidentStatus) {
    let stamp = bench.app.stamp(Actor::service("test"));
    let decide = |seen: &Record| Ok(Some(act(moved(&seen.incident, to, stamp.at()).unwrap())));
    bench.app.store.change(id, IfMatch(None), &[], &stamp, decide).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_decides_anew_where_another_came_between() {
    let bench = Bench::start().await;
    let id: IncidentId = bench.open(json!({})).await.parse().unwrap();
    let stamp = bench.app.stamp(Actor::service("test"));
    let mut seen_statuses = Vec::new();
    let decide = |seen: &Record| {
        if seen_statuses.is_empty() {
            meanwhile(move_to(&bench, &id, IncidentStatus::Mitigated));
        }
        seen_statuses.push(seen.incident.status);
        Ok(Some(act(moved(&seen.incident, IncidentStatus::Resolved, stamp.at())?)))
    };
    let after = bench.app.store.change(&id, IfMatch(None), &[], &stamp, decide).await.unwrap();
    assert_eq!(seen_statuses, [IncidentStatus::Open, IncidentStatus::Mitigated]);
    assert_eq!((after.version, after.mitigated_at.is_some()), (3, true), "nothing of the other change is lost");
    assert_eq!(bench.app.store.get(&id).await.unwrap(), after);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_comes_between_disturbs_no_change_but_a_strict_one() {
    let bench = Bench::start().await;
    let id: IncidentId = bench.open(json!({})).await.parse().unwrap();
    let stamp = bench.app.stamp(Actor::service("test"));
    let note = || async {
        let entry = stamp.entry(EntryKind::Note, "between", None);
        bench.app.store.note(&id, entry, &stamp, None).await.unwrap();
    };
    let mut asked = 0;
    let decide = |seen: &Record| {
        asked += 1;
        meanwhile(note());
        Ok(Some(act(moved(&seen.incident, IncidentStatus::Mitigated, stamp.at())?)))
    };
    let after = bench.app.store.change(&id, IfMatch(None), &[], &stamp, decide).await.unwrap();
    assert_eq!((asked, after.version), (1, 3));
    let decide = |seen: &Record| {
        meanwhile(note());
        Ok(Some(act(moved(&seen.incident, IncidentStatus::Resolved, stamp.at())?)))
    };
    let strict = bench.app.store.change(&id, IfMatch(Some(3)), &[], &stamp, decide).await;
    assert!(matches!(strict, Err(Error::Stale(4))), "{strict:?}");
}

#[tokio::test]
async fn of_opposite_statuses_at_once_no_winner_is_overwritten_unseen() {
    let bench = Bench::start().await;
    let id = bench.open(json!({})).await;
    let path = format!("/api/v1/incidents/{id}/status");
    let statuses = ["mitigated", "resolved", "open"];
    let bodies: Vec<_> = (0..30).map(|n| json!({ "status": statuses[n % 3] })).collect();
    let answers = join_all(bodies.iter().map(|body| bench.post(Role::Sre, &path, body))).await;
    for answer in &answers {
        let known = matches!(answer.status.as_u16(), 200)
            || matches!(answer.problem(), "changed-meanwhile" | "transition-refused");
        assert!(known, "{answer:?}");
    }
    let events = bench.events(&id).await;
    let mut stands = json!("open");
    for (expected, event) in (1..).zip(&events) {
        assert_eq!(event.version, expected);
        if expected > 1 {
            assert_eq!(event.head["change"]["from"], stands, "each change began where the one before ended");
        }
        stands = event.data["status"].clone();
    }
    assert_eq!(bench.get(Role::Viewer, &format!("/api/v1/incidents/{id}")).await.body, events.last().unwrap().data);
}

#[tokio::test]
async fn notes_causes_and_statuses_at_once_leave_no_gap() {
    let bench = Bench::start().await;
    let id = bench.open(json!({ "source": "csp" })).await;
    let notes = join_all((0..60).map(|n| {
        let (bench, id) = (&bench, &id);
        async move { bench.note(id, &format!("note {n}")).await }
    }));
    let causes = join_all((0..20).map(|n| {
        let (bench, path) = (&bench, format!("/internal/v1/incidents/{id}/cause"));
        let cause = json!({ "sev": 1 + n % 4, "updates": [{ "id": n.to_string(), "at": n, "text": "x" }] });
        async move { bench.tell("csp-ingestor", &path, &cause).await }
    }));
    let (_, causes) = futures_util::future::join(notes, causes).await;
    let heard = causes.iter().filter(|answer| answer.status == 200).count();
    assert!(causes.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 503)), "{causes:?}");
    let events = bench.events(&id).await;
    let versions: Vec<_> = events.iter().map(|event| event.version).collect();
    assert_eq!(versions, (1..=61 + u64::try_from(heard).unwrap()).collect::<Vec<_>>());
}

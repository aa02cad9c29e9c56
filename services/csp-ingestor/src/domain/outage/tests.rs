//! Which time of an event counts.

use super::*;
use crate::domain::Status;
use crate::domain::event::sample;

const NOW: i64 = 10_000;

fn event(status: Status, updates: &[(i64, Status)]) -> Event {
    let updates = updates.iter().rev().map(|(ts, status)| update(&format!("u{ts}"), *ts, *status)).collect();
    Event { status, ts_start: 1_000, ts_seen: 1_100, ts_update: 2_000, updates, ..sample() }
}

fn update(id: &str, ts: i64, status: Status) -> Update {
    Update { id: id.into(), ts, status, text: "Words.".into() }
}

fn spans_of(event: &Event) -> (Vec<(i64, i64)>, Option<i64>) {
    let outage = Outage::of(event, NOW).unwrap();
    (outage.spans.into_iter().map(Into::into).collect(), outage.open_from)
}

#[test]
fn it_counts_from_its_start_to_its_end_or_goes_on() {
    let going_on = event(Status::Identified, &[(1_100, Status::Investigating), (1_500, Status::Identified)]);
    assert_eq!(spans_of(&going_on), (vec![], Some(1_000)));
    let over = event(Status::Resolved, &[(1_100, Status::Investigating), (2_000, Status::Resolved)]);
    assert_eq!(spans_of(&over), (vec![(1_000, 2_000)], None));
    // The provider says that it ended before it said so.
    assert_eq!(spans_of(&Event { ts_end: Some(1_800), ..over }), (vec![(1_000, 1_800)], None));
    let silent = Event { ts_end: Some(1_700), ..event(Status::Resolved, &[]) };
    assert_eq!(spans_of(&silent), (vec![(1_000, 1_700)], None));
}

#[test]
fn the_time_between_an_end_and_a_return_does_not_count() {
    let said = [(1_100, Status::Investigating), (2_000, Status::Resolved), (3_000, Status::Investigating)];
    assert_eq!(spans_of(&event(Status::Investigating, &said)), (vec![(1_000, 2_000)], Some(3_000)));
    let again = [&said[..], &[(3_500, Status::Resolved)]].concat();
    assert_eq!(spans_of(&event(Status::Resolved, &again)), (vec![(1_000, 2_000), (3_000, 3_500)], None));
}

#[test]
fn an_end_that_only_we_concluded_is_taken_back_by_a_return() {
    let mut gone = event(Status::Resolved, &[(1_100, Status::Investigating)]);
    gone.updates.insert(0, update("end:3", 4_000, Status::Resolved));
    gone.ts_end = Some(4_000);
    assert_eq!(spans_of(&gone), (vec![(1_000, 4_000)], None));
    let back = Event { status: Status::Investigating, ts_end: None, ..gone };
    assert_eq!(spans_of(&back), (vec![], Some(1_000)));
}

#[test]
fn a_feed_that_takes_its_end_back_without_a_word_goes_on() {
    let back = event(Status::Investigating, &[(1_100, Status::Investigating), (2_000, Status::Resolved)]);
    assert_eq!(spans_of(&back), (vec![], Some(1_000)));
}

#[test]
fn times_that_cannot_be_are_bounded() {
    let ahead = Event { ts_start: 50_000, ..event(Status::Investigating, &[]) };
    assert_eq!(spans_of(&ahead), (vec![], Some(1_100)), "an outage does not begin after it was seen");
    let ends_later = Event { ts_end: Some(50_000), ..event(Status::Resolved, &[]) };
    assert_eq!(spans_of(&ends_later), (vec![(1_000, NOW)], None));
    let ends_before = Event { ts_end: Some(1), ..event(Status::Resolved, &[(1, Status::Resolved)]) };
    assert_eq!(spans_of(&ends_before), (vec![(1_000, 1_000)], None));
    let far = Event { ts_start: i64::MIN, ts_end: Some(i64::MAX), ..event(Status::Resolved, &[]) };
    assert_eq!(Outage::of(&far, NOW).unwrap().ended(), Some(NOW));
}

#[test]
fn planned_work_and_mere_information_do_not_count() {
    let going_on = event(Status::Investigating, &[]);
    assert_eq!(Outage::of(&Event { kind: Kind::Maintenance, ..going_on.clone() }, NOW), None);
    assert_eq!(Outage::of(&Event { severity: Severity::Information, ..going_on }, NOW), None);
}

#[test]
fn the_first_word_is_the_providers_and_spoken_while_it_lasts() {
    let first = |event: &Event| first_word_s(event);
    assert_eq!(
        first(&event(Status::Resolved, &[(1_240, Status::Investigating), (2_000, Status::Resolved)])),
        Some(240)
    );
    assert_eq!(
        first(&event(Status::Investigating, &[(900, Status::Investigating)])),
        Some(0),
        "told ahead of its start"
    );
    assert_eq!(first(&event(Status::Resolved, &[(2_000, Status::Resolved)])), None, "put on record afterwards");
    let mut silent = event(Status::Resolved, &[]);
    assert_eq!(first(&silent), None);
    silent.updates.push(update("end:2", 3_000, Status::Resolved));
    assert_eq!(first(&silent), None, "our own word is not public");
    let talked: Vec<_> = (0..100).map(|n| (2_000 + n, Status::Investigating)).collect();
    assert_eq!(first(&event(Status::Investigating, &talked)), None, "older words may have been let go");
}

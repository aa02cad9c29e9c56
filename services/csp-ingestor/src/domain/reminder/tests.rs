//! When we remind, and of what not.

use super::*;
use crate::domain::Severity;
use crate::domain::event::sample;

const START: i64 = 1_000_000;
const DAY: i64 = 24 * 3600;
const HOUR: i64 = 3600;

fn work() -> Event {
    Event {
        external_id: "m1".into(),
        kind: Kind::Maintenance,
        title: "New switches".into(),
        status: Status::Scheduled,
        severity: Severity::Information,
        services: vec!["API".into()],
        regions: vec!["eu-west".into()],
        ts_start: START,
        ts_seen: 0,
        ts_update: 0,
        ..sample()
    }
}

/// What became of `event` from `from` on, looked at whenever it asks for it: when we reminded, and of which lead.
fn story(event: &Event, plan: &mut Plan, settings: &Settings, from: i64) -> Vec<(i64, i64)> {
    let mut told = Vec::new();
    let mut look_at = Some(from);
    while let Some(now) = look_at {
        let next = plan.next(event, Some(settings), now);
        keep(plan, &next, event.ts_start, now);
        told.extend(next.tell.map(|lead| (now, lead)));
        look_at = next.look_at;
        assert!(look_at.is_none_or(|at| at > now), "it never asks for the moment that is");
    }
    told
}

fn keep(plan: &mut Plan, next: &Next, start: i64, now: i64) {
    plan.settled.retain(|one| !next.forget.contains(&one.start));
    if let Some((start, since)) = next.known {
        (plan.start, plan.since) = (Some(start), since);
    }
    for lead_s in &next.settle {
        let at = (next.tell == Some(*lead_s)).then_some(now);
        plan.settled.push(Settled { start, lead_s: *lead_s, at });
    }
}

fn reminded(event: &Event, settings: &Settings, from: i64) -> Vec<(i64, i64)> {
    story(event, &mut Plan::default(), settings, from)
}

#[test]
fn a_day_and_an_hour_before_the_start() {
    let told = [(START - DAY, DAY), (START - HOUR, HOUR)];
    assert_eq!(reminded(&work(), &Settings::default(), START - 10 * DAY), told);
}

#[test]
fn what_is_announced_late_has_the_reminders_still_ahead_and_at_least_one() {
    let from = |before: i64| reminded(&work(), &Settings::default(), START - before);
    assert_eq!(from(5 * HOUR), [(START - HOUR, HOUR)]);
    assert_eq!(from(600), [(START - 600, HOUR)]);
    assert_eq!(from(0), [], "it has begun");
    assert_eq!(from(-600), []);
}

#[test]
fn a_start_that_is_moved_has_reminders_of_its_own_and_none_twice() {
    let (mut plan, settings) = (Plan::default(), Settings::default());
    let next = plan.next(&work(), Some(&settings), START - DAY);
    assert_eq!(next.tell, Some(DAY));
    keep(&mut plan, &next, START, START - DAY);
    let moved = Event { ts_start: START + 3 * DAY, ..work() };
    let told = [(START + 2 * DAY, DAY), (START + 3 * DAY - HOUR, HOUR)];
    assert_eq!(story(&moved, &mut plan.clone(), &settings, START - DAY + 60), told);
    // Back to where it was: the day's reminder was given, the hour's was not.
    let next = plan.next(&moved, Some(&settings), START - DAY + 60);
    keep(&mut plan, &next, moved.ts_start, START - DAY + 60);
    assert_eq!(story(&work(), &mut plan, &settings, START - DAY + 120), [(START - HOUR, HOUR)]);
}

#[test]
fn after_a_time_away_the_shortest_says_it_all() {
    let (mut plan, settings) = (Plan::default(), Settings::default());
    let next = plan.next(&work(), Some(&settings), START - 3 * DAY);
    keep(&mut plan, &next, START, START - 3 * DAY);
    assert_eq!(next.look_at, Some(START - DAY));
    assert_eq!(story(&work(), &mut plan.clone(), &settings, START - 1_800), [(START - 1_800, HOUR)]);
    let told = [(START - 7_200, DAY), (START - HOUR, HOUR)];
    assert_eq!(story(&work(), &mut plan, &settings, START - 7_200), told);
}

#[test]
fn none_of_what_does_not_concern_us() {
    let none = |event: Event, settings: &Settings| assert_eq!(reminded(&event, settings, START - 2 * DAY), []);
    let all = Settings::default();
    none(Event { kind: Kind::Incident, ..work() }, &all);
    none(Event { status: Status::Completed, ..work() }, &all);
    none(Event { status: Status::InProgress, ..work() }, &all);
    none(Event { affects_us: Some(false), ..work() }, &all);
    none(work(), &Settings { paused: true, ..Settings::default() });
    let elsewhere = Settings { regions: vec!["us-east".into()], ..Settings::default() };
    none(work(), &elsewhere);
    assert_eq!(reminded(&Event { affects_us: Some(true), ..work() }, &elsewhere, START - 2 * DAY).len(), 2);
    assert_eq!(Plan::default().next(&work(), None, START - HOUR).tell, None, "its provider is not followed");
}

#[test]
fn what_was_let_go_is_not_made_up_for() {
    let (mut plan, paused) = (Plan::default(), Settings { paused: true, ..Settings::default() });
    for now in [START - 2 * DAY, START - DAY] {
        let next = plan.next(&work(), Some(&paused), now);
        keep(&mut plan, &next, START, now);
    }
    assert_eq!(story(&work(), &mut plan, &Settings::default(), START - DAY + 60), [(START - HOUR, HOUR)]);
}

#[test]
fn a_start_that_moves_all_the_time_is_not_noise_without_end() {
    let (mut plan, settings) = (Plan::default(), Settings::default());
    let mut told = 0;
    for minute in 0..200 {
        let moved = Event { ts_start: START - minute, ..work() };
        let next = plan.next(&moved, Some(&settings), START - HOUR);
        told += usize::from(next.tell.is_some());
        keep(&mut plan, &next, moved.ts_start, START - HOUR);
    }
    assert_eq!(told, MAX_OF_ONE);
    let next = plan.next(&Event { ts_start: START + DAY, ..work() }, Some(&settings), START + 300);
    assert_eq!(next.forget.len(), plan.settled.len(), "what is past is forgotten");
}

use super::*;
use crate::domain::event::{Kind, Severity, Status, Update, sample};
use crate::domain::opening;
use crate::domain::poll::Effect;

const NOW: i64 = 1_795_000_000;

fn event(severity: Severity, opened: bool) -> Event {
    let update = Update { id: "u1".into(), ts: NOW - 60, status: Status::Investigating, text: "We look.".into() };
    Event {
        text: "We look.".into(),
        severity,
        ts_start: NOW - 60,
        ts_seen: NOW - 60,
        ts_update: NOW - 60,
        updates: vec![update],
        opened,
        version: 4,
        ..sample()
    }
}

fn said(known: &Event, affects_us: Option<bool>, reason: &str) -> Option<Merged> {
    let word = Word { affects_us, by: "Ada".into(), at: NOW, reason: reason.into() };
    judge(known, word, &Settings::default())
}

#[test]
fn it_does_opens_one_whatever_the_severity() {
    let judged = said(&event(Severity::Information, false), Some(true), "").unwrap();
    assert_eq!((judged.effect, judged.event.opened, judged.event.version), (Effect::Open, true, 5));
    assert_eq!(opening::cause(&judged.event, &[], None).updates.last().unwrap().text, "This affects us, says Ada.");
    let over = Event { status: Status::Resolved, ..event(Severity::Critical, false) };
    assert_eq!(said(&over, Some(true), "").unwrap().effect, Effect::None, "it is over");
    let planned = Event { kind: Kind::Maintenance, status: Status::InProgress, ..event(Severity::Critical, false) };
    assert_eq!(said(&planned, Some(true), "").unwrap().effect, Effect::None, "planned work opens nothing");
}

#[test]
fn it_does_not_ends_with_a_note_and_keeps_from_opening() {
    let judged = said(&event(Severity::Critical, true), Some(false), "We left that region.").unwrap();
    let told = opening::cause(&judged.event, &[], None);
    assert_eq!((judged.effect, told.ended_at), (Effect::Follow, Some(NOW)));
    let note = told.updates.last().unwrap();
    assert_eq!((note.at, note.text.as_str()), (NOW, "This does not affect us, says Ada: We left that region."));
    assert_eq!(told.updates.len(), 2, "what the provider said stays");
    let unopened = said(&event(Severity::Critical, false), Some(false), "").unwrap();
    assert_eq!((unopened.effect, unopened.event.opened), (Effect::None, false));
}

#[test]
fn left_to_the_settings_it_is_as_they_say() {
    let dismissed = said(&event(Severity::Critical, true), Some(false), "").unwrap().event;
    let again = said(&dismissed, None, "").unwrap();
    assert_eq!(
        (again.effect, opening::cause(&again.event, &[], None).ended_at),
        (Effect::Follow, None),
        "bad enough: it goes on"
    );
    let little = said(&event(Severity::Minor, true), Some(false), "").unwrap().event;
    let left = said(&little, None, "").unwrap().event;
    assert_eq!(opening::cause(&left, &[], None).ended_at, Some(NOW), "not bad enough: it stays ended");
    let worse =
        poll::finish(Event { severity: Severity::Critical, ..left }, &Settings::default(), Change::Updated, Vec::new());
    assert_eq!(opening::cause(&worse.event, &[], None).ended_at, None, "it became bad enough");
}

#[test]
fn the_same_word_again_is_nothing_new() {
    let known = event(Severity::Critical, true);
    assert!(said(&known, None, "").is_none());
    let judged = said(&known, Some(false), "Because.").unwrap().event;
    assert!(said(&judged, Some(false), "Because.").is_none());
    assert!(said(&judged, Some(false), "Because of something else.").is_some());
}

#[test]
fn it_sticks_while_the_provider_goes_on_talking() {
    let judged = said(&event(Severity::Critical, true), Some(false), "").unwrap().event;
    let later =
        poll::finish(Event { severity: Severity::Major, ..judged }, &Settings::default(), Change::Updated, Vec::new());
    assert_eq!((later.effect, opening::cause(&later.event, &[], None).ended_at), (Effect::Follow, Some(NOW)));
}

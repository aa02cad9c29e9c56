//! Merging one reading of a feed into the events that are known.

use uuid::Uuid;

use super::event::{END, Event, MAX_LABELS, MAX_UPDATES, Observed, ObservedUpdate, Status, Update, comes_again};
use super::{Provider, Settings};

/// How many good polls in a row an event must be missing from before it has ended: one may be a hiccup.
pub const POLLS_UNTIL_GONE: u32 = 2;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Seen for the first time.
    Created,
    /// Something about it is new.
    Updated,
    /// It is over now.
    Ended,
    /// It was over and is not any more.
    Reopened,
}

/// What a change means for our own incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// It became bad enough: an incident must exist.
    Open,
    /// An incident exists on its account and follows it.
    Follow,
}

/// An event after a change: what to keep, and what is new about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The event as it is now, its version already raised.
    pub event: Event,
    /// What became of it.
    pub change: Change,
    /// The updates that were not known before, oldest first.
    pub news: Vec<Update>,
    /// What incidents must be told.
    pub effect: Effect,
}

/// An event seen for the first time. One that is over already is kept, and opens nothing.
pub fn first_sight(seen: &Observed, provider: &Provider, id: Uuid, now: i64) -> Merged {
    let updates = join(&[], seen, now);
    let status = settled(seen, now);
    let ts_update = seen.ts_update.unwrap_or(now);
    let ts_end = seen.ts_end.or(status.is_over().then_some(ts_update));
    // What ended before it was seen began before too.
    let ts_start = seen.ts_start.unwrap_or_else(|| ts_end.unwrap_or(now).min(now));
    let event = Event {
        id,
        provider: provider.name.clone(),
        external_id: seen.external_id.clone(),
        kind: seen.kind,
        title: seen.title.clone(),
        text: updates.first().map(|update| update.text.clone()).unwrap_or_default(),
        status,
        severity: provider.settings.severity_of(seen),
        impact: seen.impact.clone(),
        services: bounded(&seen.services),
        regions: bounded(&seen.regions),
        concerns: Vec::new(),
        affects_us: None,
        judgement: None,
        dismissed: false,
        unfollowed: false,
        ts_start,
        ts_seen: now,
        ts_update,
        ts_end: possible_end(ts_end, ts_start, status),
        url: seen.url.clone(),
        updates,
        over_after: seen.over_after,
        opened: false,
        version: 0,
    };
    let news = event.updates.iter().rev().cloned().collect();
    finish(event, &provider.settings, Change::Created, news)
}

/// Whether what is seen is not `known` again but a new event under the same id: the next outage of a component. To
/// reopen the old event would let its incident follow, which may be long closed, and swallow the new outage. One that is
/// over only because nobody followed it goes on, and one whose end is never said stays over.
pub fn is_another(known: &Event, seen: &Observed, now: i64) -> bool {
    known.comes_again() && known.status.is_over() && !known.unfollowed && !settled(seen, now).is_over()
}

/// A known event seen again: `None` where nothing that counts has changed. What counts is named here, field by field,
/// because feeds carry clocks that tick on every poll.
pub fn merge(known: &Event, seen: &Observed, settings: &Settings, now: i64) -> Option<Merged> {
    let status = settled(seen, now);
    let mut updates = join(&known.updates, seen, now);
    let theirs = updates.iter().find(|update| !seen.updates.is_empty() && !update.is_ours());
    let text = theirs.map_or_else(|| known.text.clone(), |newest| newest.text.clone());
    take_back(&mut updates, known, status, now);
    let severity = settings.severity_of(seen);
    let kept = |seen: &Vec<String>, known: &Vec<String>| if seen.is_empty() { known.clone() } else { bounded(seen) };
    let merged = Event {
        unfollowed: false,
        kind: seen.kind,
        title: seen.title.clone(),
        text,
        status,
        // What is over keeps the severity it had: components have recovered by then and say nothing any more.
        severity: if status.is_over() { known.severity.min(severity) } else { severity },
        impact: seen.impact.clone().or_else(|| known.impact.clone()),
        services: kept(&seen.services, &known.services),
        regions: kept(&seen.regions, &known.regions),
        ts_start: began(known, seen),
        ts_end: ended_at(known, seen, status, now),
        url: seen.url.clone().or_else(|| known.url.clone()),
        updates,
        over_after: seen.over_after,
        ..known.clone()
    };
    // What people settled since may call for an incident where nothing else has changed.
    if merged == *known {
        let calls = !known.opened && known.calls_for_an_incident(settings);
        return calls.then(|| finish(merged, settings, Change::Updated, Vec::new()));
    }
    let news: Vec<Update> = unknown_of(&merged.updates, &known.updates);
    let event = Event { ts_update: seen.ts_update.unwrap_or(now).max(known.ts_update), ..merged };
    let change = change_between(known.status, event.status);
    Some(finish(event, settings, change, news))
}

/// A known event that is missing from a good reading, after having been missing from `missed` before it: `None`
/// while it may still come back. `well` is for feeds that say outright that nothing is the matter any more.
pub fn missing(known: &Event, settings: &Settings, missed: u32, well: bool, now: i64) -> Option<Merged> {
    if known.status.is_over() || !(well || missed + 1 >= POLLS_UNTIL_GONE) {
        return None;
    }
    let words = match well {
        true if known.is_of_a_check() => "The address answers again.",
        true => "The provider reports normal operation.",
        false => "The provider no longer lists this.",
    };
    Some(end(known, settings, words, now, now))
}

/// A known event at a moment when its feed says nothing: over if its time has run out.
pub fn expire(known: &Event, settings: &Settings, now: i64) -> Option<Merged> {
    let due = known.over_after.is_some_and(|at| at <= now);
    (due && !known.status.is_over())
        .then(|| end(known, settings, "The provider has said nothing more.", known.ts_update, now))
}

/// A known event whose provider is followed no longer: over, and nobody is told, for nothing is known of it.
pub fn unfollow(known: &Event, now: i64) -> Option<Merged> {
    let ended = || end(known, &Settings::default(), "No longer followed.", now, now);
    (!known.status.is_over()).then(|| {
        let merged = ended();
        Merged { effect: Effect::None, event: Event { unfollowed: true, ..merged.event }, ..merged }
    })
}

fn end(known: &Event, settings: &Settings, words: &str, ts_end: i64, now: i64) -> Merged {
    let status = known.kind.end();
    let last = our_word(known, status, words, now);
    let mut updates = vec![last.clone()];
    updates.extend_from_slice(&known.updates);
    updates.truncate(MAX_UPDATES);
    let ts_end = possible_end(Some(ts_end), known.ts_start, status);
    let event = Event { status, ts_update: now, ts_end, updates, ..known.clone() };
    finish(event, settings, Change::Ended, vec![last])
}

fn our_word(known: &Event, status: Status, words: &str, now: i64) -> Update {
    Update { id: format!("{END}{}", known.version + 1), ts: now, status, text: words.to_owned() }
}

/// Where the newest word on what is not over is ours, that it is over, another of ours takes it back.
fn take_back(updates: &mut Vec<Update>, known: &Event, status: Status, now: i64) {
    let concluded = updates.first().is_some_and(|newest| newest.is_ours() && newest.status.is_over());
    if status.is_over() || !concluded {
        return;
    }
    let words = if known.unfollowed { "Followed again." } else { "The provider lists this again." };
    updates.insert(0, our_word(known, status, words, now));
    updates.truncate(MAX_UPDATES);
}

/// A change made whole: the version raised, and what it means for our own incidents.
pub(super) fn finish(mut event: Event, settings: &Settings, change: Change, news: Vec<Update>) -> Merged {
    event.version += 1;
    let calls = event.calls_for_an_incident(settings);
    event.dismissed = event.affects_us == Some(false) || (event.dismissed && !calls);
    let effect = match (event.opened, calls) {
        (true, _) => Effect::Follow,
        (false, true) => Effect::Open,
        (false, false) => Effect::None,
    };
    event.opened |= effect == Effect::Open;
    Merged { event, change, news, effect }
}

/// A change that calls for an incident, without that: none where nothing else has changed of `known`.
pub fn held_back(merged: Merged, known: Option<&Event>) -> Option<Merged> {
    let event = Event { opened: false, ..merged.event };
    let as_before = known.is_some_and(|known| *known == Event { version: known.version, ..event.clone() });
    (!as_before).then_some(Merged { event, effect: Effect::None, ..merged })
}

fn bounded(labels: &[String]) -> Vec<String> {
    labels.iter().take(MAX_LABELS).cloned().collect()
}

fn settled(seen: &Observed, now: i64) -> Status {
    match seen.over_after {
        Some(at) if at <= now && !seen.status.is_over() => seen.kind.end(),
        _ => seen.status,
    }
}

fn ended_at(known: &Event, seen: &Observed, status: Status, now: i64) -> Option<i64> {
    let began = began(known, seen);
    if !status.is_over() {
        return possible_end(seen.ts_end, began, status);
    }
    let before = known.ts_end.filter(|_| known.status.is_over());
    possible_end(seen.ts_end.or(before).or(seen.ts_update).or(Some(now)), began, status)
}

/// The end, unless it is before the start: what is over ended no earlier than it began (some clocks have no seconds, some
/// work is called off), and when the rest is to end is not known.
fn possible_end(end: Option<i64>, began: i64, status: Status) -> Option<i64> {
    if status.is_over() { end.map(|end| end.max(began)) } else { end.filter(|end| *end >= began) }
}

fn change_between(before: Status, after: Status) -> Change {
    match (before.is_over(), after.is_over()) {
        (false, true) => Change::Ended,
        (true, false) => Change::Reopened,
        _ => Change::Updated,
    }
}

/// When an event began. A component's page says since when it is as it is, and a chain loses its first items: what comes
/// again began when it was first said to have begun.
fn began(known: &Event, seen: &Observed) -> i64 {
    let began = seen.ts_start.unwrap_or(known.ts_start);
    if known.comes_again() { began.min(known.ts_start) } else { began }
}

/// Whether nothing is said that was not said last. A component says in one word how it is, of whatever moment its page
/// changed last.
fn says_the_same(known: &[Update], seen: &Observed) -> bool {
    let (Some(last), [word]) = (known.first(), &seen.updates[..]) else { return false };
    comes_again(&seen.external_id) && word.status == last.status && word.text == last.text
}

/// The most bytes of words that are kept of one event, the newest first.
const MAX_WORDS: usize = 128 * 1024;

/// The updates of a feed with those known that have fallen off it. The feed's version of one wins (providers correct
/// their words), but a time once set stays where the feed says none.
fn join(known: &[Update], seen: &Observed, now: i64) -> Vec<Update> {
    if says_the_same(known, seen) {
        return known.to_vec();
    }
    let undated = seen.ts_update.or(seen.ts_start).unwrap_or(now);
    let date = |update: &ObservedUpdate| {
        let before = known.iter().find(|old| old.id == update.id).map(|old| old.ts);
        update.ts.or(before).unwrap_or(undated)
    };
    let mut joined: Vec<Update> = seen
        .updates
        .iter()
        .take(MAX_UPDATES)
        .map(|update| Update {
            id: update.id.clone(),
            ts: date(update),
            status: update.status,
            text: update.text.clone(),
        })
        .collect();
    // What the feed shows stays whatever its age: dropped, it would be news again at the next look.
    let fallen_off = unknown_of(known, &joined).into_iter().rev();
    joined.extend(fallen_off.take(MAX_UPDATES - joined.len()));
    let mut room = MAX_WORDS;
    let fitting = joined.iter().map_while(|update| {
        room = room.checked_sub(update.id.len() + update.text.len())?;
        Some(())
    });
    joined.truncate(fitting.count());
    // Stable: what bears the same second stays as the feed ordered it.
    joined.sort_by_key(|update| std::cmp::Reverse(update.ts));
    joined
}

/// Those of `updates` (newest first) whose ids are not among `known`, oldest first.
fn unknown_of(updates: &[Update], known: &[Update]) -> Vec<Update> {
    updates.iter().rev().filter(|update| known.iter().all(|old| old.id != update.id)).cloned().collect()
}

#[cfg(test)]
mod tests;

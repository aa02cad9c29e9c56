use super::*;
use crate::domain::event::{Kind, Severity};
use crate::domain::provider::FeedType;

const NOW: i64 = 1_795_000_000;

fn said(id: &str, ts: i64, status: Status, text: &str) -> ObservedUpdate {
    ObservedUpdate { id: id.into(), ts: Some(ts), status, text: text.into() }
}

fn acme() -> Provider {
    Provider {
        name: "acme".into(),
        feed_url: "https://status.acme.example/summary.json".into(),
        feed_type: FeedType::Json,
        interval_s: 60,
        created_at: NOW,
        more_feeds: Vec::new(),
        catalogue: None,
        settings: Settings::default(),
        version: 1,
    }
}

fn outage() -> Observed {
    Observed {
        external_id: "x1".into(),
        kind: Kind::Incident,
        title: "API errors".into(),
        status: Status::Investigating,
        severity: Severity::Major,
        services: vec!["API".into()],
        ts_start: Some(NOW - 600),
        ts_update: Some(NOW - 600),
        ts_end: None,
        url: None,
        updates: vec![said("u1", NOW - 600, Status::Investigating, "We are looking.")],
        over_after: None,
        impact: Some("major".into()),
        regions: Vec::new(),
        original: String::new(),
    }
}

fn settings() -> Settings {
    Settings::default()
}

fn known(seen: &Observed) -> Event {
    first_sight(seen, &acme(), Uuid::nil(), NOW).event
}

#[test]
fn a_bad_event_opens_an_incident_once() {
    let first = first_sight(&outage(), &acme(), Uuid::nil(), NOW);
    assert_eq!((first.change, first.effect, first.event.version), (Change::Created, Effect::Open, 1));
    assert!(first.event.opened);
    assert_eq!(merge(&first.event, &outage(), &settings(), NOW + 60), None);
}

#[test]
fn what_opens_an_incident() {
    let opens = |change: fn(&mut Observed)| {
        let mut seen = outage();
        change(&mut seen);
        first_sight(&seen, &acme(), Uuid::nil(), NOW).effect == Effect::Open
    };
    assert!(opens(|_| ()));
    assert!(opens(|seen| seen.severity = Severity::Critical));
    assert!(opens(|seen| seen.status = Status::Monitoring));
    assert!(!opens(|seen| seen.severity = Severity::Minor));
    assert!(!opens(|seen| seen.severity = Severity::Information));
    assert!(!opens(|seen| seen.status = Status::Resolved));
    assert!(!opens(|seen| seen.over_after = Some(NOW - 1)));
    assert!(!opens(|seen| seen.kind = Kind::Maintenance));
}

#[test]
fn what_was_over_at_first_sight_is_kept_quietly_and_opens_one_when_it_comes_back() {
    let mut seen = outage();
    seen.status = Status::Resolved;
    let kept = known(&seen);
    assert_eq!((kept.status, kept.ts_end, kept.opened), (Status::Resolved, Some(NOW - 600), false));
    let back = merge(&kept, &outage(), &settings(), NOW + 60).unwrap();
    assert_eq!((back.change, back.effect), (Change::Reopened, Effect::Open));
}

#[test]
fn a_new_update_is_news_once() {
    let mut seen = outage();
    seen.status = Status::Identified;
    seen.ts_update = Some(NOW);
    seen.updates.insert(0, said("u2", NOW, Status::Identified, "It was the cable."));
    let merged = merge(&known(&outage()), &seen, &settings(), NOW + 5).unwrap();
    assert_eq!((merged.change, merged.effect), (Change::Updated, Effect::Follow));
    assert_eq!(merged.news.iter().map(|update| update.id.as_str()).collect::<Vec<_>>(), ["u2"]);
    assert_eq!((merged.event.text.as_str(), merged.event.ts_update), ("It was the cable.", NOW));
    assert_eq!(merge(&merged.event, &seen, &settings(), NOW + 60), None);
}

#[test]
fn corrected_words_are_a_change_without_news() {
    let mut seen = outage();
    seen.updates[0].text = "We are looking into it.".into();
    let merged = merge(&known(&outage()), &seen, &settings(), NOW + 60).unwrap();
    assert_eq!((merged.change, merged.news.len()), (Change::Updated, 0));
    assert_eq!(merged.event.text, "We are looking into it.");
}

#[test]
fn a_clock_that_ticks_is_no_change() {
    let mut seen = outage();
    seen.ts_update = Some(NOW + 50);
    assert_eq!(merge(&known(&outage()), &seen, &settings(), NOW + 60), None);
}

#[test]
fn the_end_is_followed_and_keeps_the_severity() {
    let mut seen = outage();
    (seen.status, seen.severity, seen.ts_end) = (Status::Resolved, Severity::Information, Some(NOW));
    let merged = merge(&known(&outage()), &seen, &settings(), NOW + 60).unwrap();
    assert_eq!((merged.change, merged.effect), (Change::Ended, Effect::Follow));
    assert_eq!((merged.event.severity, merged.event.ts_end), (Severity::Major, Some(NOW)));
    let back = merge(&merged.event, &outage(), &settings(), NOW + 120).unwrap();
    assert_eq!((back.change, back.effect, back.event.ts_end), (Change::Reopened, Effect::Follow, None));
}

#[test]
fn growing_worse_opens_an_incident_later() {
    let mut seen = outage();
    seen.severity = Severity::Minor;
    let quiet = known(&seen);
    assert!(!quiet.opened);
    assert_eq!(merge(&quiet, &outage(), &settings(), NOW + 60).unwrap().effect, Effect::Open);
}

#[test]
fn one_missed_poll_is_nothing_and_two_are_the_end() {
    let event = known(&outage());
    assert_eq!(missing(&event, &settings(), 0, false, NOW + 60), None);
    let gone = missing(&event, &settings(), 1, false, NOW + 120).unwrap();
    assert_eq!((gone.change, gone.effect, gone.event.status), (Change::Ended, Effect::Follow, Status::Resolved));
    assert_eq!((gone.event.ts_end, gone.event.text.as_str()), (Some(NOW + 120), "We are looking."));
    assert_eq!(gone.news.len(), 1);
    assert_eq!(missing(&gone.event, &settings(), 5, false, NOW + 180), None);
    let back = merge(&gone.event, &outage(), &settings(), NOW + 240).unwrap();
    assert_eq!((back.change, back.event.updates.len()), (Change::Reopened, 3));
}

#[test]
fn what_comes_back_has_the_provider_s_words_and_ours_that_it_is_back() {
    let gone = missing(&known(&outage()), &settings(), 1, false, NOW + 120).unwrap().event;
    let back = merge(&gone, &outage(), &settings(), NOW + 240).unwrap();
    assert_eq!(back.event.text, "We are looking.");
    let newest = &back.event.updates[0];
    assert_eq!((newest.status, newest.ts, newest.is_ours()), (Status::Investigating, NOW + 240, true));
    assert_eq!((newest.text.as_str(), &back.news), ("The provider lists this again.", &vec![newest.clone()]));
    assert_eq!(merge(&back.event, &outage(), &settings(), NOW + 300), None);
    // Gone and back once more, each is said again.
    let gone = missing(&back.event, &settings(), 1, false, NOW + 360).unwrap().event;
    let back = merge(&gone, &outage(), &settings(), NOW + 420).unwrap();
    assert_eq!((back.event.updates.len(), back.event.text.as_str()), (5, "We are looking."));
    let left = unfollow(&known(&outage()), NOW + 120).unwrap().event;
    let followed = merge(&left, &outage(), &settings(), NOW + 240).unwrap().event;
    assert_eq!((followed.text.as_str(), followed.updates[0].text.as_str()), ("We are looking.", "Followed again."));
}

#[test]
fn a_provider_that_speaks_on_its_return_has_the_last_word() {
    let gone = missing(&known(&outage()), &settings(), 1, false, NOW + 120).unwrap().event;
    let mut seen = outage();
    seen.updates.insert(0, said("u2", NOW + 200, Status::Identified, "It was the cable."));
    seen.status = Status::Identified;
    let back = merge(&gone, &seen, &settings(), NOW + 240).unwrap();
    assert_eq!((back.event.text.as_str(), back.event.updates.len()), ("It was the cable.", 3));
    assert_eq!(back.event.updates[0].id, "u2");
}

#[test]
fn what_is_said_to_be_well_ends_at_once() {
    assert_eq!(missing(&known(&outage()), &settings(), 0, true, NOW + 60).unwrap().change, Change::Ended);
}

#[test]
fn planned_work_is_active_only_while_it_runs() {
    let mut seen = outage();
    (seen.kind, seen.severity) = (Kind::Maintenance, Severity::Information);
    let active = |status| {
        let mut seen = seen.clone();
        seen.status = status;
        known(&seen).is_active()
    };
    assert!(!active(Status::Scheduled));
    assert!(active(Status::InProgress));
    assert!(!active(Status::Completed));
    seen.status = Status::InProgress;
    assert_eq!(missing(&known(&seen), &settings(), 1, false, NOW).unwrap().event.status, Status::Completed);
}

#[test]
fn a_feed_without_ends_runs_out() {
    let mut seen = outage();
    seen.over_after = Some(NOW + 3600);
    let event = known(&seen);
    assert_eq!(expire(&event, &settings(), NOW + 3599), None);
    let over = expire(&event, &settings(), NOW + 3600).unwrap();
    assert_eq!((over.change, over.event.ts_end), (Change::Ended, Some(NOW - 600)));
    // The feed still shows it, and still as under way: it stays over, and silent.
    let again = merge(&over.event, &seen, &settings(), NOW + 3700);
    assert!(again.is_none_or(|merged| merged.event.status.is_over() && merged.news.is_empty()));
}

#[test]
fn what_has_run_out_is_no_other_outage_before_there_is_a_new_word() {
    let mut seen = outage();
    (seen.external_id, seen.over_after) = ("component:ec2-us-east-1".into(), Some(NOW));
    let over = known(&seen);
    assert!(over.status.is_over());
    assert!(!is_another(&over, &seen, NOW + 60));
    assert_eq!(merge(&over, &seen, &settings(), NOW + 60), None);
    seen.over_after = Some(NOW + 3600);
    assert!(is_another(&over, &seen, NOW + 60));
}

#[test]
fn what_comes_again_began_when_it_was_first_said_to() {
    let mut seen = outage();
    seen.external_id = "component:c1".into();
    let event = known(&seen);
    seen.ts_start = Some(NOW);
    assert_eq!(merge(&event, &seen, &settings(), NOW + 60), None);
    seen.ts_start = Some(NOW - 900);
    assert_eq!(merge(&event, &seen, &settings(), NOW + 60).unwrap().event.ts_start, NOW - 900);
    // Of what has an id of its own, the provider's word counts.
    let mut seen = outage();
    let event = known(&seen);
    seen.ts_start = Some(NOW);
    assert_eq!(merge(&event, &seen, &settings(), NOW + 60).unwrap().event.ts_start, NOW);
}

#[test]
fn the_same_word_of_another_moment_is_no_news() {
    let mut seen = outage();
    seen.external_id = "component:c1".into();
    let of = |word: &str, ts: i64| said(&format!("{word}@{ts}"), ts, Status::Investigating, word);
    let mut event = known(&Observed { updates: vec![of("slow", NOW)], ..seen.clone() });
    for (word, ts, expected) in [("slow", 60, 1), ("out", 120, 2), ("out", 180, 2), ("slow", 240, 3)] {
        seen.updates = vec![of(word, NOW + ts)];
        if let Some(merged) = merge(&event, &seen, &settings(), NOW + ts) {
            event = merged.event;
        }
        assert_eq!(event.updates.len(), expected, "{word} at {ts}");
    }
    let told: Vec<&str> = event.updates.iter().map(|update| update.id.as_str()).collect();
    let at = |word: &str, ts: i64| format!("{word}@{}", NOW + ts);
    assert_eq!(told, [at("slow", 240), at("out", 120), at("slow", 0)]);
}

#[test]
fn times_the_feed_does_not_say_are_when_we_saw_it() {
    let mut seen = outage();
    (seen.ts_start, seen.ts_update, seen.updates[0].ts) = (None, None, None);
    let event = known(&seen);
    assert_eq!((event.ts_start, event.ts_update, event.updates[0].ts), (NOW, NOW, NOW));
    assert_eq!(merge(&event, &seen, &settings(), NOW + 60), None);
}

#[test]
fn no_end_is_before_its_start() {
    // As Amazon's: a start to the second, and words cut to the minute.
    let mut seen = outage();
    (seen.status, seen.ts_update) = (Status::Resolved, Some(NOW - 620));
    let event = known(&seen);
    assert_eq!((event.ts_start, event.ts_end), (NOW - 600, Some(NOW - 600)));
    assert_eq!(merge(&event, &seen, &settings(), NOW + 60), None);
    seen.ts_end = Some(NOW - 900);
    let merged = merge(&known(&outage()), &seen, &settings(), NOW + 60).unwrap();
    assert_eq!(merged.event.ts_end, Some(NOW - 600));
    // What was not seen to begin had begun by its end.
    seen.ts_start = None;
    assert_eq!((known(&seen).ts_start, known(&seen).ts_end), (NOW - 900, Some(NOW - 900)));
}

#[test]
fn planned_work_has_no_end_before_its_start() {
    let mut seen = outage();
    (seen.kind, seen.status) = (Kind::Maintenance, Status::Scheduled);
    (seen.ts_start, seen.ts_end, seen.over_after) = (Some(NOW + 600), Some(NOW + 300), Some(NOW + 7200));
    let planned = known(&seen);
    assert_eq!(planned.ts_end, None);
    assert_eq!(merge(&planned, &seen, &settings(), NOW + 60), None);
    assert_eq!(expire(&planned, &settings(), NOW + 7200).unwrap().event.ts_end, Some(NOW + 600));
    assert_eq!(missing(&planned, &settings(), 1, false, NOW + 60).unwrap().event.ts_end, Some(NOW + 600));
}

#[test]
fn updates_are_bounded_and_what_fell_off_the_feed_is_kept() {
    let mut seen = outage();
    let mut event = known(&seen);
    for n in 0..150 {
        seen.updates = vec![said(&format!("n{n}"), NOW + n, Status::Investigating, "still")];
        event = merge(&event, &seen, &settings(), NOW + n).unwrap().event;
    }
    assert_eq!(event.updates.len(), MAX_UPDATES);
    assert_eq!(event.updates[0].id, "n149");
    assert_eq!(event.version, 151);
}

#[test]
fn the_words_of_an_event_are_bounded_and_the_newest_are_kept() {
    let mut seen = outage();
    let mut event = known(&seen);
    let words = "x".repeat(10_000);
    for n in 0..50 {
        seen.updates = vec![said(&format!("n{n}"), NOW + n, Status::Investigating, &words)];
        event = merge(&event, &seen, &settings(), NOW + n).unwrap().event;
    }
    let kept: Vec<&str> = event.updates.iter().map(|update| update.id.as_str()).collect();
    assert_eq!((kept.len(), kept[0], kept[12]), (13, "n49", "n37"));
    // What a feed shows beyond that is left out at every look, and is no news at any.
    let long = |n: i64| said(&format!("s{n}"), NOW - n, Status::Investigating, &words);
    seen.updates = (0..50).map(long).collect();
    let shown = merge(&event, &seen, &settings(), NOW + 60).unwrap();
    assert_eq!((shown.event.updates.len(), shown.news.len()), (13, 13));
    assert_eq!(merge(&shown.event, &seen, &settings(), NOW + 120), None);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn statuses() -> impl Strategy<Value = Status> {
        prop::sample::select(vec![Status::Investigating, Status::Monitoring, Status::Resolved, Status::Scheduled])
    }

    fn times() -> impl Strategy<Value = Option<i64>> {
        prop::option::of(NOW - 1000..NOW + 1000)
    }

    prop_compose! {
        fn readings()(
            status in statuses(),
            severity in 1_u8..=4,
            (ts_start, ts_update, ts_end, over_after) in (times(), times(), times(), times()),
            updates in prop::collection::btree_map("[a-c][0-9]{0,2}", (times(), statuses(), "[xy]?"), 0..140),
        ) -> Observed {
            let updates = updates.into_iter().map(|(id, (ts, status, text))| ObservedUpdate { id, ts, status, text });
            let severity = Severity::try_from(severity).unwrap();
            Observed { status, severity, ts_start, ts_update, ts_end, over_after, updates: updates.collect(), ..outage() }
        }
    }

    proptest! {
        #[test]
        fn the_same_reading_twice_changes_nothing(readings in prop::collection::vec(readings(), 1..6)) {
            let mut event = first_sight(&readings[0], &acme(), Uuid::nil(), NOW).event;
            for (at, seen) in (NOW..).zip(&readings) {
                if let Some(merged) = merge(&event, seen, &settings(), at) {
                    prop_assert_eq!(merged.event.version, event.version + 1);
                    prop_assert!(merged.event.ts_update >= event.ts_update);
                    prop_assert!(merged.event.opened || !merged.event.calls_for_an_incident(&settings()));
                    event = merged.event;
                }
                prop_assert_eq!(merge(&event, seen, &settings(), at), None);
            }
        }
    }
}

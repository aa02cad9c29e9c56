use super::*;

const NOW: i64 = 1_795_000_000;

fn sight(said_at: Option<i64>, newest: Option<i64>, things: usize) -> Sight {
    Sight { dialect: Dialect::Statuspage, said_at, newest, things }
}

fn after(last: &Sight, now: &Sight) -> Verdict {
    judge(Some(last), None, now)
}

#[test]
fn the_first_reading_and_one_like_the_last_are_sound() {
    let last = sight(Some(NOW), Some(NOW - 60), 9);
    assert_eq!(judge(None, None, &last), Verdict::Sound);
    assert_eq!(after(&last, &last), Verdict::Sound);
    assert_eq!(after(&last, &sight(Some(NOW + 60), Some(NOW), 20)), Verdict::Sound);
}

#[test]
fn a_feed_that_says_when_it_was_made_is_taken_at_its_word() {
    let last = sight(Some(NOW), Some(NOW - 60), 3);
    assert_eq!(after(&last, &sight(Some(NOW - 1), Some(NOW), 3)), Verdict::Doubted(Doubt::Backwards));
    // Its newest event was taken off the page: that is no step back.
    assert_eq!(after(&last, &sight(Some(NOW), Some(NOW - 900), 2)), Verdict::Sound);
}

#[test]
fn others_are_known_by_their_newest_time() {
    let last = sight(None, Some(NOW), 3);
    assert_eq!(after(&last, &sight(None, Some(NOW - 1), 3)), Verdict::Doubted(Doubt::Backwards));
    assert_eq!(after(&last, &sight(None, None, 0)), Verdict::Sound, "nothing has no age");
    assert_eq!(after(&last, &sight(Some(NOW - 900), Some(NOW), 3)), Verdict::Sound, "clocks of two kinds");
}

#[test]
fn far_fewer_is_less_than_half_of_many() {
    let things = |before, now| after(&sight(None, None, before), &sight(None, None, now));
    for (before, now) in [(5, 0), (6, 3), (25, 13), (1, 0), (0, 0)] {
        assert_eq!(things(before, now), Verdict::Sound, "{before} to {now}");
    }
    for (before, now) in [(6, 2), (6, 0), (25, 12), (500, 0)] {
        assert_eq!(things(before, now), Verdict::Doubted(Doubt::Shrunk), "{before} to {now}");
    }
}

#[test]
fn another_dialect_goes_before_all_else() {
    let last = sight(Some(NOW), Some(NOW), 30);
    let now = Sight { dialect: Dialect::Syndication, ..sight(Some(NOW - 60), None, 1) };
    assert_eq!(after(&last, &now), Verdict::Doubted(Doubt::DialectChanged));
    assert_eq!(words(Doubt::DialectChanged, Some(&last), &now), "it was statuspage and is syndication");
}

#[test]
fn an_empty_list_is_what_others_than_amazon_show_when_all_is_quiet() {
    let quiet = Sight { dialect: Dialect::Aws, ..sight(None, None, 0) };
    let busy = Sight { dialect: Dialect::Salesforce, ..sight(None, Some(NOW), 1) };
    assert_eq!((after(&quiet, &busy), after(&busy, &quiet)), (Verdict::Sound, Verdict::Sound));
    let dialects = (quiet.spoken(Some(&busy)), busy.spoken(Some(&quiet)), quiet.spoken(None));
    assert_eq!(dialects, (Dialect::Salesforce, Dialect::Salesforce, Dialect::Aws));
    let aws = Sight { dialect: Dialect::Aws, ..busy.clone() };
    assert_eq!(after(&busy, &aws), Verdict::Doubted(Doubt::DialectChanged), "it is Amazon's");
    for dialect in [Dialect::Statuspage, Dialect::GoogleCloud] {
        let page = Sight { dialect, ..sight(None, None, 1) };
        assert_eq!(
            after(&page, &quiet),
            Verdict::Doubted(Doubt::DialectChanged),
            "what {dialect:?} shows is never empty"
        );
    }
}

#[test]
fn whatever_is_doubtful_twice_in_a_row_is_so_now() {
    let last = sight(Some(NOW), Some(NOW), 30);
    let old = sight(Some(NOW - 60), Some(NOW), 30);
    for doubt in [Doubt::Backwards, Doubt::DialectChanged, Doubt::Shrunk] {
        // Of whatever kind: one that is doubtful in turn for this and for that is not doubted for ever.
        assert_eq!(judge(Some(&last), Some(doubt), &old), Verdict::Confirmed(Doubt::Backwards));
        assert_eq!(judge(Some(&last), Some(doubt), &last), Verdict::Sound);
    }
}

fn finding(place: &str, condition: Condition, detail: Option<&str>) -> Finding {
    Finding { place: place.into(), condition, detail: detail.map(str::to_owned) }
}

#[test]
fn the_worst_feed_counts_and_is_named_where_there_are_several() {
    let well = finding("a.example/", Condition::Ok, None);
    let gone = finding("a.example/rss", Condition::Failing, Some("status 404"));
    let old = finding("a.example/old", Condition::Backwards, Some("older"));
    let all = health(None, &[well.clone(), old.clone(), gone.clone()], NOW);
    assert_eq!(
        (all.state, all.since, all.detail.as_deref()),
        (Condition::Failing, Some(NOW), Some("a.example/rss: status 404"))
    );
    assert_eq!(health(None, &[gone], NOW).detail.as_deref(), Some("status 404"));
    assert_eq!(health(None, &[well, old], NOW).state, Condition::Backwards);
}

#[test]
fn it_is_ill_since_it_began_and_what_was_confirmed_stays_said() {
    let ill = |text: &str| [finding("a.example/", Condition::Failing, Some(text))];
    let first = health(None, &ill("status 500"), NOW);
    let later = health(Some(&first), &ill("status 502"), NOW + 60);
    assert_eq!((later.since, later.detail.as_deref()), (Some(NOW), Some("status 502")));
    let confirmed = [finding("a.example/", Condition::Ok, Some("it was statuspage and is syndication"))];
    let well = health(Some(&later), &confirmed, NOW + 120);
    assert_eq!((well.state, well.since), (Condition::Ok, Some(NOW + 120)));
    let still = health(Some(&well), &[finding("a.example/", Condition::Ok, None)], NOW + 180);
    assert_eq!(still, well);
}

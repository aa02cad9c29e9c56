//! Rows against a count of every single minute.

use proptest::prelude::*;

use super::*;
use crate::domain::event::Severity;

/// How many minutes the months of these tests have, and how many such months there are.
const LENGTH: i64 = 60;
const MONTHS: i64 = 3;

fn month(number: i64) -> Span {
    Span { from: number * LENGTH * 60, to: (number + 1) * LENGTH * 60 }
}

fn outage(number: usize, severity: Severity, spans: &[(i64, i64)], open_from: Option<i64>) -> Outage {
    Outage {
        id: Uuid::from_u128(number as u128),
        severity,
        spans: spans.iter().map(|(from, to)| Span { from: from * 60, to: to * 60 }).collect(),
        open_from: open_from.map(|from| from * 60),
        first_word_s: None,
    }
}

/// Up to three stretches, one after the other, the last of which may go on.
fn any_outage() -> impl Strategy<Value = (Severity, Vec<(i64, i64)>, Option<i64>)> {
    let severity = prop_oneof![Just(Severity::Critical), Just(Severity::Major), Just(Severity::Minor)];
    (severity, prop::collection::btree_set(0..LENGTH * MONTHS, 1..7)).prop_map(|(severity, bounds)| {
        let bounds: Vec<i64> = bounds.into_iter().collect();
        let spans = bounds.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let open_from = (bounds.len() % 2 == 1).then(|| bounds[bounds.len() - 1]);
        (severity, spans, open_from)
    })
}

fn is_on(outage: &Outage, minute: i64, now: i64) -> bool {
    let at = minute * 60;
    outage.spans.iter().any(|span| span.holds(at)) || outage.open_from.is_some_and(|from| from <= at && at < now)
}

proptest! {
    #[test]
    fn rows_say_what_a_count_of_every_minute_says(
        outages in prop::collection::vec(any_outage(), 0..8),
        later in 0..2 * LENGTH,
    ) {
        let outages: Vec<Outage> = outages
            .into_iter()
            .enumerate()
            .map(|(number, (severity, spans, open_from))| outage(number, severity, &spans, open_from))
            .collect();
        let now = (LENGTH * MONTHS + later) * 60;
        // Rows are made where an outage is kept: in the months it touched when it last changed.
        let rows: Vec<Row> = (0..MONTHS)
            .map(|number| {
                let touching: Vec<Outage> =
                    outages.iter().filter(|one| one.touches(month(number))).cloned().collect();
                Row::of(month(number), &touching)
            })
            .collect();
        let ongoing = Ongoing::over(rows.iter());
        let none = Row::default();
        for number in 0..MONTHS + 2 {
            let row = rows.get(usize::try_from(number).unwrap()).unwrap_or(&none);
            let said = row.at(month(number), ongoing, now);
            let minutes = || number * LENGTH..(number + 1) * LENGTH;
            let down = |minute: &i64| outages.iter().any(|one| one.is_down() && is_on(one, *minute, now));
            let any = |minute: &i64| outages.iter().any(|one| is_on(one, *minute, now));
            prop_assert_eq!(said.minutes_down, i64::try_from(minutes().filter(down).count()).unwrap());
            let degraded = minutes().filter(|minute| any(minute) && !down(minute)).count();
            prop_assert_eq!(said.minutes_degraded, i64::try_from(degraded).unwrap());
            let began = outages.iter().filter(|one| month(number).holds(one.began()));
            let lengths = began.clone().map(|one| one.seconds() + one.open_from.map_or(0, |from| now - from));
            prop_assert_eq!(said.longest_s, lengths.max());
            prop_assert_eq!(said.incidents as usize, began.count());
        }
    }
}

proptest! {
    #[test]
    fn what_ends_is_carried_over_into_a_row_that_is_not_counted_anew(
        outages in prop::collection::vec(any_outage(), 0..8),
        lengths in prop::collection::vec(prop::option::of(0..LENGTH * MONTHS), 8),
    ) {
        let open: Vec<Outage> = outages
            .iter()
            .enumerate()
            .map(|(number, (severity, spans, open_from))| outage(number, *severity, spans, *open_from))
            .collect();
        let ended = open.iter().zip(&lengths).map(|(one, length)| {
            let last = one.open_from.zip(*length).map(|(from, length)| Span { from, to: from + length * 60 });
            let spans = one.spans.iter().copied().chain(last).collect();
            Outage { spans, open_from: one.open_from.filter(|_| last.is_none()), ..one.clone() }
        });
        let later: Vec<Outage> = ended.collect();
        for number in 0..MONTHS {
            let month = month(number);
            let touching = |all: &[Outage]| all.iter().filter(|one| one.touches(month)).cloned().collect::<Vec<_>>();
            let carried = Row::of(month, &touching(&open)).carried(month, &touching(&later));
            prop_assert_eq!(&carried, &Row::of(month, &touching(&later)));
            prop_assert_eq!(&carried.carried(month, &touching(&later)), &carried, "once is enough");
        }
    }
}

#[test]
fn what_is_not_known_any_more_stays_as_it_was_counted() {
    let row =
        Row::of(month(0), &[outage(1, Severity::Major, &[(5, 10)], None), outage(2, Severity::Minor, &[], Some(30))]);
    let carried = row.carried(month(0), &[outage(2, Severity::Minor, &[(30, 45)], None)]);
    let said = carried.at(month(0), Ongoing::over([&carried].into_iter()), i64::MAX);
    assert_eq!((said.minutes_down, said.minutes_degraded, said.incidents, said.longest_s), (5, 15, 2, Some(15 * 60)));
}

#[test]
fn what_goes_on_is_counted_on_without_a_new_row() {
    let row = Row::of(month(0), &[outage(1, Severity::Major, &[(5, 10)], Some(50))]);
    let at =
        |number: i64, minute: i64| row.at(month(number), Ongoing::over([&row].into_iter()), minute * 60).minutes_down;
    assert_eq!((at(0, 55), at(0, 60), at(0, 90)), (10, 15, 15));
    let later = |minute: i64| Row::default().at(month(1), Ongoing::over([&row].into_iter()), minute * 60).minutes_down;
    assert_eq!((later(60), later(90), later(500)), (0, 30, 60));
    assert_eq!(row.open, Some(Open { from: 45 * 60, id: Uuid::from_u128(1) }));
}

#[test]
fn down_goes_before_degraded_where_both_are() {
    let both = [outage(1, Severity::Minor, &[(0, 30)], None), outage(2, Severity::Critical, &[(10, 20)], None)];
    let said = Row::of(month(0), &both).at(month(0), Ongoing::default(), i64::MAX);
    assert_eq!((said.minutes_down, said.minutes_degraded), (10, 20));
}

#[test]
fn the_median_is_of_what_is_known() {
    let of = |words: &[i64]| Figures { first_words: words.to_vec(), ..Figures::default() }.first_word_s();
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[30]), Some(30));
    assert_eq!(of(&[300, 10]), Some(155));
    assert_eq!(of(&[300, 10, 20]), Some(20));
}

#[test]
fn of_very_many_first_words_some_stand_for_all() {
    let outages: Vec<Outage> = (0..2_000)
        .map(|number| Outage { first_word_s: Some(number), ..outage(0, Severity::Minor, &[(0, 1)], None) })
        .collect();
    let said = Row::of(month(0), &outages).at(month(0), Ongoing::default(), 0);
    assert_eq!((said.incidents, said.first_words.len()), (2_000, 500));
    assert!((990..=1_010).contains(&said.first_word_s().unwrap()));
}

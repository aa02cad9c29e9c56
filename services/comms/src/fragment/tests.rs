//! The page against the pattern that the frontend keeps.

use AnnouncementState::{Identified, Investigating, Monitoring, Resolved};
use contracts::Words;
use uuid::Uuid;

use super::*;

const MADE: i64 = 1_795_341_840; // 2026-11-22T10:04:00Z
const PATTERN: &str = include_str!("../../../../frontend/fragment.example.html");

fn said(ts: i64, state: AnnouncementState, lang: Lang, message: &str) -> Announcement {
    let mut messages = Words::default();
    messages.set(lang, message.to_owned());
    Announcement { id: Uuid::nil(), ts, state, lang, message: message.to_owned(), messages }
}

fn incident(id: &str, title: &str, announcements: Vec<Announcement>) -> PublicIncident {
    PublicIncident {
        id: id.to_owned(),
        title: title.to_owned(),
        sev: 2,
        status: IncidentStatus::Open,
        services: vec!["api".to_owned(), "db".to_owned()],
        started_at: MADE - 29 * 60,
        updated_at: MADE,
        resolved_at: None,
        version: 1,
        announcements,
    }
}

/// The summary that the pattern's first page shows.
fn example() -> Summary {
    let latency = incident(
        "INC-7K2M9Q",
        "API latency in Europe",
        vec![
            said(
                MADE - 6 * 60,
                Identified,
                Lang::En,
                "The database primary in eu-west is saturated. We are moving readers to the replica.",
            ),
            said(MADE - 23 * 60, Investigating, Lang::Fr, "Nous analysons des lenteurs sur l’API en Europe."),
        ],
    );
    let ended = 1_795_191_600; // 2026-11-20T16:20:00Z
    let mails = PublicIncident {
        sev: 3,
        status: IncidentStatus::Resolved,
        services: vec!["mail".to_owned()],
        started_at: ended - 138 * 60,
        resolved_at: Some(ended),
        ..incident(
            "INC-4D8XTZ",
            "Delayed e-mails",
            vec![
                said(ended, Resolved, Lang::En, "All queued e-mails have been sent."),
                said(ended - 60, Investigating, Lang::En, "Mail is late."),
            ],
        )
    };
    Summary { state: OverallState::PartialOutage, generated_at: MADE, active: vec![latency], recent: vec![mails] }
}

/// HTML without comments and without the blanks between elements.
fn bare(html: &str) -> String {
    let mut text = html.to_owned();
    while let (Some(from), Some(to)) = (text.find("<!--"), text.find("-->")) {
        text.replace_range(from..to + 3, "");
    }
    let lines: Vec<_> = text.split_whitespace().collect();
    lines.join(" ").replace("> <", "><").replace("&#x2f;", "/").replace('\u{a0}', " ")
}

/// The pattern's pages: with incidents (en), quiet (fr), switched off (en), switched off (fr).
fn patterns() -> Vec<String> {
    bare(PATTERN).split_inclusive("</main>").map(|page| page.trim().to_owned()).collect()
}

#[test]
fn a_page_with_incidents_is_the_pattern() {
    assert_eq!(bare(&render(&example(), Lang::En).unwrap()), patterns()[0]);
}

#[test]
fn a_quiet_page_is_the_pattern() {
    let quiet = Summary { state: OverallState::Operational, generated_at: MADE, active: vec![], recent: vec![] };
    assert_eq!(bare(&render(&quiet, Lang::Fr).unwrap()), patterns()[1]);
}

#[test]
fn a_page_that_is_switched_off_is_the_pattern() {
    for (lang, page) in [(Lang::En, 2), (Lang::Fr, 3)] {
        assert_eq!(bare(&render_switched_off(MADE, lang).unwrap()), patterns()[page]);
    }
}

#[test]
fn the_worst_comes_first() {
    let mut summary = example();
    let worst = PublicIncident { sev: 1, ..incident("INC-WORST1", "All down", vec![]) };
    summary.active.push(worst);
    let html = render(&summary, Lang::Fr).unwrap();
    assert!(html.find("INC-WORST1").unwrap() < html.find("INC-7K2M9Q").unwrap());
    assert!(html.contains("2 incidents en cours") && html.contains("Gravité 1, critique"));
}

#[test]
fn what_people_wrote_is_text() {
    let mut summary = example();
    let active = &mut summary.active[0];
    active.title = "<script>alert(1)</script>".to_owned();
    active.services = vec!["\"><img src=x onerror=alert(1)>".to_owned()];
    active.announcements[0] = said(MADE, Identified, Lang::En, "</p><!--#include virtual=x-->\nok");
    let html = render(&summary, Lang::En).unwrap();
    for forbidden in ["<script", "<img", "<!--", "onerror=alert(1)>"] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn words_in_both_languages_bear_no_lang() {
    let mut summary = example();
    summary.active[0].announcements[1].messages.en = Some("We look into it.".to_owned());
    let (english, french) = (render(&summary, Lang::En).unwrap(), render(&summary, Lang::Fr).unwrap());
    assert!(english.contains("We look into it.") && !english.contains("lang="));
    assert!(french.contains("Nous analysons") && french.contains("lang=\"en\""));
}

#[test]
fn the_heading_says_where_it_stands_only_where_the_last_words_do_not() {
    let phase = |status, last| {
        let one = incident("INC-AAAAAA", "x", vec![said(MADE, last, Lang::En, "x")]);
        differing_phase(&PublicIncident { status, ..one })
    };
    assert_eq!(phase(IncidentStatus::Open, Identified), None);
    assert_eq!(phase(IncidentStatus::Open, Resolved), Some(Monitoring));
    assert_eq!(phase(IncidentStatus::Mitigated, Investigating), Some(Monitoring));
    assert_eq!(phase(IncidentStatus::Mitigated, Monitoring), None);
    assert_eq!(phase(IncidentStatus::Resolved, Investigating), Some(Resolved));
    assert_eq!(phase(IncidentStatus::Resolved, Resolved), None);
}

//! The page's rules: verdict, order, ageing, stale changes.

use super::*;

const DAY: i64 = 86_400;
const NOW: i64 = 100 * DAY;

/// An active incident as readers see it.
pub(crate) fn active(id: &str, sev: u8, started_at: i64) -> PublicIncident {
    PublicIncident {
        id: id.to_owned(),
        title: format!("About {id}"),
        sev,
        status: IncidentStatus::Open,
        services: vec!["api".to_owned()],
        started_at,
        updated_at: started_at,
        resolved_at: None,
        version: 1,
        announcements: Vec::new(),
    }
}

/// A resolved incident as readers see it.
pub(crate) fn resolved(id: &str, sev: u8, resolved_at: i64) -> PublicIncident {
    PublicIncident {
        status: IncidentStatus::Resolved,
        resolved_at: Some(resolved_at),
        ..active(id, sev, resolved_at - 3_600)
    }
}

fn ids(incidents: &[PublicIncident]) -> Vec<&str> {
    incidents.iter().map(|incident| incident.id.as_str()).collect()
}

#[test]
fn the_worst_active_severity_decides() {
    let verdict = |sevs: &[u8]| {
        let incidents = sevs.iter().enumerate().map(|(index, sev)| active(&format!("INC-{index}"), *sev, NOW));
        incidents.chain([resolved("INC-OLD", 1, NOW - DAY)]).collect::<Page>().summary(NOW).state
    };
    assert_eq!(verdict(&[]), OverallState::Operational);
    assert_eq!(verdict(&[4, 4]), OverallState::Operational);
    assert_eq!(verdict(&[4, 3]), OverallState::DegradedPerformance);
    assert_eq!(verdict(&[2, 3]), OverallState::PartialOutage);
    assert_eq!(verdict(&[3, 1, 2]), OverallState::MajorOutage);
}

#[test]
fn a_mitigated_incident_still_lasts() {
    let mitigated = PublicIncident { status: IncidentStatus::Mitigated, ..active("INC-A", 1, NOW) };
    let summary = [mitigated].into_iter().collect::<Page>().summary(NOW);
    assert_eq!((ids(&summary.active), summary.state), (vec!["INC-A"], OverallState::MajorOutage));
}

#[test]
fn newest_first_on_both_sides() {
    let page: Page = [
        active("INC-A", 1, NOW - 30),
        active("INC-B", 4, NOW - 10),
        active("INC-C", 2, NOW - 10),
        resolved("INC-D", 1, NOW - 2 * DAY),
        resolved("INC-E", 1, NOW - DAY),
    ]
    .into_iter()
    .collect();
    let summary = page.summary(NOW);
    assert_eq!(ids(&summary.active), ["INC-C", "INC-B", "INC-A"]);
    assert_eq!(ids(&summary.recent), ["INC-E", "INC-D"]);
    let listed: Vec<_> = summary.statuses().into_iter().map(|status| status.id).collect();
    assert_eq!(listed, ["INC-C", "INC-B", "INC-A", "INC-E", "INC-D"]);
}

#[test]
fn what_was_resolved_a_fortnight_ago_leaves_the_page_and_what_lasts_stays() {
    let mut page: Page =
        [active("INC-A", 3, 0), resolved("INC-B", 3, NOW - 14 * DAY), resolved("INC-C", 3, NOW - 14 * DAY + 1)]
            .into_iter()
            .collect();
    assert_eq!(ids(&page.summary(NOW).recent), ["INC-C"]);
    page.age(NOW);
    assert!(page.get("INC-A").is_some() && page.get("INC-B").is_none() && page.get("INC-C").is_some());
}

#[test]
fn the_page_is_bounded() {
    let count = i64::try_from(MOST_RECENT).unwrap() + 20;
    let mut page: Page = (0..count).map(|index| resolved(&format!("INC-{index}"), 3, NOW - 1_000 + index)).collect();
    assert_eq!(page.summary(NOW).recent.len(), MOST_RECENT);
    page.age(NOW);
    assert!(page.get("INC-19").is_none() && page.get("INC-20").is_some());
}

#[test]
fn a_stale_change_changes_nothing() {
    let mut page = Page::default();
    page.apply(PublicIncident { version: 3, sev: 1, ..active("INC-A", 2, NOW) });
    page.apply(PublicIncident { version: 2, sev: 4, ..active("INC-A", 2, NOW) });
    page.apply(PublicIncident { version: 3, sev: 3, ..active("INC-A", 2, NOW) });
    assert_eq!(page.get("INC-A").map(|held| held.sev), Some(1));
}

#[test]
fn the_last_word_is_the_newest_announcement() {
    let said = |ts| Announcement {
        id: uuid::Uuid::nil(),
        ts,
        state: contracts::AnnouncementState::Investigating,
        lang: contracts::Lang::En,
        message: format!("at {ts}"),
        messages: contracts::Words::default(),
    };
    let incident = PublicIncident { announcements: vec![said(20), said(10)], ..active("INC-A", 2, NOW) };
    let summary = [incident].into_iter().collect::<Page>().summary(NOW);
    assert_eq!(summary.statuses()[0].last_public.as_ref().map(|last| last.ts), Some(20));
}

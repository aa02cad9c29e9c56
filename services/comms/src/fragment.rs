//! The public page as readable HTML, in both languages: for the first paint, for readers without JavaScript, and for
//! when comms is gone. Its markup is agreed on with the frontend (`frontend/fragment.example.html`).

mod moment;
mod words;

use std::sync::LazyLock;

use contracts::{AnnouncementState, IncidentStatus, Lang};
use minijinja::Environment;
use serde::Serialize;

use crate::domain::{Announcement, OverallState, PublicIncident, Summary};
use moment::Moment;
use words::{PageWords, words};

/// The templates; auto-escaped, for their names end in `.html`.
static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    for (name, text) in [
        ("page.html", include_str!("../templates/page.html")),
        ("incident.html", include_str!("../templates/incident.html")),
        ("switched_off.html", include_str!("../templates/switched_off.html")),
    ] {
        environment.add_template(name, text).expect("our own templates are well-formed: a test renders them");
    }
    environment
});

#[derive(Serialize)]
struct PageContext<'a> {
    words: &'static PageWords,
    state: OverallState,
    verdict: &'static str,
    note: String,
    closing: &'static str,
    made_at: Moment,
    active: Vec<Card<'a>>,
    days: Vec<Day<'a>>,
}

#[derive(Serialize)]
struct SwitchedOffContext {
    words: &'static PageWords,
    made_at: Moment,
}

#[derive(Serialize)]
struct Day<'a> {
    date: Moment,
    incidents: Vec<Card<'a>>,
}

#[derive(Serialize)]
struct Card<'a> {
    id: &'a str,
    title: &'a str,
    sev: u8,
    severity: &'static str,
    /// Where the incident stands, where its latest words say otherwise.
    phase: Option<Phase>,
    services: &'a [String],
    announcements: Vec<Said<'a>>,
    /// When it began, while it lasts.
    started: Option<Moment>,
    /// When it was resolved, once it is.
    resolved: Option<Moment>,
}

#[derive(Serialize)]
struct Said<'a> {
    phase: Phase,
    at: Moment,
    /// The language of the words, where it is not the page's.
    lang: Option<Lang>,
    words: &'a str,
}

#[derive(Serialize)]
struct Phase {
    state: AnnouncementState,
    words: &'static str,
}

/// The page of `summary` in `lang`.
pub(crate) fn render(summary: &Summary, lang: Lang) -> Result<String, minijinja::Error> {
    TEMPLATES.get_template("page.html")?.render(minijinja::value::Serde(context(summary, lang)))
}

/// The page in `lang` while it is switched off, made at `now`.
pub(crate) fn render_switched_off(now: i64, lang: Lang) -> Result<String, minijinja::Error> {
    let context = SwitchedOffContext { words: words(lang), made_at: Moment::minute(now, lang) };
    TEMPLATES.get_template("switched_off.html")?.render(minijinja::value::Serde(context))
}

fn context(summary: &Summary, lang: Lang) -> PageContext<'_> {
    let words = words(lang);
    let mut active: Vec<_> = summary.active.iter().collect();
    // Already latest first: a stable sort keeps that within a severity.
    active.sort_by_key(|incident| incident.sev);
    PageContext {
        words,
        state: summary.state,
        verdict: words.verdict(summary.state),
        note: words.note(active.len()),
        closing: if summary.recent.is_empty() { words.quiet_alone } else { words.quiet },
        made_at: Moment::minute(summary.generated_at, lang),
        active: active.into_iter().map(|incident| Card::new(incident, &incident.announcements, lang)).collect(),
        days: days(&summary.recent, lang),
    }
}

/// What is over, by the UTC day it was resolved; latest first, as it comes.
fn days(recent: &[PublicIncident], lang: Lang) -> Vec<Day<'_>> {
    let mut days: Vec<Day<'_>> = Vec::new();
    for incident in recent {
        let date = Moment::day(incident.resolved_at.unwrap_or(incident.updated_at), lang);
        let latest = &incident.announcements[..incident.announcements.len().min(1)];
        let card = Card::new(incident, latest, lang);
        match days.last_mut() {
            Some(day) if day.date == date => day.incidents.push(card),
            _ => days.push(Day { date, incidents: vec![card] }),
        }
    }
    days
}

impl<'a> Card<'a> {
    fn new(incident: &'a PublicIncident, announcements: &'a [Announcement], lang: Lang) -> Self {
        let minute = |at| Moment::minute(at, lang);
        Self {
            id: &incident.id,
            title: &incident.title,
            sev: incident.sev,
            severity: words(lang).severity(incident.sev),
            phase: differing_phase(incident).map(|state| Phase::new(state, lang)),
            services: &incident.services,
            announcements: announcements.iter().map(|said| Said::new(said, lang)).collect(),
            started: incident.is_active().then(|| minute(incident.started_at)),
            resolved: incident.resolved_at.map(minute),
        }
    }
}

impl<'a> Said<'a> {
    fn new(said: &'a Announcement, lang: Lang) -> Self {
        let (spoken, words) = match said.messages.get(lang) {
            Some(words) => (lang, words),
            None => (said.lang, said.message.as_str()),
        };
        Self {
            phase: Phase::new(said.state, lang),
            at: Moment::minute(said.ts, lang),
            lang: (spoken != lang).then_some(spoken),
            words,
        }
    }
}

impl Phase {
    fn new(state: AnnouncementState, lang: Lang) -> Self {
        Self { state, words: words(lang).phase(state) }
    }
}

/// Where an incident stands, where people's last words (shown right below) say otherwise.
fn differing_phase(incident: &PublicIncident) -> Option<AnnouncementState> {
    let last = incident.announcements.first().map_or(AnnouncementState::Investigating, |said| said.state);
    let phase = match (incident.status, last) {
        (IncidentStatus::Resolved, _) => AnnouncementState::Resolved,
        (IncidentStatus::Mitigated, _) | (IncidentStatus::Open, AnnouncementState::Resolved) => {
            AnnouncementState::Monitoring
        }
        (IncidentStatus::Open, last) => last,
    };
    (phase != last).then_some(phase)
}

#[cfg(test)]
mod tests;

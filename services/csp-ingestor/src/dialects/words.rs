//! What words say where a feed has no fields for it: the phase, the kind and the severity.

use std::collections::BTreeSet;

use crate::domain::event::MAX_LABELS;
use crate::domain::{Kind, Severity, Status};

/// Labels that name a phase, in lower case. A label may begin or end with one ("Resolved: …", "… [Monitoring]").
const PHASES: [(&str, Status); 31] = [
    ("investigating", Status::Investigating),
    ("under investigation", Status::Investigating),
    ("identified", Status::Identified),
    ("fix in progress", Status::Identified),
    ("monitoring", Status::Monitoring),
    ("mitigated", Status::Monitoring),
    ("mitigating", Status::Identified),
    ("recovering", Status::Monitoring),
    ("watching", Status::Monitoring),
    ("resolved", Status::Resolved),
    ("closed", Status::Resolved),
    ("fixed", Status::Resolved),
    ("recovered", Status::Resolved),
    ("restored", Status::Resolved),
    ("operational", Status::Resolved),
    ("service restored", Status::Resolved),
    ("service is operating normally", Status::Resolved),
    ("false alarm", Status::Resolved),
    ("postmortem", Status::Resolved),
    ("post-mortem", Status::Resolved),
    ("pir", Status::Resolved),
    ("scheduled", Status::Scheduled),
    ("planned", Status::Scheduled),
    ("maintenance scheduled", Status::Scheduled),
    ("in progress", Status::InProgress),
    ("maintenance in progress", Status::InProgress),
    ("verifying", Status::InProgress),
    ("completed", Status::Completed),
    ("maintenance completed", Status::Completed),
    ("maintenance complete", Status::Completed),
    ("cancelled", Status::Completed),
];

/// The phase that a label names, if it is nothing but that name.
pub(super) fn phase(label: &str) -> Option<Status> {
    let label = label.trim_matches(|c: char| !c.is_alphanumeric()).replace('_', " ").to_lowercase();
    PHASES.iter().find(|(name, _)| *name == label).map(|(_, status)| *status)
}

/// The phase that a title carries before or after its words: "[RESOLVED] …", "Resolved: …", "… - Monitoring", "… (Identified)".
pub(super) fn phase_in_title(title: &str) -> Option<Status> {
    phase(title).or_else(|| labels(title).find_map(|(label, _)| phase(label)))
}

/// A title without the phase it carries, so that it stays the same from the first word to the last. One that is nothing
/// but a phase stays as it is.
pub(super) fn bare(title: &str) -> &str {
    let of_a_phase = labels(title).filter(|(label, rest)| phase(label).is_some() && !rest.trim().is_empty());
    of_a_phase.map(|(_, rest)| rest.trim()).next().unwrap_or(title)
}

/// Where an event stands that is not over, by what was last said of it, for feeds without a field for that.
pub(super) fn phase_in_prose(text: &str) -> Status {
    // What has not happened yet is spoken of in the words of what has.
    let text = NOT_YET.iter().fold(text.to_lowercase(), |text, phrase| text.replace(phrase, ""));
    let says = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    match () {
        () if says(&RECOVERED) => Status::Monitoring,
        () if says(&["identified", "mitigation", "mitigated"]) => Status::Identified,
        () => Status::Investigating,
    }
}

const NOT_YET: [&str; 6] = [
    "eta for mitigation",
    "not identified",
    "not yet identified",
    "yet to be identified",
    "once it has been resolved",
    "until it has been resolved",
];

const RECOVERED: [&str; 11] = [
    "has been resolved",
    "have been resolved",
    "is now resolved",
    "is resolved",
    "issue resolved",
    "has been fully mitigated",
    "fully recovered",
    "back up",
    "back to normal",
    "monitoring the situation",
    "continue to monitor",
];

/// The English half of a text that says the same twice: "日本語 | English". Any other text stays as it is.
pub(super) fn english(text: &str) -> &str {
    let is_english = |part: &str| {
        let letters = part.chars().filter(|c| c.is_alphabetic()).count();
        letters > 0 && part.chars().filter(char::is_ascii_alphabetic).count() * 10 >= letters * 9
    };
    let parts = text.split_once(" | ").filter(|(first, second)| is_english(first) != is_english(second));
    parts.map_or(text, |(first, second)| if is_english(first) { first } else { second }).trim()
}

/// What stands before and after the marks that set a label off, each with the rest of the title.
fn labels(title: &str) -> impl Iterator<Item = (&str, &str)> {
    let title = title.trim();
    let swap = |(rest, label)| (label, rest);
    let bracketed_first = title.strip_prefix(['[', '(']).and_then(|rest| rest.split_once([']', ')']));
    let bracketed_last = title.strip_suffix([']', ')']).and_then(|rest| rest.rsplit_once(['[', '('])).map(swap);
    let marks = [":", " - ", " – ", " | "];
    let set_off = marks.into_iter().flat_map(move |mark| [title.split_once(mark), title.rsplit_once(mark).map(swap)]);
    [bracketed_first, bracketed_last].into_iter().chain(set_off).flatten()
}

/// The phase that a line "Status: Resolved" or "State - Monitoring" gives, anywhere in a text.
pub(super) fn phase_in_text(text: &str) -> Option<Status> {
    text.lines().take(20).find_map(|line| {
        let (name, value) = line.split_once([':', '-'])?;
        let name = name.trim().to_lowercase();
        matches!(name.as_str(), "status" | "state" | "current status" | "phase")
            .then(|| phase(value.split(['.', ',']).next()?))?
    })
}

/// Planned work says so in its title or by its phase.
pub(super) fn kind(title: &str, status: Option<Status>) -> Kind {
    let planned = matches!(status, Some(Status::Scheduled | Status::InProgress | Status::Completed));
    if planned || has_word(title, &["maintenance", "wartung", "planned", "upgrade window"]) {
        Kind::Maintenance
    } else {
        Kind::Incident
    }
}

/// How bad it sounds: 3 where it has the phases of an incident and no other word, 4 where it has nothing at all.
pub(super) fn severity(title: &str, categories: &[String], kind: Kind, has_phase: bool) -> Severity {
    if kind == Kind::Maintenance {
        return Severity::Information;
    }
    let said = format!("{title} | {}", categories.join(" | "));
    let softened = has_word(&said, &["partial", "partially", "minor", "some", "intermittent", "brief"]);
    let worst = has_word(&said, &["outage", "unavailable", "down", "critical", "offline", "unreachable"]);
    match () {
        () if worst && !softened => Severity::Critical,
        () if worst || has_word(&said, &["major", "disruption", "disrupted", "outages"]) => Severity::Major,
        () if has_word(&said, &["informational", "information", "notice", "advisory", "rca", "pir"]) => {
            Severity::Information
        }
        () if has_phase || has_word(&said, &MINOR) => Severity::Minor,
        () => Severity::Information,
    }
}

const MINOR: [&str; 22] = [
    "degraded",
    "degradation",
    "performance",
    "elevated",
    "error",
    "errors",
    "latency",
    "delay",
    "delays",
    "delayed",
    "slow",
    "slowness",
    "intermittent",
    "issue",
    "issues",
    "incident",
    "problem",
    "problems",
    "failure",
    "failures",
    "minor",
    "impact",
];

/// Whether a text holds one of these as a whole word, or words.
fn has_word(text: &str, wanted: &[&str]) -> bool {
    let text = text.to_lowercase();
    wanted.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let neighbours = [text[..at].chars().next_back(), text[at + word.len()..].chars().next()];
            neighbours.into_iter().flatten().all(|c| !c.is_alphanumeric())
        })
    })
}

/// Services or regions as they are kept: each once, not too many.
pub(super) fn distinct(names: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let fresh = names.into_iter().filter(|name| !name.is_empty() && seen.insert(name.clone()));
    fresh.take(MAX_LABELS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_where_an_event_stands() {
        for (title, expected) in [
            ("[RESOLVED] API errors", Some(Status::Resolved)),
            ("Resolved: API errors", Some(Status::Resolved)),
            ("RESOLVED - API errors", Some(Status::Resolved)),
            ("API errors (Monitoring)", Some(Status::Monitoring)),
            ("API errors - Identified", Some(Status::Identified)),
            ("Service is operating normally: [RESOLVED] EC2", Some(Status::Resolved)),
            ("Investigating", Some(Status::Investigating)),
            ("[Scheduled] Database upgrade", Some(Status::Scheduled)),
            ("Unresolved questions", None),
            ("Monitoring dashboards are slow", None),
            ("API errors", None),
        ] {
            assert_eq!(phase_in_title(title), expected, "{title}");
        }
    }

    #[test]
    fn a_title_is_the_same_whatever_its_phase() {
        for title in [
            "API errors",
            "[RESOLVED] API errors",
            "Investigating: API errors",
            "API errors - Monitoring",
            "API errors (Identified)",
        ] {
            assert_eq!(bare(title), "API errors", "{title}");
        }
        for title in ["EC2: API errors", "Resolved", "[Resolved]", "Resolved:"] {
            assert_eq!(bare(title), title);
        }
    }

    #[test]
    fn prose_says_where_an_event_stands() {
        for (text, expected) in [
            ("We are investigating increased error rates.", Status::Investigating),
            ("We do not have an ETA for mitigation at this point.", Status::Investigating),
            ("Engineers have identified the cause.", Status::Identified),
            ("Mitigation work is under way. We do not have an ETA for mitigation.", Status::Identified),
            ("Slack is now back up.", Status::Monitoring),
            ("The cause was identified and the issue has been resolved.", Status::Monitoring),
            ("", Status::Investigating),
        ] {
            assert_eq!(phase_in_prose(text), expected, "{text}");
        }
    }

    #[test]
    fn of_two_languages_english_is_read() {
        assert_eq!(english("インスタンスの接続性 | Instance Availability"), "Instance Availability");
        assert_eq!(english("Instance Availability | インスタンス"), "Instance Availability");
        for text in ["API | Console", "インスタンス | 接続性", "API errors", "|", ""] {
            assert_eq!(english(text), text);
        }
    }

    #[test]
    fn texts_say_it_too() {
        assert_eq!(phase_in_text("Outage in EU\nStatus: RESOLVED\nmore"), Some(Status::Resolved));
        assert_eq!(phase_in_text("The status page: nothing"), None);
    }

    #[test]
    fn words_say_how_bad_it_is() {
        let sounds = |title: &str| u8::from(severity(title, &[], kind(title, None), false));
        for (title, expected) in [
            ("Major outage in Frankfurt", 1),
            ("Console is down", 1),
            ("API unavailable", 1),
            ("Partial outage of webhooks", 2),
            ("Service disruption: Increased Error Rates", 2),
            ("Disruption with some services", 2),
            ("Elevated errors", 3),
            ("Slowdown of builds", 4),
            ("Informational message: errors", 4),
            ("Scheduled maintenance of the outage tracker", 4),
            ("New region opened", 4),
        ] {
            assert_eq!(sounds(title), expected, "{title}");
        }
        assert_eq!(severity("Something", &["Outage".into()], Kind::Incident, true), Severity::Critical);
        assert_eq!(severity("Something", &[], Kind::Incident, true), Severity::Minor);
    }
}

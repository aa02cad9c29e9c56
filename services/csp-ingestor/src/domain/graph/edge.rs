//! A pair of events of which one may follow from the other: the evidence for it, and what people say to that.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// From this confidence on (percent) an effect belongs to the incident of its cause. What a provider says in its own
/// words, a monitor or a person reaches it; a declared dependency alone never does.
pub const CONFIDENT: u8 = 75;

/// What a person's confirmation is worth, percent.
const PERSON: u8 = 100;
/// What a monitor's word is worth, percent.
const MONITOR: u8 = 95;
/// What the evidence of machines comes to at most, percent: certain is only what a person says.
const MOST_OF_MACHINES: u8 = 99;

/// What kind of evidence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = EvidenceKind)]
pub enum Kind {
    /// It is known that the one provider runs on the other.
    Declared,
    /// The provider's own words name the other.
    Named,
    /// A service of ours saw it.
    Monitor,
    /// A person says so.
    Person,
}

/// One reason to hold an event for the effect of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What kind of reason.
    pub kind: Kind,
    /// The reason in words: what was said, or what is known.
    pub text: String,
    /// Who says so: the effect's provider, a service of ours or a person; nobody where the catalogue knows it.
    #[serde(default)]
    pub by: Option<String>,
    /// Since when it is known, unix seconds.
    pub at: i64,
    /// How sure it makes by itself, percent.
    pub percent: u8,
}

/// What a person holds of an edge. It sticks, whatever comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = EdgeVerdict)]
pub enum Verdict {
    /// It is so.
    Confirmed,
    /// It is not so, whatever machines find.
    Rejected,
}

/// A pair of events of which one may follow from the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// What it would follow from.
    pub cause: Uuid,
    /// What would follow.
    pub effect: Uuid,
    /// What a person holds of it.
    pub verdict: Option<Verdict>,
    /// The reasons, at most one of a kind, in the order of kinds.
    pub evidence: Vec<Evidence>,
    /// When it last changed, unix seconds.
    pub updated_at: i64,
}

/// Who says something about an edge: a name, and when.
#[derive(Debug, Clone, Copy)]
pub struct Speaker<'a> {
    /// Their name.
    pub name: &'a str,
    /// When they said it, unix seconds.
    pub at: i64,
}

impl Edge {
    /// A pair without any evidence.
    pub fn between(cause: Uuid, effect: Uuid) -> Self {
        Self { cause, effect, verdict: None, evidence: Vec::new(), updated_at: 0 }
    }

    /// The kinds of evidence it has.
    pub fn kinds(&self) -> Vec<Kind> {
        self.evidence.iter().map(|one| one.kind).collect()
    }

    /// How sure it is, percent: what is left to doubt shrinks with each kind of evidence. A person's word settles it.
    pub fn confidence(&self) -> u8 {
        match self.verdict {
            Some(Verdict::Rejected) => return 0,
            Some(Verdict::Confirmed) => return PERSON,
            None => {}
        }
        let doubt =
            self.evidence.iter().fold(10_000_u32, |doubt, one| doubt * u32::from(100 - one.percent.min(100)) / 100);
        let sure = (10_000 - doubt) / 100;
        u8::try_from(sure).unwrap_or(PERSON).min(MOST_OF_MACHINES)
    }

    /// Whether the effect belongs to the incident of the cause.
    pub fn is_confident(&self) -> bool {
        self.confidence() >= CONFIDENT
    }

    /// Whether nothing speaks for it and nobody has spoken about it: it need not be kept.
    pub fn is_hollow(&self) -> bool {
        self.evidence.is_empty() && self.verdict.is_none()
    }

    /// The edge with what the rules find now in the place of what they found before. What they found already keeps its
    /// time.
    #[must_use]
    pub fn reasoned(&self, found: Vec<Evidence>, now: i64) -> Self {
        let mut edge = self.clone();
        let since = |one: Evidence| match self.evidence.iter().find(|known| known.kind == one.kind) {
            Some(known) if known.text == one.text && known.percent == one.percent => known.clone(),
            _ => one,
        };
        edge.evidence.retain(|one| matches!(one.kind, Kind::Monitor | Kind::Person));
        edge.evidence.extend(found.into_iter().map(since));
        edge.changed_from(self, now)
    }

    /// The edge after a person's word on it; without a verdict they take back what they said.
    #[must_use]
    pub fn judged(&self, verdict: Option<Verdict>, note: Option<&str>, by: Speaker<'_>) -> Self {
        let mut edge = Self { verdict, ..self.clone() };
        match verdict {
            None => edge.says(Kind::Person, None, 0, by),
            Some(Verdict::Confirmed) => edge.says(Kind::Person, Some(note.unwrap_or("Confirmed.")), PERSON, by),
            Some(Verdict::Rejected) => edge.says(Kind::Person, Some(note.unwrap_or("Rejected.")), 0, by),
        }
        edge.changed_from(self, by.at)
    }

    /// The edge after a monitor's word: that it sees the one fail with the other, or that it no longer says so.
    #[must_use]
    pub fn seen(&self, confirms: bool, note: Option<&str>, by: Speaker<'_>) -> Self {
        let mut edge = self.clone();
        edge.says(Kind::Monitor, confirms.then(|| note.unwrap_or("Seen by a monitor.")), MONITOR, by);
        edge.changed_from(self, by.at)
    }

    fn says(&mut self, kind: Kind, words: Option<&str>, percent: u8, by: Speaker<'_>) {
        self.evidence.retain(|one| one.kind != kind);
        let says =
            |text: &str| Evidence { kind, text: text.to_owned(), by: Some(by.name.to_owned()), at: by.at, percent };
        self.evidence.extend(words.map(says));
    }

    fn changed_from(mut self, before: &Self, now: i64) -> Self {
        self.evidence.sort_by_key(|one| one.kind);
        if self != *before {
            self.updated_at = now;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNE: Speaker<'_> = Speaker { name: "Anne", at: 50 };

    fn found(kind: Kind, percent: u8, text: &str) -> Evidence {
        Evidence { kind, text: text.to_owned(), by: None, at: 10, percent }
    }

    fn edge(found: Vec<Evidence>) -> Edge {
        Edge::between(Uuid::nil(), Uuid::max()).reasoned(found, 10)
    }

    #[test]
    fn each_kind_of_evidence_leaves_less_to_doubt() {
        let declared = || found(Kind::Declared, 50, "It runs there.");
        let named = || found(Kind::Named, 80, "Their words.");
        assert_eq!((edge(vec![declared()]).confidence(), edge(vec![declared()]).is_confident()), (50, false));
        assert_eq!((edge(vec![named()]).confidence(), edge(vec![named()]).is_confident()), (80, true));
        assert_eq!(edge(vec![named(), declared()]).confidence(), 90);
        assert_eq!(edge(vec![named(), declared()]).kinds(), [Kind::Declared, Kind::Named]);
        assert_eq!(edge(vec![named(), declared()]).seen(true, None, ANNE).confidence(), 99, "certain is only a person");
    }

    #[test]
    fn what_a_person_says_sticks_whatever_is_found_later() {
        let rejected = edge(vec![found(Kind::Named, 80, "a")]).judged(Some(Verdict::Rejected), Some("No."), ANNE);
        let later = rejected.reasoned(vec![found(Kind::Named, 95, "b"), found(Kind::Declared, 50, "c")], 90);
        assert_eq!((later.confidence(), later.verdict), (0, Some(Verdict::Rejected)));
        assert_eq!(later.kinds(), [Kind::Declared, Kind::Named, Kind::Person]);
        assert!(!rejected.reasoned(Vec::new(), 90).is_hollow(), "the word stays when nothing is left to reject");
        assert_eq!(later.judged(None, None, ANNE).confidence(), 97, "taken back, the machines' findings count again");
        let confirmed = edge(Vec::new()).judged(Some(Verdict::Confirmed), None, ANNE);
        assert_eq!((confirmed.reasoned(Vec::new(), 90).confidence(), confirmed.kinds()), (100, vec![Kind::Person]));
        assert!(confirmed.judged(None, None, ANNE).is_hollow());
    }

    #[test]
    fn what_was_found_before_keeps_its_time() {
        let before = edge(vec![found(Kind::Named, 80, "a")]);
        let again = before.reasoned(vec![Evidence { at: 99, ..found(Kind::Named, 80, "a") }], 99);
        assert_eq!(again, before);
        let other = before.reasoned(vec![Evidence { at: 99, ..found(Kind::Named, 80, "b") }], 99);
        assert_eq!((other.evidence[0].at, other.updated_at), (99, 99));
    }

    #[test]
    fn a_monitor_may_take_its_word_back() {
        let seen = edge(Vec::new()).seen(true, Some("Both fail."), ANNE);
        assert_eq!((seen.confidence(), seen.evidence[0].by.as_deref()), (95, Some("Anne")));
        assert!(seen.seen(false, None, ANNE).is_hollow());
    }
}

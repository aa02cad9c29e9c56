//! One event that several feeds of a provider tell of, as RSS beside JSON.
//!
//! Two are one if they bear the same id, or the same address (where each feed shows it once: many pages give all of their
//! events the address of the page), or else the same title, a start within minutes and a word in common. The structured
//! feed wins where they differ; the others add updates, services and regions. Who was known before stays who it is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::event::{self, Event, Observed, Severity};
use super::settings::Settings;

/// How far apart two feeds may date the beginning of the same thing, seconds.
const START_WITHIN: i64 = 15 * 60;
/// From how many characters on the beginning of a text is enough to know it by: feeds cut long texts off.
const TELLING: usize = 40;
/// How much of a text is looked at, in characters.
const LOOKED_AT: usize = 400;
/// How many events of the same title one is held against: a feed must not keep us busy.
const CANDIDATES: usize = 32;
/// Words before a title that say where the event stands, and nothing of what it is.
const PHASES: [&str; 10] = [
    "investigating",
    "identified",
    "monitoring",
    "resolved",
    "update",
    "scheduled",
    "completed",
    "in",
    "progress",
    "new",
];

/// What one feed shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whether statuses and severities are fields of it, and not read from its words.
    pub structured: bool,
    /// The events, each once.
    pub events: Vec<Observed>,
}

/// One event, as all feeds together show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// What they show, under the id that it is known by.
    pub seen: Observed,
    /// The ids by which other feeds call it and that are not known to be it yet.
    pub aliases: Vec<String>,
    /// Whether a structured feed shows it.
    pub structured: bool,
}

/// The parts of one event, the structured first.
#[derive(Default)]
struct Group {
    parts: Vec<Part>,
    feeds: HashSet<usize>,
}

struct Part {
    structured: bool,
    seen: Observed,
    /// What is said of it, as it is compared: of each update.
    texts: Vec<String>,
}

/// Joins what the feeds of a provider show. `known` says for each id that is known which event it is: the id it is kept
/// under.
pub fn join(mut feeds: Vec<Told>, known: &BTreeMap<String, String>) -> Vec<Joined> {
    feeds.sort_by_key(|feed| !feed.structured);
    let addresses: Vec<_> = feeds.iter().map(|feed| once_each(&feed.events)).collect();
    let mut groups: Vec<Group> = Vec::new();
    let (mut by_id, mut by_address) = (HashMap::new(), HashMap::new());
    let mut by_title: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, feed) in feeds.into_iter().enumerate() {
        for seen in feed.events {
            let id = known.get(&seen.external_id).unwrap_or(&seen.external_id).clone();
            let address = seen.url.clone().filter(|url| addresses[number].contains(url));
            let title = title(&seen.title);
            let free = |at: &usize| !groups[*at].feeds.contains(&number);
            let at_address = || address.as_ref().and_then(|url| by_address.get(url)).copied().filter(free);
            let alike = || {
                let same_title = by_title.get(&title).into_iter().flatten().copied();
                let texts = texts(&seen);
                let is_it = |at: &usize| groups[*at].parts.iter().any(|part| is_alike(part, &seen, &texts));
                same_title.filter(free).take(CANDIDATES).find(is_it)
            };
            let joinable = !event::comes_again(&seen.external_id);
            let twin = || if joinable { at_address().or_else(alike) } else { None };
            let at = by_id.get(&id).copied().or_else(twin).unwrap_or(groups.len());
            if at == groups.len() {
                groups.push(Group::default());
            }
            by_id.insert(id, at);
            if let Some(url) = address.filter(|_| joinable) {
                by_address.entry(url).or_insert(at);
            }
            if joinable {
                by_title.entry(title).or_default().push(at);
            }
            groups[at].feeds.insert(number);
            groups[at].parts.push(Part { structured: feed.structured, texts: texts(&seen), seen });
        }
    }
    groups.into_iter().filter_map(|group| group.joined(known)).collect()
}

impl Group {
    fn joined(self, known: &BTreeMap<String, String>) -> Option<Joined> {
        let structured = self.parts.first()?.structured;
        let ids: Vec<String> = self.parts.iter().map(|part| part.seen.external_id.clone()).collect();
        let newest = self
            .parts
            .iter()
            .enumerate()
            .filter(|(_, part)| part.structured == structured)
            // The first of those that are as new as any.
            .max_by_key(|(at, part)| (part.seen.ts_update, std::cmp::Reverse(*at)))
            .map(|(at, _)| at)?;
        let mut parts = self.parts;
        let Part { mut seen, mut texts, .. } = parts.remove(newest);
        for other in parts {
            add(&mut seen, &mut texts, other);
        }
        let identity = ids.iter().find_map(|id| known.get(id)).cloned().unwrap_or_else(|| seen.external_id.clone());
        let is_news = |id: &String| *id != identity && known.get(id) != Some(&identity);
        let aliases: BTreeSet<String> = ids.into_iter().filter(is_news).collect();
        seen.external_id = identity;
        Some(Joined { seen, aliases: aliases.into_iter().collect(), structured })
    }
}

/// Adds to an event what only another feed says of it.
fn add(seen: &mut Observed, texts: &mut Vec<String>, part: Part) {
    let other = part.seen;
    for (update, text) in other.updates.into_iter().zip(part.texts) {
        let told = seen.updates.iter().any(|ours| ours.id == update.id);
        if !told && !texts.iter().any(|ours| same_words(ours, &text)) {
            seen.updates.push(update);
            texts.push(text);
        }
    }
    for (ours, theirs) in [(&mut seen.services, other.services), (&mut seen.regions, other.regions)] {
        let news: Vec<_> = theirs.into_iter().filter(|label| !ours.contains(label)).collect();
        ours.extend(news);
    }
    seen.ts_start = seen.ts_start.or(other.ts_start);
    seen.ts_end = seen.ts_end.or(other.ts_end);
    seen.url = seen.url.take().or(other.url);
    seen.impact = seen.impact.take().or(other.impact);
}

/// A known event as a provider's feed shows it again, where other feeds have told of it too: words that were told by
/// another are not told twice. `by_words` is for a feed without structure that tells of it alone, beside structured ones:
/// it does not change how bad these said that the event is, nor its title. While they do not answer (`partial`), it
/// changes where the event stands only by what it says anew.
pub fn beside(known: &Event, mut seen: Observed, by_words: bool, partial: bool, settings: &Settings) -> Observed {
    let ids: HashSet<String> = seen.updates.iter().map(|update| update.id.clone()).collect();
    // What this feed shows itself it may repeat: that is said twice indeed.
    let others = known.updates.iter().filter(|old| !ids.contains(&old.id));
    let told: Vec<String> = others.map(|old| plain(&old.text)).collect();
    let is_known: HashSet<&str> = known.updates.iter().map(|old| old.id.as_str()).collect();
    seen.updates.retain(|update| {
        let text = plain(&update.text);
        is_known.contains(update.id.as_str()) || !told.iter().any(|old| same_words(old, &text))
    });
    if by_words && partial {
        let newest = known.updates.first().map(|update| update.ts);
        let speaks = seen.updates.iter().any(|update| update.ts > newest);
        if !speaks && !seen.status.is_over() {
            seen.status = known.status;
        }
        seen.over_after = known.over_after;
    }
    // A word for how bad it is comes from a structured feed: of an event without one, there is nothing to be kept.
    if by_words && (partial || known.impact.is_some()) {
        seen.impact.clone_from(&known.impact);
        seen.severity = unmapped(known.severity, &seen, settings);
        seen.title.clone_from(&known.title);
    }
    seen
}

/// The severity that comes to `severity` by what people have settled.
fn unmapped(severity: Severity, seen: &Observed, settings: &Settings) -> Severity {
    let all = [severity, Severity::Critical, Severity::Major, Severity::Minor, Severity::Information];
    let comes_to = |raw: &Severity| settings.severity_of(&Observed { severity: *raw, ..seen.clone() }) == severity;
    all.into_iter().find(comes_to).unwrap_or(severity)
}

/// The addresses that stand at exactly one of the events.
fn once_each(events: &[Observed]) -> HashSet<String> {
    let mut times: HashMap<&String, usize> = HashMap::new();
    for url in events.iter().filter_map(|event| event.url.as_ref()) {
        *times.entry(url).or_default() += 1;
    }
    times.into_iter().filter(|(_, times)| *times == 1).map(|(url, _)| url.clone()).collect()
}

/// Whether two of the same title are one: they began within minutes, and one of them repeats a word of the other, or
/// says none.
fn is_alike(part: &Part, other: &Observed, others: &[String]) -> bool {
    let one = &part.seen;
    let near = one.ts_start.zip(other.ts_start).is_some_and(|(one, other)| (one - other).abs() <= START_WITHIN);
    let silent = |texts: &[String]| texts.iter().all(String::is_empty);
    let shared =
        || part.texts.iter().any(|text| !text.is_empty() && others.iter().any(|other| same_words(text, other)));
    near && one.kind == other.kind && (silent(&part.texts) || silent(others) || shared())
}

/// The texts of an event's updates, as they are compared.
fn texts(seen: &Observed) -> Vec<String> {
    seen.updates.iter().map(|update| plain(&update.text)).collect()
}

fn same_words(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    one == other || (short.chars().count() >= TELLING && long.starts_with(short))
}

/// A title without the words that say where the event stands.
fn title(text: &str) -> String {
    let plain = plain(text);
    let telling = plain.split(' ').skip_while(|word| PHASES.contains(word));
    telling.collect::<Vec<_>>().join(" ")
}

/// Words in lower case with single spaces, and nothing else; of a long text the beginning.
fn plain(text: &str) -> String {
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let words = text[..end].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

//! Follows the changes of events: what each follows from, and whose incident it belongs to.
//!
//! An event that changed is judged ([`judge`]), and wakes those that may follow from it; an event that was woken is
//! judged again. Each step can be taken twice, and by several at once: edges and attachments are written against what
//! was read. What one step costs is bounded: it looks at no more than [`MOST_PARTIES`] providers, and at no more than 50
//! events of each; a change wakes no more than 500 that speak of its provider, and its effects.

pub mod names;

use std::hash::{DefaultHasher, Hash, Hasher};

use boot::random;
use contracts::EventHead;
use identity::{Actor, audit};
use serde_json::Value;
use uuid::Uuid;

use crate::app::App;
use crate::domain::graph::judge::{self, Suspect, is_degraded, is_judged};
use crate::domain::graph::roots::{self, MOST_STEPS, Step, ways_up};
use crate::domain::graph::testimony::testimony;
use crate::domain::graph::{Edge, Evidence};
use crate::domain::{Event, Linked, Provider, dependency};
use crate::error::Error;
use crate::store::{Attached, Attachment, Follower, Heard, Record};

/// The most providers that one event is held against.
const MOST_PARTIES: usize = 32;
/// The most events of either list that one step deals with.
const AT_ONCE: usize = 50;
/// The most rounds in which what changed is caught up with.
const MOST_ROUNDS: usize = 20;
/// How often an attachment is made anew because another came between.
const ATTEMPTS: usize = 8;

/// What events are told of when only the graph has changed: what they are is read when it is told.
pub const CHANGED: &str = "graph.changed";

/// Deals with some of the events that changed and some that were woken; the answer is how many. One that makes no sense
/// is passed over, so that it holds up no other.
pub async fn step(app: &App) -> Result<usize, Error> {
    let changed = follow_some(app).await?;
    let woken = app.store.changed(Follower::Judge, AT_ONCE).await?;
    for (id, waking) in &woken {
        passed_over(*id, judge(app, *id).await)?;
        app.store.settle(Follower::Judge, *id, *waking).await?;
    }
    Ok(changed + woken.len())
}

/// Deals with the events that changed until now, as far as that many rounds go: whoever is judged next finds them.
pub async fn catch_up(app: &App) -> Result<(), Error> {
    for _ in 0..MOST_ROUNDS {
        if follow_some(app).await? < AT_ONCE {
            break;
        }
    }
    Ok(())
}

async fn follow_some(app: &App) -> Result<usize, Error> {
    let changed = app.store.changed(Follower::Graph, AT_ONCE).await?;
    for (id, version) in &changed {
        passed_over(*id, follow(app, *id).await)?;
        app.store.settle(Follower::Graph, *id, *version).await?;
    }
    Ok(changed.len())
}

fn passed_over(id: Uuid, result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(Error::Senseless(cause)) => {
            tracing::error!(%id, cause, "an event is passed over: its causes cannot be told");
            Ok(())
        }
        other => other,
    }
}

/// An event that changed: it is found by others from now on, and judged.
async fn follow(app: &App, id: Uuid) -> Result<(), Error> {
    let Some(record) = there(app, id).await? else { return Ok(()) };
    let provider = app.store.provider_if_any(&record.event.provider).await?;
    let event = &record.event;
    let heard = Heard {
        event,
        party: names::party(&event.provider, provider.as_ref()),
        degraded: is_degraded(event),
        facts: facts(event),
    };
    app.store.heard(&heard, app.clock.now()).await?;
    weigh_and_attach(app, record, provider).await
}

/// Judges an event: keeps what it follows from, what it concerns here, and whose incident it belongs to.
pub async fn judge(app: &App, id: Uuid) -> Result<(), Error> {
    let Some(record) = there(app, id).await? else { return Ok(()) };
    let provider = app.store.provider_if_any(&record.event.provider).await?;
    weigh_and_attach(app, record, provider).await
}

/// The event, with its updates; one that is gone leaves no edges behind.
async fn there(app: &App, id: Uuid) -> Result<Option<Record>, Error> {
    match app.store.event(id).await {
        Ok(record) => Ok(Some(record)),
        Err(Error::NoEvent) => app.store.forget_edges(id).await.map(|()| None),
        Err(error) => Err(error),
    }
}

async fn weigh_and_attach(app: &App, mut record: Record, provider: Option<Provider>) -> Result<(), Error> {
    let now = app.clock.now();
    let concerns = dependency::concerns(&record.event, &app.store.dependencies_on(&record.event.provider).await?);
    if concerns != record.event.concerns {
        let audit = entry(now, "event.concerns", record.event.id.to_string(), concerns.join(", "));
        app.store.keep_concerns(&record.event, &concerns, &head(app), &audit).await?;
        record.event.concerns = concerns;
    }
    if is_judged(&record.event, now) {
        let party = names::party(&record.event.provider, provider.as_ref());
        weigh(app, &record.event, party).await?;
    }
    attach(app, &record.event).await
}

/// Holds an event against those that it may follow from, and keeps the edges.
async fn weigh(app: &App, event: &Event, party: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let vocabulary = app.names.vocabulary(&app.store).await?;
    let testimony = testimony(event, party, &vocabulary);
    let grounds = names::grounds(party);
    let spoken_of = testimony.of.keys().map(String::as_str);
    let mut parties: Vec<&str> = spoken_of.chain(grounds.iter().map(|ground| ground.party.as_str())).collect();
    parties.retain(|other| *other != party);
    parties.sort_unstable();
    parties.dedup();
    parties.truncate(MOST_PARTIES);
    // Noted first: a cause that comes up meanwhile then wakes this event.
    app.store.speaks(event, &parties, now).await?;
    let suspects = app.store.suspects(event, &parties).await?;
    let suspects: Vec<Suspect<'_>> =
        suspects.iter().map(|(party, record)| Suspect { party, event: &record.event }).collect();
    let found = judge::evidence(event, &testimony, &grounds, &suspects, now);
    let known = app.store.causes_of(event.id).await?;
    let lost = known.iter().map(|edge| edge.cause).filter(|cause| found.iter().all(|(id, _)| id != cause));
    let lost: Vec<(Uuid, Vec<Evidence>)> = lost.map(|cause| (cause, Vec::new())).collect();
    for (cause, evidence) in found.into_iter().chain(lost) {
        keep(app, cause, event, &evidence).await?;
    }
    Ok(())
}

async fn keep(app: &App, cause: Uuid, effect: &Event, evidence: &[Evidence]) -> Result<(), Error> {
    let now = app.clock.now();
    let decide = |edge: &Edge| edge.reasoned(evidence.to_vec(), now);
    let audit = |edge: &Edge| {
        let action = if edge.is_hollow() { "edge.lost" } else { "edge.found" };
        let kinds: Vec<String> = edge.kinds().into_iter().map(|kind| format!("{kind:?}").to_lowercase()).collect();
        let detail = format!("{}, {} %", kinds.join(" and "), edge.confidence());
        entry(now, action, format!("{cause}:{}", effect.id), detail)
    };
    match app.store.find_edge((cause, effect.id), &effect.provider, decide, audit).await {
        // One of the two is gone meanwhile, or has as many edges as are kept.
        Ok(_) | Err(Error::NoEvent | Error::TooMany(..)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Lets an event belong to the incident of where it all began, and its provider's trouble be told there.
async fn attach(app: &App, event: &Event) -> Result<(), Error> {
    let now = app.clock.now();
    let mut open = true;
    for _ in 0..ATTEMPTS {
        let before = app.store.root_of(event.id).await?;
        let found = if open { root(app, event).await? } else { None };
        let (old, stood) = before.map_or((None, None), |(root, linked)| (Some(root), linked));
        let stood_there = stood.as_ref().filter(|_| old == found.as_ref().map(|found| found.id));
        let linked = found.as_ref().map(|found| (found.id, Linked::new(event, &found.why, stood_there, now)));
        let left = old.is_some() && old != found.as_ref().map(|found| found.id);
        let gone = stood.clone().filter(|_| left).map(|linked| linked.gone(now));
        let attachment = Attachment {
            event,
            before: old,
            now: linked.as_ref().map(|(root, linked)| (*root, linked)),
            gone: gone.as_ref(),
            confirmed: found.is_some_and(|found| found.confirmed),
        };
        let (action, to) = match &linked {
            Some((root, _)) => ("event.attached", root.to_string()),
            None => ("event.detached", String::new()),
        };
        let audit = entry(now, action, event.id.to_string(), to);
        match app.store.attach(&attachment, &head(app), &audit).await? {
            Attached::Done => return Ok(()),
            Attached::Changed => {}
            // It stands for itself, then.
            Attached::Full => open = false,
        }
    }
    Err(Error::Senseless("an event changes its root without end".to_owned()))
}

/// The event whose incident another belongs to.
struct Root {
    id: Uuid,
    /// What speaks for the first step of the way there.
    why: String,
    /// Whether a person confirmed that step.
    confirmed: bool,
}

/// The event whose incident `event` belongs to, by the way up its surest edges.
async fn root(app: &App, event: &Event) -> Result<Option<Root>, Error> {
    let mut way = vec![Step::on(event)];
    let (mut why, mut confirmed) = (String::new(), false);
    let mut back = None;
    while let Some(last) = way.last().filter(|_| way.len() <= MOST_STEPS) {
        let edges = app.store.causes_of(last.id).await?;
        let Some((edge, step)) = step_up(app, &edges).await? else { break };
        if way.len() == 1 {
            (why, confirmed) = (in_words(edge), edge.verdict.is_some());
        }
        back = way.iter().position(|step| step.id == edge.cause);
        if back.is_some() {
            break;
        }
        way.push(step);
    }
    Ok(roots::root(&way, back).map(|id| Root { id, why, confirmed }))
}

/// The surest of `edges` that leads to an event with an incident, else the surest: planned work that somebody names as one
/// more cause takes nothing away from an incident.
async fn step_up<'a>(app: &App, edges: &'a [Edge]) -> Result<Option<(&'a Edge, Step)>, Error> {
    let ways = ways_up(edges);
    let causes = app.store.events_by_id(ways.iter().map(|edge| edge.cause)).await?;
    let steps = ways.into_iter().filter_map(|edge| Some((edge, Step::on(&causes.get(&edge.cause)?.event))));
    let steps: Vec<(&Edge, Step)> = steps.collect();
    Ok(steps.iter().find(|(_, step)| step.carries).or(steps.first()).copied())
}

/// Why an edge is held to be so, in the words of who says it most surely.
fn in_words(edge: &Edge) -> String {
    let surest = edge.evidence.iter().max_by_key(|one| one.percent);
    let words = |one: &Evidence| match &one.by {
        Some(by) => format!("{by}: “{}”", one.text),
        None => one.text.clone(),
    };
    surest.map(words).unwrap_or_default()
}

/// All that counts of an event for those that may follow from it, in short.
fn facts(event: &Event) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&event.title, &event.services, &event.regions, event.ts_start, event.ts_end).hash(&mut hasher);
    (u8::from(event.severity), event.status.is_over(), event.opened).hash(&mut hasher);
    (event.affects_us, event.dismissed, event.unfollowed).hash(&mut hasher);
    hasher.finish()
}

fn head(app: &App) -> EventHead {
    let now_ms = app.clock.now_ms();
    EventHead::new(random::uuid(now_ms), CHANGED, now_ms.div_euclid(1000), Actor::service(crate::NAME), Value::Null)
}

fn entry(now: i64, action: &str, object: String, detail: String) -> audit::Entry {
    audit::Entry::new(now, Actor::service(crate::NAME), action, &object, detail)
}

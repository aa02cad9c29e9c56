//! Asking all feeds of a provider: host by host, one after the other at each, and none at a host that is left alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use boot::random;
use futures_util::future::try_join_all;
use outbound::{Body, Conditional, FetchError, Fetched};
use tokio::sync::Semaphore;

use super::check;
use crate::app::App;
use crate::dialects::{self, Reading};
use crate::domain::host::{self, Host};
use crate::domain::provider::FeedType;
use crate::error::Error;
use crate::store::{FeedState, Gate, PollState, Subject};

/// How long the one try at a host that failed may take before somebody else may make it, milliseconds.
const PROBE_MS: i64 = 45_000;
/// From this size on a body is read alone: what is made of it takes many times its own memory.
const LARGE: usize = 1024 * 1024;
/// How many bodies are read at a time.
const READERS: u32 = 2;

/// What a question to one feed came to.
#[derive(Debug)]
pub(super) enum Answer {
    /// It is as it was.
    Same,
    /// It was read; and what to ask with next time.
    Read(Box<Reading>, Conditional),
    /// It failed.
    Failed(String),
    /// It failed, which is what is read from it; and on what.
    Down(Box<Reading>, String),
    /// Its host is left alone, and it was not asked.
    LeftAlone(String),
}

/// The answers of a provider's feeds, in their order.
pub(super) type Answers = Vec<(String, Answer)>;

/// The places at which bodies are read, off the runtime: as many as there is memory for.
#[derive(Debug, Clone)]
pub struct Readers(Arc<Semaphore>);

impl Default for Readers {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(READERS as usize)))
    }
}

impl Readers {
    /// Reads a body. Megabytes take a while: on a worker of the runtime they would hold up everything else.
    async fn read(&self, body: Body) -> Result<Reading, String> {
        let seats = if body.bytes.len() > LARGE { READERS } else { 1 };
        let seat = Arc::clone(&self.0).acquire_many_owned(seats).await.map_err(|closed| closed.to_string())?;
        let reading = tokio::task::spawn_blocking(move || {
            let _seat = seat;
            dialects::read(&body.bytes, body.content_type.as_deref())
        });
        match reading.await {
            Ok(read) => read.map_err(|unreadable| unreadable.to_string()),
            Err(broken) => {
                tracing::error!(%broken, "reading a feed broke down");
                Err("the feed could not be read".to_owned())
            }
        }
    }
}

/// Asks every feed of `subject`; `always` asks at hosts that are left alone, too. Where one has changed, or something is
/// missing from the last answers, those that have not changed are asked again for the whole: only all together say what is
/// gone.
pub(super) async fn ask(app: &App, subject: &Subject, always: bool) -> Result<Answers, Error> {
    if subject.provider.feed_type == FeedType::Http {
        return Ok(check::ask(app, subject).await);
    }
    let addresses: Vec<String> = subject.provider.addresses().map(str::to_owned).collect();
    let mut answers = round(app, &addresses, Some(&subject.state), always, subject.ticket).await?;
    let changed = answers.iter().any(|(_, answer)| matches!(answer, Answer::Read(..)));
    let whole = answers.iter().all(|(_, answer)| matches!(answer, Answer::Read(..) | Answer::Same));
    if changed || (whole && subject.state.incomplete) {
        let same = answers.iter().filter(|(_, answer)| matches!(answer, Answer::Same));
        let same: Vec<String> = same.map(|(address, _)| address.clone()).collect();
        let mut again: BTreeMap<_, _> = round(app, &same, None, always, subject.ticket).await?.into_iter().collect();
        for (address, answer) in &mut answers {
            if let Some(whole) = again.remove(address) {
                *answer = whole;
            }
        }
    }
    Ok(answers)
}

/// Asks these feeds once, with what `state` remembers of them; without it, for the whole.
/// `turn` says which of those at one host is first.
async fn round(
    app: &App,
    addresses: &[String],
    state: Option<&PollState>,
    always: bool,
    turn: u64,
) -> Result<Answers, Error> {
    let mut by_host: BTreeMap<Host, Vec<&String>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(Host::of(address)).or_default().push(address);
    }
    if by_host.is_empty() {
        return Ok(Vec::new());
    }
    // Another first each time: one that never answers in time is not to keep those behind it from being asked.
    for feeds in by_host.values_mut() {
        let first = turn % feeds.len() as u64;
        feeds.rotate_left(usize::try_from(first).unwrap_or_default());
    }
    let now_ms = app.clock.now_ms();
    let hosts: Vec<&Host> = by_host.keys().collect();
    let gates = app.store.gate(&hosts, now_ms, now_ms + PROBE_MS, always).await?;
    let lanes = by_host.iter().zip(gates).map(|((host, feeds), gate)| at_host(app, host, gate, feeds, state));
    let mut found: BTreeMap<String, Answer> = try_join_all(lanes).await?.into_iter().flatten().collect();
    Ok(addresses.iter().filter_map(|address| found.remove_entry(address)).collect())
}

/// Asks the feeds at one host, until it fails.
async fn at_host(
    app: &App,
    host: &Host,
    gate: Gate,
    feeds: &[&String],
    state: Option<&PollState>,
) -> Result<Answers, Error> {
    let (failures, probe) = match gate {
        Gate::Away(..) => return Ok(feeds.iter().map(|address| ((*address).clone(), left_alone(gate, app))).collect()),
        Gate::Probe(failures) => (failures, true),
        Gate::Open => (0, false),
    };
    let mut answers = Vec::with_capacity(feeds.len());
    let mut feeds = feeds.iter();
    let mut failed = None;
    for address in feeds.by_ref() {
        let known = state.and_then(|state| state.feeds.get(*address)).map(FeedState::validators).unwrap_or_default();
        let answer = match app.outbound.get(address, &known).await {
            Ok(Fetched::NotModified) if known != Conditional::default() => Answer::Same,
            Ok(Fetched::NotModified) => {
                Answer::Failed("the feed sends nothing, though it was asked for all".to_owned())
            }
            Ok(Fetched::Body(body)) => {
                let validators = body.validators.clone();
                match app.readers.read(body).await {
                    Ok(reading) => Answer::Read(Box::new(reading), validators),
                    Err(unreadable) => Answer::Failed(unreadable),
                }
            }
            Err(error) => {
                failed = patience(&error);
                Answer::Failed(error.to_string())
            }
        };
        answers.push(((*address).clone(), answer));
        if failed.is_some() {
            break;
        }
    }
    if let Some(retry_after) = failed {
        let failures = failures.saturating_add(1);
        let now_ms = app.clock.now_ms();
        let until_ms = now_ms + host::rest_ms(failures, retry_after, random::fraction());
        app.store.host_failed(host, failures, probe, now_ms, until_ms).await?;
        let gate = Gate::Away(failures, until_ms);
        answers.extend(feeds.map(|address| ((*address).clone(), left_alone(gate, app))));
    } else if probe {
        app.store.host_well(host).await?;
    }
    Ok(answers)
}

fn left_alone(gate: Gate, app: &App) -> Answer {
    let seconds = match gate {
        Gate::Away(_, until_ms) => (until_ms - app.clock.now_ms()).max(0) / 1000,
        Gate::Open | Gate::Probe(_) => 0,
    };
    Answer::LeftAlone(format!("its host failed and is left alone for {seconds} s more"))
}

/// Whether a failure is that of the host, and how many seconds it asks for. A host that answers with the fault of a page
/// is well, unless it says that it is asked too much, or when it may be asked again.
#[expect(clippy::option_option, reason = "whether it is the host's, and whether it asked for a while")]
fn patience(error: &FetchError) -> Option<Option<u64>> {
    match error {
        FetchError::Unreachable | FetchError::TooSlow | FetchError::Status(429) => Some(None),
        FetchError::Later { seconds, .. } => Some(Some(*seconds)),
        _ => None,
    }
}

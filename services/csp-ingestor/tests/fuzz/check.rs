//! What must hold whatever was read: no panic, a share of time and memory by the size of the body, and events that hold
//! nothing but what an event may.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use csp_ingestor::dialects::{Reading, read};
use csp_ingestor::domain::{Observed, event};

use crate::MEMORY;

/// The longest that one input took, in milliseconds of the processor's time, and the most memory.
static LONGEST: AtomicU64 = AtomicU64::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Memory: what any input may take, and what it may take more for each byte.
const MEMORY_AT_ALL: usize = 8 * 1024 * 1024;
const MEMORY_A_BYTE: usize = 150;

/// Time of the processor: what any input may take, and what it may take more for each kibibyte, in milliseconds. A
/// program that was not optimised takes ten times what one does that was.
const TIME_AT_ALL: u64 = 1000;
const TIME_A_KIBIBYTE: u64 = 10;

/// Reads a body and looks at what came of it; `whose` names the input.
pub(crate) fn holds(body: &[u8], content_type: Option<&str>, whose: impl Fn() -> String) {
    let (before, begun) = (MEMORY.current_usage(), milliseconds());
    MEMORY.reset_peak_usage();
    let outcome = catch_unwind(AssertUnwindSafe(|| read(body, content_type)));
    let (taken, took) = (MEMORY.peak_usage().saturating_sub(before), milliseconds().saturating_sub(begun));
    LONGEST.fetch_max(took, Ordering::Relaxed);
    MOST.fetch_max(taken, Ordering::Relaxed);
    let kibibytes = u64::try_from(body.len() / 1024).expect("it fits");
    let fault = match outcome {
        Err(_) => Some("it panicked".to_owned()),
        _ if taken > MEMORY_AT_ALL + MEMORY_A_BYTE * body.len() => Some(format!("it took {taken} bytes of memory")),
        _ if took > TIME_AT_ALL + TIME_A_KIBIBYTE * kibibytes => Some(format!("it took {took} ms")),
        Ok(Ok(reading)) => unfit(&reading),
        Ok(Err(error)) => {
            (!one_line(&error.to_string(), 400)).then(|| format!("its refusal is no line of words: {error:?}"))
        }
    };
    if let Some(fault) = fault {
        let kept = std::env::temp_dir().join("polystatus-fuzz-input");
        std::fs::write(&kept, body).unwrap();
        let fault: String = fault.chars().take(2_000).collect();
        panic!("{}: {fault}; the {} bytes are in {}", whose(), body.len(), kept.display());
    }
}

/// The worst of all inputs so far, in words.
pub(crate) fn worst() -> String {
    let (ms, bytes) = (LONGEST.load(Ordering::Relaxed), MOST.load(Ordering::Relaxed));
    format!("at most {ms} ms and {} KiB for one", bytes / 1024)
}

/// The processor's time that this thread has taken: others may keep us waiting.
pub(crate) fn milliseconds() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: u64 = stat.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    nanoseconds / 1_000_000
}

/// What is not as it must be, if anything.
fn unfit(reading: &Reading) -> Option<String> {
    let ids = || reading.events.iter().map(|event| &event.external_id);
    let distinct: std::collections::BTreeSet<_> = ids().collect();
    let fault = match () {
        () if reading.events.len() > 500 => "too many events",
        () if distinct.len() != reading.events.len() => "an id twice",
        () if reading.odd.len() > 20 || !reading.odd.iter().all(|odd| one_line(odd, 200)) => "odd oddities",
        () if !reading.well.iter().chain(&reading.unclear).all(|id| sound(id, 220)) => "an unsound id",
        () if reading.well.len() > 20_000 || reading.unclear.len() > 20_500 => "too many ids",
        () if !reading.said_at.is_none_or(plausible) => "an implausible clock",
        () => return reading.events.iter().find_map(|event| Some(format!("{}: {event:?}", unfit_event(event)?))),
    };
    Some(fault.to_owned())
}

fn unfit_event(event: &Observed) -> Option<&'static str> {
    let times = [event.ts_start, event.ts_update, event.ts_end];
    let labels = || event.services.iter().chain(&event.regions);
    Some(match () {
        () if !sound(&event.external_id, 300) => "an unsound id",
        () if event.title.is_empty() || !one_line(&event.title, 200) => "an unsound title",
        () if event.services.len() > 100 || event.regions.len() > 100 => "too many services or regions",
        () if !labels().all(|label| !label.is_empty() && one_line(label, 200)) => "an unsound service or region",
        () if !event.impact.as_ref().is_none_or(|word| one_line(word, 64)) => "an unsound impact",
        () if !times.into_iter().flatten().all(plausible) => "an implausible time",
        () if !event.over_after.is_none_or(|at| plausible(at - 400 * 86_400)) => "an implausible end of patience",
        () if event.updates.len() > event::MAX_UPDATES => "too many updates",
        () if !event.updates.iter().all(|update| sound(&update.id, 300)) => "an unsound id of an update",
        () if !event.updates.iter().filter_map(|update| update.ts).all(plausible) => "an implausible update",
        () if !event.updates.iter().all(|update| text(&update.text)) => "an unsound text",
        () if event.original.len() > event::MAX_ORIGINAL => "too long an original",
        () if !event.url.as_ref().is_none_or(|url| url.starts_with("http") && url.len() <= 2048) => {
            "an unsound address"
        }
        () => return None,
    })
}

fn plausible(ts: i64) -> bool {
    (900_000_000..4_200_000_000).contains(&ts)
}

fn sound(id: &str, most: usize) -> bool {
    !id.is_empty() && id.len() <= most && !id.chars().any(char::is_control)
}

fn one_line(words: &str, most: usize) -> bool {
    words.chars().count() <= most && !words.chars().any(hides)
}

fn text(words: &str) -> bool {
    words.chars().count() <= 10_000 && !words.chars().any(|c| c != '\n' && hides(c))
}

/// Controls, and marks that turn the direction of what follows.
fn hides(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

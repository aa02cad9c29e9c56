//! Reading a feed in whatever dialect it is written: one file a dialect, recognised by content, never by address.
//!
//! A body that cannot be read is an error, never "all clear". Inside a body that can be read, what is strange is
//! counted and passed over, and the rest is kept.

mod apple;
mod aws;
mod aws_clock;
mod aws_rss;
mod azure;
mod better_stack;
mod component;
mod decode;
mod google_cloud;
mod heroku;
mod history;
pub(crate) mod http;
mod incident_io;
mod instatus;
mod microsoft365;
mod oci;
mod places;
mod plain;
mod salesforce;
mod slack;
mod status_io;
mod statuspage;
mod syndication;
mod upptime;
mod values;
mod words;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::Observed;
pub use crate::domain::dialect::Dialect;
use crate::domain::event::MAX_UPDATES;

/// The most events one reading brings: those under way first, then the newest.
const MAX_EVENTS: usize = 500;

/// The most objects and lists in one document of JSON: each takes memory far beyond its few bytes. The richest page known
/// has a tenth of it.
const MAX_NODES: usize = 250_000;

/// The most values of any kind in one document of JSON.
const MAX_VALUES: usize = 2_000_000;

/// The most ids of what is well, or unclear, that are kept: beyond, nothing is known to be gone.
const MAX_IDS: usize = 20_000;

/// The most different oddities of one reading that are told.
const MAX_ODD: usize = 20;

/// A dialect of JSON: how its shape is known, and how it is read.
struct OfJson {
    is: fn(&Value) -> bool,
    read: fn(&Value) -> Result<Reading, Unreadable>,
}

/// The dialects of JSON; the first whose shape fits is taken, so that the more particular ones come first.
const OF_JSON: &[OfJson] = &[
    OfJson { is: status_io::is, read: |document| Ok(status_io::read(document)) },
    OfJson { is: salesforce::is, read: |document| Ok(salesforce::read(document)) },
    OfJson { is: better_stack::is, read: |document| Ok(better_stack::read(document)) },
    OfJson { is: upptime::is, read: |document| Ok(upptime::read(document)) },
    OfJson { is: incident_io::is, read: |document| Ok(incident_io::read(document)) },
    OfJson { is: instatus::is, read: |document| Ok(instatus::read(document)) },
    OfJson { is: aws::is, read: |document| Ok(aws::read(document)) },
    OfJson { is: apple::is, read: |document| Ok(apple::read(document)) },
    OfJson { is: microsoft365::is, read: |document| Ok(microsoft365::read(document)) },
    OfJson { is: heroku::is, read: |document| Ok(heroku::read(document)) },
    OfJson { is: slack::is, read: |document| Ok(slack::read(document)) },
    OfJson { is: google_cloud::is, read: |document| Ok(google_cloud::read(document)) },
    OfJson { is: oci::is, read: oci::read },
    OfJson { is: statuspage::is, read: statuspage::read },
];

/// What one body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The dialect it was written in.
    pub dialect: Dialect,
    /// When it says it was made, where it does: what was made before the last reading is an old copy.
    pub said_at: Option<i64>,
    /// The events it shows, each once.
    pub events: Vec<Observed>,
    /// The ids of events it says outright are not, or no longer.
    pub well: BTreeSet<String>,
    /// The ids of events it shows, but not so that they can be understood or kept: they are not gone.
    pub unclear: BTreeSet<String>,
    /// Whether it shows things of which not even the id is known: no event that is missing is known to be gone.
    pub partial: bool,
    /// How many things in it were strange and passed over.
    pub oddities: usize,
    /// What they were, each once, as many as are worth a look.
    pub odd: BTreeSet<String>,
}

impl Reading {
    /// A body in which nothing was found yet.
    fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            said_at: None,
            events: Vec::new(),
            well: BTreeSet::new(),
            unclear: BTreeSet::new(),
            partial: false,
            oddities: 0,
            odd: BTreeSet::new(),
        }
    }

    /// A value that is not understood: counted, and nothing in its place.
    fn odd<T>(&mut self, field: &str, value: &Value) -> Option<T> {
        self.oddities += 1;
        if self.odd.len() < MAX_ODD {
            let value: String = value.to_string().chars().take(60).collect();
            self.odd.insert(told(&format!("{field}: {value}")));
        }
        None
    }

    /// The title of an event, one line; a word of our own where there is none.
    fn title(&mut self, name: &Value) -> String {
        let title = name.as_str().map(plain::title).filter(|title| !title.is_empty());
        title.or_else(|| self.odd("name", name)).unwrap_or_else(|| "Untitled".to_owned())
    }

    /// So many things that are left out: counted, and always told.
    fn left_out(&mut self, many: usize, words: String) {
        self.oddities += many;
        if many > 0 {
            self.odd.insert(words);
        }
    }

    /// Something that is there, in a state that is not understood.
    fn unclear(&mut self, external_id: String, field: &str, value: &Value) {
        self.odd::<()>(field, value);
        self.unclear.insert(external_id);
    }

    /// Something that is there and cannot even be told from others.
    fn nameless(&mut self) {
        self.odd::<()>("id", &Value::Null);
        self.partial = true;
    }
}

/// Why a body says nothing. The words are for an operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was sent.
    #[error("the feed sent an empty body")]
    Empty,
    /// A web page, as when a site was moved.
    #[error("the feed sent a web page: look up the address of its RSS, Atom or JSON feed")]
    WebPage,
    /// XML that brings its own grammar.
    #[error("the feed carries a DOCTYPE, which is not read")]
    Doctype,
    /// Neither JSON nor XML.
    #[error("the feed is neither JSON nor XML")]
    Unknown,
    /// Broken JSON.
    #[error("the feed is not valid JSON: {0}")]
    Json(String),
    /// Broken XML, or XML that is no feed.
    #[error("the feed is neither RSS nor Atom: {0}")]
    Xml(String),
    /// JSON of more values than any page needs.
    #[error("the feed holds far more values than a page of this kind needs")]
    TooRich,
    /// JSON in a shape that is not known.
    #[error("the feed is JSON in a form that is not known")]
    Shape,
    /// The right shape, but nothing in it makes sense.
    #[error("nothing in the feed could be made sense of")]
    Nonsense,
    /// Statuspage's one-word summary, from which nothing can be told.
    #[error("this is Statuspage's status.json, which says nothing of incidents: use summary.json beside it")]
    StatusOnly,
}

/// Words for an operator that quote a feed: one line of plain text, not long.
fn told(words: &str) -> String {
    plain::title(words)
}

/// Reads a body. `content_type` helps only where the bytes themselves do not say how they are encoded.
pub fn read(body: &[u8], content_type: Option<&str>) -> Result<Reading, Unreadable> {
    let decoded = decode::text(body, content_type);
    let text = decoded.text.trim_start();
    let mut reading = match text.chars().next() {
        None => return Err(Unreadable::Empty),
        Some('{' | '[' | '"') => read_json(text)?,
        Some('<') => read_xml(text)?,
        Some(_) => {
            read_json(decode::called_with(text).filter(|inside| inside.starts_with('{')).ok_or(Unreadable::Unknown)?)?
        }
    };
    if reading.oddities > 0 && reading.events.is_empty() && reading.well.is_empty() {
        return Err(Unreadable::Nonsense);
    }
    reading.oddities += usize::from(decoded.damaged);
    Ok(bounded(reading))
}

fn read_json(text: &str) -> Result<Reading, Unreadable> {
    if too_rich(text) {
        return Err(Unreadable::TooRich);
    }
    let value: Value = serde_json::from_str(text).map_err(|error| Unreadable::Json(told(&error.to_string())))?;
    let json_feed = value["version"].as_str().is_some_and(|version| version.contains("jsonfeed.org"));
    let mut reading = if json_feed {
        syndication::read(text)?
    } else {
        let dialect = OF_JSON.iter().find(|dialect| (dialect.is)(&value)).ok_or(Unreadable::Shape)?;
        (dialect.read)(&value)?
    };
    // Where nothing is the matter no time is taken for now.
    if !reading.events.is_empty() {
        values::odd_times(&value, &mut |field, value| {
            reading.odd::<()>(field, value);
        });
    }
    Ok(reading)
}

/// Whether JSON would take too much memory once it is taken apart; looked at before, and without taking it apart.
fn too_rich(text: &str) -> bool {
    let (mut nodes, mut values) = (0, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => nodes += 1,
            b',' if !quoted => values += 1,
            _ => {}
        }
    }
    nodes > MAX_NODES || nodes + values > MAX_VALUES
}

fn read_xml(text: &str) -> Result<Reading, Unreadable> {
    match decode::root(text) {
        decode::Root::Doctype { html: true } => Err(Unreadable::WebPage),
        decode::Root::Doctype { html: false } => Err(Unreadable::Doctype),
        decode::Root::Element(name) if name.eq_ignore_ascii_case("html") => Err(Unreadable::WebPage),
        decode::Root::Element(name) if !closes(text, name) => Err(Unreadable::Xml("it breaks off".into())),
        decode::Root::Element(_) => syndication::read(text),
        decode::Root::None => Err(Unreadable::Xml("no element in it".into())),
    }
}

/// Whether a document ends as it began. Parsers of feeds stop reading early, and half a feed looks like a quiet one.
fn closes(text: &str, root: &str) -> bool {
    let last = text.rsplit_once("</").map(|(_, last)| last);
    last.and_then(|last| last.strip_prefix(root)).is_some_and(|rest| rest.trim_start().starts_with('>'))
}

/// One event an id, and not more events than can be kept up with.
fn bounded(mut reading: Reading) -> Reading {
    reading.events.sort_by_key(|event| (!event.status.is_active(), std::cmp::Reverse(event.ts_update)));
    let mut ids = BTreeSet::new();
    let before = reading.events.len();
    reading.events.retain(|event| ids.insert(event.external_id.clone()));
    reading.left_out(before - reading.events.len(), "an id that stands twice: the older event is left out".to_owned());
    let cut_off = reading.events.split_off(reading.events.len().min(MAX_EVENTS));
    reading.left_out(cut_off.len(), format!("more than {MAX_EVENTS} events: the oldest are left out"));
    // What is over may as well be gone.
    let on = cut_off.into_iter().filter(|event| !event.status.is_over());
    reading.unclear.extend(on.map(|event| event.external_id));
    let mut ids_left_out = 0;
    for ids in [&mut reading.unclear, &mut reading.well] {
        if ids.len() > MAX_IDS {
            ids_left_out += ids.len();
            ids.clear();
            reading.partial = true;
        }
    }
    reading.left_out(ids_left_out, format!("more than {MAX_IDS} ids: what is missing is not known to be gone"));
    let updates_left_out = reading.events.iter_mut().map(cut).sum();
    reading.left_out(updates_left_out, format!("more than {MAX_UPDATES} updates of an event: the oldest are left out"));
    reading
}

/// Cuts an event to what one may bear; how many updates it bore beyond.
fn cut(event: &mut Observed) -> usize {
    let mut ids = BTreeSet::new();
    event.updates.retain(|update| ids.insert(update.id.clone()));
    let beyond = event.updates.len().saturating_sub(MAX_UPDATES);
    event.updates.truncate(MAX_UPDATES);
    // Some are put together from parts that are each as long as they may be.
    event.title = plain::short(&event.title);
    event.updates.iter_mut().for_each(|update| update.text = plain::long(&update.text));
    event.impact = event.impact.take().map(|word| word.chars().take(64).collect());
    event.services = words::distinct(std::mem::take(&mut event.services));
    event.regions = words::distinct(std::mem::take(&mut event.regions));
    beyond
}

#[cfg(test)]
mod tests;

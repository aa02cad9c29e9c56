//! Providers' status pages on loopback, each at an address of its own: in several dialects, most of them as they were, some
//! changing, some slow, some failing.

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use problem::Path;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// How long a slow page takes.
const SLOW: Duration = Duration::from_secs(2);

/// How a page behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It is as it was.
    Same,
    /// It is another each time.
    Changing,
    /// It is as it was, and takes its time.
    Slow,
    /// It answers 500: the fault of a page.
    Broken,
    /// It answers 429: its host is left alone.
    Away,
}

/// The `number`th page's manner: of 20, 16 stay the same, 2 change, 1 is slow, and 1 fails, in turn by itself and with its
/// host.
fn manner(number: usize) -> Manner {
    match number % 40 {
        7 => Manner::Broken,
        27 => Manner::Away,
        at => match at % 20 {
            3 | 13 => Manner::Changing,
            11 => Manner::Slow,
            _ => Manner::Same,
        },
    }
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Statuspage's JSON.
    Json,
    /// RSS.
    Rss,
    /// Atom.
    Atom,
}

impl Form {
    /// How the `number`th page is written: each form in turn.
    fn of(number: usize) -> Self {
        match number % 3 {
            0 => Form::Json,
            1 => Form::Rss,
            _ => Form::Atom,
        }
    }

    /// What a feed of this form is said to be where it is registered.
    fn kind(self) -> &'static str {
        match self {
            Form::Json => "json",
            Form::Rss | Form::Atom => "rss",
        }
    }
}

/// How often pages were asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// By the subject.
    pub subject: usize,
    /// By the yardstick.
    pub yardstick: usize,
}

/// All pages.
pub struct Pages {
    addresses: Vec<SocketAddr>,
    served: Arc<Served>,
}

/// What the handlers share.
struct Served {
    /// How often each page was asked by the subject, and by the yardstick.
    subject: Vec<AtomicUsize>,
    yardstick: Vec<AtomicUsize>,
}

impl Pages {
    /// Serves `count` pages until the runtime ends.
    pub async fn serve(count: usize) -> io::Result<Self> {
        let counters = || (0..count).map(|_| AtomicUsize::default()).collect();
        let served = Arc::new(Served { subject: counters(), yardstick: counters() });
        let routes = Router::new()
            .route("/feed/{number}", get(for_subject))
            .route("/bare/{number}", get(for_yardstick))
            .with_state(Arc::clone(&served));
        let mut addresses = Vec::with_capacity(count);
        for number in 0..count {
            let [.., high, low] = u32::try_from(number).unwrap_or_default().to_be_bytes();
            let listener = TcpListener::bind((Ipv4Addr::new(127, 1, high, low), 0)).await?;
            addresses.push(listener.local_addr()?);
            let routes = routes.clone();
            tokio::spawn(async move { axum::serve(listener, routes).await });
        }
        Ok(Self { addresses, served })
    }

    /// What the feed of each is said to be, and where the subject asks for it.
    pub fn feeds(&self) -> impl Iterator<Item = (&'static str, String)> {
        let all = self.addresses.iter().enumerate();
        all.map(|(number, address)| (Form::of(number).kind(), format!("http://{address}/feed/{number}")))
    }

    /// Where the yardstick asks for those that do not fail.
    pub fn bare(&self) -> impl Iterator<Item = String> {
        let all = self.addresses.iter().enumerate().filter(|(number, _)| is_well(*number));
        all.map(|(number, address)| format!("http://{address}/bare/{number}"))
    }

    /// How many do not fail.
    pub fn well(&self) -> usize {
        (0..self.addresses.len()).filter(|number| is_well(*number)).count()
    }

    /// How many the subject has asked at all.
    pub fn known(&self) -> usize {
        self.served.subject.iter().filter(|asked| asked.load(Ordering::Relaxed) > 0).count()
    }

    /// How often those that do not fail were asked.
    pub fn asked(&self) -> Asked {
        let sum = |counters: &[AtomicUsize]| {
            let well = counters.iter().enumerate().filter(|(number, _)| is_well(*number));
            well.map(|(_, asked)| asked.load(Ordering::Relaxed)).sum()
        };
        Asked { subject: sum(&self.served.subject), yardstick: sum(&self.served.yardstick) }
    }
}

fn is_well(number: usize) -> bool {
    !matches!(manner(number), Manner::Broken | Manner::Away)
}

async fn for_subject(State(served): State<Arc<Served>>, Path(number): Path<usize>, headers: HeaderMap) -> Response {
    answer(number, served.subject.get(number), &headers).await
}

async fn for_yardstick(State(served): State<Arc<Served>>, Path(number): Path<usize>, headers: HeaderMap) -> Response {
    answer(number, served.yardstick.get(number), &headers).await
}

async fn answer(number: usize, asked: Option<&AtomicUsize>, headers: &HeaderMap) -> Response {
    let Some(asked) = asked else { return StatusCode::NOT_FOUND.into_response() };
    let before = asked.fetch_add(1, Ordering::Relaxed);
    let edition = match manner(number) {
        Manner::Broken => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Manner::Away => return StatusCode::TOO_MANY_REQUESTS.into_response(),
        Manner::Changing => before,
        Manner::Slow => {
            tokio::time::sleep(SLOW).await;
            0
        }
        Manner::Same => 0,
    };
    let tag = format!("\"{number}-{edition}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let (kind, body) = page(number, edition);
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::ETAG, tag)], body).into_response()
}

/// What is told of each incident of a feed beside what happened: as long as such words are.
const STORY: &str = "We looked into errors of some requests, and what we found is told here in a few words. A part of \
    the machines that keep the queue answered late, so that those in front of them waited, tried again, and made the \
    wait longer for all. We took these machines out, let the others take what had waited, and watched until every \
    request was answered in its usual time. What was sent meanwhile was kept and was not sent twice.";

/// What the page shows in its `edition`th form: as long as such pages are.
fn page(number: usize, edition: usize) -> (&'static str, String) {
    match Form::of(number) {
        Form::Json => ("application/json", statuspage(number, edition).to_string()),
        Form::Rss => ("application/rss+xml", rss(edition)),
        Form::Atom => ("application/atom+xml", atom(edition)),
    }
}

fn statuspage(number: usize, edition: usize) -> Value {
    let components: Vec<Value> = (0..180)
        .map(|at| json!({"id": format!("c{at}"), "name": format!("Service {at}"), "status": "operational"}))
        .collect();
    let said = |at: usize| {
        let body = format!("Investigation number {at} goes on; some requests are slower than usual.");
        json!({"id": format!("u{at}"), "status": "investigating", "body": body, "display_at": moment(at)})
    };
    let updates: Vec<Value> = (0..=edition % 20).rev().map(said).collect();
    let incident = json!({"id": "i1", "name": "Requests are slow", "status": "investigating", "impact": "minor",
        "started_at": moment(0), "incident_updates": updates, "components": []});
    json!({"page": {"id": format!("p{number}"), "updated_at": moment(edition % 20)}, "components": components,
        "incidents": [incident], "scheduled_maintenances": []})
}

fn moment(minute: usize) -> String {
    format!("2026-11-21T22:{:02}:00Z", minute % 60)
}

fn rss(edition: usize) -> String {
    let mut items = String::new();
    for at in 0..25 {
        let words = if at == 0 { format!("Update {}", edition % 20) } else { "It is over.".to_owned() };
        let phase = if at == 0 { "Investigating" } else { "Resolved" };
        let _ = write!(
            items,
            "<item><guid>i{at}</guid><title>{phase}: queue {at} is slow</title><description>{words} {STORY}</description>\
             <pubDate>Sat, 21 Nov 2026 {:02}:00:00 GMT</pubDate></item>",
            23 - at % 24
        );
    }
    format!("<rss version=\"2.0\"><channel><title>Status</title>{items}</channel></rss>")
}

fn atom(edition: usize) -> String {
    let mut entries = String::new();
    for at in 0..25 {
        let words = if at == 0 { format!("Update {}", edition % 20) } else { "It is over.".to_owned() };
        let phase = if at == 0 { "Investigating" } else { "Resolved" };
        let _ = write!(
            entries,
            "<entry><id>tag:e{at}</id><title>{phase}: storage {at} is slow</title><updated>2026-11-21T{:02}:00:00Z\
             </updated><content type=\"html\">&lt;p&gt;{words} {STORY}&lt;/p&gt;</content></entry>",
            23 - at % 24
        );
    }
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>tag:s</id><title>Status</title>\
         <updated>2026-11-21T23:00:00Z</updated>{entries}</feed>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_thousand_most_stay_the_same_and_some_of_each_manner_there_are() {
        let count = |wanted| (0..1000).filter(|number| manner(*number) == wanted).count();
        assert_eq!((count(Manner::Same), count(Manner::Changing), count(Manner::Slow)), (800, 100, 50));
        assert_eq!((count(Manner::Broken), count(Manner::Away)), (25, 25));
    }

    #[test]
    fn every_page_is_as_long_as_the_docs_say() {
        for (number, edition) in (0..3).flat_map(|number| [(number, 0), (number, 19)]) {
            let (kind, body) = page(number, edition);
            assert!((10_000..=20_000).contains(&body.len()), "{kind}, {edition}: {}", body.len());
        }
    }

    #[tokio::test]
    async fn a_page_that_is_known_is_not_sent_again_and_a_changing_one_is() {
        let again = async |number: usize| {
            let asked = AtomicUsize::new(0);
            let first = answer(number, Some(&asked), &HeaderMap::new()).await;
            let tag = first.headers()[header::ETAG].clone();
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, tag)]);
            answer(number, Some(&asked), &headers).await.status()
        };
        assert_eq!((again(0).await, again(3).await), (StatusCode::NOT_MODIFIED, StatusCode::OK));
    }
}

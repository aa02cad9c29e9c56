//! Server-sent events: each change of an event, within a second, to whoever listens.

use std::collections::{HashMap, HashSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use problem::{NoQuery, Problem, ProblemBody};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::events::EventOut;
use crate::App;
use crate::error::Error;
use crate::live::{News, Seat, Told};
use crate::store::{Change, Record, What};

/// How many missed changes are made up for; who missed more reads everything anew.
const MADE_UP: usize = 100;
/// How long one connection lasts: who goes on listening shows anew who they are.
const LONGEST: Duration = Duration::from_secs(600);
const RETRY: Duration = Duration::from_secs(3);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One listener.
struct Listener {
    /// What is to be sent before anything new.
    first: VecDeque<Event>,
    told: Receiver<Told>,
    /// The number of the last change that was sent, or is held to be known.
    sent: u64,
    until: Instant,
    stopping: CancellationToken,
    _seat: Seat,
}

/// Each change of an event, as it happens.
///
/// `event: event` carries one event as it stands in the list, `event: reminder` one reminder of planned work; the `id` is
/// the change's number. `event: resync` says that changes were missed: read the list. `Last-Event-ID` makes up for up to
/// 100 missed changes. The first message bears an `id` and no data: the place from which the stream is complete. A
/// connection lasts ten minutes at most; whoever connects again, with `Last-Event-ID`, misses nothing.
#[utoipa::path(get, path = "/api/v1/csp/events/stream", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last `id` the listener saw")),
    responses(
        (status = 200, description = "Server-sent events", body = String, content_type = "text/event-stream"),
        (status = 400, description = "Parameters, of which the stream takes none", body = ProblemBody,
            content_type = "application/problem+json")))]
pub(super) async fn follow_events(State(app): State<App>, headers: HeaderMap, _: NoQuery) -> Result<Response, Problem> {
    let seat = app.live.seat().ok_or(Error::StreamFull)?;
    // Listening begins before the place is read, so that nothing falls between the two.
    let told = app.live.listen();
    let mut listener = Listener {
        first: VecDeque::new(),
        told,
        sent: app.live.number(),
        until: Instant::now() + LONGEST,
        stopping: app.stopping.clone(),
        _seat: seat,
    };
    match headers.get("last-event-id") {
        Some(last) => listener.catch_up(&app, last).await,
        None => listener.first.push_back(Event::default().retry(RETRY).id(listener.sent.to_string())),
    }
    let events = stream::unfold(listener, |mut listener| async move {
        Some((Ok::<_, Infallible>(listener.next().await?), listener))
    });
    let closed_to_caches = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    let sse = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    Ok((closed_to_caches, sse).into_response())
}

impl Listener {
    /// Makes up for what came after `last`; where that cannot be, the listener is to read everything anew.
    async fn catch_up(&mut self, app: &App, last: &HeaderValue) {
        let last: Option<u64> = last.to_str().ok().and_then(|text| text.trim().parse().ok());
        let missed = match last {
            Some(last) => missed(app, last).await.unwrap_or_else(|cause| {
                tracing::warn!(%cause, "the stream could not be read for a returning listener");
                None
            }),
            None => None,
        };
        if let (Some(last), Some((number, missed))) = (last, missed) {
            self.sent = number;
            self.first.push_back(Event::default().retry(RETRY).id(last.to_string()));
            self.first.extend(missed.iter().map(changed));
        } else {
            self.first.push_back(Event::default().retry(RETRY).id(self.sent.to_string()));
            self.first.push_back(anew());
        }
    }

    /// The next message; none once the service stops, or the listener's time is over.
    async fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.first.pop_front() {
            return Some(event);
        }
        loop {
            let told = tokio::select! {
                () = self.stopping.cancelled() => return None,
                () = tokio::time::sleep_until(self.until) => return None,
                told = self.told.recv() => told,
            };
            match told {
                Ok(Told::News(news)) if news.number > self.sent => {
                    self.sent = news.number;
                    return Some(changed(&news));
                }
                Ok(Told::News(_)) => {}
                Ok(Told::Anew) => {
                    // The numbers may begin anew too, where a backup was restored.
                    self.sent = 0;
                    return Some(anew());
                }
                Err(RecvError::Lagged(_)) => {
                    self.told = self.told.resubscribe();
                    return Some(anew());
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

/// What came after the change `last`, and the number of the last of it; none where that is not known any more.
async fn missed(app: &App, last: u64) -> Result<Option<(u64, Vec<News>)>, Error> {
    let Some(changes) = app.store.missed_changes(last, MADE_UP).await? else { return Ok(None) };
    let number = changes.last().map_or(last, |change| change.number);
    Ok(Some((number, news(app, changes).await?)))
}

/// What listeners are told of these changes: each event once, as it is now, at the place of its last change.
pub(crate) async fn news(app: &App, changes: Vec<Change>) -> Result<Vec<News>, Error> {
    let records = app.store.changed_events(&changes).await?;
    let mut records: HashMap<String, Record> =
        records.into_iter().map(|record| (record.event.id.to_string(), record)).collect();
    let mut seen = HashSet::new();
    let mut news = Vec::with_capacity(changes.len());
    for Change { number, what } in changes.into_iter().rev() {
        match what {
            What::Event(id) if seen.insert(id.clone()) => {
                if let Some(record) = records.remove(&id) {
                    news.push(News { number, kind: "event", line: line(record)? });
                }
            }
            What::Reminder(json) => news.push(News { number, kind: "reminder", line: json.into() }),
            What::Event(_) | What::Unknown => {}
        }
    }
    news.reverse();
    Ok(news)
}

/// An event as it stands in the list: one line of JSON.
fn line(record: Record) -> Result<Arc<str>, Error> {
    let json = serde_json::to_string(&EventOut::listed(record)).map_err(|cause| Error::Senseless(cause.to_string()))?;
    Ok(json.into())
}

fn changed(news: &News) -> Event {
    Event::default().event(news.kind).id(news.number.to_string()).data(&news.line)
}

fn anew() -> Event {
    Event::default().event("resync").data("{}")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::StreamExt;
    use tokio::sync::broadcast;

    use super::*;
    use crate::live::Live;

    fn listener(told: Receiver<Told>) -> Listener {
        let seat = Live::default().seat().unwrap();
        let (until, stopping) = (Instant::now() + LONGEST, CancellationToken::new());
        Listener { first: VecDeque::new(), told, sent: 0, until, stopping, _seat: seat }
    }

    async fn text(event: Event) -> String {
        let body: Body = Sse::new(stream::iter([Ok::<_, Infallible>(event)])).into_response().into_body();
        let chunks: Vec<_> = body.into_data_stream().map(Result::unwrap).collect().await;
        String::from_utf8(chunks.concat()).unwrap()
    }

    fn told(number: u64) -> Told {
        Told::News(News { number, kind: "event", line: "{}".into() })
    }

    #[tokio::test]
    async fn who_falls_behind_is_told_to_read_anew_and_goes_on_from_there() {
        let (teller, told_to) = broadcast::channel(4);
        let mut listener = listener(told_to);
        for number in 1..=6 {
            teller.send(told(number)).unwrap();
        }
        assert!(text(listener.next().await.unwrap()).await.contains("event: resync"));
        teller.send(told(7)).unwrap();
        assert!(text(listener.next().await.unwrap()).await.contains("id: 7"));
    }

    #[tokio::test]
    async fn nothing_is_sent_twice() {
        let (teller, told_to) = broadcast::channel(4);
        let mut listener = listener(told_to);
        listener.sent = 5;
        for number in [4, 5, 6] {
            teller.send(told(number)).unwrap();
        }
        assert!(text(listener.next().await.unwrap()).await.contains("id: 6"));
    }

    #[tokio::test]
    async fn nobody_listens_for_longer_than_their_time() {
        let (_teller, told_to) = broadcast::channel(4);
        let mut listener = Listener { until: Instant::now(), ..listener(told_to) };
        assert!(listener.next().await.is_none());
    }
}

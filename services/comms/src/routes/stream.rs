//! Server-sent events: each public change, within a second, to whoever listens.

use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use contracts::Standing;
use futures_util::stream;
use problem::{Problem, ProblemBody};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::{Position, PublicIncident};
use crate::error::Error;
use crate::live::{Live, Told, line};
use crate::store::Change;

/// How many missed changes are made up for; who missed more reads everything anew.
const MADE_UP: usize = 100;
const RETRY: Duration = Duration::from_secs(3);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// One reader of the stream.
struct Reader {
    /// What is to be sent before anything new.
    first: VecDeque<Event>,
    told: Receiver<Told>,
    /// The last change that was sent, or is held to be known.
    sent: Position,
    live: Arc<Live>,
    /// Whether the last message was sent.
    ended: bool,
    stopping: CancellationToken,
    _seat: Seat,
}

/// A seat taken, and counted while it is.
struct Seat(#[expect(dead_code, reason = "held, and given back by being dropped")] OwnedSemaphorePermit);

/// Each public change as it happens.
///
/// `event: incident` carries one public incident whole, its `id` the place in the stream. `event: resync` says that
/// changes were missed: read the summary. `Last-Event-ID` makes up for up to 100 missed changes. The first message
/// bears an `id` and no data: the place from which the stream is complete. `event: closed` is the last message before
/// the stream ends because the public side was switched off.
#[utoipa::path(get, path = "/api/v1/public/stream", tag = "public",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last `id` the reader saw")),
    responses(
        (status = 200, description = "Server-sent events, without end", body = String, content_type = "text/event-stream"),
        (status = 404, description = "The public side is switched off", body = ProblemBody,
            content_type = "application/problem+json")))]
pub(crate) async fn follow(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let permit = Arc::clone(&app.seats).try_acquire_owned().map_err(|_| Error::StreamFull)?;
    // Listening begins before the past is read, so that nothing falls between the two.
    let told = app.live.listen();
    let here = app.live.open_view()?.position;
    let mut reader = Reader {
        first: VecDeque::new(),
        told,
        sent: here,
        live: Arc::clone(&app.live),
        ended: false,
        stopping: app.stopping.clone(),
        _seat: Seat::taken(permit),
    };
    match headers.get("last-event-id") {
        Some(last) => reader.catch_up(&app, last).await,
        None => reader.first.push_back(Event::default().retry(RETRY).id(here.to_string())),
    }
    let events =
        stream::unfold(reader, |mut reader| async move { Some((Ok::<_, Infallible>(reader.next().await?), reader)) });
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let closed_to_caches = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((closed_to_caches, Sse::new(events).keep_alive(keep_alive)).into_response())
}

impl Reader {
    /// Makes up for what came after `last`; where that cannot be, the reader is to read everything anew.
    async fn catch_up(&mut self, app: &App, last: &HeaderValue) {
        let last: Option<Position> = last.to_str().ok().and_then(|text| text.trim().parse().ok());
        let missed = match last {
            Some(last) => app.store.missed(last, MADE_UP).await.unwrap_or_else(|cause| {
                tracing::warn!(%cause, "the public stream could not be read for a returning reader");
                None
            }),
            None => None,
        };
        if let (Some(last), Some(missed)) = (last, missed) {
            self.sent = missed.last().map_or(last, |change| change.at);
            self.first.push_back(Event::default().retry(RETRY).id(last.to_string()));
            self.first.extend(latest(missed).into_iter().map(|(at, incident)| changed(at, &line(&incident))));
        } else {
            self.first.push_back(Event::default().retry(RETRY).id(self.sent.to_string()));
            self.first.push_back(anew());
        }
    }

    /// The next message; none once the service stops, or after the last word.
    async fn next(&mut self) -> Option<Event> {
        if self.ended {
            return None;
        }
        if self.live.shown() == Standing::Off {
            return Some(self.last());
        }
        if let Some(event) = self.first.pop_front() {
            return Some(event);
        }
        loop {
            let told = tokio::select! {
                () = self.stopping.cancelled() => return None,
                told = self.told.recv() => told,
            };
            if self.live.shown() == Standing::Off {
                return Some(self.last());
            }
            match told {
                Ok(Told::Changed { at, incident }) if at > self.sent => {
                    self.sent = at;
                    return Some(changed(at, &incident));
                }
                Ok(Told::Changed { .. }) => {}
                // Closed, and yet shown: it was switched on again before we looked.
                Ok(Told::Anew | Told::Closed) => return Some(anew()),
                Err(RecvError::Lagged(_)) => {
                    self.told = self.told.resubscribe();
                    return Some(anew());
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// The last message: the public side was switched off.
    fn last(&mut self) -> Event {
        self.ended = true;
        Event::default().event("closed").data("{}")
    }
}

fn changed(at: Position, incident: &str) -> Event {
    Event::default().event("incident").id(at.to_string()).data(incident)
}

fn anew() -> Event {
    Event::default().event("resync").data("{}")
}

impl Seat {
    fn taken(permit: OwnedSemaphorePermit) -> Self {
        metrics::gauge!("public_streams_open").increment(1);
        Self(permit)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        metrics::gauge!("public_streams_open").decrement(1);
    }
}

/// The last of the changes of each incident, in their order: each tells the whole of it.
fn latest(changes: Vec<Change>) -> Vec<(Position, PublicIncident)> {
    let mut seen = HashSet::new();
    let newest_first = changes.into_iter().rev().filter_map(|change| Some((change.at, change.incident?)));
    let mut latest: Vec<_> = newest_first.filter(|(_, incident)| seen.insert(incident.id.clone())).collect();
    latest.reverse();
    latest
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::StreamExt;
    use tokio::sync::{Semaphore, broadcast};

    use super::*;

    fn reader(told: Receiver<Told>) -> Reader {
        let permit = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let (first, sent, stopping) = (VecDeque::new(), Position::default(), CancellationToken::new());
        let live = Arc::new(Live::new());
        Reader { first, told, sent, live, ended: false, stopping, _seat: Seat::taken(permit) }
    }

    async fn text(event: Event) -> String {
        let body: Body = Sse::new(stream::iter([Ok::<_, Infallible>(event)])).into_response().into_body();
        let chunks: Vec<_> = body.into_data_stream().map(Result::unwrap).collect().await;
        String::from_utf8(chunks.concat()).unwrap()
    }

    fn told(at: &str) -> Told {
        Told::Changed { at: at.parse().unwrap(), incident: "{}".into() }
    }

    #[tokio::test]
    async fn who_falls_behind_is_told_to_read_anew_and_goes_on_from_there() {
        let (teller, listener) = broadcast::channel(4);
        let mut reader = reader(listener);
        for count in 1..=6 {
            teller.send(told(&format!("{count}-0"))).unwrap();
        }
        assert!(text(reader.next().await.unwrap()).await.contains("event: resync"));
        teller.send(told("7-0")).unwrap();
        assert!(text(reader.next().await.unwrap()).await.contains("id: 7-0"));
    }

    #[tokio::test]
    async fn nothing_is_sent_twice() {
        let (teller, listener) = broadcast::channel(4);
        let mut reader = reader(listener);
        reader.sent = "5-1".parse().unwrap();
        for at in ["5-0", "5-1", "5-2"] {
            teller.send(told(at)).unwrap();
        }
        assert!(text(reader.next().await.unwrap()).await.contains("id: 5-2"));
    }
}

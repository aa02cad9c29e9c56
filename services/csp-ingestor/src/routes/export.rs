//! The history as a file, however long it is: pages are read as fast as the reader takes them, and no faster.
//!
//! A file that is whole ends as HTTP says (the last chunk); one that is not is cut without that, and every client tells
//! the two apart: curl ends with status 18, browsers call the download failed.

mod rows;

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use problem::{Cursor, Problem, ProblemBody, Query};
use serde::{Deserialize, Serialize};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::domain::calendar::date;
use crate::domain::provider::Name;
use crate::error::Error;
use crate::store::{Record, Search};

/// How many events are read at once.
const PAGE: usize = 200;
/// How many of them are read with all their words at once: each may have hundreds of kilobytes.
const WHOLE: usize = 8;
/// How long a reader may leave us waiting before a file is cut.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a file may take in all.
const DEADLINE: Duration = Duration::from_secs(3600);
/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum Format {
    /// RFC 4180: a line of names, then a line for each event, times as in 2026-11-22T09:30:00Z.
    Csv,
    /// A JSON object in each line: the event with all that was said about it.
    Ndjson,
}

/// What to write.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// How to write it.
    #[param(inline)]
    format: Format,
    /// Only events of this provider.
    provider: Option<String>,
    /// Only those that began then or later, unix seconds.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    #[param(minimum = 0, maximum = 253_402_300_799_i64)]
    from: Option<i64>,
    /// Only those that began then or before, unix seconds.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    #[param(minimum = 0, maximum = 253_402_300_799_i64)]
    to: Option<i64>,
}

/// The events as a file, newest first: what there is when it is asked for.
///
/// A file that could not be finished is cut without the last chunk of HTTP: a client that reports an incomplete
/// transfer (curl: status 18) has a part of it. A reader who takes nothing for a minute is cut off, and so is a file
/// that takes an hour.
#[utoipa::path(get, path = "/api/v1/csp/export", tag = "over time", params(ExportQuery),
    responses(
        (status = 200, description = "The file",
            headers(("Content-Disposition" = String, description = "Its name, as in `attachment; filename=\"events-2026-11-22.csv\"`")),
            content((String = "text/csv"), (String = "application/x-ndjson"))),
        (status = 429, description = "Too many files are on their way", body = ProblemBody, content_type = "application/problem+json")))]
pub(super) async fn export_events(
    State(app): State<App>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let seat = Arc::clone(&app.exports).try_acquire_owned().map_err(|_| Error::ExportsFull)?;
    let provider = query.provider.as_deref().map(str::parse::<Name>).transpose();
    let search = provider.ok().map(|name| Search {
        provider: name.map(|name| name.to_string()),
        from: query.from,
        to: query.to,
        ..Search::default()
    });
    let named = search.as_ref().and_then(|search| search.provider.as_deref());
    let of = named.map(|name| format!("-{name}")).unwrap_or_default();
    let (kind, ending) = match query.format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Format::Ndjson => ("application/x-ndjson", "ndjson"),
    };
    let day = date(app.clock.now(), &app.zone);
    let name = format!("attachment; filename=\"events{of}-{day}.{ending}\"");
    let name = HeaderValue::from_str(&name).map_err(|cause| Problem::internal(&cause))?;
    let mut export = Export { app, format: query.format, search, waiting: VecDeque::new(), cursor: None, written: 0 };
    // The first page is read before anything is promised: a store that is away is a problem, and no broken file.
    let first = export.first().await?;
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(send(export, first, sender, seat));
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body(receiver)).into_response())
}

/// A part of a file on its way.
enum Part {
    Text(Vec<u8>),
    /// There is no more.
    End,
}

/// Sends a file part by part, each when the one before is taken.
async fn send(mut export: Export, first: Vec<u8>, reader: mpsc::Sender<Part>, _seat: OwnedSemaphorePermit) {
    let deadline = Instant::now() + DEADLINE;
    let mut part = Part::Text(first);
    loop {
        let is_end = matches!(part, Part::End);
        if reader.send_timeout(part, PATIENCE).await.is_err() {
            return tracing::info!(events = export.written, "an export was given up by its reader");
        }
        if is_end {
            return;
        }
        part = match export.next().await {
            Ok(_) if Instant::now() > deadline => {
                return tracing::warn!(events = export.written, "an export took too long and was cut");
            }
            Ok(Some(text)) => Part::Text(text),
            Ok(None) => Part::End,
            Err(cause) => return tracing::error!(%cause, events = export.written, "an export was cut"),
        };
    }
}

/// What `receiver` gets as a body, which breaks where the end does not come.
fn body(receiver: mpsc::Receiver<Part>) -> Body {
    Body::from_stream(stream::unfold(Some(receiver), |receiver| async move {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Part::Text(text)) => Some((Ok(Bytes::from(text)), Some(receiver))),
            Some(Part::End) => None,
            None => Some((Err(io::Error::other("the export was cut")), None)),
        }
    }))
}

/// A file that is being written.
struct Export {
    app: App,
    format: Format,
    /// Which events; none of a provider whose name cannot be one.
    search: Option<Search>,
    /// Events that are read and not written.
    waiting: VecDeque<Record>,
    /// Below what the next page starts; none at the end.
    cursor: Option<Cursor>,
    written: u64,
}

impl Export {
    /// The head of the file, and its first events.
    async fn first(&mut self) -> Result<Vec<u8>, Error> {
        let mut text = if self.format == Format::Csv { rows::head()? } else { Vec::new() };
        self.read().await?;
        text.extend(self.write().await?);
        Ok(text)
    }

    /// The next events; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        while self.waiting.is_empty() {
            if self.cursor.is_none() {
                return Ok(None);
            }
            self.read().await?;
        }
        self.write().await.map(Some)
    }

    /// Reads a page, of which nothing may be what is asked for.
    async fn read(&mut self) -> Result<(), Error> {
        let Some(search) = &self.search else { return Ok(()) };
        let page = self.app.store.search(search, self.cursor, PAGE).await?;
        self.cursor = page.next;
        self.waiting.extend(page.items);
        Ok(())
    }

    /// Writes some of the events that were read.
    async fn write(&mut self) -> Result<Vec<u8>, Error> {
        let before = self.waiting.len();
        let text = match self.format {
            Format::Csv => rows::csv(self.waiting.drain(..))?,
            Format::Ndjson => {
                let some: Vec<Record> = self.waiting.drain(..before.min(WHOLE)).collect();
                rows::ndjson(self.app.store.with_updates(&some).await?)?
            }
        };
        self.written += u64::try_from(before - self.waiting.len()).unwrap_or_default();
        Ok(text)
    }
}

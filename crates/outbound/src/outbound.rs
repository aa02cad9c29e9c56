//! The client itself: one guarded request, hop by hop.

use std::sync::Arc;

use futures_util::StreamExt;
use jiff::fmt::rfc2822;
use reqwest::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use crate::fetch::{Body, Conditional, FetchError, Fetched};
use crate::lookup::{Filtering, Source};
use crate::policy::Policy;
use crate::target::{self, Reach, Refused, Target};

/// How we introduce ourselves: some sites turn away the default names of HTTP libraries.
pub const USER_AGENT: &str = "PolyStatus/0.1 (+status ingestion)";

/// What feeds are served as.
const ACCEPTED: &str =
    "application/json, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// A header kept or sent back is at most this long; a peer cannot make us store a novel.
const MAX_HEADER: usize = 512;

/// What gzip begins with, and no text does.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// The door to foreign URLs. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    policy: Arc<Policy>,
    public: Client,
    allowed: Client,
    /// One for each large body that may be held.
    seats: Arc<Semaphore>,
}

impl Outbound {
    /// Builds the door. Fails only where TLS cannot be set up, as without any trust root.
    pub fn new(policy: Policy) -> Result<Self, reqwest::Error> {
        Self::with_source(policy, Source::System)
    }

    pub(crate) fn with_source(policy: Policy, source: Source) -> Result<Self, reqwest::Error> {
        let policy = Arc::new(policy);
        let client = |reach| client(Filtering { policy: Arc::clone(&policy), reach, source: source.clone() });
        let seats = Arc::new(Semaphore::new(policy.large_bodies));
        Ok(Outbound { public: client(Reach::Public)?, allowed: client(Reach::Allowed)?, policy, seats })
    }

    /// Judges a URL without asking anybody: for the moment it is registered.
    pub fn check_url(&self, text: &str) -> Result<Url, Refused> {
        target::parse(&self.policy, text).map(|target| target.url)
    }

    /// Asks for a URL: a good answer whole and in time, or the reason why not.
    pub async fn get(&self, url: &str, known: &Conditional) -> Result<Fetched, FetchError> {
        let deadline = Instant::now() + self.policy.deadline;
        let mut target = target::parse(&self.policy, url)?;
        for _ in 0..=self.policy.max_redirects {
            let response =
                timeout_at(deadline, self.ask(&target, known)).await.map_err(|_| FetchError::Unreachable)??;
            match response.status() {
                StatusCode::NOT_MODIFIED => return Ok(Fetched::NotModified),
                status if status.is_success() => {
                    return self.read(response, target.url, deadline).await.map(Fetched::Body);
                }
                status if follows(status) => target = self.next(&target.url, response.headers())?,
                status => return Err(failed(status, response.headers())),
            }
        }
        Err(FetchError::RedirectsTooMany { limit: self.policy.max_redirects })
    }

    async fn ask(&self, target: &Target, known: &Conditional) -> Result<Response, FetchError> {
        let client = match target.reach {
            Reach::Public => &self.public,
            Reach::Allowed => &self.allowed,
        };
        let mut request = client.get(target.url.clone()).header(ACCEPT, ACCEPTED);
        for (name, value) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
                request = request.header(name, value);
            }
        }
        request.send().await.map_err(|error| {
            tracing::debug!(host = target.url.host_str(), %error, cause = ?error, "foreign address does not answer");
            FetchError::Unreachable
        })
    }

    /// Where a redirect leads: judged like any URL, and never from https back to http.
    fn next(&self, from: &Url, headers: &HeaderMap) -> Result<Target, FetchError> {
        let location = text(headers, LOCATION, usize::MAX).ok_or(FetchError::RedirectBroken)?;
        let url = from.join(&location).map_err(|_| FetchError::RedirectBroken)?;
        if from.scheme() == "https" && url.scheme() == "http" {
            return Err(FetchError::RedirectRefused(Refused::Scheme));
        }
        target::judge(&self.policy, url).map_err(FetchError::RedirectRefused)
    }

    async fn read(&self, response: Response, final_url: Url, mut deadline: Instant) -> Result<Body, FetchError> {
        let limit = self.policy.max_bytes;
        let headers = response.headers();
        // The client takes the header away from what it decodes: what is left are layers it did not undo.
        if headers.get_all(CONTENT_ENCODING).iter().any(|encoding| encoding != "identity") {
            return Err(FetchError::Encoding);
        }
        let content_type = text(headers, CONTENT_TYPE, MAX_HEADER);
        let validators = Conditional { etag: text(headers, ETAG, MAX_HEADER), last_modified: last_modified(headers) };
        let mut bytes = Vec::new();
        let mut seat = None;
        let mut chunks = response.bytes_stream();
        while let Some(chunk) = timeout_at(deadline, chunks.next()).await.map_err(|_| FetchError::TooSlow)? {
            let chunk = chunk.map_err(|_| FetchError::Broken)?;
            let length = bytes.len() + chunk.len();
            if length > limit {
                return Err(FetchError::TooLarge { limit });
            }
            if length > self.policy.small_bytes && seat.is_none() {
                let asked = Instant::now();
                seat = Some(self.seat().await?);
                deadline += asked.elapsed();
            }
            bytes.extend_from_slice(&chunk);
        }
        // Two headers are two layers, of which the client undoes one and forgets the other.
        if bytes.starts_with(&GZIP) {
            return Err(FetchError::Encoding);
        }
        Ok(Body { bytes, content_type, validators, final_url, _seat: seat })
    }

    /// A seat for a large body. The peer is not to blame for the wait; it is bounded all the same.
    async fn seat(&self) -> Result<OwnedSemaphorePermit, FetchError> {
        let seat = timeout(self.policy.deadline, Arc::clone(&self.seats).acquire_owned()).await;
        // Nobody closes the semaphore: the one error left is the wait that was too long.
        seat.ok().and_then(Result::ok).ok_or(FetchError::TooSlow)
    }
}

fn client(resolver: Filtering) -> Result<Client, reqwest::Error> {
    #[expect(clippy::disallowed_methods, reason = "this is the door the lint points to")]
    let builder = Client::builder();
    builder
        .user_agent(USER_AGENT)
        .connect_timeout(resolver.policy.connect_timeout)
        .redirect(redirect::Policy::none())
        // A proxy named in the environment would resolve names itself, behind the filter's back.
        .no_proxy()
        .referer(false)
        .pool_max_idle_per_host(1)
        .dns_resolver(Arc::new(resolver))
        .build()
}

fn follows(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The failure that a status is. Of those that pass (429, 503) the peer may say when.
fn failed(status: StatusCode, headers: &HeaderMap) -> FetchError {
    let passes = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    match retry_after(headers).filter(|_| passes) {
        Some(seconds) => FetchError::Later { status: status.as_u16(), seconds },
        None => FetchError::Status(status.as_u16()),
    }
}

/// `Retry-After` in seconds: a number, or a date by the peer's own clock.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let value = text(headers, RETRY_AFTER, MAX_HEADER)?;
    value.trim().parse().ok().or_else(|| {
        let wait = second(&value)? - second(&text(headers, DATE, MAX_HEADER)?)?;
        Some(u64::try_from(wait).unwrap_or(0))
    })
}

fn text(headers: &HeaderMap, name: HeaderName, longest: usize) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= longest).then(|| value.to_owned())
}

/// When the body was last changed, where that tells it from its next change: dates count whole seconds, so that a body
/// sent in the second of its change may be followed by another of the same date.
fn last_modified(headers: &HeaderMap) -> Option<String> {
    let changed = text(headers, LAST_MODIFIED, MAX_HEADER)?;
    let age = second(&text(headers, DATE, MAX_HEADER)?)? - second(&changed)?;
    (age > 1).then_some(changed)
}

/// A date of HTTP's in unix seconds.
fn second(date: &str) -> Option<i64> {
    rfc2822::parse(date).ok().map(|date| date.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_inside_is_never_dialled() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = [vec!["127.0.0.1".parse().unwrap()], vec!["::1".parse().unwrap(), "127.0.0.1".parse().unwrap()]];
        let source = Source::Scripted(Arc::new(Mutex::new(answers.into_iter().collect())));
        let policy = Policy::allowing(vec!["127.0.0.2/32".parse().unwrap()]);
        let outbound = Outbound::with_source(policy, source).unwrap();
        for _ in 0..2 {
            let url = format!("http://feed.example:{port}/");
            assert_eq!(outbound.get(&url, &Conditional::default()).await.unwrap_err(), FetchError::Unreachable);
        }
        assert!(listener.accept().is_err(), "nothing may have knocked");
    }
}

//! What a request brings, and how it can fail.

use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use crate::target::Refused;

/// What we hold already: a peer that still has the same answers with nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditional {
    /// The `ETag` of the last body.
    pub etag: Option<String>,
    /// The `Last-Modified` of the last body, as it was written.
    pub last_modified: Option<String>,
}

/// An answer that counts as good.
#[derive(Debug)]
pub enum Fetched {
    /// What we hold is still what the peer has (304).
    NotModified,
    /// A whole body.
    Body(Body),
}

/// A body read to its end, decompressed.
#[derive(Debug)]
pub struct Body {
    /// The bytes, at most [`crate::Policy::max_bytes`].
    pub bytes: Vec<u8>,
    /// The `Content-Type`, as it was written.
    pub content_type: Option<String>,
    /// What to ask with next time.
    pub validators: Conditional,
    /// Where the redirects ended.
    pub final_url: Url,
    /// The seat of a large body: whoever lets go of the body makes room for the next.
    pub(crate) _seat: Option<OwnedSemaphorePermit>,
}

/// Why there is no answer. The words are for an operator: they tell what to do about a feed, and nothing about our
/// network. Refused, unknown, forbidden and silent addresses read the same, so that nobody scans through us.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The URL itself is refused.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// A redirect led somewhere that is refused.
    #[error("the feed redirects to an address that is not asked for: {0}")]
    RedirectRefused(Refused),
    /// A redirect says not, or not legibly, where to.
    #[error("the feed redirects without saying where to")]
    RedirectBroken,
    /// Too many redirects in a row.
    #[error("the feed redirects more than {limit} times")]
    RedirectsTooMany {
        /// How many are followed.
        limit: usize,
    },
    /// No connection came about, or it ended before an answer began.
    #[error("the address does not answer")]
    Unreachable,
    /// The answer began but did not end in time.
    #[error("the answer took too long")]
    TooSlow,
    /// The answer broke off or could not be decompressed.
    #[error("the answer broke off or is damaged")]
    Broken,
    /// The answer is larger than we read.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The most that is read.
        limit: usize,
    },
    /// The answer is compressed in a way we do not read.
    #[error("the answer is compressed in a way that is not read")]
    Encoding,
    /// The peer answered with a failure.
    #[error("the address answered with status {0}")]
    Status(u16),
    /// The peer answered with a failure and said when to come again (`Retry-After`).
    #[error("the address answered with status {status} and asks for {seconds} s of patience")]
    Later {
        /// The status: 429 or 503.
        status: u16,
        /// In how many seconds it may be asked again, as it says: any number.
        seconds: u64,
    },
}

//! Pages of a list: `?limit=&cursor=`, `Link: …; rel="next"`, `X-Total-Count`.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::{FieldError, Json, Problem};

/// How many items a page has when the caller does not say.
const DEFAULT_LIMIT: u16 = 50;

/// The parameters of a list that has no filters of its own.
#[derive(Debug, Clone, Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    pub cursor: Option<String>,
}

/// A place in a list: below the item with sequence `before`, under the filters it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Items with a smaller sequence come next.
    pub before: u64,
}

impl Cursor {
    /// Reads a cursor that was made with these `filters` (any stable text of them); with others it is a 400.
    pub fn parse(text: Option<&str>, filters: &str) -> Result<Option<Self>, Problem> {
        let Some(text) = text else { return Ok(None) };
        let refused = |detail: &str| Problem::invalid(vec![FieldError::new("?cursor", detail)]);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refused("must be a cursor from a Link header"))?;
        let (Some(before), Some(mark)) = (bytes.first_chunk::<8>(), bytes.get(8..)) else {
            return Err(refused("must be a cursor from a Link header"));
        };
        if mark != filter_mark(filters) {
            return Err(refused("was made for other filters: start again without it"));
        }
        Ok(Some(Self { before: u64::from_be_bytes(*before) }))
    }

    /// The text of this cursor under `filters`.
    pub fn text(self, filters: &str) -> String {
        let mut bytes = self.before.to_be_bytes().to_vec();
        bytes.extend(filter_mark(filters));
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

fn filter_mark(filters: &str) -> [u8; 6] {
    let hash = Sha256::digest(filters.as_bytes());
    [hash[0], hash[1], hash[2], hash[3], hash[4], hash[5]]
}

/// The number of items a page may have: what was asked for, or the default.
pub fn page_size(limit: Option<u16>) -> usize {
    usize::from(limit.unwrap_or(DEFAULT_LIMIT))
}

/// One page of a list, answered as a plain array with its neighbours in the headers.
#[derive(Debug)]
pub struct Page<T> {
    /// The items, newest first.
    pub items: Vec<T>,
    /// Where the next page starts; none on the last.
    pub next: Option<Cursor>,
    /// How many there are in all, where that is cheap to know.
    pub total: Option<u64>,
}

impl<T: Serialize> Page<T> {
    /// The answer; `path` is the list's own path, `filters` the query without limit and cursor, `limit` as asked.
    pub fn answer(self, path: &str, filters: &str, limit: Option<u16>) -> Response {
        let link = self.next.map(|cursor| {
            let mut query = url::form_urlencoded::Serializer::new(filters.to_owned());
            if let Some(limit) = limit {
                query.append_pair("limit", &limit.to_string());
            }
            query.append_pair("cursor", &cursor.text(filters));
            format!("<{path}?{}>; rel=\"next\"", query.finish())
        });
        let mut response = Json(self.items).into_response();
        let headers = response.headers_mut();
        if let Some(value) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            headers.insert(header::LINK, value);
        }
        if let Some(total) = self.total {
            headers.insert(HeaderName::from_static("x-total-count"), HeaderValue::from(total));
        }
        response
    }
}

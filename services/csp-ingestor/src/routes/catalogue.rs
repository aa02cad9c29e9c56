//! The catalogue, as it is shown.

use axum::extract::State;
use axum::response::Response;
use problem::{Cursor, Page, Problem, Query, page_size};
use serde::{Deserialize, Serialize};
use url::form_urlencoded::Serializer;
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::catalogue::{self, Entry, RunsOn};
use crate::dialects::Dialect;
use crate::domain::provider::FeedType;

const LIST: &str = "/api/v1/csp/catalogue";

/// A well-known provider that can be followed by its name alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CatalogueEntry)]
pub(super) struct EntryOut {
    /// The name it is followed by.
    #[schema(example = "github")]
    name: &'static str,
    /// What it calls itself.
    #[schema(example = "GitHub")]
    title: &'static str,
    /// Its status page, for people.
    home: &'static str,
    /// Where its feed lies.
    feed_url: &'static str,
    /// Further feeds of it.
    more_feeds: &'static [String],
    /// What the feed is.
    r#type: FeedType,
    /// The dialect it is known to be written in.
    dialect: Dialect,
    /// Other names by which it is mentioned.
    aliases: &'static [String],
    /// Its main services, in its own words.
    services: &'static [String],
    /// Its regions, in its own words or codes.
    regions: &'static [String],
    /// Whom it runs on, as far as that is publicly known.
    depends_on: &'static [RunsOn],
    /// Whether it is followed.
    followed: bool,
}

impl EntryOut {
    fn new(entry: &'static Entry, followed: bool) -> Self {
        Self {
            name: &entry.name,
            title: &entry.title,
            home: &entry.home,
            feed_url: &entry.feed_url,
            more_feeds: &entry.more_feeds,
            r#type: entry.feed_type,
            dialect: entry.dialect,
            aliases: &entry.aliases,
            services: &entry.services,
            regions: &entry.regions,
            depends_on: &entry.depends_on,
            followed,
        }
    }
}

/// What the catalogue is searched by.
#[derive(Debug, Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CatalogueQuery {
    /// Those whose name, title, other names or services hold words that begin so, whatever their case.
    #[schema(max_length = 200)]
    #[param(max_length = 200)]
    q: Option<String>,
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

impl CatalogueQuery {
    fn filters(&self) -> String {
        let mut filters = Serializer::new(String::new());
        filters.extend_pairs(self.q.as_deref().map(|q| ("q", q)));
        filters.finish()
    }
}

/// Well-known providers that can be followed by their names alone, by name.
#[utoipa::path(get, path = LIST, tag = "providers", params(CatalogueQuery),
    responses((status = 200, description = "A page of the catalogue", body = Vec<EntryOut>, headers(
        ("Link" = String, description = "Where the next page is (rel=\"next\"), if there is one."),
        ("X-Total-Count" = u64, description = "How many there are in all.")))))]
pub(super) async fn list_catalogue(
    State(app): State<App>,
    Query(query): Query<CatalogueQuery>,
) -> Result<Response, Problem> {
    let filters = query.filters();
    let found = catalogue::search(query.q.as_deref().unwrap_or_default());
    // The list never changes while we run: its end is counted from, as sequences are elsewhere.
    let cursor = Cursor::parse(query.cursor.as_deref(), &filters)?;
    let left = cursor.map_or(found.len(), |cursor| usize::try_from(cursor.before).unwrap_or_default());
    let from = found.len().saturating_sub(left);
    let shown: Vec<&Entry> = found.iter().skip(from).take(page_size(query.limit)).copied().collect();
    let names: Vec<&str> = shown.iter().map(|entry| entry.name.as_str()).collect();
    let followed = app.store.are_followed(&names).await?;
    let more = found.len() - from - shown.len();
    let items = shown.iter().zip(followed).map(|(entry, followed)| EntryOut::new(entry, followed)).collect();
    let next = (more > 0).then_some(Cursor { before: more as u64 });
    Ok(Page { items, next, total: Some(found.len() as u64) }.answer(LIST, &filters, query.limit))
}

//! What providers' outages come to, by month and by quarter.

use axum::extract::State;
use axum::response::Response;
use problem::{Cursor, Page, Problem, Query, page_size};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::events::EventOut;
use crate::App;
use crate::domain::provider::Name;
use crate::domain::report::{MONTHS, Report};
use crate::domain::tally::Figures;
use crate::error::Error;
use crate::store::Rows;

const STATISTICS: &str = "/api/v1/csp/statistics";

/// Which statistics to read.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StatisticsQuery {
    /// Only those of this provider; also of one that is not followed any more.
    provider: Option<String>,
    /// How many months, this one included.
    #[schema(minimum = 1, maximum = 60, default = 12)]
    #[param(minimum = 1, maximum = 60, default = 12)]
    months: Option<u8>,
    /// Providers per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

/// What one provider's outages come to. Incidents of severity 1 to 3 count, planned work does not; what overlaps counts
/// once; what goes on counts up to now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statistics)]
pub(super) struct StatisticsOut {
    /// Whose.
    #[schema(example = "cloudflare")]
    provider: String,
    /// Since when we follow it, unix seconds: of the time before, only what its feed still told is known.
    followed_since: Option<i64>,
    /// By month, newest first.
    months: Vec<MonthOut>,
    /// By quarter, newest first: whole, also where the oldest of its months is not shown.
    quarters: Vec<QuarterOut>,
    /// The incident that has gone on for longest, where one goes on.
    open_longest: Option<EventOut>,
}

/// What one month came to, by the time zone of the organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MonthOut {
    /// Which.
    #[schema(example = "2026-11")]
    month: String,
    #[serde(flatten)]
    figures: FiguresOut,
}

/// What one quarter came to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct QuarterOut {
    /// Which.
    #[schema(example = "2026-Q4")]
    quarter: String,
    #[serde(flatten)]
    figures: FiguresOut,
}

/// What a stretch of time came to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FiguresOut {
    /// Minutes with something of severity 1 or 2.
    #[schema(example = 42)]
    minutes_down: i64,
    /// Minutes with something of severity 3 and nothing worse.
    #[schema(example = 180)]
    minutes_degraded: i64,
    /// How many incidents began.
    #[schema(example = 3)]
    incidents: u32,
    /// From the start of such an incident to the first public word about it, seconds: the median. None where none is
    /// known; an incident whose first known word says that it is over has none.
    #[schema(example = 360)]
    first_word_s: Option<i64>,
    /// How long the longest of them was, or is by now, seconds.
    #[schema(example = 5400)]
    longest_s: Option<i64>,
}

impl From<Figures> for FiguresOut {
    fn from(figures: Figures) -> Self {
        Self {
            minutes_down: figures.minutes_down,
            minutes_degraded: figures.minutes_degraded,
            incidents: figures.incidents,
            first_word_s: figures.first_word_s(),
            longest_s: figures.longest_s,
        }
    }
}

/// What providers' outages come to, by month and by quarter: one provider, or the providers in pages, newest first.
#[utoipa::path(get, path = STATISTICS, tag = "over time", params(StatisticsQuery),
    responses((status = 200, description = "A page of providers and what their outages come to", body = Vec<StatisticsOut>)))]
pub(super) async fn read_statistics(
    State(app): State<App>,
    Query(query): Query<StatisticsQuery>,
) -> Result<Response, Problem> {
    let filters = query.filters();
    let cursor = Cursor::parse(query.cursor.as_deref(), &filters)?;
    let page = match &query.provider {
        None => {
            let page = app.store.providers(cursor, page_size(query.limit)).await?;
            let known = page.items.into_iter().map(|one| (one.provider.name, Some(one.provider.created_at)));
            Page { items: known.collect(), next: page.next, total: page.total }
        }
        Some(name) => one(&app, name).await?,
    };
    let names: Vec<String> = page.items.iter().map(|(name, _)| name.clone()).collect();
    let rows = app.store.rows(&names).await?;
    let mut items = Vec::with_capacity(names.len());
    for ((provider, since), rows) in page.items.into_iter().zip(rows) {
        // Of what was never followed, or was and never failed, there is nothing to say.
        if since.is_some() || !rows.months.is_empty() {
            items.push(told(&app, provider, since, &rows, query.months).await?);
        }
    }
    Ok(Page { items, next: page.next, total: page.total }.answer(STATISTICS, &filters, query.limit))
}

/// The provider `name` alone, and since when it is followed.
async fn one(app: &App, name: &str) -> Result<Page<(String, Option<i64>)>, Error> {
    // What cannot be a name has no statistics.
    let Ok(name) = name.parse::<Name>() else { return Ok(Page { items: Vec::new(), next: None, total: Some(0) }) };
    let since = app.store.provider_if_any(name.as_str()).await?.map(|provider| provider.created_at);
    Ok(Page { items: vec![(name.to_string(), since)], next: None, total: None })
}

async fn told(
    app: &App,
    provider: String,
    followed_since: Option<i64>,
    rows: &Rows,
    months: Option<u8>,
) -> Result<StatisticsOut, Error> {
    let now = app.clock.now();
    let count = i32::from(months.unwrap_or(12)).min(MONTHS);
    let report = Report::of(&rows.months, followed_since.unwrap_or(now), count, now, &app.zone);
    let open_longest = match report.open {
        Some(open) => app.store.event(open.id).await.map(|record| Some(EventOut::listed(record))),
        None => Ok(None),
    };
    let of_month =
        |(month, figures): (_, Figures)| MonthOut { month: ToString::to_string(&month), figures: figures.into() };
    let of_quarter = |(quarter, figures): (_, Figures)| QuarterOut { quarter, figures: figures.into() };
    Ok(StatisticsOut {
        provider,
        followed_since,
        months: report.months.into_iter().map(of_month).collect(),
        quarters: report.quarters.into_iter().map(of_quarter).collect(),
        // One that is forgotten meanwhile is no reason to say nothing at all.
        open_longest: open_longest
            .or_else(|cause| if matches!(cause, Error::NoEvent) { Ok(None) } else { Err(cause) })?,
    })
}

impl StatisticsQuery {
    /// The filters as a query string, the same for the same filters.
    fn filters(&self) -> String {
        let mut filters = url::form_urlencoded::Serializer::new(String::new());
        filters.extend_pairs(self.provider.as_deref().map(|provider| ("provider", provider)));
        filters.extend_pairs(self.months.map(|months| ("months", months.to_string())));
        filters.finish()
    }
}

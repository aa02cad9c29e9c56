//! Planned work, and what we reminded of it.

use axum::extract::State;
use axum::response::Response;
use problem::{Cursor, Page, PageQuery, Problem, Query, page_size};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::events::EventOut;
use crate::App;
use crate::domain::provider::Name;
use crate::domain::reminder::{Plan, Reminder};
use crate::store::{Record, Stage};

const MAINTENANCES: &str = "/api/v1/csp/maintenances";
const REMINDERS: &str = "/api/v1/csp/reminders";

/// Which planned work to list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MaintenancesQuery {
    /// Only that of this provider.
    provider: Option<String>,
    /// Only what has not begun, is under way, or is over.
    state: Option<Stage>,
    /// Items per page.
    #[schema(minimum = 1, maximum = 200, default = 50)]
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u16>,
    /// Where the page starts, as the `Link` header of the page before gave it.
    cursor: Option<String>,
}

impl MaintenancesQuery {
    /// The filters as a query string, the same for the same filters.
    fn filters(&self) -> String {
        let mut filters = url::form_urlencoded::Serializer::new(String::new());
        filters.extend_pairs(self.provider.as_deref().map(|provider| ("provider", provider)));
        filters.extend_pairs(self.state.map(|state| ("state", state.as_str())));
        filters.finish()
    }
}

/// Planned work: the event, and what we reminded of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Maintenance)]
pub(super) struct MaintenanceOut {
    #[serde(flatten)]
    event: EventOut,
    /// Where it stands: its provider's word; what should have begun or ended by now, and of which no word came, has.
    state: Stage,
    /// How many seconds until it begins. Only of what is upcoming.
    #[schema(example = 7200)]
    begins_in_s: Option<i64>,
    /// When we reminded of its present start, the first first.
    reminders: Vec<ReminderGiven>,
}

/// A reminder of planned work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReminderGiven {
    /// When it was given, unix seconds.
    at: i64,
    /// So long before the start it was due, seconds.
    #[schema(example = 3600)]
    lead_s: i64,
}

impl MaintenanceOut {
    fn new((record, plan): (Record, Plan), now: i64) -> Option<Self> {
        let state = Stage::of(&record.event, now)?;
        let start = record.event.ts_start;
        Some(Self {
            state,
            begins_in_s: (state == Stage::Upcoming).then(|| start.saturating_sub(now)),
            reminders: plan.given(start).map(|(at, lead_s)| ReminderGiven { at, lead_s }).collect(),
            event: EventOut::listed(record),
        })
    }
}

/// Planned work: what is upcoming by its start, soonest first; all else newest start first.
#[utoipa::path(get, path = MAINTENANCES, tag = "over time", params(MaintenancesQuery),
    responses((status = 200, description = "A page of planned work", body = Vec<MaintenanceOut>)))]
pub(super) async fn list_maintenances(
    State(app): State<App>,
    Query(query): Query<MaintenancesQuery>,
) -> Result<Response, Problem> {
    let filters = query.filters();
    let cursor = Cursor::parse(query.cursor.as_deref(), &filters)?;
    let now = app.clock.now();
    // What cannot be a name has planned nothing.
    let page = match query.provider.as_deref().map(str::parse::<Name>).transpose() {
        Ok(provider) => {
            let provider = provider.as_ref().map(Name::as_str);
            app.store.maintenances(query.state, provider, cursor, page_size(query.limit), now).await?
        }
        Err(_) => Page { items: Vec::new(), next: None, total: Some(0) },
    };
    let items: Vec<_> = page.items.into_iter().filter_map(|found| MaintenanceOut::new(found, now)).collect();
    Ok(Page { items, next: page.next, total: page.total }.answer(MAINTENANCES, &filters, query.limit))
}

/// What we reminded of, newest first: the last 1,000.
#[utoipa::path(get, path = REMINDERS, tag = "over time", params(PageQuery),
    responses((status = 200, description = "A page of reminders", body = Vec<Reminder>)))]
pub(super) async fn list_reminders(
    State(app): State<App>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Problem> {
    let cursor = Cursor::parse(query.cursor.as_deref(), "")?;
    let page = app.store.reminders(cursor, page_size(query.limit)).await?;
    Ok(page.answer(REMINDERS, "", query.limit))
}

//! Who wants to be told: kept from today, delivered to by a later version.

use axum::extract::State;
use axum::response::Response;
use boot::ClientAddress;
use identity::Caller;
use identity::audit::Entry;
use problem::{IdempotencyKey, Json, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::domain::subscription::counted;
use crate::error::Error;
use crate::json;
use crate::routes::answers::created;
use crate::store::Made;

/// What a subscriber is told today.
const DETAIL: &str = "kept; nothing is sent yet: delivery comes with a later version";

/// Who wants to be told by e-mail.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailSubscription {
    /// The address.
    #[schema(format = "email", max_length = 254, example = "user@example.com")]
    email: String,
}

/// An e-mail subscription that is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct EmailSubscriptionKept {
    /// The subscription's id.
    id: String,
    /// The address, as it was given.
    #[schema(example = "user@example.com")]
    email: String,
    /// Always `kept`.
    #[schema(example = "kept")]
    status: &'static str,
    /// What that means.
    detail: &'static str,
}

/// Where a program wants to be told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Webhook {
    /// An http or https address on the public internet.
    #[schema(format = "uri", max_length = 2048, example = "https://hooks.example.com/polystatus")]
    url: String,
}

/// A webhook that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WebhookKept {
    /// The webhook's id.
    id: Uuid,
    /// Where it leads.
    #[schema(example = "https://hooks.example.com/polystatus")]
    url: String,
    /// Always `kept`.
    #[schema(example = "kept")]
    status: &'static str,
    /// What that means.
    detail: &'static str,
}

/// Keeps an address for news by e-mail. A known address gets the same answer: nobody learns who else is subscribed.
#[utoipa::path(post, path = "/api/v1/subscriptions/email", tag = "subscriptions", request_body = EmailSubscription,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 201, description = "Kept", body = EmailSubscriptionKept),
        (status = 409, description = "The Idempotency-Key was used for another request",
            body = problem::ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "More than 20 an hour from one address, of those who did not sign in",
            body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn subscribe_by_email(
    State(app): State<App>,
    caller: Caller,
    ClientAddress(address): ClientAddress,
    key: IdempotencyKey,
    Json(input): Json<EmailSubscription>,
) -> Result<Response, Problem> {
    let from = counted(address);
    let anonymous = matches!(caller, Caller::Anonymous);
    // Those who say no name are told apart by where they are: their keys must not meet.
    let scope = if anonymous { format!("anonymous:{from}") } else { caller.scope() };
    let operation = key.operation(&scope, "POST /api/v1/subscriptions/email", &input);
    // Not a version 7: the time within would tell a stranger that the address was known before.
    let id = uuid_without_time();
    let audit = Entry::new(app.clock.now(), caller.actor(), "subscription.create", &id.to_string(), "email");
    let limit = anonymous.then_some(from.as_str());
    let made = app.store.subscribe(&input.email, id, limit, &audit, operation.as_ref()).await?;
    let body = |id: &str| {
        let kept =
            EmailSubscriptionKept { id: id.to_owned(), email: input.email.clone(), status: "kept", detail: DETAIL };
        json::text(&kept)
    };
    let made = match made {
        Made::New(id) => Made::New(body(&id)),
        Made::Before(id) => Made::Before(body(&id)),
    };
    Ok(created(&made, None))
}

/// Keeps the address of a program that wants to be told.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "subscriptions", request_body = Webhook,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body get the first answer again, for a day.")),
    responses(
        (status = 201, description = "Kept", body = WebhookKept),
        (status = 409, description = "The caller has 100 webhooks already, or the Idempotency-Key was used for another request",
            body = problem::ProblemBody, content_type = "application/problem+json")))]
pub(crate) async fn register_webhook(
    State(app): State<App>,
    caller: Caller,
    key: IdempotencyKey,
    Json(input): Json<Webhook>,
) -> Result<Response, Problem> {
    let url = app.outbound.check_url(&input.url).map_err(Error::RefusedUrl)?;
    let operation = key.operation(&caller.scope(), "POST /api/v1/webhooks", &input);
    let id = boot::random::uuid(app.clock.now_ms());
    // The host says enough: the path of a webhook is often its secret.
    let host = url.host_str().unwrap_or_default();
    let audit = Entry::new(app.clock.now(), caller.actor(), "webhook.create", &id.to_string(), host);
    let kept = WebhookKept { id, url: url.to_string(), status: "kept", detail: DETAIL };
    let answer = json::text(&kept);
    let webhook = (id, url.as_str());
    let made = app.store.register_webhook(webhook, &caller.scope(), &answer, &audit, operation.as_ref()).await?;
    Ok(created(&made, None))
}

fn uuid_without_time() -> Uuid {
    uuid::Builder::from_random_bytes(boot::random::bytes()).into_uuid()
}

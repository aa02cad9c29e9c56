//! The public keys by which people's tokens are known.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use identity::Jwks;
use problem::Json;

use crate::App;

/// The public keys of people's tokens (RFC 7517).
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "keys", operation_id = "getJwks",
    responses((status = 200, description = "The keys in use; may be kept for five minutes.", body = Jwks)))]
pub async fn get_jwks(State(app): State<App>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(app.signing.jwks()))
}

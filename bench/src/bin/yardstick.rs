//! What the services are measured against: the HTTP stack of all services (`boot::serve`, `boot::assemble`) with the
//! barest handler that still answers, over a keyspace of its own in the same Redis.
//!
//! Nobody is asked who they are, nothing is checked, nothing is serialised: bytes come from memory or from Redis and
//! leave as they are. Pages are asked for with the client that polls them, and what they say is not read. What a service
//! costs beyond this is its own.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bench::command::Template;
use boot::redis::Store;
use boot::{Health, Lifecycle, random};
use clap::Parser;
use outbound::{Conditional, Fetched, Outbound, Policy};
use problem::{Path, Problem};
use redis::AsyncCommands;
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use utoipa::openapi::OpenApi;

/// The keyspace of the yardsticks.
const PREFIX: &str = "{bench}:";
/// As in `services/users/src/passwords.rs`: 19 MiB, two passes, one lane, and two passwords at a time.
const PASSWORD: (u32, u32, u32) = (19_456, 2, 1);
const HASHING: usize = 2;

/// Where the pages are that are asked for.
const LOOPBACK: &str = "127.0.0.0/8";

#[derive(Debug, Clone, Parser)]
struct Config {
    #[command(flatten)]
    common: boot::config::Common,
    #[arg(long, env = "BIND")]
    bind: SocketAddr,
}

/// What the handlers share.
#[derive(Clone)]
struct Yardstick {
    store: Store,
    constant: Arc<ArcSwap<Bytes>>,
    command: Arc<ArcSwap<Template>>,
    hashing: Arc<Hashing>,
}

/// The memory that passwords are hashed in, as much of it as may be hashed at a time.
struct Hashing {
    turns: Semaphore,
    memories: Mutex<Vec<Vec<Block>>>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let config: Config = boot::config::read();
    boot::log_to_stderr(config.common.log_format);
    let store = Store::connect(&config.common.redis_url.0, PREFIX)
        .unwrap_or_else(|cause| boot::config::refuse(&format!("REDIS_URL: {cause}")));
    let life = Lifecycle::new();
    let health = Health::new(store.clone(), life.draining());
    let (constant, command, hashing) = (Arc::default(), Arc::default(), Arc::new(Hashing::new()));
    let routes = routes(Yardstick { store, constant, command, hashing });
    let service = boot::Service { openapi: OpenApi::default(), health, trusted_proxies: config.common.trusted_proxies };
    match boot::serve(config.bind, boot::assemble(routes, service), life).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            tracing::error!(%cause, address = %config.bind, "cannot serve");
            ExitCode::FAILURE
        }
    }
}

/// `PUT` says what a yardstick is to answer; the other method is what is measured.
fn routes(yardstick: Yardstick) -> Router {
    Router::new()
        .route("/constant", get(constant).put(set_constant))
        .route("/unchanged", get(unchanged))
        .route("/stored/{id}", get(stored).put(set_stored))
        .route("/command", axum::routing::post(command).put(set_command))
        .route("/password", axum::routing::post(password))
        .route("/polls", axum::routing::put(poll))
        .with_state(yardstick)
}

/// Pages to ask, again and again.
#[derive(Debug, Deserialize)]
struct Polled {
    addresses: Vec<String>,
    interval_s: u64,
    seconds: u64,
}

/// Begins to ask for pages: each once an interval, with what its last answer said to ask with, and nothing else.
async fn poll(body: Bytes) -> Result<StatusCode, Problem> {
    let polled: Polled = serde_json::from_slice(&body).map_err(|fault| Problem::internal(&fault))?;
    let allowed = Policy::allowing(vec![LOOPBACK.parse().map_err(|fault| Problem::internal(&fault))?]);
    let outbound = Outbound::new(allowed).map_err(|fault| Problem::internal(&fault))?;
    let until = Instant::now() + Duration::from_secs(polled.seconds);
    let interval = Duration::from_secs(polled.interval_s.max(1));
    let count = u32::try_from(polled.addresses.len().max(1)).unwrap_or(u32::MAX);
    for (address, place) in polled.addresses.into_iter().zip(0_u32..) {
        let (outbound, first) = (outbound.clone(), Instant::now() + interval * place / count);
        tokio::spawn(async move {
            let (mut known, mut next) = (Conditional::default(), first);
            while next < until {
                tokio::time::sleep_until(next).await;
                next += interval;
                if let Ok(Fetched::Body(body)) = outbound.get(&address, &known).await {
                    known = body.validators;
                }
            }
        });
    }
    Ok(StatusCode::ACCEPTED)
}

async fn set_constant(State(yardstick): State<Yardstick>, body: Bytes) -> StatusCode {
    yardstick.constant.store(Arc::new(body));
    StatusCode::NO_CONTENT
}

/// The same bytes for all.
async fn constant(State(yardstick): State<Yardstick>) -> Response {
    json(StatusCode::OK, Bytes::clone(&yardstick.constant.load()))
}

/// The same 304 for all.
async fn unchanged() -> Response {
    (StatusCode::NOT_MODIFIED, [(header::ETAG, HeaderValue::from_static("W/\"0123456789abcdef01234567\""))])
        .into_response()
}

async fn set_stored(
    State(yardstick): State<Yardstick>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let done = yardstick.store.connection().set::<_, _, ()>(yardstick.store.key(&id), &body[..]).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|cause| Problem::unavailable("the store", &cause))
}

/// One GET.
async fn stored(State(yardstick): State<Yardstick>, Path(id): Path<String>) -> Result<Response, Problem> {
    let found: Vec<u8> = yardstick
        .store
        .connection()
        .get(yardstick.store.key(&id))
        .await
        .map_err(|cause| Problem::unavailable("the store", &cause))?;
    Ok(json(StatusCode::OK, found.into()))
}

async fn set_command(State(yardstick): State<Yardstick>, body: Bytes) -> Result<StatusCode, Problem> {
    let template = serde_json::from_slice(&body).map_err(|fault| Problem::internal(&fault))?;
    yardstick.command.store(Arc::new(template));
    Ok(StatusCode::NO_CONTENT)
}

/// One run of a script that a service ran before, word for word, but for the keyspace and the id.
async fn command(State(yardstick): State<Yardstick>, _body: Bytes) -> Result<Response, Problem> {
    let id = format!("INC-{}", random::crockford(8));
    let command = yardstick.command.load().command(PREFIX, &id);
    let answer: Vec<Option<String>> = command
        .query_async(&mut yardstick.store.connection())
        .await
        .map_err(|cause| Problem::unavailable("the store", &cause))?;
    match answer.as_slice() {
        [Some(word), Some(text)] if word == "OK" => Ok(json(StatusCode::CREATED, text.clone().into())),
        other => Err(Problem::internal(&format!("the script answers {other:?}"))),
    }
}

/// One argon2id, of a password and a salt that are always the same.
async fn password(State(yardstick): State<Yardstick>, _body: Bytes) -> Result<Response, Problem> {
    let hashing = Arc::clone(&yardstick.hashing);
    let _turn = hashing.turns.acquire().await.map_err(|closed| Problem::internal(&closed))?;
    let hashed = tokio::task::spawn_blocking(move || yardstick.hashing.hash()).await;
    match hashed {
        Ok(Ok(hash)) => Ok(json(StatusCode::OK, format!("[{}]", hash[0]).into())),
        other => Err(Problem::internal(&format!("argon2: {other:?}"))),
    }
}

impl Hashing {
    fn new() -> Self {
        Self { turns: Semaphore::new(HASHING), memories: Mutex::default() }
    }

    fn hash(&self) -> argon2::Result<[u8; 32]> {
        let memories = || self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        // None is left at the start, and where who asked hung up: the turn is given back then, the hash goes on.
        let kept = memories().pop();
        let mut memory = kept.unwrap_or_else(|| vec![Block::default(); argon2().params().block_count()]);
        let mut hash = [0; 32];
        let done = argon2().hash_password_into_with_memory(b"tall-otter-42!", &[7; 16], &mut hash, &mut memory);
        memories().push(memory);
        done.map(|()| hash)
    }
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = PASSWORD;
    let params = Params::new(memory, passes, lanes, None).expect("OWASP's parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn json(status: StatusCode, bytes: Bytes) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], bytes).into_response()
}

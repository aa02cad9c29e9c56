//! Redis: one connection per service, one prefix per keyspace, scripts that change things whole, and lists whose pages
//! cost the same however long they are.

mod stream;
mod walk;

use std::sync::Arc;
use std::time::Duration;

use problem::Operation;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::io::tcp::TcpSettings;
use redis::{IntoConnectionInfo, RedisError, RedisResult, ToRedisArgs};
use serde::Serialize;
use serde_json::{Map, Value};
use tokio_util::task::AbortOnDropHandle;

pub use self::walk::{Found, Question, Walk};

/// How long an answer may take. `appendfsync always` waits for the disk before it answers.
const RESPONSE: Duration = Duration::from_secs(2);
const CONNECT: Duration = Duration::from_secs(1);
/// How often the connection is tried out, so that a lost one is found before a request meets it.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often, while Redis does not answer.
const ANXIOUS: Duration = Duration::from_millis(200);
const PRELUDE: &str = include_str!("prelude.lua");

/// A service's keyspace in Redis. Every request gets a copy of its handles: a copy is cheap.
#[derive(Clone)]
pub struct Store(Arc<Keyspace>);

struct Keyspace {
    connection: ConnectionManager,
    client: redis::Client,
    prefix: String,
    _heartbeat: AbortOnDropHandle<()>,
}

impl Store {
    /// The keyspace `prefix` (such as `{incidents}:`) at `url`. Connects at once, in the background, and again when
    /// cut off; meanwhile commands fail, and soon.
    pub fn connect(url: &str, prefix: &str) -> RedisResult<Self> {
        // A peer that is gone without a word is given up when what was sent stays unacknowledged for so long.
        let tcp = TcpSettings::default().set_nodelay(true).set_user_timeout(RESPONSE * 2);
        let client = redis::Client::open(url.into_connection_info()?.set_tcp_settings(tcp))?;
        // No retries here: commands wait for all of them. The heartbeat tries again.
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(RESPONSE))
            .set_number_of_retries(0);
        let connection = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        let heartbeat = AbortOnDropHandle::new(tokio::spawn(keep_connected(connection.clone())));
        Ok(Self(Arc::new(Keyspace { connection, client, prefix: prefix.to_owned(), _heartbeat: heartbeat })))
    }

    /// The shared connection: for commands that answer at once, never for blocking ones.
    pub fn connection(&self) -> ConnectionManager {
        self.0.connection.clone()
    }

    /// A connection of one's own that may block up to `block` in one command (`XREAD BLOCK`).
    pub async fn blocking_connection(&self, block: Duration) -> RedisResult<redis::aio::MultiplexedConnection> {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT))
            .set_response_timeout(Some(block + RESPONSE));
        self.0.client.get_multiplexed_async_connection_with_config(&config).await
    }

    /// The prefix of every key, such as `{incidents}:`.
    pub fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// The full name of the key `name`.
    pub fn key(&self, name: &str) -> String {
        format!("{}{name}", self.0.prefix)
    }

    /// Whether Redis answers.
    pub async fn ping(&self) -> RedisResult<()> {
        redis::cmd("PING").query_async(&mut self.connection()).await
    }

    /// Runs `script` with its context and arguments; the answer is a word and what follows from it.
    pub async fn run<A: ToRedisArgs>(&self, script: &Script, context: &Context, arguments: A) -> RedisResult<Reply> {
        let mut invocation = script.0.prepare_invoke();
        invocation.key(self.prefix()).arg(context.text()).arg(arguments);
        let answer: Vec<Option<String>> = invocation.invoke_async(&mut self.connection()).await?;
        Ok(Reply(answer))
    }
}

/// Tries the connection out for ever: a command that fails makes the manager connect anew. Says when Redis goes away
/// and when it is back, once each.
async fn keep_connected(mut connection: ConnectionManager) {
    let mut answered = true;
    loop {
        let answer: RedisResult<()> = redis::cmd("PING").query_async(&mut connection).await;
        match &answer {
            Err(cause) if answered => tracing::error!(%cause, "Redis does not answer"),
            Ok(()) if !answered => tracing::info!("Redis answers again"),
            _ => {}
        }
        answered = answer.is_ok();
        tokio::time::sleep(if answered { HEARTBEAT } else { ANXIOUS }).await;
    }
}

/// A Lua script with the heads it leans on. Make each once, as a `LazyLock`.
pub struct Script(redis::Script);

impl Script {
    /// The script `body`, after the prelude and `heads` (functions that other rooms offer to scripts).
    ///
    /// The body finds its arguments from `ARGV[2]` on.
    pub fn new(heads: &[&str], body: &str) -> Self {
        let text: Vec<_> = std::iter::once(PRELUDE).chain(heads.iter().copied()).chain([body]).collect();
        Self(redis::Script::new(&text.join("\n")))
    }
}

/// What a script is told beside its arguments: the operation it answers, and parts for its heads.
#[derive(Debug, Clone, Default)]
pub struct Context(Map<String, Value>);

impl Context {
    /// An empty context.
    pub fn new() -> Self {
        Self::default()
    }

    /// The operation that the script may be asked for again.
    #[must_use]
    pub fn operation(mut self, operation: Option<&Operation>) -> Self {
        if let Some(operation) = operation {
            self.0.insert("operation".to_owned(), operation.id.clone().into());
            self.0.insert("fingerprint".to_owned(), operation.fingerprint.clone().into());
        }
        self
    }

    /// A part for a head, kept as JSON text: Lua passes it on and never reads it.
    #[must_use]
    pub fn with(mut self, name: &str, part: &impl Serialize) -> Self {
        let text = serde_json::to_string(part).unwrap_or_default();
        self.0.insert(name.to_owned(), text.into());
        self
    }

    fn text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }
}

/// A script's answer: a word such as `OK`, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply(Vec<Option<String>>);

impl Reply {
    /// The first word: what happened.
    pub fn word(&self) -> &str {
        self.text(0).unwrap_or_default()
    }

    /// The part at `index`, the word being 0.
    pub fn text(&self, index: usize) -> Option<&str> {
        self.0.get(index).and_then(Option::as_deref)
    }

    /// The part at `index` as a number.
    pub fn number(&self, index: usize) -> Option<u64> {
        self.text(index)?.parse().ok()
    }

    /// The parts after the word.
    pub fn rest(&self) -> impl Iterator<Item = Option<&str>> {
        self.0.iter().skip(1).map(Option::as_deref)
    }
}

/// Whether `error` means that a script of ours broke, rather than that Redis is away: the first is a bug.
pub fn is_bug(error: &RedisError) -> bool {
    matches!(error.kind(), redis::ErrorKind::UnexpectedReturnType)
        || error.code().is_some_and(|code| code == "ERR" || code == "WRONGTYPE" || code == "NOPERM")
}

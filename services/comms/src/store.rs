//! Redis: every key and script of this service. Names are below the prefix `{comms}:`.
//!
//! | key | what |
//! |---|---|
//! | `incident:<id>` | hash: `version`, `facts` (JSON), `resolved_at` (empty while it lasts); once public also `revision`, `public_at` |
//! | `incidents` | set of all known ids, for those who must walk them |
//! | `announcements:<id>` | list of JSON, newest first |
//! | `public:<id>` | the incident as readers see it, JSON |
//! | `public:active` | sorted set of ids that last, by the time of their last public change |
//! | `public:recent` | sorted set of ids that are over, by the time they were resolved; the last 14 days |
//! | `public` | stream of public changes, each the whole incident as readers see it; about the last 1,000 |
//! | `subscription:email:<fingerprint>` | the id of the address's subscription |
//! | `subscription:<id>` | hash: `email`, `created_at` |
//! | `subscriptions:email` | sorted set of subscriptions, by time |
//! | `limit:subscribe:<address>` | how often this address subscribed within the hour |
//! | `webhook:<id>` | hash: `url`, `owner`, `created_at` |
//! | `webhooks`, `webhooks:of:<owner>` | sorted sets of webhooks, by time |
//! | `audit`, `operation:<hash>`, `outbox:incidents…`, `jwks`, `switch:<flag>`, `schema` | kept by the crates |

mod public;

pub(crate) use public::Change;

use std::sync::LazyLock;

use boot::redis::{Context, Reply, Script, Store};
use contracts::{Announced, EventHead, Incident};
use identity::audit::Entry;
use problem::Operation;
use uuid::Uuid;

use crate::domain::{Announcement, Facts, subscription};
use crate::error::Error;
use crate::json;

const INCIDENT: &str = include_str!("store/incident.lua");
static HEAR: LazyLock<Script> = LazyLock::new(|| Script::new(&[INCIDENT], include_str!("store/hear.lua")));
static ANNOUNCE: LazyLock<Script> = LazyLock::new(|| {
    let heads = [identity::audit::LUA, outbox::LUA, INCIDENT];
    Script::new(&heads, include_str!("store/announce.lua"))
});
static SUBSCRIBE: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[identity::audit::LUA], include_str!("store/subscribe.lua")));
static REGISTER: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[identity::audit::LUA], include_str!("store/register.lua")));

/// The keyspace of comms.
#[derive(Clone)]
pub struct CommsStore {
    redis: Store,
}

/// An announcement to be made, with all that is written beside it.
pub(crate) struct ToSay {
    /// The incident it is about.
    pub(crate) incident_id: String,
    /// The announcement as readers will see it.
    pub(crate) announcement: Announcement,
    /// The body of the 201, kept for the same request asked again.
    pub(crate) answer: String,
    /// What incidents will be told.
    pub(crate) announced: Announced,
    /// The head of the event that tells it.
    pub(crate) event: EventHead,
    /// Who did it.
    pub(crate) audit: Entry,
    /// The operation that may be asked for again.
    pub(crate) operation: Option<Operation>,
}

/// How a creation ended.
pub(crate) enum Made<T> {
    /// Now.
    New(T),
    /// By the same request before: this was the answer.
    Before(T),
}

impl CommsStore {
    /// The keyspace of comms in `redis`.
    pub(crate) fn new(redis: Store) -> Self {
        Self { redis }
    }

    /// The keyspace itself, for what every service does with one.
    pub fn redis(&self) -> &Store {
        &self.redis
    }

    /// Takes in an incident as incidents tells of it. A stale one, or the same one again, changes nothing; of one that
    /// was announced every reader hears, if anything public changed.
    pub(crate) async fn hear(&self, incident: &Incident) -> Result<(), Error> {
        let mut arguments = vec![incident.id.clone()];
        arguments.extend(known(incident));
        arguments.push(incident.updated_at.to_string());
        self.redis.run(&HEAR, &Context::new(), arguments).await?;
        Ok(())
    }

    /// Makes an announcement: the public side, the audit, the event for incidents, all or nothing. None where nobody
    /// has heard of the incident; `asked` is the incident as incidents answered, where it was asked.
    pub(crate) async fn announce(&self, say: &ToSay, asked: Option<&Incident>) -> Result<Option<Made<String>>, Error> {
        let reply = self.say(say, "", asked).await?;
        match reply.word() {
            "OK" => Ok(Some(Made::New(say.answer.clone()))),
            "MISSING" => Ok(None),
            _ => before(&reply).map(Some),
        }
    }

    /// Makes an announcement about an incident that was heard of, unless somebody has spoken of it before.
    pub(crate) async fn announce_first(&self, say: &ToSay) -> Result<(), Error> {
        match self.say(say, "first", None).await?.word() {
            "OK" | "SAID" => Ok(()),
            other => Err(Error::OddAnswer(other.to_owned())),
        }
    }

    async fn say(&self, say: &ToSay, which: &str, asked: Option<&Incident>) -> Result<Reply, Error> {
        let context =
            Context::new().operation(say.operation.as_ref()).with("audit", &say.audit).with("event", &say.event);
        let mut arguments = vec![
            say.incident_id.clone(),
            say.announcement.ts.to_string(),
            json::text(&say.announcement),
            say.answer.clone(),
            json::text(&say.announced),
            which.to_owned(),
        ];
        arguments.extend(asked.into_iter().flat_map(known));
        Ok(self.redis.run(&ANNOUNCE, &context, arguments).await?)
    }

    /// Keeps an e-mail subscription, once per address; the answer is its id. `counted` is whom the limit counts.
    pub(crate) async fn subscribe(
        &self,
        email: &str,
        new: Uuid,
        counted: Option<&str>,
        audit: &Entry,
        operation: Option<&Operation>,
    ) -> Result<Made<String>, Error> {
        let context = Context::new().operation(operation).with("audit", audit);
        let name = subscription::fingerprint(email);
        let mut arguments = vec![name, email.to_owned(), new.to_string(), audit.at.to_string()];
        if let Some(counted) = counted {
            arguments.push(counted.to_owned());
            arguments.push(subscription::PER_ADDRESS.to_string());
            arguments.push(subscription::WINDOW.to_string());
        }
        let reply = self.redis.run(&SUBSCRIBE, &context, arguments).await?;
        match (reply.word(), reply.text(1)) {
            ("OK", Some(id)) => Ok(Made::New(id.to_owned())),
            ("LIMITED", _) => Err(Error::TooManySubscriptions(reply.number(1).unwrap_or(1))),
            _ => before(&reply),
        }
    }

    /// Keeps a webhook of `owner`; `answer` is the body of the 201.
    pub(crate) async fn register_webhook(
        &self,
        webhook: (Uuid, &str),
        owner: &str,
        answer: &str,
        audit: &Entry,
        operation: Option<&Operation>,
    ) -> Result<Made<String>, Error> {
        let context = Context::new().operation(operation).with("audit", audit);
        let (id, url) = webhook;
        let (id, at, most) = (id.to_string(), audit.at.to_string(), subscription::WEBHOOKS.to_string());
        let reply = self.redis.run(&REGISTER, &context, &[&id, url, owner, &at, answer, &most]).await?;
        match reply.word() {
            "OK" => Ok(Made::New(answer.to_owned())),
            "FULL" => Err(Error::TooManyWebhooks(subscription::WEBHOOKS)),
            _ => before(&reply),
        }
    }
}

/// What the scripts are told of an incident: version, facts, and when it was resolved.
fn known(incident: &Incident) -> [String; 3] {
    let facts = Facts::of(incident);
    let resolved_at = facts.resolved_at().map(|at| at.to_string()).unwrap_or_default();
    [incident.version.to_string(), json::text(&facts), resolved_at]
}

/// The answers that any creation can give for a key that was used before.
fn before(reply: &Reply) -> Result<Made<String>, Error> {
    match (reply.word(), reply.text(1)) {
        ("REPLAY", Some(answer)) => Ok(Made::Before(answer.to_owned())),
        ("MISMATCH", _) => Err(Error::KeyReused),
        (other, _) => Err(Error::OddAnswer(other.to_owned())),
    }
}

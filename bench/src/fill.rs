//! What is there before anything is measured: incidents few and many, a public page, flags.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use redis::AsyncConnectionConfig;
use redis::aio::MultiplexedConnection;
use serde_json::{Value, json};

use crate::api::{ask, signed};
use crate::cluster::Part;
use crate::command::{Template, overheard};
use crate::http::request;

/// How many incidents are few.
pub const FEW: usize = 100;
/// How many are many.
pub const MANY: usize = 100_000;
/// How many incidents the public page shows.
const PUBLIC: usize = 12;
/// How many flags there are.
const FLAGS: usize = 50;
/// How many commands go to Redis at a time; each such batch is on disk before the next is sent.
const BATCH: usize = 250;
/// How long Redis or a neighbour may take to do what it was asked.
const PATIENCE: Duration = Duration::from_secs(60);
const INCIDENTS: &str = "/api/v1/incidents";
const PREFIX: &str = "{incidents}:";
const OUTBOX: &str = "{incidents}:outbox:comms";

/// The `number`th incident to open: as people write them, no two alike.
pub fn incident(number: usize) -> Value {
    const WHAT: [&str; 5] = ["API latency", "Logins fail", "Queue grows", "Payments refused", "Search is slow"];
    const WHERE: [&str; 5] = ["eu-west", "eu-north", "us-east", "ap-south", "everywhere"];
    const WHO: [&str; 5] = ["api", "auth", "queue", "billing", "search"];
    let (what, place, service) = (WHAT[number % 5], WHERE[number / 5 % 5], WHO[number % 5]);
    json!({
        "title": format!("{what} in {place} ({number})"),
        "sev": 1 + number % 4,
        "services": [service, place],
        "summary": format!("p95 above two seconds since the deployment of this morning; {what} seen by three customers"),
    })
}

/// Opens [`FEW`] incidents in `part` and answers with their ids.
pub async fn few(part: &Part, token: &str) -> io::Result<Vec<String>> {
    let incidents = part.the("incidents")?.address;
    let mut ids = Vec::with_capacity(FEW);
    for number in 0..FEW {
        let body = incident(number).to_string();
        ids.push(ask(incidents, &signed("POST", INCIDENTS, token, body.as_bytes())).await?.text("id")?);
    }
    Ok(ids)
}

/// Announces some of `ids`, and waits until the public status shows them.
pub async fn announce(part: &Part, token: &str, ids: &[String]) -> io::Result<()> {
    let comms = part.the("comms")?.address;
    for id in &ids[..PUBLIC] {
        let body = json!({
            "incident_id": id, "state": "investigating", "lang": "en",
            "message": "We see errors and look into it. What you do is safe, and may be slower than usual.",
            "translations": { "fr": "Nous constatons des erreurs et cherchons leur cause. Rien n'est perdu." },
        });
        ask(comms, &signed("POST", "/api/v1/public/announce", token, body.to_string().as_bytes())).await?;
    }
    until("the public status shows what was announced", async || {
        let body = ask(comms, &request("GET", "/api/v1/public/status", &[], b"")).await?.body;
        let shown: Vec<Value> = serde_json::from_slice(&body).map_err(io::Error::other)?;
        Ok(shown.len() == PUBLIC)
    })
    .await
}

/// Defines [`FLAGS`] flags at `flags`: half of them plain, half with rules that are met by nobody who is asked for.
pub async fn flags(flags: SocketAddr, token: &str) -> io::Result<()> {
    for number in 0..FLAGS {
        let mut body = json!({ "id": format!("bench.flag-{number}"), "kind": "boolean", "on": number % 3 != 0 });
        if number % 2 == 0 {
            body["rules"] = json!([{
                "if": { "attr": "user", "op": "ends_with", "value": format!("@team-{number}.example") },
                "variation": "off",
            }]);
        }
        ask(flags, &signed("POST", "/admin/flags", token, body.to_string().as_bytes())).await?;
    }
    Ok(())
}

/// Fills `part` up to [`MANY`] incidents; the answer is the ids of all, and how the last of the first was opened.
///
/// The first [`FEW`] go through the API; what the service then says to Redis is overheard, and said again word for word
/// for all the others, with other ids: the same script and the same records, without a hundred thousand waits for the
/// disk.
pub async fn many(part: &Part, token: &str) -> io::Result<(Vec<String>, Template)> {
    let client = client(part)?;
    let mut monitor = client.get_async_monitor().await.map_err(io::Error::other)?;
    let mut ids = few(part, token).await?;
    let mut templates = Vec::with_capacity(FEW);
    {
        let mut lines = monitor.on_message::<String>();
        while templates.len() < FEW {
            let line = tokio::time::timeout(PATIENCE, lines.next()).await?;
            let words = overheard(&line.ok_or_else(|| io::Error::other("MONITOR ended"))?);
            templates.extend(words.and_then(|words| opening(words, &ids[templates.len()])));
        }
    }
    drop(monitor);
    let mut redis = connected(&client).await?;
    let mut numbers = FEW..MANY;
    while !numbers.is_empty() {
        let batch: Vec<_> = numbers.by_ref().take(BATCH).collect();
        let mut pipe = redis::pipe();
        for number in batch {
            let id = format!("INC-{}", crockford(number));
            pipe.add_command(templates[number % FEW].command(PREFIX, &id)).ignore();
            ids.push(id);
        }
        let _: () = pipe.query_async(&mut redis).await.map_err(io::Error::other)?;
    }
    // Comms is away here: of what was filled in nobody is ever to be told.
    redis::cmd("UNLINK").arg(OUTBOX).exec_async(&mut redis).await.map_err(io::Error::other)?;
    let template = templates.pop().ok_or_else(|| io::Error::other("nothing was overheard"))?;
    Ok((ids, template))
}

/// The script that opened the incident `id`, if `words` are it.
fn opening(words: Vec<String>, id: &str) -> Option<Template> {
    let is_it = words.first()?.eq_ignore_ascii_case("evalsha")
        && words.get(3).is_some_and(|key| key == PREFIX)
        && words.iter().any(|word| word.contains(id));
    is_it.then(|| Template { words, prefix: PREFIX.to_owned(), id: id.to_owned() })
}

/// `number` in eight characters of Crockford's base32.
fn crockford(number: usize) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    (0..8).rev().map(|place| char::from(DIGITS[(number >> (5 * place)) & 31])).collect()
}

/// Redis at rest: its append-only file and its snapshot are written anew, so that neither falls due while something is
/// measured.
pub async fn settle(part: &Part) -> io::Result<()> {
    let mut redis = connected(&client(part)?).await?;
    let resting = async |redis: &MultiplexedConnection| {
        until("Redis has written its files anew", async || at_rest(&mut redis.clone()).await).await
    };
    for command in ["BGREWRITEAOF", "BGSAVE"] {
        // It may be at it already: filling makes the file grow.
        resting(&redis).await?;
        let _: String = redis::cmd(command).query_async(&mut redis).await.map_err(io::Error::other)?;
        resting(&redis).await?;
    }
    Ok(())
}

fn client(part: &Part) -> io::Result<redis::Client> {
    redis::Client::open(part.redis.url.as_str()).map_err(io::Error::other)
}

async fn connected(client: &redis::Client) -> io::Result<MultiplexedConnection> {
    let patient = AsyncConnectionConfig::new().set_response_timeout(Some(PATIENCE));
    client.get_multiplexed_async_connection_with_config(&patient).await.map_err(io::Error::other)
}

async fn at_rest(redis: &mut MultiplexedConnection) -> io::Result<bool> {
    let told: String = redis::cmd("INFO").arg("persistence").query_async(redis).await.map_err(io::Error::other)?;
    let idle = ["aof_rewrite_in_progress:0", "aof_rewrite_scheduled:0", "rdb_bgsave_in_progress:0"];
    Ok(idle.iter().all(|line| told.lines().any(|told| told == *line)))
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> io::Result<bool>) -> io::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !holds().await? {
        if Instant::now() > deadline {
            return Err(io::Error::other(format!("not within {} s: {what}", PATIENCE.as_secs())));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{crockford, incident, opening};

    #[test]
    fn every_number_has_its_own_id() {
        assert_eq!((crockford(0).as_str(), crockford(99_999).as_str()), ("00000000", "000031MZ"));
        assert_ne!(incident(0)["title"], incident(25)["title"]);
    }

    #[test]
    fn an_opening_is_told_from_other_scripts() {
        let words = |all: [&str; 5]| all.map(str::to_owned).to_vec();
        assert!(opening(words(["evalsha", "ab", "1", "{incidents}:", "about INC-1"]), "INC-1").is_some());
        assert!(opening(words(["evalsha", "ab", "1", "{incidents}:", "about INC-2"]), "INC-1").is_none());
        assert!(opening(words(["EVALSHA", "ab", "1", "{comms}:", "about INC-1"]), "INC-1").is_none());
        assert!(opening(words(["hmget", "ab", "1", "{incidents}:", "INC-1"]), "INC-1").is_none());
    }
}

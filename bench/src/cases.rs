//! What is measured, and beside what.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::api::{ask, credentials, sign_in, signed};
use crate::cluster::{Cluster, Part, Service};
use crate::command::Template;
use crate::http::{Request, request};
use crate::process::Process;

/// Connections of every case but those that hash passwords.
const CONNECTIONS: usize = 32;
/// Connections of those: two are hashed at a time.
const HASHING: usize = 4;
/// Sign-ins whose tokens take turns, as those of so many people would.
const PEOPLE: usize = 16;
/// Incidents that are asked for in turn.
const ASKED_FOR: usize = 1_000;
const LIST: &str = "/api/v1/incidents";

/// Where requests go, and who works for them.
pub struct Side {
    /// In the report.
    pub name: &'static str,
    /// The address.
    pub address: SocketAddr,
    /// What is sent, in turn.
    pub requests: Arc<[Request]>,
    /// The status of every answer.
    pub expected: u16,
    /// Whose processor time it takes; the first is the one that is asked.
    pub processes: Vec<Process>,
}

/// One figure beside its yardstick.
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// What is measured.
    pub subject: Side,
    /// What it is measured against.
    pub yardstick: Side,
    /// The least share of the yardstick's rate that we want, where one was set.
    pub aim: Option<f64>,
    /// Connections on each side.
    pub connections: usize,
}

/// What the cases need to know of what was filled in.
#[derive(Debug, Default)]
pub struct Filled {
    /// The incidents of the full part.
    pub many: Vec<String>,
    /// How one of them was opened.
    pub opening: Template,
}

/// The names of all cases, in their order.
pub const NAMES: [&str; 8] =
    ["status", "status-304", "incident", "list-100", "list-100000", "create", "flags", "login"];

/// Those that need many incidents.
pub const ON_MANY: [&str; 3] = ["incident", "list-100000", "create"];

/// Prepares the case `name` with tokens that are fresh; none where this version of the cluster cannot do it.
pub async fn prepare(name: &str, cluster: &Cluster, filled: &Filled) -> io::Result<Option<Case>> {
    let users = cluster.small.the("users")?;
    let yardstick = cluster.full.the("yardstick")?;
    let tokens = sign_in(users.address, &cluster.email, &cluster.password, PEOPLE).await?;
    let bench = Bench { cluster, filled, yardstick, tokens };
    Ok(Some(match name {
        "status" => bench.status().await?,
        "status-304" => bench.status_unchanged().await?,
        "incident" => bench.incident().await?,
        "list-100" => bench.list_few().await?,
        "list-100000" => bench.list_many()?,
        "create" => bench.create().await?,
        "flags" => match cluster.small.service("flags") {
            Some(flags) => bench.flags(flags).await?,
            None => return Ok(None),
        },
        "login" => bench.login(users),
        other => return Err(io::Error::other(format!("there is no case {other}"))),
    }))
}

struct Bench<'a> {
    cluster: &'a Cluster,
    filled: &'a Filled,
    yardstick: &'a Service,
    tokens: Vec<String>,
}

impl Bench<'_> {
    async fn status(&self) -> io::Result<Case> {
        let status = request("GET", "/api/v1/public/status", &[], b"");
        let subject = side("comms", self.cluster.small.the("comms")?, None, 200, vec![status]);
        let yardstick = self.constant(&subject).await?;
        Ok(Case { name: "public status", subject, yardstick, aim: Some(0.9), connections: CONNECTIONS })
    }

    async fn status_unchanged(&self) -> io::Result<Case> {
        let comms = self.cluster.small.the("comms")?;
        let shown = ask(comms.address, &request("GET", "/api/v1/public/status", &[], b"")).await?;
        let tag = shown.etag.ok_or_else(|| io::Error::other("the public status has no ETag"))?;
        let status = request("GET", "/api/v1/public/status", &[("if-none-match", &tag)], b"");
        let subject = side("comms", comms, None, 304, vec![status]);
        let unchanged = request("GET", "/unchanged", &[("if-none-match", &tag)], b"");
        let yardstick = side("constant 304", self.yardstick, None, 304, vec![unchanged]);
        Ok(Case { name: "public status, 304", subject, yardstick, aim: Some(0.9), connections: CONNECTIONS })
    }

    async fn incident(&self) -> io::Result<Case> {
        let step = (self.filled.many.len() / ASKED_FOR).max(1);
        let ids: Vec<_> = self.filled.many.iter().step_by(step).collect();
        let requests = |path: &str| {
            let all = ids.iter().zip(self.tokens.iter().cycle());
            all.map(|(id, token)| signed("GET", &format!("{path}/{id}"), token, b"")).collect()
        };
        let full = &self.cluster.full;
        let subject = side("incidents", full.the("incidents")?, Some(full), 200, requests(LIST));
        for (id, request) in ids.iter().zip(subject.requests.iter()) {
            let body = ask(subject.address, request).await?.body;
            ask(self.yardstick.address, &crate::http::request("PUT", &format!("/stored/{id}"), &[], &body)).await?;
        }
        let yardstick = side("one GET", self.yardstick, Some(full), 200, requests("/stored"));
        Ok(Case { name: "incident by id, of 100,000", subject, yardstick, aim: Some(0.9), connections: CONNECTIONS })
    }

    fn lists(&self, part: &Part) -> io::Result<Side> {
        let requests = self.tokens.iter().map(|token| signed("GET", LIST, token, b"")).collect();
        Ok(side("incidents", part.the("incidents")?, Some(part), 200, requests))
    }

    async fn list_few(&self) -> io::Result<Case> {
        let subject = self.lists(&self.cluster.small)?;
        let yardstick = self.constant(&subject).await?;
        Ok(Case { name: "page of 50, of 100", subject, yardstick, aim: None, connections: CONNECTIONS })
    }

    fn list_many(&self) -> io::Result<Case> {
        let yardstick = Side { name: "the same at 100", ..self.lists(&self.cluster.small)? };
        let subject = self.lists(&self.cluster.full)?;
        Ok(Case { name: "page of 50, of 100,000", subject, yardstick, aim: Some(0.9), connections: CONNECTIONS })
    }

    async fn create(&self) -> io::Result<Case> {
        let bodies: Vec<_> = (0..100).map(|number| crate::fill::incident(number).to_string().into_bytes()).collect();
        let requests = |path: &str| {
            let all = bodies.iter().zip(self.tokens.iter().cycle());
            all.map(|(body, token)| signed("POST", path, token, body)).collect()
        };
        let template = serde_json::to_vec(&self.filled.opening).map_err(io::Error::other)?;
        ask(self.yardstick.address, &request("PUT", "/command", &[], &template)).await?;
        let full = &self.cluster.full;
        let subject = side("incidents", full.the("incidents")?, Some(full), 201, requests(LIST));
        let yardstick = side("the same script", self.yardstick, Some(full), 201, requests("/command"));
        Ok(Case { name: "create, at 100,000", subject, yardstick, aim: Some(0.8), connections: CONNECTIONS })
    }

    async fn flags(&self, flags: &Service) -> io::Result<Case> {
        let ask = |number| request("GET", &format!("/flags?user=person-{number}@example.org&role=viewer"), &[], b"");
        let subject = side("flags", flags, None, 200, (0..100).map(ask).collect());
        let yardstick = self.constant(&subject).await?;
        Ok(Case { name: "GET /flags, 50 flags", subject, yardstick, aim: Some(0.8), connections: CONNECTIONS })
    }

    fn login(&self, users: &Service) -> Case {
        let body = credentials(&self.cluster.email, &self.cluster.password);
        let login = request("POST", "/api/v1/auth/login", &[], &body);
        let subject = side("users", users, Some(&self.cluster.small), 200, vec![login]);
        let raw = request("POST", "/password", &[], &body);
        let yardstick = side("one argon2id", self.yardstick, None, 200, vec![raw]);
        Case { name: "login", subject, yardstick, aim: None, connections: HASHING }
    }

    /// The yardstick that answers from memory with the very bytes that `subject` answers with.
    async fn constant(&self, subject: &Side) -> io::Result<Side> {
        let body = ask(subject.address, &subject.requests[0]).await?.body;
        ask(self.yardstick.address, &request("PUT", "/constant", &[], &body)).await?;
        Ok(side("constant answer", self.yardstick, None, 200, vec![request("GET", "/constant", &[], b"")]))
    }
}

/// Requests to `service`, which leans on the Redis of `part`, if any.
fn side(name: &'static str, service: &Service, part: Option<&Part>, expected: u16, requests: Vec<Request>) -> Side {
    let redis = part.map(|part| part.redis.process.clone());
    let processes = [service.process.clone()].into_iter().chain(redis).collect();
    Side { name, address: service.address, requests: requests.into(), expected, processes }
}

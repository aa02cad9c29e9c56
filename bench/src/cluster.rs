//! What is there to measure, as `deploy/bench.py` tells it.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use serde::Deserialize;

use crate::process::Process;

/// Everything that was started.
#[derive(Debug, Deserialize)]
pub struct Cluster {
    /// A whole cluster with few incidents.
    pub small: Part,
    /// Incidents over a Redis of their own, to be filled; the yardsticks are here too.
    pub full: Part,
    /// The admin of both.
    pub email: String,
    /// The admin's password.
    pub password: String,
    /// Clock ticks in a second.
    pub ticks: u64,
    /// The machine, in a line.
    pub machine: String,
}

/// Services over one Redis.
#[derive(Debug, Deserialize)]
pub struct Part {
    /// The services.
    pub services: Vec<Service>,
    /// Their Redis.
    pub redis: Redis,
}

/// A running service.
#[derive(Debug, Clone, Deserialize)]
pub struct Service {
    /// Its process.
    #[serde(flatten)]
    pub process: Process,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A running Redis.
#[derive(Debug, Clone, Deserialize)]
pub struct Redis {
    /// Its process.
    #[serde(flatten)]
    pub process: Process,
    /// As its admin sees it.
    pub url: String,
}

impl Cluster {
    /// Reads the file at `path`.
    pub fn read(path: &Path) -> io::Result<Self> {
        serde_json::from_slice(&std::fs::read(path)?).map_err(io::Error::other)
    }

    /// Every process there is.
    pub fn processes(&self) -> impl Iterator<Item = &Process> {
        [&self.small, &self.full]
            .into_iter()
            .flat_map(|part| part.services.iter().map(|service| &service.process).chain([&part.redis.process]))
    }
}

impl Part {
    /// The service `name`; none where this version of the cluster has no such service.
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.process.name == name)
    }

    /// The service `name`, which every version has.
    pub fn the(&self, name: &str) -> io::Result<&Service> {
        self.service(name).ok_or_else(|| io::Error::other(format!("no service {name} was started")))
    }
}

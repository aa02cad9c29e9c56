//! The configuration of this service: the only reader of its environment.

use std::net::SocketAddr;

use boot::config::Common;
use clap::Parser;

/// What the environment says.
#[derive(Debug, Clone, Parser)]
pub struct Config {
    /// What every service reads.
    #[command(flatten)]
    pub common: Common,
    /// Where it listens.
    #[command(flatten)]
    pub listen: Listen,
    /// The users service: the keys that sign people's tokens.
    #[arg(long, env = "USERS_URL", default_value = "http://127.0.0.1:8080")]
    pub users_url: String,
}

/// Where the service listens; all that a health check needs to know.
#[derive(Debug, Clone, Parser)]
pub struct Listen {
    /// Address and port.
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8070")]
    pub bind: SocketAddr,
}

/// Where the running service listens.
pub fn bind() -> SocketAddr {
    boot::config::read::<Listen>().bind
}

//! The one reader of the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use ipnet::IpNet;

/// What comms is told at start.
#[derive(Debug, Clone, Parser)]
pub struct Config {
    /// What every service reads.
    #[command(flatten)]
    pub common: boot::config::Common,
    /// Where to listen.
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8082")]
    pub bind: SocketAddr,
    /// The users service: whose keys sign people's tokens.
    #[arg(long, env = "USERS_URL", default_value = "http://127.0.0.1:8080")]
    pub users_url: String,
    /// The incidents service: asked for what has not been heard of, told of what was announced.
    #[arg(long, env = "INCIDENTS_URL", default_value = "http://127.0.0.1:8081")]
    pub incidents_url: String,
    /// The flags service: asked whether the public side is shown, and whether machines announce by themselves.
    #[arg(long, env = "FLAGS_URL", default_value = "http://127.0.0.1:8070")]
    pub flags_url: String,
    /// Where the public side is kept as files for nginx; nowhere, where not set.
    #[arg(long, env = "SNAPSHOT_DIR")]
    pub snapshot_dir: Option<PathBuf>,
    /// Networks that webhooks may lead into although they are not public, as CIDRs with commas between.
    #[arg(long, env = "OUTBOUND_ALLOW", value_delimiter = ',')]
    pub outbound_allow: Vec<IpNet>,
}

/// The part of the configuration that a health check needs.
#[derive(Debug, Parser)]
struct Address {
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8082")]
    bind: SocketAddr,
}

/// Where the running service listens.
pub fn bind() -> SocketAddr {
    boot::config::read::<Address>().bind
}

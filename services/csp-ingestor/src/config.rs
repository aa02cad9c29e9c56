//! The configuration of this service: the only reader of its environment.

use std::net::SocketAddr;
use std::str::FromStr;

use boot::config::Common;
use clap::Parser;
use ipnet::IpNet;
use jiff::tz::TimeZone;

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
    /// The incidents service: where events that matter open incidents.
    #[arg(long, env = "INCIDENTS_URL", default_value = "http://127.0.0.1:8081")]
    pub incidents_url: String,
    /// Networks that feeds may lie in although they are not public, as CIDRs with commas between; empty in production.
    #[arg(long, env = "OUTBOUND_ALLOW", value_delimiter = ',')]
    pub outbound_allow: Vec<IpNet>,
    /// The zone by which days and months are counted, by its name in the tz database: `Europe/Paris`.
    #[arg(long, env = "TIME_ZONE", default_value = "UTC")]
    pub time_zone: Zone,
}

/// A time zone that is known by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(pub TimeZone);

impl FromStr for Zone {
    type Err = jiff::Error;

    fn from_str(name: &str) -> Result<Self, jiff::Error> {
        TimeZone::get(name).map(Self)
    }
}

/// Where the service listens; all that a health check needs to know.
#[derive(Debug, Clone, Parser)]
pub struct Listen {
    /// Address and port.
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8083")]
    pub bind: SocketAddr,
}

/// Where the running service listens.
pub fn bind() -> SocketAddr {
    boot::config::read::<Listen>().bind
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZoneDatabase;

    use super::Zone;

    #[test]
    fn zones_are_known_by_name_on_a_machine_without_any() {
        assert!(TimeZoneDatabase::bundled().get("Europe/Paris").is_ok());
        assert!("Europe/Paris".parse::<Zone>().is_ok());
        for name in ["", "Europe/Parys", "+02:00", "CEST-1"] {
            assert!(name.parse::<Zone>().is_err(), "{name}");
        }
    }
}

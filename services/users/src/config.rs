//! What the environment tells this service.

use std::net::SocketAddr;

use boot::config::Secret;
use clap::Parser;
use url::Url;

use crate::domain::email::EmailAddress;
use crate::domain::limits;

/// Everything this service reads from the environment.
#[derive(Parser)]
pub struct Config {
    /// What every service reads.
    #[command(flatten)]
    pub common: boot::config::Common,
    /// Where to listen.
    #[command(flatten)]
    pub listen: Listen,
    /// The flags service: asked whether people may sign up by themselves.
    #[arg(long, env = "FLAGS_URL", default_value = "http://127.0.0.1:8070")]
    pub flags_url: String,
    /// The Ed25519 key that signs people's tokens, PKCS#8 PEM; best given as `SIGNING_KEY_FILE`.
    #[arg(long, env = "SIGNING_KEY", hide_env_values = true)]
    pub signing_key: Secret,
    /// The address people know the cluster by.
    #[arg(long, env = "PUBLIC_URL", default_value = "http://127.0.0.1:8000", value_parser = public_url)]
    pub public_url: Url,
    /// The first admin's address; read at the first start alone.
    #[arg(long, env = "ADMIN_EMAIL", default_value = "admin@polystatus.localhost", value_parser = admin_email)]
    pub admin_email: EmailAddress,
    /// The first admin's password; made and printed once where it is not given. Read at the first start alone.
    #[arg(long, env = "ADMIN_PASSWORD", hide_env_values = true)]
    pub admin_password: Option<Secret>,
    /// Sign-ups that one address has in an hour.
    #[arg(long, env = "SIGNUPS_PER_HOUR", default_value_t = limits::SIGN_UPS_PER_HOUR, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub signups_per_hour: u32,
}

/// Where the service listens: all that a health check needs to know.
#[derive(Debug, Clone, Parser)]
pub struct Listen {
    /// The address and port.
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8080")]
    pub bind: SocketAddr,
}

fn public_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|fault| fault.to_string())?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err("must be an http or https URL".to_owned()),
    }
}

fn admin_email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|fault| fault.detail)
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn read(extra: &[(&str, &str)]) -> Result<Config, String> {
        let needed = [
            ("REDIS_URL", "redis://127.0.0.1/"),
            ("SERVICE_KEY", "key"),
            ("SERVICE_KEYS", "keys.json"),
            ("SIGNING_KEY", "another key"),
        ];
        let all: Vec<_> = extra.iter().chain(&needed).copied().collect();
        boot::config::from(|name| all.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_needed_values_are_enough() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen.bind.port(), 8080);
        assert_eq!(config.admin_email.as_str(), "admin@polystatus.localhost");
        assert_eq!(config.signups_per_hour, 10);
        assert!(config.admin_password.is_none());
    }

    #[test]
    fn a_bad_value_is_named() {
        for (name, value) in [("PUBLIC_URL", "ftp://x"), ("ADMIN_EMAIL", "admin"), ("SIGNUPS_PER_HOUR", "0")] {
            let line = read(&[(name, value)]).err().unwrap();
            assert!(line.starts_with(name), "{line}");
        }
    }
}

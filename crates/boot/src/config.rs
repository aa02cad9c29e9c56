//! Configuration from the environment, each value also from a file (`NAME_FILE`), and a bad one refused in one line.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, FromArgMatches};
use ipnet::IpNet;

use crate::LogFormat;

/// What every service reads.
#[derive(Debug, Clone, Args)]
pub struct Common {
    /// The service's Redis: `redis://user:password@host:port/`.
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    pub redis_url: Secret,
    /// The service's Ed25519 key, PKCS#8 PEM; best given as `SERVICE_KEY_FILE`.
    #[arg(long, env = "SERVICE_KEY", hide_env_values = true)]
    pub service_key: Secret,
    /// The file of all services' public keys: `{"incidents": "<base64url>", …}`.
    #[arg(long, env = "SERVICE_KEYS")]
    pub service_keys: PathBuf,
    /// The networks whose `X-Forwarded-For` is believed, as CIDRs with commas between.
    #[arg(long, env = "TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpNet>,
    /// `text` for people, `json` for machines.
    #[arg(long, env = "LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

/// Reads `C` from the environment. A bad or missing value is said in one line that names it; the process then ends
/// with status 2.
pub fn read<C: CommandFactory + FromArgMatches>() -> C {
    #[expect(clippy::disallowed_methods, reason = "this is the reader that every config.rs goes through")]
    let result = from::<C>(|name| std::env::var(name).ok());
    result.unwrap_or_else(|line| refuse(&line))
}

/// Reads `C` from `environment`; an error is the one line to say.
pub fn from<C: CommandFactory + FromArgMatches>(environment: impl Fn(&str) -> Option<String>) -> Result<C, String> {
    let mut command = C::command().no_binary_name(true);
    let mut words = Vec::new();
    let known: Vec<_> = command
        .get_arguments()
        .filter_map(|arg| Some((arg.get_id().clone(), arg.get_long()?.to_owned(), arg.get_env()?.to_str()?.to_owned())))
        .collect();
    for (id, long, name) in known {
        // Only what is set and not empty counts, and only by this door: compose files set empty values for unset ones.
        command = command.mut_arg(id, |arg| arg.env(None::<&str>));
        if let Some(value) = value_of(&name, &environment)? {
            words.push(format!("--{long}={value}"));
        }
    }
    let matches = command.try_get_matches_from(words).map_err(|error| one_line(&error))?;
    C::from_arg_matches(&matches).map_err(|error| one_line(&error))
}

fn value_of(name: &str, environment: &impl Fn(&str) -> Option<String>) -> Result<Option<String>, String> {
    let set = |name: &str| environment(name).filter(|value| !value.is_empty());
    if let Some(value) = set(name) {
        return Ok(Some(value));
    }
    let Some(path) = set(&format!("{name}_FILE")) else { return Ok(None) };
    let text = std::fs::read_to_string(&path).map_err(|cause| format!("{name}_FILE: {path}: {cause}"))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn one_line(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => Some(one.clone()),
        Some(ContextValue::Strings(many)) => Some(many.join(", ")),
        _ => None,
    };
    // clap writes `--redis-url <REDIS_URL>`; the name between the brackets is the variable's.
    let names = |text: String| {
        let inner: Vec<_> = text.split('<').skip(1).filter_map(|part| part.split('>').next()).collect();
        if inner.is_empty() { text } else { inner.join(", ") }
    };
    let name = text(ContextKind::InvalidArg).map(names).unwrap_or_default();
    if error.kind() == ErrorKind::MissingRequiredArgument {
        return format!("{name}: must be set");
    }
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{name}: the value is not valid{cause}")
}

/// Says `line` on standard error and ends the process with status 2.
#[expect(clippy::print_stderr, reason = "nothing else is up yet to say it with")]
pub fn refuse(line: &str) -> ! {
    eprintln!("configuration: {line}");
    std::process::exit(2)
}

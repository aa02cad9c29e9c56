//! Prepares a data directory before the first start: keys, Redis passwords and Redis's list of users.
//!
//! It runs before every start and is idempotent: a secret is made where it is missing and never touched again; the
//! files that follow from the secrets (the public keys, the ACL, each service's way to Redis) are written anew, so that a
//! new service finds itself in them, and a Redis that moved is found.

mod acl;
mod files;
mod keys;
mod plan;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, error::ErrorKind};

use crate::plan::{Plan, ServiceName};

/// Makes the keys and passwords of a cluster where they are missing.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where everything is kept.
    #[arg(long)]
    data_dir: PathBuf,
    /// The services of the cluster, by name.
    #[arg(long, value_delimiter = ',', required = true)]
    services: Vec<ServiceName>,
    /// Where the services find Redis, as host:port.
    #[arg(long)]
    redis: String,
    /// Groups, by number, that may read the secrets of a service (or of redis): `users=10080,redis=999`.
    #[arg(long, value_delimiter = ',', value_parser = group)]
    groups: Vec<(String, u32)>,
}

fn group(text: &str) -> Result<(String, u32), &'static str> {
    let (room, number) = text.split_once('=').ok_or("not NAME=NUMBER")?;
    Ok((room.to_owned(), number.parse().map_err(|_| "the group is not a number")?))
}

fn main() -> ExitCode {
    let Arguments { data_dir, services, redis, groups } = Arguments::parse();
    let plan = Plan { data_dir, services, redis, groups: BTreeMap::from_iter(groups) };
    if let Some(room) = plan.unknown_room() {
        Arguments::command().error(ErrorKind::InvalidValue, format!("--groups: no service {room}")).exit();
    }
    match plan.carry_out() {
        Ok(made) => {
            for path in made {
                // Nobody reading the list is no reason to fail: the files are there.
                let _ = writeln!(std::io::stdout(), "made {}", path.display());
            }
            ExitCode::SUCCESS
        }
        Err(fault) => {
            let _ = writeln!(std::io::stderr(), "init: {fault}");
            ExitCode::FAILURE
        }
    }
}

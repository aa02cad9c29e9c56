//! Prepares a data directory before the first start: keys, Redis passwords and Redis's list of users.
//!
//! It runs before every start and is idempotent: a secret is made where it is missing and never touched again; the two
//! files that follow from the secrets (the public keys, the ACL) are written anew, so that a new service finds itself
//! in them.

mod acl;
mod files;
mod keys;
mod plan;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::plan::ServiceName;

/// Makes the keys and passwords of a cluster where they are missing.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where everything is kept.
    #[arg(long)]
    data_dir: PathBuf,
    /// The services of the cluster, by name.
    #[arg(long, value_delimiter = ',', required = true)]
    services: Vec<ServiceName>,
}

fn main() -> ExitCode {
    let Arguments { data_dir, services } = Arguments::parse();
    match plan::prepare(&data_dir, &services) {
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

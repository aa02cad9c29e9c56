//! The users service: see the library for what it owns.

use std::process::ExitCode;

use boot::{Command, Lifecycle};
use users::config::Listen;
use users::{App, Config};

#[tokio::main]
async fn main() -> ExitCode {
    match Command::from_args() {
        Command::OpenApi => print_openapi(),
        Command::Healthcheck => exit(boot::healthcheck(boot::config::read::<Listen>().bind).await),
        Command::Serve => serve().await,
    }
}

async fn serve() -> ExitCode {
    let config: Config = boot::config::read();
    boot::log_to_stderr(config.common.log_format);
    let app = App::from_config(&config).unwrap_or_else(|line| boot::config::refuse(&line));
    let life = Lifecycle::new();
    users::start_jobs(&app, &life);
    let router = users::router(app, config.common.trusted_proxies, &life);
    match boot::serve(config.listen.bind, router, life).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            tracing::error!(%cause, address = %config.listen.bind, "cannot serve");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the document is the output that was asked for")]
fn print_openapi() -> ExitCode {
    let document = users::openapi().to_yaml();
    exit(document.map(|text| print!("{text}")).is_ok())
}

fn exit(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

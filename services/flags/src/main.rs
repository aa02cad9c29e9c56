//! The flags service: see the library for what it owns.

use std::process::ExitCode;

use boot::{Command, Lifecycle};
use flags::{App, Config};

#[tokio::main]
async fn main() -> ExitCode {
    match Command::from_args() {
        Command::OpenApi => print_openapi(),
        Command::Healthcheck => succeeded(boot::healthcheck(flags::config::bind()).await),
        Command::Serve => serve().await,
    }
}

async fn serve() -> ExitCode {
    let config: Config = boot::config::read();
    boot::log_to_stderr(config.common.log_format);
    let app = App::from_config(&config).unwrap_or_else(|line| boot::config::refuse(&line));
    let life = Lifecycle::new();
    flags::start_jobs(&app, &life);
    let router = flags::router(app, config.common.trusted_proxies, &life);
    let served = boot::serve(config.listen.bind, router, life).await;
    if let Err(cause) = &served {
        tracing::error!(%cause, address = %config.listen.bind, "cannot serve");
    }
    succeeded(served.is_ok())
}

#[expect(clippy::print_stdout, reason = "the output that was asked for")]
fn print_openapi() -> ExitCode {
    print!("{}", flags::openapi_yaml());
    ExitCode::SUCCESS
}

fn succeeded(well: bool) -> ExitCode {
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

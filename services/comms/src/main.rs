//! The comms service: see the library for what it owns.

use std::process::ExitCode;

use boot::{Command, Lifecycle};
use comms::{App, Config, config};

#[tokio::main]
async fn main() -> ExitCode {
    match Command::from_args() {
        Command::OpenApi => print_openapi(),
        Command::Healthcheck if boot::healthcheck(config::bind()).await => ExitCode::SUCCESS,
        Command::Healthcheck => ExitCode::FAILURE,
        Command::Serve => serve(boot::config::read()).await,
    }
}

async fn serve(config: Config) -> ExitCode {
    boot::log_to_stderr(config.common.log_format);
    let life = Lifecycle::new();
    let app = App::from_config(&config, life.stopping()).unwrap_or_else(|fault| boot::config::refuse(&fault));
    comms::start_jobs(&app, &config, &life);
    let router = comms::router(app, config.common.trusted_proxies, &life);
    match boot::serve(config.bind, router, life).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            tracing::error!(%cause, "the service could not serve");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the document is what was asked for")]
fn print_openapi() -> ExitCode {
    print!("{}", comms::openapi_yaml());
    ExitCode::SUCCESS
}

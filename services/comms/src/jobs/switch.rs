//! Asks flags whether the public side is shown, every second: readers are answered without asking.

use std::time::Duration;

use contracts::flags::{EVERYBODY, PUBLIC_STATUS};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::live::Shown;

const PAUSE: Duration = Duration::from_secs(1);

/// Follows the flag until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    loop {
        step(&app).await;
        if stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await.is_none() {
            return;
        }
    }
}

/// Asks once, and turns the switch.
pub async fn step(app: &App) {
    let (user, role) = EVERYBODY;
    let shown = if app.flags.is_on(&PUBLIC_STATUS, user, role).await { Shown::On } else { Shown::Off };
    if app.live.switch(shown) {
        tracing::info!(?shown, "the public side");
    }
}

//! Follows the flag that shows the public side: readers are answered without asking.

use contracts::flags::PUBLIC_STATUS;
use contracts::{Standing, SwitchKeeper};
use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Follows the flag until `stop`.
pub async fn run(app: App, stop: CancellationToken) {
    keeper(&app).run(|standing| turn(&app, standing), stop).await;
}

/// Asks once.
pub async fn step(app: &App) {
    turn(app, keeper(app).step().await);
}

fn keeper(app: &App) -> SwitchKeeper {
    let redis = app.store.redis();
    SwitchKeeper::new(app.flags.clone(), PUBLIC_STATUS, redis.connection(), redis.prefix())
}

fn turn(app: &App, standing: Standing) {
    if app.live.switch(standing) {
        tracing::info!(?standing, "the public side");
    }
}

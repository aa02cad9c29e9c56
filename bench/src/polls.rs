//! Following many providers: what it costs csp-ingestor, beside a loop of the same client that only asks.

use std::io;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::api::{ask, signed};
use crate::cluster::{Cluster, Service};
use crate::http::request;
use crate::pages::Pages;
use crate::process::Process;
use crate::report::{Polls, Share};
use crate::stats::Spread;

/// The case's name.
pub const NAME: &str = "polls";
/// How many providers there are.
const PROVIDERS: usize = 1_000;
/// How often each is asked, seconds.
pub const INTERVAL: u64 = 60;
/// How long it is watched: once around.
const WINDOW: Duration = Duration::from_secs(INTERVAL);
/// How long it may take until all have been asked once.
const PATIENCE: Duration = Duration::from_secs(5 * INTERVAL);
const LIST: &str = "/api/v1/csp/providers";

/// Registers the providers, waits until each was asked once, and watches for a minute; `look` is called every second.
pub async fn measure(cluster: &Cluster, token: &str, mut look: impl FnMut(&str)) -> io::Result<Polls> {
    let csp = cluster.small.the("csp-ingestor")?;
    let yardstick = cluster.full.the("yardstick")?;
    let pages = Pages::serve(PROVIDERS).await?;
    for (number, (kind, feed)) in pages.feeds().enumerate() {
        let body = json!({"name": format!("bench-{number}"), "feed_url": feed, "type": kind, "interval_s": INTERVAL});
        ask(csp.address, &signed("POST", LIST, token, body.to_string().as_bytes())).await?;
    }
    let began = Instant::now();
    while pages.known() < PROVIDERS {
        if began.elapsed() > PATIENCE {
            let known = pages.known();
            return Err(io::Error::other(format!("only {known} of {PROVIDERS} providers were asked")));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        look(&format!("{} of {PROVIDERS} were asked", pages.known()));
    }
    let addresses: Vec<String> = pages.bare().collect();
    let told = json!({"addresses": addresses, "interval_s": INTERVAL, "seconds": 2 * INTERVAL}).to_string();
    ask(yardstick.address, &request("PUT", "/polls", &[], told.as_bytes())).await?;
    // Its first questions are without conditions: it goes around once before it counts.
    let around = Instant::now() + WINDOW;
    while Instant::now() < around {
        tokio::time::sleep(Duration::from_secs(1)).await;
        look("the yardstick goes around once");
    }
    watched(cluster, csp, yardstick, &pages, look).await
}

async fn watched(
    cluster: &Cluster,
    csp: &Service,
    yardstick: &Service,
    pages: &Pages,
    mut look: impl FnMut(&str),
) -> io::Result<Polls> {
    let processes = [&csp.process, &cluster.small.redis.process, &yardstick.process];
    let ticks = || processes.iter().map(|process| Process::ticks(process)).collect::<io::Result<Vec<_>>>();
    let (before, asked, began) = (ticks()?, pages.asked(), Instant::now());
    let mut lags = Vec::new();
    while began.elapsed() < WINDOW {
        tokio::time::sleep(Duration::from_secs(1)).await;
        lags.push(lag(csp).await?);
        look("watched");
    }
    let (after, asked_after, took) = (ticks()?, pages.asked(), began.elapsed().as_secs_f64());
    let used: Vec<u64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    let subject = asked_after.subject - asked.subject;
    let bare = asked_after.yardstick - asked.yardstick;
    #[expect(clippy::cast_precision_loss, reason = "neither ticks nor polls are ever so many")]
    let share = |at: usize, polls: usize| Share {
        process: processes[at].name.clone(),
        micros: 1e6 * used[at] as f64 / cluster.ticks as f64 / polls.max(1) as f64,
    };
    #[expect(clippy::cast_precision_loss, reason = "there are a thousand")]
    Ok(Polls {
        providers: PROVIDERS,
        interval: INTERVAL,
        wanted: pages.well() as f64 / INTERVAL as f64,
        rate: subject as f64 / took,
        cpu: vec![share(0, subject), share(1, subject)],
        yardstick_rate: bare as f64 / took,
        yardstick_cpu: share(2, bare),
        late: Spread::of(lags.iter().copied()).map_or(0.0, |lag| lag.median),
        latest: lags.into_iter().fold(0.0, f64::max),
    })
}

/// How late the most overdue poll was, as the service says, seconds.
async fn lag(csp: &Service) -> io::Result<f64> {
    let body = ask(csp.address, &request("GET", "/metrics", &[], b"")).await?.body;
    gauge(&String::from_utf8_lossy(&body), "csp_poll_lag_seconds")
        .ok_or_else(|| io::Error::other("csp-ingestor does not say how late polls are"))
}

fn gauge(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::gauge;

    #[test]
    fn a_measure_is_found_among_its_neighbours() {
        let text = "# TYPE csp_poll_lag_seconds gauge\ncsp_poll_lag_seconds_x 9\ncsp_poll_lag_seconds 0.25\n";
        assert_eq!(gauge(text, "csp_poll_lag_seconds"), Some(0.25));
        assert_eq!(gauge("", "csp_poll_lag_seconds"), None);
    }
}

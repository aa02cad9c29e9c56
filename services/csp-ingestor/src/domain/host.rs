//! Hosts: who answers for a feed, and how long one that fails is left alone, for all whose feeds lie there.

use url::Url;

/// How long a host is left alone after its first failure, milliseconds: shorter than the usual interval, so that one
/// hiccup costs nobody a poll.
const FIRST_REST: i64 = 30_000;
/// However often it fails, it is asked again after this long.
const LONGEST_REST: i64 = 15 * 60 * 1000;
/// What a host may ask for (`Retry-After`): less is no rest, and more nobody follows.
const ASKED_FOR: std::ops::RangeInclusive<i64> = 10_000..=60 * 60 * 1000;

/// A host with its port: what fails and recovers as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// The host of an address. What is no address has none, and all such share one.
    pub fn of(address: &str) -> Self {
        let url = Url::parse(address).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let port = url.as_ref().and_then(Url::port_or_known_default).unwrap_or_default();
        Self(format!("{host}:{port}"))
    }

    /// As it is kept.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many milliseconds a host is left alone after it failed for the `failures`th time in a row: half a minute,
/// doubled up to a quarter of an hour, give or take a tenth; or what it asked for itself (`retry_after`, seconds),
/// within bounds. `fraction` is a random number from 0 to 1.
pub fn rest_ms(failures: u32, retry_after: Option<u64>, fraction: f64) -> i64 {
    if let Some(seconds) = retry_after {
        let asked = i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
        return asked.clamp(*ASKED_FOR.start(), *ASKED_FOR.end());
    }
    let doubled = FIRST_REST.saturating_mul(1 << failures.saturating_sub(1).min(20));
    super::provider::jittered_ms(doubled.min(LONGEST_REST), fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_its_name_and_port_however_the_address_is_written() {
        assert_eq!(Host::of("https://Status.Acme.example/feed?key=1").as_str(), "status.acme.example:443");
        assert_eq!(Host::of("https://status.acme.example:443/other"), Host::of("https://status.acme.example"));
        assert_ne!(Host::of("http://status.acme.example"), Host::of("https://status.acme.example"));
        assert_eq!(Host::of("nonsense").as_str(), ":0");
    }

    #[test]
    fn rests_double_up_to_a_quarter_of_an_hour() {
        let rests: Vec<i64> = (1..=7).map(|failures| rest_ms(failures, None, 0.5) / 1000).collect();
        assert_eq!(rests, [30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(rest_ms(u32::MAX, None, 0.5), 900_000);
        assert_eq!((rest_ms(1, None, 0.0), rest_ms(1, None, 1.0)), (27_000, 33_000));
    }

    #[test]
    fn what_a_host_asks_for_is_given_within_bounds() {
        assert_eq!(rest_ms(5, Some(120), 0.0), 120_000);
        assert_eq!((rest_ms(1, Some(0), 0.0), rest_ms(1, Some(u64::MAX), 0.0)), (10_000, 3_600_000));
    }
}

//! Every limit per address, account and person, in one table; and how long somebody over one has to wait.

/// How many attempts are free, and how the wait grows after them: 1 s, 2 s, 4 s… up to a cap.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// Failures that cost nothing.
    pub free: u32,
    /// The longest wait, in seconds.
    pub longest_s: u32,
}

/// `size` at once, coming back one by one over `window_s`.
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    /// How many at once.
    pub size: u32,
    /// How long an empty bucket takes to be full again, in seconds.
    pub window_s: u32,
}

/// Failed sign-ins to one account from one address.
pub const PAIR: Backoff = Backoff { free: 5, longest_s: 30 };
/// Failed sign-ins to one account from everywhere. Held only against addresses that failed on it themselves, from
/// their own last failure on: an owner elsewhere is not locked out by those who hammer, and gets in within 30 s even
/// after a slip of the finger.
pub const ACCOUNT: Backoff = Backoff { free: 10, longest_s: 20 };
/// Failed sign-ins from one address, whatever the account.
pub const ADDRESS: Bucket = Bucket { size: 50, window_s: 600 };
/// How long a failure is remembered after the last one, in seconds.
pub const MEMORY_S: u32 = 900;
/// Sign-ups from one address, unless the configuration says otherwise.
pub const SIGN_UPS_PER_HOUR: u32 = 10;
/// Sessions of one person; one more ends the oldest.
pub const SESSIONS: u32 = 100;
/// Passwords hashed at the same time: each takes 19 MiB and a core for some 20 ms.
pub const HASHING: usize = 2;
/// Requests that may wait for their turn to hash; more are turned away.
pub const WAITING: usize = 64;

/// The sign-up limit of `per_hour`.
pub fn sign_ups(per_hour: u32) -> Bucket {
    Bucket { size: per_hour, window_s: 3600 }
}

impl Backoff {
    /// The wait after `failures`, in milliseconds.
    pub fn wait_ms(self, failures: u32) -> i64 {
        let Some(over) = failures.checked_sub(self.free) else { return 0 };
        let seconds = 1_u32.checked_shl(over).map_or(self.longest_s, |grown| grown.min(self.longest_s));
        i64::from(seconds) * 1000
    }
}

impl Bucket {
    /// How long one takes to come back, in milliseconds.
    pub fn interval_ms(self) -> i64 {
        i64::from(self.window_s) * 1000 / i64::from(self.size.max(1))
    }

    /// The whole window, in milliseconds.
    pub fn window_ms(self) -> i64 {
        self.interval_ms() * i64::from(self.size)
    }

    /// How long to wait for one at `now_ms`, where the bucket is full again at `full_at_ms`.
    pub fn wait_ms(self, full_at_ms: i64, now_ms: i64) -> i64 {
        (full_at_ms.max(now_ms) + self.interval_ms() - self.window_ms() - now_ms).max(0)
    }
}

/// What is remembered of failed sign-ins at the three places that count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Failures {
    /// To this account from this address.
    pub pair: u32,
    /// When the last of those was, unix milliseconds.
    pub last_ms: i64,
    /// To this account from everywhere.
    pub account: u32,
    /// When the bucket of this address is full again, unix milliseconds.
    pub address_full_ms: i64,
}

impl Failures {
    /// How long the next attempt must wait at `now_ms`, in milliseconds.
    pub fn wait_ms(self, now_ms: i64) -> i64 {
        let since_own = if self.pair == 0 { 0 } else { PAIR.wait_ms(self.pair).max(ACCOUNT.wait_ms(self.account)) };
        (self.last_ms + since_own - now_ms).max(ADDRESS.wait_ms(self.address_full_ms, now_ms)).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, Failures, PAIR};

    const NOW: i64 = 1_795_000_000_000;

    #[test]
    fn five_are_free_then_the_wait_doubles_up_to_half_a_minute() {
        let waits: Vec<_> = (0..14).map(|failures| PAIR.wait_ms(failures) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30]);
        assert_eq!(PAIR.wait_ms(u32::MAX), 30_000);
    }

    #[test]
    fn the_wait_runs_from_the_own_last_failure() {
        let failures = Failures { pair: 7, last_ms: NOW - 1000, ..Failures::default() };
        assert_eq!(failures.wait_ms(NOW), 3000);
        assert_eq!(failures.wait_ms(NOW + 3000), 0);
    }

    #[test]
    fn a_hammered_account_is_open_to_a_clean_address() {
        let failures = Failures { account: 1_000_000, ..Failures::default() };
        assert_eq!(failures.wait_ms(NOW), 0);
    }

    #[test]
    fn after_one_slip_the_owner_of_a_hammered_account_waits_twenty_seconds_at_most() {
        let failures = Failures { pair: 1, last_ms: NOW, account: 1_000_000, ..Failures::default() };
        assert_eq!(failures.wait_ms(NOW), 20_000);
    }

    #[test]
    fn an_address_has_fifty_failures_and_one_more_every_twelve_seconds() {
        let mut full_at = 0;
        let mut allowed = 0;
        while ADDRESS.wait_ms(full_at, NOW) == 0 {
            full_at = full_at.max(NOW) + ADDRESS.interval_ms();
            allowed += 1;
        }
        assert_eq!(allowed, 50);
        assert_eq!(ADDRESS.wait_ms(full_at, NOW), 12_000);
        assert_eq!(ADDRESS.wait_ms(full_at, NOW + 12_000), 0);
        let failures = Failures { address_full_ms: full_at, ..Failures::default() };
        assert_eq!(failures.wait_ms(NOW), 12_000);
    }
}

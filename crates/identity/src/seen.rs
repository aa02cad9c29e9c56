//! Tokens already found good: a signature is checked once, not at each request that bears it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jsonwebtoken::get_current_timestamp;

/// How many tokens are remembered: far more than people work at one time.
const MOST: usize = 10_000;

/// Who bears which token, for as long as each holds.
pub(crate) struct Seen<T> {
    bearers: Mutex<HashMap<Box<str>, Bearing<T>>>,
}

struct Bearing<T> {
    bearer: T,
    /// Unix seconds.
    expires: u64,
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { bearers: Mutex::default() }
    }
}

impl<T: Clone> Seen<T> {
    /// Who bears `token`; none where it was not seen, or holds no longer.
    pub(crate) fn bearer(&self, token: &str) -> Option<T> {
        let now = get_current_timestamp();
        self.lock().get(token).filter(|bearing| now < bearing.expires).map(|bearing| bearing.bearer.clone())
    }

    /// Remembers that `token`, just checked, is borne by `bearer` until `expires`, in unix seconds.
    pub(crate) fn remember(&self, token: &str, bearer: T, expires: u64) {
        let mut bearers = self.lock();
        if bearers.len() >= MOST {
            let now = get_current_timestamp();
            bearers.retain(|_, bearing| now < bearing.expires);
            if bearers.len() >= MOST {
                bearers.clear();
            }
        }
        bearers.insert(token.into(), Bearing { bearer, expires });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Box<str>, Bearing<T>>> {
        self.bearers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_until_it_expires() {
        let (seen, now) = (Seen::default(), get_current_timestamp());
        seen.remember("good", 1, now + 60);
        seen.remember("over", 2, now);
        assert_eq!((seen.bearer("good"), seen.bearer("over"), seen.bearer("other")), (Some(1), None, None));
    }

    #[test]
    fn those_that_expired_make_room_first() {
        let (seen, now) = (Seen::default(), get_current_timestamp());
        seen.remember("good", 0, now + 60);
        for count in 1..MOST {
            seen.remember(&count.to_string(), count, now);
        }
        seen.remember("new", MOST, now + 60);
        assert_eq!((seen.bearer("good"), seen.bearer("new"), seen.lock().len()), (Some(0), Some(MOST), 2));
    }

    #[test]
    fn the_memory_is_bounded() {
        let (seen, now) = (Seen::default(), get_current_timestamp());
        for count in 0..=MOST {
            seen.remember(&count.to_string(), count, now + 60);
        }
        assert_eq!(seen.lock().len(), 1);
    }
}

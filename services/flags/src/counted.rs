//! How often each variation was given, for those who watch: one series each, and never more than a few thousand.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use metrics::Counter;

/// How many series there may be; what is more is counted together. Flags that are made and deleted by the thousand
/// must not fill the memory of those who scrape.
const MOST: usize = 5_000;

static KNOWN: LazyLock<Mutex<HashSet<(String, String)>>> = LazyLock::new(Mutex::default);

/// Counts how often one variation of one flag was given.
#[derive(Default)]
pub(crate) struct Count(OnceLock<Counter>);

impl Count {
    /// One more. The series begins with the first: by then there is somebody to keep it.
    pub(crate) fn one_more(&self, flag: &str, variation: &str) {
        self.0.get_or_init(|| series(flag, variation)).increment(1);
    }
}

fn series(flag: &str, variation: &str) -> Counter {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let name = (flag.to_owned(), variation.to_owned());
    let (flag, variation) = if known.contains(&name) || known.len() < MOST {
        known.insert(name.clone());
        name
    } else {
        ("others".to_owned(), "others".to_owned())
    };
    metrics::counter!("flag_evaluations_total", "flag" => flag, "variation" => variation)
}

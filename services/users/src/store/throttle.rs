//! Failed sign-ins: counted in one script, read in one step.

use std::sync::LazyLock;

use boot::redis::{Context, Script};

use super::{BUCKET, UserStore};
use crate::Error;
use crate::domain::limits::{ADDRESS, Failures, MEMORY_S};
use crate::domain::pseudonym::Attempt;

/// How many, and when the last was.
type Pair = (Option<u32>, Option<i64>);

static FAIL: LazyLock<Script> = LazyLock::new(|| Script::new(&[BUCKET], include_str!("fail.lua")));

impl UserStore {
    /// What is remembered of failures like `attempt`.
    pub async fn failures(&self, attempt: &Attempt) -> Result<Failures, Error> {
        let mut ask = redis::pipe();
        ask.cmd("HMGET").arg(self.redis.key(&format!("failures:{}", attempt.pair))).arg(&["count", "last"]);
        ask.cmd("GET").arg(self.redis.key(&format!("failures:{}", attempt.account)));
        ask.cmd("GET").arg(self.redis.key(&format!("full:{}", attempt.address)));
        let ((count, last), account, address): (Pair, Option<u32>, Option<i64>) =
            ask.query_async(&mut self.redis.connection()).await?;
        Ok(Failures {
            pair: count.unwrap_or_default(),
            last_ms: last.unwrap_or_default(),
            account: account.unwrap_or_default(),
            address_full_ms: address.unwrap_or_default(),
        })
    }

    /// Counts a failure.
    pub async fn fail(&self, attempt: &Attempt, now_ms: i64) -> Result<(), Error> {
        let arguments = [
            attempt.pair.clone(),
            attempt.account.clone(),
            attempt.address.clone(),
            now_ms.to_string(),
            (u64::from(MEMORY_S) * 1000).to_string(),
            ADDRESS.interval_ms().to_string(),
        ];
        self.redis.run(&FAIL, &Context::new(), &arguments).await?;
        Ok(())
    }
}

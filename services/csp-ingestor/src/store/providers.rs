//! Providers, and when they are asked.

use std::sync::LazyLock;

use boot::redis::{Context, Script};
use problem::{Cursor, Page};

use super::{CspStore, Followed, json, senseless};
use crate::domain::Provider;
use crate::domain::memory::PollState;
use crate::domain::provider::Name;
use crate::error::Error;

static ASK: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("ask.lua")));
static POLLED: LazyLock<Script> = LazyLock::new(|| Script::new(&[], include_str!("polled.lua")));

/// A provider about to be asked.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Who.
    pub provider: Provider,
    /// What the last poll left behind.
    pub state: PollState,
    /// The place of this asking among all askings of this provider.
    pub ticket: u64,
}

impl CspStore {
    /// A page of providers with what their last polls left behind, newest first.
    pub async fn providers(&self, before: Option<Cursor>, limit: usize) -> Result<Page<Followed>, Error> {
        let mut redis = self.redis.connection();
        let (names, next, total) = self.page("providers", before, limit).await?;
        let mut pipe = redis::pipe();
        for name in &names {
            pipe.hmget(self.redis.key(&format!("provider:{name}")), &["provider", "state", "polled"]);
        }
        let rows: Vec<(Option<String>, Option<String>, Option<u64>)> = pipe.query_async(&mut redis).await?;
        let items = rows.into_iter().filter_map(|(provider, state, polled)| {
            let (provider, state) = match read(&provider?, state.as_deref()) {
                Ok(read) => read,
                Err(error) => return Some(Err(error)),
            };
            Some(Ok(Followed { provider, state, polled: polled.unwrap_or_default() }))
        });
        Ok(Page { items: items.collect::<Result<_, _>>()?, next, total: Some(total) })
    }

    /// The provider `name`, about to be asked.
    pub async fn subject(&self, name: &Name) -> Result<Subject, Error> {
        let reply = self.redis.run(&ASK, &Context::new(), name.as_str()).await?;
        if reply.word() == "MISSING" {
            return Err(Error::NoProvider);
        }
        let state = reply.text(2).filter(|state| !state.is_empty());
        let (provider, state) = read(reply.text(1).unwrap_or_default(), state)?;
        let ticket = reply.number(3).ok_or_else(|| senseless("no ticket"))?;
        Ok(Subject { provider, state, ticket })
    }

    /// Ends a poll: false where a later one ended before it, and it leaves no trace. `applied` says whether all that it
    /// showed was written down.
    pub async fn polled(
        &self,
        subject: &Subject,
        state: &PollState,
        due_ms: i64,
        applied: bool,
    ) -> Result<bool, Error> {
        let arguments = [
            subject.provider.name.clone(),
            subject.ticket.to_string(),
            json(state)?,
            due_ms.to_string(),
            u8::from(applied).to_string(),
        ];
        Ok(self.redis.run(&POLLED, &Context::new(), &arguments).await?.word() == "OK")
    }

    /// The members of a list below a place in it, newest first; where the next page starts; how many there are in all.
    pub(super) async fn page(
        &self,
        list: &str,
        before: Option<Cursor>,
        limit: usize,
    ) -> Result<(Vec<String>, Option<Cursor>, u64), Error> {
        let key = self.redis.key(list);
        let below = before.map_or_else(|| "+inf".to_owned(), |cursor| format!("({}", cursor.before));
        let mut pipe = redis::pipe();
        pipe.cmd("ZREVRANGEBYSCORE")
            .arg(&key)
            .arg(below)
            .arg("-inf")
            .arg("WITHSCORES")
            .arg("LIMIT")
            .arg(0)
            .arg(limit + 1);
        pipe.zcard(&key);
        let (mut members, total): (Vec<(String, u64)>, u64) = pipe.query_async(&mut self.redis.connection()).await?;
        let more = members.len() > limit;
        members.truncate(limit);
        let next = members.last().filter(|_| more).map(|(_, sequence)| Cursor { before: *sequence });
        Ok((members.into_iter().map(|(member, _)| member).collect(), next, total))
    }
}

/// A provider and its state as they are kept.
pub(super) fn read(provider: &str, state: Option<&str>) -> Result<(Provider, PollState), Error> {
    let provider = serde_json::from_str(provider).map_err(senseless)?;
    let state = state.map(serde_json::from_str).transpose().map_err(senseless)?;
    Ok((provider, state.unwrap_or_default()))
}

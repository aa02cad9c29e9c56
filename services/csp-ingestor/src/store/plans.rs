//! Planned work: the lists by when it begins, and the reminders of it.

use std::collections::HashMap;
use std::sync::LazyLock;

use boot::redis::{Context, Script};
use identity::audit::{self, Entry};
use problem::{Cursor, Page};
use redis::streams::StreamRangeReply;
use redis::{AsyncCommands, RedisResult};
use serde::Serialize;

use super::{CspStore, Record, changes, json, senseless};
use crate::domain::Event;
use crate::domain::reminder::{Next, Plan, Reminder, Settled};
use crate::domain::stage::Stage;
use crate::error::Error;

/// The Lua functions `plan(id, provider, sequence)` and `unplan(id, provider)` for scripts that write or remove events.
pub(super) const LUA: &str = include_str!("plan.lua");

static REMIND: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[audit::LUA, changes::LUA], include_str!("remind.lua")));

/// The last second that has a place in the lists: nine hexadecimal digits.
const LAST_START: i64 = 0xf_ffff_ffff;

/// Where an event is listed, for the script that writes it.
#[derive(Serialize)]
pub(super) struct Planned {
    state: Option<&'static str>,
    start: i64,
}

impl Planned {
    /// Where `event` is listed.
    pub(super) fn of(event: &Event) -> Self {
        Self { state: Stage::said(event).map(Stage::as_str), start: event.ts_start.clamp(0, LAST_START) }
    }
}

impl CspStore {
    /// A page of planned work with what we reminded of it: what is upcoming by its start, all else newest start first.
    /// What has begun by the clock alone is listed as upcoming, and is sought there.
    pub async fn maintenances(
        &self,
        stage: Option<Stage>,
        provider: Option<&str>,
        from: Option<Cursor>,
        limit: usize,
        now: i64,
    ) -> Result<Page<(Record, Plan)>, Error> {
        let (mut members, total) = self.planned(stage, provider, from, limit + 1, now).await?;
        let more = members.len() > limit;
        members.truncate(limit);
        let next = match members.last().filter(|_| more).and_then(|last| last.get(..16)) {
            Some(place) => Some(Cursor { before: u64::from_str_radix(place, 16).map_err(senseless)? }),
            None => None,
        };
        let ids: Vec<String> = members.iter().filter_map(|member| Some(member.get(16..)?.to_owned())).collect();
        let mut records = self.records(&ids, false).await?;
        // One may have moved on between being found and being read, or is over by the clock.
        records.retain(|record| stage.is_none() || Stage::of(&record.event, now) == stage);
        let plans = self.plans(&records).await?;
        Ok(Page { items: records.into_iter().zip(plans).collect(), next, total })
    }

    /// The members of the lists that hold this stage, in its order, and how many there are, where that is known.
    async fn planned(
        &self,
        stage: Option<Stage>,
        provider: Option<&str>,
        from: Option<Cursor>,
        most: usize,
        now: i64,
    ) -> Result<(Vec<String>, Option<u64>), Error> {
        let of = provider.map(|provider| format!(":of:{provider}")).unwrap_or_default();
        let key = |list: &str| self.redis.key(&format!("maintenances:{list}{of}"));
        let (list, ahead) = (key(stage.map_or("all", Stage::as_str)), key(Stage::Upcoming.as_str()));
        let place = from.map(|cursor| format!("({:016x}", cursor.before));
        // Between what has begun and what has not.
        let begins = format!("({:09x}", now.clamp(0, LAST_START - 1) + 1);
        let mut pipe = redis::pipe();
        if stage == Some(Stage::Upcoming) {
            // A place is followed by an id, whose characters all come before `g`.
            let after = place.as_ref().map_or_else(|| begins.clone(), |place| begins.clone().max(format!("{place}g")));
            pipe.cmd("ZRANGEBYLEX").arg(&list).arg(after).arg("+");
        } else {
            pipe.cmd("ZREVRANGEBYLEX").arg(&list).arg(place.as_deref().unwrap_or("+")).arg("-");
        }
        pipe.arg("LIMIT").arg(0).arg(most);
        let also = if matches!(stage, Some(Stage::Running | Stage::Past)) { most } else { 0 };
        let before = place.map_or_else(|| begins.clone(), |place| begins.clone().min(place));
        pipe.cmd("ZREVRANGEBYLEX").arg(&ahead).arg(before).arg("-").arg("LIMIT").arg(0).arg(also);
        pipe.zcard(&list).cmd("ZLEXCOUNT").arg(&ahead).arg("-").arg(begins);
        let found: (Vec<String>, Vec<String>, u64, u64) = pipe.query_async(&mut self.redis.connection()).await?;
        let (mut members, begun, listed, have_begun) = found;
        if !begun.is_empty() {
            members.extend(begun);
            members.sort_unstable_by(|one, other| other.cmp(one));
        }
        let total = match stage {
            None => Some(listed),
            Some(Stage::Upcoming) => Some(listed.saturating_sub(have_begun)),
            Some(Stage::Running | Stage::Past) => (have_begun == 0).then_some(listed),
        };
        Ok((members, total))
    }

    /// The events that are to be looked at for their reminders at `now`, at most `limit`.
    pub async fn due_for_reminders(&self, now: i64, limit: usize) -> Result<Vec<Record>, Error> {
        let key = self.redis.key("reminders:due");
        let ids: Vec<String> =
            self.redis.connection().zrangebyscore_limit(&key, "-inf", now, 0, limit.cast_signed()).await?;
        let records = self.records(&ids, false).await?;
        if records.len() < ids.len() {
            let known: Vec<String> = records.iter().map(|record| record.event.id.to_string()).collect();
            let gone: Vec<&String> = ids.iter().filter(|id| !known.contains(id)).collect();
            let _: u64 = self.redis.connection().zrem(&key, gone).await?;
        }
        Ok(records)
    }

    /// What is known of the reminders of each of these events.
    pub async fn plans(&self, records: &[Record]) -> Result<Vec<Plan>, Error> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let mut pipe = redis::pipe();
        for record in records {
            pipe.hgetall(self.redis.key(&format!("reminders:of:{}", record.event.id)));
        }
        let kept: Vec<HashMap<String, String>> = pipe.query_async(&mut self.redis.connection()).await?;
        kept.iter().map(plan).collect()
    }

    /// Settles the reminders of `event` as `next` says, of which `reminder` is told. True where it was told by this call:
    /// not where the event changed meanwhile, and not where somebody else was faster.
    pub async fn remind(
        &self,
        event: &Event,
        plan: &Plan,
        next: &Next,
        reminder: Option<&Reminder>,
        audit: &Entry,
    ) -> Result<bool, Error> {
        let start = event.ts_start;
        let at = |lead: &i64| reminder.filter(|one| one.lead_s == *lead).map(|one| one.at.to_string());
        let settle: Vec<(String, String)> =
            next.settle.iter().map(|lead| (field(start, *lead), at(lead).unwrap_or_default())).collect();
        let (known, since) =
            next.known.map(|(start, since)| (start.to_string(), since.to_string())).unwrap_or_default();
        let mut arguments = vec![
            event.id.to_string(),
            event.version.to_string(),
            known,
            since,
            next.look_at.map(|at| at.to_string()).unwrap_or_default(),
            json(&settle)?,
            reminder.map(|one| field(start, one.lead_s)).unwrap_or_default(),
            reminder.map(json).transpose()?.unwrap_or_default(),
        ];
        arguments.extend(
            plan.settled.iter().filter(|one| next.forget.contains(&one.start)).map(|one| field(one.start, one.lead_s)),
        );
        let reply = self.redis.run(&REMIND, &Context::new().with("audit", audit), &arguments).await?;
        Ok(reply.word() == "TOLD")
    }

    /// A page of what we reminded of, newest first.
    pub async fn reminders(&self, before: Option<Cursor>, limit: usize) -> Result<Page<Reminder>, Error> {
        let key = self.redis.key("reminders");
        let end = before.map_or_else(|| "+".to_owned(), |cursor| format!("({}", cursor.before));
        let mut pipe = redis::pipe();
        pipe.cmd("XREVRANGE").arg(&key).arg(end).arg("-").arg("COUNT").arg(limit + 1).cmd("XLEN").arg(&key);
        let answer: RedisResult<(StreamRangeReply, u64)> = pipe.query_async(&mut self.redis.connection()).await;
        let (reply, total) = answer?;
        let shown = &reply.ids[..reply.ids.len().min(limit)];
        let last = shown.last().filter(|_| reply.ids.len() > limit);
        let next = last.and_then(|last| last.id.split_once('-')?.0.parse().ok()).map(|before| Cursor { before });
        let told = |entry: &redis::streams::StreamId| {
            let text: String = entry.get("reminder").unwrap_or_default();
            serde_json::from_str(&text).map_err(senseless)
        };
        Ok(Page { items: shown.iter().map(told).collect::<Result<_, _>>()?, next, total: Some(total) })
    }
}

/// The name under which a lead before a start is settled.
fn field(start: i64, lead_s: i64) -> String {
    format!("{start}:{lead_s}")
}

fn plan(kept: &HashMap<String, String>) -> Result<Plan, Error> {
    let number = |text: &str| text.parse::<i64>().map_err(senseless);
    let mut plan = Plan::default();
    for (name, value) in kept {
        match name.split_once(':') {
            None if name == "start" => plan.start = Some(number(value)?),
            None if name == "since" => plan.since = number(value)?,
            None => return Err(senseless(name)),
            Some((start, lead)) => {
                let at = if value.is_empty() { None } else { Some(number(value)?) };
                plan.settled.push(Settled { start: number(start)?, lead_s: number(lead)?, at });
            }
        }
    }
    plan.settled.sort_by_key(|one| std::cmp::Reverse(one.lead_s));
    Ok(plan)
}

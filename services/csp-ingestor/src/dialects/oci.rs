//! Oracle Cloud's page: Statuspage with a group for each service and a component for each region in it. An incident's
//! title holds service, region and reference number; when it began, and the services meant by "Multiple Services", are
//! in its words alone.

use serde_json::Value;

use super::{Dialect, Reading, Unreadable, plain, statuspage};
use crate::dialects::values::plausible;
use crate::domain::Observed;

/// Whether a document is this page's.
pub(super) fn is(document: &Value) -> bool {
    let page = &document["page"];
    let host = page["url"].as_str().and_then(|url| url::Url::parse(url).ok());
    let of_oracle = host.as_ref().and_then(url::Url::host_str).is_some_and(|host| host.ends_with(".oraclecloud.com"));
    (of_oracle || page["name"] == "OCI") && statuspage::is(document)
}

/// Reads a document of this page.
pub(super) fn read(document: &Value) -> Result<Reading, Unreadable> {
    let mut reading = statuspage::read(document)?;
    reading.dialect = Dialect::Oci;
    reading.events.iter_mut().for_each(refine);
    Ok(reading)
}

/// Takes in what title and words say.
fn refine(event: &mut Observed) {
    let (mut services, mut regions) = (Vec::new(), Vec::new());
    if let [service, region, reference] = &event.title.split(" | ").map(str::trim).collect::<Vec<_>>()[..]
        && is_reference(reference)
    {
        services.extend((!service.eq_ignore_ascii_case("Multiple Services")).then(|| (*service).to_owned()));
        regions.push((*region).to_owned());
    }
    let newest = event.updates.first().map(|update| update.text.as_str()).unwrap_or_default();
    services.extend(impacted(newest));
    event.ts_start = event.updates.iter().find_map(|update| start(&update.text)).or(event.ts_start);
    for (list, more) in [(&mut event.services, services), (&mut event.regions, regions)] {
        for one in more {
            if !list.contains(&one) {
                list.push(one);
            }
        }
    }
}

/// A number such as `CN-205957`, by which people ask after an incident.
fn is_reference(text: &str) -> bool {
    let digits = text.split_once('-').filter(|(letters, _)| (2..=5).contains(&letters.len()));
    digits.is_some_and(|(_, digits)| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The services that the words list, a line each, under what it means for customers.
fn impacted(text: &str) -> Vec<String> {
    let after = text.split_once("Customer Impact").map_or("", |(_, after)| after);
    let listed = after.lines().skip(1).take_while(|line| line.starts_with("- "));
    listed.take(50).map(|line| plain::title(&line[2..])).collect()
}

/// "Start Time: February 26, 2022 17:31 UTC", in unix seconds.
fn start(text: &str) -> Option<i64> {
    let line = text.lines().find_map(|line| line.strip_prefix("Start Time:"))?;
    let said = line.trim().strip_suffix("UTC")?.trim();
    let when = jiff::fmt::strtime::parse("%B %d, %Y %H:%M", said).ok()?.to_datetime().ok()?;
    plausible(when.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
}

//! What a page lists: its components by id, each with the group it is in. Names are not enough: they change while the id
//! stays, and on pages with a group for each service they repeat for each region.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::dialects::values::{line, list};
use crate::dialects::{places, plain};

/// The components of a page.
pub(super) struct Directory<'a> {
    by_id: BTreeMap<&'a str, Listed<'a>>,
}

/// A component as the page lists it.
struct Listed<'a> {
    name: String,
    group: Option<&'a str>,
    unwell: bool,
}

impl<'a> Directory<'a> {
    /// The directory of a document; empty where it lists no components.
    pub(super) fn of(document: &'a Value) -> Self {
        let all = list(document, "components");
        let id = |one: &'a Value| one["id"].as_str();
        let groups: BTreeMap<&str, &str> = all
            .iter()
            .filter(|one| is_group(one))
            .filter_map(|group| Some((id(group)?, group["name"].as_str()?)))
            .collect();
        let listed = all.iter().filter(|one| !is_group(one)).filter_map(|one| {
            let group = one["group_id"].as_str().and_then(|id| groups.get(id).copied());
            let unwell = !matches!(one["status"].as_str(), None | Some("operational" | "under_maintenance"));
            Some((id(one)?, Listed { name: line(&one["name"])?, group, unwell }))
        });
        Self { by_id: listed.collect() }
    }

    /// Whether something is the matter with a component that an incident does not touch. Then the page's indicator says
    /// nothing of the incident.
    pub(super) fn ails_beside(&self, incident: &Value) -> bool {
        let own: BTreeSet<&str> = list(incident, "components").iter().filter_map(|one| one["id"].as_str()).collect();
        self.by_id.iter().any(|(id, listed)| listed.unwell && !own.contains(id))
    }

    /// The group a component is in, by its id.
    pub(super) fn group(&self, id: &str) -> Option<&'a str> {
        self.by_id.get(id)?.group
    }

    /// What an incident touches, and where: its components, else what its newest update names of them.
    pub(super) fn sited(&self, incident: &'a Value) -> (Vec<String>, Vec<String>) {
        let updates = || list(incident, "incident_updates").iter();
        let mut told: BTreeMap<&str, &str> = BTreeMap::new();
        for one in updates().flat_map(|update| list(update, "affected_components")) {
            if let (Some(code), Some(name)) = (one["code"].as_str(), one["name"].as_str()) {
                told.entry(code).or_insert(name);
            }
        }
        let own: Vec<(&str, &Value)> = named(&incident["components"], "id");
        let affected = || updates().map(|update| named(&update["affected_components"], "code"));
        let all = if own.is_empty() { affected().find(|named| !named.is_empty()).unwrap_or_default() } else { own };
        let (mut services, mut regions) = (Vec::new(), Vec::new());
        for (id, shown) in all {
            let listed = self.by_id.get(id);
            let Some(name) = listed.map(|listed| listed.name.clone()).or_else(|| line(&shown["name"])) else {
                continue;
            };
            if is_pointer(&name) {
                continue;
            }
            // Where the page lists nothing, an update names a component with its group before it.
            let before = || told.get(id)?.strip_suffix(name.as_str())?.strip_suffix(" - ");
            let group = listed.and_then(|listed| listed.group).or_else(before).map(plain::title);
            let sited = places::sited(&name, group.as_deref());
            services.extend(sited.service);
            regions.extend(sited.regions);
        }
        (services, regions)
    }
}

/// The components of a list that are no groups, each with what it is known by.
fn named<'v>(components: &'v Value, key: &str) -> Vec<(&'v str, &'v Value)> {
    let all = components.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|one| !is_group(one)).map(|one| (one[key].as_str().unwrap_or_default(), one)).collect()
}

/// Whether a component is but the heading of others.
pub(super) fn is_group(component: &Value) -> bool {
    component["group"] == true
}

/// Some pages list a line such as "Visit www.example.com for more information" among their components.
pub(super) fn is_pointer(name: &str) -> bool {
    name.starts_with("Visit ") && name.contains("for more information")
}

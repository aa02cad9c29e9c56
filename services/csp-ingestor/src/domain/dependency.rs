//! What we run and what it stands on: which of our services an event of a provider concerns.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Event, service};

/// The most labels that an event concerns, and the most of an incident that is opened, or that come with a cause.
pub const MOST_LABELS: usize = 50;

/// One of our services runs on something of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Dependency {
    /// Its id.
    pub id: Uuid,
    /// The label of our service.
    #[schema(example = "checkout")]
    pub service: String,
    /// The name of the provider it runs on.
    #[schema(example = "aws")]
    pub provider: String,
    /// What of the provider it uses, in the provider's words; none for all of it.
    #[serde(default)]
    #[schema(example = "Amazon EC2")]
    pub their_service: Option<String>,
    /// Where, in the provider's words; none for everywhere.
    #[serde(default)]
    #[schema(example = "eu-west-1")]
    pub region: Option<String>,
    /// When it was noted, unix seconds.
    pub created_at: i64,
}

impl Dependency {
    /// Whether `event` touches what it stands on, whatever the case of the words, and by whatever name. What an
    /// event does not say may be anything.
    pub fn is_touched_by(&self, event: &Event) -> bool {
        self.provider == event.provider
            && may_be(self.their_service.as_deref(), &event.services, service::folded)
            && may_be(self.region.as_deref(), &event.regions, str::to_lowercase)
    }

    /// What makes it the same as another: its words in lower case.
    pub fn identity(&self) -> String {
        let fold = |text: Option<&String>| text.map(|text| text.to_lowercase()).unwrap_or_default();
        let parts = [self.service.to_lowercase(), fold(self.their_service.as_ref()), fold(self.region.as_ref())];
        format!("{}\n{}", self.provider, parts.join("\n"))
    }

    /// What it stands on, in words: `Amazon EC2 in eu-west-1`, or the provider's name.
    pub fn ground(&self) -> String {
        let what = self.their_service.as_deref().unwrap_or(&self.provider);
        match &self.region {
            Some(region) => format!("{what} in {region}"),
            None => what.to_owned(),
        }
    }
}

fn may_be(wanted: Option<&str>, said: &[String], folded: fn(&str) -> String) -> bool {
    let Some(wanted) = wanted.map(folded) else { return true };
    said.is_empty() || said.iter().any(|one| folded(one) == wanted)
}

/// The labels of our services that `event` concerns, each once, in their order by letter.
pub fn concerns(event: &Event, dependencies: &[Dependency]) -> Vec<String> {
    let touched = dependencies.iter().filter(|one| one.is_touched_by(event));
    let mut labels: Vec<String> = touched.map(|one| one.service.clone()).collect();
    labels.sort();
    labels.dedup();
    labels.truncate(MOST_LABELS);
    labels
}

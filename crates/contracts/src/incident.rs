//! Incidents as they travel.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(example = "open")]
pub enum IncidentStatus {
    /// Broken, being worked on.
    Open,
    /// The effect is contained; the cause is not gone.
    Mitigated,
    /// Over.
    Resolved,
}

impl IncidentStatus {
    /// The status's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
        }
    }
}

/// Who noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A person.
    #[default]
    Manual,
    /// A cloud provider's own status.
    Csp,
    /// One of our monitors.
    Monitor,
    /// A ticket on another desk.
    Ticket,
    /// An alert from another system.
    Alert,
}

/// What an incident was opened from: unique for ever, so that one cause opens one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The system the cause is known in.
    #[schema(min_length = 1, max_length = 64, pattern = "^[a-z0-9][a-z0-9._-]*$", example = "csp")]
    pub system: String,
    /// The cause's id in that system.
    #[schema(min_length = 1, max_length = 512, example = "cloudflare:abc123")]
    pub r#ref: String,
}

/// Something outside that belongs to an incident, such as what another provider says of the same outage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Link {
    /// How it belongs to the incident.
    pub relation: Relation,
    /// The system it is known in.
    #[schema(max_length = 64, example = "csp")]
    pub system: String,
    /// Its id in that system.
    #[schema(max_length = 512, example = "01939f7e-7d4a-7c3e-9c1b-2f6f4b0a1c11")]
    pub r#ref: String,
    /// What it is, in one line.
    #[schema(max_length = 300, example = "github: Actions is degraded")]
    pub title: String,
    /// A page to read more on.
    #[serde(default)]
    #[schema(max_length = 2048)]
    pub url: Option<String>,
    /// Whether something is the matter there now.
    pub active: bool,
}

/// How something outside belongs to an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The incident is on its account.
    Cause,
    /// It is down because of what the incident is about.
    Effect,
}

/// An incident, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Incident {
    /// `INC-` and 6 or more characters of Crockford's base32.
    #[schema(example = "INC-AB12CD")]
    pub id: String,
    /// What is broken, in one line.
    #[schema(example = "Latence API EU")]
    pub title: String,
    /// 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub sev: u8,
    /// The labels of what is concerned.
    #[schema(example = json!(["api", "db"]))]
    pub services: Vec<String>,
    /// What is known, in a few lines; may be empty.
    #[schema(example = "p95 > 2s en EU-West")]
    pub summary: String,
    /// Where it stands.
    pub status: IncidentStatus,
    /// When it began, unix seconds.
    #[schema(example = 1_730_073_600)]
    pub started_at: i64,
    /// The user who leads the response.
    #[schema(example = "f6c74e13-8b4a-4b63-bf58-1c59a0c21840")]
    pub commander: Option<Uuid>,
    /// The commander's name when assigned.
    #[serde(default)]
    pub commander_name: Option<String>,
    /// Who noticed.
    #[serde(default)]
    pub source: Source,
    /// What it was opened from, where a machine opened it.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// Whether it has been announced: what is public is comms' to say.
    #[serde(default)]
    pub public: bool,
    /// Whether a person took it over from the machine that opened it.
    #[serde(default)]
    pub taken_over: bool,
    /// Whether it is announced without waiting for a person's word, as long as nobody took it over.
    #[serde(default)]
    pub announce: bool,
    /// What belongs to it elsewhere.
    #[serde(default)]
    pub links: Vec<Link>,
    /// How far it has followed its cause: the version last told; 0 without a cause that counts.
    #[serde(default)]
    pub cause_version: u64,
    /// When it was recorded, unix seconds.
    pub created_at: i64,
    /// When it last changed, unix seconds.
    pub updated_at: i64,
    /// When it was last mitigated, unix seconds; none while open.
    #[serde(default)]
    pub mitigated_at: Option<i64>,
    /// When it was last resolved, unix seconds; none while it is not.
    #[serde(default)]
    pub resolved_at: Option<i64>,
    /// Counts every change, from 1; the `ETag`.
    #[schema(example = 3)]
    pub version: u64,
}

/// An incident to open.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = IncidentCreate)]
pub struct IncidentIn {
    /// What is broken, in one line.
    #[schema(min_length = 1, max_length = 200, example = "Latence API EU")]
    pub title: String,
    /// 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4, example = 2)]
    pub sev: u8,
    /// The labels of what is concerned.
    #[serde(default)]
    #[schema(max_items = 50, example = json!(["api", "db"]))]
    pub services: Vec<String>,
    /// What is known, in a few lines.
    #[serde(default)]
    #[schema(max_length = 10_000, example = "p95 > 2s en EU-West")]
    pub summary: String,
    /// Who noticed; `manual` unless a service or a manager says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What it is opened from; asked again with the same origin, the existing incident is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// When it began, unix seconds; now, where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 253_402_300_799_i64, example = 1_730_073_600)]
    pub started_at: Option<i64>,
    /// Whether it is announced without waiting for a person's word: for services alone to say.
    #[serde(default, skip_serializing_if = "is_false")]
    pub announce: bool,
}

/// How the cause of a machine's incident stands now: its incident follows, until a person takes it over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Cause {
    /// The cause's present severity, 1 (worst) to 4.
    #[schema(minimum = 1, maximum = 4)]
    pub sev: u8,
    /// Everything said about the cause so far, oldest first; those already in the timeline are passed over.
    #[schema(max_items = 500)]
    pub updates: Vec<CauseUpdate>,
    /// When the cause ended, unix seconds; none while it lasts (and an incident it had resolved opens again).
    #[serde(default)]
    pub ended_at: Option<i64>,
    /// Counts the cause's changes: what is told late, after something newer, changes nothing. 0 where nobody counts.
    #[serde(default)]
    #[schema(maximum = 9_007_199_254_740_991_i64)]
    pub version: u64,
    /// The labels of what it concerns here: those the incident does not bear yet are added.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub services: Vec<String>,
    /// All that belongs to it elsewhere; takes the place of what was told before.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub links: Vec<Link>,
}

/// One thing said about a cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CauseUpdate {
    /// Its id in the system it comes from: the same update is entered once.
    #[schema(min_length = 1, max_length = 256)]
    pub id: String,
    /// When it was said, unix seconds.
    pub at: i64,
    /// What was said, as plain text.
    #[schema(max_length = 20_000)]
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_false(value: &bool) -> bool {
    !value
}

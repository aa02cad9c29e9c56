//! The dialects that feeds are written in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dialect we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// Amazon's `currentevents`, and its `data.json` of old.
    Aws,
    /// Amazon's RSS, of one service or of all.
    AwsRss,
    /// Azure's RSS.
    Azure,
    /// Slack's status API.
    Slack,
    /// Heroku's status API.
    Heroku,
    /// Microsoft's posts on its consoles, as JSON or RSS.
    Microsoft365,
    /// Apple's system status.
    Apple,
    /// Google's `incidents.json`, of Cloud and of Workspace.
    GoogleCloud,
    /// Atlassian Statuspage's v2 JSON, and what imitates it.
    Statuspage,
    /// Oracle Cloud's page, which is Statuspage with more in its titles.
    Oci,
    /// RSS, Atom and JSON Feed.
    Syndication,
    /// No feed: an address that answers or does not.
    Http,
    /// status.io's public status API.
    StatusIo,
    /// Salesforce Trust, v1.
    Salesforce,
    /// Instatus' summary, components and page data.
    Instatus,
    /// incident.io's own shapes.
    IncidentIo,
    /// Better Stack's `index.json`.
    BetterStack,
    /// Upptime's `history/summary.json`.
    Upptime,
}

impl Dialect {
    /// The dialect's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Dialect::Aws => "aws",
            Dialect::AwsRss => "aws_rss",
            Dialect::Azure => "azure",
            Dialect::Slack => "slack",
            Dialect::Heroku => "heroku",
            Dialect::Microsoft365 => "microsoft365",
            Dialect::Apple => "apple",
            Dialect::GoogleCloud => "google_cloud",
            Dialect::Statuspage => "statuspage",
            Dialect::Oci => "oci",
            Dialect::Syndication => "syndication",
            Dialect::Http => "http",
            Dialect::StatusIo => "status_io",
            Dialect::Salesforce => "salesforce",
            Dialect::Instatus => "instatus",
            Dialect::IncidentIo => "incident_io",
            Dialect::BetterStack => "better_stack",
            Dialect::Upptime => "upptime",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bears_the_name_that_it_has_on_the_wire() {
        let known = crate::catalogue::entries().map(|entry| entry.dialect);
        for dialect in known.chain([Dialect::AwsRss, Dialect::Oci, Dialect::Microsoft365, Dialect::Upptime]) {
            assert_eq!(serde_json::to_value(dialect).unwrap(), dialect.as_str());
        }
    }
}

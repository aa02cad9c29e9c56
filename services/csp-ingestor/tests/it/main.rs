//! The csp-ingestor over real Redis and real sockets: a provider's page and the incidents service are fakes of our own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]
#![expect(clippy::print_stdout, reason = "what was skipped or measured is said on the console")]

mod bed;
mod catalogue;
mod checks;
mod components;
mod dependencies;
mod events;
mod export;
mod feeds;
mod graph;
mod incidents;
mod journey;
mod keeping;
mod labelled;
mod listing;
mod maintenances;
mod migration;
mod openapi;
mod outage;
mod polling;
mod providers;
mod recorded;
mod relevance;
mod replay;
mod restless;
mod rights;
mod schedule;
mod settings;
mod statistics;
mod stream;

//! Name resolution that answers only with addresses that may be dialled.
//!
//! The connector dials what this resolver hands it and never looks the name up again: a name that first gives a
//! public address and then an inner one is filtered in the very lookup the connection is made from.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::policy::Policy;
use crate::target::Reach;

/// A resolver that drops forbidden addresses.
#[derive(Clone)]
pub(crate) struct Filtering {
    pub(crate) policy: Arc<Policy>,
    pub(crate) reach: Reach,
    pub(crate) source: Source,
}

/// Where names are looked up.
#[derive(Clone)]
pub(crate) enum Source {
    /// The machine's own resolver.
    System,
    /// A list of answers, given one after the other, so that no test asks a real name server.
    #[cfg(test)]
    Scripted(Arc<std::sync::Mutex<std::collections::VecDeque<Vec<IpAddr>>>>),
    /// A name server of the test's own.
    #[cfg(test)]
    Server(Arc<hickory_resolver::TokioResolver>),
}

/// No address is left. Whether the name is unknown or leads inside is not told apart: the difference would map our
/// network for whoever may register a URL.
#[derive(Debug, thiserror::Error)]
#[error("the host name has no address that may be asked")]
pub(crate) struct NoAddress;

impl Filtering {
    pub(crate) async fn addresses(&self, name: &str) -> Result<Vec<SocketAddr>, NoAddress> {
        let found = self.source.look_up(name).await?;
        let permitted: Vec<SocketAddr> =
            found.into_iter().filter(|ip| self.permits(*ip)).map(|ip| SocketAddr::new(ip, 0)).collect();
        if permitted.is_empty() { Err(NoAddress) } else { Ok(permitted) }
    }

    fn permits(&self, address: IpAddr) -> bool {
        match self.reach {
            Reach::Public => self.policy.permits(address),
            Reach::Allowed => self.policy.allows(address),
        }
    }
}

impl Source {
    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, NoAddress> {
        match self {
            Source::System => {
                let found = tokio::net::lookup_host((name, 0)).await.map_err(|_| NoAddress)?;
                Ok(found.map(|address| address.ip()).collect())
            }
            #[cfg(test)]
            Source::Scripted(answers) => answers.lock().unwrap().pop_front().ok_or(NoAddress),
            #[cfg(test)]
            Source::Server(resolver) => {
                let found = resolver.lookup_ip(format!("{name}.")).await.map_err(|_| NoAddress)?;
                Ok(found.iter().collect())
            }
        }
    }
}

impl Resolve for Filtering {
    fn resolve(&self, name: Name) -> Resolving {
        let this = self.clone();
        Box::pin(async move {
            let addresses = this.addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filtering(allow: &[&str], reach: Reach, answers: &[&[&str]]) -> Filtering {
        let answers = answers.iter().map(|one| one.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        Filtering {
            policy: Arc::new(Policy::allowing(allow.iter().map(|net| net.parse().unwrap()).collect())),
            reach,
            source: Source::Scripted(Arc::new(std::sync::Mutex::new(answers))),
        }
    }

    async fn ask(resolver: &Filtering) -> Option<Vec<String>> {
        let found = resolver.addresses("feed.example").await.ok()?;
        Some(found.iter().map(|address| address.ip().to_string()).collect())
    }

    #[tokio::test]
    async fn mixed_answers_keep_only_what_may_be_dialled() {
        let resolver = filtering(
            &["127.0.0.2/32"],
            Reach::Public,
            &[
                &["127.0.0.1", "8.8.8.8", "::1", "::ffff:10.0.0.1", "127.0.0.2", "169.254.169.254"],
                &["10.0.0.1", "fe80::1"],
            ],
        );
        assert_eq!(ask(&resolver).await.unwrap(), ["8.8.8.8", "127.0.0.2"]);
        assert_eq!(ask(&resolver).await, None);
    }

    #[tokio::test]
    async fn a_name_that_changes_its_mind_gains_nothing() {
        let resolver = filtering(&[], Reach::Public, &[&["1.1.1.1"], &["127.0.0.1"]]);
        assert_eq!(ask(&resolver).await.unwrap(), ["1.1.1.1"]);
        assert_eq!(ask(&resolver).await, None);
    }

    #[tokio::test]
    async fn odd_ports_reach_only_what_was_let_through() {
        let resolver = filtering(&["127.0.0.2/32"], Reach::Allowed, &[&["8.8.8.8", "127.0.0.2"], &["8.8.8.8"]]);
        assert_eq!(ask(&resolver).await.unwrap(), ["127.0.0.2"]);
        assert_eq!(ask(&resolver).await, None);
    }
}

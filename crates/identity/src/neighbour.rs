//! The HTTP client for our own services.

use reqwest::{Client, ClientBuilder, redirect};

/// A client for the services of the cluster, with `limits` on time. It follows no redirect, for a token must not go
/// elsewhere, and uses no proxy.
///
/// On a machine without a single trust root it speaks plain http all the same and refuses every https peer: that is
/// met at the call, rather than by a process that cannot start.
pub fn neighbour_client(limits: impl Fn(ClientBuilder) -> ClientBuilder) -> Client {
    #[expect(clippy::disallowed_methods, reason = "the one door to our own services, with its limits")]
    let builder = || limits(Client::builder().redirect(redirect::Policy::none()).no_proxy());
    let without_roots = || builder().tls_certs_only([]).build().expect("no trust root is asked of the system");
    builder().build().unwrap_or_else(|_| without_roots())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_client_without_trust_roots_can_be_made() {
        let limits = |builder: reqwest::ClientBuilder| builder.tls_certs_only([]);
        let _client = super::neighbour_client(limits);
    }
}

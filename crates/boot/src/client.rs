//! Where a request really comes from, behind proxies we trust and no others.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use ipnet::IpNet;

/// The address of the person or program asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The address `request` came from: the socket's, or what trusted proxies say in `X-Forwarded-For`, read from the
/// right and believed only as far as each speaker is trusted.
pub(crate) fn address_of(request: &Request, trusted: &[IpNet]) -> ClientAddress {
    let socket = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let mut believed = socket.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)).to_canonical();
    let forwarded = request.headers().get_all("x-forwarded-for").iter();
    let said: Vec<_> = forwarded.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',')).collect();
    for claim in said.iter().rev() {
        if !trusted.iter().any(|net| net.contains(&believed)) {
            break;
        }
        let Ok(address) = claim.trim().parse::<IpAddr>() else { break };
        believed = address.to_canonical();
    }
    ClientAddress(believed)
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let unknown = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(unknown))
    }
}

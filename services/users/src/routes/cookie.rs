//! The one cookie: a browser's refresh token. Only `/api/v1/auth/refresh` and `logout` read it, and only for pages of
//! our own.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::cookie::CookieJar;
use url::Url;

use crate::Error;
use crate::domain::refresh::IDLE_MS;

/// Writes and reads the cookie, as the cluster's public address demands.
#[derive(Debug, Clone)]
pub struct Cookies {
    origin: String,
    secure: bool,
}

impl Cookies {
    /// The cookie of a cluster that people reach at `public_url`.
    pub fn new(public_url: &Url) -> Self {
        Self { origin: public_url.origin().ascii_serialization(), secure: public_url.scheme() == "https" }
    }

    /// The token that a browser kept.
    pub fn read(&self, headers: &HeaderMap) -> Option<String> {
        CookieJar::from_headers(headers).get(self.name()).map(|cookie| cookie.value().to_owned())
    }

    /// The header that gives a browser `token` to keep, for as long as an unused session lives and no longer than
    /// `left_ms`.
    pub fn keep(&self, token: &str, left_ms: i64) -> (HeaderName, HeaderValue) {
        self.header(token, left_ms.clamp(0, IDLE_MS) / 1000)
    }

    /// The header that makes a browser forget its token.
    pub fn forget(&self) -> (HeaderName, HeaderValue) {
        self.header("", 0)
    }

    /// Refuses what a page of another site sent: a browser says so by `Sec-Fetch-Site` and `Origin`, which no page can
    /// forge. Programs that are no browsers send neither and pass.
    pub fn check_page(&self, headers: &HeaderMap) -> Result<(), Error> {
        let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
        let site = text("sec-fetch-site");
        let origin = text("origin");
        let own_origin = match origin {
            None => true,
            Some(origin) if origin == self.origin => true,
            // The same cluster by another of its names, such as localhost, as the browser itself affirms.
            Some(origin) => site == Some("same-origin") && is_host(origin, text("host")),
        };
        let own_site = matches!(site, None | Some("same-origin" | "none"));
        if own_site && own_origin { Ok(()) } else { Err(Error::ForeignPage) }
    }

    fn name(&self) -> &'static str {
        if self.secure { "__Host-polystatus_refresh" } else { "polystatus_refresh" }
    }

    fn header(&self, token: &str, seconds: i64) -> (HeaderName, HeaderValue) {
        let name = self.name();
        // `__Host-` is taken for the whole origin or not at all.
        let place = if self.secure { "Path=/; Secure" } else { "Path=/api/v1/auth" };
        let text = format!("{name}={token}; {place}; HttpOnly; SameSite=Strict; Max-Age={seconds}");
        let value = HeaderValue::from_str(&text).expect("tokens are letters, digits, dots and dashes");
        (header::SET_COOKIE, value)
    }
}

fn is_host(origin: &str, host: Option<&str>) -> bool {
    origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};
    use url::Url;

    use super::Cookies;

    fn cookies(url: &str) -> Cookies {
        Cookies::new(&Url::parse(url).unwrap())
    }

    fn passes(named: &[(&'static str, &'static str)]) -> bool {
        let headers: HeaderMap =
            named.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect();
        cookies("https://status.example.org/").check_page(&headers).is_ok()
    }

    #[test]
    fn the_cookie_is_bound_to_the_host_where_that_is_possible() {
        let (_, secure) = cookies("https://status.example.org").keep("a.1.b", i64::MAX);
        let attributes = "Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=1209600";
        assert_eq!(secure, format!("__Host-polystatus_refresh=a.1.b; {attributes}"));
        let (_, plain) = cookies("http://127.0.0.1:8000").keep("a.1.b", 60_000);
        assert_eq!(plain, "polystatus_refresh=a.1.b; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Max-Age=60");
    }

    #[test]
    fn forgetting_names_the_same_place() {
        let (_, value) = cookies("http://127.0.0.1:8000").forget();
        assert_eq!(value, "polystatus_refresh=; Path=/api/v1/auth; HttpOnly; SameSite=Strict; Max-Age=0");
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let own = ("origin", "https://status.example.org");
        assert!(passes(&[]));
        assert!(passes(&[own]));
        assert!(passes(&[("sec-fetch-site", "same-origin"), own]));
        assert!(passes(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "anything"] {
            assert!(!passes(&[("sec-fetch-site", site)]), "{site}");
            assert!(!passes(&[("sec-fetch-site", site), own]), "{site}");
        }
        for origin in ["https://evil.example", "null", "http://status.example.org", "https://status.example.org:8443"] {
            assert!(!passes(&[("origin", origin)]), "{origin}");
            assert!(!passes(&[("sec-fetch-site", "same-origin"), ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn another_name_of_the_same_host_is_no_other_site() {
        let (origin, host) = (("origin", "http://localhost:8000"), ("host", "localhost:8000"));
        assert!(passes(&[("sec-fetch-site", "same-origin"), origin, host]));
        assert!(!passes(&[origin, host]), "without the browser's word a host proves nothing");
    }
}

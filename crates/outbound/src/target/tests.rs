use super::*;

fn judged(allow: &[&str], url: &str) -> Result<String, Refused> {
    let policy = Policy::allowing(allow.iter().map(|net| net.parse().unwrap()).collect());
    parse(&policy, url).map(|target| target.url.to_string())
}

/// The ways people write "your own machine" so that a filter does not see it.
const INNER: [&str; 48] = [
    "http://127.0.0.1",
    "http://localhost",
    "http://LOCALHOST/",
    "http://localhost.",
    "http://a.localhost",
    "http://127.1",
    "http://127.0.1",
    "http://2130706433",
    "http://0x7f000001",
    "http://0x7f.1",
    "http://017700000001",
    "http://0177.0.0.1",
    "http://0.0.0.0",
    "http://0",
    "http://127.0.0.1.",
    "http://[::1]",
    "http://[::]",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:7f00:1]",
    "http://[::127.0.0.1]",
    "http://[64:ff9b::7f00:1]",
    "http://[64:ff9b:1::7f00:1]",
    "http://[2002:7f00:1::]",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
    "http://[fe80::1]",
    "http://[fec0::1]",
    "http://[fd00:ec2::254]",
    "http://[ff02::1]",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://METADATA.google.internal./",
    "http://10.0.0.1",
    "http://172.16.0.1",
    "http://192.168.0.1",
    "http://100.64.0.1",
    "http://198.18.0.1",
    "http://224.0.0.1",
    "http://255.255.255.255",
    "http://１２７.０.０.１",
    "http://127。0。0。1",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://redis",
    "http://printer.local",
    "http://router.home.arpa",
    "HTTP://127.0.0.1",
    "https://127.0.0.1:8443",
    "http://%31%32%37.0.0.1",
];

#[test]
fn inner_addresses_are_refused_however_they_are_written() {
    for url in INNER {
        assert_eq!(judged(&[], url), Err(Refused::Address), "{url}");
    }
}

#[test]
fn what_is_let_through_lets_nothing_else_through() {
    for url in INNER {
        let leads_nowhere_else = ["redis", "local", "internal", "home.arpa"]
            .iter()
            .any(|name| url.contains(name) && !url.contains("localhost"));
        // Names are left to the resolver once a network is let through; literals stay refused.
        assert_eq!(
            judged(&["127.0.0.2/32"], url).is_ok(),
            leads_nowhere_else || url.to_lowercase().contains("internal"),
            "{url}"
        );
    }
    assert!(judged(&["127.0.0.2/32"], "http://127.0.0.2:9/feed").is_ok());
    assert!(judged(&["127.0.0.2/32"], "http://[::ffff:127.0.0.2]:9/feed").is_ok());
    assert!(judged(&["127.0.0.0/8"], "http://localhost:9000/feed").is_ok());
}

#[test]
fn only_the_web_is_asked() {
    for url in [
        "gopher://a.example/",
        "file:///etc/passwd",
        "ftp://a.example/",
        "redis://a.example/",
        "data:text/plain,x",
        "javascript:1",
    ] {
        assert_eq!(judged(&[], url), Err(Refused::Scheme), "{url}");
    }
    assert_eq!(judged(&[], "HTTPS://Status.Example/feed").unwrap(), "https://status.example/feed");
}

#[test]
fn credentials_are_refused() {
    for url in [
        "http://user@127.0.0.1",
        "http://ok@127.0.0.1#@ok",
        "https://user:secret@status.example/",
        "https://:x@status.example/",
    ] {
        assert_eq!(judged(&[], url), Err(Refused::Credentials), "{url}");
    }
}

#[test]
fn ports_of_other_services_are_refused() {
    for url in
        ["http://status.example:6379/", "http://status.example:25/", "http://1.1.1.1:22/", "https://status.example:1/"]
    {
        assert_eq!(judged(&[], url), Err(Refused::Port), "{url}");
    }
    assert_eq!(judged(&["127.0.0.2/32"], "http://1.1.1.1:6379/"), Err(Refused::Port));
    for url in ["http://status.example:8080/", "https://status.example:8443/feed?page=2"] {
        assert!(judged(&[], url).is_ok(), "{url}");
    }
}

#[test]
fn what_two_readers_would_read_differently_is_refused() {
    for url in [
        "",
        "status.example/feed",
        "//status.example/feed",
        "http://",
        "http://?x",
        "http://[fe80::1%25lo]/",
        "http://[::1",
        "http://a.example/\r\nHost: b",
        " http://a.example/",
        "http://a.example/ b",
        "http://a\tb.example/",
        "http://a.example/\0",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://.",
    ] {
        assert_eq!(judged(&[], url), Err(Refused::Malformed), "{url:?}");
    }
    assert_eq!(judged(&[], &format!("http://a.example/{}", "a".repeat(3000))), Err(Refused::TooLong));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_judged_without_a_panic(text in ".{0,200}") {
            let _ = judged(&[], &text);
        }

        #[test]
        fn no_spelling_of_an_inner_v4_address_passes(bits: u32, hex: bool) {
            let ip = Ipv4Addr::from(bits);
            let url = if hex { format!("http://{bits:#x}/") } else { format!("http://{bits}/") };
            prop_assert_eq!(judged(&[], &url).is_ok(), crate::is_public(ip.into()));
        }
    }
}

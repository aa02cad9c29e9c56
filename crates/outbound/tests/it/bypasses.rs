//! More than a hundred ways of asking for something inside, or otherwise than for the web: each is refused before any
//! connection is made, whether a person writes it or a redirect does.

use outbound::{Conditional, FetchError, Outbound, Policy, Refused};

use crate::peer::{Peer, door, response};

/// Hosts that mean an inner address, however they are written.
const HOSTS: &[&str] = &[
    // IPv4: decimal, octal, hexadecimal, short, mixed, padded, with a trailing dot.
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "2130706433",
    "2130706433.",
    "017700000001",
    "0x7f000001",
    "0X7F000001",
    "0x7f.1",
    "0x7f.0.0.1",
    "0177.1",
    "0177.0.0.01",
    "0177.0x0.0.1",
    "127.0x1",
    "0x7f.0x000001",
    "127.65535",
    "0",
    "0x0",
    "00000",
    "0.0",
    "0.0.0.0",
    "127.127.127.127",
    "127.255.255.254",
    "10.0.0.1",
    "0xa000001",
    "012.1",
    "172.16.0.1",
    "2886729729",
    "192.168.1",
    "192.168.257",
    "3232235777",
    "0xc0a80101",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "4294967295",
    // The metadata services of clouds.
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "0xa9.0xfe.0xa9.0xfe",
    "169.254.43518",
    "169.16689662",
    "0251.254.169.254",
    "100.100.100.200",
    "192.0.0.192",
    "168.63.129.16",
    "2822734096",
    // IPv6: loopback, IPv4 in clothes, translated, tunnelled, local, of no use.
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[64:ff9b:1:fffe::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[2001:db8::1]",
    "[2001:2::1]",
    "[fe80::1]",
    "[fe80::5efe:7f00:1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00::1]",
    "[fd00:ec2::254]",
    "[fd20:ce::254]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[5f00::1]",
    "[3fff::1]",
    "[4000::1]",
    // Encoded, and in other alphabets.
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "127.0.0.1%2e",
    "%6c%6f%63%61%6c%68%6f%73%74",
    "loc%41lhost",
    "localhost%2e",
    "１２７.０.０.１",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "①②⑦.⓪.⓪.①",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "1²7.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ｌｏｃａｌｈｏｓｔ",
    "ℓocalhost",
    "localhoſt",
    "local\u{AD}host",
    "local\u{200B}host",
    // Names that lead inside by definition.
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
];

/// Names that lead inside by definition, where nothing inside is let through.
const NAMES: &[&str] = &[
    "metadata",
    "metadata.google.internal",
    "METADATA.GOOGLE.INTERNAL.",
    "instance-data.ec2.internal",
    "metadata.azure.internal",
    "host.docker.internal",
    "kubernetes.default.svc.cluster.local",
    "redis",
    "intranet",
    "printer.local",
    "db.localdomain",
    "localhost.localdomain",
    "router.home.arpa",
    "hidden.onion",
    "ip6-localhost",
    "ip6-loopback",
];

/// Whole URLs, `{p}` standing for the port of the listener inside.
const URLS: &[(&str, Refused)] = &[
    // Two readers would find two hosts in these; ours is the one that is dialled.
    ("http://127.0.0.1:{p}#@a.example/", Refused::Address),
    ("http://127.0.0.1:{p}?@a.example/", Refused::Address),
    ("http://127.0.0.1:{p}\\@a.example/", Refused::Address),
    ("http://127.0.0.1:{p}/@a.example/", Refused::Address),
    ("http:\\\\127.0.0.1:{p}\\", Refused::Address),
    ("http:/127.0.0.1:{p}/", Refused::Address),
    ("http:127.0.0.1:{p}/", Refused::Address),
    ("http:///127.0.0.1:{p}/", Refused::Address),
    ("http:////127.0.0.1:{p}/", Refused::Address),
    ("hTTp://127.0.0.1:{p}/", Refused::Address),
    ("https://127.0.0.1:{p}/", Refused::Address),
    ("http://0x:{p}/", Refused::Address),
    // User names.
    ("http://a.example@127.0.0.1:{p}/", Refused::Credentials),
    ("http://a.example:80@127.0.0.1:{p}/", Refused::Credentials),
    ("http://a.example%2f@127.0.0.1:{p}/", Refused::Credentials),
    ("http://a.example%23@127.0.0.1:{p}/", Refused::Credentials),
    ("http://x@a.example@127.0.0.1:{p}/", Refused::Credentials),
    ("http://127.0.0.1:{p}@a.example/", Refused::Credentials),
    // What is no URL of one reading.
    ("http://127.0.0.1:{p}:80/", Refused::Malformed),
    ("http://127.0.0.1 :{p}/", Refused::Malformed),
    ("http://127.0.0.1\t:{p}/", Refused::Malformed),
    ("ht\ntp://127.0.0.1:{p}/", Refused::Malformed),
    ("http://127.0.0.1:{p}/\r\nHost: a.example", Refused::Malformed),
    ("\0http://127.0.0.1:{p}/", Refused::Malformed),
    ("http://[127.0.0.1]:{p}/", Refused::Malformed),
    ("http://[::1:{p}/", Refused::Malformed),
    ("http://::1:{p}/", Refused::Malformed),
    ("http://[::1]a:{p}/", Refused::Malformed),
    ("http://[::1%25lo]:{p}/", Refused::Malformed),
    ("http://[::1%lo]:{p}/", Refused::Malformed),
    ("http://[fe80::1%25eth0]:{p}/", Refused::Malformed),
    ("http://[fe80::1%251]:{p}/", Refused::Malformed),
    ("http://256.0.0.1:{p}/", Refused::Malformed),
    ("http://4294967296:{p}/", Refused::Malformed),
    ("http://127.0.0.1.1:{p}/", Refused::Malformed),
    ("http://127.0.0.1%00.a.example:{p}/", Refused::Malformed),
    ("http://127.0.0.1%0d%0a:{p}/", Refused::Malformed),
    ("//127.0.0.1:{p}/", Refused::Malformed),
    ("127.0.0.1:{p}/", Refused::Malformed),
    // Ports of other services.
    ("http://8.8.8.8:22/", Refused::Port),
    ("http://8.8.8.8:25/", Refused::Port),
    ("http://8.8.8.8:000025/", Refused::Port),
    ("http://8.8.8.8:0/", Refused::Port),
    ("http://a.example:6379/", Refused::Port),
    ("https://a.example:2375/", Refused::Port),
    // Other schemes.
    ("file:///etc/passwd", Refused::Scheme),
    ("file://127.0.0.1/etc/passwd", Refused::Scheme),
    ("ftp://127.0.0.1:{p}/", Refused::Scheme),
    ("sftp://127.0.0.1:{p}/", Refused::Scheme),
    ("tftp://127.0.0.1:{p}/x", Refused::Scheme),
    ("gopher://127.0.0.1:{p}/_INFO", Refused::Scheme),
    ("dict://127.0.0.1:{p}/info", Refused::Scheme),
    ("ldap://127.0.0.1:{p}/", Refused::Scheme),
    ("ws://127.0.0.1:{p}/", Refused::Scheme),
    ("wss://127.0.0.1:{p}/", Refused::Scheme),
    ("jar:http://127.0.0.1:{p}!/", Refused::Scheme),
    ("blob:http://127.0.0.1:{p}/x", Refused::Scheme),
    ("view-source:http://127.0.0.1:{p}/", Refused::Scheme),
    ("http+unix://%2Frun%2Fdocker.sock/", Refused::Scheme),
    ("unix:/run/docker.sock", Refused::Scheme),
    ("data:text/plain,x", Refused::Scheme),
    ("javascript:fetch(1)", Refused::Scheme),
    ("about:blank", Refused::Scheme),
];

/// A listener on each loopback, at one port where that can be had.
async fn inside() -> Vec<Peer> {
    let mut peers = vec![Peer::listen("127.0.0.1", |_| response("200 OK", &[], b"secret")).await];
    if tokio::net::TcpListener::bind(("::1", 0)).await.is_ok() {
        peers.push(Peer::listen("::1", |_| response("200 OK", &[], b"secret")).await);
    }
    peers
}

fn nobody_knocked(inside: &[Peer]) {
    for peer in inside {
        assert_eq!(peer.seen(), Vec::<String>::new(), "at {}", peer.address);
    }
}

#[tokio::test]
async fn nothing_inside_is_dialled_however_it_is_written() {
    assert!(HOSTS.len() + NAMES.len() + URLS.len() >= 100);
    let inside = inside().await;
    let ports: Vec<u16> = inside.iter().map(|peer| peer.address.port()).chain([80]).collect();
    let closed = Outbound::new(Policy::default()).unwrap();
    let open_for_one = door();
    for port in ports {
        for host in HOSTS.iter().chain(NAMES) {
            let refused = closed.get(&format!("http://{host}:{port}/"), &Conditional::default()).await.unwrap_err();
            assert_eq!(refused, FetchError::Refused(Refused::Address), "{host}");
        }
        // What is let through for one lets nothing through for others.
        for host in HOSTS {
            let refused =
                open_for_one.get(&format!("http://{host}:{port}/"), &Conditional::default()).await.unwrap_err();
            assert_eq!(refused, FetchError::Refused(Refused::Address), "{host}");
        }
        for (url, expected) in URLS {
            let url = url.replace("{p}", &port.to_string());
            let refused = closed.get(&url, &Conditional::default()).await.unwrap_err();
            assert_eq!(refused, FetchError::Refused(*expected), "{url:?}");
        }
    }
    nobody_knocked(&inside);
}

#[tokio::test]
async fn no_redirect_leads_there() {
    let inside = inside().await;
    let port = inside[0].address.port();
    let ascii = HOSTS.iter().filter(|host| host.is_ascii()).map(|host| format!("http://{host}:{port}/"));
    let forms =
        ["//127.0.0.1:{p}/", "\\\\127.0.0.1:{p}\\", "/\\127.0.0.1:{p}/", "\\/127.0.0.1:{p}/", "http:///127.0.0.1:{p}/"];
    let forms = forms.iter().map(|form| form.replace("{p}", &port.to_string()));
    let schemes = URLS.iter().filter(|(_, refused)| matches!(refused, Refused::Scheme | Refused::Credentials));
    let schemes = schemes.map(|(url, _)| url.replace("{p}", &port.to_string()));
    let door = door();
    for (nth, location) in ascii.chain(forms).chain(schemes).enumerate() {
        let status = [301, 302, 303, 307, 308][nth % 5];
        let there = location.clone();
        let outer =
            Peer::listen("127.0.0.2", move |_| response(&format!("{status} Moved"), &[("Location", &there)], b""))
                .await;
        let refused = door.get(&outer.url("/"), &Conditional::default()).await.unwrap_err();
        assert!(matches!(refused, FetchError::RedirectRefused(_)), "{status} {location}: {refused}");
        assert_eq!(outer.seen().len(), 1);
    }
    nobody_knocked(&inside);
}

#[tokio::test]
async fn only_a_redirect_is_one() {
    let inside = inside().await;
    let target = inside[0].url("/");
    let refresh = format!("0; url={target}");
    let page = format!("<meta http-equiv=\"refresh\" content=\"{refresh}\"><script>location='{target}'</script>");
    let door = door();
    for status in ["200 OK", "201 Created", "300 Multiple", "305 Use Proxy", "306 Switch", "401 Login", "404 Not Here"]
    {
        let (target, refresh, page) = (target.clone(), refresh.clone(), page.clone());
        let outer = Peer::listen("127.0.0.2", move |_| {
            let service = format!("http=\"{}\"", target.trim_start_matches("http://").trim_end_matches('/'));
            let headers =
                [("Location", &*target), ("Refresh", &refresh), ("Content-Location", &target), ("Alt-Svc", &service)];
            response(status, &headers, page.as_bytes())
        })
        .await;
        let _ = door.get(&outer.url("/"), &Conditional::default()).await;
        let _ = door.get(&outer.url("/"), &Conditional::default()).await;
        assert_eq!(outer.seen().len(), 2, "{status}");
    }
    nobody_knocked(&inside);
}

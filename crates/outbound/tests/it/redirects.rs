//! Where redirects may and may not lead.

use outbound::{FetchError, Fetched, Refused};

use crate::peer::{Peer, get, response};

#[tokio::test]
async fn an_inner_address_is_refused_before_anything_is_dialled() {
    let inner = Peer::listen("127.0.0.1", |_| response("200 OK", &[], b"secret")).await;
    let port = inner.address.port();
    for host in ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "localhost", "１２７.０.０.１"]
    {
        let refused = get(&format!("http://{host}:{port}/")).await.unwrap_err();
        assert_eq!(refused, FetchError::Refused(Refused::Address), "{host}");
    }
    assert_eq!(inner.seen().len(), 0);
}

#[tokio::test]
async fn a_redirect_to_an_inner_address_is_refused() {
    let inner = Peer::listen("127.0.0.1", |_| response("200 OK", &[], b"secret")).await;
    let target = inner.url("/");
    let outer = Peer::listen("127.0.0.2", move |request| {
        let status = request.split(['/', ' ']).nth(2).unwrap();
        response(&format!("{status} Moved"), &[("Location", &target)], b"")
    })
    .await;
    for status in [301, 302, 303, 307, 308] {
        let refused = get(&outer.url(&format!("/{status}"))).await.unwrap_err();
        assert_eq!(refused, FetchError::RedirectRefused(Refused::Address), "{status}");
    }
    assert_eq!(outer.seen().len(), 5);
    assert_eq!(inner.seen().len(), 0);
}

#[tokio::test]
async fn redirects_elsewhere_than_the_web_are_refused() {
    for (location, expected) in [
        ("file:///etc/passwd", Refused::Scheme),
        ("gopher://127.0.0.1:6379/_x", Refused::Scheme),
        ("http://user@127.0.0.2/", Refused::Credentials),
        ("http://169.254.169.254/latest/meta-data/", Refused::Address),
        ("//127.0.0.1/", Refused::Address),
        ("http://8.8.8.8:25/", Refused::Port),
    ] {
        let outer = Peer::listen("127.0.0.2", move |_| response("302 Found", &[("Location", location)], b"")).await;
        assert_eq!(get(&outer.url("/")).await.unwrap_err(), FetchError::RedirectRefused(expected), "{location}");
    }
}

#[tokio::test]
async fn five_redirects_are_followed_and_the_end_is_named() {
    let outer = Peer::listen("127.0.0.2", |request| {
        let step: usize = request.split(['/', ' ']).nth(2).unwrap().parse().unwrap();
        if step == 0 {
            response("200 OK", &[], b"here")
        } else {
            response("302 Found", &[("Location", &format!("/{}", step - 1))], b"")
        }
    })
    .await;
    let Fetched::Body(body) = get(&outer.url("/5")).await.unwrap() else { panic!("a body was sent") };
    assert_eq!(body.bytes, b"here");
    assert_eq!(body.final_url.as_str(), outer.url("/0"));
    assert_eq!(get(&outer.url("/6")).await.unwrap_err(), FetchError::RedirectsTooMany { limit: 5 });
}

#[tokio::test]
async fn a_redirect_without_a_place_is_a_failure() {
    let outer = Peer::listen("127.0.0.2", |_| response("302 Found", &[], b"")).await;
    assert_eq!(get(&outer.url("/")).await.unwrap_err(), FetchError::RedirectBroken);
}

//! What hostile, broken and misplaced bodies come to; and that no body whatever makes the reader panic.

use proptest::prelude::*;

use super::*;

const FIXTURES: [&[u8]; 4] = [
    include_bytes!("../../../tests/fixtures/summary.json"),
    include_bytes!("../../../tests/fixtures/components.json"),
    include_bytes!("../../../tests/fixtures/history.atom"),
    include_bytes!("../../../tests/fixtures/news.rss"),
];

fn refusal(body: &str) -> Unreadable {
    read(body.as_bytes(), None).expect_err(body)
}

#[test]
fn what_is_no_feed_is_never_all_clear() {
    assert_eq!(refusal(""), Unreadable::Empty);
    assert_eq!(refusal(" \r\n\u{FEFF}"), Unreadable::Empty);
    for page in [
        "<!DOCTYPE html><html></html>",
        "<html><body>moved</body></html>",
        "\n<!-- x --><HTML></HTML>",
        "<!doctype HTML>",
    ] {
        assert_eq!(refusal(page), Unreadable::WebPage, "{page}");
    }
    for text in ["OK", "null", "3", "true", "upstream timed out"] {
        assert_eq!(refusal(text), Unreadable::Unknown, "{text}");
    }
    for shape in [
        "{}",
        "\"ok\"",
        r#"{"incidents":[]}"#,
        r#"{"error":"no"}"#,
        r#"{"page":{}}"#,
        r#"{"page":{},"incidents":{}}"#,
        r#"{"page":{},"components":"x"}"#,
    ] {
        assert_eq!(refusal(shape), Unreadable::Shape, "{shape}");
    }
    assert_eq!(refusal(r#"{"page":{},"incidents":[1,{"name":"no id"}]}"#), Unreadable::Nonsense);
    assert!(matches!(refusal(r#"{"page":{},"incidents":["#), Unreadable::Json(_)));
    for xml in [
        "<",
        "<rss",
        "<rss version='2.0'><channel></rss>",
        "<feed><entry></feed>",
        "<svg></svg>",
        "<rss version='2.0'><channel></channel>",
    ] {
        assert!(matches!(refusal(xml), Unreadable::Xml(_)), "{xml}");
    }
}

#[test]
fn grammars_of_their_own_are_refused() {
    for xml in [
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><rss version='2.0'><channel><title>&lol2;</title></channel></rss>",
        "<!DOCTYPE feed SYSTEM \"file:///etc/passwd\"><feed></feed>",
        "<!-- a --><!DOCTYPE feed [<!ENTITY x SYSTEM \"http://127.0.0.1/\">]><feed>&x;</feed>",
    ] {
        assert_eq!(refusal(xml), Unreadable::Doctype, "{xml}");
    }
    let entity = "<rss version='2.0'><channel><item><title>a&xxe;b</title><guid>1</guid></item></channel></rss>";
    assert!(
        read(entity.as_bytes(), None).is_ok_and(|reading| !reading.events[0].title.contains("root:"))
            || refusal(entity) != Unreadable::Empty
    );
}

#[test]
fn depth_and_size_cost_little() {
    let deep =
        format!("<rss version='2.0'><channel>{}{}</channel></rss>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(matches!(refusal(&deep), Unreadable::Xml(_)));
    let nested = format!("{{\"page\":{{}},\"incidents\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(matches!(refusal(&nested), Unreadable::Json(_)));
    let wide = format!(
        "<rss version='2.0'><channel><item><guid>{}</guid><title a='{}'>x</title></item></channel></rss>",
        "g".repeat(100_000),
        "v".repeat(1_000_000)
    );
    assert_eq!(read(wide.as_bytes(), None).unwrap().events[0].external_id.len(), 24);
    let items: Vec<String> =
        (0..3000).map(|n| format!("<item><guid>{n}</guid><title>Outage {n}</title></item>")).collect();
    let items = items.concat();
    let many = read(format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes(), None).unwrap();
    assert_eq!((many.events.len(), many.oddities), (500, 2500));
    assert_eq!(many.unclear.len(), 2500, "what was cut off is not gone");
}

#[test]
fn beginnings_without_an_end_cost_little() {
    let begun = "<item>".repeat(200_000);
    let body = format!(
        "<rss version='2.0'><channel><item><guid>1</guid><title><![CDATA[Outage {begun}]]></title></item></channel></rss>"
    );
    let before = std::time::Instant::now();
    assert_eq!(read(body.as_bytes(), None).unwrap().events.len(), 1);
    assert!(before.elapsed() < std::time::Duration::from_secs(20), "{:?}", before.elapsed());
}

#[test]
fn times_that_cannot_be_are_not_believed() {
    for time in
        ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "Mon, 32 Foo 2026", "", "1e400"]
    {
        let body = format!(
            r#"{{"page":{{}},"incidents":[{{"id":"a","name":"b","status":"investigating","started_at":"{time}"}}]}}"#
        );
        assert_eq!(read(body.as_bytes(), None).unwrap().events[0].ts_start, None, "{time}");
        let body = format!(
            "<rss version='2.0'><channel><item><title>Outage</title><pubDate>{time}</pubDate></item></channel></rss>"
        );
        assert_eq!(read(body.as_bytes(), None).unwrap().events[0].ts_start, None, "{time}");
    }
}

#[test]
fn one_id_is_one_event() {
    let body = "<rss version='2.0'><channel><item><guid>1</guid><title>Mail recovered</title></item><item><guid>1</guid><title>Mail went down</title></item></channel></rss>";
    assert_eq!(read(body.as_bytes(), None).unwrap().events.len(), 1);
}

#[test]
fn encodings_make_no_difference() {
    for body in FIXTURES {
        let text = std::str::from_utf8(body).unwrap();
        let expected = read(body, None).unwrap();
        let big: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&big, Some("text/html; charset=utf-8")).unwrap(), expected);
        assert_eq!(read(&little, None).unwrap(), expected);
        assert_eq!(read(&[b"\xEF\xBB\xBF \n", body].concat(), None).unwrap(), expected);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&body, None);
    }

    #[test]
    fn no_text_makes_it_panic(start in "(\\{|\\[|<rss version='2.0'>|<feed>|<)", rest in ".{0,200}") {
        let _ = read(format!("{start}{rest}").as_bytes(), Some("text/xml; charset=shift_jis"));
    }

    #[test]
    fn no_mutation_of_a_feed_makes_it_panic(which in 0_usize..4, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..12)) {
        let mut body = FIXTURES[which].to_vec();
        for (at, byte, how) in changes {
            let at = at.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ => body.truncate(at.max(1)),
            }
        }
        if let Ok(reading) = read(&body, None) {
            for event in reading.events {
                prop_assert!(!event.external_id.is_empty() && !event.title.is_empty());
                prop_assert!(event.title.chars().count() <= 200 && !event.title.contains('\n'));
            }
        }
    }
}

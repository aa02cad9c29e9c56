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
fn times_that_are_none_are_told() {
    let told = |body: &str| {
        let reading = read(body.as_bytes(), None).unwrap();
        (reading.events[0].ts_start, reading.odd.into_iter().collect::<Vec<_>>().join("; "))
    };
    for (start, odd) in [
        ("\"sometime\"", "started_at: \"sometime\""),
        ("\"0001-01-01T00:00:00Z\"", "started_at: \"0001-01-01T00:00:00Z\""),
        ("-5", "started_at: -5"),
        ("null", ""),
        ("\"\"", ""),
    ] {
        let incident = format!(r#"{{"id":"a","name":"b","status":"identified","started_at":{start}}}"#);
        assert_eq!(told(&format!(r#"{{"page":{{}},"incidents":[{incident}]}}"#)), (None, odd.to_owned()));
    }
    let item = |date: &str| {
        format!("<rss version='2.0'><channel><item><guid>1</guid><title>Outage</title>{date}</item></channel></rss>")
    };
    assert_eq!(told(&item("<pubDate>sometime</pubDate>")), (None, "pubDate: \"sometime\"".to_owned()));
    let absurd = "Mon, 01 Jan 0001 00:00:00 GMT";
    assert_eq!(told(&item(&format!("<pubDate>{absurd}</pubDate>"))), (None, format!("pubDate: \"{absurd}\"")));
    assert_eq!(told(&item("<pubDate></pubDate>")).1, "");
    assert_eq!(told(&item("<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>")).1, "");
    let google = r#"[{"id":"a","number":"1","begin":"soon","created":"never","service_name":"Compute","updates":[],
        "external_desc":"b","affected_products":[]}]"#;
    assert_eq!(told(google).1, "begin: \"soon\"; created: \"never\"");
    // A quiet page stays quiet.
    assert!(read(br#"{"page":{"updated_at":"sometime"},"incidents":[]}"#, None).is_ok());
}

#[test]
fn what_is_left_out_is_told() {
    let page = |incidents: &[String]| format!(r#"{{"page":{{}},"incidents":[{}]}}"#, incidents.join(","));
    let incident = |id: usize, updates: &str| {
        format!(r#"{{"id":"i{id}","name":"Outage","status":"identified","incident_updates":[{updates}]}}"#)
    };
    let told = |body: String| {
        let reading = read(body.as_bytes(), None).unwrap();
        (reading.oddities, reading.odd.into_iter().collect::<Vec<_>>().join("; "))
    };
    let many: Vec<String> = (0..3000).map(|id| incident(id, "")).collect();
    assert_eq!(told(page(&many)), (2500, "more than 500 events: the oldest are left out".to_owned()));
    let twice = [incident(1, ""), incident(1, "")];
    assert_eq!(told(page(&twice)), (1, "an id that stands twice: the older event is left out".to_owned()));
    let updates: Vec<String> =
        (0..130).map(|id| format!(r#"{{"id":"u{id}","status":"identified","body":"Still."}}"#)).collect();
    let long = [incident(1, &updates.join(","))];
    assert_eq!(told(page(&long)), (30, "more than 100 updates of an event: the oldest are left out".to_owned()));
    let site = |id: usize| format!(r#"{{"slug":"s{id}","name":"S","status":"up","uptime":"100%"}}"#);
    let sites: Vec<String> = (0..=MAX_IDS).map(site).collect();
    let (count, odd) = told(format!("[{}]", sites.join(",")));
    assert_eq!((count, odd.starts_with("more than 20000 ids")), (MAX_IDS + 1, true), "{odd}");
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
fn what_would_fill_the_memory_is_refused_before_it_is_taken_apart() {
    let page = |inner: &str| format!(r#"{{"page":{{}},"incidents":[{inner}]}}"#);
    assert_eq!(refusal(&page(&vec![r#"{"a":0}"#; MAX_NODES].join(","))), Unreadable::TooRich);
    assert_eq!(refusal(&page(&vec!["0"; MAX_VALUES].join(","))), Unreadable::TooRich);
    // What stands in texts is no value.
    let text = format!(r#"{{"id":"a","name":"\"{}","status":"identified"}}"#, "{[,".repeat(MAX_VALUES / 2));
    assert_eq!(read(page(&text).as_bytes(), None).unwrap().events.len(), 1);
}

#[test]
fn what_a_refusal_quotes_is_short() {
    let name = "a".repeat(100_000);
    for body in [
        format!("<rss version='2.0'><{name}></rss>"),
        format!("<rss version='2.0' {name}='></rss>"),
        format!("{{{name}"),
    ] {
        assert!(refusal(&body).to_string().len() < 400, "{}", refusal(&body));
    }
    let words = format!(r#"{{"page":{{}},"incidents":[{{"id":"a","name":"b","status":"\u202e{name}"}}]}}"#);
    let odd = read(words.as_bytes(), None).unwrap().odd;
    assert!(odd.iter().all(|odd| odd.len() < 200 && !odd.contains('\u{202E}')), "{odd:?}");
}

#[test]
fn of_too_many_components_none_is_known_to_be_gone() {
    let known: BTreeSet<String> =
        (0..30_000).map(|n| format!(r#"{{"id":"{n}","name":"N","status":"operational"}}"#)).collect();
    let body = format!(r#"{{"page":{{}},"components":[{}]}}"#, known.into_iter().collect::<Vec<_>>().join(","));
    let reading = read(body.as_bytes(), None).unwrap();
    assert!(reading.well.is_empty() && reading.partial, "too many to tell which of them is gone");
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

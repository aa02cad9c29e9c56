//! From bytes to text: byte order marks, UTF-16 without one, declared and undeclared encodings.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A body as text.
pub(super) struct Decoded {
    /// The text, without byte order mark and without the characters that no document may hold.
    pub(super) text: String,
    /// Whether bytes were not what the encoding says.
    pub(super) damaged: bool,
}

/// What an XML document begins with, once blanks, declarations and comments are passed over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Root<'a> {
    /// A document type: `html` where it is that of a web page.
    Doctype {
        /// Whether it is a web page's.
        html: bool,
    },
    /// The name of the first element.
    Element(&'a str),
    /// No element at all.
    None,
}

/// Decodes a body by its byte order mark, else by its first zero bytes, else by what it or its sender declares.
/// The XML declaration is taken off: the text is no longer in the encoding that it names.
pub(super) fn text(body: &[u8], content_type: Option<&str>) -> Decoded {
    let encoding = Encoding::for_bom(body).map(|(encoding, _)| encoding).or_else(|| by_zeros(body));
    let encoding = encoding.or_else(|| declared(body)).or_else(|| charset(content_type)).unwrap_or(UTF_8);
    let (text, _, damaged) = encoding.decode(body);
    let text = without_declaration(text.trim_start());
    Decoded { text: text.chars().filter(|c| !forbidden(*c)).collect(), damaged }
}

/// UTF-16 without a mark: the first character of any feed is below 128, so that one of its two bytes is zero.
fn by_zeros(body: &[u8]) -> Option<&'static Encoding> {
    match body {
        [0, 1..=255, ..] => Some(UTF_16BE),
        [1..=255, 0, ..] => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding named in an XML declaration. One that takes two bytes a character cannot be true if we could read it.
fn declared(body: &[u8]) -> Option<&'static Encoding> {
    let head = std::str::from_utf8(body.get(..body.len().min(200))?.split(|b| *b == b'>').next()?).ok()?;
    let head = head.trim_start().strip_prefix("<?xml")?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    one_byte(value[1..].split(quote).next()?)
}

fn charset(content_type: Option<&str>) -> Option<&'static Encoding> {
    let parameters = content_type?.split(';').skip(1);
    let value = parameters.filter_map(|parameter| parameter.trim().split_once('='));
    let (_, label) = value.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("charset"))?;
    one_byte(label.trim_matches('"'))
}

fn one_byte(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

fn without_declaration(text: &str) -> &str {
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((declaration, rest)) if declaration.starts_with(char::is_whitespace) => rest,
        _ => text,
    }
}

/// What a call of a function wraps ("jsonCallback({…});"), if a text is one.
pub(super) fn called_with(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once('(')?;
    let named = name.trim().bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.'));
    let (inside, after) = rest.rsplit_once(')')?;
    let ends = after.chars().all(|c| c == ';' || c.is_whitespace());
    (named && name.len() <= 64 && ends).then(|| inside.trim())
}

/// Characters that XML and JSON both forbid in a document, and that would only serve to confuse a reader.
fn forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}')
}

/// Looks at what a document begins with.
pub(super) fn root(text: &str) -> Root<'_> {
    let mut rest = text.trim_start();
    loop {
        let skipped = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->").map(|(_, rest)| rest)
        } else if let Some(instruction) = rest.strip_prefix("<?") {
            instruction.split_once("?>").map(|(_, rest)| rest)
        } else {
            break;
        };
        match skipped {
            Some(more) => rest = more.trim_start(),
            None => return Root::None,
        }
    }
    if let Some(declaration) = rest.strip_prefix("<!") {
        let mut words = declaration.split(|c: char| c.is_whitespace() || c == '>' || c == '[');
        return Root::Doctype { html: words.nth(1).is_some_and(|name| name.eq_ignore_ascii_case("html")) };
    }
    let name =
        rest.strip_prefix('<').map(|rest| rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next());
    name.flatten().filter(|name| !name.is_empty()).map_or(Root::None, Root::Element)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let mark = mark.then_some('\u{FEFF}');
        let units: Vec<u16> = mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().collect();
        units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_comes_out_as_the_same_text() {
        let expected = "{\"name\":\"Zürich\"}";
        for big in [true, false] {
            for mark in [true, false] {
                assert_eq!(text(&utf16(expected, big, mark), None).text, expected, "{big} {mark}");
            }
        }
        assert_eq!(text(expected.as_bytes(), None).text, expected);
        assert_eq!(
            text(&[b"\xEF\xBB\xBF", expected.as_bytes()].concat(), Some("text/plain; charset=latin1")).text,
            expected
        );
        assert_eq!(text(b"{\"name\":\"Z\xFCrich\"}", Some("application/json; charset=\"ISO-8859-1\"")).text, expected);
        assert_eq!(text(b"<?xml version='1.0' encoding='iso-8859-1'?><a>Z\xFCrich</a>", None).text, "<a>Zürich</a>");
    }

    #[test]
    fn a_declaration_that_cannot_be_true_is_not_believed() {
        for label in ["UTF-16", "UTF-7", "nonsense", ""] {
            let decoded = text(format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a>é</a>").as_bytes(), None);
            assert_eq!((decoded.text.as_str(), decoded.damaged), ("<a>é</a>", false), "{label}");
        }
    }

    #[test]
    fn damage_is_noted_and_the_rest_is_read() {
        let decoded = text(b"{\"name\":\"a\xC0\xAFb\0c\"}", None);
        assert!(decoded.damaged);
        assert!(decoded.text.starts_with("{\"name\":\"a") && decoded.text.ends_with("bc\"}"));
    }

    #[test]
    fn a_call_is_unwrapped() {
        assert_eq!(called_with("jsonCallback({\"a\":\")\"});\n"), Some("{\"a\":\")\"}"));
        assert_eq!(called_with("page.cb( [] )"), Some("[]"));
        for text in ["", "upstream timed out (504)", "call({})x", "call({}", "({}", "a b({})"] {
            assert!(called_with(text).is_none_or(|inside| inside == "504"), "{text}");
        }
    }

    #[test]
    fn the_root_is_found_behind_what_stands_before_it() {
        assert_eq!(root(" <?xml-stylesheet x?><!-- <!DOCTYPE a> -->\n<rss version='2.0'>"), Root::Element("rss"));
        assert_eq!(root("<!DOCTYPE html><html>"), Root::Doctype { html: true });
        assert_eq!(root("<!doctype HTML PUBLIC \"x\">"), Root::Doctype { html: true });
        assert_eq!(root("<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><feed>"), Root::Doctype { html: false });
        assert_eq!(root("<!-- open"), Root::None);
        assert_eq!(root("<"), Root::None);
    }
}

//! From HTML to plain text, once, where words enter. What leaves here holds no markup and nothing that could hide in
//! a line; it is escaped again wherever it is shown.

use html5gum::{Token, Tokenizer};

/// The most characters kept of a text and of a title, before the mark that says it was cut: with it, 10 000 and 200,
/// which is what an incident takes.
const MAX_TEXT: usize = 9_999;
const MAX_TITLE: usize = 199;

/// The most bytes of markup that are looked at for a text and for a title: what is cut off is far behind what is kept.
const MAX_MARKUP: usize = 1024 * 1024;
const MAX_TITLE_MARKUP: usize = 4 * 1024;

/// Elements after which, and before which, a line ends.
const BLOCKS: [&[u8]; 22] = [
    b"address",
    b"article",
    b"blockquote",
    b"br",
    b"dd",
    b"div",
    b"dt",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"hr",
    b"li",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"table",
    b"tr",
    b"ul",
];

/// Elements whose content is not text.
const HIDDEN: [&[u8]; 6] = [b"iframe", b"noscript", b"script", b"style", b"template", b"title"];

/// A piece of a document, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// A line ends: true where an element of its own paragraph begins or ends.
    Break {
        /// Whether a `<p>` or `<div>` begins or ends here.
        paragraph: bool,
    },
    /// Strong words begin or end.
    Strong(bool),
    /// Small words begin or end.
    Small(bool),
}

/// Takes a text apart. Markup that is not known is dropped, its content kept.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut hidden: Option<Vec<u8>> = None;
    for Ok(token) in Tokenizer::new(markup(html, MAX_MARKUP)) {
        match token {
            Token::StartTag(tag) if hidden.is_none() => {
                if HIDDEN.contains(&tag.name.as_slice()) && !tag.self_closing {
                    hidden = Some(tag.name.to_vec());
                } else {
                    mark(&tag.name, true, &mut pieces);
                }
            }
            Token::EndTag(tag) => match &hidden {
                Some(name) if *name == *tag.name => hidden = None,
                Some(_) => {}
                None => mark(&tag.name, false, &mut pieces),
            },
            Token::String(text) if hidden.is_none() => {
                pieces.push(Piece::Text(String::from_utf8_lossy(&text).into_owned()));
            }
            _ => {}
        }
    }
    pieces
}

fn mark(name: &[u8], begins: bool, pieces: &mut Vec<Piece>) {
    match name {
        b"strong" | b"b" => pieces.push(Piece::Strong(begins)),
        b"small" => pieces.push(Piece::Small(begins)),
        _ if BLOCKS.contains(&name) => {
            pieces.push(Piece::Break { paragraph: matches!(name, b"p" | b"div") });
            if name == b"li" && begins {
                pieces.push(Piece::Text("- ".into()));
            }
        }
        _ => {}
    }
}

/// The words of some pieces.
pub(super) fn words(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Break { .. } => text.push('\n'),
            Piece::Strong(_) | Piece::Small(_) => {}
        }
    }
    tidy(&text, MAX_TEXT)
}

/// The beginning of some markup, without the half of a tag that it may end with.
fn markup(html: &str, most: usize) -> &str {
    let kept = begin(html, most);
    match kept.rfind('<').filter(|at| kept.len() < html.len() && !kept[*at..].contains('>')) {
        Some(half) => &kept[..half],
        None => kept,
    }
}

/// The beginning of a text, at most so many bytes of it.
pub(super) fn begin(text: &str, most: usize) -> &str {
    let end = (0..=text.len().min(most)).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// A text of several lines, without markup.
pub(super) fn text(html: &str) -> String {
    words(&pieces(html))
}

/// A text of one line, without markup.
pub(super) fn title(html: &str) -> String {
    let line: Vec<String> = text(markup(html, MAX_TITLE_MARKUP)).split_whitespace().map(str::to_owned).collect();
    tidy(&line.join(" "), MAX_TITLE)
}

/// Blanks run together, at most one empty line in a row, nothing invisible, not too long.
fn tidy(text: &str, longest: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let visible: String =
            line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !invisible(*c)).collect();
        let line = visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    cut(lines.join("\n").trim(), longest)
}

/// At most so many characters of a text, with a mark where more were.
fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) if text.chars().nth(longest + 1).is_some() => format!("{}…", text[..end].trim_end()),
        _ => text.to_owned(),
    }
}

/// A text that was put together from plain parts, as long as a text may be.
pub(super) fn long(text: &str) -> String {
    cut(text, MAX_TEXT)
}

/// A title that was put together from plain parts, as long as a title may be.
pub(super) fn short(title: &str) -> String {
    cut(title, MAX_TITLE)
}

/// Controls, and the marks that turn the direction of what follows.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// A provider's word for something, such as how bad it is: short, in lower case.
pub(super) fn label(text: &str) -> String {
    title(text).to_lowercase().chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_lines_stay() {
        assert_eq!(
            text("<p>We <b>see</b>&nbsp;errors &amp; delays.</p><p>More soon.<br/>Sorry</p>"),
            "We see errors & delays.\n\nMore soon.\nSorry"
        );
        assert_eq!(text("First\r\n\r\n\r\n\r\nsecond   word\r\nthird"), "First\n\nsecond word\nthird");
        assert_eq!(text("<ul><li>one</li><li>two</li></ul>"), "- one\n\n- two");
        assert_eq!(text("a < b, and **bold** stays"), "a < b, and **bold** stays");
    }

    #[test]
    fn nothing_that_runs_or_hides_is_left() {
        assert_eq!(text("<script>alert(1)</script>Out<style>p{}</style><img src=x onerror=alert(1)>age"), "Outage");
        assert_eq!(text("a<!-- hidden -->b\u{202E}c\u{0000}\u{200B}d"), "abcd");
        assert_eq!(text("<svg/onload=alert(1)><a href='javascript:x'>link</a>"), "link");
        assert_eq!(text("&lt;script&gt;"), "<script>");
    }

    #[test]
    fn titles_are_one_short_line() {
        assert_eq!(title("API\n<br>errors"), "API errors");
        assert_eq!(title(&"w".repeat(500)).chars().count(), 200);
        assert_eq!(text(&"é".repeat(20_000)).chars().count(), 10_000);
    }

    #[test]
    fn depth_costs_nothing() {
        assert_eq!(text(&format!("{}x{}", "<div><b>".repeat(100_000), "</b></div>".repeat(100_000))), "x");
    }
}

//! The words of providers, taken apart: sentences, and the tokens of a sentence.

/// The most bytes of one event's words that are read: what was said last counts most.
pub(super) const MOST_READ: usize = 64 * 1024;

/// The most words of a sentence that are read: nobody writes longer ones to be understood.
const MOST_WORDS: usize = 200;

/// The most letters that are quoted of a sentence.
const LONGEST_QUOTE: usize = 300;

/// What is followed by a full stop without ending a sentence.
const ABBREVIATIONS: [&str; 10] = ["e.g", "i.e", "approx", "inc", "ltd", "st", "vs", "no", "dr", "mr"];

/// One word of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// As it is written.
    pub text: &'a str,
    /// In lower case.
    pub lower: String,
    /// The one sign that ties it to the word before, without a space between.
    pub glue: Option<char>,
    /// Whether a sign that parts clauses stands before it.
    pub parted: bool,
}

/// The sentences of `text`, and its lines, for lines end sentences too.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut from = 0;
        for (at, sign) in line.char_indices() {
            let after = at + sign.len_utf8();
            if matches!(sign, '.' | '!' | '?')
                && line[after..].starts_with(char::is_whitespace)
                && ends(&line[from..at], sign)
            {
                found.push(line[from..after].trim());
                from = after;
            }
        }
        found.push(line[from..].trim());
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Whether a sign after `before` ends a sentence: a full stop after one letter or an abbreviation does not.
fn ends(before: &str, sign: char) -> bool {
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    sign != '.' || (last.chars().count() > 1 && !ABBREVIATIONS.contains(&last.to_lowercase().as_str()))
}

/// The words of a sentence, at most [`MOST_WORDS`]. Addresses are none.
pub(super) fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut parted = false;
    for word in sentence.split_whitespace() {
        if found.len() >= MOST_WORDS {
            break;
        }
        if word.contains("://") || word.starts_with("www.") || word.contains('@') {
            continue;
        }
        parted |= word == "-" || word.starts_with(parts_clauses);
        let mut glue = None;
        for piece in pieces(word) {
            match piece {
                Piece::Word(_) if found.len() >= MOST_WORDS => break,
                Piece::Word(text) => {
                    found.push(Token { text, lower: text.to_lowercase(), glue, parted });
                    (glue, parted) = (None, false);
                }
                Piece::Signs(signs) => {
                    let mut signs = signs.chars();
                    glue = signs.next().filter(|_| signs.next().is_none());
                    parted |= glue.is_none_or(parts_clauses);
                }
            }
        }
        parted |= word.ends_with(parts_clauses);
    }
    found
}

/// `text` as it is quoted: one line, and not too long.
pub(super) fn quote(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return line;
    }
    line.chars().take(LONGEST_QUOTE - 1).chain(['…']).collect()
}

fn parts_clauses(sign: char) -> bool {
    matches!(sign, ',' | ';' | ':' | '(' | ')' | '–' | '—')
}

enum Piece<'a> {
    Word(&'a str),
    Signs(&'a str),
}

/// A text without spaces as words and the signs before and between them; signs at its end are left out.
fn pieces(word: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = word;
    while let Some(begin) = rest.find(char::is_alphanumeric) {
        if begin > 0 && !found.is_empty() {
            found.push(Piece::Signs(&rest[..begin]));
        }
        rest = &rest[begin..];
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        found.push(Piece::Word(&rest[..end]));
        rest = &rest[end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "We look. It is AWS in N. Virginia, e.g. EC2!\nVersion 1.2 is out\n\nDone?  Yes.";
        let expected = ["We look.", "It is AWS in N. Virginia, e.g. EC2!", "Version 1.2 is out", "Done?", "Yes."];
        assert_eq!(sentences(text), expected);
        assert!(sentences(" \n . \n").iter().all(|sentence| tokens(sentence).is_empty()));
    }

    #[test]
    fn words_know_what_ties_and_parts_them() {
        let found = tokens("Cloudflare's (non-AWS) us-east-1: see https://aws.example/x, a@b.example aws.amazon.com");
        let texts: Vec<_> = found.iter().map(|token| (token.text, token.glue, token.parted)).collect();
        let expected = [
            ("Cloudflare", None, false),
            ("s", Some('\''), false),
            ("non", None, true),
            ("AWS", Some('-'), false),
            ("us", None, true),
            ("east", Some('-'), false),
            ("1", Some('-'), false),
            ("see", None, true),
            ("aws", None, false),
            ("amazon", Some('.'), false),
            ("com", Some('.'), false),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn nobody_can_make_it_read_for_long() {
        assert_eq!(tokens(&"AWS-".repeat(50_000)).len(), MOST_WORDS);
        assert_eq!(tokens(&"AWS is down ".repeat(50_000)).len(), MOST_WORDS);
    }

    #[test]
    fn quotes_are_one_line_and_short() {
        assert_eq!(quote(" a\n b "), "a b");
        assert_eq!(quote(&"é".repeat(999)).chars().count(), 300);
    }
}

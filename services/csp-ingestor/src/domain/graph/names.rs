//! By which names providers are mentioned, and where a sentence mentions one.

use std::collections::HashMap;

use super::cues::COMMON;
use super::text::{Token, tokens};

/// The names of all providers that may be mentioned.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// By first word in lower case, the longest first.
    names: HashMap<String, Vec<Name>>,
}

#[derive(Debug)]
struct Name {
    party: String,
    lower: Vec<String>,
    /// As it is written: for names that are common words too.
    exact: Option<Vec<String>>,
}

/// Where a sentence mentions a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// Who.
    pub party: &'a str,
    /// The first of its words.
    pub from: usize,
    /// The first word after it.
    pub to: usize,
    /// Whether the name is a common word too, so that more than a plain mention is needed.
    pub common: bool,
}

impl Vocabulary {
    /// Adds a name of a provider. Names of less than two letters are none.
    pub fn add(&mut self, party: &str, name: &str) {
        let words = tokens(name);
        let Some(first) = words.first().map(|word| word.lower.clone()) else { return };
        if name.chars().count() < 2 {
            return;
        }
        let lower: Vec<String> = words.iter().map(|word| word.lower.clone()).collect();
        let common = words.len() == 1 && (name.chars().count() < 3 || COMMON.contains(&first));
        let exact = common.then(|| words.iter().map(|word| capital(word.text)).collect());
        let known = self.names.entry(first).or_default();
        if known.iter().all(|other| other.lower != lower || other.party != party) {
            known.push(Name { party: party.to_owned(), lower, exact });
            known.sort_by_key(|name| std::cmp::Reverse(name.lower.len()));
        }
    }

    /// Where `sentence` mentions whom: the longest name wins, and an address is no mention.
    pub fn mentions<'a>(&'a self, sentence: &[Token<'_>]) -> Vec<Mention<'a>> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(token) = sentence.get(at) {
            let names = self.names.get(&token.lower).map(Vec::as_slice).unwrap_or_default();
            let fitting = names.iter().find(|name| name.stands_at(sentence, at));
            let Some(name) = fitting else {
                at += 1;
                continue;
            };
            let to = at + name.lower.len();
            // One name may be that of several, such as a provider followed twice.
            let same = names.iter().filter(|other| other.lower == name.lower && other.stands_at(sentence, at));
            found.extend(same.map(|name| Mention { party: &name.party, from: at, to, common: name.exact.is_some() }));
            at = to;
        }
        found
    }
}

impl Name {
    fn stands_at(&self, sentence: &[Token<'_>], at: usize) -> bool {
        let Some(words) = sentence.get(at..at + self.lower.len()) else { return false };
        let same = words.iter().zip(&self.lower).all(|(word, lower)| word.lower == *lower);
        let written =
            self.exact.as_ref().is_none_or(|exact| words.iter().zip(exact).all(|(word, text)| word.text == text));
        same && written && is_free(sentence, at, at + self.lower.len())
    }
}

/// Whether the words stand for themselves: not in an address, and not in a longer word such as `S3-compatible`.
fn is_free(sentence: &[Token<'_>], from: usize, to: usize) -> bool {
    let before = sentence.get(from).and_then(|token| token.glue);
    let free_before = match before {
        None | Some('/' | '(' | '"' | '“' | '‘' | '\'' | '[' | ':' | ',' | '&') => true,
        Some('-') => from.checked_sub(1).and_then(|at| sentence.get(at)).is_some_and(|word| word.lower == "non"),
        Some(_) => false,
    };
    let free_after = match sentence.get(to) {
        None => true,
        Some(next) => match next.glue {
            None | Some('/' | '(' | ')' | '"' | '”' | ',' | ':' | '&') => true,
            Some('\'' | '’') => next.lower == "s",
            Some('-') => ["related", "side", "hosted", "caused", "induced", "wide"].contains(&next.lower.as_str()),
            Some(_) => false,
        },
    };
    free_before && free_after
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for (party, name) in [
            ("aws", "AWS"),
            ("aws", "Amazon Web Services"),
            ("gcp", "Google Cloud"),
            ("google", "Google"),
            ("linear", "Linear"),
            ("statusio", "status.io"),
            ("render", "render"),
        ] {
            vocabulary.add(party, name);
        }
        vocabulary
    }

    fn parties(sentence: &str) -> Vec<String> {
        let vocabulary = vocabulary();
        let tokens = tokens(sentence);
        vocabulary.mentions(&tokens).into_iter().map(|mention| mention.party.to_owned()).collect()
    }

    #[test]
    fn names_are_whole_words_and_the_longest_wins() {
        assert_eq!(
            parties("An outage of amazon web services (AWS) and Google Cloud, not Google's search."),
            ["aws", "aws", "gcp", "google"]
        );
        assert_eq!(parties("AWSome AWS-compatible aws.amazon.com laws"), [""; 0]);
        assert_eq!(parties("AWS-related, AWS's, non-AWS, AWS/Google"), ["aws", "aws", "aws", "aws", "google"]);
        assert_eq!(parties("We use status.io for this"), ["statusio"]);
    }

    #[test]
    fn what_is_a_common_word_too_is_a_name_only_as_it_is_written() {
        assert_eq!(parties("The linear growth of render times"), [""; 0]);
        assert_eq!(parties("An outage at Linear and at Render"), ["linear", "render"]);
    }
}

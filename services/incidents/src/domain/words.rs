//! The words an incident is found by: whole words, whatever their case and accents.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How much of a word counts, in characters.
const LONGEST: usize = 64;

/// Every word of `text`, folded, in the order of the alphabet.
pub fn of(text: &str) -> BTreeSet<String> {
    in_order(text).into_iter().collect()
}

/// What somebody looks for: whole words, and the last one perhaps not typed to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Words that must occur.
    pub whole: BTreeSet<String>,
    /// How a word must begin that occurs.
    pub prefix: String,
}

/// What `text` looks for; none where it holds no word at all.
pub fn sought(text: &str) -> Option<Sought> {
    let mut words = in_order(text);
    let prefix = words.pop()?;
    Some(Sought { whole: words.into_iter().collect(), prefix })
}

fn in_order(text: &str) -> Vec<String> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

/// `text` without accents and in lower case. Ligatures that Unicode does not take apart are taken apart as French and
/// German readers type them.
fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'ß' => plain.push_str("ss"),
            'ø' => plain.push('o'),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{of, sought};

    #[test]
    fn words_are_found_whatever_their_case_and_accents() {
        let words: Vec<_> = of("Élévation de la LATENCE, cœur d'Île-de-France (p95 > 2s) ﬁn").into_iter().collect();
        assert_eq!(words, ["2s", "coeur", "d", "de", "elevation", "fin", "france", "ile", "la", "latence", "p95"]);
    }

    #[test]
    fn the_last_word_sought_is_a_beginning() {
        let sought = sought("  latence API  É").unwrap();
        assert_eq!(sought.whole.into_iter().collect::<Vec<_>>(), ["api", "latence"]);
        assert_eq!(sought.prefix, "e");
        assert_eq!(super::sought(" … !"), None);
    }

    #[test]
    fn very_long_words_count_by_their_beginning() {
        let long = "x".repeat(500);
        assert_eq!(of(&long).first().unwrap().len(), 64);
        assert_eq!(sought(&long).unwrap().prefix.len(), 64);
    }
}

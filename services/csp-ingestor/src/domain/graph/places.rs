//! Regions of clouds: their codes, and the names that go with them.

use super::text::{Token, tokens};
use crate::domain::Event;

/// The areas that codes of regions begin with.
const AREAS: [&str; 17] = [
    "us",
    "eu",
    "ap",
    "sa",
    "ca",
    "me",
    "af",
    "il",
    "cn",
    "mx",
    "europe",
    "asia",
    "northamerica",
    "southamerica",
    "australia",
    "africa",
    "oc",
];
/// The directions in them.
const DIRECTIONS: [&str; 10] =
    ["north", "south", "east", "west", "central", "northeast", "southeast", "northwest", "southwest", "gov"];
/// What providers and people call some of them.
const CALLED: [(&str, &str); 22] = [
    ("n virginia", "us-east-1"),
    ("northern virginia", "us-east-1"),
    ("virginia", "us-east-1"),
    ("ohio", "us-east-2"),
    ("n california", "us-west-1"),
    ("northern california", "us-west-1"),
    ("oregon", "us-west-2"),
    ("ireland", "eu-west-1"),
    ("london", "eu-west-2"),
    ("paris", "eu-west-3"),
    ("frankfurt", "eu-central-1"),
    ("zurich", "eu-central-2"),
    ("stockholm", "eu-north-1"),
    ("milan", "eu-south-1"),
    ("tokyo", "ap-northeast-1"),
    ("seoul", "ap-northeast-2"),
    ("osaka", "ap-northeast-3"),
    ("singapore", "ap-southeast-1"),
    ("sydney", "ap-southeast-2"),
    ("mumbai", "ap-south-1"),
    ("sao paulo", "sa-east-1"),
    ("são paulo", "sa-east-1"),
];

/// The codes of regions in a sentence, in lower case: `us-east-1`, `europe-west1`.
pub(super) fn codes(sentence: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let tied = sentence[at + 1..].iter().take_while(|token| token.glue == Some('-')).count();
        let parts: Vec<&str> = sentence[at..=at + tied].iter().map(|token| token.lower.as_str()).collect();
        if is_code(&parts) {
            found.push(parts.join("-"));
        }
        at += tied + 1;
    }
    found
}

fn is_code(parts: &[&str]) -> bool {
    let Some((area, rest)) = parts.split_first() else { return false };
    let directed = |part: &&&str| DIRECTIONS.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit()));
    let numbered = rest.last().is_some_and(|last| last.ends_with(|c: char| c.is_ascii_digit()));
    AREAS.contains(area) && numbered && rest.len() <= 3 && rest.iter().filter(directed).count() >= 1
}

/// The codes of the regions that a sentence speaks of, by code or, beside a provider's name, by what they are called.
pub(super) fn regions(sentence: &[Token<'_>]) -> Vec<String> {
    let mut found = codes(sentence);
    let called = CALLED.iter().filter(|(name, _)| says(sentence, name)).map(|(_, code)| (*code).to_owned());
    found.extend(called);
    found.sort();
    found.dedup();
    found
}

/// The codes of the regions where an event is: by its regions, its title and its services.
pub(super) fn regions_of(event: &Event) -> Vec<String> {
    let texts = event.regions.iter().chain(&event.services).chain([&event.title]);
    let mut found: Vec<String> = texts.flat_map(|text| regions(&tokens(text))).collect();
    found.sort();
    found.dedup();
    found
}

/// Whether a sentence says `phrase`, word by word, whatever the case.
pub(super) fn says(sentence: &[Token<'_>], phrase: &str) -> bool {
    let words = tokens(phrase);
    !words.is_empty()
        && sentence
            .windows(words.len())
            .any(|window| window.iter().zip(&words).all(|(one, other)| one.lower == other.lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_other_words() {
        let sentence =
            tokens("In US-EAST-1, eu-west-3a? and europe-west1, us-gov-west-1; not-a-code, us-2, east-1 or ca-central");
        assert_eq!(codes(&sentence), ["us-east-1", "europe-west1", "us-gov-west-1"]);
    }

    #[test]
    fn regions_go_by_other_names_too() {
        assert_eq!(regions(&tokens("AWS in N. Virginia and eu-west-1 (Ireland)")), ["eu-west-1", "us-east-1"]);
    }
}

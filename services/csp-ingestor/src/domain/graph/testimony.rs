//! What an event's own words say of other providers.

use std::collections::BTreeMap;

use super::cues::{OWN_FAULT, SOMEBODY};
use super::names::{Mention, Vocabulary};
use super::reading::{self, Says};
use super::text::{MOST_READ, Token, quote, tokens};
use super::{places, text};
use crate::domain::{Event, service};

/// All that an event's words say of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Testimony {
    /// What they say of whom. Who is mentioned without a word on the trouble is not here.
    pub of: BTreeMap<String, Stance>,
    /// The sentence that blames a provider without naming it, if one does.
    pub somebody: Option<String>,
    /// Whether they say that it was a change of one's own.
    pub own_fault: bool,
}

/// What the newest words that decide say of one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stance {
    /// The trouble is theirs.
    Blamed(Vec<Quote>),
    /// A region of theirs is spoken of, and no more: it counts where they are in trouble there.
    Placed(Vec<Quote>),
    /// The trouble is not theirs.
    Denied,
}

/// A sentence that speaks of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// As it was said, cut where it is long.
    pub text: String,
    /// When it was said, unix seconds.
    pub at: i64,
    /// The codes of the regions it speaks of.
    pub regions: Vec<String>,
    /// The well-known services it speaks of, by their short names.
    pub services: Vec<&'static str>,
    /// Its words in lower case, a space around each.
    words: String,
}

impl Quote {
    fn new(sentence: &str, words: &[Token<'_>], at: i64) -> Self {
        let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        let lower = format!(" {} ", lower.join(" "));
        let services = service::spoken_of(&lower).collect();
        Self { text: quote(sentence), at, regions: places::regions(words), services, words: lower }
    }

    /// Whether it says `phrase`, word by word, whatever the case.
    pub fn says(&self, phrase: &str) -> bool {
        let words: Vec<String> = tokens(phrase).into_iter().map(|word| word.lower).collect();
        !words.is_empty() && self.words.contains(&format!(" {} ", words.join(" ")))
    }
}

/// The most mentions that are looked at in one sentence.
const MOST_MENTIONS: usize = 10;

/// The most sentences that are kept of what is said of one provider.
const MOST_QUOTES: usize = 5;

/// What the words of `event`, which is of the provider `own`, say of others: what was said last decides.
pub fn testimony(event: &Event, own: &str, vocabulary: &Vocabulary) -> Testimony {
    let mut testimony = Testimony::default();
    let mut room = MOST_READ;
    let theirs = event.updates.iter().filter(|update| !update.is_ours());
    let updates = theirs.map(|update| (update.text.as_str(), update.ts, false));
    // The title was there first, and may have stayed when more became known.
    for (text, at, is_title) in updates.chain([(event.title.as_str(), event.ts_start, true)]) {
        if text.len() > room {
            break;
        }
        room -= text.len();
        let said = Said { at, is_title, own };
        said.read(text, vocabulary, &mut testimony);
    }
    testimony
}

/// One thing that was said.
struct Said<'a> {
    at: i64,
    is_title: bool,
    own: &'a str,
}

impl Said<'_> {
    fn read(&self, text: &str, vocabulary: &Vocabulary, testimony: &mut Testimony) {
        // What this says of whom, before what was said later is put above it.
        let mut of: BTreeMap<String, Stance> = BTreeMap::new();
        for sentence in text::sentences(text) {
            let words = tokens(sentence);
            let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
            let mentions = vocabulary.mentions(&words);
            let others = mentions.iter().filter(|mention| mention.party != self.own).take(MOST_MENTIONS);
            for mention in others {
                if let Some(stance) = self.stance(sentence, &words, mention) {
                    join(&mut of, mention.party, stance);
                }
            }
            testimony.own_fault |= OWN_FAULT.stand_in(&lower);
            if testimony.somebody.is_none() && mentions.is_empty() && SOMEBODY.stand_in(&lower) {
                testimony.somebody = Some(quote(sentence));
            }
        }
        for (party, stance) in of {
            below(&mut testimony.of, party, stance);
        }
    }

    fn stance(&self, sentence: &str, words: &[Token<'_>], mention: &Mention<'_>) -> Option<Stance> {
        // In a title every word may be written like a name.
        if self.is_title && mention.common {
            return None;
        }
        let quoted = || vec![Quote::new(sentence, words, self.at)];
        match reading::says(words, mention) {
            Says::Denied => Some(Stance::Denied),
            Says::Blamed => Some(Stance::Blamed(quoted())),
            Says::Nothing if mention.common || places::codes(words).is_empty() => None,
            Says::Nothing => Some(Stance::Placed(quoted())),
        }
    }
}

/// Joins what one text says of somebody in several sentences: a denial counts more than a blame, a blame more than a
/// place.
fn join(of: &mut BTreeMap<String, Stance>, party: &str, stance: Stance) {
    let joined = match (of.remove(party), stance) {
        (Some(Stance::Denied), _) | (_, Stance::Denied) => Stance::Denied,
        (Some(Stance::Blamed(quotes)), Stance::Blamed(more)) => Stance::Blamed(and(quotes, more)),
        (Some(Stance::Placed(quotes)), Stance::Placed(more)) => Stance::Placed(and(quotes, more)),
        (Some(Stance::Blamed(quotes)), Stance::Placed(_)) | (_, Stance::Blamed(quotes)) => Stance::Blamed(quotes),
        (None, stance) => stance,
    };
    of.insert(party.to_owned(), joined);
}

/// Puts what was said earlier below what was said later: it decides only where the later does not, and adds to it
/// where both say the same.
fn below(of: &mut BTreeMap<String, Stance>, party: String, earlier: Stance) {
    let decided = match (of.remove(&party), earlier) {
        (Some(Stance::Blamed(quotes)), Stance::Blamed(more)) => Stance::Blamed(and(quotes, more)),
        (Some(Stance::Placed(quotes)), Stance::Placed(more)) => Stance::Placed(and(quotes, more)),
        (None | Some(Stance::Placed(_)), stance @ (Stance::Blamed(_) | Stance::Denied)) | (None, stance) => stance,
        (Some(later), _) => later,
    };
    of.insert(party, decided);
}

fn and(mut quotes: Vec<Quote>, more: Vec<Quote>) -> Vec<Quote> {
    quotes.extend(more);
    quotes.truncate(MOST_QUOTES);
    quotes
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use serde_json::json;

    use super::*;

    fn said(text: &str) -> Testimony {
        let mut vocabulary = Vocabulary::default();
        for name in ["AWS", "Cloudflare", "Acme"] {
            vocabulary.add(&name.to_lowercase(), name);
        }
        let mut testimony = Testimony::default();
        Said { at: 0, is_title: false, own: "acme" }.read(text, &vocabulary, &mut testimony);
        testimony
    }

    #[test]
    fn our_own_words_are_no_testimony() {
        let word = |id: &str, text: &str| json!({"id": id, "ts": 1, "status": "investigating", "text": text});
        let event = json!({"id": uuid::Uuid::nil(), "provider": "acme", "external_id": "x", "kind": "incident",
            "title": "Errors", "text": "", "status": "investigating", "severity": 2, "services": [], "ts_start": 0,
            "ts_update": 1, "updates": [word("end:2", "An issue at our cloud provider."), word("u", "Caused by AWS.")],
            "opened": false, "version": 2});
        let mut vocabulary = Vocabulary::default();
        vocabulary.add("aws", "AWS");
        let said = testimony(&serde_json::from_value(event).unwrap(), "acme", &vocabulary);
        assert_eq!((said.somebody, said.of.len()), (None, 1));
    }

    #[test]
    fn hostile_words_are_read_in_no_time() {
        let began = Instant::now();
        for text in ["AWS ", "AWS, due to AWS. ", "AWS\n", "not AWS us-east-1 ", "-", "AWS-us-east-", "é. "] {
            said(&text.repeat(MOST_READ / text.len()));
        }
        let took = began.elapsed();
        assert!(took < Duration::from_secs(20), "{took:?} for {MOST_READ} bytes seven times, without optimisation");
    }

    #[test]
    fn of_one_text_a_denial_counts_more_than_a_blame_and_nobody_is_told_of_oneself() {
        let testimony =
            said("Acme is down due to the AWS outage. It is not related to Cloudflare. Caused by Cloudflare.");
        assert!(matches!(testimony.of["aws"], Stance::Blamed(_)));
        assert_eq!((testimony.of.get("cloudflare"), testimony.of.len()), (Some(&Stance::Denied), 2));
    }

    #[test]
    fn somebody_unnamed_and_a_fault_of_ones_own_are_noted() {
        let testimony = said("An issue at the end of our public cloud provider. We rolled back a change.");
        assert!(testimony.own_fault && testimony.of.is_empty());
        assert_eq!(testimony.somebody.as_deref(), Some("An issue at the end of our public cloud provider."));
    }
}

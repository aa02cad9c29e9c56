//! What a sentence says of a provider that it mentions: that it is to blame, that it is not, or nothing of the kind.
//!
//! Plain words in plain order are looked for, near the name; what fits no pattern says nothing. A status page mentions
//! others for many reasons, and an edge that is missing costs less than one that is wrong.

use super::cues::{
    APART, AUXILIARY, BEARS_AFTER, BETWEEN, CAUSAL, ELSEWHEN, FILLER, IN_TROUBLE, MENDING, NOT, NOT_ONLY, RELATION,
    RULED_OUT, SAYS, SIGN_IN, SUFFERS, SUPPOSED, TRACKERS, TRANSFERS, TROUBLE, UPSTREAM, WAYS, WELL, WHERE,
};
use super::names::Mention;
use super::text::Token;

/// What a sentence says of somebody it mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// That the trouble is theirs.
    Blamed,
    /// That the trouble is not theirs.
    Denied,
    /// Neither.
    Nothing,
}

/// How far before a name a cause may be spoken of, words.
const CAUSAL_REACH: usize = 14;
/// How far before or after a name a denial reaches, words.
const DENIAL_REACH: usize = 10;
/// How far after a name its trouble may be, words.
const TROUBLE_REACH: usize = 6;

/// What `sentence` says of the one whom it mentions; `common` names need more than others.
pub(super) fn says(sentence: &[Token<'_>], mention: &Mention<'_>) -> Says {
    let clause = Clause::around(sentence, mention);
    if clause.is_elsewhen() {
        return Says::Nothing;
    }
    if clause.denies() {
        return Says::Denied;
    }
    let blamed = clause.is_told_of() || (!clause.is_borne() && clause.blames());
    if blamed { Says::Blamed } else { Says::Nothing }
}

/// The clause that a mention stands in.
struct Clause<'a> {
    words: Vec<&'a str>,
    parted: Vec<bool>,
    /// The first word of the mention, and the first after it.
    from: usize,
    to: usize,
    party: &'a str,
    common: bool,
    /// Whether the mention begins the sentence.
    first: bool,
}

/// What leads on to something else.
const LEADS_ON: [&str; 12] =
    ["and", "or", "that", "which", "who", "where", "when", "while", "as", "since", "because", "so"];

/// What begins another thought.
const TURNS: [&str; 6] = ["but", "however", "although", "though", "whereas", "while"];

impl<'a> Clause<'a> {
    fn around(sentence: &'a [Token<'_>], mention: &Mention<'a>) -> Self {
        let turns = |token: &Token<'_>| TURNS.contains(&token.lower.as_str());
        let begin = sentence[..mention.from].iter().rposition(turns).map_or(0, |at| at + 1);
        let end = sentence[mention.to..].iter().position(turns).map_or(sentence.len(), |at| mention.to + at);
        let clause = &sentence[begin..end];
        Self {
            words: clause.iter().map(|token| token.lower.as_str()).collect(),
            parted: clause.iter().map(|token| token.parted).collect(),
            from: mention.from - begin,
            to: mention.to - begin,
            party: mention.party,
            common: mention.common,
            first: mention.from == 0,
        }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).copied().unwrap_or_default()
    }

    fn before(&self, reach: usize) -> &[&'a str] {
        &self.words[self.from.saturating_sub(reach)..self.from]
    }

    /// The words after the name and its `'s`.
    fn after(&self, reach: usize) -> &[&'a str] {
        let begin = if self.word(self.to) == "s" { self.to + 1 } else { self.to };
        &self.words[begin.min(self.words.len())..(begin + reach).min(self.words.len())]
    }

    /// The words after the name up to a sign that parts clauses.
    fn close_after(&self, reach: usize) -> Vec<&'a str> {
        let begin = if self.word(self.to) == "s" { self.to + 1 } else { self.to };
        let whole = (begin..self.words.len()).take_while(|at| !self.parted[*at]);
        whole.take(reach).map(|at| self.words[at]).collect()
    }

    /// Whether it speaks of another time, or of what might be.
    fn is_elsewhen(&self) -> bool {
        self.words.iter().any(|word| SUPPOSED.contains(word)) || ELSEWHEN.stand_in(&self.words)
    }

    // -- that it is not theirs

    fn denies(&self) -> bool {
        self.denies_before() || self.denies_after()
    }

    fn denies_before(&self) -> bool {
        let before = self.before(DENIAL_REACH);
        if RULED_OUT.stand_in(before) || before.iter().any(|word| APART.contains(word)) {
            return true;
        }
        let nots = before.iter().enumerate().filter(|(_, word)| NOT.contains(word) || **word == "nothing");
        nots.into_iter().any(|(at, _)| {
            let rest = &before[at + 1..];
            if rest.first().is_some_and(|word| NOT_ONLY.contains(word)) {
                return false;
            }
            // `not an AWS outage`, `no AWS involvement`: straight before the name.
            let straight = rest.iter().all(|word| ["t", "a", "an", "the", "any"].contains(word))
                && self
                    .close_after(3)
                    .iter()
                    .any(|word| TROUBLE.contains(word) || ["side", "involvement"].contains(word));
            let related = rest.iter().position(|word| RELATION.contains(word) || *word == "do");
            straight || related.is_some_and(|related| rest[..related].iter().all(|word| BETWEEN.contains(word)))
        })
    }

    fn denies_after(&self) -> bool {
        let after = self.after(DENIAL_REACH);
        let not = after.iter().position(|word| NOT.contains(word));
        if let Some(at) = not {
            let rest = &after[at + 1..];
            let related = rest.iter().position(|word| RELATION.contains(word));
            let denied = related.is_some_and(|related| rest[..related].iter().all(|word| BETWEEN.contains(word)));
            let well = after[at] == "no"
                && rest.iter().take(3).any(|word| TROUBLE.contains(word))
                && !rest.contains(&"longer");
            return (denied || well) && rest.first().is_none_or(|word| !NOT_ONLY.contains(word));
        }
        let ruled_out = after.windows(2).any(|pair| pair == ["ruled", "out"]);
        let leads = |word: &&str| {
            AUXILIARY.contains(word) || ["fully", "all", "services", "operating", "reports", "itself"].contains(word)
        };
        let well = after.iter().position(|word| WELL.contains(word));
        ruled_out || well.is_some_and(|at| at > 0 && after[..at].iter().all(leads))
    }

    // -- that the name is only a part of another's

    /// Whether the name is borne by a product, a customer or a destination.
    fn is_borne(&self) -> bool {
        let after = self.close_after(2);
        let next = after.first().copied().unwrap_or_default();
        let tracked = TRACKERS.contains(self.party) && matches!(next, "issue" | "issues" | "incidents" | "events");
        let product = BEARS_AFTER.contains(next) && !(next == "page" || next == "provider" && self.parted(self.to));
        let of_a_product = !TROUBLE.contains(next)
            && after.get(1).is_some_and(|word| BEARS_AFTER.contains(word))
            && !AUXILIARY.contains(next)
            && !SAYS.contains(next);
        tracked || product || of_a_product || self.is_a_way()
    }

    fn is_a_way(&self) -> bool {
        let Some(last) = self.from.checked_sub(1) else { return false };
        let determined = ["the", "our", "your", "their", "a", "an"].contains(&self.word(last));
        let at = if determined { last.checked_sub(1) } else { Some(last) };
        let Some(at) = at else { return false };
        if WAYS.contains(self.word(at)) {
            return true;
        }
        let leads = ["with", "to", "from", "on", "for", "into", "in", "and", "between"].contains(&self.word(at));
        let verb = |back: usize| at.checked_sub(back).map(|at| self.word(at)).unwrap_or_default();
        leads
            && (TRANSFERS.contains(verb(1))
                || (["in", "data", "code", "events", "files"].contains(&verb(1)) && TRANSFERS.contains(verb(2))))
    }

    fn parted(&self, at: usize) -> bool {
        self.parted.get(at).copied().unwrap_or(true)
    }

    // -- that it is theirs

    fn blames(&self) -> bool {
        let plainly = self.names_a_cause() || self.has_trouble_there();
        let by_their_doing = self.suffers() || self.has_trouble_after() || self.is_mending() || self.is_leaned_on();
        if self.common {
            // A word that begins a sentence is written like a name; to be one, it must behave like one.
            let told = self.after(1).iter().all(|word| AUXILIARY.contains(word) || SAYS.contains(word));
            let possessive = !self.first && self.word(self.to) == "s";
            return (plainly && !self.first) || ((told || possessive) && self.suffers());
        }
        plainly || by_their_doing
    }

    /// `…, which is experiencing …`, `…, where there is an incident`: what leads to the name is of no matter then.
    fn is_told_of(&self) -> bool {
        let after = self.after(8);
        let leads = after.first().is_some_and(|word| ["which", "who", "where", "whose"].contains(word));
        leads && (self.suffers() || after.iter().any(|word| TROUBLE.contains(word) && *word != "latency"))
    }

    /// `due to an outage at …`, `caused by …`.
    fn names_a_cause(&self) -> bool {
        let reach = if self.common { 6 } else { CAUSAL_REACH };
        CAUSAL.stand_in(self.before(reach))
    }

    /// `an outage at …`, `problems with our provider …`.
    fn has_trouble_there(&self) -> bool {
        let mut at = self.from;
        let mut led = false;
        while let Some(before) = at.checked_sub(1) {
            let word = self.word(before);
            led |= WHERE.contains(word);
            if led && TROUBLE.contains(word) {
                return true;
            }
            if !(WHERE.contains(word) || FILLER.contains(word)) || self.from - before > 8 {
                return false;
            }
            at = before;
        }
        false
    }

    /// `the … outage`, `… us-east-1 service disruption`.
    fn has_trouble_after(&self) -> bool {
        let close = self.close_after(TROUBLE_REACH);
        let stops = |word: &&str| {
            AUXILIARY.contains(word) || BEARS_AFTER.contains(word) || NOT.contains(word) || LEADS_ON.contains(word)
        };
        close.iter().take_while(|word| !stops(word)).any(|word| TROUBLE.contains(word))
    }

    /// `… is experiencing`, `… has confirmed`, `… reports`.
    fn suffers(&self) -> bool {
        let after = self.after(7);
        let subject = after.iter().take_while(|word| !AUXILIARY.contains(word) && !SAYS.contains(word)).count();
        let rest = &after[subject..];
        // Between a name and what it does there is room for a place or for whose team it is.
        let near = subject <= 3;
        let says = rest.first().is_some_and(|word| SAYS.contains(word) && subject == 0);
        let lead = rest.iter().take_while(|word| AUXILIARY.contains(word) || word.ends_with("ly")).count();
        near && (says || (lead > 0 && rest.get(lead).is_some_and(|word| SUFFERS.contains(word))))
    }

    /// `working with …`, `waiting for …`.
    fn is_mending(&self) -> bool {
        let mut at = self.from;
        while let Some(before) = at.checked_sub(1).filter(|_| self.from - at < 5) {
            let word = self.word(before);
            if MENDING.contains(word) {
                return true;
            }
            let leads =
                ["with", "on", "for", "to", "from", "of", "closely", "directly", "out", "support"].contains(&word);
            if !leads && !FILLER.contains(word) {
                return false;
            }
            at = before;
        }
        false
    }

    /// `our cloud provider, …` in a sentence that speaks of trouble.
    fn is_leaned_on(&self) -> bool {
        let before = self.before(5);
        let upstream =
            before.iter().any(|word| UPSTREAM.contains(word)) && !before.iter().any(|word| SIGN_IN.contains(word));
        upstream && self.words.iter().any(|word| IN_TROUBLE.contains(word) || TROUBLE.contains(word))
    }
}

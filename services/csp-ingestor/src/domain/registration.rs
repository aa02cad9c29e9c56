//! What a manager says about a provider, when it is registered and later, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use problem::FieldError;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::event::Severity;
use super::provider::{DEFAULT_INTERVAL, FeedType, Name};
use super::{Provider, Settings};
use crate::catalogue::{self, Entry};

/// The most characters of a service's or region's name.
const LONGEST_LABEL: usize = 200;
/// The most characters of a provider's word for how bad something is.
const LONGEST_WORD: usize = 64;
/// The most words that are given a severity of our own.
const MOST_WORDS: usize = 50;

/// A provider to follow. What is left out is as the catalogue knows it, or as it usually is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProviderCreate)]
pub struct Registration {
    /// Its name: unique, whatever its case. With a name of the catalogue, the rest may be left out.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 64, pattern = "^[A-Za-z0-9][A-Za-z0-9._-]*$", example = "aws")]
    pub name: String,
    /// Where its feed lies, or what is asked whether it answers; may be left out where the catalogue knows the name.
    #[schema(format = "uri", max_length = 2048, example = "https://status.aws.amazon.com/rss/ec2-us-east-1.rss")]
    pub feed_url: Option<String>,
    /// What it is said to be; what it is shows when it is read. With `http` there is no feed: what is asked is whether
    /// the address answers. May be left out where the catalogue knows the name.
    pub r#type: Option<FeedType>,
    /// How often it is asked, seconds.
    #[schema(minimum = 10, maximum = 86_400, default = 60)]
    pub interval_s: Option<u32>,
    /// Further feeds of it: what they show is joined with what the first shows.
    #[schema(max_items = 20)]
    pub more_feeds: Option<Vec<String>>,
    /// The services that concern us, in its words; all of them where none is named.
    #[schema(max_items = 100)]
    pub services: Option<Vec<String>>,
    /// The regions that concern us, in its words; all of them where none is named.
    #[schema(max_items = 100)]
    pub regions: Option<Vec<String>>,
    /// How bad its own words are to us, or its severities (`"1"` to `"4"`): 1 to 4 each.
    #[schema(example = json!({"critical": 2, "4": 3}))]
    pub severities: Option<BTreeMap<String, u8>>,
    /// The least severity that opens an incident.
    #[schema(minimum = 1, maximum = 4, default = 2)]
    pub min_severity: Option<u8>,
    /// Whether what it opens is announced without waiting for a person's word.
    #[schema(default = false)]
    pub announce: Option<bool>,
    /// Whether it is left alone for now.
    #[schema(default = false)]
    pub paused: Option<bool>,
}

/// What is to be different about a provider. What is left out stays; null makes it as if it had never been said.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProviderUpdate)]
pub struct Amendment {
    /// Where its feed lies.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = "uri", max_length = 2048)]
    pub feed_url: Said<String>,
    /// What it is said to be.
    #[serde(default)]
    #[schema(value_type = Option<FeedType>)]
    pub r#type: Said<FeedType>,
    /// How often it is asked, seconds.
    #[serde(default)]
    #[schema(value_type = Option<u32>, minimum = 10, maximum = 86_400)]
    pub interval_s: Said<u32>,
    /// Further feeds of it.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 20)]
    pub more_feeds: Said<Vec<String>>,
    /// The services that concern us.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    pub services: Said<Vec<String>>,
    /// The regions that concern us.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    pub regions: Said<Vec<String>>,
    /// How bad its own words are to us; the whole list.
    #[serde(default)]
    #[schema(value_type = Option<BTreeMap<String, u8>>)]
    pub severities: Said<BTreeMap<String, u8>>,
    /// The least severity that opens an incident.
    #[serde(default)]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 4)]
    pub min_severity: Said<u8>,
    /// Whether what it opens is announced without waiting for a person's word.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub announce: Said<bool>,
    /// Whether it is left alone for now.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub paused: Said<bool>,
}

/// What is said in a field of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Said<T> {
    /// Nothing: it stays as it is.
    #[default]
    Nothing,
    /// That it be as if it had never been said: null.
    TakenBack,
    /// This.
    This(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(field: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(field)?.map_or(Said::TakenBack, Said::This))
    }
}

impl<T> From<Option<T>> for Said<T> {
    /// What is said at a registration, where there is nothing to take back.
    fn from(said: Option<T>) -> Self {
        said.map_or(Said::Nothing, Said::This)
    }
}

impl<T> Said<T> {
    /// What was said, or what stays where nothing was, or what is usual where that was taken back.
    fn or(self, stays: T, usual: T) -> T {
        match self {
            Said::Nothing => stays,
            Said::TakenBack => usual,
            Said::This(said) => said,
        }
    }

    fn map<U>(self, form: impl FnOnce(T) -> U) -> Said<U> {
        match self {
            Said::Nothing => Said::Nothing,
            Said::TakenBack => Said::TakenBack,
            Said::This(said) => Said::This(form(said)),
        }
    }
}

impl Registration {
    /// The provider it describes, registered at `now`, or everything that is wrong with it. `address` judges an address.
    pub fn checked(self, now: i64, address: impl Fn(&str) -> Result<(), String>) -> Result<Provider, Vec<FieldError>> {
        let name = self.name.parse::<Name>();
        let known = name.as_ref().ok().and_then(|name| catalogue::entry(name.as_str()));
        let said = Amendment {
            feed_url: self.feed_url.into(),
            r#type: self.r#type.into(),
            interval_s: self.interval_s.into(),
            more_feeds: self.more_feeds.into(),
            services: self.services.into(),
            regions: self.regions.into(),
            severities: self.severities.into(),
            min_severity: self.min_severity.into(),
            announce: self.announce.into(),
            paused: self.paused.into(),
        };
        let mut faults = Faults(Vec::new());
        if let Err(fault) = &name {
            faults.add("/name", fault.to_string());
        }
        let provider = Provider {
            name: name.as_ref().map(Name::to_string).unwrap_or_default(),
            feed_url: known.map(|entry| entry.feed_url.clone()).unwrap_or_default(),
            feed_type: known.map_or(FeedType::Json, |entry| entry.feed_type),
            interval_s: DEFAULT_INTERVAL,
            created_at: now,
            more_feeds: known.map(|entry| entry.more_feeds.clone()).unwrap_or_default(),
            catalogue: known.map(|entry| entry.name.clone()),
            settings: Settings::default(),
            version: 1,
        };
        // A name that is none is in no catalogue either: what it would have filled in cannot be missed.
        if name.is_ok() && known.is_none() {
            faults.required("/feed_url", said.feed_url != Said::Nothing);
            faults.required("/type", said.r#type != Said::Nothing);
        }
        let provider = said.onto(&provider, address, &mut faults);
        if faults.0.is_empty() { Ok(provider) } else { Err(faults.0) }
    }
}

impl Amendment {
    /// The provider `known` after it, its version not yet raised, or everything that is wrong with it. `address` judges
    /// an address; those that stay are not judged again.
    pub fn checked(
        self,
        known: &Provider,
        address: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Provider, Vec<FieldError>> {
        let mut faults = Faults(Vec::new());
        if known.catalogue.is_none() {
            faults.required("/feed_url", self.feed_url != Said::TakenBack);
            faults.required("/type", self.r#type != Said::TakenBack);
        }
        let kept: BTreeSet<&str> = known.addresses().collect();
        let address = |text: &str| if kept.contains(text) { Ok(()) } else { address(text) };
        let provider = self.onto(known, address, &mut faults);
        if faults.0.is_empty() { Ok(provider) } else { Err(faults.0) }
    }

    fn onto(self, known: &Provider, address: impl Fn(&str) -> Result<(), String>, faults: &mut Faults) -> Provider {
        let entry = known.catalogue.as_deref().and_then(catalogue::entry);
        let usual = Settings::default();
        let settings = &known.settings;
        if let Said::This(url) = &self.feed_url {
            faults.refused("/feed_url", address(url));
        }
        let feed_url =
            self.feed_url.or(known.feed_url.clone(), entry.map(|entry| entry.feed_url.clone()).unwrap_or_default());
        let more_feeds = match self.more_feeds {
            Said::Nothing if known.more_feeds != usual_more(entry, &known.feed_url) => known.more_feeds.clone(),
            Said::Nothing | Said::TakenBack => usual_more(entry, &feed_url),
            Said::This(urls) => faults.more_feeds(&feed_url, urls, address),
        };
        let min_severity = self.min_severity.map(|number| faults.severity("/min_severity", number));
        let severities = self.severities.map(|said| faults.severities(said));
        let services = self.services.map(|said| faults.labels("/services", said));
        let regions = self.regions.map(|said| faults.labels("/regions", said));
        Provider {
            feed_type: self.r#type.or(known.feed_type, entry.map_or(known.feed_type, |entry| entry.feed_type)),
            interval_s: self.interval_s.or(known.interval_s, DEFAULT_INTERVAL),
            more_feeds,
            feed_url,
            settings: Settings {
                services: services.or(settings.services.clone(), usual.services),
                regions: regions.or(settings.regions.clone(), usual.regions),
                severities: severities.or(settings.severities.clone(), usual.severities),
                min_severity: min_severity.or(settings.min_severity, usual.min_severity),
                announce: self.announce.or(settings.announce, usual.announce),
                paused: self.paused.or(settings.paused, usual.paused),
            },
            ..known.clone()
        }
    }
}

/// The further feeds of an entry, for whoever follows its first: another first feed stands for itself.
fn usual_more(entry: Option<&Entry>, feed_url: &str) -> Vec<String> {
    entry.filter(|entry| entry.feed_url == feed_url).map(|entry| entry.more_feeds.clone()).unwrap_or_default()
}

/// What was found wrong so far.
struct Faults(Vec<FieldError>);

impl Faults {
    fn add(&mut self, at: impl Into<String>, detail: impl Into<String>) {
        self.0.push(FieldError::new(at, detail));
    }

    fn required(&mut self, at: &str, is_there: bool) {
        if !is_there {
            self.add(at, "is required: the catalogue does not know this name");
        }
    }

    fn refused(&mut self, at: &str, verdict: Result<(), String>) {
        if let Err(fault) = verdict {
            self.add(at, fault);
        }
    }

    /// One line without blanks around it.
    fn text(&mut self, at: &str, text: &str, longest: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.add(at, "must not be empty");
        } else if text.chars().count() > longest {
            self.add(at, format!("must be at most {longest} characters"));
        } else if text.chars().any(char::is_control) {
            self.add(at, "must have no control characters");
        }
        text.to_owned()
    }

    /// A list of names: each once, whatever its case.
    fn labels(&mut self, at: &str, said: Vec<String>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let named = said.into_iter().enumerate();
        let sound = named.map(|(index, label)| self.text(&format!("{at}/{index}"), &label, LONGEST_LABEL));
        sound.filter(|label| seen.insert(label.to_lowercase())).collect()
    }

    fn severity(&mut self, at: &str, number: u8) -> Severity {
        Severity::try_from(number).unwrap_or_else(|_| {
            self.add(at, "must be 1 to 4");
            Severity::Information
        })
    }

    fn severities(&mut self, said: BTreeMap<String, u8>) -> BTreeMap<String, Severity> {
        let at = "/severities";
        if said.len() > MOST_WORDS {
            self.add(at, format!("must have at most {MOST_WORDS} words"));
        }
        let mut severities = BTreeMap::new();
        for (word, number) in said.into_iter().take(MOST_WORDS) {
            let at = format!("{at}/{}", word.replace('~', "~0").replace('/', "~1"));
            let severity = self.severity(&at, number);
            let word = self.text(&at, &word, LONGEST_WORD).to_lowercase();
            if severities.insert(word, severity).is_some() {
                self.add(at, "is there already, in another case");
            }
        }
        severities
    }

    fn more_feeds(
        &mut self,
        feed_url: &str,
        urls: Vec<String>,
        address: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<String> {
        for (index, url) in urls.iter().enumerate() {
            let at = format!("/more_feeds/{index}");
            if url == feed_url || urls[..index].contains(url) {
                self.add(at, "is there already");
            } else {
                self.refused(&at, address(url));
            }
        }
        urls
    }
}

#[cfg(test)]
mod tests;

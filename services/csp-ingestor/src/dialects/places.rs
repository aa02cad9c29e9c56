//! Places by their names. Pages have no field for a region: it is the name of a component or of its group, or a part of
//! either ("EU Region – API", "Frankfurt, Germany - (FRA)", "us-east-1", "Chile Central (Santiago)").

/// Countries, continents, unions and the cities that clouds are in, in lower case. What is no name of a service.
#[rustfmt::skip]
const NAMES: [&str; 138] = [
    "abu dhabi", "africa", "america", "amer", "americas", "amsterdam", "apac", "apj", "argentina", "ashburn", "asia",
    "asia pacific", "atlanta", "australia", "austria", "bahrain", "bangalore", "bangkok", "belgium", "berlin",
    "bogota", "brazil", "brussels", "california", "canada", "cape town", "chennai", "chicago", "chile", "china",
    "colombia", "copenhagen", "dallas", "delhi", "denmark", "denver", "dubai", "dublin", "emea", "eu", "europe",
    "finland", "france", "frankfurt", "georgia", "germany", "helsinki", "hong kong", "hyderabad", "iceland", "india",
    "indonesia", "iowa", "ireland", "israel", "italy", "jakarta", "japan", "johannesburg", "korea", "kuwait",
    "las vegas", "latam", "latin america", "latin america & the caribbean", "london", "los angeles", "madrid",
    "malaysia", "marseille", "melbourne", "mexico", "miami", "middle east", "milan", "montreal", "mumbai", "munich",
    "na", "netherlands", "new jersey", "new york", "new zealand", "north america", "northern virginia", "n. virginia",
    "norway", "oceania", "ohio", "oregon", "osaka", "oslo", "paris", "perth", "philippines", "phoenix", "poland",
    "portugal", "prague", "qatar", "querétaro", "rome", "san francisco", "san jose", "santiago", "são paulo",
    "sao paulo", "saudi arabia", "seattle", "seoul", "serbia", "singapore", "south africa", "south america",
    "south carolina", "spain", "stockholm", "sweden", "switzerland", "sydney", "taiwan", "tel aviv", "texas",
    "thailand", "tokyo", "toronto", "turkey", "uae", "uk", "united arab emirates", "united kingdom", "united states",
    "us", "usa", "vienna", "virginia", "warsaw", "zurich",
];

/// Words that say which part of a place is meant.
const PARTS: [&str; 17] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "center",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "gov",
    "government",
    "gov.",
    "region",
    "data",
    "dc",
    "the",
];

/// Names that mean all places, and so no one in particular.
const EVERYWHERE: [&str; 5] = ["global", "worldwide", "all regions", "multiple regions", "all locations"];

/// Where something is and what it is, as far as names say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sited {
    /// What it is, unless it is nothing but a place.
    pub(super) service: Option<String>,
    /// Where it is; empty where it may be anywhere.
    pub(super) regions: Vec<String>,
}

/// What a component of this name in a group of that name is.
pub(super) fn sited(name: &str, group: Option<&str>) -> Sited {
    let group = group.filter(|group| !group.is_empty() && *group != name);
    let somewhere = |place: &str| (!everywhere(place)).then(|| place.to_owned());
    match group {
        Some(group) if is(name) && is(group) => {
            Sited { service: None, regions: [name, group].into_iter().filter_map(somewhere).collect() }
        }
        Some(group) if is(name) => {
            Sited { service: Some(group.to_owned()), regions: somewhere(name).into_iter().collect() }
        }
        Some(group) if is(group) => {
            Sited { service: Some(name.to_owned()), regions: somewhere(group).into_iter().collect() }
        }
        None if is(name) && !everywhere(name) => Sited { service: None, regions: vec![name.to_owned()] },
        _ => Sited {
            service: Some(name.to_owned()),
            regions: part_that_is(name).map(str::to_owned).into_iter().collect(),
        },
    }
}

/// Whether a name is a place's, and nothing else's.
pub(super) fn is(name: &str) -> bool {
    let name = name.trim();
    if name.len() > 100 {
        return false;
    }
    everywhere(name) || is_code(name) || has_airport(name) || {
        let outside = name.split('(').next().unwrap_or_default();
        let last = outside.rsplit(',').next().unwrap_or_default();
        is_named(outside) || (outside.contains(',') && is_named(last))
    }
}

fn everywhere(name: &str) -> bool {
    EVERYWHERE.contains(&name.trim().to_lowercase().as_str())
}

/// A part of a name that is a place's: "EU Region – API", "API - us-east-1", "API (EU)".
fn part_that_is(name: &str) -> Option<&str> {
    let in_brackets = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map(|(_, part)| part);
    let parts = [" – ", " - ", " | ", ": ", " / "].into_iter().flat_map(|mark| {
        let around = [name.split_once(mark).map(|(first, _)| first), name.rsplit_once(mark).map(|(_, last)| last)];
        around.into_iter().flatten()
    });
    in_brackets.into_iter().chain(parts).map(str::trim).find(|part| is(part) && !everywhere(part))
}

/// A name of the list, as it stands or with words that say which part of it.
fn is_named(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let words = || name.split([' ', '-']).filter(|word| !word.is_empty());
    let rest: Vec<&str> =
        words().filter(|word| !PARTS.contains(word) && !word.chars().all(|c| c.is_ascii_digit())).collect();
    NAMES.contains(&name.as_str()) || NAMES.contains(&rest.join(" ").as_str())
}

/// The codes of clouds: `us-east-1`, `europe-west1`, `ap-southeast-2a`, `FRA1`.
fn is_code(name: &str) -> bool {
    const ROOTS: [&str; 19] = [
        "us",
        "eu",
        "ap",
        "me",
        "sa",
        "ca",
        "af",
        "il",
        "mx",
        "cn",
        "uk",
        "europe",
        "asia",
        "australia",
        "northamerica",
        "southamerica",
        "africa",
        "apac",
        "emea",
    ];
    let letters = name.chars().take_while(char::is_ascii_uppercase).count();
    let digits = name.len() - letters;
    if letters == 3 && (1..=2).contains(&digits) && name[3..].bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let lower = name.to_lowercase();
    let mut parts = lower.split('-');
    let rooted = parts.next().is_some_and(|root| ROOTS.contains(&root));
    let rest: Vec<&str> = parts.collect();
    let plain = |part: &&str| {
        let word = part.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_zone = part.len() <= 2 && part.starts_with(|c: char| c.is_ascii_digit());
        is_zone || word.is_empty() || PARTS.contains(&word)
    };
    rooted && !rest.is_empty() && rest.iter().all(plain)
}

/// An airport's code in brackets at the end, which is how Cloudflare names its places.
fn has_airport(name: &str) -> bool {
    let code = name.strip_suffix(')').and_then(|name| name.rsplit_once("- (")).map(|(_, code)| code);
    code.is_some_and(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_from_services() {
        for place in [
            "Europe",
            "EU",
            "US East (Ashburn)",
            "South Korea North (Chuncheon)",
            "Chile Central (Santiago)",
            "FRA1",
            "MKC1",
            "Frankfurt, Germany - (FRA)",
            "us-east-1",
            "europe-west1",
            "ap-southeast-2a",
            "EU Region",
            "Global",
            "Latin America & the Caribbean",
            "UK Gov West (Newport)",
            "Frankfurt, Germany",
            "Asia-Pacific",
            "Japan 2",
        ] {
            assert!(is(place), "{place}");
        }
        for service in [
            "API",
            "Login",
            "EC2",
            "Compute",
            "Webhooks",
            "Mobile",
            "US Dollar payments",
            "Data",
            "",
            "Git Operations",
            "Actions",
            "us",
            "Northwind",
            "app-1",
            "China Pay",
        ] {
            assert!(!is(service) || service == "us", "{service}");
        }
    }

    #[test]
    fn a_component_is_a_service_in_a_place() {
        type Case = (&'static str, Option<&'static str>, Option<&'static str>, &'static [&'static str]);
        let cases: [Case; 10] = [
            ("Spaces", None, Some("Spaces"), &[]),
            ("FRA1", Some("Spaces"), Some("Spaces"), &["FRA1"]),
            ("Global", Some("Spaces"), Some("Spaces"), &[]),
            ("API", Some("EU"), Some("API"), &["EU"]),
            ("iOS App", Some("Mobile"), Some("iOS App"), &[]),
            ("Frankfurt, Germany - (FRA)", Some("Europe"), None, &["Frankfurt, Germany - (FRA)", "Europe"]),
            ("Europe", None, None, &["Europe"]),
            ("Global", None, Some("Global"), &[]),
            ("EU Region – API", None, Some("EU Region – API"), &["EU Region"]),
            ("API (EU)", Some("Core"), Some("API (EU)"), &["EU"]),
        ];
        for (name, group, service, regions) in cases {
            let regions = regions.iter().map(|region| (*region).to_owned()).collect();
            assert_eq!(
                sited(name, group),
                Sited { service: service.map(str::to_owned), regions },
                "{name} in {group:?}"
            );
        }
    }
}

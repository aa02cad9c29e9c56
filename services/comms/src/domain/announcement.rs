//! Announcements: what people say in public about an incident.

use contracts::{AnnouncementState, Lang, Words};
use problem::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One announcement, as readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Announcement {
    /// Its id.
    pub id: Uuid,
    /// When it was said, unix seconds.
    #[schema(example = 1_730_073_600)]
    pub ts: i64,
    /// The phase it speaks of.
    pub state: AnnouncementState,
    /// The language of `message`.
    pub lang: Lang,
    /// What was said, in the language it was first said in.
    #[schema(example = "Incident en cours pour la région EU")]
    pub message: String,
    /// What was said, in every language it was said in.
    pub messages: Words,
}

/// The words to publish, from a message in `lang` and its translations; or every fault of them.
pub fn words(message: &str, lang: Lang, translations: &Words) -> Result<Words, Vec<FieldError>> {
    let mut words = Words::default();
    let mut faults = Vec::new();
    match clean(message) {
        Ok(text) => words.set(lang, text),
        Err(why) => faults.push(FieldError::new("/message", why)),
    }
    for (other, name) in [(Lang::Fr, "fr"), (Lang::En, "en")] {
        let Some(text) = translations.get(other) else { continue };
        let at = || format!("/translations/{name}");
        match clean(text) {
            Err(why) => faults.push(FieldError::new(at(), why)),
            Ok(text) if other != lang => words.set(other, text),
            Ok(text) if words.get(lang).is_none_or(|message| message == text) => {}
            Ok(_) => faults.push(FieldError::new(at(), "is the language of the message itself, and says otherwise")),
        }
    }
    if faults.is_empty() { Ok(words) } else { Err(faults) }
}

/// What is said of an incident that a machine opened from the feed of `provider`.
pub fn of_provider(provider: &str, title: &str) -> Words {
    let title = title.trim_end_matches('.');
    Words {
        fr: Some(format!("Notre prestataire {provider} signale\u{a0}: {title}. Nous suivons la situation.")),
        en: Some(format!("Our provider {provider} reports: {title}. We are following it.")),
    }
}

/// Text as it is kept: no blanks around, lines ended by LF, and no control character but LF and tab.
fn clean(text: &str) -> Result<String, &'static str> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if text.is_empty() {
        return Err("must not be blank");
    }
    if text.chars().any(|char| char.is_control() && char != '\n' && char != '\t') {
        return Err("must not hold control characters");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(result: Result<Words, Vec<FieldError>>) -> Vec<String> {
        result.unwrap_err().into_iter().map(|fault| fault.pointer).collect()
    }

    fn fr(text: &str) -> Words {
        Words { fr: Some(text.to_owned()), en: None }
    }

    #[test]
    fn a_message_and_its_translation_are_kept_by_language() {
        let words = words("  Down\r\nagain ", Lang::En, &fr("En panne\n")).unwrap();
        assert_eq!(words, Words { fr: Some("En panne".to_owned()), en: Some("Down\nagain".to_owned()) });
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(pointers(words(" \n ", Lang::En, &fr("\u{7}"))), ["/message", "/translations/fr"]);
    }

    #[test]
    fn a_translation_into_the_same_language_must_agree() {
        assert!(words("En panne", Lang::Fr, &fr("En panne ")).is_ok());
        assert_eq!(pointers(words("En panne", Lang::Fr, &fr("Tout va bien"))), ["/translations/fr"]);
    }
}

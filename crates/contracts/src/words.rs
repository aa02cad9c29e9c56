//! Words that people publish, by language.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The languages of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    #[default]
    En,
}

/// The same words in one or both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 5000)]
    pub fr: Option<String>,
    /// In English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 5000)]
    pub en: Option<String>,
}

impl Words {
    /// The words in `lang`, if there are any.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Fr => self.fr.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// Sets the words in `lang`.
    pub fn set(&mut self, lang: Lang, text: String) {
        match lang {
            Lang::Fr => self.fr = Some(text),
            Lang::En => self.en = Some(text),
        }
    }

    /// The words in `lang`, else in the other language, with the language they are in.
    pub fn best(&self, lang: Lang) -> Option<(Lang, &str)> {
        let other = if lang == Lang::Fr { Lang::En } else { Lang::Fr };
        [lang, other].into_iter().find_map(|lang| Some((lang, self.get(lang)?)))
    }
}

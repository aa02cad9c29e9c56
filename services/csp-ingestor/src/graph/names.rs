//! Who may be mentioned, and who runs on whom: the catalogue, and the names of those who are followed without it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::catalogue;
use crate::domain::Provider;
use crate::domain::graph::{Ground, Vocabulary};
use crate::error::Error;
use crate::store::CspStore;

/// The names by which providers are mentioned, read anew when there are more of them.
#[derive(Clone, Default)]
pub struct Names(Arc<Mutex<Option<Known>>>);

struct Known {
    registered: u64,
    vocabulary: Arc<Vocabulary>,
}

impl Names {
    /// The names of all in the catalogue and of all that are followed. One who was removed may be mentioned still: there
    /// are no new events of it.
    pub async fn vocabulary(&self, store: &CspStore) -> Result<Arc<Vocabulary>, Error> {
        let registered = store.registered().await?;
        let known = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(|known| (known.registered, known.vocabulary.clone()));
        if let Some((_, vocabulary)) = known.filter(|(of, _)| *of == registered) {
            return Ok(vocabulary);
        }
        let vocabulary = Arc::new(vocabulary(&store.names().await?));
        let known = Known { registered, vocabulary: vocabulary.clone() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(vocabulary)
    }
}

/// The names of all in the catalogue, and of the `followed` who are not in it.
pub fn vocabulary(followed: &[String]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for entry in catalogue::entries() {
        entry.names().for_each(|name| vocabulary.add(&entry.name, name));
    }
    for name in followed.iter().filter(|name| catalogue::entry(name).is_none()) {
        vocabulary.add(name, name);
    }
    vocabulary
}

/// Whose the events of a provider are: the name in the catalogue, where it is from there, so that several feeds of one
/// are one.
pub fn party<'a>(name: &'a str, provider: Option<&'a Provider>) -> &'a str {
    provider.and_then(|provider| provider.catalogue.as_deref()).unwrap_or(name)
}

/// On whom a party is known to run.
pub fn grounds(party: &str) -> Vec<Ground> {
    let known = catalogue::depends_on(party).iter();
    let ground = |one: &catalogue::RunsOn| Ground {
        party: one.provider.clone(),
        service: one.service.clone(),
        region: one.region.clone(),
    };
    known.map(ground).collect()
}

//! Passwords: what may become one. No rules of composition (they make bad passwords); length, and not a well-known one.

use std::fmt;

use problem::FieldError;
use unicode_normalization::UnicodeNormalization;

use crate::domain::email::EmailAddress;

/// The fewest characters of a new password.
pub const SHORTEST: usize = 12;
/// The most characters of a new password.
pub const LONGEST: usize = 128;
/// The most bytes that are ever hashed: nobody buys processor time with a long text.
const MOST_BYTES: usize = 512;

/// Long enough for the rule and known to every guesser; compared without case and signs.
const WELL_KNOWN: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123123123123",
    "123456123456",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "abcdefghijkl",
    "abcdefghijklm",
    "abcdefghijklmnopqrstuvwxyz",
    "adminadminadmin",
    "administrator",
    "administrateur",
    "azertyuiop12",
    "azertyuiop123",
    "azertyuiopqsdfghjklm",
    "changemechangeme",
    "iloveyou1234",
    "jetaimejetaime",
    "letmeinletmein",
    "motdepasse12",
    "motdepasse123",
    "motdepassemotdepasse",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "polystatuspolystatus",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "qwertyuiopasdfghjklzxcvbnm",
    "secretsecret",
    "trustno1trustno1",
    "welcome12345",
    "welcomewelcome",
];

/// A password as somebody typed it, composed (NFC) so that every keyboard writes the same; never shown by `Debug`.
#[derive(Clone)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// The password that `text` writes.
    pub fn typed(text: &str) -> Self {
        Self(text.nfc().collect())
    }

    /// What is hashed; nothing where it is longer than any password can be.
    pub fn bytes(&self) -> Option<&[u8]> {
        (self.0.len() <= MOST_BYTES).then_some(self.0.as_bytes())
    }

    /// Why this cannot become the password of the person with this address and name.
    pub fn fault(&self, email: &EmailAddress, name: &str) -> Option<FieldError> {
        let refused = |detail: &str| Some(FieldError::new("/password", detail));
        let characters = self.0.chars().count();
        if characters < SHORTEST {
            return refused("must be at least 12 characters");
        }
        if characters > LONGEST || self.bytes().is_none() {
            return refused("must be at most 128 characters");
        }
        let bare = bare(&self.0);
        if is_repetition(&self.0) || is_repetition(&bare) || WELL_KNOWN.contains(&bare.as_str()) {
            return refused("is among the first that everybody tries: choose another");
        }
        let own = [email.as_str(), email.local_part(), name];
        if !bare.is_empty() && own.into_iter().any(|known| bare == self::bare(known)) {
            return refused("must not be your name or address");
        }
        None
    }
}

/// The letters and digits of `text`, in lower case: what a guesser sees of it.
fn bare(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_repetition(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| characters.all(|character| character == first))
}

#[cfg(test)]
mod tests {
    use super::{EmailAddress, Password};

    fn fault(password: &str) -> Option<String> {
        let email = EmailAddress::parse("alice.dupont@example.com").unwrap();
        Password::typed(password).fault(&email, "Alice Dupont-Moreau").map(|fault| fault.detail)
    }

    #[test]
    fn good_ones_pass() {
        let longest = "ab".repeat(64);
        for good in ["tall-otter-42!", "une phrase de passe", "пароль-длинный", "alice.dupont-42", &longest]
        {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn length_counts_characters() {
        assert!(fault("eleven-char").unwrap().contains("at least 12"));
        assert!(fault(&"ab".repeat(65)).unwrap().contains("at most 128"));
        assert_eq!(fault(&"\u{1f511}\u{1f40e}".repeat(64)), None);
    }

    #[test]
    fn well_known_ones_are_refused_however_dressed() {
        for bad in ["password1234", "PassWord-1234", "aaaaaaaaaaaaaa", "Mot de passe mot de passe", "............"] {
            assert!(fault(bad).unwrap().contains("everybody"), "{bad}");
        }
    }

    #[test]
    fn ones_own_name_and_address_are_refused() {
        for bad in ["alice.dupont@example.com", "Alice-Dupont!", "alicedupontmoreau"] {
            assert!(fault(bad).unwrap().contains("your name"), "{bad}");
        }
    }

    #[test]
    fn composition_does_not_count_and_nothing_is_shown() {
        let (one, other) = (Password::typed("cafe\u{301}"), Password::typed("caf\u{e9}"));
        assert_eq!(one.bytes(), other.bytes());
        assert_eq!(Password::typed(&"x".repeat(513)).bytes(), None);
        assert_eq!(format!("{one:?}"), "Password(…)");
    }
}

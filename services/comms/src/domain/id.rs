//! What incidents are called: `INC-` and at least six characters of Crockford's base32.

/// Whether `text` can be an incident's id; it need not exist.
pub fn is_incident_id(text: &str) -> bool {
    let crockford =
        |byte: u8| byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'L' | b'O' | b'U'));
    text.strip_prefix("INC-").is_some_and(|rest| (6..=32).contains(&rest.len()) && rest.bytes().all(crockford))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_incidents_hands_out() {
        assert!(is_incident_id("INC-123456") && is_incident_id("INC-7K2M9QXYZ"));
        for bad in ["", "INC-", "INC-12345", "inc-123456", "INC-12345O", "INC-12345\n", "active", "../INC-123456"] {
            assert!(!is_incident_id(bad), "{bad:?}");
        }
    }
}

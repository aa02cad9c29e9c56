//! Names and teams: one line of readable text.

use problem::FieldError;
use unicode_normalization::UnicodeNormalization;

/// `text` as one clean line, composed (NFC) and without space around it; a fault at `pointer` where nothing is left
/// or where it holds what a name cannot.
pub fn one_line(pointer: &str, text: &str) -> Result<String, FieldError> {
    let line: String = text.trim().nfc().collect();
    if line.is_empty() {
        return Err(FieldError::new(pointer, "must not be blank"));
    }
    if line.chars().any(|character| character.is_control() || turns_direction(character)) {
        return Err(FieldError::new(pointer, "must be one line, without control characters"));
    }
    Ok(line)
}

/// Characters that make the text after them read the other way round: good for passing as somebody else.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_name_is_trimmed_and_composed() {
        assert_eq!(one_line("/name", "  Ame\u{301}lie ").unwrap(), "Am\u{e9}lie");
    }

    #[test]
    fn blanks_lines_and_turns_are_refused() {
        for bad in ["", " \t ", "a\nb", "a\u{0}b", "abc\u{202e}nimda"] {
            assert_eq!(one_line("/name", bad).unwrap_err().pointer, "/name", "{bad:?}");
        }
    }
}

//! Text that people and machines send: cleaned or refused, once, where it enters.

use problem::FieldError;

/// One line of text: trimmed; blank text and control characters are refused.
pub fn line(pointer: &str, text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(pointer, "must not be blank"));
    }
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(FieldError::new(pointer, "must be one line without control characters"));
    }
    Ok(text.to_owned())
}

/// Text of several lines, which may be empty: line ends become LF; other control characters but tabs are refused.
pub fn block(pointer: &str, text: &str) -> Result<String, FieldError> {
    let text = with_plain_line_ends(text);
    if text.chars().any(is_unwanted) {
        return Err(FieldError::new(pointer, "must not hold control characters"));
    }
    Ok(text)
}

/// Like [`block`], but blank text is refused too.
pub fn message(pointer: &str, text: &str) -> Result<String, FieldError> {
    let text = block(pointer, text)?;
    if text.trim().is_empty() { Err(FieldError::new(pointer, "must not be blank")) } else { Ok(text) }
}

/// Text from a machine that nobody can ask to correct it: what [`block`] refuses is left out.
pub fn cleaned(text: &str) -> String {
    with_plain_line_ends(text).chars().filter(|c| !is_unwanted(*c)).collect::<String>().trim().to_owned()
}

fn with_plain_line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn is_unwanted(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use super::{block, cleaned, line, message};

    #[test]
    fn a_line_is_trimmed_and_stays_one_line() {
        assert_eq!(line("/title", "  Latence API EU ").unwrap(), "Latence API EU");
        for bad in ["", " \t ", "two\nlines", "bell\u{7}", "two\u{2028}lines"] {
            assert_eq!(line("/title", bad).unwrap_err().pointer, "/title");
        }
    }

    #[test]
    fn a_block_keeps_its_lines_and_nothing_else_that_is_control() {
        assert_eq!(block("/summary", "a\r\nb\rc\td").unwrap(), "a\nb\nc\td");
        assert!(block("/summary", "nul\0").is_err());
        assert_eq!(block("/summary", "").unwrap(), "");
        assert!(message("/message", "\n \n").is_err());
    }

    #[test]
    fn a_machine_s_text_is_cleaned_rather_than_refused() {
        assert_eq!(cleaned(" a\r\nb\u{1b}[0m\0 "), "a\nb[0m");
    }
}

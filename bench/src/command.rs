//! A Redis command as a service gave it, to be given again: overheard by `MONITOR`, with another keyspace and id.

use redis::Cmd;
use serde::{Deserialize, Serialize};

/// A command's words, with the id it was given for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Name and arguments.
    pub words: Vec<String>,
    /// The keyspace among them.
    pub prefix: String,
    /// The id that stands in them, in many places.
    pub id: String,
}

impl Template {
    /// The same command in the keyspace `prefix`, about `id`.
    pub fn command(&self, prefix: &str, id: &str) -> Cmd {
        let mut command = Cmd::new();
        for word in &self.words {
            if *word == self.prefix {
                command.arg(prefix);
            } else if word.contains(&self.id) {
                command.arg(word.replace(&self.id, id));
            } else {
                command.arg(word);
            }
        }
        command
    }
}

/// The words of one line of `MONITOR`, such as `1795330000.1 [0 127.0.0.1:4242] "get" "{a}:b"`; none where it is no
/// command of a client (scripts' own are marked `lua`).
pub fn overheard(line: &str) -> Option<Vec<String>> {
    let (_, rest) = line.split_once(" [")?;
    let (client, rest) = rest.split_once("] ")?;
    if client.ends_with("lua") {
        return None;
    }
    let mut words = Vec::new();
    let mut bytes = rest.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => words.push(quoted(&mut bytes)?),
            b' ' => {}
            _ => return None,
        }
    }
    Some(words)
}

/// What stands up to the closing quote, with Redis' escapes undone (`sdscatrepr`).
fn quoted(bytes: &mut impl Iterator<Item = u8>) -> Option<String> {
    let mut word = Vec::new();
    loop {
        match bytes.next()? {
            b'"' => return String::from_utf8(word).ok(),
            b'\\' => word.push(match bytes.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'a' => 7,
                b'b' => 8,
                b'x' => {
                    let digits = [bytes.next()?, bytes.next()?];
                    u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
                }
                plain => plain,
            }),
            plain => word.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Template, overheard};

    #[test]
    fn a_line_of_monitor_is_read_back_into_words() {
        let line = r#"1795330000.123456 [0 127.0.0.1:4242] "set" "{a}:b" "say \"h\xc3\xa9\"\\\n""#;
        assert_eq!(overheard(line).unwrap(), ["set", "{a}:b", "say \"hé\"\\\n"]);
        assert_eq!(overheard(r#"1795330000.1 [0 lua] "get" "a""#), None);
        assert_eq!(overheard("+OK"), None);
        assert_eq!(overheard(r#"1.1 [0 x] "never closed"#), None);
    }

    #[test]
    fn a_template_names_another_keyspace_and_id() {
        let words = ["EVALSHA", "abc", "1", "{a}:", r#"{"id":"INC-1","of":"INC-1"}"#, "INC-1"];
        let template =
            Template { words: words.map(str::to_owned).to_vec(), prefix: "{a}:".to_owned(), id: "INC-1".to_owned() };
        let packed = template.command("{b}:", "INC-22").get_packed_command();
        let text = String::from_utf8(packed).unwrap();
        assert!(text.contains("\r\n{b}:\r\n") && text.contains(r#"{"id":"INC-22","of":"INC-22"}"#), "{text}");
        assert!(!text.contains("INC-1\r") && !text.contains("{a}"), "{text}");
    }
}

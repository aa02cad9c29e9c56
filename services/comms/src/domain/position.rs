//! A place in the stream of public changes: the id of a Redis stream entry.

use std::fmt;
use std::str::FromStr;

/// Milliseconds and a counter; positions grow with every change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    ms: u64,
    count: u64,
}

/// The text names no place in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the id of an event of this stream")]
pub struct NotAPosition;

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        // A sign, which `parse` would take, is not of the form.
        if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Err(NotAPosition);
        }
        let number = |text: &str| text.parse().map_err(|_| NotAPosition);
        let (ms, count) = text.split_once('-').ok_or(NotAPosition)?;
        Ok(Self { ms: number(ms)?, count: number(count)? })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ms, self.count)
    }
}

/// What the stream holds: its first and last entry; both at the origin where it holds none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// The oldest entry that was not trimmed.
    pub first: Position,
    /// The newest entry.
    pub last: Position,
}

impl Extent {
    /// Whether all that came after `position` is still there. Where that cannot be known, the answer is no.
    pub fn covers(&self, position: Position) -> bool {
        self.first <= position && position <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Position {
        text.parse().unwrap()
    }

    #[test]
    fn reads_what_redis_writes_and_nothing_else() {
        assert_eq!(at("1795341840123-7").to_string(), "1795341840123-7");
        for bad in ["", "1", "-", "1-", "-1", "+1-0", "1-0-0", "1 -0", "99999999999999999999-0", "$", "é-0"] {
            assert_eq!(bad.parse::<Position>(), Err(NotAPosition), "{bad}");
        }
    }

    #[test]
    fn orders_by_time_then_count() {
        assert!(at("9-5") < at("10-0"));
        assert!(at("10-2") < at("10-10"));
    }

    #[test]
    fn what_was_trimmed_or_never_was_is_not_covered() {
        let extent = Extent { first: at("5-0"), last: at("9-1") };
        assert!(extent.covers(at("5-0")) && extent.covers(at("7-0")) && extent.covers(at("9-1")));
        assert!(!extent.covers(at("4-9")) && !extent.covers(at("9-2")));
        assert!(Extent::default().covers(Position::default()));
        assert!(!Extent::default().covers(at("1-0")));
    }
}

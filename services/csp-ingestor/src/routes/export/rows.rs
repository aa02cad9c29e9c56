//! Events as lines of a file.

use crate::domain::calendar::iso;
use crate::error::Error;
use crate::routes::events::EventOut;
use crate::store::Record;

/// The names of the columns.
const COLUMNS: [&str; 20] = [
    "id",
    "provider",
    "external_id",
    "kind",
    "status",
    "severity",
    "impact",
    "title",
    "text",
    "services",
    "regions",
    "concerns",
    "affects_us",
    "start",
    "seen",
    "update",
    "end",
    "url",
    "incident_id",
    "version",
];

/// What lies between several values in one cell.
const BETWEEN: &str = "; ";

/// The line of names.
pub(super) fn head() -> Result<Vec<u8>, Error> {
    lines(std::iter::once(COLUMNS.map(str::to_owned)))
}

/// A line of a table for each event.
pub(super) fn csv(records: impl Iterator<Item = Record>) -> Result<Vec<u8>, Error> {
    lines(records.map(cells))
}

/// A JSON object in a line of its own for each event.
pub(super) fn ndjson(records: Vec<Record>) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    for record in records {
        serde_json::to_writer(&mut text, &EventOut::whole(record)).map_err(senseless)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn lines(rows: impl Iterator<Item = [String; COLUMNS.len()]>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(senseless)?;
    }
    writer.into_inner().map_err(senseless)
}

fn cells(Record { event, incident_id, .. }: Record) -> [String; COLUMNS.len()] {
    [
        event.id.to_string(),
        event.provider,
        harmless(event.external_id),
        event.kind.as_str().to_owned(),
        event.status.as_str().to_owned(),
        u8::from(event.severity).to_string(),
        harmless(event.impact.unwrap_or_default()),
        harmless(event.title),
        harmless(event.text),
        harmless(event.services.join(BETWEEN)),
        harmless(event.regions.join(BETWEEN)),
        harmless(event.concerns.join(BETWEEN)),
        event.affects_us.map(|affects| affects.to_string()).unwrap_or_default(),
        iso(event.ts_start),
        iso(event.ts_seen),
        iso(event.ts_update),
        event.ts_end.map(iso).unwrap_or_default(),
        harmless(event.url.unwrap_or_default()),
        incident_id.unwrap_or_default(),
        event.version.to_string(),
    ]
}

/// Words from outside as a spreadsheet must not take them: what it would read as a formula gets an apostrophe before it.
/// Blanks before the sign, and the wide forms of the signs, do not hide it from every program.
fn harmless(text: String) -> String {
    let first = text.chars().find(|sign| !sign.is_whitespace() && !sign.is_control());
    let begins_with_control = text.starts_with(|sign: char| sign.is_control());
    let looks_like_one = first.is_some_and(|sign| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(sign));
    if looks_like_one || begins_with_control { format!("'{text}") } else { text }
}

fn senseless(cause: impl std::fmt::Display) -> Error {
    Error::Senseless(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_words() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://x.example\")", "'=HYPERLINK(\"http://x.example\")"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("\nwords", "'\nwords"),
            ("  =1", "'  =1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("API = slow", "API = slow"),
            ("", ""),
        ] {
            assert_eq!(harmless(text.to_owned()), cell);
        }
    }

    #[test]
    fn lines_are_as_the_rfc_has_them() {
        let mut row = COLUMNS.map(|_| String::new());
        row[0] = "a \"word\", two\r\nlines".to_owned();
        let text = String::from_utf8(lines(std::iter::once(row)).unwrap()).unwrap();
        assert_eq!(text, format!("\"a \"\"word\"\", two\r\nlines\"{}\r\n", ",".repeat(COLUMNS.len() - 1)));
        assert!(String::from_utf8(head().unwrap()).unwrap().ends_with(",version\r\n"));
    }
}

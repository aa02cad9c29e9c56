//! What fuzzing begins with: a target for each folder of fixtures, which is a dialect.

use std::path::Path;

use csp_ingestor::dialects::Dialect;

/// A dialect to fuzz.
pub(crate) struct Target {
    /// The dialect's name, as its folder.
    pub(crate) name: String,
    /// Its fixtures, each with its name.
    pub(crate) fixtures: Vec<(String, Vec<u8>)>,
    /// The keys and the short texts of its fixtures, of which documents are made.
    pub(crate) words: Vec<String>,
}

/// Every dialect that has fixtures.
pub(crate) fn targets() -> Vec<Target> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut folders: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders.iter().filter(|path| path.is_dir()).filter_map(|folder| target(folder)).collect()
}

/// The target that a folder is, if it bears the name of a dialect.
fn target(folder: &Path) -> Option<Target> {
    let name = folder.file_name()?.to_str()?.to_owned();
    serde_json::from_value::<Dialect>(name.as_str().into()).ok()?;
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| (path.display().to_string(), std::fs::read(path).unwrap());
    let fixtures: Vec<(String, Vec<u8>)> = files.iter().filter(|path| path.is_file()).map(read).collect();
    let mut words: Vec<String> = fixtures.iter().flat_map(|(_, body)| words(body)).collect();
    words.sort();
    words.dedup();
    (!fixtures.is_empty()).then_some(Target { name, fixtures, words })
}

/// What stands between quotes or angle brackets, as far as it is short.
fn words(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let parts = text.split(['"', '<', '>']).filter(|part| (1..=60).contains(&part.len()) && !part.trim().is_empty());
    parts.map(str::to_owned).collect()
}

/// A number for a name, so that no two dialects get the same inputs.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

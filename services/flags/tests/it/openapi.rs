//! The document in `swaggers/` is the one the code makes.

use std::path::Path;

#[test]
fn the_committed_document_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../swaggers/flags.yaml");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == flags::openapi_yaml(), "run: cargo run --release -p flags -- openapi > swaggers/flags.yaml");
}

#[test]
fn no_reader_of_yaml_takes_a_word_for_a_truth() {
    let yaml = flags::openapi_yaml();
    assert!(yaml.contains("      - 'on'\n") && yaml.contains("        'on':\n") && yaml.contains("example: 'on'\n"));
    let bare = |line: &&str| {
        let text = line.trim_start_matches([' ', '-']);
        ["on", "off", "on:", "off:"].contains(&text) || text.ends_with(": on") || text.ends_with(": off")
    };
    assert_eq!(yaml.lines().find(bare), None);
}

//! The document in `swaggers/` is the one the code makes.

use std::path::Path;

#[test]
fn the_committed_document_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../swaggers/csp-ingestor.yaml");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == csp_ingestor::openapi().to_yaml().unwrap(),
        "run: cargo run --release -p csp-ingestor -- openapi > swaggers/csp-ingestor.yaml"
    );
}

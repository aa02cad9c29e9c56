//! The committed OpenAPI document is the one that is served.

#[test]
fn the_committed_document_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../swaggers/incidents.yaml");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let generated = incidents::openapi().to_yaml().unwrap();
    assert!(committed == generated, "swaggers/incidents.yaml has drifted: run `make swaggers`");
}

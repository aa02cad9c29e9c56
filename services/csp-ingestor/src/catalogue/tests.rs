use super::*;

#[test]
fn every_file_parses_and_no_name_is_there_twice() {
    let mut known = std::collections::BTreeSet::new();
    for (file, text) in FILES {
        let entries = parse(text).unwrap_or_else(|fault| panic!("catalogue/{file}.toml: {fault}"));
        for (name, _) in entries {
            assert!(known.insert(name.clone()), "{name} is there twice");
        }
    }
    assert_eq!(known.len(), entries().count());
}

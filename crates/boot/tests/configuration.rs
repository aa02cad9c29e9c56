//! How values are read, and what is said about bad ones.

use std::collections::HashMap;

use boot::config::{Common, from};
use clap::Parser;

#[derive(Debug, Parser)]
struct Config {
    #[command(flatten)]
    common: Common,
}

fn read(values: &[(&str, &str)]) -> Result<Config, String> {
    let base = [("REDIS_URL", "redis://r/"), ("SERVICE_KEY", "key"), ("SERVICE_KEYS", "/keys.json")];
    let values: HashMap<_, _> = base.iter().chain(values).copied().collect();
    from(|name| values.get(name).map(|value| (*value).to_owned()))
}

#[test]
fn values_come_from_the_environment_or_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "from a file\n").unwrap();
    let config = read(&[("SERVICE_KEY", ""), ("SERVICE_KEY_FILE", file.path().to_str().unwrap())]).unwrap();
    assert_eq!(config.common.service_key.0, "from a file");
    assert!(!format!("{config:?}").contains("from a file"), "a secret is not shown");
    let both = read(&[("SERVICE_KEY_FILE", "/nowhere")]).unwrap();
    assert_eq!(both.common.service_key.0, "key", "the value itself wins, and the file is not looked at");
    let lists = read(&[("TRUSTED_PROXIES", "10.0.0.0/8,127.0.0.0/8")]).unwrap();
    assert_eq!(lists.common.trusted_proxies.len(), 2);
    assert!(read(&[("TRUSTED_PROXIES", "")]).unwrap().common.trusted_proxies.is_empty());
}

#[test]
fn a_bad_value_is_named_in_one_line() {
    let cases = [
        (read(&[("REDIS_URL", "")]), "REDIS_URL"),
        (read(&[("LOG_FORMAT", "yaml")]), "LOG_FORMAT"),
        (read(&[("TRUSTED_PROXIES", "10.0.0.0/99")]), "TRUSTED_PROXIES"),
        (read(&[("SERVICE_KEY", ""), ("SERVICE_KEY_FILE", "/nowhere")]), "SERVICE_KEY_FILE"),
    ];
    for (result, name) in cases {
        let line = result.unwrap_err();
        assert!(line.starts_with(name), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

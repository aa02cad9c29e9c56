//! Fuzzing of the reader of feeds: for each dialect its fixtures, changed in every way we could think of, and documents
//! made of their keys. Whatever comes, nothing may panic, take long or much memory, or let pass what no event may hold.
//!
//! A bounded sample runs with the other tests; `make fuzz` runs on: `FUZZ_SECONDS` long, from `SEED`. An input that
//! fails is named by seed, dialect and number, by which it can be made again, and is kept in `target/fuzz`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]
#![expect(clippy::print_stdout, reason = "a long run says how far it is")]

mod check;
mod corpus;
mod growth;
mod mutate;
mod random;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use corpus::Target;
use peak_alloc::PeakAlloc;
use random::Random;

/// Counts what is taken, so that each input's share is known.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One test at a time: memory is counted for all threads together.
static ALONE: Mutex<()> = Mutex::new(());

/// The inputs of each dialect in the bounded sample.
const SAMPLE: u64 = 150;

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Feeds one input to the reader.
fn one(target: &Target, seed: u64, number: u64) {
    let mut random = Random::new(seed ^ corpus::hash(&target.name), number);
    let (body, content_type) = mutate::input(target, &mut random);
    check::holds(&body, content_type, || format!("SEED={seed} {} number {number}", target.name));
}

#[test]
fn a_sample_of_every_dialect() {
    let _alone = alone();
    for target in corpus::targets() {
        (0..SAMPLE).for_each(|number| one(&target, 1, number));
    }
}

#[test]
fn every_fixture_is_read_as_what_it_is() {
    let _alone = alone();
    for target in corpus::targets() {
        for (name, body) in &target.fixtures {
            let reading = csp_ingestor::dialects::read(body, None).unwrap_or_else(|error| panic!("{name}: {error}"));
            let dialect = serde_json::to_value(reading.dialect).unwrap();
            assert_eq!(dialect, target.name.as_str(), "{name}");
        }
    }
}

#[test]
fn time_grows_no_faster_than_the_body() {
    let _alone = alone();
    for target in corpus::targets() {
        target.fixtures.iter().for_each(|fixture| growth::is_fair(fixture, 24 * 1024, 8));
    }
}

#[test]
#[ignore = "as long as it is told: make fuzz"]
fn a_long_run() {
    let _alone = alone();
    let (seconds, seed) = (told("FUZZ_SECONDS").unwrap_or(120), told("SEED").unwrap_or(1));
    let targets = corpus::targets();
    let mut counts = vec![0_u64; targets.len()];
    let (begun, mut said) = (Instant::now(), Instant::now());
    println!("seed {seed}, {seconds} s, {} dialects", targets.len());
    while begun.elapsed() < Duration::from_secs(seconds) {
        for (target, count) in targets.iter().zip(&mut counts) {
            (0..20).for_each(|ahead| one(target, seed, *count + ahead));
            *count += 20;
        }
        if said.elapsed() > Duration::from_secs(10) {
            said = Instant::now();
            println!("{:>5} s: {} inputs", begun.elapsed().as_secs(), counts.iter().sum::<u64>());
        }
    }
    for (target, count) in targets.iter().zip(&counts) {
        println!("{:>16}: {count}", target.name);
    }
    println!("{:>16}: {} inputs, nothing found; {}", "in all", counts.iter().sum::<u64>(), check::worst());
    for target in &targets {
        let longest = target.fixtures.iter().max_by_key(|(_, body)| body.len()).expect("a target has fixtures");
        growth::is_fair(longest, 1024 * 1024, 10);
        println!("{:>16}: ten times the body takes its share of time, up to 10 MiB; {}", target.name, check::worst());
    }
}

/// A number from the environment.
#[expect(clippy::disallowed_methods, reason = "a program of its own: no service reads these")]
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

//! Load, and every figure beside its yardstick in the same run: see `docs/bench.md`.
//!
//! `deploy/bench.py` starts what is measured; the program `bench` fills it, asks, counts and tells; the program
//! `yardstick` answers as barely as the same HTTP stack can.

pub mod api;
pub mod cases;
pub mod chart;
pub mod cluster;
pub mod command;
pub mod fill;
pub mod http;
pub mod load;
pub mod measure;
pub mod pages;
pub mod polls;
pub mod process;
pub mod report;
pub mod stats;
pub mod table;
